/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "download-page.h"

#include "../../wording/quantity-text.h"

struct _InkanDownloadPage {
  InkanPage parent_instance;

  GtkProgressBar *bar;
};

G_DEFINE_FINAL_TYPE (InkanDownloadPage, inkan_download_page, INKAN_TYPE_PAGE)

static void
on_progress (InkanDownloadPage *self)
{
  goffset received, total;
  g_autofree char *text = NULL;

  inkan_retrieval_get_progress (inkan_page_get_retrieval (INKAN_PAGE (self)), &received, &total);
  text = inkan_format_progress (received, total);
  if (total > 0)
    gtk_progress_bar_set_fraction (self->bar, CLAMP ((double) received / total, 0, 1));
  else
    gtk_progress_bar_pulse (self->bar);
  gtk_progress_bar_set_text (self->bar, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
inkan_download_page_shown (InkanPage *page)
{
  INKAN_PAGE_CLASS (inkan_download_page_parent_class)->shown (page);

  on_progress (INKAN_DOWNLOAD_PAGE (page));
}

static void
inkan_download_page_constructed (GObject *object)
{
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (object));

  G_OBJECT_CLASS (inkan_download_page_parent_class)->constructed (object);

  g_signal_connect_object (retrieval, "notify::received", G_CALLBACK (on_progress), object, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::total", G_CALLBACK (on_progress), object, G_CONNECT_SWAPPED);
  on_progress (INKAN_DOWNLOAD_PAGE (object));
}

static void
inkan_download_page_class_init (InkanDownloadPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = inkan_download_page_constructed;
  INKAN_PAGE_CLASS (klass)->step = INKAN_STEP_DOWNLOAD;
  INKAN_PAGE_CLASS (klass)->shown = inkan_download_page_shown;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/pages/download-page.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanDownloadPage, bar);
}

static void
inkan_download_page_init (InkanDownloadPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
