/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/certificate/derivation.h"
#include "core/certificate/openssl-auto.h"

#include "core/certificate/certificate-file.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/err.h>

/* open-p12 ROUNDS, and on standard input a line for each file: its path, a tab and
 * its passphrase. Each round opens and proves all the files, and then does nothing
 * but the derivations that they ask for, with OpenSSL's own functions, as found by
 * OpenSSL's own reading of the files. Prints the median of the microseconds of
 * each, how many files and how many derivations there were in a round, and the
 * median of the processor's microseconds of each.
 * A file that OpenSSL cannot read, or none of us, counts for neither. */

typedef struct {
  const char *passphrase; /* (nullable) */
  EVP_MD *digest;
  GBytes *salt;
  gint64 iterations;
  int purpose; /* 0: PBKDF2 */
  int length;
} Demand;

typedef struct {
  GBytes *bytes;
  char *passphrase;
  SecretValue *secret;
  GArray *demands;
} File;

static void
add_demand (GArray *demands, const char *passphrase, int digest, const ASN1_OCTET_STRING *salt, gint64 iterations,
            int purpose, int length)
{
  Demand demand = { passphrase, EVP_MD_fetch (NULL, OBJ_nid2sn (digest), NULL), NULL, iterations, purpose, length };

  demand.salt = g_bytes_new (ASN1_STRING_get0_data (salt), (gsize) ASN1_STRING_length (salt));
  if (demand.digest != NULL && demand.length > 0)
    g_array_append_val (demands, demand);
}

static void
add_algorithm (GArray *demands, const char *passphrase, const X509_ALGOR *algorithm)
{
  int nid = OBJ_obj2nid (algorithm->algorithm), cipher, digest;

  if (nid == NID_pbes2) {
    g_autoptr (PBE2PARAM) pbes2 = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBE2PARAM), algorithm->parameter);
    g_autoptr (PBKDF2PARAM) pbkdf2 =
        ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBKDF2PARAM), pbes2->keyfunc->parameter);
    const EVP_CIPHER *kind = EVP_get_cipherbyobj (pbes2->encryption->algorithm);

    if (kind == NULL || OBJ_obj2nid (pbes2->keyfunc->algorithm) != NID_id_pbkdf2)
      return;
    EVP_PBE_find (EVP_PBE_TYPE_PRF, pbkdf2->prf != NULL ? OBJ_obj2nid (pbkdf2->prf->algorithm) : NID_hmacWithSHA1,
                  NULL, &digest, NULL);
    add_demand (demands, passphrase, digest, pbkdf2->salt->value.octet_string, ASN1_INTEGER_get (pbkdf2->iter), 0,
                EVP_CIPHER_get_key_length (kind));
  } else if (EVP_PBE_find (EVP_PBE_TYPE_OUTER, nid, &cipher, &digest, NULL) == 1) {
    g_autoptr (PBEPARAM) pbe = ASN1_TYPE_unpack_sequence (ASN1_ITEM_rptr (PBEPARAM), algorithm->parameter);
    const EVP_CIPHER *kind = EVP_get_cipherbynid (cipher);

    add_demand (demands, passphrase, digest, pbe->salt, ASN1_INTEGER_get (pbe->iter), PKCS12_KEY_ID,
                EVP_CIPHER_get_key_length (kind));
    add_demand (demands, passphrase, digest, pbe->salt, ASN1_INTEGER_get (pbe->iter), PKCS12_IV_ID,
                EVP_CIPHER_get_iv_length (kind));
  }
}

static void
add_bags (GArray *demands, const char *passphrase, InkanBagStack *bags)
{
  for (int i = 0; i < sk_PKCS12_SAFEBAG_num (bags); i++) {
    const PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value (bags, i);
    const X509_ALGOR *algorithm;

    if (PKCS12_SAFEBAG_get_nid (bag) != NID_pkcs8ShroudedKeyBag)
      continue;
    X509_SIG_get0 (PKCS12_SAFEBAG_get0_pkcs8 (bag), &algorithm, NULL);
    add_algorithm (demands, passphrase, algorithm);
  }
}

static void
add_mac (GArray *demands, const char *passphrase, const PKCS12 *pkcs12)
{
  const ASN1_OCTET_STRING *salt;
  const ASN1_INTEGER *iterations;
  const X509_ALGOR *algorithm;
  int digest;

  PKCS12_get0_mac (NULL, &algorithm, &salt, &iterations, pkcs12);
  digest = OBJ_obj2nid (algorithm->algorithm);
  add_demand (demands, passphrase, digest, salt, iterations != NULL ? ASN1_INTEGER_get (iterations) : 1,
              PKCS12_MAC_ID, EVP_MD_get_size (EVP_get_digestbynid (digest)));
}

static gboolean
find_demands (File *file, const char *passphrase)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (file->bytes, &size);
  PKCS12 *pkcs12 = d2i_PKCS12 (NULL, &data, (long) size);
  g_autoptr (InkanContentStack) contents = NULL;

  if (pkcs12 == NULL)
    return FALSE;
  if (PKCS12_mac_present (pkcs12) && PKCS12_verify_mac (pkcs12, passphrase, -1) != 1) {
    PKCS12_free (pkcs12);
    return FALSE;
  }
  if (PKCS12_mac_present (pkcs12))
    add_mac (file->demands, passphrase, pkcs12);
  contents = PKCS12_unpack_authsafes (pkcs12);
  for (int i = 0; contents != NULL && i < sk_PKCS7_num (contents); i++) {
    PKCS7 *content = sk_PKCS7_value (contents, i);
    InkanBagStack *bags = NULL;

    if (OBJ_obj2nid (content->type) == NID_pkcs7_encrypted) {
      add_algorithm (file->demands, passphrase, content->d.encrypted->enc_data->algorithm);
      bags = PKCS12_unpack_p7encdata (content, passphrase, -1);
    } else if (OBJ_obj2nid (content->type) == NID_pkcs7_data) {
      bags = PKCS12_unpack_p7data (content);
    }
    add_bags (file->demands, passphrase, bags);
    inkan_bag_stack_free (bags);
  }
  PKCS12_free (pkcs12);
  ERR_clear_error ();
  return contents != NULL;
}

static gboolean
open_file (const File *file)
{
  g_autoptr (InkanCertificate) certificate = inkan_certificate_open (file->bytes, file->secret, NULL, NULL);

  return certificate != NULL;
}

static void
derive (const Demand *demand)
{
  gsize salt_length;
  guint8 *salt = (guint8 *) g_bytes_get_data (demand->salt, &salt_length);
  guint8 key[EVP_MAX_KEY_LENGTH];
  int length = demand->passphrase != NULL ? (int) strlen (demand->passphrase) : 0;

  if (demand->purpose == 0)
    PKCS5_PBKDF2_HMAC (demand->passphrase, length, salt, (int) salt_length, (int) demand->iterations, demand->digest,
                       demand->length, key);
  else
    PKCS12_key_gen_utf8 (demand->passphrase, length, salt, (int) salt_length, demand->purpose,
                         (int) demand->iterations, demand->length, key, demand->digest);
}

static GArray *
read_files (void)
{
  GArray *files = g_array_new (FALSE, TRUE, sizeof (File));
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  char *line;
  gsize end;

  while (g_io_channel_read_line (input, &line, NULL, &end, NULL) == G_IO_STATUS_NORMAL) {
    char *tab = strchr (line, '\t');
    File file = { .demands = g_array_new (FALSE, TRUE, sizeof (Demand)) };
    gsize size;
    char *data;

    line[end] = *tab = '\0';
    g_assert_true (g_file_get_contents (line, &data, &size, NULL));
    file.bytes = g_bytes_new_take (data, size);
    file.passphrase = g_strcmp0 (tab + 1, "\\N") == 0 ? NULL : tab + 1;
    if (file.passphrase != NULL)
      file.secret = secret_value_new (file.passphrase, -1, "text/plain");
    if (open_file (&file) && find_demands (&file, file.passphrase))
      g_array_append_val (files, file);
  }
  return files;
}

/* What passed by the clock, and what the processors spent. */
typedef struct {
  gint64 *wall, *cpu;
  gint64 begin, begin_cpu;
} Watch;

static gint64
get_cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static Watch
watch_new (guint rounds)
{
  return (Watch){ .wall = g_new0 (gint64, rounds), .cpu = g_new0 (gint64, rounds) };
}

static void
watch_start (Watch *watch)
{
  watch->begin = g_get_monotonic_time ();
  watch->begin_cpu = get_cpu_time ();
}

static void
watch_stop (Watch *watch, guint round)
{
  watch->wall[round] = g_get_monotonic_time () - watch->begin;
  watch->cpu[round] = get_cpu_time () - watch->begin_cpu;
}

static int
compare (gconstpointer one, gconstpointer other)
{
  return *(const gint64 *) one < *(const gint64 *) other ? -1 : 1;
}

static gint64
median (gint64 *times, guint n)
{
  qsort (times, n, sizeof *times, compare);
  return times[n / 2];
}

int
main (int argc, char **argv)
{
  guint rounds = argc == 2 ? (guint) atoi (argv[1]) : 0, n_derivations = 0;
  g_autoptr (GArray) files = NULL;
  Watch opening, bare;

  if (rounds == 0)
    return 2;
  opening = watch_new (rounds);
  bare = watch_new (rounds);
  files = read_files ();
  for (guint i = 0; i < rounds; i++) {
    n_derivations = inkan_derivations_count ();
    watch_start (&opening);
    for (guint j = 0; j < files->len; j++)
      open_file (&g_array_index (files, File, j));
    watch_stop (&opening, i);
    n_derivations = inkan_derivations_count () - n_derivations;
    watch_start (&bare);
    for (guint j = 0; j < files->len; j++)
      for (guint k = 0; k < g_array_index (files, File, j).demands->len; k++)
        derive (&g_array_index (g_array_index (files, File, j).demands, Demand, k));
    watch_stop (&bare, i);
  }
  g_print ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %u %u", median (opening.wall, rounds), median (bare.wall, rounds),
           files->len, n_derivations);
  g_print (" %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", median (opening.cpu, rounds), median (bare.cpu, rounds));
  return 0;
}
