/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "strength-text.h"

#include <glib/gi18n.h>

const char *
inkan_strength_text (InkanStrength strength)
{
  switch (strength) {
  case INKAN_STRENGTH_TOO_WEAK:
    return _("Guessed at once");
  case INKAN_STRENGTH_WEAK:
    return _("Guessed within hours");
  case INKAN_STRENGTH_FAIR:
    return _("Withstands for some time");
  case INKAN_STRENGTH_GOOD:
    return _("Safe");
  case INKAN_STRENGTH_STRONG:
    return _("Very safe");
  default:
    g_return_val_if_reached (NULL);
  }
}

const char *
inkan_strength_hint_text (const char *typed)
{
  g_return_val_if_fail (typed != NULL, NULL);

  if (*typed == '\0' || inkan_strength_from_score (inkan_strength_measure (typed)) >= INKAN_STRENGTH_GOOD)
    return NULL;
  switch (inkan_strength_find_flaw (typed)) {
  case INKAN_STRENGTH_FLAW_WORD:
    return _("Single words and names are tried first, also with digits for letters. Take several words that have "
             "nothing to do with each other.");
  case INKAN_STRENGTH_FLAW_REPEAT:
    return _("Repeating the same adds nothing. Take several words that have nothing to do with each other.");
  case INKAN_STRENGTH_FLAW_SEQUENCE:
    return _("Digits and letters in their order, like “1234”, are tried first. Take several words that have nothing to do "
             "with each other.");
  case INKAN_STRENGTH_FLAW_KEYBOARD:
    return _("Keys that lie side by side are tried first. Take several words that have nothing to do with each "
             "other.");
  case INKAN_STRENGTH_FLAW_DATE:
    return _("Dates and years are tried first. Take several words that have nothing to do with each other.");
  case INKAN_STRENGTH_FLAW_NONE:
  default:
    return _("It is too short. Add one or two words that have nothing to do with it.");
  }
}
