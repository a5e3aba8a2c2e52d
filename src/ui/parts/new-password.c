/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "new-password.h"

#include <glib/gi18n.h>
#include <string.h>

#include "../../wording/passphrase-text.h"
#include "note-row.h"

typedef struct {
  GtkWidget    *row;
  InkanNoteRow *note;
  gboolean      left; /* the focus was here and went: a mistake may now be called one */
} Entry;

struct _InkanNewPassword {
  AdwPreferencesGroup parent_instance;

  Entry    first;
  Entry    second;
  gboolean usable;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InkanNewPassword, inkan_new_password, ADW_TYPE_PREFERENCES_GROUP)

static const char *
get_text (const Entry *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry->row));
}

static void
show_note (Entry           *entry,
           const InkanNote *note) /* (nullable) */
{
  GtkAccessible *text = GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (entry->row)));
  gboolean wrong = note != NULL && note->kind == INKAN_NOTE_ERROR;

  inkan_note_row_set_note (entry->note, note);
  if (wrong)
    gtk_widget_add_css_class (entry->row, "error");
  else
    gtk_widget_remove_css_class (entry->row, "error");
  gtk_accessible_update_state (text, GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
judge (InkanNewPassword *self)
{
  const char *first = get_text (&self->first);
  const char *second = get_text (&self->second);
  g_autoptr(InkanNote) note = NULL;
  g_autoptr(InkanNote) mismatch = NULL;
  gboolean same = strcmp (first, second) == 0;
  gboolean usable;

  note = inkan_chosen_passphrase_note (first, &usable);
  /* While it is being typed it is too short, and the second one differs: no mistake yet. */
  if (note != NULL && note->kind == INKAN_NOTE_ERROR && !self->first.left)
    show_note (&self->first, NULL);
  else
    show_note (&self->first, note);
  if (!same && *second != '\0' && (self->second.left || !g_str_has_prefix (first, second)))
    mismatch = inkan_note_new (INKAN_NOTE_ERROR, NULL, inkan_chosen_passphrase_mismatch_text ());
  show_note (&self->second, mismatch);
  self->usable = usable && same;
}

static void
on_changed (InkanNewPassword *self)
{
  judge (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_focus_left (InkanNewPassword   *self,
               GtkEventController *controller)
{
  Entry *entry = gtk_event_controller_get_widget (controller) == self->first.row ? &self->first : &self->second;

  if (*get_text (entry) == '\0' || entry->left)
    return;
  entry->left = TRUE;
  judge (self);
}

static void
build_entry (InkanNewPassword *self,
             Entry            *entry,
             const char       *title)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEditable *text;

  entry->row = adw_password_entry_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (entry->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry->row), title);
  entry->note = INKAN_NOTE_ROW (inkan_note_row_new (INKAN_NOTE_INFO, NULL, NULL));

  text = gtk_editable_get_delegate (GTK_EDITABLE (entry->row));
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, entry->note, NULL, -1);

  g_signal_connect_object (entry->row, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_focus_left), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (entry->row, focus);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), entry->row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (entry->note));
}

static void
inkan_new_password_class_init (InkanNewPasswordClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", INKAN_TYPE_NEW_PASSWORD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
inkan_new_password_init (InkanNewPassword *self)
{
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), _("Choose a password for the file"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), inkan_chosen_passphrase_text ());
  build_entry (self, &self->first, _("File password"));
  build_entry (self, &self->second, _("Repeat file password"));
}

SecretValue *
inkan_new_password_get (InkanNewPassword *self)
{
  g_return_val_if_fail (INKAN_IS_NEW_PASSWORD (self), NULL);

  return self->usable ? secret_value_new (get_text (&self->first), -1, "text/plain") : NULL;
}

void
inkan_new_password_clear (InkanNewPassword *self)
{
  g_return_if_fail (INKAN_IS_NEW_PASSWORD (self));

  gtk_editable_set_text (GTK_EDITABLE (self->first.row), "");
  gtk_editable_set_text (GTK_EDITABLE (self->second.row), "");
  self->first.left = self->second.left = FALSE;
}
