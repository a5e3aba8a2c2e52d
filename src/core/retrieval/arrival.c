/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "arrival.h"

#include "../portal/pkcs12-shape.h"

/* As they are called while they are written: see inkan_saving_write_durably(). */
#define TEMPORARY_SUFFIX ".part"

/* Nothing else that is written into a record has this shape, and one that was
 * written in part only has it neither. */
static GBytes *
read_whole (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GBytes) bytes = NULL;
  char *data;
  gsize length;

  if (!g_file_get_contents (path, &data, &length, NULL))
    return NULL;
  bytes = g_bytes_new_take (data, length);

  return inkan_pkcs12_shape (bytes, &length) == INKAN_SHAPE_PKCS12 ? g_steal_pointer (&bytes) : NULL;
}

GBytes *
inkan_arrival_find (const char *folder, const char *name)
{
  g_autoptr (GDir) dir = NULL;
  GBytes *bytes = NULL;
  const char *other;

  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  bytes = read_whole (folder, name);
  dir = g_dir_open (folder, 0, NULL);
  while (bytes == NULL && dir != NULL && (other = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (other, TEMPORARY_SUFFIX))
      bytes = read_whole (folder, other);

  return bytes;
}
