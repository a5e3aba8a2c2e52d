/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/retrieval/retrieval.h"
#include "note.h"

G_BEGIN_DECLS

/* Step 10: the proof of the saved file. */

/* One line of it: (transfer full) */
InkanNote  *inkan_proof_note     (InkanRetrieval *retrieval,
                                  InkanCheck      check);
/* All of it in one sentence: (transfer none) */
const char *inkan_proof_sum_text (InkanRetrieval *retrieval);

/* A password was tried and does not fit: (transfer none) */
const char *inkan_proof_wrong_passphrase_text (void);

/* Whether the password can be, or has been, put into the keyring, and why not: (transfer none) */
const char *inkan_keyring_text   (InkanRetrieval *retrieval);
/* How the keyring's own program calls the password of the file: (transfer full) */
char       *inkan_keyring_label  (InkanCertificate *certificate);

G_END_DECLS
