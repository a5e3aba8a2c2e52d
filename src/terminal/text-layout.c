/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text-layout.h"

#include <string.h>

#define COLUMNS_MIN 10 /* below that, lines are longer than the terminal */

static guint
get_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

/* Escape sequences and what turns the direction of text around. */
static gboolean
is_dangerous (gunichar c)
{
  return g_unichar_iscntrl (c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e
         || c == 0x200f || c == 0x2028 || c == 0x2029;
}

guint
text_layout_get_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += get_width (g_utf8_get_char (p));
  return width;
}

/* What may not stand at the start of a line. */
static gboolean
closes (gunichar c)
{
  return g_utf8_strchr ("、。，．・：；？！）」』】〉》〕］｝〟’”ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々", -1, c) != NULL;
}

/* What may not stand at the end of one. */
static gboolean
opens (gunichar c)
{
  return g_utf8_strchr ("（「『【〈《〔［｛〝‘“", -1, c) != NULL;
}

/* Whether a line may end between @before and @after. */
static gboolean
may_break (gunichar before,
           gunichar after)
{
  if (after == ' ' || before == ' ')
    return TRUE;
  if (closes (after) || opens (before) || get_width (after) == 0)
    return FALSE;
  return g_unichar_iswide (before) || g_unichar_iswide (after);
}

static void
add_line (GPtrArray  *lines,
          const char *start,
          const char *end,
          guint       indent)
{
  while (end > start && end[-1] == ' ')
    end--;
  g_ptr_array_add (lines, g_strdup_printf ("%*s%.*s", start < end ? (int) indent : 0, "", (int) (end - start), start));
}

/* One paragraph, without line breaks and dangerous characters. */
static void
wrap_paragraph (GPtrArray  *lines,
                const char *text,
                guint       columns,
                guint       indent)
{
  const char *start = text;
  const char *possible = NULL; /* where the line may end */
  gunichar before = 0;
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (before != 0 && may_break (before, c))
      possible = p;
    /* Blanks at the end of a line hang over it. */
    if (c != ' ' && width + get_width (c) > columns && p > start) {
      const char *end = possible != NULL && possible > start ? possible : p;

      add_line (lines, start, end, indent);
      start = end;
      while (*start == ' ')
        start++;
      p = start;
      c = g_utf8_get_char (p);
      possible = NULL;
      width = 0;
    }
    width += get_width (c);
    before = c;
  }
  add_line (lines, start, start + strlen (start), indent);
}

static char *
take_out_dangerous (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == '\n')
      g_string_append_c (clean, '\n');
    else if (c == '\t')
      g_string_append_c (clean, ' ');
    else if (!is_dangerous (c))
      g_string_append_unichar (clean, c);
  }
  return g_string_free (clean, FALSE);
}

char **
text_layout_wrap (const char *text,
                  guint       columns,
                  guint       indent)
{
  g_autofree char *clean = take_out_dangerous (text);
  g_auto(GStrv) paragraphs = g_strsplit (clean, "\n", -1);
  GPtrArray *lines = g_ptr_array_new ();
  guint room = columns > indent + COLUMNS_MIN ? columns - indent : COLUMNS_MIN;

  for (char **p = paragraphs; *p != NULL; p++)
    wrap_paragraph (lines, *p, room, indent);
  g_ptr_array_add (lines, NULL);
  return (char **) g_ptr_array_free (lines, FALSE);
}

char *
text_layout_cut (const char *text,
                 guint       columns)
{
  g_autofree char *clean = take_out_dangerous (text);
  GString *cut = g_string_new (NULL);
  guint width = 0;

  if (text_layout_get_width (clean) <= columns)
    return g_string_free (g_string_append (cut, clean), FALSE);
  for (const char *p = clean; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (width + get_width (c) + 1 > columns)
      break;
    g_string_append_unichar (cut, c);
    width += get_width (c);
  }
  g_string_append (cut, "…");
  return g_string_free (cut, FALSE);
}
