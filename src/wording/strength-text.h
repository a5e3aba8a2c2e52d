/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/certificate/strength.h"

G_BEGIN_DECLS

/* How good a passphrase is, a few words without a full stop: (transfer none) */
const char *inkan_strength_text      (InkanStrength  strength);

/**
 * inkan_strength_hint_text:
 * @typed: a passphrase of the person's own choice, as far as it has been typed
 *
 * Returns: (transfer none) (nullable): what makes it easy to guess and what to
 *   do; %NULL when it is good enough, or when nothing has been typed
 */
const char *inkan_strength_hint_text (const char    *typed);

G_END_DECLS
