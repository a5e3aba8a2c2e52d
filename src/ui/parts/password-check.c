/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "password-check.h"

#include <glib/gi18n.h>

#include "../../wording/proof-text.h"
#include "note-row.h"

struct _InkanPasswordCheck {
  AdwPreferencesGroup parent_instance;

  InkanRetrieval *retrieval; /* (nullable) */
  InkanStep       step;
  GtkWidget      *row;
  GtkWidget      *button;
  GtkWidget      *spinner;
  InkanNoteRow   *note;
  gboolean        tried; /* what stands there */
};

G_DEFINE_FINAL_TYPE (InkanPasswordCheck, inkan_password_check, ADW_TYPE_PREFERENCES_GROUP)

static const char *
get_text (InkanPasswordCheck *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->row));
}

static void
set_wrong (InkanPasswordCheck *self,
           const char         *text) /* (nullable) */
{
  GtkEditable *delegate = gtk_editable_get_delegate (GTK_EDITABLE (self->row));

  inkan_note_row_set (self->note, INKAN_NOTE_ERROR, NULL, text);
  if (text != NULL)
    gtk_widget_add_css_class (self->row, "error");
  else
    gtk_widget_remove_css_class (self->row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (delegate), GTK_ACCESSIBLE_STATE_INVALID,
                               text != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
update (InkanPasswordCheck *self)
{
  gboolean busy = inkan_retrieval_get_busy (self->retrieval);
  gboolean asked = inkan_retrieval_get_step (self->retrieval) == self->step
                   && inkan_retrieval_wants_passphrase (self->retrieval);

  /* The entry stays as it is while a password is tried: it has the focus. */
  gtk_widget_set_sensitive (self->button, !busy && *get_text (self) != '\0');
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy && asked);
  gtk_widget_set_visible (self->spinner, busy && asked);
  if (!asked && gtk_widget_get_visible (GTK_WIDGET (self)) && !inkan_retrieval_wants_passphrase (self->retrieval))
    gtk_editable_set_text (GTK_EDITABLE (self->row), ""); /* it has done its work */
  gtk_widget_set_visible (GTK_WIDGET (self), asked);
}

static void
on_changed (InkanPasswordCheck *self)
{
  self->tried = FALSE;
  set_wrong (self, NULL);
  /* Enter in the empty entry is for the primary button. */
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (self->row), *get_text (self) == '\0');
  gtk_widget_set_sensitive (self->button,
                            *get_text (self) != '\0' && !inkan_retrieval_get_busy (self->retrieval));
}

static void
on_check (InkanPasswordCheck *self)
{
  const char *typed = get_text (self);

  if (*typed == '\0' || inkan_retrieval_get_busy (self->retrieval))
    return;
  self->tried = TRUE;
  inkan_retrieval_try_passphrase (self->retrieval, typed);
}

static void
inkan_password_check_dispose (GObject *object)
{
  g_clear_object (&INKAN_PASSWORD_CHECK (object)->retrieval);

  G_OBJECT_CLASS (inkan_password_check_parent_class)->dispose (object);
}

static void
inkan_password_check_class_init (InkanPasswordCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = inkan_password_check_dispose;
}

static void
inkan_password_check_init (InkanPasswordCheck *self)
{
  const char *title = _("File password");
  GtkAccessible *text;

  self->row = adw_password_entry_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), title);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (self->row), TRUE);
  self->note = INKAN_NOTE_ROW (inkan_note_row_new (INKAN_NOTE_ERROR, NULL, NULL));
  text = GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (self->row)));
  gtk_accessible_update_property (text, GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_relation (text, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->note, NULL, -1);

  self->spinner = gtk_spinner_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("The password is being tried"), -1);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self->row), self->spinner);
  self->button = gtk_button_new_with_label (C_("button", "Check"));
  gtk_widget_set_halign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (self->button, 12);
  gtk_widget_add_css_class (self->button, "pill");
  gtk_widget_set_sensitive (self->button, FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->note));
  /* Below, where it leaves the entry's name its room. */
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->button);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
inkan_password_check_watch (InkanPasswordCheck *self,
                            InkanRetrieval     *retrieval,
                            InkanStep           step)
{
  static const char * const properties[] = { "state", "busy", "passphrase-known", "error" };

  g_return_if_fail (INKAN_IS_PASSWORD_CHECK (self));
  g_return_if_fail (INKAN_IS_RETRIEVAL (retrieval));
  g_return_if_fail (self->retrieval == NULL);

  self->retrieval = g_object_ref (retrieval);
  self->step = step;
  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++) {
    g_autofree char *signal = g_strconcat ("notify::", properties[i], NULL);

    g_signal_connect_object (retrieval, signal, G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  }
  g_signal_connect_object (retrieval, "checked", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->row, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->row, "entry-activated", G_CALLBACK (on_check), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (on_check), self, G_CONNECT_SWAPPED);
  update (self);
}

const char *
inkan_password_check_take_error (InkanPasswordCheck *self,
                                 const GError       *error)
{
  const char *text;

  g_return_val_if_fail (INKAN_IS_PASSWORD_CHECK (self), NULL);

  if (!g_error_matches (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE)
      || !gtk_widget_get_visible (GTK_WIDGET (self)))
    return NULL;
  text = inkan_proof_wrong_passphrase_text ();
  set_wrong (self, text);
  inkan_password_check_focus (self);
  return text;
}

gboolean
inkan_password_check_try (InkanPasswordCheck *self)
{
  g_return_val_if_fail (INKAN_IS_PASSWORD_CHECK (self), FALSE);

  if (!gtk_widget_get_visible (GTK_WIDGET (self)) || self->tried || *get_text (self) == '\0')
    return FALSE;
  on_check (self);
  return TRUE;
}

void
inkan_password_check_focus (InkanPasswordCheck *self)
{
  g_return_if_fail (INKAN_IS_PASSWORD_CHECK (self));

  gtk_widget_grab_focus (self->row);
}
