/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

/* The octets that programs have made of one and the same passphrase. */
typedef enum {
  INKAN_SPELLING_GIVEN,  /* UTF-8, as OpenSSL and RFC 9579 */
  INKAN_SPELLING_EMPTY,  /* none instead of the empty one, and the other way round (NSS, GnuTLS) */
  INKAN_SPELLING_LATIN1, /* a terminal of the old kind, or Java */
  INKAN_SPELLING_TWICE,  /* UTF-8 taken for Latin-1: OpenSSL before 1.1 */
  INKAN_SPELLING_BMP,    /* UTF-16 where octets belong: NSS before 3.22 */
  INKAN_SPELLING_FOLDED, /* UTF-16 units added up as octets: node-forge */
  INKAN_N_SPELLINGS,
} InkanSpelling;

/* How a key derivation takes its passphrase. */
typedef enum {
  INKAN_PASSPHRASE_TEXT,   /* converts it to a BMPString: RFC 7292, appendix B */
  INKAN_PASSPHRASE_OCTETS, /* PKCS#5 */
} InkanPassphraseUse;

typedef struct {
  SecretValue *spellings[INKAN_N_SPELLINGS];
  gboolean exists[INKAN_N_SPELLINGS];
  /* The one that has fitted, for each use: tried first from then on. */
  InkanSpelling first[INKAN_PASSPHRASE_OCTETS + 1];
} InkanPassphrase;

void        inkan_passphrase_init  (InkanPassphrase   *self,
                                    SecretValue       *value);
void        inkan_passphrase_clear (InkanPassphrase   *self);
gboolean    inkan_passphrase_try   (InkanPassphrase   *self,
                                    InkanPassphraseUse use,
                                    guint              turn,
                                    InkanSpelling     *spelling);
const char *inkan_passphrase_get   (InkanPassphrase   *self,
                                    InkanSpelling      spelling,
                                    int               *length);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (InkanPassphrase, inkan_passphrase_clear)

G_END_DECLS
