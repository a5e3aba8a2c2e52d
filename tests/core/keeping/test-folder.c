/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/keeping/folder-private.h"

#include <glib/gstdio.h>

#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define NOBODY 65534

/* A home folder of this run's own: set before anything asks for it. */
static char *base;

static char *
in_base (const char *path)
{
  return g_build_filename (base, path, NULL);
}

static char *
make_folder (const char *path, mode_t mode)
{
  char *folder = in_base (path);

  g_assert_no_errno (g_mkdir_with_parents (folder, 0755));
  g_assert_no_errno (g_chmod (folder, mode));
  return folder;
}

static void
make_file (const char *path, const char *content)
{
  g_autofree char *file = in_base (path);
  g_autofree char *folder = g_path_get_dirname (file);

  g_assert_no_errno (g_mkdir_with_parents (folder, 0755));
  g_assert_true (g_file_set_contents (file, content, -1, NULL));
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK)) {
    g_chmod (path, 0700);
    dir = g_dir_open (path, 0, NULL);
    while ((name = g_dir_read_name (dir)) != NULL) {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  }
  g_assert_no_errno (g_remove (path));
}

static void
test_is_in (void)
{
  g_assert_true (inkan_path_is_in ("/a/b", "/a"));
  g_assert_true (inkan_path_is_in ("/a/b", "/a/"));
  g_assert_true (inkan_path_is_in ("/a", "/a"));
  g_assert_true (inkan_path_is_in ("/a", "/"));
  g_assert_false (inkan_path_is_in ("/ab", "/a"));
  g_assert_false (inkan_path_is_in ("/", "/a"));
}

/* Whether others get as far as the folder of this run at all. */
static gboolean
others_reach_base (void)
{
  g_autofree char *current = g_strdup (base);

  while (strcmp (current, "/") != 0) {
    char *parent = g_path_get_dirname (current);
    struct stat status;

    g_free (current);
    current = parent;
    if (stat (current, &status) != 0 || (status.st_mode & S_IXOTH) == 0
        || (status.st_uid != geteuid () && status.st_uid != 0))
      return FALSE;
  }
  return TRUE;
}

static void
test_access (void)
{
  static const struct {
    mode_t home;
    const char *path;
    mode_t parent; /* of the folder, when there is one between it and the home */
    mode_t folder;
    gboolean shared;
  } cases[] = {
    { 0700, "home/Desktop", 0, 0755, FALSE },
    { 0700, "home/Desktop", 0, 0777, FALSE },
    { 0711, "home/Desktop", 0, 0777, TRUE },
    { 0755, "home/Desktop", 0, 0755, FALSE }, /* seen, but what is inside cannot be read */
    { 0755, "home/Desktop", 0, 0757, TRUE },
    { 0755, "home/Desktop", 0, 01777, TRUE },
    { 0755, "home/Desktop", 0, 0756, FALSE }, /* without x, w means nothing */
    { 0755, "home/open/inner", 0777, 0755, TRUE }, /* inner can be exchanged */
    { 0755, "home/open/inner", 01777, 0755, FALSE },
    { 0755, "home/open/inner", 0777, 0700, TRUE },
    { 0700, "home/open/inner", 0777, 0777, FALSE },
    { 0755, "home/closed/inner", 0700, 0777, FALSE },
    { 0755, "srv/data", 0, 0755, TRUE }, /* not in the person's home: made to be seen */
    { 0755, "srv/data", 0, 0711, FALSE },
    { 0755, "srv/data", 0, 0700, FALSE },
    { 0755, "srv/closed/data", 0700, 0777, FALSE },
  };
  g_autofree char *home = in_base ("home");

  if (!others_reach_base ()) {
    g_test_skip ("others cannot reach the temporary folder");
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = make_folder (cases[i].path, cases[i].folder);
    g_autofree char *parent = g_path_get_dirname (path);

    g_test_message ("%s %o %o", cases[i].path, cases[i].parent, cases[i].folder);
    if (cases[i].parent != 0)
      g_assert_no_errno (g_chmod (parent, cases[i].parent));
    g_assert_no_errno (g_mkdir_with_parents (home, 0755));
    g_assert_no_errno (g_chmod (home, cases[i].home));
    g_assert_cmphex (inkan_folder_check_access (path, home), ==,
                     cases[i].shared ? INKAN_FOLDER_SHARED : INKAN_FOLDER_FINE);
  }
  g_assert_no_errno (g_chmod (home, 0755));
}

/* Groups and owners: only who may give files away can try. */
static void
test_owners (void)
{
  g_autofree char *home = in_base ("home");
  g_autofree char *path = make_folder ("home/given", 0770);

  if (geteuid () != 0 || !others_reach_base ()) {
    g_test_skip ("not the administrator");
    return;
  }
  g_assert_cmphex (inkan_folder_check_access (path, home), ==, INKAN_FOLDER_FINE); /* root's own group */
  g_assert_no_errno (chown (path, 0, 100)); /* "users" */
  g_assert_cmphex (inkan_folder_check_access (path, home), ==, INKAN_FOLDER_SHARED);
  g_assert_no_errno (g_chmod (path, 0750));
  g_assert_cmphex (inkan_folder_check_access (path, home), ==, INKAN_FOLDER_FINE);
  g_assert_no_errno (chown (path, NOBODY, 0));
  g_assert_no_errno (g_chmod (path, 0700));
  g_assert_cmphex (inkan_folder_check_access (path, home), ==, INKAN_FOLDER_SHARED);
}

static void
test_place (void)
{
  static const struct {
    const char *path;
    InkanFolderRisk risks;
  } places[] = {
    { "/var/www", INKAN_FOLDER_WEB },
    { "/var/www/html/x", INKAN_FOLDER_WEB },
    { "/var/wwwroot", INKAN_FOLDER_FINE },
    { "/srv/http/x", INKAN_FOLDER_WEB },
    { "/nonexistent/hanako/public_html/x", INKAN_FOLDER_WEB },
    { "/nonexistent/hanako/my_public_html", INKAN_FOLDER_FINE },
    { "/tmp", INKAN_FOLDER_TEMPORARY },
    { "/tmp/x/y", INKAN_FOLDER_TEMPORARY },
    { "/run/user/1000", INKAN_FOLDER_TEMPORARY },
    { "/run/media/hanako/STICK", INKAN_FOLDER_FINE },
    { "/nonexistent/tmp", INKAN_FOLDER_FINE },
  };
  static const char *const kinds[] = { "tree/.git/HEAD", "module/.git" };
  g_autofree char *plain = make_folder ("plain/a", 0755);
  g_autofree char *public_folder = make_folder ("home/Public/sub", 0755);
  g_autofree char *home = in_base ("home");

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_test_message ("%s", places[i].path);
    g_assert_cmphex (inkan_folder_check_place (places[i].path, home), ==, places[i].risks);
  }
  g_assert_false (inkan_folder_check_place (plain, home) & INKAN_FOLDER_VERSIONED);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree char *folder = g_strndup (kinds[i], strcspn (kinds[i], "/"));
    g_autofree char *name = g_build_filename (folder, "a/b", NULL);
    g_autofree char *path = make_folder (name, 0755);

    make_file (kinds[i], "x");
    g_assert_true (inkan_folder_check_place (path, home) & INKAN_FOLDER_VERSIONED);
  }
  g_assert_true (inkan_folder_check_place (public_folder, home) & INKAN_FOLDER_PUBLIC);
  g_assert_false (inkan_folder_check_place (plain, home) & INKAN_FOLDER_PUBLIC);
}

static void
test_samba (void)
{
  g_autofree char *first = make_folder ("share-1/sub", 0755);
  g_autofree char *second = make_folder ("share-2", 0755);
  g_autofree char *spool = make_folder ("spool", 0755);
  g_autofree char *none = make_folder ("share-10", 0755);
  g_autofree char *configuration = in_base ("smb.conf");
  g_autofree char *usershares = make_folder ("usershares", 0755);
  g_autofree char *text = g_strdup_printf ("[global]\n  workgroup = W\n[printers]\npath = %s/spool\n"
                                           "[data]\n ; path = %s/share-10\n\tPath=%s/share-1/\nread only = no\n",
                                           base, base, base);
  g_autofree char *share = g_strdup_printf ("#VERSION 2\npath=%s\ncomment=\nusershare_acl=Everyone:R,\n", second);

  make_file ("smb.conf", text);
  make_file ("usershares/second", share);
  g_assert_true (inkan_folder_is_samba_share (first, configuration, usershares));
  g_assert_true (inkan_folder_is_samba_share (second, configuration, usershares));
  g_assert_false (inkan_folder_is_samba_share (spool, configuration, usershares));
  g_assert_false (inkan_folder_is_samba_share (none, configuration, usershares));
  g_assert_false (inkan_folder_is_samba_share (first, "/nonexistent", "/nonexistent"));
}

static void
test_types (void)
{
  g_assert_cmphex (inkan_folder_risks_of_type ("ext4"), ==, INKAN_FOLDER_FINE);
  g_assert_cmphex (inkan_folder_risks_of_type ("btrfs"), ==, INKAN_FOLDER_FINE);
  g_assert_cmphex (inkan_folder_risks_of_type ("nfs4"), ==, INKAN_FOLDER_NETWORK);
  g_assert_cmphex (inkan_folder_risks_of_type ("cifs"), ==, INKAN_FOLDER_NETWORK | INKAN_FOLDER_NO_MODES);
  g_assert_cmphex (inkan_folder_risks_of_type ("fuse.sshfs"), ==, INKAN_FOLDER_NETWORK);
  g_assert_cmphex (inkan_folder_risks_of_type ("vfat"), ==, INKAN_FOLDER_NO_MODES);
  g_assert_cmphex (inkan_folder_risks_of_type ("exfat"), ==, INKAN_FOLDER_NO_MODES);
  g_assert_cmphex (inkan_folder_risks_of_type ("fuseblk"), ==, INKAN_FOLDER_NO_MODES);
  g_assert_cmphex (inkan_folder_risks_of_type ("tmpfs"), ==, INKAN_FOLDER_TEMPORARY);
}

/* Disks as the kernel shows them in /sys. */
static void
test_removable (void)
{
  static const struct {
    guint minor;
    const char *disk;
    const char *partition; /* "" is the disk itself */
    const char *removable;
    const char *type; /* (nullable) */
    gboolean is;
  } disks[] = {
    { 1, "devices/pci/ata1/block/sda", "sda1", "0\n", NULL, FALSE },
    { 2, "devices/pci/ata2/block/sr0", "", "1\n", NULL, TRUE },
    { 3, "devices/pci/usb1/1-2/block/sdb", "sdb1", "0\n", NULL, TRUE }, /* an enclosure */
    { 4, "devices/pci/ata3/block/sdc", "sdc1", "1\n", NULL, TRUE },
    { 5, "devices/mmc0/mmc0:1/block/mmcblk0", "mmcblk0p1", "0\n", "MMC\n", FALSE },
    { 6, "devices/mmc1/mmc1:1/block/mmcblk1", "mmcblk1p1", "0\n", "SD\n", TRUE },
    { 7, "devices/virtual/block/dm-0", "", "0\n", NULL, FALSE },
    { 8, "devices/virtual/block/dm-1", "", "0\n", NULL, TRUE }, /* encryption over number 3 */
  };
  g_autofree char *sysfs = make_folder ("sys", 0755);
  g_autofree char *numbers = make_folder ("sys/dev/block", 0755);
  g_autofree char *slaves = make_folder ("sys/devices/virtual/block/dm-1/slaves", 0755);
  g_autofree char *slave = g_build_filename (slaves, "sdb1", NULL);

  g_assert_no_errno (symlink ("../../../../pci/usb1/1-2/block/sdb/sdb1", slave));
  for (gsize i = 0; i < G_N_ELEMENTS (disks); i++) {
    g_autofree char *removable = g_build_filename ("sys", disks[i].disk, "removable", NULL);
    g_autofree char *type = g_build_filename ("sys", disks[i].disk, "device/type", NULL);
    g_autofree char *folder = g_build_filename ("sys", disks[i].disk, disks[i].partition, NULL);
    g_autofree char *made = make_folder (folder, 0755);
    g_autofree char *number = g_strdup_printf ("8:%u", disks[i].minor);
    g_autofree char *link = g_build_filename (numbers, number, NULL);

    make_file (removable, disks[i].removable);
    if (disks[i].type != NULL)
      make_file (type, disks[i].type);
    g_assert_no_errno (symlink (made, link));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (disks); i++) {
    g_test_message ("%s", disks[i].disk);
    g_assert_true (inkan_folder_is_removable (sysfs, makedev (8, disks[i].minor)) == disks[i].is);
  }
  g_assert_false (inkan_folder_is_removable (sysfs, makedev (9, 9)));
}

static void
test_services (void)
{
  static const struct {
    const char *service;
    const char *folder;  /* in base */
    const char *file;    /* in base; with the folder for each %s */
    const char *content; /* (nullable): "" */
  } services[] = {
    { "Dropbox", "s/Drop box é", "home/.dropbox/info.json",
      "{\"personal\": {\"path\": \"%s\", \"host\": 1, \"is_team\": false, \"subscription_type\": \"Basic\"}}" },
    { "Dropbox", "s/box-2", "s/box-2/.dropbox.cache/x", NULL },
    { "Nextcloud", "s/nc", "config/Nextcloud/nextcloud.cfg",
      "[Accounts]\n0\\Folders\\1\\ignoreHiddenFiles=false\n0\\Folders\\1\\localPath=%s/\n0\\Folders\\1\\paused=false\n" },
    { "Nextcloud", "s/nc-2", "s/nc-2/.sync_0123456789ab.db", NULL },
    { "ownCloud", "s/oc", "config/ownCloud/owncloud.cfg", "0\\Folders\\1\\localPath=%s\n" },
    { "ownCloud", "s/oc-2", "s/oc-2/._sync_0123456789ab.db", NULL },
    { "OneDrive", "s/one", "config/onedrive/config", "# x\nsync_dir = \"%s\"\n" },
    { "OneDrive", "home/OneDrive", "config/onedrive/items.sqlite3", NULL },
    { "Syncthing", "s/st", "s/st/.stfolder/syncthing-folder.txt", NULL },
    { "Syncthing", "s/a & b", "config/syncthing/config.xml",
      "<configuration>\n<folder id=\"x\" label=\"\" path=\"%s\" type=\"sendreceive\">\n" },
    { "Google Drive", "s/gd", "s/gd/.gd/credentials.json", NULL },
    { "Google Drive", "s/grive", "s/grive/.grive", NULL },
    { "Insync", "home/Insync", "config/Insync/x", NULL },
    { "MEGA", "s/mega", "s/mega/.megaignore", NULL },
    { "pCloud", "home/pCloudDrive", "home/.pcloud/data.db", NULL },
  };
  g_autofree char *home = make_folder ("home", 0755);
  g_autofree char *config = make_folder ("config", 0755);
  g_autofree char *plain = make_folder ("s/plain/Dropbox", 0755);
  g_autofree char *beside = make_folder ("s/nc-plain", 0755);

  for (gsize i = 0; i < G_N_ELEMENTS (services); i++) {
    g_autofree char *folder = make_folder (services[i].folder, 0755);
    g_autofree char *sub = g_build_filename (services[i].folder, "a/b", NULL);
    g_autofree char *inner = make_folder (sub, 0755);
    g_autoptr (GString) content = g_string_new (services[i].content != NULL ? services[i].content : "");
    g_autoptr (GString) written = g_string_new (folder);

    g_test_message ("%s, %s", services[i].service, services[i].file);
    g_assert_null (inkan_folder_find_service (inner, home, config));
    if (g_str_has_suffix (services[i].file, ".json"))
      g_string_replace (written, "é", "\\u00e9", 0);
    if (g_str_has_suffix (services[i].file, ".xml"))
      g_string_replace (written, "&", "&amp;", 0);
    g_string_replace (content, "%s", written->str, 0);
    make_file (services[i].file, content->str);
    g_assert_cmpstr (inkan_folder_find_service (folder, home, config), ==, services[i].service);
    g_assert_cmpstr (inkan_folder_find_service (inner, home, config), ==, services[i].service);
  }
  /* The name alone says nothing. */
  g_assert_null (inkan_folder_find_service (plain, home, config));
  g_assert_null (inkan_folder_find_service (beside, home, config));
}

typedef struct {
  GMainLoop *loop;
  GAsyncResult *result;
} Answer;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->result = g_object_ref (result);
  g_main_loop_quit (answer->loop);
}

static InkanFolderRisk
examine (GFile *folder, char **service)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  InkanFolderRisk risks = INKAN_FOLDER_FINE;
  Answer answer = { loop, NULL };

  inkan_folder_examine_async (folder, NULL, answered_cb, &answer);
  g_main_loop_run (loop);
  result = answer.result;
  g_assert_true (inkan_folder_examine_finish (result, &risks, service, NULL, &error));
  g_assert_no_error (error);
  return risks;
}

static InkanFolderRisk
examine_path (const char *path, char **service)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  return examine (folder, service);
}

static void
test_examine (void)
{
  g_autofree char *fine = make_folder ("home/fine", 0700);
  g_autofree char *closed = make_folder ("closed", 0555);
  g_autofree char *missing = in_base ("home/missing");
  g_autofree char *file = in_base ("home/file");
  g_autofree char *link = in_base ("home/link");
  g_autofree char *service = NULL;
  g_autoptr (GFile) elsewhere = g_file_new_for_uri ("sftp://server.example/folder");
  gboolean root = geteuid () == 0;
  InkanFolderRisk everywhere = examine_path (fine, NULL); /* what this run's own place is blamed for */

  g_assert_cmphex (everywhere & ~(INKAN_FOLDER_TEMPORARY | INKAN_FOLDER_NETWORK | INKAN_FOLDER_VERSIONED), ==, 0);
  g_assert_cmphex (examine_path (missing, NULL), ==, INKAN_FOLDER_MISSING);
  make_file ("home/file", "");
  g_assert_cmphex (examine_path (file, NULL), ==, INKAN_FOLDER_MISSING);

  g_free (make_folder ("home/sync/deep", 0700));
  make_file ("home/sync/.stfolder", "");
  g_assert_no_errno (symlink ("sync/deep", link)); /* blamed for where it leads */
  g_assert_cmphex (examine_path (link, &service), ==, everywhere | INKAN_FOLDER_SYNCHRONISED);
  g_assert_cmpstr (service, ==, "Syncthing");

  if (root)
    g_assert_no_errno (seteuid (NOBODY));
  g_assert_true (examine_path (closed, NULL) & INKAN_FOLDER_NOT_WRITABLE);
  if (root)
    g_assert_no_errno (seteuid (0));
  g_assert_cmphex (examine (elsewhere, NULL), ==, INKAN_FOLDER_NETWORK | INKAN_FOLDER_MISSING);
}

static void
test_proposed (void)
{
  g_autofree char *home = in_base ("home");
  g_autofree char *desktop = make_folder ("home/デスクトップ", 0755);
  g_autoptr (GFile) first = inkan_folder_get_proposed ();
  g_autoptr (GFile) second = NULL;

  g_assert_cmpstr (g_file_peek_path (first), ==, desktop);
  g_assert_no_errno (g_rmdir (desktop));
  second = inkan_folder_get_proposed ();
  g_assert_cmpstr (g_file_peek_path (second), ==, home);
}

int
main (int argc, char **argv)
{
  g_autofree char *made = g_dir_make_tmp ("inkan-folders-XXXXXX", NULL);
  g_autofree char *home = NULL;
  g_autofree char *config = NULL;
  int result;

  base = inkan_path_resolve (made);
  g_assert_no_errno (g_chmod (base, 0755));
  home = make_folder ("home", 0755);
  config = make_folder ("config", 0755);
  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
  make_file ("config/user-dirs.dirs",
             "XDG_DESKTOP_DIR=\"$HOME/デスクトップ\"\nXDG_PUBLICSHARE_DIR=\"$HOME/Public\"\n");

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keeping/folder/is-in", test_is_in);
  g_test_add_func ("/keeping/folder/access", test_access);
  g_test_add_func ("/keeping/folder/owners", test_owners);
  g_test_add_func ("/keeping/folder/place", test_place);
  g_test_add_func ("/keeping/folder/samba", test_samba);
  g_test_add_func ("/keeping/folder/types", test_types);
  g_test_add_func ("/keeping/folder/removable", test_removable);
  g_test_add_func ("/keeping/folder/services", test_services);
  g_test_add_func ("/keeping/folder/examine", test_examine);
  g_test_add_func ("/keeping/folder/proposed", test_proposed);
  result = g_test_run ();
  remove_all (base);
  g_free (base);
  return result;
}
