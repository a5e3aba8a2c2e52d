/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "folder-private.h"

#include <gio/gunixmounts.h>

#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#define MAX_SLAVES 4 /* encryption over a volume over a disk */

/* Types as /proc/self/mounts writes them. */
InkanFolderRisk
inkan_folder_risks_of_type (const char *file_system)
{
  static const struct {
    const char *type;
    InkanFolderRisk risks;
  } types[] = {
    { "nfs", INKAN_FOLDER_NETWORK },
    { "nfs4", INKAN_FOLDER_NETWORK },
    { "cifs", INKAN_FOLDER_NETWORK | INKAN_FOLDER_NO_MODES },
    { "smb3", INKAN_FOLDER_NETWORK | INKAN_FOLDER_NO_MODES },
    { "smbfs", INKAN_FOLDER_NETWORK | INKAN_FOLDER_NO_MODES },
    { "afs", INKAN_FOLDER_NETWORK },
    { "ceph", INKAN_FOLDER_NETWORK },
    { "lustre", INKAN_FOLDER_NETWORK },
    { "gfs2", INKAN_FOLDER_NETWORK },
    { "beegfs", INKAN_FOLDER_NETWORK },
    { "glusterfs", INKAN_FOLDER_NETWORK },
    { "fuse.glusterfs", INKAN_FOLDER_NETWORK },
    { "9p", INKAN_FOLDER_NETWORK },
    { "virtiofs", INKAN_FOLDER_NETWORK },
    { "vboxsf", INKAN_FOLDER_NETWORK | INKAN_FOLDER_NO_MODES },
    { "prl_fs", INKAN_FOLDER_NETWORK | INKAN_FOLDER_NO_MODES },
    { "fuse.vmhgfs-fuse", INKAN_FOLDER_NETWORK | INKAN_FOLDER_NO_MODES },
    { "davfs", INKAN_FOLDER_NETWORK | INKAN_FOLDER_NO_MODES },
    { "fuse.sshfs", INKAN_FOLDER_NETWORK },
    { "fuse.curlftpfs", INKAN_FOLDER_NETWORK | INKAN_FOLDER_NO_MODES },
    { "fuse.s3fs", INKAN_FOLDER_NETWORK | INKAN_FOLDER_NO_MODES },
    { "fuse.rclone", INKAN_FOLDER_NETWORK | INKAN_FOLDER_NO_MODES },
    { "fuse.gvfsd-fuse", INKAN_FOLDER_NETWORK | INKAN_FOLDER_NO_MODES },
    { "fuse.google-drive-ocamlfuse", INKAN_FOLDER_NETWORK | INKAN_FOLDER_NO_MODES },
    { "vfat", INKAN_FOLDER_NO_MODES },
    { "msdos", INKAN_FOLDER_NO_MODES },
    { "exfat", INKAN_FOLDER_NO_MODES },
    { "fuse.exfat", INKAN_FOLDER_NO_MODES },
    { "ntfs", INKAN_FOLDER_NO_MODES },
    { "ntfs3", INKAN_FOLDER_NO_MODES },
    { "fuseblk", INKAN_FOLDER_NO_MODES }, /* ntfs-3g */
    { "hfs", INKAN_FOLDER_NO_MODES },
    { "tmpfs", INKAN_FOLDER_TEMPORARY },
    { "ramfs", INKAN_FOLDER_TEMPORARY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (file_system, types[i].type) == 0)
      return types[i].risks;
  return INKAN_FOLDER_FINE;
}

static gboolean
says (const char *folder, const char *name, const char *value)
{
  g_autofree char *file = g_build_filename (folder, name, NULL);
  g_autofree char *content = NULL;

  return g_file_get_contents (file, &content, NULL, NULL) && strcmp (g_strstrip (content), value) == 0;
}

static gboolean
is_removable_folder (const char *sysfs, const char *folder, int depth)
{
  g_autofree char *disk = g_path_get_dirname (folder); /* of a partition */
  g_autofree char *slaves = g_build_filename (folder, "slaves", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (says (folder, "removable", "1") || says (disk, "removable", "1"))
    return TRUE;
  /* Disks in an enclosure call themselves fixed; cards differ from soldered memory. */
  if (strstr (folder, "/usb") != NULL || says (folder, "device/type", "SD") || says (disk, "device/type", "SD"))
    return TRUE;
  dir = depth < MAX_SLAVES ? g_dir_open (slaves, 0, NULL) : NULL;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *link = g_build_filename (slaves, name, NULL);
    g_autofree char *slave = inkan_path_resolve (link);

    if (slave != NULL && is_removable_folder (sysfs, slave, depth + 1))
      return TRUE;
  }
  return FALSE;
}

/*
 * inkan_folder_is_removable:
 * @sysfs: "/sys"
 * @device: a block device
 */
gboolean
inkan_folder_is_removable (const char *sysfs, dev_t device)
{
  g_autofree char *link = g_strdup_printf ("%s/dev/block/%u:%u", sysfs, major (device), minor (device));
  g_autofree char *folder = inkan_path_resolve (link);

  return folder != NULL && is_removable_folder (sysfs, folder, 0);
}

static gboolean
same_file_system (const char *a, const char *b)
{
  struct stat status_a, status_b;

  return stat (a, &status_a) == 0 && stat (b, &status_b) == 0 && status_a.st_dev == status_b.st_dev;
}

/* What the file system that the folder lies on says. */
InkanFolderRisk
inkan_folder_check_medium (const char *path, const char *home)
{
  g_autoptr (GUnixMountEntry) mount = g_unix_mount_for (path, NULL);
  InkanFolderRisk risks = INKAN_FOLDER_FINE;
  struct stat status;

  if (mount == NULL)
    return risks;
  risks |= inkan_folder_risks_of_type (g_unix_mount_get_fs_type (mount));
  if (risks & (INKAN_FOLDER_NETWORK | INKAN_FOLDER_TEMPORARY))
    return risks;
  /* The computer's own disk stays, whatever it is plugged into. */
  if (same_file_system (path, "/") || same_file_system (path, home))
    return risks;
  if (inkan_path_is_in (g_unix_mount_get_mount_path (mount), "/media")
      || inkan_path_is_in (g_unix_mount_get_mount_path (mount), "/run/media")
      || (stat (g_unix_mount_get_device_path (mount), &status) == 0 && S_ISBLK (status.st_mode)
          && inkan_folder_is_removable ("/sys", status.st_rdev)))
    risks |= INKAN_FOLDER_REMOVABLE;
  return risks;
}
