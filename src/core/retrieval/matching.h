/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../mail/message.h"
#include "../portal/definition.h"

G_BEGIN_DECLS

/**
 * inkan_matching_find_portal:
 * @message: a retrieval e-mail
 * @portals: (element-type InkanPortalDefinition): the known ones
 *
 * Which portal the message is about: the one that the message's link leads to,
 * else the one whose sender or subject it has.
 *
 * Returns: (transfer full) (nullable): %NULL when none fits, or more than one
 */
InkanPortalDefinition *inkan_matching_find_portal (InkanMessage *message,
                                                   GListModel   *portals);

/* Whether the address that @message claims to come from is of @domain, or of a domain below it. */
gboolean               inkan_matching_sender_is_of (InkanMessage *message,
                                                    const char   *domain);

/**
 * inkan_matching_get_value:
 * @message: a retrieval e-mail
 * @definition: the portal that it is about
 * @field: name of one of the definition's fields
 *
 * What the message says for the field: its code for the code (or the PIN, where
 * no code is asked for); else what a link to one of the portal's hosts carries,
 * by the field's name or its kind ("?email=…", "?token=…"). A link to anywhere
 * else says nothing.
 *
 * Returns: (transfer full) (nullable):
 */
SecretValue *inkan_matching_get_value (InkanMessage          *message,
                                       InkanPortalDefinition *definition,
                                       const char            *field);

G_END_DECLS
