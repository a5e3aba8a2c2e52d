/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quick-derivation.h"

#include <string.h>

#include <nettle/hmac.h>
#include <nettle/pbkdf2.h>

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

typedef union {
  struct sha1_ctx sha1;
  struct sha256_ctx sha256; /* and SHA-224 */
} HashState;

typedef struct {
  const struct nettle_hash *hash;
  HashState outer, inner, state;
} Hmac;

static void
hmac_update_any (void *context, size_t length, const guint8 *data)
{
  Hmac *hmac = context;

  hmac->hash->update (&hmac->state, length, data);
}

static void
hmac_digest_any (void *context, size_t length, guint8 *digest)
{
  Hmac *hmac = context;

  hmac_digest (&hmac->outer, &hmac->inner, &hmac->state, hmac->hash, length, digest);
}

/* As PKCS5_PBKDF2_HMAC(). */
void
inkan_quick_pbkdf2 (const InkanDerivation *self, const struct nettle_hash *hash, const char *passphrase,
                    gsize length, guint8 *key)
{
  gsize salt_length;
  const guint8 *salt = g_bytes_get_data (self->salt, &salt_length);
  Hmac hmac = { hash };

  hmac_set_key (&hmac.outer, &hmac.inner, &hmac.state, hash, length, (const guint8 *) passphrase);
  nettle_pbkdf2 (&hmac, hmac_update_any, hmac_digest_any, hash->digest_size, (unsigned) self->iterations,
                 salt_length, salt, (gsize) self->key_length, key);
  OPENSSL_cleanse (&hmac, sizeof hmac);
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
  HashState state;
  guint8 diversifier[SHA256_BLOCK_SIZE];
  guint8 value[SHA256_DIGEST_SIZE];
  guint8 *input; /* salt and password: the I of the RFC */
  gsize input_length;
} Work;

/* RFC 7292, appendix B.2, steps 1 and 5 to 8. Uses up the input. */
static void
derive_octets (Work *work, const struct nettle_hash *hash, int purpose, gint64 iterations, guint8 *octets,
               gsize n_octets)
{
  gsize block = hash->block_size, size = hash->digest_size;
  guint8 addend[SHA256_BLOCK_SIZE];

  memset (work->diversifier, purpose, block);
  while (TRUE) {
    hash->init (&work->state);
    hash->update (&work->state, block, work->diversifier);
    hash->update (&work->state, work->input_length, work->input);
    hash->digest (&work->state, size, work->value);
    for (gint64 i = 1; i < iterations; i++) {
      hash->update (&work->state, size, work->value); /* digest() has begun anew */
      hash->digest (&work->state, size, work->value);
    }
    memcpy (octets, work->value, MIN (size, n_octets));
    if (n_octets <= size)
      break;
    octets += size;
    n_octets -= size;
    fill (addend, work->value, size, block);
    for (gsize i = 0; i < work->input_length; i += block)
      add_one_more (work->input + i, addend, block);
  }
  OPENSSL_cleanse (addend, sizeof addend);
}

/*
 * inkan_quick_pkcs12:
 * @passphrase: (nullable): UTF-8, or else octets that stand for one character each
 *
 * As PKCS12_key_gen_utf8(), for the key and then the initialisation vector.
 */
gboolean
inkan_quick_pkcs12 (const InkanDerivation *self, const struct nettle_hash *hash, const char *passphrase, int length,
                    InkanKey *key)
{
  gsize salt_length, room, block = hash->block_size;
  const guint8 *salt = g_bytes_get_data (self->salt, &salt_length);
  guint8 *text = NULL, *input;
  int text_length = 0;
  Work work = { 0 };

  if (passphrase != NULL && OPENSSL_utf82uni (passphrase, length, &text, &text_length) == NULL)
    return FALSE;
  room = salt_length + (gsize) text_length + 2 * block;
  input = g_malloc (room);
  work.input = g_malloc (room);
  work.input_length = (gsize) (fill (fill (input, salt, salt_length, block), text, (gsize) text_length, block) - input);
  memcpy (work.input, input, work.input_length);
  derive_octets (&work, hash, self->purpose, self->iterations, key->key, (gsize) self->key_length);
  if (self->iv_length > 0) {
    memcpy (work.input, input, work.input_length);
    derive_octets (&work, hash, PKCS12_IV_ID, self->iterations, key->iv, (gsize) self->iv_length);
  }
  OPENSSL_cleanse (input, room);
  OPENSSL_cleanse (work.input, room);
  g_free (input);
  g_free (work.input);
  OPENSSL_clear_free (text, (gsize) text_length);
  OPENSSL_cleanse (&work, sizeof work);
  return TRUE;
}
