/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finding.h"

#include "words.h"

#include <string.h>

#define MAX_LABELS 8
#define MAX_ROWS_ABOVE 20

/* The words that stand at a control, where a person looks for them. */

static void
label_clear (gpointer data)
{
  g_free (((InkanLabel *) data)->text);
}

gboolean
inkan_control_is_hidden (xmlNodePtr control)
{
  if (inkan_node_is (control, "input") && strcmp (inkan_control_type (control), "hidden") == 0)
    return TRUE;
  for (xmlNodePtr node = control; node != NULL; node = node->parent) {
    if (inkan_node_is_unseen (node))
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

static gboolean
holds_control (xmlNodePtr node)
{
  for (xmlNodePtr inner = node; inner != NULL; inner = inkan_node_next (inner, node)) {
    if (is_labelable (inner) && !inkan_control_is_hidden (inner))
      return TRUE;
  }
  return FALSE;
}

static void
add (GArray      *labels,
     InkanReason  source,
     gboolean     heading,
     const char  *text)
{
  InkanLabel label = { source, heading, NULL };

  if (text == NULL || inkan_word_says_nothing (text))
    return;
  label.text = g_strdup (text);
  g_array_append_val (labels, label);
}

static void
add_node (GArray      *labels,
          InkanReason  source,
          xmlNodePtr   node)
{
  g_autofree char *text = inkan_node_text (node, FALSE);

  add (labels, source, FALSE, text);
}

static gboolean
ends_line (xmlNodePtr node)
{
  return node == NULL || node->type == XML_HTML_DOCUMENT_NODE || node->type == XML_DOCUMENT_NODE || is_labelable (node) ||
         inkan_node_is (node, "br") || inkan_node_is (node, "td") || inkan_node_is (node, "th") ||
         inkan_node_is_block (node);
}

/* The text between a control and what ends its line, in one direction. */
static char *
text_on_line (xmlNodePtr control,
              gboolean   before)
{
  g_autoptr (GString) text = g_string_new (NULL);
  xmlNodePtr node = control;

  while (TRUE) {
    xmlNodePtr next = before ? node->prev : node->next;

    if (next == NULL) {
      node = node->parent;
      if (ends_line (node))
        break;
      continue;
    }
    node = next;
    if (node->type == XML_ELEMENT_NODE) {
      g_autofree char *part = NULL;

      if (ends_line (node) || holds_control (node))
        break;
      /* A hidden field's value is no text. */
      if (inkan_node_is (node, "input"))
        continue;
      part = inkan_node_text (node, FALSE);
      g_string_insert (text, before ? 0 : -1, part);
    } else if (node->type == XML_TEXT_NODE && node->content != NULL)
      g_string_insert (text, before ? 0 : -1, (const char *) node->content);
  }
  return g_strstrip (g_string_free (g_steal_pointer (&text), FALSE));
}

InkanTouch
inkan_controls_touch (xmlNodePtr before,
                      xmlNodePtr control)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *folded = NULL;
  xmlNodePtr node = control;

  while (node != before) {
    if (node->prev == NULL)
      node = node->parent;
    else {
      for (node = node->prev; node->type == XML_ELEMENT_NODE && node->last != NULL && node != before;)
        node = node->last;
    }
    if (node != before && ends_line (node))
      return INKAN_TOUCH_NOT;
    if (node->type == XML_TEXT_NODE && node->content != NULL)
      g_string_prepend (text, (const char *) node->content);
    if (text->len > 40)
      return INKAN_TOUCH_NOT;
  }
  folded = inkan_word_fold (text->str);
  if (strcmp (folded, "@") == 0)
    return INKAN_TOUCH_AT;
  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at)) {
    if (g_unichar_type (g_utf8_get_char (at)) != G_UNICODE_DASH_PUNCTUATION && g_utf8_get_char (at) != 0x30FC)
      return INKAN_TOUCH_NOT;
  }
  return INKAN_TOUCH_CLOSE;
}

static xmlNodePtr
previous_element (xmlNodePtr node)
{
  for (node = node->prev; node != NULL && node->type != XML_ELEMENT_NODE; node = node->prev)
    ;
  return node;
}

static gboolean
is_cell (xmlNodePtr node)
{
  return inkan_node_is (node, "td") || inkan_node_is (node, "th");
}

static xmlNodePtr
cell_of (xmlNodePtr control)
{
  for (xmlNodePtr node = control->parent; node != NULL && !inkan_node_is (node, "table"); node = node->parent) {
    if (is_cell (node) || inkan_node_is (node, "dd"))
      return node;
  }
  return NULL;
}

/* The cell to the left that says something, or the <dt> of a <dd>. */
static void
add_cell_before (GArray     *labels,
                 xmlNodePtr  cell)
{
  guint length = labels->len;

  for (xmlNodePtr node = previous_element (cell); node != NULL && labels->len == length; node = previous_element (node)) {
    if (holds_control (node))
      return;
    add_node (labels, INKAN_REASON_CELL_BEFORE, node);
  }
}

static xmlNodePtr
nth_cell (xmlNodePtr row,
          guint      n)
{
  for (xmlNodePtr child = row->children; child != NULL; child = child->next) {
    if (is_cell (child) && n-- == 0)
      return child;
  }
  return NULL;
}

/* The heading of its column: the nearest row above that has nothing to fill in. */
static void
add_cell_above (GArray     *labels,
                xmlNodePtr  cell)
{
  xmlNodePtr row = cell->parent;
  xmlNodePtr above = row;
  guint column = 0;
  guint n = 0;

  if (row == NULL || !inkan_node_is (row, "tr"))
    return;
  for (xmlNodePtr node = previous_element (cell); node != NULL; node = previous_element (node))
    column++;
  while (above != NULL && (!inkan_node_is (above, "tr") || above == row || holds_control (above))) {
    xmlNodePtr before = previous_element (above);

    if (n++ > MAX_ROWS_ABOVE)
      return;
    if (before == NULL && inkan_node_is (above->parent, "tbody"))
      before = previous_element (above->parent);
    above = before;
    if (above != NULL && (inkan_node_is (above, "thead") || inkan_node_is (above, "tbody"))) {
      for (xmlNodePtr last = above->last; last != NULL; last = last->prev) {
        if (inkan_node_is (last, "tr")) {
          above = last;
          break;
        }
      }
      if (!inkan_node_is (above, "tr"))
        return;
    }
  }
  cell = above != NULL ? nth_cell (above, column) : NULL;
  if (cell != NULL)
    add_node (labels, INKAN_REASON_CELL_ABOVE, cell);
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

static gboolean
is_in_heading (xmlNodePtr node)
{
  static const char * const headings[] = { "h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption", NULL };

  for (; node != NULL; node = node->parent) {
    if (node->type == XML_ELEMENT_NODE && g_strv_contains (headings, (const char *) node->name))
      return TRUE;
  }
  return FALSE;
}

/* What a person reads last before a control; never beyond the previous one. */
static void
add_text_above (GArray     *labels,
                xmlNodePtr  control)
{
  guint length = labels->len;

  for (xmlNodePtr node = node_before (control); node != NULL && labels->len == length; node = node_before (node)) {
    if (node->type == XML_ELEMENT_NODE &&
        (is_labelable (node) || inkan_node_is (node, "form") || inkan_node_is (node, "body")))
      return;
    if (node->type == XML_TEXT_NODE && node->content != NULL && !inkan_node_is_unseen (node->parent)) {
      g_autofree char *text = inkan_node_text (node, FALSE);

      add (labels, INKAN_REASON_TEXT_ABOVE, is_in_heading (node), text);
    }
  }
}

static void
add_near (GArray     *labels,
          xmlNodePtr  control)
{
  const char *type = inkan_control_type (control);
  gboolean is_box = strcmp (type, "checkbox") == 0 || strcmp (type, "radio") == 0;
  g_autofree char *before = text_on_line (control, TRUE);
  g_autofree char *after = text_on_line (control, FALSE);
  xmlNodePtr cell = cell_of (control);
  guint length = labels->len;

  /* What a box is for stands behind it. */
  if (is_box)
    add (labels, INKAN_REASON_TEXT_AFTER, FALSE, after);
  if (!is_box || labels->len == length)
    add (labels, INKAN_REASON_TEXT_BEFORE, FALSE, before);
  if (cell != NULL && !is_box)
    add_cell_before (labels, cell);
  if (labels->len == length && cell != NULL && !is_box)
    add_cell_above (labels, cell);
  if (labels->len == length && !g_str_has_prefix (after, "例") && !g_str_has_prefix (after, "※") &&
      g_ascii_strncasecmp (after, "e.g", 3) != 0)
    add (labels, INKAN_REASON_TEXT_AFTER, FALSE, after);
  if (labels->len == length)
    add_text_above (labels, control);
}

static void
add_explicit (GArray       *labels,
              InkanWebPage *page,
              xmlNodePtr    control)
{
  const char *id = inkan_node_attribute (control, "id");
  const char *labelled_by = inkan_node_attribute (control, "aria-labelledby");
  g_auto (GStrv) ids = g_strsplit_set (labelled_by != NULL ? labelled_by : "", " \t\n\f\r", -1);
  xmlNodePtr label = id != NULL ? inkan_web_page_find_label (page, id) : NULL;

  if (label != NULL)
    add_node (labels, INKAN_REASON_LABEL, label);
  for (gsize i = 0; ids[i] != NULL && i < MAX_LABELS; i++) {
    label = inkan_web_page_find_id (page, ids[i]);
    if (label != NULL)
      add_node (labels, INKAN_REASON_ARIA_LABEL, label);
  }
  for (xmlNodePtr node = control->parent; node != NULL; node = node->parent) {
    if (inkan_node_is (node, "label"))
      add_node (labels, INKAN_REASON_LABEL, node);
  }
}

GArray *
inkan_find_labels (InkanWebPage *page,
                   xmlNodePtr    control)
{
  GArray *labels = g_array_new (FALSE, FALSE, sizeof (InkanLabel));

  g_array_set_clear_func (labels, label_clear);
  add_explicit (labels, page, control);
  if (labels->len == 0)
    add_near (labels, control);
  add (labels, INKAN_REASON_ARIA_LABEL, FALSE, inkan_node_attribute (control, "aria-label"));
  add (labels, INKAN_REASON_PLACEHOLDER, FALSE, inkan_node_attribute (control, "placeholder"));
  add (labels, INKAN_REASON_TITLE, FALSE, inkan_node_attribute (control, "title"));
  return labels;
}

char *
inkan_find_label (InkanWebPage *page,
                  xmlNodePtr    control)
{
  g_autoptr (GArray) labels = inkan_find_labels (page, control);

  return g_strdup (labels->len > 0 ? g_array_index (labels, InkanLabel, 0).text : "");
}

/* "/img/btn_send.gif" says "btn_send". */
static char *
name_of_picture (const char *address)
{
  const char *name = strrchr (address, '/');
  char *stem;

  name = name != NULL ? name + 1 : address;
  stem = g_strndup (name, strcspn (name, ".?#"));
  return g_strdelimit (stem, "_-", ' ');
}

static const char *
first_of (xmlNodePtr          node,
          const char * const *attributes)
{
  for (; *attributes != NULL; attributes++) {
    const char *text = inkan_node_attribute (node, *attributes);

    if (text != NULL && *text != '\0')
      return text;
  }
  return NULL;
}

char *
inkan_find_caption (xmlNodePtr control)
{
  static const char * const of_buttons[] = { "value", "aria-label", "title", NULL };
  static const char * const of_pictures[] = { "alt", "aria-label", "title", NULL };
  static const char * const of_others[] = { "aria-label", "title", NULL };
  gboolean picture = inkan_node_is (control, "input") && strcmp (inkan_control_type (control), "image") == 0;
  const char *text = first_of (control, picture                           ? of_pictures
                                        : inkan_node_is (control, "input") ? of_buttons
                                                                           : of_others);
  const char *source = picture ? inkan_node_attribute (control, "src") : NULL;

  if (!inkan_node_is (control, "input")) {
    g_autofree char *own = inkan_node_text (control, FALSE);

    if (*own != '\0')
      return g_steal_pointer (&own);
    for (xmlNodePtr node = inkan_node_next (control, control); node != NULL && text == NULL;
         node = inkan_node_next (node, control)) {
      if (!inkan_node_is (node, "img"))
        continue;
      text = first_of (node, of_pictures);
      source = inkan_node_attribute (node, "src");
    }
  }
  if (text == NULL && source != NULL)
    return name_of_picture (source);
  return g_strdup (text != NULL ? text : "");
}
