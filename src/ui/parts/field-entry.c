/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field-entry.h"

#include "note-row.h"

#include <glib/gi18n.h>
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

const char *
inkan_field_get_label (const InkanField *field)
{
  if (field->label != NULL)
    return field->label;

  switch (field->kind) {
  case INKAN_FIELD_EMAIL:
    return _("E-mail address");
  case INKAN_FIELD_PASSWORD:
    return _("Application password");
  case INKAN_FIELD_CODE:
    return _("Certificate code");
  case INKAN_FIELD_PIN:
    return _("Access PIN");
  case INKAN_FIELD_USER:
    return _("User name");
  case INKAN_FIELD_TEXT:
  default:
    return field->name;
  }
}

/* Letters and digits as wide as a kanji, or the ideographic blank: what an
 * input method leaves behind. */
static gboolean
has_wide_forms (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (c == 0x3000 || (c >= 0xff01 && c <= 0xff5e))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_blank (const char *text)
{
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text == '\0';
}

/* Why @value cannot be sent: %NULL when it can, "" when there is nothing to say. */
static const char *
find_obstacle (InkanFieldEntry *self,
               const char      *typed,
               const char      *value)
{
  if (*value == '\0')
    return is_blank (typed) ? "" : _("Nothing in this can be used here.");
  if (inkan_retrieval_field_is_valid (self->retrieval, self->field->name))
    return NULL;
  if (strlen (value) > INKAN_FIELD_MAX_LENGTH)
    return _("This is far too long. Please paste only what belongs here.");
  if (self->field->kind == INKAN_FIELD_EMAIL)
    return _("An e-mail address looks like name@example.com.");
  return _("This does not have the form that the portal asks for. Please compare it with your papers, letter by letter.");
}

/* What is worth a second look though it can be sent: (nullable) */
static const char *
find_doubt (InkanFieldEntry *self,
            const char      *value)
{
  if (self->field->kind == INKAN_FIELD_CODE && !inkan_code_is_plausible (value))
    return _("Certificate codes are usually made of letters and digits only. Please compare it with the e-mail.");
  if (self->field->hidden && has_wide_forms (value))
    return _("There are full-width characters in it. Was the input method switched on by mistake?");
  return NULL;
}

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
  const char *value = inkan_retrieval_get_field (self->retrieval, self->field->name);
  const char *obstacle, *text;
  InkanNoteKind kind = INKAN_NOTE_INFO;
  gboolean valid;

  if (value == NULL)
    value = "";
  obstacle = find_obstacle (self, typed, value);
  valid = obstacle == NULL;

  if (!valid) {
    text = obstacle;
    if (self->left)
      kind = INKAN_NOTE_ERROR;
  } else if ((text = find_doubt (self, value)) != NULL) {
    kind = INKAN_NOTE_WARNING;
  } else if (self->field->hidden && strcmp (typed, value) != 0) {
    /* Nobody can see that something was left out of dots. */
    text = _("Blanks around it and characters that cannot be seen are left out.");
  }

  inkan_note_row_set (self->hint, kind, NULL, text != NULL && *text != '\0' ? text : NULL);
  gtk_widget_remove_css_class (self->row, "error");
  gtk_widget_remove_css_class (self->row, "warning");
  if (text != NULL && *text != '\0' && kind != INKAN_NOTE_INFO)
    gtk_widget_add_css_class (self->row, kind == INKAN_NOTE_ERROR ? "error" : "warning");
  set_invalid (self, kind == INKAN_NOTE_ERROR && *text != '\0');

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
