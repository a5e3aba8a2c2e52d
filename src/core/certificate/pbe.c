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
  inkan_certificate_error_set_algorithm (error, name);
  return FALSE;
}

/* The algorithm itself is known. */
static gboolean
fail_key_length (int cipher_nid, GError **error)
{
  g_autofree char *name = inkan_object_name (OBJ_nid2obj (cipher_nid));

  g_set_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED,
               "The key length of %s is not supported", name);
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

/* @integer: (nullable): 0 for none, -1 for one that no key has. */
static gint64
read_key_length (const ASN1_INTEGER *integer)
{
  gint64 length;

  if (integer == NULL)
    return 0;
  return ASN1_INTEGER_get_int64 (&length, integer) == 1 && length > 0 ? length : -1;
}

/* As PKCS5_v2_PBKDF2_keyivgen() reads it: the PRF is HMAC-SHA-1 unless said. */
gboolean
inkan_pbkdf2_read (InkanDerivation *derivation, const ASN1_TYPE *parameter, gint64 *key_length, int *digest_nid,
                   GError **error)
{
  g_autoptr (PBKDF2PARAM) pbkdf2 = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBKDF2PARAM), parameter);
  int prf = NID_hmacWithSHA1;

  if (pbkdf2 == NULL || pbkdf2->salt == NULL || pbkdf2->salt->type != V_ASN1_OCTET_STRING)
    return fail_damaged (error);
  if (!inkan_iterations_read (pbkdf2->iter, &derivation->iterations, error))
    return FALSE;
  *key_length = read_key_length (pbkdf2->keylength);
  if (pbkdf2->prf != NULL)
    prf = OBJ_obj2nid (pbkdf2->prf->algorithm);
  if (EVP_PBE_find (EVP_PBE_TYPE_PRF, prf, NULL, digest_nid, NULL) != 1)
    return fail_unsupported ("key derivation", pbkdf2->prf->algorithm, error);
  derivation->kind = INKAN_DERIVATION_PBKDF2;
  inkan_derivation_set_salt (derivation, pbkdf2->salt->value.octet_string);
  return TRUE;
}

static gboolean
read_scrypt (InkanPbe *self, const ASN1_TYPE *parameter, GError **error)
{
  g_autoptr (SCRYPT_PARAMS) scrypt = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (SCRYPT_PARAMS), parameter);
  InkanDerivation *derivation = &self->derivation;

  if (scrypt == NULL)
    return fail_damaged (error);
  if (!inkan_iterations_read (scrypt->costParameter, &derivation->iterations, error)
      || !inkan_iterations_read (scrypt->blockSize, &derivation->block_size, error)
      || !inkan_iterations_read (scrypt->parallelizationParameter, &derivation->parallelism, error))
    return FALSE;
  self->key_length = read_key_length (scrypt->keyLength);
  derivation->kind = INKAN_DERIVATION_SCRYPT;
  inkan_derivation_set_salt (derivation, scrypt->salt);
  /* Each of the 2 N r p block mixes costs about as much as one iteration. */
  self->cost = INKAN_MAX_COST + 1;
  if (derivation->iterations * derivation->block_size <= SCRYPT_MAX_MEMORY / 128)
    self->cost = MIN (self->cost, 2 * derivation->iterations * derivation->block_size * derivation->parallelism);
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

/* RC2 has its key cut down to what its parameters say (RFC 8018, B.2.3): 160 stands
 * for 40 bits. */
static gboolean
is_cut_to_40_bits (const InkanPbe *self)
{
  guint8 iv[EVP_MAX_IV_LENGTH];
  long version = 0;

  return self->cipher_nid == NID_rc2_cbc && self->cipher_parameter != NULL
         && ASN1_TYPE_get_int_octetstring (self->cipher_parameter, &version, iv, sizeof iv) > 0 && version == 160;
}

static void
note_iterations (InkanPbe *self)
{
  if (self->cost < INKAN_FEW_ITERATIONS)
    self->weaknesses |= INKAN_WEAKNESS_FEW_ITERATIONS;
}

/* NSS has named AES with 128 bits and taken a key of 256, whose length it tells. */
static int
find_aes (int nid, gint64 key_length)
{
  static const int nids[] = { NID_aes_128_cbc, NID_aes_192_cbc, NID_aes_256_cbc };
  gboolean is_aes = nid == nids[0] || nid == nids[1] || nid == nids[2];

  return is_aes && (key_length == 16 || key_length == 24 || key_length == 32) ? nids[key_length / 8 - 2] : nid;
}

static gboolean
read_pbes2 (InkanPbe *self, GError **error)
{
  g_autoptr (PBE2PARAM) pbes2 =
      ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBE2PARAM), self->algorithm->parameter);

  if (pbes2 == NULL)
    return fail_damaged (error);
  self->use = INKAN_PASSPHRASE_OCTETS;
  self->cipher_nid = OBJ_obj2nid (pbes2->encryption->algorithm);
  if (is_weak_cipher (self->cipher_nid))
    self->weaknesses |= INKAN_WEAKNESS_OLD_ENCRYPTION;
  if (self->cipher_nid == NID_undef)
    return fail_unsupported ("encryption", pbes2->encryption->algorithm, error);
  self->cipher_parameter = g_steal_pointer (&pbes2->encryption->parameter);
  if (is_cut_to_40_bits (self))
    self->weaknesses |= INKAN_WEAKNESS_RC2_40;
  switch (OBJ_obj2nid (pbes2->keyfunc->algorithm)) {
  case NID_id_pbkdf2:
    if (!inkan_pbkdf2_read (&self->derivation, pbes2->keyfunc->parameter, &self->key_length, &self->digest_nid,
                            error))
      return FALSE;
    self->cipher_nid = find_aes (self->cipher_nid, self->key_length);
    self->cost = self->derivation.iterations;
    note_iterations (self);
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
    self->derivation.kind = INKAN_DERIVATION_PBKDF1;
    break;
  default:
    self->use = INKAN_PASSPHRASE_TEXT;
    self->derivation.kind = INKAN_DERIVATION_PKCS12;
    self->derivation.purpose = PKCS12_KEY_ID;
  }
  self->weaknesses |= INKAN_WEAKNESS_OLD_ENCRYPTION;
  if (self->cipher_nid == NID_rc2_40_cbc || self->cipher_nid == NID_rc4_40)
    self->weaknesses |= INKAN_WEAKNESS_RC2_40;
  self->cost = 1;
  if (pbe->iter != NULL && !inkan_iterations_read (pbe->iter, &self->cost, error))
    return FALSE;
  self->derivation.iterations = self->cost;
  inkan_derivation_set_salt (&self->derivation, pbe->salt);
  note_iterations (self);
  return TRUE;
}

/*
 * inkan_pbe_read:
 * @self: (out): what @algorithm asks for; borrows @algorithm; to be cleared in
 *   any case
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

void
inkan_pbe_clear (InkanPbe *self)
{
  g_clear_pointer (&self->cipher_parameter, ASN1_TYPE_free);
  g_clear_pointer (&self->cipher, EVP_CIPHER_CTX_free);
  inkan_derivation_clear (&self->derivation);
}

/* The cipher as its parameters want it (PBES2: they hold the initialisation vector
 * and what RC2 makes of its key), and how much of a key it takes. */
static gboolean
prepare_cipher (InkanPbe *self, const EVP_CIPHER *cipher, GError **error)
{
  InkanDerivation *derivation = &self->derivation;
  gboolean pbes2 = derivation->kind == INKAN_DERIVATION_PBKDF2 || derivation->kind == INKAN_DERIVATION_SCRYPT;
  int length;

  self->cipher = EVP_CIPHER_CTX_new ();
  if (self->cipher == NULL || EVP_DecryptInit_ex2 (self->cipher, cipher, NULL, NULL, NULL) != 1
      || (pbes2 && EVP_CIPHER_asn1_to_param (self->cipher, self->cipher_parameter) <= 0))
    return fail_unsupported ("encryption", OBJ_nid2obj (self->cipher_nid), error);
  length = EVP_CIPHER_CTX_get_key_length (self->cipher);
  derivation->key_length = length;
  derivation->iv_length = pbes2 ? 0 : EVP_CIPHER_get_iv_length (cipher);
  if (length <= 0 || length > EVP_MAX_KEY_LENGTH || (self->key_length != 0 && self->key_length != length))
    return fail_key_length (self->cipher_nid, error);
  return TRUE;
}

/*
 * inkan_pbe_find:
 *
 * Fetches the algorithms and completes the derivation. Still costs nothing.
 *
 * Returns: %FALSE with UNSUPPORTED
 */
gboolean
inkan_pbe_find (InkanPbe *self, InkanProviders *providers, GError **error)
{
  g_autoptr (EVP_CIPHER) cipher = NULL;
  InkanDerivation *derivation = &self->derivation;
  OSSL_LIB_CTX *context;

  cipher = inkan_providers_cipher (providers, OBJ_nid2sn (self->cipher_nid), &context, error);
  if (cipher == NULL)
    return FALSE;
  if (self->digest_nid > 0) {
    derivation->digest =
        inkan_providers_digest (providers, OBJ_nid2sn (self->digest_nid), &derivation->context, error);
    if (derivation->digest == NULL)
      return FALSE;
  }
  return prepare_cipher (self, cipher, error);
}

/* Returns: (transfer full) (nullable): to be freed with OPENSSL_clear_free() */
static guint8 *
run_cipher (const InkanPbe *self, const InkanKey *key, const guint8 *octets, int size, gboolean encrypt, int *length)
{
  gsize room = (gsize) size + EVP_MAX_BLOCK_LENGTH;
  guint8 *data = OPENSSL_malloc (room);
  int rest = 0;
  gboolean done;

  *length = 0;
  done = data != NULL
         && EVP_CipherInit_ex2 (self->cipher, NULL, key->key, self->derivation.iv_length > 0 ? key->iv : NULL, encrypt,
                                NULL)
                == 1
         && EVP_CipherUpdate (self->cipher, data, length, octets, size) == 1
         && EVP_CipherFinal_ex (self->cipher, data + *length, &rest) == 1;
  ERR_clear_error ();
  *length += rest;
  if (!done) {
    OPENSSL_clear_free (data, room);
    return NULL;
  }
  return data;
}

/*
 * inkan_pbe_decrypt:
 * @self: after inkan_pbe_find()
 * @key: from its derivation
 *
 * Returns: (transfer full) (nullable): to be freed with OPENSSL_clear_free();
 *   %NULL when the key does not fit
 */
guint8 *
inkan_pbe_decrypt (const InkanPbe *self, const InkanKey *key, const ASN1_OCTET_STRING *octets, int *length)
{
  *length = 0;
  if (octets == NULL || ASN1_STRING_length (octets) == 0)
    return NULL;
  return run_cipher (self, key, ASN1_STRING_get0_data (octets), ASN1_STRING_length (octets), FALSE, length);
}

/* The other way: (transfer full) (nullable). */
ASN1_OCTET_STRING *
inkan_pbe_encrypt (const InkanPbe *self, const InkanKey *key, const guint8 *octets, int size)
{
  ASN1_OCTET_STRING *encrypted = NULL;
  int length;
  guint8 *data = run_cipher (self, key, octets, size, TRUE, &length);

  if (data == NULL)
    return NULL;
  encrypted = ASN1_OCTET_STRING_new ();
  ASN1_STRING_set0 (encrypted, data, length);
  return encrypted;
}
