/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/charset.h"

#include <string.h>

typedef struct {
  const char *charset;
  const char *bytes;
  gssize      length; /* -1: up to the NUL */
  const char *text;
} Vector;

#define FFFD "\xEF\xBF\xBD"

static const Vector decoding[] = {
  /* Shift_JIS as Windows writes it */
  { "Shift_JIS", "\x93\xFA\x96\x7B", -1, "日本" },
  { "Shift_JIS", "\x87\x40\x87\x8A\x87\x54", -1, "①㈱Ⅰ" },
  { "Shift_JIS", "\xFB\xFC\xEE\xE0", -1, "髙髙" },
  { "Shift_JIS", "\xB6\xC5 A", -1, "ｶﾅ A" },
  { "Shift_JIS", "\x81\x60\x81\x7C\x81\x61\x81\x5C\x81\x91\x81\xCA", -1, "～－∥―￠￢" },
  { "Shift_JIS", "\\~", -1, "\\~" },
  { "Shift_JIS", "\x83\x5C\x95\x5C", -1, "ソ表" },
  { "Shift_JIS", "\xF0\x40\xF9\xFC", -1, "\uE000\uE757" },
  { "Shift_JIS", "A\x93", -1, "A" FFFD },
  { "Shift_JIS", "\x93<p>", -1, FFFD "<p>" },
  { "Shift_JIS", "\x85\x41<", -1, FFFD "A<" },
  { "Shift_JIS", "\x85\x9F<", -1, FFFD "<" },
  { "Shift_JIS", "\xA0\xFD\xFE\xFF\x80z", -1, FFFD FFFD FFFD FFFD "\xC2\x80" "z" },
  { "Shift_JIS", "a\0b", 3, "a" FFFD "b" },
  /* EUC-JP with NEC's rows and JIS X 0212 */
  { "EUC-JP", "\xC6\xFC\xCB\xDC\xAD\xA1\x8E\xB6", -1, "日本①ｶ" },
  { "EUC-JP", "\xFC\xE2\xA1\xC1\x8F\xA2\xB7\x8F\xB0\xA1", -1, "髙～～丂" },
  { "EUC-JP", "\xC6<\x8E<\x8F<\x8F\xB0<\xA9\xA9<", -1, FFFD "<" FFFD "<" FFFD "<" FFFD "<" FFFD "<" },
  { "EUC-JP", "a\xC6", -1, "a" FFFD },
  { "EUC-JP", "a\x8F\xB0", -1, "a" FFFD },
  { "EUC-JP", "\x80\xFF\xA0", -1, FFFD FFFD FFFD },
  /* ISO-2022-JP as mail programs write it */
  { "ISO-2022-JP", "\033$BF|K\\\033(BA", -1, "日本A" },
  { "ISO-2022-JP", "\033$@F|K\\\033(J\\~A", -1, "日本¥‾A" },
  { "ISO-2022-JP", "\033$B-!|b\033(B!", -1, "①髙!" },
  { "ISO-2022-JP", "\033(I6E\033(B", -1, "ｶﾅ" },
  { "ISO-2022-JP", "\xB6\xC5 A", -1, "ｶﾅ A" },
  { "ISO-2022-JP", "\033$(D0!\033(B", -1, "丂" },
  { "ISO-2022-JP", "\033&@\033$BF|\033(B", -1, "日" },
  { "ISO-2022-JP", "\033$BF|K\\\nabc", -1, "日本\nabc" },
  { "ISO-2022-JP", "\033$BF|K\\\r\nabc", -1, "日本\r\nabc" },
  { "ISO-2022-JP", "\033$BF| K\\\033(B", -1, "日 本" },
  { "ISO-2022-JP", "\033$BF|K", -1, "日" FFFD },
  { "ISO-2022-JP", "\033$BF|K\033(Bx", -1, "日" FFFD "x" },
  { "ISO-2022-JP", "\033$BF|)!K\\\033(Bx", -1, "日" FFFD "本x" },
  { "ISO-2022-JP", "a\033%Bb", -1, "a" FFFD "%Bb" },
  { "ISO-2022-JP", "a\033", -1, "a" FFFD },
  { "ISO-2022-JP", "\033(B\033$B\033(B\033(B", -1, "" },
  { "ISO-2022-JP", "a\0b\x0E", 4, "a" FFFD "b" FFFD },
  /* UTF-8 */
  { "UTF-8", "\xEF\xBB\xBF日本", -1, "日本" },
  { "UTF-8", "a\xC0\x80z", -1, "a" FFFD FFFD "z" },
  { "UTF-8", "\xE3\x81z", -1, FFFD "z" },
  { "UTF-8", "\xF0\x9F\x98", -1, FFFD },
  { "UTF-8", "\xED\xA0\x80", -1, FFFD FFFD FFFD },
  { "UTF-8", "\xF0\x9F\x98\x80\xF4\x90\x80\x80", -1, "😀" FFFD FFFD FFFD FFFD },
  { "UTF-8", "a\0b", 3, "a" FFFD "b" },
  /* a byte order mark is stronger */
  { "Shift_JIS", "\xEF\xBB\xBF日", -1, "日" },
  { "UTF-16LE", "\xFE\xFF\x65\xE5", -1, "日" },
  { "UTF-16LE", "\xE5\x65\x3D\xD8\x00\xDE\x41", 7, "日😀" FFFD },
  { "UTF-16BE", "\xD8\x3D\x00\x41\x00\x00", 6, FFFD "A" FFFD },
  /* single bytes */
  { "windows-1252", "\x80\x81\x93\xE9\xFF", -1, "€\xC2\x81" "“éÿ" },
  { "windows-1251", "\xCF\xF0\x98", -1, "Пр\xC2\x98" "" },
  { "windows-1253", "\xAA\xE1", -1, FFFD "α" },
  { "windows-1258", "a\xEC\xD2", -1, "a\u0301\u0309" },
  { "KOI8-R", "\xF0", -1, "П" },
  { "ISO-8859-15", "\xA4\x85", -1, "€\xC2\x85" "" },
  { "windows-874", "\xA1", -1, "ก" },
  /* others, by the C library */
  { "EUC-KR", "\xC7\xD1\xB1\xDB", -1, "한글" },
  { "GBK", "\xD6\xD0\0\xCE\xC4", 5, "中" FFFD "文" },
  { "GBK", "\xD6", -1, FFFD },
  { "GBK", "\xD6<b>", -1, FFFD "<b>" },
  { "gb18030", "\x94\x39\xFC\x36", -1, "😀" },
  { "Big5", "\xA4\xA4\xA4\xE5", -1, "中文" },
};

static void
test_decode (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (decoding); i++)
    {
      const Vector *v = &decoding[i];
      gsize length = v->length < 0 ? strlen (v->bytes) : (gsize) v->length;
      char *text = inkan_charset_decode (v->charset, (const guint8 *) v->bytes, length);

      if (g_strcmp0 (text, v->text) != 0)
        g_error ("%s vector %" G_GSIZE_FORMAT ": got “%s”, want “%s”", v->charset, i, text, v->text);
      inkan_charset_free (text);
    }
}

static const Vector encoding[] = {
  { "Shift_JIS", "\x93\xFA\x96\x7B\x87\x40", -1, "日本①" },
  { "Shift_JIS", "\xFB\xFC", -1, "髙" },
  { "Shift_JIS", "\x81\x60&#12316;", -1, "～〜" },
  { "Shift_JIS", "\x81\x7C\x81\x7C\x81\x61\x81\x5C", -1, "－−∥―" },
  { "Shift_JIS", "\xB6\xC5\\~", -1, "ｶﾅ¥‾" },
  { "Shift_JIS", "\x81\xCA\x81\xE0\x87\x54\x87\x8A", -1, "￢≒Ⅰ㈱" },
  { "Shift_JIS", "&#128512;&#160;", -1, "😀\u00A0" },
  { "Shift_JIS", "&#57344;", -1, "\uE000" },
  { "EUC-JP", "\xC6\xFC\xAD\xA1\x8E\xB6\xA1\xC1&#12316;", -1, "日①ｶ～〜" },
  { "EUC-JP", "\xFC\xE2&#19970;", -1, "髙丂" },
  { "ISO-2022-JP", "A\033$BF|K\\\033(BB", -1, "A日本B" },
  { "ISO-2022-JP", "\033$B%+%J\033(B", -1, "ｶﾅ" },
  { "ISO-2022-JP", "\033$B%+!+!#\033(B", -1, "ｶﾞ｡" },
  { "ISO-2022-JP", "\033(J\\a\033(B\\", -1, "¥a\\" },
  { "ISO-2022-JP", "\033$BF|\033(B&#128512;\033$BK\\\033(B", -1, "日😀本" },
  { "ISO-2022-JP", "&#65533;", -1, "\033" },
  { "ISO-2022-JP", "\033$B-!!A\033(B", -1, "①～" },
  { "UTF-8", "日本😀", -1, "日本😀" },
  { "UTF-8", "a" FFFD "b", -1, "a\xFF" "b" },
  { "UTF-16LE", "日", -1, "日" },
  { "windows-1252", "\x80\xE9&#26085;", -1, "€é日" },
  { "windows-1251", "\xCF&#233;", -1, "Пé" },
  { "EUC-KR", "\xC7\xD1&#128512;", -1, "한😀" },
  { "GBK", "\xD6\xD0\x80", -1, "中€" },
  { "gb18030", "\xA2\xE3", -1, "€" },
  { "Big5", "\xA4\xA4\xA3\xE1&#233;", -1, "中€é" },
  { "Big5", "\xA4\xA4", -1, "中" },
};

static void
test_encode (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (encoding); i++)
    {
      const Vector *v = &encoding[i];
      gsize length;
      char *bytes = inkan_charset_encode (v->charset, v->text, &length);

      g_assert_cmpuint (length, ==, strlen (bytes));
      if (g_strcmp0 (bytes, v->bytes) != 0)
        {
          g_autofree char *got = g_strescape (bytes, NULL);

          g_error ("%s vector %" G_GSIZE_FORMAT ": got “%s”", v->charset, i, got);
        }
      inkan_charset_free (bytes);
    }
}

/* Every two-byte character of Windows-31J comes back as itself, or as its only
 * duplicate, in all three Japanese encodings. */
static void
test_round_trip (void)
{
  guint n = 0;

  for (guint lead = 0x81; lead <= 0xFC; lead++)
    for (guint trail = 0x40; trail <= 0xFC; trail++)
      {
        guint8 in[2] = { (guint8) lead, (guint8) trail };
        g_autofree char *text = NULL;

        if ((lead >= 0xA0 && lead < 0xE0) || trail == 0x7F || (lead >= 0xF0 && lead <= 0xF9))
          continue;
        text = inkan_charset_decode ("Shift_JIS", in, 2);
        if (strstr (text, FFFD) != NULL)
          continue;
        n++;
        for (guint i = 0; i < 3; i++)
          {
            const char *charset = i == 0 ? "Shift_JIS" : i == 1 ? "EUC-JP" : "ISO-2022-JP";
            gsize length;
            g_autofree char *bytes = inkan_charset_encode (charset, text, &length);
            g_autofree char *again = inkan_charset_decode (charset, (guint8 *) bytes, length);

            g_assert_cmpstr (again, ==, text);
          }
      }
  /* JIS X 0208, NEC row 13, NEC's and IBM's IBM characters */
  g_assert_cmpuint (n, ==, 6879 + 83 + 374 + 388);
}

static void
test_lookup (void)
{
  static const char *const labels[][2] = {
    { "Shift_JIS", "Shift_JIS" }, { " x-sjis\t", "Shift_JIS" }, { "CP932", "Shift_JIS" },
    { "Windows-31J", "Shift_JIS" }, { "ISO-8859-1", "windows-1252" }, { "us-ascii", "windows-1252" },
    { "utf8", "UTF-8" }, { "x-euc-jp", "EUC-JP" }, { "iso-2022-jp", "ISO-2022-JP" },
    { "cp50221", "ISO-2022-JP" }, { "latin5", "windows-1254" }, { "ks_c_5601-1987", "EUC-KR" },
    { "GB2312", "GBK" }, { "utf-16", "UTF-16LE" }, { "x-mac-roman", "macintosh" },
    { "", NULL }, { " ", NULL }, { "utf", NULL }, { "utf-8 utf8", NULL }, { "utf-7", NULL },
    { "iso-2022-kr", NULL }, { "shift_jis\n", "Shift_JIS" }, { "日本", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    g_assert_cmpstr (inkan_charset_lookup (labels[i][0]), ==, labels[i][1]);
  g_assert_null (inkan_charset_lookup (NULL));
}

/* Each encoding that has a name can really be used with this C library. */
static void
test_all_available (void)
{
  static const char *const names[] = {
    "IBM866", "ISO-8859-2", "ISO-8859-3", "ISO-8859-4", "ISO-8859-5", "ISO-8859-6", "ISO-8859-7",
    "ISO-8859-8", "ISO-8859-8-I", "ISO-8859-10", "ISO-8859-13", "ISO-8859-14", "ISO-8859-15",
    "ISO-8859-16", "KOI8-R", "KOI8-U", "macintosh", "windows-874", "windows-1250", "windows-1251",
    "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257",
    "windows-1258", "x-mac-cyrillic", "GBK", "gb18030", "Big5", "EUC-KR",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      /* a letter, or a CJK character, in each of them */
      g_autofree char *text = inkan_charset_decode (names[i], (const guint8 *) "\xE1\xE2", 2);

      g_assert_cmpstr (inkan_charset_lookup (names[i]), ==, names[i]);
      g_assert_null (strstr (text, FFFD));
      g_assert_cmpint (g_utf8_strlen (text, -1), ==, i < 28 ? 2 : 1);
    }
}

/* Whatever the bytes: valid UTF-8, no NUL, ASCII after a line break intact. */
static void
test_noise (void)
{
  static const char *const names[] = { "UTF-8", "Shift_JIS", "EUC-JP", "ISO-2022-JP", "GBK",
                                       "gb18030", "Big5", "EUC-KR", "UTF-16LE", "windows-1252" };
  g_autoptr(GRand) rand = g_rand_new_with_seed (20);

  for (guint round = 0; round < 2000; round++)
    {
      guint8 bytes[64];
      gsize length = g_rand_int_range (rand, 0, 56);
      const char *name = names[round % G_N_ELEMENTS (names)];
      g_autofree char *text = NULL;

      for (gsize i = 0; i < length; i++)
        bytes[i] = g_rand_int_range (rand, 0, 3) == 0 ? 0x1B : g_rand_int_range (rand, 0, 256);
      if (length > 0 && (bytes[0] == 0xFE || bytes[0] == 0xFF))
        bytes[0] = 0;
      memcpy (bytes + length, "\n\nend", 5);
      text = inkan_charset_decode (name, bytes, length + 5);
      g_assert_true (g_utf8_validate (text, -1, NULL));
      if (!g_str_equal (name, "UTF-16LE") && !g_str_has_suffix (text, "end"))
        g_error ("%s: the end was lost in round %u", name, round);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/charset/lookup", test_lookup);
  g_test_add_func ("/base/charset/decode", test_decode);
  g_test_add_func ("/base/charset/encode", test_encode);
  g_test_add_func ("/base/charset/round-trip", test_round_trip);
  g_test_add_func ("/base/charset/all-available", test_all_available);
  g_test_add_func ("/base/charset/noise", test_noise);
  return g_test_run ();
}
