/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Decodes a body that says it is in @label (nullable). What it says is doubted
 * where the bytes say otherwise: escape sequences of ISO-2022-JP under any
 * name, UTF-8 under the name of something else, no name at all.
 * Returns: (transfer full): UTF-8; inkan_wipe_free() */
char *inkan_mail_decode_text   (const char   *label,
                                const guint8 *bytes,
                                gsize         length);

/* Decodes a header's raw value: folded, RFC 2047 encoded words (also split in
 * the middle of a character), or raw bytes in @label (nullable).
 * Returns: (transfer full): UTF-8 */
char *inkan_mail_decode_header (const char   *raw,
                                const char   *label);

G_END_DECLS
