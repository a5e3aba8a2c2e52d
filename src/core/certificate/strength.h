/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

/* How long a passphrase of a certificate file withstands somebody who has the file. */
typedef enum {
  INKAN_STRENGTH_TOO_WEAK, /* no time at all */
  INKAN_STRENGTH_WEAK,     /* hours */
  INKAN_STRENGTH_FAIR,     /* days to years */
  INKAN_STRENGTH_GOOD,     /* longer than the certificate is valid */
  INKAN_STRENGTH_STRONG,   /* whatever they do */
} InkanStrength;

/* What makes a passphrase easier to guess than its length promises. */
typedef enum {
  INKAN_STRENGTH_FLAW_NONE,
  INKAN_STRENGTH_FLAW_WORD,     /* a word, a name, a password that many have; also in disguise (P4ssw0rd) */
  INKAN_STRENGTH_FLAW_REPEAT,   /* the same again and again */
  INKAN_STRENGTH_FLAW_SEQUENCE, /* abcdef, 123456 */
  INKAN_STRENGTH_FLAW_KEYBOARD, /* neighbouring keys: qwerty */
  INKAN_STRENGTH_FLAW_DATE,     /* a date or a year */
} InkanStrengthFlaw;

/**
 * inkan_strength_measure:
 * @passphrase: UTF-8, as far as it has been typed
 *
 * For every key that is pressed: takes a few milliseconds at most, however long
 * @passphrase is, and leaves no copy of it behind.
 *
 * Returns: 0 (empty) to 100 (a graphics card would need longer than the world is old)
 */
int               inkan_strength_measure      (const char *passphrase);

/* What a score means. */
InkanStrength     inkan_strength_from_score   (int         score);

/* What costs @passphrase the most. */
InkanStrengthFlaw inkan_strength_find_flaw    (const char *passphrase);

/**
 * inkan_passphrase_generate:
 *
 * Five groups of four out of 22 characters, with hyphens: 89 bits from OpenSSL's
 * private random numbers. Small letters and digits only, which every program and
 * keyboard has; none that is taken for another one when it is read (0 o, 1 i l,
 * 2 z, 5 s, 6 b, 9 g q, u v, rn m) or heard (m n), or that keyboards have in
 * another place (y z).
 *
 * Returns: (transfer full)
 */
SecretValue      *inkan_passphrase_generate   (void);

G_END_DECLS
