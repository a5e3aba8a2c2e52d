/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "walk.h"

#include <glib/gi18n.h>

#include "../core/certificate/strength.h"
#include "../wording/passphrase-text.h"
#include "../wording/strength-text.h"

/* Passphrases of the person's own choice. */

/* Whether @typed can be used; what there is to say about it is said. */
static gboolean
judge (Walk       *self,
       const char *key,
       const char *typed)
{
  gboolean usable;
  g_autoptr(InkanNote) note = inkan_chosen_passphrase_note (typed, &usable);
  g_autofree char *empty = NULL;

  if (self->answers == NULL) {
    if (note != NULL)
      console_say (self->console, note->text);
    return usable;
  }
  if (!usable) {
    /* Translators: %s is a word in a file of answers. */
    empty = g_strdup_printf (_("The answer “%s” is empty."), key);
    walk_end (self, ENDING_WRONG_ANSWER, note != NULL ? note->text : empty);
  }
  return usable;
}

gboolean
walk_check_chosen_passphrase (Walk       *self,
                              const char *key)
{
  const char *given = answers_get (self->answers, key);

  return given == NULL || judge (self, key, given);
}

static SecretValue *
make_passphrase (Walk *self)
{
  g_autoptr(SecretValue) value = inkan_passphrase_generate ();
  g_autoptr(InkanNote) note = inkan_generated_passphrase_note ();

  console_say_note (self->console, note);
  if (console_show_secret (self->console, secret_value_get_text (value), _("[Enter: I have noted it down]")))
    return g_steal_pointer (&value);
  walk_end_interrupted (self);
  return NULL;
}

/* In words: there is no bar to look at. */
static void
say_strength (Walk       *self,
              const char *typed)
{
  const char *hint = inkan_strength_hint_text (typed);

  /* Translators: a fact: its name, and its value. */
  console_say_fact (self->console, _("Strength"), inkan_strength_text (inkan_strength_from_score (inkan_strength_measure (typed))));
  if (hint != NULL)
    console_say (self->console, hint);
}

/* One try: %NULL: not yet, or with an ending not at all. */
static SecretValue *
choose_once (Walk       *self,
             const char *key,
             const char *prompt,
             gboolean    makes)
{
  char *first = walk_ask (self, key, prompt, TRUE);
  char *second = NULL;
  SecretValue *value = NULL;

  if (first == NULL)
    return NULL;
  if (makes && self->answers == NULL && *first == '\0') {
    secret_password_free (first);
    return make_passphrase (self);
  }
  if (judge (self, key, first)) {
    if (self->answers == NULL) {
      say_strength (self, first);
      second = walk_ask (self, key, _("Repeat file password"), TRUE);
    }
    if (self->answers != NULL || g_strcmp0 (first, second) == 0)
      value = secret_value_new (first, -1, "text/plain");
    else if (second != NULL)
      console_say (self->console, inkan_chosen_passphrase_mismatch_text ());
  }
  secret_password_free (first);
  secret_password_free (second);
  return value;
}

SecretValue *
walk_choose_passphrase (Walk       *self,
                        const char *key,
                        const char *prompt,
                        gboolean    makes)
{
  SecretValue *value = NULL;

  if (self->answers == NULL)
    console_say (self->console, inkan_chosen_passphrase_text ());
  while (value == NULL && self->ending_code == NULL)
    value = choose_once (self, key, prompt, makes);
  return value;
}
