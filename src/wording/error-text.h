/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/retrieval/retrieval.h"
#include "error-details.h"

G_BEGIN_DECLS

/**
 * inkan_error_text:
 * @error: of any core box, or of GIO
 * @definition: (nullable): the portal it came from, for its name and links
 * @title: (out) (transfer full): what happened, a few words
 *
 * The one place where errors become sentences for a person, in the user's
 * language.
 *
 * Returns: (transfer full): what is known, why, and what to do next
 */
char *inkan_error_text (const GError           *error,
                        InkanPortalDefinition  *definition,
                        char                  **title);

G_END_DECLS
