/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/charset.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

static char *
there_and_back (const char *charset,
                const char *text)
{
  gsize length;
  char *bytes = inkan_charset_encode (charset, text, &length);
  char *again;

  g_assert_cmpuint (strlen (bytes), ==, length); /* no NUL in any of them */
  again = inkan_charset_decode (charset, (guint8 *) bytes, length);
  inkan_charset_free (bytes);
  return again;
}

/* The first byte chooses the encoding, the rest is text in it. What is decoded
 * is UTF-8. What the encoding lacks becomes a reference once, what it has twice
 * the same: a second time there and back changes nothing. */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  static const char *const charsets[] = {
    "UTF-8", "Shift_JIS", "EUC-JP", "ISO-2022-JP", "windows-1252", "ISO-8859-15", "windows-1251",
    "KOI8-R", "EUC-KR", "GBK", "Big5", "UTF-16LE", "UTF-16BE",
  };
  const char *charset;
  char *text, *once, *twice;
  g_autofree char *label = g_strndup ((const char *) data, MIN (size, 60));

  inkan_charset_lookup (label);
  if (size == 0)
    return 0;
  charset = charsets[data[0] % G_N_ELEMENTS (charsets)];
  g_assert_cmpstr (inkan_charset_lookup (charset), ==, charset);
  text = inkan_charset_decode (charset, data + 1, size - 1);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  if (!g_str_has_prefix (charset, "UTF-16")) /* no form is sent in it */
    {
      once = there_and_back (charset, text);
      twice = there_and_back (charset, once);
      g_assert_cmpstr (once, ==, twice);
      inkan_charset_free (once);
      inkan_charset_free (twice);
    }
  inkan_charset_free (text);
  return 0;
}
