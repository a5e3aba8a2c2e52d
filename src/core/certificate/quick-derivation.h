/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "derivation.h"

#include <nettle/nettle-meta.h>

G_BEGIN_DECLS

/* OpenSSL 3.0 spends more on each call of a hash than the hash itself takes: with
 * Nettle's, block by block, the same derivation takes a fourth of the time. And it
 * ends soon after nobody wants it any more. */

const struct nettle_hash *inkan_quick_hash   (const InkanDerivation    *self);
gboolean                  inkan_quick_pbkdf2 (const InkanDerivation    *self,
                                              const struct nettle_hash *hash,
                                              const char               *passphrase,
                                              gsize                     length,
                                              GCancellable             *cancellable,
                                              InkanKey                 *key);
gboolean                  inkan_quick_pkcs12 (const InkanDerivation    *self,
                                              const struct nettle_hash *hash,
                                              const char               *passphrase,
                                              int                       length,
                                              GCancellable             *cancellable,
                                              InkanKey                 *key);

G_END_DECLS
