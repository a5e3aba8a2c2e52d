/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/certificate-file.h"

#include <openssl/pkcs12.h>

G_BEGIN_DECLS

/* Files made for this run by make-fixtures.sh, in a folder of their own. */
void         fixtures_make    (void);
void         fixtures_remove  (void);
GBytes      *fixtures_read    (const char *name);
GBytes      *fixtures_replace (GBytes     *bytes,
                               const char *from,
                               const char *to,
                               gsize       length);

/* EXTENSION with its dot: (transfer full). */
char        *fixtures_path    (const char *name,
                               const char *extension);

/* What openssl says about NAME.pem: "serial", "fingerprint", … after the "=". */
char        *fixtures_ask     (const char *name,
                               const char *option);

SecretValue *fixtures_secret  (const char *text);

InkanCertificate *fixtures_open      (GBytes           *bytes,
                                      const char       *passphrase, /* (nullable) */
                                      GError          **error);
/* It is the one in NAME.pem. */
void              fixtures_assert_is (InkanCertificate *certificate,
                                      const char       *name);

/* A PKCS#12 file put together bag by bag, as no tool would. */
typedef struct {
  STACK_OF (PKCS12_SAFEBAG) *bags;
  STACK_OF (PKCS7) *contents;
  int iterations;
} Builder;

void         builder_init            (Builder    *self);
void         builder_add_certificate (Builder    *self,
                                      const char *name);
void         builder_add_key         (Builder    *self,
                                      const char *name,
                                      const char *passphrase);
void         builder_mark            (Builder    *self,
                                      const char *friendly_name,
                                      const char *local_id);
void         builder_add_scrypt_key  (Builder    *self,
                                      const char *name,
                                      const char *passphrase);
/* Like one of NAME, but it says of itself to be of another kind. */
void         builder_add_key_of_kind (Builder    *self,
                                      const char *name,
                                      int         nid);
void         builder_nest            (Builder    *self,
                                      int         levels);
void         builder_close           (Builder    *self,
                                      const char *passphrase);
/* The same, but encrypted with an algorithm of which only the numbers are known. */
void         builder_close_unknown   (Builder    *self,
                                      const char *numbers);
GBytes      *builder_finish          (Builder    *self,
                                      const char *passphrase);

G_END_DECLS
