/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mail/message.h"

#include <glib/gstdio.h>
#include <string.h>

#define NEW "Qm4Xw82LtRz7Kc1VbN9d"
#define LINK "https://two.inkan.example/service/download"

/* Lines of tests/fixtures/mail/manifest.tsv, which its make-mails.py makes:
 * name, code, link, subject, sender; empty for none */
enum { NAME, CODE, LINK_, SUBJECT_, SENDER_, N_COLUMNS };

static char **mails[200];
static gsize n_mails;

static void
read_manifest (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("INKAN_SOURCE_ROOT"), "tests", "fixtures",
                                            "mail", "manifest.tsv", NULL);
  g_autofree char *table = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &table, NULL, NULL));
  lines = g_strsplit (table, "\n", -1);
  for (gsize i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_assert_cmpuint (n_mails, <, G_N_ELEMENTS (mails));
      mails[n_mails] = g_strsplit (lines[i], "\t", -1);
      g_assert_cmpuint (g_strv_length (mails[n_mails]), ==, N_COLUMNS);
      n_mails++;
    }
}

static char *
fixture_path (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".eml", NULL);

  return g_build_filename (g_getenv ("INKAN_SOURCE_ROOT"), "tests", "fixtures", "mail", file, NULL);
}

static const char *
code_of (InkanMessage *message)
{
  SecretValue *code = inkan_message_get_code (message);

  return code != NULL ? secret_value_get_text (code) : NULL;
}

static const char *
none_if_empty (const char *text)
{
  return *text != '\0' ? text : NULL;
}

static void
check_text (const char *name,
            const char *what,
            const char *got,
            const char *want)
{
  if (g_strcmp0 (got, want) != 0)
    {
      g_test_message ("%s: %s is “%s”, should be “%s”", name, what, got, want);
      g_test_fail ();
    }
}

static void
check_mail (char         **mail,
            InkanMessage  *message)
{
  check_text (mail[NAME], "code", code_of (message), none_if_empty (mail[CODE]));
  check_text (mail[NAME], "link", inkan_message_get_link (message), none_if_empty (mail[LINK_]));
  check_text (mail[NAME], "subject", inkan_message_get_subject (message), none_if_empty (mail[SUBJECT_]));
  check_text (mail[NAME], "sender", inkan_message_get_sender (message), none_if_empty (mail[SENDER_]));
}

static InkanMessage *
read_file (const char  *path,
           const char  *pattern,
           GError     **error)
{
  g_autofree char *data = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length;

  g_file_get_contents (path, &data, &length, NULL);
  g_assert_nonnull (data);
  bytes = g_bytes_new (data, length);
  return inkan_message_new_from_bytes (bytes, pattern, error);
}

/* Every message in the folder, and many of each kind */
static void
test_fixtures (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("INKAN_SOURCE_ROOT"), "tests", "fixtures", "mail", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint with = 0, without = 0, files = 0;
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    files += g_str_has_suffix (name, ".eml");
  g_assert_cmpuint (files, ==, n_mails);
  for (gsize i = 0; i < n_mails; i++)
    {
      g_autofree char *path = fixture_path (mails[i][NAME]);
      g_autoptr (GError) error = NULL;
      g_autoptr (InkanMessage) message = read_file (path, NULL, &error);

      g_assert_no_error (error);
      check_mail (mails[i], message);
      if (*mails[i][CODE] != '\0')
        with++;
      else
        without++;
    }
  g_assert_cmpuint (with, >=, 60);
  g_assert_cmpuint (without, >=, 25);
}

static void
test_date (void)
{
  g_autofree char *path = fixture_path ("plain-jis");
  g_autoptr (InkanMessage) message = read_file (path, NULL, NULL);
  g_autofree char *date = g_date_time_format_iso8601 (inkan_message_get_date (message));

  g_assert_cmpstr (date, ==, "2026-11-20T10:15:00+09");
}

static void
test_pattern (void)
{
  static const struct {
    const char *name, *pattern, *code;
  } cases[] = {
    { "plain-jis", "証明書コード[:：]\\s*([0-9A-Za-z]{20})", NEW },
    { "full-width", "コード\\s*[:：]\\s*([0-9A-Za-z]{20})", NEW },
    { "none-order", "A[0-9]{13}", "A1234567890123" },
    { "quoted-older", "[0-9A-Za-z]{20}", NEW },
    { "digest-by-date", "(?<=コード: )[0-9A-Za-z]+", NEW },
    /* the portal says what its code looks like: nothing else will do */
    { "plain-jis", "Code: ([0-9]{4})", NULL },
    { "plain-jis", "証明書コード: ()", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = fixture_path (cases[i].name);
      g_autoptr (InkanMessage) message = read_file (path, cases[i].pattern, NULL);

      g_assert_cmpstr (code_of (message), ==, cases[i].code);
    }
}

static void
test_not_a_message (void)
{
  static const struct {
    const char *bytes;
    gsize       length;
  } cases[] = {
    { "", 0 },
    { "\n\n\n", 3 },
    { "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\1", 20 },
    { "<!DOCTYPE html>\n<html><body>Subject: x</body></html>", 51 },
    { "%PDF-1.7\nFrom: x\n", 17 },
    { "証明書コード: 123456ABCdef\n", 34 },
    { "Hello: there\n\nSubject: no\n", 26 },
    { "x\nFrom: a@b.example\n\n", 21 },
    { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8 },
    { "0\x82\x0A\x2F\x02\x01\x03", 7 },
    { "\0\0\0\0", 4 },
    { "From ", 5 },
    { ":\n\n", 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (cases[i].bytes, cases[i].length);
      g_autoptr (GError) error = NULL;
      g_autoptr (InkanMessage) message = inkan_message_new_from_bytes (bytes, NULL, &error);

      g_assert_error (error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_NOT_A_MESSAGE);
      g_assert_null (message);
    }
}

static void
test_bare_minimum (void)
{
  static const char *const texts[] = {
    "Subject: x\n\n証明書コード: " NEW "\n",
    "\xEF\xBB\xBFSubject: x\r\n\r\n証明書コード: " NEW,
    "\n \r\nSubject: x\n\n証明書コード: " NEW "\n",
    "412\nSubject: x\n\n証明書コード: " NEW "\n",
    "X-Unknown: 1\nSubject: x\nbroken line\n\n証明書コード: " NEW "\n",
    "Subject: x\nContent-Type: nonsense\nDate: never\nFrom:\n\n証明書コード: " NEW "\n",
    "Subject: x\nContent-Type: text/plain; charset=klingon\n\n証明書コード: " NEW "\n",
    "Subject: x\nContent-Type: text/plain; charset=Shift_JIS\n\n証明書コードはこちら: " NEW "\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;
      g_autoptr (InkanMessage) message = inkan_message_new_from_bytes (bytes, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (inkan_message_get_subject (message), ==, "x");
      check_text (texts[i], "code", code_of (message), NEW);
      g_assert_null (inkan_message_get_date (message));
      g_assert_null (inkan_message_get_sender (message));
    }
}

static void
test_looks_like_one (void)
{
  g_assert_true (inkan_message_looks_like_one ("From: a@b.example\nSubject: x\n\n"));
  g_assert_true (inkan_message_looks_like_one ("\n Return-Path: <a>\nReceived: from x\n\tby y\n\nz"));
  g_assert_true (inkan_message_looks_like_one ("X-A: 1\r\nDate: 2\r\nMIME-Version: 1.0\r\n"));
  g_assert_false (inkan_message_looks_like_one (""));
  g_assert_false (inkan_message_looks_like_one ("Subject: x\n\nFrom: y\n"));
  g_assert_false (inkan_message_looks_like_one (NEW));
  g_assert_false (inkan_message_looks_like_one ("証明書コード: " NEW));
  g_assert_false (inkan_message_looks_like_one ("Hello\nFrom: a\nSubject: x\n"));
}

static void
test_from_text (void)
{
  static const struct {
    const char *text, *code, *link;
  } cases[] = {
    { "証明書コード: " NEW, NEW, NULL },
    { "┌──┐\r\n│証明書コード：" NEW "│\r\n└──┘\r\n取得ページ\r\n" LINK "\r\n", NEW, LINK },
    { "> 証明書コード: " NEW "\n> " LINK, NEW, LINK },
    { "差出人: ca@inkan.example\n件名: 証明書取得に関するご案内\n\nCertificate code\n\n" NEW "\n", NEW, NULL },
    { "hello", NULL, NULL },
    { "", NULL, NULL },
    { "お問い合わせ番号 1234-5678-9012", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (InkanMessage) message = inkan_message_new_from_text (cases[i].text, NULL, &error);

      if (cases[i].code == NULL)
        {
          g_assert_error (error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_NO_CODE);
          g_assert_null (message);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (code_of (message), ==, cases[i].code);
      g_assert_cmpstr (inkan_message_get_link (message), ==, cases[i].link);
      g_assert_null (inkan_message_get_subject (message));
      g_assert_null (inkan_message_get_sender (message));
      g_assert_null (inkan_message_get_date (message));
    }
}

/* phrases.txt: texts divided by "====". The first line of each is the code that
 * must be found, then the link where it matters; "-" for none. */
static void
test_phrases (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("INKAN_SOURCE_ROOT"), "tests", "fixtures",
                                            "mail", "phrases.txt", NULL);
  g_autofree char *data = NULL;
  g_auto (GStrv) texts = NULL;

  g_assert_true (g_file_get_contents (path, &data, NULL, NULL));
  texts = g_strsplit (data, "\n====\n", -1);
  g_assert_cmpuint (g_strv_length (texts), >=, 50);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (texts[i], "\n", 2);
      g_auto (GStrv) want = g_strsplit (parts[0], " ", 2);
      g_autoptr (InkanMessage) message = inkan_message_new_from_text (parts[1], NULL, NULL);
      gboolean none = g_str_equal (want[0], "-");

      check_text (parts[1], "code", message != NULL ? code_of (message) : NULL, none ? NULL : want[0]);
      if (message != NULL && want[1] != NULL)
        check_text (parts[1], "link", inkan_message_get_link (message),
                    g_str_equal (want[1], "-") ? NULL : want[1]);
    }
}

static void
append_nested (GString *mail,
               guint    depth)
{
  for (guint i = 0; i < depth; i++)
    g_string_append_printf (mail, "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", i, i);
  g_string_append (mail, "Content-Type: text/plain\n\nCertificate code: " NEW "\n");
}

/* What wants to be too much for us: it ends, and soon. */
static void
test_limits (void)
{
  g_autoptr (GString) mail = g_string_new ("Subject: x\n");
  const struct {
    guint       depth;
    const char *code;
  } depths[] = { { 40, NEW }, { 60, NULL }, { 20000, NULL } };

  for (gsize i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (InkanMessage) message = NULL;

      g_string_assign (mail, "Subject: x\n");
      append_nested (mail, depths[i].depth);
      bytes = g_bytes_new (mail->str, mail->len);
      message = inkan_message_new_from_bytes (bytes, NULL, NULL);
      g_assert_nonnull (message);
      g_assert_cmpstr (code_of (message), ==, depths[i].code);
    }
}

/* With strict_string_checks the address sanitizer reads a text to its end each
 * time that a function looks at its beginning. */
#if defined __SANITIZE_ADDRESS__
#define BIG (16 * 1024)
#elif defined __has_feature
#if __has_feature (address_sanitizer)
#define BIG (16 * 1024)
#endif
#endif
#ifndef BIG
#define BIG (2 * 1024 * 1024)
#endif

static void
check_big (const char *head,
           const char *piece)
{
  g_autoptr (GString) mail = g_string_new (head);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (InkanMessage) message = NULL;

  while (mail->len < BIG)
    g_string_append (mail, piece);
  bytes = g_bytes_new (mail->str, mail->len);
  message = inkan_message_new_from_bytes (bytes, NULL, NULL);
  g_assert_nonnull (message);
  g_assert_null (inkan_message_get_code (message));
}

static void
test_long_header (void)
{
  g_autoptr (GString) mail = g_string_new ("Subject: x\n");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (InkanMessage) message = NULL;

  while (mail->len < BIG + 300000)
    g_string_append (mail, "X-Spam: very much of it\r\n");
  g_string_append (mail, "\r\n証明書コード: " NEW "\r\n");
  bytes = g_bytes_new (mail->str, mail->len);
  message = inkan_message_new_from_bytes (bytes, NULL, NULL);
  g_assert_cmpstr (inkan_message_get_subject (message), ==, "x");
  g_assert_cmpstr (code_of (message), ==, NEW);
}

static void
test_big (void)
{
  g_autofree char *long_subject = g_strnfill (BIG, 'x');
  g_autofree char *head = g_strdup_printf ("Subject: %s\n\n", long_subject);

  check_big ("Subject: x\n", "X-A: b\n");
  check_big (head, "a");
  check_big ("Subject: ", "=?utf-8?B?");
  check_big ("Subject: x\n\n", "From:\n");
  check_big ("Subject: x\n\n", "> a\nb\n");
  check_big ("Subject: x\n\n", "証明書コード");
  check_big ("Subject: x\n\n", "certificate ");
  check_big ("Subject: x\n\n", "証明書コードは以下\n");
  check_big ("Subject: x\n\n", "http://a ");
  check_big ("Subject: x\n\n", "<http://");
  check_big ("Subject: x\n\n", " ");
  check_big ("Subject: x\nContent-Type: text/html\n\n", "<div>");
  check_big ("Subject: x\nContent-Type: text/html\n\n", "<blockquote>a");
  check_big ("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n", "--b\n\na\n");
  check_big ("From x\nSubject: x\n\n", "From x\nSubject: y\n\nz\n\n");
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GAsyncResult **out = user_data;

  *out = g_object_ref (result);
}

static InkanMessage *
read_async (GFile         *file,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  inkan_message_read_async (file, NULL, cancellable, on_read, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return inkan_message_read_finish (result, error);
}

static void
test_async (void)
{
  for (gsize i = 0; i < 5; i++)
    {
      g_autofree char *path = fixture_path (mails[i][NAME]);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autoptr (GError) error = NULL;
      g_autoptr (InkanMessage) message = read_async (file, NULL, &error);

      g_assert_no_error (error);
      check_mail (mails[i], message);
    }
}

static void
test_async_errors (void)
{
  g_autofree char *folder = g_dir_make_tmp ("inkan-mail-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "big.eml", NULL);
  g_autoptr (GFile) missing = g_file_new_build_filename (folder, "missing.eml", NULL);
  g_autoptr (GFile) directory = g_file_new_for_path (folder);
  g_autoptr (GFile) big = g_file_new_for_path (path);
  g_autoptr (GFile) endless = g_file_new_for_path ("/dev/zero");
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (InkanMessage) largest = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (read_async (missing, NULL, &error));
  g_assert_error (error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_READ);
  g_clear_error (&error);
  g_assert_null (read_async (directory, NULL, &error));
  g_assert_error (error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_READ);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (path, "Subject: x\n\n", -1, NULL));
  g_assert_cmpint (truncate (path, INKAN_MESSAGE_MAX_SIZE), ==, 0);
  largest = read_async (big, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (inkan_message_get_subject (largest), ==, "x");
  g_assert_cmpint (truncate (path, INKAN_MESSAGE_MAX_SIZE + 1), ==, 0);
  g_assert_null (read_async (big, NULL, &error));
  g_assert_error (error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (read_async (endless, NULL, &error));
  g_assert_error (error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_TOO_LARGE);
  g_clear_error (&error);

  g_cancellable_cancel (cancelled);
  g_assert_null (read_async (big, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_unlink (path);
  g_rmdir (folder);
}

/* A message cut off or damaged anywhere is read without harm. */
static void
test_damaged (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (gsize i = 0; i < n_mails; i++)
    {
      g_autofree char *path = fixture_path (mails[i][NAME]);
      g_autofree char *data = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &data, &length, NULL));
      for (guint round = 0; round < 30; round++)
        {
          g_autofree guint8 *copy = g_memdup2 (data, length);
          gsize n = round % 2 == 0 ? (gsize) g_rand_int_range (rand, 0, (gint32) length) : length;
          g_autoptr (GBytes) bytes = NULL;
          g_autoptr (InkanMessage) message = NULL;

          for (guint k = 0; k < round; k++)
            copy[g_rand_int_range (rand, 0, (gint32) length)] = (guint8) g_rand_int_range (rand, 0, 256);
          bytes = g_bytes_new (copy, n);
          message = inkan_message_new_from_bytes (bytes, NULL, NULL);
          if (message != NULL && inkan_message_get_subject (message) != NULL)
            g_assert_true (g_utf8_validate (inkan_message_get_subject (message), -1, NULL));
        }
    }
}

/* Messages of other projects. The manifest holds the subject as two readers
 * decode it; where they agree, so must we. */
static void
test_corpus (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("INKAN_SOURCE_ROOT"), "..", "shared",
                                              "corpus", "eml", NULL);
  g_autofree char *manifest = g_build_filename (folder, "manifest.tsv", NULL);
  g_autofree char *table = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  if (!g_file_get_contents (manifest, &table, NULL, NULL))
    {
      g_test_skip ("no corpus");
      return;
    }
  lines = g_strsplit (table, "\n", -1);
  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) column = g_strsplit (lines[i], "\t", -1);
      g_autofree char *path = g_build_filename (folder, column[0], NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (InkanMessage) message = read_file (path, NULL, &error);
      const char *want = g_str_equal (column[4], "\\N") ? NULL : column[4];

      g_assert_no_error (error);
      n++;
      if (g_str_equal (column[6], "yes"))
        check_text (column[0], "subject", inkan_message_get_subject (message), want);
      else
        g_test_message ("%s: “%s”; others: “%s”, “%s”", column[0], inkan_message_get_subject (message),
                        column[4], column[5]);
      check_text (column[0], "code", code_of (message), NULL);
    }
  g_assert_cmpuint (n, >=, 50);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  read_manifest ();
  g_test_add_func ("/mail/message/fixtures", test_fixtures);
  g_test_add_func ("/mail/message/date", test_date);
  g_test_add_func ("/mail/message/pattern", test_pattern);
  g_test_add_func ("/mail/message/not-a-message", test_not_a_message);
  g_test_add_func ("/mail/message/bare-minimum", test_bare_minimum);
  g_test_add_func ("/mail/message/looks-like-one", test_looks_like_one);
  g_test_add_func ("/mail/message/from-text", test_from_text);
  g_test_add_func ("/mail/message/phrases", test_phrases);
  g_test_add_func ("/mail/message/limits", test_limits);
  g_test_add_func ("/mail/message/long-header", test_long_header);
  g_test_add_func ("/mail/message/big", test_big);
  g_test_add_func ("/mail/message/async", test_async);
  g_test_add_func ("/mail/message/async-errors", test_async_errors);
  g_test_add_func ("/mail/message/damaged", test_damaged);
  g_test_add_func ("/mail/message/corpus", test_corpus);
  status = g_test_run ();
  for (gsize i = 0; i < n_mails; i++)
    g_strfreev (mails[i]);
  return status;
}
