/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "conversion-choice.h"

#include <glib/gi18n.h>

#include "../../wording/conversion-text.h"
#include "new-password.h"
#include "note-row.h"

struct _InkanConversionChoice {
  GtkBox parent_instance;

  AdwActionRow     *offer_row;
  GtkCheckButton   *offer_check;
  GtkSpinner       *spinner;
  AdwActionRow     *same_row;
  GtkCheckButton   *same_check;
  GtkWidget        *new_row;
  GtkCheckButton   *new_check;
  InkanNoteRow     *note;
  InkanNewPassword *new_password;
  GtkWidget        *use_button;

  InkanRetrieval   *retrieval; /* (nullable) */
  InkanEncryption   encryption;
  gboolean          converting; /* what was said last */
  gboolean          complete;
};

enum {
  PROP_0,
  PROP_COMPLETE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

enum {
  SIGNAL_SPOKEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InkanConversionChoice, inkan_conversion_choice, GTK_TYPE_BOX)

static gboolean
is_wanted (InkanConversionChoice *self)
{
  return gtk_check_button_get_active (self->offer_check);
}

/* Of the two, the one whose change is listened to. */
static gboolean
wants_new (InkanConversionChoice *self)
{
  return !gtk_check_button_get_active (self->same_check);
}

static gboolean
is_there (InkanConversionChoice *self)
{
  return inkan_retrieval_get_converting (self->retrieval, self->encryption)
         || inkan_retrieval_get_conversion (self->retrieval, self->encryption) != NULL;
}

/* Without a password there is none to keep. */
static gboolean
can_keep (InkanConversionChoice *self)
{
  return inkan_retrieval_can_keep_passphrase (self->retrieval, self->encryption);
}

/* No error here keeps anybody from saving the file itself. */
static void
add_way_on (InkanConversionChoice *self,
            InkanNote             *note)
{
  char *text = inkan_join_sentences (note->text, inkan_conversion_without_text (self->encryption));

  g_free (note->text);
  note->text = text;
}

static InkanNote *
make_note (InkanConversionChoice *self)
{
  InkanNote *note;

  if (!is_wanted (self) || inkan_retrieval_get_converting (self->retrieval, self->encryption))
    return NULL;
  note = inkan_conversion_note (self->retrieval, self->encryption);
  if (note != NULL && note->kind == INKAN_NOTE_ERROR)
    add_way_on (self, note);
  if (note == NULL && wants_new (self))
    note = inkan_note_new (INKAN_NOTE_PENDING, _("Not done yet"),
                           _("Type a new password twice, or have one generated; then press “Use This Password”."));
  return note;
}

/* Said when it changes: that it has begun, and what has come of it. */
static void
speak (InkanConversionChoice *self,
       const InkanNote       *note) /* (nullable) */
{
  gboolean converting = inkan_retrieval_get_converting (self->retrieval, self->encryption);

  if (converting == self->converting)
    return;
  self->converting = converting;
  if (converting)
    g_signal_emit (self, signals[SIGNAL_SPOKEN], 0, inkan_conversion_busy_text (self->encryption));
  else if (note != NULL) {
    g_autofree char *text = inkan_join_title (note->title, note->text);

    g_signal_emit (self, signals[SIGNAL_SPOKEN], 0, text);
  }
}

static void
update_complete (InkanConversionChoice *self)
{
  gboolean complete = !is_wanted (self) || inkan_retrieval_get_conversion (self->retrieval, self->encryption) != NULL;

  if (self->complete == complete)
    return;
  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPLETE]);
}

static void
update (InkanConversionChoice *self)
{
  gboolean converting = inkan_retrieval_get_converting (self->retrieval, self->encryption);
  gboolean wanted = is_wanted (self);
  gboolean asks = wanted && wants_new (self);
  g_autoptr(InkanNote) note = make_note (self);
  g_autoptr(SecretValue) passphrase = asks ? inkan_new_password_get (self->new_password) : NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->offer_check),
                            wanted || inkan_retrieval_can_convert (self->retrieval));
  gtk_spinner_set_spinning (self->spinner, converting);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), converting);
  gtk_widget_set_visible (GTK_WIDGET (self->same_row), wanted && can_keep (self));
  gtk_widget_set_visible (self->new_row, wanted && can_keep (self));
  gtk_widget_set_visible (GTK_WIDGET (self->new_password), asks);
  gtk_widget_set_visible (self->use_button, asks && !is_there (self));
  gtk_widget_set_sensitive (self->use_button, passphrase != NULL);
  inkan_note_row_set_note (self->note, note);
  speak (self, note);
  update_complete (self);
}

/* Where there is nothing to keep any more: the other choice has been taken back. */
static void
on_conversions_changed (InkanConversionChoice *self)
{
  if (is_wanted (self) && !wants_new (self) && !can_keep (self))
    gtk_check_button_set_active (self->new_check, TRUE);
  else
    update (self);
}

static void
convert (InkanConversionChoice *self,
         const char            *new_passphrase)
{
  if (inkan_retrieval_can_convert (self->retrieval))
    inkan_retrieval_convert (self->retrieval, self->encryption, new_passphrase);
}

static void
take_back (InkanConversionChoice *self)
{
  if (inkan_retrieval_get_state (self->retrieval) == INKAN_STATE_FILE)
    inkan_retrieval_drop_conversion (self->retrieval, self->encryption);
}

static void
on_offer_toggled (InkanConversionChoice *self)
{
  if (is_wanted (self) && can_keep (self)) {
    convert (self, NULL);
  } else if (is_wanted (self)) {
    gtk_check_button_set_active (self->new_check, TRUE);
  } else {
    take_back (self);
    gtk_check_button_set_active (self->same_check, TRUE);
    inkan_new_password_clear (self->new_password);
  }
  update (self);
}

static void
on_same_toggled (InkanConversionChoice *self)
{
  if (self->retrieval == NULL || !is_wanted (self))
    return;
  if (wants_new (self))
    take_back (self);
  else
    convert (self, NULL);
  update (self);
  if (wants_new (self))
    inkan_new_password_focus (self->new_password);
}

/* What stands there is what is saved with, or nothing is. */
static void
on_password_changed (InkanConversionChoice *self)
{
  if (is_there (self) && wants_new (self))
    take_back (self);
  update (self);
}

static void
on_password_spoken (InkanConversionChoice *self,
                    const char            *text)
{
  g_signal_emit (self, signals[SIGNAL_SPOKEN], 0, text);
}

static void
on_use_clicked (InkanConversionChoice *self)
{
  g_autoptr(SecretValue) passphrase = inkan_new_password_get (self->new_password);

  if (passphrase == NULL || is_there (self))
    return;
  /* The button goes, and would take the focus with it. */
  gtk_widget_grab_focus (GTK_WIDGET (self->offer_check));
  convert (self, secret_value_get_text (passphrase));
  update (self);
}

static void
inkan_conversion_choice_get_property (GObject    *object,
                                      guint       prop_id,
                                      GValue     *value,
                                      GParamSpec *pspec)
{
  switch (prop_id) {
  case PROP_COMPLETE:
    g_value_set_boolean (value, INKAN_CONVERSION_CHOICE (object)->complete);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
inkan_conversion_choice_dispose (GObject *object)
{
  g_clear_object (&INKAN_CONVERSION_CHOICE (object)->retrieval);

  G_OBJECT_CLASS (inkan_conversion_choice_parent_class)->dispose (object);
}

static void
inkan_conversion_choice_class_init (InkanConversionChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = inkan_conversion_choice_get_property;
  object_class->dispose = inkan_conversion_choice_dispose;

  props[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, TRUE,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_SPOKEN] = g_signal_new ("spoken", INKAN_TYPE_CONVERSION_CHOICE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (INKAN_TYPE_NEW_PASSWORD);
  g_type_ensure (INKAN_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/parts/conversion-choice.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanConversionChoice, offer_row);
  gtk_widget_class_bind_template_child (widget_class, InkanConversionChoice, offer_check);
  gtk_widget_class_bind_template_child (widget_class, InkanConversionChoice, spinner);
  gtk_widget_class_bind_template_child (widget_class, InkanConversionChoice, same_row);
  gtk_widget_class_bind_template_child (widget_class, InkanConversionChoice, same_check);
  gtk_widget_class_bind_template_child (widget_class, InkanConversionChoice, new_row);
  gtk_widget_class_bind_template_child (widget_class, InkanConversionChoice, new_check);
  gtk_widget_class_bind_template_child (widget_class, InkanConversionChoice, note);
  gtk_widget_class_bind_template_child (widget_class, InkanConversionChoice, new_password);
  gtk_widget_class_bind_template_child (widget_class, InkanConversionChoice, use_button);
  gtk_widget_class_bind_template_callback (widget_class, on_offer_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_same_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_password_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_password_spoken);
  gtk_widget_class_bind_template_callback (widget_class, on_use_clicked);
}

static void
inkan_conversion_choice_init (InkanConversionChoice *self)
{
  self->complete = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Two of these may be on one page: each entry has a name of its own. */
static void
name_entries (InkanConversionChoice *self)
{
  if (self->encryption == INKAN_ENCRYPTION_MODERN)
    inkan_new_password_set_names (self->new_password, _("New password for the file"),
                                  _("New file password"), _("Repeat new file password"));
  else
    inkan_new_password_set_names (self->new_password, _("New password for the copy"),
                                  _("New password of the copy"), _("Repeat password of the copy"));
}

void
inkan_conversion_choice_watch (InkanConversionChoice *self,
                               InkanRetrieval        *retrieval,
                               InkanEncryption        encryption)
{
  const char *title = inkan_conversion_title (encryption);
  const char *text = inkan_conversion_text (encryption);

  g_return_if_fail (INKAN_IS_CONVERSION_CHOICE (self));
  g_return_if_fail (INKAN_IS_RETRIEVAL (retrieval));
  g_return_if_fail (self->retrieval == NULL);

  self->retrieval = g_object_ref (retrieval);
  self->encryption = encryption;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->offer_row), title);
  adw_action_row_set_subtitle (self->offer_row, text);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->same_row), inkan_conversion_same_text (encryption));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->offer_check),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, inkan_conversion_busy_text (encryption), -1);
  name_entries (self);
  if (encryption == INKAN_ENCRYPTION_COMPATIBLE)
    inkan_retrieval_set_copy_note (retrieval, inkan_copy_name_note ());

  g_signal_connect_object (retrieval, "notify::conversions", G_CALLBACK (on_conversions_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::certificate", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

gboolean
inkan_conversion_choice_get_complete (InkanConversionChoice *self)
{
  g_return_val_if_fail (INKAN_IS_CONVERSION_CHOICE (self), FALSE);

  return self->complete;
}
