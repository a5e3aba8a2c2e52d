/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "derivation.h"

#include "certificate-file.h"
#include "quick-derivation.h"

#include <string.h>

#include <openssl/err.h>

static guint n_begun; /* atomic */

void
inkan_derivation_clear (InkanDerivation *self)
{
  g_clear_pointer (&self->salt, g_bytes_unref);
  g_clear_pointer (&self->digest, EVP_MD_free);
}

void
inkan_derivation_set_salt (InkanDerivation *self, const ASN1_STRING *salt)
{
  g_clear_pointer (&self->salt, g_bytes_unref);
  self->salt = g_bytes_new (ASN1_STRING_get0_data (salt), (gsize) ASN1_STRING_length (salt));
}

void
inkan_key_wipe (InkanKey *key)
{
  OPENSSL_cleanse (key, sizeof *key);
}

static const guint8 *
get_salt (const InkanDerivation *self, int *length)
{
  gsize size;
  const guint8 *salt = g_bytes_get_data (self->salt, &size);

  *length = (int) size;
  return salt != NULL ? salt : (const guint8 *) "";
}

static gboolean
run_pkcs12_for (const InkanDerivation *self, const char *passphrase, int length, int purpose, guint8 *octets,
                int n_octets)
{
  int salt_length;
  const guint8 *salt = get_salt (self, &salt_length);

  return PKCS12_key_gen_utf8_ex (passphrase, length, (guint8 *) salt, salt_length, purpose, (int) self->iterations,
                                 n_octets, octets, self->digest, self->context, NULL)
         == 1;
}

static gboolean
run_pkcs12 (const InkanDerivation *self, const char *passphrase, int length, GCancellable *cancellable, InkanKey *key)
{
  const struct nettle_hash *hash = inkan_quick_hash (self);

  if (hash != NULL)
    return inkan_quick_pkcs12 (self, hash, passphrase, length, cancellable, key);
  return run_pkcs12_for (self, passphrase, length, self->purpose, key->key, self->key_length)
         && (self->iv_length == 0
             || run_pkcs12_for (self, passphrase, length, PKCS12_IV_ID, key->iv, self->iv_length));
}

static gboolean
run_pbkdf2 (const InkanDerivation *self, const char *passphrase, int length, GCancellable *cancellable, InkanKey *key)
{
  int salt_length;
  const guint8 *salt = get_salt (self, &salt_length);
  const struct nettle_hash *hash = inkan_quick_hash (self);

  if (hash != NULL)
    return inkan_quick_pbkdf2 (self, hash, passphrase, (gsize) length, cancellable, key);
  return PKCS5_PBKDF2_HMAC (passphrase, length, salt, salt_length, (int) self->iterations, self->digest,
                            self->key_length, key->key)
         == 1;
}

/* What comes out first is the key, what comes out last the initialisation vector. */
static gboolean
run_pbkdf1 (const InkanDerivation *self, const char *passphrase, int length, GCancellable *cancellable, InkanKey *key)
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  int size = EVP_MD_get_size (self->digest), salt_length;
  const guint8 *salt = get_salt (self, &salt_length);
  guint8 value[EVP_MAX_MD_SIZE];
  gboolean done;

  done = context != NULL && self->key_length + self->iv_length <= MIN (size, 16)
         && EVP_DigestInit_ex2 (context, self->digest, NULL) == 1
         && EVP_DigestUpdate (context, passphrase, (gsize) length) == 1
         && EVP_DigestUpdate (context, salt, (gsize) salt_length) == 1
         && EVP_DigestFinal_ex (context, value, NULL) == 1;
  for (gint64 i = 1; done && i < self->iterations; i++)
    done = EVP_DigestInit_ex2 (context, self->digest, NULL) == 1
           && EVP_DigestUpdate (context, value, (gsize) size) == 1
           && EVP_DigestFinal_ex (context, value, NULL) == 1;
  if (done) {
    memcpy (key->key, value, (gsize) self->key_length);
    memcpy (key->iv, value + 16 - self->iv_length, (gsize) self->iv_length);
  }
  OPENSSL_cleanse (value, sizeof value);
  return done;
}

/* Takes 32 MiB at most, unless told otherwise. */
static gboolean
run_scrypt (const InkanDerivation *self, const char *passphrase, int length, GCancellable *cancellable, InkanKey *key)
{
  int salt_length;
  const guint8 *salt = get_salt (self, &salt_length);

  return EVP_PBE_scrypt (passphrase, (gsize) length, salt, (gsize) salt_length, (guint64) self->iterations,
                         (guint64) self->block_size, (guint64) self->parallelism, 0, key->key,
                         (gsize) self->key_length)
         == 1;
}

/*
 * inkan_derivation_run:
 * @passphrase: (nullable): none is another one than the empty one, in text
 * @key: (out): undefined on error
 *
 * The only place where keys are derived. Whoever has cancelled is not kept waiting
 * for another one, nor, with the usual hashes, for the end of this one.
 *
 * Returns: %FALSE with G_IO_ERROR_CANCELLED, or with UNSUPPORTED for parameters
 *   that cannot be
 */
gboolean
inkan_derivation_run (const InkanDerivation *self, const char *passphrase, int length, GCancellable *cancellable,
                      InkanKey *key, GError **error)
{
  static gboolean (*const kinds[]) (const InkanDerivation *, const char *, int, GCancellable *, InkanKey *) = {
    [INKAN_DERIVATION_PKCS12] = run_pkcs12,
    [INKAN_DERIVATION_PBKDF2] = run_pbkdf2,
    [INKAN_DERIVATION_PBKDF1] = run_pbkdf1,
    [INKAN_DERIVATION_SCRYPT] = run_scrypt,
  };
  gboolean done;

  g_assert (self->key_length <= (int) sizeof key->key && self->iv_length <= (int) sizeof key->iv);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  g_atomic_int_inc (&n_begun);
  if (passphrase == NULL && self->kind != INKAN_DERIVATION_PKCS12)
    passphrase = "";
  done = kinds[self->kind](self, passphrase, length, cancellable, key);
  ERR_clear_error ();
  if (!done && !g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error_literal (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED,
                         "No key can be derived with the parameters that the file has");
  return done;
}

/* How many this process has begun, for whoever wants to know what a file costs. */
guint
inkan_derivations_count (void)
{
  return (guint) g_atomic_int_get (&n_begun);
}
