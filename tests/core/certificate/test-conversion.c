/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixtures.h"

#include "core/certificate/bags.h"
#include "core/certificate/conversion.h"
#include "core/certificate/derivation.h"

#include <string.h>

#include <openssl/pem.h>

/* @new_passphrase: (nullable): the same */
static GBytes *
convert (GBytes *bytes, const char *passphrase, InkanEncryption encryption, const char *new_passphrase, GError **error)
{
  g_autoptr (SecretValue) secret = fixtures_secret (passphrase);
  g_autoptr (SecretValue) new_secret = fixtures_secret (new_passphrase);

  return inkan_certificate_convert (bytes, secret, encryption, new_secret, NULL, error);
}

/* 3DES for all of them; what is slow for as few as will do. */
static void
test_kinds (void)
{
  static const struct {
    const char *file;
    const char *passphrase;
    InkanEncryption encryption;
  } cases[] = {
    { "rsa", "secret", INKAN_ENCRYPTION_COMPATIBLE },
    { "ec", "secret", INKAN_ENCRYPTION_COMPATIBLE },
    { "p384", "secret", INKAN_ENCRYPTION_COMPATIBLE },
    { "ed25519", "secret", INKAN_ENCRYPTION_COMPATIBLE },
    { "legacy", "secret", INKAN_ENCRYPTION_MODERN },
    { "camellia", "secret", INKAN_ENCRYPTION_COMPATIBLE },
    { "plain", "secret", INKAN_ENCRYPTION_COMPATIBLE },
    { "no-mac", "secret", INKAN_ENCRYPTION_COMPATIBLE },
    { "few", "secret", INKAN_ENCRYPTION_COMPATIBLE },
    { "expired", "secret", INKAN_ENCRYPTION_COMPATIBLE },
    { "unicode", "パスフレーズ 😀é ", INKAN_ENCRYPTION_MODERN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) bytes = fixtures_read (cases[i].file);
    g_autoptr (InkanCertificate) old = NULL, new = NULL;
    g_autoptr (GBytes) converted = NULL;
    g_autoptr (GError) error = NULL;
    InkanWeakness old_encryption = INKAN_WEAKNESS_OLD_ENCRYPTION;

    g_test_message ("%s", cases[i].file);
    converted = convert (bytes, cases[i].passphrase, cases[i].encryption, "another one", &error);
    g_assert_no_error (error);
    g_assert_null (fixtures_open (converted, cases[i].passphrase, &error));
    g_assert_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE);
    g_clear_error (&error);
    new = fixtures_open (converted, "another one", &error);
    g_assert_no_error (error);
    old = fixtures_open (bytes, cases[i].passphrase, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (inkan_certificate_get_fingerprint (new), ==, inkan_certificate_get_fingerprint (old));
    g_assert_cmpstr (inkan_certificate_get_friendly_name (new), ==, inkan_certificate_get_friendly_name (old));
    g_assert_cmpuint (inkan_certificate_get_chain (new)->len, ==, inkan_certificate_get_chain (old)->len);
    if (cases[i].encryption == INKAN_ENCRYPTION_MODERN)
      old_encryption = 0;
    g_assert_cmphex (inkan_certificate_get_weaknesses (new)
                         & (INKAN_WEAKNESS_OLD_ENCRYPTION | INKAN_WEAKNESS_FEW_ITERATIONS
                            | INKAN_WEAKNESS_NO_INTEGRITY),
                     ==, old_encryption);
  }
}

static void
test_passphrases (void)
{
  static const struct {
    const char *passphrase;
    InkanEncryption encryption;
    int code; /* -1: can be had */
  } cases[] = {
    { "", INKAN_ENCRYPTION_MODERN, INKAN_CONVERSION_ERROR_NO_PASSPHRASE },
    { "", INKAN_ENCRYPTION_COMPATIBLE, INKAN_CONVERSION_ERROR_NO_PASSPHRASE },
    { NULL, INKAN_ENCRYPTION_COMPATIBLE, INKAN_CONVERSION_ERROR_NO_PASSPHRASE },
    { "two\nlines", INKAN_ENCRYPTION_MODERN, INKAN_CONVERSION_ERROR_PASSPHRASE_NOT_TYPABLE },
    { "Latin-1 \xe9", INKAN_ENCRYPTION_MODERN, INKAN_CONVERSION_ERROR_PASSPHRASE_NOT_TYPABLE },
    { "café", INKAN_ENCRYPTION_COMPATIBLE, INKAN_CONVERSION_ERROR_PASSPHRASE_NOT_ASCII },
    { "café", INKAN_ENCRYPTION_MODERN, -1 },
    { " blanks count ", INKAN_ENCRYPTION_COMPATIBLE, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (SecretValue) secret = fixtures_secret (cases[i].passphrase);
    g_autoptr (GError) error = NULL;

    g_assert_cmpint (inkan_conversion_check_passphrase (secret, cases[i].encryption, &error), ==, cases[i].code < 0);
    if (cases[i].code >= 0)
      g_assert_error (error, INKAN_CONVERSION_ERROR, cases[i].code);
  }
}

/* The same passphrase when no other is given, and then the same rules. */
static void
test_same_passphrase (void)
{
  g_autoptr (GBytes) empty = fixtures_read ("empty"), unicode = fixtures_read ("unicode");
  g_autoptr (GBytes) ec = fixtures_read ("ec"), converted = NULL;
  g_autoptr (InkanCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (convert (empty, "", INKAN_ENCRYPTION_COMPATIBLE, NULL, &error));
  g_assert_error (error, INKAN_CONVERSION_ERROR, INKAN_CONVERSION_ERROR_NO_PASSPHRASE);
  g_clear_error (&error);
  g_assert_null (convert (unicode, "パスフレーズ 😀é ", INKAN_ENCRYPTION_COMPATIBLE, NULL, &error));
  g_assert_error (error, INKAN_CONVERSION_ERROR, INKAN_CONVERSION_ERROR_PASSPHRASE_NOT_ASCII);
  g_clear_error (&error);
  g_assert_null (convert (ec, "wrong", INKAN_ENCRYPTION_COMPATIBLE, NULL, &error));
  g_assert_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE);
  g_clear_error (&error);

  converted = convert (ec, "secret", INKAN_ENCRYPTION_COMPATIBLE, NULL, &error);
  g_assert_no_error (error);
  certificate = fixtures_open (converted, "secret", &error);
  g_assert_no_error (error);
  g_assert_nonnull (certificate);
}

/* Everything in a file, as its bags say it: "cert NAME id=… +ATTRIBUTE", one a line. */
static char *
list (GBytes *bytes, const char *passphrase)
{
  g_auto (InkanOpening) opening = { .keep = TRUE };
  g_autoptr (SecretValue) secret = fixtures_secret (passphrase);
  GString *text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (inkan_opening_run (&opening, bytes, secret, NULL, &error));
  for (guint i = 0; i < opening.kept->len; i++) {
    const InkanKept *kept = g_ptr_array_index (opening.kept, i);
    const STACK_OF (X509_ATTRIBUTE) *attributes = PKCS12_SAFEBAG_get0_attrs (kept->bag);
    int nid = PKCS12_SAFEBAG_get_nid (kept->bag);

    g_string_append (text, nid == NID_pkcs8ShroudedKeyBag || nid == NID_keyBag ? "key" : OBJ_nid2sn (nid));
    if (nid == NID_certBag) {
      X509 *certificate = PKCS12_SAFEBAG_get1_cert (kept->bag);
      char name[80];

      X509_NAME_get_text_by_NID (X509_get_subject_name (certificate), NID_commonName, name, sizeof name);
      g_string_append_printf (text, " %s", name);
      X509_free (certificate);
    }
    for (int j = 0; j < sk_X509_ATTRIBUTE_num (attributes); j++) {
      X509_ATTRIBUTE *attribute = sk_X509_ATTRIBUTE_value (attributes, j);
      const ASN1_TYPE *value = X509_ATTRIBUTE_get0_type (attribute, 0);
      char type[80];

      OBJ_obj2txt (type, sizeof type, X509_ATTRIBUTE_get0_object (attribute), 0);
      g_string_append_printf (text, " %s=", type);
      for (int k = 0; k < ASN1_STRING_length (value->value.asn1_string); k++)
        g_string_append_printf (text, "%02x", ASN1_STRING_get0_data (value->value.asn1_string)[k]);
    }
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}

static GBytes *
convert_built (Builder *builder, GError **error)
{
  g_autoptr (GBytes) bytes = builder_finish (builder, "secret");
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  GBytes *converted = convert (bytes, "secret", INKAN_ENCRYPTION_COMPATIBLE, "new one", error);

  /* The file itself stays as it is. */
  g_assert_cmpmem (copy, g_bytes_get_size (bytes), g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return converted;
}

static char *
list_converted (Builder *builder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) converted = convert_built (builder, &error);

  g_assert_no_error (error);
  return list (converted, "new one");
}

static void
add_attribute (Builder *builder, const char *type, int tag, const void *data, int length)
{
  g_assert_true (
      PKCS12_add1_attr_by_txt (sk_PKCS12_SAFEBAG_value (builder->bags, sk_PKCS12_SAFEBAG_num (builder->bags) - 1),
                               type, tag, data, length));
}

/* Two keys, a certificate twice, one of nobody's, names in other scripts and
 * attributes of Microsoft's and Java's, in nests: all there, in order, as they were. */
static void
test_everything (void)
{
  g_autofree char *said = NULL;
  Builder builder;

  builder_init (&builder);
  builder_add_key (&builder, "rsa", "secret");
  builder_mark (&builder, "花😀", "one");
  add_attribute (&builder, "1.3.6.1.4.1.311.17.1", V_ASN1_BMPSTRING, "\0C\0S\0P", 6);
  builder_add_key (&builder, "ec", NULL);
  builder_mark (&builder, NULL, "two");
  builder_nest (&builder, 2);
  builder_close (&builder, NULL);
  builder_add_certificate (&builder, "root");
  add_attribute (&builder, "2.16.840.1.113894.746875.1.1", V_ASN1_OCTET_STRING, "any", 3);
  builder_add_certificate (&builder, "ec");
  builder_mark (&builder, NULL, "two");
  builder_add_certificate (&builder, "ec");
  builder_mark (&builder, "ключ", "two");
  builder_add_certificate (&builder, "other-root");
  builder_mark (&builder, NULL, "of no key");
  builder_add_certificate (&builder, "rsa");
  builder_mark (&builder, "花😀", "one");
  builder_nest (&builder, 1);
  builder_close (&builder, "secret");
  said = list_converted (&builder);
  g_assert_cmpstr (said, ==,
                   "certBag Inkan Root 2.16.840.1.113894.746875.1.1=616e79\n"
                   "certBag 印鑑 花子 localKeyID=74776f\n"
                   "certBag 印鑑 花子 localKeyID=74776f friendlyName=043a043b044e0447\n"
                   "certBag Other Root localKeyID=6f66206e6f206b6579\n"
                   "certBag 印鑑 花子 localKeyID=6f6e65 friendlyName=82b1d83dde00\n"
                   "key localKeyID=6f6e65 friendlyName=82b1d83dde00 Microsoft CSP Name=004300530050\n"
                   "key localKeyID=74776f\n");
}

/* The certificate's SHA-1, as list() writes it. */
static char *
ask_id (const char *name)
{
  g_autofree char *path = fixtures_path (name, ".pem");
  BIO *file = BIO_new_file (path, "r");
  X509 *certificate = PEM_read_bio_X509 (file, NULL, NULL, NULL);
  guint8 digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  GString *text = g_string_new (NULL);

  g_assert_true (X509_digest (certificate, EVP_sha1 (), digest, &length));
  for (guint i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", digest[i]);
  X509_free (certificate);
  BIO_free (file);
  return g_string_free (text, FALSE);
}

/* @root, @own, @key: (nullable): local key IDs */
static void
check_ids (const char *root, const char *own, const char *key, const char *expected)
{
  g_autofree char *said = NULL;
  Builder builder;

  builder_init (&builder);
  builder_add_certificate (&builder, "root");
  builder_mark (&builder, NULL, root);
  builder_add_certificate (&builder, "ec");
  builder_mark (&builder, NULL, own);
  builder_close (&builder, "secret");
  builder_add_key (&builder, "ec", "secret");
  builder_mark (&builder, NULL, key);
  builder_close (&builder, NULL);
  said = list_converted (&builder);
  g_assert_cmpstr (said, ==, expected);
}

static void
test_ids (void)
{
  g_autofree char *id = ask_id ("ec");
  g_autofree char *mended = g_strdup_printf ("certBag 印鑑 花子 localKeyID=%s\nkey localKeyID=%s\n", id, id);
  g_autofree char *alone = g_strconcat ("certBag Inkan Root\n", mended, NULL);
  g_autofree char *beside = g_strconcat ("certBag Inkan Root localKeyID=31\n", mended, NULL);

  check_ids (NULL, NULL, NULL, alone);
  check_ids (NULL, "1", NULL, alone);
  check_ids (NULL, NULL, "1", alone);
  check_ids (NULL, "1", "2", alone);
  /* No longer the key's, it says nothing wrong. */
  check_ids ("1", "2", "1", beside);
  /* Everything has the same: only the authority's is wrong. */
  check_ids ("1", "1", "1", "certBag Inkan Root\ncertBag 印鑑 花子 localKeyID=31\nkey localKeyID=31\n");
  check_ids ("2", "1", "1",
             "certBag Inkan Root localKeyID=32\ncertBag 印鑑 花子 localKeyID=31\nkey localKeyID=31\n");
}

/* A name that is well meant, and one that is nonsense. */
static void
test_names (void)
{
  g_autofree char *said = NULL;
  Builder builder;

  builder_init (&builder);
  builder_add_certificate (&builder, "ec");
  builder_mark (&builder, NULL, "1");
  add_attribute (&builder, "friendlyName", V_ASN1_UTF8STRING, "花", 3);
  builder_add_certificate (&builder, "root");
  add_attribute (&builder, "friendlyName", V_ASN1_OCTET_STRING, "odd", 3);
  builder_close (&builder, "secret");
  builder_add_key (&builder, "ec", "secret");
  builder_mark (&builder, NULL, "1");
  builder_close (&builder, NULL);
  said = list_converted (&builder);
  g_assert_cmpstr (said, ==,
                   "certBag 印鑑 花子 localKeyID=31 friendlyName=82b1\n"
                   "certBag Inkan Root\n"
                   "key localKeyID=31\n");
}

static X509_CRL *
make_revocation_list (void)
{
  g_autofree char *path = fixtures_path ("ec", ".key");
  ASN1_TIME *now = ASN1_TIME_set (NULL, 0);
  X509_CRL *list = X509_CRL_new ();
  X509_NAME *issuer = X509_NAME_new ();
  BIO *file = BIO_new_file (path, "r");
  EVP_PKEY *key = PEM_read_bio_PrivateKey (file, NULL, NULL, NULL);

  X509_CRL_set_version (list, 1);
  X509_CRL_set_issuer_name (list, issuer);
  X509_CRL_set1_lastUpdate (list, now);
  g_assert_true (X509_CRL_sign (list, key, EVP_sha256 ()) > 0);
  EVP_PKEY_free (key);
  BIO_free (file);
  X509_NAME_free (issuer);
  ASN1_TIME_free (now);
  return list;
}

/* A revocation list stays; a secret key of Java's is locked with the new passphrase;
 * a secret of another kind stays as it is. */
static void
test_other_bags (void)
{
  g_autoptr (SecretValue) secret = fixtures_secret ("new one");
  g_auto (InkanOpening) opening = { .keep = TRUE };
  X509_CRL *crl = make_revocation_list ();
  g_autoptr (GBytes) converted = NULL;
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;
  const X509_SIG *shrouded;
  guint8 *octets = NULL;
  Builder builder;
  int length;

  builder_init (&builder);
  builder_add_key (&builder, "ec", "secret");
  builder_mark (&builder, NULL, "1");
  shrouded = PKCS12_SAFEBAG_get0_pkcs8 (sk_PKCS12_SAFEBAG_value (builder.bags, 0));
  length = i2d_X509_SIG (shrouded, &octets);
  sk_PKCS12_SAFEBAG_push (builder.bags, PKCS12_SAFEBAG_create_secret (NID_pkcs8ShroudedKeyBag, V_ASN1_OCTET_STRING,
                                                                      octets, length));
  sk_PKCS12_SAFEBAG_push (builder.bags, PKCS12_SAFEBAG_create_secret (NID_title, V_ASN1_OCTET_STRING,
                                                                      (const guint8 *) "open", 4));
  OPENSSL_free (octets);
  sk_PKCS12_SAFEBAG_push (builder.bags, PKCS12_SAFEBAG_create_crl (crl));
  X509_CRL_free (crl);
  builder_add_certificate (&builder, "ec");
  builder_mark (&builder, NULL, "1");
  builder_close (&builder, NULL);
  converted = convert_built (&builder, &error);
  g_assert_no_error (error);
  said = list (converted, "new one");
  g_assert_cmpstr (said, ==, "secretBag\ncrlBag\ncertBag 印鑑 花子 localKeyID=31\nkey localKeyID=31\nsecretBag\n");
  g_assert_true (inkan_opening_run (&opening, converted, secret, NULL, &error));
  g_assert_nonnull (((InkanKept *) g_ptr_array_index (opening.kept, 4))->decrypted);
}

/* MAC, certificates, key: three to open it, to write it and to look at it again. */
static void
test_cost (void)
{
  g_autoptr (GBytes) bytes = fixtures_read ("rsa"), converted = NULL;
  g_autoptr (GError) error = NULL;
  guint before = inkan_derivations_count ();

  converted = convert (bytes, "secret", INKAN_ENCRYPTION_COMPATIBLE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (inkan_derivations_count () - before, ==, 9);
}

static void
test_too_many_keys (void)
{
  g_autoptr (GBytes) bytes = NULL, converted = NULL;
  g_autoptr (GError) error = NULL;
  guint before;
  Builder builder;

  builder_init (&builder);
  builder_add_certificate (&builder, "ec");
  for (int i = 0; i < 15; i++)
    builder_add_key (&builder, "ec", NULL);
  builder_close (&builder, NULL);
  bytes = builder_finish (&builder, "secret");
  before = inkan_derivations_count ();
  g_assert_null (convert (bytes, "secret", INKAN_ENCRYPTION_MODERN, NULL, &error));
  g_assert_error (error, INKAN_CONVERSION_ERROR, INKAN_CONVERSION_ERROR_TOO_MANY_KEYS);
  g_assert_cmpuint (inkan_derivations_count () - before, ==, 1);
  g_clear_error (&error);
  converted = convert (bytes, "secret", INKAN_ENCRYPTION_COMPATIBLE, NULL, &error);
  g_assert_no_error (error);
}

/* The certificate and its key open, but there is more, of which nobody knows what. */
static void
test_incomplete (void)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (InkanCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;
  Builder builder;

  builder_init (&builder);
  builder_add_certificate (&builder, "ec");
  builder_add_key (&builder, "ec", NULL);
  builder_close (&builder, "secret");
  builder_add_certificate (&builder, "root");
  builder_close_unknown (&builder, "1.3.6.1.4.1.32473.1");
  bytes = builder_finish (&builder, "secret");
  certificate = fixtures_open (bytes, "secret", &error);
  g_assert_no_error (error);
  for (InkanEncryption encryption = 0; encryption <= INKAN_ENCRYPTION_COMPATIBLE; encryption++) {
    g_assert_null (convert (bytes, "secret", encryption, "another one", &error));
    g_assert_error (error, INKAN_CONVERSION_ERROR, INKAN_CONVERSION_ERROR_INCOMPLETE);
    g_assert_nonnull (strstr (error->message, "1.3.6.1.4.1.32473.1"));
    g_clear_error (&error);
  }
}

static void
store_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* @cancellable: (nullable) */
static GBytes *
convert_and_wait (GBytes *bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (SecretValue) secret = fixtures_secret ("secret");
  g_autoptr (GAsyncResult) result = NULL;

  inkan_certificate_convert_async (bytes, secret, INKAN_ENCRYPTION_COMPATIBLE, NULL, cancellable, store_result, &result);
  g_assert_null (result); /* not here and now */
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return inkan_certificate_convert_finish (result, error);
}

static void
test_thread (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) bytes = fixtures_read ("ec"), converted = NULL;
  g_autoptr (SecretValue) secret = fixtures_secret ("secret");
  g_autoptr (GError) error = NULL;
  guint before;

  converted = convert_and_wait (bytes, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (converted);
  g_cancellable_cancel (cancellable);
  g_assert_null (convert_and_wait (bytes, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  before = inkan_derivations_count ();
  g_assert_null (inkan_certificate_convert (bytes, secret, INKAN_ENCRYPTION_MODERN, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (inkan_derivations_count (), ==, before);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conversion/kinds", test_kinds);
  g_test_add_func ("/conversion/passphrases", test_passphrases);
  g_test_add_func ("/conversion/same-passphrase", test_same_passphrase);
  g_test_add_func ("/conversion/everything", test_everything);
  g_test_add_func ("/conversion/ids", test_ids);
  g_test_add_func ("/conversion/names", test_names);
  g_test_add_func ("/conversion/other-bags", test_other_bags);
  g_test_add_func ("/conversion/cost", test_cost);
  g_test_add_func ("/conversion/too-many-keys", test_too_many_keys);
  g_test_add_func ("/conversion/incomplete", test_incomplete);
  g_test_add_func ("/conversion/thread", test_thread);
  fixtures_make ();
  status = g_test_run ();
  fixtures_remove ();
  return status;
}
