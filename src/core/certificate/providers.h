/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "openssl-auto.h"

#include <openssl/provider.h>

G_BEGIN_DECLS

/* Where algorithms come from: OpenSSL's usual place, and, for what it has put
 * aside as too weak, a private context with the legacy provider. That one is made
 * when a file needs it first; nothing outside this folder can come to use such an
 * algorithm. Zero-initialised, for one file. */
typedef struct {
  OSSL_LIB_CTX *context; /* private; borrowed; %NULL until needed, or without legacy provider */
} InkanProviders;

EVP_CIPHER   *inkan_providers_cipher (InkanProviders *self,
                                      const char     *name,
                                      OSSL_LIB_CTX  **context,
                                      GError        **error);
EVP_MD       *inkan_providers_digest (InkanProviders *self,
                                      const char     *name,
                                      OSSL_LIB_CTX  **context,
                                      GError        **error);

G_END_DECLS
