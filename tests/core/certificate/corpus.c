/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corpus.h"

#include "core/certificate/certificate-file.h"

#include <string.h>

/* Files that come out otherwise than their manifest says, and why that is right. */
static const struct {
  const char *file;
  int code;
  const char *reason;
} exceptions[] = {
  { "bcjava-with-key-entry.p12", CORPUS_OK, "its passphrase is tried as Latin-1 as well" },
  { "gnutls-pbmac1-simple.p12", CORPUS_OK, "RFC 9579 is verified here, without OpenSSL's help" },
  { "gnutls-pbmac1_512_256.good.p12", CORPUS_OK, "RFC 9579" },
  { "gnutls-pbmac1_512_512.good.p12", CORPUS_OK, "RFC 9579" },
  { "openssl-pbmac1_256_256.good-shorter-key-len.p12", CORPUS_OK, "RFC 9579" },
  { "openssl-pbmac1_sha1_hmac_and_prf.p12", CORPUS_OK, "RFC 9579" },
  { "gnutls-pbmac1_256_256.bad-iter.p12", INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE,
    "another number of iterations is another key: nothing tells it from a wrong passphrase" },
  { "nss-TestOldAES128CA.p12", CORPUS_OK,
    "names AES-128, and a key of 256 bits: with that it decrypts, to the key of the certificate" },
  { "openssl-nomac_parse.p12", INKAN_CERTIFICATE_ERROR_UNSUPPORTED,
    "the part where its key may be is encrypted for a public key" },
  { "trailing-1MiB.p12", INKAN_CERTIFICATE_ERROR_TOO_LARGE, "over the limit of 1 MiB" },
  };

void
corpus_row_free (CorpusRow *row)
{
  g_free (row->path);
  g_free (row->name);
  g_free (row->password);
  g_free (row->tags);
  g_free (row);
}

const char *
corpus_describe (int code)
{
  static const char *const names[] = {
    "not a PKCS#12 file", "damaged",        "wrong passphrase", "unsupported", "too expensive",
    "no key",             "no certificate", "mismatch",         "too large",
  };

  if (code == CORPUS_OK)
    return "ok";
  return code == CORPUS_ANY_ERROR ? "an error" : names[code];
}

static int
read_expectation (const char *expected, const char *name)
{
  static const struct {
    const char *word;
    int code;
  } words[] = {
    { "ok", CORPUS_OK },
    { "wrong-password", INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE },
    { "malformed", CORPUS_ANY_ERROR },
    { "unsupported", INKAN_CERTIFICATE_ERROR_UNSUPPORTED },
    { "no-key", INKAN_CERTIFICATE_ERROR_NO_KEY },
    { "no-cert", INKAN_CERTIFICATE_ERROR_NO_CERTIFICATE },
    { "mismatch", INKAN_CERTIFICATE_ERROR_MISMATCH },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (exceptions); i++)
    if (strcmp (exceptions[i].file, name) == 0) {
      g_test_message ("%s: %s instead of %s: %s", name, corpus_describe (exceptions[i].code), expected,
                      exceptions[i].reason);
      return exceptions[i].code;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].word, expected) == 0)
      return words[i].code;
  g_assert_not_reached ();
}

/* "[a,b] and a note" → ",a,b,": (nullable) */
static char *
read_tags (const char *note)
{
  gsize length = strcspn (note, "]");

  return *note == '[' ? g_strdup_printf (",%.*s,", (int) length - 1, note + 1) : NULL;
}

GPtrArray *
corpus_load (const char *folder)
{
  const char *root = g_getenv ("INKAN_SOURCE_ROOT");
  g_autofree char *place = NULL;
  g_autofree char *manifest = NULL;
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *rows;

  g_assert_nonnull (root);
  place = g_build_filename (root, "..", "shared", "corpus", folder, NULL);
  manifest = g_build_filename (place, "manifest.tsv", NULL);
  if (!g_file_get_contents (manifest, &content, NULL, NULL))
    return NULL;
  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) corpus_row_free);
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++) {
    g_auto (GStrv) columns = g_strsplit (lines[i], "\t", -1);
    CorpusRow *row = g_new0 (CorpusRow, 1);

    g_assert_cmpuint (g_strv_length (columns), >=, 3);
    row->path = g_build_filename (place, columns[0], NULL);
    row->name = g_strdup (columns[0]);
    row->password = strcmp (columns[1], "\\N") == 0 ? NULL : g_strdup (columns[1]);
    row->tags = read_tags (g_strv_length (columns) > 5 ? columns[5] : "");
    row->expected = read_expectation (columns[2], columns[0]);
    g_ptr_array_add (rows, row);
  }
  return rows;
}

gboolean
corpus_expects (const CorpusRow *row, int code)
{
  if (row->expected == CORPUS_ANY_ERROR)
    return code != CORPUS_OK && code != INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE;
  return code == row->expected;
}

guint
corpus_count_exceptions (void)
{
  return (guint) G_N_ELEMENTS (exceptions);
}
