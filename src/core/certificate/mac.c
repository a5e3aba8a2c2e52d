/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mac.h"

#include "certificate-file.h"

#include <openssl/err.h>
#include <openssl/hmac.h>

/* A shorter key could be guessed without the passphrase: RFC 9579, section 7. */
#define PBMAC1_MIN_KEY 20

static gboolean
fail_damaged (const char *message, GError **error)
{
  ERR_clear_error ();
  g_set_error_literal (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED, message);
  return FALSE;
}

static gboolean
read_classic (InkanMac *self, const X509_ALGOR *algorithm, InkanProviders *providers, GError **error)
{
  g_autofree char *name = inkan_object_name (algorithm->algorithm);
  const InkanPfxMac *mac = self->pfx->mac;
  InkanDerivation *derivation = &self->derivation;

  self->use = INKAN_PASSPHRASE_TEXT;
  self->cost = 1;
  if (mac->iterations != NULL && !inkan_iterations_read (mac->iterations, &self->cost, error))
    return FALSE;
  self->digest = inkan_providers_digest (providers, name, &derivation->context, error);
  if (self->digest == NULL)
    return FALSE;
  derivation->kind = INKAN_DERIVATION_PKCS12;
  derivation->purpose = PKCS12_MAC_ID;
  derivation->iterations = self->cost;
  derivation->key_length = EVP_MD_get_size (self->digest);
  EVP_MD_up_ref (self->digest);
  derivation->digest = self->digest;
  inkan_derivation_set_salt (derivation, mac->salt);
  return TRUE;
}

/* RFC 9579: the salt and iterations of MacData mean nothing then. */
static gboolean
read_pbmac1 (InkanMac *self, const X509_ALGOR *algorithm, InkanProviders *providers, GError **error)
{
  g_autoptr (PBE2PARAM) pbmac1 = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBE2PARAM), algorithm->parameter);
  g_autofree char *name = NULL;
  OSSL_LIB_CTX *context;
  gint64 length;
  int digest_nid = NID_undef, prf_nid;

  self->use = INKAN_PASSPHRASE_OCTETS;
  if (pbmac1 == NULL)
    return fail_damaged ("The parameters of the MAC are broken", error);
  if (OBJ_obj2nid (pbmac1->keyfunc->algorithm) != NID_id_pbkdf2
      || EVP_PBE_find (EVP_PBE_TYPE_PRF, OBJ_obj2nid (pbmac1->encryption->algorithm), NULL, &digest_nid, NULL)
             != 1) {
    name = inkan_object_name (OBJ_obj2nid (pbmac1->keyfunc->algorithm) != NID_id_pbkdf2
                                  ? pbmac1->keyfunc->algorithm
                                  : pbmac1->encryption->algorithm);
    ERR_clear_error ();
    g_set_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED,
                 "PBMAC1 with %s is not supported", name);
    inkan_certificate_error_set_algorithm (error, name);
    return FALSE;
  }
  if (!inkan_pbkdf2_read (&self->derivation, pbmac1->keyfunc->parameter, &length, &prf_nid, error))
    return FALSE;
  if (length < PBMAC1_MIN_KEY || length > EVP_MAX_MD_SIZE)
    return fail_damaged ("The key length of the MAC (PBMAC1) is not allowed", error);
  self->cost = self->derivation.iterations;
  self->derivation.key_length = (int) length;
  self->derivation.digest =
      inkan_providers_digest (providers, OBJ_nid2sn (prf_nid), &self->derivation.context, error);
  if (self->derivation.digest == NULL)
    return FALSE;
  self->digest = inkan_providers_digest (providers, OBJ_nid2sn (digest_nid), &context, error);
  return self->digest != NULL;
}

/*
 * inkan_mac_read:
 * @self: (out): what the MAC of @pfx asks for; borrows @pfx, which has one
 *
 * Returns: %FALSE with DAMAGED or UNSUPPORTED
 */
gboolean
inkan_mac_read (InkanMac *self, const InkanPfx *pfx, InkanProviders *providers, GError **error)
{
  const X509_ALGOR *algorithm = NULL;
  gboolean done;

  *self = (InkanMac){ .pfx = pfx };
  X509_SIG_get0 (pfx->mac->digest, &algorithm, &self->value);
  if (OBJ_obj2nid (algorithm->algorithm) == NID_pbmac1)
    done = read_pbmac1 (self, algorithm, providers, error);
  else
    done = read_classic (self, algorithm, providers, error);
  ERR_clear_error ();
  if (!done)
    return FALSE;
  if (ASN1_STRING_length (self->value) != EVP_MD_get_size (self->digest))
    return fail_damaged ("The MAC has the wrong length", error);
  self->few = self->cost < INKAN_FEW_ITERATIONS;
  return TRUE;
}

void
inkan_mac_clear (InkanMac *self)
{
  g_clear_pointer (&self->digest, EVP_MD_free);
  inkan_derivation_clear (&self->derivation);
}

/* What the MAC should be with the @key that its derivation has given.
 * @value: (out): has room for EVP_MAX_MD_SIZE octets. Returns: how many there are */
int
inkan_mac_compute (const InkanMac *self, const InkanKey *key, guint8 *value)
{
  const ASN1_OCTET_STRING *data = self->pfx->content->d.data;
  unsigned int length = 0;
  gboolean done = HMAC (self->digest, key->key, self->derivation.key_length, ASN1_STRING_get0_data (data),
                        (size_t) ASN1_STRING_length (data), value, &length)
                  != NULL;

  ERR_clear_error ();
  return done ? (int) length : 0;
}

/* Whether it is. */
gboolean
inkan_mac_verify (const InkanMac *self, const InkanKey *key)
{
  guint8 value[EVP_MAX_MD_SIZE];
  int length = inkan_mac_compute (self, key, value);

  return length > 0 && length == ASN1_STRING_length (self->value)
         && CRYPTO_memcmp (value, ASN1_STRING_get0_data (self->value), (gsize) length) == 0;
}
