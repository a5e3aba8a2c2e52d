/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every page in both languages and every encoding, before a validator; and the encodings themselves. */
#include "pages.h"

#include <string.h>
#include <gio/gio.h>

#include "secret.h"

static const char nasty[] = "\"><script>alert(1)</script>&'髙①～é😀@example";

/* A page by number; NULL after the last one. */
static char *
render (const PracticeReader *reader, guint which)
{
  PracticeCertificate ready = { 1, (char *) "Practice <1>", (char *) "RSA 2048", NULL, NULL, PRACTICE_READY,
                                (char *) "a@inkan.example" };
  PracticeCertificate fetched = { 2, (char *) "Practice & 2", (char *) "EC P-256", (char *) "40AA", (char *) "AA:BB",
                                  PRACTICE_FETCHED, (char *) "a@inkan.example" };
  PracticeCertificate issuing = fetched, spoilt = fetched;
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_autoptr (GPtrArray) services = g_ptr_array_new ();
  const guint forms = PRACTICE_NOTICE_NOTHING_TO_REISSUE + 1, plain = PRACTICE_PAGE_BROKEN + 1;

  issuing.state = PRACTICE_ISSUING;
  spoilt.state = PRACTICE_SPOILT;
  g_ptr_array_add (list, &ready);
  g_ptr_array_add (list, &fetched);
  g_ptr_array_add (list, &issuing);
  g_ptr_array_add (list, &spoilt);
  g_ptr_array_add (services, ready.service);
  if (which < forms)
    return practice_pages_retrieval (reader, "token", nasty, which);
  which -= forms;
  if (which < forms)
    return practice_pages_reissue (reader, "token", nasty, services, which);
  which -= forms;
  if (which < plain)
    return practice_pages_plain (reader, which);
  switch (which - plain) {
  case 0:
    return practice_pages_retrieval (reader, "token", NULL, PRACTICE_NOTICE_NONE);
  case 1:
    return practice_pages_list (reader, list);
  case 2:
    return practice_pages_list (reader, NULL);
  case 3:
    return practice_pages_review (reader, "token", &ready, nasty);
  case 4:
    return practice_pages_issued (reader, &fetched);
  case 5:
    return practice_pages_reissued (reader, nasty);
  case 6:
    return practice_pages_help (reader);
  case 7:
    return practice_pages_installation (reader);
  case 8:
    return practice_pages_environment (reader);
  default:
    return NULL;
  }
}

/* tidy knows no EUC-JP: that is read back here, by iconv alone. */
static GBytes *
for_tidy (GBytes *page, PracticeCharset charset, const char **option)
{
  g_autofree char *text = NULL;
  gsize size;

  *option = charset == PRACTICE_SHIFT_JIS ? "-shiftjis" : "-utf8";
  if (charset != PRACTICE_EUC_JP)
    return g_bytes_ref (page);
  text = g_convert (g_bytes_get_data (page, NULL), g_bytes_get_size (page), "UTF-8", "EUC-JP-MS", NULL, &size, NULL);
  g_assert_nonnull (text);
  return g_bytes_new (text, size);
}

static void
validate (GBytes *page, PracticeCharset charset)
{
  const char *option;
  g_autoptr (GBytes) input = for_tidy (page, charset, &option);
  g_autoptr (GBytes) complaints = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) tidy = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE,
                                                   &error, "tidy", "-quiet", "-errors", option, NULL);

  g_assert_no_error (error);
  g_subprocess_communicate (tidy, input, NULL, NULL, &complaints, &error);
  g_assert_no_error (error);
  if (g_bytes_get_size (complaints) > 0)
    g_test_message ("%.*s\n%.*s", (int) g_bytes_get_size (complaints),
                    (const char *) g_bytes_get_data (complaints, NULL), (int) g_bytes_get_size (page),
                    (const char *) g_bytes_get_data (page, NULL));
  g_assert_cmpuint (g_bytes_get_size (complaints), ==, 0);
  g_assert_true (g_subprocess_get_successful (tidy));
}

static void
check_one (const PracticeReader *reader, const char *html)
{
  g_autoptr (GBytes) page = practice_charset_encode (reader->charset, html);
  g_autofree char *meta = g_strdup_printf ("<meta charset=\"%s\">", practice_charset_get_label (reader->charset));

  g_assert_nonnull (strstr (html, meta));
  g_assert_nonnull (strstr (html, reader->language == PRACTICE_JAPANESE ? "<html lang=\"ja\">" : "<html lang=\"en\">"));
  g_assert_null (strstr (html, "<script"));
  g_assert_null (strstr (html, "<1>"));
  validate (page, reader->charset);
}

static void
test_valid (gconstpointer data)
{
  PracticeReader reader = { PRACTICE_ENGLISH, (PracticeCharset) GPOINTER_TO_INT (data) };
  g_autofree char *program = g_find_program_in_path ("tidy");
  guint count = 0;

  if (program == NULL) {
    g_test_skip ("tidy is not installed");
    return;
  }
  for (reader.language = PRACTICE_ENGLISH; reader.language <= PRACTICE_JAPANESE; reader.language++) {
    char *html;

    for (guint i = 0; (html = render (&reader, i)) != NULL; i++, count++) {
      check_one (&reader, html);
      g_free (html);
    }
  }
  g_assert_cmpuint (count, ==, 2 * (2 * 5 + 7 + 9));
}

/* Each language is complete: no page of one has a sentence of the other. */
static void
test_languages (void)
{
  PracticeReader english = { PRACTICE_ENGLISH, PRACTICE_UTF_8 }, japanese = { PRACTICE_JAPANESE, PRACTICE_UTF_8 };
  char *html;

  for (guint i = 0; (html = render (&english, i)) != NULL; i++) {
    const char *typed = strstr (html, "髙①～é");
    g_autofree char *other = render (&japanese, i);
    gboolean kana = FALSE;

    for (const char *at = html; *at != '\0'; at = g_utf8_next_char (at))
      if (typed == NULL || at < typed || at > typed + strlen ("髙①～é"))
        g_assert_false (g_unichar_iswide (g_utf8_get_char (at)) && g_utf8_get_char (at) < 0x10000);
    for (const char *at = other; *at != '\0'; at = g_utf8_next_char (at))
      kana |= g_utf8_get_char (at) >= 0x3041 && g_utf8_get_char (at) <= 0x3096;
    g_assert_true (kana);
    g_free (html);
  }
}

static void
test_encode (void)
{
  static const struct {
    PracticeCharset  charset;
    const char      *text;
    const char      *bytes;
  } cases[] = {
    { PRACTICE_UTF_8, "日é😀", "日é😀" },
    { PRACTICE_SHIFT_JIS, "日①髙～ｱ", "\x93\xfa\x87\x40\xfb\xfc\x81\x60\xb1" },
    { PRACTICE_SHIFT_JIS, "aé😀b", "a&#233;&#128512;b" },
    { PRACTICE_EUC_JP, "日①ｱ", "\xc6\xfc\xad\xa1\x8e\xb1" },
    { PRACTICE_EUC_JP, "😀", "&#128512;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GBytes) bytes = practice_charset_encode (cases[i].charset, cases[i].text);
    char *back;

    g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), cases[i].bytes,
                     strlen (cases[i].bytes));
    back = practice_charset_decode (cases[i].charset, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    if (strchr (cases[i].bytes, '&') == NULL)
      g_assert_cmpstr (back, ==, cases[i].text);
    g_free (back);
  }
}

static void
test_decode_malformed (void)
{
  static const struct {
    PracticeCharset  charset;
    const char      *bytes;
    const char      *text;
  } cases[] = {
    { PRACTICE_UTF_8, "a\xff" "b", "a\xef\xbf\xbd" "b" },
    { PRACTICE_UTF_8, "a\xe6\x97", "a\xef\xbf\xbd\xef\xbf\xbd" },
    { PRACTICE_SHIFT_JIS, "a\x93", "a\xef\xbf\xbd" },
    { PRACTICE_EUC_JP, "\xff" "a", "\xef\xbf\xbd" "a" },
    { PRACTICE_UTF_8, "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    char *text = practice_charset_decode (cases[i].charset, cases[i].bytes, strlen (cases[i].bytes));

    g_assert_cmpstr (text, ==, cases[i].text);
    g_assert_true (g_utf8_validate (text, -1, NULL));
    practice_secret_free (text);
  }
  /* The worst growth there is: every byte becomes three. */
  for (guint length = 1; length < 200; length++) {
    g_autofree char *bytes = g_strnfill (length, '\xff');
    g_autofree char *kana = g_strnfill (length, '\xb1');
    char *text = practice_charset_decode (PRACTICE_UTF_8, bytes, length);

    g_assert_cmpuint (strlen (text), ==, length * 3);
    practice_secret_free (text);
    text = practice_charset_decode (PRACTICE_SHIFT_JIS, kana, length);
    g_assert_cmpuint (strlen (text), ==, length * 3);
    practice_secret_free (text);
  }
}

static void
test_form (void)
{
  static const char body[] = "a=1&a=2&b=%E6%97%A5+x&&=&c&d=%zz%4&e=%&%66=g&nul=%00x";
  g_autoptr (GHashTable) form = practice_form_parse (PRACTICE_UTF_8, body, strlen (body));
  g_autoptr (GHashTable) japanese = practice_form_parse (PRACTICE_SHIFT_JIS, "x=%93%fa%81%60", 14);

  g_assert_cmpstr (g_hash_table_lookup (form, "a"), ==, "1");
  g_assert_cmpstr (g_hash_table_lookup (form, "b"), ==, "日 x");
  g_assert_false (g_hash_table_contains (form, "c"));
  g_assert_cmpstr (g_hash_table_lookup (form, "d"), ==, "%zz%4");
  g_assert_cmpstr (g_hash_table_lookup (form, "e"), ==, "%");
  g_assert_cmpstr (g_hash_table_lookup (form, "f"), ==, "g");
  g_assert_cmpstr (g_hash_table_lookup (form, "nul"), ==, "");
  g_assert_cmpstr (g_hash_table_lookup (japanese, "x"), ==, "日～");
}

static void
test_codes (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 2000; i++) {
    char *code = practice_secret_new_code ();

    g_assert_true (g_regex_match_simple ("^(?=.*[0-9])(?=.*[A-Z])(?=.*[a-z])[0-9A-Za-z]{20}$", code, 0, 0));
    g_assert_null (strpbrk (code, "0O1lI"));
    g_assert_true (g_hash_table_add (seen, code));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/practice/pages/valid/utf-8", GINT_TO_POINTER (PRACTICE_UTF_8), test_valid);
  g_test_add_data_func ("/practice/pages/valid/shift_jis", GINT_TO_POINTER (PRACTICE_SHIFT_JIS), test_valid);
  g_test_add_data_func ("/practice/pages/valid/euc-jp", GINT_TO_POINTER (PRACTICE_EUC_JP), test_valid);
  g_test_add_func ("/practice/pages/languages", test_languages);
  g_test_add_func ("/practice/charset/encode", test_encode);
  g_test_add_func ("/practice/charset/malformed", test_decode_malformed);
  g_test_add_func ("/practice/form", test_form);
  g_test_add_func ("/practice/codes", test_codes);
  return g_test_run ();
}
