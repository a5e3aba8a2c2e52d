/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixtures.h"

#include "core/certificate/derivation.h"

#include <string.h>

/* How many derivations it takes to open @bytes, or to refuse it with @code. */
#define OPENS (-1)

static guint
count (GBytes *bytes, const char *passphrase, int code)
{
  g_autoptr (SecretValue) secret = fixtures_secret (passphrase);
  g_autoptr (InkanCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;
  guint before = inkan_derivations_count ();

  certificate = inkan_certificate_open (bytes, secret, NULL, &error);
  if (code == OPENS)
    g_assert_no_error (error);
  else
    g_assert_error (error, INKAN_CERTIFICATE_ERROR, code);
  return inkan_derivations_count () - before;
}

static guint
count_file (const char *name, const char *passphrase, int code)
{
  g_autoptr (GBytes) bytes = fixtures_read (name);

  return count (bytes, passphrase, code);
}

static void
test_shapes (void)
{
  static const struct {
    const char *file;
    guint n;
  } shapes[] = {
    { "rsa", 3 }, /* the MAC, the certificates, the key */
    { "legacy", 3 },      { "triple-des", 3 }, { "camellia", 3 },
    { "pkcs5", 3 },       { "rc4", 3 },        { "costly", 3 },
    { "no-mac", 1 },      { "plain", 1 },      { "plain-certificates", 2 },
    { "plain-no-mac", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
    g_test_message ("%s", shapes[i].file);
    g_assert_cmpuint (count_file (shapes[i].file, "secret", OPENS), ==, shapes[i].n);
  }
  g_assert_cmpuint (count_file ("unicode", "パスフレーズ 😀é ", OPENS), ==, 3);
  g_assert_cmpuint (count_file ("empty", "", OPENS), ==, 3);
}

static GBytes *
build (guint n_boxes, guint n_keys, int iterations, gboolean has_mac)
{
  Builder builder;

  builder_init (&builder);
  builder.iterations = iterations;
  for (guint i = 0; i < n_boxes; i++) {
    builder_add_certificate (&builder, i == 0 ? "ec" : "intermediate");
    builder_close (&builder, "secret");
  }
  for (guint i = 0; i < n_keys; i++)
    builder_add_key (&builder, i == 0 ? "ec" : "p384", "secret");
  builder_close (&builder, NULL);
  return builder_finish (&builder, has_mac ? "secret" : NULL);
}

static void
test_several (void)
{
  g_autoptr (GBytes) bytes = build (3, 2, 2048, TRUE);
  g_autoptr (GBytes) no_mac = build (3, 2, 2048, FALSE);

  g_assert_cmpuint (count (bytes, "secret", OPENS), ==, 1 + 3 + 2);
  g_assert_cmpuint (count (no_mac, "secret", OPENS), ==, 3 + 2);
}

static void
test_scrypt (void)
{
  Builder builder;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) odd = NULL;

  builder_init (&builder);
  builder_add_certificate (&builder, "ec");
  builder_add_scrypt_key (&builder, "ec", "secret");
  builder_close (&builder, NULL);
  bytes = builder_finish (&builder, NULL);
  /* N is a power of two (RFC 7914): with another one there is no key at all. */
  odd = fixtures_replace (bytes, "\x02\x02\x04\x00", "\x02\x02\x04\x01", 4);

  g_assert_cmpuint (count (bytes, "secret", OPENS), ==, 1);
  g_assert_cmpuint (count (odd, "secret", INKAN_CERTIFICATE_ERROR_UNSUPPORTED), ==, 1);
}

/* OpenSSL 3.0 cannot write it, nor read. */
static void
test_pbmac1 (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("INKAN_SOURCE_ROOT"), "..", "shared", "corpus", "p12",
                                            "gnutls-pbmac1-simple.p12", NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL) {
    g_test_skip ("no corpus");
    return;
  }
  bytes = g_mapped_file_get_bytes (file);
  g_assert_cmpuint (count (bytes, "1234", OPENS), ==, 3);
  g_assert_cmpuint (count (bytes, NULL, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE), ==, 1);
}

/* What an old OpenSSL made of a passphrase (UTF-8 taken for Latin-1) is tried
 * second; what the MAC has shown is not asked again of the other parts. */
static void
test_second_spelling (void)
{
  g_assert_cmpuint (count_file ("twice", "clé", OPENS), ==, 2 + 1 + 1);
}

static void
test_wrong (void)
{
  g_assert_cmpuint (count_file ("ec", "wrong", INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE), ==, 1);
  g_assert_cmpuint (count_file ("legacy", "wrong", INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE), ==, 1);
}

/* Each of the three is below the limit, all together are above. */
static void
test_limit (void)
{
  g_autoptr (GBytes) bytes = fixtures_read ("costly");
  g_autoptr (GBytes) costly = fixtures_replace (bytes, "\x02\x03\x01\x00\x01", "\x02\x03\x40\x00\x00", 5);

  g_assert_cmpuint (count (costly, "secret", INKAN_CERTIFICATE_ERROR_TOO_EXPENSIVE), ==, 0);
}

/* What is dear is derived side by side, and no more of it than otherwise. */
static void
test_dear (void)
{
  guint n;

  g_assert_cmpuint (count_file ("costly", "secret", OPENS), ==, 3);
  /* How far the others have got when the MAC turns out wrong is up to the machine. */
  n = count_file ("costly", "wrong", INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE);
  g_assert_cmpuint (n, >=, 1);
  g_assert_cmpuint (n, <=, 3);
}

static gpointer
cancel_after_one (gpointer data)
{
  while (inkan_derivations_count () == 0)
    g_thread_yield ();
  g_cancellable_cancel (data);
  return GUINT_TO_POINTER (inkan_derivations_count ());
}

/* Whatever has been begun goes on to its end, nothing else is begun. The first of
 * the tests: it counts from nothing. */
static void
test_cancelled_midway (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) bytes = build (1, 6, 600000, TRUE);
  g_autoptr (SecretValue) secret = fixtures_secret ("secret");
  g_autoptr (GError) error = NULL;
  GThread *thread;
  guint n_then;

  g_assert_cmpuint (inkan_derivations_count (), ==, 0);
  thread = g_thread_new ("cancel", cancel_after_one, cancellable);
  g_assert_null (inkan_certificate_open (bytes, secret, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  n_then = GPOINTER_TO_UINT (g_thread_join (thread));
  /* A thread may have looked just before: that one is not counted yet. */
  g_assert_cmpuint (inkan_derivations_count (), <, n_then + g_get_num_processors ());
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) bytes = fixtures_read ("ec");
  g_autoptr (SecretValue) secret = fixtures_secret ("secret");
  g_autoptr (GError) error = NULL;
  guint before = inkan_derivations_count ();

  g_cancellable_cancel (cancellable);
  g_assert_null (inkan_certificate_open (bytes, secret, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (inkan_derivations_count (), ==, before);
}

static void
assert_as_openssl (const InkanDerivation *derivation, const char *passphrase)
{
  int length = passphrase != NULL ? (int) strlen (passphrase) : 0;
  gsize salt_length;
  guint8 *salt = (guint8 *) g_bytes_get_data (derivation->salt, &salt_length);
  InkanKey key = { 0 }, expected = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (inkan_derivation_run (derivation, passphrase, length, NULL, &key, &error));
  g_assert_no_error (error);
  if (derivation->kind == INKAN_DERIVATION_PBKDF2) {
    g_assert_true (PKCS5_PBKDF2_HMAC (passphrase, length, salt, (int) salt_length, (int) derivation->iterations,
                                      derivation->digest, derivation->key_length, expected.key));
  } else {
    g_assert_true (PKCS12_key_gen_utf8 (passphrase, length, salt, (int) salt_length, derivation->purpose,
                                        (int) derivation->iterations, derivation->key_length, expected.key,
                                        derivation->digest));
    g_assert_true (PKCS12_key_gen_utf8 (passphrase, length, salt, (int) salt_length, PKCS12_IV_ID,
                                        (int) derivation->iterations, derivation->iv_length, expected.iv,
                                        derivation->digest));
  }
  g_assert_cmpmem (key.key, sizeof key.key, expected.key, sizeof expected.key);
  g_assert_cmpmem (key.iv, sizeof key.iv, expected.iv, sizeof expected.iv);
}

/* Whoever derives them, keys are those that OpenSSL makes. */
static void
test_as_openssl (void)
{
  static const char *const digests[] = { "MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512" };
  static const gsize salts[] = { 0, 1, 8, 64, 65, 200 };
  static const int lengths[] = { 1, 20, 24, 32, 33, EVP_MAX_KEY_LENGTH };
  g_autofree char *long_one = g_strnfill (1000, 'x');
  const char *passphrases[] = { NULL, "", "a", "パスフレーズ 😀é ", "cl\xe9", long_one };

  for (gsize i = 0; i < G_N_ELEMENTS (digests) * G_N_ELEMENTS (salts) * G_N_ELEMENTS (passphrases); i++) {
    g_auto (InkanDerivation) derivation = { .iterations = 1 + (gint64) i % 3, .iv_length = 1 + (int) i % 16 };
    gsize salt_length = salts[i / 6 % G_N_ELEMENTS (salts)];
    guint8 salt[200];

    if (passphrases[i / 36] == NULL && salt_length == 0)
      continue; /* OpenSSL 3.0 fails with that */
    for (gsize j = 0; j < salt_length; j++)
      salt[j] = (guint8) (0xff - i * j); /* sums that carry */
    derivation.salt = g_bytes_new (salt, salt_length);
    derivation.digest = EVP_MD_fetch (NULL, digests[i % G_N_ELEMENTS (digests)], NULL);
    for (gsize j = 0; j < G_N_ELEMENTS (lengths); j++) {
      derivation.key_length = lengths[j];
      derivation.purpose = j % 2 == 0 ? PKCS12_KEY_ID : PKCS12_MAC_ID;
      derivation.kind = INKAN_DERIVATION_PKCS12;
      assert_as_openssl (&derivation, passphrases[i / 36]);
      derivation.kind = INKAN_DERIVATION_PBKDF2;
      assert_as_openssl (&derivation, passphrases[i / 36]);
    }
  }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixtures_make ();
  g_test_add_func ("/derivation/cancelled-midway", test_cancelled_midway);
  g_test_add_func ("/derivation/shapes", test_shapes);
  g_test_add_func ("/derivation/several", test_several);
  g_test_add_func ("/derivation/scrypt", test_scrypt);
  g_test_add_func ("/derivation/pbmac1", test_pbmac1);
  g_test_add_func ("/derivation/second-spelling", test_second_spelling);
  g_test_add_func ("/derivation/wrong", test_wrong);
  g_test_add_func ("/derivation/as-openssl", test_as_openssl);
  g_test_add_func ("/derivation/limit", test_limit);
  g_test_add_func ("/derivation/dear", test_dear);
  g_test_add_func ("/derivation/cancelled", test_cancelled);
  result = g_test_run ();
  fixtures_remove ();
  return result;
}
