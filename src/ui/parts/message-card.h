/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "../../core/retrieval/retrieval.h"

G_BEGIN_DECLS

/**
 * InkanMessageCard:
 *
 * What a message says about itself (subject, sender, date, where its link
 * points), and whether that fits the portal. Claims, shown as claims.
 */
#define INKAN_TYPE_MESSAGE_CARD (inkan_message_card_get_type ())
G_DECLARE_FINAL_TYPE (InkanMessageCard, inkan_message_card, INKAN, MESSAGE_CARD, AdwPreferencesGroup)

/* @message: (nullable): without one the card is not shown. */
void inkan_message_card_set (InkanMessageCard      *self,
                             InkanMessage          *message,
                             InkanPortalDefinition *definition);

/* Whether something about the message does not fit the portal. */
gboolean inkan_message_card_get_doubtful (InkanMessageCard *self);

G_END_DECLS
