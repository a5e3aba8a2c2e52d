/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "step-list.h"

#include <glib/gi18n.h>

#include "../wording/step-text.h"

typedef struct {
  GtkWidget *box;
  GtkWidget *marker; /* the number, or a sign in its place */
  GtkWidget *number;
  GtkWidget *sign;
  GtkWidget *note;
} Row;

struct _InkanStepList {
  GtkWidget parent_instance;

  Row       rows[INKAN_N_STEPS];
};

G_DEFINE_FINAL_TYPE (InkanStepList, inkan_step_list, GTK_TYPE_WIDGET)

typedef enum {
  TO_COME,
  CURRENT,
  DONE,
  NOT_NEEDED,
} RowState;

static const struct {
  const char *css_class; /* nullable */
  const char *icon;      /* nullable: the number stays */
  const char *note;      /* nullable: added to the name, to be seen or read out */
} looks[] = {
  [TO_COME]    = { NULL, NULL, NULL },
  [CURRENT]    = { "current", NULL, N_("current step") },
  [DONE]       = { "done", "object-select-symbolic", N_("done") },
  [NOT_NEEDED] = { "not-needed", "list-remove-symbolic", N_("not needed") },
};

static void
set_row_state (Row      *row,
               int       step,
               RowState  state)
{
  const char *icon = looks[state].icon;
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    if (looks[i].css_class != NULL)
      gtk_widget_remove_css_class (row->box, looks[i].css_class);
  if (looks[state].css_class != NULL)
    gtk_widget_add_css_class (row->box, looks[state].css_class);

  gtk_widget_set_visible (row->number, icon == NULL);
  gtk_widget_set_visible (row->sign, icon != NULL);
  if (icon != NULL)
    gtk_image_set_from_icon_name (GTK_IMAGE (row->sign), icon);
  gtk_widget_set_visible (row->note, state == NOT_NEEDED);

  /* Translators: for a screen reader: number and name of a step, as "Step 4: Check and agree" */
  name = g_strdup_printf (_("Step %d: %s"), step, inkan_step_get_name (step));
  /* Translators: for a screen reader: a step and its state, as "Step 4: Check and agree, current step" */
  label = looks[state].note != NULL ? g_strdup_printf (_("%s, %s"), name, _(looks[state].note))
                                    : g_strdup (name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->box), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row->box), GTK_ACCESSIBLE_STATE_SELECTED, state == CURRENT,
                               -1);
}

void
inkan_step_list_update (InkanStepList  *self,
                        InkanRetrieval *retrieval)
{
  int current = retrieval != NULL ? (int) inkan_retrieval_get_step (retrieval) : 0;

  g_return_if_fail (INKAN_IS_STEP_LIST (self));

  for (int step = 1; step <= INKAN_N_STEPS; step++) {
    RowState state;

    if (step == current)
      state = CURRENT;
    else if (step > current)
      state = TO_COME;
    else
      state = inkan_retrieval_was_skipped (retrieval, step) ? NOT_NEEDED : DONE;
    set_row_state (&self->rows[step - 1], step, state);
  }
}

static void
build_row (InkanStepList *self,
           int            step)
{
  Row *row = &self->rows[step - 1];
  g_autofree char *number = g_strdup_printf ("%d", step);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (inkan_step_get_name (step));

  row->box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM,
                           "spacing", 12, NULL);
  row->marker = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  row->number = gtk_label_new (number);
  row->sign = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  row->note = gtk_label_new (_("Not needed"));

  gtk_widget_add_css_class (row->box, "inkan-step");
  gtk_widget_add_css_class (row->marker, "marker");
  gtk_widget_set_valign (row->marker, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (row->marker, FALSE); /* whatever the children say */
  gtk_widget_set_hexpand (row->number, TRUE);
  gtk_widget_add_css_class (row->number, "numeric");
  gtk_widget_set_hexpand (row->sign, TRUE);
  gtk_box_append (GTK_BOX (row->marker), row->number);
  gtk_box_append (GTK_BOX (row->marker), row->sign);

  gtk_widget_add_css_class (name, "name");
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (row->note), 0);
  gtk_widget_add_css_class (row->note, "caption");
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), name);
  gtk_box_append (GTK_BOX (texts), row->note);

  gtk_box_append (GTK_BOX (row->box), row->marker);
  gtk_box_append (GTK_BOX (row->box), texts);
  gtk_widget_set_parent (row->box, GTK_WIDGET (self));
}

static void
inkan_step_list_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (inkan_step_list_parent_class)->dispose (object);
}

static void
inkan_step_list_class_init (InkanStepListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inkan_step_list_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
inkan_step_list_init (InkanStepList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Steps"), -1);
  for (int step = 1; step <= INKAN_N_STEPS; step++)
    build_row (self, step);
  inkan_step_list_update (self, NULL);
}
