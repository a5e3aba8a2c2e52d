/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finding.h"

#include "explanation-private.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

/* What the button says, or what it is called when it says nothing. */
static char *
words_of_button (xmlNodePtr control)
{
  char *caption = inkan_find_caption (control);
  const char *name = inkan_node_attribute (control, "name");

  if (*caption == '\0' && name != NULL) {
    g_free (caption);
    return g_strdup (name);
  }
  return caption;
}

char *
inkan_find_other_business (InkanForm *form)
{
  static const char * const attributes[] = { "role", "id", "name", "class", "action" };
  GPtrArray *controls = inkan_form_get_controls (form);

  for (gsize i = 0; i < G_N_ELEMENTS (attributes); i++) {
    const char *text = inkan_node_attribute (inkan_form_get_node (form), attributes[i]);

    if (inkan_word_is_in (INKAN_WORD_OTHER_BUSINESS, text))
      return g_strdup (text);
  }
  for (guint i = 0; i < controls->len; i++) {
    xmlNodePtr control = g_ptr_array_index (controls, i);
    g_autofree char *caption = inkan_control_is_submit (control) ? inkan_find_caption (control) : NULL;

    if (inkan_word_is_in (INKAN_WORD_OTHER_BUSINESS, caption))
      return g_steal_pointer (&caption);
  }
  return NULL;
}

xmlNodePtr
inkan_find_submit (InkanForm *form)
{
  InkanWebPage *page = inkan_form_get_page (form);
  GPtrArray *controls = inkan_form_get_controls (form);
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();
  xmlNodePtr best = NULL;
  int best_marks = -1;

  for (guint i = 0; i < controls->len; i++) {
    xmlNodePtr control = g_ptr_array_index (controls, i);
    g_autofree char *caption = NULL;
    int marks;

    if (!inkan_control_is_submit (control))
      continue;
    if (inkan_control_is_disabled (control) || inkan_control_is_hidden (control)) {
      inkan_explain (page, INKAN_ROLE_SUBMIT, NULL, FALSE, control,
                     inkan_control_is_disabled (control) ? INKAN_REASON_DISABLED : INKAN_REASON_HIDDEN, NULL);
      continue;
    }
    caption = words_of_button (control);
    marks = inkan_word_is_in (INKAN_WORD_BACK, caption) ? 0 : inkan_word_is_in (INKAN_WORD_SUBMIT, caption) ? 2 : 1;
    if (marks == 0)
      inkan_explain (page, INKAN_ROLE_SUBMIT, NULL, FALSE, control, INKAN_REASON_WORD_AGAINST, caption);
    else
      g_ptr_array_add (buttons, control);
    if (marks > best_marks) {
      best = control;
      best_marks = marks;
    }
  }

  for (guint i = 0; i < buttons->len; i++) {
    if (g_ptr_array_index (buttons, i) != best)
      inkan_explain (page, INKAN_ROLE_SUBMIT, NULL, FALSE, g_ptr_array_index (buttons, i), INKAN_REASON_OTHER_BUTTON, NULL);
  }
  if (best == NULL)
    inkan_explain (page, INKAN_ROLE_SUBMIT, NULL, FALSE, NULL, INKAN_REASON_NO_BUTTON, NULL);
  else {
    g_autofree char *caption = words_of_button (best);

    inkan_explain (page, INKAN_ROLE_SUBMIT, NULL, TRUE, best, best_marks == 2 ? INKAN_REASON_WORD : INKAN_REASON_FIRST_BUTTON,
                   caption);
  }
  return best;
}

static GPtrArray *
find_forms (InkanWebPage *page)
{
  GPtrArray *forms = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_form_free);
  xmlNodePtr root = inkan_web_page_get_root (page);

  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root)) {
    if (inkan_node_is (node, "form") && !inkan_node_is_inert (node))
      g_ptr_array_add (forms, inkan_form_new (page, node));
  }
  return forms;
}

static gboolean
is_box (xmlNodePtr control)
{
  const char *type = inkan_control_type (control);

  return inkan_node_is (control, "input") && (strcmp (type, "checkbox") == 0 || strcmp (type, "radio") == 0) &&
         !inkan_control_is_hidden (control);
}

/* (transfer full) (nullable): the words of a box that agrees */
static char *
words_of_agreement_box (InkanForm *form)
{
  GPtrArray *controls = inkan_form_get_controls (form);

  for (guint i = 0; i < controls->len; i++) {
    xmlNodePtr control = g_ptr_array_index (controls, i);
    g_autofree char *label = is_box (control) ? inkan_find_label (inkan_form_get_page (form), control) : NULL;

    if (inkan_word_is_in (INKAN_WORD_AGREE, label) && !inkan_word_is_in (INKAN_WORD_DISAGREE, label))
      return g_steal_pointer (&label);
  }
  return NULL;
}

/* A button that may agree. */
typedef struct {
  xmlNodePtr  control;
  guint       form;
  gboolean    agrees; /* says so itself */
  InkanWeight weight;
} Button;

static void
add_button (GArray     *buttons,
            guint       index,
            xmlNodePtr  control,
            const char *caption,
            const char *box)
{
  Button button = { control, index, inkan_word_is_in (INKAN_WORD_AGREE, caption), { 0 } };

  if (button.agrees)
    inkan_weigh (&button.weight, 8, INKAN_REASON_WORD, caption);
  if (box != NULL)
    inkan_weigh (&button.weight, 4, INKAN_REASON_BOX, box);
  g_array_append_val (buttons, button);
}

/* @words: keeps what the buttons' weights point to */
static GArray *
find_buttons (InkanWebPage *page,
              GPtrArray    *forms,
              GPtrArray    *words)
{
  GArray *buttons = g_array_new (FALSE, FALSE, sizeof (Button));

  for (guint i = 0; i < forms->len; i++) {
    InkanForm *form = g_ptr_array_index (forms, i);
    GPtrArray *controls = inkan_form_get_controls (form);
    g_autofree char *business = inkan_find_other_business (form);
    char *box = words_of_agreement_box (form);

    g_ptr_array_add (words, box);
    for (guint j = 0; j < controls->len; j++) {
      xmlNodePtr control = g_ptr_array_index (controls, j);
      char *caption = inkan_control_is_submit (control) ? words_of_button (control) : NULL;

      if (caption == NULL)
        continue;
      g_ptr_array_add (words, caption);
      if (business != NULL)
        inkan_explain (page, INKAN_ROLE_AGREE, NULL, FALSE, control, INKAN_REASON_OTHER_BUSINESS, business);
      else if (inkan_control_is_hidden (control))
        inkan_explain (page, INKAN_ROLE_AGREE, NULL, FALSE, control, INKAN_REASON_HIDDEN, NULL);
      else if (inkan_word_is_in (INKAN_WORD_DISAGREE, caption) || inkan_word_is_in (INKAN_WORD_BACK, caption))
        inkan_explain (page, INKAN_ROLE_AGREE, NULL, FALSE, control, INKAN_REASON_WORD_AGAINST, caption);
      else
        add_button (buttons, i, control, caption, box);
    }
  }
  return buttons;
}

InkanForm *
inkan_find_agreement (InkanWebPage *page,
                      xmlNodePtr   *button)
{
  g_autoptr (GPtrArray) forms = find_forms (page);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) buttons = find_buttons (page, forms, words);
  const Button *best = NULL;
  guint n_best = 0;

  for (guint i = 0; i < buttons->len; i++) {
    const Button *one = &g_array_index (buttons, Button, i);

    if (best == NULL || one->weight.marks > best->weight.marks) {
      best = one;
      n_best = 0;
    }
    n_best += one->weight.marks == best->weight.marks;
  }
  if (best == NULL)
    return NULL;

  for (guint i = 0; i < buttons->len; i++) {
    const Button *one = &g_array_index (buttons, Button, i);

    if (one != best)
      inkan_explain (page, INKAN_ROLE_AGREE, NULL, FALSE, one->control, INKAN_REASON_OTHER_BUTTON, NULL);
  }
  /* Of several that agree, the first; of several others none is guessed. */
  if (n_best > 1 && !best->agrees) {
    inkan_explain (page, INKAN_ROLE_AGREE, NULL, FALSE, best->control, INKAN_REASON_ONE_OF_SEVERAL, NULL);
    return NULL;
  }
  if (best->weight.marks > 0)
    inkan_explain_weight (page, INKAN_ROLE_AGREE, NULL, TRUE, best->control, &best->weight);
  else
    inkan_explain (page, INKAN_ROLE_AGREE, NULL, TRUE, best->control, INKAN_REASON_ONLY_BUTTON, NULL);
  *button = best->control;
  return g_ptr_array_steal_index_fast (forms, best->form);
}

void
inkan_tick_agreement (InkanForm *form)
{
  InkanWebPage *page = inkan_form_get_page (form);
  GPtrArray *controls = inkan_form_get_controls (form);

  for (guint i = 0; i < controls->len; i++) {
    xmlNodePtr control = g_ptr_array_index (controls, i);
    g_autofree char *label = is_box (control) ? inkan_find_label (page, control) : NULL;

    if (!inkan_word_is_in (INKAN_WORD_AGREE, label))
      continue;
    /* To what a certificate does not need, only the person can agree. */
    if (inkan_word_is_in (INKAN_WORD_DISAGREE, label) || inkan_word_is_in (INKAN_WORD_ADVERTISING, label)) {
      inkan_explain (page, INKAN_ROLE_TICK, NULL, FALSE, control, INKAN_REASON_WORD_AGAINST, label);
      continue;
    }
    inkan_explain (page, INKAN_ROLE_TICK, NULL, TRUE, control, INKAN_REASON_WORD, label);
    inkan_form_tick (form, control);
  }
}

/* How much speaks for a link's being the one to the file; 0: nothing. */
static void
weigh_file_link (xmlNodePtr   node,
                 const char  *caption,
                 InkanWeight *weight)
{
  const char *address = inkan_node_attribute (node, "href");
  const char *type = inkan_node_attribute (node, "type");
  g_autofree char *path = g_strndup (address, strcspn (address, "#"));

  if (strcasestr (path, ".p12") != NULL || strcasestr (path, ".pfx") != NULL || strcasestr (path, "pkcs12") != NULL ||
      (type != NULL && strcasestr (type, "pkcs12") != NULL))
    inkan_weigh (weight, 6, INKAN_REASON_ADDRESS, NULL);
  if (inkan_node_attribute (node, "download") != NULL)
    inkan_weigh (weight, 5, INKAN_REASON_DOWNLOADS, NULL);
  if (inkan_word_is_in (INKAN_WORD_DOWNLOAD, caption))
    inkan_weigh (weight, 3, INKAN_REASON_CAPTION, caption);
  if (weight->marks > 0 && (inkan_word_is_in (INKAN_WORD_MANUAL, caption) || inkan_word_is_in (INKAN_WORD_BACK, caption)))
    inkan_weigh (weight, -5, INKAN_REASON_WORD_AGAINST, caption);
}

xmlNodePtr
inkan_find_file_link (InkanWebPage *page)
{
  xmlNodePtr root = inkan_web_page_get_root (page);
  xmlNodePtr best = NULL;
  InkanWeight best_weight = { 0 };
  g_autofree char *best_caption = NULL;

  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root)) {
    g_autofree char *caption = NULL;
    InkanWeight weight = { 0 };

    if (!inkan_node_is (node, "a") || inkan_node_attribute (node, "href") == NULL || inkan_control_is_hidden (node))
      continue;
    caption = inkan_find_caption (node);
    weigh_file_link (node, caption, &weight);
    if (weight.marks > best_weight.marks) {
      if (best != NULL)
        inkan_explain_weight (page, INKAN_ROLE_FILE, NULL, FALSE, best, &best_weight);
      best = node;
      best_weight = weight;
      g_free (best_caption);
      best_caption = g_steal_pointer (&caption);
    } else if (weight.n > 0)
      inkan_explain_weight (page, INKAN_ROLE_FILE, NULL, FALSE, node, &weight);
  }
  if (best != NULL)
    inkan_explain_weight (page, INKAN_ROLE_FILE, NULL, TRUE, best, &best_weight);
  return best;
}

/* A text in a box of its own, below words that call it the terms. */
static char *
heading_of_box (xmlNodePtr node)
{
  const char *style = inkan_node_attribute (node, "style");
  xmlNodePtr before = node->prev;
  g_autofree char *heading = NULL;

  if (node->children == NULL ||
      !(inkan_node_is (node, "pre") || inkan_node_is (node, "blockquote") ||
        (style != NULL && strcasestr (style, "overflow") != NULL &&
         (strcasestr (style, "scroll") != NULL || strcasestr (style, "auto") != NULL))))
    return NULL;
  while (before != NULL && before->type != XML_ELEMENT_NODE)
    before = before->prev;
  heading = before != NULL ? inkan_node_text (before, FALSE) : NULL;
  return inkan_word_is_in (INKAN_WORD_TERMS, heading) ? g_steal_pointer (&heading) : NULL;
}

static const char *
mark_of_terms (xmlNodePtr node)
{
  static const char * const marks[] = { "terms", "kiyaku", "agreement", "license" };
  const char *names[] = { inkan_node_attribute (node, "id"), inkan_node_attribute (node, "class") };

  if (node->children == NULL || !inkan_node_is_block (node) || inkan_node_is (node, "form") ||
      inkan_node_is (node, "body") || inkan_node_is (node, "html"))
    return NULL;
  /* A part of the page that is about them is not their text. */
  for (xmlNodePtr inner = node; inner != NULL; inner = inkan_node_next (inner, node)) {
    if (inkan_node_is (inner, "form") || (inkan_control_is_submit (inner) && !inkan_control_is_hidden (inner)))
      return NULL;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    for (gsize j = 0; names[i] != NULL && j < G_N_ELEMENTS (marks); j++) {
      if (strcasestr (names[i], marks[j]) != NULL)
        return names[i];
    }
  }
  return NULL;
}

/* Whether @node holds the terms; says so. */
static gboolean
is_terms (InkanWebPage *page,
          xmlNodePtr    node)
{
  g_autofree char *heading = NULL;
  const char *mark;

  if (inkan_node_is (node, "textarea")) {
    if (inkan_node_attribute (node, "readonly") == NULL && inkan_node_attribute (node, "disabled") == NULL)
      return FALSE;
    inkan_explain (page, INKAN_ROLE_TERMS, NULL, TRUE, node, INKAN_REASON_READ_ONLY, NULL);
    return TRUE;
  }
  mark = mark_of_terms (node);
  if (mark != NULL)
    inkan_explain (page, INKAN_ROLE_TERMS, NULL, TRUE, node, INKAN_REASON_MARKED, mark);
  else if ((heading = heading_of_box (node)) != NULL)
    inkan_explain (page, INKAN_ROLE_TERMS, NULL, TRUE, node, INKAN_REASON_SCROLLS, heading);
  return mark != NULL || heading != NULL;
}

xmlNodePtr
inkan_find_terms (InkanWebPage *page)
{
  xmlNodePtr root = inkan_web_page_get_root (page);
  xmlNodePtr link = NULL;
  g_autofree char *link_caption = NULL;

  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root)) {
    if (inkan_node_is (node, "a")) {
      g_autofree char *caption = link == NULL && inkan_node_attribute (node, "href") != NULL
                                 ? inkan_find_caption (node) : NULL;

      if (inkan_word_is_in (INKAN_WORD_TERMS, caption)) {
        link = node;
        link_caption = g_steal_pointer (&caption);
      }
    } else if (is_terms (page, node))
      return node;
  }
  if (link != NULL)
    inkan_explain (page, INKAN_ROLE_TERMS, NULL, TRUE, link, INKAN_REASON_CAPTION, link_caption);
  return link;
}
