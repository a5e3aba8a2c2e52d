/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "folder-private.h"

#include <string.h>

static gboolean
is_in_any (const char *path, const char *const *folders)
{
  for (; *folders != NULL; folders++)
    if (inkan_path_is_in (path, *folders))
      return TRUE;
  return FALSE;
}

static gboolean
has_component (const char *path, const char *name)
{
  g_auto (GStrv) components = g_strsplit (path, "/", -1);

  return g_strv_contains ((const char *const *) components, name);
}

/* A work tree has a folder of that name, a further one or a submodule a file. */
static gboolean
is_in_work_tree (const char *path)
{
  g_autofree char *current = g_strdup (path);

  for (;;) {
    g_autofree char *git = g_build_filename (current, ".git", NULL);
    char *parent;

    if (g_file_test (git, G_FILE_TEST_EXISTS))
      return TRUE;
    if (strcmp (current, "/") == 0)
      return FALSE;
    parent = g_path_get_dirname (current);
    g_free (current);
    current = parent;
  }
}

/* Whether a line "path = FOLDER" of @file has @path in it. Sections for
 * printers have a path as well, of a spool folder. */
static gboolean
shares_path (const char *file, const char *path)
{
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean printers = FALSE;

  if (!g_file_get_contents (file, &content, NULL, NULL))
    return FALSE;
  lines = g_strsplit (content, "\n", -1);
  for (char **line = lines; *line != NULL; line++) {
    g_autofree char *real = NULL;
    char *value;

    if (*g_strstrip (*line) == '[') {
      printers = g_ascii_strncasecmp (*line, "[print", 6) == 0;
      continue;
    }
    value = strchr (*line, '=');
    if (value == NULL || printers)
      continue;
    *value++ = '\0';
    if (g_ascii_strcasecmp (g_strstrip (*line), "path") != 0)
      continue;
    real = inkan_path_resolve (g_strstrip (value));
    if (real != NULL && inkan_path_is_in (path, real))
      return TRUE;
  }
  return FALSE;
}

/*
 * inkan_folder_is_samba_share:
 * @configuration: smb.conf
 * @usershares: the folder with one file for each share that a person has made
 */
gboolean
inkan_folder_is_samba_share (const char *path, const char *configuration, const char *usershares)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (shares_path (configuration, path))
    return TRUE;
  dir = g_dir_open (usershares, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (usershares, name, NULL);

    if (shares_path (file, path))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_public (const char *path, const char *home)
{
  const char *share = g_get_user_special_dir (G_USER_DIRECTORY_PUBLIC_SHARE);
  g_autofree char *real = share != NULL ? inkan_path_resolve (share) : NULL;

  /* Who does not want such a folder has the home folder written there. */
  if (real != NULL && strcmp (real, home) != 0 && inkan_path_is_in (path, real))
    return TRUE;
  return inkan_folder_is_samba_share (path, "/etc/samba/smb.conf", "/var/lib/samba/usershares");
}

/* What the folder's place in the tree says. */
InkanFolderRisk
inkan_folder_check_place (const char *path, const char *home)
{
  static const char *const web[] = { "/var/www", "/srv/www", "/srv/http", "/usr/share/nginx", NULL };
  static const char *const temporary[] = { "/tmp", "/run", "/dev/shm", NULL };
  static const char *const media[] = { "/run/media", NULL };
  InkanFolderRisk risks = INKAN_FOLDER_FINE;

  if (is_public (path, home))
    risks |= INKAN_FOLDER_PUBLIC;
  if (is_in_any (path, web) || has_component (path, "public_html"))
    risks |= INKAN_FOLDER_WEB;
  if (is_in_any (path, temporary) && !is_in_any (path, media))
    risks |= INKAN_FOLDER_TEMPORARY;
  if (is_in_work_tree (path))
    risks |= INKAN_FOLDER_VERSIONED;
  return risks;
}
