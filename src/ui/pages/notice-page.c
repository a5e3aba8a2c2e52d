/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notice-page.h"

#include "../../wording/notice-text.h"
#include "../parts/note-row.h"

struct _InkanNoticePage {
  InkanPage parent_instance;

  AdwPreferencesGroup *group;

  GPtrArray *rows; /* of InkanNoteRow */
};

G_DEFINE_FINAL_TYPE (InkanNoticePage, inkan_notice_page, INKAN_TYPE_PAGE)

static void
update (InkanNoticePage *self)
{
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (self));
  g_autoptr(GPtrArray) notes = NULL;

  /* Acknowledged ones stay until the next ones come: the page may be sliding away. */
  if (inkan_retrieval_get_step (retrieval) != INKAN_STEP_NOTICE)
    return;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);

  notes = inkan_notice_notes (retrieval);
  for (guint i = 0; i < notes->len; i++) {
    GtkWidget *row = inkan_note_row_new_for (notes->pdata[i]);

    gtk_widget_set_focusable (row, TRUE); /* to be read one by one with the keyboard */
    adw_preferences_group_add (self->group, row);
    g_ptr_array_add (self->rows, row);
  }
}

static void
inkan_notice_page_shown (InkanPage *page)
{
  InkanNoticePage *self = INKAN_NOTICE_PAGE (page);

  INKAN_PAGE_CLASS (inkan_notice_page_parent_class)->shown (page);

  update (self);
  if (self->rows->len > 0)
    gtk_widget_grab_focus (self->rows->pdata[0]);
}

static void
inkan_notice_page_constructed (GObject *object)
{
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (object));

  G_OBJECT_CLASS (inkan_notice_page_parent_class)->constructed (object);

  g_signal_connect_object (retrieval, "notify::notices", G_CALLBACK (update), object, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::certificate", G_CALLBACK (update), object, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::state", G_CALLBACK (update), object, G_CONNECT_SWAPPED);
  update (INKAN_NOTICE_PAGE (object));
}

static void
inkan_notice_page_finalize (GObject *object)
{
  g_ptr_array_unref (INKAN_NOTICE_PAGE (object)->rows);

  G_OBJECT_CLASS (inkan_notice_page_parent_class)->finalize (object);
}

static void
inkan_notice_page_class_init (InkanNoticePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = inkan_notice_page_constructed;
  G_OBJECT_CLASS (klass)->finalize = inkan_notice_page_finalize;
  INKAN_PAGE_CLASS (klass)->step = INKAN_STEP_NOTICE;
  INKAN_PAGE_CLASS (klass)->shown = inkan_notice_page_shown;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/pages/notice-page.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanNoticePage, group);
}

static void
inkan_notice_page_init (InkanNoticePage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
