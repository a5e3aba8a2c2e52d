/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "retrieval-private.h"

#define TASK_KEY "inkan-task"

/* "I already have the file": a retrieval that begins at step 7. */

InkanRetrieval *
inkan_retrieval_new_own_file (InkanRecord *record, GBytes *bytes)
{
  InkanRetrieval *self = inkan_retrieval_create (NULL, NULL);

  self->record = record;
  inkan_retrieval_set_file (self, bytes, inkan_record_get_file_name (record));
  for (InkanStep step = INKAN_STEP_MAIL; step < INKAN_STEP_FILE; step++)
    self->skipped |= 1 << step;
  inkan_retrieval_post (self, INKAN_EVENT_RESUME_FILE, NULL);

  return self;
}

/* One byte more than a file may have: enough to see that it is too large, even
 * of one that has no end. */
static GBytes *
read_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autofree guint8 *buffer = NULL;
  gsize length;

  if (stream == NULL)
    return NULL;
  buffer = g_malloc (INKAN_CERTIFICATE_FILE_MAX_SIZE + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, INKAN_CERTIFICATE_FILE_MAX_SIZE + 1, &length,
                                cancellable, error))
    return NULL;

  return g_bytes_new_take (g_realloc (g_steal_pointer (&buffer), length), length);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  bytes = read_file (G_FILE (source), cancellable, &error);
  if (bytes != NULL && inkan_certificate_check_shape (bytes, &error))
    g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

/* It waits on its own until this is known: its page knows at once whether to ask for
 * a passphrase. */
static void
looked_inside (InkanRetrieval *self)
{
  g_autoptr (GTask) task = g_object_steal_data (G_OBJECT (self), TASK_KEY);

  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

static void
looked_at (InkanRetrieval *self)
{
  inkan_retrieval_look_inside (self, looked_inside);
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  InkanRecord *record = INKAN_RECORD (source);
  g_autoptr (InkanRetrieval) retrieval = NULL;
  g_autoptr (GError) error = NULL;

  /* The file lies where the person had it: nothing is lost without a record. */
  if (!inkan_record_store_finish (record, result, &error))
    g_debug ("No record of the file: %s", error->message);
  retrieval = inkan_retrieval_new_own_file (g_object_ref (record), g_task_get_task_data (task));
  g_object_set_data_full (G_OBJECT (retrieval), TASK_KEY, g_steal_pointer (&task), g_object_unref);
  inkan_retrieval_look (retrieval, looked_at);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *base = g_file_get_basename (G_FILE (source));
  g_autofree char *name = inkan_file_name_make_safe (base);
  g_autoptr (InkanRecord) record = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  bytes = g_task_propagate_pointer (G_TASK (result), &error);
  if (bytes == NULL) {
    g_task_return_error (task, error);
    return;
  }

  record = inkan_record_new (NULL);
  inkan_record_set_received (record, name, bytes);
  g_task_set_task_data (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
  inkan_record_store_async (record, recorded_cb, g_steal_pointer (&task));
}

void
inkan_retrieval_new_for_file_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) reading = NULL;
  GTask *task;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, inkan_retrieval_new_for_file_async);
  reading = g_task_new (file, cancellable, read_cb, task);
  g_task_run_in_thread (reading, read_in_thread);
}

InkanRetrieval *
inkan_retrieval_new_for_file_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, inkan_retrieval_new_for_file_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
