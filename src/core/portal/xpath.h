/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

G_BEGIN_DECLS

/* Whether @expression compiles, with functions and variables that exist. */
gboolean          inkan_xpath_check    (const char  *expression,
                                        GError     **error);

/* Evaluates under limits; %NULL when it goes beyond them. @node: the context node. */
xmlXPathObjectPtr inkan_xpath_evaluate (const char  *expression,
                                        xmlDocPtr    document,
                                        xmlNodePtr   node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlXPathObject, xmlXPathFreeObject)

G_END_DECLS
