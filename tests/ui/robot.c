/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "robot-private.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* Changes are announced, but not all of them (a label's text, a page of a
 * stack): look again after this long in any case. */
#define LOOK_AGAIN_MS 150

/* Waiting and failing {{{1 */

static gboolean
wake_up (gpointer data)
{
  return G_SOURCE_REMOVE;
}

gboolean
robot_pass (Robot  *self,
            gint64  deadline)
{
  if (!self->changed)
    {
      guint tick = g_timeout_add (LOOK_AGAIN_MS, wake_up, NULL);

      g_main_context_iteration (NULL, TRUE);
      if (g_main_context_find_source_by_id (NULL, tick) != NULL)
        g_source_remove (tick);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  self->changed = FALSE;
  return g_get_monotonic_time () < deadline;
}

static void
print_things (Robot *self)
{
  g_autoptr(GPtrArray) things = self->ended ? g_ptr_array_new () : robot_look (self);

  for (guint i = 0; i < things->len; i++)
    {
      const RobotThing *thing = things->pdata[i];

      if (*thing->name == '\0' && !robot_thing_has (thing, ATSPI_STATE_FOCUSABLE))
        continue;
      g_printerr ("# %*s%d “%s”%s%s%s\n", (int) thing->depth, "", thing->role, thing->name,
                  robot_thing_has (thing, ATSPI_STATE_SENSITIVE) ? "" : " insensitive",
                  robot_thing_has (thing, ATSPI_STATE_FOCUSED) ? " focused" : "",
                  robot_is_showing (self, thing) ? "" : " (not showing)");
    }
}

void
robot_fail (Robot      *self,
            const char *format,
            ...)
{
  g_autofree char *message = NULL, *log = NULL, *picture = NULL, *name = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_printerr ("# %s: %s%s\n", g_test_get_path (), message, self->ended ? " (the program has ended)" : "");
  name = g_strdelimit (g_strdup (g_test_get_path () + 1), "/", '-');
  picture = g_strdup_printf ("%s/meson-logs/%s.png", g_getenv ("INKAN_BUILD_ROOT"), name);
  if (monitor_picture (self->monitor, picture))
    g_printerr ("# picture: %s\n", picture);
  print_things (self);
  log = session_read_log (self->session, self->log_name);
  g_printerr ("# what the program said last:\n%s\n", strlen (log) > 4000 ? log + strlen (log) - 4000 : log);
  _exit (1);
}

/* The bus {{{1 */

static GVariant *
call (Robot      *self,
      const char *bus_name,
      const char *path,
      const char *interface,
      const char *method,
      GVariant   *parameters,
      const char *reply_type)
{
  return g_dbus_connection_call_sync (self->connection, bus_name, path, interface, method, parameters,
                                      G_VARIANT_TYPE (reply_type), G_DBUS_CALL_FLAGS_NONE,
                                      session_patience () / 1000, NULL, NULL);
}

GVariant *
robot_ask (Robot      *self,
           const char *path,
           const char *interface,
           const char *method,
           GVariant   *parameters,
           const char *reply_type)
{
  g_autofree char *full = g_strconcat ("org.a11y.atspi.", interface, NULL);

  return call (self, self->bus_name, path, full, method, parameters, reply_type);
}

void
robot_tell (Robot      *self,
            const char *path,
            const char *interface,
            const char *method,
            GVariant   *parameters)
{
  g_autofree char *full = g_strconcat ("org.a11y.atspi.", interface, NULL);

  g_dbus_connection_call (self->connection, self->bus_name, path, full, method, parameters, NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

static void
something_happened (GDBusConnection *connection,
                    const char      *sender,
                    const char      *path,
                    const char      *interface,
                    const char      *signal,
                    GVariant        *parameters,
                    gpointer         data)
{
  Robot *self = data;

  self->changed = TRUE;
}

static void
program_ended (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  Robot *self = data;

  g_subprocess_wait_finish (self->program, result, NULL);
  self->ended = self->changed = TRUE;
}

/* The program among those on the bus, by its process. */
static gboolean
find_program (Robot *self)
{
  g_autoptr(GVariant) reply = NULL;
  g_autoptr(GVariantIter) children = NULL;
  const char *name, *path;

  reply = call (self, "org.a11y.atspi.Registry", ROBOT_ROOT_PATH, "org.a11y.atspi.Accessible", "GetChildren",
                NULL, "(a(so))");
  if (reply == NULL)
    return FALSE;
  g_variant_get (reply, "(a(so))", &children);
  while (g_variant_iter_next (children, "(&s&o)", &name, &path))
    {
      g_autoptr(GVariant) pid = NULL;
      guint32 number = 0;

      pid = call (self, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                  "GetConnectionUnixProcessID", g_variant_new ("(s)", name), "(u)");

      if (pid != NULL)
        g_variant_get (pid, "(u)", &number);
      if (number == (guint32) robot_get_pid (self))
        {
          self->bus_name = g_strdup (name);
          return TRUE;
        }
    }
  return FALSE;
}

static void
connect_to_bus (Robot *self)
{
  g_autofree char *address = session_get_accessibility (self->session);
  g_autoptr(GError) error = NULL;

  self->connection = g_dbus_connection_new_for_address_sync (address,
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_assert_no_error (error);
  self->subscription =
    g_dbus_connection_signal_subscribe (self->connection, NULL, "org.a11y.atspi.Event.Object",
                                        NULL, NULL, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                        something_happened, self, NULL);
}

static void
use_language (Session *session)
{
  g_autofree char *locales = g_build_filename (g_getenv ("INKAN_BUILD_ROOT"), "tests", "support", NULL);
  g_autofree char *texts = g_build_filename (g_getenv ("INKAN_BUILD_ROOT"), "po", NULL);
  gboolean japanese = (session_get_flags (session) & SESSION_JAPANESE) != 0;

  g_setenv ("LOCPATH", locales, TRUE);
  g_setenv ("LANGUAGE", japanese ? "ja" : "", TRUE);
  if (!japanese || setlocale (LC_ALL, "ja_JP.UTF-8") == NULL)
    setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain ("inkan", texts);
  bind_textdomain_codeset ("inkan", "UTF-8");
}

Robot *
robot_new (Session           *session,
           const char *const *arguments)
{
  static guint started = 0;
  g_autofree char *program = g_build_filename (g_getenv ("INKAN_BUILD_ROOT"), "src", "inkan", NULL);
  g_autoptr(GPtrArray) all = g_ptr_array_new ();
  gint64 deadline = g_get_monotonic_time () + session_patience ();
  Robot *self = g_new0 (Robot, 1);

  self->session = session;
  self->monitor = monitor_new (session_get_display (session));
  self->log_name = g_strdup_printf ("inkan-%u.log", ++started);
  use_language (session);
  connect_to_bus (self);

  g_ptr_array_add (all, program);
  for (; arguments != NULL && *arguments != NULL; arguments++)
    g_ptr_array_add (all, (char *) *arguments);
  g_ptr_array_add (all, NULL);
  self->program = session_start (session, self->log_name, G_SUBPROCESS_FLAGS_NONE,
                                 (const char *const *) all->pdata);
  g_subprocess_wait_async (self->program, NULL, program_ended, self);
  while (!find_program (self))
    if (self->ended || !robot_pass (self, deadline))
      robot_fail (self, "no window came");
  return self;
}

void
robot_free (Robot *self)
{
  g_autofree char *log = NULL;

  if (!self->ended)
    robot_kill (self);
  log = session_read_log (self->session, self->log_name);
  if (g_regex_match_simple ("^\\([^)\n]*\\): .*-(WARNING|CRITICAL) \\*\\*|Sanitizer|runtime error:", log,
                            G_REGEX_MULTILINE, 0))
    robot_fail (self, "the program warned of something");
  g_dbus_connection_signal_unsubscribe (self->connection, self->subscription);
  g_dbus_connection_set_exit_on_close (self->connection, FALSE);
  g_clear_object (&self->connection);
  g_clear_object (&self->program);
  monitor_free (self->monitor);
  g_free (self->log_name);
  g_free (self->bus_name);
  g_free (self);
}

Session *
robot_get_session (Robot *self)
{
  return self->session;
}

GPid
robot_get_pid (Robot *self)
{
  const char *identifier = g_subprocess_get_identifier (self->program);

  return identifier != NULL ? atoi (identifier) : 0;
}

const char *
robot_get_log_name (Robot *self)
{
  return self->log_name;
}

void
robot_kill (Robot *self)
{
  g_subprocess_force_exit (self->program);
  while (!self->ended)
    g_main_context_iteration (NULL, TRUE);
}

int
robot_wait_for_end (Robot *self)
{
  gint64 deadline = g_get_monotonic_time () + session_patience ();

  while (!self->ended)
    if (!robot_pass (self, deadline))
      robot_fail (self, "the program does not end");
  if (!g_subprocess_get_if_exited (self->program))
    robot_fail (self, "the program was ended by signal %d", g_subprocess_get_term_sig (self->program));
  return g_subprocess_get_exit_status (self->program);
}

void
robot_wait_until_set (Robot    *self,
                      gpointer *what)
{
  gint64 deadline = g_get_monotonic_time () + session_patience ();

  while (*what == NULL)
    if (!robot_pass (self, deadline))
      robot_fail (self, "nothing comes");
}

gboolean
robot_has_ended (Robot *self)
{
  return self->ended;
}

const char *
robot_text (Robot      *self,
            const char *text)
{
  return g_dgettext ("inkan", text);
}

/* Doing {{{1 */

/* What has the focus: its path, or NULL where that is no thing of its own, as
 * the text within an entry row. */
static char *
find_focus (Robot *self)
{
  g_autoptr(GPtrArray) things = robot_look (self);

  for (guint i = 0; i < things->len; i++)
    {
      const RobotThing *thing = things->pdata[i];

      if (robot_thing_has (thing, ATSPI_STATE_FOCUSED) && thing->role != ATSPI_ROLE_FRAME)
        return g_strdup (thing->path);
    }
  return NULL;
}

static gboolean
get_done (GVariant *reply)
{
  gboolean done = FALSE;

  if (reply != NULL)
    g_variant_get (reply, "(b)", &done);
  return done;
}

void
robot_press (Robot      *self,
             const char *name)
{
  gint64 deadline = g_get_monotonic_time () + session_patience ();

  /* A button within an insensitive part looks sensitive to the bus, but does
   * nothing and says so. */
  for (;;)
    {
      g_autoptr(RobotThing) thing = NULL;
      g_autoptr(GVariant) reply = NULL;

      thing = robot_wait_for_match (self, robot_matches_button, ATSPI_ROLE_INVALID, robot_text (self, name));
      reply = robot_ask (self, thing->path, "Action", "DoAction", g_variant_new ("(i)", 0), "(b)");
      if (get_done (reply))
        return;
      if (!robot_pass (self, deadline))
        robot_fail (self, "“%s” cannot be pressed", name);
    }
}

void
robot_press_at_once (Robot      *self,
                     const char *name,
                     guint       times)
{
  g_autoptr(RobotThing) thing = NULL;

  thing = robot_wait_for_match (self, robot_matches_button, ATSPI_ROLE_INVALID, robot_text (self, name));
  for (guint i = 0; i < times; i++)
    robot_tell (self, thing->path, "Action", "DoAction", g_variant_new ("(i)", 0));
  g_dbus_connection_flush_sync (self->connection, NULL, NULL);
}

void
robot_type (Robot      *self,
            const char *name,
            const char *text)
{
  g_autoptr(RobotThing) thing = NULL;
  g_autoptr(GVariant) reply = NULL;

  thing = robot_wait_for_match (self, robot_matches_entry, ATSPI_ROLE_INVALID, robot_text (self, name));
  reply = robot_ask (self, thing->path, "EditableText", "SetTextContents", g_variant_new ("(s)", text),
                     "(b)");
  if (!get_done (reply))
    robot_fail (self, "“%s” does not take text", name);
}

char *
robot_read (Robot      *self,
            const char *name)
{
  g_autoptr(RobotThing) thing = NULL;
  g_autoptr(GVariant) reply = NULL;
  char *text = NULL;

  thing = robot_wait_for_match (self, robot_matches_entry, ATSPI_ROLE_INVALID, robot_text (self, name));
  /* (0, -1) would come back empty. */
  reply = robot_ask (self, thing->path, "Text", "GetText", g_variant_new ("(ii)", 0, 100000), "(s)");
  if (reply == NULL)
    robot_fail (self, "“%s” cannot be read", name);
  g_variant_get (reply, "(s)", &text);
  return text;
}

void
robot_wait_for_text (Robot      *self,
                     const char *name)
{
  gint64 deadline = g_get_monotonic_time () + session_patience ();

  for (;;)
    {
      g_autofree char *text = robot_read (self, name);

      if (*text != '\0')
        return;
      if (!robot_pass (self, deadline))
        robot_fail (self, "“%s” stays empty", name);
    }
}

/* GTK 4.8's list of files is none to the accessibility bus, but it has the
 * focus once it is filled. */
void
robot_open_first_file (Robot      *self,
                       const char *title)
{
  gint64 deadline = g_get_monotonic_time () + session_patience ();

  robot_thing_free (robot_wait_for (self, ATSPI_ROLE_INVALID, title));
  for (;;)
    {
      gint64 soon = g_get_monotonic_time () + 2 * G_TIME_SPAN_SECOND;
      g_autofree char *focus = find_focus (self);
      g_autoptr(RobotThing) files = robot_find_raw (self, ATSPI_ROLE_INVALID, "GtkTreeView");

      if (files != NULL && g_strcmp0 (focus, files->path) == 0)
        {
          robot_key (self, "Down");
          robot_key (self, "Return");
        }
      do
        {
          g_autoptr(RobotThing) still = robot_find (self, ATSPI_ROLE_INVALID, title);

          if (still == NULL)
            return;
        }
      while (robot_pass (self, soon));
      if (g_get_monotonic_time () > deadline)
        robot_fail (self, "no file can be opened");
    }
}

void
robot_select (Robot      *self,
              const char *name)
{
  g_autoptr(RobotThing) row = robot_wait_for_raw (self, ATSPI_ROLE_LIST_ITEM, name);
  g_autoptr(GVariant) reply = NULL;

  reply = robot_ask (self, row->parent_path, "Selection", "SelectChild", g_variant_new ("(i)", (int) row->index),
                     "(b)");
  if (!get_done (reply))
    robot_fail (self, "the row “%s” cannot be selected", name);
}

void
robot_tick (Robot      *self,
            const char *name)
{
  gint64 deadline = g_get_monotonic_time () + session_patience ();

  robot_focus (self, ATSPI_ROLE_CHECK_BOX, name);
  robot_key (self, "space");
  for (;;)
    {
      g_autoptr(RobotThing) thing = robot_wait_for (self, ATSPI_ROLE_CHECK_BOX, name);

      if (robot_thing_has (thing, ATSPI_STATE_CHECKED))
        return;
      if (!robot_pass (self, deadline))
        robot_fail (self, "“%s” does not get its tick", name);
    }
}

void
robot_window_action (Robot      *self,
                     const char *action)
{
  g_autoptr(GPtrArray) things = robot_look (self);
  g_autoptr(GVariant) reply = NULL;
  g_autoptr(GVariantIter) actions = NULL;
  const RobotThing *window;
  const char *name;

  if (things->len == 0)
    robot_fail (self, "there is no window");
  window = things->pdata[0];
  reply = robot_ask (self, window->path, "Action", "GetActions", NULL, "(a(sss))");
  if (reply == NULL)
    robot_fail (self, "the window has no actions");
  g_variant_get (reply, "(a(sss))", &actions);
  for (int index = 0; g_variant_iter_next (actions, "(&s&s&s)", &name, NULL, NULL); index++)
    if (g_str_equal (name, action))
      {
        /* No answer may come: the action can be the window's end. */
        robot_tell (self, window->path, "Action", "DoAction", g_variant_new ("(i)", index));
        g_dbus_connection_flush_sync (self->connection, NULL, NULL);
        return;
      }
  robot_fail (self, "the window has no action %s", action);
}

void
robot_key (Robot      *self,
           const char *keys)
{
  monitor_key (self->monitor, keys);
}

void
robot_enter (Robot      *self,
             const char *name)
{
  gint64 deadline = g_get_monotonic_time () + session_patience ();

  while (!robot_can_press (self, name))
    if (!robot_pass (self, deadline))
      robot_fail (self, "“%s” cannot be pressed", name);
  robot_key (self, "Return");
}

void
robot_turn_away (Robot *self)
{
  monitor_turn_away (self->monitor);
}

void
robot_type_keys (Robot      *self,
                 const char *text)
{
  monitor_type (self->monitor, text);
}

void
robot_focus (Robot      *self,
             AtspiRole   role,
             const char *name)
{
  g_autoptr(RobotThing) thing = robot_wait_for (self, role, name);
  gint64 deadline = g_get_monotonic_time () + session_patience ();
  g_autofree char *focus = find_focus (self);

  while (g_strcmp0 (focus, thing->path) != 0)
    {
      g_autofree char *before = g_steal_pointer (&focus);
      /* One key at a time: a second one, sent before the first has worked,
       * would carry the focus past its goal. From one entry row to the next
       * nothing can be seen to move, hence the limit. */
      gint64 moved_by = g_get_monotonic_time () + G_TIME_SPAN_SECOND;

      robot_key (self, "Tab");
      do
        {
          robot_pass (self, moved_by);
          g_free (focus);
          focus = find_focus (self);
        }
      while (g_strcmp0 (focus, before) == 0 && g_get_monotonic_time () < moved_by);
      if (self->ended || g_get_monotonic_time () > deadline)
        robot_fail (self, "the focus does not get to “%s”", name);
    }
}

void
robot_point (Robot      *self,
             AtspiRole   role,
             const char *name,
             guint       clicks)
{
  g_autoptr(RobotThing) thing = robot_wait_for (self, role, name);
  int x, y;

  if (!robot_get_middle (self, thing, &x, &y) || !monitor_click (self->monitor, x, y, clicks))
    robot_fail (self, "“%s” cannot be clicked", name);
}

void
robot_picture (Robot      *self,
               const char *file)
{
  if (!monitor_picture (self->monitor, file))
    robot_fail (self, "no picture of the window");
}
