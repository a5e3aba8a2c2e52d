/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "support/ber.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

/* A small PKCS#12 file of one kind, made anew in every run: one key and the
 * certificate that it has signed itself, with as little derivation as may be. */
typedef struct {
  const char *name;
  const char *passphrase;
  gboolean mac;
  EVP_PKEY *key;
  X509 *certificate;
  GBytes *file;
} Shape;

/* (transfer full): of Shape: ten kinds that programs write; @odd: and some more. */
GPtrArray *shapes_make  (gboolean    odd);

/* Works the MAC of @pfx out anew, if it has one that can be: of its own kind, salt
 * and count. */
void       shapes_remac (Ber        *pfx,
                         const char *passphrase);

G_END_DECLS
