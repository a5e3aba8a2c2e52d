/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finding.h"

#include "buffer.h"
#include "finding-private.h"
#include "words.h"

#include "../base/charset.h"

#include <stdlib.h>
#include <string.h>

#define MAX_PIECES 16

/* How well one control fits one field. */
typedef struct {
  guint field;
  guint control; /* in the form's order */
  InkanWeight weight;
} Fit;

void
inkan_identity_form_free (InkanIdentityForm *self)
{
  for (gsize i = 0; i < self->n_fields; i++)
    {
      g_ptr_array_unref (self->pieces[i]);
      g_ptr_array_unref (self->repeats[i]);
    }
  g_clear_pointer (&self->form, inkan_form_free);
  g_free (self->controls);
  g_free (self->pieces);
  g_free (self->repeats);
  g_free (self);
}

/* A form while its controls are given to the fields. */
typedef struct {
  InkanIdentityForm *found;
  InkanWebPage *page;
  const InkanField *fields;
  gsize n_fields;
  GPtrArray *controls; /* all of the form */
  GPtrArray *labels;   /* for each control: of InkanLabel, %NULL when it is none to type into */
  GArray *fits;
  int marks;
} Trial;

static gboolean
is_taken (Trial      *trial,
          xmlNodePtr  control)
{
  InkanIdentityForm *found = trial->found;

  for (gsize i = 0; i < trial->n_fields; i++)
    {
      if (found->controls[i] == control || g_ptr_array_find (found->pieces[i], control, NULL) ||
          g_ptr_array_find (found->repeats[i], control, NULL))
        return TRUE;
    }
  return FALSE;
}

static void
labels_free (gpointer data)
{
  GArray *labels = data; /* (nullable) */

  g_clear_pointer (&labels, g_array_unref);
}

/* What of a form a person would type into, with its labels. */
static void
look_at_controls (Trial *trial)
{
  trial->controls = inkan_form_get_controls (trial->found->form);
  trial->labels = g_ptr_array_new_with_free_func (labels_free);
  g_ptr_array_set_size (trial->labels, (int) trial->controls->len);

  for (guint i = 0; i < trial->controls->len; i++)
    {
      xmlNodePtr control = g_ptr_array_index (trial->controls, i);
      g_autoptr (GArray) labels = inkan_find_typed_labels (trial->page, control);

      trial->labels->pdata[i] = g_steal_pointer (&labels);
    }
}

static void
weigh_all (Trial *trial)
{
  trial->fits = g_array_new (FALSE, FALSE, sizeof (Fit));
  for (guint i = 0; i < trial->n_fields; i++)
    {
      for (guint j = 0; j < trial->controls->len && trial->fields[i].control == NULL; j++)
        {
          xmlNodePtr control = g_ptr_array_index (trial->controls, j);
          GArray *labels = g_ptr_array_index (trial->labels, j);
          Fit fit = { i, j, { 0 } };

          if (labels == NULL)
            continue;
          inkan_weigh_control (&trial->fields[i], control, labels, &fit.weight);
          if (fit.weight.marks > 0)
            g_array_append_val (trial->fits, fit);
        }
    }
}

/* The better first; of equals the earlier one. */
static int
compare_fits (gconstpointer a,
              gconstpointer b)
{
  const Fit *one = a;
  const Fit *other = b;

  if (one->weight.marks != other->weight.marks)
    return other->weight.marks - one->weight.marks;
  return one->field != other->field ? (int) one->field - (int) other->field : (int) one->control - (int) other->control;
}

/* The control for "again" stands behind the first and has the same kind of label. */
static gboolean
is_repeat (Trial     *trial,
           const Fit *fit)
{
  xmlNodePtr control = g_ptr_array_index (trial->controls, fit->control);
  xmlNodePtr first = trial->found->controls[fit->field];
  const char *again = inkan_label_with (g_ptr_array_index (trial->labels, fit->control), INKAN_WORD_AGAIN);

  if (again == NULL)
    again = inkan_word_is_in (INKAN_WORD_AGAIN, inkan_node_attribute (control, "name"))
            ? inkan_node_attribute (control, "name") : NULL;
  if (again == NULL || strcmp (inkan_control_type (first), inkan_control_type (control)) != 0)
    return FALSE;
  g_ptr_array_add (trial->found->repeats[fit->field], control);
  inkan_explain (trial->page, INKAN_ROLE_FIELD, trial->fields[fit->field].name, TRUE, control, INKAN_REASON_REPEATED,
                 again);
  return TRUE;
}

static const char *
field_of (Trial      *trial,
          xmlNodePtr  control)
{
  for (gsize i = 0; i < trial->n_fields; i++)
    {
      if (trial->found->controls[i] == control)
        return trial->fields[i].name;
    }
  return NULL;
}

/* Best fits first, each control and each field once. */
static void
assign (Trial *trial)
{
  for (guint i = 0; i < trial->n_fields; i++)
    {
      if (trial->fields[i].control == NULL)
        continue;
      trial->found->controls[i] = inkan_web_page_select_one (trial->page, trial->fields[i].control, NULL);
      inkan_explain (trial->page, INKAN_ROLE_FIELD, trial->fields[i].name, trial->found->controls[i] != NULL,
                     trial->found->controls[i],
                     trial->found->controls[i] != NULL ? INKAN_REASON_XPATH : INKAN_REASON_XPATH_NOTHING, NULL);
    }

  g_array_sort (trial->fits, compare_fits);
  for (guint i = 0; i < trial->fits->len; i++)
    {
      const Fit *fit = &g_array_index (trial->fits, Fit, i);
      const char *name = trial->fields[fit->field].name;
      xmlNodePtr control = g_ptr_array_index (trial->controls, fit->control);

      if (is_taken (trial, control))
        {
          const char *other = field_of (trial, control);

          if (trial->found->controls[fit->field] == NULL && other != NULL)
            inkan_explain (trial->page, INKAN_ROLE_FIELD, name, FALSE, control, INKAN_REASON_USED, other);
        }
      else if (trial->found->controls[fit->field] == NULL)
        {
          trial->found->controls[fit->field] = control;
          trial->marks += fit->weight.marks;
          inkan_explain_weight (trial->page, INKAN_ROLE_FIELD, name, TRUE, control, &fit->weight);
        }
      else if (!is_repeat (trial, fit))
        inkan_explain (trial->page, INKAN_ROLE_FIELD, name, FALSE, control, INKAN_REASON_LESS_FITTING, NULL);
    }
}

static void
add_pieces (Trial *trial,
            gsize  field)
{
  xmlNodePtr before = trial->found->controls[field];
  guint index;

  if (before == NULL || !g_ptr_array_find (trial->controls, before, &index))
    return;
  for (guint i = index + 1; i < trial->controls->len && trial->found->pieces[field]->len < MAX_PIECES; i++)
    {
      xmlNodePtr control = g_ptr_array_index (trial->controls, i);

      if (strcmp (inkan_control_type (control), "hidden") == 0)
        continue;
      if (trial->labels->pdata[i] == NULL || is_taken (trial, control) ||
          !inkan_control_continues (before, control, trial->fields[field].kind == INKAN_FIELD_EMAIL))
        return;
      g_ptr_array_add (trial->found->pieces[field], control);
      inkan_explain (trial->page, INKAN_ROLE_FIELD, trial->fields[field].name, TRUE, control, INKAN_REASON_PIECE, NULL);
      before = control;
    }
}

/* One field and one control are left over: they belong together. */
static void
pair_last (Trial *trial)
{
  gsize open = trial->n_fields;
  xmlNodePtr left = NULL;

  for (gsize i = 0; i < trial->n_fields; i++)
    {
      if (trial->found->controls[i] != NULL)
        continue;
      if (open != trial->n_fields || trial->fields[i].control != NULL)
        return;
      open = i;
    }
  for (guint i = 0; i < trial->controls->len; i++)
    {
      xmlNodePtr control = g_ptr_array_index (trial->controls, i);

      if (trial->labels->pdata[i] == NULL || is_taken (trial, control))
        continue;
      if (open == trial->n_fields)
        inkan_explain (trial->page, INKAN_ROLE_FIELD, NULL, FALSE, control, INKAN_REASON_NO_SIGN, NULL);
      else if (left != NULL && inkan_controls_touch (left, control) == INKAN_TOUCH_NOT)
        return;
      else if (left == NULL)
        left = control;
    }
  if (open == trial->n_fields || left == NULL)
    return;
  trial->found->controls[open] = left;
  inkan_explain (trial->page, INKAN_ROLE_FIELD, trial->fields[open].name, TRUE, left, INKAN_REASON_ONLY_ONE_LEFT, NULL);
  add_pieces (trial, open);
}

static gboolean
is_complete (Trial      *trial,
             xmlNodePtr  node,
             char      **missing)
{
  for (gsize i = 0; i < trial->n_fields; i++)
    {
      if (trial->found->controls[i] != NULL)
        continue;
      if (*missing == NULL)
        *missing = g_strdup_printf ("a control for the field “%s”", trial->fields[i].name);
      inkan_explain (trial->page, INKAN_ROLE_FIELD, trial->fields[i].name, FALSE, NULL, INKAN_REASON_NOT_FOUND, NULL);
      inkan_explain (trial->page, INKAN_ROLE_FORM, NULL, FALSE, node, INKAN_REASON_FIELD_MISSING, trial->fields[i].name);
      return FALSE;
    }
  return TRUE;
}

static void
trial_clear (Trial *trial)
{
  g_clear_pointer (&trial->labels, g_ptr_array_unref);
  g_clear_pointer (&trial->fits, g_array_unref);
}

static InkanIdentityForm *
try_form (InkanWebPage     *page,
          xmlNodePtr        node,
          const InkanField *fields,
          gsize             n_fields,
          char            **missing,
          int              *marks)
{
  g_autoptr (InkanIdentityForm) found = g_new0 (InkanIdentityForm, 1);
  Trial trial = { .found = found, .page = page, .fields = fields, .n_fields = n_fields };
  g_autofree char *business = NULL;
  gboolean complete;

  found->form = inkan_form_new (page, node);
  found->n_fields = n_fields;
  found->controls = g_new0 (xmlNodePtr, n_fields);
  found->pieces = g_new0 (GPtrArray *, n_fields);
  found->repeats = g_new0 (GPtrArray *, n_fields);
  for (gsize i = 0; i < n_fields; i++)
    {
      found->pieces[i] = g_ptr_array_new ();
      found->repeats[i] = g_ptr_array_new ();
    }

  look_at_controls (&trial);
  weigh_all (&trial);
  assign (&trial);
  for (gsize i = 0; i < n_fields; i++)
    add_pieces (&trial, i);
  pair_last (&trial);
  /* A search box or a newsletter's form may have what is looked for, too. */
  business = inkan_find_other_business (found->form);
  if (business != NULL)
    {
      trial.marks -= 100;
      inkan_explain (page, INKAN_ROLE_FORM, NULL, FALSE, node, INKAN_REASON_OTHER_BUSINESS, business);
    }
  *marks = trial.marks;
  complete = is_complete (&trial, node, missing);
  trial_clear (&trial);
  return complete ? g_steal_pointer (&found) : NULL;
}

/* Of the forms that have everything, the one that fits best. */
static InkanIdentityForm *
find_best (InkanWebPage           *page,
           InkanPortalDefinition  *definition,
           char                  **missing)
{
  const char *form_path = inkan_portal_definition_get_xpath (definition, "Identity", "Form");
  xmlNodePtr root = inkan_web_page_get_root (page);
  xmlNodePtr wanted = form_path != NULL ? inkan_web_page_select_one (page, form_path, NULL) : NULL;
  g_autoptr (InkanIdentityForm) best = NULL;
  const InkanField *fields;
  gsize n_fields;
  int best_marks = G_MININT;

  if (form_path != NULL && wanted == NULL)
    inkan_explain (page, INKAN_ROLE_FORM, NULL, FALSE, NULL, INKAN_REASON_XPATH_NOTHING, NULL);
  fields = inkan_portal_definition_get_fields (definition, &n_fields);
  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root))
    {
      g_autoptr (InkanIdentityForm) found = NULL;
      int marks;

      if (!inkan_node_is (node, "form") || inkan_node_is_inert (node))
        continue;
      if (form_path != NULL && node != wanted)
        {
          inkan_explain (page, INKAN_ROLE_FORM, NULL, FALSE, node, INKAN_REASON_XPATH_OTHER, NULL);
          continue;
        }
      found = try_form (page, node, fields, n_fields, missing, &marks);
      if (found == NULL)
        continue;
      if (marks <= best_marks)
        {
          inkan_explain (page, INKAN_ROLE_FORM, NULL, FALSE, node, INKAN_REASON_OTHER_FORM, NULL);
          continue;
        }
      if (best != NULL)
        inkan_explain (page, INKAN_ROLE_FORM, NULL, FALSE, inkan_form_get_node (best->form), INKAN_REASON_OTHER_FORM, NULL);
      g_clear_pointer (&best, inkan_identity_form_free);
      best = g_steal_pointer (&found);
      best_marks = marks;
    }
  if (best != NULL)
    inkan_explain (page, INKAN_ROLE_FORM, NULL, TRUE, inkan_form_get_node (best->form),
                   form_path != NULL ? INKAN_REASON_XPATH : INKAN_REASON_ALL_FIELDS, NULL);
  return g_steal_pointer (&best);
}

InkanIdentityForm *
inkan_find_identity_form (InkanWebPage           *page,
                          InkanPortalDefinition  *definition,
                          char                  **missing)
{
  const char *submit_path = inkan_portal_definition_get_xpath (definition, "Identity", "Submit");
  g_autofree char *what = NULL;
  g_autoptr (InkanIdentityForm) best = find_best (page, definition, &what);

  if (best != NULL && submit_path == NULL)
    best->submit = inkan_find_submit (best->form);
  else if (best != NULL)
    {
      best->submit = inkan_web_page_select_one (page, submit_path, NULL);
      inkan_explain (page, INKAN_ROLE_SUBMIT, NULL, best->submit != NULL, best->submit,
                     best->submit != NULL ? INKAN_REASON_XPATH : INKAN_REASON_XPATH_NOTHING, NULL);
    }
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

/* How many characters of @value go into a box; @next: the box behind it. */
static glong
length_in (xmlNodePtr  control,
           xmlNodePtr  next, /* (nullable) */
           const char *value)
{
  const char *at = strchr (value, '@');
  const char *text = inkan_node_attribute (control, "maxlength");
  glong length = text != NULL ? strtol (text, NULL, 10) : 0;

  if (next != NULL && at != NULL && inkan_controls_touch (control, next) == INKAN_TOUCH_AT)
    return g_utf8_pointer_to_offset (value, at);
  return length > 0 ? length : G_MAXLONG;
}

void
inkan_identity_form_type (InkanIdentityForm *self,
                          gsize              index,
                          const char        *value)
{
  GPtrArray *pieces = self->pieces[index];
  const char *rest = value;

  if (pieces->len == 0)
    inkan_form_set_value (self->form, self->controls[index], value);
  for (guint i = 0; pieces->len > 0 && i <= pieces->len; i++)
    {
      xmlNodePtr control = i == 0 ? self->controls[index] : g_ptr_array_index (pieces, i - 1);
      xmlNodePtr next = i < pieces->len ? g_ptr_array_index (pieces, i) : NULL;
      glong left = g_utf8_strlen (rest, -1);
      const char *end = g_utf8_offset_to_pointer (rest, MIN (left, length_in (control, next, rest)));
      g_auto (InkanBuffer) piece = { 0 };
      char *text;

      inkan_buffer_append (&piece, rest, end - rest);
      text = inkan_buffer_steal_string (&piece);
      inkan_form_set_value (self->form, control, text);
      inkan_charset_free (text);
      /* What stands between the boxes is not typed into them. */
      rest = next != NULL && *end != '\0' && strchr ("-@ ", *end) != NULL ? end + 1 : end;
    }
  for (guint i = 0; i < self->repeats[index]->len; i++)
    inkan_form_set_value (self->form, g_ptr_array_index (self->repeats[index], i), value);
}
