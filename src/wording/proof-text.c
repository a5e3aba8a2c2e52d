/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "proof-text.h"

#include <glib/gi18n.h>

#include "quantity-text.h"

/* What each line says, by verdict. */
static const struct {
  const char *open;
  const char *holds;
  const char *fails;
  const char *fails_text;
} check_texts[INKAN_N_CHECKS] = {
  [INKAN_CHECK_COMPLETE] = {
    N_("Not compared yet"),
    N_("On the disk, complete to the last byte"),
    N_("What is on the disk is not what was received"),
    N_("Go back and save it again; the file that was received is still kept here."),
  },
  [INKAN_CHECK_OPENS] = {
    N_("Not opened yet"),
    N_("Opens with its password"),
    N_("Does not open"),
    N_("The file was like this when it came. Ask the people who issue your certificate."),
  },
  [INKAN_CHECK_KEY] = {
    N_("Key and certificate not compared yet"),
    N_("Private key and certificate belong together"),
    N_("Private key and certificate do not belong together"),
    N_("The file cannot be used as it is. Apply for reissue, or ask the people who issue your certificate."),
  },
  [INKAN_CHECK_DATES] = {
    N_("Dates not looked at yet"),
    N_("Valid today"),
    N_("Not valid today"),
    N_("See that the date of this computer is right."),
  },
  [INKAN_CHECK_CHAIN] = {
    N_("Signature not looked at yet"),
    N_("Signed by its issuer"),
    N_("The issuer's signature does not hold"),
    N_("Do not use this certificate. Ask the people who issue it."),
  },
};

/* What more there is to say about a line that holds: (transfer full) (nullable) */
static char *
describe_check (InkanCheck        check,
                InkanCertificate *certificate)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (certificate == NULL)
    return NULL;
  switch (check) {
  case INKAN_CHECK_KEY:
    /* Curves have their size in their name. */
    if (!g_str_has_prefix (inkan_certificate_get_key_type (certificate), "RSA"))
      return g_strdup_printf ("%s (%s)", inkan_certificate_get_subject (certificate),
                              inkan_certificate_get_key_type (certificate));
    /* Translators: the person's name in the certificate, then the kind of key, for example "RSA, 2048 bits". */
    return g_strdup_printf (_("%s (%s, %u bits)"), inkan_certificate_get_subject (certificate),
                            inkan_certificate_get_key_type (certificate), inkan_certificate_get_key_bits (certificate));
  case INKAN_CHECK_DATES:
    from = inkan_format_date (inkan_certificate_get_not_before (certificate), FALSE);
    to = inkan_format_date (inkan_certificate_get_not_after (certificate), FALSE);
    /* Translators: two dates. */
    return g_strdup_printf (_("From %s until %s"), from, to);
  case INKAN_CHECK_CHAIN:
    if (inkan_certificate_get_chain_state (certificate) == INKAN_CHAIN_PARTIAL
        && inkan_certificate_get_missing_issuer (certificate) != NULL)
      /* Translators: %s is the name of a certificate authority. */
      return g_strdup_printf (_("As far as the file shows; it does not contain the certificate of %s."),
                              inkan_certificate_get_missing_issuer (certificate));
    return g_strdup (inkan_certificate_get_issuer (certificate));
  default:
    return NULL;
  }
}

InkanNote *
inkan_proof_note (InkanRetrieval *retrieval,
                  InkanCheck      check)
{
  g_autofree char *more = NULL;

  switch (inkan_retrieval_get_verdict (retrieval, check)) {
  case INKAN_VERDICT_HOLDS:
    more = describe_check (check, inkan_retrieval_get_certificate (retrieval));
    return inkan_note_new (INKAN_NOTE_GOOD, _(check_texts[check].holds), more);
  case INKAN_VERDICT_FAILS:
    return inkan_note_new (INKAN_NOTE_ERROR, _(check_texts[check].fails), _(check_texts[check].fails_text));
  case INKAN_VERDICT_OPEN:
  default:
    return inkan_note_new (INKAN_NOTE_PENDING, _(check_texts[check].open), NULL);
  }
}

const char *
inkan_proof_sum_text (InkanRetrieval *retrieval)
{
  if (inkan_retrieval_get_state (retrieval) == INKAN_STATE_PROVING)
    return _("Reading the saved file back…");
  if (inkan_retrieval_count_verdicts (retrieval, INKAN_VERDICT_FAILS) > 0)
    return _("Something about the saved file is not as it should be. Please read below what it is.");
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
