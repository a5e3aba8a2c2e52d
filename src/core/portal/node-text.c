/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web-page.h"

#include "../base/text.h"

#include <string.h>

#define LINE_MAX_CHARS 1000
#define TEXT_MAX_CHARS (1024 * 1024)

/* Elements that begin and end a line, as browsers show them. */
static const char * const blocks[] = {
  "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl",
  "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
  "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
  "textarea", "tfoot", "thead", "tr", "ul", "caption", "optgroup", "option", NULL,
};

static const char * const unseen[] = {
  "script", "style", "template", "head", "title", "meta", "link", "select", "datalist", "object", "iframe",
  "audio", "video", "canvas", "svg", NULL,
};

typedef struct {
  GString *text;
  gboolean blank;      /* a blank is due before the next word */
  guint n_breaks;      /* so are line breaks */
} Writer;

static void
break_line (Writer *writer,
            guint   n_breaks)
{
  writer->n_breaks = MAX (writer->n_breaks, n_breaks);
}

static void
write_pending (Writer *writer)
{
  if (writer->text->len > 0)
    {
      for (guint i = 0; i < writer->n_breaks; i++)
        g_string_append_c (writer->text, '\n');
      if (writer->n_breaks == 0 && writer->blank)
        g_string_append_c (writer->text, ' ');
    }
  writer->n_breaks = 0;
  writer->blank = FALSE;
}

static void
write_flowing (Writer     *writer,
               const char *content)
{
  for (const char *at = content; *at != '\0'; at++)
    {
      if (strchr (" \t\n\f\r", *at) != NULL)
        {
          writer->blank = TRUE;
          continue;
        }
      write_pending (writer);
      g_string_append_c (writer->text, *at);
    }
}

static void
write_preformatted (Writer     *writer,
                    const char *content)
{
  if (*content == '\n')
    content++;
  if (*content == '\0')
    return;
  write_pending (writer);
  g_string_append (writer->text, content);
}

/* A style's declaration, whatever its blanks and capitals. */
static gboolean
style_says (const char *style,
            const char *declaration)
{
  g_autofree char *lower = g_ascii_strdown (style, -1);
  char *to = lower;

  for (const char *from = lower; *from != '\0'; from++)
    {
      if (!g_ascii_isspace (*from))
        *to++ = *from;
    }
  *to = '\0';
  return strstr (lower, declaration) != NULL;
}

gboolean
inkan_node_is_unseen (xmlNodePtr node)
{
  static const char * const declarations[] = {
    "display:none", "visibility:hidden", "left:-9", "top:-9", "clip:rect(0",
  };
  const char *style = inkan_node_attribute (node, "style");

  if (inkan_node_attribute (node, "hidden") != NULL)
    return TRUE;
  for (gsize i = 0; style != NULL && i < G_N_ELEMENTS (declarations); i++)
    {
      if (style_says (style, declarations[i]))
        return TRUE;
    }
  return FALSE;
}

gboolean
inkan_node_is_block (xmlNodePtr node)
{
  return node->type == XML_ELEMENT_NODE && g_strv_contains (blocks, (const char *) node->name);
}

static void
write_node (Writer     *writer,
            xmlNodePtr  node,
            gboolean    preformatted)
{
  gboolean block;

  if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
    {
      if (node->content == NULL)
        return;
      if (preformatted)
        write_preformatted (writer, (const char *) node->content);
      else
        write_flowing (writer, (const char *) node->content);
      return;
    }
  if (node->type != XML_ELEMENT_NODE || g_strv_contains (unseen, (const char *) node->name) ||
      inkan_node_is_unseen (node))
    return;

  if (inkan_node_is (node, "br"))
    {
      writer->n_breaks = MIN (writer->n_breaks + 1, 2);
      return;
    }
  if (inkan_node_is (node, "td") || inkan_node_is (node, "th"))
    writer->blank = TRUE;

  block = inkan_node_is_block (node);
  if (block)
    break_line (writer, inkan_node_is (node, "p") ? 2 : 1);
  preformatted = preformatted || inkan_node_is (node, "pre") || inkan_node_is (node, "textarea");
  /* No deeper than html-tree.c lets a page be. */
  for (xmlNodePtr child = node->children; child != NULL; child = child->next)
    write_node (writer, child, preformatted);
  if (block)
    break_line (writer, inkan_node_is (node, "p") ? 2 : 1);
}

char *
inkan_node_text (xmlNodePtr node,
                 gboolean   keep_lines)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Writer writer = { .text = text };
  char *clean;

  if (node->type == XML_ATTRIBUTE_NODE)
    {
      for (xmlNodePtr child = node->children; child != NULL; child = child->next)
        write_node (&writer, child, FALSE);
    }
  else if (inkan_node_is (node, "input"))
    {
      const char *value = inkan_node_attribute (node, "value");

      g_string_append (text, value != NULL ? value : "");
    }
  else
    write_node (&writer, node, FALSE);

  clean = inkan_text_clean (text->str, keep_lines ? TEXT_MAX_CHARS : LINE_MAX_CHARS, keep_lines);
  return g_strstrip (clean);
}
