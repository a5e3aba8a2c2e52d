/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-entry.h"

#include "../../wording/entry-text.h"
#include "note-row.h"

#include <string.h>

struct _InkanFieldEntry {
  AdwPreferencesGroup parent_instance;

  InkanRetrieval *retrieval;
  const InkanField *field; /* of the retrieval's definition */

  GtkWidget *row; /* AdwEntryRow or AdwPasswordEntryRow */
  InkanNoteRow *hint;
  gulong changed_id;
  gboolean left; /* the focus was here and went: a mistake may now be called one */
  gboolean valid;
};

enum {
  PROP_0,
  PROP_VALID,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (InkanFieldEntry, inkan_field_entry, ADW_TYPE_PREFERENCES_GROUP)

static void
set_invalid (InkanFieldEntry *self,
             gboolean         invalid)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->row));

  gtk_accessible_update_state (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_STATE_INVALID,
                               invalid ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

static void
judge (InkanFieldEntry *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->row));
  gboolean valid;
  g_autoptr(InkanNote) note = inkan_field_note (self->retrieval, self->field, typed, &valid);

  /* Not a mistake yet while it is being typed. */
  if (note != NULL && note->kind == INKAN_NOTE_ERROR && !self->left)
    note->kind = INKAN_NOTE_INFO;

  inkan_note_row_set_note (self->hint, note);
  gtk_widget_remove_css_class (self->row, "error");
  gtk_widget_remove_css_class (self->row, "warning");
  if (note != NULL && note->kind != INKAN_NOTE_INFO)
    gtk_widget_add_css_class (self->row, note->kind == INKAN_NOTE_ERROR ? "error" : "warning");
  set_invalid (self, note != NULL && note->kind == INKAN_NOTE_ERROR);

  if (self->valid != valid) {
    self->valid = valid;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_VALID]);
  }
}

static void
on_changed (InkanFieldEntry *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->row));

  if (*typed == '\0')
    self->left = FALSE;

  inkan_retrieval_set_field (self->retrieval, self->field->name, typed);
  judge (self);
}

static void
on_focus_left (InkanFieldEntry *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->row)) != '\0')
    self->left = TRUE;
  inkan_field_entry_refresh (self);
  judge (self);
}

static void
inkan_field_entry_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  InkanFieldEntry *self = INKAN_FIELD_ENTRY (object);

  switch (prop_id) {
  case PROP_VALID:
    g_value_set_boolean (value, self->valid);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
inkan_field_entry_dispose (GObject *object)
{
  InkanFieldEntry *self = INKAN_FIELD_ENTRY (object);

  g_clear_object (&self->retrieval);

  G_OBJECT_CLASS (inkan_field_entry_parent_class)->dispose (object);
}

static void
inkan_field_entry_class_init (InkanFieldEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = inkan_field_entry_get_property;
  object_class->dispose = inkan_field_entry_dispose;

  props[PROP_VALID] = g_param_spec_boolean ("valid", NULL, NULL, FALSE,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
inkan_field_entry_init (InkanFieldEntry *self)
{
}

static GtkInputPurpose
choose_purpose (const InkanField *field)
{
  switch (field->kind) {
  case INKAN_FIELD_EMAIL:
    return GTK_INPUT_PURPOSE_EMAIL;
  case INKAN_FIELD_PASSWORD:
    return GTK_INPUT_PURPOSE_PASSWORD;
  case INKAN_FIELD_PIN:
    return GTK_INPUT_PURPOSE_PIN;
  default:
    return GTK_INPUT_PURPOSE_FREE_FORM;
  }
}

/* The row of the fitting kind, with what its inner text needs. */
static void
build_row (InkanFieldEntry *self)
{
  const char *label = inkan_field_get_label (self->field);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEditable *text;

  self->row = self->field->hidden ? adw_password_entry_row_new () : adw_entry_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), label);
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (self->row), TRUE);
  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (self->row), choose_purpose (self->field));
  adw_entry_row_set_input_hints (ADW_ENTRY_ROW (self->row),
                                 GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_NO_EMOJI | GTK_INPUT_HINT_PRIVATE);

  text = gtk_editable_get_delegate (GTK_EDITABLE (self->row));
  /* One more than the limit, so that too much is seen as such and not cut to fit. */
  g_object_set (text, "max-length", INKAN_FIELD_MAX_LENGTH + 1, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  self->changed_id = g_signal_connect_object (self->row, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_focus_left), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->row, focus);
}

GtkWidget *
inkan_field_entry_new (InkanRetrieval   *retrieval,
                       const InkanField *field)
{
  InkanFieldEntry *self;

  g_return_val_if_fail (INKAN_IS_RETRIEVAL (retrieval), NULL);
  g_return_val_if_fail (field != NULL, NULL);

  self = g_object_new (INKAN_TYPE_FIELD_ENTRY, NULL);
  self->retrieval = g_object_ref (retrieval);
  self->field = field;

  build_row (self);
  self->hint = INKAN_NOTE_ROW (inkan_note_row_new (INKAN_NOTE_INFO, NULL, NULL));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), self->row);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->hint));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (self->row))),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->hint, NULL, -1);
  inkan_field_entry_refresh (self);
  judge (self);

  return GTK_WIDGET (self);
}

const InkanField *
inkan_field_entry_get_field (InkanFieldEntry *self)
{
  g_return_val_if_fail (INKAN_IS_FIELD_ENTRY (self), NULL);

  return self->field;
}

gboolean
inkan_field_entry_get_valid (InkanFieldEntry *self)
{
  g_return_val_if_fail (INKAN_IS_FIELD_ENTRY (self), FALSE);

  return self->valid;
}

GtkEditable *
inkan_field_entry_get_row (InkanFieldEntry *self)
{
  g_return_val_if_fail (INKAN_IS_FIELD_ENTRY (self), NULL);

  return GTK_EDITABLE (self->row);
}

const char *
inkan_field_entry_get_hint (InkanFieldEntry *self)
{
  g_return_val_if_fail (INKAN_IS_FIELD_ENTRY (self), NULL);

  return inkan_note_row_get_text (self->hint);
}

void
inkan_field_entry_refresh (InkanFieldEntry *self)
{
  const char *value;

  g_return_if_fail (INKAN_IS_FIELD_ENTRY (self));

  value = inkan_retrieval_get_field (self->retrieval, self->field->name);
  if (value == NULL)
    value = "";
  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->row)), value) == 0)
    return;

  g_signal_handler_block (self->row, self->changed_id);
  gtk_editable_set_text (GTK_EDITABLE (self->row), value);
  gtk_editable_set_position (GTK_EDITABLE (self->row), -1);
  g_signal_handler_unblock (self->row, self->changed_id);
  judge (self);
}
