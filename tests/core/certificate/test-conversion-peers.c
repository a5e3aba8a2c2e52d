/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-conversion-peers PEER: what is converted here opens in PEER, which finds the
 * same certificates in it, the same keys, and which belongs to which. */
#include "fixtures.h"

#include "core/certificate/conversion.h"
#include "core/certificate/strength.h"

#include <glib/gstdio.h>

#include <string.h>

#define NOT_HERE 77
#define GENERATED "generated"

typedef struct {
  const char *name;
  const char *source;                                /* a fixture … */
  void (*build) (Builder *builder);                  /* … or how to build it */
  const char *holds;                                 /* keys and certificates, "NAME.key NAME.pem …" */
  InkanEncryption encryption;
  const char *passphrase;                            /* the new one */
} Case;

static const char *peer;

/* The chain the wrong way round, two keys, one certificate twice, no local key IDs. */
static void
build_several (Builder *builder)
{
  builder_add_certificate (builder, "root");
  builder_add_certificate (builder, "intermediate");
  builder_add_certificate (builder, "ec");
  builder_mark (builder, "二つ目 😀", NULL);
  builder_add_certificate (builder, "rsa");
  builder_mark (builder, "花子の印", NULL);
  builder_add_certificate (builder, "ec");
  builder_mark (builder, "二つ目 😀", NULL);
  builder_close (builder, "secret");
  builder_add_key (builder, "rsa", "secret");
  builder_mark (builder, "花子の印", NULL);
  builder_add_key (builder, "ec", "secret");
  builder_mark (builder, "二つ目 😀", NULL);
  builder_close (builder, NULL);
}

/* The key is said to be the authority's. */
static void
build_wrong_id (Builder *builder)
{
  builder_add_certificate (builder, "root");
  builder_mark (builder, NULL, "one");
  builder_add_certificate (builder, "intermediate");
  builder_mark (builder, NULL, "one");
  builder_add_certificate (builder, "rsa");
  builder_mark (builder, "花子の印", "two");
  builder_close (builder, "secret");
  builder_add_key (builder, "rsa", "secret");
  builder_mark (builder, "花子の印", "one");
  builder_close (builder, NULL);
}

#define SEVERAL "rsa.key ec.key rsa.pem ec.pem intermediate.pem root.pem"
#define RSA "rsa.key rsa.pem intermediate.pem root.pem"
#define ED25519 "ed25519.key ed25519.pem intermediate.pem root.pem"
#define NON_ASCII "パスフレーズ 😀é"

static const Case cases[] = {
  { "modern/rsa", "rsa", NULL, RSA, INKAN_ENCRYPTION_MODERN, "In plain letters" },
  { "modern/p256", "ec", NULL, "ec.key ec.pem intermediate.pem", INKAN_ENCRYPTION_MODERN, GENERATED },
  { "modern/p384", "p384", NULL, "p384.key p384.pem", INKAN_ENCRYPTION_MODERN, NON_ASCII },
  { "modern/several", NULL, build_several, SEVERAL, INKAN_ENCRYPTION_MODERN, "In plain letters" },
  { "compatible/rsa", "rsa", NULL, RSA, INKAN_ENCRYPTION_COMPATIBLE, GENERATED },
  { "compatible/p256", "ec", NULL, "ec.key ec.pem intermediate.pem", INKAN_ENCRYPTION_COMPATIBLE, "In plain letters" },
  { "compatible/p384", "p384", NULL, "p384.key p384.pem", INKAN_ENCRYPTION_COMPATIBLE, " blanks count " },
  { "compatible/ed25519", "ed25519", NULL, ED25519, INKAN_ENCRYPTION_COMPATIBLE, "In plain letters" },
  { "compatible/several", NULL, build_several, SEVERAL, INKAN_ENCRYPTION_COMPATIBLE, GENERATED },
  { "compatible/wrong-id", NULL, build_wrong_id, RSA, INKAN_ENCRYPTION_COMPATIBLE, "In plain letters" },
};

/* What a peer refuses, whoever has written the file. */
static const struct {
  const char *peer;
  const char *holds;      /* (nullable) */
  const char *passphrase; /* (nullable) */
  const char *reason;
} refusals[] = {
  { "pk12util", ED25519, NULL, "NSS 3.87 imports no Ed25519 keys" },
  { "keytool", NULL, NON_ASCII, "Java takes nothing but ASCII for PBES2" },
  { "node-forge", NULL, NON_ASCII, "it cuts UTF-16 to octets for PBES2" },
};

static const char *
find_refusal (const Case *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (g_str_equal (refusals[i].peer, peer)
        && (refusals[i].holds == NULL || g_str_equal (refusals[i].holds, self->holds))
        && (refusals[i].passphrase == NULL || g_str_equal (refusals[i].passphrase, self->passphrase)))
      return refusals[i].reason;
  return NULL;
}

/* @words: after the script's name. Returns: its exit status. */
static int
ask (GStrvBuilder *words, char **said)
{
  g_autofree char *script =
      g_build_filename (g_getenv ("INKAN_SOURCE_ROOT"), "tests", "support", "pkcs12-peers.sh", NULL);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) rest = g_strv_builder_end (words), arguments = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *complaint = NULL;
  g_autoptr (GError) error = NULL;

  g_strv_builder_add_many (builder, "sh", script, NULL);
  g_strv_builder_addv (builder, (const char **) rest);
  arguments = g_strv_builder_end (builder);
  process = g_subprocess_newv ((const char *const *) arguments,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, said, &complaint, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  if (*complaint != '\0')
    g_test_message ("%s", complaint);
  return g_subprocess_get_exit_status (process);
}

static char *
describe_expected (const char *holds)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) names = g_strsplit (holds, " ", -1);
  char *said = NULL;

  g_strv_builder_add (words, "pem");
  for (char **name = names; *name != NULL; name++) {
    g_autofree char *path = fixtures_path (*name, "");

    g_strv_builder_add (words, path);
  }
  g_assert_cmpint (ask (words, &said), ==, 0);
  return said;
}

static int
describe_file (GBytes *bytes, const char *passphrase, char **said)
{
  g_autofree char *file = fixtures_path ("converted", ".p12"), *passphrase_file = fixtures_path ("passphrase", "");
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autoptr (GError) error = NULL;

  g_file_set_contents (file, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  g_file_set_contents_full (passphrase_file, passphrase, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error);
  g_assert_no_error (error);
  g_strv_builder_add_many (words, peer, file, passphrase_file, NULL);
  return ask (words, said);
}

static GBytes *
read_source (const Case *self)
{
  Builder builder;

  if (self->build == NULL)
    return fixtures_read (self->source);
  builder_init (&builder);
  self->build (&builder);
  return builder_finish (&builder, "secret");
}

static void
test_case (gconstpointer data)
{
  const Case *self = data;
  g_autoptr (SecretValue) secret = fixtures_secret ("secret"), new_secret = NULL;
  g_autoptr (GBytes) bytes = read_source (self), converted = NULL;
  g_autofree char *said = NULL, *expected = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  new_secret = g_str_equal (self->passphrase, GENERATED) ? inkan_passphrase_generate ()
                                                         : fixtures_secret (self->passphrase);
  converted = inkan_certificate_convert (bytes, secret, self->encryption, new_secret, NULL, &error);
  g_assert_no_error (error);
  status = describe_file (converted, secret_value_get_text (new_secret), &said);
  if (status == NOT_HERE) {
    g_test_skip (g_strstrip (said));
    return;
  }
  if (find_refusal (self) != NULL) {
    g_test_message ("%s", find_refusal (self));
    g_assert_cmpint (status, ==, 1);
    return;
  }
  g_assert_cmpint (status, ==, 0);
  expected = describe_expected (self->holds);
  g_assert_cmpstr (said, ==, expected);
}

/* Why local key IDs are put right: with the wrong one, Java takes the key for
 * somebody else's. */
static void
test_motive (void)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *said = NULL, *expected = NULL;
  Builder builder;

  builder_init (&builder);
  build_wrong_id (&builder);
  bytes = builder_finish (&builder, "secret");
  if (describe_file (bytes, "secret", &said) == NOT_HERE) {
    g_test_skip (g_strstrip (said));
    return;
  }
  expected = describe_expected (RSA);
  g_assert_cmpstr (said, !=, expected);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  peer = argv[1];
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/conversion-peers/%s/%s", peer, cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  if (g_str_equal (peer, "keytool"))
    g_test_add_func ("/conversion-peers/keytool/motive", test_motive);
  fixtures_make ();
  status = g_test_run ();
  fixtures_remove ();
  return status;
}
