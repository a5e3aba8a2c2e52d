/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/shapes.h"

#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#define PASSPHRASE "secret"
/* More than this is not worked out: a MAC of any content will do for tests that
 * have something else in mind. */
#define MAX_ITERATIONS 4096

typedef struct {
  const char *name;
  const char *key_type;
  const char *passphrase; /* (nullable): not encrypted */
  int key_encryption;     /* NID, or -1: none */
  int encryption;         /* of the certificate */
  int mac;                /* NID of the digest, 0: none */
  gboolean pbmac1;
  gboolean indefinite;
  const char *curve; /* (nullable): P-256 */
  gboolean nameless; /* the certificate says nobody */
  const char *friendly_name;
} Kind;

static const Kind kinds[] = {
  { "3des", "EC", PASSPHRASE, NID_pbe_WithSHA1And3_Key_TripleDES_CBC, NID_pbe_WithSHA1And3_Key_TripleDES_CBC,
    NID_sha1, FALSE, FALSE },
  { "rc2-40", "EC", PASSPHRASE, NID_pbe_WithSHA1And3_Key_TripleDES_CBC, NID_pbe_WithSHA1And40BitRC2_CBC, NID_sha1,
    FALSE, FALSE },
  { "aes", "EC", PASSPHRASE, NID_aes_256_cbc, NID_aes_256_cbc, NID_sha256, FALSE, FALSE },
  { "no-mac", "EC", PASSPHRASE, NID_aes_128_cbc, NID_aes_128_cbc, 0, FALSE, FALSE },
  { "pbmac1", "EC", PASSPHRASE, NID_aes_256_cbc, NID_aes_256_cbc, NID_sha256, TRUE, FALSE },
  { "indefinite", "EC", PASSPHRASE, NID_aes_256_cbc, NID_aes_256_cbc, NID_sha256, FALSE, TRUE },
  { "plain", "EC", PASSPHRASE, -1, -1, NID_sha512, FALSE, FALSE },
  { "empty", "EC", "", NID_aes_256_cbc, NID_aes_256_cbc, NID_sha256, FALSE, FALSE },
  { "ed25519", "ED25519", PASSPHRASE, NID_aes_256_cbc, -1, 0, FALSE, FALSE },
  { "rsa-naked", "RSA", PASSPHRASE, -1, -1, 0, FALSE, FALSE },
};

/* For looking for what nobody has thought of. */
static const Kind odd_kinds[] = {
  { .name = "nameless", .key_type = "EC", .passphrase = PASSPHRASE, .key_encryption = -1, .encryption = -1,
    .nameless = TRUE },
  { .name = "friendly", .key_type = "EC", .passphrase = PASSPHRASE, .key_encryption = NID_aes_256_cbc,
    .encryption = NID_pbe_WithSHA1And128BitRC4, .mac = NID_sha224, .friendly_name = "é印" },
  { .name = "ed448", .key_type = "ED448", .passphrase = PASSPHRASE, .key_encryption = -1, .encryption = -1,
    .mac = NID_md5 },
  { .name = "k256", .key_type = "EC", .passphrase = PASSPHRASE, .key_encryption = NID_camellia_128_cbc,
    .encryption = NID_des_ede3_cbc, .mac = NID_sha384, .curve = "secp256k1" },
  { .name = "rsa-pss", .key_type = "RSA-PSS", .passphrase = PASSPHRASE, .key_encryption = -1, .encryption = -1,
    .mac = NID_sha256 },
};

static void
shape_free (Shape *shape)
{
  EVP_PKEY_free (shape->key);
  X509_free (shape->certificate);
  g_bytes_unref (shape->file);
  g_free (shape);
}

static EVP_PKEY *
make_pss_key (void)
{
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name (NULL, "RSA-PSS", NULL);
  EVP_PKEY *key = NULL;

  EVP_PKEY_keygen_init (context);
  EVP_PKEY_CTX_set_rsa_keygen_bits (context, 768);
  EVP_PKEY_keygen (context, &key);
  EVP_PKEY_CTX_free (context);
  return key;
}

static EVP_PKEY *
make_key (const char *type, const char *curve)
{
  EVP_PKEY *key;

  if (g_str_equal (type, "EC"))
    key = EVP_EC_gen (curve != NULL ? curve : "P-256");
  else if (g_str_equal (type, "RSA-PSS"))
    key = make_pss_key ();
  else if (g_str_equal (type, "RSA"))
    key = EVP_RSA_gen (512);
  else
    key = EVP_PKEY_Q_keygen (NULL, NULL, type);
  g_assert_nonnull (key);
  return key;
}

static X509 *
make_certificate (EVP_PKEY *key, gboolean nameless)
{
  X509 *certificate = X509_new ();
  X509_NAME *name = X509_get_subject_name (certificate);
  gboolean digests = EVP_PKEY_get_id (key) != EVP_PKEY_ED25519 && EVP_PKEY_get_id (key) != EVP_PKEY_ED448;

  X509_set_version (certificate, X509_VERSION_3);
  ASN1_INTEGER_set (X509_get_serialNumber (certificate), 1);
  if (!nameless)
    X509_NAME_add_entry_by_NID (name, NID_commonName, MBSTRING_ASC, (const guint8 *) "H", 1, -1, 0);
  X509_set_issuer_name (certificate, name);
  ASN1_TIME_set_string (X509_getm_notBefore (certificate), "240101000000Z");
  ASN1_TIME_set_string (X509_getm_notAfter (certificate), "490101000000Z");
  X509_set_pubkey (certificate, key);
  g_assert_cmpint (X509_sign (certificate, key, digests ? EVP_sha256 () : NULL), >, 0);
  return certificate;
}

/* MacData with an empty value; RFC 7292, section 4, or RFC 9579. */
static Ber *
make_mac (const Kind *kind)
{
  static const guint8 salt[8] = "saltsalt", one[] = { 1 };
  X509_ALGOR *algorithm = X509_ALGOR_new ();
  Ber *mac = ber_new (BER_SEQUENCE), *digest = ber_new (BER_SEQUENCE);
  guint8 *der = NULL;
  int length;

  if (kind->pbmac1) {
    PBE2PARAM *pbmac1 = PBE2PARAM_new ();
    ASN1_STRING *parameters = NULL;

    X509_ALGOR_free (pbmac1->keyfunc);
    pbmac1->keyfunc = PKCS5_pbkdf2_set (1, (guint8 *) salt, sizeof salt, NID_hmacWithSHA256, 32);
    X509_ALGOR_set0 (pbmac1->encryption, OBJ_nid2obj (NID_hmacWithSHA256), V_ASN1_NULL, NULL);
    parameters = ASN1_item_pack (pbmac1, ASN1_ITEM_rptr (PBE2PARAM), NULL);
    X509_ALGOR_set0 (algorithm, OBJ_txt2obj ("1.2.840.113549.1.5.14", 1), V_ASN1_SEQUENCE, parameters);
    PBE2PARAM_free (pbmac1);
  } else {
    X509_ALGOR_set0 (algorithm, OBJ_nid2obj (kind->mac), V_ASN1_NULL, NULL);
  }
  length = i2d_X509_ALGOR (algorithm, &der);
  ber_append (digest, ber_parse (der, (gsize) length));
  ber_append (digest, ber_new (BER_OCTETS));
  ber_append (mac, digest);
  ber_append (mac, ber_new_octets (BER_OCTETS, salt, sizeof salt));
  ber_append (mac, ber_new_octets (BER_INTEGER, one, sizeof one));
  OPENSSL_free (der);
  X509_ALGOR_free (algorithm);
  return mac;
}

/* The OCTET STRING in pieces, as programs wrote it that did not know the length
 * when they began. */
static void
cut (Ber *octets)
{
  g_autoptr (GBytes) bytes = ber_get_octets (octets);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  octets->tag = BER_OCTETS | BER_CONSTRUCTED;
  g_clear_pointer (&octets->children, g_ptr_array_unref);
  ber_append (octets, ber_new_octets (BER_OCTETS, data, length / 2));
  ber_append (octets, ber_new_octets (BER_OCTETS, data + length / 2, length - length / 2));
  octets->indefinite = TRUE;
}

/* Everything around the certificate, the key and the encrypted octets. */
static void
loosen (Ber *self, guint level)
{
  if (self->children == NULL || level > 2 || (level == 2 && self->tag == BER_OCTETS))
    return;
  for (guint i = 0; i < self->children->len; i++)
    loosen (self->children->pdata[i], level + (self->tag == BER_OCTETS));
  if ((self->tag & BER_CONSTRUCTED) != 0)
    self->indefinite = TRUE;
  else
    cut (self);
}

static GBytes *
finish (const Kind *kind, PKCS12 *pkcs12)
{
  g_autoptr (Ber) pfx = NULL;
  guint8 *der = NULL;
  int length = i2d_PKCS12 (pkcs12, &der);

  g_assert_cmpint (length, >, 0);
  pfx = ber_parse (der, (gsize) length);
  g_assert_nonnull (pfx);
  OPENSSL_free (der);
  if (kind->mac != 0)
    ber_append (pfx, make_mac (kind));
  if (kind->indefinite)
    loosen (pfx, 0);
  shapes_remac (pfx, kind->passphrase);
  return ber_write (pfx);
}

static Shape *
make (const Kind *kind, OSSL_LIB_CTX *context)
{
  Shape *shape = g_new0 (Shape, 1);
  PKCS12 *pkcs12;

  shape->name = kind->name;
  shape->passphrase = kind->passphrase;
  shape->mac = kind->mac != 0;
  shape->key = make_key (kind->key_type, kind->curve);
  shape->certificate = make_certificate (shape->key, kind->nameless);
  pkcs12 = PKCS12_create_ex (kind->passphrase, kind->friendly_name, shape->key, shape->certificate, NULL,
                             kind->key_encryption, kind->encryption, 1, -1, 0, context, NULL);
  g_assert_nonnull (pkcs12);
  shape->file = finish (kind, pkcs12);
  PKCS12_free (pkcs12);
  return shape;
}

GPtrArray *
shapes_make (gboolean odd)
{
  GPtrArray *shapes = g_ptr_array_new_with_free_func ((GDestroyNotify) shape_free);
  OSSL_LIB_CTX *context = OSSL_LIB_CTX_new ();
  OSSL_PROVIDER *usual = OSSL_PROVIDER_load (context, "default");
  OSSL_PROVIDER *legacy = OSSL_PROVIDER_load (context, "legacy");

  g_assert_nonnull (legacy);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_ptr_array_add (shapes, make (&kinds[i], context));
  for (gsize i = 0; odd && i < G_N_ELEMENTS (odd_kinds); i++)
    g_ptr_array_add (shapes, make (&odd_kinds[i], context));
  OSSL_PROVIDER_unload (legacy);
  OSSL_PROVIDER_unload (usual);
  OSSL_LIB_CTX_free (context);
  ERR_clear_error ();
  return shapes;
}

/* @key: (out). Returns: whether @algorithm and what stands beside it say how */
static gboolean
derive_classic (const Ber *mac, const char *passphrase, const EVP_MD *digest, guint8 *key)
{
  g_autoptr (GBytes) salt = ber_get (mac, 1) != NULL ? ber_get_octets (ber_get (mac, 1)) : NULL;
  const Ber *count = ber_get (mac, 2);
  const guint8 *octets;
  long iterations = 0;
  gsize length;

  if (salt == NULL)
    return FALSE;
  for (guint i = 0; count != NULL && count->octets != NULL && i < MIN (count->octets->len, 3); i++)
    iterations = iterations << 8 | count->octets->data[i];
  octets = g_bytes_get_data (salt, &length);
  return iterations <= MAX_ITERATIONS
         && PKCS12_key_gen_utf8 (passphrase, -1, (guint8 *) octets, (int) length, PKCS12_MAC_ID,
                                 (int) MAX (iterations, 1), EVP_MD_get_size (digest), key, digest)
                == 1;
}

static gboolean
derive_pbmac1 (const PBE2PARAM *pbmac1, const char *passphrase, guint8 *key, int *key_length, const EVP_MD **digest)
{
  PBKDF2PARAM *pbkdf2 = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBKDF2PARAM), pbmac1->keyfunc->parameter);
  int prf = NID_hmacWithSHA1, prf_digest = NID_undef, mac_digest = NID_undef;
  gint64 iterations = 0, length = 0;
  gboolean done = FALSE;

  if (pbkdf2 == NULL)
    return FALSE;
  if (pbkdf2->prf != NULL)
    prf = OBJ_obj2nid (pbkdf2->prf->algorithm);
  if (pbkdf2->salt->type == V_ASN1_OCTET_STRING && pbkdf2->keylength != NULL
      && ASN1_INTEGER_get_int64 (&iterations, pbkdf2->iter) == 1
      && ASN1_INTEGER_get_int64 (&length, pbkdf2->keylength) == 1 && length > 0 && length <= EVP_MAX_MD_SIZE
      && iterations > 0 && iterations <= MAX_ITERATIONS
      && EVP_PBE_find (EVP_PBE_TYPE_PRF, prf, NULL, &prf_digest, NULL) == 1
      && EVP_PBE_find (EVP_PBE_TYPE_PRF, OBJ_obj2nid (pbmac1->encryption->algorithm), NULL, &mac_digest, NULL) == 1) {
    const ASN1_OCTET_STRING *salt = pbkdf2->salt->value.octet_string;

    *digest = EVP_get_digestbynid (mac_digest);
    *key_length = (int) length;
    done = EVP_get_digestbynid (prf_digest) != NULL
           && PKCS5_PBKDF2_HMAC (passphrase, -1, ASN1_STRING_get0_data (salt), ASN1_STRING_length (salt),
                                 (int) iterations, EVP_get_digestbynid (prf_digest), *key_length, key)
                  == 1;
  }
  PBKDF2PARAM_free (pbkdf2);
  return done && *digest != NULL;
}

static gboolean
derive (const Ber *mac, const char *passphrase, guint8 *key, int *key_length, const EVP_MD **digest)
{
  g_autoptr (GBytes) octets = ber_get (ber_get (mac, 0), 0) != NULL ? ber_write (ber_get (ber_get (mac, 0), 0)) : NULL;
  const guint8 *data = octets != NULL ? g_bytes_get_data (octets, NULL) : NULL;
  X509_ALGOR *algorithm = data != NULL ? d2i_X509_ALGOR (NULL, &data, (long) g_bytes_get_size (octets)) : NULL;
  PBE2PARAM *pbmac1 = NULL;
  gboolean done = FALSE;

  if (algorithm == NULL)
    return FALSE;
  *digest = EVP_get_digestbyobj (algorithm->algorithm);
  if (*digest != NULL) {
    *key_length = EVP_MD_get_size (*digest);
    done = *key_length > 0 && derive_classic (mac, passphrase, *digest, key);
  } else {
    pbmac1 = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBE2PARAM), algorithm->parameter);
    done = pbmac1 != NULL && derive_pbmac1 (pbmac1, passphrase, key, key_length, digest);
  }
  PBE2PARAM_free (pbmac1);
  X509_ALGOR_free (algorithm);
  return done;
}

void
shapes_remac (Ber *pfx, const char *passphrase)
{
  const Ber *content = ber_get (ber_get (ber_get (pfx, 1), 1), 0), *mac = ber_get (pfx, 2);
  g_autoptr (GBytes) octets = content != NULL ? ber_get_octets (content) : NULL;
  Ber *value = ber_get (ber_get (mac, 0), 1);
  guint8 key[EVP_MAX_MD_SIZE], result[EVP_MAX_MD_SIZE];
  const EVP_MD *digest = NULL;
  unsigned int length = 0;
  int key_length = 0;

  if (octets != NULL && value != NULL && derive (mac, passphrase, key, &key_length, &digest)
      && HMAC (digest, key, key_length, g_bytes_get_data (octets, NULL), g_bytes_get_size (octets), result, &length)
             != NULL)
    ber_set_octets (value, result, length);
  ERR_clear_error ();
}
