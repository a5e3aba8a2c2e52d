/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "walk.h"

#include <string.h>

#include <glib/gi18n.h>

#include "../wording/error-text.h"
#include "../wording/step-text.h"

/* Endings */

static gboolean
end (Walk       *self,
     const char *code,
     int         status,
     const char *text)
{
  if (self->ending_code != NULL)
    return FALSE; /* the first reason is the reason */
  self->ending_code = code;
  self->ending_status = status;
  self->ending_text = g_strdup (text);
  return FALSE;
}

gboolean
walk_end (Walk       *self,
          EndingKind  kind,
          const char *text)
{
  return end (self, ending_get_code (kind), ending_get_status (kind), text);
}

static InkanPortalDefinition *
get_definition (Walk *self)
{
  return self->retrieval != NULL ? inkan_retrieval_get_definition (self->retrieval) : NULL;
}

void
walk_say_error (Walk         *self,
                const GError *error)
{
  g_autofree char *title = NULL;
  g_autofree char *text = inkan_error_text (error, get_definition (self), &title);
  g_autofree char *details = inkan_error_details (error);
  g_autoptr(InkanNote) note = inkan_note_new (INKAN_NOTE_ERROR, title, text);

  console_say_note (self->console, note);
  console_say_fact (self->console, _("Technical details"), details);
}

gboolean
walk_end_with_said (Walk         *self,
                    const GError *error)
{
  g_autofree char *title = NULL;
  const char *code;
  int status;

  g_free (inkan_error_text (error, get_definition (self), &title));
  ending_of_error (error, &code, &status);
  return end (self, code, status, title);
}

gboolean
walk_end_with_error (Walk         *self,
                     const GError *error)
{
  walk_say_error (self, error);
  return walk_end_with_said (self, error);
}

gboolean
walk_end_interrupted (Walk *self)
{
  InkanState state = self->retrieval != NULL ? inkan_retrieval_get_state (self->retrieval) : INKAN_STATE_MAIL;

  switch (state) {
  case INKAN_STATE_ISSUING:
  case INKAN_STATE_RESOLVING:
  case INKAN_STATE_UNKNOWN:
  case INKAN_STATE_NOTICE_EARLY:
  case INKAN_STATE_DOWNLOAD:
    return walk_end (self, ENDING_INTERRUPTED,
                     _("The portal has your agreement. “inkan --terminal” continues: the portal is asked what became of it."));
  case INKAN_STATE_NOTICE:
  case INKAN_STATE_FILE:
  case INKAN_STATE_FOLDER:
  case INKAN_STATE_SAVING:
  case INKAN_STATE_SAVED:
  case INKAN_STATE_PROVING:
  case INKAN_STATE_ISSUED:
  case INKAN_STATE_CARE:
    return walk_end (self, ENDING_INTERRUPTED,
                     _("The file that has arrived is kept. “inkan --terminal” continues with it."));
  default:
    return walk_end (self, ENDING_INTERRUPTED, _("Nothing was agreed to, and nothing is lost."));
  }
}

/* For programs: one line, whatever it is made of. */
static void
say_result (Walk       *self,
            const char *key,
            const char *text)
{
  g_autofree char *line = g_strconcat (key, text, NULL);

  console_say_raw (self->console, g_strdelimit (line, "\n\r", ' '));
}

void
walk_say_ending (Walk *self)
{
  g_autofree char *error = NULL;

  if (self->ending_code == NULL)
    walk_end_interrupted (self);
  if (self->ending_status != 0) {
    error = g_strdup_printf ("error=%s ", self->ending_code);
    say_result (self, error, self->ending_text);
    return;
  }
  if (self->copy_path != NULL)
    say_result (self, "copy=", self->copy_path);
  say_result (self, "saved=", self->ending_text);
}

/* Asking */

char *
walk_ask (Walk       *self,
          const char *key,
          const char *prompt,
          gboolean    hidden)
{
  g_autofree char *asked = NULL;
  char *answer;

  if (self->answers != NULL) {
    const char *given = answers_get (self->answers, key);
    g_autofree char *text = NULL;
    g_autoptr(SecretValue) value = NULL;

    if (given != NULL) {
      value = secret_value_new (given, -1, "text/plain");
      return secret_value_unref_to_password (g_steal_pointer (&value), NULL);
    }
    /* Translators: %s is a word in a file of answers, such as "email". */
    text = g_strdup_printf (_("The answer “%s” is missing."), key);
    walk_end (self, ENDING_MISSING_ANSWER, text);
    return NULL;
  }

  /* Translators: %s is a question, or what is to be typed after it. */
  asked = g_strdup_printf (_("%s:"), prompt);
  answer = console_ask (self->console, asked, hidden);
  if (answer == NULL)
    walk_end_interrupted (self);
  return answer;
}

gboolean
walk_ask_yes (Walk       *self,
              const char *question,
              gboolean    proposed,
              gboolean   *yes)
{
  /* Translators: %s is a question; the words after it are what can be typed. The
   * one in capitals is what Enter alone means. */
  g_autofree char *prompt = g_strdup_printf (proposed ? _("%s [YES/no]") : _("%s [yes/NO]"), question);

  for (;;) {
    char *answer = console_ask (self->console, prompt, FALSE);
    g_autofree char *word = NULL;

    if (answer == NULL)
      return walk_end_interrupted (self);
    word = g_utf8_casefold (g_strstrip (answer), -1);
    secret_password_free (answer);
    /* Translators: what is typed for yes, in small letters. */
    *yes = *word == '\0' ? proposed : g_str_equal (word, "yes") || g_str_equal (word, "y") || g_str_equal (word, _("yes"));
    /* Translators: what is typed for no, in small letters. */
    if (*yes || *word == '\0' || g_str_equal (word, "no") || g_str_equal (word, "n") || g_str_equal (word, _("no")))
      return TRUE;
  }
}

gboolean
walk_ask_enter (Walk       *self,
                const char *prompt)
{
  g_autofree char *asked = NULL;
  char *answer;

  if (self->answers != NULL)
    return TRUE;
  /* Translators: %s is what Enter does, such as "Save". */
  asked = g_strdup_printf (_("[Enter: %s]"), prompt);
  answer = console_ask (self->console, asked, FALSE);
  if (answer == NULL)
    return walk_end_interrupted (self);
  secret_password_free (answer);
  return TRUE;
}

/* Answers that can be judged beforehand */

static gboolean
is_known (Walk       *self,
          const char *key)
{
  static const char *const known[] = {
    "portal", "continue", "service", "agree", "folder", "file-name", "file-password", "accept-warnings", "remember",
    "file-encryption", "new-file-password", "copy", "copy-password", NULL,
  };

  return g_strv_contains (known, key)
         || (get_definition (self) != NULL && inkan_portal_definition_find_field (get_definition (self), key) != NULL);
}

static gboolean
check_known (Walk *self)
{
  g_autoptr(GList) keys = answers_get_keys (self->answers);

  for (GList *l = keys; l != NULL; l = l->next) {
    g_autofree char *text = NULL;

    if (is_known (self, l->data))
      continue;
    /* Translators: %s is a word in a file of answers. */
    text = g_strdup_printf (_("The answer “%s” is to no question of this portal."), (const char *) l->data);
    return walk_end (self, ENDING_WRONG_ANSWER, text);
  }
  return TRUE;
}

static gboolean
check_needed (Walk       *self,
              const char *key)
{
  char *answer = walk_ask (self, key, key, FALSE);
  gboolean there = answer != NULL;

  secret_password_free (answer);
  return there;
}

const char *
walk_get_passphrase_key (Walk *self)
{
  InkanPortalDefinition *definition = get_definition (self);
  const char *field = definition != NULL ? inkan_portal_definition_get_passphrase_field (definition) : NULL;

  if (self->answers != NULL && answers_get (self->answers, "file-password") == NULL && field != NULL
      && answers_get (self->answers, field) != NULL)
    return field;
  return "file-password";
}

static gboolean
check_passphrase (Walk *self)
{
  gboolean received = inkan_retrieval_get_state (self->retrieval) == INKAN_STATE_FILE;

  /* What was typed before an interruption is not kept; what was told may be. */
  if (get_definition (self) == NULL || (received && inkan_retrieval_get_told_passphrase (self->retrieval) == NULL))
    return check_needed (self, walk_get_passphrase_key (self));
  switch (inkan_portal_definition_get_passphrase_source (get_definition (self))) {
  case INKAN_PASSPHRASE_PAGE:
    if (self->passphrase_fd < 0)
      return walk_end (self, ENDING_MISSING_ANSWER,
                       _("This portal tells the password of the file once: --password-fd is missing, where it is to be written."));
    return TRUE;
  case INKAN_PASSPHRASE_FIELD:
    return TRUE;
  default:
    return check_needed (self, "file-password");
  }
}

gboolean
walk_check_answers (Walk *self)
{
  InkanState state = inkan_retrieval_get_state (self->retrieval);
  const InkanField *fields;
  gsize n_fields;

  if (self->answers == NULL)
    return TRUE;
  if (!check_known (self))
    return FALSE;
  if (state <= INKAN_STATE_IDENTITY) {
    if (self->message != NULL)
      inkan_retrieval_take_message (self->retrieval, self->message); /* what it brings is not missing */
    fields = inkan_portal_definition_get_fields (get_definition (self), &n_fields);
    for (gsize i = 0; i < n_fields; i++)
      if (inkan_retrieval_get_field (self->retrieval, fields[i].name) == NULL && !check_needed (self, fields[i].name))
        return FALSE;
    if (!check_needed (self, "agree"))
      return FALSE;
    if (!answers_get_yes (self->answers, "agree"))
      return walk_end (self, ENDING_NOT_AGREED, _("Without agreeing to the terms no certificate is issued."));
  }
  return check_passphrase (self) && walk_check_conversions (self) && check_needed (self, "folder")
         && walk_check_folder (self);
}

/* The way */

/* The terminal has no pages: a step's title stands where it begins. */
static void
say_title (Walk *self)
{
  InkanStep step = inkan_retrieval_get_step (self->retrieval);
  InkanState state = inkan_retrieval_get_state (self->retrieval);
  g_autofree char *number = NULL;
  g_autofree char *title = NULL;

  if (step == self->step_said || state == INKAN_STATE_FINISHED)
    return;
  self->step_said = step;
  if (step <= INKAN_N_STEPS) {
    number = g_strdup_printf (_("Step %d of %d"), step, INKAN_N_STEPS);
    /* Translators: a fact: its name, and its value. */
    title = g_strdup_printf (_("%s: %s"), number, inkan_step_get_title (step));
  }
  console_say_title (self->console, title != NULL ? title : inkan_step_get_title (step));
  if ((step == INKAN_STEP_MAIL && inkan_retrieval_find_code_field (self->retrieval) == NULL)
      || (step == INKAN_STEP_CHOICE && inkan_retrieval_get_offers (self->retrieval) == NULL))
    return; /* there is nothing to type, or to choose from */
  if (inkan_step_get_description (step) != NULL)
    console_say (self->console, inkan_step_get_description (step));
}

static gboolean
go_one (Walk *self)
{
  say_title (self);
  switch (inkan_retrieval_get_state (self->retrieval)) {
  case INKAN_STATE_MAIL:
    return walk_mail (self);
  case INKAN_STATE_IDENTITY:
    return walk_identity (self);
  case INKAN_STATE_CHOICE:
    return walk_choice (self);
  case INKAN_STATE_AGREEMENT:
    return walk_agreement (self);
  case INKAN_STATE_UNKNOWN:
    return walk_unknown (self);
  case INKAN_STATE_REISSUE:
    return walk_reissue (self);
  case INKAN_STATE_NOTICE_EARLY:
  case INKAN_STATE_NOTICE:
    return walk_notice (self);
  case INKAN_STATE_FILE:
    return walk_file (self);
  case INKAN_STATE_FOLDER:
    return walk_folder (self);
  case INKAN_STATE_SAVED:
    return walk_saved (self);
  case INKAN_STATE_ISSUED:
    return walk_issued (self);
  case INKAN_STATE_CARE:
    return walk_care (self);
  case INKAN_STATE_USE:
    return walk_use (self);
  default:
    return walk_busy (self);
  }
}

void
walk_go (Walk *self)
{
  while (inkan_retrieval_get_state (self->retrieval) != INKAN_STATE_FINISHED)
    if (!go_one (self))
      return;
}

void
walk_clear (Walk *self)
{
  g_clear_pointer (&self->answers, answers_free);
  g_clear_object (&self->message);
  g_clear_object (&self->retrieval);
  g_clear_pointer (&self->copy_path, g_free);
  g_clear_pointer (&self->ending_text, g_free);
}
