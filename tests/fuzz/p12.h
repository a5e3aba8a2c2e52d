/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/ber.h"

G_BEGIN_DECLS

#define P12_PASSPHRASE "secret" /* as in tests/support/shapes.c */

/* Whether a key derivation in @self (nullable) takes longer than a fuzzer has time
 * for, those of more iterations than @refused excepted. */
gboolean p12_is_dear (const Ber *self,
                      guint64    refused);

G_END_DECLS
