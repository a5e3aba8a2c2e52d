/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "note-row.h"

struct _InkanNoteRow {
  AdwPreferencesRow parent_instance;

  GtkImage *icon;
  GtkLabel *title_label;
  GtkLabel *text_label;
};

G_DEFINE_FINAL_TYPE (InkanNoteRow, inkan_note_row, ADW_TYPE_PREFERENCES_ROW)

static void
inkan_note_row_class_init (InkanNoteRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/parts/note-row.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanNoteRow, icon);
  gtk_widget_class_bind_template_child (widget_class, InkanNoteRow, title_label);
  gtk_widget_class_bind_template_child (widget_class, InkanNoteRow, text_label);
}

static void
inkan_note_row_init (InkanNoteRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  inkan_note_row_set (self, INKAN_NOTE_INFO, NULL, NULL);
}

GtkWidget *
inkan_note_row_new (InkanNoteKind  kind,
                    const char    *title,
                    const char    *text)
{
  InkanNoteRow *self = g_object_new (INKAN_TYPE_NOTE_ROW, NULL);

  inkan_note_row_set (self, kind, title, text);
  return GTK_WIDGET (self);
}

void
inkan_note_row_set (InkanNoteRow  *self,
                    InkanNoteKind  kind,
                    const char    *title,
                    const char    *text)
{
  const struct {
    const char *icon_name;
    const char *css_class;
  } looks[] = {
    [INKAN_NOTE_INFO] = { "dialog-information-symbolic", "dim-label" },
    [INKAN_NOTE_PENDING] = { "content-loading-symbolic", "dim-label" },
    [INKAN_NOTE_GOOD] = { "object-select-symbolic", "success" },
    [INKAN_NOTE_WARNING] = { "dialog-warning-symbolic", "warning" },
    [INKAN_NOTE_ERROR] = { "dialog-error-symbolic", "error" },
  };
  g_autofree char *spoken = NULL;

  g_return_if_fail (INKAN_IS_NOTE_ROW (self));

  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), looks[i].css_class);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), looks[kind].css_class);
  gtk_image_set_from_icon_name (self->icon, looks[kind].icon_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, inkan_note_kind_get_name (kind), -1);

  gtk_label_set_text (self->title_label, title != NULL ? title : "");
  gtk_widget_set_visible (GTK_WIDGET (self->title_label), title != NULL);
  gtk_label_set_text (self->text_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->text_label), text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), title != NULL || text != NULL);

  /* The row's own name carries the whole note, for readers that stop at rows. */
  spoken = g_strdup_printf ("%s: %s%s%s", inkan_note_kind_get_name (kind), title != NULL ? title : "",
                            title != NULL && text != NULL ? ". " : "", text != NULL ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

GtkWidget *
inkan_note_row_new_for (const InkanNote *note)
{
  GtkWidget *self = inkan_note_row_new (INKAN_NOTE_INFO, NULL, NULL);

  inkan_note_row_set_note (INKAN_NOTE_ROW (self), note);
  return self;
}

void
inkan_note_row_set_note (InkanNoteRow    *self,
                         const InkanNote *note)
{
  if (note != NULL)
    inkan_note_row_set (self, note->kind, note->title, note->text);
  else
    inkan_note_row_set (self, INKAN_NOTE_INFO, NULL, NULL);
}

const char *
inkan_note_row_get_text (InkanNoteRow *self)
{
  g_return_val_if_fail (INKAN_IS_NOTE_ROW (self), NULL);

  return gtk_label_get_text (self->text_label);
}
