/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A code in a folded text */
typedef struct {
  char    *code;     /* inkan_wipe_free() */
  gsize    offset;   /* of it, in bytes */
  guint    rank;     /* of its label: 0 "certificate code", 1 something wider */
  gboolean outdated; /* "old certificate code: …" */
} InkanFoundCode;

void       inkan_found_code_free     (InkanFoundCode *self);

/* All codes that stand with a label in @text, which is folded.
 * Returns: (transfer full) (element-type InkanFoundCode) */
GPtrArray *inkan_find_labelled_codes (const char     *text);

/* All matches of a portal's own @pattern. */
GPtrArray *inkan_find_codes_by       (const char     *text,
                                      GRegex         *pattern);

/* Where the value behind the label of a code begins in @text (folded), or %NULL
 * when there is no label. */
const char *inkan_skip_label         (const char     *text);

/* Whether @token is an address, a file name, a date, a telephone number, or masked. */
gboolean   inkan_code_is_something_else   (const char *token);

/* "Class2", "Step1", "SHA256", "Windows10" */
gboolean   inkan_code_is_word_with_number (const char *token);

G_END_DECLS
