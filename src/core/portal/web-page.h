/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libxml/tree.h>

#include "explanation.h"

G_BEGIN_DECLS

/**
 * InkanWebPage:
 *
 * A page of a portal as a browser understands it: its text decoded, its
 * elements as a tree, its address. Ref-counted; wiped when dropped, because
 * hidden fields are secrets. Nodes belong to their page.
 */
typedef struct _InkanPage InkanWebPage;

/**
 * inkan_web_page_new:
 * @bytes: of the page
 * @content_type: (nullable): the header, with its charset
 * @uri: where it came from, after redirects
 * @error: %INKAN_PORTAL_ERROR_TOO_LARGE when it is nested too deep or has too
 *   many elements
 */
InkanWebPage  *inkan_web_page_new          (GBytes      *bytes,
                                     const char  *content_type,
                                     GUri        *uri,
                                     GError     **error);
InkanWebPage  *inkan_web_page_ref          (InkanWebPage   *self);
void        inkan_web_page_unref        (InkanWebPage   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanWebPage, inkan_web_page_unref)

GUri       *inkan_web_page_get_uri      (InkanWebPage   *self);
GUri       *inkan_web_page_get_base     (InkanWebPage   *self); /* what addresses in it are relative to */
const char *inkan_web_page_get_charset  (InkanWebPage   *self); /* a name of inkan_charset_lookup() */
/* (transfer none): where the code that finds things in it writes its reasons; the
 * explanation must live as long as the page is worked with. %NULL: nowhere */
void        inkan_web_page_set_explanation (InkanWebPage     *self,
                                            InkanExplanation *explanation);
InkanExplanation *inkan_web_page_get_explanation (InkanWebPage *self);

xmlDocPtr   inkan_web_page_get_document (InkanWebPage   *self);
xmlNodePtr  inkan_web_page_get_root     (InkanWebPage   *self);

/* (transfer full) (nullable): @address as it stands in the page, made absolute */
GUri       *inkan_web_page_resolve      (InkanWebPage   *self,
                                     const char  *address);

/* Which form a control belongs to by HTML's rules, `form=` included: (nullable). */
xmlNodePtr  inkan_web_page_get_form_owner (InkanWebPage  *self,
                                       xmlNodePtr  control);

/* The first element with that id, and the first label for it: (nullable). */
xmlNodePtr  inkan_web_page_find_id  (InkanWebPage   *self,
                                     const char     *id);
xmlNodePtr  inkan_web_page_find_label (InkanWebPage *self,
                                     const char     *id);
/* (transfer container): the elements that belong to a form, in document order, disabled ones too */
GPtrArray  *inkan_web_page_get_controls (InkanWebPage *self,
                                     xmlNodePtr      form);

/* @xpath as in a definition. @node: the row for relative ones, else %NULL. */
gboolean    inkan_web_page_holds        (InkanWebPage   *self,
                                     const char  *xpath,
                                     xmlNodePtr   node);
/* (transfer container): elements and attributes, in document order; never %NULL */
GPtrArray  *inkan_web_page_select       (InkanWebPage   *self,
                                     const char  *xpath,
                                     xmlNodePtr   node);
xmlNodePtr  inkan_web_page_select_one   (InkanWebPage   *self,
                                     const char  *xpath,
                                     xmlNodePtr   node);
/* (transfer full) (nullable): what a person would read there; empty is %NULL */
char       *inkan_web_page_read         (InkanWebPage   *self,
                                     const char  *xpath,
                                     xmlNodePtr   node,
                                     gboolean     keep_lines);

/* The `content` of a <meta http-equiv=refresh>: (nullable). */
const char *inkan_web_page_get_refresh  (InkanWebPage   *self);

/* Small helpers over nodes. */
gboolean    inkan_node_is           (xmlNodePtr   node,
                                     const char  *name);
const char *inkan_node_attribute    (xmlNodePtr   node, /* (nullable); "" when it is there without a value */
                                     const char  *name);
/* The next element in document order, within @root; %NULL at the end. */
xmlNodePtr  inkan_node_next         (xmlNodePtr   node,
                                     xmlNodePtr   root);
/* Whether it stands in something that does not take part: a template, or what a
 * browser without frames would show. */
gboolean    inkan_node_is_inert     (xmlNodePtr   node);
/* Whether its own attributes keep a person from seeing it. */
gboolean    inkan_node_is_unseen    (xmlNodePtr   node);
/* Whether it begins and ends a line. */
gboolean    inkan_node_is_block     (xmlNodePtr   node);
/* (transfer full): the text of a node as a browser would show it, cleaned. */
char       *inkan_node_text         (xmlNodePtr   node,
                                     gboolean     keep_lines);

/* web-page-charset.c: (transfer none): how the page's bytes are to be decoded; @skip: bytes of a BOM */
const char *inkan_web_page_find_charset (const guint8 *bytes,
                                     gsize         length,
                                     const char   *content_type,
                                     gsize        *skip);

G_END_DECLS
