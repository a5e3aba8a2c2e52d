/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes a PKCS#12 file as a tree: lengths and the MAC are right again
 * afterwards, and what is encrypted is changed inside, so that what is behind
 * them is reached. For libFuzzer. */
#include "p12.h"
#include "support/shapes.h"

#include <stdint.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>

size_t LLVMFuzzerMutate          (uint8_t       *data,
                                  size_t         size,
                                  size_t         max_size);
size_t LLVMFuzzerCustomMutator   (uint8_t       *data,
                                  size_t         size,
                                  size_t         max_size,
                                  unsigned int   seed);
size_t LLVMFuzzerCustomCrossOver (const uint8_t *first,
                                  size_t         first_size,
                                  const uint8_t *second,
                                  size_t         second_size,
                                  uint8_t       *out,
                                  size_t         max_size,
                                  unsigned int   seed);

#define MAX_OCTETS 4096 /* of one value */

typedef struct {
  Ber *parent;
  guint index;
} Place;

static void
collect (Ber *self, GArray *places)
{
  for (guint i = 0; self->children != NULL && i < self->children->len; i++) {
    Place place = { self, i };

    g_array_append_val (places, place);
    collect (self->children->pdata[i], places);
  }
}

/* Returns: whether there is anything in @tree */
static gboolean
pick (Ber *tree, GRand *rand, Place *place)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));

  collect (tree, places);
  if (places->len == 0)
    return FALSE;
  *place = g_array_index (places, Place, g_rand_int_range (rand, 0, (gint32) places->len));
  return TRUE;
}

static Ber *
at (Place place)
{
  return place.parent->children->pdata[place.index];
}

static void
put (Place place, Ber *value)
{
  ber_free (at (place));
  place.parent->children->pdata[place.index] = value;
}

static void
change_octets (Ber *self)
{
  guint8 octets[MAX_OCTETS];
  gsize length;

  if (self->octets == NULL || self->octets->len > MAX_OCTETS)
    return;
  if (self->octets->len > 0)
    memcpy (octets, self->octets->data, self->octets->len);
  length = LLVMFuzzerMutate (octets, self->octets->len, MIN (MAX_OCTETS, self->octets->len + 32));
  ber_set_octets (self, octets, length);
}

static void
change_tag (Ber *self, GRand *rand)
{
  static const guint8 tags[] = { 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x13, 0x16, 0x17, 0x18,
                                 0x1e, 0x24, 0x30, 0x31, 0x80, 0x81, 0x82, 0xa0, 0xa1, 0xa2, 0xa3 };

  self->tag = tags[g_rand_int_range (rand, 0, G_N_ELEMENTS (tags))];
}

/* What programs stumble over. */
static void
change_number (Ber *self, GRand *rand)
{
  static const struct {
    const char *octets;
    gsize length;
  } numbers[] = {
    { "", 0 },                              { "\0", 1 },
    { "\1", 1 },                            { "\3", 1 },
    { "\xff", 1 },                          { "\x80", 1 },
    { "\x08\0", 2 },                        { "\x7f\xff\xff\xff", 4 },
    { "\x80\0\0\0", 4 },                    { "\0\xff\xff\xff\xff", 5 },
    { "\x7f\xff\xff\xff\xff\xff\xff\xff", 8 }, { "\x80\0\0\0\0\0\0\0", 8 },
    { "\1\0\0\0\0\0\0\0\0", 9 },
  };
  gsize i = (gsize) g_rand_int_range (rand, 0, G_N_ELEMENTS (numbers));

  ber_set_octets (self, numbers[i].octets, numbers[i].length);
}

static Ber *
wrap (const Ber *self, GRand *rand)
{
  static const guint8 tags[] = { BER_SEQUENCE, 0x31, BER_OCTETS, 0xa0, 0xa1, 0x24 };
  Ber *outer = ber_new (tags[g_rand_int_range (rand, 0, G_N_ELEMENTS (tags))]);

  ber_append (outer, ber_copy (self));
  return outer;
}

static void
change_once (Ber *tree, GRand *rand)
{
  Place place, other;

  if (!pick (tree, rand, &place) || !pick (tree, rand, &other))
    return;
  switch (g_rand_int_range (rand, 0, 11)) {
  case 0:
    g_ptr_array_remove_index (place.parent->children, place.index);
    break;
  case 1:
    g_ptr_array_insert (place.parent->children, (gint) place.index, ber_copy (at (place)));
    break;
  case 2:
    g_ptr_array_insert (place.parent->children, (gint) place.index, ber_copy (at (other)));
    break;
  case 3:
    put (place, ber_copy (at (other)));
    break;
  case 4:
    change_tag (at (place), rand);
    break;
  case 5:
    at (place)->indefinite = !at (place)->indefinite && at (place)->children != NULL;
    break;
  case 6:
    put (place, wrap (at (place), rand));
    break;
  case 7:
    if (ber_get (at (place), 0) != NULL)
      put (place, ber_copy (ber_get (at (place), 0)));
    break;
  case 8:
    if (at (place)->tag == BER_INTEGER)
      change_number (at (place), rand);
    break;
  default:
    change_octets (at (place));
    break;
  }
}

static OSSL_LIB_CTX *
everything (void)
{
  static OSSL_LIB_CTX *context;

  if (context == NULL) {
    context = OSSL_LIB_CTX_new ();
    OSSL_PROVIDER_load (context, "default");
    OSSL_PROVIDER_load (context, "legacy");
  }
  return context;
}

/* Where the octets in @place are encrypted as the value before them says: what
 * says so, else %NULL. */
static X509_ALGOR *
find_encryption (Place place)
{
  const Ber *algorithm = place.index > 0 ? ber_get (place.parent, place.index - 1) : NULL;
  g_autoptr (GBytes) octets = NULL;
  const guint8 *data;

  if (algorithm == NULL || algorithm->tag != BER_SEQUENCE || at (place)->octets == NULL
      || (at (place)->tag != BER_CONTEXT && at (place)->tag != BER_OCTETS))
    return NULL;
  octets = ber_write (algorithm);
  data = g_bytes_get_data (octets, NULL);
  return d2i_X509_ALGOR (NULL, &data, (long) g_bytes_get_size (octets));
}

static void change (Ber *tree, GRand *rand);

/* Returns: whether anything was encrypted in @place */
static gboolean
change_encrypted (Place place, GRand *rand)
{
  X509_ALGOR *algorithm = find_encryption (place);
  g_autoptr (GBytes) octets = NULL;
  g_autoptr (Ber) inside = NULL;
  guint8 *data = NULL;
  int length = 0;

  if (algorithm != NULL
      && PKCS12_pbe_crypt_ex (algorithm, P12_PASSPHRASE, -1, at (place)->octets->data, (int) at (place)->octets->len,
                              &data, &length, 0, everything (), NULL)
             != NULL) {
    inside = ber_parse (data, (gsize) length);
    OPENSSL_free (data);
    data = NULL;
  }
  if (inside != NULL) {
    change (inside, rand);
    octets = ber_write (inside);
    if (PKCS12_pbe_crypt_ex (algorithm, P12_PASSPHRASE, -1, g_bytes_get_data (octets, NULL),
                             (int) g_bytes_get_size (octets), &data, &length, 1, everything (), NULL)
        != NULL)
      ber_set_octets (at (place), data, (gsize) length);
    OPENSSL_free (data);
  }
  X509_ALGOR_free (algorithm);
  ERR_clear_error ();
  return inside != NULL;
}

static void
change (Ber *tree, GRand *rand)
{
  if (g_rand_boolean (rand) && !p12_is_dear (tree, G_MAXUINT64)) {
    g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
    guint first;

    collect (tree, places);
    first = places->len > 0 ? (guint) g_rand_int_range (rand, 0, (gint32) places->len) : 0;
    for (guint i = 0; i < places->len; i++)
      if (change_encrypted (g_array_index (places, Place, (first + i) % places->len), rand))
        return;
  }
  for (gint32 turns = g_rand_int_range (rand, 1, 4); turns > 0; turns--)
    change_once (tree, rand);
}

/* Returns: the length, 0 where it is too long */
static gsize
finish (Ber *tree, GRand *rand, guint8 *out, gsize max_size)
{
  g_autoptr (GBytes) octets = NULL;

  if (g_rand_int_range (rand, 0, 8) > 0)
    shapes_remac (tree, P12_PASSPHRASE);
  octets = ber_write (tree);
  if (g_bytes_get_size (octets) > max_size)
    return 0;
  memcpy (out, g_bytes_get_data (octets, NULL), g_bytes_get_size (octets));
  return g_bytes_get_size (octets);
}

size_t
LLVMFuzzerCustomMutator (uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (Ber) tree = ber_parse (data, size);
  gsize length = 0;

  if (tree != NULL && g_rand_int_range (rand, 0, 16) > 0) {
    change (tree, rand);
    length = finish (tree, rand, data, max_size);
  }
  return length > 0 ? length : LLVMFuzzerMutate (data, size, max_size);
}

size_t
LLVMFuzzerCustomCrossOver (const uint8_t *first, size_t first_size, const uint8_t *second, size_t second_size,
                           uint8_t *out, size_t max_size, unsigned int seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (Ber) tree = ber_parse (first, first_size);
  g_autoptr (Ber) other = ber_parse (second, second_size);
  Place to, from;

  if (tree == NULL || other == NULL || !pick (tree, rand, &to) || !pick (other, rand, &from))
    return 0;
  put (to, ber_copy (at (from)));
  return finish (tree, rand, out, max_size);
}
