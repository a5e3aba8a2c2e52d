/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hands every file of the folders given to a fuzz target, where there is no
 * libFuzzer to do it. */
#include <stdint.h>

#include <glib.h>

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

int
main (int   argc,
      char *argv[])
{
  guint files = 0;

  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GDir) folder = g_dir_open (argv[i], 0, NULL);
      const char *name;

      g_assert_nonnull (folder);
      while ((name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *path = g_build_filename (argv[i], name, NULL);
          g_autofree char *bytes = NULL;
          gsize length;

          if (!g_file_get_contents (path, &bytes, &length, NULL))
            continue;
          LLVMFuzzerTestOneInput ((const uint8_t *) bytes, length);
          files++;
        }
    }
  g_print ("%u files\n", files);
  return files > 0 ? 0 : 1;
}
