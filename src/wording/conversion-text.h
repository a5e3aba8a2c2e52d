/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/retrieval/retrieval.h"
#include "note.h"

G_BEGIN_DECLS

/* What can be saved in place of the file, or beside it (step 7), and what becomes
 * of it (steps 9 and 10). */

/* What is offered, and what it means, in one sentence: (transfer none) */
const char *inkan_conversion_title      (InkanEncryption  encryption);
const char *inkan_conversion_text       (InkanEncryption  encryption);
/* To leave the passphrase as it is: (transfer none) */
const char *inkan_conversion_same_text  (InkanEncryption  encryption);
/* While it is being made, for those who see no spinner: (transfer none) */
const char *inkan_conversion_busy_text  (InkanEncryption  encryption);
/* How to do without, where there is a tick: (transfer none) */
const char *inkan_conversion_without_text (InkanEncryption encryption);
/* What has come of it: (transfer full) (nullable): nothing was asked for, or it is being made */
InkanNote  *inkan_conversion_note       (InkanRetrieval  *retrieval,
                                         InkanEncryption  encryption);

/* That the copy is not saved, why, and that the file itself is: (transfer full)
 * (nullable): it is, or none was asked for */
InkanNote  *inkan_copy_missing_note     (InkanRetrieval  *retrieval);
/* One line of the proof of the copy, up to INKAN_N_COPY_CHECKS: (transfer full) */
InkanNote  *inkan_copy_proof_note       (InkanRetrieval  *retrieval,
                                         InkanCheck       check);
/* What the copy is for, and what to do with it then: (transfer none) */
const char *inkan_copy_care_text        (void);
/* For the name of its file: (transfer none) */
const char *inkan_copy_name_note        (void);

G_END_DECLS
