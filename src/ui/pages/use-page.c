/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "use-page.h"

#include "../../wording/keeping-text.h"
#include "../parts/detail-row.h"
#include "../parts/note-row.h"

struct _InkanUsePage {
  InkanPage parent_instance;

  InkanNoteRow *import_note;
  InkanNoteRow *password_note;
  InkanNoteRow *keep_note;
  InkanDetailRow *path_row;
  GtkWidget *guide_button;
};

G_DEFINE_FINAL_TYPE (InkanUsePage, inkan_use_page, INKAN_TYPE_PAGE)

static void
on_guide_clicked (InkanUsePage *self)
{
  inkan_page_open_link (INKAN_PAGE (self), INKAN_LINK_INSTALLATION);
}

static void
update (InkanUsePage *self)
{
  GFile *file = inkan_retrieval_get_saved_file (inkan_page_get_retrieval (INKAN_PAGE (self)));
  g_autofree char *path = file != NULL ? g_file_get_parse_name (file) : NULL;

  inkan_detail_row_set_value (self->path_row, path);
}

static void
inkan_use_page_shown (InkanPage *page)
{
  INKAN_PAGE_CLASS (inkan_use_page_parent_class)->shown (page);

  update (INKAN_USE_PAGE (page));
}

static void
inkan_use_page_constructed (GObject *object)
{
  InkanUsePage *self = INKAN_USE_PAGE (object);
  g_autoptr(GPtrArray) notes = inkan_use_notes ();

  G_OBJECT_CLASS (inkan_use_page_parent_class)->constructed (object);

  inkan_note_row_set_note (self->import_note, notes->pdata[0]);
  inkan_note_row_set_note (self->password_note, notes->pdata[1]);
  inkan_note_row_set_note (self->keep_note, notes->pdata[2]);
  gtk_widget_set_visible (self->guide_button,
                          inkan_page_get_link (INKAN_PAGE (self), INKAN_LINK_INSTALLATION) != NULL);
  update (self);
}

static void
inkan_use_page_class_init (InkanUsePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = inkan_use_page_constructed;
  INKAN_PAGE_CLASS (klass)->step = INKAN_STEP_USE;
  INKAN_PAGE_CLASS (klass)->shown = inkan_use_page_shown;

  g_type_ensure (INKAN_TYPE_DETAIL_ROW);
  g_type_ensure (INKAN_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/pages/use-page.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanUsePage, import_note);
  gtk_widget_class_bind_template_child (widget_class, InkanUsePage, password_note);
  gtk_widget_class_bind_template_child (widget_class, InkanUsePage, keep_note);
  gtk_widget_class_bind_template_child (widget_class, InkanUsePage, path_row);
  gtk_widget_class_bind_template_child (widget_class, InkanUsePage, guide_button);
  gtk_widget_class_bind_template_callback (widget_class, on_guide_clicked);
}

static void
inkan_use_page_init (InkanUsePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
