/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * inkan_charset_lookup:
 * @label: the name of a character encoding as pages and mails write it, in any
 *   case, with blanks around it
 *
 * The encoding that the label stands for today, as the WHATWG Encoding standard
 * says ("Shift_JIS" is Windows-31J, "ISO-8859-1" is windows-1252 …).
 *
 * Returns: (nullable): a static name: "UTF-8", "Shift_JIS", "EUC-JP",
 *   "ISO-2022-JP", "windows-1252", …; %NULL for a label nobody knows
 */
const char *inkan_charset_lookup  (const char   *label);

/**
 * inkan_charset_decode:
 * @charset: a name from inkan_charset_lookup()
 * @bytes: text in that encoding
 * @length: of @bytes
 *
 * Decodes as browsers and today's Japanese mail programs do: NEC row 13 (①) and
 * IBM extensions (髙), half-width kana also in ISO-2022-JP; every malformed
 * sequence becomes one U+FFFD, NUL too, and nothing after it is lost. The
 * result may hold secrets: all buffers are wiped.
 *
 * Returns: (transfer full): UTF-8; never %NULL. Wipe and free with
 *   inkan_charset_free() when it may hold secrets
 */
char       *inkan_charset_decode  (const char   *charset,
                                   const guint8 *bytes,
                                   gsize         length);

/**
 * inkan_charset_encode:
 * @charset: a name from inkan_charset_lookup()
 * @text: UTF-8
 * @length: (out): of the result
 *
 * Encodes for a form (WHATWG "encode" with error mode html): a character that
 * the encoding lacks becomes `&#NNN;`.
 *
 * Returns: (transfer full): bytes, NUL-terminated; inkan_charset_free()
 */
char       *inkan_charset_encode  (const char   *charset,
                                   const char   *text,
                                   gsize        *length);

/* Overwrites @text up to its NUL, then frees it. %NULL is fine. */
void        inkan_charset_free    (char         *text);

G_END_DECLS
