/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content-disposition.h"

#include "../base/charset.h"

#include <string.h>

#define HEADER_MAX_LENGTH 4096
#define MAX_PIECES 100

/* One parameter; moves @at behind it. */
static gboolean
next_parameter (const char **at,
                char       **name,
                char       **value)
{
  const char *start = *at + strspn (*at, " \t;");
  const char *equals;
  g_autoptr (GString) text = NULL;

  if (*start == '\0')
    return FALSE;

  equals = start + strcspn (start, "=;");
  *name = g_strstrip (g_ascii_strdown (start, equals - start));
  *value = NULL;
  if (*equals != '=')
    {
      *at = equals;
      return TRUE;
    }

  start = equals + 1;
  start += strspn (start, " \t");
  if (*start != '"')
    {
      const char *end = start + strcspn (start, ";");

      *value = g_strchomp (g_strndup (start, end - start));
      *at = end;
      return TRUE;
    }

  text = g_string_new (NULL);
  for (start++; *start != '\0' && *start != '"'; start++)
    {
      /* A backslash before anything else is a folder's, not an escape. */
      if (*start == '\\' && (start[1] == '"' || start[1] == '\\'))
        start++;
      g_string_append_c (text, *start);
    }
  *value = g_string_free (g_steal_pointer (&text), FALSE);
  *at = start + strcspn (start, ";");
  return TRUE;
}

static char *
decode_percent (const char *text,
                gsize      *length)
{
  char *bytes = g_malloc (strlen (text) + 1);
  char *to = bytes;

  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '%' && g_ascii_isxdigit (at[1]) && g_ascii_isxdigit (at[2]))
        {
          *to++ = (char) (g_ascii_xdigit_value (at[1]) << 4 | g_ascii_xdigit_value (at[2]));
          at += 2;
        }
      else
        *to++ = *at;
    }
  *to = '\0';
  *length = to - bytes;
  return bytes;
}

/* (nullable): %NULL when @bytes are not text in @charset */
static char *
decode_cleanly (const char *charset,
                const char *bytes,
                gsize       length)
{
  char *text = inkan_charset_decode (charset, (const guint8 *) bytes, length);

  if (strstr (text, "\uFFFD") != NULL)
    g_clear_pointer (&text, inkan_charset_free);
  return text;
}

static char *
decode_unlabelled (const char *bytes,
                   gsize       length)
{
  static const char * const charsets[] = { "UTF-8", "EUC-JP", "Shift_JIS", "windows-1252" };

  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++)
    {
      char *text = decode_cleanly (charsets[i], bytes, length);

      if (text != NULL)
        return text;
    }
  return inkan_charset_decode ("UTF-8", (const guint8 *) bytes, length);
}

/* RFC 8187: charset'language'percent-encoded */
static char *
decode_extended (const char *value)
{
  const char *first = strchr (value, '\'');
  const char *second = first != NULL ? strchr (first + 1, '\'') : NULL;
  g_autofree char *label = NULL;
  g_autofree char *bytes = NULL;
  const char *charset;
  char *text;
  gsize length;

  if (second == NULL)
    {
      bytes = decode_percent (value, &length);
      return decode_unlabelled (bytes, length);
    }

  label = g_strndup (value, first - value);
  charset = inkan_charset_lookup (label);
  bytes = decode_percent (second + 1, &length);
  text = charset != NULL ? decode_cleanly (charset, bytes, length) : NULL;
  return text != NULL ? text : decode_unlabelled (bytes, length);
}

static char *
decode_q (const char *text,
          gsize       text_length,
          gsize      *length)
{
  g_autofree char *copy = g_strndup (text, text_length);

  g_strdelimit (copy, "_", ' ');
  g_strdelimit (copy, "=", '%');
  return decode_percent (copy, length);
}

/* One encoded word of RFC 2047 at @at: its text, and where it ends. */
static char *
decode_word (const char  *at,
             const char **after)
{
  const char *charset_end = strchr (at + 2, '?');
  const char *text;
  const char *end;
  g_autofree char *label = NULL;
  g_autofree char *bytes = NULL;
  const char *charset;
  gsize length = 0;
  char method;

  if (charset_end == NULL || charset_end[1] == '\0' || charset_end[2] != '?')
    return NULL;
  method = g_ascii_toupper (charset_end[1]);
  text = charset_end + 3;
  end = strstr (text, "?=");
  label = g_strndup (at + 2, charset_end - at - 2);
  charset = inkan_charset_lookup (label);
  if (end == NULL || charset == NULL || (method != 'B' && method != 'Q'))
    return NULL;

  if (method == 'B')
    {
      g_autofree char *copy = g_strndup (text, end - text);

      bytes = (char *) g_base64_decode (copy, &length);
    }
  else
    bytes = decode_q (text, end - text, &length);

  *after = end + 2;
  return inkan_charset_decode (charset, (const guint8 *) bytes, length);
}

static char *
decode_words (const char *value)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *at = value;

  while (*at != '\0')
    {
      const char *after = NULL;
      char *word = strncmp (at, "=?", 2) == 0 ? decode_word (at, &after) : NULL;

      if (word == NULL)
        {
          g_string_append_c (text, *at++);
          continue;
        }
      g_string_append (text, word);
      inkan_charset_free (word);
      at = after;
      /* Blanks between two encoded words are not part of the text. */
      if (strncmp (at + strspn (at, " \t\r\n"), "=?", 2) == 0)
        at += strspn (at, " \t\r\n");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
decode_plain (const char *value)
{
  gsize length;
  g_autofree char *bytes = NULL;
  g_autofree char *words = NULL;

  if (strstr (value, "=?") != NULL)
    {
      words = decode_words (value);
      value = words;
    }
  bytes = decode_percent (value, &length);
  if (length < strlen (value) && memchr (bytes, '\0', length) == NULL && g_utf8_validate (bytes, (gssize) length, NULL))
    return g_steal_pointer (&bytes);
  return decode_unlabelled (value, strlen (value));
}

/* RFC 2231, section 3: filename*0, filename*1* and so on. */
static gboolean
take_piece (GPtrArray  *pieces,
            const char *parameter,
            const char *value)
{
  guint64 index;
  g_autofree char *digits = NULL;
  gboolean extended = g_str_has_suffix (parameter, "*");

  if (!g_str_has_prefix (parameter, "filename*") || parameter[strlen ("filename*")] == '\0')
    return FALSE;
  digits = g_strndup (parameter + strlen ("filename*"), strlen (parameter) - strlen ("filename*") - extended);
  if (!g_ascii_string_to_unsigned (digits, 10, 0, MAX_PIECES - 1, &index, NULL))
    return FALSE;

  while (pieces->len <= index)
    g_ptr_array_add (pieces, NULL);
  if (pieces->pdata[index] == NULL)
    pieces->pdata[index] = g_strconcat (extended ? "*" : "-", value, NULL);
  return TRUE;
}

/* (transfer full) (nullable): all pieces from the first on as one extended value */
static char *
join_pieces (GPtrArray *pieces)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < pieces->len && pieces->pdata[i] != NULL; i++)
    {
      const char *piece = pieces->pdata[i];

      if (*piece == '*')
        g_string_append (joined, piece + 1);
      else
        {
          /* What is not percent-encoded stands for itself, quotes of a charset too. */
          g_autofree char *escaped = g_uri_escape_string (piece + 1, " ", FALSE);

          g_string_append (joined, escaped);
        }
    }
  return joined->len > 0 ? decode_extended (joined->str) : NULL;
}

char *
inkan_content_disposition_get_name (const char *header)
{
  g_autofree char *plain = NULL;
  g_autofree char *extended = NULL;
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;
  char *parameter;
  char *value;

  if (header == NULL || strlen (header) > HEADER_MAX_LENGTH)
    return NULL;

  while (next_parameter (&header, &parameter, &value))
    {
      /* What libsoup has put in the place of bytes that are no UTF-8 says nothing. */
      if (value == NULL || strstr (value, "\uFFFD") != NULL)
        ;
      else if (strcmp (parameter, "filename*") == 0 && extended == NULL)
        extended = decode_extended (value);
      else if ((strcmp (parameter, "filename") == 0 || strcmp (parameter, "name") == 0) && plain == NULL)
        plain = decode_plain (value);
      else
        take_piece (pieces, parameter, value);
      g_free (parameter);
      g_free (value);
    }

  if (extended != NULL && *extended != '\0')
    return g_steal_pointer (&extended);
  joined = join_pieces (pieces);
  if (joined != NULL && *joined != '\0')
    return g_steal_pointer (&joined);
  return plain != NULL && *plain != '\0' ? g_steal_pointer (&plain) : NULL;
}
