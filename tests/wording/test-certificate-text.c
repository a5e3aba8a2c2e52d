/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said about a certificate, and about what is weak with it, in words. */
#include "certificate-text.h"

#include <string.h>
#include <time.h>

#include "../core/certificate/issued.h"

/* @n: the how-manieth of that label. (nullable) */
static const char *
find_fact (GPtrArray  *facts,
           const char *label,
           guint       n)
{
  for (guint i = 0; i < facts->len; i++) {
    const InkanFact *fact = g_ptr_array_index (facts, i);

    if (g_str_equal (fact->label, label) && n-- == 0)
      return fact->value;
  }
  return NULL;
}

static void
check_facts (GPtrArray *facts)
{
  g_assert_cmpuint (facts->len, >, 0);
  for (guint i = 0; i < facts->len; i++) {
    const InkanFact *fact = g_ptr_array_index (facts, i);

    g_assert_cmpstr (fact->label, !=, "");
    g_assert_cmpstr (fact->value, !=, "");
    g_assert_true (g_utf8_validate (fact->value, -1, NULL));
  }
}

static GPtrArray *
get_facts (const Issued *what)
{
  g_autoptr(InkanCertificate) certificate = issued_describe (what);
  GPtrArray *facts = inkan_certificate_facts (certificate);

  check_facts (facts);
  return facts;
}

static void
test_facts (void)
{
  static const struct {
    const char *label, *value;
  } expected[] = {
    { "Issued to", "印鑑 花子" },
    { "Full name", "CN=印鑑 花子" },
    { "E-mail address", "hanako@inkan.example" },
    { "Sign-in name", "hanako@AD.EXAMPLE" },
    { "Host name", "host.inkan.example" },
    { "Web address", "https://inkan.example/" },
    { "Network address", "192.0.2.7" },
    { "To be used for", "signing in to websites and networks; signing and encrypting e-mail; 1.2.3.4.5" },
    { "The key is for", "signing, and proving who you are; encryption" },
    { "Issued by", "印鑑 花子" },
    { "Valid from", "01/01/2024 09:00" },
    { "Valid until", "01/01/2100 08:59" },
    { "Key", "EC P-256" },
    { "Serial number", "C0:FF:EE:10" },
  };
  g_autoptr(InkanCertificate) certificate = issued_describe (&(Issued){
    .name = "印鑑 花子",
    .serial = "C0FFEE10",
    .extensions = "keyUsage = digitalSignature, keyEncipherment\nextendedKeyUsage = clientAuth, emailProtection, 1.2.3.4.5\n"
                  "subjectAltName = email:hanako@inkan.example, DNS:host.inkan.example, URI:https://inkan.example/, "
                  "IP:192.0.2.7, otherName:1.3.6.1.4.1.311.20.2.3;UTF8:hanako@AD.EXAMPLE" });
  g_autoptr(GPtrArray) facts = inkan_certificate_facts (certificate);

  check_facts (facts);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr (find_fact (facts, expected[i].label, 0), ==, expected[i].value);
  g_assert_cmpstr (find_fact (facts, "Fingerprint (SHA-256)", 0), ==, inkan_certificate_get_fingerprint (certificate));
  g_assert_cmpstr (find_fact (facts, "Fingerprint (SHA-1)", 0), ==, inkan_certificate_get_fingerprint_sha1 (certificate));
}

/* What is not restricted, what cannot be read, and what is not there. */
static void
test_usages (void)
{
  g_autoptr(GPtrArray) free_facts = get_facts (&(Issued){ .name = "x" });
  g_autoptr(GPtrArray) half = get_facts (&(Issued){ .name = "x", .extensions = "keyUsage = digitalSignature" });
  g_autoptr(GPtrArray) broken = get_facts (&(Issued){ .name = "x", .extensions = "keyUsage = DER:0500\nextendedKeyUsage = DER:0500" });
  g_autoptr(GPtrArray) nobody = get_facts (&(Issued){ .name = "" });

  g_assert_cmpstr (find_fact (free_facts, "To be used for", 0), ==, "Not restricted");
  g_assert_cmpstr (find_fact (free_facts, "The key is for", 0), ==, "Not restricted");
  g_assert_cmpstr (find_fact (half, "To be used for", 0), ==, "Not restricted");
  g_assert_cmpstr (find_fact (half, "The key is for", 0), ==, "signing, and proving who you are");
  g_assert_cmpstr (find_fact (broken, "To be used for", 0), ==, "not readable");
  g_assert_cmpstr (find_fact (broken, "The key is for", 0), ==, "not readable");
  g_assert_null (find_fact (nobody, "Issued to", 0));
}

/* Every usage has words, and no two the same. */
static void
test_every_usage (void)
{
  static const char * const names[] = {
    "keyUsage = digitalSignature", "keyUsage = nonRepudiation", "keyUsage = keyEncipherment",
    "keyUsage = dataEncipherment", "keyUsage = keyAgreement", "keyUsage = keyCertSign", "keyUsage = cRLSign",
    "extendedKeyUsage = clientAuth", "extendedKeyUsage = emailProtection", "extendedKeyUsage = msSmartcardLogin",
    "extendedKeyUsage = 1.3.6.1.5.5.7.3.36", "extendedKeyUsage = msEFS", "extendedKeyUsage = 1.3.6.1.5.5.7.3.17",
    "extendedKeyUsage = codeSigning", "extendedKeyUsage = serverAuth", "extendedKeyUsage = timeStamping",
    "extendedKeyUsage = OCSPSigning", "extendedKeyUsage = anyExtendedKeyUsage",
  };
  g_autoptr(GHashTable) words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr(GPtrArray) facts = get_facts (&(Issued){ .name = "x", .extensions = names[i] });
    const char *text = find_fact (facts, g_str_has_prefix (names[i], "key") ? "The key is for" : "To be used for", 0);

    g_assert_true (g_hash_table_add (words, g_strdup (text)));
    g_assert_false (g_hash_table_contains (words, "Not restricted"));
  }
}

/* The local time is east of Greenwich here: see main(). */
static void
test_times (void)
{
  g_autoptr(GPtrArray) facts = get_facts (&(Issued){ .name = "x", .from = "19491231235959Z", .to = "99991231235959Z" });

  g_assert_cmpstr (find_fact (facts, "Valid from", 0), ==, "01/01/1950 08:59");
  g_assert_cmpstr (find_fact (facts, "Valid until", 0), ==, "12/31/9999 23:59");
}

static void
test_chain (void)
{
  EVP_PKEY * const keys[] = { issued_key (0), NULL };
  X509 *root = issued_certificate (&(Issued){ .name = "Root", .key = issued_key (1) }, NULL, NULL);
  X509 *middle = issued_certificate (&(Issued){ .name = "Middle", .key = issued_key (2) }, root, issued_key (1));
  X509 *impostor = issued_certificate (&(Issued){ .name = "Middle", .key = issued_key (3) }, root, issued_key (1));
  X509 *timeless = issued_certificate (&(Issued){ .name = "Middle", .key = issued_key (2), .to = "?" }, root, issued_key (1));
  X509 *own = issued_certificate (&(Issued){ .name = "x" }, middle, issued_key (2));
  X509 * const files[][4] = { { own, middle, root, NULL }, { own, middle, NULL }, { own, NULL }, { own, impostor, NULL },
                              { own, timeless, NULL } };
  GPtrArray *facts[G_N_ELEMENTS (files)];

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr(InkanCertificate) certificate = issued_open (keys, files[i]);

    facts[i] = inkan_certificate_facts (certificate);
    check_facts (facts[i]);
  }
  g_assert_cmpstr (find_fact (facts[0], "Certified by", 0), ==, "Middle (issued by Root, valid from 01/01/2024 until 01/01/2100)");
  g_assert_cmpstr (find_fact (facts[0], "Certified by", 1), ==, "Root (root, valid from 01/01/2024 until 01/01/2100)");
  g_assert_null (find_fact (facts[0], "Certified by", 2));
  g_assert_nonnull (strstr (find_fact (facts[0], "Chain of certificates", 0), "Complete"));
  g_assert_nonnull (strstr (find_fact (facts[1], "Chain of certificates", 0), "“Root” is not in the file"));
  g_assert_nonnull (strstr (find_fact (facts[2], "Chain of certificates", 0), "“Middle” is not in the file"));
  g_assert_nonnull (strstr (find_fact (facts[3], "Chain of certificates", 0), "signature"));
  g_assert_cmpstr (find_fact (facts[4], "Certified by", 0), ==, "Middle (issued by Root)");
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    g_ptr_array_unref (facts[i]);
  X509_free (root);
  X509_free (middle);
  X509_free (impostor);
  X509_free (timeless);
  X509_free (own);
}

/* Weaknesses */

static const struct {
  InkanWeakness weakness;
  const char *says; /* what to do, or what it means */
} weaknesses[] = {
  { INKAN_WEAKNESS_OLD_ENCRYPTION, "step 7" },
  { INKAN_WEAKNESS_FEW_ITERATIONS, "step 7" },
  { INKAN_WEAKNESS_SHORT_KEY, "ask the people who issue" },
  { INKAN_WEAKNESS_SHA1_SIGNATURE, "ask the people who issue" },
  { INKAN_WEAKNESS_EXPIRED, "date of this computer" },
  { INKAN_WEAKNESS_NOT_YET_VALID, "date of this computer" },
  { INKAN_WEAKNESS_NO_INTEGRITY, "step 7" },
  { INKAN_WEAKNESS_RC2_40, "step 7" },
  { INKAN_WEAKNESS_SEVERAL_PERSONS, "in their name" },
};

static void
test_every_weakness (void)
{
  g_autoptr(GHashTable) titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) none = inkan_weakness_notes (INKAN_WEAKNESS_NONE);
  InkanWeakness all = INKAN_WEAKNESS_NONE;

  g_assert_cmpuint (none->len, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (weaknesses); i++) {
    g_autoptr(GPtrArray) notes = inkan_weakness_notes (weaknesses[i].weakness);
    const InkanNote *note;

    all |= weaknesses[i].weakness;
    g_assert_cmpuint (notes->len, ==, 1);
    note = g_ptr_array_index (notes, 0);
    g_assert_cmpint (note->kind, ==, INKAN_NOTE_WARNING);
    g_assert_true (g_hash_table_add (titles, g_strdup (note->title)));
    g_assert_false (g_str_has_suffix (note->title, "."));
    g_assert_true (g_str_has_suffix (note->text, "."));
    g_assert_nonnull (strstr (note->text, weaknesses[i].says));
  }
  /* None was forgotten here. */
  g_assert_cmphex (all, ==, 2 * INKAN_WEAKNESS_SEVERAL_PERSONS - 1);
}

/* The same is not said twice, and nothing is left out because of something else. */
static void
test_together (void)
{
  g_autoptr(GPtrArray) rc2 = inkan_weakness_notes (INKAN_WEAKNESS_RC2_40 | INKAN_WEAKNESS_OLD_ENCRYPTION);
  g_autoptr(GPtrArray) dates = inkan_weakness_notes (INKAN_WEAKNESS_EXPIRED | INKAN_WEAKNESS_SEVERAL_PERSONS
                                                     | INKAN_WEAKNESS_SHORT_KEY);

  g_assert_cmpuint (rc2->len, ==, 1);
  g_assert_nonnull (strstr (((InkanNote *) g_ptr_array_index (rc2, 0))->text, "40 bits"));
  g_assert_cmpuint (dates->len, ==, 3);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("TZ", "Asia/Tokyo", TRUE);
  tzset ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/certificate-text/facts", test_facts);
  g_test_add_func ("/certificate-text/usages", test_usages);
  g_test_add_func ("/certificate-text/every-usage", test_every_usage);
  g_test_add_func ("/certificate-text/times", test_times);
  g_test_add_func ("/certificate-text/chain", test_chain);
  g_test_add_func ("/certificate-text/every-weakness", test_every_weakness);
  g_test_add_func ("/certificate-text/together", test_together);
  return g_test_run ();
}
