/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "opening.h"

G_BEGIN_DECLS

/* The certificate that belongs to a key, and those above it: all borrowed. */
typedef struct {
  const InkanItem *key;
  const InkanItem *own;
  InkanChainState state;
  guint length;             /* own included */
  const X509 *top;          /* the last one */
  gboolean sha1;            /* somewhere below the root */
} InkanChain;

gboolean          inkan_chain_find             (InkanChain         *self,
                                                const InkanOpening *opening,
                                                GError            **error);
InkanCertificate *inkan_certificate_new        (const InkanChain   *chain,
                                                InkanWeakness       weaknesses,
                                                GError            **error);

G_END_DECLS
