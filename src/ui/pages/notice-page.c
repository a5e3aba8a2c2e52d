/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "notice-page.h"

#include "../parts/detail-row.h"
#include "../parts/note-row.h"

#include <glib/gi18n.h>

struct _InkanNoticePage {
  InkanPage parent_instance;

  AdwPreferencesGroup *group;

  GPtrArray *rows; /* of InkanNoteRow */
};

G_DEFINE_FINAL_TYPE (InkanNoticePage, inkan_notice_page, INKAN_TYPE_PAGE)

static void
add (InkanNoticePage *self,
     InkanNoteKind    kind,
     const char      *title,
     const char      *text)
{
  GtkWidget *row = inkan_note_row_new (kind, title, text);

  gtk_widget_set_focusable (row, TRUE); /* to be read one by one with the keyboard */
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

/* "2 hours", "7 minutes": (transfer full) */
static char *
describe_span (GTimeSpan span)
{
  gint64 minutes = ABS (span) / G_TIME_SPAN_MINUTE;

  if (minutes >= 48 * 60)
    return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) (minutes / (24 * 60))), (int) (minutes / (24 * 60)));
  if (minutes >= 2 * 60)
    return g_strdup_printf (ngettext ("%d hour", "%d hours", (gulong) (minutes / 60)), (int) (minutes / 60));
  return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong) minutes), (int) minutes);
}

static void
add_clock (InkanNoticePage *self,
           GTimeSpan        offset)
{
  g_autofree char *span = describe_span (offset);
  g_autofree char *text = NULL;

  /* Translators: %s is a time such as "7 minutes". */
  text = g_strdup_printf (offset > 0
                            ? _("It is %s slow. Certificates are valid from one moment to another, so a wrong clock can make "
                                "a good one look wrong. Set the clock in the settings of this computer.")
                            : _("It is %s fast. Certificates are valid from one moment to another, so a wrong clock can make "
                                "a good one look wrong. Set the clock in the settings of this computer."),
                          span);
  add (self, INKAN_NOTE_WARNING, _("The clock of this computer is wrong"), text);
}

static void
add_portal_end (InkanNoticePage *self,
                GDateTime       *end)
{
  g_autofree char *date = inkan_detail_format_date (end, FALSE);
  g_autofree char *text = NULL;

  if (date == NULL)
    return;
  /* Translators: %s is a date. */
  text = g_strdup_printf (_("The portal proves who it is with a certificate that ends on %s. There is nothing for you to do; "
                            "if the portal cannot be reached after that day, this may be why."), date);
  add (self, INKAN_NOTE_INFO, _("The portal's own certificate ends soon"), text);
}

static void
add_weaknesses (InkanNoticePage  *self,
                InkanCertificate *certificate)
{
  InkanWeakness weaknesses = inkan_certificate_get_weaknesses (certificate);

  if (weaknesses & (INKAN_WEAKNESS_OLD_ENCRYPTION | INKAN_WEAKNESS_FEW_ITERATIONS | INKAN_WEAKNESS_NO_INTEGRITY))
    add (self, INKAN_NOTE_WARNING, _("The file is weakly protected"),
         _("The portal locked the file in a way that is easy to break today. It works, but keep it where nobody else can reach it."));
  if (weaknesses & INKAN_WEAKNESS_SHORT_KEY)
    add (self, INKAN_NOTE_WARNING, _("The key is short"),
         _("Some programs no longer accept keys of this length. If yours does not, ask the people who issue your certificate."));
  if (weaknesses & INKAN_WEAKNESS_SHA1_SIGNATURE)
    add (self, INKAN_NOTE_WARNING, _("The certificate is signed in an old way"),
         _("Some programs no longer accept it. If yours does not, ask the people who issue your certificate."));
  if (weaknesses & INKAN_WEAKNESS_EXPIRED)
    add (self, INKAN_NOTE_WARNING, _("The certificate is not valid any more"),
         _("Its last day has passed. See that the date of this computer is right, then ask the people who issue your certificate."));
  if (weaknesses & INKAN_WEAKNESS_NOT_YET_VALID)
    add (self, INKAN_NOTE_WARNING, _("The certificate is not valid yet"),
         _("Its first day is still to come. See that the date of this computer is right."));
}

static void
update (InkanNoticePage *self)
{
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (self));
  InkanNotice notices = inkan_retrieval_get_notices (retrieval);
  InkanCertificate *certificate = inkan_retrieval_get_certificate (retrieval);

  /* Acknowledged ones stay until the next ones come: the page may be sliding away. */
  if (inkan_retrieval_get_step (retrieval) != INKAN_STEP_NOTICE)
    return;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);

  if (notices & INKAN_NOTICE_CLOCK)
    add_clock (self, inkan_retrieval_get_clock_offset (retrieval));
  if (notices & INKAN_NOTICE_NO_KEYRING)
    add (self, INKAN_NOTE_INFO, _("No password keyring is available"),
         _("The password of your file cannot be remembered on this computer. Make sure that you know it: without it the file cannot be used."));
  if (notices & INKAN_NOTICE_PORTAL_END) {
    g_autoptr(GDateTime) end = inkan_retrieval_get_portal_end (retrieval);

    add_portal_end (self, end);
  }
  if ((notices & INKAN_NOTICE_WEAK_FILE) && certificate != NULL)
    add_weaknesses (self, certificate);
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
