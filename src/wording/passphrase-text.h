/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "note.h"

G_BEGIN_DECLS

/* The password of the certificate file, where it is not simply asked for. */

/* What choosing one means, before one is chosen: (transfer none) */
const char *inkan_chosen_passphrase_text (void);

/**
 * inkan_chosen_passphrase_note:
 * @typed: a passphrase of the person's own choice
 * @usable: (out): whether the file can be locked with it
 *
 * Returns: (transfer full) (nullable): why not (ERROR), or what is worth a
 *   second thought (WARNING)
 */
InkanNote  *inkan_chosen_passphrase_note (const char *typed,
                                          gboolean   *usable);

/* When the second one differs from the first: (transfer none) */
const char *inkan_chosen_passphrase_mismatch_text (void);

/* Of one that was made for the person: (transfer full) */
InkanNote  *inkan_generated_passphrase_note (void);

/* Of one that the portal has told, perhaps for the only time: (transfer full) */
InkanNote  *inkan_told_passphrase_note   (void);

G_END_DECLS
