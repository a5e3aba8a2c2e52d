/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message.h"

#include <string.h>

#include "code-finder.h"
#include "base/charset.h"
#include "base/text.h"
#include "html-text.h"
#include "link.h"
#include "mime-reader.h"
#include "segment.h"
#include "wiped-text.h"

#define MAX_SHOWN 300
#define MAX_ADDRESS 254 /* RFC 5321 */
#define MAX_LINKS 2000

struct _InkanMessage
{
  GObject      parent_instance;

  SecretValue *code;
  GPtrArray   *links;  /* InkanMailLink */
  char        *subject;
  char        *sender;
  char        *sender_address;
  GDateTime   *date;
  GPtrArray   *claims; /* InkanMailClaim */
};

G_DEFINE_QUARK (inkan-mail-error-quark, inkan_mail_error)
G_DEFINE_FINAL_TYPE (InkanMessage, inkan_message, G_TYPE_OBJECT)

static void
inkan_message_finalize (GObject *object)
{
  InkanMessage *self = INKAN_MESSAGE (object);

  g_clear_pointer (&self->code, secret_value_unref);
  g_ptr_array_unref (self->links);
  g_ptr_array_unref (self->claims);
  g_free (self->subject);
  g_free (self->sender);
  g_free (self->sender_address);
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
  self->links = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_mail_link_free);
  self->claims = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_mail_claim_free);
}

typedef struct {
  InkanFoundCode *found;   /* of the segment's codes; NULL: none */
  guint           segment; /* its index */
} Choice;

/* The order of trust among several codes: the newest message; what was written
 * before what is quoted; the label that means nothing else; not "old code";
 * text before HTML before an attachment; the last one. */
static int
compare (const InkanSegment   *a,
         const InkanFoundCode *code_a,
         const InkanSegment   *b,
         const InkanFoundCode *code_b)
{
  if (a->date != b->date)
    return a->date > b->date ? 1 : -1;
  if (a->depth != b->depth)
    return a->depth < b->depth ? 1 : -1;
  if (code_a->rank != code_b->rank)
    return code_a->rank < code_b->rank ? 1 : -1;
  if (code_a->outdated != code_b->outdated)
    return code_b->outdated ? 1 : -1;
  if (a->kind != b->kind)
    return a->kind < b->kind ? 1 : -1;
  return 1;
}

static void
choice_clear (Choice *choice)
{
  g_clear_pointer (&choice->found, inkan_found_code_free);
}

static void
choose_code (GPtrArray *segments,
             GRegex    *pattern,
             Choice    *choice)
{
  for (guint i = 0; i < segments->len; i++)
    {
      InkanSegment *segment = g_ptr_array_index (segments, i);
      g_autoptr (GPtrArray) codes = pattern != NULL ? inkan_find_codes_by (segment->text, pattern)
                                                    : inkan_find_labelled_codes (segment->text);

      while (codes->len > 0)
        {
          InkanFoundCode *found = g_ptr_array_steal_index (codes, 0);

          if (choice->found == NULL
              || compare (segment, found, g_ptr_array_index (segments, choice->segment),
                          choice->found) > 0)
            {
              choice_clear (choice);
              choice->found = found;
              choice->segment = i;
            }
          else
            inkan_found_code_free (found);
        }
    }
}

/* Better links first: beside the code; then in the same message; then by words. */
typedef struct {
  InkanFoundLink *found;
  guint           nearness;
  guint           order;
} LinkChoice;

static int
compare_links (gconstpointer a,
               gconstpointer b)
{
  const LinkChoice *one = a, *two = b;

  if (one->nearness != two->nearness)
    return one->nearness > two->nearness ? -1 : 1;
  if (one->found->score != two->found->score)
    return one->found->score > two->found->score ? -1 : 1;
  return one->order < two->order ? -1 : 1;
}

static void
link_choice_clear (gpointer data)
{
  LinkChoice *choice = data;

  inkan_found_link_free (choice->found);
}

static GArray *
find_links (GPtrArray    *segments,
            const Choice *choice)
{
  GArray *links = g_array_new (FALSE, FALSE, sizeof (LinkChoice));
  const InkanSegment *home = NULL;

  g_array_set_clear_func (links, link_choice_clear);
  if (choice->found != NULL)
    home = g_ptr_array_index (segments, choice->segment);
  for (guint i = 0; i < segments->len && links->len < MAX_LINKS; i++)
    {
      InkanSegment *segment = g_ptr_array_index (segments, i);
      g_autoptr (GPtrArray) found = NULL;

      found = inkan_links_find (segment->text, segment == home ? (gssize) choice->found->offset : -1);
      while (found->len > 0)
        {
          LinkChoice one = { NULL, 0, links->len };

          one.found = g_ptr_array_steal_index (found, 0);
          if (home != NULL)
            one.nearness = segment == home ? 2 : segment->message == home->message;
          g_array_append_val (links, one);
        }
    }
  g_array_sort (links, compare_links);
  return links;
}

static gboolean
has_link (InkanMessage *self,
          const char   *uri)
{
  for (guint i = 0; i < self->links->len; i++)
    if (g_str_equal (((InkanMailLink *) g_ptr_array_index (self->links, i))->uri, uri))
      return TRUE;
  return FALSE;
}

static void
take_links (InkanMessage *self,
            GPtrArray    *segments,
            const Choice *choice,
            GHashTable   *deceits)
{
  g_autoptr (GArray) found = find_links (segments, choice);

  for (guint i = 0; i < found->len && self->links->len < INKAN_MESSAGE_MAX_LINKS; i++)
    {
      InkanFoundLink *one = g_array_index (found, LinkChoice, i).found;
      g_autofree char *host = inkan_link_get_host (one->uri);
      InkanMailLink *link;

      if (host == NULL || has_link (self, one->uri))
        continue;
      link = g_new0 (InkanMailLink, 1);
      link->uri = g_strdup (one->uri);
      link->shown_host = g_strdup (g_hash_table_lookup (deceits, host));
      link->host = g_steal_pointer (&host);
      g_ptr_array_add (self->links, link);
    }
}

static GRegex *
compile_pattern (const char *pattern)
{
  return pattern != NULL ? g_regex_new (pattern, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL) : NULL;
}

/* Takes code and links from @segments. Sets @choice. */
static void
take_from_segments (InkanMessage *self,
                    GPtrArray    *segments,
                    GHashTable   *deceits,
                    const char   *code_pattern,
                    Choice       *choice)
{
  g_autoptr (GRegex) pattern = compile_pattern (code_pattern);
  g_autoptr (SecretValue) code = NULL;

  choose_code (segments, pattern, choice);
  take_links (self, segments, choice, deceits);
  if (choice->found != NULL)
    code = secret_value_new (choice->found->code, -1, "text/plain");
  else if (pattern == NULL && self->links->len > 0)
    code = inkan_mail_link_get_own_code (g_ptr_array_index (self->links, 0));
  if (code != NULL && g_str_is_ascii (secret_value_get_text (code)))
    self->code = g_steal_pointer (&code);
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

static InkanMessage *
message_new (const guint8 *bytes,
             gsize         length,
             const char   *code_pattern,
             GError      **error)
{
  g_autoptr (InkanMessage) self = NULL;
  g_autoptr (InkanMimeContent) content = NULL;
  Choice choice = { NULL, 0 };
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
  take_from_segments (self, content->segments, content->deceits, code_pattern, &choice);
  if (choice.found != NULL)
    {
      InkanSegment *segment = g_ptr_array_index (content->segments, choice.segment);

      owner = g_array_index (content->owners, guint, segment->message);
    }
  choice_clear (&choice);

  head = g_ptr_array_index (content->heads, owner);
  self->subject = fit_to_show (head->subject);
  take_sender (self, head);
  g_ptr_array_unref (self->claims);
  self->claims = g_ptr_array_ref (head->claims);
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
  InkanSegment like = { NULL, G_MAXINT64, 0, 0, kind };
  Choice choice = { NULL, 0 };

  segments = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_segment_free);
  inkan_segments_add (segments, text, FALSE, FALSE, &like);
  take_from_segments (self, segments, deceits, code_pattern, &choice);
  choice_clear (&choice);
  if (self->code == NULL && !links_carry_code (self))
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

static gboolean
fail_to_read (GTask  *task,
              GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, error);
  else
    {
      g_task_return_new_error (task, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_READ, "%s", error->message);
      g_error_free (error);
    }
  return FALSE;
}

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ReadJob *job = task_data;
  g_autoptr (GFileInputStream) stream = NULL;
  GError *error = NULL;
  InkanMessage *message = NULL;
  guint8 *bytes;
  gsize length = 0;

  stream = g_file_read (job->file, cancellable, &error);
  if (stream == NULL)
    {
      fail_to_read (task, error);
      return;
    }
  /* One byte more than allowed tells that there is more. Memory that is not
   * written to is not used. */
  bytes = g_malloc (INKAN_MESSAGE_MAX_SIZE + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), bytes, INKAN_MESSAGE_MAX_SIZE + 1, &length,
                                cancellable, &error))
    fail_to_read (task, error);
  else
    {
      message = message_new (bytes, length, job->code_pattern, &error);
      if (message != NULL)
        g_task_return_pointer (task, message, g_object_unref);
      else
        g_task_return_error (task, error);
    }
  explicit_bzero (bytes, length);
  g_free (bytes);
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

  return self->code;
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
