/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said about files that do not open: whatever is known about them is in it. */
#include "certificate-error-text.h"

#include <string.h>

#include "../core/certificate/fixtures.h"
#include "core/certificate/conversion.h"
#include "error-text.h"

static GError *
refuse (GBytes *bytes)
{
  g_autoptr(SecretValue) secret = fixtures_secret ("secret");
  g_autoptr(InkanCertificate) certificate = NULL;
  GError *error = NULL;

  certificate = inkan_certificate_open (bytes, secret, NULL, &error);
  g_assert_null (certificate);
  return error;
}

/* @name: what a person is told to be the algorithm; @bytes: (transfer full) */
static void
check_algorithm (GBytes     *bytes,
                 const char *name)
{
  g_autoptr(GBytes) owned = bytes;
  g_autoptr(GError) error = refuse (owned);
  g_autofree char *sentence = g_strdup_printf ("It needs the algorithm “%s”. ", name);
  g_autofree char *title = NULL;
  g_autofree char *text = inkan_error_text (error, NULL, &title);

  g_assert_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED);
  g_assert_cmpstr (title, ==, "The file is made in a way that is not known here");
  if (!g_str_has_prefix (text, sentence))
    g_error ("“%s” is not the beginning of: %s", sentence, text);
  /* And what to do about it. */
  g_assert_nonnull (strstr (text, "help desk"));
}

static GBytes *
change (const char *name,
        const char *from,
        const char *to,
        gsize       length)
{
  g_autoptr(GBytes) bytes = fixtures_read (name);

  return fixtures_replace (bytes, from, to, length);
}

static GBytes *
make_with_odd_key (void)
{
  Builder builder;

  builder_init (&builder);
  builder_add_certificate (&builder, "ec");
  builder_add_key_of_kind (&builder, "ec", NID_id_GostR3410_2001);
  builder_close (&builder, "secret");
  return builder_finish (&builder, "secret");
}

static GBytes *
make_with_odd_box (void)
{
  Builder builder;

  builder_init (&builder);
  builder_add_certificate (&builder, "ec");
  builder_add_key (&builder, "ec", NULL);
  builder_close_unknown (&builder, "1.3.6.1.4.1.32473.1");
  return builder_finish (&builder, "secret");
}

static void
test_algorithms (void)
{
  /* What aes-256-cbc, sha256 and hmacWithSHA256 are called there was given out to nobody. */
  check_algorithm (change ("no-mac", "\x60\x86\x48\x01\x65\x03\x04\x01\x2a", "\x60\x86\x48\x01\x65\x03\x04\x01\x7f", 9),
                   "2.16.840.1.101.3.4.1.127");
  check_algorithm (change ("ec", "\x60\x86\x48\x01\x65\x03\x04\x02\x01", "\x60\x86\x48\x01\x65\x03\x04\x02\x7f", 9),
                   "2.16.840.1.101.3.4.2.127");
  check_algorithm (change ("no-mac", "\x2a\x86\x48\x86\xf7\x0d\x02\x09", "\x2a\x86\x48\x86\xf7\x0d\x02\x7f", 8),
                   "1.2.840.113549.2.127");
  check_algorithm (make_with_odd_key (), "GOST R 34.10-2001");
  check_algorithm (make_with_odd_box (), "1.3.6.1.4.1.32473.1");
}

/* What no algorithm is to blame for does not blame any. */
static void
test_no_algorithm (void)
{
  g_autoptr(GBytes) whole = fixtures_read ("ec");
  g_autoptr(GBytes) half = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);
  g_autoptr(GError) damaged = refuse (half);
  g_autoptr(GError) other = g_error_new_literal (INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED, "technical");
  g_autofree char *damaged_text = inkan_certificate_error_text (damaged, NULL);
  g_autofree char *other_text = inkan_certificate_error_text (other, NULL);

  g_assert_error (damaged, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED);
  g_assert_null (inkan_certificate_error_get_algorithm (damaged));
  g_assert_null (inkan_certificate_error_get_algorithm (other));
  g_assert_null (strstr (damaged_text, "algorithm"));
  g_assert_null (strstr (other_text, "algorithm"));
}

/* Errors go through tasks and are kept: what is known goes with them. */
static void
test_copied (void)
{
  g_autoptr(GBytes) bytes = make_with_odd_box ();
  g_autoptr(GError) error = refuse (bytes);
  g_autoptr(GError) copy = g_error_copy (error);

  g_clear_error (&error);
  g_assert_cmpstr (inkan_certificate_error_get_algorithm (copy), ==, "1.3.6.1.4.1.32473.1");
}

/* A new file would lack something: there is none, and what now is said. */
static void
test_incomplete (void)
{
  g_autoptr(SecretValue) secret = fixtures_secret ("secret");
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  Builder builder;

  builder_init (&builder);
  builder_add_certificate (&builder, "ec");
  builder_add_key (&builder, "ec", NULL);
  builder_close (&builder, "secret");
  builder_add_certificate (&builder, "root");
  builder_close_unknown (&builder, "1.3.6.1.4.1.32473.1");
  bytes = builder_finish (&builder, "secret");
  g_assert_null (inkan_certificate_convert (bytes, secret, INKAN_ENCRYPTION_COMPATIBLE, NULL, NULL, &error));
  g_assert_error (error, INKAN_CONVERSION_ERROR, INKAN_CONVERSION_ERROR_INCOMPLETE);
  text = inkan_error_text (error, NULL, &title);
  g_assert_cmpstr (title, ==, "Part of the file cannot be read here");
  g_assert_nonnull (strstr (text, "Use the file as it is"));
  g_assert_nonnull (strstr (text, "help desk"));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fixtures_make ();
  g_test_add_func ("/certificate-error-text/algorithms", test_algorithms);
  g_test_add_func ("/certificate-error-text/no-algorithm", test_no_algorithm);
  g_test_add_func ("/certificate-error-text/copied", test_copied);
  g_test_add_func ("/certificate-error-text/incomplete", test_incomplete);
  status = g_test_run ();
  fixtures_remove ();
  return status;
}
