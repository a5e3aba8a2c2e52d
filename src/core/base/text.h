/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * inkan_text_clean:
 * @text: text from outside, any bytes up to the first NUL
 * @max_chars: longest result in characters; what is cut is marked with "…"
 * @keep_lines: whether line breaks and tabs stay; otherwise they become blanks
 *
 * Makes text from outside fit to be shown: valid UTF-8, no control characters,
 * no bidirectional overrides or isolates (SAFETY: hostile input), not endless.
 *
 * Returns: (transfer full)
 */
char *inkan_text_clean  (const char *text,
                         gsize       max_chars,
                         gboolean    keep_lines);

/**
 * inkan_text_strip:
 * @text: what a person typed or pasted into a one-line entry, UTF-8
 *
 * Removes leading and trailing blanks (the ideographic blank U+3000 and the
 * no-break ones too) and control and bidirectional-override characters
 * anywhere; everything else stays as it is.
 *
 * Returns: (transfer full): free with secret_password_free() when secret; it
 *   lies in non-pageable memory
 */
char *inkan_text_strip  (const char *text);

G_END_DECLS
