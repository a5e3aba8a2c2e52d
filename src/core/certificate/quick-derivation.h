/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "derivation.h"

#include <nettle/nettle-meta.h>

G_BEGIN_DECLS

/* OpenSSL 3.0 spends more on each call of a hash than the hash itself takes: with
 * Nettle's, the same derivation takes from a third to a half of the time. */

const struct nettle_hash *inkan_quick_hash   (const InkanDerivation *self);
void                      inkan_quick_pbkdf2 (const InkanDerivation *self,
                                              const struct nettle_hash *hash,
                                              const char            *passphrase,
                                              gsize                  length,
                                              guint8                *key);
gboolean                  inkan_quick_pkcs12 (const InkanDerivation *self,
                                              const struct nettle_hash *hash,
                                              const char            *passphrase,
                                              int                    length,
                                              InkanKey              *key);

G_END_DECLS
