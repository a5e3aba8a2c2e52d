/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file-page.h"

#include "../../wording/keeping-text.h"
#include "../../wording/quantity-text.h"
#include "../parts/detail-row.h"
#include "../parts/note-row.h"
#include "../parts/told-password.h"

#include <glib/gi18n.h>

struct _InkanFilePage {
  InkanPage parent_instance;

  InkanToldPassword *told_password;
  InkanDetailRow *name_row;
  InkanDetailRow *size_row;
  InkanNoteRow *closed_note;
  InkanDetailRow *subject_row;
  InkanDetailRow *addresses_row;
  InkanDetailRow *issuer_row;
  InkanDetailRow *from_row;
  InkanDetailRow *to_row;
};

G_DEFINE_FINAL_TYPE (InkanFilePage, inkan_file_page, INKAN_TYPE_PAGE)

static void
show_certificate (InkanFilePage    *self,
                  InkanCertificate *certificate)
{
  const char * const *addresses = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (certificate != NULL) {
    addresses = inkan_certificate_get_addresses (certificate);
    if (addresses != NULL && addresses[0] != NULL)
      joined = g_strjoinv (", ", (char **) addresses);
    from = inkan_format_date (inkan_certificate_get_not_before (certificate), FALSE);
    to = inkan_format_date (inkan_certificate_get_not_after (certificate), FALSE);
  }
  inkan_detail_row_set_value (self->subject_row, certificate != NULL ? inkan_certificate_get_subject (certificate) : NULL);
  inkan_detail_row_set_value (self->addresses_row, joined);
  inkan_detail_row_set_value (self->issuer_row, certificate != NULL ? inkan_certificate_get_issuer (certificate) : NULL);
  inkan_detail_row_set_value (self->from_row, from);
  inkan_detail_row_set_value (self->to_row, to);
}

static void
update (InkanFilePage *self)
{
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (self));
  GBytes *bytes = inkan_retrieval_get_bytes (retrieval);
  InkanCertificate *certificate = inkan_retrieval_get_certificate (retrieval);
  g_autofree char *size = bytes != NULL ? g_format_size (g_bytes_get_size (bytes)) : NULL;
  g_autoptr(InkanNote) closed = inkan_file_closed_note (retrieval);

  inkan_detail_row_set_value (self->name_row, inkan_retrieval_get_file_name (retrieval));
  inkan_detail_row_set_value (self->size_row, size);
  show_certificate (self, certificate);
  inkan_note_row_set_note (self->closed_note, closed);
}

static void
inkan_file_page_shown (InkanPage *page)
{
  INKAN_PAGE_CLASS (inkan_file_page_parent_class)->shown (page);

  update (INKAN_FILE_PAGE (page));
}

static void
inkan_file_page_constructed (GObject *object)
{
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (object));

  G_OBJECT_CLASS (inkan_file_page_parent_class)->constructed (object);
  inkan_told_password_watch (INKAN_FILE_PAGE (object)->told_password, retrieval);

  if (inkan_retrieval_get_definition (retrieval) == NULL)
    inkan_page_set_description (INKAN_PAGE (object), _("This is the file that you opened. Press “Save” to put a copy in a "
                                                       "safe place and have it checked; the file itself stays as it is."));
  g_signal_connect_object (retrieval, "notify::certificate", G_CALLBACK (update), object, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::file-name", G_CALLBACK (update), object, G_CONNECT_SWAPPED);
  update (INKAN_FILE_PAGE (object));
}

static void
inkan_file_page_class_init (InkanFilePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = inkan_file_page_constructed;
  INKAN_PAGE_CLASS (klass)->step = INKAN_STEP_FILE;
  INKAN_PAGE_CLASS (klass)->shown = inkan_file_page_shown;

  g_type_ensure (INKAN_TYPE_DETAIL_ROW);
  g_type_ensure (INKAN_TYPE_NOTE_ROW);
  g_type_ensure (INKAN_TYPE_TOLD_PASSWORD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/pages/file-page.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, told_password);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, name_row);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, size_row);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, closed_note);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, subject_row);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, addresses_row);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, issuer_row);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, from_row);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, to_row);
}

static void
inkan_file_page_init (InkanFilePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
