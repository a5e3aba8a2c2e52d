/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What pages are written in, and forms come back in. */
typedef enum {
  PRACTICE_UTF_8,
  PRACTICE_SHIFT_JIS, /* Windows code page 932, as every browser reads that label */
  PRACTICE_EUC_JP,    /* with NEC's and IBM's characters, likewise */
} PracticeCharset;

/* Returns: the name for Content-Type and <meta> */
const char *practice_charset_get_label  (PracticeCharset  charset);

/* Returns: (transfer full): the page; what the encoding lacks as `&#NNN;` */
GBytes     *practice_charset_encode     (PracticeCharset  charset,
                                         const char      *html);

/* Returns: (transfer full): UTF-8; what cannot be read becomes U+FFFD. practice_secret_free() */
char       *practice_charset_decode     (PracticeCharset  charset,
                                         const char      *bytes,
                                         gsize            length);

/**
 * practice_form_parse:
 * @body: application/x-www-form-urlencoded
 *
 * Returns: (transfer full) (element-type utf8 utf8): name → first value; the
 *   values are wiped when the table is dropped
 */
GHashTable *practice_form_parse         (PracticeCharset  charset,
                                         const char      *body,
                                         gsize            length);

G_END_DECLS
