/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message.h"

#include <string.h>

#include "code-finder.h"
#include "base/charset.h"
#include "regex.h"
#include "segment.h"
#include "wiped-text.h"

/* "コード:", "Your code =", also where the full name of the label is unknown */
INKAN_DEFINE_REGEX (any_label_regex, "^[^:=\\n]{0,40}(?:コ *ー *ド|ｺｰﾄﾞ|番号|パスワード|ピン|"
                                     "(?<![a-z])(?:pin|code|password))[」】\\])\"]* *[:=]")

/* "UTF-8", "20-Nov-2026", "20261120" */
INKAN_DEFINE_REGEX (name_or_date_regex, "^[a-z]{2,}(?:[-_.#][0-9]{1,4}){1,2}(?:-[a-z]{1,3})?$"
                                        "|^[0-9]{1,2}-[a-z]{3,9}-[0-9]{2,4}$"
                                        "|^(?:19|20)[0-9]{2}[01][0-9][0-3][0-9]$")

static gsize
any_label_length (const char *folded)
{
  g_autoptr (GMatchInfo) match = NULL;
  gint end = 0;

  if (g_regex_match (any_label_regex (), folded, 0, &match))
    g_match_info_fetch_pos (match, 0, NULL, &end);
  return end;
}

/* Where the label's value ends when it is followed by words. The bracket or
 * quotation mark before it went with the label, so the one behind goes too. */
static gsize
value_length (const char *value)
{
  gsize n = 0;

  while (value[n] != '\0' && value[n] != '\n' && value[n] != '(' && (guint8) value[n] < 0x80)
    n++;
  while (n > 0 && strchr (" \"'`>])}*", value[n - 1]) != NULL)
    n--;
  return n;
}

/* Removes blanks and whatever is no part of a code; letters of other scripts
 * stay, so that the person sees them. In place. */
static void
keep_code_characters (char *text)
{
  char *out = text;

  for (const char *p = text; *p != '\0';)
    {
      gunichar c = g_utf8_get_char (p);
      const char *next = g_utf8_next_char (p);
      gint digit = c >= 0x80 ? g_unichar_digit_value (c) : -1;

      if (digit >= 0)
        *out++ = (char) ('0' + digit);
      else if (c < 0x80 ? g_ascii_isgraph (c) : g_unichar_isalnum (c))
        {
          memmove (out, p, next - p);
          out += next - p;
        }
      p = next;
    }
  explicit_bzero (out, strlen (out));
}

/* Quotation marks, brackets and frames around it; the end of a sentence. */
static void
strip_ends (char *code)
{
  static const char pairs[][2] = { { '"', '"' }, { '\'', '\'' }, { '`', '`' }, { '<', '>' },
                                   { '[', ']' }, { '(', ')' },   { '{', '}' }, { '|', '|' } };
  gsize n = strlen (code);

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (n >= 2 && code[0] == pairs[i][0] && code[n - 1] == pairs[i][1])
      {
        memmove (code, code + 1, n - 2);
        n -= 2;
        explicit_bzero (code + n, 2);
        i = (gsize) -1;
      }
  if (n > 1 && strchr (".,;", code[n - 1]) != NULL)
    {
      for (gsize i = 0; i < n - 1; i++)
        if (!g_ascii_isalnum (code[i]) && code[i] != '-')
          return;
      code[n - 1] = '\0';
    }
}

static char *
find_in_lines (const char *folded)
{
  g_autoptr (GPtrArray) codes = NULL;

  if (strchr (folded, '\n') == NULL)
    return NULL;
  codes = inkan_find_labelled_codes (folded);
  for (guint i = 0; i < codes->len; i++)
    {
      InkanFoundCode *found = g_ptr_array_index (codes, i);

      if (!found->outdated)
        return g_strdup (found->code);
    }
  return NULL;
}

char *
inkan_code_normalise (const char *typed)
{
  INKAN_AUTO_WIPE char *valid = NULL;
  INKAN_AUTO_WIPE char *folded = NULL;
  INKAN_AUTO_WIPE char *code = NULL;
  const char *value;
  SecretValue *secret;

  g_return_val_if_fail (typed != NULL, NULL);

  valid = inkan_charset_decode ("utf-8", (const guint8 *) typed, strlen (typed));
  folded = inkan_fold_text (valid);
  g_strstrip (folded);
  code = find_in_lines (folded);
  if (code == NULL)
    {
      value = inkan_skip_label (folded);
      if (value == NULL || *value == '\0')
        value = folded + any_label_length (folded);
      code = g_strndup (value, value > folded ? value_length (value) : strlen (value));
      while ((*code == '>' || *code == '*' || *code == '-') && code[1] == ' ')
        memmove (code, code + 2, strlen (code + 2) + 1);
    }
  keep_code_characters (code);
  strip_ends (code);
  secret = secret_value_new (code, -1, "text/plain");
  return secret_value_unref_to_password (secret, NULL);
}

gboolean
inkan_code_is_plausible (const char *code)
{
  gsize length, digits = 0, upper = 0, lower = 0, humps = 0;

  g_return_val_if_fail (code != NULL, FALSE);

  length = strlen (code);
  if (length < 6 || length > 128)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      char c = code[i];

      if (!g_ascii_isalnum (c) && strchr ("-_.+/=!#$%&?^~", c) == NULL)
        return FALSE;
      digits += g_ascii_isdigit (c);
      upper += g_ascii_isupper (c);
      lower += g_ascii_islower (c);
      humps += i > 0 && g_ascii_islower (code[i - 1]) && g_ascii_isupper (c);
    }
  if (inkan_code_is_something_else (code) || inkan_code_is_word_with_number (code)
      || g_regex_match (name_or_date_regex (), code, 0, NULL))
    return FALSE;
  if (strchr (code, '/') != NULL && (digits == 0 || upper == 0 || lower == 0))
    return FALSE; /* a path */
  if (upper + lower == 0)
    return length >= 8 && digits >= 8 && g_ascii_isdigit (code[0]);
  if (digits == 0)
    return length >= 8 && humps >= 2;
  return TRUE;
}
