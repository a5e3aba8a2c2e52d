/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The authority, its files and its mail, judged by other programs: openssl and iconv. */
#include "authority.h"

#include <string.h>
#include <sys/stat.h>
#include <glib/gstdio.h>
#include <openssl/pem.h>

#include "mail.h"
#include "pkcs12.h"
#include "visitor.h"

#define ADDRESS "a@inkan.example"

typedef struct {
  char              *folder;
  PracticeAuthority *authority;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("inkan-authority-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->authority = practice_authority_open (fixture->folder, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

    g_remove (path);
  }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  practice_authority_free (fixture->authority);
  g_free (fixture->folder);
}

/* What the openssl program says about @input; @command: separated by blanks. */
static char *
openssl (GBytes *input, const char *command, gboolean *good)
{
  g_auto (GStrv) words = g_strsplit (command, " ", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) output = NULL;

  process = g_subprocess_newv ((const char * const *) words, G_SUBPROCESS_FLAGS_STDIN_PIPE
                               | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (process, input, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  *good = g_subprocess_get_successful (process);
  return g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output));
}

static GBytes *
to_pem (X509 *certificate)
{
  BIO *memory = BIO_new (BIO_s_mem ());
  char *data;
  long size;
  GBytes *pem;

  PEM_write_bio_X509 (memory, certificate);
  size = BIO_get_mem_data (memory, &data);
  pem = g_bytes_new (data, size);
  BIO_free (memory);
  return pem;
}

static char *
write_intermediate (Fixture *fixture)
{
  g_autoptr (GBytes) pem = to_pem (practice_authority_get_intermediate (fixture->authority));
  char *path = g_build_filename (fixture->folder, "intermediate.pem", NULL);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pem, NULL), g_bytes_get_size (pem), NULL));
  return path;
}

static void
test_person (Fixture *fixture, gconstpointer data)
{
  const char *key = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PracticeIssued) issued = practice_authority_issue (fixture->authority, "A", ADDRESS, key, &error);
  g_autoptr (GBytes) pem = NULL;
  g_autofree char *intermediate = write_intermediate (fixture);
  g_autofree char *verify = g_strdup_printf ("openssl verify -x509_strict -purpose smimesign -CAfile %s -untrusted %s",
                                             practice_authority_get_root_path (fixture->authority), intermediate);
  g_autofree char *verified = NULL, *text = NULL, *facts = NULL, *serial = NULL, *print = NULL;
  gboolean good;

  g_assert_no_error (error);
  pem = to_pem (issued->certificate);
  verified = openssl (pem, verify, &good);
  if (!good)
    g_test_message ("%s", verified);
  g_assert_true (good);
  text = openssl (pem, "openssl x509 -noout -text", &good);
  g_assert_nonnull (strstr (text, "email:" ADDRESS));
  g_assert_nonnull (strstr (text, "TLS Web Client Authentication, E-mail Protection"));
  g_assert_nonnull (strstr (text, g_str_equal (key, "RSA 2048") ? "Public-Key: (2048 bit)" : "ASN1 OID: prime256v1"));
  facts = openssl (pem, "openssl x509 -noout -serial -fingerprint -sha256", &good);
  serial = g_strdup_printf ("serial=%s\n", issued->serial);
  print = g_strdup_printf ("Fingerprint=%s\n", issued->fingerprint);
  g_assert_nonnull (strstr (facts, serial));
  g_assert_nonnull (strstr (facts, print));
  g_assert_cmpuint (strlen (issued->serial), ==, 32);
}

static void
test_server (Fixture *fixture, gconstpointer data)
{
  g_autofree char *verify = g_strdup_printf ("openssl verify -x509_strict -purpose sslserver -verify_ip 127.0.0.1"
                                             " -CAfile %s %s",
                                             practice_authority_get_root_path (fixture->authority),
                                             practice_authority_get_server_path (fixture->authority));
  g_autofree char *text = NULL;
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  gboolean good;
  GStatBuf status;

  text = openssl (nothing, verify, &good);
  g_assert_true (good);
  g_assert_cmpint (g_stat (practice_authority_get_server_path (fixture->authority), &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_opened_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PracticeAuthority) again = practice_authority_open (fixture->folder, &error);
  g_autofree char *root = g_build_filename (fixture->folder, "root-with-key.pem", NULL);
  const char *server = practice_authority_get_server_path (fixture->authority);
  g_autofree char *before = NULL, *after = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (X509_cmp (practice_authority_get_root (again), practice_authority_get_root (fixture->authority)),
                   ==, 0);
  g_assert_cmpint (X509_cmp (practice_authority_get_intermediate (again),
                             practice_authority_get_intermediate (fixture->authority)), ==, 0);
  g_assert_true (g_file_get_contents (server, &before, NULL, NULL));

  /* A server certificate that cannot be used is made anew; a root is not. */
  g_assert_true (g_file_set_contents (server, "damaged", -1, NULL));
  g_clear_pointer (&again, practice_authority_free);
  again = practice_authority_open (fixture->folder, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (server, &after, NULL, NULL));
  g_assert_cmpstr (before, !=, after);
  g_assert_nonnull (strstr (after, "BEGIN CERTIFICATE"));
  g_assert_true (g_file_set_contents (root, "damaged", -1, NULL));
  g_assert_null (practice_authority_open (fixture->folder, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static void
test_pkcs12 (Fixture *fixture, gconstpointer data)
{
  PracticeP12 kind = (PracticeP12) GPOINTER_TO_INT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PracticeIssued) issued = NULL;
  g_autoptr (GBytes) file = NULL;

  if (!practice_pkcs12_check (kind, &error)) {
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
    g_test_skip (error->message);
    return;
  }
  issued = practice_authority_issue (fixture->authority, "A", ADDRESS, "EC P-256", &error);
  g_assert_no_error (error);
  file = practice_pkcs12_pack (kind, fixture->authority, issued, "Practice name", "passphrase", &error);
  g_assert_no_error (error);
  check_p12 (file, "passphrase", kind == PRACTICE_P12_LEGACY);
}

static void
test_revocations (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) serials = g_ptr_array_new ();
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  const gint64 when = 1700000000;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) list = practice_authority_revocations (fixture->authority, serials, times, &error);
  g_autofree char *intermediate = write_intermediate (fixture);
  g_autofree char *command = g_strdup_printf ("openssl crl -inform DER -noout -text -CAfile %s", intermediate);
  g_autofree char *empty = NULL, *full = NULL;
  gboolean good;

  g_assert_no_error (error);
  empty = openssl (list, command, &good);
  g_assert_true (good);
  g_assert_nonnull (strstr (empty, "verify OK"));
  g_assert_nonnull (strstr (empty, "No Revoked Certificates"));
  g_clear_pointer (&list, g_bytes_unref);
  g_ptr_array_add (serials, (char *) "4FB0AED97C26485F4161DE2B6FC5C38A");
  g_array_append_val (times, when);
  g_ptr_array_add (serials, (char *) "40000000000000000000000000000001");
  g_array_append_val (times, when);
  list = practice_authority_revocations (fixture->authority, serials, times, &error);
  g_assert_no_error (error);
  full = openssl (list, command, &good);
  g_assert_nonnull (strstr (full, "verify OK"));
  g_assert_nonnull (strstr (full, "Serial Number: 4FB0AED97C26485F4161DE2B6FC5C38A"));
  g_assert_nonnull (strstr (full, "Serial Number: 40000000000000000000000000000001"));
  g_assert_nonnull (strstr (full, "Nov 14 22:13:20 2023"));
  g_assert_nonnull (strstr (full, "Superseded"));
}

static char *
deliver (Fixture *fixture, PracticeMailCharset charset, guint64 number)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "mail", NULL);
  g_autoptr (GPtrArray) services = g_ptr_array_new ();
  PracticeMail mail = { ADDRESS, "2fX9abcdEFGHjkmnPQRS", "https://127.0.0.1:1/service/download", services, number };
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) opened = NULL;
  g_autofree char *prefix = g_strdup_printf ("%06" G_GUINT64_FORMAT "-", number), *text = NULL;
  const char *name;
  guint count = 0;

  g_ptr_array_add (services, (char *) "Practice One");
  practice_mail_write (&mail, charset, folder, &error);
  g_assert_no_error (error);
  opened = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (opened)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_assert_true (g_str_has_prefix (name, prefix) && g_str_has_suffix (name, ".eml"));
    g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
    g_remove (path);
    count++;
  }
  g_assert_cmpuint (count, ==, 1);
  g_rmdir (folder);
  return g_steal_pointer (&text);
}

/* The subject as any mail program reads it (RFC 2047), written out here for one encoding. */
static char *
read_subject (const char *text, const char *charset)
{
  g_autofree char *pattern = g_strdup_printf ("=\\?%s\\?B\\?([A-Za-z0-9+/=]+)\\?=", charset);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *header = g_strndup (text, strstr (text, "\n\n") - text);
  GString *subject = g_string_new (NULL);

  for (g_regex_match (regex, header, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL)) {
    g_autofree char *word = g_match_info_fetch (match, 1);
    g_autofree char *piece = NULL;
    gsize size;
    g_autofree guchar *bytes = g_base64_decode (word, &size);

    piece = g_convert ((const char *) bytes, size, "UTF-8", charset, NULL, NULL, NULL);
    g_assert_nonnull (piece);
    g_string_append (subject, piece);
  }
  return g_string_free (subject, FALSE);
}

static void
check_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    g_assert_cmpuint (strlen (lines[i]), <=, 998);
    for (const char *at = lines[i]; *at != '\0'; at++)
      g_assert_cmpuint ((guchar) *at, <, 0x80);
    /* RFC 1468: every line ends in ASCII. */
    if (g_strrstr (lines[i], "\033$B") != NULL)
      g_assert_cmpuint ((gsize) g_strrstr (lines[i], "\033(B"), >, (gsize) g_strrstr (lines[i], "\033$B"));
  }
}

static void
check_message (const char *body)
{
  const char *top = strstr (body, "┌─"), *code = strstr (body, "証明書コード: 2fX9abcdEFGHjkmnPQRS\n");
  const char *bottom = strstr (body, "└─");

  g_assert_true (top != NULL && top < code && code < bottom);
  g_assert_nonnull (strstr (body, "\nhttps://127.0.0.1:1/service/download\n"));
  g_assert_nonnull (strstr (body, "・Practice One\n"));
}

static void
test_mail_japanese (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = deliver (fixture, PRACTICE_MAIL_ISO_2022_JP, 41);
  g_autofree char *body = g_convert (strstr (text, "\n\n"), -1, "UTF-8", "ISO-2022-JP", NULL, NULL, NULL);
  g_autofree char *subject = read_subject (text, "ISO-2022-JP");

  check_lines (text);
  g_assert_cmpstr (subject, ==, PRACTICE_MAIL_SUBJECT);
  g_assert_nonnull (strstr (text, "\nContent-Type: text/plain; charset=ISO-2022-JP\n"));
  g_assert_nonnull (strstr (text, "\nContent-Transfer-Encoding: 7bit\n"));
  g_assert_nonnull (strstr (text, "<" PRACTICE_MAIL_SENDER ">\n"));
  g_assert_nonnull (body);
  check_message (body);
}

static void
test_mail_utf_8 (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = deliver (fixture, PRACTICE_MAIL_UTF_8, 42);
  g_autofree char *subject = read_subject (text, "UTF-8"), *body = NULL;
  gsize size;
  g_autofree guchar *bytes = g_base64_decode (strstr (text, "\n\n"), &size);

  check_lines (text);
  g_assert_cmpstr (subject, ==, PRACTICE_MAIL_SUBJECT);
  g_assert_nonnull (strstr (text, "\nContent-Type: text/plain; charset=UTF-8\n"));
  g_assert_nonnull (strstr (text, "\nContent-Transfer-Encoding: base64\n"));
  body = g_strndup ((const char *) bytes, size);
  check_message (body);
}

/* No room, no permission: an error, and no half message. */
static void
test_mail_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "root.pem", NULL);
  g_autoptr (GPtrArray) services = g_ptr_array_new ();
  PracticeMail mail = { ADDRESS, "2fX9abcdEFGHjkmnPQRS", "https://127.0.0.1:1/", services, 1 };
  g_autoptr (GError) error = NULL;

  g_assert_false (practice_mail_write (&mail, PRACTICE_MAIL_UTF_8, folder, &error));
  g_assert_nonnull (error);
  g_assert_null (strstr (error->message, "2fX9"));
}

#define ADD(name, data, function) g_test_add (name, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/practice/authority/rsa", "RSA 2048", test_person);
  ADD ("/practice/authority/ec", "EC P-256", test_person);
  ADD ("/practice/authority/server", NULL, test_server);
  ADD ("/practice/authority/opened-again", NULL, test_opened_again);
  ADD ("/practice/authority/revocations", NULL, test_revocations);
  ADD ("/practice/pkcs12/modern", GINT_TO_POINTER (PRACTICE_P12_MODERN), test_pkcs12);
  ADD ("/practice/pkcs12/legacy", GINT_TO_POINTER (PRACTICE_P12_LEGACY), test_pkcs12);
  ADD ("/practice/mail/iso-2022-jp", NULL, test_mail_japanese);
  ADD ("/practice/mail/utf-8", NULL, test_mail_utf_8);
  ADD ("/practice/mail/refused", NULL, test_mail_refused);
  return g_test_run ();
}
