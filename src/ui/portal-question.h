/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "../core/portal/definition.h"

G_BEGIN_DECLS

/* What a person is asked about a portal file: everything that decides whether
 * to trust it is said in the question itself. */

/**
 * inkan_portal_question_ask_async:
 * @definition: from a file that was opened
 * @known: (nullable): the portal of the same id that is in the list already
 *
 * Name, hosts, trust anchor and where it will be kept; with @known what differs
 * from that one, so that a file that only pretends to be for the same portal is
 * noticed. The answer: inkan_alert_ask_finish().
 */
void inkan_portal_question_ask_async    (GtkWindow             *parent,
                                         InkanPortalDefinition *definition,
                                         InkanPortalDefinition *known,
                                         GAsyncReadyCallback    callback,
                                         gpointer               user_data);

/* Whether @definition, one of the user's own, is to go. */
void inkan_portal_question_remove_async (GtkWindow             *parent,
                                         InkanPortalDefinition *definition,
                                         GAsyncReadyCallback    callback,
                                         gpointer               user_data);

G_END_DECLS
