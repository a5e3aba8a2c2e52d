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

  self->use = INKAN_PASSPHRASE_TEXT;
  self->cost = 1;
  if (mac->iterations != NULL && !inkan_iterations_read (mac->iterations, &self->cost, error))
    return FALSE;
  self->digest = inkan_providers_digest (providers, name, &self->context, error);
  return self->digest != NULL;
}

/* RFC 9579: the salt and iterations of MacData mean nothing then. */
static gboolean
read_pbmac1 (InkanMac *self, const X509_ALGOR *algorithm, InkanProviders *providers, GError **error)
{
  g_autoptr (PBE2PARAM) pbmac1 = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBE2PARAM), algorithm->parameter);
  g_autofree char *name = NULL;
  gint64 length = 0;
  int digest_nid = NID_undef;

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
    return FALSE;
  }
  if (!inkan_pbkdf2_read (pbmac1->keyfunc->parameter, &self->pbkdf2, &self->cost, &self->prf_nid, error))
    return FALSE;
  if (self->pbkdf2->keylength == NULL || ASN1_INTEGER_get_int64 (&length, self->pbkdf2->keylength) != 1
      || length < PBMAC1_MIN_KEY || length > EVP_MAX_MD_SIZE)
    return fail_damaged ("The key length of the MAC (PBMAC1) is not allowed", error);
  self->key_length = (int) length;
  self->digest = inkan_providers_digest (providers, OBJ_nid2sn (digest_nid), &self->context, error);
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
  g_clear_pointer (&self->pbkdf2, PBKDF2PARAM_free);
}

static gboolean
derive (const InkanMac *self, const char *passphrase, int length, guint8 *key, int key_length)
{
  const ASN1_OCTET_STRING *salt = self->pfx->mac->salt;
  g_autoptr (EVP_MD) prf = NULL;

  if (self->pbkdf2 == NULL)
    return PKCS12_key_gen_utf8_ex (passphrase, length, (guint8 *) ASN1_STRING_get0_data (salt),
                                   ASN1_STRING_length (salt), PKCS12_MAC_ID, (int) self->cost, key_length, key,
                                   self->digest, self->context, NULL)
           == 1;
  salt = self->pbkdf2->salt->value.octet_string;
  prf = EVP_MD_fetch (NULL, OBJ_nid2sn (self->prf_nid), NULL);
  return prf != NULL
         && PKCS5_PBKDF2_HMAC (passphrase != NULL ? passphrase : "", length, ASN1_STRING_get0_data (salt),
                               ASN1_STRING_length (salt), (int) self->cost, prf, key_length, key)
                == 1;
}

/* One derivation. Whether the MAC is right with this passphrase. */
gboolean
inkan_mac_verify (const InkanMac *self, const char *passphrase, int passphrase_length)
{
  const ASN1_OCTET_STRING *data = self->pfx->content->d.data;
  guint8 key[EVP_MAX_MD_SIZE], value[EVP_MAX_MD_SIZE];
  int key_length = self->pbkdf2 != NULL ? self->key_length : EVP_MD_get_size (self->digest);
  unsigned int length = 0;
  gboolean holds;

  holds = derive (self, passphrase, passphrase_length, key, key_length)
          && HMAC (self->digest, key, key_length, ASN1_STRING_get0_data (data), (size_t) ASN1_STRING_length (data),
                   value, &length)
                 != NULL
          && length == (unsigned int) ASN1_STRING_length (self->value)
          && CRYPTO_memcmp (value, ASN1_STRING_get0_data (self->value), length) == 0;
  OPENSSL_cleanse (key, sizeof key);
  ERR_clear_error ();
  return holds;
}
