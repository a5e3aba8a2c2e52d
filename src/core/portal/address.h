/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * inkan_address_resolve:
 * @base: what @address is relative to
 * @address: as it stands in a page or header, UTF-8
 * @charset: the page's encoding, in which a query is written
 *
 * Makes an address absolute as a browser does (WHATWG URL): blanks around it
 * removed, characters that a URI cannot hold percent-encoded. A user name and
 * password in it are dropped.
 *
 * Returns: (transfer full) (nullable)
 */
GUri *inkan_address_resolve (GUri       *base,
                             const char *address,
                             const char *charset);

/* (transfer full): @uri with another query; %NULL: without */
GUri *inkan_address_with_query (GUri       *uri,
                                const char *query);

G_END_DECLS
