/* SPDX-License-Identifier: GPL-3.0-or-later */
/* p12-seeds FOLDER: makes the folder, with a small PKCS#12 file of every kind. */
#include "support/shapes.h"

#include <glib/gstdio.h>

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GPtrArray) shapes = shapes_make (TRUE);

  g_assert_cmpint (argc, ==, 2);
  g_assert_cmpint (g_mkdir_with_parents (argv[1], 0700), ==, 0);
  for (guint i = 0; i < shapes->len; i++)
    {
      const Shape *shape = shapes->pdata[i];
      g_autofree char *path = g_build_filename (argv[1], shape->name, NULL);
      g_autoptr (GError) error = NULL;

      g_file_set_contents (path, g_bytes_get_data (shape->file, NULL), (gssize) g_bytes_get_size (shape->file),
                           &error);
      g_assert_no_error (error);
    }
  return 0;
}
