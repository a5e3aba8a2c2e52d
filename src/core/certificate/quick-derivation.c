/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quick-derivation.h"

#include <string.h>

#include <nettle/hmac.h>

#define BLOCK SHA256_BLOCK_SIZE /* SHA-1's as well */

/* Iterations between two looks at whether it is still wanted: some milliseconds. */
#define STRETCH 0x8000

/*
 * inkan_quick_hash:
 * @self: of the kind PBKDF2 or PKCS12
 *
 * Returns: (nullable): Nettle's hash, where it is the quicker one; those of
 *   64 bits cost so much themselves that it makes no difference
 */
const struct nettle_hash *
inkan_quick_hash (const InkanDerivation *self)
{
  switch (EVP_MD_get_type (self->digest)) {
  case NID_sha1:
    return &nettle_sha1;
  case NID_sha224:
    return &nettle_sha224;
  case NID_sha256:
    return &nettle_sha256;
  default:
    return NULL;
  }
}

/* Both begin with the words of the chaining value. */
typedef union {
  guint32 words[8];
  struct sha1_ctx sha1;
  struct sha256_ctx sha256; /* and SHA-224 */
} HashState;

/* What is hashed again and again is one block: a digest, filled up as the end of a
 * message of @before + 1 blocks. */
static void
prepare_block (guint8 *block, gsize size, guint before)
{
  guint64 bits = GUINT64_TO_BE (8 * (guint64) (before * BLOCK + size));

  memset (block + size, 0, BLOCK - size);
  block[size] = 0x80;
  memcpy (block + BLOCK - sizeof bits, &bits, sizeof bits);
}

/* Puts the digest of what ends with @block, and has led to @start before, into its
 * place. Nettle takes a whole block as it is, without a copy and without an end. */
static inline void
hash_block (const struct nettle_hash *hash, HashState *state, const guint32 *start, guint8 *block)
{
  memcpy (state->words, start, sizeof state->words);
  hash->update (state, BLOCK, block);
  for (guint i = 0; i < hash->digest_size / 4; i++) {
    guint32 word = GUINT32_TO_BE (state->words[i]);

    memcpy (block + 4 * i, &word, sizeof word);
  }
}

typedef struct {
  const struct nettle_hash *hash;
  HashState outer, inner, state;
  guint8 block[BLOCK];
  guint8 sum[SHA256_DIGEST_SIZE];
} Hmac;

/* RFC 8018, section 5.2, the function F. */
static gboolean
sum_up (Hmac *hmac, const InkanDerivation *self, guint32 number, GCancellable *cancellable)
{
  const struct nettle_hash *hash = hmac->hash;
  gsize salt_length, size = hash->digest_size;
  const guint8 *salt = g_bytes_get_data (self->salt, &salt_length);

  number = GUINT32_TO_BE (number);
  hmac->state = hmac->inner;
  hash->update (&hmac->state, salt_length, salt);
  hash->update (&hmac->state, sizeof number, (const guint8 *) &number);
  hmac_digest (&hmac->outer, &hmac->inner, &hmac->state, hash, size, hmac->block);
  memcpy (hmac->sum, hmac->block, size);
  prepare_block (hmac->block, size, 1);
  for (gint64 i = 1; i < self->iterations; i++) {
    hash_block (hash, &hmac->state, hmac->inner.words, hmac->block);
    hash_block (hash, &hmac->state, hmac->outer.words, hmac->block);
    for (gsize j = 0; j < size; j++)
      hmac->sum[j] ^= hmac->block[j];
    if (i % STRETCH == 0 && g_cancellable_is_cancelled (cancellable))
      return FALSE;
  }
  return TRUE;
}

/*
 * inkan_quick_pbkdf2:
 *
 * As PKCS5_PBKDF2_HMAC().
 *
 * Returns: %FALSE when @cancellable was cancelled
 */
gboolean
inkan_quick_pbkdf2 (const InkanDerivation *self, const struct nettle_hash *hash, const char *passphrase,
                    gsize length, GCancellable *cancellable, InkanKey *key)
{
  Hmac hmac = { hash };
  gboolean done = TRUE;
  gsize size = hash->digest_size;

  hmac_set_key (&hmac.outer, &hmac.inner, &hmac.state, hash, length, (const guint8 *) passphrase);
  for (gsize i = 0; done && i * size < (gsize) self->key_length; i++) {
    done = sum_up (&hmac, self, (guint32) i + 1, cancellable);
    memcpy (key->key + i * size, hmac.sum, MIN (size, (gsize) self->key_length - i * size));
  }
  OPENSSL_cleanse (&hmac, sizeof hmac);
  return done;
}

/* Copies of @data, the last one cut, until a multiple of @block is full. */
static guint8 *
fill (guint8 *to, const guint8 *data, gsize length, gsize block)
{
  gsize room = (length + block - 1) / block * block;

  for (gsize i = 0; i < room; i++)
    to[i] = data[i % length];
  return to + room;
}

/* @block := @block + @addend + 1, both of @length octets, the first the highest. */
static void
add_one_more (guint8 *block, const guint8 *addend, gsize length)
{
  guint carry = 1;

  for (gsize i = length; i-- > 0; carry >>= 8)
    block[i] = (guint8) (carry += block[i] + addend[i]);
}

typedef struct {
  const struct nettle_hash *hash;
  HashState start, state;
  guint8 diversifier[BLOCK];
  guint8 block[BLOCK];
  guint8 *input; /* salt and password: the I of the RFC */
  gsize input_length;
} Work;

static gboolean
iterate (Work *work, gint64 iterations, GCancellable *cancellable)
{
  const struct nettle_hash *hash = work->hash;

  hash->init (&work->start);
  work->state = work->start;
  hash->update (&work->state, BLOCK, work->diversifier);
  hash->update (&work->state, work->input_length, work->input);
  hash->digest (&work->state, hash->digest_size, work->block);
  prepare_block (work->block, hash->digest_size, 0);
  for (gint64 i = 1; i < iterations; i++) {
    hash_block (hash, &work->state, work->start.words, work->block);
    if (i % STRETCH == 0 && g_cancellable_is_cancelled (cancellable))
      return FALSE;
  }
  return TRUE;
}

/* RFC 7292, appendix B.2, steps 1 and 5 to 8. Uses up the input. */
static gboolean
derive_octets (Work *work, int purpose, gint64 iterations, GCancellable *cancellable, guint8 *octets,
               gsize n_octets)
{
  gsize size = work->hash->digest_size;
  guint8 addend[BLOCK];

  memset (work->diversifier, purpose, BLOCK);
  while (iterate (work, iterations, cancellable)) {
    memcpy (octets, work->block, MIN (size, n_octets));
    if (n_octets <= size) {
      OPENSSL_cleanse (addend, sizeof addend);
      return TRUE;
    }
    octets += size;
    n_octets -= size;
    fill (addend, work->block, size, BLOCK);
    for (gsize i = 0; i < work->input_length; i += BLOCK)
      add_one_more (work->input + i, addend, BLOCK);
  }
  OPENSSL_cleanse (addend, sizeof addend);
  return FALSE;
}

/*
 * inkan_quick_pkcs12:
 * @passphrase: (nullable): UTF-8, or else octets that stand for one character each
 *
 * As PKCS12_key_gen_utf8(), for the key and then the initialisation vector.
 *
 * Returns: %FALSE when @cancellable was cancelled
 */
gboolean
inkan_quick_pkcs12 (const InkanDerivation *self, const struct nettle_hash *hash, const char *passphrase, int length,
                    GCancellable *cancellable, InkanKey *key)
{
  gsize salt_length, room;
  const guint8 *salt = g_bytes_get_data (self->salt, &salt_length);
  guint8 *text = NULL, *input;
  int text_length = 0;
  Work work = { hash };
  gboolean done;

  if (passphrase != NULL && OPENSSL_utf82uni (passphrase, length, &text, &text_length) == NULL)
    return FALSE;
  room = salt_length + (gsize) text_length + 2 * BLOCK;
  input = g_malloc (room);
  work.input = g_malloc (room);
  work.input_length = (gsize) (fill (fill (input, salt, salt_length, BLOCK), text, (gsize) text_length, BLOCK) - input);
  memcpy (work.input, input, work.input_length);
  done = derive_octets (&work, self->purpose, self->iterations, cancellable, key->key, (gsize) self->key_length);
  if (done && self->iv_length > 0) {
    memcpy (work.input, input, work.input_length);
    done = derive_octets (&work, PKCS12_IV_ID, self->iterations, cancellable, key->iv, (gsize) self->iv_length);
  }
  OPENSSL_cleanse (input, room);
  OPENSSL_cleanse (work.input, room);
  g_free (input);
  g_free (work.input);
  OPENSSL_clear_free (text, (gsize) text_length);
  OPENSSL_cleanse (&work, sizeof work);
  return done;
}
