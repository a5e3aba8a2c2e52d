/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message.h"

#include <string.h>

#include "choosing.h"
#include "base/charset.h"
#include "base/text.h"
#include "html-text.h"
#include "mime-bytes.h"
#include "mime-reader.h"
#include "segment.h"
#include "wiped-text.h"

#define MAX_SHOWN 300

struct _InkanMessage
{
  GObject      parent_instance;

  GPtrArray   *codes;  /* SecretValue */
  GPtrArray   *links;  /* InkanMailLink */
  char        *subject;
  char        *sender;
  char        *sender_address;
  GPtrArray   *recipients; /* char*, NULL at the end */
  GDateTime   *date;
  GPtrArray   *claims; /* InkanMailClaim */
};

G_DEFINE_QUARK (inkan-mail-error-quark, inkan_mail_error)
G_DEFINE_FINAL_TYPE (InkanMessage, inkan_message, G_TYPE_OBJECT)

static void
inkan_message_finalize (GObject *object)
{
  InkanMessage *self = INKAN_MESSAGE (object);

  g_ptr_array_unref (self->codes);
  g_ptr_array_unref (self->links);
  g_ptr_array_unref (self->claims);
  g_free (self->subject);
  g_free (self->sender);
  g_free (self->sender_address);
  g_ptr_array_unref (self->recipients);
  g_clear_pointer (&self->date, g_date_time_unref);
  G_OBJECT_CLASS (inkan_message_parent_class)->finalize (object);
}

static void
inkan_message_class_init (InkanMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = inkan_message_finalize;
}

static void
inkan_message_init (InkanMessage *self)
{
  self->codes = g_ptr_array_new ();
  self->links = g_ptr_array_new ();
  self->claims = g_ptr_array_new ();
  self->recipients = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->recipients, NULL);
}

static void
set_list (GPtrArray **list,
          GPtrArray  *value)
{
  g_ptr_array_unref (*list);
  *list = g_ptr_array_ref (value);
}

static char *
fit_to_show (const char *text)
{
  g_autofree char *clean = text != NULL ? g_strstrip (inkan_text_clean (text, MAX_SHOWN, FALSE)) : NULL;

  return clean != NULL && *clean != '\0' ? g_steal_pointer (&clean) : NULL;
}

static void
take_sender (InkanMessage  *self,
             InkanMimeHead *head)
{
  g_autofree char *whole = NULL;

  if (head->sender_name != NULL && *head->sender_name != '\0')
    whole = g_strdup_printf ("%s <%s>", head->sender_name, head->sender_address);
  self->sender = fit_to_show (whole != NULL ? whole : head->sender_address);
  self->sender_address = fit_to_show (head->sender_address);
}

static gboolean
is_small_enough (gsize    length,
                 GError **error)
{
  if (length > INKAN_MESSAGE_MAX_SIZE)
    g_set_error (error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_TOO_LARGE,
                 "There are more than %d bytes", INKAN_MESSAGE_MAX_SIZE);
  return length <= INKAN_MESSAGE_MAX_SIZE;
}

static void
take_recipients (InkanMessage  *self,
                 InkanMimeHead *head)
{
  g_ptr_array_set_size (self->recipients, 0);
  for (guint i = 0; i < head->recipients->len; i++)
    {
      char *address = fit_to_show (g_ptr_array_index (head->recipients, i));

      if (address != NULL)
        g_ptr_array_add (self->recipients, address);
    }
  g_ptr_array_add (self->recipients, NULL);
}

static InkanMessage *
message_new (const guint8 *bytes,
             gsize         length,
             const char   *code_pattern,
             GError      **error)
{
  g_autoptr (InkanMessage) self = NULL;
  g_autoptr (InkanMimeContent) content = NULL;
  g_autoptr (InkanChoice) choice = NULL;
  InkanMimeHead *head;
  guint owner = 0;

  if (!is_small_enough (length, error))
    return NULL;
  content = inkan_mime_read (bytes, length);
  if (content == NULL)
    {
      g_set_error_literal (error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_NOT_A_MESSAGE,
                           "There is no message header at the beginning");
      return NULL;
    }
  self = g_object_new (INKAN_TYPE_MESSAGE, NULL);
  choice = inkan_choose (content->segments, content->deceits, code_pattern);
  set_list (&self->codes, choice->codes);
  set_list (&self->links, choice->links);
  if (choice->segment >= 0)
    {
      InkanSegment *segment = g_ptr_array_index (content->segments, choice->segment);

      owner = g_array_index (content->owners, guint, segment->message);
    }

  head = g_ptr_array_index (content->heads, owner);
  self->subject = fit_to_show (head->subject);
  take_sender (self, head);
  take_recipients (self, head);
  set_list (&self->claims, head->claims);
  self->date = head->date != NULL ? g_date_time_ref (head->date) : NULL;
  return g_steal_pointer (&self);
}

InkanMessage *
inkan_message_new_from_bytes (GBytes      *bytes,
                              const char  *code_pattern,
                              GError     **error)
{
  gsize length;
  const guint8 *data;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  return message_new (data, length, code_pattern, error);
}

gboolean
inkan_message_looks_like_one (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  text += strspn (text, " \t\r\n");
  return inkan_mime_has_header (text, strlen (text), 2);
}

/* Whether one of the links carries a code by whatever name. */
static gboolean
links_carry_code (InkanMessage *self)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      const InkanMailLink *link = g_ptr_array_index (self->links, i);
      g_autoptr (SecretValue) code = inkan_mail_link_get_value (link, INKAN_LINK_VALUE_CODE);
      g_autoptr (SecretValue) pin = inkan_mail_link_get_value (link, INKAN_LINK_VALUE_PIN);

      if (code != NULL || pin != NULL)
        return TRUE;
    }
  return FALSE;
}

/* A message of which nothing but @text is known. */
static InkanMessage *
message_new_from_body (const char        *text,
                       InkanSegmentKind   kind,
                       GHashTable        *deceits,
                       const char        *code_pattern,
                       GError           **error)
{
  g_autoptr (InkanMessage) self = g_object_new (INKAN_TYPE_MESSAGE, NULL);
  g_autoptr (GPtrArray) segments = NULL;
  g_autoptr (InkanChoice) choice = NULL;
  InkanSegment like = { NULL, G_MAXINT64, 0, 0, kind };

  segments = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_segment_free);
  inkan_segments_add (segments, text, FALSE, FALSE, &like);
  choice = inkan_choose (segments, deceits, code_pattern);
  set_list (&self->codes, choice->codes);
  set_list (&self->links, choice->links);
  if (self->codes->len == 0 && !links_carry_code (self))
    {
      g_set_error_literal (error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_NO_CODE,
                           "There is no certificate code in the text");
      return NULL;
    }
  return g_steal_pointer (&self);
}

InkanMessage *
inkan_message_new_from_text (const char  *text,
                             const char  *code_pattern,
                             GError     **error)
{
  g_autoptr (GHashTable) deceits = NULL;
  INKAN_AUTO_WIPE char *valid = NULL;
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  length = strlen (text);
  if (!is_small_enough (length, error))
    return NULL;
  deceits = g_hash_table_new (g_str_hash, g_str_equal);
  valid = inkan_charset_decode ("utf-8", (const guint8 *) text, length);
  return message_new_from_body (valid, INKAN_SEGMENT_PLAIN, deceits, code_pattern, error);
}

InkanMessage *
inkan_message_new_from_html (GBytes      *bytes,
                             const char  *code_pattern,
                             GError     **error)
{
  g_autoptr (GHashTable) deceits = NULL;
  INKAN_AUTO_WIPE char *html = NULL;
  INKAN_AUTO_WIPE char *text = NULL;
  const guint8 *data;
  gsize length;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  if (!is_small_enough (length, error))
    return NULL;
  html = inkan_html_decode_clipboard (data, length);
  deceits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  text = inkan_html_to_text (html, deceits);
  return message_new_from_body (text, INKAN_SEGMENT_HTML, deceits, code_pattern, error);
}

typedef struct {
  GFile *file;
  char  *code_pattern;
} ReadJob;

static void
read_job_free (gpointer data)
{
  ReadJob *job = data;

  g_object_unref (job->file);
  g_free (job->code_pattern);
  g_free (job);
}

/* What @error says, as an error of this domain. @error is taken. */
static void
propagate_read_error (GError **to,
                      GError  *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (to, error);
      return;
    }
  g_set_error (to, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_READ, "%s", error->message);
  g_error_free (error);
}

InkanMessage *
inkan_message_new_from_stream (GInputStream *stream,
                               const char   *code_pattern,
                               GCancellable *cancellable,
                               GError      **error)
{
  InkanMessage *message = NULL;
  GError *read_error = NULL;
  guint8 *bytes;
  gsize length = 0;

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  /* One byte more than allowed tells that there is more. Memory that is not
   * written to is not used. */
  bytes = g_malloc (INKAN_MESSAGE_MAX_SIZE + 1);
  if (g_input_stream_read_all (stream, bytes, INKAN_MESSAGE_MAX_SIZE + 1, &length, cancellable, &read_error))
    message = message_new (bytes, length, code_pattern, error);
  else
    propagate_read_error (error, read_error);
  explicit_bzero (bytes, length);
  g_free (bytes);
  return message;
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ReadJob *job = task_data;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (InkanMessage) message = NULL;
  GError *open_error = NULL;
  GError *error = NULL;

  stream = g_file_read (job->file, cancellable, &open_error);
  if (stream != NULL)
    message = inkan_message_new_from_stream (G_INPUT_STREAM (stream), job->code_pattern, cancellable, &error);
  else
    propagate_read_error (&error, open_error);
  if (message != NULL)
    g_task_return_pointer (task, g_steal_pointer (&message), g_object_unref);
  else
    g_task_return_error (task, error);
}

void
inkan_message_read_async (GFile               *file,
                          const char          *code_pattern,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  ReadJob *job;

  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, inkan_message_read_async);
  job = g_new0 (ReadJob, 1);
  job->file = g_object_ref (file);
  job->code_pattern = g_strdup (code_pattern);
  g_task_set_task_data (task, job, read_job_free);
  g_task_run_in_thread (task, read_in_thread);
}

InkanMessage *
inkan_message_read_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return (InkanMessage *) g_task_propagate_pointer (G_TASK (result), error);
}

SecretValue *
inkan_message_get_code (InkanMessage *self)
{
  g_return_val_if_fail (INKAN_IS_MESSAGE (self), NULL);

  return self->codes->len > 0 ? g_ptr_array_index (self->codes, 0) : NULL;
}

GPtrArray *
inkan_message_get_codes (InkanMessage *self)
{
  g_return_val_if_fail (INKAN_IS_MESSAGE (self), NULL);

  return self->codes;
}

/* There is one. */
static const InkanMailLink *
best_link (InkanMessage *self)
{
  return g_ptr_array_index (self->links, 0);
}

const char *
inkan_message_get_link (InkanMessage *self)
{
  g_return_val_if_fail (INKAN_IS_MESSAGE (self), NULL);

  return self->links->len > 0 ? best_link (self)->uri : NULL;
}

const char *
inkan_message_get_link_host (InkanMessage *self)
{
  g_return_val_if_fail (INKAN_IS_MESSAGE (self), NULL);

  return self->links->len > 0 ? best_link (self)->host : NULL;
}

const char *
inkan_message_get_link_shown_host (InkanMessage *self)
{
  g_return_val_if_fail (INKAN_IS_MESSAGE (self), NULL);

  return self->links->len > 0 ? best_link (self)->shown_host : NULL;
}

GPtrArray *
inkan_message_get_links (InkanMessage *self)
{
  g_return_val_if_fail (INKAN_IS_MESSAGE (self), NULL);

  return self->links;
}

const char *
inkan_message_get_subject (InkanMessage *self)
{
  g_return_val_if_fail (INKAN_IS_MESSAGE (self), NULL);

  return self->subject;
}

const char *
inkan_message_get_sender (InkanMessage *self)
{
  g_return_val_if_fail (INKAN_IS_MESSAGE (self), NULL);

  return self->sender;
}

const char *
inkan_message_get_sender_address (InkanMessage *self)
{
  g_return_val_if_fail (INKAN_IS_MESSAGE (self), NULL);

  return self->sender_address;
}

const char * const *
inkan_message_get_recipients (InkanMessage *self)
{
  g_return_val_if_fail (INKAN_IS_MESSAGE (self), NULL);

  return (const char * const *) self->recipients->pdata;
}

GDateTime *
inkan_message_get_date (InkanMessage *self)
{
  g_return_val_if_fail (INKAN_IS_MESSAGE (self), NULL);

  return self->date;
}

GPtrArray *
inkan_message_get_claims (InkanMessage *self)
{
  g_return_val_if_fail (INKAN_IS_MESSAGE (self), NULL);

  return self->claims;
}
