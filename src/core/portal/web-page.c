/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web-page.h"

#include "address.h"
#include "html-tree.h"
#include "xpath.h"

#include "../base/charset.h"
#include "../base/text.h"

#include <string.h>

#define LINE_MAX_CHARS 1000
#define TEXT_MAX_CHARS (1024 * 1024)

struct _InkanPage {
  grefcount ref_count;
  GUri *uri;
  GUri *base;
  const char *charset;
  xmlDocPtr document;
  InkanExplanation *explanation; /* (nullable) not ours */

  /* Made when first asked for: walking the page for each control would make a
   * page of many controls take minutes. */
  GHashTable *ids;      /* id -> first element that has it */
  GHashTable *labels;   /* the same for `for` of labels */
  GHashTable *controls; /* form -> GPtrArray of its controls */
};

static void
find_base (InkanWebPage *self)
{
  xmlNodePtr root = inkan_web_page_get_root (self);

  self->base = g_uri_ref (self->uri);
  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root))
    {
      const char *address = inkan_node_is (node, "base") ? inkan_node_attribute (node, "href") : NULL;
      GUri *base;

      if (address == NULL)
        continue;
      base = inkan_address_resolve (self->uri, address, self->charset);
      if (base != NULL && g_uri_get_host (base) != NULL)
        {
          g_uri_unref (self->base);
          self->base = base;
        }
      else
        g_clear_pointer (&base, g_uri_unref);
      return;
    }
}

InkanWebPage *
inkan_web_page_new (GBytes      *bytes,
                const char  *content_type,
                GUri        *uri,
                GError     **error)
{
  g_autoptr (InkanWebPage) self = g_new0 (InkanWebPage, 1);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  gsize skip;
  char *text;

  if (data == NULL)
    data = (const guint8 *) ""; /* an empty page: no arithmetic with NULL */
  g_ref_count_init (&self->ref_count);
  self->uri = g_uri_ref (uri);
  self->charset = inkan_web_page_find_charset (data, length, content_type, &skip);

  text = inkan_charset_decode (self->charset, data + skip, length - skip);
  self->document = inkan_html_tree_parse (text, error);
  inkan_charset_free (text);
  if (self->document == NULL)
    return NULL;

  find_base (self);
  return g_steal_pointer (&self);
}

InkanWebPage *
inkan_web_page_ref (InkanWebPage *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

void
inkan_web_page_unref (InkanWebPage *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->ids, g_hash_table_unref);
  g_clear_pointer (&self->labels, g_hash_table_unref);
  g_clear_pointer (&self->controls, g_hash_table_unref);
  if (self->document != NULL)
    inkan_html_tree_free (self->document);
  g_clear_pointer (&self->base, g_uri_unref);
  g_uri_unref (self->uri);
  g_free (self);
}

GUri *
inkan_web_page_get_uri (InkanWebPage *self)
{
  return self->uri;
}

GUri *
inkan_web_page_get_base (InkanWebPage *self)
{
  return self->base;
}

const char *
inkan_web_page_get_charset (InkanWebPage *self)
{
  return self->charset;
}

void
inkan_web_page_set_explanation (InkanWebPage     *self,
                                InkanExplanation *explanation)
{
  self->explanation = explanation;
}

InkanExplanation *
inkan_web_page_get_explanation (InkanWebPage *self)
{
  return self->explanation;
}

xmlDocPtr
inkan_web_page_get_document (InkanWebPage *self)
{
  return self->document;
}

xmlNodePtr
inkan_web_page_get_root (InkanWebPage *self)
{
  return xmlDocGetRootElement (self->document);
}

GUri *
inkan_web_page_resolve (InkanWebPage  *self,
                    const char *address)
{
  return inkan_address_resolve (self->base, address, self->charset);
}

static void
index_ids (InkanWebPage *self)
{
  xmlNodePtr root = inkan_web_page_get_root (self);

  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->labels = g_hash_table_new (g_str_hash, g_str_equal);
  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root))
    {
      const char *id = inkan_node_attribute (node, "id");
      const char *label_for = inkan_node_is (node, "label") ? inkan_node_attribute (node, "for") : NULL;

      if (id != NULL && *id != '\0' && !g_hash_table_contains (self->ids, id))
        g_hash_table_insert (self->ids, (gpointer) id, node);
      if (label_for != NULL && !g_hash_table_contains (self->labels, label_for))
        g_hash_table_insert (self->labels, (gpointer) label_for, node);
    }
}

xmlNodePtr
inkan_web_page_find_id (InkanWebPage *self,
                        const char   *id)
{
  if (self->ids == NULL)
    index_ids (self);
  return g_hash_table_lookup (self->ids, id);
}

xmlNodePtr
inkan_web_page_find_label (InkanWebPage *self,
                           const char   *id)
{
  if (self->labels == NULL)
    index_ids (self);
  return g_hash_table_lookup (self->labels, id);
}

static void
index_controls (InkanWebPage *self)
{
  static const char * const listed[] = { "button", "input", "object", "select", "textarea", NULL };
  xmlNodePtr root = inkan_web_page_get_root (self);

  self->controls = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root))
    {
      xmlNodePtr form = g_strv_contains (listed, (const char *) node->name) && !inkan_node_is_inert (node)
                        ? inkan_web_page_get_form_owner (self, node) : NULL;
      GPtrArray *controls = form != NULL ? g_hash_table_lookup (self->controls, form) : NULL;

      if (form != NULL && controls == NULL)
        {
          controls = g_ptr_array_new ();
          g_hash_table_insert (self->controls, form, controls);
        }
      if (form != NULL)
        g_ptr_array_add (controls, node);
    }
}

GPtrArray *
inkan_web_page_get_controls (InkanWebPage *self,
                             xmlNodePtr    form)
{
  GPtrArray *controls;

  if (self->controls == NULL)
    index_controls (self);
  controls = g_hash_table_lookup (self->controls, form);
  return controls != NULL ? g_ptr_array_ref (controls) : g_ptr_array_new ();
}

xmlNodePtr
inkan_web_page_get_form_owner (InkanWebPage  *self,
                           xmlNodePtr  control)
{
  const char *id = inkan_node_attribute (control, "form");

  if (id != NULL)
    {
      xmlNodePtr form = *id != '\0' ? inkan_web_page_find_id (self, id) : NULL;

      return form != NULL && inkan_node_is (form, "form") ? form : NULL;
    }
  return inkan_html_tree_get_form (control);
}

gboolean
inkan_web_page_holds (InkanWebPage  *self,
                  const char *xpath,
                  xmlNodePtr  node)
{
  g_autoptr (xmlXPathObject) result = NULL;

  if (xpath == NULL)
    return FALSE;
  result = inkan_xpath_evaluate (xpath, self->document, node != NULL ? node : (xmlNodePtr) self->document);
  return result != NULL && xmlXPathCastToBoolean (result);
}

GPtrArray *
inkan_web_page_select (InkanWebPage  *self,
                   const char *xpath,
                   xmlNodePtr  node)
{
  GPtrArray *nodes = g_ptr_array_new ();
  g_autoptr (xmlXPathObject) result = NULL;

  if (xpath == NULL)
    return nodes;
  result = inkan_xpath_evaluate (xpath, self->document, node != NULL ? node : (xmlNodePtr) self->document);
  if (result == NULL || result->type != XPATH_NODESET || result->nodesetval == NULL)
    return nodes;

  xmlXPathNodeSetSort (result->nodesetval);
  for (int i = 0; i < result->nodesetval->nodeNr; i++)
    {
      xmlNodePtr found = result->nodesetval->nodeTab[i];

      if (found->type == XML_ELEMENT_NODE || found->type == XML_ATTRIBUTE_NODE || found->type == XML_TEXT_NODE)
        g_ptr_array_add (nodes, found);
    }
  return nodes;
}

/* The first element; %NULL when there is none. */
xmlNodePtr
inkan_web_page_select_one (InkanWebPage  *self,
                       const char *xpath,
                       xmlNodePtr  node)
{
  g_autoptr (GPtrArray) nodes = inkan_web_page_select (self, xpath, node);

  for (guint i = 0; i < nodes->len; i++)
    {
      xmlNodePtr found = g_ptr_array_index (nodes, i);

      if (found->type == XML_ELEMENT_NODE)
        return found;
    }
  return NULL;
}

char *
inkan_web_page_read (InkanWebPage  *self,
                 const char *xpath,
                 xmlNodePtr  node,
                 gboolean    keep_lines)
{
  g_autoptr (xmlXPathObject) result = NULL;
  g_autoptr (GPtrArray) nodes = NULL;
  g_autoptr (GString) text = NULL;

  if (xpath == NULL)
    return NULL;

  result = inkan_xpath_evaluate (xpath, self->document, node != NULL ? node : (xmlNodePtr) self->document);
  if (result == NULL)
    return NULL;
  if (result->type != XPATH_NODESET)
    {
      xmlChar *value = xmlXPathCastToString (result);
      char *clean = inkan_text_clean ((const char *) value, keep_lines ? TEXT_MAX_CHARS : LINE_MAX_CHARS, keep_lines);

      xmlFree (value);
      g_strstrip (clean);
      if (*clean == '\0')
        g_clear_pointer (&clean, g_free);
      return clean;
    }

  nodes = inkan_web_page_select (self, xpath, node);
  text = g_string_new (NULL);
  for (guint i = 0; i < nodes->len; i++)
    {
      g_autofree char *part = inkan_node_text (g_ptr_array_index (nodes, i), keep_lines);

      if (*part == '\0')
        continue;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, part);
      /* A line is the first of them; a longer text is all of them together. */
      if (!keep_lines)
        break;
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

const char *
inkan_web_page_get_refresh (InkanWebPage *self)
{
  xmlNodePtr root = inkan_web_page_get_root (self);

  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root))
    {
      const char *about = inkan_node_is (node, "meta") ? inkan_node_attribute (node, "http-equiv") : NULL;

      if (about != NULL && g_ascii_strcasecmp (about, "refresh") == 0)
        return inkan_node_attribute (node, "content");
    }
  return NULL;
}

gboolean
inkan_node_is (xmlNodePtr  node,
               const char *name)
{
  return node->type == XML_ELEMENT_NODE && strcmp ((const char *) node->name, name) == 0;
}

const char *
inkan_node_attribute (xmlNodePtr  node,
                      const char *name)
{
  if (node->type != XML_ELEMENT_NODE)
    return NULL;

  for (xmlAttrPtr attribute = node->properties; attribute != NULL; attribute = attribute->next)
    {
      if (strcmp ((const char *) attribute->name, name) != 0)
        continue;
      if (attribute->children == NULL || attribute->children->content == NULL)
        return "";
      return (const char *) attribute->children->content;
    }
  return NULL;
}

static xmlNodePtr
first_element (xmlNodePtr node)
{
  while (node != NULL && node->type != XML_ELEMENT_NODE)
    node = node->next;
  return node;
}

xmlNodePtr
inkan_node_next (xmlNodePtr node,
                 xmlNodePtr root)
{
  xmlNodePtr next = first_element (node->children);

  if (next != NULL)
    return next;
  while (node != root && node != NULL)
    {
      next = first_element (node->next);
      if (next != NULL)
        return next;
      node = node->parent;
    }
  return NULL;
}

gboolean
inkan_node_is_inert (xmlNodePtr node)
{
  for (; node != NULL; node = node->parent)
    {
      if (inkan_node_is (node, "template") || inkan_node_is (node, "noframes") || inkan_node_is (node, "iframe"))
        return TRUE;
    }
  return FALSE;
}
