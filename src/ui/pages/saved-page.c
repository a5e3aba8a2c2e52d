/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "saved-page.h"

#include "../compat/link.h"
#include "../parts/copy-report.h"
#include "../parts/detail-row.h"

#include <glib/gi18n.h>

struct _InkanSavedPage {
  InkanPage parent_instance;

  InkanDetailRow *path_row;
  InkanDetailRow *size_row;
  InkanCopyReport *copy_report;
  GtkWidget *open_button;
};

G_DEFINE_FINAL_TYPE (InkanSavedPage, inkan_saved_page, INKAN_TYPE_PAGE)

static void
update (InkanSavedPage *self)
{
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (self));
  GFile *file = inkan_retrieval_get_saved_file (retrieval);
  GBytes *bytes = inkan_retrieval_get_kept_bytes (retrieval);
  g_autofree char *path = file != NULL ? g_file_get_parse_name (file) : NULL;
  g_autofree char *size = bytes != NULL ? g_format_size (g_bytes_get_size (bytes)) : NULL;

  inkan_detail_row_set_value (self->path_row, path);
  inkan_detail_row_set_value (self->size_row, size);
  gtk_widget_set_sensitive (self->open_button, file != NULL);
}

static void
on_folder_opened (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(InkanSavedPage) self = INKAN_SAVED_PAGE (user_data);
  g_autoptr(GError) error = NULL;

  if (!inkan_link_finish (result, &error) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    inkan_page_show_problem (INKAN_PAGE (self), _("The folder could not be opened"),
                             _("The file is saved all the same. You can find it with your file manager, at the place written below."),
                             error->message);
}

static void
on_open_clicked (InkanSavedPage *self)
{
  GFile *file = inkan_retrieval_get_saved_file (inkan_page_get_retrieval (INKAN_PAGE (self)));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (file != NULL)
    inkan_link_show_file_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, file,
                                on_folder_opened, g_object_ref (self));
}

static void
on_spoken (InkanSavedPage *self,
           const char     *text)
{
  inkan_page_announce (INKAN_PAGE (self), text);
}

static void
inkan_saved_page_shown (InkanPage *page)
{
  INKAN_PAGE_CLASS (inkan_saved_page_parent_class)->shown (page);

  update (INKAN_SAVED_PAGE (page));
}

static void
inkan_saved_page_constructed (GObject *object)
{
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (object));

  G_OBJECT_CLASS (inkan_saved_page_parent_class)->constructed (object);
  inkan_copy_report_watch (INKAN_SAVED_PAGE (object)->copy_report, retrieval, FALSE);

  g_signal_connect_object (retrieval, "notify::saved-file", G_CALLBACK (update), object, G_CONNECT_SWAPPED);
  update (INKAN_SAVED_PAGE (object));
}

static void
inkan_saved_page_class_init (InkanSavedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = inkan_saved_page_constructed;
  INKAN_PAGE_CLASS (klass)->step = INKAN_STEP_SAVED;
  INKAN_PAGE_CLASS (klass)->shown = inkan_saved_page_shown;

  g_type_ensure (INKAN_TYPE_COPY_REPORT);
  g_type_ensure (INKAN_TYPE_DETAIL_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/pages/saved-page.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanSavedPage, path_row);
  gtk_widget_class_bind_template_child (widget_class, InkanSavedPage, size_row);
  gtk_widget_class_bind_template_child (widget_class, InkanSavedPage, copy_report);
  gtk_widget_class_bind_template_child (widget_class, InkanSavedPage, open_button);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_spoken);
}

static void
inkan_saved_page_init (InkanSavedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
