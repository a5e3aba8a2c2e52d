/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "folder-private.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  InkanFolderRisk risks;
  const char *service; /* static */
  InkanFolderIdentity identity;
} Findings;

gboolean
inkan_path_is_in (const char *path, const char *folder)
{
  gsize length = strlen (folder);

  while (length > 1 && folder[length - 1] == '/')
    length--;
  if (strncmp (path, folder, length) != 0)
    return FALSE;
  return path[length] == '\0' || path[length] == '/' || folder[length - 1] == '/';
}

char *
inkan_path_resolve (const char *path)
{
  char *real = realpath (path, NULL); /* not GLib's memory */
  char *copy = g_strdup (real);

  free (real);
  return copy;
}

GFile *
inkan_folder_get_proposed (void)
{
  const char *desktop = g_get_user_special_dir (G_USER_DIRECTORY_DESKTOP);

  if (desktop == NULL || !g_file_test (desktop, G_FILE_TEST_IS_DIR))
    desktop = g_get_home_dir ();
  return g_file_new_for_path (desktop);
}

static InkanFolderRisk
examine_obstacles (const char *path)
{
  struct stat status;

  if (stat (path, &status) != 0)
    return errno == EACCES ? INKAN_FOLDER_NOT_WRITABLE : INKAN_FOLDER_MISSING;
  if (!S_ISDIR (status.st_mode))
    return INKAN_FOLDER_MISSING;
  if (faccessat (AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) != 0)
    return INKAN_FOLDER_NOT_WRITABLE;
  return INKAN_FOLDER_FINE;
}

static Findings
examine_path (const char *path)
{
  g_autofree char *real = inkan_path_resolve (path);
  g_autofree char *home = inkan_path_resolve (g_get_home_dir ());
  Findings findings = { .risks = examine_obstacles (path) };

  if (real == NULL || (findings.risks & INKAN_FOLDER_MISSING) != 0)
    return findings;
  if (home == NULL)
    home = g_strdup (g_get_home_dir ());
  findings.risks |= inkan_folder_check_access (real, home);
  findings.risks |= inkan_folder_check_place (real, home);
  findings.risks |= inkan_folder_check_medium (real, home);
  findings.service = inkan_folder_find_service (real, home, g_get_user_config_dir ());
  if (findings.service != NULL)
    findings.risks |= INKAN_FOLDER_SYNCHRONISED;
  return findings;
}

/* A place that only GVfs knows: a server, a cloud, a telephone. */
static Findings
examine_elsewhere (GFile *folder, GCancellable *cancellable)
{
  static const char *const devices[] = { "mtp", "gphoto2", "afc", "cdda", "burn" };
  Findings findings = { .risks = INKAN_FOLDER_NETWORK };
  g_autoptr (GFileInfo) info = NULL;
  g_autofree char *scheme = g_file_get_uri_scheme (folder);

  for (gsize i = 0; i < G_N_ELEMENTS (devices); i++)
    if (g_strcmp0 (scheme, devices[i]) == 0)
      findings.risks = INKAN_FOLDER_REMOVABLE | INKAN_FOLDER_NO_MODES;
  if (g_strcmp0 (scheme, "google-drive") == 0)
    findings = (Findings){ .risks = INKAN_FOLDER_NETWORK | INKAN_FOLDER_SYNCHRONISED, .service = "Google Drive" };
  else if (g_strcmp0 (scheme, "onedrive") == 0)
    findings = (Findings){ .risks = INKAN_FOLDER_NETWORK | INKAN_FOLDER_SYNCHRONISED, .service = "OneDrive" };
  info = g_file_query_info (folder, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_ACCESS_CAN_WRITE,
                            G_FILE_QUERY_INFO_NONE, cancellable, NULL);
  if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_DIRECTORY)
    findings.risks |= INKAN_FOLDER_MISSING;
  else if (g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_ACCESS_CAN_WRITE)
           && !g_file_info_get_attribute_boolean (info, G_FILE_ATTRIBUTE_ACCESS_CAN_WRITE))
    findings.risks |= INKAN_FOLDER_NOT_WRITABLE;
  return findings;
}

/* Before it is examined: what is found out is then about this one, or an older one. */
static InkanFolderIdentity
identify (const char *path)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    return (InkanFolderIdentity){ 0, 0 };
  return (InkanFolderIdentity){ status.st_dev, status.st_ino };
}

static void
examine_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GFile *folder = data;
  Findings findings;

  if (g_file_is_native (folder) && g_file_peek_path (folder) != NULL) {
    InkanFolderIdentity identity = identify (g_file_peek_path (folder));

    findings = examine_path (g_file_peek_path (folder));
    findings.identity = identity;
  } else {
    findings = examine_elsewhere (folder, cancellable);
  }
  g_task_return_pointer (task, g_memdup2 (&findings, sizeof findings), g_free);
}

void
inkan_folder_examine_async (GFile *folder, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (folder));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, inkan_folder_examine_async);
  g_task_set_task_data (task, g_object_ref (folder), g_object_unref);
  /* A dead server can keep a thread for minutes; nobody has to wait for it. */
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, examine_in_thread);
}

gboolean
inkan_folder_examine_finish (GAsyncResult *result, InkanFolderRisk *risks, char **service,
                             InkanFolderIdentity *identity, GError **error)
{
  g_autofree Findings *findings = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, inkan_folder_examine_async), FALSE);

  findings = g_task_propagate_pointer (G_TASK (result), error);
  if (findings == NULL)
    return FALSE;
  if (risks != NULL)
    *risks = findings->risks;
  if (service != NULL)
    *service = g_strdup (findings->service);
  if (identity != NULL)
    *identity = findings->identity;
  return TRUE;
}
