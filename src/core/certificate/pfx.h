/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "certificate-file.h"
#include "openssl-auto.h"

G_BEGIN_DECLS

/* The outer structure of a PKCS#12 file (RFC 7292, section 4). OpenSSL's own
 * PKCS12 hides the octets that the MAC covers, so that the MAC could only be
 * computed inside it, and not as RFC 9579 wants it. */
typedef struct {
  X509_SIG *digest; /* algorithm and value */
  ASN1_OCTET_STRING *salt;
  ASN1_INTEGER *iterations; /* (nullable): 1 */
} InkanPfxMac;

typedef struct {
  ASN1_INTEGER *version;
  PKCS7 *content;   /* after inkan_pfx_load(): data, not empty */
  InkanPfxMac *mac; /* (nullable) */
} InkanPfx;

InkanPfx          *inkan_pfx_load     (GBytes         *bytes,
                                       GError        **error);
InkanPfx          *inkan_pfx_new      (const InkanContentStack *contents);
GBytes            *inkan_pfx_save     (const InkanPfx *pfx);
void               inkan_pfx_free     (InkanPfx       *pfx);
InkanContentStack *inkan_pfx_contents (const InkanPfx *pfx,
                                       GError        **error);

/* What is in a box that is not encrypted: (transfer full) (nullable). */
InkanBagStack     *inkan_pfx_unpack_bags (const ASN1_OCTET_STRING *octets);

/* certificate-error.c: say more of *@error (nullable). */
void               inkan_certificate_error_set_other (GError        **error,
                                                      InkanOtherFile  other);
void               inkan_certificate_error_set_package (GError     **error,
                                                        const char  *package);

/* And of one that says %INKAN_CERTIFICATE_ERROR_UNSUPPORTED: what for. */
void               inkan_certificate_error_set_algorithm (GError    **error,
                                                          const char *name);

/* The name of @object, or its numbers when nobody knows it: (transfer full). */
char              *inkan_object_name  (const ASN1_OBJECT *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanPfx, inkan_pfx_free)

G_END_DECLS
