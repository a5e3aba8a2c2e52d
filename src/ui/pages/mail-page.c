/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-page.h"

#include "../../core/retrieval/matching.h"
#include "../../wording/entry-text.h"
#include "../compat/file-dialog.h"
#include "../message-source.h"
#include "../parts/field-entry.h"
#include "../parts/message-card.h"

#include <glib/gi18n.h>
#include <string.h>

struct _InkanMailPage {
  InkanPage parent_instance;

  AdwBin *code_bin;
  GtkWidget *clipboard_group;
  AdwActionRow *clipboard_row;
  GtkWidget *open_button;
  GtkSpinner *spinner;
  InkanMessageCard *card;

  InkanFieldEntry *entry;  /* (nullable): the portal asks for no code */
  GCancellable *cancellable; /* of the message being read */
  char *clipboard_code;      /* what the row offers, wiped; or: */
  InkanMessage *clipboard_message;
  gboolean clipboard_seen; /* it is looked at once and never again */
};

G_DEFINE_FINAL_TYPE (InkanMailPage, inkan_mail_page, INKAN_TYPE_PAGE)

static InkanPortalDefinition *
get_definition (InkanMailPage *self)
{
  return inkan_retrieval_get_definition (inkan_page_get_retrieval (INKAN_PAGE (self)));
}

static void
update_complete (InkanMailPage *self)
{
  inkan_page_set_complete (INKAN_PAGE (self), self->entry == NULL || inkan_field_entry_get_valid (self->entry));
}

static void
drop_clipboard (InkanMailPage *self)
{
  g_clear_pointer (&self->clipboard_code, secret_password_free);
  g_clear_object (&self->clipboard_message);
  gtk_widget_set_visible (self->clipboard_group, FALSE);
}

/* Whether @message says what is wanted here: its code, or a link to the portal that carries it. */
static gboolean
brings_code (InkanMailPage *self,
             InkanMessage  *message)
{
  g_autoptr(SecretValue) value = NULL;

  if (self->entry == NULL)
    return TRUE;
  value = inkan_matching_get_value (message, get_definition (self), inkan_field_entry_get_field (self->entry)->name);
  return value != NULL;
}

static void
show_no_code (InkanMailPage *self)
{
  g_autoptr(GError) error = NULL;

  g_set_error_literal (&error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_NO_CODE, "no certificate code in the message");
  inkan_page_show_error (INKAN_PAGE (self), error);
}

static void
on_message_changed (InkanMailPage *self)
{
  InkanMessage *message = inkan_retrieval_get_message (inkan_page_get_retrieval (INKAN_PAGE (self)));

  inkan_message_card_set (self->card, message, get_definition (self));
  if (self->entry == NULL)
    return;
  inkan_field_entry_refresh (self->entry);
  /* One that came from elsewhere, a file that the program was started with. */
  if (message != NULL && !brings_code (self, message) && !inkan_field_entry_get_valid (self->entry))
    show_no_code (self);
}

/* A message that was read: into the retrieval when it has a code. */
static void
take_message (InkanMailPage *self,
              InkanMessage  *message)
{
  InkanPage *page = INKAN_PAGE (self);
  g_autofree char *taken = NULL;
  g_autofree char *said = NULL;

  if (!brings_code (self, message)) {
    show_no_code (self);
    return;
  }

  inkan_page_show_error (page, NULL);
  drop_clipboard (self);
  inkan_retrieval_take_message (inkan_page_get_retrieval (page), message);
  taken = inkan_message_taken_text (message, get_definition (self));
  if (inkan_message_card_get_doubtful (self->card))
    /* Translators: %s is a sentence. */
    said = g_strdup_printf (_("%s Please read the warning about this e-mail."), taken != NULL ? taken : "");
  inkan_page_announce (page, said != NULL ? said : taken != NULL ? taken : "");
}

static void
set_reading (InkanMailPage *self,
             gboolean       reading)
{
  gtk_widget_set_sensitive (self->open_button, !reading);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), reading);
  gtk_spinner_set_spinning (self->spinner, reading);
}

static void
on_message_read (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(InkanMailPage) self = INKAN_MAIL_PAGE (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(InkanMessage) message = NULL;

  message = inkan_message_read_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* a newer one is being read, or the page has gone */

  g_clear_object (&self->cancellable);
  set_reading (self, FALSE);
  if (message != NULL)
    take_message (self, message);
  else
    inkan_page_show_error (INKAN_PAGE (self), error);
}

void
inkan_mail_page_open_file (InkanMailPage *self,
                           GFile         *file)
{
  g_return_if_fail (INKAN_IS_MAIL_PAGE (self));
  g_return_if_fail (G_IS_FILE (file));

  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, NULL);
  self->cancellable = g_cancellable_new ();
  set_reading (self, TRUE);
  inkan_message_read_async (file, inkan_portal_definition_get_code_pattern (get_definition (self)),
                            self->cancellable, on_message_read, g_object_ref (self));
}

static gboolean
is_more_than_a_code (const char *text)
{
  char *stripped = g_strstrip (g_strdup (text));
  gboolean more = strpbrk (stripped, "\r\n") != NULL || strstr (stripped, "://") != NULL;

  secret_password_free (stripped);
  return more;
}

void
inkan_mail_page_take_text (InkanMailPage *self,
                           const char    *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(InkanMessage) message = NULL;

  g_return_if_fail (INKAN_IS_MAIL_PAGE (self));
  g_return_if_fail (text != NULL);

  if (!is_more_than_a_code (text) && self->entry != NULL) {
    gtk_editable_set_text (inkan_field_entry_get_row (self->entry), text);
    inkan_field_entry_refresh (self->entry);
    return;
  }

  message = inkan_message_source_read_text (text, inkan_portal_definition_get_code_pattern (get_definition (self)), &error);
  if (message != NULL)
    take_message (self, message);
  else
    inkan_page_show_error (INKAN_PAGE (self), error);
}

/* Open e-mail… */

static void
on_file_chosen (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(InkanMailPage) self = INKAN_MAIL_PAGE (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = inkan_file_dialog_finish (result, &error);

  if (file != NULL)
    inkan_mail_page_open_file (self, file);
  else
    inkan_page_show_error (INKAN_PAGE (self), error);
}

static void
on_open_clicked (InkanMailPage *self)
{
  const char *patterns[] = { "*.eml", "*.EML", "*.mbox", "*.txt", NULL };
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  inkan_file_dialog_open_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _("Open e-mail"),
                                inkan_page_get_mail_folder (INKAN_PAGE (self)), _("E-mail messages"), patterns,
                                NULL, on_file_chosen, g_object_ref (self));
}

/* Drop */

static gboolean
on_drop (InkanMailPage *self,
         const GValue  *value,
         double         x,
         double         y,
         GtkDropTarget *target)
{
  g_autoptr(InkanMessage) message = NULL;
  g_autoptr(GFile) file = NULL;
  g_autoptr(GError) error = NULL;

  if (G_VALUE_HOLDS_STRING (value) && g_value_get_string (value) != NULL
      && !is_more_than_a_code (g_value_get_string (value))) {
    inkan_mail_page_take_text (self, g_value_get_string (value));
    return TRUE;
  }
  message = inkan_message_source_read_value (value, inkan_portal_definition_get_code_pattern (get_definition (self)),
                                             &file, &error);
  if (file != NULL)
    inkan_mail_page_open_file (self, file);
  else if (message != NULL)
    take_message (self, message);
  else
    inkan_page_show_error (INKAN_PAGE (self), error);
  return file != NULL || message != NULL;
}

static void
add_drop_target (InkanMailPage *self)
{
  GtkDropTarget *target = inkan_message_source_new_target ();

  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* Paste: the person asked for it, so it is no look of our own. */

static void
insert_at_cursor (InkanMailPage *self,
                  const char    *text)
{
  GtkEditable *row = inkan_field_entry_get_row (self->entry);
  int start, end;

  if (!gtk_editable_get_selection_bounds (row, &start, &end))
    start = end = gtk_editable_get_position (row);
  gtk_editable_delete_text (row, start, end);
  gtk_editable_insert_text (row, text, -1, &start);
  gtk_editable_set_position (row, start);
}

static void
on_paste_read (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(InkanMailPage) self = INKAN_MAIL_PAGE (user_data);
  g_autoptr(GError) error = NULL;
  char *line = NULL;
  g_autoptr(InkanMessage) message = inkan_message_source_read_clipboard_finish (result, &line, &error);

  if (message != NULL)
    take_message (self, message);
  else if (line != NULL && self->entry != NULL)
    insert_at_cursor (self, line);
  else if (line != NULL)
    inkan_mail_page_take_text (self, line);
  else
    inkan_page_show_error (INKAN_PAGE (self), error);
  secret_password_free (line);
}

static void
paste (InkanMailPage *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));

  if (inkan_message_source_offers (clipboard))
    inkan_message_source_read_clipboard_async (clipboard,
                                               inkan_portal_definition_get_code_pattern (get_definition (self)),
                                               NULL, on_paste_read, g_object_ref (self));
}

static void
on_paste_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  paste (INKAN_MAIL_PAGE (widget));
}

/* The entry would take a message for one long line. */
static void
on_entry_paste (GtkWidget     *text,
                InkanMailPage *self)
{
  g_signal_stop_emission_by_name (text, "paste-clipboard");
  paste (self);
}

/* The one look at the clipboard */

static void
on_clipboard_read (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(InkanMailPage) self = INKAN_MAIL_PAGE (user_data);
  char *line = NULL;
  g_autoptr(InkanMessage) message = inkan_message_source_read_clipboard_finish (result, &line, NULL);
  char *code = NULL;

  if (line != NULL)
    code = inkan_code_normalise (line);
  if (inkan_page_get_complete (INKAN_PAGE (self)))
    g_clear_object (&message);
  else if (code != NULL && inkan_code_is_plausible (code))
    self->clipboard_code = g_steal_pointer (&line);
  else if (message != NULL && brings_code (self, message))
    self->clipboard_message = g_steal_pointer (&message);
  gtk_widget_set_visible (self->clipboard_group, self->clipboard_code != NULL || self->clipboard_message != NULL);
  secret_password_free (code);
  secret_password_free (line);
}

static void
look_at_clipboard (InkanMailPage *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));

  /* A code that is there already makes the look needless. Some desktops show
   * the clipboard only to the window with the focus: then it has no formats yet. */
  if (self->clipboard_seen || self->entry == NULL || inkan_page_get_complete (INKAN_PAGE (self))
      || !gtk_widget_get_mapped (GTK_WIDGET (self)) || !inkan_message_source_offers (clipboard))
    return;

  self->clipboard_seen = TRUE;
  inkan_message_source_read_clipboard_async (clipboard,
                                             inkan_portal_definition_get_code_pattern (get_definition (self)), NULL,
                                             on_clipboard_read, g_object_ref (self));
}

static void
on_clipboard_row_activated (InkanMailPage *self)
{
  g_autoptr(InkanMessage) message = g_steal_pointer (&self->clipboard_message);
  char *code = g_steal_pointer (&self->clipboard_code);

  drop_clipboard (self);
  if (message != NULL)
    take_message (self, message);
  else if (code != NULL)
    inkan_mail_page_take_text (self, code);
  secret_password_free (code);
  if (self->entry != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (inkan_field_entry_get_row (self->entry)));
}

static void
on_code_changed (InkanMailPage *self)
{
  const char *typed = gtk_editable_get_text (inkan_field_entry_get_row (self->entry));

  if (*typed != '\0')
    drop_clipboard (self);
  inkan_page_show_error (INKAN_PAGE (self), NULL);
  update_complete (self);
}

static void
inkan_mail_page_shown (InkanPage *page)
{
  InkanMailPage *self = INKAN_MAIL_PAGE (page);

  INKAN_PAGE_CLASS (inkan_mail_page_parent_class)->shown (page);

  on_message_changed (self);
  update_complete (self);
  look_at_clipboard (self);
  gtk_widget_grab_focus (self->entry != NULL ? GTK_WIDGET (inkan_field_entry_get_row (self->entry))
                                             : self->open_button);
}

static void
inkan_mail_page_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (inkan_mail_page_parent_class)->root (widget);

  g_signal_connect_object (gtk_widget_get_root (widget), "notify::is-active",
                           G_CALLBACK (look_at_clipboard), widget, G_CONNECT_SWAPPED);
}

static void
inkan_mail_page_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), look_at_clipboard, widget);

  GTK_WIDGET_CLASS (inkan_mail_page_parent_class)->unroot (widget);
}

static void
inkan_mail_page_constructed (GObject *object)
{
  InkanMailPage *self = INKAN_MAIL_PAGE (object);
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (self));
  const InkanField *field = inkan_retrieval_find_code_field (retrieval);
  GtkEditable *row;

  G_OBJECT_CLASS (inkan_mail_page_parent_class)->constructed (object);

  if (field != NULL) {
    self->entry = INKAN_FIELD_ENTRY (inkan_field_entry_new (retrieval, field));
    adw_bin_set_child (self->code_bin, GTK_WIDGET (self->entry));
    row = inkan_field_entry_get_row (self->entry);
    g_signal_connect_object (row, "changed", G_CALLBACK (on_code_changed), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (self->entry, "notify::valid", G_CALLBACK (update_complete), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (gtk_editable_get_delegate (row), "paste-clipboard", G_CALLBACK (on_entry_paste), self, 0);
  } else {
    gtk_widget_set_visible (GTK_WIDGET (self->code_bin), FALSE);
    g_object_set (self,
                  "description", _("This portal asks for no code. If an e-mail with a link to it came, open that "
                                   "e-mail here; otherwise just go on."),
                  "help", _("Some portals send a link that carries what you would have to type. Opening the e-mail "
                            "here fills that in. Without it, type your entries on the next page."),
                  NULL);
  }
  g_signal_connect_object (retrieval, "notify::message", G_CALLBACK (on_message_changed), self, G_CONNECT_SWAPPED);
  add_drop_target (self);
  update_complete (self);
}

static void
inkan_mail_page_dispose (GObject *object)
{
  InkanMailPage *self = INKAN_MAIL_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->clipboard_code, secret_password_free);
  g_clear_object (&self->clipboard_message);

  G_OBJECT_CLASS (inkan_mail_page_parent_class)->dispose (object);
}

static void
inkan_mail_page_class_init (InkanMailPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = inkan_mail_page_constructed;
  object_class->dispose = inkan_mail_page_dispose;
  widget_class->root = inkan_mail_page_root;
  widget_class->unroot = inkan_mail_page_unroot;
  INKAN_PAGE_CLASS (klass)->step = INKAN_STEP_MAIL;
  INKAN_PAGE_CLASS (klass)->shown = inkan_mail_page_shown;

  g_type_ensure (INKAN_TYPE_MESSAGE_CARD);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/pages/mail-page.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanMailPage, code_bin);
  gtk_widget_class_bind_template_child (widget_class, InkanMailPage, clipboard_group);
  gtk_widget_class_bind_template_child (widget_class, InkanMailPage, clipboard_row);
  gtk_widget_class_bind_template_child (widget_class, InkanMailPage, open_button);
  gtk_widget_class_bind_template_child (widget_class, InkanMailPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, InkanMailPage, card);
  gtk_widget_class_bind_template_callback (widget_class, on_clipboard_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked);
  gtk_widget_class_install_action (widget_class, "mail.paste", NULL, on_paste_action);
}

static void
inkan_mail_page_init (InkanMailPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
