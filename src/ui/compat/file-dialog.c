/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file-dialog.h"

#include <glib/gi18n.h>

/* GtkFileChooserNative, because GtkFileDialog came with GTK 4.10. */

static void
on_response (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  GTask *task = G_TASK (user_data);

  gtk_native_dialog_hide (dialog);
  g_signal_handlers_disconnect_by_func (dialog, on_response, task);
  /* It holds the task, which holds the dialog. */
  g_object_set_data (G_OBJECT (dialog), "cancel-source", NULL);

  if (response == GTK_RESPONSE_ACCEPT) {
    g_autoptr(GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

    if (file != NULL) {
      g_task_return_pointer (task, g_steal_pointer (&file), g_object_unref);
      g_object_unref (task);
      return;
    }
  }
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "dismissed");
  g_object_unref (task);
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  GtkNativeDialog *dialog = g_task_get_task_data (G_TASK (user_data));

  g_signal_emit_by_name (dialog, "response", GTK_RESPONSE_CANCEL);
  return G_SOURCE_REMOVE;
}

/* Takes over @chooser. */
static void
run (GtkFileChooserNative *chooser,
     GFile                *folder,
     GCancellable         *cancellable,
     GAsyncReadyCallback   callback,
     gpointer              user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, run);
  g_task_set_task_data (task, chooser, g_object_unref);
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (on_response), task);

  if (cancellable != NULL) {
    g_autoptr(GSource) source = g_cancellable_source_new (cancellable);

    g_task_attach_source (task, source, G_SOURCE_FUNC (on_cancelled));
    g_object_set_data_full (G_OBJECT (chooser), "cancel-source", source,
                            (GDestroyNotify) g_source_destroy);
  }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
inkan_file_dialog_open_async (GtkWindow           *parent,
                              const char          *title,
                              GFile               *folder,
                              const char          *filter_name,
                              const char * const  *patterns,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GtkFileChooserNative *chooser;

  chooser = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  if (patterns != NULL) {
    g_autoptr(GtkFileFilter) kind = gtk_file_filter_new ();
    g_autoptr(GtkFileFilter) all = gtk_file_filter_new ();

    gtk_file_filter_set_name (kind, filter_name);
    for (gsize i = 0; patterns[i] != NULL; i++)
      gtk_file_filter_add_pattern (kind, patterns[i]);
    gtk_file_filter_set_name (all, _("All files"));
    gtk_file_filter_add_pattern (all, "*");
    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), kind);
    gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), all);
  }
  run (chooser, folder, cancellable, callback, user_data);
}

void
inkan_file_dialog_select_folder_async (GtkWindow           *parent,
                                       const char          *title,
                                       GFile               *folder,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  run (gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, NULL, NULL),
       folder, cancellable, callback, user_data);
}

void
inkan_file_dialog_save_async (GtkWindow           *parent,
                              const char          *title,
                              GFile               *folder,
                              const char          *name,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GtkFileChooserNative *chooser;

  chooser = gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  run (chooser, folder, cancellable, callback, user_data);
}

GFile *
inkan_file_dialog_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
