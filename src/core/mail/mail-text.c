/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-text.h"

#include <string.h>

#include "base/charset.h"
#include "wiped-text.h"

/* Far above any real header; what is longer is not read to its end. */
#define MAX_HEADER 65536

static gboolean
has_jis_escape (const guint8 *bytes,
                gsize         length)
{
  for (gsize i = 0; i + 2 < length; i++)
    if (bytes[i] == 0x1B
        && ((bytes[i + 1] == '$' && strchr ("B@(", bytes[i + 2]) != NULL)
            || (bytes[i + 1] == '(' && strchr ("IJ", bytes[i + 2]) != NULL)))
      return TRUE;
  return FALSE;
}

/* The number of non-ASCII characters when it all is UTF-8, else 0 */
static gsize
count_utf8 (const guint8 *bytes,
            gsize         length)
{
  gsize n = 0;

  if (!g_utf8_validate_len ((const char *) bytes, length, NULL))
    return 0;
  for (gsize i = 0; i < length; i++)
    n += bytes[i] >= 0xC0;
  return n;
}

static gboolean
is_8bit (const guint8 *bytes,
         gsize         length)
{
  for (gsize i = 0; i < length; i++)
    if (bytes[i] >= 0x80)
      return TRUE;
  return FALSE;
}

/* How unlikely a decoding is: what could not be decoded, and half-width kana,
 * which a wrong guess between Shift_JIS and EUC-JP is full of. */
static gsize
unlikeliness (const char *charset,
              const guint8 *bytes,
              gsize       length)
{
  INKAN_AUTO_WIPE char *text = inkan_charset_decode (charset, bytes, MIN (length, 65536));
  gsize n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      n += c == 0xFFFD || (c >= 0xE000 && c <= 0xF8FF) ? 10 : c >= 0xFF61 && c <= 0xFF9F ? 1 : 0;
    }
  return n;
}

static const char *
guess_charset (const guint8 *bytes,
               gsize         length)
{
  gsize sjis, euc;

  if (count_utf8 (bytes, length) > 0)
    return "UTF-8";
  sjis = unlikeliness ("Shift_JIS", bytes, length);
  euc = unlikeliness ("EUC-JP", bytes, length);
  if (MIN (sjis, euc) >= 10 + MIN (length, 65536) / 20)
    return "windows-1252";
  return euc < sjis ? "EUC-JP" : "Shift_JIS";
}

char *
inkan_mail_decode_text (const char   *label,
                        const guint8 *bytes,
                        gsize         length)
{
  const char *charset = label != NULL ? inkan_charset_lookup (label) : NULL;
  gboolean escapes = has_jis_escape (bytes, length);

  if (charset != NULL && g_str_has_prefix (charset, "UTF-16"))
    return inkan_charset_decode (charset, bytes, length);
  if (escapes)
    return inkan_charset_decode ("ISO-2022-JP", bytes, length);
  if (!is_8bit (bytes, length))
    return inkan_charset_decode ("UTF-8", bytes, length);
  /* ISO-2022-JP has no eighth bit, US-ASCII (read as windows-1252) neither. */
  if (charset == NULL || g_str_equal (charset, "ISO-2022-JP")
      || g_ascii_strcasecmp (label, "us-ascii") == 0)
    charset = guess_charset (bytes, length);
  else if (count_utf8 (bytes, length) >= 4)
    charset = "UTF-8";
  return inkan_charset_decode (charset, bytes, length);
}

/* Bytes of neighbouring encoded words in one encoding: a character may be split
 * between them, although RFC 2047 forbids it. */
typedef struct {
  GString  *out;
  GString  *bytes;
  char     *charset;
  int       b_state;
  guint     b_save;
} WordRun;

static void
word_run_end (WordRun *run)
{
  if (run->charset == NULL)
    return;
  if (ABS (run->b_state) > 1)
    {
      /* Padding that was left out: without it the last bytes would be lost. */
      guchar rest[8];
      gsize n = g_base64_decode_step ("===", 3, rest, &run->b_state, &run->b_save);

      g_string_append_len (run->bytes, (char *) rest, n);
    }
  if (run->bytes->len > 0)
    {
      gsize n = 0;
      g_autofree char *text = NULL;

      /* NUL says nothing, and would end the text for everyone behind us. */
      for (gsize i = 0; i < run->bytes->len; i++)
        if (run->bytes->str[i] != '\0')
          run->bytes->str[n++] = run->bytes->str[i];
      text = inkan_mail_decode_text (run->charset, (guint8 *) run->bytes->str, n);

      g_string_append (run->out, text);
    }
  g_string_truncate (run->bytes, 0);
  g_clear_pointer (&run->charset, g_free);
  run->b_state = 0;
  run->b_save = 0;
}

static void
word_run_add_q (WordRun    *run,
                const char *text,
                gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (text[i] == '=' && i + 2 < length && g_ascii_isxdigit (text[i + 1])
        && g_ascii_isxdigit (text[i + 2]))
      {
        g_string_append_c (run->bytes, (char) (g_ascii_xdigit_value (text[i + 1]) << 4
                                               | g_ascii_xdigit_value (text[i + 2])));
        i += 2;
      }
    else
      g_string_append_c (run->bytes, text[i] == '_' ? ' ' : text[i]);
}

static void
word_run_add_b (WordRun    *run,
                const char *text,
                gsize       length)
{
  g_autofree guchar *decoded = g_malloc (length / 4 * 3 + 6);
  gsize n = g_base64_decode_step (text, length, decoded, &run->b_state, &run->b_save);

  g_string_append_len (run->bytes, (char *) decoded, n);
}

typedef struct {
  const char *charset, *text, *end; /* @end: behind the word */
  char        encoding;
} EncodedWord;

static gboolean
find_encoded_word (const char  *p,
                   EncodedWord *word)
{
  const char *encoding, *end;

  if (!g_str_has_prefix (p, "=?"))
    return FALSE;
  encoding = strchr (p + 2, '?');
  if (encoding == NULL || encoding == p + 2 || encoding - p > 60 || encoding[1] == '\0'
      || strchr ("BbQq", encoding[1]) == NULL || encoding[2] != '?')
    return FALSE;
  end = strstr (encoding + 3, "?=");
  if (end == NULL)
    return FALSE;
  *word = (EncodedWord){ p + 2, encoding + 3, end + 2, g_ascii_toupper (encoding[1]) };
  return TRUE;
}

static void
word_run_add (WordRun           *run,
              const EncodedWord *word)
{
  g_autofree char *name = NULL;
  gsize length = word->end - 2 - word->text;

  /* RFC 2231 allows a language behind the charset's name. */
  name = g_ascii_strdown (word->charset, strcspn (word->charset, "?*"));
  if (run->charset == NULL || !g_str_equal (run->charset, name))
    {
      word_run_end (run);
      run->charset = g_steal_pointer (&name);
    }
  if (word->encoding == 'Q')
    word_run_add_q (run, word->text, length);
  else
    word_run_add_b (run, word->text, length);
}

/* Without its line breaks (RFC 5322, 2.2.3); one blank is enough anywhere. */
static char *
unfold (const char *raw)
{
  GString *line = g_string_new_len (raw, strnlen (raw, MAX_HEADER));
  gsize n = 0;

  for (gsize i = 0; i < line->len; i++)
    {
      char c = line->str[i] == '\t' ? ' ' : line->str[i];

      if (c != '\r' && c != '\n' && !(c == ' ' && n > 0 && line->str[n - 1] == ' '))
        line->str[n++] = c;
    }
  g_string_truncate (line, n);
  return g_string_free (line, FALSE);
}

static void
append_raw (GString    *out,
            const char *start,
            gsize       length,
            const char *label)
{
  g_autofree char *text = inkan_mail_decode_text (label, (const guint8 *) start, length);

  g_string_append (out, text);
}

char *
inkan_mail_decode_header (const char *raw,
                          const char *label)
{
  g_autofree char *line = unfold (raw);
  WordRun run = { g_string_new (NULL), g_string_new (NULL) };
  const char *plain = line;
  EncodedWord word;

  for (const char *p = strstr (line, "=?"); p != NULL; p = strstr (p, "=?"))
    {
      if (!find_encoded_word (p, &word))
        {
          p += 2;
          continue;
        }
      /* Blanks between two encoded words are not part of the text. */
      if (run.charset == NULL || plain + strspn (plain, " ") != p)
        {
          word_run_end (&run);
          append_raw (run.out, plain, p - plain, label);
        }
      word_run_add (&run, &word);
      plain = p = word.end;
    }
  word_run_end (&run);
  append_raw (run.out, plain, strlen (plain), label);
  g_string_free (run.bytes, TRUE);
  return g_strstrip (g_string_free (run.out, FALSE));
}
