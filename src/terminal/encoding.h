/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include <glib.h>

G_BEGIN_DECLS

/* Terminals that do not speak UTF-8. What their encoding lacks is written with
 * what it has: plain quotes for typographic ones, "?" for what has no likeness. */

/* @text, in UTF-8, made of nothing but what @charset has: (transfer full) */
char *encoding_fit   (const char *text,
                      const char *charset);
/* Such a text in @charset: (transfer full) */
char *encoding_write (const char *text,
                      const char *charset);

/* As encoding_fit(), for the encoding of the locale. */
char *encoding_fit_locale (const char *text);
/* Whether it is UTF-8, so that everything fits. */
gboolean encoding_has_everything (void);
/* Prints @text in it. */
void  encoding_print      (FILE       *stream,
                           const char *text);
/* From now on, g_print() and g_printerr() do so too. */
void  encoding_print_all  (void);

G_END_DECLS
