/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strength-row.h"

#include <glib/gi18n.h>

#include "../../core/certificate/strength.h"
#include "../../wording/note.h"
#include "../../wording/strength-text.h"

/* Below, the bar warns; what it says is in words too. */
#define FAIR_SCORE 50

struct _InkanStrengthRow {
  AdwPreferencesRow parent_instance;

  GtkWidget *bar;
  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (InkanStrengthRow, inkan_strength_row, ADW_TYPE_PREFERENCES_ROW)

static void
inkan_strength_row_class_init (InkanStrengthRowClass *klass)
{
}

static void
inkan_strength_row_init (InkanStrengthRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);

  self->bar = gtk_level_bar_new_for_interval (0, 100);
  gtk_level_bar_add_offset_value (GTK_LEVEL_BAR (self->bar), GTK_LEVEL_BAR_OFFSET_LOW, FAIR_SCORE);
  gtk_level_bar_add_offset_value (GTK_LEVEL_BAR (self->bar), GTK_LEVEL_BAR_OFFSET_HIGH, 100);
  gtk_widget_add_css_class (self->bar, "inkan-strength");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Strength"), -1);
  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_add_css_class (self->label, "caption");

  gtk_box_append (GTK_BOX (box), self->bar);
  gtk_box_append (GTK_BOX (box), self->label);
  g_object_set (box, "margin-top", 12, "margin-bottom", 12, "margin-start", 12, "margin-end", 12, NULL);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
inkan_strength_row_new (void)
{
  return g_object_new (INKAN_TYPE_STRENGTH_ROW, NULL);
}

void
inkan_strength_row_measure (InkanStrengthRow *self,
                            const char       *typed)
{
  int score;
  const char *hint;
  g_autofree char *text = NULL;
  g_autofree char *spoken = NULL;

  g_return_if_fail (INKAN_IS_STRENGTH_ROW (self));

  score = inkan_strength_measure (typed);
  hint = inkan_strength_hint_text (typed);
  text = hint != NULL ? inkan_join_title (inkan_strength_text (inkan_strength_from_score (score)), hint)
                      : g_strdup (inkan_strength_text (inkan_strength_from_score (score)));
  gtk_level_bar_set_value (GTK_LEVEL_BAR (self->bar), score);
  gtk_label_set_text (GTK_LABEL (self->label), text);
  /* Translators: a fact: its name, and its value. */
  spoken = g_strdup_printf (_("%s: %s"), _("Strength"), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_widget_set_visible (GTK_WIDGET (self), *typed != '\0');
}
