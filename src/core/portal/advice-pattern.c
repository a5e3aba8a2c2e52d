/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "advice.h"

#include <string.h>

#define MAX_ATTEMPTS 20000
#define MAX_DEPTH 120

/* Looks for a text that the pattern matches, a character at a time, as long as
 * what is there may still become one. */
typedef struct {
  GRegex    *regex;
  GPtrArray *letters;
  guint      attempts;
} Search;

static GPtrArray *
collect_letters (const char *pattern)
{
  static const char * const others[] = { "\n", "\t", "あ", "ア", "漢", "Ａ", "é" };
  GPtrArray *letters = g_ptr_array_new_with_free_func (g_free);

  /* What the pattern names is tried first. */
  for (const char *at = pattern; *at != '\0'; at = g_utf8_next_char (at)) {
    g_autofree char *letter = g_strndup (at, g_utf8_next_char (at) - at);

    if (!g_ptr_array_find_with_equal_func (letters, letter, g_str_equal, NULL))
      g_ptr_array_add (letters, g_steal_pointer (&letter));
  }
  for (char c = 'z'; c >= ' '; c--) {
    char letter[] = { c, '\0' };

    if (!g_ptr_array_find_with_equal_func (letters, letter, g_str_equal, NULL))
      g_ptr_array_add (letters, g_strdup (letter));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_ptr_array_add (letters, g_strdup (others[i]));
  return letters;
}

/* Returns: 1: found; 0: there is none; -1: not known */
static int
search (Search  *self,
        GString *text,
        guint    depth)
{
  int result = 0;

  for (guint i = 0; i < self->letters->len && result == 0; i++) {
    g_autoptr (GMatchInfo) match = NULL;
    g_autoptr (GError) error = NULL;
    gsize length = text->len;

    if (++self->attempts > MAX_ATTEMPTS || depth > MAX_DEPTH)
      return -1;
    g_string_append (text, g_ptr_array_index (self->letters, i));
    if (g_regex_match_full (self->regex, text->str, (gssize) text->len, 0, G_REGEX_MATCH_PARTIAL_SOFT, &match, &error))
      result = 1;
    else if (error != NULL)
      result = -1; /* too slow for this text: there may be others */
    else if (g_match_info_is_partial_match (match))
      result = search (self, text, depth + 1);
    g_string_truncate (text, length);
  }
  return result;
}

/* Whether something stands behind the end of a text, or before its beginning. */
static gboolean
passes_an_end (const char *pattern)
{
  gboolean in_class = FALSE;
  char before = '|';

  for (const char *at = pattern; *at != '\0'; at++) {
    char next = at[1];

    if (*at == '\\' && next != '\0')
      at++;
    else if (*at == '[' && !in_class)
      in_class = TRUE;
    else if (*at == ']')
      in_class = FALSE;
    else if (!in_class && ((*at == '$' && (g_ascii_isalnum (next) || next == '[' || (guchar) next >= 0x80)) ||
                           (*at == '^' && (g_ascii_isalnum (before) || before == ']' || (guchar) before >= 0x80))))
      return TRUE;
    before = *at;
  }
  return FALSE;
}

static gboolean
can_match (const char *pattern,
           gboolean    whole)
{
  g_autofree char *anchored = g_strdup_printf (whole ? "\\A(?:%s)\\z" : "\\A(?:%s)", pattern);
  g_autoptr (GRegex) regex = g_regex_new (anchored, 0, 0, NULL);
  g_autoptr (GPtrArray) letters = collect_letters (pattern);
  g_autoptr (GString) text = g_string_new (NULL);
  Search self = { regex, letters, 0 };
  int found;

  /* What looks behind, or names characters by number or property, is not searched for. */
  if (regex == NULL || strstr (pattern, "(?<") != NULL || strstr (pattern, "\\x") != NULL ||
      strstr (pattern, "\\p") != NULL || strstr (pattern, "\\P") != NULL || strstr (pattern, "\\N") != NULL ||
      strstr (pattern, "\\B") != NULL || strstr (pattern, "\\K") != NULL || strstr (pattern, "\\o") != NULL)
    return TRUE;
  if (g_regex_match (regex, "", 0, NULL))
    return TRUE;
  found = search (&self, text, 0);
  return found == 1 || (found == -1 && !passes_an_end (pattern));
}

/* Whether it fits texts that have nothing to do with each other. */
static gboolean
fits_anything (const char *pattern,
               gboolean    whole)
{
  static const char * const texts[] = {
    "Lunch on Friday?", "会議のお知らせ", "0123456789", "a", "Re: order no. 4711-22, thank you", "ありがとうございました。",
  };
  g_autofree char *full = g_strdup_printf (whole ? "\\A(?:%s)\\z" : "%s", pattern);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    if (!g_regex_match_simple (full, texts[i], 0, 0))
      return FALSE;
  }
  return TRUE;
}

char *
inkan_advise_pattern (const char *pattern,
                      gboolean    whole)
{
  if (!can_match (pattern, whole))
    return g_strdup ("matches nothing: no text can fit it");
  if (fits_anything (pattern, whole))
    return g_strdup ("fits every text");
  if (!whole && g_regex_match_simple (pattern, "", 0, 0))
    return g_strdup ("also matches where nothing stands");
  return NULL;
}
