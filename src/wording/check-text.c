/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check-text.h"

#include <glib/gi18n.h>

#include "certificate-error-text.h"
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
inkan_check_note (InkanCheck        check,
                  InkanVerdict      verdict,
                  InkanCertificate *certificate,
                  const GError     *error)
{
  g_autofree char *more = NULL;
  g_autofree char *title = NULL;

  switch (verdict) {
  case INKAN_VERDICT_HOLDS:
    more = describe_check (check, certificate);
    return inkan_note_new (INKAN_NOTE_GOOD, _(check_texts[check].holds), more);
  case INKAN_VERDICT_FAILS:
    /* One of the two may not even be there. */
    if (check == INKAN_CHECK_KEY && error != NULL && error->domain == INKAN_CERTIFICATE_ERROR) {
      more = inkan_certificate_error_text (error, &title);
      return inkan_note_new (INKAN_NOTE_ERROR, title, more);
    }
    return inkan_note_new (INKAN_NOTE_ERROR, _(check_texts[check].fails), _(check_texts[check].fails_text));
  case INKAN_VERDICT_OPEN:
  default:
    return inkan_note_new (INKAN_NOTE_PENDING, _(check_texts[check].open), NULL);
  }
}
