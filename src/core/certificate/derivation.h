/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "openssl-auto.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  INKAN_DERIVATION_PKCS12, /* RFC 7292, appendix B: of text */
  INKAN_DERIVATION_PBKDF2, /* RFC 8018, section 5.2; this and the next: of octets */
  INKAN_DERIVATION_PBKDF1, /* section 5.1 */
  INKAN_DERIVATION_SCRYPT, /* RFC 7914 */
} InkanDerivationKind;

/* How a key is made of a passphrase. Reading a file fills in the first part, which
 * costs nothing; what the key is for decides upon the second. Zero-initialised. */
typedef struct {
  InkanDerivationKind kind;
  GBytes *salt;
  gint64 iterations; /* scrypt: N */
  gint64 block_size; /* scrypt: r, p */
  gint64 parallelism;

  EVP_MD *digest;        /* none for scrypt */
  OSSL_LIB_CTX *context; /* borrowed: where the digest is from */
  int purpose;           /* PKCS12_KEY_ID or PKCS12_MAC_ID: PKCS#12's own only */
  int key_length;        /* at most the room in InkanKey */
  int iv_length;         /* 0: comes from elsewhere */
} InkanDerivation;

/* To be wiped with inkan_key_wipe(). */
typedef struct {
  guint8 key[EVP_MAX_KEY_LENGTH];
  guint8 iv[EVP_MAX_IV_LENGTH];
} InkanKey;

void     inkan_derivation_clear    (InkanDerivation       *self);
void     inkan_derivation_set_salt (InkanDerivation       *self,
                                    const ASN1_STRING     *salt);
gboolean inkan_derivation_run      (const InkanDerivation *self,
                                    const char            *passphrase,
                                    int                    length,
                                    GCancellable          *cancellable,
                                    InkanKey              *key,
                                    GError               **error);
guint    inkan_derivations_count   (void);
void     inkan_key_wipe            (InkanKey              *key);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (InkanDerivation, inkan_derivation_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (InkanKey, inkan_key_wipe)

G_END_DECLS
