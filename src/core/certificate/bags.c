/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bags.h"

#include "conversion.h"

#include <string.h>

#include <openssl/asn1t.h>
#include <openssl/err.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

ASN1_SEQUENCE (InkanBag) = {
  ASN1_SIMPLE (InkanBag, type, ASN1_OBJECT),
  ASN1_EXP (InkanBag, value, ASN1_ANY, 0),
  ASN1_SET_OF_OPT (InkanBag, attributes, X509_ATTRIBUTE),
} ASN1_SEQUENCE_END (InkanBag)

ASN1_ITEM_TEMPLATE (InkanBags) = ASN1_EX_TEMPLATE_TYPE (ASN1_TFLG_SEQUENCE_OF, 0, InkanBags, InkanBag)
ASN1_ITEM_TEMPLATE_END (InkanBags)

#pragma GCC diagnostic pop

void
inkan_bag_free (InkanBag *bag)
{
  ASN1_item_free ((ASN1_VALUE *) bag, ASN1_ITEM_rptr (InkanBag));
}

static void
piece_free (InkanPiece *piece)
{
  inkan_bag_free (piece->bag);
  X509_free (piece->certificate);
  EVP_PKEY_free (piece->public_key);
  g_free (piece);
}

static const PKCS8_PRIV_KEY_INFO *
get_key (const InkanKept *kept)
{
  if (kept->decrypted != NULL)
    return kept->decrypted;
  return PKCS12_SAFEBAG_get_nid (kept->bag) == NID_keyBag ? PKCS12_SAFEBAG_get0_p8inf (kept->bag) : NULL;
}

/* Of a key: type and attributes, so that what is secret in it is not copied. */
static InkanBag *
new_key_bag (const PKCS12_SAFEBAG *source)
{
  const STACK_OF (X509_ATTRIBUTE) *attributes = PKCS12_SAFEBAG_get0_attrs (source);
  InkanBag *bag = (InkanBag *) ASN1_item_new (ASN1_ITEM_rptr (InkanBag));
  int nid = PKCS12_SAFEBAG_get_nid (source);

  bag->type = OBJ_nid2obj (nid == NID_keyBag ? NID_pkcs8ShroudedKeyBag : nid);
  ASN1_TYPE_set (bag->value, V_ASN1_NULL, NULL);
  if (sk_X509_ATTRIBUTE_num (attributes) > 0)
    bag->attributes = sk_X509_ATTRIBUTE_deep_copy (attributes, (sk_X509_ATTRIBUTE_copyfunc) X509_ATTRIBUTE_dup,
                                                   X509_ATTRIBUTE_free);
  return bag;
}

/* Of anything else: all of it, in DER, whatever it was before. */
static InkanBag *
new_other_bag (const PKCS12_SAFEBAG *source)
{
  guint8 *octets = NULL;
  const guint8 *p;
  InkanBag *bag;
  int length = ASN1_item_i2d ((const ASN1_VALUE *) source, &octets, ASN1_ITEM_rptr (PKCS12_SAFEBAG));

  if (length <= 0)
    return NULL;
  p = octets;
  bag = (InkanBag *) ASN1_item_d2i (NULL, &p, length, ASN1_ITEM_rptr (InkanBag));
  OPENSSL_clear_free (octets, (gsize) length);
  return bag;
}

/* A name is a BMPString (RFC 2985, section 5.5.1), and Java gives the whole file up
 * when it is not. UTF-8 and the like, which is well meant, becomes one. */
static X509_ATTRIBUTE *
repair_name (X509_ATTRIBUTE *attribute)
{
  const ASN1_TYPE *value = X509_ATTRIBUTE_get0_type (attribute, 0);
  X509_ATTRIBUTE *repaired = NULL;
  g_autofree char *utf16 = NULL;
  guint8 *utf8 = NULL;
  gsize size = 0;
  int length;

  if (value != NULL && value->type == V_ASN1_BMPSTRING && X509_ATTRIBUTE_count (attribute) == 1)
    return attribute;
  if (value != NULL && (ASN1_tag2bit (value->type) & (B_ASN1_DIRECTORYSTRING)) != 0) {
    length = ASN1_STRING_to_UTF8 (&utf8, value->value.asn1_string);
    if (length > 0)
      utf16 = g_convert ((const char *) utf8, length, "UTF-16BE", "UTF-8", NULL, &size, NULL);
    OPENSSL_free (utf8);
  }
  if (utf16 != NULL)
    repaired = X509_ATTRIBUTE_create_by_NID (NULL, NID_friendlyName, V_ASN1_BMPSTRING, (const guint8 *) utf16,
                                             (int) size);
  X509_ATTRIBUTE_free (attribute);
  return repaired;
}

static void
repair_attributes (InkanBag *bag)
{
  for (int i = sk_X509_ATTRIBUTE_num (bag->attributes) - 1; i >= 0; i--) {
    X509_ATTRIBUTE *attribute = sk_X509_ATTRIBUTE_value (bag->attributes, i);

    if (OBJ_obj2nid (X509_ATTRIBUTE_get0_object (attribute)) != NID_friendlyName)
      continue;
    attribute = repair_name (attribute);
    if (attribute != NULL)
      sk_X509_ATTRIBUTE_set (bag->attributes, i, attribute);
    else
      sk_X509_ATTRIBUTE_delete (bag->attributes, i);
  }
}

static InkanPiece *
piece_new (const InkanKept *kept)
{
  const PKCS8_PRIV_KEY_INFO *key = get_key (kept);
  InkanBag *bag = key != NULL ? new_key_bag (kept->bag) : new_other_bag (kept->bag);
  InkanPiece *piece;

  if (bag == NULL)
    return NULL;
  piece = g_new0 (InkanPiece, 1);
  piece->bag = bag;
  piece->key = key;
  repair_attributes (bag);
  if (PKCS12_SAFEBAG_get_nid (kept->bag) == NID_certBag)
    piece->certificate = PKCS12_SAFEBAG_get1_cert (kept->bag);
  if (key != NULL && OBJ_obj2nid (bag->type) != NID_secretBag)
    piece->public_key = EVP_PKCS82PKEY (key);
  else if (piece->certificate != NULL)
    piece->public_key = X509_get_pubkey (piece->certificate);
  ERR_clear_error ();
  return piece;
}

/*
 * inkan_pieces_new:
 * @opening: has run, and kept what it saw; is borrowed from
 *
 * Returns: (transfer full) (element-type InkanPiece): first what is locked
 *   together, then the keys, each of which is locked by itself; otherwise in
 *   the order of the file. Or %NULL with INKAN_CONVERSION_ERROR_INCOMPLETE.
 */
GPtrArray *
inkan_pieces_new (const InkanOpening *opening, GError **error)
{
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) piece_free);

  for (int keys = 0; !opening->lost && keys <= 1; keys++)
    for (guint i = 0; i < opening->kept->len; i++) {
      const InkanKept *kept = g_ptr_array_index (opening->kept, i);
      InkanPiece *piece;

      if ((get_key (kept) != NULL) != keys)
        continue;
      piece = piece_new (kept);
      if (piece != NULL)
        g_ptr_array_add (pieces, piece);
    }
  ERR_clear_error ();
  if (!opening->lost && pieces->len == opening->kept->len)
    return g_steal_pointer (&pieces);
  g_set_error (error, INKAN_CONVERSION_ERROR, INKAN_CONVERSION_ERROR_INCOMPLETE,
               "A part of the file cannot be read, and would be missing in the new one: %s",
               opening->oddity != NULL ? opening->oddity->message : "it is broken");
  return NULL;
}

static int
find_id (const InkanPiece *piece)
{
  for (int i = 0; i < sk_X509_ATTRIBUTE_num (piece->bag->attributes); i++)
    if (OBJ_obj2nid (X509_ATTRIBUTE_get0_object (sk_X509_ATTRIBUTE_value (piece->bag->attributes, i)))
        == NID_localKeyID)
      return i;
  return -1;
}

/* (nullable): an empty one is none. */
static const ASN1_OCTET_STRING *
get_id (const InkanPiece *piece)
{
  int index = find_id (piece);
  const ASN1_TYPE *value;

  if (index < 0)
    return NULL;
  value = X509_ATTRIBUTE_get0_type (sk_X509_ATTRIBUTE_value (piece->bag->attributes, index), 0);
  if (value == NULL || value->type != V_ASN1_OCTET_STRING || ASN1_STRING_length (value->value.octet_string) == 0)
    return NULL;
  return value->value.octet_string;
}

static void
drop_id (InkanPiece *piece)
{
  for (int i = find_id (piece); i >= 0; i = find_id (piece))
    X509_ATTRIBUTE_free (sk_X509_ATTRIBUTE_delete (piece->bag->attributes, i));
  if (sk_X509_ATTRIBUTE_num (piece->bag->attributes) == 0) {
    sk_X509_ATTRIBUTE_free (piece->bag->attributes);
    piece->bag->attributes = NULL;
  }
}

static void
set_id (InkanPiece *piece, const guint8 *id, guint length)
{
  drop_id (piece);
  if (piece->bag->attributes == NULL)
    piece->bag->attributes = sk_X509_ATTRIBUTE_new_null ();
  sk_X509_ATTRIBUTE_push (piece->bag->attributes, X509_ATTRIBUTE_create_by_NID (NULL, NID_localKeyID,
                                                                                V_ASN1_OCTET_STRING, id, (int) length));
}

static gboolean
same_id (const InkanPiece *a, const InkanPiece *b)
{
  return get_id (a) != NULL && get_id (b) != NULL && ASN1_OCTET_STRING_cmp (get_id (a), get_id (b)) == 0;
}

static gboolean
same_public_key (const InkanPiece *a, const InkanPiece *b)
{
  gboolean same = a->public_key != NULL && b->public_key != NULL && EVP_PKEY_eq (a->public_key, b->public_key) == 1;

  ERR_clear_error ();
  return same;
}

/* A certificate of its own has the key's ID, and no other key. */
static gboolean
is_tied (const GPtrArray *pieces, const InkanPiece *key)
{
  gboolean tied = FALSE;

  for (guint i = 0; i < pieces->len; i++) {
    const InkanPiece *piece = g_ptr_array_index (pieces, i);

    if (!same_id (piece, key))
      continue;
    if (piece->key != NULL && !same_public_key (piece, key))
      return FALSE;
    tied |= piece->certificate != NULL && same_public_key (piece, key);
  }
  return tied;
}

static InkanPiece *
find_certificate (const GPtrArray *pieces, const InkanPiece *key, const X509 *preferred)
{
  InkanPiece *first = NULL;

  for (guint i = 0; i < pieces->len; i++) {
    InkanPiece *piece = g_ptr_array_index (pieces, i);

    if (piece->certificate == NULL || !same_public_key (piece, key))
      continue;
    if (X509_cmp (piece->certificate, preferred) == 0)
      return piece;
    if (first == NULL)
      first = piece;
  }
  return first;
}

/*
 * inkan_pieces_tie:
 * @own: of several certificates for the same key, the one to be preferred
 *
 * Sees to it that each key has a local key ID (RFC 2985, section 5.5.2) in common
 * with a certificate of its own, and with none that is not. Without, Windows
 * imports a certificate without its key, and Java takes the first certificate of
 * the file for the person's; with a wrong one, both take the wrong certificate.
 * What is right stays as it is. A new one is the certificate's SHA-1, as OpenSSL
 * makes it.
 */
void
inkan_pieces_tie (GPtrArray *pieces, const X509 *own)
{
  for (guint i = 0; i < pieces->len; i++) {
    InkanPiece *key = g_ptr_array_index (pieces, i), *certificate;
    guint8 id[EVP_MAX_MD_SIZE];
    unsigned int length;

    if (key->key == NULL || is_tied (pieces, key))
      continue;
    certificate = find_certificate (pieces, key, own);
    if (certificate == NULL || X509_digest (certificate->certificate, EVP_sha1 (), id, &length) != 1)
      continue;
    set_id (key, id, length);
    set_id (certificate, id, length);
  }
  for (guint i = 0; i < pieces->len; i++) {
    const InkanPiece *key = g_ptr_array_index (pieces, i);

    for (guint j = 0; key->key != NULL && j < pieces->len; j++) {
      InkanPiece *certificate = g_ptr_array_index (pieces, j);

      if (certificate->certificate != NULL && same_id (certificate, key) && !same_public_key (certificate, key))
        drop_id (certificate);
    }
  }
}

static gboolean
same_item (const void *a, const void *b, const ASN1_ITEM *item)
{
  guint8 *octets[2] = { NULL, NULL };
  int lengths[2] = { ASN1_item_i2d (a, &octets[0], item), ASN1_item_i2d (b, &octets[1], item) };
  gboolean same = lengths[0] > 0 && lengths[0] == lengths[1]
                  && CRYPTO_memcmp (octets[0], octets[1], (gsize) lengths[0]) == 0;

  for (int i = 0; i < 2; i++)
    OPENSSL_clear_free (octets[i], (gsize) MAX (lengths[i], 0));
  return same;
}

static gboolean
same_piece (const InkanPiece *a, const InkanPiece *b)
{
  if ((a->key != NULL) != (b->key != NULL) || !same_item (a->bag, b->bag, ASN1_ITEM_rptr (InkanBag)))
    return FALSE;
  return a->key == NULL || same_item (a->key, b->key, ASN1_ITEM_rptr (PKCS8_PRIV_KEY_INFO));
}

/* Whether both hold the same, to the last octet, in the same order. */
gboolean
inkan_pieces_equal (const GPtrArray *a, const GPtrArray *b)
{
  gboolean equal = a->len == b->len;

  for (guint i = 0; equal && i < a->len; i++)
    equal = same_piece (g_ptr_array_index (a, i), g_ptr_array_index (b, i));
  ERR_clear_error ();
  return equal;
}
