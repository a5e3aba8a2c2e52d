/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "../../core/retrieval/retrieval.h"

G_BEGIN_DECLS

/**
 * InkanConversionChoice:
 *
 * Offers one way of locking the file anew (step 7): a tick, then the same password
 * or a new one, and what has come of it. To untick it is to take it back, also
 * while it is being made.
 *
 * Property `complete` (notified): nothing that was ticked is still to be done.
 * Signal `spoken` (text): something a screen reader should say.
 */
#define INKAN_TYPE_CONVERSION_CHOICE (inkan_conversion_choice_get_type ())
G_DECLARE_FINAL_TYPE (InkanConversionChoice, inkan_conversion_choice, INKAN, CONVERSION_CHOICE, GtkBox)

/* Offers @encryption for @retrieval's file. Once. */
void     inkan_conversion_choice_watch        (InkanConversionChoice *self,
                                               InkanRetrieval        *retrieval,
                                               InkanEncryption        encryption);
gboolean inkan_conversion_choice_get_complete (InkanConversionChoice *self);

G_END_DECLS
