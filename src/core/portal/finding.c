/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finding.h"

#include "words.h"

#include <string.h>

gboolean
inkan_control_is_hidden (xmlNodePtr control)
{
  if (inkan_node_is (control, "input") && strcmp (inkan_control_type (control), "hidden") == 0)
    return TRUE;
  for (xmlNodePtr node = control; node != NULL; node = node->parent)
    {
      const char *style = inkan_node_attribute (node, "style");

      if (inkan_node_attribute (node, "hidden") != NULL ||
          (style != NULL && (strstr (style, "display:none") != NULL || strstr (style, "display: none") != NULL)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_labelable (xmlNodePtr node)
{
  return (inkan_node_is (node, "input") && strcmp (inkan_control_type (node), "hidden") != 0) ||
         inkan_node_is (node, "select") || inkan_node_is (node, "textarea") || inkan_node_is (node, "button");
}

/* The node before @node in document order, text included. */
static xmlNodePtr
node_before (xmlNodePtr node)
{
  if (node->prev == NULL)
    return node->parent;
  for (node = node->prev; node->type == XML_ELEMENT_NODE && node->last != NULL;)
    node = node->last;
  return node;
}

/* What a person reads right before a control without a label: the cell before
 * it, the line before it; never beyond the previous control. */
static char *
text_before (xmlNodePtr control)
{
  for (xmlNodePtr node = node_before (control); node != NULL; node = node_before (node))
    {
      if (node->type == XML_ELEMENT_NODE &&
          (is_labelable (node) || inkan_node_is (node, "form") || inkan_node_is (node, "body")))
        break;
      if (node->type == XML_TEXT_NODE && node->content != NULL)
        {
          g_autofree char *text = inkan_node_text (node, FALSE);

          /* A star, a colon, "(required)" say nothing. */
          if (g_utf8_strlen (text, -1) >= 2 && *text != '(' && !g_str_has_prefix (text, "（"))
            return g_steal_pointer (&text);
        }
    }
  return NULL;
}

static char *
label_for (InkanWebPage  *page,
           const char *id)
{
  xmlNodePtr root = inkan_web_page_get_root (page);

  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root))
    {
      if (inkan_node_is (node, "label") && g_strcmp0 (inkan_node_attribute (node, "for"), id) == 0)
        return inkan_node_text (node, FALSE);
    }
  return NULL;
}

static char *
label_by_id (InkanWebPage  *page,
             const char *id)
{
  xmlNodePtr root = inkan_web_page_get_root (page);

  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root))
    {
      if (g_strcmp0 (inkan_node_attribute (node, "id"), id) == 0)
        return inkan_node_text (node, FALSE);
    }
  return NULL;
}

static char *
find_label (InkanWebPage  *page,
            xmlNodePtr  control)
{
  static const char * const attributes[] = { "aria-label", "placeholder", "title" };
  const char *id = inkan_node_attribute (control, "id");
  const char *labelled_by = inkan_node_attribute (control, "aria-labelledby");
  char *text = id != NULL && *id != '\0' ? label_for (page, id) : NULL;

  if (text == NULL && labelled_by != NULL)
    text = label_by_id (page, labelled_by);
  for (xmlNodePtr node = control->parent; text == NULL && node != NULL; node = node->parent)
    {
      if (inkan_node_is (node, "label"))
        text = inkan_node_text (node, FALSE);
    }
  if (text == NULL)
    text = text_before (control);
  for (gsize i = 0; text == NULL && i < G_N_ELEMENTS (attributes); i++)
    text = g_strdup (inkan_node_attribute (control, attributes[i]));
  return text;
}

char *
inkan_find_label (InkanWebPage  *page,
                  xmlNodePtr  control)
{
  char *text = find_label (page, control);

  return text != NULL ? text : g_strdup ("");
}

char *
inkan_find_caption (xmlNodePtr control)
{
  const char *text = NULL;

  if (inkan_node_is (control, "input"))
    {
      text = inkan_node_attribute (control, "value");
      if (strcmp (inkan_control_type (control), "image") == 0)
        text = inkan_node_attribute (control, "alt");
    }
  else
    {
      g_autofree char *own = inkan_node_text (control, FALSE);

      if (*own != '\0')
        return g_steal_pointer (&own);
      for (xmlNodePtr node = inkan_node_next (control, control); node != NULL && text == NULL;
           node = inkan_node_next (node, control))
        text = inkan_node_is (node, "img") ? inkan_node_attribute (node, "alt") : NULL;
    }
  if (text == NULL)
    text = inkan_node_attribute (control, "aria-label");
  if (text == NULL)
    text = inkan_node_attribute (control, "title");
  return g_strdup (text != NULL ? text : "");
}

xmlNodePtr
inkan_find_submit (InkanForm *form)
{
  GPtrArray *controls = inkan_form_get_controls (form);
  xmlNodePtr best = NULL;
  int best_marks = -1;

  for (guint i = 0; i < controls->len; i++)
    {
      xmlNodePtr control = g_ptr_array_index (controls, i);
      g_autofree char *caption = NULL;
      int marks;

      if (!inkan_control_is_submit (control) || inkan_control_is_disabled (control) ||
          inkan_control_is_hidden (control))
        continue;
      caption = inkan_find_caption (control);
      marks = inkan_word_is_in (INKAN_WORD_BACK, caption) ? 0 : inkan_word_is_in (INKAN_WORD_SUBMIT, caption) ? 2 : 1;
      if (marks > best_marks)
        {
          best = control;
          best_marks = marks;
        }
    }
  return best;
}

xmlNodePtr
inkan_find_row_control (InkanWebPage  *page,
                        xmlNodePtr  row)
{
  for (xmlNodePtr node = row; node != NULL; node = inkan_node_next (node, row))
    {
      if (inkan_node_is (node, "a") && inkan_node_attribute (node, "href") != NULL &&
          *inkan_node_attribute (node, "href") != '#')
        return node;
      if (inkan_control_is_submit (node) && !inkan_control_is_disabled (node) &&
          inkan_web_page_get_form_owner (page, node) != NULL)
        return node;
    }
  return NULL;
}

static gboolean
is_among (xmlNodePtr          node,
          const char * const *names)
{
  for (; node != NULL; node = node->parent)
    {
      if (node->type == XML_ELEMENT_NODE && g_strv_contains (names, (const char *) node->name))
        return TRUE;
    }
  return FALSE;
}

static xmlNodePtr
list_of_row (xmlNodePtr row)
{
  static const char * const lists[] = { "table", "ul", "ol", NULL };

  for (xmlNodePtr node = row->parent; node != NULL; node = node->parent)
    {
      if (node->type == XML_ELEMENT_NODE && g_strv_contains (lists, (const char *) node->name))
        return node;
    }
  return NULL;
}

static gboolean
is_row (xmlNodePtr node)
{
  static const char * const frames[] = { "nav", "header", "footer", "aside", NULL };

  if (!inkan_node_is (node, "tr") && !inkan_node_is (node, "li"))
    return FALSE;
  if (is_among (node, frames))
    return FALSE;
  /* A table that only makes up the page has its rows further in. */
  for (xmlNodePtr inner = inkan_node_next (node, node); inner != NULL; inner = inkan_node_next (inner, node))
    {
      if (inkan_node_is (inner, "tr") || inkan_node_is (inner, "li"))
        return FALSE;
    }
  return TRUE;
}

static guint
count_cells (xmlNodePtr row)
{
  guint n = 0;

  for (xmlNodePtr child = row->children; child != NULL; child = child->next)
    {
      if (inkan_node_is (child, "td"))
        n++;
    }
  return n;
}

/* The list with the most rows that lead somewhere; a table before a list of
 * another kind, because menus are such lists. */
static xmlNodePtr
find_offer_list (InkanWebPage *page)
{
  xmlNodePtr root = inkan_web_page_get_root (page);
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  xmlNodePtr best = NULL;
  guint best_marks = 0;

  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root))
    {
      xmlNodePtr list = is_row (node) ? list_of_row (node) : NULL;
      guint marks;

      if (list == NULL || inkan_find_row_control (page, node) == NULL)
        continue;
      marks = GPOINTER_TO_UINT (g_hash_table_lookup (counts, list)) + 1;
      g_hash_table_insert (counts, list, GUINT_TO_POINTER (marks));
      if (inkan_node_is (list, "table"))
        marks += 10000;
      if (marks > best_marks)
        {
          best = list;
          best_marks = marks;
        }
    }
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

  for (xmlNodePtr node = inkan_node_next (list, list); node != NULL; node = inkan_node_next (node, list))
    {
      if (is_row (node) && list_of_row (node) == list && inkan_find_row_control (page, node) != NULL)
        n_cells = MAX (n_cells, count_cells (node));
    }
  for (xmlNodePtr node = inkan_node_next (list, list); node != NULL; node = inkan_node_next (node, list))
    {
      if (!is_row (node) || list_of_row (node) != list)
        continue;
      /* Of what was fetched already the row may stand there without a link. */
      if (inkan_find_row_control (page, node) != NULL || (n_cells > 1 && count_cells (node) == n_cells))
        g_ptr_array_add (rows, node);
    }
  return rows;
}

static GPtrArray *
find_forms (InkanWebPage *page)
{
  GPtrArray *forms = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_form_free);
  xmlNodePtr root = inkan_web_page_get_root (page);

  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root))
    {
      if (inkan_node_is (node, "form") && !inkan_node_is_inert (node))
        g_ptr_array_add (forms, inkan_form_new (page, node));
    }
  return forms;
}

static InkanForm *
take_form (GPtrArray *forms,
           guint      index)
{
  return g_ptr_array_steal_index_fast (forms, index);
}

InkanForm *
inkan_find_agreement (InkanWebPage  *page,
                      xmlNodePtr *button)
{
  g_autoptr (GPtrArray) forms = find_forms (page);
  xmlNodePtr only = NULL;
  guint only_form = 0;
  guint n_buttons = 0;

  for (guint i = 0; i < forms->len; i++)
    {
      GPtrArray *controls = inkan_form_get_controls (g_ptr_array_index (forms, i));

      for (guint j = 0; j < controls->len; j++)
        {
          xmlNodePtr control = g_ptr_array_index (controls, j);
          g_autofree char *caption = NULL;

          if (!inkan_control_is_submit (control) || inkan_control_is_hidden (control))
            continue;
          caption = inkan_find_caption (control);
          if (inkan_word_is_in (INKAN_WORD_DISAGREE, caption) || inkan_word_is_in (INKAN_WORD_BACK, caption))
            continue;
          if (inkan_word_is_in (INKAN_WORD_AGREE, caption))
            {
              *button = control;
              return take_form (forms, i);
            }
          only = control;
          only_form = i;
          n_buttons++;
        }
    }

  /* It need not say "agree" when there is nothing else to press. */
  if (n_buttons != 1)
    return NULL;
  *button = only;
  return take_form (forms, only_form);
}

void
inkan_tick_agreement (InkanForm *form)
{
  GPtrArray *controls = inkan_form_get_controls (form);

  for (guint i = 0; i < controls->len; i++)
    {
      xmlNodePtr control = g_ptr_array_index (controls, i);
      const char *type = inkan_control_type (control);
      g_autofree char *label = NULL;

      if (!inkan_node_is (control, "input") || (strcmp (type, "checkbox") != 0 && strcmp (type, "radio") != 0) ||
          inkan_control_is_hidden (control))
        continue;
      label = inkan_find_label (inkan_form_get_page (form), control);
      if (inkan_word_is_in (INKAN_WORD_AGREE, label) && !inkan_word_is_in (INKAN_WORD_DISAGREE, label))
        inkan_form_tick (form, control);
    }
}

xmlNodePtr
inkan_find_file_link (InkanWebPage *page)
{
  xmlNodePtr root = inkan_web_page_get_root (page);
  xmlNodePtr named = NULL;

  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root))
    {
      const char *address = inkan_node_is (node, "a") ? inkan_node_attribute (node, "href") : NULL;
      g_autofree char *caption = NULL;

      if (address == NULL)
        continue;
      caption = inkan_find_caption (node);
      if (inkan_node_attribute (node, "download") != NULL || strcasestr (address, ".p12") != NULL ||
          strcasestr (address, ".pfx") != NULL)
        return node;
      if (named == NULL && inkan_word_is_in (INKAN_WORD_DOWNLOAD, caption))
        named = node;
    }
  return named;
}

xmlNodePtr
inkan_find_terms (InkanWebPage *page)
{
  static const char * const marks[] = { "terms", "kiyaku", "agreement", "license" };
  xmlNodePtr root = inkan_web_page_get_root (page);
  xmlNodePtr link = NULL;

  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root))
    {
      const char *id = inkan_node_attribute (node, "id");
      const char *class = inkan_node_attribute (node, "class");

      if (inkan_node_is (node, "textarea") && inkan_node_attribute (node, "readonly") != NULL)
        return node;
      if (inkan_node_is (node, "a") && link == NULL)
        {
          g_autofree char *caption = inkan_find_caption (node);

          if (inkan_node_attribute (node, "href") != NULL && inkan_word_is_in (INKAN_WORD_TERMS, caption))
            link = node;
          continue;
        }
      for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
        {
          if (node->children != NULL && !is_labelable (node) && !inkan_node_is (node, "form") &&
              ((id != NULL && strcasestr (id, marks[i]) != NULL) ||
               (class != NULL && strcasestr (class, marks[i]) != NULL)))
            return node;
        }
    }
  return link;
}
