/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How text is broken into lines, and how answers are read. */
#include "answers.h"
#include "encoding.h"
#include "text-layout.h"

#include <string.h>
#include <unistd.h>

static void
expect_lines (const char *text,
              guint       columns,
              guint       indent,
              const char *wanted)
{
  g_auto(GStrv) lines = text_layout_wrap (text, columns, indent);
  g_autofree char *joined = g_strjoinv ("|", lines);

  g_assert_cmpstr (joined, ==, wanted);
}

static void
test_wrap (void)
{
  expect_lines ("", 20, 2, "");
  expect_lines ("one two three", 20, 0, "one two three");
  expect_lines ("one two three", 12, 0, "one two|three");
  expect_lines ("exactly ten", 11, 0, "exactly ten");
  expect_lines ("exactly ten", 10, 0, "exactly|ten");
  expect_lines ("one\n\ntwo", 20, 2, "  one||  two");
  expect_lines ("averylongwordwithoutblanks", 10, 0, "averylongw|ordwithout|blanks");
  expect_lines ("a averylongwordwithoutblanks", 12, 0, "a|averylongwor|dwithoutblan|ks");
  /* Wide characters take two columns, and can be parted. */
  expect_lines ("証明書を保存します", 10, 0, "証明書を保|存します");
  /* But what closes does not begin a line, and what opens does not end one. */
  expect_lines ("証明書を保。存します", 10, 0, "証明書を|保。存しま|す");
  expect_lines ("証明書を「保存」", 10, 0, "証明書を|「保存」");
  /* Combining characters stay with what they belong to. */
  g_assert_cmpuint (text_layout_get_width ("e\xcc\x81証"), ==, 3);
}

/* Nothing that a terminal would take for an order. */
static void
test_dangerous (void)
{
  expect_lines ("a\033[2Jb\007c\xc2\x9b""31md\r\te", 40, 0, "a[2Jbc31md e");
  expect_lines ("pdf.\xe2\x80\xae" "exe", 40, 0, "pdf.exe");
  expect_lines ("\xff\xfe", 40, 0, "\xef\xbf\xbd\xef\xbf\xbd");
}

static void
test_encodings (void)
{
  static const struct {
    const char *charset, *text, *wanted;
  } cases[] = {
    { "ANSI_X3.4-1968", "“a” ‘b’ it’s – — … → ß é", "\"a\" 'b' it's - -- ... -> ss e" },
    { "ANSI_X3.4-1968", "“印鑑” \n ✓", "\"??\" \n ?" },
    { "ANSI_X3.4-1968", "\xff", "?" },
    { "ISO-8859-1", "“é” €", "\"é\" EUR" },
    /* Japanese stays what it is, whatever stands beside it. */
    { "EUC-JP", "「印鑑」“a”…、。ー – ✓", "「印鑑」“a”…、。ー - ?" },
    { "SHIFT_JIS", "「印鑑」“a”…、。ー – ✓", "「印鑑」“a”…、。ー - ?" },
    { "ISO-2022-JP", "「印鑑」– “a”", "「印鑑」- “a”" },
    /* The same signs by other numbers */
    { "EUC-JP", "1〜2", "1〜2" },
    { "SHIFT_JIS", "1～2 − － — •", "1〜2 − − ― ・" },
    { "CP932", "1～2", "1～2" },
    { "UTF-8", "“印鑑” – é ✓", "“印鑑” – é ✓" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *fit = encoding_fit (cases[i].text, cases[i].charset);
    g_autofree char *written = encoding_write (cases[i].text, cases[i].charset);
    g_autofree char *back = g_convert (written, -1, "UTF-8", cases[i].charset, NULL, NULL, NULL);

    g_test_message ("%s: %s", cases[i].charset, cases[i].text);
    g_assert_cmpstr (fit, ==, cases[i].wanted);
    g_assert_cmpstr (back, ==, cases[i].wanted);
  }
}

static void
test_cut (void)
{
  g_autofree char *whole = text_layout_cut ("four", 4);
  g_autofree char *cut = text_layout_cut ("fiver", 4);
  g_autofree char *wide = text_layout_cut ("証明書", 5);

  g_assert_cmpstr (whole, ==, "four");
  g_assert_cmpstr (cut, ==, "fiv…");
  g_assert_cmpstr (wide, ==, "証明…");
}

static Answers *
read_answers (const char  *text,
              gssize       length,
              GError     **error)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("inkan-answers-XXXXXX", &path, NULL);
  gsize size = length >= 0 ? (gsize) length : strlen (text);
  Answers *answers;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (unlink (path), ==, 0);
  g_assert_cmpint (write (fd, text, size), ==, (gssize) size);
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  answers = answers_new_for_fd (fd, error);
  close (fd);
  return answers;
}

/* The same as GKeyFile reads it. */
static void
test_answers (void)
{
  static const char text[] = "\n# a comment\n[Other]\nemail=not this\n[Answers]\r\nemail = me@example.com\r\n"
                             "  password=\\sa\\tb\\\\c \nempty=\nname=電子=証明\n[More]\nagree=no\n[Answers]\nagree=yes";
  static const char *const keys[] = { "email", "password", "empty", "name", "agree" };
  g_autoptr(GError) error = NULL;
  g_autoptr(Answers) answers = read_answers (text, -1, &error);
  g_autoptr(GKeyFile) reference = g_key_file_new ();

  g_assert_no_error (error);
  g_assert_true (g_key_file_load_from_data (reference, text, strlen (text), G_KEY_FILE_NONE, &error));
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autofree char *wanted = g_key_file_get_string (reference, "Answers", keys[i], NULL);

    g_assert_nonnull (wanted);
    g_assert_cmpstr (answers_get (answers, keys[i]), ==, wanted);
  }
  g_assert_null (answers_get (answers, "nothing"));
  g_assert_true (answers_get_yes (answers, "agree"));
  g_assert_false (answers_get_yes (answers, "email"));
}

static void
test_bad_answers (void)
{
  g_autofree char *large = g_strnfill (ANSWERS_MAX_SIZE, 'x');
  const struct {
    const char *text;
    gssize      length;
  } cases[] = {
    { "", -1 }, { "email=outside", -1 }, { "[Answers]\nno value", -1 }, { "[Answers]\n=no key", -1 },
    { "[Answers]\na=\\x", -1 }, { "[Answers]\na=\xff", -1 }, { "[Answers]\na=b\0c=d", 17 }, { large, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(Answers) answers = read_answers (cases[i].text, cases[i].length, &error);

    g_assert_null (answers);
    g_assert_nonnull (error);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/layout/wrap", test_wrap);
  g_test_add_func ("/terminal/layout/dangerous", test_dangerous);
  g_test_add_func ("/terminal/layout/cut", test_cut);
  g_test_add_func ("/terminal/layout/encodings", test_encodings);
  g_test_add_func ("/terminal/answers/read", test_answers);
  g_test_add_func ("/terminal/answers/bad", test_bad_answers);
  return g_test_run ();
}
