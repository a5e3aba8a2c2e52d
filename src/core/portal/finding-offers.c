/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finding.h"

#include "explanation-private.h"
#include "words.h"

#include <string.h>

/* The list of services: rows of a table, of a list, or blocks that look alike,
 * each with something to press. */

/* What leads on in a row; not what every page of a site has. */
static gboolean
leads_on (InkanWebPage *page,
          xmlNodePtr    node)
{
  const char *address = inkan_node_is (node, "a") ? inkan_node_attribute (node, "href") : NULL;
  g_autofree char *caption = NULL;

  if (address != NULL ? *address == '#' || g_ascii_strncasecmp (address, "mailto:", 7) == 0
                      : !inkan_control_is_submit (node) || inkan_control_is_disabled (node) ||
                          inkan_web_page_get_form_owner (page, node) == NULL)
    return FALSE;
  if (inkan_control_is_hidden (node))
    return FALSE;
  caption = inkan_find_caption (node);
  return !inkan_word_is_in (INKAN_WORD_BACK, caption);
}

/* A round button that chooses the row; another button then goes on. */
static gboolean
chooses (InkanWebPage *page,
         xmlNodePtr    node)
{
  return inkan_node_is (node, "input") && strcmp (inkan_control_type (node), "radio") == 0 &&
         !inkan_control_is_disabled (node) && inkan_web_page_get_form_owner (page, node) != NULL;
}

xmlNodePtr
inkan_find_row_control (InkanWebPage *page,
                        xmlNodePtr    row)
{
  xmlNodePtr choice = NULL;

  for (xmlNodePtr node = row; node != NULL; node = inkan_node_next (node, row)) {
    if (leads_on (page, node))
      return node;
    if (choice == NULL && chooses (page, node))
      choice = node;
  }
  return choice;
}

static gboolean
is_among (xmlNodePtr          node,
          const char * const *names)
{
  for (; node != NULL; node = node->parent) {
    if (node->type == XML_ELEMENT_NODE && g_strv_contains (names, (const char *) node->name))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_block_row (xmlNodePtr node)
{
  return inkan_node_is (node, "div") || inkan_node_is (node, "article") || inkan_node_is (node, "section") ||
         inkan_node_is (node, "p") || inkan_node_is (node, "dd");
}

static xmlNodePtr
list_of_row (xmlNodePtr row)
{
  static const char * const lists[] = { "table", "ul", "ol", NULL };

  if (is_block_row (row))
    return row->parent;
  for (xmlNodePtr node = row->parent; node != NULL; node = node->parent) {
    if (node->type == XML_ELEMENT_NODE && g_strv_contains (lists, (const char *) node->name))
      return node;
  }
  return NULL;
}

/* Blocks are rows when they stand next to their like. */
static gboolean
has_a_like (xmlNodePtr node)
{
  const char *class = inkan_node_attribute (node, "class");

  for (xmlNodePtr other = node->parent->children; other != NULL; other = other->next) {
    if (other != node && other->type == XML_ELEMENT_NODE && xmlStrEqual (other->name, node->name) &&
        g_strcmp0 (inkan_node_attribute (other, "class"), class) == 0)
      return TRUE;
  }
  return class != NULL || inkan_node_is (node, "dd");
}

static gboolean
is_row (xmlNodePtr node)
{
  static const char * const frames[] = { "nav", "header", "footer", "aside", NULL };
  gboolean block = is_block_row (node);

  if (!inkan_node_is (node, "tr") && !inkan_node_is (node, "li") && !block)
    return FALSE;
  if (is_among (node, frames) || (block && !has_a_like (node)))
    return FALSE;
  /* A table that only makes up the page has its rows further in. */
  for (xmlNodePtr inner = inkan_node_next (node, node); inner != NULL; inner = inkan_node_next (inner, node)) {
    if (inkan_node_is (inner, "tr") || inkan_node_is (inner, "li") ||
        (block && (inkan_node_is (inner, "form") || inkan_node_is (inner, "table"))))
      return FALSE;
  }
  return TRUE;
}

static guint
count_cells (xmlNodePtr row)
{
  guint n = 0;

  for (xmlNodePtr child = row->children; child != NULL; child = child->next) {
    if (inkan_node_is (child, "td"))
      n++;
  }
  return n;
}

/* Whether a cell beside what leads on says something, as a list of services does
 * of each of them; a table of menu entries has nothing but the links. */
static gboolean
has_more_to_say (xmlNodePtr row)
{
  for (xmlNodePtr cell = row->children; cell != NULL; cell = cell->next) {
    xmlNodePtr inner = cell;
    g_autofree char *text = NULL;

    while (inner != NULL && !inkan_node_is (inner, "a") && !inkan_control_is_submit (inner))
      inner = inkan_node_next (inner, cell);
    if (!inkan_node_is (cell, "td") || inner != NULL)
      continue;
    text = inkan_node_text (cell, FALSE);
    if (g_utf8_strlen (text, -1) > 1)
      return TRUE;
  }
  return FALSE;
}

static guint
rank (xmlNodePtr list,
      xmlNodePtr row)
{
  if (inkan_node_is (list, "table"))
    return has_more_to_say (row) ? 30000 : 20000;
  return inkan_node_is (list, "ul") || inkan_node_is (list, "ol") ? 10000 : 0;
}

/* The list with the most rows that lead somewhere; a table before a list of
 * another kind, because menus are such lists, and one that says something of
 * each row before one that makes up the page. */
static xmlNodePtr
find_offer_list (InkanWebPage *page)
{
  xmlNodePtr root = inkan_web_page_get_root (page);
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) lists = g_ptr_array_new ();
  g_autofree char *number = NULL;
  xmlNodePtr best = NULL;
  guint best_marks = 0;

  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root)) {
    xmlNodePtr list = is_row (node) ? list_of_row (node) : NULL;
    guint marks;

    if (list == NULL || inkan_find_row_control (page, node) == NULL)
      continue;
    marks = GPOINTER_TO_UINT (g_hash_table_lookup (counts, list)) + 1;
    if (marks == 1)
      g_ptr_array_add (lists, list);
    g_hash_table_insert (counts, list, GUINT_TO_POINTER (marks));
    marks += rank (list, node);
    if (marks > best_marks) {
      best = list;
      best_marks = marks;
    }
  }

  for (guint i = 0; i < lists->len; i++) {
    if (g_ptr_array_index (lists, i) != best)
      inkan_explain (page, INKAN_ROLE_LIST, NULL, FALSE, g_ptr_array_index (lists, i), INKAN_REASON_FEWER_ROWS, NULL);
  }
  number = g_strdup_printf ("%u", GPOINTER_TO_UINT (g_hash_table_lookup (counts, best)));
  inkan_explain (page, INKAN_ROLE_LIST, NULL, best != NULL, best,
                 best != NULL ? INKAN_REASON_MOST_ROWS : INKAN_REASON_NO_LIST_FOUND, number);
  return best;
}

GPtrArray *
inkan_find_offer_rows (InkanWebPage *page)
{
  GPtrArray *rows = g_ptr_array_new ();
  xmlNodePtr list = find_offer_list (page);
  guint n_cells = 0;

  if (list == NULL)
    return rows;

  for (xmlNodePtr node = inkan_node_next (list, list); node != NULL; node = inkan_node_next (node, list)) {
    if (is_row (node) && list_of_row (node) == list && inkan_find_row_control (page, node) != NULL)
      n_cells = MAX (n_cells, count_cells (node));
  }
  for (xmlNodePtr node = inkan_node_next (list, list); node != NULL; node = inkan_node_next (node, list)) {
    if (!is_row (node) || list_of_row (node) != list)
      continue;
    /* Of what was fetched already the row may stand there without a link. */
    if (inkan_find_row_control (page, node) != NULL || (n_cells > 1 && count_cells (node) == n_cells))
      g_ptr_array_add (rows, node);
  }
  return rows;
}
