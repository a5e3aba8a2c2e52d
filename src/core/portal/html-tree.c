/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "html-tree.h"

#include "buffer.h"
#include "web-page.h"
#include "portal.h"

#include "../base/charset.h"

#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/xmlerror.h>
#include <string.h>

#define MAX_ELEMENTS 100000
#define MAX_DEPTH 200
#define MAX_ATTRIBUTES 1000

/* What the parser's own tree does not keep: between which tags of a form a
 * control stood. libxml2 closes a form when anything around it is closed, and
 * when another form begins; a browser does neither. */
typedef struct {
  startElementSAXFunc start;
  endElementSAXFunc end;
  xmlNodePtr form;       /* HTML's "form element pointer" */
  GPtrArray *open_forms; /* what the end of each open <form> closes; NULL: nothing, it was ignored */
  xmlNodePtr kept_open;  /* a form that the parser wanted closed because of a form within it */
  guint n_elements;
  gboolean too_large;
} Building;

static gboolean
stands_before (xmlParserCtxtPtr  context,
               const char       *tag,
               gboolean          closed)
{
  const xmlChar *at = context->input->cur;
  const xmlChar *base = context->input->base;
  gsize length = strlen (tag);

  if (closed)
    {
      if (at == base || at[-1] != '>')
        return FALSE;
      at--;
      while (at > base && g_ascii_isspace (at[-1]))
        at--;
    }
  return (gsize) (at - base) >= length && g_ascii_strncasecmp ((const char *) at - length, tag, length) == 0;
}

static void
start_form (xmlParserCtxtPtr  context,
            Building         *building,
            const xmlChar    *name,
            const xmlChar   **attributes)
{
  if (building->form != NULL)
    {
      /* A form within a form does not exist. */
      g_ptr_array_add (building->open_forms, building->kept_open);
      building->kept_open = NULL;
      return;
    }

  building->start (context, name, attributes);
  building->form = context->node;
  g_ptr_array_add (building->open_forms, context->node);
}

static void
start_element (void           *data,
               const xmlChar  *name,
               const xmlChar **attributes)
{
  xmlParserCtxtPtr context = data;
  Building *building = context->_private;
  xmlNodePtr before = context->node;

  if (building->too_large)
    return;
  if (++building->n_elements > MAX_ELEMENTS || context->nodeNr > MAX_DEPTH)
    {
      building->too_large = TRUE;
      xmlStopParser (context);
      return;
    }

  if (strcmp ((const char *) name, "form") == 0)
    {
      start_form (context, building, name, attributes);
      return;
    }
  building->start (context, name, attributes);
  if (context->node != NULL && context->node != before)
    context->node->_private = building->form;
}

static void
end_element (void          *data,
             const xmlChar *name)
{
  xmlParserCtxtPtr context = data;
  Building *building = context->_private;
  xmlNodePtr closes;

  if (building->too_large)
    return;
  if (strcmp ((const char *) name, "form") != 0)
    {
      building->end (context, name);
      return;
    }

  closes = building->open_forms->len > 0
           ? g_ptr_array_steal_index (building->open_forms, building->open_forms->len - 1)
           : NULL;
  if (building->form != NULL && stands_before (context, "<form", FALSE))
    {
      building->kept_open = closes;
      return;
    }
  if (stands_before (context, "</form", TRUE))
    building->form = NULL;
  if (closes != NULL)
    building->end (context, name);
}

/* The only notice that the parser gives of a </form> which closes nothing in
 * its tree. */
static void
note_mistake (void     *data,
              xmlError *mistake)
{
  xmlParserCtxtPtr context = data;
  Building *building = context->_private;

  if (mistake->code == XML_ERR_TAG_NAME_MISMATCH && g_strcmp0 (mistake->str1, "form") == 0)
    building->form = NULL;
}

/* Past the attribute value that begins at @at; @at itself when no quote does. */
static const char *
skip_quoted (const char *at,
             const char *end)
{
  const char *close;

  if (*at != '"' && *at != '\'')
    return at;
  close = memchr (at + 1, *at, end - at - 1);
  return close != NULL ? close + 1 : end;
}

/* Past the tag that begins at @at, with the number of its attributes. */
static const char *
skip_tag (const char *at,
          const char *end,
          guint      *n_attributes)
{
  *n_attributes = 0;
  for (at++; *at != '\0' && *at != '>' && !g_ascii_isspace (*at) && *at != '/'; at++)
    ;
  while (*at != '\0' && *at != '>')
    {
      if (g_ascii_isspace (*at) || *at == '/')
        {
          at++;
          continue;
        }
      ++*n_attributes;
      while (*at != '\0' && *at != '>' && *at != '=' && *at != '/' && !g_ascii_isspace (*at))
        at++;
      while (g_ascii_isspace (*at))
        at++;
      if (*at != '=')
        continue;
      at++;
      while (g_ascii_isspace (*at))
        at++;
      if (*at == '"' || *at == '\'')
        at = skip_quoted (at, end);
      else
        while (*at != '\0' && *at != '>' && !g_ascii_isspace (*at))
          at++;
    }
  return at;
}

static gboolean
is_tag (const char *at,
        const char *name)
{
  gsize length = strlen (name);

  return *at == '<' && g_ascii_strncasecmp (at + 1, name, length) == 0 && !g_ascii_isalnum (at[1 + length]);
}

/* What stands in a <textarea> or <title> is text, whatever it looks like
 * (WHATWG HTML, "RCDATA state"); libxml2 would find elements in it. */
static const char *
copy_text (InkanBuffer *to,
           const char  *at,
           const char  *name)
{
  g_autofree char *close = g_strconcat ("</", name, NULL);
  gsize length = strlen (close);

  for (; *at != '\0' && g_ascii_strncasecmp (at, close, length) != 0; at++)
    {
      if (*at == '<')
        inkan_buffer_append (to, "&lt;", 4);
      else
        inkan_buffer_append (to, at, 1);
    }
  return at;
}

static const char *
copy_until (InkanBuffer *to,
            const char  *at,
            const char  *end)
{
  gsize length = end != NULL ? (gsize) (end - at) : strlen (at);

  inkan_buffer_append (to, at, length);
  return at + length;
}

/* Prepares a page for libxml2. %FALSE for one that would keep it busy for
 * minutes: it compares every attribute of a tag with all before it. */
static gboolean
prepare (InkanBuffer *to,
         const char  *at)
{
  const char *end = at + strlen (at);

  while (at < end)
    {
      const char *tag;
      guint n_attributes = 0;

      at = copy_until (to, at, memchr (at, '<', end - at));
      tag = at;
      if (strncmp (at, "<!--", 4) == 0)
        at = copy_until (to, at, strstr (at + 4, "-->"));
      else if (*at == '<' && !g_ascii_isalpha (at[1]))
        at = copy_until (to, at, at + 1);
      else if (*at == '<')
        {
          at = copy_until (to, at, skip_tag (at, end, &n_attributes));
          if (n_attributes > MAX_ATTRIBUTES)
            return FALSE;
          if (*at == '>' && (is_tag (tag, "textarea") || is_tag (tag, "title")))
            at = copy_text (to, copy_until (to, at, at + 1), is_tag (tag, "title") ? "title" : "textarea");
          else if (is_tag (tag, "script") || is_tag (tag, "style"))
            at = copy_until (to, at, strstr (at, "</"));
        }
    }
  return TRUE;
}

/* As the HTML standard wants it before tokenising. */
static char *
normalise_newlines (const char *text)
{
  char *normal = g_malloc (strlen (text) + 1);
  char *to = normal;

  for (const char *from = text; *from != '\0'; from++)
    {
      if (*from == '\r' && from[1] == '\n')
        continue;
      *to++ = *from == '\r' ? '\n' : *from;
    }
  *to = '\0';
  return normal;
}

/* `&#128;` means the Euro sign (WHATWG HTML, "numeric character reference end
 * state"); libxml2 makes the control character of it. */
static xmlChar *
mend_references (const xmlChar *content)
{
  static const gunichar windows[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
  };
  g_autoptr (GString) mended = g_string_new (NULL);

  for (const xmlChar *at = content; *at != '\0'; at++)
    {
      if (at[0] == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0)
        g_string_append_unichar (mended, windows[*++at - 0x80]);
      else
        g_string_append_c (mended, (char) *at);
    }
  return xmlStrdup ((const xmlChar *) mended->str);
}

static gboolean
holds_c1 (const xmlChar *content)
{
  for (; *content != '\0'; content++)
    {
      if (content[0] == 0xC2 && content[1] >= 0x80 && content[1] < 0xA0)
        return TRUE;
    }
  return FALSE;
}

typedef void (* ContentFunc) (xmlNodePtr node,
                              gboolean   owned);

static void
mend_content (xmlNodePtr node,
              gboolean   owned)
{
  if (holds_c1 (node->content))
    {
      xmlChar *mended = mend_references (node->content);

      if (owned)
        xmlFree (node->content);
      node->content = mended;
    }
}

static void
wipe_content (xmlNodePtr node,
              gboolean   owned)
{
  if (owned)
    explicit_bzero (node->content, strlen ((const char *) node->content));
}

static void
visit_content (xmlDocPtr   document,
               xmlNodePtr  node,
               ContentFunc func)
{
  if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content != NULL)
    func (node, document->dict == NULL || !xmlDictOwns (document->dict, node->content));
  if (node->type != XML_ELEMENT_NODE)
    return;
  for (xmlAttrPtr attribute = node->properties; attribute != NULL; attribute = attribute->next)
    {
      for (xmlNodePtr child = attribute->children; child != NULL; child = child->next)
        visit_content (document, child, func);
    }
}

static void
visit_contents (xmlDocPtr   document,
                ContentFunc func)
{
  xmlNodePtr node = document->children;

  while (node != NULL)
    {
      visit_content (document, node, func);
      if (node->type == XML_ELEMENT_NODE && node->children != NULL)
        {
          node = node->children;
          continue;
        }
      while (node != NULL && node->next == NULL)
        node = node->parent != (xmlNodePtr) document ? node->parent : NULL;
      if (node != NULL)
        node = node->next;
    }
}

static xmlDocPtr
parse (const char *text,
       gsize       length,
       gboolean   *too_large)
{
  Building building = { 0 };
  htmlParserCtxtPtr context = htmlNewParserCtxt ();
  xmlDocPtr document;

  g_assert (context != NULL);
  building.open_forms = g_ptr_array_new ();
  building.start = context->sax->startElement;
  building.end = context->sax->endElement;
  context->_private = &building;
  context->sax->startElement = start_element;
  context->sax->endElement = end_element;
  /* Otherwise mistakes go to the process-wide handler. */
  context->sax->serror = (xmlStructuredErrorFunc) note_mistake;
  context->sax->initialized = XML_SAX2_MAGIC;

  document = htmlCtxtReadMemory (context, text, (int) length, NULL, "UTF-8",
                                 HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NODEFDTD |
                                 HTML_PARSE_IGNORE_ENC);
  htmlFreeParserCtxt (context);
  g_ptr_array_unref (building.open_forms);
  *too_large = building.too_large;
  return document;
}

xmlDocPtr
inkan_html_tree_parse (const char  *text,
                       GError     **error)
{
  g_auto (InkanBuffer) prepared = { 0 };
  char *normal = normalise_newlines (text);
  gboolean too_large = !prepare (&prepared, normal);
  xmlDocPtr document = NULL;

  if (!too_large && prepared.length > 0)
    document = parse ((const char *) prepared.data, prepared.length, &too_large);
  inkan_charset_free (normal);

  if (too_large)
    {
      if (document != NULL)
        inkan_html_tree_free (document);
      g_set_error_literal (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_TOO_LARGE,
                           "The page has too many elements or attributes, or is nested too deep");
      return NULL;
    }

  if (document == NULL)
    document = htmlNewDoc (NULL, NULL);
  if (xmlDocGetRootElement (document) == NULL)
    xmlDocSetRootElement (document, xmlNewDocNode (document, NULL, (const xmlChar *) "html", NULL));
  visit_contents (document, mend_content);
  return document;
}

void
inkan_html_tree_free (xmlDocPtr document)
{
  visit_contents (document, wipe_content);
  xmlFreeDoc (document);
}

xmlNodePtr
inkan_html_tree_get_form (xmlNodePtr control)
{
  return control->_private;
}
