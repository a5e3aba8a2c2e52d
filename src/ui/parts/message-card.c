/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message-card.h"

#include "detail-row.h"
#include "note-row.h"

#include <glib/gi18n.h>
#include <string.h>

struct _InkanMessageCard {
  AdwPreferencesGroup parent_instance;

  InkanNoteRow *link_warning;
  InkanNoteRow *sender_warning;
  InkanDetailRow *subject_row;
  InkanDetailRow *sender_row;
  InkanDetailRow *date_row;
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
  gtk_widget_class_bind_template_child (widget_class, InkanMessageCard, link_warning);
  gtk_widget_class_bind_template_child (widget_class, InkanMessageCard, sender_warning);
  gtk_widget_class_bind_template_child (widget_class, InkanMessageCard, subject_row);
  gtk_widget_class_bind_template_child (widget_class, InkanMessageCard, sender_row);
  gtk_widget_class_bind_template_child (widget_class, InkanMessageCard, date_row);
  gtk_widget_class_bind_template_child (widget_class, InkanMessageCard, link_row);
}

static void
inkan_message_card_init (InkanMessageCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Whether the address in @sender ("Name <a@b>" or "a@b") is of @domain or below it. */
static gboolean
is_of_domain (const char *sender,
              const char *domain)
{
  const char *at = strrchr (sender, '@');
  g_autofree char *host = NULL;
  gsize host_length, domain_length = strlen (domain);

  if (at == NULL)
    return FALSE;
  host = g_ascii_strdown (at + 1, strcspn (at + 1, "> \t,;"));
  host_length = strlen (host);
  if (host_length < domain_length
      || g_ascii_strcasecmp (host + host_length - domain_length, domain) != 0)
    return FALSE;
  return host_length == domain_length || host[host_length - domain_length - 1] == '.';
}

static void
warn_of_link (InkanMessageCard      *self,
              const char            *host,
              InkanPortalDefinition *definition)
{
  g_autofree char *text = NULL;

  if (host == NULL || inkan_portal_definition_knows_host (definition, host)) {
    inkan_note_row_set (self->link_warning, INKAN_NOTE_WARNING, NULL, NULL);
    return;
  }
  /* Translators: first the host name in the mail's link, then the portal's. */
  text = g_strdup_printf (_("It leads to %s, and your portal is %s. Nothing is opened or sent there. "
                            "If you did not expect this, ask the people who issue your certificate."),
                          host, inkan_portal_definition_get_host (definition));
  inkan_note_row_set (self->link_warning, INKAN_NOTE_WARNING,
                      _("The link in this e-mail is not one of your portal"), text);
}

static void
warn_of_sender (InkanMessageCard      *self,
                const char            *sender,
                InkanPortalDefinition *definition)
{
  const char *domain = inkan_portal_definition_get_sender_domain (definition);
  g_autofree char *text = NULL;

  if (domain == NULL || sender == NULL || is_of_domain (sender, domain)) {
    inkan_note_row_set (self->sender_warning, INKAN_NOTE_WARNING, NULL, NULL);
    return;
  }
  /* Translators: %s is a domain name such as example.com. */
  text = g_strdup_printf (_("Your portal's messages come from %s. A message that was forwarded to you may look like this."),
                          domain);
  inkan_note_row_set (self->sender_warning, INKAN_NOTE_WARNING, _("The sender is not the usual one"), text);
}

void
inkan_message_card_set (InkanMessageCard      *self,
                        InkanMessage          *message,
                        InkanPortalDefinition *definition)
{
  g_autofree char *date = NULL;

  g_return_if_fail (INKAN_IS_MESSAGE_CARD (self));

  gtk_widget_set_visible (GTK_WIDGET (self), message != NULL);
  if (message == NULL)
    return;

  date = inkan_detail_format_date (inkan_message_get_date (message), TRUE);
  inkan_detail_row_set_value (self->subject_row, inkan_message_get_subject (message));
  inkan_detail_row_set_value (self->sender_row, inkan_message_get_sender (message));
  inkan_detail_row_set_value (self->date_row, date);
  inkan_detail_row_set_value (self->link_row, inkan_message_get_link_host (message));
  warn_of_link (self, inkan_message_get_link_host (message), definition);
  warn_of_sender (self, inkan_message_get_sender (message), definition);

  /* Pasted words without any header have nothing to show but their link. */
  if (inkan_message_get_subject (message) == NULL && inkan_message_get_sender (message) == NULL
      && date == NULL && inkan_message_get_link_host (message) == NULL)
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

gboolean
inkan_message_card_get_doubtful (InkanMessageCard *self)
{
  g_return_val_if_fail (INKAN_IS_MESSAGE_CARD (self), FALSE);

  return gtk_widget_get_visible (GTK_WIDGET (self->link_warning))
         || gtk_widget_get_visible (GTK_WIDGET (self->sender_warning));
}
