/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/certificate/certificate-file.h"

#include <string.h>

/*
 * test-roundtrip PROGRAM SELECTION: has write-files.py make PKCS#12 files with
 * another program, then opens each and compares with what was put in.
 *
 * A line of the list is one of these, in columns separated by tabs:
 *   file CASE PATH PASSPHRASE SUBJECT FINGERPRINT KEY-TYPE FRIENDLY-NAME CHAIN OPENS-WITH WEAKNESSES
 *   cannot WHAT WHY      the program does not do that: tried just now
 *   surprise WHAT        the program does what it was thought unable to do
 *   absent PROGRAM       it is not here
 */
enum {
  COLUMN_CASE = 1,
  COLUMN_PATH,
  COLUMN_PASSPHRASE, /* "-": none; else "=" and its octets in hexadecimal */
  COLUMN_SUBJECT,
  COLUMN_FINGERPRINT,
  COLUMN_KEY_TYPE,
  COLUMN_FRIENDLY_NAME, /* "": not compared, programs make up some */
  COLUMN_CHAIN,         /* certificates, the person's own included */
  COLUMN_OPENS_WITH,    /* "own": that passphrase only; "any": nothing in the file needs one */
  COLUMN_WEAKNESSES,
  N_COLUMNS,
};

/* Of the file itself: all of these have to be as listed. */
static const struct {
  const char *word;
  InkanWeakness weakness;
} weaknesses[] = {
  { "old", INKAN_WEAKNESS_OLD_ENCRYPTION },
  { "few", INKAN_WEAKNESS_FEW_ITERATIONS },
  { "no-mac", INKAN_WEAKNESS_NO_INTEGRITY },
  { "40-bit", INKAN_WEAKNESS_RC2_40 },
  { "several", INKAN_WEAKNESS_SEVERAL_PERSONS },
};

/* Person, intermediate, root. */
#define WHOLE_CHAIN 3

static guint n_files;

static GBytes *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *content = NULL;
  gsize length = 0;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (content, length);
}

static SecretValue *
read_passphrase (const char *column)
{
  g_autoptr (GByteArray) octets = g_byte_array_new ();

  if (strcmp (column, "-") == 0)
    return NULL;
  g_assert_cmpint (*column, ==, '=');
  for (const char *digits = column + 1; *digits != '\0'; digits += 2) {
    guint8 octet = (guint8) (g_ascii_xdigit_value (digits[0]) << 4 | g_ascii_xdigit_value (digits[1]));

    g_byte_array_append (octets, &octet, 1);
  }
  return secret_value_new (octets->len > 0 ? (const char *) octets->data : "", (gssize) octets->len, "text/plain");
}

static InkanWeakness
read_weaknesses (const char *column)
{
  g_auto (GStrv) words = g_strsplit (column, ",", -1);
  InkanWeakness found = INKAN_WEAKNESS_NONE;

  for (gsize i = 0; i < G_N_ELEMENTS (weaknesses); i++)
    if (g_strv_contains ((const char *const *) words, weaknesses[i].word))
      found |= weaknesses[i].weakness;
  return found;
}

static void
compare (char **row, InkanCertificate *certificate)
{
  guint chain = (guint) g_ascii_strtoull (row[COLUMN_CHAIN], NULL, 10);
  InkanWeakness known = INKAN_WEAKNESS_NONE;

  for (gsize i = 0; i < G_N_ELEMENTS (weaknesses); i++)
    known |= weaknesses[i].weakness;
  g_assert_cmpstr (inkan_certificate_get_subject (certificate), ==, row[COLUMN_SUBJECT]);
  g_assert_cmpstr (inkan_certificate_get_fingerprint (certificate), ==, row[COLUMN_FINGERPRINT]);
  g_assert_cmpstr (inkan_certificate_get_key_type (certificate), ==, row[COLUMN_KEY_TYPE]);
  if (*row[COLUMN_FRIENDLY_NAME] != '\0')
    g_assert_cmpstr (inkan_certificate_get_friendly_name (certificate), ==, row[COLUMN_FRIENDLY_NAME]);
  g_assert_cmpuint (inkan_certificate_get_chain (certificate)->len + 1, ==, chain);
  g_assert_cmpint (inkan_certificate_get_chain_state (certificate), ==,
                   chain == WHOLE_CHAIN ? INKAN_CHAIN_COMPLETE : INKAN_CHAIN_PARTIAL);
  g_assert_cmphex (inkan_certificate_get_weaknesses (certificate) & known, ==,
                   read_weaknesses (row[COLUMN_WEAKNESSES]));
}

static void
open_and_compare (char **row, GBytes *bytes, SecretValue *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (InkanCertificate) certificate = inkan_certificate_open (bytes, passphrase, NULL, &error);

  g_assert_no_error (error);
  if (certificate != NULL)
    compare (row, certificate);
}

static void
test_file (gconstpointer data)
{
  char **row = (char **) data;
  g_autoptr (GBytes) bytes = read_file (row[COLUMN_PATH]);
  g_autoptr (SecretValue) passphrase = read_passphrase (row[COLUMN_PASSPHRASE]);
  g_autoptr (SecretValue) wrong = secret_value_new ("wrong", -1, "text/plain");
  g_autoptr (InkanCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  n_files++;
  if (passphrase != NULL)
    secret_value_get (passphrase, &length);
  open_and_compare (row, bytes, passphrase);
  if (length == 0) {
    /* Nobody can tell none and an empty one apart when typing. */
    g_autoptr (SecretValue) empty = secret_value_new ("", 0, "text/plain");

    open_and_compare (row, bytes, passphrase == NULL ? empty : NULL);
  }
  if (strcmp (row[COLUMN_OPENS_WITH], "any") == 0) {
    open_and_compare (row, bytes, wrong);
    return;
  }
  certificate = inkan_certificate_open (bytes, wrong, NULL, &error);
  g_assert_null (certificate);
  g_assert_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE);
}

static void
test_cannot (gconstpointer data)
{
  char **row = (char **) data;

  g_test_message ("does not do that: %s", row[2]);
}

static void
test_surprise (gconstpointer data)
{
  char **row = (char **) data;

  g_test_message ("%s: can be done after all, and has to be read here", row[1]);
  g_test_fail ();
}

static void
test_absent (gconstpointer data)
{
  char **row = (char **) data;
  g_autofree char *message = g_strdup_printf ("no %s here", row[1]);

  g_test_skip (message);
}

static void
add_case (const char *program, const char *line)
{
  static const struct {
    const char *kind;
    guint columns;
    GTestDataFunc test;
  } kinds[] = {
    { "file", N_COLUMNS, test_file },
    { "cannot", 3, test_cannot },
    { "surprise", 2, test_surprise },
    { "absent", 2, test_absent },
  };
  GStrv row = g_strsplit (line, "\t", -1);
  g_autofree char *path = g_strdup_printf ("/roundtrip/%s/%s", program, row[1]);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (row[0], kinds[i].kind) == 0) {
      g_assert_cmpuint (g_strv_length (row), ==, kinds[i].columns);
      g_test_add_data_func_full (path, row, kinds[i].test, (GDestroyNotify) g_strfreev);
      return;
    }
  g_assert_not_reached ();
}

static void
write_files (const char *program, const char *folder, const char *selection)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "roundtrip", "write-files.py", NULL);
  const char *const command[] = { "python3", script, program, folder, selection, NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_newv (command, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL, *list = NULL, *content = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  const char *program, *selection;
  int result;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  program = argv[1];
  selection = g_getenv ("INKAN_ROUNDTRIP") != NULL ? g_getenv ("INKAN_ROUNDTRIP") : argv[2];
  folder = g_test_build_filename (G_TEST_BUILT, "roundtrip", "files", NULL);
  write_files (program, folder, selection);
  list = g_build_filename (folder, program, "list", NULL);
  g_file_get_contents (list, &content, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; *lines[i] != '\0'; i++)
    add_case (program, lines[i]);
  g_test_set_nonfatal_assertions ();
  result = g_test_run ();
  g_print ("# %u files of %s\n", n_files, program);
  return result;
}
