/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus.h"

#include "core/certificate/certificate-file.h"

#include <string.h>
#include <time.h>

/* Nothing may take longer, whatever is in the file: of this process's own time,
 * which other programs do not change. */
#define MAX_SECONDS 2

/* INKAN_SLOWNESS: how many times as long everything takes where this runs (valgrind). */
static guint64 slowness = 1;

static guint n_rows, n_as_expected;

static gboolean
has (const CorpusRow *row, const char *tag)
{
  g_autofree char *word = g_strdup_printf (",%s,", tag);

  return strstr (row->tags, word) != NULL;
}

static void
fault (const char *what)
{
  g_test_message ("%s", what);
  g_test_fail ();
}

/* Whether the file is described as the manifest does. (3DES under "3des" may be
 * that of PBES2, which is not what is called old.) */
static void
check_description (const CorpusRow *row, InkanCertificate *certificate)
{
  static const struct {
    const char *tag, *key_type;
  } keys[] = { { "rsa", "RSA" }, { "rsa-pss", "RSA-PSS" }, { "ec", "EC" }, { "dsa", "DSA" }, { "eddsa", "Ed" } };
  InkanWeakness weaknesses = inkan_certificate_get_weaknesses (certificate);
  gboolean tagged = FALSE, described = FALSE;
  gboolean old = has (row, "rc2") || has (row, "rc4");

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    tagged |= has (row, keys[i].tag);
    described |= has (row, keys[i].tag)
                 && g_str_has_prefix (inkan_certificate_get_key_type (certificate), keys[i].key_type);
  }
  if (tagged && !described)
    fault ("another kind of key than the manifest says");
  if (old != ((weaknesses & INKAN_WEAKNESS_OLD_ENCRYPTION) != 0) && (old || !has (row, "3des")))
    fault ("the encryption is taken for another than it is");
  if (has (row, "nomac") != ((weaknesses & INKAN_WEAKNESS_NO_INTEGRITY) != 0))
    fault ("it is not seen whether there is a MAC");
  if (has (row, "expired") && !(weaknesses & INKAN_WEAKNESS_EXPIRED))
    fault ("it is not seen that the certificate has expired");
}

static void
test_row (gconstpointer data)
{
  const CorpusRow *row = data;
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
  code = error != NULL ? error->code : CORPUS_OK;
  if (error != NULL)
    g_test_message ("%s", error->message);
  else
    g_test_message ("%s, %s %u", inkan_certificate_get_subject (certificate),
                    inkan_certificate_get_key_type (certificate), inkan_certificate_get_key_bits (certificate));
  if (corpus_expects (row, code)) {
    n_as_expected++;
  } else {
    g_test_message ("%s instead of %s", corpus_describe (code), corpus_describe (row->expected));
    g_test_fail ();
  }
  if (certificate != NULL && row->tags != NULL)
    check_description (row, certificate);
  n_rows++;
}

static gboolean
add_rows (const char *folder)
{
  g_autoptr (GPtrArray) rows = corpus_load (folder);

  if (rows == NULL)
    return FALSE;
  g_ptr_array_set_free_func (rows, NULL); /* the tests' from now on */
  for (guint i = 0; i < rows->len; i++) {
    CorpusRow *row = g_ptr_array_index (rows, i);
    g_autofree char *test = g_strdup_printf ("/certificate/%s/%u/%s", folder, i + 1, row->name);

    g_test_add_data_func_full (test, row, test_row, (GDestroyNotify) corpus_row_free);
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
           n_rows, corpus_count_exceptions ());
  return result;
}
