/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pbe.h"

#include "certificate-file.h"
#include "pfx.h"

#include <openssl/err.h>

/* EVP_PBE_scrypt() takes no more memory than this unless told otherwise. */
#define SCRYPT_MAX_MEMORY (32 * 1024 * 1024)

static gboolean
fail_damaged (GError **error)
{
  ERR_clear_error ();
  g_set_error_literal (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED,
                       "The parameters of the encryption are broken");
  return FALSE;
}

static gboolean
fail_unsupported (const char *what, const ASN1_OBJECT *object, GError **error)
{
  g_autofree char *name = inkan_object_name (object);

  ERR_clear_error ();
  g_set_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED,
               "The %s %s is not supported", what, name);
  return FALSE;
}

/* No more than just too much, so that sums cannot overflow. */
gboolean
inkan_iterations_read (const ASN1_INTEGER *integer, gint64 *iterations, GError **error)
{
  *iterations = 0;
  if (ASN1_STRING_type (integer) == V_ASN1_NEG_INTEGER)
    return fail_damaged (error);
  if (ASN1_INTEGER_get_int64 (iterations, integer) != 1)
    *iterations = G_MAXINT64; /* larger than that */
  ERR_clear_error ();
  if (*iterations < 1)
    return fail_damaged (error);
  *iterations = MIN (*iterations, INKAN_MAX_COST + 1);
  return TRUE;
}

/* As PKCS5_v2_PBKDF2_keyivgen() reads it: the PRF is HMAC-SHA-1 unless said. */
gboolean
inkan_pbkdf2_read (const ASN1_TYPE *parameter, PBKDF2PARAM **parameters, gint64 *iterations, int *digest_nid,
                   GError **error)
{
  g_autoptr (PBKDF2PARAM) pbkdf2 = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBKDF2PARAM), parameter);
  int prf = NID_hmacWithSHA1;

  if (pbkdf2 == NULL || pbkdf2->salt == NULL || pbkdf2->salt->type != V_ASN1_OCTET_STRING)
    return fail_damaged (error);
  if (!inkan_iterations_read (pbkdf2->iter, iterations, error))
    return FALSE;
  if (pbkdf2->prf != NULL)
    prf = OBJ_obj2nid (pbkdf2->prf->algorithm);
  if (EVP_PBE_find (EVP_PBE_TYPE_PRF, prf, NULL, digest_nid, NULL) != 1)
    return fail_unsupported ("key derivation", pbkdf2->prf->algorithm, error);
  *parameters = g_steal_pointer (&pbkdf2);
  return TRUE;
}

static gboolean
read_scrypt (InkanPbe *self, const ASN1_TYPE *parameter, GError **error)
{
  g_autoptr (SCRYPT_PARAMS) scrypt = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (SCRYPT_PARAMS), parameter);
  gint64 n, r, p;

  if (scrypt == NULL)
    return fail_damaged (error);
  if (!inkan_iterations_read (scrypt->costParameter, &n, error)
      || !inkan_iterations_read (scrypt->blockSize, &r, error)
      || !inkan_iterations_read (scrypt->parallelizationParameter, &p, error))
    return FALSE;
  /* Each of the 2 N r p block mixes costs about as much as one iteration. */
  self->cost = INKAN_MAX_COST + 1;
  if (n * r <= SCRYPT_MAX_MEMORY / 128)
    self->cost = MIN (self->cost, 2 * n * r * p);
  return TRUE;
}

static gboolean
is_weak_cipher (int nid)
{
  switch (nid) {
  case NID_rc2_cbc:
  case NID_rc2_40_cbc:
  case NID_rc2_64_cbc:
  case NID_rc4:
  case NID_rc4_40:
  case NID_des_cbc:
    return TRUE;
  default:
    return FALSE;
  }
}

static gboolean
read_pbes2 (InkanPbe *self, GError **error)
{
  g_autoptr (PBE2PARAM) pbes2 =
      ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBE2PARAM), self->algorithm->parameter);
  g_autoptr (PBKDF2PARAM) pbkdf2 = NULL;

  if (pbes2 == NULL)
    return fail_damaged (error);
  self->use = INKAN_PASSPHRASE_OCTETS;
  self->cipher_nid = OBJ_obj2nid (pbes2->encryption->algorithm);
  self->old = is_weak_cipher (self->cipher_nid);
  if (self->cipher_nid == NID_undef)
    return fail_unsupported ("encryption", pbes2->encryption->algorithm, error);
  switch (OBJ_obj2nid (pbes2->keyfunc->algorithm)) {
  case NID_id_pbkdf2:
    if (!inkan_pbkdf2_read (pbes2->keyfunc->parameter, &pbkdf2, &self->cost, &self->digest_nid, error))
      return FALSE;
    self->few = self->cost < INKAN_FEW_ITERATIONS;
    return TRUE;
  case NID_id_scrypt:
    return read_scrypt (self, pbes2->keyfunc->parameter, error);
  default:
    return fail_unsupported ("key derivation", pbes2->keyfunc->algorithm, error);
  }
}

/* PKCS#12's own schemes, and those of PKCS#5 1.5. */
static gboolean
read_pbes1 (InkanPbe *self, int nid, GError **error)
{
  g_autoptr (PBEPARAM) pbe = NULL;

  if (EVP_PBE_find (EVP_PBE_TYPE_OUTER, nid, &self->cipher_nid, &self->digest_nid, NULL) != 1
      || self->cipher_nid <= 0)
    return fail_unsupported ("encryption", self->algorithm->algorithm, error);
  pbe = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBEPARAM), self->algorithm->parameter);
  if (pbe == NULL)
    return fail_damaged (error);
  switch (nid) {
  case NID_pbeWithMD2AndDES_CBC:
  case NID_pbeWithMD5AndDES_CBC:
  case NID_pbeWithSHA1AndDES_CBC:
  case NID_pbeWithMD2AndRC2_CBC:
  case NID_pbeWithMD5AndRC2_CBC:
  case NID_pbeWithSHA1AndRC2_CBC:
    self->use = INKAN_PASSPHRASE_OCTETS;
    break;
  default:
    self->use = INKAN_PASSPHRASE_TEXT;
  }
  self->old = TRUE;
  if (pbe->iter == NULL)
    self->cost = 1;
  else if (!inkan_iterations_read (pbe->iter, &self->cost, error))
    return FALSE;
  self->few = self->cost < INKAN_FEW_ITERATIONS;
  return TRUE;
}

/*
 * inkan_pbe_read:
 * @self: (out): what @algorithm asks for; borrows @algorithm
 *
 * Returns: %FALSE with DAMAGED or UNSUPPORTED
 */
gboolean
inkan_pbe_read (InkanPbe *self, const X509_ALGOR *algorithm, GError **error)
{
  int nid = OBJ_obj2nid (algorithm->algorithm);
  gboolean done;

  *self = (InkanPbe){ .algorithm = algorithm };
  done = nid == NID_pbes2 ? read_pbes2 (self, error) : read_pbes1 (self, nid, error);
  ERR_clear_error ();
  return done;
}

/* Which library context has the algorithms: @context, or UNSUPPORTED. */
gboolean
inkan_pbe_find (const InkanPbe *self, InkanProviders *providers, OSSL_LIB_CTX **context, GError **error)
{
  g_autoptr (EVP_CIPHER) cipher = NULL;
  g_autoptr (EVP_MD) digest = NULL;
  OSSL_LIB_CTX *digest_context = NULL;

  cipher = inkan_providers_cipher (providers, OBJ_nid2sn (self->cipher_nid), context, error);
  if (cipher == NULL)
    return FALSE;
  if (self->digest_nid <= 0)
    return TRUE;
  digest = inkan_providers_digest (providers, OBJ_nid2sn (self->digest_nid), &digest_context, error);
  if (digest_context != NULL)
    *context = digest_context; /* has everything */
  return digest != NULL;
}

/*
 * inkan_pbe_decrypt:
 * @context: from inkan_pbe_find()
 * @passphrase: (nullable)
 *
 * One derivation.
 *
 * Returns: (transfer full) (nullable): to be freed with OPENSSL_clear_free();
 *   %NULL when the passphrase does not fit
 */
guint8 *
inkan_pbe_decrypt (const InkanPbe *self, OSSL_LIB_CTX *context, const char *passphrase, int passphrase_length,
                   const ASN1_OCTET_STRING *octets, int *length)
{
  guint8 *data = NULL;

  *length = 0;
  if (octets == NULL || ASN1_STRING_length (octets) == 0)
    return NULL;
  PKCS12_pbe_crypt_ex (self->algorithm, passphrase, passphrase_length, ASN1_STRING_get0_data (octets),
                       ASN1_STRING_length (octets), &data, length, 0, context, NULL);
  ERR_clear_error ();
  return data;
}
