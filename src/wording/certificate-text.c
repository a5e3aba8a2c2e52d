/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "certificate-text.h"

#include <glib/gi18n.h>

#include "quantity-text.h"

/* What it is */

static void
fact_free (gpointer data)
{
  InkanFact *fact = data;

  g_free (fact->label);
  g_free (fact->value);
  g_free (fact);
}

/* @value: (transfer full) (nullable): then there is nothing to say */
static void
take_fact (GPtrArray  *facts,
           const char *label,
           char       *value)
{
  InkanFact *fact;

  if (value == NULL)
    return;
  fact = g_new (InkanFact, 1);
  fact->label = g_strdup (label);
  fact->value = value;
  g_ptr_array_add (facts, fact);
}

static char *
describe_key (InkanCertificate *certificate)
{
  /* Curves have their size in their name. */
  if (!g_str_has_prefix (inkan_certificate_get_key_type (certificate), "RSA"))
    return g_strdup (inkan_certificate_get_key_type (certificate));
  /* Translators: the kind of key, for example "RSA, 2048 bits". */
  return g_strdup_printf (_("%s, %u bits"), inkan_certificate_get_key_type (certificate),
                          inkan_certificate_get_key_bits (certificate));
}

GPtrArray *
inkan_certificate_facts (InkanCertificate *certificate)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func (fact_free);
  const char *const *addresses;

  g_return_val_if_fail (INKAN_IS_CERTIFICATE (certificate), facts);

  addresses = inkan_certificate_get_addresses (certificate);
  take_fact (facts, _("Issued to"), g_strdup (inkan_certificate_get_subject (certificate)));
  if (addresses != NULL && addresses[0] != NULL)
    take_fact (facts, _("E-mail address"), g_strjoinv (", ", (char **) addresses));
  take_fact (facts, _("Issued by"), g_strdup (inkan_certificate_get_issuer (certificate)));
  take_fact (facts, _("Valid from"), inkan_format_date (inkan_certificate_get_not_before (certificate), FALSE));
  take_fact (facts, _("Valid until"), inkan_format_date (inkan_certificate_get_not_after (certificate), FALSE));
  take_fact (facts, _("Key"), describe_key (certificate));
  take_fact (facts, _("Serial number"), g_strdup (inkan_certificate_get_serial (certificate)));
  take_fact (facts, _("Fingerprint (SHA-256)"), g_strdup (inkan_certificate_get_fingerprint (certificate)));
  return facts;
}

/* What is worth a notice */

GPtrArray *
inkan_weakness_notes (InkanWeakness weaknesses)
{
  GPtrArray *notes = inkan_notes_new ();

  if (weaknesses & (INKAN_WEAKNESS_OLD_ENCRYPTION | INKAN_WEAKNESS_FEW_ITERATIONS | INKAN_WEAKNESS_NO_INTEGRITY))
    inkan_notes_add (notes, INKAN_NOTE_WARNING, _("The file is weakly protected"),
                     _("The portal locked the file in a way that is easy to break today. It works, but keep it where nobody else can reach it."));
  if (weaknesses & INKAN_WEAKNESS_SHORT_KEY)
    inkan_notes_add (notes, INKAN_NOTE_WARNING, _("The key is short"),
                     _("Some programs no longer accept keys of this length. If yours does not, ask the people who issue your certificate."));
  if (weaknesses & INKAN_WEAKNESS_SHA1_SIGNATURE)
    inkan_notes_add (notes, INKAN_NOTE_WARNING, _("The certificate is signed in an old way"),
                     _("Some programs no longer accept it. If yours does not, ask the people who issue your certificate."));
  if (weaknesses & INKAN_WEAKNESS_EXPIRED)
    inkan_notes_add (notes, INKAN_NOTE_WARNING, _("The certificate is not valid any more"),
                     _("Its last day has passed. See that the date of this computer is right, then ask the people who issue your certificate."));
  if (weaknesses & INKAN_WEAKNESS_NOT_YET_VALID)
    inkan_notes_add (notes, INKAN_NOTE_WARNING, _("The certificate is not valid yet"),
                     _("Its first day is still to come. See that the date of this computer is right."));
  return notes;
}
