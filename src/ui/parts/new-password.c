/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "new-password.h"

#include <glib/gi18n.h>
#include <string.h>

#include "../../core/certificate/strength.h"
#include "../../wording/passphrase-text.h"
#include "note-row.h"
#include "strength-row.h"
#include "whole-secret.h"

typedef struct {
  GtkWidget    *row;
  InkanNoteRow *note;
  gboolean      left; /* the focus was here and went: a mistake may now be called one */
} Entry;

struct _InkanNewPassword {
  AdwPreferencesGroup parent_instance;

  Entry    first;
  Entry    second;
  InkanStrengthRow *strength;
  GtkWidget *generate_button;
  gboolean generated; /* what stands there is not of the person's choice */
  gboolean usable;
};

enum {
  CHANGED,
  ACTIVATED,
  SPOKEN,
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
  if (self->generated) {
    g_clear_pointer (&note, inkan_note_free);
    note = inkan_generated_passphrase_note ();
  }
  /* While it is being typed it is too short, and the second one differs: no mistake yet. */
  if (note != NULL && note->kind == INKAN_NOTE_ERROR && !self->first.left)
    show_note (&self->first, NULL);
  else
    show_note (&self->first, note);
  if (!same && *second != '\0' && (self->second.left || !g_str_has_prefix (first, second)))
    mismatch = inkan_note_new (INKAN_NOTE_ERROR, NULL, inkan_chosen_passphrase_mismatch_text ());
  show_note (&self->second, mismatch);
  self->usable = usable && same;
  inkan_strength_row_measure (self->strength, first);
}

static void
set_revealed (Entry    *entry,
              gboolean  revealed)
{
  gtk_text_set_visibility (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (entry->row))), revealed);
}

/* What was generated can only be read: nothing is changed in it by mistake, and it
 * is not selected, and so given to other programs, when the focus comes by. */
static void
set_generated (InkanNewPassword *self,
               gboolean          generated)
{
  self->generated = generated;
  set_revealed (&self->first, generated); /* to be noted down */
  gtk_widget_set_visible (self->second.row, !generated);
  gtk_editable_set_editable (GTK_EDITABLE (self->first.row), !generated);
  gtk_editable_set_editable (GTK_EDITABLE (self->second.row), !generated);
  gtk_button_set_label (GTK_BUTTON (self->generate_button), generated ? _("Type My Own") : _("Generate"));
}

static void
on_changed (InkanNewPassword *self)
{
  if (self->generated)
    set_generated (self, FALSE);
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
on_generate (InkanNewPassword *self)
{
  g_autoptr(SecretValue) passphrase = NULL;
  g_autoptr(InkanNote) note = NULL;

  if (self->generated) {
    inkan_new_password_clear (self);
    inkan_new_password_focus (self);
    return;
  }

  passphrase = inkan_passphrase_generate ();
  gtk_editable_set_text (GTK_EDITABLE (self->first.row), secret_value_get_text (passphrase));
  gtk_editable_set_text (GTK_EDITABLE (self->second.row), secret_value_get_text (passphrase));
  set_generated (self, TRUE);
  judge (self);
  g_signal_emit (self, signals[CHANGED], 0);
  note = inkan_generated_passphrase_note ();
  g_signal_emit (self, signals[SPOKEN], 0, note->text);
}

static void
on_activated (InkanNewPassword *self)
{
  g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
set_name (Entry      *entry,
          const char *name)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (entry->row));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry->row), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
build_entry (InkanNewPassword *self,
             Entry            *entry)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEditable *text;

  entry->row = adw_password_entry_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (entry->row), FALSE);
  entry->note = INKAN_NOTE_ROW (inkan_note_row_new (INKAN_NOTE_INFO, NULL, NULL));

  text = gtk_editable_get_delegate (GTK_EDITABLE (entry->row));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, entry->note, NULL, -1);

  g_signal_connect_object (entry->row, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry->row, "entry-activated", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_focus_left), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (entry->row, focus);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), entry->row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), inkan_whole_secret_row_new (ADW_ENTRY_ROW (entry->row)));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (entry->note));
}

static void
inkan_new_password_class_init (InkanNewPasswordClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", INKAN_TYPE_NEW_PASSWORD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[ACTIVATED] = g_signal_new ("activated", INKAN_TYPE_NEW_PASSWORD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
  signals[SPOKEN] = g_signal_new ("spoken", INKAN_TYPE_NEW_PASSWORD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
inkan_new_password_init (InkanNewPassword *self)
{
  self->generate_button = gtk_button_new_with_label (_("Generate"));
  gtk_widget_set_halign (self->generate_button, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (self->generate_button, 12);
  gtk_widget_add_css_class (self->generate_button, "pill");
  g_signal_connect_object (self->generate_button, "clicked", G_CALLBACK (on_generate), self, G_CONNECT_SWAPPED);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), inkan_chosen_passphrase_text ());
  build_entry (self, &self->first);
  build_entry (self, &self->second);
  gtk_widget_add_css_class (self->first.row, "monospace");
  self->strength = INKAN_STRENGTH_ROW (inkan_strength_row_new ());
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->strength));
  /* Below, where it takes no room from what stands beside it. */
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->generate_button);
  inkan_new_password_set_names (self, _("Choose a password for the file"), _("File password"),
                                _("Repeat file password"));
}

void
inkan_new_password_set_names (InkanNewPassword *self,
                              const char       *title,
                              const char       *first,
                              const char       *second)
{
  g_return_if_fail (INKAN_IS_NEW_PASSWORD (self));

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
  set_name (&self->first, first);
  set_name (&self->second, second);
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
  set_generated (self, FALSE);
  set_revealed (&self->second, FALSE);
}

void
inkan_new_password_focus (InkanNewPassword *self)
{
  g_return_if_fail (INKAN_IS_NEW_PASSWORD (self));

  gtk_widget_grab_focus (self->first.row);
}
