/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "../keeping/saving.h"
#include "arrival.h"

/* The key file's name is also what makes a folder a record. */
#define RECORD_NAME "record"
#define DEFINITION_NAME "definition.portal"
#define ANCHOR_NAME "anchor.pem"
#define FILE_NAME "received.p12"
#define LOCK_NAME "lock"
#define GROUP "Retrieval"
#define LEFT_OVER_AGE (24 * 60 * 60) /* seconds */

struct _InkanRecord {
  GObject parent_instance;

  char *path;
  int lock_fd;
  InkanRecordStage stage;
  char *definition_path;
  char *portal_name;
  gboolean practice;
  char *address;
  char *offer;
  char *file_name;
  GDateTime *time;
  GBytes *bytes; /* received, not stored yet */
  gboolean stored;
};

G_DEFINE_FINAL_TYPE (InkanRecord, inkan_record, G_TYPE_OBJECT)

static const char *const stage_names[] = { "before", "agreed", "received" };

static void
inkan_record_finalize (GObject *object)
{
  InkanRecord *self = INKAN_RECORD (object);

  if (self->lock_fd >= 0)
    close (self->lock_fd);
  g_free (self->path);
  g_free (self->definition_path);
  g_free (self->portal_name);
  g_free (self->address);
  g_free (self->offer);
  g_free (self->file_name);
  g_date_time_unref (self->time);
  g_clear_pointer (&self->bytes, g_bytes_unref);

  G_OBJECT_CLASS (inkan_record_parent_class)->finalize (object);
}

static void
inkan_record_class_init (InkanRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = inkan_record_finalize;
}

static void
inkan_record_init (InkanRecord *self)
{
  self->lock_fd = -1;
  self->time = g_date_time_new_now_utc ();
}

static char *
records_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "inkan", "retrievals", NULL);
}

InkanRecord *
inkan_record_new (InkanPortalDefinition *definition)
{
  g_autofree char *folder = records_folder ();
  g_autofree char *uuid = g_uuid_string_random ();
  InkanRecord *self;

  g_return_val_if_fail (definition == NULL || INKAN_IS_PORTAL_DEFINITION (definition), NULL);

  self = g_object_new (INKAN_TYPE_RECORD, NULL);
  self->path = g_build_filename (folder, uuid, NULL);
  if (definition == NULL)
    return self;

  self->definition_path = g_file_get_path (inkan_portal_definition_get_file (definition));
  self->portal_name = g_strdup (inkan_portal_definition_get_name (definition));
  self->practice = inkan_portal_definition_get_practice (definition);

  return self;
}

/* Nobody else may work on this record while we hold it; the kernel lets go of
 * the lock when the process dies, however it dies. */
static gboolean
take_hold (InkanRecord *self, GError **error)
{
  g_autofree char *lock = NULL;

  if (self->lock_fd >= 0)
    return TRUE;

  lock = g_build_filename (self->path, LOCK_NAME, NULL);
  self->lock_fd = open (lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->lock_fd < 0) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", lock, g_strerror (errno));
    return FALSE;
  }
  if (flock (self->lock_fd, LOCK_EX | LOCK_NB) != 0) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "%s: another program works on it", self->path);
    close (self->lock_fd);
    self->lock_fd = -1;
    return FALSE;
  }

  return TRUE;
}

static gboolean
understand (InkanRecord *self, GKeyFile *keys, GError **error)
{
  g_autofree char *stage = g_key_file_get_string (keys, GROUP, "Stage", NULL);
  g_autofree char *when = g_key_file_get_string (keys, GROUP, "Time", NULL);
  g_autoptr (GDateTime) then = when != NULL ? g_date_time_new_from_iso8601 (when, NULL) : NULL;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (stage_names); i++)
    if (g_strcmp0 (stage, stage_names[i]) == 0)
      break;
  if (i == G_N_ELEMENTS (stage_names) || then == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: not a record of a retrieval", self->path);
    return FALSE;
  }

  self->stage = i;
  g_date_time_unref (self->time);
  self->time = g_steal_pointer (&then);
  self->definition_path = g_key_file_get_string (keys, GROUP, "Definition", NULL);
  self->portal_name = g_key_file_get_string (keys, GROUP, "PortalName", NULL);
  self->practice = g_key_file_get_boolean (keys, GROUP, "Practice", NULL);
  self->address = g_key_file_get_string (keys, GROUP, "Address", NULL);
  self->offer = g_key_file_get_string (keys, GROUP, "Offer", NULL);
  self->file_name = g_key_file_get_string (keys, GROUP, "FileName", NULL);
  self->stored = TRUE;

  return TRUE;
}

static gboolean store (InkanRecord *self, GError **error);

/* The program may have died when the file lay here already, and the key file did
 * not yet speak of it. The portal would not send it again. */
static void
look_for_file (InkanRecord *self)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  if (self->stage != INKAN_RECORD_AGREED)
    return;
  bytes = inkan_arrival_find (self->path, FILE_NAME);
  if (bytes == NULL)
    return;

  inkan_record_set_received (self, NULL, bytes);
  if (!store (self, &error))
    g_debug ("What was found in the record is not brought up to date: %s", error->message);
}

InkanRecord *
inkan_record_open (const char *path, GError **error)
{
  g_autoptr (InkanRecord) self = g_object_new (INKAN_TYPE_RECORD, NULL);
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autofree char *record = g_build_filename (path, RECORD_NAME, NULL);

  self->path = g_strdup (path);
  if (!take_hold (self, error) || !g_key_file_load_from_file (keys, record, G_KEY_FILE_NONE, error)
      || !understand (self, keys, error))
    return NULL;
  look_for_file (self);

  return g_steal_pointer (&self);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const char *path[] = { *(const char *const *)a, *(const char *const *)b };
  gint64 when[2] = { 0, 0 };

  for (int i = 0; i < 2; i++) {
    g_autofree char *record = g_build_filename (path[i], RECORD_NAME, NULL);
    GStatBuf status;

    if (g_stat (record, &status) == 0)
      when[i] = status.st_mtim.tv_sec * G_USEC_PER_SEC + status.st_mtim.tv_nsec / 1000;
  }

  return when[0] < when[1] ? 1 : when[0] > when[1] ? -1 : 0;
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    g_unlink (child);
  }
  g_rmdir (path);
}

/* A folder without a key file is one that a program died over, while it began or
 * removed the record: nothing in it is of use to anybody. One that is being begun
 * is young. */
static void
sweep (const char *path)
{
  g_autoptr (InkanRecord) record = NULL;
  GStatBuf status;

  if (g_lstat (path, &status) != 0 || !S_ISDIR (status.st_mode)
      || g_get_real_time () / G_USEC_PER_SEC - status.st_mtime < LEFT_OVER_AGE)
    return;
  record = g_object_new (INKAN_TYPE_RECORD, NULL);
  record->path = g_strdup (path);
  if (take_hold (record, NULL))
    remove_folder (path);
}

GPtrArray *
inkan_record_list (void)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = records_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *record = g_build_filename (path, RECORD_NAME, NULL);

    if (g_file_test (record, G_FILE_TEST_IS_REGULAR))
      g_ptr_array_add (paths, g_steal_pointer (&path));
    else if (!g_file_test (record, G_FILE_TEST_EXISTS))
      sweep (path);
  }
  g_ptr_array_sort (paths, compare_newest_first);

  return g_steal_pointer (&paths);
}

const char *
inkan_record_get_id (InkanRecord *self)
{
  return strrchr (self->path, G_DIR_SEPARATOR) + 1;
}

InkanRecordStage
inkan_record_get_stage (InkanRecord *self)
{
  g_return_val_if_fail (INKAN_IS_RECORD (self), INKAN_RECORD_BEFORE);

  return self->stage;
}

const char *
inkan_record_get_portal_name (InkanRecord *self)
{
  g_return_val_if_fail (INKAN_IS_RECORD (self), NULL);

  return self->portal_name;
}

gboolean
inkan_record_get_practice (InkanRecord *self)
{
  g_return_val_if_fail (INKAN_IS_RECORD (self), FALSE);

  return self->practice;
}

const char *
inkan_record_get_address (InkanRecord *self)
{
  g_return_val_if_fail (INKAN_IS_RECORD (self), NULL);

  return self->address;
}

const char *
inkan_record_get_offer (InkanRecord *self)
{
  g_return_val_if_fail (INKAN_IS_RECORD (self), NULL);

  return self->offer;
}

const char *
inkan_record_get_file_name (InkanRecord *self)
{
  g_return_val_if_fail (INKAN_IS_RECORD (self), NULL);

  return self->file_name;
}

GDateTime *
inkan_record_get_time (InkanRecord *self)
{
  g_return_val_if_fail (INKAN_IS_RECORD (self), NULL);

  return self->time;
}

InkanPortalDefinition *
inkan_record_load_definition (InkanRecord *self, GError **error)
{
  g_autofree char *copy_path = g_build_filename (self->path, DEFINITION_NAME, NULL);
  g_autoptr (GFile) copy = g_file_new_for_path (copy_path);

  g_return_val_if_fail (INKAN_IS_RECORD (self), NULL);

  /* The original first: an IT department may have mended it meanwhile. */
  if (self->definition_path != NULL) {
    g_autoptr (GFile) original = g_file_new_for_path (self->definition_path);
    InkanPortalDefinition *definition = inkan_portal_definition_load (original, NULL);

    if (definition != NULL)
      return definition;
  }

  return inkan_portal_definition_load (copy, error);
}

GBytes *
inkan_record_load_bytes (InkanRecord *self, GError **error)
{
  g_autofree char *path = NULL;
  char *data;
  gsize length;

  g_return_val_if_fail (INKAN_IS_RECORD (self), NULL);

  if (self->bytes != NULL)
    return g_bytes_ref (self->bytes);
  path = g_build_filename (self->path, FILE_NAME, NULL);
  if (!g_file_get_contents (path, &data, &length, error))
    return NULL;

  return g_bytes_new_take (data, length);
}

void
inkan_record_set_address (InkanRecord *self, const char *address)
{
  g_return_if_fail (INKAN_IS_RECORD (self));

  g_free (self->address);
  self->address = g_strdup (address);
}

void
inkan_record_set_agreed (InkanRecord *self, const char *offer)
{
  g_return_if_fail (INKAN_IS_RECORD (self));

  self->stage = INKAN_RECORD_AGREED;
  g_free (self->offer);
  self->offer = g_strdup (offer);
}

void
inkan_record_set_not_agreed (InkanRecord *self)
{
  g_return_if_fail (INKAN_IS_RECORD (self));

  self->stage = INKAN_RECORD_BEFORE;
}

void
inkan_record_set_received (InkanRecord *self, const char *file_name, GBytes *bytes)
{
  g_return_if_fail (INKAN_IS_RECORD (self));

  self->stage = INKAN_RECORD_RECEIVED;
  g_free (self->file_name);
  self->file_name = g_strdup (file_name);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = g_bytes_ref (bytes);
}

/* The copy must be of use where it lies, whatever becomes of the original: its
 * trust anchor lies beside it. */
static gboolean
store_definition (InkanRecord *self, GError **error)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autofree char *anchor = NULL;
  g_autofree char *data = NULL;
  gsize length;

  if (!g_key_file_load_from_file (keys, self->definition_path,
                                  G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, error))
    return FALSE;

  anchor = g_key_file_get_string (keys, "Portal", "TrustAnchor", NULL);
  if (anchor != NULL) {
    g_autofree char *folder = g_path_get_dirname (self->definition_path);
    g_autofree char *path = g_canonicalize_filename (g_strstrip (anchor), folder);
    g_autofree char *content = NULL;

    if (!g_file_get_contents (path, &content, &length, error)
        || !inkan_saving_write_durably (self->path, ANCHOR_NAME, content, length, TRUE, error))
      return FALSE;
    g_key_file_set_string (keys, "Portal", "TrustAnchor", ANCHOR_NAME);
  }

  data = g_key_file_to_data (keys, &length, NULL);
  return inkan_saving_write_durably (self->path, DEFINITION_NAME, data, length, TRUE, error);
}

static void
set_if (GKeyFile *keys, const char *key, const char *value)
{
  if (value != NULL)
    g_key_file_set_string (keys, GROUP, key, value);
}

static gboolean
store (InkanRecord *self, GError **error)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autofree char *when = g_date_time_format_iso8601 (self->time);
  g_autofree char *data = NULL;
  gsize length;

  if (!inkan_saving_make_folder (self->path, error) || !take_hold (self, error))
    return FALSE;

  if (!self->stored && self->definition_path != NULL && !store_definition (self, error))
    return FALSE;

  /* The file before the key file that speaks of it. */
  if (self->bytes != NULL) {
    gsize size;
    gconstpointer content = g_bytes_get_data (self->bytes, &size);

    if (!inkan_saving_write_durably (self->path, FILE_NAME, content, size, TRUE, error))
      return FALSE;
    g_clear_pointer (&self->bytes, g_bytes_unref);
  }

  g_key_file_set_string (keys, GROUP, "Stage", stage_names[self->stage]);
  g_key_file_set_string (keys, GROUP, "Time", when);
  g_key_file_set_boolean (keys, GROUP, "Practice", self->practice);
  set_if (keys, "Definition", self->definition_path);
  set_if (keys, "PortalName", self->portal_name);
  set_if (keys, "Address", self->address);
  set_if (keys, "Offer", self->offer);
  set_if (keys, "FileName", self->file_name);
  data = g_key_file_to_data (keys, &length, NULL);
  if (!inkan_saving_write_durably (self->path, RECORD_NAME, data, length, TRUE, error))
    return FALSE;

  self->stored = TRUE;
  return TRUE;
}

static void
store_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (store (source, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
inkan_record_store_async (InkanRecord *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (INKAN_IS_RECORD (self));

  /* Not cancellable: a store that was begun is of use whatever comes next. */
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, inkan_record_store_async);
  g_task_run_in_thread (task, store_in_thread);
}

gboolean
inkan_record_store_finish (InkanRecord *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
inkan_record_remove (InkanRecord *self, GError **error)
{
  /* The key file first: without it the folder is no record any more. Then
   * whatever else lies there, left-over temporary files too. */
  g_autofree char *record = NULL;

  g_return_val_if_fail (INKAN_IS_RECORD (self), FALSE);

  record = g_build_filename (self->path, RECORD_NAME, NULL);
  if (g_unlink (record) != 0 && errno != ENOENT) {
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", record, g_strerror (errno));
    return FALSE;
  }

  remove_folder (self->path);
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  self->lock_fd = -1;
  self->stored = FALSE;

  return TRUE;
}
