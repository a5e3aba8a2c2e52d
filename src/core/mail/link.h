/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The http(s) address in @text that most likely is the retrieval page: by its
 * words, then by how near it stands to @offset (a byte position, or -1).
 * Returns: (transfer full) (nullable); inkan_wipe_free(): it may carry the code */
char *inkan_link_find     (const char *text,
                           gssize      offset,
                           gint       *score);

/* "host" or "host:port", lower case, in ASCII (RFC 3490), as it really would
 * be connected to. */
char *inkan_link_get_host (const char *link);

/* The code that @link itself carries, as in "?enrollmentcode=…" */
char *inkan_link_get_code (const char *link);

G_END_DECLS
