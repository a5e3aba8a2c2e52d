/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The "entry list" of a form that is being submitted. */
GArray *inkan_form_entries_new    (void);
void    inkan_form_entries_add    (GArray      *entries,
                                   const char  *name,
                                   const char  *value,
                                   gboolean     is_file);

const char *inkan_form_entries_get_name (GArray   *entries,
                                         guint     index);

/**
 * inkan_form_entries_encode:
 * @charset: a name of inkan_charset_lookup()
 * @enctype: (nullable): as in the page; what is not known is urlencoded
 * @content_type: (out) (optional): the header that goes with it
 */
GBytes *inkan_form_entries_encode (GArray      *entries,
                                   const char  *charset,
                                   const char  *enctype,
                                   char       **content_type);

G_END_DECLS
