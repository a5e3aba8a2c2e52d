/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * InkanStrengthRow:
 *
 * A row of a boxed list that says how strong a password is: a bar, a word, and
 * what would make it stronger. Not shown for an empty one.
 */
#define INKAN_TYPE_STRENGTH_ROW (inkan_strength_row_get_type ())
G_DECLARE_FINAL_TYPE (InkanStrengthRow, inkan_strength_row, INKAN, STRENGTH_ROW, AdwPreferencesRow)

GtkWidget *inkan_strength_row_new     (void);
/* Nothing of @typed is kept. */
void       inkan_strength_row_measure (InkanStrengthRow *self,
                                       const char       *typed);

G_END_DECLS
