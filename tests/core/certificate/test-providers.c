/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixtures.h"

#include "wording/certificate-error-text.h"

#include <string.h>

/* A system without OpenSSL's legacy provider: what needs it is refused, and it is
 * said what to install; everything else opens. */

static InkanCertificate *
open_fixture (const char *name, GError **error)
{
  g_autoptr (GBytes) bytes = fixtures_read (name);

  return fixtures_open (bytes, "secret", error);
}

static void
test_missing (void)
{
  static const char *const files[] = { "legacy", "pkcs5", "rc4" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (InkanCertificate) certificate = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *text = NULL;
    const char *package;

    certificate = open_fixture (files[i], &error);
    g_assert_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED);
    package = inkan_certificate_error_get_package (error);
    g_assert_cmpstr (package, ==, OPENSSL_version_major () == 3 && OPENSSL_version_minor () < 3
                                    ? "libssl3" : "openssl-provider-legacy");
    text = inkan_certificate_error_text (error, NULL);
    g_assert_nonnull (strstr (text, package));
  }
}

static void
test_not_needed (void)
{
  static const char *const files[] = { "rsa", "triple-des", "camellia", "plain", "no-mac" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (InkanCertificate) certificate = NULL;
    g_autoptr (GError) error = NULL;

    certificate = open_fixture (files[i], &error);
    g_assert_no_error (error);
    g_assert_nonnull (certificate);
  }
}

/* Nothing that could be installed would help. */
static void
test_unknown (void)
{
  g_autoptr (GBytes) bytes = fixtures_read ("ec");
  g_autoptr (GBytes) changed = fixtures_replace (bytes, "\x60\x86\x48\x01\x65\x03\x04\x02\x01",
                                                 "\x60\x86\x48\x01\x65\x03\x04\x02\x7f", 9);
  g_autoptr (GError) error = NULL;

  g_assert_null (fixtures_open (changed, "secret", &error));
  g_assert_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED);
  g_assert_null (inkan_certificate_error_get_package (error));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fixtures_make (); /* by an openssl that has it */
  g_setenv ("OPENSSL_MODULES", "/nonexistent", TRUE);
  g_test_add_func ("/certificate/providers/missing", test_missing);
  g_test_add_func ("/certificate/providers/not-needed", test_not_needed);
  g_test_add_func ("/certificate/providers/unknown", test_unknown);
  result = g_test_run ();
  fixtures_remove ();
  return result;
}
