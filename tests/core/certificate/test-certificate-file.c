/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixtures.h"

#include <string.h>
#include <time.h>

static InkanCertificate *
open_fixture (const char *name, const char *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = fixtures_read (name);
  InkanCertificate *certificate = fixtures_open (bytes, passphrase, &error);

  g_assert_no_error (error);
  g_assert_nonnull (certificate);
  return certificate;
}

static void
assert_refused (GBytes *bytes, const char *passphrase, InkanCertificateError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fixtures_open (bytes, passphrase, &error));
  g_assert_error (error, INKAN_CERTIFICATE_ERROR, (int) code);
}

static void
test_kinds (void)
{
  static const struct {
    const char *file;
    const char *certificate;
    const char *type;
    guint bits;
    InkanChainState chain;
    guint chain_length;
    const char *missing;
    InkanWeakness weaknesses;
  } kinds[] = {
    { "rsa", "rsa", "RSA", 2048, INKAN_CHAIN_COMPLETE, 3, NULL, 0 },
    { "ec", "ec", "EC P-256", 256, INKAN_CHAIN_PARTIAL, 2, "Inkan Root", 0 },
    { "p384", "p384", "EC P-384", 384, INKAN_CHAIN_PARTIAL, 1, "Inkan Intermediate", 0 },
    { "ed25519", "ed25519", "Ed25519", 256, INKAN_CHAIN_COMPLETE, 3, NULL, 0 },
    { "short", "short", "RSA", 1024, INKAN_CHAIN_PARTIAL, 1, "Inkan Intermediate", INKAN_WEAKNESS_SHORT_KEY },
    { "legacy", "rsa", "RSA", 2048, INKAN_CHAIN_COMPLETE, 3, NULL,
      INKAN_WEAKNESS_OLD_ENCRYPTION | INKAN_WEAKNESS_RC2_40 },
    { "triple-des", "ec", "EC P-256", 256, INKAN_CHAIN_PARTIAL, 1, "Inkan Intermediate",
      INKAN_WEAKNESS_OLD_ENCRYPTION },
    { "camellia", "ec", "EC P-256", 256, INKAN_CHAIN_PARTIAL, 1, "Inkan Intermediate", 0 },
    { "plain", "ec", "EC P-256", 256, INKAN_CHAIN_PARTIAL, 1, "Inkan Intermediate", 0 },
    { "no-mac", "ec", "EC P-256", 256, INKAN_CHAIN_PARTIAL, 1, "Inkan Intermediate",
      INKAN_WEAKNESS_NO_INTEGRITY },
    { "few", "ec", "EC P-256", 256, INKAN_CHAIN_PARTIAL, 1, "Inkan Intermediate",
      INKAN_WEAKNESS_FEW_ITERATIONS },
    { "expired", "older", "EC P-256", 256, INKAN_CHAIN_PARTIAL, 1, "Inkan Intermediate",
      INKAN_WEAKNESS_EXPIRED },
    { "future", "future", "EC P-256", 256, INKAN_CHAIN_PARTIAL, 1, "Inkan Intermediate",
      INKAN_WEAKNESS_NOT_YET_VALID },
    { "sha1", "sha1", "EC P-256", 256, INKAN_CHAIN_PARTIAL, 1, "Inkan Intermediate",
      INKAN_WEAKNESS_SHA1_SIGNATURE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autoptr (InkanCertificate) certificate = NULL;

    g_test_message ("%s", kinds[i].file);
    certificate = open_fixture (kinds[i].file, "secret");
    fixtures_assert_is (certificate, kinds[i].certificate);
    g_assert_cmpstr (inkan_certificate_get_key_type (certificate), ==, kinds[i].type);
    g_assert_cmpuint (inkan_certificate_get_key_bits (certificate), ==, kinds[i].bits);
    g_assert_cmpint (inkan_certificate_get_chain_state (certificate), ==, kinds[i].chain);
    g_assert_cmpuint (inkan_certificate_get_chain (certificate)->len + 1, ==, kinds[i].chain_length);
    g_assert_cmpstr (inkan_certificate_get_missing_issuer (certificate), ==, kinds[i].missing);
    g_assert_cmphex (inkan_certificate_get_weaknesses (certificate), ==, kinds[i].weaknesses);
  }
}

static void
test_description (void)
{
  g_autoptr (InkanCertificate) certificate = open_fixture ("rsa", "secret");
  g_autofree char *from = g_date_time_format_iso8601 (inkan_certificate_get_not_before (certificate));
  g_autofree char *to = g_date_time_format_iso8601 (inkan_certificate_get_not_after (certificate));
  g_autofree char *addresses =
      g_strjoinv (" ", (char **) inkan_certificate_get_addresses (certificate));

  g_assert_cmpstr (inkan_certificate_get_subject (certificate), ==, "印鑑 花子");
  g_assert_cmpstr (inkan_certificate_get_subject_name (certificate), ==,
                   "emailAddress=hanako@inkan.example,CN=印鑑 花子,O=Inkan,C=JP");
  g_assert_cmpstr (inkan_certificate_get_issuer (certificate), ==, "Inkan Intermediate");
  g_assert_cmpstr (addresses, ==, "hanako@inkan.example hanako@second.example");
  g_assert_cmpstr (inkan_certificate_get_friendly_name (certificate), ==, "花子の印");
  g_assert_cmpstr (inkan_certificate_get_serial (certificate), ==, "C0:FF:EE:10");
  g_assert_cmpstr (from, ==, "2024-01-01T00:00:00Z");
  g_assert_cmpstr (to, ==, "2099-12-31T23:59:59Z");
}

static void
test_passphrases (void)
{
  static const struct {
    const char *file;
    const char *passphrase;
    gboolean fits;
  } tries[] = {
    { "ec", "Secret", FALSE },
    { "ec", "secret ", FALSE },
    { "ec", "", FALSE },
    { "ec", NULL, FALSE },
    { "legacy", "wrong", FALSE },
    { "no-mac", "wrong", FALSE },
    { "empty", "", TRUE },
    { "empty", NULL, TRUE },
    { "empty", "x", FALSE },
    { "unicode", "パスフレーズ 😀é ", TRUE },
    { "unicode", "パスフレーズ 😀é", FALSE },
    { "unicode-legacy", "パスフレーズ 😀é ", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tries); i++) {
    g_autoptr (GBytes) bytes = fixtures_read (tries[i].file);
    g_autoptr (InkanCertificate) certificate = NULL;
    g_autoptr (GError) error = NULL;

    g_test_message ("%s, %s", tries[i].file, tries[i].passphrase);
    certificate = fixtures_open (bytes, tries[i].passphrase, &error);
    if (tries[i].fits)
      g_assert_no_error (error);
    else
      g_assert_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE);
    g_assert_true ((certificate != NULL) == tries[i].fits);
  }
}

/* Spellings of a passphrase that other programs have used. */
static void
test_spellings (void)
{
  static const char *const spellings[] = {
    "h\xc3\xa9",         /* UTF-8 */
    "h\xe9",             /* Latin-1: for the key only, the MAC is the same */
    "h\xc3\x83\xc2\xa9", /* UTF-8 twice */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (spellings); i++) {
    g_autoptr (InkanCertificate) certificate = NULL;
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (GError) error = NULL;
    Builder builder;

    builder_init (&builder);
    builder_add_certificate (&builder, "ec");
    builder_add_key (&builder, "ec", spellings[i]);
    builder_close (&builder, NULL);
    bytes = builder_finish (&builder, spellings[i]);
    certificate = fixtures_open (bytes, "h\xc3\xa9", &error);
    g_assert_no_error (error);
    fixtures_assert_is (certificate, "ec");
  }
}

static void
test_no_passphrase_at_all (void)
{
  g_autoptr (InkanCertificate) certificate = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  Builder builder;

  builder_init (&builder);
  builder_add_key (&builder, "ec", NULL);
  builder_add_certificate (&builder, "ec");
  builder_close (&builder, NULL);
  bytes = builder_finish (&builder, NULL);
  certificate = fixtures_open (bytes, NULL, &error);
  g_assert_no_error (error);
  fixtures_assert_is (certificate, "ec");
  g_assert_cmphex (inkan_certificate_get_weaknesses (certificate), ==, INKAN_WEAKNESS_NO_INTEGRITY);
}

static void
test_order (void)
{
  g_autoptr (InkanCertificate) certificate = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  Builder builder;

  /* The authority first, a stranger's key and certificates, the same twice, an
   * expired one with the same key, the person's own last; some of it in boxes. */
  builder_init (&builder);
  builder_add_certificate (&builder, "root");
  builder_add_certificate (&builder, "other-root");
  builder_add_certificate (&builder, "p384");
  builder_close (&builder, "secret");
  builder_add_key (&builder, "stranger", "secret");
  builder_add_key (&builder, "ec", "secret");
  builder_nest (&builder, 3);
  builder_close (&builder, NULL);
  builder_add_certificate (&builder, "intermediate");
  builder_add_certificate (&builder, "intermediate");
  builder_add_certificate (&builder, "older");
  builder_add_certificate (&builder, "ec");
  builder_nest (&builder, 1);
  builder_close (&builder, "secret");
  bytes = builder_finish (&builder, "secret");
  certificate = fixtures_open (bytes, "secret", &error);
  g_assert_no_error (error);
  fixtures_assert_is (certificate, "ec");
  g_assert_cmpint (inkan_certificate_get_chain_state (certificate), ==, INKAN_CHAIN_COMPLETE);
  g_assert_cmpuint (inkan_certificate_get_chain (certificate)->len, ==, 2);
}

/* A key of an authority comes with its own certificate, but is not the person. */
static void
test_person_before_authority (void)
{
  g_autoptr (InkanCertificate) certificate = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  Builder builder;

  builder_init (&builder);
  builder_add_key (&builder, "root", "secret");
  builder_add_certificate (&builder, "root");
  builder_add_key (&builder, "ec", "secret");
  builder_add_certificate (&builder, "older");
  builder_close (&builder, NULL);
  bytes = builder_finish (&builder, "secret");
  certificate = fixtures_open (bytes, "secret", &error);
  g_assert_no_error (error);
  fixtures_assert_is (certificate, "older");
}

static void
test_nested_too_deeply (void)
{
  g_autoptr (GBytes) bytes = NULL;
  Builder builder;

  builder_init (&builder);
  builder_add_key (&builder, "ec", NULL);
  builder_add_certificate (&builder, "ec");
  builder_nest (&builder, 9);
  builder_close (&builder, NULL);
  bytes = builder_finish (&builder, NULL);
  assert_refused (bytes, NULL, INKAN_CERTIFICATE_ERROR_DAMAGED);
}

static void
test_missing_parts (void)
{
  g_autoptr (GBytes) no_key = fixtures_read ("no-key");
  g_autoptr (GBytes) no_certificate = fixtures_read ("no-certificate");
  g_autoptr (GBytes) mismatch = NULL;
  g_autoptr (GBytes) nothing = NULL;
  Builder builder;

  assert_refused (no_key, "secret", INKAN_CERTIFICATE_ERROR_NO_KEY);
  assert_refused (no_certificate, "secret", INKAN_CERTIFICATE_ERROR_NO_CERTIFICATE);

  builder_init (&builder);
  builder_add_key (&builder, "stranger", "secret");
  builder_add_certificate (&builder, "ec");
  builder_add_certificate (&builder, "intermediate");
  builder_close (&builder, NULL);
  mismatch = builder_finish (&builder, "secret");
  assert_refused (mismatch, "secret", INKAN_CERTIFICATE_ERROR_MISMATCH);

  builder.bags = sk_PKCS12_SAFEBAG_new_null ();
  builder_close (&builder, NULL);
  nothing = builder_finish (&builder, "secret");
  assert_refused (nothing, "secret", INKAN_CERTIFICATE_ERROR_NO_KEY);
}

static void
test_unsupported (void)
{
  g_autoptr (GBytes) bytes = fixtures_read ("ec");
  /* aes-256-cbc → the next number, which nobody has given out as a cipher */
  g_autoptr (GBytes) changed =
      fixtures_replace (bytes, "\x60\x86\x48\x01\x65\x03\x04\x01\x2a", "\x60\x86\x48\x01\x65\x03\x04\x01\x7f", 9);
  g_autoptr (GBytes) other_mac =
      fixtures_replace (bytes, "\x60\x86\x48\x01\x65\x03\x04\x02\x01", "\x60\x86\x48\x01\x65\x03\x04\x02\x7f", 9);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) no_mac = fixtures_read ("no-mac");
  g_autoptr (GBytes) unknown =
      fixtures_replace (no_mac, "\x60\x86\x48\x01\x65\x03\x04\x01\x2a", "\x60\x86\x48\x01\x65\x03\x04\x01\x7f", 9);

  assert_refused (changed, "secret", INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE); /* all that the MAC can tell */
  g_assert_null (fixtures_open (unknown, "secret", &error));
  g_assert_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "2.16.840.1.101.3.4.1.127"));
  g_clear_error (&error);
  g_assert_null (fixtures_open (other_mac, "secret", &error));
  g_assert_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "2.16.840.1.101.3.4.2.127"));
}

static void
test_not_pkcs12 (void)
{
  static const struct {
    const char *bytes;
    gsize length;
    const char *word;
    InkanOtherFile other;
  } files[] = {
    { "", 0, "empty", INKAN_OTHER_FILE_UNKNOWN },
    { "<!DOCTYPE html><html></html>", 28, "web page", INKAN_OTHER_FILE_MARKUP },
    { "\xef\xbb\xbf\r\n <html>", 12, "web page", INKAN_OTHER_FILE_MARKUP },
    { "-----BEGIN PKCS12-----\n", 23, "PEM", INKAN_OTHER_FILE_PEM },
    { "PK\3\4 and so on", 13, "archive", INKAN_OTHER_FILE_ARCHIVE },
    { "\x1f\x8b\x08", 3, "archive", INKAN_OTHER_FILE_ARCHIVE },
    { "%PDF-1.7", 8, "PDF", INKAN_OTHER_FILE_DOCUMENT },
    { "\xfe\xed\xfe\xed\0\0\0\2", 8, "Java", INKAN_OTHER_FILE_JAVA },
    { "MIIJqgIBAzCCCWYG", 16, "base64", INKAN_OTHER_FILE_BASE64 },
    { "Bag Attributes\n    localKeyID: 01\n-----BEGIN PRIVATE KEY-----\n", 63, "PEM", INKAN_OTHER_FILE_PEM },
    { "7z\xbc\xaf\x27\x1c", 6, "archive", INKAN_OTHER_FILE_ARCHIVE },
    { "MIIJqgIBAzCCCWYG and so on", 26, "Not a PKCS#12 file", INKAN_OTHER_FILE_UNKNOWN },
    { "\xff\xfe<\0h\0", 6, "web page", INKAN_OTHER_FILE_MARKUP },
    { "Received: from mx\r\nSubject: =?UTF-8?", 37, "e-mail", INKAN_OTHER_FILE_MAIL },
    { "\x30\x06\x02\x01\x00\x02\x01\x01", 8, "Not a PKCS#12 file", INKAN_OTHER_FILE_UNKNOWN },
    { "hello", 5, "Not a PKCS#12 file", INKAN_OTHER_FILE_UNKNOWN },
  };
  g_autoptr (GBytes) large = g_bytes_new_take (g_malloc0 (INKAN_CERTIFICATE_FILE_MAX_SIZE + 1),
                                               INKAN_CERTIFICATE_FILE_MAX_SIZE + 1);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new_static (files[i].bytes, files[i].length);
    g_autoptr (GError) error = NULL;

    g_assert_false (inkan_certificate_check_shape (bytes, &error));
    g_assert_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_NOT_PKCS12);
    g_assert_nonnull (strstr (error->message, files[i].word));
    g_assert_cmpint (inkan_certificate_error_get_other (error), ==, files[i].other);
    assert_refused (bytes, "secret", INKAN_CERTIFICATE_ERROR_NOT_PKCS12);
  }
  assert_refused (large, "secret", INKAN_CERTIFICATE_ERROR_TOO_LARGE);
}

/* Made by openssl: in DER, which all looks much alike. */
static void
test_other_der (void)
{
  static const struct {
    const char *extension;
    InkanOtherFile other;
  } files[] = {
    { ".cer", INKAN_OTHER_FILE_CERTIFICATE }, { ".p7b", INKAN_OTHER_FILE_CERTIFICATES },
    { ".csr", INKAN_OTHER_FILE_REQUEST },     { ".pk8", INKAN_OTHER_FILE_KEY },
    { ".pk8e", INKAN_OTHER_FILE_KEY },        { ".sec1", INKAN_OTHER_FILE_KEY },
    { ".pkcs1", INKAN_OTHER_FILE_KEY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = fixtures_path ("other", files[i].extension);
    g_autofree char *octets = NULL;
    g_autoptr (GBytes) bytes = NULL;
    g_autoptr (GError) error = NULL;
    gsize length;

    g_assert_true (g_file_get_contents (path, &octets, &length, NULL));
    bytes = g_bytes_new (octets, length);
    g_assert_null (fixtures_open (bytes, "secret", &error));
    g_assert_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_NOT_PKCS12);
    g_assert_cmpint (inkan_certificate_error_get_other (error), ==, files[i].other);
  }
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) bytes = fixtures_read ("plain");
  g_autoptr (GError) whole = NULL;

  g_assert_true (inkan_certificate_check_shape (bytes, &whole));
  g_assert_no_error (whole);
  for (gsize length = 1; length < g_bytes_get_size (bytes); length++) {
    g_autoptr (GBytes) part = g_bytes_new (g_bytes_get_data (bytes, NULL), length); /* its own end, for sanitizers */
    g_autoptr (GError) error = NULL;

    g_assert_false (inkan_certificate_check_shape (part, &error));
    g_assert_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED);
    assert_refused (part, "secret", INKAN_CERTIFICATE_ERROR_DAMAGED);
  }
}

static void
test_trailing_bytes (void)
{
  g_autoptr (InkanCertificate) certificate = NULL;
  g_autoptr (GBytes) bytes = fixtures_read ("ec");
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GBytes) result = NULL;
  g_autoptr (GError) error = NULL;

  g_byte_array_append (longer, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_byte_array_append (longer, (const guint8 *) "\0\0\0\0\0\0\0\0", 8);
  result = g_byte_array_free_to_bytes (g_steal_pointer (&longer));
  certificate = fixtures_open (result, "secret", &error);
  g_assert_no_error (error);
  fixtures_assert_is (certificate, "ec");
}

/* With a MAC, no changed byte inside goes unnoticed; without one, whatever comes
 * out is not somebody else's key. */
static void
test_changed (void)
{
  static const char *const files[] = { "few", "no-mac" };
  static const guint8 changes[] = { 0x01, 0x80, 0xff };

  for (gsize f = 0; f < G_N_ELEMENTS (files); f++) {
    g_autoptr (GBytes) bytes = fixtures_read (files[f]);
    g_autofree char *fingerprint = fixtures_ask ("ec", "-fingerprint");
    gsize size;
    const guint8 *data = g_bytes_get_data (bytes, &size);
    guint n_opened = 0;

    for (gsize i = 0; i < size; i += f == 0 ? 1 : 3)
      for (gsize c = 0; c < G_N_ELEMENTS (changes); c++) {
        g_autoptr (InkanCertificate) certificate = NULL;
        g_autoptr (GBytes) changed = NULL;
        g_autoptr (GError) error = NULL;
        guint8 *copy = g_memdup2 (data, size);

        copy[i] ^= changes[c];
        changed = g_bytes_new_take (copy, size);
        certificate = fixtures_open (changed, "secret", &error);
        g_assert_true ((certificate == NULL) == (error != NULL));
        if (certificate == NULL)
          continue;
        n_opened++;
        /* Without a MAC the certificate's own text can be another. */
        if (f == 0)
          g_assert_cmpstr (inkan_certificate_get_fingerprint (certificate), ==, fingerprint);
        g_assert_cmpstr (inkan_certificate_get_key_type (certificate), ==, "EC P-256");
      }
    g_test_message ("%s: %u of the changed files open nevertheless", files[f], n_opened);
  }
}

static void
test_broken_chain (void)
{
  g_autoptr (InkanCertificate) certificate = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) changed = NULL;
  g_autoptr (GError) error = NULL;
  guint8 *data;
  gsize size;
  Builder builder;

  /* The person's certificate comes first, without encryption; its last byte
   * belongs to the signature. */
  builder_init (&builder);
  builder_add_key (&builder, "ec", NULL);
  builder_add_certificate (&builder, "intermediate");
  builder_add_certificate (&builder, "root");
  builder_add_certificate (&builder, "ec");
  builder_close (&builder, NULL);
  bytes = builder_finish (&builder, NULL);
  data = g_memdup2 (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes));
  data[size - 1] ^= 1;
  changed = g_bytes_new_take (data, size);
  certificate = fixtures_open (changed, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (inkan_certificate_get_chain_state (certificate), ==, INKAN_CHAIN_BROKEN);
  g_assert_null (inkan_certificate_get_missing_issuer (certificate));
}

typedef struct {
  GMainLoop *loop;
  InkanCertificate *certificate;
  GError *error;
} Answer;

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->certificate = inkan_certificate_open_finish (result, &answer->error);
  g_main_loop_quit (answer->loop);
}

static void
test_async (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) bytes = fixtures_read ("rsa");
  g_autoptr (SecretValue) passphrase = fixtures_secret ("secret");
  Answer answer = { loop, NULL, NULL };

  inkan_certificate_open_async (bytes, passphrase, cancellable, opened_cb, &answer);
  g_assert_null (answer.certificate);
  g_main_loop_run (loop);
  g_assert_no_error (answer.error);
  fixtures_assert_is (answer.certificate, "rsa");
  g_assert_finalize_object (answer.certificate);

  g_cancellable_cancel (cancellable);
  inkan_certificate_open_async (bytes, passphrase, cancellable, opened_cb, &answer);
  g_main_loop_run (loop);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);
  g_assert_null (inkan_certificate_open (bytes, passphrase, cancellable, &answer.error));
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixtures_make ();
  g_test_add_func ("/certificate/kinds", test_kinds);
  g_test_add_func ("/certificate/description", test_description);
  g_test_add_func ("/certificate/passphrases", test_passphrases);
  g_test_add_func ("/certificate/spellings", test_spellings);
  g_test_add_func ("/certificate/no-passphrase-at-all", test_no_passphrase_at_all);
  g_test_add_func ("/certificate/order", test_order);
  g_test_add_func ("/certificate/person-before-authority", test_person_before_authority);
  g_test_add_func ("/certificate/nested-too-deeply", test_nested_too_deeply);
  g_test_add_func ("/certificate/missing-parts", test_missing_parts);
  g_test_add_func ("/certificate/unsupported", test_unsupported);
  g_test_add_func ("/certificate/not-pkcs12", test_not_pkcs12);
  g_test_add_func ("/certificate/other-der", test_other_der);
  g_test_add_func ("/certificate/truncated", test_truncated);
  g_test_add_func ("/certificate/trailing-bytes", test_trailing_bytes);
  g_test_add_func ("/certificate/changed", test_changed);
  g_test_add_func ("/certificate/broken-chain", test_broken_chain);
  g_test_add_func ("/certificate/async", test_async);
  result = g_test_run ();
  fixtures_remove ();
  return result;
}
