/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "walk.h"

#include <string.h>

#include <glib/gi18n.h>

#include "../wording/entry-text.h"
#include "../wording/quantity-text.h"
#include "../wording/step-text.h"

/* Steps 1 and 2: the message, and what the person enters. */

typedef struct {
  InkanMessage *message;
  GError       *error;
  gboolean      over;
} Reading;

static void
on_message_read (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Reading *reading = user_data;

  reading->message = inkan_message_read_finish (result, &reading->error);
  reading->over = TRUE;
}

InkanMessage *
walk_read_message (Walk                   *self,
                   GFile                  *file,
                   InkanPortalDefinition  *definition,
                   GError                **error)
{
  Reading reading = { NULL };

  inkan_message_read_async (file, definition != NULL ? inkan_portal_definition_get_code_pattern (definition) : NULL,
                            NULL, on_message_read, &reading);
  while (!reading.over)
    console_wait (self->console);
  if (reading.error != NULL)
    g_propagate_error (error, reading.error);
  return reading.message;
}

static void
say_message (Walk         *self,
             InkanMessage *message)
{
  InkanPortalDefinition *definition = inkan_retrieval_get_definition (self->retrieval);
  g_autofree char *date = inkan_format_date (inkan_message_get_date (message), TRUE);
  g_autofree char *claims = inkan_message_claims_text (message);
  g_autofree char *links = inkan_message_links_text (message, definition);
  g_autoptr(GPtrArray) notes = inkan_message_notes (message, definition);

  console_say (self->console, _("The e-mail that was read"));
  console_say_fact (self->console, _("Subject"), inkan_message_get_subject (message));
  console_say_fact (self->console, _("Claims to be from"), inkan_message_get_sender (message));
  console_say_fact (self->console, _("Date"), date);
  console_say_fact (self->console, _("Its link points to"), links);
  console_say_fact (self->console, _("Claimed checks of the sender (Authentication-Results)"), claims);
  console_say_notes (self->console, notes);
}

/* %FALSE: there is no code in it. */
static gboolean
take_message (Walk         *self,
              InkanMessage *message)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *taken = inkan_message_taken_text (message, inkan_retrieval_get_definition (self->retrieval));
  const InkanField *field = inkan_retrieval_find_code_field (self->retrieval);

  say_message (self, message);
  inkan_retrieval_take_message (self->retrieval, message);
  if (taken != NULL)
    console_say (self->console, taken);
  if (field == NULL || inkan_retrieval_field_is_valid (self->retrieval, field->name))
    return TRUE;
  g_set_error_literal (&error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_NO_CODE, "no certificate code in the message");
  if (self->answers != NULL && answers_get (self->answers, field->name) == NULL)
    return walk_end_with_error (self, error);
  walk_say_error (self, error);
  return FALSE;
}

/* A path, as a file manager drops it into a terminal: perhaps in quotes, with a
 * blank after it: (transfer full) (nullable) */
static GFile *
find_file (const char *typed)
{
  g_autofree char *path = g_strstrip (g_strdup (typed));
  gsize length = strlen (path);

  if (length > 1 && (*path == '\'' || *path == '"') && path[length - 1] == *path) {
    path[length - 1] = '\0';
    memmove (path, path + 1, length - 1);
  }
  if (g_str_has_prefix (path, "~/")) {
    g_autofree char *whole = g_build_filename (g_get_home_dir (), path + 2, NULL);

    return g_file_new_for_path (whole);
  }
  if (strchr (path, '/') == NULL && !g_str_has_suffix (path, ".eml"))
    return NULL;
  return g_file_new_for_commandline_arg (path);
}

/* Whether there is something to go on with in @typed for @field. */
static gboolean
take_typed (Walk             *self,
            const InkanField *field,
            const char       *typed)
{
  g_autoptr(InkanNote) note = NULL;
  gboolean valid;

  inkan_retrieval_set_field (self->retrieval, field->name, typed);
  note = inkan_field_note (self->retrieval, field, typed, &valid);
  if (note != NULL && self->answers != NULL && !valid) {
    g_autofree char *text = NULL;

    /* Translators: a word in a file of answers, and what is wrong with the answer. */
    text = g_strdup_printf (_("The answer “%s” cannot be used. %s"), field->name, note->text);
    return walk_end (self, ENDING_WRONG_ANSWER, text);
  }
  console_say_note (self->console, note);
  return valid;
}

/* "Certificate code [abc]": what stands there already, unless it is hidden. */
static char *
make_prompt (Walk             *self,
             const InkanField *field)
{
  const char *value = inkan_retrieval_get_field (self->retrieval, field->name);
  const char *label = inkan_field_get_label (field);

  if (value == NULL || *value == '\0')
    return g_strdup (label);
  /* Translators: stands in place of a password that was typed before; Enter leaves it. */
  return g_strdup_printf ("%s [%s]", label, field->hidden ? _("as before") : value);
}

static gboolean
ask_field (Walk             *self,
           const InkanField *field,
           gboolean          may_be_file)
{
  for (;;) {
    const char *value = inkan_retrieval_get_field (self->retrieval, field->name);
    g_autofree char *prompt = make_prompt (self, field);
    g_autoptr(GFile) file = NULL;
    char *typed;
    gboolean good;

    if (self->answers != NULL && answers_get (self->answers, field->name) == NULL
        && inkan_retrieval_field_is_valid (self->retrieval, field->name))
      return TRUE; /* the message has brought it */
    typed = walk_ask (self, field->name, prompt, field->hidden);
    if (typed == NULL)
      return FALSE;
    if (*typed == '\0' && value != NULL && inkan_retrieval_field_is_valid (self->retrieval, field->name)) {
      secret_password_free (typed);
      return TRUE;
    }
    file = may_be_file && self->answers == NULL ? find_file (typed) : NULL;
    if (file != NULL) {
      g_autoptr(GError) error = NULL;
      g_autoptr(InkanMessage) message = walk_read_message (self, file, inkan_retrieval_get_definition (self->retrieval), &error);

      if (message == NULL)
        walk_say_error (self, error);
      good = message != NULL && take_message (self, message);
    } else {
      good = take_typed (self, field, typed);
    }
    secret_password_free (typed);
    if (good)
      return TRUE;
    if (self->ending_code != NULL)
      return FALSE;
  }
}

gboolean
walk_mail (Walk *self)
{
  const InkanField *field = inkan_retrieval_find_code_field (self->retrieval);
  g_autoptr(InkanMessage) message = g_steal_pointer (&self->message);
  gboolean there = FALSE;

  if (message != NULL && !(there = take_message (self, message)) && self->ending_code != NULL)
    return FALSE;
  if (field != NULL && !there) {
    if (self->answers == NULL) {
      console_say (self->console, inkan_step_get_help (INKAN_STEP_MAIL));
      console_say (self->console, _("The path of the file with the e-mail will do as well."));
    }
    if (!ask_field (self, field, TRUE))
      return FALSE;
    self->code_asked = TRUE;
  }
  inkan_retrieval_go (self->retrieval, INKAN_EVENT_NEXT);
  return TRUE;
}

/* What the portal has said to the entries before: %FALSE: it has ended. */
static gboolean
say_refusal (Walk     *self,
             gboolean *again)
{
  const GError *error = inkan_retrieval_get_error (self->retrieval);
  gboolean yes;

  *again = FALSE;
  if (error == NULL)
    return TRUE;
  if (self->answers != NULL)
    return walk_end_with_error (self, error);
  walk_say_error (self, error);
  if (g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_IDENTITY))
    return TRUE; /* the entries are asked for once more */
  if (!walk_ask_yes (self, _("Try again with the same entries?"), TRUE, &yes))
    return FALSE;
  *again = yes;
  return yes || walk_end_with_error (self, error);
}

gboolean
walk_identity (Walk *self)
{
  const InkanField *code = inkan_retrieval_find_code_field (self->retrieval);
  gboolean refused = inkan_retrieval_get_error (self->retrieval) != NULL;
  const InkanField *fields;
  gboolean again;
  gsize n_fields;

  if (!say_refusal (self, &again))
    return FALSE;
  fields = inkan_portal_definition_get_fields (inkan_retrieval_get_definition (self->retrieval), &n_fields);
  if (!again && !refused && self->answers == NULL)
    console_say (self->console, inkan_step_get_help (INKAN_STEP_IDENTITY));
  for (gsize i = 0; i < n_fields && !again; i++) {
    /* It was given a moment ago, in step 1. */
    if (&fields[i] == code && !refused && inkan_retrieval_field_is_valid (self->retrieval, code->name)
        && self->code_asked)
      continue;
    if (!ask_field (self, &fields[i], FALSE))
      return FALSE;
  }
  if (!again && !walk_ask_enter (self, inkan_step_get_action (INKAN_STEP_IDENTITY)))
    return FALSE;
  self->code_asked = FALSE;
  inkan_retrieval_go (self->retrieval, INKAN_EVENT_NEXT);
  if (inkan_retrieval_get_state (self->retrieval) == INKAN_STATE_IDENTIFYING)
    console_say (self->console, _("Asking the portal…"));
  return TRUE;
}
