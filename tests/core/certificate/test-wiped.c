/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/wiping.h"
#include "core/certificate/certificate-private.h"
#include "core/certificate/conversion.h"
#include "core/certificate/derivation.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/core_names.h>
#include <openssl/rsa.h>

/* Looks for the private key and the passphrase in everything that this process may
 * write to, after the file was opened and all of it let go. Key and passphrase are
 * made in another process; here they are only known with each octet changed, so
 * that what is found is not the test's own. */

#define MASK 0x5a
#define SLICE 16 /* octets: of what was freed the first ones are written over at once */
#define CHUNK (1024 * 1024)
#define PASSPHRASE_LENGTH 32

typedef struct {
  const char *name;
  guint8 octets[SLICE]; /* masked */
} Trace;

/* What the other process has made. */
typedef struct {
  guint n_traces;
  Trace traces[64];
  guint8 passphrase[PASSPHRASE_LENGTH]; /* masked */
  gsize length;
  guint8 file[8192];
} Material;

typedef struct {
  const char *name;
  const char *key_type;
  int key_encryption;
  int encryption;
  const EVP_MD *(*mac) (void);
} Kind;

static const Kind kinds[] = {
  { "rsa", "RSA", NID_aes_256_cbc, NID_aes_256_cbc, EVP_sha256 },
  { "rsa-3des", "RSA", NID_pbe_WithSHA1And3_Key_TripleDES_CBC, NID_pbe_WithSHA1And3_Key_TripleDES_CBC, EVP_sha1 },
  { "ec", "EC", NID_aes_256_cbc, NID_aes_256_cbc, EVP_sha256 },
  { "ed25519", "ED25519", NID_aes_256_cbc, NID_aes_256_cbc, EVP_sha256 },
};

static guint8 *chunk; /* masked, once it is filled */

static void
mask (guint8 *octets, gsize length)
{
  for (gsize i = 0; i < length; i++)
    octets[i] ^= MASK;
}

/* --- In the other process ---------------------------------------------------- */

static void
add_traces (Material *material, const char *name, const guint8 *octets, gsize length)
{
  for (gsize at = 0; at + SLICE <= length && at < 4 * SLICE; at += SLICE) {
    Trace *trace = &material->traces[material->n_traces++];

    g_assert_cmpuint (material->n_traces, <=, G_N_ELEMENTS (material->traces));
    trace->name = name;
    memcpy (trace->octets, octets + at, SLICE);
    mask (trace->octets, SLICE);
  }
}

/* As it stands in a file, and as OpenSSL reckons with it. */
static void
add_number (Material *material, const char *name, const EVP_PKEY *key, const char *parameter)
{
  BIGNUM *number = NULL;
  guint8 octets[512];
  int length;

  g_assert_true (EVP_PKEY_get_bn_param (key, parameter, &number));
  length = BN_num_bytes (number);
  BN_bn2bin (number, octets);
  add_traces (material, name, octets, (gsize) length);
  BN_bn2lebinpad (number, octets, length);
  add_traces (material, name, octets, (gsize) length);
  BN_free (number);
}

static void
add_key (Material *material, const EVP_PKEY *key)
{
  guint8 octets[32];
  size_t length = sizeof octets;

  if (EVP_PKEY_is_a (key, "RSA")) {
    add_number (material, "a prime", key, OSSL_PKEY_PARAM_RSA_FACTOR1);
    add_number (material, "another prime", key, OSSL_PKEY_PARAM_RSA_FACTOR2);
    add_number (material, "the exponent", key, OSSL_PKEY_PARAM_RSA_D);
    add_number (material, "a prime's exponent", key, OSSL_PKEY_PARAM_RSA_EXPONENT1);
  } else if (EVP_PKEY_is_a (key, "EC")) {
    add_number (material, "the private number", key, OSSL_PKEY_PARAM_PRIV_KEY);
  } else {
    g_assert_true (EVP_PKEY_get_raw_private_key (key, octets, &length));
    add_traces (material, "the private octets", octets, length);
  }
}

static void
add_passphrase (Material *material, char *passphrase)
{
  guint8 wide[2 * PASSPHRASE_LENGTH];

  for (guint i = 0; i < PASSPHRASE_LENGTH; i++) {
    passphrase[i] = (char) g_random_int_range ('0', 'z' + 1);
    wide[2 * i] = 0;
    wide[2 * i + 1] = (guint8) passphrase[i];
  }
  passphrase[PASSPHRASE_LENGTH] = '\0';
  add_traces (material, "the passphrase", (guint8 *) passphrase, PASSPHRASE_LENGTH);
  add_traces (material, "the passphrase in UTF-16", wide, sizeof wide);
  memcpy (material->passphrase, passphrase, PASSPHRASE_LENGTH);
  mask (material->passphrase, PASSPHRASE_LENGTH);
}

static void
make_material (const Kind *kind, Material *material)
{
  char passphrase[PASSPHRASE_LENGTH + 1];
  EVP_PKEY *key = g_str_equal (kind->key_type, "RSA")  ? EVP_RSA_gen (2048)
                  : g_str_equal (kind->key_type, "EC") ? EVP_EC_gen ("P-256")
                                                       : EVP_PKEY_Q_keygen (NULL, NULL, kind->key_type);
  X509 *certificate = X509_new ();
  guint8 *at = material->file;
  PKCS12 *pkcs12;

  add_key (material, key);
  add_passphrase (material, passphrase);
  X509_gmtime_adj (X509_getm_notBefore (certificate), 0);
  X509_gmtime_adj (X509_getm_notAfter (certificate), 3600);
  X509_set_pubkey (certificate, key);
  g_assert_cmpint (X509_sign (certificate, key, EVP_PKEY_is_a (key, "ED25519") ? NULL : EVP_sha256 ()), >, 0);
  pkcs12 = PKCS12_create_ex (passphrase, NULL, key, certificate, NULL, kind->key_encryption, kind->encryption, 2048, -1,
                             0, NULL, NULL);
  g_assert_true (PKCS12_set_mac (pkcs12, passphrase, -1, NULL, 0, 2048, kind->mac ()));
  material->length = (gsize) i2d_PKCS12 (pkcs12, NULL);
  g_assert_cmpuint (material->length, <=, sizeof material->file);
  i2d_PKCS12 (pkcs12, &at);
}

/* Key and passphrase never were in this process. */
static Material *
get_material (const Kind *kind)
{
  Material *material = g_new0 (Material, 1);
  int ends[2], status;
  gsize got = 0;
  pid_t child;

  g_assert_no_errno (pipe (ends));
  child = fork ();
  g_assert_no_errno (child);
  if (child == 0) {
    make_material (kind, material);
    for (gsize done = 0; done < sizeof *material;)
      done += (gsize) write (ends[1], (guint8 *) material + done, sizeof *material - done);
    _exit (0);
  }
  close (ends[1]);
  while (got < sizeof *material) {
    gssize n = read (ends[0], (guint8 *) material + got, sizeof *material - got);

    g_assert_cmpint (n, >, 0);
    got += (gsize) n;
  }
  close (ends[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  return material;
}

/* --- Looking ------------------------------------------------------------------ */

/* Returns: how many of the traces are in what @memory has from @start to @end */
static guint
look_in (const Material *material, int memory, guintptr start, guintptr end, const char *where, gboolean tell)
{
  guint found = 0;

  for (guintptr at = start; at < end; at += CHUNK - SLICE) {
    gssize length = pread (memory, chunk, MIN (CHUNK, end - at), (off_t) at);

    if (length <= 0)
      continue; /* such as the guard page of a stack */
    mask (chunk, (gsize) length);
    for (guint i = 0; i < material->n_traces; i++)
      if (memmem (chunk, (gsize) length, material->traces[i].octets, SLICE) != NULL) {
        found++;
        if (tell)
          g_test_message ("%s in %s", material->traces[i].name, where);
      }
    if ((gsize) length < CHUNK)
      break;
  }
  return found;
}

static guint
look (const Material *material, gboolean tell)
{
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  guint found = 0;

  g_assert_no_errno (memory);
  g_assert_true (g_file_get_contents ("/proc/self/maps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    unsigned long start, end;
    char rights[5];

    if (sscanf (lines[i], "%lx-%lx %4s", &start, &end, rights) != 3 || rights[0] != 'r' || rights[1] != 'w'
        || ((guintptr) chunk >= start && (guintptr) chunk < end))
      continue;
    found += look_in (material, memory, start, end, lines[i], tell);
  }
  close (memory);
  return found;
}

/* What opens the file, and @more. */
static SecretValue *
get_passphrase (const Material *material, const char *more)
{
  gsize length = PASSPHRASE_LENGTH + strlen (more);
  guint8 *passphrase = g_malloc (length);
  SecretValue *value;

  memcpy (passphrase, material->passphrase, PASSPHRASE_LENGTH);
  mask (passphrase, PASSPHRASE_LENGTH);
  memcpy (passphrase + PASSPHRASE_LENGTH, more, strlen (more));
  value = secret_value_new ((const char *) passphrase, (gssize) length, "text/plain");
  explicit_bzero (passphrase, length);
  g_free (passphrase);
  return value;
}

static void
test_finds (void)
{
  g_autofree Material *material = get_material (&kinds[2]);
  guint8 *planted = g_malloc (SLICE);

  g_assert_cmpuint (look (material, TRUE), ==, 0);
  for (guint i = 0; i < material->n_traces; i++) {
    for (guint j = 0; j < SLICE; j++)
      planted[j] = material->traces[i].octets[j] ^ MASK;
    g_assert_cmpuint (look (material, FALSE), >=, 1);
  }
  explicit_bzero (planted, SLICE);
  g_free (planted);
  g_assert_cmpuint (look (material, TRUE), ==, 0);
}

/* While the file is open, the key is there to be found. */
static void
test_opened (gconstpointer data)
{
  g_autofree Material *material = get_material (data);
  g_autoptr (GBytes) bytes = g_bytes_new_static (material->file, material->length);
  SecretValue *passphrase = get_passphrase (material, "");
  InkanOpening opening = { 0 };
  InkanCertificate *certificate;
  InkanChain chain;

  g_assert_true (inkan_opening_run (&opening, bytes, passphrase, NULL, NULL));
  g_assert_true (inkan_chain_find (&chain, &opening, NULL));
  g_assert_cmpuint (look (material, FALSE), >=, 4);
  inkan_opening_clear (&opening);
  certificate = inkan_certificate_open (bytes, passphrase, NULL, NULL);
  g_assert_nonnull (certificate);
  secret_value_unref (passphrase);
  g_assert_cmpuint (look (material, TRUE), ==, 0);
  g_object_unref (certificate);
}

/* The right one, with one character more. */
static void
test_refused (gconstpointer data)
{
  g_autofree Material *material = get_material (data);
  g_autoptr (GBytes) bytes = g_bytes_new_static (material->file, material->length);
  SecretValue *passphrase = get_passphrase (material, "!");
  g_autoptr (GError) error = NULL;

  g_assert_null (inkan_certificate_open (bytes, passphrase, NULL, &error));
  g_assert_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE);
  secret_value_unref (passphrase);
  g_assert_cmpuint (look (material, TRUE), ==, 0);
}

/* A thread lets go of what it has after it has answered. */
static void
look_until_nothing (const Material *material)
{
  gint64 give_up = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (look (material, FALSE) > 0 && g_get_monotonic_time () < give_up)
    g_thread_yield ();
  g_assert_cmpuint (look (material, TRUE), ==, 0);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  InkanCertificate *certificate = inkan_certificate_open_finish (result, NULL);

  g_clear_object (&certificate);
  *(gboolean *) user_data = TRUE;
}

/* Cancelled while a key is derived. */
static void
test_cancelled (gconstpointer data)
{
  g_autofree Material *material = get_material (data);
  g_autoptr (GBytes) bytes = g_bytes_new_static (material->file, material->length);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  SecretValue *passphrase = get_passphrase (material, "");
  guint before = inkan_derivations_count ();
  gboolean opened = FALSE;

  inkan_certificate_open_async (bytes, passphrase, cancellable, on_opened, &opened);
  secret_value_unref (passphrase);
  while (inkan_derivations_count () == before)
    g_thread_yield ();
  g_cancellable_cancel (cancellable);
  while (!opened)
    g_main_context_iteration (NULL, TRUE);
  look_until_nothing (material);
}

static void
test_in_thread (gconstpointer data)
{
  g_autofree Material *material = get_material (data);
  g_autoptr (GBytes) bytes = g_bytes_new_static (material->file, material->length);
  SecretValue *passphrase = get_passphrase (material, "");
  gboolean opened = FALSE;

  inkan_certificate_open_async (bytes, passphrase, NULL, on_opened, &opened);
  secret_value_unref (passphrase);
  while (!opened)
    g_main_context_iteration (NULL, TRUE);
  look_until_nothing (material);
}

static void
test_converted (gconstpointer data)
{
  g_autofree Material *material = get_material (data);
  g_autoptr (GBytes) bytes = g_bytes_new_static (material->file, material->length);
  SecretValue *passphrase = get_passphrase (material, "");

  for (InkanEncryption encryption = INKAN_ENCRYPTION_MODERN; encryption <= INKAN_ENCRYPTION_COMPATIBLE; encryption++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) converted = inkan_certificate_convert (bytes, passphrase, encryption, NULL, NULL, &error);

    g_assert_no_error (error);
    g_assert_nonnull (converted);
  }
  secret_value_unref (passphrase);
  g_assert_cmpuint (look (material, TRUE), ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*test) (gconstpointer data);
  } tests[] = {
    { "opened", test_opened },       { "refused", test_refused },     { "in-thread", test_in_thread },
    { "cancelled", test_cancelled }, { "converted", test_converted },
  };

  g_assert_true (inkan_wiping_begin ()); /* as the program does */
  g_test_init (&argc, &argv, NULL);
  chunk = g_malloc (CHUNK); /* large enough for a mapping of its own */
  g_test_add_func ("/certificate/wiped/finds", test_finds);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (kinds); j++) {
      g_autofree char *path = g_strdup_printf ("/certificate/wiped/%s/%s", tests[i].name, kinds[j].name);

      g_test_add_data_func (path, &kinds[j], tests[i].test);
    }
  return g_test_run ();
}
