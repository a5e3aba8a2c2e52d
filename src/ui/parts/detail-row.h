/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * InkanDetailRow:
 *
 * A row of a boxed list that shows one fact: its name small, its value below,
 * selectable, as plain text, broken over lines rather than cut.
 * Properties `label` and `value`. Without a value it is not shown.
 */
#define INKAN_TYPE_DETAIL_ROW (inkan_detail_row_get_type ())
G_DECLARE_FINAL_TYPE (InkanDetailRow, inkan_detail_row, INKAN, DETAIL_ROW, AdwPreferencesRow)

GtkWidget  *inkan_detail_row_new       (const char     *label,
                                        const char     *value);
void        inkan_detail_row_set_value (InkanDetailRow *self,
                                        const char     *value); /* (nullable) */
const char *inkan_detail_row_get_value (InkanDetailRow *self);

G_END_DECLS
