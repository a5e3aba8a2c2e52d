/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/text.h"

#include <libsecret/secret.h>

static void
test_clean (void)
{
  static const struct {
    const char *text;
    gsize       max;
    gboolean    lines;
    const char *clean;
  } cases[] = {
    { "", 10, FALSE, "" },
    { "日本", 2, FALSE, "日本" },
    { "日本語", 2, FALSE, "日…" },
    { "abc", 0, FALSE, "" },
    { "abc", 1, FALSE, "…" },
    { "a\001b\033[31mc\177d\xC2\x85" "", 50, FALSE, "ab[31mcd " },
    { "a\r\nb\nc\rd\te", 50, FALSE, "a b c d e" },
    { "a\r\nb\nc\rd\te\u2028f", 50, TRUE, "a\nb\nc\nd\te\nf" },
    { "moc.\u202Eexe.p12\u202C \u2066x\u2069\u061C", 50, FALSE, "moc.exe.p12 x" },
    { "a\xFFz\xE3\x81", 50, FALSE, "a\uFFFDz\uFFFD" },
    { "👩‍💻 ok", 50, FALSE, "👩‍💻 ok" },
    { "<b>&amp;</b>", 50, FALSE, "<b>&amp;</b>" },
    { "\xEF\xBB\xBFx\uFEFFy", 50, FALSE, "xy" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = inkan_text_clean (cases[i].text, cases[i].max, cases[i].lines);

      g_assert_cmpstr (clean, ==, cases[i].clean);
    }
}

static void
test_strip (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { " \t\u3000\u00A0\r\n", "" },
    { "  \u3000a b\u3000c \u200B\uFEFF\n", "a b\u3000c" },
    { "\u202Eabc\u202Cdef\002\nghi", "abcdefghi" },
    { "pass　word", "pass　word" },
    { "😀 \"&<", "😀 \"&<" },
    { "ｆｕｌｌ", "ｆｕｌｌ" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char *stripped = inkan_text_strip (cases[i][0]);

      g_assert_cmpstr (stripped, ==, cases[i][1]);
      secret_password_free (stripped);
    }
}

static void
test_strip_long (void)
{
  g_autofree char *letters = g_strnfill (10000, 'x');
  g_autofree char *padded = g_strdup_printf ("  %s  ", letters);
  char *stripped = inkan_text_strip (padded);

  g_assert_cmpstr (stripped, ==, letters);
  secret_password_free (stripped);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/text/clean", test_clean);
  g_test_add_func ("/base/text/strip", test_strip);
  g_test_add_func ("/base/text/strip-long", test_strip_long);
  return g_test_run ();
}
