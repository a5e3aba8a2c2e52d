/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "key-limits.h"

#include <openssl/err.h>

/* OpenSSL reckons with private numbers of any size, and what it has begun cannot be
 * cancelled. Larger keys than these are not in use: an RSA key of 16 384 bits has
 * 9 300 octets; DSA ends at 3 072 bits (FIPS 186-4). */
#define MAX_OCTETS 10240
#define MAX_RSA_BITS 16384
#define MAX_GROUP_OCTETS 512 /* of the prime that DSA and DH reckon with */

static gboolean
is_in_group (int nid)
{
  return nid == NID_dsa || nid == NID_dhKeyAgreement || nid == NID_dhpublicnumber;
}

static gboolean
is_bearable_group (const X509_ALGOR *algorithm, int private_length)
{
  ASN1_SEQUENCE_ANY *parameters = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (ASN1_SEQUENCE_ANY), algorithm->parameter);
  const ASN1_TYPE *prime = sk_ASN1_TYPE_num (parameters) > 0 ? sk_ASN1_TYPE_value (parameters, 0) : NULL;
  gboolean bearable = prime == NULL || prime->type != V_ASN1_INTEGER
                      || ASN1_STRING_length (prime->value.integer) <= MAX_GROUP_OCTETS;

  sk_ASN1_TYPE_pop_free (parameters, ASN1_TYPE_free);
  ERR_clear_error ();
  return bearable && private_length <= MAX_GROUP_OCTETS + 8;
}

/* Before it is decoded, which for some kinds means to work out the public half. */
gboolean
inkan_key_is_bearable (const PKCS8_PRIV_KEY_INFO *info)
{
  const X509_ALGOR *algorithm = NULL;
  const ASN1_OBJECT *type = NULL;
  const guint8 *octets;
  int length;

  if (PKCS8_pkey_get0 (&type, &octets, &length, &algorithm, info) != 1)
    return TRUE; /* will not be decoded either */
  return length <= MAX_OCTETS && (!is_in_group (OBJ_obj2nid (type)) || is_bearable_group (algorithm, length));
}

/* Before anything is signed with it. */
gboolean
inkan_key_is_of_bearable_size (const EVP_PKEY *key)
{
  return EVP_PKEY_get_bits (key) <= MAX_RSA_BITS;
}
