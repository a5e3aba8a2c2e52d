/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * The desktop's own file dialogs. All end in inkan_file_dialog_finish(); a
 * dismissed dialog is %G_IO_ERROR_CANCELLED, which nobody needs to be told.
 * @parent and @folder may be %NULL.
 */

/* A file to read. @filter_name names the kind of file, for example "E-mail
 * messages"; @patterns are the globs it stands for (%NULL: any file). */
void   inkan_file_dialog_open_async          (GtkWindow           *parent,
                                              const char          *title,
                                              GFile               *folder,
                                              const char          *filter_name,
                                              const char * const  *patterns,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);

/* A folder. */
void   inkan_file_dialog_select_folder_async (GtkWindow           *parent,
                                              const char          *title,
                                              GFile               *folder,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);

/* A file to write; the dialog has asked before an existing one is chosen. */
void   inkan_file_dialog_save_async          (GtkWindow           *parent,
                                              const char          *title,
                                              GFile               *folder,
                                              const char          *name,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);

/* Returns: (transfer full) (nullable) */
GFile *inkan_file_dialog_finish              (GAsyncResult        *result,
                                              GError             **error);

G_END_DECLS
