/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-secrets.h"

#include "keyring-scene.h"

#define ROOT "/org/freedesktop/secrets"
#define DEFAULT_ALIAS ROOT "/aliases/default"
#define PROMPT ROOT "/prompt/1"

struct _FakeSecrets {
  FakeSecretsKind kind;
  GDBusConnection *connection;
  GDBusNodeInfo *node;
  char *collection;
  char *item;
  guint prompts;
  guint stored;
  GSourceFunc asked; /* (nullable) */
  gpointer asked_data;
};

static const char description[] =
  "<node>"
  "<interface name='org.freedesktop.Secret.Service'>"
  "<method name='OpenSession'><arg type='s' direction='in'/><arg type='v' direction='in'/>"
  "<arg type='v' direction='out'/><arg type='o' direction='out'/></method>"
  "<method name='CreateCollection'><arg type='a{sv}' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='o' direction='out'/><arg type='o' direction='out'/></method>"
  "<method name='SearchItems'><arg type='a{ss}' direction='in'/><arg type='ao' direction='out'/><arg type='ao' direction='out'/></method>"
  "<method name='Unlock'><arg type='ao' direction='in'/><arg type='ao' direction='out'/><arg type='o' direction='out'/></method>"
  "<method name='ReadAlias'><arg type='s' direction='in'/><arg type='o' direction='out'/></method>"
  "<property name='Collections' type='ao' access='read'/>"
  "</interface>"
  "<interface name='org.freedesktop.Secret.Collection'>"
  "<method name='CreateItem'><arg type='a{sv}' direction='in'/><arg type='(oayays)' direction='in'/><arg type='b' direction='in'/>"
  "<arg type='o' direction='out'/><arg type='o' direction='out'/></method>"
  "<property name='Items' type='ao' access='read'/><property name='Label' type='s' access='read'/>"
  "<property name='Locked' type='b' access='read'/><property name='Created' type='t' access='read'/>"
  "<property name='Modified' type='t' access='read'/>"
  "</interface>"
  "<interface name='org.freedesktop.Secret.Item'>"
  "<property name='Locked' type='b' access='read'/><property name='Attributes' type='a{ss}' access='read'/>"
  "<property name='Label' type='s' access='read'/><property name='Created' type='t' access='read'/>"
  "<property name='Modified' type='t' access='read'/>"
  "</interface>"
  "<interface name='org.freedesktop.Secret.Prompt'>"
  "<method name='Prompt'><arg type='s' direction='in'/></method><method name='Dismiss'/>"
  "<signal name='Completed'><arg type='b'/><arg type='v'/></signal>"
  "</interface>"
  "</node>";

static gboolean
is_locked (FakeSecrets *self)
{
  return self->kind == FAKE_SECRETS_DISMISSED || self->kind == FAKE_SECRETS_STAYS_LOCKED;
}

/* The service */

static const char *
read_alias (FakeSecrets *self, const char *alias)
{
  gboolean has = g_str_equal (alias, self->kind == FAKE_SECRETS_SESSION_ONLY ? "session" : "default");

  return has ? self->collection : "/";
}

static GVariant *
search (FakeSecrets *self)
{
  const char *const found[] = { self->item, NULL };
  const char *const none[] = { NULL };

  return g_variant_new ("(^ao^ao)", none, is_locked (self) ? found : none);
}

static void
answer_service (FakeSecrets *self, const char *method, GVariant *arguments, GDBusMethodInvocation *call)
{
  const char *text = NULL;

  if (g_str_equal (method, "OpenSession")) {
    g_variant_get_child (arguments, 0, "&s", &text);
    if (!g_str_equal (text, "plain"))
      g_dbus_method_invocation_return_error_literal (call, G_DBUS_ERROR, G_DBUS_ERROR_NOT_SUPPORTED, text);
    else
      g_dbus_method_invocation_return_value (call, g_variant_new ("(vo)", g_variant_new_string (""), ROOT "/session/1"));
  } else if (g_str_equal (method, "ReadAlias")) {
    g_variant_get_child (arguments, 0, "&s", &text);
    g_dbus_method_invocation_return_value (call, g_variant_new ("(o)", read_alias (self, text)));
  } else if (g_str_equal (method, "SearchItems")) {
    g_dbus_method_invocation_return_value (call, search (self));
  } else if (g_str_equal (method, "Unlock")) {
    g_dbus_method_invocation_return_value (call, g_variant_new ("(^aoo)", (const char *const[]){ NULL }, PROMPT));
  } else {
    g_assert_cmpstr (method, ==, "CreateCollection");
    g_dbus_method_invocation_return_value (call, g_variant_new ("(oo)", "/", PROMPT));
  }
}

/* Its objects */

static void
create_item (FakeSecrets *self, GDBusMethodInvocation *call)
{
  if (self->kind == FAKE_SECRETS_SESSION_ONLY) {
    g_dbus_method_invocation_return_dbus_error (call, "org.freedesktop.Secret.Error.NoSuchObject", "No such collection");
    return;
  }
  if (is_locked (self)) {
    g_dbus_method_invocation_return_dbus_error (call, "org.freedesktop.Secret.Error.IsLocked", "Locked");
    return;
  }
  self->stored++;
  g_dbus_method_invocation_return_value (call, g_variant_new ("(oo)", self->item, "/"));
}

/* Whoever is asked has gone, or opens nothing. */
static void
prompt (FakeSecrets *self, GDBusMethodInvocation *call)
{
  gboolean dismissed = self->kind != FAKE_SECRETS_STAYS_LOCKED;
  GVariant *nothing = self->kind == FAKE_SECRETS_SESSION_ONLY ? g_variant_new_object_path ("/")
                                                              : g_variant_new_objv (NULL, 0);

  self->prompts++;
  g_dbus_method_invocation_return_value (call, NULL);
  g_dbus_connection_emit_signal (self->connection, NULL, PROMPT, "org.freedesktop.Secret.Prompt", "Completed",
                                 g_variant_new ("(bv)", dismissed, nothing), NULL);
}

static void
call_cb (GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *method,
         GVariant *arguments, GDBusMethodInvocation *call, gpointer user_data)
{
  FakeSecrets *self = user_data;

  if (self->kind == FAKE_SECRETS_VANISHES
      && (g_str_equal (method, "CreateItem") || g_str_equal (method, "SearchItems"))) {
    g_object_unref (call);
    g_dbus_connection_close_sync (connection, NULL, NULL);
  } else if (g_str_has_suffix (interface, ".Service")) {
    answer_service (self, method, arguments, call);
  } else if (g_str_equal (method, "CreateItem")) {
    create_item (self, call);
  } else if (g_str_equal (method, "Prompt")) {
    prompt (self, call);
  } else {
    g_dbus_method_invocation_return_value (call, NULL);
  }
}

static GVariant *
get_cb (GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *property,
        GError **error, gpointer user_data)
{
  FakeSecrets *self = user_data;

  if (g_str_equal (property, "Locked"))
    return g_variant_new_boolean (is_locked (self));
  if (g_str_equal (property, "Attributes"))
    return g_variant_new ("a{ss}", NULL);
  if (g_str_equal (property, "Label"))
    return g_variant_new_string ("Label");
  if (g_str_equal (property, "Collections"))
    return g_variant_new_objv ((const char *const[]){ self->collection }, 1);
  if (g_str_equal (property, "Items"))
    return g_variant_new_objv ((const char *const[]){ self->item }, 1);
  return g_variant_new_uint64 (0);
}

/* In GDBus's own thread: calls that are swallowed here never get an answer. */
static GDBusMessage *
filter_cb (GDBusConnection *connection, GDBusMessage *message, gboolean incoming, gpointer user_data)
{
  FakeSecrets *self = user_data;

  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    return message;
  if (self->asked != NULL)
    g_idle_add (g_steal_pointer (&self->asked), self->asked_data);
  if (self->kind != FAKE_SECRETS_MUTE)
    return message;
  g_object_unref (message);
  return NULL;
}

static void
register_at (FakeSecrets *self, const char *path, const char *interface)
{
  static const GDBusInterfaceVTable vtable = { .method_call = call_cb, .get_property = get_cb };
  g_autoptr (GError) error = NULL;

  g_dbus_connection_register_object (self->connection, path, g_dbus_node_info_lookup_interface (self->node, interface),
                                     &vtable, self, NULL, &error);
  g_assert_no_error (error);
}

FakeSecrets *
fake_secrets_new (const char *address, FakeSecretsKind kind)
{
  FakeSecrets *self = g_new0 (FakeSecrets, 1);
  gboolean session = kind == FAKE_SECRETS_SESSION_ONLY || kind == FAKE_SECRETS_SESSION_IS_DEFAULT;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  self->kind = kind;
  self->collection = g_strconcat (ROOT "/collection/", session ? "session" : "login", NULL);
  self->item = g_strconcat (self->collection, "/1", NULL);
  self->node = g_dbus_node_info_new_for_xml (description, &error);
  g_assert_no_error (error);
  self->connection = g_dbus_connection_new_for_address_sync (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL,
      &error);
  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (self->connection, FALSE);
  register_at (self, ROOT, "org.freedesktop.Secret.Service");
  register_at (self, self->collection, "org.freedesktop.Secret.Collection");
  register_at (self, DEFAULT_ALIAS, "org.freedesktop.Secret.Collection");
  register_at (self, self->item, "org.freedesktop.Secret.Item");
  register_at (self, PROMPT, "org.freedesktop.Secret.Prompt");
  g_dbus_connection_add_filter (self->connection, filter_cb, self, NULL);
  if (kind == FAKE_SECRETS_NONE || kind == FAKE_SECRETS_NO_BUS)
    return self;
  reply = g_dbus_connection_call_sync (self->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName", g_variant_new ("(su)", KEYRING_NAME, 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  return self;
}

void
fake_secrets_free (FakeSecrets *self)
{
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_object_unref (self->connection);
  g_dbus_node_info_unref (self->node);
  g_free (self->collection);
  g_free (self->item);
  g_free (self);
}

void
fake_secrets_when_asked (FakeSecrets *self, GSourceFunc callback, gpointer data)
{
  self->asked_data = data;
  self->asked = callback;
}

guint
fake_secrets_count_prompts (FakeSecrets *self)
{
  return self->prompts;
}

guint
fake_secrets_count_stored (FakeSecrets *self)
{
  return self->stored;
}
