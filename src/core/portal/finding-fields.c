/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finding-private.h"

#include <string.h>

/* Which fields a form seems to ask for, where no definition says it. */

static const InkanField kinds[] = {
  { .name = "email", .kind = INKAN_FIELD_EMAIL }, { .name = "password", .kind = INKAN_FIELD_PASSWORD },
  { .name = "code", .kind = INKAN_FIELD_CODE },   { .name = "pin", .kind = INKAN_FIELD_PIN },
  { .name = "user", .kind = INKAN_FIELD_USER },
};

#define MAX_GUESSED 16

/* The kind of field that fits a control best; %NULL: none does. */
static const char *
guess_kind (xmlNodePtr  control,
            GArray     *labels,
            int        *marks)
{
  const char *best = NULL;

  *marks = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    InkanWeight weight = { 0 };

    inkan_weigh_control (&kinds[i], control, labels, &weight);
    if (weight.marks > *marks) {
      best = kinds[i].name;
      *marks = weight.marks;
    }
  }
  return best;
}

static char *
guess_fields (InkanForm *form,
              int       *marks)
{
  GPtrArray *controls = inkan_form_get_controls (form);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *business = inkan_find_other_business (form);
  xmlNodePtr before = NULL;

  *marks = business != NULL ? -100 : 0;
  for (guint i = 0; i < controls->len && names->len < MAX_GUESSED; i++) {
    xmlNodePtr control = g_ptr_array_index (controls, i);
    g_autoptr (GArray) labels = inkan_find_typed_labels (inkan_form_get_page (form), control);
    gboolean rest = labels != NULL && before != NULL && inkan_control_continues (before, control, TRUE);
    const char *kind;
    g_autofree char *name = NULL;
    int own_marks;

    if (labels == NULL)
      continue;
    before = control;
    if (rest || inkan_label_with (labels, INKAN_WORD_AGAIN) != NULL)
      continue;
    kind = guess_kind (control, labels, &own_marks);
    name = g_strdup (kind != NULL ? kind : "text");
    *marks += own_marks + (strcmp (inkan_control_type (control), "password") == 0 ? 5 : 0);
    for (guint n = 2; g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL); n++) {
      g_free (name);
      name = g_strdup_printf ("%s%u", kind != NULL ? kind : "text", n);
    }
    g_ptr_array_add (names, g_steal_pointer (&name));
  }
  if (names->len == 0)
    return NULL;
  g_ptr_array_add (names, NULL);
  return g_strjoinv (";", (char **) names->pdata);
}

char *
inkan_find_fields (InkanWebPage *page)
{
  xmlNodePtr root = inkan_web_page_get_root (page);
  char *best = NULL;
  int best_marks = G_MININT;

  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root)) {
    g_autoptr (InkanForm) form = inkan_node_is (node, "form") && !inkan_node_is_inert (node) ? inkan_form_new (page, node)
                                                                                            : NULL;
    int marks = G_MININT;
    char *fields = form != NULL ? guess_fields (form, &marks) : NULL;

    if (fields != NULL && marks > best_marks) {
      g_free (best);
      best = fields;
      best_marks = marks;
    } else
      g_free (fields);
  }
  return best;
}
