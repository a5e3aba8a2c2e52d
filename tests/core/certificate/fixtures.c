/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixtures.h"

#include <glib/gstdio.h>

#include <string.h>

#include <openssl/pem.h>

static char *folder;

char *
fixtures_path (const char *name, const char *extension)
{
  g_autofree char *file = g_strconcat (name, extension, NULL);

  return g_build_filename (folder, file, NULL);
}

static char *
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  char *output = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return output;
}

void
fixtures_make (void)
{
  g_autofree char *script = g_build_filename (g_getenv ("INKAN_SOURCE_ROOT"), "tests", "core", "certificate",
                                              "make-fixtures.sh", NULL);
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("inkan-certificates-XXXXXX", &error);
  g_assert_no_error (error);
  output = run ((const char *const[]){ "sh", script, folder, NULL });
}

void
fixtures_remove (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_assert_no_errno (g_unlink (path));
  }
  g_assert_no_errno (g_rmdir (folder));
  g_clear_pointer (&folder, g_free);
}

GBytes *
fixtures_read (const char *name)
{
  g_autofree char *path = fixtures_path (name, ".p12");
  g_autoptr (GError) error = NULL;
  char *content;
  gsize length;

  g_file_get_contents (path, &content, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (content, length);
}

/* Changes one occurrence after another of @from in @bytes. */
GBytes *
fixtures_replace (GBytes *bytes, const char *from, const char *to, gsize length)
{
  gsize size, n = 0;
  guint8 *data = g_memdup2 (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes));

  for (gsize i = 0; i + length <= size; i++)
    if (memcmp (data + i, from, length) == 0) {
      memcpy (data + i, to, length);
      n++;
    }
  g_assert_cmpuint (n, >, 0);
  return g_bytes_new_take (data, size);
}

char *
fixtures_ask (const char *name, const char *option)
{
  g_autofree char *path = fixtures_path (name, ".pem");
  g_autofree char *output =
      run ((const char *const[]){ "openssl", "x509", "-noout", "-sha256", "-in", path, option, NULL });
  const char *value = strchr (output, '=');

  g_assert_nonnull (value);
  return g_strdup (g_strstrip ((char *) value + 1));
}

SecretValue *
fixtures_secret (const char *text)
{
  return text != NULL ? secret_value_new (text, -1, "text/plain") : NULL;
}

InkanCertificate *
fixtures_open (GBytes *bytes, const char *passphrase, GError **error)
{
  g_autoptr (SecretValue) secret = fixtures_secret (passphrase);

  return inkan_certificate_open (bytes, secret, NULL, error);
}

void
fixtures_assert_is (InkanCertificate *certificate, const char *name)
{
  g_autofree char *fingerprint = fixtures_ask (name, "-fingerprint");

  g_assert_cmpstr (inkan_certificate_get_fingerprint (certificate), ==, fingerprint);
}

static BIO *
open_pem (const char *name, const char *extension)
{
  g_autofree char *path = fixtures_path (name, extension);
  BIO *file = BIO_new_file (path, "r");

  g_assert_nonnull (file);
  return file;
}

void
builder_init (Builder *self)
{
  *self = (Builder){ NULL, NULL, 2048 };
}

void
builder_add_certificate (Builder *self, const char *name)
{
  BIO *file = open_pem (name, ".pem");
  X509 *certificate = PEM_read_bio_X509 (file, NULL, NULL, NULL);

  g_assert_nonnull (PKCS12_add_cert (&self->bags, certificate));
  X509_free (certificate);
  BIO_free (file);
}

static EVP_PKEY *
read_key (const char *name)
{
  BIO *file = open_pem (name, ".key");
  EVP_PKEY *key = PEM_read_bio_PrivateKey (file, NULL, NULL, NULL);

  g_assert_nonnull (key);
  BIO_free (file);
  return key;
}

void
builder_add_key (Builder *self, const char *name, const char *passphrase)
{
  EVP_PKEY *key = read_key (name);

  g_assert_nonnull (PKCS12_add_key (&self->bags, key, 0, self->iterations,
                                    passphrase != NULL ? NID_aes_256_cbc : -1, passphrase));
  EVP_PKEY_free (key);
}

/* Encrypted with AES, the key for that derived by scrypt, N being 1024. */
void
builder_add_scrypt_key (Builder *self, const char *name, const char *passphrase)
{
  EVP_PKEY *key = read_key (name);
  PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8 (key);
  X509_SIG *shrouded = PKCS8_set0_pbe (passphrase, (int) strlen (passphrase), info,
                                       PKCS5_pbe2_set_scrypt (EVP_aes_256_cbc (), NULL, 0, NULL, 1024, 8, 1));

  g_assert_nonnull (shrouded);
  if (self->bags == NULL)
    self->bags = sk_PKCS12_SAFEBAG_new_null ();
  sk_PKCS12_SAFEBAG_push (self->bags, PKCS12_SAFEBAG_create0_pkcs8 (shrouded));
  PKCS8_PRIV_KEY_INFO_free (info);
  EVP_PKEY_free (key);
}

void
builder_add_key_of_kind (Builder *self, const char *name, int nid)
{
  EVP_PKEY *key = read_key (name);
  PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8 (key);
  const X509_ALGOR *algorithm = NULL;

  g_assert_true (PKCS8_pkey_get0 (NULL, NULL, NULL, &algorithm, info));
  g_assert_true (X509_ALGOR_set0 ((X509_ALGOR *) algorithm, OBJ_nid2obj (nid), V_ASN1_UNDEF, NULL));
  if (self->bags == NULL)
    self->bags = sk_PKCS12_SAFEBAG_new_null ();
  sk_PKCS12_SAFEBAG_push (self->bags, PKCS12_SAFEBAG_create0_p8inf (info));
  EVP_PKEY_free (key);
}

/* Of the last one. Either may be %NULL. */
void
builder_mark (Builder *self, const char *friendly_name, const char *local_id)
{
  PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value (self->bags, sk_PKCS12_SAFEBAG_num (self->bags) - 1);

  if (friendly_name != NULL) {
    gsize size;
    /* OpenSSL's own conversion knows no surrogates. */
    g_autofree char *utf16 = g_convert (friendly_name, -1, "UTF-16BE", "UTF-8", NULL, &size, NULL);

    g_assert_true (PKCS12_add_friendlyname_uni (bag, (guint8 *) utf16, (int) size));
  }
  if (local_id != NULL)
    g_assert_true (PKCS12_add_localkeyid (bag, (guint8 *) local_id, (int) strlen (local_id)));
}

/* Puts what is there into @levels of SafeContents, one in another. */
void
builder_nest (Builder *self, int levels)
{
  for (int i = 0; i < levels; i++) {
    STACK_OF (PKCS12_SAFEBAG) *outer = sk_PKCS12_SAFEBAG_new_null ();
    PKCS12_SAFEBAG *bag;
    guint8 *inner = NULL, *octets, *p;
    int length = ASN1_item_i2d ((ASN1_VALUE *) self->bags, &inner, ASN1_ITEM_rptr (PKCS12_SAFEBAGS));
    int value = ASN1_object_size (1, length, 0), oid = i2d_ASN1_OBJECT (OBJ_nid2obj (NID_safeContentsBag), NULL);
    const guint8 *start;

    /* OpenSSL reads such a bag, but has nothing that makes one. */
    octets = p = g_malloc ((gsize) (oid + value + 16));
    ASN1_put_object (&p, 1, oid + value, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
    i2d_ASN1_OBJECT (OBJ_nid2obj (NID_safeContentsBag), &p);
    ASN1_put_object (&p, 1, length, 0, V_ASN1_CONTEXT_SPECIFIC);
    memcpy (p, inner, (gsize) length);
    p += length;
    start = octets;
    bag = (PKCS12_SAFEBAG *) ASN1_item_d2i (NULL, &start, p - octets, ASN1_ITEM_rptr (PKCS12_SAFEBAG));
    g_assert_nonnull (bag);
    g_free (octets);
    OPENSSL_free (inner);
    sk_PKCS12_SAFEBAG_push (outer, bag);
    sk_PKCS12_SAFEBAG_pop_free (self->bags, PKCS12_SAFEBAG_free);
    self->bags = outer;
  }
}

/* Puts what is there into one box, encrypted or not. */
void
builder_close (Builder *self, const char *passphrase)
{
  g_assert_true (PKCS12_add_safe (&self->contents, self->bags, passphrase != NULL ? NID_aes_256_cbc : -1,
                                  self->iterations, passphrase));
  sk_PKCS12_SAFEBAG_pop_free (self->bags, PKCS12_SAFEBAG_free);
  self->bags = NULL;
}

void
builder_close_unknown (Builder *self, const char *numbers)
{
  PKCS7 *content;

  builder_close (self, "no matter");
  content = sk_PKCS7_value (self->contents, sk_PKCS7_num (self->contents) - 1);
  g_assert_true (X509_ALGOR_set0 (content->d.encrypted->enc_data->algorithm, OBJ_txt2obj (numbers, TRUE),
                                  V_ASN1_NULL, NULL));
}

GBytes *
builder_finish (Builder *self, const char *passphrase)
{
  PKCS12 *pkcs12 = PKCS12_add_safes (self->contents, 0);
  guint8 *octets = NULL;
  GBytes *bytes;
  int length;

  g_assert_nonnull (pkcs12);
  if (passphrase != NULL)
    g_assert_true (PKCS12_set_mac (pkcs12, passphrase, -1, NULL, 0, self->iterations, EVP_sha256 ()));
  length = i2d_PKCS12 (pkcs12, &octets);
  g_assert_cmpint (length, >, 0);
  bytes = g_bytes_new (octets, (gsize) length);
  OPENSSL_free (octets);
  PKCS12_free (pkcs12);
  sk_PKCS7_pop_free (self->contents, PKCS7_free);
  builder_init (self);
  return bytes;
}
