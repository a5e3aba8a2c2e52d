/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message-source.h"

#include <string.h>

/* Bytes of text that are looked at: a message without large attachments. */
#define TEXT_MAX_SIZE (1024 * 1024)
#define CHUNK_SIZE (64 * 1024)

typedef GBytes InkanWholeMessage;
typedef GBytes InkanHtmlText;

G_DEFINE_BOXED_TYPE (InkanWholeMessage, inkan_whole_message, g_bytes_ref, g_bytes_unref)
G_DEFINE_BOXED_TYPE (InkanHtmlText, inkan_html_text, g_bytes_ref, g_bytes_unref)

/* What the desktop hands over as a stream */

typedef struct {
  GByteArray *bytes;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  if (reading->bytes != NULL) {
    explicit_bzero (reading->bytes->data, reading->bytes->len);
    g_byte_array_unref (reading->bytes);
  }
  g_free (reading);
}

static void
wipe_array (gpointer data)
{
  GByteArray *array = data;

  explicit_bzero (array->data, array->len);
  g_byte_array_unref (array);
}

static void
on_chunk_read (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  GdkContentDeserializer *deserializer = GDK_CONTENT_DESERIALIZER (user_data);
  Reading *reading = gdk_content_deserializer_get_task_data (deserializer);
  GError *error = NULL;
  g_autoptr(GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  GByteArray *whole;

  if (chunk == NULL) {
    gdk_content_deserializer_return_error (deserializer, error);
    return;
  }
  g_byte_array_append (reading->bytes, g_bytes_get_data (chunk, NULL), (guint) g_bytes_get_size (chunk));
  if (reading->bytes->len > INKAN_MESSAGE_MAX_SIZE) {
    gdk_content_deserializer_return_error (deserializer, g_error_new_literal (INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_TOO_LARGE,
                                                                              "no end to what was handed over"));
    return;
  }
  if (g_bytes_get_size (chunk) > 0) {
    g_input_stream_read_bytes_async (G_INPUT_STREAM (source), CHUNK_SIZE,
                                     gdk_content_deserializer_get_priority (deserializer),
                                     gdk_content_deserializer_get_cancellable (deserializer), on_chunk_read,
                                     deserializer);
    return;
  }

  whole = g_steal_pointer (&reading->bytes);
  g_value_take_boxed (gdk_content_deserializer_get_value (deserializer),
                      g_bytes_new_with_free_func (whole->data, whole->len, wipe_array, whole));
  gdk_content_deserializer_return_success (deserializer);
}

static void
deserialize (GdkContentDeserializer *deserializer)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->bytes = g_byte_array_new ();
  gdk_content_deserializer_set_task_data (deserializer, reading, reading_free);
  g_input_stream_read_bytes_async (gdk_content_deserializer_get_input_stream (deserializer), CHUNK_SIZE,
                                   gdk_content_deserializer_get_priority (deserializer),
                                   gdk_content_deserializer_get_cancellable (deserializer), on_chunk_read,
                                   deserializer);
}

static void
ensure_registered (void)
{
  static gsize registered;

  if (!g_once_init_enter (&registered))
    return;
  gdk_content_register_deserializer ("message/rfc822", INKAN_TYPE_WHOLE_MESSAGE, deserialize, NULL, NULL);
  gdk_content_register_deserializer ("text/html", INKAN_TYPE_HTML_TEXT, deserialize, NULL, NULL);
  g_once_init_leave (&registered, 1);
}

/* Dropped */

GtkDropTarget *
inkan_message_source_new_target (void)
{
  /* A mail program that hands over the message itself may also name a file or an
   * address of its own that nobody else can read. */
  GType types[] = { INKAN_TYPE_WHOLE_MESSAGE, GDK_TYPE_FILE_LIST, INKAN_TYPE_HTML_TEXT, G_TYPE_STRING };
  GtkDropTarget *target;

  ensure_registered ();
  target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY | GDK_ACTION_MOVE);
  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  return target;
}

InkanMessage *
inkan_message_source_read_text (const char  *text,
                                const char  *code_pattern,
                                GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  if (strlen (text) > TEXT_MAX_SIZE) {
    g_set_error_literal (error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_TOO_LARGE, "too much text");
    return NULL;
  }
  if (inkan_message_looks_like_one (text)) {
    g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

    return inkan_message_new_from_bytes (bytes, code_pattern, error);
  }
  return inkan_message_new_from_text (text, code_pattern, error);
}

/* A link that was drawn out of a message comes as a list of one address. */
static InkanMessage *
read_file (GFile       *dropped,
           const char  *code_pattern,
           GFile      **file,
           GError     **error)
{
  if (g_file_has_uri_scheme (dropped, "https") || g_file_has_uri_scheme (dropped, "http")) {
    g_autofree char *uri = g_file_get_uri (dropped);

    return inkan_message_source_read_text (uri, code_pattern, error);
  }
  *file = g_object_ref (dropped);
  return NULL;
}

InkanMessage *
inkan_message_source_read_value (const GValue  *value,
                                 const char    *code_pattern,
                                 GFile        **file,
                                 GError       **error)
{
  const GSList *files;

  g_return_val_if_fail (file != NULL, NULL);

  *file = NULL;
  if (G_VALUE_HOLDS (value, INKAN_TYPE_WHOLE_MESSAGE))
    return inkan_message_new_from_bytes (g_value_get_boxed (value), code_pattern, error);
  if (G_VALUE_HOLDS (value, INKAN_TYPE_HTML_TEXT))
    return inkan_message_new_from_html (g_value_get_boxed (value), code_pattern, error);
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST) && (files = g_value_get_boxed (value)) != NULL)
    return read_file (files->data, code_pattern, file, error);
  if (G_VALUE_HOLDS_STRING (value) && g_value_get_string (value) != NULL)
    return inkan_message_source_read_text (g_value_get_string (value), code_pattern, error);

  g_set_error_literal (error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_NOT_A_MESSAGE, "nothing was handed over");
  return NULL;
}

/* Copied */

static gboolean
has_type (GdkClipboard *clipboard,
          GType         type)
{
  g_autoptr(GdkContentFormats) formats = gdk_content_formats_ref (gdk_clipboard_get_formats (clipboard));

  ensure_registered ();
  formats = gdk_content_formats_union_deserialize_gtypes (g_steal_pointer (&formats));
  return gdk_content_formats_contain_gtype (formats, type);
}

gboolean
inkan_message_source_offers (GdkClipboard *clipboard)
{
  return has_type (clipboard, G_TYPE_STRING) || has_type (clipboard, INKAN_TYPE_HTML_TEXT)
         || has_type (clipboard, INKAN_TYPE_WHOLE_MESSAGE);
}

typedef struct {
  char  *code_pattern;
  char  *text;   /* (nullable): what it says as text */
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_free (look->code_pattern);
  secret_password_free (look->text);
  g_free (look);
}

static void
return_message (GTask        *task,
                InkanMessage *message, /* (transfer full) (nullable) */
                GError       *error)   /* (transfer full) (nullable) */
{
  if (message != NULL)
    g_task_return_pointer (task, message, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
on_bytes_read (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Look *look = g_task_get_task_data (task);
  GError *error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);
  g_autoptr(GFile) file = NULL;
  InkanMessage *message = NULL;

  if (value != NULL)
    message = inkan_message_source_read_value (value, look->code_pattern, &file, &error);
  if (message == NULL && look->text != NULL) {
    g_clear_error (&error);
    message = inkan_message_source_read_text (look->text, look->code_pattern, &error);
  }
  return_message (task, message, error);
}

static void
on_text_read (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GdkClipboard *clipboard = GDK_CLIPBOARD (source);
  GTask *task = G_TASK (user_data);
  Look *look = g_task_get_task_data (task);
  char *text = gdk_clipboard_read_text_finish (clipboard, result, NULL);

  look->text = text;
  if (text != NULL) {
    char *stripped = g_strstrip (g_strdup (text));
    gboolean one_line = strpbrk (stripped, "\r\n") == NULL;

    secret_password_free (stripped);
    if (one_line && strstr (text, "://") == NULL) {
      g_task_return_pointer (task, NULL, NULL);
      g_object_unref (task);
      return;
    }
  }
  if (has_type (clipboard, INKAN_TYPE_HTML_TEXT)) {
    gdk_clipboard_read_value_async (clipboard, INKAN_TYPE_HTML_TEXT, G_PRIORITY_DEFAULT,
                                    g_task_get_cancellable (task), on_bytes_read, task);
  } else {
    GError *error = NULL;
    InkanMessage *message = NULL;

    if (text != NULL)
      message = inkan_message_source_read_text (text, look->code_pattern, &error);
    else
      g_set_error_literal (&error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_READ, "the clipboard could not be read");
    return_message (task, message, error);
    g_object_unref (task);
  }
}

void
inkan_message_source_read_clipboard_async (GdkClipboard        *clipboard,
                                           const char          *code_pattern,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data)
{
  GTask *task;
  Look *look = g_new0 (Look, 1);

  g_return_if_fail (GDK_IS_CLIPBOARD (clipboard));

  look->code_pattern = g_strdup (code_pattern);
  task = g_task_new (clipboard, cancellable, callback, user_data);
  g_task_set_source_tag (task, inkan_message_source_read_clipboard_async);
  g_task_set_task_data (task, look, look_free);

  if (has_type (clipboard, INKAN_TYPE_WHOLE_MESSAGE))
    gdk_clipboard_read_value_async (clipboard, INKAN_TYPE_WHOLE_MESSAGE, G_PRIORITY_DEFAULT, cancellable,
                                    on_bytes_read, task);
  else if (has_type (clipboard, G_TYPE_STRING))
    gdk_clipboard_read_text_async (clipboard, cancellable, on_text_read, task);
  else
    gdk_clipboard_read_value_async (clipboard, INKAN_TYPE_HTML_TEXT, G_PRIORITY_DEFAULT, cancellable, on_bytes_read,
                                    task);
}

InkanMessage *
inkan_message_source_read_clipboard_finish (GAsyncResult  *result,
                                            char         **line,
                                            GError       **error)
{
  GError *local_error = NULL;
  InkanMessage *message;
  Look *look;

  g_return_val_if_fail (g_async_result_is_tagged (result, inkan_message_source_read_clipboard_async), NULL);

  *line = NULL;
  look = g_task_get_task_data (G_TASK (result));
  message = g_task_propagate_pointer (G_TASK (result), &local_error);
  if (message == NULL && local_error == NULL)
    *line = g_steal_pointer (&look->text);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return message;
}
