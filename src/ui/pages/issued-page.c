/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "issued-page.h"

#include "../../wording/proof-text.h"
#include "../parts/copy-report.h"
#include "../parts/note-row.h"
#include "../parts/password-check.h"
#include "../parts/seal.h"
#include "../parts/told-password.h"

#include <glib/gi18n.h>

struct _InkanIssuedPage {
  InkanPage parent_instance;

  InkanToldPassword *told_password;
  InkanSeal *seal;
  InkanPasswordCheck *password_check;
  AdwPreferencesGroup *checks_group;
  InkanCopyReport *copy_report;
  AdwActionRow *remember_row;
  GtkCheckButton *remember_check;

  InkanNoteRow *checks[INKAN_N_CHECKS];
  gboolean syncing; /* the tick is being set to what is so */
};

G_DEFINE_FINAL_TYPE (InkanIssuedPage, inkan_issued_page, INKAN_TYPE_PAGE)

static InkanRetrieval *
get_retrieval (InkanIssuedPage *self)
{
  return inkan_page_get_retrieval (INKAN_PAGE (self));
}

static void
show_check (InkanIssuedPage *self,
            InkanCheck       check)
{
  g_autoptr(InkanNote) note = inkan_proof_note (get_retrieval (self), check);

  inkan_note_row_set_note (self->checks[check], note);
}

/* The seal stands for "all is well": only then is it stamped. */
static void
show_sum (InkanIssuedPage *self)
{
  InkanState state = inkan_retrieval_get_state (get_retrieval (self));
  const char *text;

  if (inkan_state_get_step (state) != INKAN_STEP_ISSUED)
    return;

  text = inkan_proof_sum_text (get_retrieval (self));
  inkan_page_set_description (INKAN_PAGE (self), text);
  inkan_seal_set_stamped (self->seal, state == INKAN_STATE_ISSUED && inkan_retrieval_count_verdicts (get_retrieval (self), INKAN_VERDICT_HOLDS) == INKAN_N_CHECKS
                                          && !inkan_retrieval_copy_is_missing (get_retrieval (self)));
  gtk_widget_set_visible (GTK_WIDGET (self->seal), inkan_seal_get_stamped (self->seal));
  if (state == INKAN_STATE_ISSUED && gtk_widget_get_mapped (GTK_WIDGET (self)))
    inkan_page_announce (INKAN_PAGE (self), text);
}

static void
show_remember (InkanIssuedPage *self)
{
  InkanRetrieval *retrieval = get_retrieval (self);
  gboolean known = inkan_retrieval_get_passphrase_known (retrieval) && !inkan_retrieval_lacks_passphrase (retrieval);
  gboolean usable = inkan_retrieval_get_keyring_usable (retrieval);
  const char *reason = inkan_keyring_text (retrieval);
  gboolean remembered;

  g_object_get (retrieval, "remembered", &remembered, NULL);
  self->syncing = TRUE;
  gtk_check_button_set_active (self->remember_check, remembered);
  self->syncing = FALSE;
  adw_action_row_set_subtitle (self->remember_row, reason);
  /* Not the row: the reason is there to be read. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->remember_check), known && usable && !remembered);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remember_check),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reason, -1);
}

static void
update (InkanIssuedPage *self)
{
  for (int check = 0; check < INKAN_N_CHECKS; check++)
    show_check (self, check);
  show_remember (self);
  show_sum (self);
}

static void
on_spoken (InkanIssuedPage *self,
           const char      *text)
{
  inkan_page_announce (INKAN_PAGE (self), text);
}

static void
on_remember_toggled (InkanIssuedPage *self)
{
  InkanRetrieval *retrieval = get_retrieval (self);
  InkanCertificate *certificate = inkan_retrieval_get_certificate (retrieval);
  g_autofree char *label = NULL;

  if (self->syncing || certificate == NULL || !gtk_check_button_get_active (self->remember_check))
    return;
  label = inkan_keyring_label (certificate);
  gtk_widget_set_sensitive (GTK_WIDGET (self->remember_check), FALSE);
  inkan_retrieval_remember_passphrase (retrieval, label);
}

/* A password that does not fit is said where it was typed. */
static gboolean
inkan_issued_page_handles_error (InkanPage    *page,
                                 const GError *error)
{
  const char *text = inkan_password_check_take_error (INKAN_ISSUED_PAGE (page)->password_check, error);

  if (text != NULL)
    inkan_page_announce (page, text);
  return text != NULL;
}

static void
inkan_issued_page_shown (InkanPage *page)
{
  InkanIssuedPage *self = INKAN_ISSUED_PAGE (page);

  update (self);
  INKAN_PAGE_CLASS (inkan_issued_page_parent_class)->shown (page);

  if (gtk_widget_get_visible (GTK_WIDGET (self->password_check)))
    inkan_password_check_focus (self->password_check);
}

static void
on_state_changed (InkanIssuedPage *self)
{
  update (self);
  if (inkan_retrieval_get_state (get_retrieval (self)) == INKAN_STATE_ISSUED
      && gtk_widget_get_visible (GTK_WIDGET (self->password_check)) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    inkan_password_check_focus (self->password_check);
}

static void
on_checked (InkanIssuedPage *self)
{
  update (self);
}

static void
inkan_issued_page_constructed (GObject *object)
{
  InkanIssuedPage *self = INKAN_ISSUED_PAGE (object);
  InkanRetrieval *retrieval = get_retrieval (self);

  G_OBJECT_CLASS (inkan_issued_page_parent_class)->constructed (object);
  inkan_told_password_watch (self->told_password, retrieval, INKAN_STEP_ISSUED);
  inkan_password_check_watch (self->password_check, retrieval, INKAN_STEP_ISSUED);
  inkan_copy_report_watch (self->copy_report, retrieval, TRUE);

  for (int check = 0; check < INKAN_N_CHECKS; check++) {
    self->checks[check] = INKAN_NOTE_ROW (inkan_note_row_new (INKAN_NOTE_INFO, NULL, NULL));
    adw_preferences_group_add (self->checks_group, GTK_WIDGET (self->checks[check]));
  }

  g_signal_connect_object (retrieval, "checked", G_CALLBACK (on_checked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::state", G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::conversions", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::passphrase-known", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::keyring-usable", G_CALLBACK (show_remember), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::remembered", G_CALLBACK (show_remember), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
inkan_issued_page_class_init (InkanIssuedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = inkan_issued_page_constructed;
  INKAN_PAGE_CLASS (klass)->step = INKAN_STEP_ISSUED;
  INKAN_PAGE_CLASS (klass)->shown = inkan_issued_page_shown;
  INKAN_PAGE_CLASS (klass)->handles_error = inkan_issued_page_handles_error;

  g_type_ensure (INKAN_TYPE_COPY_REPORT);
  g_type_ensure (INKAN_TYPE_PASSWORD_CHECK);
  g_type_ensure (INKAN_TYPE_SEAL);
  g_type_ensure (INKAN_TYPE_NOTE_ROW);
  g_type_ensure (INKAN_TYPE_TOLD_PASSWORD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/pages/issued-page.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanIssuedPage, told_password);
  gtk_widget_class_bind_template_child (widget_class, InkanIssuedPage, seal);
  gtk_widget_class_bind_template_child (widget_class, InkanIssuedPage, password_check);
  gtk_widget_class_bind_template_child (widget_class, InkanIssuedPage, checks_group);
  gtk_widget_class_bind_template_child (widget_class, InkanIssuedPage, copy_report);
  gtk_widget_class_bind_template_child (widget_class, InkanIssuedPage, remember_row);
  gtk_widget_class_bind_template_child (widget_class, InkanIssuedPage, remember_check);
  gtk_widget_class_bind_template_callback (widget_class, on_spoken);
  gtk_widget_class_bind_template_callback (widget_class, on_remember_toggled);
}

static void
inkan_issued_page_init (InkanIssuedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
