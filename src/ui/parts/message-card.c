/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message-card.h"

#include "../../wording/entry-text.h"
#include "../../wording/quantity-text.h"
#include "detail-row.h"
#include "note-row.h"

struct _InkanMessageCard {
  AdwPreferencesGroup parent_instance;

  InkanNoteRow *first_warning;
  InkanNoteRow *second_warning;
  InkanNoteRow *third_warning;
  InkanNoteRow *taken_note;
  InkanDetailRow *subject_row;
  InkanDetailRow *sender_row;
  InkanDetailRow *date_row;
  InkanDetailRow *claims_row;
  InkanDetailRow *link_row;
};

G_DEFINE_FINAL_TYPE (InkanMessageCard, inkan_message_card, ADW_TYPE_PREFERENCES_GROUP)

static void
inkan_message_card_class_init (InkanMessageCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (INKAN_TYPE_DETAIL_ROW);
  g_type_ensure (INKAN_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/parts/message-card.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanMessageCard, first_warning);
  gtk_widget_class_bind_template_child (widget_class, InkanMessageCard, second_warning);
  gtk_widget_class_bind_template_child (widget_class, InkanMessageCard, third_warning);
  gtk_widget_class_bind_template_child (widget_class, InkanMessageCard, taken_note);
  gtk_widget_class_bind_template_child (widget_class, InkanMessageCard, subject_row);
  gtk_widget_class_bind_template_child (widget_class, InkanMessageCard, sender_row);
  gtk_widget_class_bind_template_child (widget_class, InkanMessageCard, date_row);
  gtk_widget_class_bind_template_child (widget_class, InkanMessageCard, link_row);
  gtk_widget_class_bind_template_child (widget_class, InkanMessageCard, claims_row);
}

static void
inkan_message_card_init (InkanMessageCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Warnings come before the facts that they are about. */
static void
show_notes (InkanMessageCard *self,
            GPtrArray        *notes)
{
  InkanNoteRow *rows[] = { self->first_warning, self->second_warning, self->third_warning };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    inkan_note_row_set_note (rows[i], i < notes->len ? notes->pdata[i] : NULL);
}

void
inkan_message_card_set (InkanMessageCard      *self,
                        InkanMessage          *message,
                        InkanPortalDefinition *definition)
{
  g_autofree char *date = NULL;
  g_autofree char *claims = NULL;
  g_autofree char *links = NULL;
  g_autofree char *taken = NULL;
  g_autoptr(GPtrArray) notes = NULL;

  g_return_if_fail (INKAN_IS_MESSAGE_CARD (self));

  gtk_widget_set_visible (GTK_WIDGET (self), message != NULL);
  if (message == NULL)
    return;

  notes = inkan_message_notes (message, definition);
  claims = inkan_message_claims_text (message);
  links = inkan_message_links_text (message, definition);
  taken = inkan_message_taken_text (message, definition);
  date = inkan_format_date (inkan_message_get_date (message), TRUE);
  inkan_detail_row_set_value (self->subject_row, inkan_message_get_subject (message));
  inkan_detail_row_set_value (self->sender_row, inkan_message_get_sender (message));
  inkan_detail_row_set_value (self->date_row, date);
  inkan_detail_row_set_value (self->claims_row, claims);
  inkan_detail_row_set_value (self->link_row, links);
  inkan_note_row_set (self->taken_note, INKAN_NOTE_INFO, NULL, taken);
  show_notes (self, notes);

  /* Pasted words without any header have nothing to show but their link. */
  if (inkan_message_get_subject (message) == NULL && inkan_message_get_sender (message) == NULL
      && date == NULL && links == NULL)
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

gboolean
inkan_message_card_get_doubtful (InkanMessageCard *self)
{
  g_return_val_if_fail (INKAN_IS_MESSAGE_CARD (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self->first_warning))
         || gtk_widget_get_visible (GTK_WIDGET (self->second_warning))
         || gtk_widget_get_visible (GTK_WIDGET (self->third_warning));
}
