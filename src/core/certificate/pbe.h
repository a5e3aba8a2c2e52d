/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "certificate-file.h"
#include "derivation.h"
#include "providers.h"
#include "spelling.h"

G_BEGIN_DECLS

#define INKAN_MAX_COST 10000000 /* iterations in all (SAFETY, hostile input) */
#define INKAN_FEW_ITERATIONS 1000

/* What an encryption by passphrase asks for: read without spending anything. */
typedef struct {
  const X509_ALGOR *algorithm; /* borrowed */
  InkanPassphraseUse use;
  gint64 cost;  /* in iterations; at most INKAN_MAX_COST + 1 */
  InkanWeakness weaknesses; /* of the encryption */
  int cipher_nid;
  int digest_nid; /* of the derivation; NID_undef: none of its own */
  gint64 key_length; /* as the derivation's parameters say; 0: they do not, -1: nonsense */
  ASN1_TYPE *cipher_parameter; /* (nullable): its own, apart from the derivation's */
  InkanDerivation derivation;  /* complete after inkan_pbe_find() */
  EVP_CIPHER_CTX *cipher;      /* after inkan_pbe_find(): needs nothing but the key */
} InkanPbe;

gboolean  inkan_pbe_read        (InkanPbe                *self,
                                 const X509_ALGOR        *algorithm,
                                 GError                 **error);
void      inkan_pbe_clear       (InkanPbe                *self);
gboolean  inkan_pbe_find        (InkanPbe                *self,
                                 InkanProviders          *providers,
                                 GError                 **error);
guint8   *inkan_pbe_decrypt     (const InkanPbe          *self,
                                 const InkanKey          *key,
                                 const ASN1_OCTET_STRING *octets,
                                 int                     *length);
ASN1_OCTET_STRING
         *inkan_pbe_encrypt     (const InkanPbe          *self,
                                 const InkanKey          *key,
                                 const guint8            *octets,
                                 int                      size);

/* For PBMAC1, which derives its key in the same way. */
gboolean  inkan_pbkdf2_read     (InkanDerivation         *derivation,
                                 const ASN1_TYPE         *parameter,
                                 gint64                  *key_length,
                                 int                     *digest_nid,
                                 GError                 **error);
gboolean  inkan_iterations_read (const ASN1_INTEGER      *integer,
                                 gint64                  *iterations,
                                 GError                 **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (InkanPbe, inkan_pbe_clear)

G_END_DECLS
