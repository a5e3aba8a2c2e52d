/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "charset.h"

G_BEGIN_DECLS

typedef enum {
  PRACTICE_ENGLISH,
  PRACTICE_JAPANESE,
} PracticeLanguage;

/* For whom a page is written, and how. */
typedef struct {
  PracticeLanguage language;
  PracticeCharset  charset;
} PracticeReader;

/* Returns: the one of the two that the reader understands */
const char *practice_say            (const PracticeReader *reader,
                                     const char           *english,
                                     const char           *japanese);

/* Begins a page: everything up to and with its heading. */
GString    *practice_page_begin     (const PracticeReader *reader,
                                     const char           *title);
/* Adds markup; its arguments are escaped. */
void        practice_page_add       (GString              *page,
                                     const char           *format,
                                     ...) G_GNUC_PRINTF (2, 3);
/* Adds a paragraph of text. */
void        practice_page_paragraph (GString              *page,
                                     const char           *text);
/* Adds a sentence that a program finds by its id and a screen reader announces. */
void        practice_page_notice    (GString              *page,
                                     const char           *id,
                                     const char           *text);
/* Ends a page. Returns: (transfer full): UTF-8 */
char       *practice_page_end       (GString              *page,
                                     const PracticeReader *reader);

G_END_DECLS
