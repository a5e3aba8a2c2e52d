/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finding-private.h"

#include <string.h>

static void
weigh_type (InkanFieldKind  kind,
            xmlNodePtr      control,
            InkanWeight    *weight)
{
  /* For each kind: what a password, an e-mail, a number or telephone control, and any other is worth. */
  static const struct {
    int password, email, number, text;
  } types[] = {
    [INKAN_FIELD_EMAIL] = { -20, 6, -4, 0 }, [INKAN_FIELD_PASSWORD] = { 4, -4, -4, -2 },
    [INKAN_FIELD_CODE] = { 0, -4, 0, 0 },    [INKAN_FIELD_PIN] = { 2, -4, 1, 0 },
    [INKAN_FIELD_USER] = { -20, 0, 0, 0 },   [INKAN_FIELD_TEXT] = { -2, 0, 0, 0 },
  };
  const char *type = inkan_control_type (control);
  int marks = strcmp (type, "password") == 0 ? types[kind].password
              : strcmp (type, "email") == 0  ? types[kind].email
              : strcmp (type, "number") == 0 || strcmp (type, "tel") == 0 ? types[kind].number
                                                                          : types[kind].text;

  inkan_weigh (weight, marks, marks > 0 ? INKAN_REASON_TYPE : INKAN_REASON_TYPE_AGAINST, type);
}

static void
weigh_completion (InkanFieldKind  kind,
                  xmlNodePtr      control,
                  InkanWeight    *weight)
{
  static const struct {
    InkanFieldKind kind;
    const char *word;
    int marks;
  } completions[] = {
    { INKAN_FIELD_EMAIL, "email", 5 },         { INKAN_FIELD_EMAIL, "username", 2 },
    { INKAN_FIELD_PASSWORD, "current-password", 3 }, { INKAN_FIELD_CODE, "one-time-code", 6 },
    { INKAN_FIELD_PIN, "one-time-code", 3 },   { INKAN_FIELD_USER, "username", 5 },
  };
  const char *completion = inkan_node_attribute (control, "autocomplete");

  for (gsize i = 0; completion != NULL && i < G_N_ELEMENTS (completions); i++)
    {
      if (completions[i].kind == kind && strcasestr (completion, completions[i].word) != NULL)
        {
          inkan_weigh (weight, completions[i].marks, INKAN_REASON_AUTOCOMPLETE, completion);
          return;
        }
    }
}

static void
weigh_names (const InkanField *field,
             xmlNodePtr        control,
             InkanWeight      *weight)
{
  static const int marks[] = { [INKAN_FIELD_FIT_NONE] = 0, [INKAN_FIELD_FIT_MENTIONED] = 1, [INKAN_FIELD_FIT_NAMED] = 3 };
  const char *name = inkan_node_attribute (control, "name");
  const char *id = inkan_node_attribute (control, "id");
  InkanFieldFit by_name = inkan_word_weigh_name (field->kind, name);
  InkanFieldFit by_id = inkan_word_weigh_name (field->kind, id);

  if (name != NULL && g_ascii_strcasecmp (name, field->name) == 0)
    inkan_weigh (weight, 8, INKAN_REASON_NAME_SAME, name);
  else if (id != NULL && g_ascii_strcasecmp (id, field->name) == 0)
    inkan_weigh (weight, 6, INKAN_REASON_ID_SAME, id);
  else if (by_name != INKAN_FIELD_FIT_NONE && by_name >= by_id)
    inkan_weigh (weight, marks[by_name], INKAN_REASON_NAME, name);
  else if (by_id != INKAN_FIELD_FIT_NONE)
    inkan_weigh (weight, marks[by_id], INKAN_REASON_ID, id);
}

/* A label that says so itself weighs more than text that happens to stand near. */
static int
marks_of_label (InkanFieldKind    kind,
                const InkanLabel *label)
{
  InkanFieldFit fit = inkan_word_weigh_label (kind, label->text);

  if (fit == INKAN_FIELD_FIT_NONE)
    return 0;
  if (fit == INKAN_FIELD_FIT_MENTIONED || label->heading)
    return 1;
  return label->source == INKAN_REASON_TEXT_AFTER || label->source == INKAN_REASON_TEXT_ABOVE ||
         label->source == INKAN_REASON_PLACEHOLDER || label->source == INKAN_REASON_TITLE ? 3 : 4;
}

static void
weigh_labels (const InkanField *field,
              GArray           *labels,
              InkanWeight      *weight)
{
  g_autofree char *wanted = field->label != NULL ? inkan_word_fold (field->label) : NULL;
  const InkanLabel *best = NULL;
  int best_marks = 0;

  for (guint i = 0; i < labels->len; i++)
    {
      const InkanLabel *label = &g_array_index (labels, InkanLabel, i);
      int marks = marks_of_label (field->kind, label);

      if (marks > best_marks)
        {
          best = label;
          best_marks = marks;
        }
      if (wanted != NULL)
        {
          g_autofree char *found = inkan_word_fold (label->text);

          if (strstr (found, wanted) != NULL)
            {
              inkan_weigh (weight, 6, INKAN_REASON_LABEL_SAME, label->text);
              g_clear_pointer (&wanted, g_free);
            }
        }
    }
  if (best != NULL)
    inkan_weigh (weight, best_marks, best->source, best->text);
}

const char *
inkan_label_with (GArray    *labels,
                  InkanWord  word)
{
  for (guint i = 0; i < labels->len; i++)
    {
      const char *text = g_array_index (labels, InkanLabel, i).text;

      if (inkan_word_is_in (word, text))
        return text;
    }
  return NULL;
}

void
inkan_weigh_control (const InkanField *field,
                     xmlNodePtr        control,
                     GArray           *labels,
                     InkanWeight      *weight)
{
  weigh_type (field->kind, control, weight);
  weigh_completion (field->kind, control, weight);
  weigh_names (field, control, weight);
  weigh_labels (field, labels, weight);
}

gboolean
inkan_control_continues (xmlNodePtr before,
                         xmlNodePtr control,
                         gboolean   at)
{
  InkanTouch touch = inkan_controls_touch (before, control);

  if (touch == INKAN_TOUCH_AT)
    return at;
  return touch == INKAN_TOUCH_CLOSE && inkan_node_attribute (before, "maxlength") != NULL &&
         inkan_node_attribute (control, "maxlength") != NULL &&
         strcmp (inkan_control_type (before), inkan_control_type (control)) == 0;
}

GArray *
inkan_find_typed_labels (InkanWebPage *page,
                         xmlNodePtr    control)
{
  const char *type = inkan_control_type (control);
  g_autoptr (GArray) labels = NULL;
  const char *trap = NULL;

  if (inkan_control_is_submit (control) || strcmp (type, "reset") == 0 || strcmp (type, "button") == 0 ||
      strcmp (type, "hidden") == 0)
    return NULL;
  if (!inkan_control_is_text (control) || inkan_node_is (control, "textarea") || strcmp (type, "search") == 0)
    inkan_explain (page, INKAN_ROLE_FIELD, NULL, FALSE, control, INKAN_REASON_NOT_TYPED, type);
  else if (inkan_control_is_disabled (control))
    inkan_explain (page, INKAN_ROLE_FIELD, NULL, FALSE, control, INKAN_REASON_DISABLED, NULL);
  else if (inkan_control_is_hidden (control))
    inkan_explain (page, INKAN_ROLE_FIELD, NULL, FALSE, control, INKAN_REASON_HIDDEN, NULL);
  else
    {
      labels = inkan_find_labels (page, control);
      trap = inkan_label_with (labels, INKAN_WORD_TRAP);
    }
  if (trap == NULL)
    return g_steal_pointer (&labels);
  inkan_explain (page, INKAN_ROLE_FIELD, NULL, FALSE, control, INKAN_REASON_TRAP, trap);
  return NULL;
}
