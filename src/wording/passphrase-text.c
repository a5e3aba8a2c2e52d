/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "passphrase-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Whoever has the file can try as many as they like, without anybody noticing. */
#define MIN_CHARACTERS 8
#define MAX_BYTES 1000

const char *
inkan_chosen_passphrase_text (void)
{
  return _("The file will be locked with it. You need it whenever the file is used, and nobody can recover it: without "
           "it the file is worth nothing. Note it down, and keep it away from the file.");
}

static const char *
find_obstacle (const char *typed)
{
  const char *p;

  for (p = typed; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return _("There is a character in it that cannot be seen. Please type the password anew.");
  if (strlen (typed) > MAX_BYTES)
    return _("This is far too long. Please paste only what belongs here.");
  if (g_utf8_strlen (typed, -1) < MIN_CHARACTERS)
    return _("Take at least 8 characters: whoever finds the file can try as many passwords as they like.");
  for (p = g_utf8_next_char (typed); *p != '\0'; p = g_utf8_next_char (p))
    if (g_utf8_get_char (p) != g_utf8_get_char (typed))
      return NULL;
  return _("These are all the same character. Take a few words that nobody would guess.");
}

InkanNote *
inkan_chosen_passphrase_note (const char *typed,
                              gboolean   *usable)
{
  const char *obstacle;

  g_return_val_if_fail (typed != NULL, NULL);

  *usable = FALSE;
  if (*typed == '\0')
    return NULL;
  obstacle = find_obstacle (typed);
  if (obstacle != NULL)
    return inkan_note_new (INKAN_NOTE_ERROR, NULL, obstacle);

  *usable = TRUE;
  if (!g_str_is_ascii (typed))
    return inkan_note_new (INKAN_NOTE_WARNING, NULL,
                           _("Some programs do not open a file whose password has other characters than the letters "
                             "A to Z, digits and the signs of an English keyboard."));
  if (g_ascii_isspace (typed[0]) || g_ascii_isspace (typed[strlen (typed) - 1]))
    return inkan_note_new (INKAN_NOTE_WARNING, NULL, _("There is a blank before or after it, and it belongs to the password."));
  return NULL;
}

const char *
inkan_chosen_passphrase_mismatch_text (void)
{
  return _("The two are not the same.");
}

InkanNote *
inkan_generated_passphrase_note (void)
{
  return inkan_note_new (INKAN_NOTE_WARNING, _("Note this password down now"),
                         _("It was made by chance, is shown only here, and nobody can recover it. Write it down, hyphens "
                           "and all, and keep it away from the file."));
}

InkanNote *
inkan_told_passphrase_note (void)
{
  return inkan_note_new (INKAN_NOTE_WARNING, _("Note this password down now"),
                         _("The portal shows it only once, and nobody can recover it: without it the file is worth "
                           "nothing. Keep it away from the file. At the end, you can also have it remembered in the "
                           "keyring."));
}
