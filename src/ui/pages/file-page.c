/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file-page.h"

#include "../../wording/certificate-text.h"
#include "../../wording/keeping-text.h"
#include "../../wording/quantity-text.h"
#include "../parts/conversion-choice.h"
#include "../parts/detail-row.h"
#include "../parts/note-row.h"
#include "../parts/password-check.h"
#include "../parts/told-password.h"

#include <glib/gi18n.h>

struct _InkanFilePage {
  InkanPage parent_instance;

  InkanToldPassword *told_password;
  InkanDetailRow *name_row;
  InkanDetailRow *size_row;
  InkanNoteRow *closed_note;
  GtkWidget *certificate_group;
  InkanDetailRow *subject_row;
  InkanDetailRow *addresses_row;
  InkanDetailRow *issuer_row;
  InkanDetailRow *from_row;
  InkanDetailRow *to_row;
  GtkWidget *more_expander;
  AdwPreferencesGroup *facts_group;
  InkanPasswordCheck *password_check;
  AdwPreferencesGroup *weakness_group;
  GtkWidget *conversion_box;
  AdwPreferencesGroup *conversion_group;
  InkanConversionChoice *modern_choice;
  InkanConversionChoice *copy_choice;

  InkanCertificate *certificate; /* (nullable): the one that is shown */
  GPtrArray *fact_rows;          /* of InkanDetailRow */
  GPtrArray *weakness_rows;      /* of InkanNoteRow */
  gboolean going_on;             /* once the password that is being tried has opened the file */
  gboolean focus_due;            /* on the password, should it turn out that there is one */
};

G_DEFINE_FINAL_TYPE (InkanFilePage, inkan_file_page, INKAN_TYPE_PAGE)

/* The certificate */

static void
show_facts (InkanFilePage *self)
{
  g_autoptr(GPtrArray) facts = self->certificate != NULL ? inkan_certificate_facts (self->certificate) : NULL;

  for (guint i = 0; i < self->fact_rows->len; i++)
    adw_preferences_group_remove (self->facts_group, self->fact_rows->pdata[i]);
  g_ptr_array_set_size (self->fact_rows, 0);
  for (guint i = 0; facts != NULL && i < facts->len; i++) {
    const InkanFact *fact = facts->pdata[i];
    GtkWidget *row = inkan_detail_row_new (fact->label, fact->value);

    gtk_widget_set_focusable (row, TRUE); /* to be read one by one with the keyboard */
    adw_preferences_group_add (self->facts_group, row);
    g_ptr_array_add (self->fact_rows, row);
  }
  gtk_widget_set_visible (self->more_expander, self->fact_rows->len > 0);
}

/* The few that a person looks for, on top. */
static void
show_certificate (InkanFilePage *self)
{
  InkanCertificate *certificate = self->certificate;
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
  gtk_widget_set_visible (self->certificate_group, certificate != NULL);
  inkan_detail_row_set_value (self->subject_row, certificate != NULL ? inkan_certificate_get_subject (certificate) : NULL);
  inkan_detail_row_set_value (self->addresses_row, joined);
  inkan_detail_row_set_value (self->issuer_row, certificate != NULL ? inkan_certificate_get_issuer (certificate) : NULL);
  inkan_detail_row_set_value (self->from_row, from);
  inkan_detail_row_set_value (self->to_row, to);
  show_facts (self);
}

/* Of what will be saved: locking the file anew takes some of them away. */
static void
show_weaknesses (InkanFilePage *self)
{
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (self));
  g_autoptr(GPtrArray) notes = inkan_weakness_notes (inkan_retrieval_get_weaknesses (retrieval));
  g_autoptr(InkanNote) unlocked = inkan_file_unlocked_note (retrieval);

  for (guint i = 0; i < self->weakness_rows->len; i++)
    adw_preferences_group_remove (self->weakness_group, self->weakness_rows->pdata[i]);
  g_ptr_array_set_size (self->weakness_rows, 0);
  if (unlocked != NULL)
    g_ptr_array_insert (notes, 0, g_steal_pointer (&unlocked));
  for (guint i = 0; i < notes->len; i++) {
    GtkWidget *row = inkan_note_row_new_for (notes->pdata[i]);

    adw_preferences_group_add (self->weakness_group, row);
    g_ptr_array_add (self->weakness_rows, row);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->weakness_group), notes->len > 0);
}

static void
show_conversions (InkanFilePage *self)
{
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (self));

  /* What does not open for another reason than its password cannot be locked anew. */
  gtk_widget_set_visible (self->conversion_box,
                          inkan_retrieval_get_certificate (retrieval) != NULL
                            || inkan_retrieval_wants_passphrase (retrieval));
  adw_preferences_group_set_description (self->conversion_group,
                                         inkan_retrieval_can_convert (retrieval)
                                           ? _("The file can be saved just as it came. Whatever you choose here, the file as it came is kept by this program until the end.")
                                           : _("Possible once the file has been opened with its password."));
}

static void
update_complete (InkanFilePage *self)
{
  inkan_page_set_complete (INKAN_PAGE (self), inkan_conversion_choice_get_complete (self->modern_choice)
                                                && inkan_conversion_choice_get_complete (self->copy_choice));
}

static void
update (InkanFilePage *self)
{
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (self));
  GBytes *bytes = inkan_retrieval_get_bytes (retrieval);
  g_autofree char *size = bytes != NULL ? g_format_size (g_bytes_get_size (bytes)) : NULL;
  g_autoptr(InkanNote) closed = inkan_file_closed_note (retrieval);

  /* The page may be sliding away: what step 10 opens is not its business. */
  if (inkan_retrieval_get_step (retrieval) > INKAN_STEP_FILE && self->certificate != NULL)
    return;
  inkan_detail_row_set_value (self->name_row, inkan_retrieval_get_file_name (retrieval));
  inkan_detail_row_set_value (self->size_row, size);
  if (g_set_object (&self->certificate, inkan_retrieval_get_certificate (retrieval)))
    show_certificate (self);
  inkan_note_row_set_note (self->closed_note, closed);
  show_weaknesses (self);
  show_conversions (self);
}

static void
on_certificate_changed (InkanFilePage *self)
{
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (self));
  InkanCertificate *certificate = inkan_retrieval_get_certificate (retrieval);
  gboolean was_known = self->certificate != NULL;

  update (self);
  if (certificate == NULL || was_known || inkan_retrieval_get_state (retrieval) != INKAN_STATE_FILE
      || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  inkan_page_announce (INKAN_PAGE (self), inkan_file_opened_text (retrieval));
  /* The entry that had the focus has gone. */
  gtk_widget_grab_focus (self->more_expander);
}

static void
focus_password (InkanFilePage *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->password_check)))
    inkan_password_check_focus (self->password_check);
}

/* What was typed, and would be lost by going on, is tried first. */
static void
on_busy_changed (InkanFilePage *self)
{
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (self));

  if (self->focus_due && !inkan_retrieval_get_busy (retrieval)) {
    self->focus_due = FALSE;
    focus_password (self);
  }
  if (!self->going_on || inkan_retrieval_get_busy (retrieval))
    return;
  self->going_on = FALSE;
  if (inkan_retrieval_get_passphrase_known (retrieval))
    inkan_retrieval_go (retrieval, INKAN_EVENT_NEXT);
}

static void
inkan_file_page_primary (InkanPage *page)
{
  InkanFilePage *self = INKAN_FILE_PAGE (page);

  if (inkan_password_check_try (self->password_check))
    self->going_on = TRUE;
  else
    INKAN_PAGE_CLASS (inkan_file_page_parent_class)->primary (page);
}

static void
on_spoken (InkanFilePage *self,
           const char    *text)
{
  inkan_page_announce (INKAN_PAGE (self), text);
}

/* Said where it was typed, or where it was ticked; what is to be reported has details as well. */
static gboolean
inkan_file_page_handles_error (InkanPage    *page,
                               const GError *error)
{
  InkanFilePage *self = INKAN_FILE_PAGE (page);
  InkanRetrieval *retrieval = inkan_page_get_retrieval (page);
  const char *text = inkan_password_check_take_error (self->password_check, error);

  if (g_error_matches (error, INKAN_CONVERSION_ERROR, INKAN_CONVERSION_ERROR_FAILED))
    return FALSE;
  if (text != NULL)
    inkan_page_announce (page, text);
  return text != NULL || inkan_retrieval_get_conversion_error (retrieval, INKAN_ENCRYPTION_MODERN) != NULL
         || inkan_retrieval_get_conversion_error (retrieval, INKAN_ENCRYPTION_COMPATIBLE) != NULL;
}

static void
inkan_file_page_shown (InkanPage *page)
{
  update (INKAN_FILE_PAGE (page));
  INKAN_PAGE_CLASS (inkan_file_page_parent_class)->shown (page);

  focus_password (INKAN_FILE_PAGE (page));
  INKAN_FILE_PAGE (page)->focus_due = inkan_retrieval_get_busy (inkan_page_get_retrieval (page));
}

static void
inkan_file_page_constructed (GObject *object)
{
  InkanFilePage *self = INKAN_FILE_PAGE (object);
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (object));

  G_OBJECT_CLASS (inkan_file_page_parent_class)->constructed (object);
  inkan_told_password_watch (self->told_password, retrieval, INKAN_STEP_FILE);
  inkan_password_check_watch (self->password_check, retrieval, INKAN_STEP_FILE);
  inkan_conversion_choice_watch (self->modern_choice, retrieval, INKAN_ENCRYPTION_MODERN);
  inkan_conversion_choice_watch (self->copy_choice, retrieval, INKAN_ENCRYPTION_COMPATIBLE);

  if (inkan_retrieval_get_definition (retrieval) == NULL)
    inkan_page_set_description (INKAN_PAGE (object), _("This is the file that you opened. Press “Save” to put a copy in a "
                                                       "safe place and have it checked; the file itself stays as it is."));
  g_signal_connect_object (retrieval, "notify::certificate", G_CALLBACK (on_certificate_changed), object, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::file-name", G_CALLBACK (update), object, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::conversions", G_CALLBACK (update), object, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::state", G_CALLBACK (update), object, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::busy", G_CALLBACK (on_busy_changed), object, G_CONNECT_SWAPPED);
  update (self);
}

static void
inkan_file_page_dispose (GObject *object)
{
  g_clear_object (&INKAN_FILE_PAGE (object)->certificate);

  G_OBJECT_CLASS (inkan_file_page_parent_class)->dispose (object);
}

static void
inkan_file_page_finalize (GObject *object)
{
  g_ptr_array_unref (INKAN_FILE_PAGE (object)->fact_rows);
  g_ptr_array_unref (INKAN_FILE_PAGE (object)->weakness_rows);

  G_OBJECT_CLASS (inkan_file_page_parent_class)->finalize (object);
}

static void
inkan_file_page_class_init (InkanFilePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = inkan_file_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = inkan_file_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = inkan_file_page_finalize;
  INKAN_PAGE_CLASS (klass)->step = INKAN_STEP_FILE;
  INKAN_PAGE_CLASS (klass)->shown = inkan_file_page_shown;
  INKAN_PAGE_CLASS (klass)->primary = inkan_file_page_primary;
  INKAN_PAGE_CLASS (klass)->handles_error = inkan_file_page_handles_error;

  g_type_ensure (INKAN_TYPE_CONVERSION_CHOICE);
  g_type_ensure (INKAN_TYPE_DETAIL_ROW);
  g_type_ensure (INKAN_TYPE_NOTE_ROW);
  g_type_ensure (INKAN_TYPE_PASSWORD_CHECK);
  g_type_ensure (INKAN_TYPE_TOLD_PASSWORD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/pages/file-page.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, told_password);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, name_row);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, size_row);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, closed_note);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, certificate_group);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, subject_row);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, addresses_row);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, issuer_row);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, from_row);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, to_row);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, more_expander);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, facts_group);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, password_check);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, weakness_group);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, conversion_box);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, conversion_group);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, modern_choice);
  gtk_widget_class_bind_template_child (widget_class, InkanFilePage, copy_choice);
  gtk_widget_class_bind_template_callback (widget_class, update_complete);
  gtk_widget_class_bind_template_callback (widget_class, on_spoken);
}

static void
inkan_file_page_init (InkanFilePage *self)
{
  self->fact_rows = g_ptr_array_new ();
  self->weakness_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
