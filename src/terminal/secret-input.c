/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "secret-input.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <gio/gio.h>

char *
secret_input_allocate (gsize size)
{
  char *memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (memory == MAP_FAILED)
    return NULL;
  mlock (memory, size); /* where that is allowed */
  return memory;
}

void
secret_input_release (char  *memory,
                      gsize  size)
{
  if (memory == NULL)
    return;
  explicit_bzero (memory, size);
  munmap (memory, size);
}

gssize
secret_input_read (int      fd,
                   char    *memory,
                   gsize    size,
                   GError **error)
{
  gsize length = 0;
  char beyond;

  for (;;) {
    gssize n = length < size ? read (fd, memory + length, size - length) : read (fd, &beyond, 1);

    if (n == 0)
      return (gssize) length;
    if (n > 0 && length == size) {
      explicit_bzero (&beyond, 1);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "far too much");
      return -1;
    }
    if (n > 0) {
      length += (gsize) n;
    } else if (errno != EINTR) {
      int saved = errno;

      g_set_error_literal (error, G_IO_ERROR, (int) g_io_error_from_errno (saved), g_strerror (saved));
      return -1;
    }
  }
}
