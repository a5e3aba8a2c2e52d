/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pbe.h"
#include "pfx.h"

G_BEGIN_DECLS

/* What a MAC asks for: read without spending anything. */
typedef struct {
  const InkanPfx *pfx;
  InkanPassphraseUse use;
  gint64 cost;
  gboolean few;
  const ASN1_OCTET_STRING *value;
  EVP_MD *digest; /* of the HMAC */
  InkanDerivation derivation;
} InkanMac;

gboolean inkan_mac_read    (InkanMac       *self,
                            const InkanPfx *pfx,
                            InkanProviders *providers,
                            GError        **error);
void     inkan_mac_clear   (InkanMac       *self);
int      inkan_mac_compute (const InkanMac *self,
                            const InkanKey *key,
                            guint8         *value);
gboolean inkan_mac_verify  (const InkanMac *self,
                            const InkanKey *key);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (InkanMac, inkan_mac_clear)

G_END_DECLS
