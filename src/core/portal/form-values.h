/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/* (transfer full): what becomes of @text in an <input> that holds text, a number,
 * a time or a colour (WHATWG HTML, "value sanitization algorithm"); wipe it */
char       *inkan_value_sanitise  (xmlNodePtr  control,
                                   const char *type,
                                   const char *text);

/* What is submitted for `dirname`: "ltr" or "rtl" (WHATWG HTML, "the directionality"). */
const char *inkan_value_direction (xmlNodePtr  control,
                                   const char *type,
                                   const char *value);

G_END_DECLS
