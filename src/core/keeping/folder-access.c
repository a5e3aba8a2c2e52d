/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "folder-private.h"

#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

/* Who may do what besides the person: bits as in the last digit of a mode. */
typedef enum {
  OTHERS_READ = 4,
  OTHERS_WRITE = 2,
  OTHERS_REACH = 1,
} Others;

/* A group of its own for each person is what most systems make. */
static gboolean
is_own_group (gid_t gid)
{
  char group_buffer[16384], user_buffer[4096];
  struct group group, *found_group = NULL;
  struct passwd user, *found_user = NULL;

  if (getpwuid_r (geteuid (), &user, user_buffer, sizeof user_buffer, &found_user) != 0 || found_user == NULL)
    return FALSE;
  if (getgrgid_r (gid, &group, group_buffer, sizeof group_buffer, &found_group) != 0 || found_group == NULL)
    return FALSE;
  if (user.pw_gid != gid || strcmp (user.pw_name, group.gr_name) != 0)
    return FALSE;
  for (char **member = group.gr_mem; *member != NULL; member++)
    if (strcmp (*member, user.pw_name) != 0)
      return FALSE;
  return TRUE;
}

/* With an access control list, the group's bits stand for all that are named in it. */
static gboolean
has_acl (const char *path)
{
  return getxattr (path, "system.posix_acl_access", NULL, 0) > 0;
}

/* The right to write is none without the one to enter. */
static Others
rights_of (mode_t bits)
{
  return (bits & OTHERS_REACH) != 0 ? bits & 7 : bits & OTHERS_READ;
}

static Others
others_of (const char *path, const struct stat *status)
{
  mode_t mode = status->st_mode;
  Others others = rights_of (mode);

  /* Whoever owns it can do everything, except when that is the administrator. */
  if (status->st_uid != geteuid () && status->st_uid != 0)
    return OTHERS_READ | OTHERS_WRITE | OTHERS_REACH;
  if ((rights_of (mode >> 3) & ~others) != 0 && (has_acl (path) || !is_own_group (status->st_gid)))
    others |= rights_of (mode >> 3);
  return others;
}

/* The folders from the root down to @path. */
static GPtrArray *
list_ancestors (const char *path)
{
  GPtrArray *ancestors = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (ancestors, g_strdup (path));
  while (strcmp (g_ptr_array_index (ancestors, 0), "/") != 0)
    g_ptr_array_insert (ancestors, 0, g_path_get_dirname (g_ptr_array_index (ancestors, 0)));
  return ancestors;
}

/*
 * inkan_folder_check_access:
 *
 * Goes down to the folder as somebody else would. The file will be readable for
 * its owner only, so that a folder in the person's home that others can merely
 * list is no danger; one outside it is a place made for others. Where others
 * can write, they can put another file in its place; in a folder above, another
 * folder, except where it is sticky.
 */
InkanFolderRisk
inkan_folder_check_access (const char *path, const char *home)
{
  g_autoptr (GPtrArray) ancestors = list_ancestors (path);

  for (guint i = 0; i < ancestors->len; i++) {
    const char *folder = g_ptr_array_index (ancestors, i);
    gboolean last = i + 1 == ancestors->len;
    struct stat status;
    Others others;

    if (stat (folder, &status) != 0)
      return INKAN_FOLDER_FINE; /* an obstacle, said elsewhere */
    others = others_of (folder, &status);
    if ((others & OTHERS_WRITE) != 0 && (last || (status.st_mode & S_ISVTX) == 0))
      return INKAN_FOLDER_SHARED;
    if (last && (others & OTHERS_READ) != 0 && !inkan_path_is_in (path, home))
      return INKAN_FOLDER_SHARED;
    if ((others & OTHERS_REACH) == 0)
      return INKAN_FOLDER_FINE; /* nobody comes any further */
  }
  return INKAN_FOLDER_FINE;
}
