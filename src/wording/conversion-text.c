/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "conversion-text.h"

#include <glib/gi18n.h>

#include "check-text.h"
#include "error-text.h"

static const struct {
  const char *title;
  const char *text;
  const char *same;
  const char *busy;
  const char *done;
  const char *done_same;
  const char *done_new;
} texts[] = {
  [INKAN_ENCRYPTION_MODERN] = {
    N_("Make it safe with today's encryption"),
    N_("What is saved is then locked anew, so well that nobody can break the lock today; what is in it stays the same."),
    N_("Keep the password of the file"),
    N_("The file is being locked anew."),
    N_("The newly locked file is what will be saved"),
    N_("It opens with the same password as before. A very old program may not open it; for that one, make a copy below."),
    N_("It opens with the new password only. Note the password down before you go on: nobody can recover it. A very old "
       "program may not open the file; for that one, make a copy below."),
  },
  [INKAN_ENCRYPTION_COMPATIBLE] = {
    N_("Make a copy that older programs can open"),
    N_("It is saved beside the file, and it is only weakly protected: delete it as soon as the program has it."),
    N_("The same password as the file"),
    N_("The copy is being made."),
    N_("A copy will be saved beside the file"),
    N_("Its name says “for older programs”, and it opens with the same password as the file. Whoever gets hold of the "
       "copy can break its lock."),
    N_("Its name says “for older programs”, and it opens with a new password of its own. Note that down before you go on. "
       "Whoever gets hold of the copy can break its lock."),
  },
};

const char *
inkan_conversion_title (InkanEncryption encryption)
{
  return _(texts[encryption].title);
}

const char *
inkan_conversion_text (InkanEncryption encryption)
{
  return _(texts[encryption].text);
}

const char *
inkan_conversion_same_text (InkanEncryption encryption)
{
  return _(texts[encryption].same);
}

const char *
inkan_conversion_busy_text (InkanEncryption encryption)
{
  return _(texts[encryption].busy);
}

InkanNote *
inkan_conversion_note (InkanRetrieval  *retrieval,
                       InkanEncryption  encryption)
{
  const GError *error = inkan_retrieval_get_conversion_error (retrieval, encryption);
  gboolean is_new = inkan_retrieval_has_new_passphrase (retrieval, encryption);

  if (error != NULL) {
    g_autofree char *title = NULL;
    g_autofree char *text = inkan_error_text (error, inkan_retrieval_get_definition (retrieval), &title);

    return inkan_note_new (INKAN_NOTE_ERROR, title, text);
  }
  if (inkan_retrieval_get_conversion (retrieval, encryption) == NULL)
    return NULL;
  return inkan_note_new (INKAN_NOTE_GOOD, _(texts[encryption].done),
                         is_new ? _(texts[encryption].done_new) : _(texts[encryption].done_same));
}

const char *
inkan_conversion_without_text (InkanEncryption encryption)
{
  return encryption == INKAN_ENCRYPTION_MODERN ? _("To go on with the file as it came, take the tick away.")
                                               : _("To go on without the copy, take the tick away.");
}

const char *
inkan_copy_name_note (void)
{
  /* Translators: stands in the name of a file, between brackets: short, without slashes and the like. */
  return _("for older programs");
}

/* The copy, once it was to be saved */

/* Why, without what an error of the file itself would advise. */
static const char *
find_reason (const GError *error)
{
  if (error == NULL || error->domain != INKAN_KEEPING_ERROR)
    return _("It could not be opened.");
  switch (error->code) {
  case INKAN_KEEPING_ERROR_NO_SPACE:
    return _("There is no room left. Make some room, then save it again.");
  case INKAN_KEEPING_ERROR_NO_FOLDER:
    return _("It, or its folder, is not there. If the medium was taken out, put it back, then save it again.");
  case INKAN_KEEPING_ERROR_PERMISSION:
  case INKAN_KEEPING_ERROR_READ_ONLY:
    return _("Nothing more can be written in this folder.");
  case INKAN_KEEPING_ERROR_EXISTS:
    return _("Every name for it is taken. Remove copies that you no longer need from the folder, then save it again.");
  case INKAN_KEEPING_ERROR_DIFFERENT:
    return _("What was read back is not what was written.");
  default:
    return _("The medium reported a fault.");
  }
}

InkanNote *
inkan_copy_missing_note (InkanRetrieval *retrieval)
{
  g_autofree char *text = NULL;

  if (!inkan_retrieval_copy_is_missing (retrieval))
    return NULL;
  /* Translators: %s is a sentence or two: why. */
  text = g_strdup_printf (_("%s The file itself is saved and safe. You can save the copy again, or go on without it: it can "
                            "be made at any time from the saved file."),
                          find_reason (inkan_retrieval_get_copy_error (retrieval)));
  return inkan_note_new (INKAN_NOTE_WARNING, _("The copy for older programs is not saved"), text);
}

InkanNote *
inkan_copy_proof_note (InkanRetrieval *retrieval,
                       InkanCheck      check)
{
  InkanVerdict verdict = inkan_retrieval_get_copy_verdict (retrieval, check);
  InkanNote *note;

  /* What a line of the file itself advises does not hold for the copy. */
  note = inkan_check_note (check, verdict, NULL, NULL);
  if (verdict == INKAN_VERDICT_FAILS) {
    g_free (note->text);
    note->text = g_strdup (find_reason (inkan_retrieval_get_copy_error (retrieval)));
  }
  return note;
}

const char *
inkan_copy_care_text (void)
{
  return _("It is only weakly protected. Delete it as soon as the program that needs it has it.");
}
