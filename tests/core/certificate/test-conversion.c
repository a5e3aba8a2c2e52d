/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixtures.h"

#include "core/certificate/conversion.h"

/* @new_passphrase: (nullable): the same */
static GBytes *
convert (GBytes *bytes, const char *passphrase, InkanEncryption encryption, const char *new_passphrase, GError **error)
{
  g_autoptr (SecretValue) secret = fixtures_secret (passphrase);
  g_autoptr (SecretValue) new_secret = fixtures_secret (new_passphrase);

  return inkan_certificate_convert (bytes, secret, encryption, new_secret, NULL, error);
}

static InkanCertificate *
open_bytes (GBytes *bytes, const char *passphrase, GError **error)
{
  g_autoptr (SecretValue) secret = fixtures_secret (passphrase);

  return inkan_certificate_open (bytes, secret, NULL, error);
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
    g_assert_null (open_bytes (converted, cases[i].passphrase, &error));
    g_assert_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE);
    g_clear_error (&error);
    new = open_bytes (converted, "another one", &error);
    g_assert_no_error (error);
    old = open_bytes (bytes, cases[i].passphrase, &error);
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
  certificate = open_bytes (converted, "secret", &error);
  g_assert_no_error (error);
  g_assert_nonnull (certificate);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conversion/kinds", test_kinds);
  g_test_add_func ("/conversion/passphrases", test_passphrases);
  g_test_add_func ("/conversion/same-passphrase", test_same_passphrase);
  fixtures_make ();
  status = g_test_run ();
  fixtures_remove ();
  return status;
}
