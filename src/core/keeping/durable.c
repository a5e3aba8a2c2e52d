/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "saving-private.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define N_TEMPORARY_NAMES 100

G_DEFINE_QUARK (inkan-keeping-error-quark, inkan_keeping_error)

static InkanKeepingError
code_from_errno (int number)
{
  switch (number) {
  case EEXIST:
    return INKAN_KEEPING_ERROR_EXISTS;
  case ENOENT:
  case ENOTDIR:
  case ELOOP:
  case ESTALE:
    return INKAN_KEEPING_ERROR_NO_FOLDER;
  case EACCES:
  case EPERM:
    return INKAN_KEEPING_ERROR_PERMISSION;
  case EROFS:
    return INKAN_KEEPING_ERROR_READ_ONLY;
  case ENOSPC:
  case EDQUOT:
  case EFBIG:
    return INKAN_KEEPING_ERROR_NO_SPACE;
  case ENAMETOOLONG:
  case EILSEQ:
    return INKAN_KEEPING_ERROR_BAD_NAME;
  default:
    return INKAN_KEEPING_ERROR_IO;
  }
}

gboolean
inkan_saving_fail (GError **error, int number, const char *what)
{
  g_set_error (error, INKAN_KEEPING_ERROR, code_from_errno (number), "%s: %s", what, g_strerror (number));
  return FALSE;
}

/* Closing can be where a network file system says that nothing was written. */
static int
close_checked (int fd)
{
  return close (fd) == 0 || errno == EINTR ? 0 : errno;
}

static int
sync_retry (int fd)
{
  int result;

  do
    result = fsync (fd);
  while (result != 0 && errno == EINTR);
  return result == 0 ? 0 : errno;
}

/* Some file systems cannot flush a folder, and say so. */
static int
sync_folder (int folder)
{
  int number = sync_retry (folder);

  return number == EINVAL || number == EBADF || number == ENOTSUP ? 0 : number;
}

static int
write_all (int fd, const guint8 *data, gsize length)
{
  while (length > 0) {
    ssize_t written = write (fd, data, length);

    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return written < 0 ? errno : EIO;
    data += written;
    length -= (gsize) written;
  }
  return 0;
}

/* The umask may have taken too much; a file system without modes is left to the
 * folder's warning. */
static int
fill (int fd, const guint8 *data, gsize length)
{
  int number;

  if (fchmod (fd, S_IRUSR | S_IWUSR) != 0 && errno != EPERM && errno != ENOTSUP && errno != ENOSYS)
    return errno;
  number = write_all (fd, data, length);
  return number != 0 ? number : sync_retry (fd);
}

/*
 * inkan_saving_open_folder:
 * @path: of a folder; links on the way are followed once, now
 *
 * Returns: a descriptor, or -1
 */
int
inkan_saving_open_folder (const char *path, GError **error)
{
  struct open_how how = { .flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS };
  char *real = realpath (path, NULL); /* not GLib's memory */
  int fd = -1, number = errno;

  if (real != NULL) {
    /* Whoever puts a link in place of one of the folders from here on is met
     * with ELOOP; older kernels can do that for the last one only. */
    fd = (int) syscall (SYS_openat2, AT_FDCWD, real, &how, sizeof how);
    if (fd < 0 && (errno == ENOSYS || errno == EPERM || errno == EINVAL || errno == E2BIG))
      fd = open (real, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    number = errno;
    free (real);
  }
  if (fd < 0)
    inkan_saving_fail (error, number, "The folder cannot be opened");
  return fd;
}

/* A file that has no name until it is complete. -1: not on this file system. */
static int
try_nameless (int folder, const char *name, const guint8 *data, gsize length)
{
  g_autofree char *self = NULL;
  int fd, number;

  fd = openat (folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0)
    return -1; /* whatever it is: a named file will meet it too */
  number = fill (fd, data, length);
  if (number == 0) {
    self = g_strdup_printf ("/proc/self/fd/%d", fd);
    if (linkat (AT_FDCWD, self, folder, name, AT_SYMLINK_FOLLOW) != 0)
      number = errno == EEXIST ? EEXIST : -1;
  }
  close (fd); /* what could go wrong has been asked of fsync */
  return number;
}

static int
create_temporary (int folder, char **name)
{
  for (int i = 0; i < N_TEMPORARY_NAMES; i++) {
    int fd;

    *name = g_strdup_printf (".inkan-%08x%08x.part", g_random_int (), g_random_int ());
    fd = openat (folder, *name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd >= 0 || errno != EEXIST)
      return fd;
    g_clear_pointer (name, g_free);
  }
  return -1;
}

/* Gives @temporary its name, never over another file. -1: not on this file system. */
static int
name_exclusively (int folder, const char *temporary, const char *name)
{
  if (renameat2 (folder, temporary, folder, name, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP && errno != EPERM)
    return errno;
  if (linkat (folder, temporary, folder, name, 0) == 0) {
    unlinkat (folder, temporary, 0);
    return 0;
  }
  return errno == EEXIST ? EEXIST : -1;
}

/* The last way, for FAT and the like: whole or gone, unless the power fails. */
static int
create_in_place (int folder, const char *name, const guint8 *data, gsize length)
{
  int fd, number, closed;

  fd = openat (folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0)
    return errno;
  number = fill (fd, data, length);
  closed = close_checked (fd);
  if (number == 0)
    number = closed;
  if (number != 0)
    unlinkat (folder, name, 0);
  return number;
}

static int
write_named (int folder, const char *name, const guint8 *data, gsize length, gboolean replace)
{
  g_autofree char *temporary = NULL;
  int fd, number, closed;

  fd = create_temporary (folder, &temporary);
  if (fd < 0)
    return errno;
  number = fill (fd, data, length);
  closed = close_checked (fd);
  if (number == 0)
    number = closed;
  if (number == 0) {
    if (!replace)
      number = name_exclusively (folder, temporary, name);
    else if (renameat (folder, temporary, folder, name) != 0)
      number = errno;
  }
  if (number != 0)
    unlinkat (folder, temporary, 0);
  return number;
}

static gboolean
is_plain_name (const char *name)
{
  return *name != '\0' && strchr (name, '/') == NULL && strcmp (name, ".") != 0 && strcmp (name, "..") != 0;
}

gboolean
inkan_saving_write_at (int folder, const char *name, gconstpointer data, gsize length, gboolean replace,
                       GError **error)
{
  int number = -1;

  if (!is_plain_name (name)) {
    g_set_error_literal (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_BAD_NAME, "Not the name of a file");
    return FALSE;
  }
  if (!replace)
    number = try_nameless (folder, name, data, length);
  if (number == -1)
    number = write_named (folder, name, data, length, replace);
  if (number == -1)
    number = create_in_place (folder, name, data, length);
  if (number == 0) {
    number = sync_folder (folder);
    if (number != 0 && !replace)
      unlinkat (folder, name, 0);
  }
  return number == 0 || inkan_saving_fail (error, number, "The file cannot be written");
}

static gboolean
fail_different (GError **error)
{
  g_set_error_literal (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_DIFFERENT,
                       "The file on the medium is not what was written");
  return FALSE;
}

/* 0, EBADMSG when it is another content, or what went wrong. */
static int
compare_content (int fd, const guint8 *data, gsize length)
{
  guint8 buffer[16384];
  gsize done = 0;

  for (;;) {
    ssize_t n = read (fd, buffer, sizeof buffer);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return errno;
    if (n == 0)
      return done == length ? 0 : EBADMSG;
    if ((gsize) n > length - done || memcmp (buffer, data + done, (gsize) n) != 0)
      return EBADMSG;
    done += (gsize) n;
  }
}

/*
 * inkan_saving_compare_at:
 * @folder: a descriptor, or %AT_FDCWD when @name is a path
 *
 * Reads the file from the medium where the kernel lets itself be asked to, and
 * compares it.
 */
gboolean
inkan_saving_compare_at (int folder, const char *name, gconstpointer data, gsize length, GError **error)
{
  struct stat status;
  int fd, number;

  fd = openat (folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0)
    return errno == ELOOP ? fail_different (error) : inkan_saving_fail (error, errno, "The file cannot be opened");
  if (fstat (fd, &status) != 0) {
    number = errno;
  } else if (!S_ISREG (status.st_mode) || (goffset) status.st_size != (goffset) length) {
    number = EBADMSG;
  } else {
    posix_fadvise (fd, 0, 0, POSIX_FADV_DONTNEED); /* not from the cache */
    number = compare_content (fd, data, length);
  }
  close (fd);
  if (number == EBADMSG)
    return fail_different (error);
  return number == 0 || inkan_saving_fail (error, number, "The file cannot be read back");
}

/* The folder that holds @path keeps its name. */
static int
sync_parent (const char *path)
{
  g_autofree char *parent = g_path_get_dirname (path);
  int fd = open (parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC), number;

  if (fd < 0)
    return errno == EACCES ? 0 : errno; /* that we may pass through, but not look into: not made by us */
  number = sync_folder (fd);
  close (fd);
  return number;
}

/* 0, or what went wrong. */
static int
make_folder (const char *path)
{
  g_autofree char *parent = NULL;
  int number;

  if (mkdir (path, 0700) != 0) {
    if (errno == EEXIST)
      return g_file_test (path, G_FILE_TEST_IS_DIR) ? 0 : ENOTDIR;
    if (errno != ENOENT)
      return errno;
    parent = g_path_get_dirname (path);
    number = make_folder (parent);
    if (number != 0)
      return number;
    if (mkdir (path, 0700) != 0)
      return errno == EEXIST ? 0 : errno; /* by somebody else, this moment */
  }
  number = sync_parent (path);
  if (number != 0)
    rmdir (path); /* the next try makes it anew, and flushes it */
  return number;
}

gboolean
inkan_saving_make_folder (const char *path, GError **error)
{
  int number;

  g_return_val_if_fail (path != NULL && g_path_is_absolute (path), FALSE);

  number = make_folder (path);
  return number == 0 || inkan_saving_fail (error, number, "The folder cannot be made");
}

gboolean
inkan_saving_write_durably (const char *folder, const char *name, gconstpointer data, gsize length, gboolean replace,
                            GError **error)
{
  gboolean done;
  int fd;

  g_return_val_if_fail (folder != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  fd = inkan_saving_open_folder (folder, error);
  if (fd < 0)
    return FALSE;
  done = inkan_saving_write_at (fd, name, data, length, replace, error);
  close (fd);
  return done;
}
