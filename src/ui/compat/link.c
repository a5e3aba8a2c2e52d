/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "link.h"

/* gtk_show_uri_full(), because GtkUriLauncher and GtkFileLauncher came with GTK 4.10. */

static void
on_uri_shown (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
inkan_link_open_async (GtkWindow           *parent,
                       const char          *uri,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_return_if_fail (uri != NULL);

  g_task_set_source_tag (task, inkan_link_open_async);
  gtk_show_uri_full (parent, uri, GDK_CURRENT_TIME, NULL, on_uri_shown, task);
}

typedef struct {
  GtkWindow *parent;
  GFile     *file;
} ShowFile;

static void
show_file_free (ShowFile *show)
{
  g_clear_weak_pointer (&show->parent);
  g_object_unref (show->file);
  g_free (show);
}

static void
on_items_shown (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  GTask *task = G_TASK (user_data);
  ShowFile *show = g_task_get_task_data (task);
  g_autoptr(GVariant) answer = NULL;
  g_autoptr(GFile) folder = NULL;
  g_autofree char *uri = NULL;

  if (source != NULL)
    answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  if (answer != NULL) {
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    return;
  }

  /* No file manager that knows the call: its folder then. */
  folder = g_file_get_parent (show->file);
  uri = g_file_get_uri (folder != NULL ? folder : show->file);
  if (show->parent != NULL) {
    gtk_show_uri_full (show->parent, uri, GDK_CURRENT_TIME, NULL, on_uri_shown, task);
  } else {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the window is gone");
    g_object_unref (task);
  }
}

void
inkan_link_show_file_async (GtkWindow           *parent,
                            GFile               *file,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  ShowFile *show = g_new0 (ShowFile, 1);
  GApplication *application = g_application_get_default ();
  GDBusConnection *bus = application != NULL ? g_application_get_dbus_connection (application) : NULL;
  const char *uris[2] = { NULL, NULL };
  g_autofree char *uri = g_file_get_uri (file);

  g_task_set_source_tag (task, inkan_link_show_file_async);
  g_set_weak_pointer (&show->parent, parent);
  show->file = g_object_ref (file);
  g_task_set_task_data (task, show, (GDestroyNotify) show_file_free);

  if (bus == NULL) {
    on_items_shown (NULL, NULL, task);
    return;
  }
  uris[0] = uri;
  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1",
                          "org.freedesktop.FileManager1", "ShowItems", g_variant_new ("(^ass)", uris, ""),
                          NULL, G_DBUS_CALL_FLAGS_NONE, 5000, NULL, on_items_shown, task);
}

gboolean
inkan_link_finish (GAsyncResult  *result,
                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
