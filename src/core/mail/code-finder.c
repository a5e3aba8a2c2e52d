/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "code-finder.h"

#include <string.h>

#include "message.h"
#include "regex.h"
#include "wiped-text.h"

#define MAX_CODE 128
#define MAX_CODES 200 /* per text: no mail has more, and a hostile one gets no further */

/* Spaced out, or broken by the end of a line */
#define GAP "[ \\n]{0,3}"
#define KODO "(?:コ" GAP "ー" GAP "ド|ｺｰﾄﾞ)"

/* The names under which certification authorities send it: (1) those that mean
 * nothing else, (2) those that other mails use too. */
#define LABELS \
  "(?<own>証" GAP "明" GAP "書" GAP "(?:の|発行|取得|ダウンロード|認証|受取|用|に必要な)*" GAP KODO \
  "|(?:取得|発行|受け?取り?|引き?換え?|引き?取り?)用? *" KODO \
  "|(?<![a-z])cert(?:ificate|\\.)?(?:[ \\n-]+(?:retrieval|pick-? ?up|download|enrol?lment|issuance|" \
  "activation|request|collection|access))?[ \\n-]+(?:code|pin)(?![a-z])" \
  "|(?<![a-z])(?:enrol?lment|pick-? ?up|retrieval|collection|issuance)[ \\n-]*(?:code|pin)(?![a-z])" \
  "|(?<![a-z])(?:code|pin)[ \\n]+for[ \\n]+your[ \\n]+(?:(?:new|personal|digital|client)[ \\n]+)*certificate(?![a-z]))" \
  "|(?<wider>(?:認証|登録|本人確認|ダウンロード)用? *" KODO \
  "|アクセス *(?:pin|ピン)(?: *(?:" KODO "|番号))?|(?<![a-z])pin *" KODO "|認証情報パスワード" \
  "|(?:ダウンロード|受け?取り?)用? *パスワード" \
  "|(?<![a-z])access[ \\n-]+pin(?:[ -]+(?:code|number))?(?![a-z])" \
  "|(?<![a-z])(?:pick-? ?up|enrol?lment|retrieval|download)[ \\n-]+(?:password|secret|passphrase)(?![a-z])" \
  "|(?<![a-z])(?:authentication|download)[ \\n-]+code(?![a-z]))"

INKAN_DEFINE_REGEX (label_regex, LABELS)
INKAN_DEFINE_REGEX (outdated_regex, "(?:旧|古い|以前[^\\n]{0,12}|前回の|これまでの|従来の|無効な|"
                              "(?<![a-z])(?:old|previous|former|expired|invalid))[ 「\"(]*$")
INKAN_DEFINE_REGEX (example_regex, "記入例|入力例|\\(例|例[:)]|(?<![a-z])(?:e\\.g\\.|for example|example:|sample)")
INKAN_DEFINE_REGEX (pointer_regex, "以下|下記|次の|こちら|↓|下の|below|following|as follows|:[ ]*$")
INKAN_DEFINE_REGEX (elsewhere_regex, "別送|別途|郵送|書面|封書|by post|separate")
INKAN_DEFINE_REGEX (other_label_regex, "(?:番号|号|number|(?<![a-z])(?:id|no))[」】\\]). :]*$")
INKAN_DEFINE_REGEX (before_regex, "([!-~]{6,128}?)[ \"'」』】)>*_]*(?:[ \\n]is[ \\n]+(?:your|the)|が|は)"
                            "(?:[ \\n]+new)? *(?:お客様の|あなたの|新しい)*[ \\n]*$")
INKAN_DEFINE_REGEX (units_regex, "\\G *(?:桁|文字|ケタ|けた|日|回|年|月|分|時間|円|件|%|様|御中|さん|殿|"
                           "(?:digits?|characters?|letters?|days?|hours?|times)(?![a-z]))")
INKAN_DEFINE_REGEX (numeric_regex, "^\\+?[0-9]+(?:[-/.,:()]+[0-9]+)+$")
INKAN_DEFINE_REGEX (file_regex, "(?:\\.(?:p12|pfx|html?|php|jsp|pdf|exe|zip|txt|eml|pem|cer|crt|com|net|org|jp|"
                          "example)|://.*)$|^(?:https?:|www\\.|mailto:)|^[^@]+@[^@]+\\.[^@]+$")
INKAN_DEFINE_REGEX (masked_regex, "[x*]{4}|\\?{3}|\\*{3}")
INKAN_DEFINE_REGEX (groups_regex, "\\G[A-Za-z0-9]{2,8}(?: {1,2}[A-Za-z0-9]{2,8}){2,11}(?= *(?:\\n|$))")

void
inkan_found_code_free (InkanFoundCode *self)
{
  inkan_wipe_free (self->code);
  g_free (self);
}

/* Skipped between a label and its value */
static gsize
decoration_length (const char *p)
{
  static const char *const decorations[] = {
    " ", "」", "』", "】", "〕", "》", "〉", "「", "『", "【", "〔", "《", "〈", "≫", "≪", "»", "«", "[", "]", "<", ">",
    ")", "\"", "'", "*", "_", "`", "、", ",", "・", "~", "#",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (decorations); i++)
    if (g_str_has_prefix (p, decorations[i]))
      return strlen (decorations[i]);
  return 0;
}

static gsize
separator_length (const char *p)
{
  static const char *const separators[] = { ":", ";", "=", "→", "⇒", "➡", "…", "--", "- ", "   " };
  gsize dots = strspn (p, ".");

  if (dots > 1)
    return dots;
  for (gsize i = 0; i < G_N_ELEMENTS (separators); i++)
    if (g_str_has_prefix (p, separators[i]))
      return strlen (separators[i]);
  return 0;
}

/* The words in "証明書コードは以下のとおりです。", "code is as follows" */
static gsize
filler_length (const char *p)
{
  static const char *const fillers[] = { "は", "が", "こちら", "以下", "下記", "次", "のとおり",
                                         "の通り", "です", "になります", "。" };
  static const char *const words[] = { "is", "as follows", "shown", "given", "below", "no.", "no", "number" };

  for (gsize i = 0; i < G_N_ELEMENTS (fillers); i++)
    if (g_str_has_prefix (p, fillers[i]))
      return strlen (fillers[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize n = strlen (words[i]);

      if (g_ascii_strncasecmp (p, words[i], n) == 0 && !g_ascii_isalnum (p[n]))
        return n;
    }
  return 0;
}

/* "(Certificate Code)", "(20桁の英数字)": said about the label, no value.
 * Returns what to skip. */
static gsize
remark_length (const char *p)
{
  gsize length = strcspn (p, ")\n");
  g_autofree char *inside = NULL;

  if (*p != '(' || p[length] != ')' || length > 90)
    return 0;
  inside = g_strndup (p + 1, length - 1);
  return inkan_code_is_plausible (g_strstrip (inside)) ? 1 : length + 1;
}

typedef struct {
  gboolean separated; /* by a colon or the like */
  guint    lines;     /* line breaks passed */
} Gap;

/* Whether the line at @p holds nothing but a drawn rule. */
static gboolean
is_rule (const char *p,
         gsize      *length)
{
  *length = strspn (p, "-=*+_~#. ");
  return *length > 0 && (p[*length] == '\n' || p[*length] == '\0');
}

static const char *
skip_gap (const char *p,
          Gap        *gap)
{
  for (;;)
    {
      gsize n;

      if (*p == '\n')
        {
          if (++gap->lines > 6)
            return p;
          p++;
          if (is_rule (p, &n))
            p += n;
        }
      else if ((n = separator_length (p)) > 0)
        {
          gap->separated = TRUE;
          p += n;
        }
      else if ((n = remark_length (p)) > 0 || (n = decoration_length (p)) > 0)
        p += n;
      else if ((n = filler_length (p)) > 0)
        p += n;
      else
        return p;
    }
}

static gboolean
is_code_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("-_.+/=!#$%&@?^~", c) != NULL);
}

/* Reads the value at @p into @token; @end is behind it. */
static gboolean
read_token (const char  *p,
            char         token[MAX_CODE + 1],
            const char **end)
{
  gsize n = 0;

  if (!g_ascii_isalnum (*p))
    return FALSE;
  while (is_code_char (p[n]))
    n++;
  *end = p + n;
  while (n > 0 && strchr (".!?_~^", p[n - 1]) != NULL)
    n--;
  if (n < 4 || n > MAX_CODE || g_str_has_prefix (p + n, "..") || g_str_has_prefix (*end, "…"))
    return FALSE;
  memcpy (token, p, n);
  token[n] = '\0';
  /* cut off in the middle, or masked */
  return !g_str_has_prefix (*end, "\uFFFD") && !g_str_has_prefix (*end, "●")
         && !g_str_has_prefix (*end, "○") && !g_str_has_prefix (*end, "***");
}

static gboolean
ends_line (const char *p)
{
  for (;;)
    {
      gsize n = decoration_length (p);

      if (n == 0 && (g_str_has_prefix (p, "。") || g_str_has_prefix (p, "です")))
        n = g_str_has_prefix (p, "。") ? strlen ("。") : strlen ("です");
      if (n == 0)
        return *p == '\n' || *p == '\0';
      p += n;
    }
}

gboolean
inkan_code_is_word_with_number (const char *token)
{
  gsize letters = 0, digits;

  while (g_ascii_isalpha (token[letters]))
    letters++;
  digits = strspn (token + letters, "0123456789");
  return letters >= 2 && digits > 0 && digits <= 4 && token[letters + digits] == '\0'
         && letters + digits < 10;
}

/* "CODE_HERE1": what the sender forgot to fill in */
static gboolean
is_placeholder (const char *token)
{
  gsize letters = 0, digits = 0;

  if (strchr (token, '_') == NULL)
    return FALSE;
  for (const char *p = token; *p != '\0'; p++)
    {
      letters += g_ascii_isupper (*p);
      digits += g_ascii_isdigit (*p);
      if (g_ascii_islower (*p))
        return FALSE;
    }
  return letters >= 6 && digits <= 2;
}

gboolean
inkan_code_is_something_else (const char *token)
{
  gsize digits = 0, length = strlen (token);

  for (const char *p = token; *p != '\0'; p++)
    digits += g_ascii_isdigit (*p);
  if (g_regex_match (file_regex (), token, 0, NULL)
      || g_regex_match (masked_regex (), token, 0, NULL) || is_placeholder (token))
    return TRUE;
  /* a telephone number or a date, but not a card of four times four digits */
  if (g_regex_match (numeric_regex (), token, 0, NULL) && digits < 14)
    return TRUE;
  return digits == length && *token == '0' && (length == 10 || length == 11);
}

/* Whether what stands at the end of @gap behind a label is its value. */
static gboolean
is_value (const char *token,
          const char *end,
          const Gap  *gap,
          guint       rank)
{
  gboolean lone = ends_line (end);
  gsize digits = strspn (token, "0123456789"), length = strlen (token);

  if (inkan_code_is_something_else (token) || g_regex_match (units_regex (), end, G_REGEX_MATCH_ANCHORED, NULL))
    return FALSE;
  if (inkan_code_is_plausible (token))
    return lone || gap->separated || gap->lines == 0;
  if (!lone || !(gap->separated || gap->lines > 0))
    return FALSE;
  if (digits == length)
    return length >= (rank == 0 ? 6 : 4);
  return length >= 6 && (inkan_code_is_word_with_number (token) || strpbrk (token, "0123456789") != NULL);
}

/* "9998 88Ki 3pCE dGtV eHXM": groups of one length, the last may be shorter */
static char *
read_groups (const char *p)
{
  g_autoptr (GMatchInfo) match = NULL;
  InkanWipedText joined = { NULL };
  INKAN_AUTO_WIPE char *code = NULL;
  gsize first = strcspn (p, " \n");
  gint start, end;

  if (!g_regex_match (groups_regex (), p, G_REGEX_MATCH_ANCHORED, &match))
    return NULL;
  g_match_info_fetch_pos (match, 0, &start, &end);
  for (const char *group = p; group < p + end;)
    {
      gsize n = strcspn (group, " \n");
      gboolean last = group + n >= p + end;

      if (n != first && !(last && n < first))
        {
          code = inkan_wiped_text_steal (&joined);
          return NULL;
        }
      inkan_wiped_text_append (&joined, group, n);
      group += n;
      group += strspn (group, " ");
    }
  code = inkan_wiped_text_steal (&joined);
  if (!inkan_code_is_plausible (code) || strpbrk (code, "0123456789") == NULL)
    return NULL;
  return g_steal_pointer (&code);
}

static InkanFoundCode *
found_new (const char *text,
           const char *at,
           const char *code,
           guint       rank)
{
  InkanFoundCode *found = g_new0 (InkanFoundCode, 1);

  found->code = g_strdup (code);
  found->offset = at - text;
  found->rank = rank;
  return found;
}

static InkanFoundCode *
read_value (const char *text,
            const char *p,
            const Gap  *gap,
            guint       rank)
{
  char token[MAX_CODE + 1];
  const char *end;
  INKAN_AUTO_WIPE char *joined = read_groups (p);
  InkanFoundCode *found = NULL;

  if (joined != NULL && (gap->separated || gap->lines > 0))
    return found_new (text, p, joined, rank);
  if (read_token (p, token, &end) && is_value (token, end, gap, rank))
    found = found_new (text, p, token, rank);
  explicit_bzero (token, sizeof token);
  return found;
}

static gboolean
line_matches (GRegex     *regex,
              const char *start,
              const char *end)
{
  INKAN_AUTO_WIPE char *line = g_strndup (start, end - start);

  return end - start <= 400 && g_regex_match (regex, line, 0, NULL);
}

/* "The certificate code is shown below. …": alone in one of the next lines */
static InkanFoundCode *
find_below (const char *text,
            const char *label,
            const char *p,
            guint       rank)
{
  const char *start = label;

  while (start > text && start[-1] != '\n')
    start--;
  p = strchrnul (p, '\n');
  if (!line_matches (pointer_regex (), start, p) || line_matches (elsewhere_regex (), start, p))
    return NULL;
  for (guint i = 0; i < 3 && *p != '\0'; i++)
    {
      Gap gap = { FALSE, 0 };
      InkanFoundCode *found;

      p = skip_gap (p, &gap);
      /* further away from its label, so it must stand alone */
      gap.separated = FALSE;
      gap.lines = MAX (gap.lines, 1);
      found = read_value (text, p, &gap, rank);
      if (found != NULL && inkan_code_is_plausible (found->code))
        return found;
      g_clear_pointer (&found, inkan_found_code_free);
      start = p;
      p = strchrnul (p, '\n');
      /* the label of something else */
      if (line_matches (other_label_regex (), start, p))
        return NULL;
    }
  return NULL;
}

/* "… is your certificate code" */
static InkanFoundCode *
find_before (const char *text,
             const char *label,
             guint       rank)
{
  const char *start = label;
  g_autoptr (GMatchInfo) match = NULL;
  INKAN_AUTO_WIPE char *line = NULL;
  INKAN_AUTO_WIPE char *token = NULL;
  gint from, to;

  while (start > text && start[-1] != '\n' && label - start < 240)
    start = g_utf8_prev_char (start);
  line = g_strndup (start, label - start);
  if (!g_regex_match (before_regex (), line, 0, &match))
    return NULL;
  g_match_info_fetch_pos (match, 1, &from, &to);
  while (from < to && !g_ascii_isalnum (line[from]))
    from++;
  while (to > from && !g_ascii_isalnum (line[to - 1]))
    to--;
  token = g_strndup (line + from, to - from);
  if (inkan_code_is_something_else (token) || !inkan_code_is_plausible (token))
    return NULL;
  return found_new (text, start + from, token, rank);
}

static gboolean
line_is_example (const char *text,
                 const char *label,
                 const char *value)
{
  const char *start = label;

  while (start > text && start[-1] != '\n')
    start--;
  return line_matches (example_regex (), start, strchrnul (value, '\n'));
}

static gboolean
is_outdated (const char *text,
             const char *label)
{
  const char *start = label;
  g_autofree char *before = NULL;

  while (start > text && start[-1] != '\n' && label - start < 60)
    start = g_utf8_prev_char (start);
  before = g_strndup (start, label - start);
  return g_regex_match (outdated_regex (), before, 0, NULL);
}

/* "https://…?enrollmentcode=…": what an address carries is read as such, decoded. */
static gboolean
is_in_address (const char *text,
               const char *label)
{
  const char *start = label;

  while (start > text && g_ascii_isgraph (start[-1]) && strchr ("<>\"'", start[-1]) == NULL)
    start--;
  return g_strstr_len (start, label - start, "://") != NULL;
}

GPtrArray *
inkan_find_labelled_codes (const char *text)
{
  GPtrArray *codes = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_found_code_free);
  g_autoptr (GMatchInfo) match = NULL;

  g_regex_match (label_regex (), text, 0, &match);
  for (guint i = 0; i < MAX_CODES && g_match_info_matches (match); i++)
    {
      gint start, end, own;
      guint rank;
      Gap gap = { FALSE, 0 };
      const char *value;
      InkanFoundCode *found;

      g_match_info_fetch_pos (match, 0, &start, &end);
      if (is_in_address (text, text + start))
        {
          g_match_info_next (match, NULL);
          continue;
        }
      rank = g_match_info_fetch_named_pos (match, "own", &own, NULL) && own >= 0 ? 0 : 1;
      value = skip_gap (text + end, &gap);
      found = read_value (text, value, &gap, rank);
      if (found == NULL)
        found = find_before (text, text + start, rank);
      if (found == NULL)
        found = find_below (text, text + start, text + end, rank);
      if (found != NULL && line_is_example (text, text + start, text + MAX (found->offset, (gsize) end)))
        g_clear_pointer (&found, inkan_found_code_free);
      if (found != NULL)
        {
          found->outdated = is_outdated (text, text + start);
          g_ptr_array_add (codes, found);
        }
      g_match_info_next (match, NULL);
    }
  return codes;
}

GPtrArray *
inkan_find_codes_by (const char *text,
                     GRegex     *pattern)
{
  GPtrArray *codes = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_found_code_free);
  g_autoptr (GMatchInfo) match = NULL;

  /* A pattern that is too slow for this text ends as one that does not match. */
  g_regex_match (pattern, text, 0, &match);
  for (guint i = 0; i < MAX_CODES && g_match_info_matches (match); i++)
    {
      gint start, end;

      if (!g_match_info_fetch_pos (match, 1, &start, &end) || start < 0)
        g_match_info_fetch_pos (match, 0, &start, &end);
      if (end > start && end - start <= 4 * MAX_CODE)
        {
          INKAN_AUTO_WIPE char *raw = g_strndup (text + start, end - start);
          InkanFoundCode *found = g_new0 (InkanFoundCode, 1);
          char *to;

          found->code = to = g_strdup (raw);
          found->offset = start;
          for (const char *p = raw; *p != '\0'; p++)
            if (!g_ascii_isspace (*p))
              *to++ = *p;
          *to = '\0';
          found->outdated = is_outdated (text, text + start);
          if (*found->code != '\0')
            g_ptr_array_add (codes, found);
          else
            inkan_found_code_free (found);
        }
      g_match_info_next (match, NULL);
    }
  return codes;
}

const char *
inkan_skip_label (const char *text)
{
  g_autoptr (GMatchInfo) match = NULL;
  gint start, end;
  Gap gap = { FALSE, 0 };

  if (!g_regex_match (label_regex (), text, 0, &match))
    return NULL;
  g_match_info_fetch_pos (match, 0, &start, &end);
  return skip_gap (text + end, &gap);
}
