/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "told-password.h"

#include <glib/gi18n.h>

#include "../../wording/passphrase-text.h"
#include "note-row.h"
#include "whole-secret.h"

struct _InkanToldPassword {
  AdwPreferencesGroup parent_instance;

  InkanRetrieval *retrieval; /* (nullable) */
  InkanStep       step;
  GtkWidget      *row;
};

G_DEFINE_FINAL_TYPE (InkanToldPassword, inkan_told_password, ADW_TYPE_PREFERENCES_GROUP)

static void
update (InkanToldPassword *self)
{
  SecretValue *told = inkan_retrieval_get_told_passphrase (self->retrieval);

  if (self->step > INKAN_STEP_FILE && inkan_retrieval_has_new_passphrase (self->retrieval, INKAN_ENCRYPTION_MODERN))
    told = NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), told != NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->row), told != NULL ? secret_value_get_text (told) : "");
}

static void
inkan_told_password_dispose (GObject *object)
{
  g_clear_object (&INKAN_TOLD_PASSWORD (object)->retrieval);

  G_OBJECT_CLASS (inkan_told_password_parent_class)->dispose (object);
}

static void
inkan_told_password_class_init (InkanToldPasswordClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = inkan_told_password_dispose;
}

static void
inkan_told_password_init (InkanToldPassword *self)
{
  g_autoptr(InkanNote) note = inkan_told_passphrase_note ();
  GtkWidget *note_row = inkan_note_row_new_for (note);
  const char *title = _("Password that the portal has shown");
  GtkAccessible *text;

  /* An entry, for what it shows lies in memory that is never swapped out. */
  self->row = adw_password_entry_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), title);
  gtk_editable_set_editable (GTK_EDITABLE (self->row), FALSE);
  text = GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (self->row)));
  gtk_accessible_update_property (text, GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_relation (text, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, note_row, NULL, -1);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), note_row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), inkan_whole_secret_row_new (ADW_ENTRY_ROW (self->row)));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
inkan_told_password_watch (InkanToldPassword *self,
                           InkanRetrieval    *retrieval,
                           InkanStep          step)
{
  g_return_if_fail (INKAN_IS_TOLD_PASSWORD (self));
  g_return_if_fail (INKAN_IS_RETRIEVAL (retrieval));
  g_return_if_fail (self->retrieval == NULL);

  self->retrieval = g_object_ref (retrieval);
  self->step = step;
  g_signal_connect_object (retrieval, "notify::passphrase-told", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::conversions", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
