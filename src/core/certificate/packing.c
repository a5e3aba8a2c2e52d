/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "packing.h"

#include "mac.h"
#include "pfx.h"

#include <openssl/err.h>
#include <openssl/rand.h>

#define MAX_SALT 16

/*
 * The number for the MAC is that of the encryption: a guess may be tried at either,
 * and would be at the cheaper one. (One iteration of PKCS#12's own derivation is
 * half of one of PBKDF2, so that twice as many would be fair; but Java gives up
 * above 5 000 000, Windows and .NET above 600 000, and what cannot be opened is of
 * no use.) Salts have the 128 bits of NIST SP 800-132, section 5.1. For old
 * programs, everything is as OpenSSL wrote it from 1999 to 2021: 2 048 iterations,
 * 8 octets; some have no room for more.
 */
static const struct {
  int cipher_nid; /* PBES2 */
  int pbe_nid;    /* or PKCS#12's own scheme */
  int iterations;
  int salt_length;
  int mac_nid;
} kinds[] = {
  [INKAN_ENCRYPTION_MODERN] = { NID_aes_256_cbc, NID_undef, 600000, 16, NID_sha256 },
  [INKAN_ENCRYPTION_COMPATIBLE] = { NID_undef, NID_pbe_WithSHA1And3_Key_TripleDES_CBC, 2048, 8, NID_sha1 },
};

typedef struct {
  InkanEncryption encryption;
  const char *passphrase;
  int passphrase_length;
  GCancellable *cancellable;
} Packing;

static gboolean
fail (GError **error)
{
  const char *reason = ERR_reason_error_string (ERR_peek_last_error ());

  if (error != NULL && *error == NULL)
    g_set_error (error, INKAN_CONVERSION_ERROR, INKAN_CONVERSION_ERROR_FAILED, "The new file cannot be written: %s",
                 reason != NULL ? reason : "OpenSSL gives no reason");
  ERR_clear_error ();
  return FALSE;
}

static X509_ALGOR *
new_algorithm (const Packing *self)
{
  int iterations = kinds[self->encryption].iterations, salt_length = kinds[self->encryption].salt_length;

  if (kinds[self->encryption].pbe_nid != NID_undef)
    return PKCS5_pbe_set (kinds[self->encryption].pbe_nid, iterations, NULL, salt_length);
  return PKCS5_pbe2_set_iv (EVP_get_cipherbynid (kinds[self->encryption].cipher_nid), iterations, NULL, salt_length,
                            NULL, NID_hmacWithSHA256);
}

static gboolean
derive (const Packing *self, const InkanDerivation *derivation, InkanKey *key, GError **error)
{
  return inkan_derivation_run (derivation, self->passphrase, self->passphrase_length, self->cancellable, key, error);
}

/* One derivation. Returns: (transfer full) (nullable): @value, encoded and encrypted. */
static ASN1_OCTET_STRING *
encrypt (const Packing *self, const X509_ALGOR *algorithm, const void *value, const ASN1_ITEM *item, GError **error)
{
  InkanProviders providers = { 0 };
  g_auto (InkanPbe) pbe = { 0 };
  g_auto (InkanKey) key;
  ASN1_OCTET_STRING *octets = NULL;
  guint8 *plain = NULL;
  int length;

  if (!inkan_pbe_read (&pbe, algorithm, error) || !inkan_pbe_find (&pbe, &providers, error)
      || !derive (self, &pbe.derivation, &key, error))
    return NULL;
  length = ASN1_item_i2d (value, &plain, item);
  if (length > 0)
    octets = inkan_pbe_encrypt (&pbe, &key, plain, length);
  OPENSSL_clear_free (plain, (gsize) MAX (length, 0));
  if (octets == NULL)
    fail (error);
  return octets;
}

/* EncryptedPrivateKeyInfo. */
static X509_SIG *
shroud (const Packing *self, const PKCS8_PRIV_KEY_INFO *key, GError **error)
{
  X509_ALGOR *algorithm = new_algorithm (self);
  ASN1_OCTET_STRING *octets =
      algorithm != NULL ? encrypt (self, algorithm, key, ASN1_ITEM_rptr (PKCS8_PRIV_KEY_INFO), error) : NULL;
  g_autoptr (X509_SIG) shrouded = NULL;
  X509_ALGOR *inner_algorithm;
  ASN1_OCTET_STRING *inner;

  if (octets != NULL) {
    shrouded = X509_SIG_new ();
    X509_SIG_getm (shrouded, &inner_algorithm, &inner);
    X509_ALGOR_copy (inner_algorithm, algorithm);
    ASN1_STRING_copy (inner, octets);
  }
  if (algorithm == NULL)
    fail (error);
  X509_ALGOR_free (algorithm);
  ASN1_OCTET_STRING_free (octets);
  return g_steal_pointer (&shrouded);
}

static ASN1_TYPE *
pack_type (void *value, const ASN1_ITEM *item)
{
  ASN1_TYPE *type = NULL;

  return ASN1_TYPE_pack_sequence (item, value, &type);
}

/* As Java locks a secret key: shrouded in an octet string in a bag in the bag. */
static ASN1_TYPE *
pack_secret (X509_SIG *shrouded)
{
  ASN1_OCTET_STRING *octets = ASN1_item_pack (shrouded, ASN1_ITEM_rptr (X509_SIG), NULL);
  InkanBag *inner = (InkanBag *) ASN1_item_new (ASN1_ITEM_rptr (InkanBag));
  ASN1_TYPE *type;

  inner->type = OBJ_nid2obj (NID_pkcs8ShroudedKeyBag);
  ASN1_TYPE_set (inner->value, V_ASN1_OCTET_STRING, octets);
  type = pack_type (inner, ASN1_ITEM_rptr (InkanBag));
  ASN1_item_free ((ASN1_VALUE *) inner, ASN1_ITEM_rptr (InkanBag));
  return type;
}

/* Returns: (transfer full) (nullable) */
static InkanBag *
lock_key (const Packing *self, const InkanPiece *piece, GError **error)
{
  g_autoptr (X509_SIG) shrouded = shroud (self, piece->key, error);
  ASN1_TYPE *value;
  InkanBag *bag;

  if (shrouded == NULL)
    return NULL;
  value = OBJ_obj2nid (piece->bag->type) == NID_secretBag ? pack_secret (shrouded)
                                                          : pack_type (shrouded, ASN1_ITEM_rptr (X509_SIG));
  bag = (InkanBag *) ASN1_item_dup (ASN1_ITEM_rptr (InkanBag), piece->bag);
  if (value == NULL || bag == NULL) {
    fail (error);
    return NULL;
  }
  ASN1_TYPE_free (bag->value);
  bag->value = value;
  return bag;
}

static PKCS7 *
new_content (int nid)
{
  PKCS7 *content = PKCS7_new ();

  PKCS7_set_type (content, nid);
  return content;
}

/* Each key is encrypted by itself. */
static PKCS7 *
pack_keys (const Packing *self, const GPtrArray *pieces, GError **error)
{
  STACK_OF (InkanBag) *bags = sk_InkanBag_new_null ();
  gboolean done = TRUE;
  PKCS7 *content = NULL;

  for (guint i = 0; done && i < pieces->len; i++) {
    const InkanPiece *piece = g_ptr_array_index (pieces, i);
    InkanBag *bag = piece->key != NULL ? lock_key (self, piece, error) : NULL;

    if (bag != NULL)
      sk_InkanBag_push (bags, bag);
    done = bag != NULL || piece->key == NULL;
  }
  if (done) {
    content = new_content (NID_pkcs7_data);
    ASN1_item_pack (bags, ASN1_ITEM_rptr (InkanBags), &content->d.data);
  }
  sk_InkanBag_pop_free (bags, inkan_bag_free);
  return content;
}

/* Everything else is encrypted together. */
static PKCS7 *
pack_others (const Packing *self, const GPtrArray *pieces, GError **error)
{
  PKCS7 *content = new_content (NID_pkcs7_encrypted);
  PKCS7_ENC_CONTENT *inner = content->d.encrypted->enc_data;
  STACK_OF (InkanBag) *bags = sk_InkanBag_new_null ();

  for (guint i = 0; i < pieces->len; i++) {
    const InkanPiece *piece = g_ptr_array_index (pieces, i);

    if (piece->key == NULL)
      sk_InkanBag_push (bags, piece->bag);
  }
  X509_ALGOR_free (inner->algorithm);
  inner->algorithm = new_algorithm (self);
  if (inner->algorithm != NULL)
    inner->enc_data = encrypt (self, inner->algorithm, bags, ASN1_ITEM_rptr (InkanBags), error);
  else
    fail (error);
  sk_InkanBag_free (bags);
  if (inner->enc_data == NULL)
    g_clear_pointer (&content, PKCS7_free);
  return content;
}

/* Two boxes, in the order in which everybody makes them. */
static InkanContentStack *
pack_contents (const Packing *self, const GPtrArray *pieces, GError **error)
{
  g_autoptr (InkanContentStack) contents = sk_PKCS7_new_null ();
  PKCS7 *others = pack_others (self, pieces, error);
  PKCS7 *keys = others != NULL ? pack_keys (self, pieces, error) : NULL;

  if (others != NULL)
    sk_PKCS7_push (contents, others);
  if (keys == NULL)
    return NULL;
  sk_PKCS7_push (contents, keys);
  return g_steal_pointer (&contents);
}

/* What the MAC will be computed with: PKCS#12's own derivation, which everybody knows. */
static gboolean
prepare_mac (const Packing *self, InkanPfxMac *mac)
{
  int digest = kinds[self->encryption].mac_nid, salt_length = kinds[self->encryption].salt_length;
  guint8 salt[MAX_SALT], nothing[EVP_MAX_MD_SIZE] = { 0 };
  ASN1_OCTET_STRING *value;
  X509_ALGOR *algorithm;

  X509_SIG_getm (mac->digest, &algorithm, &value);
  return RAND_bytes (salt, salt_length) == 1 && ASN1_OCTET_STRING_set (mac->salt, salt, salt_length) == 1
         && ASN1_INTEGER_set (mac->iterations, kinds[self->encryption].iterations) == 1
         && X509_ALGOR_set0 (algorithm, OBJ_nid2obj (digest), V_ASN1_NULL, NULL) == 1
         && ASN1_OCTET_STRING_set (value, nothing, EVP_MD_get_size (EVP_get_digestbynid (digest))) == 1;
}

static gboolean
sign (const Packing *self, InkanPfx *pfx, GError **error)
{
  InkanProviders providers = { 0 };
  g_auto (InkanMac) mac = { 0 };
  g_auto (InkanKey) key;
  ASN1_OCTET_STRING *octets;
  guint8 value[EVP_MAX_MD_SIZE];
  int length;

  if (!prepare_mac (self, pfx->mac))
    return fail (error);
  if (!inkan_mac_read (&mac, pfx, &providers, error) || !derive (self, &mac.derivation, &key, error))
    return FALSE;
  length = inkan_mac_compute (&mac, &key, value);
  X509_SIG_getm (pfx->mac->digest, NULL, &octets);
  return (length > 0 && ASN1_OCTET_STRING_set (octets, value, length) == 1) || fail (error);
}

/* What opening the packed file will cost, in iterations. */
gint64
inkan_packing_cost (const GPtrArray *pieces, InkanEncryption encryption)
{
  gint64 derivations = 2;

  for (guint i = 0; i < pieces->len; i++)
    derivations += ((const InkanPiece *) g_ptr_array_index (pieces, i))->key != NULL;
  return derivations * kinds[encryption].iterations;
}

/*
 * inkan_pack:
 * @pieces: the keys among them are locked by it
 * @passphrase: not empty
 *
 * Returns: (transfer full): a PKCS#12 file, in DER; or %NULL with
 *   INKAN_CONVERSION_ERROR_FAILED or G_IO_ERROR_CANCELLED
 */
GBytes *
inkan_pack (const GPtrArray *pieces, InkanEncryption encryption, SecretValue *passphrase, GCancellable *cancellable,
            GError **error)
{
  Packing self = { encryption, NULL, 0, cancellable };
  g_autoptr (InkanContentStack) contents = NULL;
  g_autoptr (InkanPfx) pfx = NULL;
  GBytes *bytes = NULL;
  gsize length;

  self.passphrase = secret_value_get (passphrase, &length);
  self.passphrase_length = (int) MIN (length, G_MAXINT);
  contents = pack_contents (&self, pieces, error);
  if (contents == NULL)
    return NULL;
  pfx = inkan_pfx_new (contents);
  if (pfx != NULL && !sign (&self, pfx, error))
    return NULL;
  if (pfx != NULL)
    bytes = inkan_pfx_save (pfx);
  if (bytes == NULL)
    fail (error);
  return bytes;
}
