/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shift_JIS, EUC-JP and ISO-2022-JP by one table: the "index jis0208" of the
 * Encoding standard. It is what Windows-31J contains, so it is read out of the
 * C library's CP932 once, character by character; the C library's converters
 * for whole texts stop at, or silently drop, what mail programs and pages
 * really contain. */
#include "charset-private.h"

#include <string.h>

#define N_POINTERS 11280       /* 60 lead bytes, 188 trail bytes each */
#define N_JIS0208 8836         /* 94 × 94 */
#define NEC_SELECTED 8272      /* IBM's characters, a second time, up to N_JIS0208 */
#define PRIVATE_END 10716      /* pointers between N_JIS0208 and here are private use */

static const guint16 *
jis0208 (void)
{
  static guint16 table[N_POINTERS];
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      GIConv cd = g_iconv_open ("UTF-16LE", "CP932");

      for (guint p = 0; cd != (GIConv) -1 && p < N_POINTERS; p++)
        {
          guint lead = p / 188, trail = p % 188;
          char in[2] = { (char) (lead + (lead < 0x1F ? 0x81 : 0xC1)),
                         (char) (trail + (trail < 0x3F ? 0x40 : 0x41)) };
          guint8 code[4] = { 0 };
          char *from = in, *to = (char *) code;
          gsize n_in = 2, n_out = sizeof code;

          if (p >= N_JIS0208 && p < PRIVATE_END)
            table[p] = (guint16) (0xE000 + p - N_JIS0208);
          else if (g_iconv (cd, &from, &n_in, &to, &n_out) == 0 && n_in == 0 && n_out == 2)
            table[p] = (guint16) (code[0] | code[1] << 8);
          else
            g_iconv (cd, NULL, NULL, NULL, NULL);
        }
      if (cd != (GIConv) -1)
        g_iconv_close (cd);
      else
        g_critical ("The C library has no converter for CP932");
      g_once_init_leave (&ready, 1);
    }
  return table;
}

/* JIS X 0212, which is rare (EUC-JP 0x8F, ESC $ ( D): @lead and @trail in GR */
static gunichar
jis0212 (guint8 lead,
         guint8 trail)
{
  char in[3] = { (char) 0x8F, (char) lead, (char) trail };
  guint8 code[4] = { 0 };
  char *from = in, *to = (char *) code;
  gsize n_in = 3, n_out = sizeof code;
  GIConv cd;
  gunichar c = 0;

  if (lead == 0xA2 && trail == 0xB7)
    return 0xFF5E;
  cd = g_iconv_open ("UTF-16LE", "EUC-JP");
  if (cd == (GIConv) -1)
    return 0;
  if (g_iconv (cd, &from, &n_in, &to, &n_out) == 0 && n_in == 0 && n_out == 2)
    c = code[0] | (gunichar) code[1] << 8;
  g_iconv_close (cd);
  return c;
}

static gunichar
pointer_to_char (guint pointer)
{
  return pointer < N_POINTERS ? jis0208 ()[pointer] : 0;
}

static gboolean
is_kana (guint8 byte)
{
  return byte >= 0xA1 && byte <= 0xDF;
}

static gunichar
kana (guint8 byte)
{
  return 0xFF61 - 0xA1 + byte;
}

/* Encoding standard 14.1.1 for one character; @used is how many bytes it took */
static gunichar
shift_jis_char (const guint8 *bytes,
                gsize         length,
                gsize        *used)
{
  guint8 lead = bytes[0], trail;
  gunichar c = 0;

  *used = 1;
  if (lead <= 0x80)
    return lead;
  if (is_kana (lead))
    return kana (lead);
  if (lead == 0xA0 || lead > 0xFC || length < 2)
    return 0;
  trail = bytes[1];
  if ((trail >= 0x40 && trail <= 0x7E) || (trail >= 0x80 && trail <= 0xFC))
    c = pointer_to_char ((lead - (lead < 0xA0 ? 0x81u : 0xC1u)) * 188u
                         + trail - (trail < 0x7F ? 0x40u : 0x41u));
  /* An ASCII byte is never swallowed by a broken character before it. */
  if (c != 0 || trail >= 0x80)
    *used = 2;
  return c;
}

/* Encoding standard 13.1.1 for one character */
static gunichar
euc_jp_char (const guint8 *bytes,
             gsize         length,
             gsize        *used)
{
  guint8 lead = bytes[0];
  gunichar c = 0;
  gsize at = 1;

  *used = 1;
  if (lead < 0x80)
    return lead;
  if (lead != 0x8E && lead != 0x8F && (lead < 0xA1 || lead == 0xFF))
    return 0;
  if (lead == 0x8F && length >= 2 && bytes[1] >= 0xA1 && bytes[1] != 0xFF)
    at = 2;
  if (length <= at)
    {
      *used = length;
      return 0;
    }
  if (lead == 0x8E)
    c = is_kana (bytes[1]) ? kana (bytes[1]) : 0;
  else if (bytes[at] >= 0xA1 && bytes[at] != 0xFF)
    c = at == 2 ? jis0212 (bytes[1], bytes[2])
        : lead != 0x8F ? pointer_to_char ((lead - 0xA1u) * 94u + bytes[1] - 0xA1u)
        : 0;
  *used = c != 0 || bytes[at] >= 0x80 ? at + 1 : at;
  return c;
}

typedef enum { ASCII, ROMAN, KATAKANA, JIS0208, JIS0212 } JisSet;

/* The escape sequences of ISO-2022-JP and of its widenings that are met in
 * mails. Returns the length of the one at @bytes, or 0. */
static gsize
escape_length (const guint8 *bytes,
               gsize         length,
               JisSet       *set)
{
  static const struct {
    const char *sequence;
    JisSet      set;
  } escapes[] = {
    { "\033(B", ASCII }, { "\033(J", ROMAN }, { "\033(H", ROMAN }, { "\033(I", KATAKANA },
    { "\033$@", JIS0208 }, { "\033$B", JIS0208 }, { "\033$(@", JIS0208 }, { "\033$(B", JIS0208 },
    { "\033&@\033$B", JIS0208 }, { "\033$(O", JIS0208 }, { "\033$(Q", JIS0208 },
    { "\033$(D", JIS0212 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (escapes); i++)
    {
      gsize n = strlen (escapes[i].sequence);

      if (length >= n && memcmp (bytes, escapes[i].sequence, n) == 0)
        {
          *set = escapes[i].set;
          return n;
        }
    }
  return 0;
}

/* Encoding standard 13.2.1 for one character that is no escape sequence, but
 * kinder: half-width kana as 8-bit bytes, blanks and control characters
 * between two-byte characters. */
static gunichar
iso_2022_jp_char (JisSet        set,
                  const guint8 *bytes,
                  gsize         length,
                  gsize        *used)
{
  guint8 byte = bytes[0];

  *used = 1;
  if (byte == 0x1B || byte == 0x0E || byte == 0x0F)
    return 0;
  if (byte <= 0x20)
    return byte;
  if (set < JIS0208 && is_kana (byte))
    return kana (byte);
  if (byte > 0x7E)
    return byte == 0x7F && set <= ROMAN ? byte : 0;
  switch (set)
    {
    case KATAKANA:
      return byte <= 0x5F ? kana (byte + 0x80) : 0;
    case JIS0208:
    case JIS0212:
      if (length < 2 || bytes[1] < 0x21 || bytes[1] > 0x7E)
        return 0;
      *used = 2;
      if (set == JIS0212)
        return jis0212 (byte | 0x80, bytes[1] | 0x80);
      return pointer_to_char ((byte - 0x21u) * 94u + bytes[1] - 0x21u);
    case ROMAN:
      return byte == 0x5C ? 0xA5 : byte == 0x7E ? 0x203E : byte;
    case ASCII:
    default:
      return byte;
    }
}

static char *
iso_2022_jp_decode (const guint8 *bytes,
                    gsize         length,
                    char         *out)
{
  JisSet set = ASCII;

  while (length > 0)
    {
      gsize used = *bytes == 0x1B ? escape_length (bytes, length, &set) : 0;

      if (used == 0)
        {
          out = inkan_charset_put (out, iso_2022_jp_char (set, bytes, length, &used));
          /* RFC 1468: a line begins in ASCII, whatever was forgotten before */
          if (*bytes == '\n' || *bytes == '\r')
            set = ASCII;
        }
      bytes += used;
      length -= used;
    }
  return out;
}

char *
inkan_jis_decode (InkanCharsetKind  kind,
                  const guint8     *bytes,
                  gsize             length,
                  char             *out)
{
  if (kind == INKAN_CHARSET_ISO_2022_JP)
    return iso_2022_jp_decode (bytes, length, out);
  while (length > 0)
    {
      gsize used;

      out = inkan_charset_put (out, kind == INKAN_CHARSET_SHIFT_JIS
                                        ? shift_jis_char (bytes, length, &used)
                                        : euc_jp_char (bytes, length, &used));
      bytes += used;
      length -= used;
    }
  return out;
}

/* The first pointer of @c, or N_POINTERS. Shift_JIS writes IBM's characters at
 * their IBM place, the two others have only NEC's copy. */
static guint
char_to_pointer (gunichar c,
                 gboolean shift_jis)
{
  const guint16 *table = jis0208 ();
  guint end = shift_jis ? N_POINTERS : N_JIS0208;

  if (c == 0x2212)
    c = 0xFF0D;
  if (c < 0x80 || c > 0xFFFF || (c >= 0xE000 && c <= 0xF8FF))
    return N_POINTERS;
  for (guint p = 0; p < end; p++)
    {
      if (shift_jis && p == NEC_SELECTED)
        p = N_JIS0208;
      if (table[p] == c)
        return p;
    }
  return N_POINTERS;
}

static char *
put_shift_jis (char     *out,
               gunichar  c)
{
  guint pointer, lead, trail;

  if (c == 0xA5 || c == 0x203E)
    c = c == 0xA5 ? 0x5C : 0x7E;
  if (c <= 0x80)
    {
      *out++ = (char) c;
      return out;
    }
  if (c >= 0xFF61 && c <= 0xFF9F)
    {
      *out++ = (char) (c - 0xFF61 + 0xA1);
      return out;
    }
  pointer = char_to_pointer (c, TRUE);
  if (pointer == N_POINTERS)
    return inkan_charset_put_reference (out, c);
  lead = pointer / 188;
  trail = pointer % 188;
  *out++ = (char) (lead + (lead < 0x1F ? 0x81 : 0xC1));
  *out++ = (char) (trail + (trail < 0x3F ? 0x40 : 0x41));
  return out;
}

static char *
put_euc_jp (char     *out,
            gunichar  c)
{
  guint pointer;

  if (c == 0xA5 || c == 0x203E)
    c = c == 0xA5 ? 0x5C : 0x7E;
  if (c < 0x80)
    {
      *out++ = (char) c;
      return out;
    }
  if (c >= 0xFF61 && c <= 0xFF9F)
    {
      *out++ = (char) 0x8E;
      *out++ = (char) (c - 0xFF61 + 0xA1);
      return out;
    }
  pointer = char_to_pointer (c, FALSE);
  if (pointer == N_POINTERS)
    return inkan_charset_put_reference (out, c);
  *out++ = (char) (pointer / 94 + 0xA1);
  *out++ = (char) (pointer % 94 + 0xA1);
  return out;
}

static char *
put_set (char       *out,
         JisSet     *set,
         JisSet      wanted)
{
  if (*set == wanted)
    return out;
  *set = wanted;
  return g_stpcpy (out, wanted == ASCII ? "\033(B" : wanted == ROMAN ? "\033(J" : "\033$B");
}

/* Encoding standard 13.2.2 */
static char *
put_iso_2022_jp (char     *out,
                 gunichar  c,
                 JisSet   *set)
{
  /* U+FF61 … U+FF9F → "index ISO-2022-JP katakana" */
  static const guint16 wide[] = {
    0x3002, 0x300C, 0x300D, 0x3001, 0x30FB, 0x30F2, 0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9,
    0x30E3, 0x30E5, 0x30E7, 0x30C3, 0x30FC, 0x30A2, 0x30A4, 0x30A6, 0x30A8, 0x30AA, 0x30AB,
    0x30AD, 0x30AF, 0x30B1, 0x30B3, 0x30B5, 0x30B7, 0x30B9, 0x30BB, 0x30BD, 0x30BF, 0x30C1,
    0x30C4, 0x30C6, 0x30C8, 0x30CA, 0x30CB, 0x30CC, 0x30CD, 0x30CE, 0x30CF, 0x30D2, 0x30D5,
    0x30D8, 0x30DB, 0x30DE, 0x30DF, 0x30E0, 0x30E1, 0x30E2, 0x30E4, 0x30E6, 0x30E8, 0x30E9,
    0x30EA, 0x30EB, 0x30EC, 0x30ED, 0x30EF, 0x30F3, 0x309B, 0x309C,
  };
  guint pointer;

  if (c == 0x0E || c == 0x0F || c == 0x1B)
    c = 0xFFFD;
  if (c < 0x80)
    {
      if (*set != ROMAN || c == 0x5C || c == 0x7E)
        out = put_set (out, set, ASCII);
      *out++ = (char) c;
      return out;
    }
  if (c == 0xA5 || c == 0x203E)
    {
      out = put_set (out, set, ROMAN);
      *out++ = c == 0xA5 ? 0x5C : 0x7E;
      return out;
    }
  if (c >= 0xFF61 && c <= 0xFF9F)
    c = wide[c - 0xFF61];
  pointer = char_to_pointer (c, FALSE);
  if (pointer == N_POINTERS)
    {
      if (*set == JIS0208)
        out = put_set (out, set, ASCII);
      return inkan_charset_put_reference (out, c);
    }
  out = put_set (out, set, JIS0208);
  *out++ = (char) (pointer / 94 + 0x21);
  *out++ = (char) (pointer % 94 + 0x21);
  return out;
}

char *
inkan_jis_encode (InkanCharsetKind  kind,
                  const char       *text,
                  char             *out)
{
  JisSet set = ASCII;

  while (*text != '\0')
    {
      gunichar c = inkan_charset_next_char (&text);

      if (kind == INKAN_CHARSET_SHIFT_JIS)
        out = put_shift_jis (out, c);
      else if (kind == INKAN_CHARSET_EUC_JP)
        out = put_euc_jp (out, c);
      else
        out = put_iso_2022_jp (out, c, &set);
    }
  return put_set (out, &set, ASCII);
}
