/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "definition-private.h"

G_BEGIN_DECLS

/* What is no mistake in a definition, but will not do what its author means.
 * Each returns a reason, or %NULL. */

/* @whole: the pattern must match all of a text, not a part of it */
char *inkan_advise_pattern (const char          *pattern,
                            gboolean             whole);
char *inkan_advise_xpath   (const char          *xpath,
                            const InkanKnownKey *key);
/* @key: with its language in brackets */
char *inkan_advise_language (const char         *key);

G_END_DECLS
