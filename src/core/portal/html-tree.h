/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/**
 * inkan_html_tree_parse:
 * @text: a page, UTF-8
 * @error: %INKAN_PORTAL_ERROR_TOO_LARGE when it goes beyond what a page made
 *   for people needs: elements, nesting, attributes of one element
 *
 * Returns: (transfer full): a document with a root element, whatever @text is;
 *   free with inkan_html_tree_free()
 */
xmlDocPtr  inkan_html_tree_parse    (const char  *text,
                                     GError     **error);

/* Overwrites all text in it first: hidden fields are secrets. */
void       inkan_html_tree_free     (xmlDocPtr    document);

/* The form in whose tags the control stood in the text, which in crooked pages
 * is not always an ancestor (WHATWG HTML, "form element pointer"): (nullable). */
xmlNodePtr inkan_html_tree_get_form (xmlNodePtr   control);

G_END_DECLS
