/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "proof-text.h"

#include <glib/gi18n.h>

#include "certificate-text.h"
#include "check-text.h"
#include "error-text.h"

/* Why a line fails, as exactly as it is known: (transfer full) (nullable) */
static char *
find_reason (InkanRetrieval *retrieval,
             InkanCheck      check)
{
  const GError *error = check == INKAN_CHECK_OPENS      ? inkan_retrieval_get_opening_error (retrieval)
                        : check == INKAN_CHECK_COMPLETE ? inkan_retrieval_get_error (retrieval)
                                                        : NULL;
  InkanCertificate *certificate = inkan_retrieval_get_certificate (retrieval);

  if (error != NULL)
    return inkan_error_text (error, inkan_retrieval_get_definition (retrieval), NULL);
  if (check == INKAN_CHECK_DATES && certificate != NULL) {
    g_autoptr(GPtrArray) notes = inkan_weakness_notes (inkan_certificate_get_weaknesses (certificate)
                                                       & (INKAN_WEAKNESS_EXPIRED | INKAN_WEAKNESS_NOT_YET_VALID));

    return notes->len > 0 ? g_strdup (((const InkanNote *) notes->pdata[0])->text) : NULL;
  }
  return NULL;
}

InkanNote *
inkan_proof_note (InkanRetrieval *retrieval,
                  InkanCheck      check)
{
  InkanVerdict verdict = inkan_retrieval_get_verdict (retrieval, check);
  InkanNote *note = inkan_check_note (check, verdict, inkan_retrieval_get_certificate (retrieval),
                                      inkan_retrieval_get_opening_error (retrieval));
  char *reason = verdict == INKAN_VERDICT_FAILS ? find_reason (retrieval, check) : NULL;

  if (reason != NULL) {
    g_free (note->text);
    note->text = reason;
  }
  if (check == INKAN_CHECK_OPENS && verdict == INKAN_VERDICT_HOLDS && inkan_retrieval_lacks_passphrase (retrieval)) {
    g_free (note->title);
    note->title = g_strdup (_("Opens without a password"));
  }
  return note;
}

const char *
inkan_proof_sum_text (InkanRetrieval *retrieval)
{
  if (inkan_retrieval_get_state (retrieval) == INKAN_STATE_PROVING)
    return _("Reading the saved file back…");
  if (inkan_retrieval_count_verdicts (retrieval, INKAN_VERDICT_FAILS) > 0)
    return _("Something about the saved file is not as it should be. Please read below what it is.");
  if (inkan_retrieval_copy_is_missing (retrieval))
    return _("The file was saved correctly. Its copy for older programs was not: please read below what can be done.");
  if (inkan_retrieval_count_verdicts (retrieval, INKAN_VERDICT_OPEN) > 0)
    return _("The file is saved. Type its password once, and the rest of it is checked too.");
  return _("The file was saved correctly, and all is well with it.");
}

const char *
inkan_proof_wrong_passphrase_text (void)
{
  return _("This password does not open the file. Look whether Caps Lock or an input method is on, and try again. "
           "Many portals use the application password, or a password that they show only once.");
}

const char *
inkan_keyring_text (InkanRetrieval *retrieval)
{
  gboolean remembered;

  g_object_get (retrieval, "remembered", &remembered, NULL);
  if (remembered)
    return _("It is in the keyring.");
  if (inkan_retrieval_lacks_passphrase (retrieval))
    return _("The file has no password, so there is nothing to remember.");
  if (!inkan_retrieval_get_keyring_usable (retrieval))
    return _("No keyring can be used on this computer. Please keep the password in a safe place yourself.");
  if (!inkan_retrieval_get_passphrase_known (retrieval))
    return _("Possible once the file has been opened.");
  return _("Then programs on this computer can be set up with it later.");
}

char *
inkan_keyring_label (InkanCertificate *certificate)
{
  /* Translators: names the entry in the keyring; %s is the person's name. */
  return g_strdup_printf (_("Password of the certificate file of %s"), inkan_certificate_get_subject (certificate));
}
