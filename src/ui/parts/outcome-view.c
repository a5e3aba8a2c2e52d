/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outcome-view.h"

#include "../../wording/portal-text.h"
#include "note-row.h"

struct _InkanOutcomeView {
  GtkBox parent_instance;

  InkanNoteRow *what_note;
  InkanNoteRow *next_note;
  GtkWidget *reissue_button;
  GtkWidget *details_expander;
  GtkLabel *details_label;
};

enum {
  SIGNAL_REISSUE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InkanOutcomeView, inkan_outcome_view, GTK_TYPE_BOX)

static void
on_reissue_clicked (InkanOutcomeView *self)
{
  g_signal_emit (self, signals[SIGNAL_REISSUE], 0);
}

static void
on_copy_clicked (InkanOutcomeView *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_text (self->details_label));
}

static void
inkan_outcome_view_class_init (InkanOutcomeViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_REISSUE] = g_signal_new ("reissue", INKAN_TYPE_OUTCOME_VIEW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (INKAN_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/parts/outcome-view.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanOutcomeView, what_note);
  gtk_widget_class_bind_template_child (widget_class, InkanOutcomeView, next_note);
  gtk_widget_class_bind_template_child (widget_class, InkanOutcomeView, reissue_button);
  gtk_widget_class_bind_template_child (widget_class, InkanOutcomeView, details_expander);
  gtk_widget_class_bind_template_child (widget_class, InkanOutcomeView, details_label);
  gtk_widget_class_bind_template_callback (widget_class, on_reissue_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_clicked);
}

static void
inkan_outcome_view_init (InkanOutcomeView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_details (InkanOutcomeView *self,
             const char       *details)
{
  gtk_label_set_text (self->details_label, details != NULL ? details : "");
  gtk_widget_set_visible (self->details_expander, details != NULL);
}

void
inkan_outcome_view_show (InkanOutcomeView *self,
                         InkanState        state,
                         gboolean          has_link,
                         const char       *details)
{
  g_autoptr(GPtrArray) notes = NULL;

  g_return_if_fail (INKAN_IS_OUTCOME_VIEW (self));

  notes = inkan_outcome_notes (state, has_link);
  inkan_note_row_set_note (self->what_note, notes->pdata[0]);
  inkan_note_row_set_note (self->next_note, notes->pdata[1]);
  gtk_widget_set_visible (self->reissue_button, state == INKAN_STATE_REISSUE && has_link);
  set_details (self, details);
}

const char *
inkan_outcome_view_get_text (InkanOutcomeView *self)
{
  g_return_val_if_fail (INKAN_IS_OUTCOME_VIEW (self), NULL);

  return inkan_note_row_get_text (self->what_note);
}
