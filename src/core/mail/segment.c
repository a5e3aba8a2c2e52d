/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "segment.h"

#include <gmime/gmime.h>
#include <string.h>

#include "regex.h"
#include "wiped-text.h"

/* Enough for any thread of mails; a hostile text does not cost more. */
#define MAX_SEGMENTS 2000
#define MAX_HEADS 500

void
inkan_segment_free (InkanSegment *self)
{
  inkan_wipe_free (self->text);
  g_free (self);
}

/* 0: leave it out */
static gunichar
fold_char (gunichar c)
{
  if (c >= 0xFF01 && c <= 0xFF5E)
    c -= 0xFEE0;
  if (c == '\t' || g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR
      || (c >= 0x2500 && c <= 0x259F) || (c >= 0xFFE8 && c <= 0xFFEE))
    return ' ';
  if (c == 0x0B || c == 0x0C || c == 0x85 || c == 0x2028 || c == 0x2029)
    return '\n';
  if (c == '\n')
    return c;
  if (g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT || c == 0xFE0E || c == 0xFE0F)
    return 0;
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
    return '-';
  if (c == 0x2018 || c == 0x2019)
    return '\'';
  if (c == 0x201C || c == 0x201D || c == 0x201E)
    return '"';
  if (c == 0x2236 || c == 0xFE55)
    return ':';
  /* bullets before and behind a heading */
  if (c == 0x25A0 || c == 0x25A1 || (c >= 0x25B2 && c <= 0x25C7) || c == 0x2605 || c == 0x2606
      || c == 0x203B)
    return ' ';
  return c;
}

char *
inkan_fold_text (const char *text)
{
  char *folded = g_malloc (strlen (text) + 1);
  char *out = folded;

  /* No character becomes longer than it was. */
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\r')
        c = p[1] == '\n' ? 0 : '\n';
      else
        c = fold_char (c);
      if (c != 0)
        out += g_unichar_to_utf8 (c, out);
    }
  *out = '\0';
  return folded;
}

/* The head of a message that a mail program forwarded or quoted as text:
 * "From:" and, within a few lines, "Sent:" or "Subject:", in either language. */
INKAN_DEFINE_REGEX (forward_regex,
                    "\\G[ *]*(?:from|差出人|送信者|送信元)[ *]*:[^\\n]*\\n"
                    "(?:(?:[ ]*[^\\n:]{1,20}:[^\\n]*|[ ]*)\\n){0,4}?"
                    "[ *]*(?:sent|date|subject|件名|日付|日時|送信日時)[ *]*:")

INKAN_DEFINE_REGEX (date_regex,
                    "\\G[ *]*(?:sent|date|日付|日時|送信日時)[ *]*:[ *]*"
                    "([^\\n]{6,80})")

INKAN_DEFINE_REGEX (numeric_date_regex,
                    "(\\d{4}) ?[-年/.] ?(\\d{1,2}) ?[-月/.] ?(\\d{1,2})"
                    "[^:]*?(?:(\\d{1,2}):(\\d{2}))?(?::\\d\\d)?[^\\d:]*$")

static gint64
parse_date (const char *text)
{
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GMatchInfo) match = NULL;

  if (g_regex_match (numeric_date_regex (), text, 0, &match))
    {
      int part[5] = { 0 };

      for (int i = 0; i < 5; i++)
        {
          g_autofree char *figure = g_match_info_fetch (match, i + 1);

          part[i] = figure != NULL ? (int) g_ascii_strtoll (figure, NULL, 10) : 0;
        }
      date = g_date_time_new_local (part[0], part[1], part[2], part[3], part[4], 0);
    }
  else
    date = g_mime_utils_header_decode_date (text);
  return date != NULL ? g_date_time_to_unix (date) : G_MININT64;
}

/* The few lines at @line in which the head of a forwarded message would be. A
 * search in all of the text for each line would take for ever in a long one. */
static char *
copy_head (const char *line)
{
  gsize length = strnlen (line, 800);

  while (length > 0 && (line[length] & 0xC0) == 0x80)
    length--;
  return g_strndup (line, length);
}

/* The date in @head, the head of a forwarded message */
static gint64
forwarded_date (const char *head)
{
  const char *line = head;

  for (guint i = 0; i < 6 && line != NULL; i++)
    {
      g_autoptr (GMatchInfo) match = NULL;

      if (g_regex_match (date_regex (), line, G_REGEX_MATCH_ANCHORED, &match))
        {
          g_autofree char *text = g_match_info_fetch (match, 1);

          return parse_date (text);
        }
      line = strchr (line, '\n');
      if (line != NULL)
        line++;
    }
  return G_MININT64;
}

/* Removes quotation marks ("> > ") from the line's start and counts them. */
static const char *
skip_quotation (const char *line,
                guint      *depth)
{
  const char *p = line;

  *depth = 0;
  for (;;)
    {
      const char *mark = p + strspn (p, " ");

      if (*mark != '>' || mark - p > 3)
        break;
      (*depth)++;
      p = mark + 1;
    }
  return *depth > 0 && *p == ' ' ? p + 1 : p;
}

typedef struct {
  GPtrArray          *segments;
  const InkanSegment *like;
  InkanWipedText      text;
  guint               quoted;    /* depth by "> " of the lines in @text */
  guint               forwarded; /* heads of forwarded messages passed so far */
  guint               tried;     /* lines that might have begun one */
  gint64              date;
} Splitter;

static void
splitter_flush (Splitter *self)
{
  InkanSegment *segment;

  if (self->text.length == 0)
    return;
  segment = g_new (InkanSegment, 1);
  *segment = *self->like;
  segment->text = inkan_wiped_text_steal (&self->text);
  segment->depth += self->quoted + self->forwarded;
  segment->date = self->date;
  g_ptr_array_add (self->segments, segment);
}

static gboolean
begins_forwarded (Splitter   *self,
                  const char *line)
{
  INKAN_AUTO_WIPE char *head = NULL;
  const char *first = line + strspn (line, " *");

  if (g_ascii_strncasecmp (first, "from", 4) != 0 && !g_str_has_prefix (first, "差出人")
      && !g_str_has_prefix (first, "送信"))
    return FALSE;
  if (self->tried++ >= MAX_HEADS)
    return FALSE;
  head = copy_head (line);
  return g_regex_match (forward_regex (), head, G_REGEX_MATCH_ANCHORED, NULL);
}

void
inkan_segments_add (GPtrArray          *segments,
                    const char         *text,
                    gboolean            flowed,
                    gboolean            delsp,
                    const InkanSegment *like)
{
  INKAN_AUTO_WIPE char *folded = inkan_fold_text (text);
  Splitter self = { segments, like, { NULL }, 0, 0, 0, like->date };
  gboolean joined = FALSE;

  /* frames and tables drawn in ASCII */
  for (char *bar = folded; (bar = strchr (bar, '|')) != NULL;)
    *bar = ' ';
  for (const char *line = folded; line != NULL && *line != '\0';)
    {
      const char *end = strchrnul (line, '\n');
      guint depth;
      const char *start = skip_quotation (line, &depth);
      gsize length;

      /* An empty line does not end what was quoted around it. */
      if (depth != self.quoted && start + strspn (start, " ") < end && segments->len < MAX_SEGMENTS)
        {
          splitter_flush (&self);
          self.quoted = depth;
          joined = FALSE;
        }
      if (!joined && start < end && begins_forwarded (&self, start))
        {
          INKAN_AUTO_WIPE char *head = copy_head (start);
          gint64 date = forwarded_date (head);

          splitter_flush (&self);
          self.forwarded++;
          /* What is forwarded is older, whatever its clock or ours says. */
          self.date = date != G_MININT64 ? MIN (date, like->date) : self.date;
        }
      length = end - start;
      joined = flowed && length > 0 && start[length - 1] == ' ' && strncmp (start, "-- ", 3) != 0;
      if (joined && delsp)
        length--;
      else if (!joined)
        while (length > 0 && start[length - 1] == ' ')
          length--;
      inkan_wiped_text_append (&self.text, start, length);
      if (!joined)
        inkan_wiped_text_append (&self.text, "\n", 1);
      line = *end == '\n' ? end + 1 : NULL;
    }
  splitter_flush (&self);
}
