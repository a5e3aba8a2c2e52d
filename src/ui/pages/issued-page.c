/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "issued-page.h"

#include "../parts/detail-row.h"
#include "../parts/note-row.h"
#include "../parts/seal.h"

#include <glib/gi18n.h>

struct _InkanIssuedPage {
  InkanPage parent_instance;

  InkanSeal *seal;
  GtkWidget *password_group;
  GtkEditable *password_row;
  GtkWidget *check_button;
  InkanNoteRow *password_note;
  AdwPreferencesGroup *checks_group;
  AdwActionRow *remember_row;
  GtkCheckButton *remember_check;

  InkanNoteRow *checks[INKAN_N_CHECKS];
  gboolean syncing; /* the tick is being set to what is so */
};

G_DEFINE_FINAL_TYPE (InkanIssuedPage, inkan_issued_page, INKAN_TYPE_PAGE)

/* What each line says, by verdict. */
static const struct {
  const char *open;
  const char *holds;
  const char *fails;
  const char *fails_text;
} check_texts[INKAN_N_CHECKS] = {
  [INKAN_CHECK_COMPLETE] = {
    N_("Not compared yet"),
    N_("On the disk, complete to the last byte"),
    N_("What is on the disk is not what the portal sent"),
    N_("Go back and save it again; the file that was received is still kept here."),
  },
  [INKAN_CHECK_OPENS] = {
    N_("Not opened yet"),
    N_("Opens with its password"),
    N_("Does not open"),
    N_("The file came from the portal like this. Ask the people who issue your certificate."),
  },
  [INKAN_CHECK_KEY] = {
    N_("Key and certificate not compared yet"),
    N_("Private key and certificate belong together"),
    N_("Private key and certificate do not belong together"),
    N_("The file cannot be used as it is. Apply for reissue, or ask the people who issue your certificate."),
  },
  [INKAN_CHECK_DATES] = {
    N_("Dates not looked at yet"),
    N_("Valid today"),
    N_("Not valid today"),
    N_("See that the date of this computer is right."),
  },
  [INKAN_CHECK_CHAIN] = {
    N_("Signature not looked at yet"),
    N_("Signed by its issuer"),
    N_("The issuer's signature does not hold"),
    N_("Do not use this certificate. Ask the people who issue it."),
  },
};

static InkanRetrieval *
get_retrieval (InkanIssuedPage *self)
{
  return inkan_page_get_retrieval (INKAN_PAGE (self));
}

/* What more there is to say about a line that holds: (transfer full) (nullable) */
static char *
describe_check (InkanCheck        check,
                InkanCertificate *certificate)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (certificate == NULL)
    return NULL;
  switch (check) {
  case INKAN_CHECK_KEY:
    /* Curves have their size in their name. */
    if (!g_str_has_prefix (inkan_certificate_get_key_type (certificate), "RSA"))
      return g_strdup_printf ("%s (%s)", inkan_certificate_get_subject (certificate),
                              inkan_certificate_get_key_type (certificate));
    /* Translators: the person's name in the certificate, then the kind of key, for example "RSA, 2048 bits". */
    return g_strdup_printf (_("%s (%s, %u bits)"), inkan_certificate_get_subject (certificate),
                            inkan_certificate_get_key_type (certificate), inkan_certificate_get_key_bits (certificate));
  case INKAN_CHECK_DATES:
    from = inkan_detail_format_date (inkan_certificate_get_not_before (certificate), FALSE);
    to = inkan_detail_format_date (inkan_certificate_get_not_after (certificate), FALSE);
    /* Translators: two dates. */
    return g_strdup_printf (_("From %s until %s"), from, to);
  case INKAN_CHECK_CHAIN:
    if (inkan_certificate_get_chain_state (certificate) == INKAN_CHAIN_PARTIAL
        && inkan_certificate_get_missing_issuer (certificate) != NULL)
      /* Translators: %s is the name of a certificate authority. */
      return g_strdup_printf (_("As far as the file shows; it does not contain the certificate of %s."),
                              inkan_certificate_get_missing_issuer (certificate));
    return g_strdup (inkan_certificate_get_issuer (certificate));
  default:
    return NULL;
  }
}

static void
show_check (InkanIssuedPage *self,
            InkanCheck       check)
{
  InkanRetrieval *retrieval = get_retrieval (self);
  g_autofree char *more = NULL;

  switch (inkan_retrieval_get_verdict (retrieval, check)) {
  case INKAN_VERDICT_HOLDS:
    more = describe_check (check, inkan_retrieval_get_certificate (retrieval));
    inkan_note_row_set (self->checks[check], INKAN_NOTE_GOOD, _(check_texts[check].holds), more);
    break;
  case INKAN_VERDICT_FAILS:
    inkan_note_row_set (self->checks[check], INKAN_NOTE_ERROR, _(check_texts[check].fails),
                        _(check_texts[check].fails_text));
    break;
  case INKAN_VERDICT_OPEN:
  default:
    inkan_note_row_set (self->checks[check], INKAN_NOTE_PENDING, _(check_texts[check].open), NULL);
  }
}

static guint
count (InkanIssuedPage *self,
       InkanVerdict     verdict)
{
  guint n = 0;

  for (int check = 0; check < INKAN_N_CHECKS; check++)
    if (inkan_retrieval_get_verdict (get_retrieval (self), check) == verdict)
      n++;
  return n;
}

/* The seal stands for "all is well": only then is it stamped. */
static void
show_sum (InkanIssuedPage *self)
{
  InkanState state = inkan_retrieval_get_state (get_retrieval (self));
  const char *text;

  if (inkan_state_get_step (state) != INKAN_STEP_ISSUED)
    return;

  if (state == INKAN_STATE_PROVING)
    text = _("Reading the saved file back…");
  else if (count (self, INKAN_VERDICT_FAILS) > 0)
    text = _("Something about the saved file is not as it should be. Please read below what it is.");
  else if (count (self, INKAN_VERDICT_OPEN) > 0)
    text = _("The file is saved. Type its password once, and the rest of it is checked too.");
  else
    text = _("The file was saved correctly, and all is well with it.");

  inkan_page_set_description (INKAN_PAGE (self), text);
  inkan_seal_set_stamped (self->seal, state == INKAN_STATE_ISSUED && count (self, INKAN_VERDICT_HOLDS) == INKAN_N_CHECKS);
  gtk_widget_set_visible (GTK_WIDGET (self->seal), inkan_seal_get_stamped (self->seal));
  if (state == INKAN_STATE_ISSUED && gtk_widget_get_mapped (GTK_WIDGET (self)))
    inkan_page_announce (INKAN_PAGE (self), text);
}

static void
show_password (InkanIssuedPage *self)
{
  InkanRetrieval *retrieval = get_retrieval (self);
  const GError *error = inkan_retrieval_get_opening_error (retrieval);
  gboolean asked = inkan_retrieval_get_state (retrieval) == INKAN_STATE_ISSUED
                   && inkan_retrieval_get_verdict (retrieval, INKAN_CHECK_COMPLETE) == INKAN_VERDICT_HOLDS
                   && !inkan_retrieval_get_passphrase_known (retrieval)
                   && (error == NULL || g_error_matches (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE));

  if (!asked && gtk_widget_get_visible (self->password_group))
    gtk_editable_set_text (self->password_row, ""); /* it has done its work */
  gtk_widget_set_visible (self->password_group, asked);
}

static void
show_remember (InkanIssuedPage *self)
{
  InkanRetrieval *retrieval = get_retrieval (self);
  gboolean known = inkan_retrieval_get_passphrase_known (retrieval);
  gboolean usable = inkan_retrieval_get_keyring_usable (retrieval);
  gboolean remembered;
  const char *reason;

  g_object_get (retrieval, "remembered", &remembered, NULL);
  if (remembered)
    reason = _("It is in the keyring.");
  else if (!usable)
    reason = _("No keyring can be used on this computer. Please keep the password in a safe place yourself.");
  else if (!known)
    reason = _("Possible once the file has been opened.");
  else
    reason = _("Then programs on this computer can be set up with it later.");

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
  show_password (self);
  show_remember (self);
  show_sum (self);
}

static void
on_password_changed (InkanIssuedPage *self)
{
  inkan_note_row_set (self->password_note, INKAN_NOTE_INFO, NULL, NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self->password_row), "error");
  gtk_widget_set_sensitive (self->check_button, *gtk_editable_get_text (self->password_row) != '\0');
}

static void
on_check_clicked (InkanIssuedPage *self)
{
  const char *typed = gtk_editable_get_text (self->password_row);

  if (*typed != '\0' && !inkan_retrieval_get_busy (get_retrieval (self)))
    inkan_retrieval_try_passphrase (get_retrieval (self), typed);
}

static void
on_remember_toggled (InkanIssuedPage *self)
{
  InkanRetrieval *retrieval = get_retrieval (self);
  InkanCertificate *certificate = inkan_retrieval_get_certificate (retrieval);
  g_autofree char *label = NULL;

  if (self->syncing || certificate == NULL || !gtk_check_button_get_active (self->remember_check))
    return;
  /* Translators: names the entry in the keyring; %s is the person's name. */
  label = g_strdup_printf (_("Password of the certificate file of %s"), inkan_certificate_get_subject (certificate));
  gtk_widget_set_sensitive (GTK_WIDGET (self->remember_check), FALSE);
  inkan_retrieval_remember_passphrase (retrieval, label);
}

/* A password that does not fit is said where it was typed. */
static gboolean
inkan_issued_page_handles_error (InkanPage    *page,
                                 const GError *error)
{
  InkanIssuedPage *self = INKAN_ISSUED_PAGE (page);
  const char *text;

  if (!g_error_matches (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE)
      || !gtk_widget_get_visible (self->password_group))
    return FALSE;

  text = _("This password does not open the file. Look whether Caps Lock or an input method is on, and try again. "
           "Many portals use the application password, or a password that they show only once.");
  inkan_note_row_set (self->password_note, INKAN_NOTE_ERROR, NULL, text);
  gtk_widget_add_css_class (GTK_WIDGET (self->password_row), "error");
  inkan_page_announce (page, text);
  gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
  return TRUE;
}

static void
inkan_issued_page_shown (InkanPage *page)
{
  InkanIssuedPage *self = INKAN_ISSUED_PAGE (page);

  update (self);
  INKAN_PAGE_CLASS (inkan_issued_page_parent_class)->shown (page);

  if (gtk_widget_get_visible (self->password_group))
    gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
}

static void
on_state_changed (InkanIssuedPage *self)
{
  gboolean was_asked = gtk_widget_get_visible (self->password_group);

  update (self);
  if (!was_asked && gtk_widget_get_visible (self->password_group) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->password_row));
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
  GtkEditable *delegate = gtk_editable_get_delegate (self->password_row);

  G_OBJECT_CLASS (inkan_issued_page_parent_class)->constructed (object);

  gtk_accessible_update_property (GTK_ACCESSIBLE (delegate), GTK_ACCESSIBLE_PROPERTY_LABEL, _("File password"), -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (delegate),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->password_note, NULL, -1);
  for (int check = 0; check < INKAN_N_CHECKS; check++) {
    self->checks[check] = INKAN_NOTE_ROW (inkan_note_row_new (INKAN_NOTE_INFO, NULL, NULL));
    adw_preferences_group_add (self->checks_group, GTK_WIDGET (self->checks[check]));
  }

  g_signal_connect_object (retrieval, "checked", G_CALLBACK (on_checked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::state", G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
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
  INKAN_PAGE_CLASS (klass)->shown = inkan_issued_page_shown;
  INKAN_PAGE_CLASS (klass)->handles_error = inkan_issued_page_handles_error;

  g_type_ensure (INKAN_TYPE_SEAL);
  g_type_ensure (INKAN_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/pages/issued-page.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanIssuedPage, seal);
  gtk_widget_class_bind_template_child (widget_class, InkanIssuedPage, password_group);
  gtk_widget_class_bind_template_child (widget_class, InkanIssuedPage, password_row);
  gtk_widget_class_bind_template_child (widget_class, InkanIssuedPage, check_button);
  gtk_widget_class_bind_template_child (widget_class, InkanIssuedPage, password_note);
  gtk_widget_class_bind_template_child (widget_class, InkanIssuedPage, checks_group);
  gtk_widget_class_bind_template_child (widget_class, InkanIssuedPage, remember_row);
  gtk_widget_class_bind_template_child (widget_class, InkanIssuedPage, remember_check);
  gtk_widget_class_bind_template_callback (widget_class, on_password_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_check_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_remember_toggled);
}

static void
inkan_issued_page_init (InkanIssuedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
