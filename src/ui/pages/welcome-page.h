/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../page.h"

G_BEGIN_DECLS

/**
 * InkanWelcomePage:
 *
 * Before the first step: which portal, or what was interrupted, or a file that
 * the person has already.
 *
 * Signals: `start` (an InkanPortalDefinition, or %NULL for practice), `continue`
 * (an InkanInterrupted), `open-portal-file`, `open-file` (a GFile that was
 * dropped).
 */
#define INKAN_TYPE_WELCOME_PAGE (inkan_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (InkanWelcomePage, inkan_welcome_page, INKAN, WELCOME_PAGE, InkanPage)

/* Says that @message (nullable) is kept until a portal is chosen. */
void inkan_welcome_page_set_message  (InkanWelcomePage *self,
                                      InkanMessage     *message);

/* While the practice portal is being started nothing can be chosen; property `starting`. */
gboolean inkan_welcome_page_get_starting (InkanWelcomePage *self);
void inkan_welcome_page_set_starting (InkanWelcomePage *self,
                                      gboolean          starting);

G_END_DECLS
