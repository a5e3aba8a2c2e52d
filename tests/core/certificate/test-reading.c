/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixtures.h"

#include "support/ber.h"
#include "support/shapes.h"

#include <string.h>

#include <openssl/pem.h>

/* What programs write beside what the standards ask for, and what shows of a file
 * before its passphrase is known. */

#define AES_128_CBC "\x60\x86\x48\x01\x65\x03\x04\x01\x02"
#define AES_256_CBC "\x60\x86\x48\x01\x65\x03\x04\x01\x2a"

static InkanCertificate *
open_bytes (GBytes *bytes, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  InkanCertificate *certificate = fixtures_open (bytes, passphrase, &error);

  g_assert_no_error (error);
  g_assert_nonnull (certificate);
  return certificate;
}

static void
test_friendly_names (void)
{
  static const char *const names[] = {
    "Hanako's certificate", "花子の証明書",   "Élodie – ñandú", "Сертификат Ивана", "πιστοποιητικό", "شهادة",
    "תעודה אישית",          "प्रमाणपत्र",      "ใบรับรอง",        "인증서",            "Chứng thư số",  "🔑 emoji 𠮷",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (InkanCertificate) certificate = NULL;
    g_autoptr (GBytes) bytes = NULL;
    Builder builder;

    builder_init (&builder);
    builder_add_certificate (&builder, "ec");
    builder_mark (&builder, names[i], NULL);
    builder_add_key (&builder, "ec", NULL);
    builder_close (&builder, NULL);
    bytes = builder_finish (&builder, "secret");
    certificate = open_bytes (bytes, "secret");
    g_assert_cmpstr (inkan_certificate_get_friendly_name (certificate), ==, names[i]);
  }
}

/* What the key itself says counts, not what is noted beside it. */
static void
test_local_ids (void)
{
  static const struct {
    const char *key, *own, *other;
  } ids[] = {
    { NULL, NULL, NULL },      { "1", NULL, NULL },       { NULL, "1", NULL },
    { "1", "2", "1" },         { "1", "2", "3" },         { "1", "1", "1" },
    { NULL, NULL, "1" },       { "1", NULL, "1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    for (int reversed = 0; reversed <= 1; reversed++) {
      g_autoptr (InkanCertificate) certificate = NULL;
      g_autoptr (GBytes) bytes = NULL;
      Builder builder;

      builder_init (&builder);
      builder_add_key (&builder, "ec", "secret");
      builder_mark (&builder, NULL, ids[i].key);
      for (int turn = 0; turn < 2; turn++) {
        gboolean own = turn == reversed;

        builder_add_certificate (&builder, own ? "ec" : "p384");
        builder_mark (&builder, NULL, own ? ids[i].own : ids[i].other);
      }
      builder_close (&builder, "secret");
      bytes = builder_finish (&builder, "secret");
      certificate = open_bytes (bytes, "secret");
      fixtures_assert_is (certificate, "ec");
    }
}

/* BER */

/* x509Certificate: 1.2.840.113549.1.9.22.1 */
static gboolean
is_certificate (const Ber *value)
{
  const Ber *type = ber_get (value, 0);

  return type != NULL && type->tag == BER_OBJECT && type->octets->len == 10 && type->octets->data[8] == 0x16;
}

static void
cut (Ber *value, gsize piece)
{
  g_autoptr (GBytes) octets = ber_get_octets (value);
  gsize size;
  const guint8 *data = g_bytes_get_data (octets, &size);

  ber_set_octets (value, "", 0);
  for (gsize at = 0; at < size; at += piece)
    ber_append (value, ber_new_octets (BER_OCTETS, data + at, MIN (piece, size - at)));
  if (size > 0)
    value->tag |= BER_CONSTRUCTED;
}

/* As old browsers wrote: no length known beforehand, OCTET STRINGs in pieces. What
 * is signed stays as it is. */
static void
make_ber (Ber *value, gsize piece)
{
  for (guint i = 0; value->children != NULL && !is_certificate (value) && i < value->children->len; i++)
    make_ber (value->children->pdata[i], piece);
  if (value->tag == BER_OCTETS || (value->tag == BER_CONTEXT && value->octets->len > 0))
    cut (value, piece);
  value->indefinite = (value->tag & BER_CONSTRUCTED) != 0;
}

static GBytes *
write_ber (const guint8 *octets, gsize length, gsize piece)
{
  g_autoptr (Ber) value = ber_parse (octets, length);

  make_ber (value, piece);
  return ber_write (value);
}

/* What is there, in BER, locked in a box. */
static void
close_ber (Builder *builder, const char *passphrase, gsize piece)
{
  X509_ALGOR *algorithm = PKCS5_pbe2_set_iv (EVP_aes_256_cbc (), 2048, NULL, 0, NULL, NID_hmacWithSHA256);
  g_autoptr (GBytes) plain = NULL;
  PKCS7 *box = PKCS7_new ();
  guint8 *octets = NULL, *encrypted = NULL;
  int length = ASN1_item_i2d ((ASN1_VALUE *) builder->bags, &octets, ASN1_ITEM_rptr (PKCS12_SAFEBAGS));
  int encrypted_length;

  plain = write_ber (octets, (gsize) length, piece);
  g_assert_nonnull (PKCS12_pbe_crypt (algorithm, passphrase, (int) strlen (passphrase), g_bytes_get_data (plain, NULL),
                                      (int) g_bytes_get_size (plain), &encrypted, &encrypted_length, 1));
  g_assert_true (PKCS7_set_type (box, NID_pkcs7_encrypted));
  X509_ALGOR_free (box->d.encrypted->enc_data->algorithm);
  box->d.encrypted->enc_data->algorithm = algorithm;
  box->d.encrypted->enc_data->enc_data = ASN1_OCTET_STRING_new ();
  ASN1_STRING_set0 (box->d.encrypted->enc_data->enc_data, encrypted, encrypted_length);
  if (builder->contents == NULL)
    builder->contents = sk_PKCS7_new_null ();
  sk_PKCS7_push (builder->contents, box);
  OPENSSL_free (octets);
  sk_PKCS12_SAFEBAG_pop_free (builder->bags, PKCS12_SAFEBAG_free);
  builder->bags = NULL;
}

static void
test_ber (void)
{
  static const gsize pieces[] = { 1, 7, 1000 };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++) {
    g_autoptr (InkanCertificate) certificate = NULL;
    g_autoptr (GBytes) der = NULL;
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (Ber) pfx = NULL;
    Builder builder;
    gsize size;

    builder_init (&builder);
    builder_add_certificate (&builder, "ec");
    builder_mark (&builder, "花子", "1");
    builder_add_certificate (&builder, "intermediate");
    builder_add_certificate (&builder, "root");
    close_ber (&builder, "secret", pieces[i]);
    builder_add_key (&builder, "ec", "secret");
    builder_mark (&builder, NULL, "1");
    builder_nest (&builder, 2);
    builder_close (&builder, NULL);
    der = builder_finish (&builder, "secret");
    pfx = ber_parse (g_bytes_get_data (der, &size), g_bytes_get_size (der));
    make_ber (ber_get (pfx, 1), pieces[i]);
    shapes_remac (pfx, "secret");
    make_ber (ber_get (pfx, 2), pieces[i]);
    pfx->indefinite = TRUE;
    bytes = ber_write (pfx);
    g_assert_false (g_bytes_equal (bytes, der));

    certificate = open_bytes (bytes, "secret");
    fixtures_assert_is (certificate, "ec");
    g_assert_cmpstr (inkan_certificate_get_friendly_name (certificate), ==, "花子");
    g_assert_cmpint (inkan_certificate_get_chain_state (certificate), ==, INKAN_CHAIN_COMPLETE);
  }
}

/* NSS up to 3.21 named AES-128, and then took a key of 32 octets, as it said. */
static void
test_key_length (void)
{
  X509_ALGOR *algorithm = PKCS5_pbe2_set_iv (EVP_aes_256_cbc (), 2048, NULL, 0, NULL, NID_hmacWithSHA256);
  PBE2PARAM *pbes2 = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBE2PARAM), algorithm->parameter);
  g_autoptr (InkanCertificate) certificate = NULL;
  g_autoptr (GBytes) right = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *path = fixtures_path ("ec", ".key");
  BIO *file = BIO_new_file (path, "r");
  EVP_PKEY *key = PEM_read_bio_PrivateKey (file, NULL, NULL, NULL);
  PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8 (key);
  Builder builder;

  X509_ALGOR_free (pbes2->keyfunc);
  pbes2->keyfunc = PKCS5_pbkdf2_set (2048, NULL, 0, NID_hmacWithSHA256, 32);
  g_assert_nonnull (ASN1_TYPE_pack_sequence (ASN1_ITEM_rptr (PBE2PARAM), pbes2, &algorithm->parameter));
  builder_init (&builder);
  builder_add_certificate (&builder, "ec");
  sk_PKCS12_SAFEBAG_push (builder.bags, PKCS12_SAFEBAG_create0_pkcs8 (PKCS8_set0_pbe ("secret", 6, info, algorithm)));
  builder_close (&builder, NULL);
  right = builder_finish (&builder, NULL);
  bytes = fixtures_replace (right, AES_256_CBC, AES_128_CBC, 9);

  certificate = open_bytes (bytes, "secret");
  fixtures_assert_is (certificate, "ec");
  PBE2PARAM_free (pbes2);
  PKCS8_PRIV_KEY_INFO_free (info);
  EVP_PKEY_free (key);
  BIO_free (file);
}

/* Without the passphrase */

#define OF_LOCK \
  (INKAN_WEAKNESS_OLD_ENCRYPTION | INKAN_WEAKNESS_FEW_ITERATIONS | INKAN_WEAKNESS_NO_INTEGRITY | INKAN_WEAKNESS_RC2_40)

static void
test_look (void)
{
  static const struct {
    const char *name;
    InkanWeakness weaknesses;
  } files[] = {
    { "rsa", INKAN_WEAKNESS_NONE },
    { "short", INKAN_WEAKNESS_NONE }, /* as long as nobody has opened it */
    { "legacy", INKAN_WEAKNESS_OLD_ENCRYPTION | INKAN_WEAKNESS_RC2_40 },
    { "rc2-40", INKAN_WEAKNESS_OLD_ENCRYPTION | INKAN_WEAKNESS_RC2_40 },
    { "triple-des", INKAN_WEAKNESS_OLD_ENCRYPTION },
    { "rc4", INKAN_WEAKNESS_OLD_ENCRYPTION },
    { "few", INKAN_WEAKNESS_FEW_ITERATIONS },
    { "no-mac", INKAN_WEAKNESS_NO_INTEGRITY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (InkanCertificate) certificate = NULL;
    g_autoptr (GBytes) bytes = fixtures_read (files[i].name);

    g_assert_cmphex (inkan_certificate_look (bytes), ==, files[i].weaknesses);
    certificate = open_bytes (bytes, "secret");
    g_assert_cmphex (inkan_certificate_get_weaknesses (certificate) & OF_LOCK, ==, files[i].weaknesses);
  }
}

/* What cannot be opened has weaknesses all the same; what is no such file has none. */
static void
test_look_at_others (void)
{
  g_autoptr (GBytes) legacy = fixtures_read ("legacy");
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (legacy, 0, g_bytes_get_size (legacy) / 2);
  g_autoptr (GBytes) none = g_bytes_new_static ("hello", 5);
  /* SHA-1 → a number that nobody has given out */
  g_autoptr (GBytes) unknown_mac = fixtures_replace (legacy, "\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a",
                                                     "\x30\x09\x06\x05\x2b\x0e\x03\x02\x7f", 9);

  g_assert_cmphex (inkan_certificate_look (half), ==, INKAN_WEAKNESS_NONE);
  g_assert_cmphex (inkan_certificate_look (none), ==, INKAN_WEAKNESS_NONE);
  g_assert_cmphex (inkan_certificate_look (unknown_mac), ==, INKAN_WEAKNESS_OLD_ENCRYPTION | INKAN_WEAKNESS_RC2_40);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixtures_make ();
  g_test_add_func ("/certificate/reading/friendly-names", test_friendly_names);
  g_test_add_func ("/certificate/reading/local-ids", test_local_ids);
  g_test_add_func ("/certificate/reading/ber", test_ber);
  g_test_add_func ("/certificate/reading/key-length", test_key_length);
  g_test_add_func ("/certificate/reading/look", test_look);
  g_test_add_func ("/certificate/reading/look-at-others", test_look_at_others);
  result = g_test_run ();
  fixtures_remove ();
  return result;
}
