/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/certificate/certificate-private.h"
#include "support/shapes.h"

#include <malloc.h>
#include <string.h>
#include <time.h>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>

/* Ten small PKCS#12 files, each octet of them changed in eight ways, and each of them cut
 * off behind each octet. What comes out is an error, or what went in: never
 * another key, nor another certificate where a MAC stands against it. */

#define N_WAYS 8
#define MAX_SECONDS 2 /* of this process's own time, for one file */
#define MAX_MEMORY (8 * 1024 * 1024) /* octets of OpenSSL's at a time, for one file */
#define MAX_LEFT (64 * 1024) /* octets of OpenSSL's after all of a kind: it keeps what it has looked up */

static GPtrArray *shapes;
static _Atomic gsize memory, most_memory; /* derivations may have threads of their own */

/* OpenSSL's memory, counted. GLib's is no more than a few times the file. */
static void *
count_allocated (void *block)
{
  memory += block != NULL ? malloc_usable_size (block) : 0;
  most_memory = MAX (most_memory, memory);
  return block;
}

static void *
counting_malloc (size_t size, const char *file, int line)
{
  return count_allocated (size > 0 ? malloc (size) : NULL);
}

static void
counting_free (void *block, const char *file, int line)
{
  memory -= block != NULL ? malloc_usable_size (block) : 0;
  free (block);
}

static void *
counting_realloc (void *block, size_t size, const char *file, int line)
{
  gsize before = block != NULL ? malloc_usable_size (block) : 0;
  void *moved = realloc (block, size);

  if (moved != NULL || size == 0)
    memory -= before;
  return count_allocated (moved);
}

static gboolean
same_number (const EVP_PKEY *a, const EVP_PKEY *b, const char *name)
{
  BIGNUM *of_a = NULL, *of_b = NULL;
  gboolean same = EVP_PKEY_get_bn_param (a, name, &of_a) == 1 && EVP_PKEY_get_bn_param (b, name, &of_b) == 1
                  && BN_cmp (of_a, of_b) == 0;

  BN_clear_free (of_a);
  BN_clear_free (of_b);
  return same;
}

/* Both halves, and all that another program might work with. */
static gboolean
same_key (const EVP_PKEY *a, const EVP_PKEY *b)
{
  static const char *const rsa[] = {
    OSSL_PKEY_PARAM_RSA_D,         OSSL_PKEY_PARAM_RSA_FACTOR1,   OSSL_PKEY_PARAM_RSA_FACTOR2,
    OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1,
  };
  guint8 of_a[32], of_b[32];
  size_t length_a = sizeof of_a, length_b = sizeof of_b;

  if (EVP_PKEY_eq (a, b) != 1)
    return FALSE;
  if (EVP_PKEY_is_a (a, "EC"))
    return same_number (a, b, OSSL_PKEY_PARAM_PRIV_KEY);
  if (EVP_PKEY_is_a (a, "ED25519"))
    return EVP_PKEY_get_raw_private_key (a, of_a, &length_a) == 1
           && EVP_PKEY_get_raw_private_key (b, of_b, &length_b) == 1
           && memcmp (of_a, of_b, sizeof of_a) == 0;
  for (gsize i = 0; i < G_N_ELEMENTS (rsa); i++)
    if (!same_number (a, b, rsa[i]))
      return FALSE;
  return TRUE;
}

/* Opens, and looks whether what has come out is what @shape is made of. */
static gboolean
open_case (const Shape *shape, GBytes *bytes, SecretValue *passphrase, GError **error)
{
  g_auto (InkanOpening) opening = { 0 };
  g_autoptr (InkanCertificate) certificate = NULL;
  InkanChain chain;

  if (!inkan_opening_run (&opening, bytes, passphrase, NULL, error) || !inkan_chain_find (&chain, &opening, error))
    return FALSE;
  certificate = inkan_certificate_new (&chain, opening.weaknesses, error);
  if (certificate == NULL)
    return FALSE;
  g_assert_true (same_key (chain.key->key, shape->key));
  if (X509_cmp (chain.own->certificate, shape->certificate) != 0) {
    /* Nothing but a MAC could tell; but the person is told that there is none. */
    g_assert_false (shape->mac);
    g_assert_cmpint (inkan_certificate_get_weaknesses (certificate) & INKAN_WEAKNESS_NO_INTEGRITY, !=, 0);
  }
  return TRUE;
}

/* What was wrong with it has been said; here is the file, to be tried again.
 * Nothing more is tried of this kind. */
static void
stop_test (const Shape *shape, const guint8 *data, gsize size)
{
  g_autofree char *text = g_base64_encode (data, size);

  g_error ("%s: %s", shape->name, text);
}

/* Returns: whether it opened */
static gboolean
check_case (const Shape *shape, const guint8 *data, gsize size, SecretValue *passphrase, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  clock_t start = clock ();
  gsize before = memory;
  gboolean opened;

  most_memory = memory;
  opened = open_case (shape, bytes, passphrase, error);
  g_assert_cmpint (clock () - start, <, MAX_SECONDS * CLOCKS_PER_SEC);
  g_assert_cmpuint (most_memory - before, <, MAX_MEMORY);
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
  if (!opened) {
    g_assert_true (error != NULL && (*error)->domain == INKAN_CERTIFICATE_ERROR);
    g_assert_true (*(*error)->message != '\0' && g_utf8_validate ((*error)->message, -1, NULL));
  }
  if (g_test_failed ())
    stop_test (shape, data, size);
  return opened;
}

static guint8
change (guint8 octet, guint way)
{
  const guint8 ways[N_WAYS] = { octet ^ 0x01, octet ^ 0x20, octet ^ 0x80, octet ^ 0xff, 0x00, 0x80, 0xff, octet + 1 };

  return ways[way] != octet ? ways[way] : octet ^ 0x55;
}

static void
test_changes (gconstpointer user_data)
{
  const Shape *shape = user_data;
  g_autoptr (SecretValue) passphrase = secret_value_new (shape->passphrase, -1, "text/plain");
  gsize size, before;
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (shape->file, &size), g_bytes_get_size (shape->file));
  guint n_opened = 0;

  g_assert_true (check_case (shape, data, size, passphrase, NULL));
  before = memory;
  for (gsize at = 0; at < size; at++) {
    guint8 octet = data[at];

    for (guint way = 0; way < N_WAYS; way++) {
      g_autoptr (GError) error = NULL;

      data[at] = change (octet, way);
      n_opened += check_case (shape, data, size, passphrase, &error);
    }
    data[at] = octet;
  }
  g_test_message ("%s: %u of %" G_GSIZE_FORMAT " opened all the same", shape->name, n_opened, size * N_WAYS);
  g_assert_cmpuint (memory, <, before + MAX_LEFT);
}

/* Whatever is missing, it is called damaged: more than nothing of it shows what
 * kind of file it was. */
static void
test_truncations (gconstpointer user_data)
{
  const Shape *shape = user_data;
  g_autoptr (SecretValue) passphrase = secret_value_new (shape->passphrase, -1, "text/plain");
  gsize size;
  const guint8 *data = g_bytes_get_data (shape->file, &size);

  for (gsize at = 0; at < size; at++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (check_case (shape, data, at, passphrase, &error));
    g_assert_cmpint (error->code, ==, at > 0 ? INKAN_CERTIFICATE_ERROR_DAMAGED : INKAN_CERTIFICATE_ERROR_NOT_PKCS12);
  }
}

int
main (int argc, char **argv)
{
  int result;

  g_assert_true (CRYPTO_set_mem_functions (counting_malloc, counting_realloc, counting_free));
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  shapes = shapes_make (FALSE);
  for (guint i = 0; i < shapes->len; i++) {
    const Shape *shape = shapes->pdata[i];
    g_autofree char *changes = g_strconcat ("/certificate/mutation/", shape->name, NULL);
    g_autofree char *truncations = g_strconcat ("/certificate/truncation/", shape->name, NULL);

    g_test_add_data_func (changes, shape, test_changes);
    g_test_add_data_func (truncations, shape, test_truncations);
  }
  result = g_test_run ();
  g_ptr_array_unref (shapes);
  return result;
}
