/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers.h"
#include "spelling.h"

G_BEGIN_DECLS

#define INKAN_MAX_COST 10000000 /* iterations in all (SAFETY, hostile input) */
#define INKAN_FEW_ITERATIONS 1000

/* What an encryption by passphrase asks for: read without spending anything. */
typedef struct {
  const X509_ALGOR *algorithm;
  InkanPassphraseUse use;
  gint64 cost;    /* in iterations; at most INKAN_MAX_COST + 1 */
  gboolean few;   /* iterations */
  gboolean old;   /* a cipher or derivation that is too weak today */
  int cipher_nid;
  int digest_nid; /* of the derivation; NID_undef: none of its own */
} InkanPbe;

gboolean  inkan_pbe_read        (InkanPbe                *self,
                                 const X509_ALGOR        *algorithm,
                                 GError                 **error);
gboolean  inkan_pbe_find        (const InkanPbe          *self,
                                 InkanProviders          *providers,
                                 OSSL_LIB_CTX           **context,
                                 GError                 **error);
guint8   *inkan_pbe_decrypt     (const InkanPbe          *self,
                                 OSSL_LIB_CTX            *context,
                                 const char              *passphrase,
                                 int                      passphrase_length,
                                 const ASN1_OCTET_STRING *octets,
                                 int                     *length);

/* For PBMAC1, which derives its key in the same way. */
gboolean  inkan_pbkdf2_read     (const ASN1_TYPE         *parameter,
                                 PBKDF2PARAM            **parameters,
                                 gint64                  *iterations,
                                 int                     *digest_nid,
                                 GError                 **error);
gboolean  inkan_iterations_read (const ASN1_INTEGER      *integer,
                                 gint64                  *iterations,
                                 GError                 **error);

G_END_DECLS
