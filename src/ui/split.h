/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * InkanSplit:
 *
 * A side bar and the content beside it. Where there is not room for both, the
 * side bar is left out; so it never keeps a window from becoming narrow.
 *
 * Properties: `sidebar` and `content` (widgets), `fold-width` (pixels: narrower
 * than this means folded), `folded` (read-only, notified between two frames).
 */
#define INKAN_TYPE_SPLIT (inkan_split_get_type ())
G_DECLARE_FINAL_TYPE (InkanSplit, inkan_split, INKAN, SPLIT, GtkWidget)

gboolean inkan_split_get_folded (InkanSplit *self);

G_END_DECLS
