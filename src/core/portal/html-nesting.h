/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "buffer.h"

G_BEGIN_DECLS

#define INKAN_HTML_NAME_SIZE 12 /* "blockquote", and names that are cut do no harm */

/* Which elements are open at a place of a page, as far as it decides to which
 * form a control belongs (WHATWG HTML, "tree construction", "form element
 * pointer", "reset the form owner"). */
typedef struct _InkanHtmlNesting InkanHtmlNesting;

typedef enum {
  INKAN_HTML_KEEP,       /* the tag means what it says */
  INKAN_HTML_IGNORE,     /* it means nothing here */
  INKAN_HTML_END_SELECT, /* it ends the select before it */
  INKAN_HTML_ONLY_END,   /* it does nothing else */
} InkanHtmlMeaning;

InkanHtmlNesting *inkan_html_nesting_new  (void);
void              inkan_html_nesting_free (InkanHtmlNesting *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanHtmlNesting, inkan_html_nesting_free)

/* A start tag. @form: (out): the number of the form that the element is or
 * belongs to, else -1 */
InkanHtmlMeaning  inkan_html_nesting_start (InkanHtmlNesting *self,
                                            const char       *name,
                                            int              *form);
/* An end tag. Those of what it ends besides are written to @to. */
InkanHtmlMeaning  inkan_html_nesting_end   (InkanHtmlNesting *self,
                                            const char       *name,
                                            InkanBuffer      *to);

G_END_DECLS
