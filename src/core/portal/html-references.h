/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "buffer.h"

G_BEGIN_DECLS

/* Writes the text from @at to @end as libxml2 reads it back unchanged: character
 * references resolved as a browser does (WHATWG HTML, "character reference
 * state"), whatever has a meaning escaped again.
 * @in_attribute: references are taken more narrowly there */
void inkan_html_text_write (InkanBuffer *to,
                            const char  *at,
                            const char  *end,
                            gboolean     in_attribute);

G_END_DECLS
