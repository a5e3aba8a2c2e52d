/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate-private.h"

#include <string.h>

#include <openssl/core_names.h>
#include <openssl/err.h>

/* A file with a hundred authorities of one name could ask for a thousand. */
#define MAX_CHECKS 64
/* Signing with 64 keys that are larger takes too long (RSA). */
#define MAX_BITS_TO_TRY 4096

static BIGNUM *
get_number (const EVP_PKEY *key, const char *name)
{
  BIGNUM *number = NULL;

  return EVP_PKEY_get_bn_param (key, name, &number) == 1 ? number : NULL;
}

/* Whether @exponent, that of @prime, undoes @e and is what @d comes to. */
static gboolean
fits_prime (const BIGNUM *exponent, const BIGNUM *prime, const BIGNUM *d, const BIGNUM *e, BN_CTX *context)
{
  g_autoptr (BIGNUM) order = BN_dup (prime);
  g_autoptr (BIGNUM) rest = BN_new ();

  return BN_sub_word (order, 1) == 1 && BN_mod_mul (rest, exponent, e, order, context) == 1 && BN_is_one (rest)
         && BN_mod (rest, d, order, context) == 1 && BN_cmp (rest, exponent) == 0;
}

/* An RSA key says its private half in two ways, and OpenSSL signs with one even
 * if the other is wrong, with which other programs would work (RFC 8017, 3.2). */
static gboolean
is_whole (const EVP_PKEY *key)
{
  g_autoptr (BIGNUM) n = get_number (key, OSSL_PKEY_PARAM_RSA_N);
  g_autoptr (BIGNUM) e = get_number (key, OSSL_PKEY_PARAM_RSA_E);
  g_autoptr (BIGNUM) d = get_number (key, OSSL_PKEY_PARAM_RSA_D);
  g_autoptr (BIGNUM) p = get_number (key, OSSL_PKEY_PARAM_RSA_FACTOR1);
  g_autoptr (BIGNUM) q = get_number (key, OSSL_PKEY_PARAM_RSA_FACTOR2);
  g_autoptr (BIGNUM) of_p = get_number (key, OSSL_PKEY_PARAM_RSA_EXPONENT1);
  g_autoptr (BIGNUM) of_q = get_number (key, OSSL_PKEY_PARAM_RSA_EXPONENT2);
  g_autoptr (BIGNUM) coefficient = get_number (key, OSSL_PKEY_PARAM_RSA_COEFFICIENT1);
  g_autoptr (BIGNUM) more = get_number (key, OSSL_PKEY_PARAM_RSA_FACTOR3);
  g_autoptr (BIGNUM) result = BN_new ();
  g_autoptr (BN_CTX) context = BN_CTX_new ();

  if (n == NULL || e == NULL || d == NULL || p == NULL || q == NULL || of_p == NULL || of_q == NULL
      || coefficient == NULL || more != NULL)
    return TRUE; /* another kind, or said in one way only */
  return BN_mul (result, p, q, context) == 1 && BN_cmp (result, n) == 0 && fits_prime (of_p, p, d, e, context)
         && fits_prime (of_q, q, d, e, context) && BN_mod_mul (result, q, coefficient, p, context) == 1
         && BN_is_one (result);
}

/* Whether what @key signs is what the owner of @certificate has signed: equal
 * public halves alone say nothing about the private one. */
static gboolean
signs_for (EVP_PKEY *key, EVP_PKEY *public_key)
{
  static const guint8 text[] = "Do key and certificate belong together?";
  g_autoptr (EVP_MD_CTX) signing = EVP_MD_CTX_new ();
  g_autoptr (EVP_MD_CTX) verifying = EVP_MD_CTX_new ();
  g_autofree guint8 *signature = NULL;
  size_t length = 0;

  /* A key that is not for signing has nothing more to prove. */
  if (EVP_DigestSignInit_ex (signing, NULL, NULL, NULL, NULL, key, NULL) != 1)
    return TRUE;
  if (EVP_DigestSign (signing, NULL, &length, text, sizeof text) != 1)
    return FALSE;
  signature = g_malloc (length);
  return EVP_DigestSign (signing, signature, &length, text, sizeof text) == 1
         && EVP_DigestVerifyInit_ex (verifying, NULL, NULL, NULL, NULL, public_key, NULL) == 1
         && EVP_DigestVerify (verifying, signature, length, text, sizeof text) == 1;
}

static gboolean
is_valid_now (const X509 *certificate)
{
  return X509_cmp_current_time (X509_get0_notBefore (certificate)) < 0
         && X509_cmp_current_time (X509_get0_notAfter (certificate)) > 0;
}

static gboolean
same_id (const InkanItem *a, const InkanItem *b)
{
  return a->local_id != NULL && b->local_id != NULL && g_bytes_equal (a->local_id, b->local_id);
}

/* Of several that have their key here: a person's before an authority's, valid
 * before expired, marked as belonging to the key before not, then the newer. */
static gboolean
is_better (const InkanItem *key, const InkanItem *candidate, const InkanChain *best)
{
  int difference, days = 0, seconds = 0;

  if (best->own == NULL)
    return TRUE;
  difference = (X509_check_ca (best->own->certificate) != 0) - (X509_check_ca (candidate->certificate) != 0);
  if (difference == 0)
    difference = is_valid_now (candidate->certificate) - is_valid_now (best->own->certificate);
  if (difference == 0)
    difference = same_id (candidate, key) - same_id (best->own, best->key);
  if (difference == 0
      && ASN1_TIME_diff (&days, &seconds, X509_get0_notBefore (best->own->certificate),
                         X509_get0_notBefore (candidate->certificate))
             == 1)
    difference = days != 0 ? days : seconds;
  return difference > 0;
}

static void
find_own (InkanChain *self, const InkanOpening *opening)
{
  g_autofree EVP_PKEY **public_keys = g_new0 (EVP_PKEY *, opening->certificates->len);

  /* Each decoded once: one that cannot be would be tried anew every time. */
  for (guint j = 0; j < opening->certificates->len; j++)
    public_keys[j] = X509_get0_pubkey (((const InkanItem *) g_ptr_array_index (opening->certificates, j))->certificate);
  for (guint i = 0; i < opening->keys->len; i++) {
    const InkanItem *key = g_ptr_array_index (opening->keys, i);

    for (guint j = 0; j < opening->certificates->len; j++) {
      const InkanItem *candidate = g_ptr_array_index (opening->certificates, j);

      if (public_keys[j] == NULL || EVP_PKEY_eq (public_keys[j], key->key) != 1
          || !is_better (key, candidate, self))
        continue;
      self->key = key;
      self->own = candidate;
    }
  }
  ERR_clear_error ();
}

static gboolean
is_sha1 (const X509 *certificate)
{
  int digest = NID_undef;

  if (OBJ_find_sigid_algs (X509_get_signature_nid (certificate), &digest, NULL) != 1)
    return FALSE;
  return digest == NID_sha1 || digest == NID_md5 || digest == NID_md4 || digest == NID_md2;
}

static gboolean
is_listed (const InkanChain *self, const X509 *certificate)
{
  for (guint i = 0; i < self->n_above; i++)
    if (X509_cmp (self->above[i], certificate) == 0)
      return TRUE;
  return X509_cmp (self->own->certificate, certificate) == 0;
}

static gboolean
is_self_issued (const X509 *certificate)
{
  return X509_NAME_cmp (X509_get_subject_name (certificate), X509_get_issuer_name (certificate)) == 0;
}

/* How far upwards it leads: a root's own, one whose issuer is there too, the others. */
static int
rank (const InkanOpening *opening, const X509 *certificate)
{
  if (is_self_issued (certificate))
    return 2;
  for (guint i = 0; i < opening->certificates->len; i++) {
    const InkanItem *item = g_ptr_array_index (opening->certificates, i);

    if (X509_NAME_cmp (X509_get_subject_name (item->certificate), X509_get_issuer_name (certificate)) == 0)
      return 1;
  }
  return 0;
}

/* The issuer of @certificate among all, or %NULL; of an authority that several have
 * certified, what leads upwards within the file, and nobody twice. @broken: (out): one of that name is
 * there, but has not signed it. @checks: (inout): how many signatures may still be
 * checked. */
static X509 *
find_issuer (const InkanChain *self, const InkanOpening *opening, X509 *certificate, guint *checks,
             gboolean *broken)
{
  X509 *found = NULL;

  *broken = FALSE;
  for (guint i = 0; i < opening->certificates->len; i++) {
    const InkanItem *item = g_ptr_array_index (opening->certificates, i);
    EVP_PKEY *public_key;
    int verified;

    if (X509_NAME_cmp (X509_get_subject_name (item->certificate), X509_get_issuer_name (certificate)) != 0)
      continue;
    public_key = X509_get0_pubkey (item->certificate);
    if (public_key == NULL || *checks == 0)
      continue;
    --*checks;
    verified = X509_verify (certificate, public_key);
    ERR_clear_error ();
    if (verified == 1 && X509_cmp (item->certificate, certificate) == 0)
      return item->certificate; /* a root */
    if (verified == 1 && !is_listed (self, item->certificate)
        && (found == NULL || rank (opening, item->certificate) > rank (opening, found)))
      found = item->certificate;
    /* An authority's former certificate of the same name is no issuer, but no
     * fault either: the key identifiers say that another one is meant. */
    if (verified == 0 && X509_check_issued (item->certificate, certificate) == X509_V_OK)
      *broken = TRUE;
  }
  ERR_clear_error ();
  return found;
}

static void
build (InkanChain *self, const InkanOpening *opening)
{
  X509 *certificate = self->own->certificate;
  guint checks = MAX_CHECKS;
  gboolean broken = FALSE;

  self->state = INKAN_CHAIN_PARTIAL;
  for (;;) {
    X509 *issuer = find_issuer (self, opening, certificate, &checks, &broken);

    if (issuer == NULL) {
      self->sha1 |= is_sha1 (certificate);
      self->state = broken ? INKAN_CHAIN_BROKEN : INKAN_CHAIN_PARTIAL;
      return;
    }
    /* Nobody relies on the signature that a root has put under itself. */
    if (X509_cmp (issuer, certificate) == 0) {
      self->state = INKAN_CHAIN_COMPLETE;
      return;
    }
    self->sha1 |= is_sha1 (certificate);
    if (self->n_above == INKAN_MAX_CHAIN)
      return;
    self->above[self->n_above++] = certificate = issuer;
  }
}

/* No mail server tells apart what differs in capitals only. */
static gboolean
is_same_address (const char *one, const char *other)
{
  g_autofree char *folded = g_utf8_casefold (one, -1), *other_folded = g_utf8_casefold (other, -1);

  return g_str_equal (folded, other_folded);
}

static gboolean
share_address (const X509 *one, const X509 *other)
{
  g_autoptr (GPtrArray) names_of_one = inkan_x509_names (one), names_of_other = inkan_x509_names (other);
  g_auto (GStrv) addresses_of_one = inkan_x509_addresses (one, names_of_one);
  g_auto (GStrv) addresses_of_other = inkan_x509_addresses (other, names_of_other);

  for (guint i = 0; addresses_of_one[i] != NULL; i++)
    for (guint j = 0; addresses_of_other[j] != NULL; j++)
      if (is_same_address (addresses_of_one[i], addresses_of_other[j]))
        return TRUE;
  return FALSE;
}

static gboolean
are_of_one_person (const X509 *one, const X509 *other)
{
  const X509_NAME *name = X509_get_subject_name (one);

  return (X509_NAME_entry_count (name) > 0 && X509_NAME_cmp (name, X509_get_subject_name (other)) == 0)
         || share_address (one, other);
}

static gboolean
has_its_key (const InkanOpening *opening, X509 *certificate)
{
  EVP_PKEY *public_key = X509_get0_pubkey (certificate);

  for (guint i = 0; public_key != NULL && i < opening->keys->len; i++) {
    const InkanItem *key = g_ptr_array_index (opening->keys, i);

    if (EVP_PKEY_eq (public_key, key->key) == 1)
      return TRUE;
  }
  return FALSE;
}

/* Each person once, whatever number of certificates they have here. */
static void
count_others (InkanChain *self, const InkanOpening *opening)
{
  g_autoptr (GPtrArray) persons = g_ptr_array_new ();

  if (opening->keys->len < 2)
    return;
  g_ptr_array_add (persons, self->own->certificate);
  for (guint i = 0; i < opening->certificates->len; i++) {
    const InkanItem *item = g_ptr_array_index (opening->certificates, i);
    gboolean known = X509_check_ca (item->certificate) != 0 || !has_its_key (opening, item->certificate);

    for (guint j = 0; !known && j < persons->len; j++)
      known = are_of_one_person (g_ptr_array_index (persons, j), item->certificate);
    if (!known)
      g_ptr_array_add (persons, item->certificate);
  }
  self->n_others = persons->len - 1;
  ERR_clear_error ();
}

static gboolean
proves (const InkanItem *key, EVP_PKEY *public_key)
{
  gboolean proved = is_whole (key->key) && signs_for (key->key, public_key);

  ERR_clear_error ();
  return proved;
}

/* A key whose halves do not belong together may stand beside the true one, of which
 * it has the public half. */
static gboolean
prove (InkanChain *self, const InkanOpening *opening)
{
  EVP_PKEY *public_key = X509_get0_pubkey (self->own->certificate);

  if (proves (self->key, public_key))
    return TRUE;
  for (guint i = 0; EVP_PKEY_get_bits (public_key) <= MAX_BITS_TO_TRY && i < opening->keys->len; i++) {
    const InkanItem *key = g_ptr_array_index (opening->keys, i);

    if (key == self->key || EVP_PKEY_eq (public_key, key->key) != 1 || !proves (key, public_key))
      continue;
    self->key = key;
    return TRUE;
  }
  ERR_clear_error ();
  return FALSE;
}

/*
 * inkan_chain_find:
 * @self: (out)
 * @opening: has run
 *
 * Finds the certificate whose private key is there, proves that they belong
 * together, and follows the issuers as far as the file has them.
 */
gboolean
inkan_chain_find (InkanChain *self, const InkanOpening *opening, GError **error)
{
  InkanCertificateError code = INKAN_CERTIFICATE_ERROR_MISMATCH;
  const char *message = "The private key belongs to none of the certificates";

  *self = (InkanChain){ 0 };
  if (opening->keys->len > 0)
    find_own (self, opening);
  if (self->own != NULL) {
    if (prove (self, opening)) {
      build (self, opening);
      count_others (self, opening);
      return TRUE;
    }
    if (!is_whole (self->key->key)) {
      code = INKAN_CERTIFICATE_ERROR_DAMAGED;
      message = "The private key is broken";
    }
  } else if (opening->oddity != NULL) {
    g_propagate_error (error, g_error_copy (opening->oddity));
    return FALSE;
  } else if (opening->keys->len == 0) {
    code = INKAN_CERTIFICATE_ERROR_NO_KEY;
    message = "No private key is inside";
  } else if (opening->certificates->len == 0) {
    code = INKAN_CERTIFICATE_ERROR_NO_CERTIFICATE;
    message = "A private key is inside, but no certificate";
  }
  g_set_error_literal (error, INKAN_CERTIFICATE_ERROR, code, message);
  return FALSE;
}
