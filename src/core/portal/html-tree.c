/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "html-tree.h"

#include "html-tokens.h"
#include "portal.h"

#include "../base/charset.h"

#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ELEMENTS 50000
#define MAX_DEPTH 200

typedef struct {
  startElementSAXFunc start;
  GPtrArray *forms; /* by their number */
  guint n_elements;
  gboolean too_large;
} Building;

static void
start_element (void           *data,
               const xmlChar  *name,
               const xmlChar **attributes)
{
  xmlParserCtxtPtr context = data;
  Building *building = context->_private;
  xmlNodePtr before = context->node;
  int form = -1;

  if (building->too_large)
    return;
  if (++building->n_elements > MAX_ELEMENTS || context->nodeNr > MAX_DEPTH)
    {
      building->too_large = TRUE;
      xmlStopParser (context);
      return;
    }

  /* Where html-tokens.c wrote it, it is the first. */
  if (attributes != NULL && attributes[0] != NULL && strcmp ((const char *) attributes[0], INKAN_HTML_FORM_ATTRIBUTE) == 0)
    {
      form = atoi ((const char *) attributes[1]);
      attributes += 2;
    }
  building->start (context, name, attributes);
  if (form < 0 || context->node == NULL || context->node == before)
    return;
  if (strcmp ((const char *) name, "form") != 0)
    context->node->_private = (guint) form < building->forms->len ? g_ptr_array_index (building->forms, form) : NULL;
  else
    {
      g_ptr_array_set_size (building->forms, MAX (building->forms->len, (guint) form + 1));
      g_ptr_array_index (building->forms, form) = context->node;
    }
}

/* Otherwise mistakes go to the process-wide handler. */
static void
ignore_mistake (void     *data,
                xmlError *mistake)
{
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

static void
wipe_content (xmlDocPtr  document,
              xmlNodePtr node)
{
  if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) && node->content != NULL &&
      (document->dict == NULL || !xmlDictOwns (document->dict, node->content)))
    explicit_bzero (node->content, strlen ((const char *) node->content));
  if (node->type != XML_ELEMENT_NODE)
    return;
  for (xmlAttrPtr attribute = node->properties; attribute != NULL; attribute = attribute->next)
    {
      for (xmlNodePtr child = attribute->children; child != NULL; child = child->next)
        wipe_content (document, child);
    }
}

static void
wipe_contents (xmlDocPtr document)
{
  xmlNodePtr node = document->children;

  while (node != NULL)
    {
      wipe_content (document, node);
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
  building.forms = g_ptr_array_new ();
  building.start = context->sax->startElement;
  context->_private = &building;
  context->sax->startElement = start_element;
  context->sax->serror = (xmlStructuredErrorFunc) ignore_mistake;
  context->sax->initialized = XML_SAX2_MAGIC;

  document = htmlCtxtReadMemory (context, text, (int) length, NULL, "UTF-8",
                                 HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NODEFDTD |
                                 HTML_PARSE_IGNORE_ENC);
  htmlFreeParserCtxt (context);
  g_ptr_array_unref (building.forms);
  *too_large = building.too_large;
  return document;
}

xmlDocPtr
inkan_html_tree_parse (const char  *text,
                       GError     **error)
{
  g_auto (InkanBuffer) prepared = { 0 };
  char *normal = normalise_newlines (text);
  gboolean too_large = !inkan_html_tokens_write (&prepared, normal);
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
  return document;
}

void
inkan_html_tree_free (xmlDocPtr document)
{
  wipe_contents (document);
  xmlFreeDoc (document);
}

xmlNodePtr
inkan_html_tree_get_form (xmlNodePtr control)
{
  return control->_private;
}
