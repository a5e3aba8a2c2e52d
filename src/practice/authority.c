/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "authority.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#define DAY (24 * 60 * 60)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_CRL, X509_CRL_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509_EXTENSION, X509_EXTENSION_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY, EVP_PKEY_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIGNUM, BN_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)

/* One certificate with its key, and the file that holds both. */
typedef struct {
  EVP_PKEY *key;
  X509     *certificate;
} Identity;

struct _PracticeAuthority {
  Identity  root;
  Identity  intermediate;
  Identity  server;
  char     *root_path;
  char     *server_path;
};

/* What distinguishes one kind of certificate from another. */
typedef struct {
  const char *constraints;
  const char *usage;
  const char *extended_usage;
  const char *names;
  int         days;
} Profile;

static gboolean
fail (const char *what, GError **error)
{
  unsigned long code = ERR_peek_last_error ();
  const char *reason = ERR_reason_error_string (code);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", what, reason != NULL ? reason : "OpenSSL failed");
  ERR_clear_error ();
  return FALSE;
}

void
practice_issued_free (PracticeIssued *self)
{
  EVP_PKEY_free (self->key);
  X509_free (self->certificate);
  g_free (self->serial);
  g_free (self->fingerprint);
  g_free (self);
}

static EVP_PKEY *
make_key (const char *kind)
{
  if (g_str_equal (kind, "RSA 2048"))
    return EVP_RSA_gen (2048);
  return EVP_EC_gen ("P-256");
}

/* 127 bits; the highest byte is never 0 and never negative, so the length is always the same. */
static gboolean
set_serial (X509 *certificate)
{
  guint8 bytes[16];
  g_autoptr (BIGNUM) number = NULL;

  if (RAND_bytes (bytes, sizeof bytes) != 1)
    return FALSE;
  bytes[0] = (bytes[0] & 0x3f) | 0x40;
  number = BN_bin2bn (bytes, sizeof bytes, NULL);
  return number != NULL && BN_to_ASN1_INTEGER (number, X509_get_serialNumber (certificate)) != NULL;
}

static gboolean
add_extension (X509 *certificate, X509V3_CTX *context, int nid, const char *value)
{
  g_autoptr (X509_EXTENSION) extension = NULL;

  if (value == NULL)
    return TRUE;
  extension = X509V3_EXT_conf_nid (NULL, context, nid, value);
  return extension != NULL && X509_add_ext (certificate, extension, -1) == 1;
}

static gboolean
add_extensions (X509 *certificate, X509 *issuer, const Profile *profile)
{
  X509V3_CTX context;

  X509V3_set_ctx (&context, issuer, certificate, NULL, NULL, 0);
  return add_extension (certificate, &context, NID_basic_constraints, profile->constraints)
      && add_extension (certificate, &context, NID_key_usage, profile->usage)
      && add_extension (certificate, &context, NID_ext_key_usage, profile->extended_usage)
      && add_extension (certificate, &context, NID_subject_alt_name, profile->names)
      && add_extension (certificate, &context, NID_subject_key_identifier, "hash")
      && (issuer == certificate
          || add_extension (certificate, &context, NID_authority_key_identifier, "keyid:always"));
}

static gboolean
set_name (X509 *certificate, const char *common_name)
{
  X509_NAME *name = X509_get_subject_name (certificate);

  return X509_NAME_add_entry_by_txt (name, "C", MBSTRING_UTF8, (const guint8 *) "JP", -1, -1, 0) == 1
      && X509_NAME_add_entry_by_txt (name, "O", MBSTRING_UTF8, (const guint8 *) "Inkan Practice", -1, -1, 0) == 1
      && X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_UTF8, (const guint8 *) common_name, -1, -1, 0) == 1;
}

/* @issuer NULL: signs itself. */
static X509 *
make_certificate (EVP_PKEY *key, const char *common_name, const Identity *issuer, const Profile *profile)
{
  g_autoptr (X509) certificate = X509_new ();
  X509 *issuer_certificate = issuer != NULL ? issuer->certificate : certificate;

  if (certificate == NULL || X509_set_version (certificate, 2) != 1 || !set_serial (certificate)
      || !set_name (certificate, common_name)
      || X509_set_issuer_name (certificate, X509_get_subject_name (issuer_certificate)) != 1
      || X509_gmtime_adj (X509_getm_notBefore (certificate), -60 * 60) == NULL
      || X509_time_adj_ex (X509_getm_notAfter (certificate), profile->days, 0, NULL) == NULL
      || X509_set_pubkey (certificate, key) != 1
      || !add_extensions (certificate, issuer_certificate, profile)
      || X509_sign (certificate, issuer != NULL ? issuer->key : key, EVP_sha256 ()) == 0)
    return NULL;
  return g_steal_pointer (&certificate);
}

static char *
read_memory (BIO *memory)
{
  char *data;
  long size = BIO_get_mem_data (memory, &data);

  return g_strndup (data, size);
}

/* Whole or not at all, readable by the owner only. */
static gboolean
write_file (const char *path, const char *text, GError **error)
{
  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                   error);
}

static gboolean
write_identity (const Identity *identity, const char *path, GError **error)
{
  g_autoptr (BIO) memory = BIO_new (BIO_s_secmem ());
  char *text;
  gboolean written;

  if (memory == NULL || PEM_write_bio_X509 (memory, identity->certificate) != 1
      || PEM_write_bio_PrivateKey (memory, identity->key, NULL, NULL, 0, NULL, NULL) != 1)
    return fail (path, error);
  text = read_memory (memory);
  written = write_file (path, text, error);
  OPENSSL_cleanse (text, strlen (text));
  g_free (text);
  return written;
}

static gboolean
read_identity (Identity *identity, const char *path, GError **error)
{
  g_autoptr (BIO) certificate = BIO_new_file (path, "r");
  g_autoptr (BIO) key = BIO_new_file (path, "r");

  if (certificate == NULL || key == NULL)
    return fail (path, error);
  identity->certificate = PEM_read_bio_X509 (certificate, NULL, NULL, NULL);
  identity->key = PEM_read_bio_PrivateKey (key, NULL, NULL, NULL);
  if (identity->certificate == NULL || identity->key == NULL
      || X509_check_private_key (identity->certificate, identity->key) != 1)
    return fail (path, error);
  return TRUE;
}

static void
clear_identity (Identity *identity)
{
  g_clear_pointer (&identity->key, EVP_PKEY_free);
  g_clear_pointer (&identity->certificate, X509_free);
}

static gboolean
make_identity (Identity *identity, const char *path, const char *common_name, const Identity *issuer,
               const Profile *profile, GError **error)
{
  clear_identity (identity);
  identity->key = make_key ("EC P-256");
  if (identity->key != NULL)
    identity->certificate = make_certificate (identity->key, common_name, issuer, profile);
  if (identity->certificate == NULL)
    return fail (common_name, error);
  return write_identity (identity, path, error);
}

static gboolean
is_good_for (Identity *identity, const Identity *issuer, int days)
{
  time_t later = time (NULL) + (time_t) days * DAY;

  return X509_cmp_time (X509_get0_notAfter (identity->certificate), &later) > 0
      && X509_cmp_current_time (X509_get0_notBefore (identity->certificate)) < 0
      && X509_verify (identity->certificate, issuer->key) == 1;
}

/* The root alone, for those who are to trust it. */
static gboolean
write_root (PracticeAuthority *self, GError **error)
{
  g_autoptr (BIO) memory = BIO_new (BIO_s_mem ());
  g_autofree char *text = NULL;

  if (memory == NULL || PEM_write_bio_X509 (memory, self->root.certificate) != 1)
    return fail (self->root_path, error);
  text = read_memory (memory);
  return write_file (self->root_path, text, error);
}

/* Each step finds what an interrupted earlier start has left and goes on from there. */
static gboolean
open_all (PracticeAuthority *self, const char *folder, GError **error)
{
  static const Profile root = { "critical,CA:TRUE", "critical,keyCertSign,cRLSign", NULL, NULL, 20 * 365 };
  static const Profile intermediate = { "critical,CA:TRUE,pathlen:0", "critical,keyCertSign,cRLSign", NULL, NULL,
                                        10 * 365 };
  static const Profile server = { "critical,CA:FALSE", "critical,digitalSignature", "serverAuth",
                                  "IP:127.0.0.1,DNS:localhost", 397 };
  g_autofree char *root_path = g_build_filename (folder, "root-with-key.pem", NULL);
  g_autofree char *intermediate_path = g_build_filename (folder, "intermediate-with-key.pem", NULL);

  if (g_file_test (root_path, G_FILE_TEST_EXISTS)) {
    if (!read_identity (&self->root, root_path, error))
      return FALSE;
  } else if (!make_identity (&self->root, root_path, "Inkan Practice Root (trust this nowhere)", NULL, &root, error)) {
    return FALSE;
  }
  if (!write_root (self, error))
    return FALSE;
  if (g_file_test (intermediate_path, G_FILE_TEST_EXISTS)) {
    if (!read_identity (&self->intermediate, intermediate_path, error))
      return FALSE;
  } else if (!make_identity (&self->intermediate, intermediate_path, "Inkan Practice Personal CA", &self->root,
                             &intermediate, error)) {
    return FALSE;
  }
  if (g_file_test (self->server_path, G_FILE_TEST_EXISTS) && read_identity (&self->server, self->server_path, NULL)
      && is_good_for (&self->server, &self->root, 60))
    return TRUE;
  return make_identity (&self->server, self->server_path, "127.0.0.1", &self->root, &server, error);
}

PracticeAuthority *
practice_authority_open (const char *folder, GError **error)
{
  g_autoptr (PracticeAuthority) self = g_new0 (PracticeAuthority, 1);

  if (g_mkdir_with_parents (folder, 0700) != 0) {
    int code = errno;

    g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), "%s: %s", folder, g_strerror (code));
    return NULL;
  }
  self->root_path = g_build_filename (folder, "root.pem", NULL);
  self->server_path = g_build_filename (folder, "server-with-key.pem", NULL);
  if (!open_all (self, folder, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
practice_authority_free (PracticeAuthority *self)
{
  clear_identity (&self->root);
  clear_identity (&self->intermediate);
  clear_identity (&self->server);
  g_free (self->root_path);
  g_free (self->server_path);
  g_free (self);
}

const char *
practice_authority_get_root_path (PracticeAuthority *self)
{
  return self->root_path;
}

const char *
practice_authority_get_server_path (PracticeAuthority *self)
{
  return self->server_path;
}

X509 *
practice_authority_get_root (PracticeAuthority *self)
{
  return self->root.certificate;
}

X509 *
practice_authority_get_intermediate (PracticeAuthority *self)
{
  return self->intermediate.certificate;
}

static char *
describe_serial (X509 *certificate)
{
  g_autoptr (BIGNUM) number = ASN1_INTEGER_to_BN (X509_get0_serialNumber (certificate), NULL);
  char *digits = BN_bn2hex (number);
  char *serial = g_strdup (digits);

  OPENSSL_free (digits);
  return serial;
}

static char *
describe_fingerprint (X509 *certificate)
{
  guint8 digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  GString *text = g_string_new (NULL);

  X509_digest (certificate, EVP_sha256 (), digest, &size);
  for (unsigned int i = 0; i < size; i++)
    g_string_append_printf (text, "%s%02X", i > 0 ? ":" : "", digest[i]);
  return g_string_free (text, FALSE);
}

PracticeIssued *
practice_authority_issue (PracticeAuthority *self, const char *name, const char *address, const char *key,
                          GError **error)
{
  g_autoptr (PracticeIssued) issued = g_new0 (PracticeIssued, 1);
  g_autofree char *names = g_strconcat ("email:", address, NULL);
  Profile person = { "critical,CA:FALSE", NULL, "clientAuth,emailProtection", names, 365 };

  /* RSA keys wrap keys, EC keys agree on them (RFC 8550, RFC 5480). */
  person.usage = g_str_equal (key, "RSA 2048") ? "critical,digitalSignature,keyEncipherment"
                                               : "critical,digitalSignature,keyAgreement";
  issued->key = make_key (key);
  if (issued->key != NULL)
    issued->certificate = make_certificate (issued->key, name, &self->intermediate, &person);
  if (issued->certificate == NULL) {
    fail ("Issuing", error);
    return NULL;
  }
  issued->serial = describe_serial (issued->certificate);
  issued->fingerprint = describe_fingerprint (issued->certificate);
  return g_steal_pointer (&issued);
}

static gboolean
add_revoked (X509_CRL *list, const char *serial, gint64 when)
{
  X509_REVOKED *entry = X509_REVOKED_new ();
  ASN1_TIME *time = ASN1_TIME_set (NULL, (time_t) when);
  ASN1_INTEGER *integer = NULL;
  ASN1_ENUMERATED *reason = ASN1_ENUMERATED_new ();
  BIGNUM *number = NULL;
  gboolean added;

  added = BN_hex2bn (&number, serial) > 0 && (integer = BN_to_ASN1_INTEGER (number, NULL)) != NULL
      && X509_REVOKED_set_serialNumber (entry, integer) == 1
      && X509_REVOKED_set_revocationDate (entry, time) == 1
      && ASN1_ENUMERATED_set (reason, CRL_REASON_SUPERSEDED) == 1
      && X509_REVOKED_add1_ext_i2d (entry, NID_crl_reason, reason, 0, 0) == 1
      && X509_CRL_add0_revoked (list, entry) == 1;
  if (!added)
    X509_REVOKED_free (entry);
  ASN1_ENUMERATED_free (reason);
  ASN1_INTEGER_free (integer);
  ASN1_TIME_free (time);
  BN_free (number);
  return added;
}

static gboolean
add_list_extensions (PracticeAuthority *self, X509_CRL *list)
{
  X509V3_CTX context;
  X509_EXTENSION *identifier;
  ASN1_INTEGER *number = ASN1_INTEGER_new ();
  gboolean added;

  X509V3_set_ctx (&context, self->intermediate.certificate, NULL, NULL, list, 0);
  identifier = X509V3_EXT_conf_nid (NULL, &context, NID_authority_key_identifier, "keyid:always");
  /* The list is made anew for each request, so its number is the time. */
  added = identifier != NULL && X509_CRL_add_ext (list, identifier, -1) == 1
      && ASN1_INTEGER_set_int64 (number, g_get_real_time ()) == 1
      && X509_CRL_add1_ext_i2d (list, NID_crl_number, number, 0, 0) == 1;
  X509_EXTENSION_free (identifier);
  ASN1_INTEGER_free (number);
  return added;
}

GBytes *
practice_authority_revocations (PracticeAuthority *self, GPtrArray *serials, GArray *times, GError **error)
{
  g_autoptr (X509_CRL) list = X509_CRL_new ();
  ASN1_TIME *now = ASN1_TIME_set (NULL, time (NULL));
  ASN1_TIME *next = ASN1_TIME_set (NULL, time (NULL) + 7 * DAY);
  gboolean made;
  guint8 *der = NULL;
  int size = -1;
  GBytes *bytes;

  made = X509_CRL_set_version (list, X509_CRL_VERSION_2) == 1
      && X509_CRL_set_issuer_name (list, X509_get_subject_name (self->intermediate.certificate)) == 1
      && X509_CRL_set1_lastUpdate (list, now) == 1 && X509_CRL_set1_nextUpdate (list, next) == 1
      && add_list_extensions (self, list);
  for (guint i = 0; made && i < serials->len; i++)
    made = add_revoked (list, g_ptr_array_index (serials, i), g_array_index (times, gint64, i));
  ASN1_TIME_free (now);
  ASN1_TIME_free (next);
  if (made && X509_CRL_sort (list) == 1 && X509_CRL_sign (list, self->intermediate.key, EVP_sha256 ()) > 0)
    size = i2d_X509_CRL (list, &der);
  if (size < 0) {
    fail ("Revocation list", error);
    return NULL;
  }
  bytes = g_bytes_new (der, size);
  OPENSSL_free (der);
  return bytes;
}
