/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers.h"

#include "certificate-file.h"

#include <openssl/err.h>

void
inkan_providers_clear (InkanProviders *self)
{
  if (self->legacy != NULL)
    OSSL_PROVIDER_unload (self->legacy);
  if (self->usual != NULL)
    OSSL_PROVIDER_unload (self->usual);
  OSSL_LIB_CTX_free (self->context);
  *self = (InkanProviders){ 0 };
}

static gboolean
need_legacy (InkanProviders *self)
{
  if (self->context == NULL) {
    self->context = OSSL_LIB_CTX_new ();
    if (self->context == NULL)
      return FALSE;
    /* Loading one provider by name switches the automatic default off. */
    self->usual = OSSL_PROVIDER_load (self->context, "default");
    self->legacy = OSSL_PROVIDER_load (self->context, "legacy");
    ERR_clear_error ();
  }
  return self->legacy != NULL;
}

static void
set_error (InkanProviders *self, const char *name, GError **error)
{
  g_set_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED,
               self->legacy != NULL ? "The algorithm %s is not supported"
                                    : "The algorithm %s is not supported; if it is an old one: OpenSSL's legacy "
                                      "provider is not installed (package openssl-provider-legacy)",
               name);
}

/*
 * inkan_providers_cipher:
 * @name: OpenSSL's short name
 * @context: (out): the library context that has it, %NULL for the usual one
 *
 * Returns: (transfer full): or %NULL with UNSUPPORTED
 */
EVP_CIPHER *
inkan_providers_cipher (InkanProviders *self, const char *name, OSSL_LIB_CTX **context, GError **error)
{
  EVP_CIPHER *cipher = EVP_CIPHER_fetch (NULL, name, NULL);

  *context = NULL;
  if (cipher == NULL && need_legacy (self)) {
    *context = self->context;
    cipher = EVP_CIPHER_fetch (self->context, name, NULL);
  }
  ERR_clear_error ();
  if (cipher == NULL)
    set_error (self, name, error);
  return cipher;
}

/* As inkan_providers_cipher(), for a digest. */
EVP_MD *
inkan_providers_digest (InkanProviders *self, const char *name, OSSL_LIB_CTX **context, GError **error)
{
  EVP_MD *digest = EVP_MD_fetch (NULL, name, NULL);

  *context = NULL;
  if (digest == NULL && need_legacy (self)) {
    *context = self->context;
    digest = EVP_MD_fetch (self->context, name, NULL);
  }
  ERR_clear_error ();
  if (digest == NULL)
    set_error (self, name, error);
  return digest;
}
