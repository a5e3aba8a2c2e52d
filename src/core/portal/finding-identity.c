/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finding.h"

#include "words.h"

#include <string.h>

/* How well one control fits one field. */
typedef struct {
  guint field;
  xmlNodePtr control;
  int marks;
} Fit;

void
inkan_identity_form_free (InkanIdentityForm *self)
{
  g_clear_pointer (&self->form, inkan_form_free);
  g_free (self->controls);
  g_free (self);
}

static int
mark_type (InkanFieldKind  kind,
           xmlNodePtr      control)
{
  const char *type = inkan_control_type (control);
  const char *completion = inkan_node_attribute (control, "autocomplete");
  gboolean is_password = strcmp (type, "password") == 0;
  int marks = 0;

  if (completion == NULL)
    completion = "";
  switch (kind)
    {
    case INKAN_FIELD_EMAIL:
      marks += strcmp (type, "email") == 0 ? 6 : is_password ? -20 : 0;
      marks += strcasestr (completion, "email") != NULL ? 5 : strcasestr (completion, "username") != NULL ? 2 : 0;
      break;
    case INKAN_FIELD_PASSWORD:
      marks += is_password ? 4 : -2;
      marks += strcasestr (completion, "current-password") != NULL ? 3 : 0;
      break;
    case INKAN_FIELD_CODE:
      marks += strcasestr (completion, "one-time-code") != NULL ? 6 : 0;
      break;
    case INKAN_FIELD_PIN:
      marks += is_password ? 2 : 0;
      break;
    case INKAN_FIELD_USER:
      marks += is_password ? -20 : 0;
      marks += strcasestr (completion, "username") != NULL ? 5 : 0;
      break;
    case INKAN_FIELD_TEXT:
    default:
      marks += is_password ? -2 : 0;
      break;
    }
  return marks;
}

static int
mark_control (InkanWebPage        *page,
              const InkanField *field,
              xmlNodePtr        control)
{
  const char *name = inkan_node_attribute (control, "name");
  const char *id = inkan_node_attribute (control, "id");
  g_autofree char *label = inkan_find_label (page, control);
  int marks = mark_type (field->kind, control);

  if (name != NULL && g_ascii_strcasecmp (name, field->name) == 0)
    marks += 8;
  else if (id != NULL && g_ascii_strcasecmp (id, field->name) == 0)
    marks += 6;
  else if (inkan_word_names_field (field->kind, name, TRUE) || inkan_word_names_field (field->kind, id, TRUE))
    marks += 3;

  if (inkan_word_names_field (field->kind, label, FALSE))
    marks += 4;
  if (field->label != NULL && *label != '\0')
    {
      g_autofree char *wanted = inkan_word_fold (field->label);
      g_autofree char *found = inkan_word_fold (label);

      if (strstr (found, wanted) != NULL)
        marks += 6;
    }
  return marks;
}

static int
compare_fits (gconstpointer a,
              gconstpointer b)
{
  return ((const Fit *) b)->marks - ((const Fit *) a)->marks;
}

static gboolean
is_candidate (xmlNodePtr control)
{
  return inkan_control_is_text (control) && !inkan_node_is (control, "textarea") &&
         !inkan_control_is_disabled (control) && !inkan_control_is_hidden (control);
}

static gboolean
is_taken (InkanIdentityForm *found,
          gsize              n_fields,
          xmlNodePtr         control)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      if (found->controls[i] == control)
        return TRUE;
    }
  return FALSE;
}

/* One field and one control are left over: they belong together. */
static void
pair_last (InkanIdentityForm *found,
           gsize              n_fields)
{
  GPtrArray *controls = inkan_form_get_controls (found->form);
  gsize open = n_fields;
  xmlNodePtr left = NULL;

  for (gsize i = 0; i < n_fields; i++)
    {
      if (found->controls[i] != NULL)
        continue;
      if (open != n_fields)
        return;
      open = i;
    }
  for (guint i = 0; i < controls->len; i++)
    {
      xmlNodePtr control = g_ptr_array_index (controls, i);

      if (!is_candidate (control) || is_taken (found, n_fields, control))
        continue;
      if (left != NULL)
        return;
      left = control;
    }
  if (open != n_fields)
    found->controls[open] = left;
}

/* Best fits first, each control and each field once. Returns all marks together. */
static int
assign (InkanIdentityForm *found,
        const InkanField  *fields,
        gsize              n_fields)
{
  InkanWebPage *page = inkan_form_get_page (found->form);
  GPtrArray *controls = inkan_form_get_controls (found->form);
  g_autoptr (GArray) fits = g_array_new (FALSE, FALSE, sizeof (Fit));
  int sum = 0;

  for (guint i = 0; i < n_fields; i++)
    {
      if (fields[i].control != NULL)
        {
          found->controls[i] = inkan_web_page_select_one (page, fields[i].control, NULL);
          continue;
        }
      for (guint j = 0; j < controls->len; j++)
        {
          xmlNodePtr control = g_ptr_array_index (controls, j);
          Fit fit = { i, control, is_candidate (control) ? mark_control (page, &fields[i], control) : 0 };

          if (fit.marks > 0)
            g_array_append_val (fits, fit);
        }
    }

  g_array_sort (fits, compare_fits);
  for (guint i = 0; i < fits->len; i++)
    {
      const Fit *fit = &g_array_index (fits, Fit, i);

      if (found->controls[fit->field] != NULL || is_taken (found, n_fields, fit->control))
        continue;
      found->controls[fit->field] = fit->control;
      sum += fit->marks;
    }
  pair_last (found, n_fields);
  return sum;
}

static gboolean
is_complete (InkanIdentityForm *found,
             const InkanField  *fields,
             gsize              n_fields,
             char             **missing)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      if (found->controls[i] == NULL)
        {
          if (missing != NULL && *missing == NULL)
            *missing = g_strdup_printf ("a control for the field “%s”", fields[i].name);
          return FALSE;
        }
    }
  return TRUE;
}

static InkanIdentityForm *
try_form (InkanWebPage        *page,
          xmlNodePtr        node,
          const InkanField *fields,
          gsize             n_fields,
          char            **missing,
          int              *marks)
{
  g_autoptr (InkanIdentityForm) found = g_new0 (InkanIdentityForm, 1);

  found->form = inkan_form_new (page, node);
  found->controls = g_new0 (xmlNodePtr, n_fields);
  *marks = assign (found, fields, n_fields);
  if (!is_complete (found, fields, n_fields, missing))
    return NULL;
  return g_steal_pointer (&found);
}

InkanIdentityForm *
inkan_find_identity_form (InkanWebPage              *page,
                          InkanPortalDefinition  *definition,
                          char                  **missing)
{
  const char *form_path = inkan_portal_definition_get_xpath (definition, "Identity", "Form");
  const char *submit_path = inkan_portal_definition_get_xpath (definition, "Identity", "Submit");
  xmlNodePtr root = inkan_web_page_get_root (page);
  xmlNodePtr wanted = form_path != NULL ? inkan_web_page_select_one (page, form_path, NULL) : NULL;
  g_autoptr (InkanIdentityForm) best = NULL;
  g_autofree char *what = NULL;
  const InkanField *fields;
  gsize n_fields;
  int best_marks = G_MININT;

  fields = inkan_portal_definition_get_fields (definition, &n_fields);
  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root))
    {
      g_autoptr (InkanIdentityForm) found = NULL;
      int marks;

      if (!inkan_node_is (node, "form") || inkan_node_is_inert (node) || (form_path != NULL && node != wanted))
        continue;
      found = try_form (page, node, fields, n_fields, &what, &marks);
      if (found == NULL || marks <= best_marks)
        continue;
      g_clear_pointer (&best, inkan_identity_form_free);
      best = g_steal_pointer (&found);
      best_marks = marks;
    }

  if (best != NULL)
    best->submit = submit_path != NULL ? inkan_web_page_select_one (page, submit_path, NULL) : inkan_find_submit (best->form);
  if (best != NULL && submit_path != NULL && best->submit == NULL)
    {
      g_free (what);
      what = g_strdup ("the submit control that the definition names");
      g_clear_pointer (&best, inkan_identity_form_free);
    }
  if (best == NULL && missing != NULL)
    *missing = what != NULL ? g_steal_pointer (&what) : g_strdup ("the form for the identity check");
  return g_steal_pointer (&best);
}
