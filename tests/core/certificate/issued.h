/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/certificate-file.h"

#include <openssl/x509.h>

G_BEGIN_DECLS

/* What is to be in a certificate. Whatever is left out has a value that nobody
 * looks at twice. */
typedef struct {
  const char *name;        /* common name; "": an empty subject */
  int kind;                /* of the common name's text: V_ASN1_…; 0: UTF8String */
  gsize length;            /* of the common name; 0: up to its NUL */
  const char *extensions;  /* as in openssl.cnf */
  const char *from, *to;   /* GeneralizedTime, right or not */
  const char *serial;      /* hexadecimal */
  const EVP_MD *digest;
  EVP_PKEY *key;           /* whose; NULL: issued_key() */
} Issued;

/* A key that is made once for the run. @number: which one. (transfer none) */
EVP_PKEY         *issued_key         (guint             number);

/* @issuer: (nullable): none signs itself. (transfer full) */
X509             *issued_certificate (const Issued     *what,
                                      X509             *issuer,
                                      EVP_PKEY         *issuer_key);

/* A PKCS#12 file without encryption: both lists end with NULL. */
GBytes           *issued_file        (EVP_PKEY * const *keys,
                                      X509 * const     *certificates);
InkanCertificate *issued_open        (EVP_PKEY * const *keys,
                                      X509 * const     *certificates);
/* With the first key: of @what, signed by itself. */
InkanCertificate *issued_describe    (const Issued     *what);

G_END_DECLS
