/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "opening.h"
#include "pfx.h"

G_BEGIN_DECLS

#define INKAN_MAX_CHAIN 10

/* The certificate that belongs to a key, and those above it: all borrowed. */
typedef struct {
  const InkanItem *key;
  const InkanItem *own;
  InkanChainState state;
  guint n_above;
  X509 *above[INKAN_MAX_CHAIN]; /* issuers, the nearest first */
  gboolean sha1;            /* somewhere below the root */
  guint n_others;           /* people beside the owner */
} InkanChain;

gboolean          inkan_chain_find             (InkanChain         *self,
                                                const InkanOpening *opening,
                                                GError            **error);
InkanCertificate *inkan_certificate_new        (const InkanChain   *chain,
                                                InkanWeakness       weaknesses,
                                                GError            **error);

/* certificate-names.c: everything is cleaned, and shown for what it is. */
#define INKAN_MAX_NAME 1024 /* characters */
char      *inkan_asn1_text       (const ASN1_STRING *string);
char      *inkan_x509_name       (const X509_NAME   *name);
char      *inkan_x509_owner      (const X509_NAME   *name);
GPtrArray *inkan_x509_names      (const X509        *certificate);
GStrv      inkan_x509_addresses  (const X509        *certificate,
                                  GPtrArray         *names);

/* certificate-usages.c */
InkanUsage inkan_x509_usages     (const X509        *certificate,
                                  GStrv             *others);

G_END_DECLS
