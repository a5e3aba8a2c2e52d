/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * inkan_content_disposition_get_name:
 * @header: (nullable): a Content-Disposition as it came, any bytes; or a
 *   Content-Type, whose `name` old portals give besides
 *
 * The file name in it, read as generously as browsers do: without a disposition
 * type, unquoted with blanks and parentheses, `filename*` (RFC 8187), encoded
 * words (RFC 2047), percent escapes, bytes in UTF-8, EUC-JP or Shift_JIS. A name
 * with U+FFFD in it was broken on the way and is none.
 *
 * Returns: (transfer full) (nullable): UTF-8; a claim from outside, which may
 *   hold anything
 */
char *inkan_content_disposition_get_name (const char *header);

G_END_DECLS
