/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The text of an HTML mail as a person reads it: without what is hidden, lines
 * where the page has them, quotations marked with "> ", the cells of a table's
 * row three blanks apart, and each link's address behind its text as "<http…>".
 * Nothing that the page mentions is fetched.
 * @deceits: (nullable): a table of texts in which to note, for each host that a
 * link leads to under the name of another one, that other one.
 * Returns: (transfer full): UTF-8; inkan_wipe_free() */
char       *inkan_html_to_text      (const char   *html,
                                     GHashTable   *deceits);

/* The encoding that the page itself names, or %NULL. */
char       *inkan_html_find_charset (const guint8 *bytes,
                                     gsize         length);

/* The page in what a clipboard hands over as `text/html`.
 * Returns: (transfer full): UTF-8; inkan_wipe_free() */
char       *inkan_html_decode_clipboard (const guint8 *bytes,
                                         gsize         length);

G_END_DECLS
