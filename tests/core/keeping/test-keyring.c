/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/keeping/keyring.h"

#include "keyring-scene.h"

#define FINGERPRINT "AB:CD:EF"

typedef struct {
  GMainLoop *loop;
  GAsyncResult *result;
} Answer;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->result = g_object_ref (result);
  g_main_loop_quit (answer->loop);
}

static gboolean
probe (GCancellable *cancellable, double *seconds, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GTimer) timer = g_timer_new ();
  g_autoptr (GAsyncResult) result = NULL;
  Answer answer = { loop, NULL };

  inkan_keyring_probe_async (cancellable, answered_cb, &answer);
  if (cancellable != NULL)
    g_cancellable_cancel (cancellable);
  g_main_loop_run (loop);
  result = answer.result;
  *seconds = g_timer_elapsed (timer, NULL);
  return inkan_keyring_probe_finish (result, error);
}

static void
store (const char *address, const char *text)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SecretValue) passphrase = secret_value_new (text, -1, "text/plain");
  g_autoptr (GError) error = NULL;
  Answer answer = { loop, NULL };

  inkan_keyring_store_passphrase_async ("practice", address, FINGERPRINT, "Label", passphrase, NULL, answered_cb,
                                        &answer);
  g_main_loop_run (loop);
  result = answer.result;
  g_assert_true (inkan_keyring_store_passphrase_finish (result, &error));
  g_assert_no_error (error);
}

static SecretValue *
look_up (const char *fingerprint, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GAsyncResult) result = NULL;
  Answer answer = { loop, NULL };

  inkan_keyring_lookup_passphrase_async (fingerprint, NULL, answered_cb, &answer);
  g_main_loop_run (loop);
  result = answer.result;
  return inkan_keyring_lookup_passphrase_finish (result, error);
}

static void
test_usable (void)
{
  g_autoptr (SecretValue) found = NULL;
  g_autoptr (SecretValue) other = NULL;
  g_autoptr (GError) error = NULL;
  double seconds;
  Scene scene;

  if (!scene_in_subprocess ("dbus-daemon", "gnome-keyring-daemon"))
    return;
  scene_open (&scene);
  scene_start_keyring (&scene, "login password");
  g_assert_true (probe (NULL, &seconds, &error));
  g_assert_no_error (error);
  store ("hanako@inkan.example", "first");
  store ("hanako@inkan.example", "パスフレーズ ");
  found = look_up (FINGERPRINT, &error);
  g_assert_no_error (error);
  g_assert_nonnull (found);
  g_assert_cmpstr (secret_value_get_text (found), ==, "パスフレーズ ");
  other = look_up ("00:00", &error);
  g_assert_no_error (error);
  g_assert_null (other);
  scene_close (&scene);
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static GAsyncResult *
wait_for_result (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* (transfer full) (nullable) */
static SecretValue *
look_up_kept (const char *retrieval)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SecretValue *value;

  inkan_keyring_look_up_kept_async (retrieval, NULL, on_result, &result);
  value = inkan_keyring_look_up_kept_finish (wait_for_result (&result), &error);
  g_assert_no_error (error);
  return value;
}

static void
forget (const char *retrieval)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  inkan_keyring_forget_async (retrieval, NULL, on_result, &result);
  g_assert_true (inkan_keyring_forget_finish (wait_for_result (&result), &error));
  g_assert_no_error (error);
}

/* What a portal told once, until the retrieval has ended. */
static void
test_kept (void)
{
  g_autoptr (SecretValue) passphrase = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SecretValue) found = NULL;
  g_autoptr (SecretValue) other = NULL;
  g_autoptr (SecretValue) gone = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  if (!scene_in_subprocess ("dbus-daemon", "gnome-keyring-daemon"))
    return;
  scene_open (&scene);
  scene_start_keyring (&scene, "login password");
  passphrase = secret_value_new ("told ①", -1, "text/plain");
  inkan_keyring_keep_async ("one", "Inkan: Portal", passphrase, NULL, on_result, &result);
  g_assert_true (inkan_keyring_keep_finish (wait_for_result (&result), &error));
  g_assert_no_error (error);
  found = look_up_kept ("one");
  g_assert_nonnull (found);
  g_assert_cmpstr (secret_value_get_text (found), ==, "told ①");
  other = look_up_kept ("two");
  g_assert_null (other);
  forget ("two");
  forget ("one");
  gone = look_up_kept ("one");
  g_assert_null (gone);
  scene_close (&scene);
}

static void
test_without_address (void)
{
  g_autoptr (SecretValue) found = NULL;
  g_autoptr (GError) error = NULL;
  Scene scene;

  if (!scene_in_subprocess ("dbus-daemon", "gnome-keyring-daemon"))
    return;
  scene_open (&scene);
  scene_start_keyring (&scene, "login password");
  store (NULL, "");
  found = look_up (FINGERPRINT, &error);
  g_assert_no_error (error);
  g_assert_nonnull (found);
  g_assert_cmpstr (secret_value_get_text (found), ==, "");
  scene_close (&scene);
}

static void
test_locked (void)
{
  g_autoptr (SecretCollection) collection = NULL;
  g_autoptr (SecretService) service = NULL;
  g_autoptr (GError) error = NULL;
  GList *collections = NULL, *locked = NULL;
  double seconds;
  Scene scene;

  if (!scene_in_subprocess ("dbus-daemon", "gnome-keyring-daemon"))
    return;
  scene_open (&scene);
  scene_start_keyring (&scene, "login password");
  service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  g_assert_no_error (error);
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL,
                                                 &error);
  g_assert_no_error (error);
  g_assert_nonnull (collection);
  collections = g_list_append (NULL, collection);
  g_assert_cmpint (secret_service_lock_sync (service, collections, NULL, &locked, &error), ==, 1);
  g_assert_no_error (error);
  g_list_free (collections);
  g_list_free_full (locked, g_object_unref);

  g_assert_false (probe (NULL, &seconds, &error));
  g_assert_error (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED);
  g_assert_cmpfloat (seconds, <, 3.0);
  scene_close (&scene);
}

static void
test_no_collection (void)
{
  g_autoptr (GError) error = NULL;
  double seconds;
  Scene scene;

  if (!scene_in_subprocess ("dbus-daemon", "gnome-keyring-daemon"))
    return;
  scene_open (&scene);
  scene_start_keyring (&scene, NULL);
  g_assert_false (probe (NULL, &seconds, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpfloat (seconds, <, 3.0);
  scene_close (&scene);
}

static void
test_no_service (void)
{
  g_autoptr (SecretValue) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) lookup_error = NULL;
  double seconds;
  Scene scene;

  if (!scene_in_subprocess ("dbus-daemon", NULL))
    return;
  scene_open (&scene);
  g_assert_false (probe (NULL, &seconds, &error));
  g_assert_nonnull (error);
  g_assert_cmpfloat (seconds, <, 3.0);
  found = look_up (FINGERPRINT, &lookup_error);
  g_assert_null (found);
  g_assert_nonnull (lookup_error);
  scene_close (&scene);
}

static void
test_no_bus (void)
{
  g_autoptr (GError) error = NULL;
  double seconds;

  if (!scene_in_subprocess (NULL, NULL))
    return;
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_unsetenv ("DISPLAY");
  g_unsetenv ("SECRET_BACKEND");
  g_assert_false (probe (NULL, &seconds, &error));
  g_assert_nonnull (error);
  g_assert_cmpfloat (seconds, <, 3.0);
}

/* A service that takes every question, and answers none. */
static GDBusMessage *
swallow (GDBusConnection *connection, GDBusMessage *message, gboolean incoming, gpointer user_data)
{
  if (incoming && g_dbus_message_get_message_type (message) == G_DBUS_MESSAGE_TYPE_METHOD_CALL) {
    g_object_unref (message);
    return NULL;
  }
  return message;
}

static void
test_mute (void)
{
  g_autoptr (GDBusConnection) connection = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;
  double seconds;
  Scene scene;

  if (!scene_in_subprocess ("dbus-daemon", NULL))
    return;
  scene_open (&scene);
  connection = g_dbus_connection_new_for_address_sync (
      scene.address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL,
      &error);
  g_assert_no_error (error);
  g_dbus_connection_add_filter (connection, swallow, NULL, NULL);
  reply = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName", g_variant_new ("(su)", KEYRING_NAME, 0),
                                       NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  g_assert_false (probe (NULL, &seconds, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_cmpfloat (seconds, <, 6.0); /* three, and a machine that is busy */
  g_clear_error (&error);
  g_assert_false (probe (cancellable, &seconds, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpfloat (seconds, <, 3.0);
  scene_close (&scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keeping/keyring/usable", test_usable);
  g_test_add_func ("/keeping/keyring/kept", test_kept);
  g_test_add_func ("/keeping/keyring/without-address", test_without_address);
  g_test_add_func ("/keeping/keyring/locked", test_locked);
  g_test_add_func ("/keeping/keyring/no-collection", test_no_collection);
  g_test_add_func ("/keeping/keyring/no-service", test_no_service);
  g_test_add_func ("/keeping/keyring/no-bus", test_no_bus);
  g_test_add_func ("/keeping/keyring/mute", test_mute);
  return g_test_run ();
}
