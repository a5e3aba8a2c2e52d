/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates that no tool would issue, and PKCS#12 files with them. */
#include "issued.h"

#include "fixtures.h"

#include <string.h>

#include <openssl/conf.h>
#include <openssl/ec.h>
#include <openssl/x509v3.h>

#define N_KEYS 4

EVP_PKEY *
issued_key (guint number)
{
  static EVP_PKEY *keys[N_KEYS];

  g_assert_cmpuint (number, <, N_KEYS);
  if (keys[number] == NULL)
    keys[number] = EVP_EC_gen ("P-256");
  g_assert_nonnull (keys[number]);
  return keys[number];
}

static void
set_name (X509 *certificate, const Issued *what)
{
  X509_NAME *name = X509_NAME_new ();
  gsize length = what->length > 0 ? what->length : strlen (what->name);

  if (length > 0) {
    X509_NAME_ENTRY *entry = X509_NAME_ENTRY_new ();

    /* Without a look at what it is. */
    g_assert_true (X509_NAME_ENTRY_set_object (entry, OBJ_nid2obj (NID_commonName)));
    g_assert_true (X509_NAME_ENTRY_set_data (entry, what->kind != 0 ? what->kind : V_ASN1_UTF8STRING,
                                             (const guint8 *) what->name, (int) length));
    g_assert_true (X509_NAME_add_entry (name, entry, -1, 0));
    X509_NAME_ENTRY_free (entry);
  }
  g_assert_true (X509_set_subject_name (certificate, name));
  X509_NAME_free (name);
}

static void
set_time (X509 *certificate, gboolean (*set) (X509 *, const ASN1_TIME *), const char *text)
{
  ASN1_TIME *time = ASN1_STRING_type_new (V_ASN1_GENERALIZEDTIME);

  g_assert_true (ASN1_STRING_set (time, text, -1));
  g_assert_true (set (certificate, time));
  ASN1_STRING_free (time);
}

static void
set_serial (X509 *certificate, const char *digits)
{
  BIGNUM *number = NULL;
  ASN1_INTEGER *serial;

  g_assert_cmpint (BN_hex2bn (&number, digits), >, 0);
  serial = BN_to_ASN1_INTEGER (number, NULL);
  g_assert_true (X509_set_serialNumber (certificate, serial));
  ASN1_INTEGER_free (serial);
  BN_free (number);
}

static void
add_extensions (X509 *certificate, X509 *issuer, const char *text)
{
  BIO *memory = BIO_new_mem_buf (text, -1);
  CONF *conf = NCONF_new (NULL);
  X509V3_CTX context;

  g_assert_cmpint (NCONF_load_bio (conf, memory, NULL), >, 0);
  X509V3_set_ctx (&context, issuer, certificate, NULL, NULL, 0);
  X509V3_set_nconf (&context, conf);
  g_assert_true (X509V3_EXT_add_nconf (conf, &context, "default", certificate));
  NCONF_free (conf);
  BIO_free (memory);
}

X509 *
issued_certificate (const Issued *what, X509 *issuer, EVP_PKEY *issuer_key)
{
  EVP_PKEY *key = what->key != NULL ? what->key : issued_key (0);
  X509 *certificate = X509_new ();

  g_assert_true (X509_set_version (certificate, X509_VERSION_3));
  set_name (certificate, what);
  set_time (certificate, (gboolean (*) (X509 *, const ASN1_TIME *)) X509_set1_notBefore,
            what->from != NULL ? what->from : "20240101000000Z");
  set_time (certificate, (gboolean (*) (X509 *, const ASN1_TIME *)) X509_set1_notAfter,
            what->to != NULL ? what->to : "20991231235959Z");
  set_serial (certificate, what->serial != NULL ? what->serial : "10");
  g_assert_true (X509_set_pubkey (certificate, key));
  g_assert_true (X509_set_issuer_name (certificate, X509_get_subject_name (issuer != NULL ? issuer : certificate)));
  if (what->extensions != NULL)
    add_extensions (certificate, issuer != NULL ? issuer : certificate, what->extensions);
  g_assert_cmpint (
      X509_sign (certificate, issuer_key != NULL ? issuer_key : key, what->digest != NULL ? what->digest : EVP_sha256 ()),
      >, 0);
  return certificate;
}

GBytes *
issued_file (EVP_PKEY *const *keys, X509 *const *certificates)
{
  Builder builder;

  builder_init (&builder);
  for (guint i = 0; certificates[i] != NULL; i++)
    g_assert_nonnull (PKCS12_add_cert (&builder.bags, certificates[i]));
  for (guint i = 0; keys[i] != NULL; i++)
    g_assert_nonnull (PKCS12_add_key (&builder.bags, keys[i], 0, 0, -1, NULL));
  builder_close (&builder, NULL);
  return builder_finish (&builder, "");
}

InkanCertificate *
issued_open (EVP_PKEY *const *keys, X509 *const *certificates)
{
  g_autoptr (GBytes) bytes = issued_file (keys, certificates);
  g_autoptr (GError) error = NULL;
  InkanCertificate *certificate = inkan_certificate_open (bytes, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (certificate);
  return certificate;
}

InkanCertificate *
issued_describe (const Issued *what)
{
  X509 *certificate = issued_certificate (what, NULL, NULL);
  InkanCertificate *description = issued_open ((EVP_PKEY *const[]){ what->key != NULL ? what->key : issued_key (0), NULL },
                                               (X509 *const[]){ certificate, NULL });

  X509_free (certificate);
  return description;
}
