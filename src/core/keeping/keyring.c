/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keyring.h"

#include <gio/gunixsocketaddress.h>

#define PROBE_SECONDS 3

/* Every question goes by D-Bus, and GDBus connects in a thread of its own, where
 * these types may be registered for the first time. When the main thread needs them
 * at that moment for a class that it initialises, as libsoup's session does, each
 * waits for the other for ever: registering takes the lock that initialising holds
 * (seen with GLib 2.74). So they are there before that thread is. */
static GTask *
new_task (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_type_ensure (G_TYPE_INET_SOCKET_ADDRESS);
  g_type_ensure (G_TYPE_UNIX_SOCKET_ADDRESS);
  g_type_ensure (G_TYPE_PROXY_ADDRESS);
  return g_task_new (NULL, cancellable, callback, user_data);
}

static const SecretSchema schema = {
  "io.github.inkan.Inkan.FilePassphrase",
  SECRET_SCHEMA_NONE,
  {
      { "portal", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "address", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "fingerprint", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

static const SecretSchema unfinished_schema = {
  "io.github.inkan.Inkan.UnfinishedRetrieval",
  SECRET_SCHEMA_NONE,
  {
      { "retrieval", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

/* A question to the keyring that has an end of its own: whoever waits for a
 * service that never answers waits for GDBus's 25 seconds otherwise. */
typedef struct {
  GCancellable *inner;
  GSource *timeout;
  GSource *cancelled; /* (nullable) */
  gboolean ended;
} Probe;

static void
probe_free (Probe *probe)
{
  g_source_unref (probe->timeout);
  g_clear_pointer (&probe->cancelled, g_source_unref);
  g_object_unref (probe->inner);
  g_free (probe);
}

/* Only the first answer counts: the service's, the clock's, or the person's. */
static void
probe_end (GTask *task, GError *error)
{
  Probe *probe = g_task_get_task_data (task);

  if (probe->ended) {
    g_clear_error (&error);
    return;
  }
  probe->ended = TRUE;
  g_object_ref (task); /* the sources may hold the last references */
  g_source_destroy (probe->timeout);
  if (probe->cancelled != NULL)
    g_source_destroy (probe->cancelled);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_cancellable_cancel (probe->inner);
  g_object_unref (task);
}

static gboolean
probe_timed_out_cb (gpointer user_data)
{
  probe_end (user_data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "The keyring does not answer"));
  return G_SOURCE_REMOVE;
}

static gboolean
probe_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  probe_end (user_data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled"));
  return G_SOURCE_REMOVE;
}

/* What is put in there is gone when the person logs out: nothing to promise by. */
static gboolean
ends_with_session (SecretCollection *collection)
{
  return g_str_has_suffix (g_dbus_proxy_get_object_path (G_DBUS_PROXY (collection)), "/collection/session");
}

static void
probe_collection_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SecretCollection) collection = NULL;
  GError *error = NULL;

  collection = secret_collection_for_alias_finish (result, &error);
  if (error == NULL && (collection == NULL || ends_with_session (collection)))
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "There is no keyring to put passwords into");
  else if (error == NULL && secret_collection_get_locked (collection))
    error = g_error_new_literal (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "The keyring is locked");
  probe_end (task, error);
}

static void
probe_service_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (SecretService) service = NULL;
  GError *error = NULL;
  Probe *probe = g_task_get_task_data (task);

  service = secret_service_get_finish (result, &error);
  if (service == NULL || probe->ended)
    probe_end (task, error);
  else
    secret_collection_for_alias (service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, probe->inner,
                                 probe_collection_cb, g_steal_pointer (&task));
}

static void
probe_lookup_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SecretValue *value;
  GError *error = NULL;

  value = secret_password_lookup_binary_finish (result, &error);
  g_clear_pointer (&value, secret_value_unref);
  probe_end (task, error);
}

/* Where libsecret keeps a file of its own instead of asking a service. */
static gboolean
has_own_file (void)
{
  return g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") == 0 || g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

static GSource *
attach (GSource *source, GSourceFunc callback, GTask *task)
{
  g_source_set_callback (source, callback, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
  return source;
}

void
inkan_keyring_probe_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GHashTable) attributes = NULL;
  GTask *task = new_task (cancellable, callback, user_data);
  Probe *probe = g_new0 (Probe, 1);

  g_task_set_source_tag (task, inkan_keyring_probe_async);
  probe->inner = g_cancellable_new ();
  probe->timeout = attach (g_timeout_source_new_seconds (PROBE_SECONDS), probe_timed_out_cb, task);
  if (cancellable != NULL)
    probe->cancelled = attach (g_cancellable_source_new (cancellable), G_SOURCE_FUNC (probe_cancelled_cb), task);
  g_task_set_task_data (task, probe, (GDestroyNotify) probe_free);
  if (!has_own_file ()) {
    secret_service_get (SECRET_SERVICE_NONE, probe->inner, probe_service_cb, task);
    return;
  }
  attributes = secret_attributes_build (&schema, "fingerprint", "", NULL);
  secret_password_lookupv (&schema, attributes, probe->inner, probe_lookup_cb, task);
}

gboolean
inkan_keyring_probe_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, inkan_keyring_probe_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error)) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  /* Still locked after the prompt, still not there after the one to make it, or
   * nothing at all: it was dismissed. */
  if (error == NULL || g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED)
      || g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT)) {
    g_clear_error (&error);
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The keyring was not unlocked");
  }
  g_task_return_error (task, error);
}

void
inkan_keyring_store_passphrase_async (const char *portal_id, const char *address, const char *fingerprint,
                                      const char *label, SecretValue *passphrase, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GHashTable) attributes = NULL;
  GTask *task;

  g_return_if_fail (portal_id != NULL);
  g_return_if_fail (fingerprint != NULL);
  g_return_if_fail (label != NULL);
  g_return_if_fail (passphrase != NULL);

  attributes = secret_attributes_build (&schema, "portal", portal_id, "address", address != NULL ? address : "",
                                        "fingerprint", fingerprint, NULL);
  task = new_task (cancellable, callback, user_data);
  g_task_set_source_tag (task, inkan_keyring_store_passphrase_async);
  secret_password_storev_binary (&schema, attributes, SECRET_COLLECTION_DEFAULT, label, passphrase, cancellable,
                                 stored_cb, task);
}

gboolean
inkan_keyring_store_passphrase_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, inkan_keyring_store_passphrase_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SecretValue *passphrase = secret_password_lookup_binary_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, passphrase, secret_value_unref);
}

void
inkan_keyring_lookup_passphrase_async (const char *fingerprint, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GHashTable) attributes = NULL;
  GTask *task;

  g_return_if_fail (fingerprint != NULL);

  attributes = secret_attributes_build (&schema, "fingerprint", fingerprint, NULL);
  task = new_task (cancellable, callback, user_data);
  g_task_set_source_tag (task, inkan_keyring_lookup_passphrase_async);
  secret_password_lookupv (&schema, attributes, cancellable, looked_up_cb, task);
}

SecretValue *
inkan_keyring_lookup_passphrase_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, inkan_keyring_lookup_passphrase_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
inkan_keyring_keep_async (const char *retrieval, const char *label, SecretValue *passphrase, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GHashTable) attributes = NULL;
  GTask *task;

  g_return_if_fail (retrieval != NULL);
  g_return_if_fail (label != NULL);
  g_return_if_fail (passphrase != NULL);

  attributes = secret_attributes_build (&unfinished_schema, "retrieval", retrieval, NULL);
  task = new_task (cancellable, callback, user_data);
  g_task_set_source_tag (task, inkan_keyring_keep_async);
  secret_password_storev_binary (&unfinished_schema, attributes, SECRET_COLLECTION_DEFAULT, label, passphrase,
                                 cancellable, stored_cb, task);
}

gboolean
inkan_keyring_keep_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, inkan_keyring_keep_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
inkan_keyring_look_up_kept_async (const char *retrieval, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GHashTable) attributes = NULL;
  GTask *task;

  g_return_if_fail (retrieval != NULL);

  attributes = secret_attributes_build (&unfinished_schema, "retrieval", retrieval, NULL);
  task = new_task (cancellable, callback, user_data);
  g_task_set_source_tag (task, inkan_keyring_look_up_kept_async);
  secret_password_lookupv (&unfinished_schema, attributes, cancellable, looked_up_cb, task);
}

SecretValue *
inkan_keyring_look_up_kept_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, inkan_keyring_look_up_kept_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
looked_for_rest_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GList *rest = secret_password_search_finish (result, &error);

  if (error == NULL && rest != NULL)
    error = g_error_new_literal (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "The keyring is locked, and keeps it");
  g_list_free_full (rest, g_object_unref);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  /* What is locked is passed over without a word. */
  secret_password_searchv (&unfinished_schema, g_task_get_task_data (task), SECRET_SEARCH_NONE,
                           g_task_get_cancellable (task), looked_for_rest_cb, task);
}

void
inkan_keyring_forget_async (const char *retrieval, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GHashTable) attributes = NULL;
  GTask *task;

  g_return_if_fail (retrieval != NULL);

  attributes = secret_attributes_build (&unfinished_schema, "retrieval", retrieval, NULL);
  task = new_task (cancellable, callback, user_data);
  g_task_set_source_tag (task, inkan_keyring_forget_async);
  g_task_set_task_data (task, g_hash_table_ref (attributes), (GDestroyNotify) g_hash_table_unref);
  secret_password_clearv (&unfinished_schema, attributes, cancellable, forgotten_cb, task);
}

gboolean
inkan_keyring_forget_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, inkan_keyring_forget_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
