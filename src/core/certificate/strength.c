/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strength.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <zxcvbn.h>

/* What is behind is worth next to nothing to zxcvbn, and would cost time. */
#define MAX_LOOKED_AT 100

/* A graphics card tries 2^25 passphrases a second on a file with SHA-1 and 2 048
 * iterations, that is 2^50 a year; with 600 000 iterations of HMAC-SHA-256 it is
 * slower by 2^11. One measure for both, so that the person need not know. */
#define FULL_BITS 80.0
#define BITS(bits) ((int) ((bits) * 100 / FULL_BITS))

#define GROUPS 5
#define GROUP_LENGTH 4

/* zxcvbn takes octets for characters, and those outside ASCII for random ones, of
 * 6.6 bits each: a word of six kana would be worth 120 bits. Here, each is one octet,
 * so that neighbours and repetitions show, and is worth as much as kana in running
 * text are, about four. */
#define LESS_BITS_OUTSIDE_ASCII 2.6

/* @text: has room for MAX_LOOKED_AT + 1 octets. Returns: how many are outside ASCII */
static guint
simplify (const char *passphrase, char *text)
{
  gsize length = 0;
  guint outside = 0;

  for (const char *p = passphrase; *p != '\0' && length < MAX_LOOKED_AT;) {
    gunichar c = g_utf8_get_char_validated (p, -1);

    if (c == (gunichar) -1 || c == (gunichar) -2)
      c = (guint8) *p++; /* not UTF-8 */
    else
      p = g_utf8_next_char (p);
    if (c >= 0x80) {
      c = 0x80 | (c & 0x7f);
      outside++;
    }
    text[length++] = (char) c;
  }
  text[length] = '\0';
  return outside;
}

static double
look (const char *passphrase, ZxcMatch_t **matches)
{
  char text[MAX_LOOKED_AT + 1];
  guint outside = simplify (passphrase, text);
  double bits = ZxcvbnMatch (text, NULL, matches);

  OPENSSL_cleanse (text, sizeof text);
  return MAX (bits - LESS_BITS_OUTSIDE_ASCII * outside, 0);
}

int
inkan_strength_measure (const char *passphrase)
{
  g_return_val_if_fail (passphrase != NULL, 0);

  return CLAMP (BITS (look (passphrase, NULL)), 0, 100);
}

InkanStrength
inkan_strength_from_score (int score)
{
  if (score < BITS (28)) /* seconds */
    return INKAN_STRENGTH_TOO_WEAK;
  if (score < BITS (40)) /* nine hours */
    return INKAN_STRENGTH_WEAK;
  if (score < BITS (56)) /* seventy years; a thousand cards: a month */
    return INKAN_STRENGTH_FAIR;
  if (score < BITS (72))
    return INKAN_STRENGTH_GOOD;
  return INKAN_STRENGTH_STRONG;
}

static InkanStrengthFlaw
name_flaw (int type)
{
  if (type & MULTIPLE_MATCH)
    return INKAN_STRENGTH_FLAW_REPEAT;
  switch (type) {
  case DICTIONARY_MATCH:
  case DICT_LEET_MATCH:
    return INKAN_STRENGTH_FLAW_WORD;
  case REPEATS_MATCH:
    return INKAN_STRENGTH_FLAW_REPEAT;
  case SEQUENCE_MATCH:
    return INKAN_STRENGTH_FLAW_SEQUENCE;
  case SPATIAL_MATCH:
    return INKAN_STRENGTH_FLAW_KEYBOARD;
  case DATE_MATCH:
  case YEAR_MATCH:
    return INKAN_STRENGTH_FLAW_DATE;
  default:
    return INKAN_STRENGTH_FLAW_NONE;
  }
}

InkanStrengthFlaw
inkan_strength_find_flaw (const char *passphrase)
{
  InkanStrengthFlaw flaw = INKAN_STRENGTH_FLAW_NONE;
  ZxcMatch_t *matches = NULL;
  int longest = 3; /* three characters say nothing */

  g_return_val_if_fail (passphrase != NULL, INKAN_STRENGTH_FLAW_NONE);

  look (passphrase, &matches);
  for (const ZxcMatch_t *match = matches; match != NULL; match = match->Next) {
    if (match->Length <= longest || name_flaw (match->Type) == INKAN_STRENGTH_FLAW_NONE)
      continue;
    longest = match->Length;
    flaw = name_flaw (match->Type);
  }
  ZxcvbnFreeInfo (matches);
  return flaw;
}

SecretValue *
inkan_passphrase_generate (void)
{
  static const char alphabet[] = "acdefhjkmptuwx23456789";
  const guint n = sizeof alphabet - 1;
  char text[GROUPS * (GROUP_LENGTH + 1)]; /* the last hyphen is the NUL */
  SecretValue *value;

  for (gsize i = 0; i < sizeof text; i++) {
    guint8 octet;

    if (i % (GROUP_LENGTH + 1) == GROUP_LENGTH) {
      text[i] = '-';
      continue;
    }
    /* Those above the largest multiple would make the first characters likelier. */
    do {
      if (RAND_priv_bytes (&octet, 1) != 1)
        g_error ("OpenSSL has no random numbers");
    } while (octet >= 256 / n * n);
    text[i] = alphabet[octet % n];
  }
  value = secret_value_new (text, sizeof text - 1, "text/plain");
  OPENSSL_cleanse (text, sizeof text);
  return value;
}
