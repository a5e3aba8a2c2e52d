/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "charset.h"

#include "charset-private.h"

#include <errno.h>
#include <string.h>

const char *
inkan_charset_lookup (const char *label)
{
  const InkanCharsetInfo *info = inkan_charset_info (label);

  return info != NULL ? info->name : NULL;
}

gunichar
inkan_charset_next_char (const char **text)
{
  gunichar c = g_utf8_get_char_validated (*text, -1);

  if (c == (gunichar) -1 || c == (gunichar) -2)
    {
      *text += 1;
      return 0xFFFD;
    }
  *text = g_utf8_next_char (*text);
  return c;
}

char *
inkan_charset_put_reference (char     *out,
                             gunichar  c)
{
  return out + g_snprintf (out, sizeof "&#1114111;", "&#%u;", c);
}

/* Encoding standard 8.1.1: one U+FFFD for each longest beginning of a character
 * that cannot go on */
static char *
utf8_decode (const guint8 *bytes,
             gsize         length,
             char         *out)
{
  gsize i = 0;

  while (i < length)
    {
      guint8 lead = bytes[i++];
      guint8 low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
      guint8 high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
      guint needed = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
      gunichar c = lead < 0x80 ? lead : 0xFFFD;
      gsize start = i - 1;

      for (guint n = needed; n > 0 && i < length && bytes[i] >= low && bytes[i] <= high; n--)
        {
          low = 0x80;
          high = 0xBF;
          i++;
          if (n == 1)
            c = 0;
        }
      if (needed > 0 && c == 0)
        {
          memcpy (out, bytes + start, i - start);
          out += i - start;
        }
      else
        out = inkan_charset_put (out, c);
    }
  return out;
}

/* The upper half of a single-byte encoding; 0 where it has nothing */
static void
load_upper_half (const InkanCharsetInfo *info,
                 guint16                 table[128])
{
  GIConv cd = g_iconv_open ("UTF-16LE", info->iconv_name);

  for (guint i = 0; i < 128; i++)
    {
      char in = (char) (0x80 + i);
      guint8 code[8] = { 0 };
      char *from = &in, *to = (char *) code;
      gsize n_in = 1, n_out = sizeof code;

      table[i] = 0;
      if (cd != (GIConv) -1)
        {
          g_iconv (cd, NULL, NULL, NULL, NULL);
          /* some encodings hold a letter back in case a mark follows */
          if (g_iconv (cd, &from, &n_in, &to, &n_out) == 0
              && g_iconv (cd, NULL, NULL, &to, &n_out) == 0 && n_out == sizeof code - 2)
            table[i] = (guint16) (code[0] | code[1] << 8);
        }
      /* The standard fills the gaps of the Windows encodings with C1 controls. */
      if (table[i] == 0 && i < 0x20)
        table[i] = (guint16) (0x80 + i);
    }
  if (cd != (GIConv) -1)
    g_iconv_close (cd);
}

static char *
single_byte_decode (const InkanCharsetInfo *info,
                    const guint8           *bytes,
                    gsize                   length,
                    char                   *out)
{
  guint16 upper[128];

  load_upper_half (info, upper);
  for (gsize i = 0; i < length; i++)
    out = inkan_charset_put (out, bytes[i] < 0x80 ? bytes[i] : upper[bytes[i] - 0x80]);
  return out;
}

static char *
utf16_decode (const InkanCharsetInfo *info,
              const guint8           *bytes,
              gsize                   length,
              char                   *out)
{
  guint low = g_str_has_suffix (info->name, "LE") ? 0 : 1;

  for (gsize i = 0; i < length; i += 2)
    {
      gunichar c = 0, next = 0;

      if (i + 1 < length)
        c = bytes[i + low] | (gunichar) bytes[i + 1 - low] << 8;
      if (i + 3 < length)
        next = bytes[i + 2 + low] | (gunichar) bytes[i + 3 - low] << 8;
      if (c >= 0xD800 && c <= 0xDBFF && next >= 0xDC00 && next <= 0xDFFF)
        {
          c = 0x10000 + ((c - 0xD800) << 10) + (next - 0xDC00);
          i += 2;
        }
      else if (c >= 0xD800 && c <= 0xDFFF)
        c = 0;
      out = inkan_charset_put (out, c);
    }
  return out;
}

/* Chinese and Korean: by the C library's converters. In all of them a byte
 * below 0x30 stands for itself, so that NUL can be cut out beforehand. */
static char *
iconv_decode (const InkanCharsetInfo *info,
              const guint8           *bytes,
              gsize                   length,
              char                   *out)
{
  const guint8 *end = bytes + length;
  char *from = (char *) bytes;
  GIConv cd = g_iconv_open ("UTF-8", info->iconv_name);

  if (cd == (GIConv) -1)
    return inkan_charset_put (out, 0xFFFD);
  while (from < (char *) end)
    {
      const guint8 *nul = memchr (from, '\0', end - (guint8 *) from);
      gsize left = (nul != NULL ? nul : end) - (guint8 *) from;
      gsize room = 3 * left;

      if (g_iconv (cd, &from, &left, &out, &room) == (gsize) -1 && left > 0)
        {
          /* An ASCII byte is never swallowed by a broken character before it. */
          from += left > 1 && (guint8) from[1] >= 0x80 ? 2 : 1;
          g_iconv (cd, NULL, NULL, NULL, NULL);
          out = inkan_charset_put (out, 0xFFFD);
        }
      else
        {
          room = 16;
          g_iconv (cd, NULL, NULL, &out, &room);
          if (nul != NULL)
            {
              from++;
              out = inkan_charset_put (out, 0xFFFD);
            }
        }
    }
  g_iconv_close (cd);
  return out;
}

/* A byte order mark is stronger than any label (Encoding standard, "decode"). */
static gsize
byte_order_mark (const guint8            *bytes,
                 gsize                    length,
                 const InkanCharsetInfo **info)
{
  static const struct { const char *mark, *name; } marks[] = {
    { "\xEF\xBB\xBF", "utf-8" }, { "\xFE\xFF", "utf-16be" }, { "\xFF\xFE", "utf-16le" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      gsize n = strlen (marks[i].mark);

      if (length >= n && memcmp (bytes, marks[i].mark, n) == 0)
        {
          *info = inkan_charset_info (marks[i].name);
          return n;
        }
    }
  return 0;
}

char *
inkan_charset_decode (const char   *charset,
                      const guint8 *bytes,
                      gsize         length)
{
  const InkanCharsetInfo *info = inkan_charset_info (charset);
  gsize mark;
  char *text, *end;

  g_return_val_if_fail (bytes != NULL || length == 0, g_strdup (""));

  if (info == NULL)
    info = inkan_charset_info ("utf-8");
  mark = byte_order_mark (bytes, length, &info);
  bytes += mark;
  length -= mark;

  /* No byte of any encoding becomes more than three; allocated once, so that
   * growing leaves no copies behind. */
  text = g_malloc (3 * length + 32);
  switch (info->kind)
    {
    case INKAN_CHARSET_UTF8:
      end = utf8_decode (bytes, length, text);
      break;
    case INKAN_CHARSET_SINGLE_BYTE:
      end = single_byte_decode (info, bytes, length, text);
      break;
    case INKAN_CHARSET_UTF16:
      end = utf16_decode (info, bytes, length, text);
      break;
    case INKAN_CHARSET_ICONV:
      end = iconv_decode (info, bytes, length, text);
      break;
    default:
      end = inkan_jis_decode (info->kind, bytes, length, text);
      break;
    }
  *end = '\0';
  return text;
}

static char *
single_byte_encode (const InkanCharsetInfo *info,
                    const char             *text,
                    char                   *out)
{
  guint16 upper[128];

  load_upper_half (info, upper);
  while (*text != '\0')
    {
      gunichar c = inkan_charset_next_char (&text);
      guint i = 0;

      if (c < 0x80)
        {
          *out++ = (char) c;
          continue;
        }
      while (i < 128 && upper[i] != c)
        i++;
      if (i < 128)
        *out++ = (char) (0x80 + i);
      else
        out = inkan_charset_put_reference (out, c);
    }
  return out;
}

/* (nullable): where the Encoding standard puts the Euro sign and the C library does not */
static const char *
euro_of (const char *name)
{
  if (strcmp (name, "GBK") == 0)
    return "\x80";
  return strcmp (name, "Big5") == 0 ? "\xA3\xE1" : NULL;
}

static char *
iconv_encode (const InkanCharsetInfo *info,
              const char             *text,
              char                   *out)
{
  GIConv cd = g_iconv_open (info->iconv_name, "UTF-8");
  const char *euro;

  while (*text != '\0')
    {
      gunichar c = inkan_charset_next_char (&text);
      char utf8[6];
      char *from = utf8, *to = out;
      gsize left = g_unichar_to_utf8 (c, utf8), room = 8;

      /* A result that is not reversible (a transliteration) counts as lacking, and
       * so do the characters that Hong Kong put before Big5's own. */
      if (c == 0x20AC && (euro = euro_of (info->name)) != NULL)
        out = stpcpy (out, euro);
      else if (cd != (GIConv) -1 && g_iconv (cd, &from, &left, &to, &room) == 0
               && g_iconv (cd, NULL, NULL, &to, &room) == 0
               && !(c >= 0x80 && (guint8) *out < 0xA1 && strcmp (info->name, "Big5") == 0))
        out = to;
      else
        {
          out = inkan_charset_put_reference (out, c);
          if (cd != (GIConv) -1)
            g_iconv (cd, NULL, NULL, NULL, NULL);
        }
    }
  if (cd != (GIConv) -1)
    g_iconv_close (cd);
  return out;
}

static char *
utf8_encode (const char *text,
             char       *out)
{
  while (*text != '\0')
    out = inkan_charset_put (out, inkan_charset_next_char (&text));
  return out;
}

char *
inkan_charset_encode (const char *charset,
                      const char *text,
                      gsize      *length)
{
  const InkanCharsetInfo *info = inkan_charset_info (charset);
  char *bytes, *end;

  g_return_val_if_fail (text != NULL, NULL);

  /* The worst is ISO-2022-JP: an escape sequence and "&#165;" for two bytes */
  bytes = g_malloc (8 * strlen (text) + 16);
  if (info == NULL || info->kind == INKAN_CHARSET_UTF8 || info->kind == INKAN_CHARSET_UTF16)
    end = utf8_encode (text, bytes); /* "get an output encoding": never UTF-16 */
  else if (info->kind == INKAN_CHARSET_SINGLE_BYTE)
    end = single_byte_encode (info, text, bytes);
  else if (info->kind == INKAN_CHARSET_ICONV)
    end = iconv_encode (info, text, bytes);
  else
    end = inkan_jis_encode (info->kind, text, bytes);
  *end = '\0';
  if (length != NULL)
    *length = end - bytes;
  return bytes;
}

void
inkan_charset_free (char *text)
{
  if (text == NULL)
    return;
  explicit_bzero (text, strlen (text));
  g_free (text);
}
