/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Opens @uri with the desktop's application for it (browser, mail program). */
void     inkan_link_open_async        (GtkWindow           *parent,
                                       const char          *uri,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);

/* Shows @file in the file manager, selected where the file manager can do that. */
void     inkan_link_show_file_async   (GtkWindow           *parent,
                                       GFile               *file,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);

/* For both. */
gboolean inkan_link_finish            (GAsyncResult        *result,
                                       GError             **error);

G_END_DECLS
