/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pfx.h"

#include "certificate-file.h"
#include "other-file.h"

#include <string.h>

#include <openssl/asn1t.h>
#include <openssl/err.h>

/* The macros' own functions and objects need no prototypes of ours. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

ASN1_SEQUENCE (InkanPfxMac) = {
  ASN1_SIMPLE (InkanPfxMac, digest, X509_SIG),
  ASN1_SIMPLE (InkanPfxMac, salt, ASN1_OCTET_STRING),
  ASN1_OPT (InkanPfxMac, iterations, ASN1_INTEGER),
} static_ASN1_SEQUENCE_END (InkanPfxMac)

ASN1_SEQUENCE (InkanPfx) = {
  ASN1_SIMPLE (InkanPfx, version, ASN1_INTEGER),
  ASN1_SIMPLE (InkanPfx, content, PKCS7),
  ASN1_OPT (InkanPfx, mac, InkanPfxMac),
} static_ASN1_SEQUENCE_END (InkanPfx)

#pragma GCC diagnostic pop

char *
inkan_object_name (const ASN1_OBJECT *object)
{
  char name[128];

  if (OBJ_obj2txt (name, sizeof name, object, 0) <= 0)
    return g_strdup ("unnamed");
  return g_strdup (name);
}

/* One tag and length of BER. What is wrong with a short file should not depend
 * on how far OpenSSL's decoder got. */
typedef struct {
  guint8 tag;
  gboolean indefinite;
  gsize header;
  guint64 length;
} Tlv;

static gboolean
read_tlv (const guint8 *data, gsize size, Tlv *tlv)
{
  gsize n_octets;

  if (size < 2)
    return FALSE;
  tlv->tag = data[0];
  tlv->indefinite = data[1] == 0x80;
  tlv->header = 2;
  tlv->length = data[1];
  if (data[1] <= 0x80) {
    if (tlv->indefinite)
      tlv->length = 0;
    return TRUE;
  }
  n_octets = data[1] & 0x7f;
  if (size < 2 + n_octets)
    return FALSE;
  tlv->header += n_octets;
  tlv->length = 0;
  for (gsize i = 0; i < n_octets; i++) {
    if (tlv->length > (G_MAXUINT64 >> 8)) {
      tlv->length = G_MAXUINT64;
      break;
    }
    tlv->length = tlv->length << 8 | data[2 + i];
  }
  return TRUE;
}

/* A SEQUENCE that starts with an INTEGER and a SEQUENCE: of all that is in use,
 * an RSA key comes nearest, but has a second INTEGER there. */
static gboolean
starts_like_pfx (const guint8 *data, gsize size)
{
  Tlv outer, version, content;

  if (size > 0 && data[0] != 0x30)
    return FALSE;
  if (!read_tlv (data, size, &outer) || !read_tlv (data + outer.header, size - outer.header, &version))
    return TRUE; /* too short to tell */
  if (version.tag != 0x02 || version.indefinite)
    return FALSE;
  data += outer.header + version.header;
  size -= outer.header + version.header;
  if (version.length >= size)
    return TRUE;
  data += version.length;
  size -= version.length;
  if (version.length == 1 && data[-1] == 0)
    return FALSE; /* PKCS#8: a key, and what follows is its kind */
  return !read_tlv (data, size, &content) || content.tag == 0x30;
}

static gboolean
check_outside (const guint8 *data, gsize size, GError **error)
{
  Tlv outer;

  if (size > INKAN_CERTIFICATE_FILE_MAX_SIZE) {
    g_set_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_TOO_LARGE,
                 "%" G_GSIZE_FORMAT " bytes are more than a PKCS#12 file may have (%d)", size,
                 INKAN_CERTIFICATE_FILE_MAX_SIZE);
    return FALSE;
  }
  if (size == 0) {
    g_set_error_literal (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_NOT_PKCS12,
                         "The file is empty");
    return FALSE;
  }
  if (!starts_like_pfx (data, size))
    return inkan_other_file_refuse (data, size, error);
  if (!read_tlv (data, size, &outer)) {
    g_set_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED,
                 "Only %" G_GSIZE_FORMAT " bytes are there", size);
    return FALSE;
  }
  /* Some more bytes at the end are harmless, and real (.NET writes eight). */
  if (!outer.indefinite && outer.length > size - outer.header) {
    g_set_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED,
                 "Cut short: %" G_GUINT64_FORMAT " bytes were announced, %" G_GSIZE_FORMAT " are there",
                 outer.length, size - outer.header);
    return FALSE;
  }
  return TRUE;
}

static gboolean
check_parts (const InkanPfx *pfx, GError **error)
{
  g_autofree char *name = NULL;
  gint64 version = 0;

  if (ASN1_INTEGER_get_int64 (&version, pfx->version) != 1 || version != 3) {
    g_set_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED,
                 "Version %" G_GINT64_FORMAT " of the PKCS#12 format is not known", version);
    return FALSE;
  }
  switch (OBJ_obj2nid (pfx->content->type)) {
  case NID_pkcs7_data:
    if (pfx->content->d.data != NULL)
      return TRUE;
    g_set_error_literal (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED,
                         "Nothing is inside the PKCS#12 file");
    return FALSE;
  case NID_pkcs7_signed:
    g_set_error_literal (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED,
                         "Protected by a signature (pkcs7-signedData) instead of a passphrase");
    return FALSE;
  default:
    name = inkan_object_name (pfx->content->type);
    g_set_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED,
                 "Content of the kind %s does not belong into a PKCS#12 file", name);
    return FALSE;
  }
}

void
inkan_pfx_free (InkanPfx *pfx)
{
  ASN1_item_free ((ASN1_VALUE *) pfx, ASN1_ITEM_rptr (InkanPfx));
}

/*
 * inkan_pfx_load:
 * @bytes: the file
 *
 * Decodes the outer structure, DER or BER, and makes sure that the parts that
 * everything else looks at are there. What is inside is not looked at yet.
 *
 * Returns: (transfer full): or %NULL with TOO_LARGE, NOT_PKCS12, DAMAGED, UNSUPPORTED
 */
InkanPfx *
inkan_pfx_load (GBytes *bytes, GError **error)
{
  g_autoptr (InkanPfx) pfx = NULL;
  const guint8 *data;
  gsize size;

  data = g_bytes_get_data (bytes, &size);
  if (!check_outside (data, size, error))
    return NULL;
  pfx = (InkanPfx *) ASN1_item_d2i (NULL, &data, (long) size, ASN1_ITEM_rptr (InkanPfx));
  ERR_clear_error ();
  if (pfx == NULL) {
    g_set_error_literal (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED,
                         "The structure of the PKCS#12 file is broken");
    return NULL;
  }
  if (!check_parts (pfx, error))
    return NULL;
  return g_steal_pointer (&pfx);
}

/* Returns: (transfer full) (nullable): to be completed with the MAC, whose parts are
 * there and empty. */
InkanPfx *
inkan_pfx_new (const InkanContentStack *contents)
{
  g_autoptr (InkanPfx) pfx = (InkanPfx *) ASN1_item_new (ASN1_ITEM_rptr (InkanPfx));

  pfx->mac = (InkanPfxMac *) ASN1_item_new (ASN1_ITEM_rptr (InkanPfxMac));
  pfx->mac->iterations = ASN1_INTEGER_new ();
  if (ASN1_INTEGER_set (pfx->version, 3) != 1 || PKCS7_set_type (pfx->content, NID_pkcs7_data) != 1
      || ASN1_item_pack ((void *) contents, ASN1_ITEM_rptr (PKCS12_AUTHSAFES), &pfx->content->d.data) == NULL)
    return NULL;
  return g_steal_pointer (&pfx);
}

/* Returns: (transfer full) (nullable): in DER */
GBytes *
inkan_pfx_save (const InkanPfx *pfx)
{
  guint8 *octets = NULL;
  int length = ASN1_item_i2d ((const ASN1_VALUE *) pfx, &octets, ASN1_ITEM_rptr (InkanPfx));
  GBytes *bytes = length > 0 ? g_bytes_new (octets, (gsize) length) : NULL;

  OPENSSL_free (octets);
  return bytes;
}

/* The boxes inside, each of them still closed: (transfer full). */
InkanContentStack *
inkan_pfx_contents (const InkanPfx *pfx, GError **error)
{
  InkanContentStack *contents = ASN1_item_unpack (pfx->content->d.data, ASN1_ITEM_rptr (PKCS12_AUTHSAFES));

  ERR_clear_error ();
  if (contents == NULL)
    g_set_error_literal (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED,
                         "The content of the PKCS#12 file is broken");
  return contents;
}

/* The next value in *@data, stepped over: whole, and not of indefinite length. */
static const guint8 *
step (const guint8 **data, gsize *size, guint8 tag, Tlv *tlv)
{
  const guint8 *inside = *data;

  if (!read_tlv (*data, *size, tlv) || tlv->tag != tag || tlv->indefinite || tlv->length > *size - tlv->header)
    return NULL;
  inside += tlv->header;
  *data = inside + tlv->length;
  *size -= tlv->header + tlv->length;
  return inside;
}

/*
 * Given an empty passphrase, certtool encrypts no key but still calls the bag a
 * shrouded one. Inside, an encrypted key starts with an algorithm and one that
 * is not with its version. Returns: whether there was a bag to be called otherwise.
 */
static gboolean
rename_key_bags (guint8 *octets, gsize size)
{
  static const guint8 shrouded[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, 0x02 };
  const guint8 *next = octets;
  gboolean renamed = FALSE;
  Tlv outer, bag;

  next = step (&next, &size, 0x30, &outer);
  size = next != NULL ? outer.length : 0;
  while (size > 0) {
    const guint8 *inside = step (&next, &size, 0x30, &bag), *type;
    gsize left = bag.length;
    Tlv tlv;

    if (inside == NULL)
      break;
    type = step (&inside, &left, 0x06, &tlv);
    if (type == NULL || tlv.length != sizeof shrouded || memcmp (type, shrouded, sizeof shrouded) != 0)
      continue;
    inside = step (&inside, &left, 0xa0, &tlv);
    left = tlv.length;
    if (inside == NULL || (inside = step (&inside, &left, 0x30, &tlv)) == NULL || tlv.length == 0 || *inside != 0x02)
      continue;
    octets[type - octets + (gssize) sizeof shrouded - 1] = 0x01;
    renamed = TRUE;
  }
  return renamed;
}

InkanBagStack *
inkan_pfx_unpack_bags (const ASN1_OCTET_STRING *octets)
{
  InkanBagStack *bags = ASN1_item_unpack (octets, ASN1_ITEM_rptr (PKCS12_SAFEBAGS));
  g_autoptr (ASN1_STRING) copy = NULL;

  if (bags == NULL) {
    copy = ASN1_STRING_dup (octets);
    if (copy != NULL && rename_key_bags (copy->data, (gsize) copy->length))
      bags = ASN1_item_unpack (copy, ASN1_ITEM_rptr (PKCS12_SAFEBAGS));
  }
  ERR_clear_error ();
  return bags;
}

gboolean
inkan_certificate_check_shape (GBytes *bytes, GError **error)
{
  g_autoptr (InkanContentStack) contents = NULL;
  g_autoptr (InkanPfx) pfx = NULL;

  g_return_val_if_fail (bytes != NULL, FALSE);

  pfx = inkan_pfx_load (bytes, error);
  if (pfx == NULL)
    return FALSE;
  contents = inkan_pfx_contents (pfx, error);
  return contents != NULL;
}
