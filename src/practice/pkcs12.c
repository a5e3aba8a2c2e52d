/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pkcs12.h"

#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>

#define MODERN_ITERATIONS 100000
#define LEGACY_ITERATIONS 2048

/* OpenSSL of its own, so that old ciphers are open to this one file and to nothing else. */
typedef struct {
  OSSL_LIB_CTX  *context;
  OSSL_PROVIDER *standard;
  OSSL_PROVIDER *legacy;
} Library;

static gboolean
fail (const char *what, GError **error)
{
  const char *reason = ERR_reason_error_string (ERR_peek_last_error ());

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", what, reason != NULL ? reason : "OpenSSL failed");
  ERR_clear_error ();
  return FALSE;
}

static void
library_free (Library *library)
{
  if (library->legacy != NULL)
    OSSL_PROVIDER_unload (library->legacy);
  if (library->standard != NULL)
    OSSL_PROVIDER_unload (library->standard);
  OSSL_LIB_CTX_free (library->context);
  g_free (library);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Library, library_free)

static Library *
library_new (PracticeP12 kind, GError **error)
{
  g_autoptr (Library) library = g_new0 (Library, 1);

  library->context = OSSL_LIB_CTX_new ();
  if (library->context != NULL)
    library->standard = OSSL_PROVIDER_load (library->context, "default");
  if (library->standard == NULL) {
    fail ("OpenSSL", error);
    return NULL;
  }
  if (kind == PRACTICE_P12_LEGACY) {
    library->legacy = OSSL_PROVIDER_load (library->context, "legacy");
    if (library->legacy == NULL) {
      ERR_clear_error ();
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   "OpenSSL's legacy provider is not installed (on Debian 13: package openssl-provider-legacy);"
                   " without it there is no --p12 legacy");
      return NULL;
    }
  }
  return g_steal_pointer (&library);
}

gboolean
practice_pkcs12_check (PracticeP12 kind, GError **error)
{
  g_autoptr (Library) library = library_new (kind, error);

  return library != NULL;
}

static PKCS12 *
create (PracticeP12 kind, Library *library, STACK_OF (X509) *chain, PracticeIssued *issued,
        const char *friendly_name, const char *passphrase)
{
  gboolean legacy = kind == PRACTICE_P12_LEGACY;
  int key_cipher = legacy ? NID_pbe_WithSHA1And3_Key_TripleDES_CBC : NID_aes_256_cbc;
  int certificate_cipher = legacy ? NID_pbe_WithSHA1And40BitRC2_CBC : NID_aes_256_cbc;
  int iterations = legacy ? LEGACY_ITERATIONS : MODERN_ITERATIONS;
  /* -1: no MAC yet, because its digest can only be chosen afterwards. */
  PKCS12 *file = PKCS12_create_ex (passphrase, friendly_name, issued->key, issued->certificate, chain, key_cipher,
                                   certificate_cipher, iterations, -1, 0, library->context, NULL);

  if (file != NULL && PKCS12_set_mac (file, passphrase, -1, NULL, 0, iterations,
                                      legacy ? EVP_sha1 () : EVP_sha256 ()) != 1)
    g_clear_pointer (&file, PKCS12_free);
  return file;
}

GBytes *
practice_pkcs12_pack (PracticeP12 kind, PracticeAuthority *authority, PracticeIssued *issued,
                      const char *friendly_name, const char *passphrase, GError **error)
{
  g_autoptr (Library) library = library_new (kind, error);
  STACK_OF (X509) *chain = NULL;
  PKCS12 *file = NULL;
  guint8 *der = NULL;
  int size = -1;
  GBytes *bytes;

  if (library == NULL)
    return NULL;
  chain = sk_X509_new_null ();
  if (chain != NULL && sk_X509_push (chain, practice_authority_get_intermediate (authority)) > 0
      && sk_X509_push (chain, practice_authority_get_root (authority)) > 0)
    file = create (kind, library, chain, issued, friendly_name, passphrase);
  sk_X509_free (chain);
  if (file != NULL)
    size = i2d_PKCS12 (file, &der);
  PKCS12_free (file);
  if (size < 0) {
    fail ("PKCS#12", error);
    return NULL;
  }
  bytes = g_bytes_new (der, size);
  OPENSSL_free (der);
  return bytes;
}
