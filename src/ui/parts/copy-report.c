/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "copy-report.h"

#include "../../wording/conversion-text.h"
#include "detail-row.h"
#include "note-row.h"

struct _InkanCopyReport {
  GtkBox parent_instance;

  AdwPreferencesGroup *group;
  InkanDetailRow      *path_row;
  InkanNoteRow        *missing_note;
  GtkWidget           *buttons;
  GtkWidget           *again_button;
  GtkWidget           *without_button;

  InkanRetrieval      *retrieval; /* (nullable) */
  gboolean             proof;
  InkanNoteRow        *checks[INKAN_N_COPY_CHECKS];
  gboolean             missing;   /* what was said last */
};

enum {
  SIGNAL_SPOKEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InkanCopyReport, inkan_copy_report, GTK_TYPE_BOX)

static void
show_checks (InkanCopyReport *self)
{
  for (int check = 0; self->proof && check < INKAN_N_COPY_CHECKS; check++) {
    g_autoptr(InkanNote) note = inkan_copy_proof_note (self->retrieval, check);

    inkan_note_row_set_note (self->checks[check], note);
  }
}

static void
update (InkanCopyReport *self)
{
  GFile *file = inkan_retrieval_get_saved_copy (self->retrieval);
  g_autofree char *path = file != NULL ? g_file_get_parse_name (file) : NULL;
  g_autoptr(InkanNote) missing = inkan_copy_missing_note (self->retrieval);
  gboolean was_missing = self->missing;

  gtk_widget_set_visible (GTK_WIDGET (self),
                          inkan_retrieval_get_conversion (self->retrieval, INKAN_ENCRYPTION_COMPATIBLE) != NULL);
  adw_preferences_group_set_description (self->group, file != NULL ? inkan_copy_care_text () : NULL);
  inkan_detail_row_set_value (self->path_row, path);
  show_checks (self);
  inkan_note_row_set_note (self->missing_note, missing);
  gtk_widget_set_visible (self->buttons, missing != NULL);
  gtk_widget_set_visible (self->without_button, self->proof);

  self->missing = missing != NULL;
  if (self->missing && !was_missing && gtk_widget_get_mapped (GTK_WIDGET (self))) {
    g_autofree char *text = inkan_join_title (missing->title, missing->text);

    g_signal_emit (self, signals[SIGNAL_SPOKEN], 0, text);
  }
}

static void
on_again_clicked (InkanCopyReport *self)
{
  if (inkan_retrieval_copy_is_missing (self->retrieval) && !inkan_retrieval_get_busy (self->retrieval))
    inkan_retrieval_save_copy (self->retrieval);
}

static void
on_without_clicked (InkanCopyReport *self)
{
  if (inkan_retrieval_copy_is_missing (self->retrieval) && !inkan_retrieval_get_busy (self->retrieval))
    inkan_retrieval_drop_conversion (self->retrieval, INKAN_ENCRYPTION_COMPATIBLE);
}

static void
inkan_copy_report_dispose (GObject *object)
{
  g_clear_object (&INKAN_COPY_REPORT (object)->retrieval);

  G_OBJECT_CLASS (inkan_copy_report_parent_class)->dispose (object);
}

static void
inkan_copy_report_class_init (InkanCopyReportClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inkan_copy_report_dispose;
  signals[SIGNAL_SPOKEN] = g_signal_new ("spoken", INKAN_TYPE_COPY_REPORT, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (INKAN_TYPE_DETAIL_ROW);
  g_type_ensure (INKAN_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/parts/copy-report.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanCopyReport, group);
  gtk_widget_class_bind_template_child (widget_class, InkanCopyReport, path_row);
  gtk_widget_class_bind_template_child (widget_class, InkanCopyReport, missing_note);
  gtk_widget_class_bind_template_child (widget_class, InkanCopyReport, buttons);
  gtk_widget_class_bind_template_child (widget_class, InkanCopyReport, again_button);
  gtk_widget_class_bind_template_child (widget_class, InkanCopyReport, without_button);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_without_clicked);
}

static void
inkan_copy_report_init (InkanCopyReport *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
inkan_copy_report_watch (InkanCopyReport *self,
                         InkanRetrieval  *retrieval,
                         gboolean         proof)
{
  static const char * const signal_names[] = { "notify::conversions", "notify::saved-copy", "notify::state",
                                               "notify::busy", "checked" };

  g_return_if_fail (INKAN_IS_COPY_REPORT (self));
  g_return_if_fail (INKAN_IS_RETRIEVAL (retrieval));
  g_return_if_fail (self->retrieval == NULL);

  self->retrieval = g_object_ref (retrieval);
  self->proof = proof;
  for (int check = 0; proof && check < INKAN_N_COPY_CHECKS; check++) {
    self->checks[check] = INKAN_NOTE_ROW (inkan_note_row_new (INKAN_NOTE_INFO, NULL, NULL));
    adw_preferences_group_add (self->group, GTK_WIDGET (self->checks[check]));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (signal_names); i++)
    g_signal_connect_object (retrieval, signal_names[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
