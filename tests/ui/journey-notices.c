/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Step 5, which is there only when there is something to say; and what the
 * desktop is told to say. */
#include "journey.h"

static void
go (SessionFlags       flags,
    const char *const *fault,
    const char        *notice)
{
  g_autoptr(Journey) self = journey_new (flags, fault);
  g_autoptr(RobotThing) said = NULL;
  g_autofree char *saved = NULL;

  journey_open (self);
  journey_go_to_agreement (self);
  journey_agree (self);
  journey_at (self, "Before you go on");
  said = robot_wait_for (self->robot, ATSPI_ROLE_LABEL, notice);
  robot_press (self->robot, "OK");
  journey_save (self);
  journey_finish (self);
  saved = journey_get_saved (self);
  journey_prove (self, saved);
}

static void
test_clock (void)
{
  static const char *const fault[] = { "--fault", "clock-ahead", NULL };

  go (SESSION_DEFAULT, fault, "The clock of this computer is wrong");
}

static void
test_no_keyring (void)
{
  go (SESSION_NO_KEYRING, NULL, "No password keyring is available");
}

/* Who shows notifications on this desktop. */
static const char notifications_xml[] =
  "<node><interface name='org.freedesktop.Notifications'>"
  "<method name='GetServerInformation'>"
  "<arg type='s' direction='out'/><arg type='s' direction='out'/>"
  "<arg type='s' direction='out'/><arg type='s' direction='out'/></method>"
  "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
  "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
  "<method name='Notify'>"
  "<arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='s' name='summary' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/>"
  "<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/><arg type='u' direction='out'/></method>"
  "</interface></node>";

static void
on_notifications_call (GDBusConnection       *connection,
                       const char            *sender,
                       const char            *path,
                       const char            *interface,
                       const char            *method,
                       GVariant              *parameters,
                       GDBusMethodInvocation *invocation,
                       gpointer               user_data)
{
  char **summary = user_data;

  if (g_str_equal (method, "GetServerInformation"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(ssss)", "test", "test", "1", "1.2"));
  else if (g_str_equal (method, "GetCapabilities"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(as)", NULL));
  else if (g_str_equal (method, "Notify"))
    {
      g_free (*summary);
      g_variant_get_child (parameters, 3, "s", summary);
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u)", 1));
    }
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

/* Whoever has turned to another window meanwhile is told that the wait is over. */
static void
test_wait_over (void)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_notifications_call };
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  GDBusConnection *bus = session_get_bus (self->session);
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (notifications_xml, NULL);
  g_autofree char *summary = NULL;

  g_dbus_connection_register_object (bus, "/org/freedesktop/Notifications", node->interfaces[0], &vtable,
                                     &summary, NULL, NULL);
  g_bus_own_name_on_connection (bus, "org.freedesktop.Notifications", G_BUS_NAME_OWNER_FLAGS_NONE,
                                NULL, NULL, NULL, NULL);
  journey_open (self);
  journey_go_to_agreement (self);
  robot_turn_away (self->robot);
  journey_agree (self);
  journey_at (self, "Your certificate has arrived");
  robot_wait_until_set (self->robot, (gpointer *) &summary);
  g_assert_cmpstr (summary, ==, "Your certificate has arrived");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/notices/clock", test_clock);
  session_test_add ("/journey/notices/no-keyring", test_no_keyring);
  session_test_add ("/journey/notices/wait-over", test_wait_over);
  return g_test_run ();
}
