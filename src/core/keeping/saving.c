/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "saving-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_SIZE (1024 * 1024)

typedef struct {
  GFile *file;   /* the folder to save in, or the file to verify */
  char *name;    /* (nullable) */
  InkanFolderIdentity identity; /* of the folder; all 0: whichever it is */
  GBytes *bytes;
} Request;

static void
request_free (Request *request)
{
  g_object_unref (request->file);
  g_free (request->name);
  g_bytes_unref (request->bytes);
  g_free (request);
}

static GTask *
new_task (GFile *file, const char *name, GBytes *bytes, GCancellable *cancellable, gpointer tag,
          GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->file = g_object_ref (file);
  request->name = g_strdup (name);
  request->bytes = g_bytes_ref (bytes);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  return task;
}

/* What GIO says, in our words; cancelling stays what it is. */
static gboolean
fail_from_gio (GError **error, GError *reason)
{
  InkanKeepingError code = INKAN_KEEPING_ERROR_IO;

  if (reason->domain == G_IO_ERROR) {
    switch (reason->code) {
    case G_IO_ERROR_CANCELLED:
      g_propagate_error (error, reason);
      return FALSE;
    case G_IO_ERROR_EXISTS:
    case G_IO_ERROR_IS_DIRECTORY:
      code = INKAN_KEEPING_ERROR_EXISTS;
      break;
    case G_IO_ERROR_NOT_FOUND:
    case G_IO_ERROR_NOT_DIRECTORY:
    case G_IO_ERROR_NOT_MOUNTED:
    case G_IO_ERROR_HOST_NOT_FOUND:
    case G_IO_ERROR_HOST_UNREACHABLE:
      code = INKAN_KEEPING_ERROR_NO_FOLDER;
      break;
    case G_IO_ERROR_PERMISSION_DENIED:
      code = INKAN_KEEPING_ERROR_PERMISSION;
      break;
    case G_IO_ERROR_READ_ONLY:
    case G_IO_ERROR_NOT_SUPPORTED: /* a place that has no files to create */
      code = INKAN_KEEPING_ERROR_READ_ONLY;
      break;
    case G_IO_ERROR_NO_SPACE:
      code = INKAN_KEEPING_ERROR_NO_SPACE;
      break;
    case G_IO_ERROR_INVALID_FILENAME:
    case G_IO_ERROR_FILENAME_TOO_LONG:
      code = INKAN_KEEPING_ERROR_BAD_NAME;
      break;
    default:
      break;
    }
  }
  g_set_error_literal (error, INKAN_KEEPING_ERROR, code, reason->message);
  g_error_free (reason);
  return FALSE;
}

gboolean
inkan_saving_write_stream (GFile *file, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileOutputStream) stream = NULL;
  GError *reason = NULL;
  gconstpointer data;
  gsize length;

  data = g_bytes_get_data (bytes, &length);
  stream = g_file_create (file, G_FILE_CREATE_PRIVATE, cancellable, &reason);
  if (stream == NULL)
    return fail_from_gio (error, reason);
  if (g_output_stream_write_all (G_OUTPUT_STREAM (stream), data, length, NULL, cancellable, &reason)
      && g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, &reason))
    return TRUE;
  g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, NULL);
  g_file_delete (file, NULL, NULL);
  return fail_from_gio (error, reason);
}

gboolean
inkan_saving_compare_stream (GFile *file, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree guint8 *buffer = NULL;
  GError *reason = NULL;
  gconstpointer data;
  gsize length, n_read = 0;

  data = g_bytes_get_data (bytes, &length);
  buffer = g_malloc (length + 1); /* one more shows a file that has grown */
  stream = g_file_read (file, cancellable, &reason);
  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, length + 1, &n_read, cancellable, &reason))
    return fail_from_gio (error, reason);
  if (n_read == length && memcmp (buffer, data, length) == 0)
    return TRUE;
  g_set_error_literal (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_DIFFERENT,
                       "The file on the medium is not what was written");
  return FALSE;
}

/* A path of a mount that GVfs shows through FUSE is none to rely on. */
static const char *
get_local_path (GFile *file)
{
  return g_file_is_native (file) ? g_file_peek_path (file) : NULL;
}

/* A link, or another folder, may have been put in the place of the one that was
 * chosen, and looked at, in the meantime. */
static gboolean
is_the_same (int folder, const InkanFolderIdentity *identity, GError **error)
{
  struct stat status;

  if (identity->number == 0)
    return TRUE;
  if (fstat (folder, &status) != 0)
    return inkan_saving_fail (error, errno, "The folder cannot be looked at");
  return (status.st_dev == identity->device && status.st_ino == identity->number)
         || inkan_saving_fail (error, ESTALE, "Another folder is in its place");
}

static gboolean
save_locally (const char *path, const InkanFolderIdentity *identity, const char *name, GBytes *bytes, GError **error)
{
  gconstpointer data;
  gsize length;
  gboolean done;
  int folder = inkan_saving_open_folder (path, error);

  if (folder < 0)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  done = is_the_same (folder, identity, error) && inkan_saving_write_at (folder, name, data, length, FALSE, error);
  if (done && !inkan_saving_compare_at (folder, name, data, length, error)) {
    unlinkat (folder, name, 0);
    done = FALSE;
  }
  close (folder);
  return done;
}

static gboolean
save_elsewhere (GFile *file, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  if (!inkan_saving_write_stream (file, bytes, cancellable, error))
    return FALSE;
  if (inkan_saving_compare_stream (file, bytes, cancellable, error))
    return TRUE;
  g_file_delete (file, NULL, NULL);
  return FALSE;
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  const char *path = get_local_path (request->file);
  g_autoptr (GFile) file = NULL;
  GError *error = NULL;
  gboolean done;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (!inkan_file_name_check (request->name, &error)) {
    g_task_return_error (task, error);
    return;
  }
  file = g_file_get_child (request->file, request->name);
  if (path != NULL)
    done = save_locally (path, &request->identity, request->name, request->bytes, &error);
  else
    done = save_elsewhere (file, request->bytes, cancellable, &error);
  if (done)
    g_task_return_pointer (task, g_steal_pointer (&file), g_object_unref);
  else
    g_task_return_error (task, error);
}

void
inkan_saving_save_async (GFile *folder, const InkanFolderIdentity *identity, const char *name, GBytes *bytes,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (folder));
  g_return_if_fail (name != NULL);
  g_return_if_fail (bytes != NULL);

  task = new_task (folder, name, bytes, cancellable, inkan_saving_save_async, callback, user_data);
  if (identity != NULL)
    ((Request *) g_task_get_task_data (task))->identity = *identity;
  /* A file that is there is said to be there, even when cancelling came late. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, save_in_thread);
}

GFile *
inkan_saving_save_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, inkan_saving_save_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
verify_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  const char *path = get_local_path (request->file);
  GError *error = NULL;
  gconstpointer content;
  gboolean same;
  gsize length;

  content = g_bytes_get_data (request->bytes, &length);
  if (length > MAX_SIZE) {
    g_task_return_new_error (task, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_DIFFERENT, "Too large to be compared");
    return;
  }
  if (path != NULL)
    same = inkan_saving_compare_at (AT_FDCWD, path, content, length, &error);
  else
    same = inkan_saving_compare_stream (request->file, request->bytes, cancellable, &error);
  if (same)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
inkan_saving_verify_async (GFile *file, GBytes *bytes, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (bytes != NULL);

  task = new_task (file, NULL, bytes, cancellable, inkan_saving_verify_async, callback, user_data);
  g_task_run_in_thread (task, verify_in_thread);
}

gboolean
inkan_saving_verify_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, inkan_saving_verify_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
