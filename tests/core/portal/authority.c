/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "authority.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

struct _Authority {
  EVP_PKEY *key;
  X509 *root;
};

static void
add_extension (X509       *certificate,
               X509       *issuer,
               int         id,
               const char *value)
{
  X509V3_CTX context;
  X509_EXTENSION *extension;

  X509V3_set_ctx (&context, issuer, certificate, NULL, NULL, 0);
  extension = X509V3_EXT_conf_nid (NULL, &context, id, value);
  g_assert (extension != NULL);
  X509_add_ext (certificate, extension, -1);
  X509_EXTENSION_free (extension);
}

static X509 *
new_certificate (const char *name,
                 X509       *issuer,
                 EVP_PKEY   *key,
                 int         from,
                 int         to)
{
  static long serial = 1;
  X509 *certificate = X509_new ();
  X509_NAME *subject = X509_get_subject_name (certificate);

  X509_set_version (certificate, 2);
  ASN1_INTEGER_set (X509_get_serialNumber (certificate), serial++);
  X509_time_adj_ex (X509_getm_notBefore (certificate), from, 0, NULL);
  X509_time_adj_ex (X509_getm_notAfter (certificate), to, 0, NULL);
  X509_NAME_add_entry_by_txt (subject, "CN", MBSTRING_ASC, (const guchar *) name, -1, -1, 0);
  X509_set_issuer_name (certificate, issuer != NULL ? X509_get_subject_name (issuer) : subject);
  X509_set_pubkey (certificate, key);
  return certificate;
}

Authority *
authority_new (void)
{
  Authority *self = g_new0 (Authority, 1);

  self->key = EVP_EC_gen ("P-256");
  self->root = new_certificate ("Test root", NULL, self->key, -30, 365);
  add_extension (self->root, self->root, NID_basic_constraints, "critical,CA:TRUE");
  add_extension (self->root, self->root, NID_key_usage, "critical,keyCertSign");
  g_assert (X509_sign (self->root, self->key, EVP_sha256 ()) > 0);
  return self;
}

void
authority_free (Authority *self)
{
  X509_free (self->root);
  EVP_PKEY_free (self->key);
  g_free (self);
}

static char *
take_text (BIO *memory)
{
  char *data;
  long length = BIO_get_mem_data (memory, &data);
  char *text = g_strndup (data, (gsize) length);

  BIO_free (memory);
  return text;
}

char *
authority_to_pem (Authority *self)
{
  BIO *memory = BIO_new (BIO_s_mem ());

  PEM_write_bio_X509 (memory, self->root);
  return take_text (memory);
}

GTlsCertificate *
authority_issue (Authority  *self,
                 const char *host,
                 int         from,
                 int         to)
{
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  X509 *certificate = new_certificate ("server", self->root, key, from, to);
  BIO *memory = BIO_new (BIO_s_mem ());
  g_autofree char *pem = NULL;
  g_autoptr (GError) error = NULL;
  GTlsCertificate *issued;

  add_extension (certificate, self->root, NID_subject_alt_name, host);
  add_extension (certificate, self->root, NID_ext_key_usage, "serverAuth");
  g_assert (X509_sign (certificate, self->key, EVP_sha256 ()) > 0);
  PEM_write_bio_X509 (memory, certificate);
  PEM_write_bio_PrivateKey (memory, key, NULL, NULL, 0, NULL, NULL);
  pem = take_text (memory);
  X509_free (certificate);
  EVP_PKEY_free (key);

  issued = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  return issued;
}
