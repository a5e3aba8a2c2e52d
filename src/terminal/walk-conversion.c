/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "walk.h"

#include <glib/gi18n.h>

#include "../wording/conversion-text.h"
#include "../wording/error-text.h"

/* Locking the file anew, and a copy for older programs: step 7, and what becomes
 * of it in steps 9 and 10. */

typedef struct {
  InkanEncryption  encryption;
  const char      *answer;      /* whether it is wanted */
  const char      *wanted;      /* what it says then; NULL: yes */
  const char      *passphrase;  /* the answer with a passphrase of its own */
  const char      *prompt;
} Kind;

static const Kind kinds[] = {
  { INKAN_ENCRYPTION_MODERN, "file-encryption", "modern", "new-file-password",
    /* Translators: a prompt; Enter alone has one made by chance. */
    N_("New file password [Enter: have one generated]") },
  { INKAN_ENCRYPTION_COMPATIBLE, "copy", NULL, "copy-password",
    /* Translators: a prompt; Enter alone has one made by chance. */
    N_("Password of the copy [Enter: have one generated]") },
};

/* Answers */

static gboolean
is_answered (Walk       *self,
             const Kind *kind)
{
  const char *answer = answers_get (self->answers, kind->answer);

  return kind->wanted != NULL ? g_strcmp0 (answer, kind->wanted) == 0 : answers_get_yes (self->answers, kind->answer);
}

static gboolean
check_encryption (Walk *self)
{
  const char *answer = answers_get (self->answers, "file-encryption");

  if (answer == NULL || g_str_equal (answer, "modern") || g_str_equal (answer, "as-sent"))
    return TRUE;
  return walk_end (self, ENDING_WRONG_ANSWER, _("The answer “file-encryption” is neither “modern” nor “as-sent”."));
}

/* A passphrase without what it would be for is a mistake, and nobody shall believe
 * that their file is locked with it. */
static gboolean
check_passphrase (Walk       *self,
                  const Kind *kind)
{
  g_autofree char *text = NULL;

  if (answers_get (self->answers, kind->passphrase) == NULL)
    return TRUE;
  if (is_answered (self, kind))
    return walk_check_chosen_passphrase (self, kind->passphrase);
  /* Translators: both are words in a file of answers. */
  text = g_strdup_printf (_("The answer “%s” means nothing without “%s”."), kind->passphrase, kind->answer);
  return walk_end (self, ENDING_WRONG_ANSWER, text);
}

/* Of the copy, which old programs have to be able to open. */
static gboolean
check_copy (Walk *self)
{
  static const char *const keys[] = { "copy-password", "new-file-password", NULL };
  const char *given = NULL;
  g_autoptr(SecretValue) value = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *title = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *text = NULL;

  for (gsize i = 0; given == NULL && keys[i] != NULL; i++)
    given = answers_get (self->answers, keys[i]);
  if (given == NULL)
    given = answers_get (self->answers, walk_get_passphrase_key (self));
  if (given == NULL || !is_answered (self, &kinds[INKAN_ENCRYPTION_COMPATIBLE]))
    return TRUE;
  value = secret_value_new (given, -1, "text/plain");
  if (inkan_conversion_check_passphrase (value, INKAN_ENCRYPTION_COMPATIBLE, &error))
    return TRUE;
  reason = inkan_error_text (error, NULL, &title);
  text = g_strdup_printf (_("The answer “%s” cannot be used. %s"), "copy-password", reason);
  return walk_end (self, ENDING_WRONG_ANSWER, text);
}

gboolean
walk_check_conversions (Walk *self)
{
  if (!check_encryption (self))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (!check_passphrase (self, &kinds[i]))
      return FALSE;
  return check_copy (self);
}

gboolean
walk_wants_conversion (Walk *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (is_answered (self, &kinds[i]))
      return TRUE;
  return FALSE;
}

/* Step 7 */

/* %FALSE with an ending. @passphrase: (out): NULL for the same */
static gboolean
choose_passphrase (Walk         *self,
                   const Kind   *kind,
                   SecretValue **passphrase)
{
  gboolean same = TRUE;

  if (self->answers != NULL)
    same = answers_get (self->answers, kind->passphrase) == NULL;
  else if (!inkan_retrieval_can_keep_passphrase (self->retrieval, kind->encryption))
    same = FALSE; /* there is none */
  else if (!walk_ask_yes (self, inkan_conversion_same_text (kind->encryption), TRUE, &same))
    return FALSE;
  if (same)
    return TRUE;
  *passphrase = walk_choose_passphrase (self, kind->passphrase, _(kind->prompt), TRUE);
  return *passphrase != NULL;
}

/* One try: %FALSE: it has ended. */
static gboolean
convert_once (Walk       *self,
              const Kind *kind)
{
  g_autoptr(SecretValue) passphrase = NULL;
  g_autoptr(InkanNote) note = NULL;
  const GError *error;

  if (!choose_passphrase (self, kind, &passphrase))
    return FALSE;
  console_set_status (self->console, inkan_conversion_busy_text (kind->encryption));
  inkan_retrieval_convert (self->retrieval, kind->encryption, passphrase != NULL ? secret_value_get_text (passphrase) : NULL);
  if (!walk_busy (self))
    return FALSE;
  error = inkan_retrieval_get_conversion_error (self->retrieval, kind->encryption);
  if (error != NULL && self->answers != NULL)
    return walk_end_with_error (self, error);
  note = inkan_conversion_note (self->retrieval, kind->encryption);
  console_say_note (self->console, note);
  if (error != NULL)
    inkan_retrieval_drop_conversion (self->retrieval, kind->encryption);
  return TRUE;
}

static gboolean
convert (Walk       *self,
         const Kind *kind)
{
  gboolean wanted = self->answers != NULL && is_answered (self, kind);

  if (self->answers == NULL)
    console_say (self->console, inkan_conversion_text (kind->encryption));
  while (inkan_retrieval_get_conversion (self->retrieval, kind->encryption) == NULL) {
    if (self->answers == NULL
        && !walk_ask_yes (self, inkan_conversion_title (kind->encryption), FALSE, &wanted))
      return FALSE;
    if (!wanted)
      return TRUE;
    if (!convert_once (self, kind))
      return FALSE;
  }
  return TRUE;
}

gboolean
walk_convert (Walk *self)
{
  if (!inkan_retrieval_can_convert (self->retrieval))
    return TRUE;
  inkan_retrieval_set_copy_note (self->retrieval, inkan_copy_name_note ());
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (!convert (self, &kinds[i]))
      return FALSE;
  return TRUE;
}

/* Steps 9 and 10 */

char *
walk_get_copy_path (Walk *self)
{
  GFile *copy = inkan_retrieval_get_saved_copy (self->retrieval);
  g_autofree char *path = copy != NULL ? g_file_get_path (copy) : NULL;

  if (copy == NULL)
    return NULL;
  return path != NULL ? g_steal_pointer (&path) : g_file_get_uri (copy);
}

gboolean
walk_settle_copy (Walk *self)
{
  while (inkan_retrieval_copy_is_missing (self->retrieval)) {
    g_autoptr(InkanNote) note = inkan_copy_missing_note (self->retrieval);
    gboolean again = FALSE;

    console_say_note (self->console, note);
    if (self->answers != NULL)
      return walk_end (self, ENDING_NOT_SAVED, note->title);
    if (!walk_ask_yes (self, _("Save the copy again?"), TRUE, &again))
      return FALSE;
    if (!again) {
      inkan_retrieval_drop_conversion (self->retrieval, INKAN_ENCRYPTION_COMPATIBLE);
      return TRUE;
    }
    inkan_retrieval_save_copy (self->retrieval);
    if (!walk_busy (self))
      return FALSE;
  }
  return TRUE;
}

void
walk_say_copy (Walk *self)
{
  GFile *copy = inkan_retrieval_get_saved_copy (self->retrieval);
  g_autofree char *path = copy != NULL ? g_file_get_parse_name (copy) : NULL;

  if (copy == NULL)
    return;
  console_say_fact (self->console, _("Copy for older programs"), path);
  console_say (self->console, inkan_copy_care_text ());
}

void
walk_say_copy_proof (Walk *self)
{
  if (inkan_retrieval_get_conversion (self->retrieval, INKAN_ENCRYPTION_COMPATIBLE) == NULL)
    return;
  walk_say_copy (self);
  for (int check = 0; check < INKAN_N_COPY_CHECKS; check++) {
    g_autoptr(InkanNote) note = inkan_copy_proof_note (self->retrieval, check);

    console_say_note (self->console, note);
  }
}
