/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An http(s) address in a text */
typedef struct {
  char *uri;   /* inkan_wipe_free(): it may carry the code */
  gint  score; /* the higher, the more likely it is the retrieval page's */
} InkanFoundLink;

void       inkan_found_link_free (InkanFoundLink *self);

/* The http(s) addresses in @text, which is folded, in its order; what only
 * stands as the text of another link is left out. Their score is by their words,
 * and by how near they stand to @offset (a byte position, or -1).
 * Returns: (transfer full) (element-type InkanFoundLink) */
GPtrArray *inkan_links_find      (const char     *text,
                                  gssize          offset);

/* "host" or "host:port", lower case, in ASCII (RFC 3490), as it really would
 * be connected to. */
char      *inkan_link_get_host   (const char     *link);

/* Whether nothing in @link says that it leads to help, terms or the like. */
gboolean   inkan_link_is_likely  (const char     *link);

/* The host that the user name in @link poses as: "two.example" in
 * "https://two.example@evil.example/"; or %NULL. */
char      *inkan_link_get_posed_host (const char  *link);

/* Whether @text, the visible text of @link in a page, names another host than
 * the one that it leads to. Only then are @host and @shown_host set. */
gboolean   inkan_link_text_deceives (const char  *link,
                                     const char  *text,
                                     char       **host,
                                     char       **shown_host);

G_END_DECLS
