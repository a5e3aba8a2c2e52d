/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "../../core/retrieval/retrieval.h"

G_BEGIN_DECLS

/**
 * InkanFieldEntry:
 *
 * One field of the portal's identity form as a boxed entry with a hint below.
 * What is typed goes to the retrieval at once, which strips and normalises it;
 * the entry shows the normalised text when the focus leaves it, so that it
 * never fights the cursor.
 *
 * Property `valid` (notified): whether the value can be sent.
 */
#define INKAN_TYPE_FIELD_ENTRY (inkan_field_entry_get_type ())
G_DECLARE_FINAL_TYPE (InkanFieldEntry, inkan_field_entry, INKAN, FIELD_ENTRY, AdwPreferencesGroup)

/* @field belongs to the retrieval's definition. */
GtkWidget        *inkan_field_entry_new       (InkanRetrieval   *retrieval,
                                               const InkanField *field);
const InkanField *inkan_field_entry_get_field (InkanFieldEntry  *self);
gboolean          inkan_field_entry_get_valid (InkanFieldEntry  *self);
GtkEditable      *inkan_field_entry_get_row   (InkanFieldEntry  *self);
const char       *inkan_field_entry_get_hint  (InkanFieldEntry  *self); /* "" for none */

/* Shows the retrieval's value in place of what was typed, when they differ. */
void              inkan_field_entry_refresh   (InkanFieldEntry  *self);

G_END_DECLS
