/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "opening.h"

G_BEGIN_DECLS

/* A SafeBag (RFC 7292, section 4.2) as it is written: OpenSSL's own lets nobody
 * take an attribute away. */
typedef struct {
  ASN1_OBJECT *type;
  ASN1_TYPE *value; /* of a key that is not locked yet: NULL */
  STACK_OF (X509_ATTRIBUTE) *attributes; /* (nullable) */
} InkanBag;

DEFINE_STACK_OF (InkanBag)
DECLARE_ASN1_ITEM (InkanBag)
DECLARE_ASN1_ITEM (InkanBags) /* SEQUENCE OF */

/* One thing on its way from an old file into a new one. */
typedef struct {
  InkanBag *bag;
  const PKCS8_PRIV_KEY_INFO *key; /* (nullable): what is to be locked in it; borrowed from the opening */
  X509 *certificate;              /* (nullable) */
  EVP_PKEY *public_key;           /* (nullable): of either */
} InkanPiece;

void       inkan_bag_free     (InkanBag           *bag);
GPtrArray *inkan_pieces_new   (const InkanOpening *opening,
                               GError            **error);
void       inkan_pieces_tie   (GPtrArray          *pieces,
                               const X509         *own);
gboolean   inkan_pieces_equal (const GPtrArray    *a,
                               const GPtrArray    *b);

G_END_DECLS
