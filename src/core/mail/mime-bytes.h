/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @bytes begin as a message does: header fields, of which at least
 * @least are ones that every mail has some of. */
gboolean    inkan_mime_has_header   (const char       *bytes,
                                   gsize         length,
                                   guint         least);

/* A copy of a message that GMime can read whatever it is made of, in time and
 * memory that are bounded.
 * Returns: (transfer full): inkan_mime_drop() */
GByteArray *inkan_mime_prepare    (const guint8 *bytes,
                                   gsize             length);

/* Wipes and frees @array. */
void        inkan_mime_drop       (GByteArray       *array);

G_END_DECLS
