/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "charset.h"

#include <errno.h>
#include <string.h>
#include <openssl/crypto.h>

#include "secret.h"

static const struct {
  const char *label; /* as the page names it */
  const char *iconv; /* what it means */
} charsets[] = {
  { "UTF-8", "UTF-8" },
  { "Shift_JIS", "CP932" },
  { "EUC-JP", "EUC-JP-MS" },
};

const char *
practice_charset_get_label (PracticeCharset charset)
{
  return charsets[charset].label;
}

GBytes *
practice_charset_encode (PracticeCharset charset, const char *html)
{
  GByteArray *bytes = g_byte_array_new ();

  if (charset == PRACTICE_UTF_8)
    return g_bytes_new (html, strlen (html));
  for (const char *at = html; *at != '\0'; at = g_utf8_next_char (at)) {
    char reference[16];
    gsize size = 0;
    g_autofree char *encoded = NULL;

    if ((guchar) *at < 0x80) {
      g_byte_array_append (bytes, (const guint8 *) at, 1);
      continue;
    }
    encoded = g_convert (at, g_utf8_next_char (at) - at, charsets[charset].iconv, "UTF-8", NULL, &size, NULL);
    if (encoded != NULL) {
      g_byte_array_append (bytes, (const guint8 *) encoded, size);
    } else {
      g_snprintf (reference, sizeof reference, "&#%u;", g_utf8_get_char (at));
      g_byte_array_append (bytes, (const guint8 *) reference, strlen (reference));
    }
  }
  return g_byte_array_free_to_bytes (bytes);
}

/* Room for every character as three bytes of UTF-8, and then some: nothing is reallocated, so nothing secret
 * is left behind. */
char *
practice_charset_decode (PracticeCharset charset, const char *bytes, gsize length)
{
  gsize room = length * 4 + 4;
  char *text = g_malloc (room + 1);
  char *out = text, *in = (char *) bytes;
  GIConv converter = g_iconv_open ("UTF-8", charsets[charset].iconv);

  while (length > 0 && g_iconv (converter, &in, &length, &out, &room) == (gsize) -1) {
    if (errno != EILSEQ && errno != EINVAL)
      break;
    memcpy (out, "\357\277\275", 3);
    out += 3;
    room -= 3;
    in++;
    length--;
    g_iconv (converter, NULL, NULL, NULL, NULL);
  }
  g_iconv_close (converter);
  *out = '\0';
  /* A NUL ends the text, as it does in every string here. */
  return text;
}

static char *
unescape (PracticeCharset charset, const char *from, const char *end)
{
  char *bytes = g_malloc (end - from + 1), *out = bytes, *text;

  for (; from < end; from++) {
    if (*from == '+') {
      *out++ = ' ';
    } else if (*from == '%' && end - from > 2 && g_ascii_isxdigit (from[1]) && g_ascii_isxdigit (from[2])) {
      *out++ = (char) (g_ascii_xdigit_value (from[1]) * 16 + g_ascii_xdigit_value (from[2]));
      from += 2;
    } else {
      *out++ = *from;
    }
  }
  text = practice_charset_decode (charset, bytes, out - bytes);
  OPENSSL_cleanse (bytes, out - bytes);
  g_free (bytes);
  return text;
}

GHashTable *
practice_form_parse (PracticeCharset charset, const char *body, gsize length)
{
  GHashTable *form = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) practice_secret_free);
  const char *end = body + length;

  while (body < end) {
    const char *stop = memchr (body, '&', end - body);
    const char *equals;
    g_autofree char *name = NULL;

    if (stop == NULL)
      stop = end;
    equals = memchr (body, '=', stop - body);
    if (equals != NULL) {
      name = unescape (charset, body, equals);
      if (!g_hash_table_contains (form, name))
        g_hash_table_insert (form, g_steal_pointer (&name), unescape (charset, equals + 1, stop));
    }
    body = stop + 1;
  }
  return form;
}
