/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mime-reader.h"

#include <gmime/gmime.h>
#include <string.h>

#include "html-text.h"
#include "mail-text.h"
#include "mime-bytes.h"
#include "segment.h"
#include "wiped-text.h"

#define MAX_DEPTH 50
#define MAX_PARTS 1000
#define MAX_MESSAGES 100
#define MAX_PART_TEXT (1024 * 1024)
#define MAX_ALL_TEXT (4 * MAX_PART_TEXT)

typedef struct {
  InkanMimeContent *content;
  guint             parts;
  guint             depth;
  gsize             text; /* bytes of text read so far */
  guint             message;
  guint             nesting; /* of messages in messages */
  gint64            date;
} Reader;

static void read_object  (Reader *reader, GMimeObject *object);
static void read_message (Reader *reader, GMimeMessage *message);

void
inkan_mime_content_free (InkanMimeContent *self)
{
  g_ptr_array_unref (self->heads);
  g_ptr_array_unref (self->segments);
  g_array_unref (self->owners);
  g_hash_table_unref (self->deceits);
  g_free (self);
}

/* The bytes of @part after its transfer encoding. Decoded here and not through
 * GMime's filters, whose buffers are not wiped. Allocated with @room bytes. */
static char *
get_bytes (GMimePart *part,
           gsize     *length,
           gsize     *room)
{
  GMimeDataWrapper *wrapper = g_mime_part_get_content (part);
  GMimeStream *stream = wrapper != NULL ? g_mime_data_wrapper_get_stream (wrapper) : NULL;
  gint64 available = stream != NULL ? g_mime_stream_length (stream) : -1;
  GMimeEncoding decoder;
  char *raw, *bytes;
  gssize n;

  if (available <= 0)
    return NULL;
  available = MIN (available, 2 * MAX_PART_TEXT);
  raw = g_malloc (available);
  g_mime_stream_reset (stream);
  n = g_mime_stream_read (stream, raw, available);
  n = MAX (n, 0);

  g_mime_encoding_init_decode (&decoder, g_mime_data_wrapper_get_encoding (wrapper));
  *room = MAX (g_mime_encoding_outlen (&decoder, n), (gsize) n) + 16;
  bytes = g_malloc (*room);
  *length = g_mime_encoding_flush (&decoder, raw, n, bytes);
  explicit_bzero (&decoder, sizeof decoder);
  explicit_bzero (raw, available);
  g_free (raw);
  return bytes;
}

static void
add_text (Reader          *reader,
          GMimePart       *part,
          const char      *bytes,
          gsize            length,
          InkanSegmentKind kind)
{
  GMimeContentType *type = g_mime_object_get_content_type (GMIME_OBJECT (part));
  const char *label = g_mime_content_type_get_parameter (type, "charset");
  const char *format = g_mime_content_type_get_parameter (type, "format");
  const char *delsp = g_mime_content_type_get_parameter (type, "delsp");
  gboolean html = kind == INKAN_SEGMENT_HTML;
  const char *disposition = g_mime_object_get_disposition (GMIME_OBJECT (part));
  InkanSegment like = { NULL, reader->date, reader->nesting, reader->message, kind };
  g_autofree char *own_label = NULL;
  INKAN_AUTO_WIPE char *text = NULL;

  length = MIN (length, MIN (MAX_PART_TEXT, MAX_ALL_TEXT - reader->text));
  reader->text += length;
  if (html && label == NULL)
    label = own_label = inkan_html_find_charset ((const guint8 *) bytes, length);
  text = inkan_mail_decode_text (label, (const guint8 *) bytes, length);
  if (html)
    {
      char *plain = inkan_html_to_text (text, reader->content->deceits);

      inkan_wipe_free (text);
      text = plain;
    }
  if (disposition != NULL && g_ascii_strcasecmp (disposition, "attachment") == 0)
    like.kind = INKAN_SEGMENT_ATTACHED;
  inkan_segments_add (reader->content->segments, text,
                      !html && format != NULL && g_ascii_strcasecmp (format, "flowed") == 0,
                      delsp != NULL && g_ascii_strcasecmp (delsp, "yes") == 0, &like);
}

/* A message as an attachment that its sender has encoded, against RFC 2046 */
static void
read_nested (Reader     *reader,
             const char *bytes,
             gsize       length)
{
  GMimeStream *stream;
  GMimeParser *parser;
  GMimeMessage *message;
  GByteArray *array = inkan_mime_prepare ((const guint8 *) bytes, length);

  if (!inkan_mime_has_header ((const char *) array->data, array->len, 1))
    {
      inkan_mime_drop (array);
      return;
    }
  stream = g_mime_stream_mem_new_with_byte_array (array);
  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);
  parser = g_mime_parser_new_with_stream (stream);
  message = g_mime_parser_construct_message (parser, NULL);
  if (message != NULL)
    {
      read_message (reader, message);
      g_object_unref (message);
    }
  g_object_unref (parser);
  g_object_unref (stream);
  inkan_mime_drop (array);
}

static gboolean
has_suffix (const char *name,
            const char *suffix)
{
  gsize n = name != NULL ? strlen (name) : 0;

  return n >= strlen (suffix) && g_ascii_strcasecmp (name + n - strlen (suffix), suffix) == 0;
}

/* RFC 2045, 5.2: what does not say what it is, or says it wrongly, is text. */
static gboolean
has_no_type (GMimePart *part)
{
  const char *type = g_mime_object_get_header (GMIME_OBJECT (part), "Content-Type");

  return type == NULL || strchr (type, '/') == NULL;
}

static void
read_part (Reader    *reader,
           GMimePart *part)
{
  GMimeContentType *type = g_mime_object_get_content_type (GMIME_OBJECT (part));
  const char *name = g_mime_part_get_filename (part);
  gboolean text = g_mime_content_type_is_type (type, "text", "*") || has_no_type (part);
  gboolean html = g_mime_content_type_is_type (type, "text", "html") || has_suffix (name, ".html")
                  || has_suffix (name, ".htm");
  gboolean nested = g_mime_content_type_is_type (type, "message", "rfc822")
                    || g_mime_content_type_is_type (type, "message", "global")
                    || has_suffix (name, ".eml");
  gsize length, room;
  char *bytes;

  /* such as a calendar or a list of addresses */
  if (text && !html && !has_no_type (part) && !g_mime_content_type_is_type (type, "text", "plain"))
    text = g_mime_content_type_is_type (type, "text", "enriched");
  if (!text && !html && !nested && !has_suffix (name, ".txt"))
    return;
  bytes = get_bytes (part, &length, &room);
  if (bytes == NULL)
    return;
  if (nested)
    read_nested (reader, bytes, length);
  else
    add_text (reader, part, bytes, length, html ? INKAN_SEGMENT_HTML : INKAN_SEGMENT_PLAIN);
  explicit_bzero (bytes, room);
  g_free (bytes);
}

static void
read_multipart (Reader         *reader,
                GMimeMultipart *multipart)
{
  int n = g_mime_multipart_get_count (multipart);
  const char *prologue = g_mime_multipart_get_prologue (multipart);

  for (int i = 0; i < n && reader->parts < MAX_PARTS; i++)
    read_object (reader, g_mime_multipart_get_part (multipart, i));
  /* The boundary is missing or wrong: then all of it is before the first one. */
  if (n == 0 && prologue != NULL && reader->text < MAX_ALL_TEXT)
    {
      InkanSegment like = { NULL, reader->date, reader->nesting, reader->message, INKAN_SEGMENT_PLAIN };
      gsize length = MIN (strlen (prologue), MAX_PART_TEXT);
      INKAN_AUTO_WIPE char *text = inkan_mail_decode_text (NULL, (const guint8 *) prologue, length);

      reader->text += length;
      inkan_segments_add (reader->content->segments, text, FALSE, FALSE, &like);
    }
}

static void
read_object (Reader      *reader,
             GMimeObject *object)
{
  if (object == NULL || reader->depth >= MAX_DEPTH || reader->parts >= MAX_PARTS
      || reader->text >= MAX_ALL_TEXT)
    return;
  reader->parts++;
  reader->depth++;
  if (GMIME_IS_MULTIPART (object))
    read_multipart (reader, GMIME_MULTIPART (object));
  else if (GMIME_IS_MESSAGE_PART (object))
    {
      GMimeMessage *message = g_mime_message_part_get_message (GMIME_MESSAGE_PART (object));

      if (message != NULL)
        read_message (reader, message);
    }
  else if (GMIME_IS_PART (object))
    read_part (reader, GMIME_PART (object));
  reader->depth--;
}

/* @message becomes a message of its own among the segments. What is in another
 * message is older than that one; of unknown age, older than anything. */
static void
read_message (Reader       *reader,
              GMimeMessage *message)
{
  GDateTime *date = g_mime_message_get_date (message);
  guint outer_message = reader->message;
  gint64 outer_date = reader->date;
  guint owner = reader->content->heads->len - 1;

  reader->message = reader->content->owners->len;
  if (date != NULL)
    reader->date = MIN (g_date_time_to_unix (date), outer_date);
  else if (reader->nesting > 0)
    reader->date = G_MININT64;
  g_array_append_val (reader->content->owners, owner);
  reader->nesting++;
  read_object (reader, g_mime_message_get_mime_part (message));
  reader->nesting--;
  reader->message = outer_message;
  reader->date = outer_date;
}

InkanMimeContent *
inkan_mime_read (const guint8 *bytes,
                 gsize         length)
{
  static gsize ready = 0;
  GByteArray *array = inkan_mime_prepare (bytes, length);
  InkanMimeContent *content = NULL;
  GMimeStream *stream;
  GMimeParser *parser;

  if (g_once_init_enter (&ready))
    {
      g_mime_init ();
      g_once_init_leave (&ready, 1);
    }
  if (!inkan_mime_has_header ((char *) array->data, array->len, 1))
    {
      inkan_mime_drop (array);
      return NULL;
    }
  content = g_new (InkanMimeContent, 1);
  content->heads = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_mime_head_free);
  content->segments = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_segment_free);
  content->owners = g_array_new (FALSE, FALSE, sizeof (guint));
  content->deceits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  stream = g_mime_stream_mem_new_with_byte_array (array);
  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);
  parser = g_mime_parser_new_with_stream (stream);
  if (array->len > 5 && memcmp (array->data, "From ", 5) == 0)
    g_mime_parser_set_format (parser, GMIME_FORMAT_MBOX);
  do
    {
      GMimeMessage *message = g_mime_parser_construct_message (parser, NULL);
      Reader reader = { content, .date = G_MAXINT64 };

      if (message == NULL)
        break;
      g_ptr_array_add (content->heads, inkan_mime_head_read (message));
      read_message (&reader, message);
      g_object_unref (message);
    }
  while (content->heads->len < MAX_MESSAGES
         && g_mime_parser_get_format (parser) == GMIME_FORMAT_MBOX && !g_mime_parser_eos (parser));
  g_object_unref (parser);
  g_object_unref (stream);
  inkan_mime_drop (array);
  if (content->heads->len == 0)
    g_clear_pointer (&content, inkan_mime_content_free);
  return content;
}
