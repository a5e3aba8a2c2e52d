/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/**
 * InkanPage:
 *
 * A page of a portal as a browser understands it: its text decoded, its
 * elements as a tree, its address. Ref-counted; wiped when dropped, because
 * hidden fields are secrets. Nodes belong to their page.
 */
typedef struct _InkanPage InkanPage;

/**
 * inkan_page_new:
 * @bytes: of the page
 * @content_type: (nullable): the header, with its charset
 * @uri: where it came from, after redirects
 * @error: %INKAN_PORTAL_ERROR_TOO_LARGE when it is nested too deep or has too
 *   many elements
 */
InkanPage  *inkan_page_new          (GBytes      *bytes,
                                     const char  *content_type,
                                     GUri        *uri,
                                     GError     **error);
InkanPage  *inkan_page_ref          (InkanPage   *self);
void        inkan_page_unref        (InkanPage   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanPage, inkan_page_unref)

GUri       *inkan_page_get_uri      (InkanPage   *self);
GUri       *inkan_page_get_base     (InkanPage   *self); /* what addresses in it are relative to */
const char *inkan_page_get_charset  (InkanPage   *self); /* a name of inkan_charset_lookup() */
xmlDocPtr   inkan_page_get_document (InkanPage   *self);
xmlNodePtr  inkan_page_get_root     (InkanPage   *self);

/* (transfer full) (nullable): @address as it stands in the page, made absolute */
GUri       *inkan_page_resolve      (InkanPage   *self,
                                     const char  *address);

/* Which form a control belongs to by HTML's rules, `form=` included: (nullable). */
xmlNodePtr  inkan_page_get_form_owner (InkanPage  *self,
                                       xmlNodePtr  control);

/* @xpath as in a definition. @node: the row for relative ones, else %NULL. */
gboolean    inkan_page_holds        (InkanPage   *self,
                                     const char  *xpath,
                                     xmlNodePtr   node);
/* (transfer container): elements and attributes, in document order; never %NULL */
GPtrArray  *inkan_page_select       (InkanPage   *self,
                                     const char  *xpath,
                                     xmlNodePtr   node);
xmlNodePtr  inkan_page_select_one   (InkanPage   *self,
                                     const char  *xpath,
                                     xmlNodePtr   node);
/* (transfer full) (nullable): what a person would read there; empty is %NULL */
char       *inkan_page_read         (InkanPage   *self,
                                     const char  *xpath,
                                     xmlNodePtr   node,
                                     gboolean     keep_lines);

/* The `content` of a <meta http-equiv=refresh>: (nullable). */
const char *inkan_page_get_refresh  (InkanPage   *self);

/* Small helpers over nodes. */
gboolean    inkan_node_is           (xmlNodePtr   node,
                                     const char  *name);
const char *inkan_node_attribute    (xmlNodePtr   node, /* (nullable); "" when it is there without a value */
                                     const char  *name);
/* The next element in document order, within @root; %NULL at the end. */
xmlNodePtr  inkan_node_next         (xmlNodePtr   node,
                                     xmlNodePtr   root);
/* Whether it is an ancestor's descendant that does not take part: template. */
gboolean    inkan_node_is_inert     (xmlNodePtr   node);
/* (transfer full): the text of a node as a browser would show it, cleaned. */
char       *inkan_node_text         (xmlNodePtr   node,
                                     gboolean     keep_lines);

/* page-charset.c: (transfer none): how the page's bytes are to be decoded; @skip: bytes of a BOM */
const char *inkan_page_find_charset (const guint8 *bytes,
                                     gsize         length,
                                     const char   *content_type,
                                     gsize        *skip);

G_END_DECLS
