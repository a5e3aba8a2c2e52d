/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/certificate/certificate-file.h"

#include <string.h>
#include <time.h>

/* Nothing may take longer, whatever is in the file: of this process's own time,
 * which other programs do not change. */
#define MAX_SECONDS 2

#define OK (-1)
#define ANY_ERROR (-2) /* refused, with whichever error fits */

/* INKAN_SLOWNESS: how many times as long everything takes where this runs (valgrind). */
static guint64 slowness = 1;

static guint n_rows, n_as_expected;

/* Files that come out otherwise than their manifest says, and why that is right. */
static const struct {
  const char *file;
  int code;
  const char *reason;
} exceptions[] = {
  { "bcjava-with-key-entry.p12", OK, "its passphrase is tried as Latin-1 as well" },
  { "gnutls-pbmac1-simple.p12", OK, "RFC 9579 is verified here, without OpenSSL's help" },
  { "gnutls-pbmac1_512_256.good.p12", OK, "RFC 9579" },
  { "gnutls-pbmac1_512_512.good.p12", OK, "RFC 9579" },
  { "openssl-pbmac1_256_256.good-shorter-key-len.p12", OK, "RFC 9579" },
  { "openssl-pbmac1_sha1_hmac_and_prf.p12", OK, "RFC 9579" },
  { "gnutls-pbmac1_256_256.bad-iter.p12", INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE,
    "another number of iterations is another key: nothing tells it from a wrong passphrase" },
  { "openssl-nomac_parse.p12", INKAN_CERTIFICATE_ERROR_UNSUPPORTED,
    "the part where its key may be is encrypted for a public key" },
  { "trailing-1MiB.p12", INKAN_CERTIFICATE_ERROR_TOO_LARGE, "over the limit of 1 MiB" },
  { NULL, 0, NULL },
};

typedef struct {
  char *path;
  char *name;
  char *password; /* (nullable) */
  int expected;
} Row;

static void
row_free (Row *row)
{
  g_free (row->path);
  g_free (row->name);
  g_free (row->password);
  g_free (row);
}

static const char *
describe (int code)
{
  static const char *const names[] = {
    "not a PKCS#12 file", "damaged",        "wrong passphrase", "unsupported", "too expensive",
    "no key",             "no certificate", "mismatch",         "too large",
  };

  if (code == OK)
    return "ok";
  return code == ANY_ERROR ? "an error" : names[code];
}

static int
read_expectation (const char *expected, const char *name)
{
  static const struct {
    const char *word;
    int code;
  } words[] = {
    { "ok", OK },
    { "wrong-password", INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE },
    { "malformed", ANY_ERROR },
    { "unsupported", INKAN_CERTIFICATE_ERROR_UNSUPPORTED },
    { "no-key", INKAN_CERTIFICATE_ERROR_NO_KEY },
    { "no-cert", INKAN_CERTIFICATE_ERROR_NO_CERTIFICATE },
    { "mismatch", INKAN_CERTIFICATE_ERROR_MISMATCH },
  };

  for (gsize i = 0; exceptions[i].file != NULL; i++)
    if (strcmp (exceptions[i].file, name) == 0) {
      g_test_message ("%s: %s instead of %s: %s", name, describe (exceptions[i].code), expected,
                      exceptions[i].reason);
      return exceptions[i].code;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].word, expected) == 0)
      return words[i].code;
  g_assert_not_reached ();
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (InkanCertificate) certificate = NULL;
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SecretValue) passphrase = NULL;
  g_autoptr (GError) error = NULL;
  clock_t start;
  int code;

  file = g_mapped_file_new (row->path, FALSE, &error);
  g_assert_no_error (error);
  bytes = g_mapped_file_get_bytes (file);
  if (row->password != NULL)
    passphrase = secret_value_new (row->password, -1, "text/plain");

  start = clock ();
  certificate = inkan_certificate_open (bytes, passphrase, NULL, &error);
  g_assert_cmpint (clock () - start, <, (clock_t) slowness * MAX_SECONDS * CLOCKS_PER_SEC);

  g_assert_true ((certificate != NULL) == (error == NULL));
  if (error != NULL)
    g_assert_true (error->domain == INKAN_CERTIFICATE_ERROR);
  code = error != NULL ? error->code : OK;
  if (error != NULL)
    g_test_message ("%s", error->message);
  else
    g_test_message ("%s, %s %u", inkan_certificate_get_subject (certificate),
                    inkan_certificate_get_key_type (certificate), inkan_certificate_get_key_bits (certificate));
  if (row->expected == ANY_ERROR ? code == OK || code == INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE
                                 : code != row->expected) {
    g_test_message ("%s instead of %s", describe (code), describe (row->expected));
    g_test_fail ();
  } else {
    n_as_expected++;
  }
  n_rows++;
}

static char *
find_corpus (const char *folder)
{
  const char *root = g_getenv ("INKAN_SOURCE_ROOT");

  g_assert_nonnull (root);
  return g_build_filename (root, "..", "shared", "corpus", folder, NULL);
}

static gboolean
add_rows (const char *folder)
{
  g_autofree char *corpus = find_corpus (folder);
  g_autofree char *manifest = g_build_filename (corpus, "manifest.tsv", NULL);
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (manifest, &content, NULL, NULL))
    return FALSE;
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++) {
    g_auto (GStrv) columns = g_strsplit (lines[i], "\t", -1);
    g_autofree char *test = g_strdup_printf ("/certificate/%s/%u/%s", folder, i, columns[0]);
    Row *row = g_new0 (Row, 1);

    g_assert_cmpuint (g_strv_length (columns), >=, 3);
    row->path = g_build_filename (corpus, columns[0], NULL);
    row->name = g_strdup (columns[0]);
    row->password = strcmp (columns[1], "\\N") == 0 ? NULL : g_strdup (columns[1]);
    row->expected = read_expectation (columns[2], columns[0]);
    g_test_add_data_func_full (test, row, test_row, (GDestroyNotify) row_free);
  }
  return TRUE;
}

static void
test_no_corpus (void)
{
  g_test_skip ("no corpus");
}

int
main (int argc, char **argv)
{
  int result;

  if (g_getenv ("INKAN_SLOWNESS") != NULL)
    slowness = g_ascii_strtoull (g_getenv ("INKAN_SLOWNESS"), NULL, 10);
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  if (!add_rows ("p12") || !add_rows ("p12-hostile"))
    g_test_add_func ("/certificate/corpus", test_no_corpus);
  result = g_test_run ();
  g_print ("# %u of %u files came out as expected, %u of them otherwise than the manifest says\n", n_as_expected,
           n_rows, (guint) G_N_ELEMENTS (exceptions) - 1);
  return result;
}
