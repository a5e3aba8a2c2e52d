/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include <stdlib.h>
#include <unistd.h>

#include <glib/gstdio.h>

static char *folder;

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_remove (path);
}

static void
end (void)
{
  remove_all (folder);
  g_clear_pointer (&folder, g_free);
}

const char *
scratch_get_folder (void)
{
  if (folder == NULL)
    {
      const char *place = access ("/dev/shm", W_OK) == 0 ? "/dev/shm" : g_get_tmp_dir ();

      folder = g_build_filename (place, "inkan-fuzz-XXXXXX", NULL);
      g_assert_nonnull (g_mkdtemp (folder));
      g_setenv ("XDG_STATE_HOME", folder, TRUE);
      g_setenv ("XDG_DATA_HOME", folder, TRUE);
      g_setenv ("XDG_DATA_DIRS", folder, TRUE);
      atexit (end);
    }
  return folder;
}

char *
scratch_put (const char    *name,
             gconstpointer  data,
             gsize          size)
{
  char *path = g_build_filename (scratch_get_folder (), name, NULL);

  g_assert_true (g_file_set_contents_full (path, data, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  return path;
}
