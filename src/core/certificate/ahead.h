/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "derivation.h"
#include "spelling.h"

G_BEGIN_DECLS

/* The derivations that a file is sure to ask for, if the passphrase fits as it is
 * most likely spelled: done side by side, before their turn. Nothing is derived
 * twice, and nothing that the sequence of questions would not come to. */
typedef struct _InkanAhead InkanAhead;

InkanAhead *inkan_ahead_new   (InkanPassphrase       *passphrase,
                               GCancellable          *cancellable);
void        inkan_ahead_free  (InkanAhead            *self);
void        inkan_ahead_add   (InkanAhead            *self,
                               const InkanDerivation *derivation,
                               InkanPassphraseUse     use);
void        inkan_ahead_start (InkanAhead            *self);
void        inkan_ahead_stop  (InkanAhead            *self);
gboolean    inkan_ahead_get   (InkanAhead            *self,
                               const InkanDerivation *derivation,
                               InkanSpelling          spelling,
                               InkanKey              *key,
                               GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanAhead, inkan_ahead_free)

G_END_DECLS
