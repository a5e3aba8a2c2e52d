/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "openssl-auto.h"

#include <openssl/provider.h>

G_BEGIN_DECLS

/* Where algorithms come from: OpenSSL's usual place, and, for what it has put
 * aside as too weak, a private context with the legacy provider. That one is
 * made when a file needs it and goes with the file, so that nothing else in the
 * process can come to use such an algorithm. Zero-initialised; one thread. */
typedef struct {
  OSSL_LIB_CTX *context; /* private; %NULL until needed */
  OSSL_PROVIDER *usual;
  OSSL_PROVIDER *legacy;
} InkanProviders;

void          inkan_providers_clear  (InkanProviders *self);
EVP_CIPHER   *inkan_providers_cipher (InkanProviders *self,
                                      const char     *name,
                                      OSSL_LIB_CTX  **context,
                                      GError        **error);
EVP_MD       *inkan_providers_digest (InkanProviders *self,
                                      const char     *name,
                                      OSSL_LIB_CTX  **context,
                                      GError        **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (InkanProviders, inkan_providers_clear)

G_END_DECLS
