/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "buffer.h"

G_BEGIN_DECLS

/* Stands at every form and every control: the number of the form, from 0; at a
 * control that belongs to none it is missing. */
#define INKAN_HTML_FORM_ATTRIBUTE "inkan-form"

/**
 * inkan_html_tokens_write:
 * @to: what libxml2 is to parse
 * @text: a page, UTF-8
 *
 * Writes down which tags and texts a browser finds in @text (WHATWG HTML,
 * "tokenization"), in a spelling that libxml2 cannot take for something else:
 * quotes around all values, references resolved, no comments, nothing inside
 * elements whose content is not looked at. And whose controls are whose, which
 * in crooked pages cannot be told from libxml2's tree.
 *
 * Returns: %FALSE when a tag has more attributes than any page made for people
 */
gboolean inkan_html_tokens_write (InkanBuffer *to,
                                  const char  *text);

G_END_DECLS
