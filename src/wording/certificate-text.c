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

  if (value == NULL || *value == '\0') {
    g_free (value);
    return;
  }
  fact = g_new (InkanFact, 1);
  fact->label = g_strdup (label);
  fact->value = value;
  g_ptr_array_add (facts, fact);
}

static char *
describe_key (InkanCertificate *certificate)
{
  const char *type = inkan_certificate_get_key_type (certificate);

  /* Curves have their size in their name. */
  if (type == NULL || !(g_str_has_prefix (type, "RSA") || g_str_equal (type, "DSA")))
    return g_strdup (type);
  /* Translators: the kind of key, for example "RSA, 2048 bits". */
  return g_strdup_printf (_("%s, %u bits"), type, inkan_certificate_get_key_bits (certificate));
}

static const struct {
  InkanUsage usage;
  const char *words;
} usages[] = {
  /* What the key does. */
  { INKAN_USAGE_SIGN, N_("signing, and proving who you are") },
  { INKAN_USAGE_COMMIT, N_("signing what you stand by for good") },
  { INKAN_USAGE_ENCRYPT_KEYS, N_("encryption") },
  { INKAN_USAGE_ENCRYPT_DATA, N_("encrypting data directly") },
  { INKAN_USAGE_AGREE, N_("agreeing on a common key") },
  { INKAN_USAGE_SIGN_CERTIFICATES, N_("issuing certificates") },
  { INKAN_USAGE_SIGN_LISTS, N_("listing certificates that were withdrawn") },
  { INKAN_USAGE_KEY_UNREADABLE, N_("not readable") },
  /* What for. */
  { INKAN_USAGE_CLIENT, N_("signing in to websites and networks") },
  { INKAN_USAGE_EMAIL, N_("signing and encrypting e-mail") },
  { INKAN_USAGE_LOGON, N_("signing in to a computer") },
  { INKAN_USAGE_DOCUMENTS, N_("signing documents") },
  { INKAN_USAGE_FILES, N_("encrypting files") },
  { INKAN_USAGE_NETWORK, N_("protected network connections (VPN, Wi-Fi)") },
  { INKAN_USAGE_CODE, N_("signing programs") },
  { INKAN_USAGE_SERVER, N_("running a website or server") },
  { INKAN_USAGE_TIME, N_("time stamps") },
  { INKAN_USAGE_STATUS, N_("answering whether certificates are valid") },
  { INKAN_USAGE_ANY, N_("any purpose") },
  { INKAN_USAGE_UNREADABLE, N_("not readable") },
};

static char *
describe_usages (InkanCertificate *certificate,
                 gboolean          of_key)
{
  InkanUsage found = inkan_certificate_get_usages (certificate);
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  const char *const *others = of_key ? NULL : inkan_certificate_get_other_usages (certificate);

  for (guint i = 0; i < G_N_ELEMENTS (usages); i++)
    if ((found & usages[i].usage) != 0 && ((usages[i].usage & INKAN_USAGE_KEY) != 0) == of_key)
      g_ptr_array_add (words, (gpointer) _(usages[i].words));
  for (guint i = 0; others != NULL && others[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer) others[i]);
  if (words->len == 0)
    return g_strdup (_("Not restricted"));
  g_ptr_array_add (words, NULL);
  /* Translators: stands between the parts of a list. */
  return g_strjoinv (_("; "), (char **) words->pdata);
}

static void
take_usages (GPtrArray        *facts,
             InkanCertificate *certificate)
{
  take_fact (facts, _("To be used for"), describe_usages (certificate, FALSE));
  take_fact (facts, _("The key is for"), describe_usages (certificate, TRUE));
}

static void
take_names (GPtrArray        *facts,
            InkanCertificate *certificate)
{
  const char *const *addresses = inkan_certificate_get_addresses (certificate);
  GPtrArray *names = inkan_certificate_get_names (certificate);
  static const char *const labels[] = {
    [INKAN_NAME_EMAIL] = NULL, /* among the addresses already */
    [INKAN_NAME_LOGIN] = N_("Sign-in name"),
    [INKAN_NAME_HOST] = N_("Host name"),
    [INKAN_NAME_WEB] = N_("Web address"),
    [INKAN_NAME_NETWORK] = N_("Network address"),
    [INKAN_NAME_DIRECTORY] = N_("Name in a directory"),
    [INKAN_NAME_OTHER] = N_("Other name"),
  };

  if (!g_str_equal (inkan_certificate_get_subject (certificate), inkan_certificate_get_subject_name (certificate)))
    take_fact (facts, _("Full name"), g_strdup (inkan_certificate_get_subject_name (certificate)));
  for (guint i = 0; addresses[i] != NULL; i++)
    take_fact (facts, _("E-mail address"), g_strdup (addresses[i]));
  for (guint i = 0; i < names->len; i++) {
    const InkanName *name = g_ptr_array_index (names, i);

    if (labels[name->kind] != NULL)
      take_fact (facts, _(labels[name->kind]), g_strdup (name->text));
  }
}

static char *
describe_authority (InkanCertificate *authority)
{
  const char *name = inkan_certificate_get_subject (authority), *issuer = inkan_certificate_get_issuer (authority);
  g_autofree char *from = inkan_format_date (inkan_certificate_get_not_before (authority), FALSE);
  g_autofree char *until = inkan_format_date (inkan_certificate_get_not_after (authority), FALSE);

  if (from == NULL || until == NULL)
    /* Translators: the name of an authority, and of the one above it. */
    return g_strdup_printf (_("%s (issued by %s)"), name, issuer);
  if (g_str_equal (name, issuer))
    /* Translators: the name of an authority that nobody stands above, and two dates. */
    return g_strdup_printf (_("%s (root, valid from %s until %s)"), name, from, until);
  /* Translators: the name of an authority, of the one above it, and two dates. */
  return g_strdup_printf (_("%s (issued by %s, valid from %s until %s)"), name, issuer, from, until);
}

static char *
describe_chain_state (InkanCertificate *certificate)
{
  switch (inkan_certificate_get_chain_state (certificate)) {
  case INKAN_CHAIN_COMPLETE:
    return g_strdup (_("Complete: all certificates up to the root are in the file"));
  case INKAN_CHAIN_PARTIAL:
    /* Translators: %s is the name of an authority. */
    return g_strdup_printf (_("Not complete: the certificate of “%s” is not in the file. Most programs have it already."),
                            inkan_certificate_get_missing_issuer (certificate));
  case INKAN_CHAIN_BROKEN:
  default:
    return g_strdup (_("Broken: a signature does not belong to its certificate"));
  }
}

static void
take_chain (GPtrArray        *facts,
            InkanCertificate *certificate)
{
  GPtrArray *chain = inkan_certificate_get_chain (certificate);

  for (guint i = 0; i < chain->len; i++)
    /* Translators: an authority above the certificate; the value is its name. */
    take_fact (facts, _("Certified by"), describe_authority (g_ptr_array_index (chain, i)));
  take_fact (facts, _("Chain of certificates"), describe_chain_state (certificate));
}

GPtrArray *
inkan_certificate_facts (InkanCertificate *certificate)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func (fact_free);

  g_return_val_if_fail (INKAN_IS_CERTIFICATE (certificate), facts);

  take_fact (facts, _("Issued to"), g_strdup (inkan_certificate_get_subject (certificate)));
  take_names (facts, certificate);
  take_fact (facts, _("Issued by"), g_strdup (inkan_certificate_get_issuer (certificate)));
  take_fact (facts, _("Valid from"), inkan_format_date (inkan_certificate_get_not_before (certificate), TRUE));
  take_fact (facts, _("Valid until"), inkan_format_date (inkan_certificate_get_not_after (certificate), TRUE));
  take_usages (facts, certificate);
  take_fact (facts, _("Key"), describe_key (certificate));
  take_fact (facts, _("Name in the file"), g_strdup (inkan_certificate_get_friendly_name (certificate)));
  take_fact (facts, _("Serial number"), g_strdup (inkan_certificate_get_serial (certificate)));
  take_fact (facts, _("Fingerprint (SHA-256)"), g_strdup (inkan_certificate_get_fingerprint (certificate)));
  take_fact (facts, _("Fingerprint (SHA-1)"), g_strdup (inkan_certificate_get_fingerprint_sha1 (certificate)));
  take_chain (facts, certificate);
  return facts;
}

/* What is worth a notice */

static const struct {
  InkanWeakness weakness;
  const char   *title;
  const char   *text;
} warnings[] = {
  { INKAN_WEAKNESS_RC2_40, N_("The file is hardly protected"),
    N_("It is locked with keys of 40 bits, which any computer finds today, whatever the password. Let Inkan make it safe with "
       "today's encryption in step 7, and delete copies of the old file.") },
  { INKAN_WEAKNESS_OLD_ENCRYPTION, N_("The file is weakly protected"),
    N_("It is locked in a way that is easy to break today. Let Inkan make it safe with today's encryption in step 7, or keep it "
       "where nobody else can reach it.") },
  { INKAN_WEAKNESS_FEW_ITERATIONS, N_("The password is easy to guess by trying"),
    N_("The file lets a computer try passwords very fast. Let Inkan make it safe with today's encryption in step 7, or see that "
       "the password is a long one.") },
  { INKAN_WEAKNESS_NO_INTEGRITY, N_("Changes to the file would not be noticed"),
    N_("It has no seal that shows whether somebody has changed it. Let Inkan make it safe with today's encryption in step 7.") },
  { INKAN_WEAKNESS_SHORT_KEY, N_("The key is short"),
    N_("Some programs no longer accept keys of this length. If yours does not, ask the people who issue your certificate.") },
  { INKAN_WEAKNESS_SHA1_SIGNATURE, N_("The certificate is signed in an old way"),
    N_("Some programs no longer accept it. If yours does not, ask the people who issue your certificate.") },
  { INKAN_WEAKNESS_EXPIRED, N_("The certificate is not valid any more"),
    N_("Its last day has passed. See that the date of this computer is right, then ask the people who issue your certificate.") },
  { INKAN_WEAKNESS_NOT_YET_VALID, N_("The certificate is not valid yet"),
    N_("Its first day is still to come. See that the date of this computer is right.") },
  { INKAN_WEAKNESS_SEVERAL_PERSONS, N_("There is somebody else's key in the file"),
    N_("Whoever has the file can act in their name as well as in yours. Ask the people who issue your certificate whether this "
       "is meant to be, and do not pass the file on.") },
};

GPtrArray *
inkan_weakness_notes (InkanWeakness weaknesses)
{
  GPtrArray *notes = inkan_notes_new ();

  /* Said once, at its worst. */
  if (weaknesses & INKAN_WEAKNESS_RC2_40)
    weaknesses &= ~(InkanWeakness) (INKAN_WEAKNESS_OLD_ENCRYPTION | INKAN_WEAKNESS_FEW_ITERATIONS);
  for (guint i = 0; i < G_N_ELEMENTS (warnings); i++)
    if (weaknesses & warnings[i].weakness)
      inkan_notes_add (notes, INKAN_NOTE_WARNING, _(warnings[i].title), _(warnings[i].text));
  return notes;
}
