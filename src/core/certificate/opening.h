/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ahead.h"
#include "certificate-file.h"
#include "pbe.h"
#include "providers.h"
#include "spelling.h"

G_BEGIN_DECLS

/* One thing out of the file: a private key or a certificate. */
typedef struct {
  EVP_PKEY *key;
  X509 *certificate;
  char *friendly_name; /* (nullable), UTF-8, not yet cleaned */
  GBytes *local_id;    /* (nullable) */
} InkanItem;

/* A bag as it was in the file, for whoever writes it anew. */
typedef struct {
  const PKCS12_SAFEBAG *bag;      /* borrowed from the opening */
  PKCS8_PRIV_KEY_INFO *decrypted; /* (nullable): what was shrouded in it */
} InkanKept;

/* A PKCS#12 file while it is being opened. Zero-initialised; one thread. */
typedef struct {
  GCancellable *cancellable; /* borrowed */
  InkanProviders providers;
  InkanPassphrase passphrase;
  GPtrArray *plain;     /* of InkanBagStack (nullable): what is not encrypted, content by content */
  GPtrArray *foreseen;  /* of InkanPbe: the encryptions that show without the passphrase */
  InkanAhead *ahead;    /* what is derived for them */
  gint64 cost;          /* spent or promised so far */
  gboolean fits;        /* the passphrase does, as the MAC or a decryption has shown */
  gboolean intact;      /* the MAC holds */
  InkanWeakness weaknesses;
  GPtrArray *keys;         /* of InkanItem */
  GPtrArray *certificates; /* of InkanItem */
  GPtrArray *boxes;     /* of InkanBagStack: what was encrypted */
  gboolean keep;        /* in: whether to fill in the next two */
  GPtrArray *kept;      /* of InkanKept: every bag, in order, out of its nest */
  gboolean lost;        /* something could not be decrypted, and is not among them */
  GError *oddity;       /* the first thing that was left out, and why */
} InkanOpening;

gboolean inkan_opening_run   (InkanOpening *self,
                              GBytes       *bytes,
                              SecretValue  *passphrase,
                              GCancellable *cancellable,
                              GError      **error);
void     inkan_opening_clear (InkanOpening *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (InkanOpening, inkan_opening_clear)

G_END_DECLS
