/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/certificate/certificate-file.h"
#include "support/ber.h"

#include <string.h>
#include <time.h>

#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

/* Files made to be slow to open: each has to end soon, whatever comes out. What a
 * key derivation may cost is tested elsewhere. */

/* Of this process's own time. An RSA key of 16 384 bits whose primes are none takes
 * longest, 1.5 s, which is why larger ones are refused. */
#define MAX_SECONDS 4
#define EXPONENT 0xffffffffffffffc5 /* a prime, of as many bits as OpenSSL puts up with */
#define MAX_KEYS 64
#define MAX_CERTIFICATES 128

typedef STACK_OF (PKCS12_SAFEBAG) Bags;

/* An odd number with its first two bits set, so that products are as long as may be. */
static BIGNUM *
make_number (int bits)
{
  BIGNUM *number = BN_new ();

  g_assert_true (BN_rand (number, bits, BN_RAND_TOP_TWO, BN_RAND_BOTTOM_ODD));
  return number;
}

static void
append_number (Ber *to, const BIGNUM *number)
{
  int length = BN_num_bits (number) / 8 + 1; /* with room for the sign */
  g_autofree guint8 *octets = g_malloc ((gsize) length);

  BN_bn2binpad (number, octets, length);
  ber_append (to, ber_new_octets (BER_INTEGER, octets, (gsize) length));
}

/* @parameters, @private: (transfer full): of a private key of the kind @nid, put into
 * a bag that is not encrypted. */
static void
add_key (Bags **bags, int nid, Ber *parameters, Ber *private)
{
  g_autoptr (Ber) info = ber_new (BER_SEQUENCE);
  g_autoptr (GBytes) octets = NULL;
  Ber *algorithm = ber_new (BER_SEQUENCE), *inside = ber_new (BER_OCTETS);
  const ASN1_OBJECT *object = OBJ_nid2obj (nid);
  const guint8 *data;

  ber_append (algorithm, ber_new_octets (BER_OBJECT, OBJ_get0_data (object), OBJ_length (object)));
  ber_append (algorithm, parameters);
  ber_append (inside, private);
  ber_append (info, ber_new_octets (BER_INTEGER, "", 1));
  ber_append (info, algorithm);
  ber_append (info, inside);
  octets = ber_write (info);
  data = g_bytes_get_data (octets, NULL);
  if (*bags == NULL)
    *bags = sk_PKCS12_SAFEBAG_new_null ();
  sk_PKCS12_SAFEBAG_push (
      *bags, PKCS12_SAFEBAG_create0_p8inf (d2i_PKCS8_PRIV_KEY_INFO (NULL, &data, (long) g_bytes_get_size (octets))));
}

static BIGNUM *
less_one (const BIGNUM *number)
{
  BIGNUM *less = BN_dup (number);

  BN_sub_word (less, 1);
  return less;
}

static BIGNUM *
make_coprime (const BIGNUM *other, int bits)
{
  BN_CTX *context = BN_CTX_new ();
  BIGNUM *number = make_number (bits), *divisor = BN_new ();

  while (BN_gcd (divisor, number, other, context) == 1 && !BN_is_one (divisor))
    BN_add_word (number, 2);
  BN_free (divisor);
  BN_CTX_free (context);
  return number;
}

/* Everything in it agrees, but for the primes, which are none: OpenSSL finds out when
 * it has signed, and signs once more without them, which takes longest.
 * Returns: (transfer full): the modulus */
static BIGNUM *
add_rsa_key (Bags **bags, int bits)
{
  BN_CTX *context = BN_CTX_new ();
  BIGNUM *p = make_number (bits / 2), *q = make_coprime (p, bits / 2);
  BIGNUM *less_p = less_one (p), *less_q = less_one (q), *order = BN_new (), *number = BN_new ();
  BIGNUM *n = BN_new (), *e = BN_new (), *d = BN_new ();
  Ber *private = ber_new (BER_SEQUENCE);

  BN_mul (n, p, q, context);
  BN_mul (order, less_p, less_q, context);
  BN_set_word (e, EXPONENT);
  g_assert_nonnull (BN_mod_inverse (d, e, order, context));
  append_number (private, BN_value_one ());
  ber_set_octets (ber_get (private, 0), "", 1); /* version 0 */
  append_number (private, n);
  append_number (private, e);
  append_number (private, d);
  append_number (private, p);
  append_number (private, q);
  BN_mod (number, d, less_p, context);
  append_number (private, number);
  BN_mod (number, d, less_q, context);
  append_number (private, number);
  g_assert_nonnull (BN_mod_inverse (number, q, p, context));
  append_number (private, number);
  add_key (bags, NID_rsaEncryption, ber_new (0x05), private);
  BN_free (p);
  BN_free (q);
  BN_free (less_p);
  BN_free (less_q);
  BN_free (e);
  BN_free (d);
  BN_free (order);
  BN_free (number);
  BN_CTX_free (context);
  return n;
}

/* Of which OpenSSL works out the public half when it reads it. */
static void
add_dsa_key (Bags **bags, int bits)
{
  BIGNUM *prime = make_number (bits), *smaller = make_number (bits - 8);
  Ber *parameters = ber_new (BER_SEQUENCE), *numbers = ber_new (BER_SEQUENCE);

  append_number (parameters, prime);
  append_number (parameters, prime);
  append_number (parameters, smaller);
  append_number (numbers, smaller);
  add_key (bags, NID_dsa, parameters, ber_copy (ber_get (numbers, 0)));
  ber_free (numbers);
  BN_free (prime);
  BN_free (smaller);
}

static EVP_PKEY *
make_public_rsa_key (const BIGNUM *modulus)
{
  OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new ();
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name (NULL, "RSA", NULL);
  EVP_PKEY *key = NULL;
  OSSL_PARAM *parameters;

  OSSL_PARAM_BLD_push_BN (builder, OSSL_PKEY_PARAM_RSA_N, modulus);
  OSSL_PARAM_BLD_push_uint64 (builder, OSSL_PKEY_PARAM_RSA_E, EXPONENT);
  parameters = OSSL_PARAM_BLD_to_param (builder);
  EVP_PKEY_fromdata_init (context);
  g_assert_true (EVP_PKEY_fromdata (context, &key, EVP_PKEY_PUBLIC_KEY, parameters));
  OSSL_PARAM_free (parameters);
  OSSL_PARAM_BLD_free (builder);
  EVP_PKEY_CTX_free (context);
  return key;
}

/* As many addresses as there is room for, none of them anybody else's. */
static void
add_addresses (X509 *certificate, guint person)
{
  g_autoptr (GString) addresses = g_string_new ("email:someone@inkan.example");
  X509_EXTENSION *extension;

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (addresses, ",email:%u@%u.example", i, person);
  extension = X509V3_EXT_conf_nid (NULL, NULL, NID_subject_alt_name, addresses->str);
  g_assert_nonnull (extension);
  X509_add_ext (certificate, extension, -1);
  X509_EXTENSION_free (extension);
}

/* @person: 0: all of one name, which is the issuer's as well. @signature: how many
 * octets of what looks like an RSA signature it has. */
static void
add_certificate (Bags **bags, EVP_PKEY *key, EVP_PKEY *signer, gsize signature, guint person)
{
  X509 *certificate = X509_new ();
  X509_NAME *name = X509_get_subject_name (certificate);
  g_autofree char *common_name = person > 0 ? g_strdup_printf ("Person %u", person) : g_strdup ("Everybody");
  const ASN1_BIT_STRING *bits = NULL;

  X509_set_version (certificate, X509_VERSION_3);
  X509_NAME_add_entry_by_NID (name, NID_commonName, MBSTRING_ASC, (const guint8 *) common_name, -1, -1, 0);
  X509_set_issuer_name (certificate, name);
  X509_gmtime_adj (X509_getm_notBefore (certificate), 0);
  X509_gmtime_adj (X509_getm_notAfter (certificate), 3600);
  X509_set_pubkey (certificate, key);
  if (person > 0)
    add_addresses (certificate, person);
  g_assert_cmpint (X509_sign (certificate, signer, EVP_sha256 ()), >, 0);
  if (signature > 0) {
    g_autofree guint8 *octets = g_malloc0 (signature);

    octets[signature - 1] = 2;
    X509_get0_signature (&bits, NULL, certificate);
    ASN1_BIT_STRING_set ((ASN1_BIT_STRING *) bits, octets, (int) signature);
  }
  PKCS12_add_cert (bags, certificate);
  X509_free (certificate);
}

static GBytes *
finish (Bags *bags)
{
  STACK_OF (PKCS7) *contents = NULL;
  PKCS12 *pkcs12;
  guint8 *octets = NULL;
  GBytes *bytes;
  int length;

  g_assert_true (PKCS12_add_safe (&contents, bags, -1, 0, NULL));
  pkcs12 = PKCS12_add_safes (contents, 0);
  length = i2d_PKCS12 (pkcs12, &octets);
  g_assert_cmpint (length, >, 0);
  bytes = g_bytes_new (octets, (gsize) length);
  OPENSSL_free (octets);
  PKCS12_free (pkcs12);
  sk_PKCS7_pop_free (contents, PKCS7_free);
  sk_PKCS12_SAFEBAG_pop_free (bags, PKCS12_SAFEBAG_free);
  return bytes;
}

/* Returns: the error's code, -1 for none */
static int
open_soon (Bags *bags)
{
  g_autoptr (GBytes) bytes = finish (bags);
  g_autoptr (GError) error = NULL;
  clock_t start = clock ();
  InkanCertificate *certificate = inkan_certificate_open (bytes, NULL, NULL, &error);
  double seconds = (double) (clock () - start) / CLOCKS_PER_SEC;

  g_test_message ("%" G_GSIZE_FORMAT " octets, %.2f s: %s", g_bytes_get_size (bytes), seconds,
                  error != NULL ? error->message : "opened");
  g_assert_cmpfloat (seconds, <, MAX_SECONDS);
  g_clear_object (&certificate);
  return error != NULL ? error->code : -1;
}

static void
test_rsa (gconstpointer data)
{
  int bits = GPOINTER_TO_INT (data);
  Bags *bags = NULL;
  BIGNUM *modulus = add_rsa_key (&bags, bits);
  EVP_PKEY *public_key = make_public_rsa_key (modulus), *signer = EVP_RSA_gen (512);
  int code;

  add_certificate (&bags, public_key, signer, 0, 0);
  code = open_soon (bags);
  g_assert_cmpint (code, ==,
                   bits > 16384 ? INKAN_CERTIFICATE_ERROR_UNSUPPORTED : INKAN_CERTIFICATE_ERROR_MISMATCH);
  EVP_PKEY_free (public_key);
  EVP_PKEY_free (signer);
  BN_free (modulus);
}

static void
test_dsa (gconstpointer data)
{
  Bags *bags = NULL;
  int bits = GPOINTER_TO_INT (data);

  for (guint i = 0; i < MAX_KEYS; i++)
    add_dsa_key (&bags, bits);
  g_assert_cmpint (open_soon (bags), ==,
                   bits > 4096 ? INKAN_CERTIFICATE_ERROR_UNSUPPORTED : INKAN_CERTIFICATE_ERROR_NO_CERTIFICATE);
}

/* A hundred authorities of one name, none of which has signed. */
static void
test_authorities (void)
{
  EVP_PKEY *own = EVP_EC_gen ("P-521"), *signer = EVP_RSA_gen (512);
  BIGNUM *modulus = make_number (16384);
  EVP_PKEY *authority = make_public_rsa_key (modulus);
  Bags *bags = NULL;

  for (guint i = 0; i < MAX_KEYS; i++)
    g_assert_nonnull (PKCS12_add_key (&bags, own, 0, 0, -1, NULL));
  add_certificate (&bags, own, signer, 2048, 0);
  for (guint i = 1; i < MAX_CERTIFICATES; i++)
    add_certificate (&bags, authority, signer, 2048, 0);
  g_assert_cmpint (open_soon (bags), ==, -1);
  BN_free (modulus);
  EVP_PKEY_free (own);
  EVP_PKEY_free (signer);
  EVP_PKEY_free (authority);
}

/* As many keys as may be, each compared with as many certificates. */
static void
test_pairs (void)
{
  EVP_PKEY *signer = EVP_EC_gen ("P-256"), *own = NULL;
  Bags *bags = NULL;

  for (guint i = 0; i < MAX_KEYS; i++) {
    EVP_PKEY *key = EVP_EC_gen ("P-521");

    g_assert_nonnull (PKCS12_add_key (&bags, key, 0, 0, -1, NULL));
    add_certificate (&bags, key, signer, 0, 0);
    add_certificate (&bags, key, signer, 0, 0);
    EVP_PKEY_free (own);
    own = key;
  }
  g_assert_cmpint (open_soon (bags), ==, -1);
  EVP_PKEY_free (own);
  EVP_PKEY_free (signer);
}

/* Are they all different people? */
static void
test_people (void)
{
  EVP_PKEY *own = EVP_EC_gen ("P-256"), *another = EVP_EC_gen ("P-256");
  Bags *bags = NULL;

  g_assert_nonnull (PKCS12_add_key (&bags, own, 0, 0, -1, NULL));
  g_assert_nonnull (PKCS12_add_key (&bags, another, 0, 0, -1, NULL));
  for (guint i = 0; i < MAX_CERTIFICATES; i++)
    add_certificate (&bags, own, own, 0, i + 1);
  g_assert_cmpint (open_soon (bags), ==, -1);
  EVP_PKEY_free (own);
  EVP_PKEY_free (another);
}

/* With the public half of @key, and the private one of nobody. */
static EVP_PKEY *
make_pretender (const EVP_PKEY *key)
{
  g_autoptr (Ber) private = NULL;
  g_autoptr (GBytes) octets = NULL;
  guint8 *der = NULL;
  const guint8 *data;
  int length = i2d_PrivateKey (key, &der);

  private = ber_parse (der, (gsize) length);
  ber_get (private, 1)->octets->data[20] ^= 1;
  octets = ber_write (private);
  data = g_bytes_get_data (octets, NULL);
  OPENSSL_free (der);
  return d2i_PrivateKey (EVP_PKEY_EC, NULL, &data, (long) g_bytes_get_size (octets));
}

/* All claim to belong to the certificate; the last one does, if @data says so. */
static void
test_pretenders (gconstpointer data)
{
  gboolean one_is_true = GPOINTER_TO_INT (data);
  EVP_PKEY *own = EVP_EC_gen ("P-521"), *pretender = make_pretender (own);
  Bags *bags = NULL;

  for (guint i = 1; i < MAX_KEYS; i++)
    g_assert_nonnull (PKCS12_add_key (&bags, pretender, 0, 0, -1, NULL));
  if (one_is_true)
    g_assert_nonnull (PKCS12_add_key (&bags, own, 0, 0, -1, NULL));
  add_certificate (&bags, own, own, 0, 0);
  g_assert_cmpint (open_soon (bags), ==, one_is_true ? -1 : INKAN_CERTIFICATE_ERROR_MISMATCH);
  EVP_PKEY_free (own);
  EVP_PKEY_free (pretender);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/certificate/worst/rsa/largest", GINT_TO_POINTER (16384), test_rsa);
  g_test_add_data_func ("/certificate/worst/rsa/larger", GINT_TO_POINTER (16400), test_rsa);
  g_test_add_data_func ("/certificate/worst/rsa/huge", GINT_TO_POINTER (60000), test_rsa);
  g_test_add_data_func ("/certificate/worst/dsa/largest", GINT_TO_POINTER (4096), test_dsa);
  g_test_add_data_func ("/certificate/worst/dsa/huge", GINT_TO_POINTER (20000), test_dsa);
  g_test_add_func ("/certificate/worst/authorities", test_authorities);
  g_test_add_func ("/certificate/worst/pairs", test_pairs);
  g_test_add_func ("/certificate/worst/people", test_people);
  g_test_add_data_func ("/certificate/worst/pretenders/all", GINT_TO_POINTER (FALSE), test_pretenders);
  g_test_add_data_func ("/certificate/worst/pretenders/but-one", GINT_TO_POINTER (TRUE), test_pretenders);
  return g_test_run ();
}
