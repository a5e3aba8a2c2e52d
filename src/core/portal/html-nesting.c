/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "html-nesting.h"

#include <string.h>

#define MAX_OPEN 512 /* deeper ones are nobody's parents, as in browsers */

typedef struct {
  char name[INKAN_HTML_NAME_SIZE];
  int form; /* what a control in it belongs to when no form is being filled */
} Open;

struct _InkanHtmlNesting {
  GArray *open;
  int n_forms;
  int pointer;       /* HTML's "form element pointer" */
  guint n_templates; /* open ones: their forms and controls are nobody's */
};

static const char * const voids[] = {
  "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen",
  "link", "meta", "param", "source", "track", "wbr", NULL,
};

static const char * const controls[] = { "button", "fieldset", "input", "object", "output", "select", "textarea", NULL };

/* "has an element in scope" looks no further than these. */
static const char * const scopes[] = {
  "applet", "caption", "html", "marquee", "object", "select", "table", "td", "template", "th", NULL,
};

static const char * const table_scopes[] = { "html", "table", "template", NULL };

static const char * const table_parts[] = { "table", "tbody", "tfoot", "thead", "tr", NULL };

static const char * const formatting[] = {
  "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u", NULL,
};

/* Elements through which no end tag of another reaches. */
static const char * const special[] = {
  "address", "applet", "article", "aside", "blockquote", "body", "button", "caption", "center", "col", "colgroup",
  "dd", "details", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset",
  "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "html", "li", "listing", "main", "marquee",
  "menu", "nav", "object", "ol", "p", "pre", "section", "select", "summary", "table", "tbody", "td", "template",
  "tfoot", "th", "thead", "tr", "ul", "xmp", NULL,
};

/* Start tags that end an open paragraph. */
static const char * const blocks[] = {
  "address", "article", "aside", "blockquote", "center", "details", "dialog", "dir", "div", "dl", "dd", "dt",
  "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
  "hr", "li", "listing", "main", "menu", "nav", "ol", "p", "plaintext", "pre", "section", "summary", "table",
  "ul", "xmp", NULL,
};

static const char * const sections[] = { "tbody", "tfoot", "thead", NULL };
static const char * const cells[] = { "td", "th", NULL };

InkanHtmlNesting *
inkan_html_nesting_new (void)
{
  InkanHtmlNesting *self = g_new0 (InkanHtmlNesting, 1);

  self->open = g_array_new (FALSE, TRUE, sizeof (Open));
  self->pointer = -1;
  return self;
}

void
inkan_html_nesting_free (InkanHtmlNesting *self)
{
  g_array_unref (self->open);
  g_free (self);
}

static const Open *
nth (InkanHtmlNesting *self,
     guint             i)
{
  return &g_array_index (self->open, Open, i);
}

static const char *
current (InkanHtmlNesting *self)
{
  return self->open->len > 0 ? nth (self, self->open->len - 1)->name : "";
}

static int
form_around (InkanHtmlNesting *self)
{
  return self->open->len > 0 ? nth (self, self->open->len - 1)->form : -1;
}

/* Where the innermost one of @names is open, or -1; not beyond one of @bounds. */
static int
find_open (InkanHtmlNesting   *self,
           const char * const *names,
           const char * const *bounds)
{
  for (guint i = self->open->len; i > 0; i--)
    {
      const char *name = nth (self, i - 1)->name;

      if (g_strv_contains (names, name))
        return (int) i - 1;
      if (g_strv_contains (bounds, name))
        return -1;
    }
  return -1;
}

static int
find_one (InkanHtmlNesting   *self,
          const char         *name,
          const char * const *bounds)
{
  const char * const names[] = { name, NULL };

  return find_open (self, names, bounds);
}

static void
close_from (InkanHtmlNesting *self,
            int               place)
{
  if (place < 0)
    return;
  for (guint i = (guint) place; i < self->open->len; i++)
    {
      if (strcmp (nth (self, i)->name, "template") == 0)
        self->n_templates--;
    }
  g_array_set_size (self->open, (guint) place);
}

static void
open_element (InkanHtmlNesting *self,
              const char       *name,
              int               form)
{
  Open one = { .form = form };

  if (self->open->len >= MAX_OPEN)
    return;
  g_strlcpy (one.name, name, sizeof one.name);
  g_array_append_val (self->open, one);
  if (strcmp (name, "template") == 0)
    self->n_templates++;
}

static gboolean
is_heading (const char *name)
{
  return name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && name[2] == '\0';
}

/* What a start tag ends by itself. */
static void
close_before (InkanHtmlNesting *self,
              const char       *name)
{
  static const char * const items[] = { "dd", "dt", NULL };
  static const char * const lists[] = { "dl", "menu", "ol", "ul", "applet", "caption", "html", "marquee", "object",
                                        "table", "td", "template", "th", NULL };
  static const char * const paragraphs[] = { "button", "applet", "caption", "html", "marquee", "object", "table",
                                             "td", "template", "th", NULL };
  static const char * const rows[] = { "caption", "tr", NULL };
  static const char * const inner[] = { "caption", "tbody", "tfoot", "thead", NULL };

  if (strcmp (name, "li") == 0)
    close_from (self, find_one (self, "li", lists));
  else if (g_strv_contains (items, name))
    close_from (self, find_open (self, items, lists));
  else if (strcmp (name, "button") == 0)
    close_from (self, find_one (self, "button", scopes));
  else if (g_strv_contains (cells, name))
    {
      close_from (self, find_open (self, cells, table_scopes));
      close_from (self, find_one (self, "caption", table_scopes));
    }
  else if (strcmp (name, "tr") == 0)
    close_from (self, find_open (self, rows, table_scopes));
  else if (g_strv_contains (sections, name) || strcmp (name, "caption") == 0)
    close_from (self, find_open (self, inner, table_scopes));

  if (g_strv_contains (blocks, name))
    close_from (self, find_one (self, "p", paragraphs));
  if (is_heading (name) && is_heading (current (self)))
    close_from (self, (int) self->open->len - 1);
}

static InkanHtmlMeaning
start_form (InkanHtmlNesting *self,
            int              *form)
{
  /* A form within a form does not exist. */
  if (self->pointer >= 0 && self->n_templates == 0)
    return INKAN_HTML_IGNORE;

  close_before (self, "form");
  *form = self->n_forms++;
  if (self->n_templates == 0)
    self->pointer = *form;
  /* Between the parts of a table it can hold nothing, only own it. */
  if (!g_strv_contains (table_parts, current (self)))
    open_element (self, "form", *form);
  return INKAN_HTML_KEEP;
}

/* An input ends the select in which it would stand, and so does another select,
 * which then does nothing else. */
static InkanHtmlMeaning
end_select_before (InkanHtmlNesting *self,
                   const char       *name)
{
  int place;

  if (strcmp (name, "input") != 0 && strcmp (name, "select") != 0)
    return INKAN_HTML_KEEP;
  place = find_one (self, "select", scopes);
  if (place < 0)
    return INKAN_HTML_KEEP;
  close_from (self, place);
  return strcmp (name, "select") == 0 ? INKAN_HTML_ONLY_END : INKAN_HTML_END_SELECT;
}

InkanHtmlMeaning
inkan_html_nesting_start (InkanHtmlNesting *self,
                          const char       *name,
                          int              *form)
{
  InkanHtmlMeaning meaning = end_select_before (self, name);

  *form = -1;
  if (meaning == INKAN_HTML_ONLY_END)
    return meaning;
  if (strcmp (name, "form") == 0)
    return start_form (self, form);
  if (strcmp (name, "body") == 0 || strcmp (name, "html") == 0 || strcmp (name, "head") == 0)
    return meaning;

  close_before (self, name);
  if (g_strv_contains (controls, name) && self->n_templates == 0)
    *form = self->pointer >= 0 ? self->pointer : form_around (self);
  if (!g_strv_contains (voids, name))
    open_element (self, name, form_around (self));
  return meaning;
}

/* Those above it stay open, and stay its children. */
static InkanHtmlMeaning
end_form (InkanHtmlNesting *self)
{
  static const char * const implied[] = { "dd", "dt", "li", "optgroup", "option", "p", "rb", "rp", "rt", "rtc", NULL };
  int place;

  if (self->n_templates > 0)
    {
      place = find_one (self, "form", scopes);
      close_from (self, place);
      return place >= 0 ? INKAN_HTML_KEEP : INKAN_HTML_IGNORE;
    }

  if (self->pointer < 0)
    return INKAN_HTML_IGNORE;
  place = find_one (self, "form", scopes);
  if (place < 0)
    {
      gboolean further_out = find_one (self, "form", (const char * const []) { NULL }) >= 0;

      self->pointer = -1;
      return further_out ? INKAN_HTML_IGNORE : INKAN_HTML_KEEP;
    }
  self->pointer = -1;
  while (g_strv_contains (implied, current (self)))
    close_from (self, (int) self->open->len - 1);
  g_array_remove_index (self->open, (guint) place);
  return INKAN_HTML_KEEP;
}

static void
end_formatting (InkanHtmlNesting *self,
                const char       *name)
{
  int place = find_one (self, name, scopes);

  if (place < 0)
    return;
  for (guint i = (guint) place + 1; i < self->open->len; i++)
    {
      /* What stands within a block goes on in that block. */
      if (g_strv_contains (special, nth (self, i)->name))
        {
          g_array_remove_index (self->open, (guint) place);
          return;
        }
    }
  close_from (self, place);
}

/* Otherwise libxml2 would rather ignore the end of an element in which another one
 * is open. */
static void
write_ends (InkanHtmlNesting *self,
            int               place,
            InkanBuffer      *to)
{
  static const char * const written[] = {
    "blockquote", "center", "div", "dl", "fieldset", "label", "legend", "ol", "span", "ul", NULL,
  };

  for (guint i = self->open->len; place >= 0 && i > (guint) place + 1; i--)
    {
      const char *name = nth (self, i - 1)->name;

      if (!g_strv_contains (written, name))
        continue;
      inkan_buffer_append_string (to, "</");
      inkan_buffer_append_string (to, name);
      inkan_buffer_append_string (to, ">");
    }
}

InkanHtmlMeaning
inkan_html_nesting_end (InkanHtmlNesting *self,
                        const char       *name,
                        InkanBuffer      *to)
{
  static const char * const table_ends[] = { "caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr", NULL };

  if (strcmp (name, "form") == 0)
    return end_form (self);
  if (strcmp (name, "body") == 0 || strcmp (name, "html") == 0)
    return INKAN_HTML_IGNORE; /* what follows belongs to the page all the same */

  if (strcmp (name, "select") == 0)
    close_from (self, find_one (self, "select", scopes));
  else if (strcmp (name, "template") == 0)
    close_from (self, find_one (self, "template", (const char * const []) { NULL }));
  else if (g_strv_contains (table_ends, name))
    close_from (self, find_one (self, name, table_scopes));
  else if (g_strv_contains (formatting, name))
    end_formatting (self, name);
  else if (g_strv_contains (special, name))
    {
      int place = find_one (self, name, scopes);

      write_ends (self, place, to);
      close_from (self, place);
    }
  else
    close_from (self, find_one (self, name, special));
  return INKAN_HTML_KEEP;
}
