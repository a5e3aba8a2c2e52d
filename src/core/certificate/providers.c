/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers.h"

#include "certificate-file.h"
#include "pfx.h"

#include <string.h>

#include <openssl/err.h>

static OSSL_LIB_CTX *
make_context (void)
{
  OSSL_LIB_CTX *context = OSSL_LIB_CTX_new ();

  /* Loading one provider by name switches the automatic default off. */
  if (context != NULL && OSSL_PROVIDER_load (context, "legacy") != NULL
      && OSSL_PROVIDER_load (context, "default") != NULL)
    return context;
  OSSL_LIB_CTX_free (context); /* and what it has loaded */
  ERR_clear_error ();
  return NULL;
}

/* Kept once it is there: to make it takes longer than to read a file. A legacy
 * provider that is not installed may still come to be. */
static gboolean
need_legacy (InkanProviders *self)
{
  static GMutex lock;
  static OSSL_LIB_CTX *context;

  g_mutex_lock (&lock);
  if (context == NULL)
    context = make_context ();
  self->context = context;
  g_mutex_unlock (&lock);
  return self->context != NULL;
}

/* What of the digests and ciphers that files use is in the legacy provider:
 * OSSL_PROVIDER-legacy(7). Only for these is the want of it the reason. */
static gboolean
is_legacy (const char *name)
{
  static const char *const families[] = { "RC2", "RC4", "DES-", "MD2", "MD4", "BF-", "CAST5", "IDEA", "SEED", "RIPEMD160" };

  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    if (g_ascii_strncasecmp (name, families[i], strlen (families[i])) == 0)
      return g_ascii_strncasecmp (name, "DES-EDE", 7) != 0;
  return FALSE;
}

/* Debian's name: it came apart from the library in trixie (OpenSSL 3.5). */
static const char *
get_package (void)
{
  return OPENSSL_version_major () > 3 || OPENSSL_version_minor () >= 3 ? "openssl-provider-legacy" : "libssl3";
}

static void
set_error (InkanProviders *self, const char *name, GError **error)
{
  gboolean missing = self->context == NULL && is_legacy (name);

  g_set_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED,
               missing ? "The algorithm %s needs OpenSSL's legacy provider, which is not installed"
                       : "The algorithm %s is not supported",
               name);
  inkan_certificate_error_set_algorithm (error, name);
  if (missing)
    inkan_certificate_error_set_package (error, get_package ());
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
