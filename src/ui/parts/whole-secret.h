/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * InkanWholeSecret:
 *
 * Draws what stands in an entry, in as many lines as it takes: what has to be noted
 * down must be seen whole, also where the text is large and the window narrow. Not a
 * label, for it holds no text of its own, only the entry's buffer, which is never
 * swapped out. Nothing to a screen reader, which reads the entry itself.
 */
#define INKAN_TYPE_WHOLE_SECRET (inkan_whole_secret_get_type ())
G_DECLARE_FINAL_TYPE (InkanWholeSecret, inkan_whole_secret, INKAN, WHOLE_SECRET, GtkWidget)

/* A row to be put below @entry_row, there only while the entry shows what stands in
 * it and has no room for all of it. */
GtkWidget *inkan_whole_secret_row_new (AdwEntryRow *entry_row);

G_END_DECLS
