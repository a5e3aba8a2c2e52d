/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "support/portal-program.h"

#define KEYRING_NAME "org.freedesktop.secrets"

struct _Session {
  SessionFlags  flags;
  char         *folder;
  char         *display;
  GStrv         environment;
  GSubprocess  *screen;
  GSubprocess  *bus;
  GSubprocess  *keyring;
  GSubprocess  *portal;
  GDBusConnection *connection;
};

gint64
session_patience (void)
{
#ifdef INKAN_SANITIZED
  return 180 * G_TIME_SPAN_SECOND;
#else
  return 60 * G_TIME_SPAN_SECOND;
#endif
}

/* Tests, each in a process and a folder of its own {{{1 */

static void
remove_tree (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_autoptr(GDir) dir = NULL;
      const char *name;

      g_chmod (path, 0700);
      dir = g_dir_open (path, 0, NULL);
      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);
          remove_tree (child);
        }
    }
  g_remove (path);
}

static void
run_in_process (gconstpointer data)
{
  const GTestFunc *function = data;
  g_autofree char *folder = NULL;
  g_autofree char *display_program = g_find_program_in_path ("Xvfb");

  if (g_test_subprocess ())
    {
      (*function) ();
      return;
    }
  if (display_program == NULL)
    {
      g_test_skip ("no Xvfb");
      return;
    }

  /* Not in /tmp, which is rightly no good place to save a certificate in. */
  folder = g_strdup ("/var/tmp/inkan-ui-XXXXXX");
  if (g_mkdtemp (folder) == NULL)
    {
      g_free (folder);
      folder = g_dir_make_tmp ("inkan-ui-XXXXXX", NULL);
    }
  g_assert_nonnull (folder);
  g_setenv ("INKAN_SESSION_FOLDER", folder, TRUE);
  /* The next test is worth running all the same; within the process, the first
   * failure ends it. */
  g_test_set_nonfatal_assertions ();
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  if (!g_test_trap_has_passed ())
    g_test_fail ();
  remove_tree (folder);
}

void
session_test_add (const char *path,
                  GTestFunc   function)
{
  GTestFunc *data = g_new (GTestFunc, 1);

  *data = function;
  g_test_add_data_func_full (path, data, run_in_process, g_free);
}

/* Programs {{{1 */

static void
end_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GSubprocessLauncher *
launcher_new (Session          *self,
              const char       *log_name,
              GSubprocessFlags  flags)
{
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autofree char *log = session_get_path (self, log_name);
  int fd = g_open (log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_subprocess_launcher_set_environ (launcher, self->environment);
  g_subprocess_launcher_set_cwd (launcher, self->folder);
  if ((flags & G_SUBPROCESS_FLAGS_STDOUT_PIPE) == 0)
    g_subprocess_launcher_take_stdout_fd (launcher, dup (fd));
  g_subprocess_launcher_take_stderr_fd (launcher, fd);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  return g_steal_pointer (&launcher);
}

GSubprocess *
session_start (Session           *self,
               const char        *log_name,
               GSubprocessFlags   flags,
               const char *const *arguments)
{
  g_autoptr(GSubprocessLauncher) launcher = launcher_new (self, log_name, flags);
  g_autoptr(GError) error = NULL;
  GSubprocess *process;

  process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  return process;
}

char *
session_run (Session           *self,
             const char *const *arguments)
{
  g_autoptr(GSubprocess) process =
    session_start (self, "run.log", G_SUBPROCESS_FLAGS_STDOUT_PIPE, arguments);
  g_autoptr(GError) error = NULL;
  char *output = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (!g_subprocess_get_successful (process))
    {
      g_autofree char *log = session_read_log (self, "run.log");
      g_error ("%s failed: %s%s", arguments[0], output, log);
    }
  return output;
}

char *
session_read_log (Session    *self,
                  const char *log_name)
{
  g_autofree char *path = session_get_path (self, log_name);
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return g_strdup ("");
  return text;
}

static void
stop (GSubprocess **process)
{
  if (*process == NULL)
    return;
  g_subprocess_send_signal (*process, SIGTERM);
  g_subprocess_wait (*process, NULL, NULL);
  g_clear_object (process);
}

/* One line, or everything, of what @fd brings; not for ever. */
static char *
read_from (GInputStream *stream)
{
  g_autoptr(GDataInputStream) lines = g_data_input_stream_new (stream);
  g_autoptr(GError) error = NULL;
  char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (line);
  return line;
}

/* The parts of the session {{{1 */

static char *
make_folder (Session    *self,
             const char *name)
{
  char *path = session_get_path (self, name);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  return path;
}

static void
set_folder (Session    *self,
            const char *variable,
            const char *name)
{
  g_autofree char *path = make_folder (self, name);

  self->environment = g_environ_setenv (self->environment, variable, path, TRUE);
}

void
session_set_variable (Session    *self,
                      const char *variable,
                      const char *value)
{
  self->environment = g_environ_setenv (self->environment, variable, value, TRUE);
}

static void
set_language (Session *self)
{
  g_autofree char *locales = g_build_filename (g_getenv ("INKAN_BUILD_ROOT"), "tests", "support", NULL);
  g_autofree char *japanese = g_build_filename (locales, "ja_JP.UTF-8", NULL);

  if ((self->flags & SESSION_JAPANESE) == 0)
    {
      session_set_variable (self, "LANG", "C.UTF-8");
      return;
    }
  session_set_variable (self, "LANGUAGE", "ja");
  if (g_file_test (japanese, G_FILE_TEST_IS_DIR))
    {
      session_set_variable (self, "LOCPATH", locales);
      session_set_variable (self, "LANG", "ja_JP.UTF-8");
    }
  else
    session_set_variable (self, "LANG", "C.UTF-8");
}

/* From nothing: what the person who runs the tests has set must not matter. */
static void
set_environment (Session *self)
{
  static const char *const kept[] = {
    "PATH", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "GDK_DEBUG", "GDK_DISABLE",
    "INKAN_SOURCE_ROOT", "INKAN_BUILD_ROOT",
  };
  static const char settings[] = "[Settings]\ngtk-enable-animations=false\n";
  g_autofree char *file = NULL;

  self->environment = g_new0 (char *, 1);
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (g_getenv (kept[i]) != NULL)
      session_set_variable (self, kept[i], g_getenv (kept[i]));
  set_folder (self, "HOME", "home");
  set_folder (self, "XDG_CONFIG_HOME", "home/.config");
  set_folder (self, "XDG_DATA_HOME", "home/.local/share");
  set_folder (self, "XDG_STATE_HOME", "home/.local/state");
  set_folder (self, "XDG_CACHE_HOME", "home/.cache");
  set_folder (self, "XDG_RUNTIME_DIR", "run");
  session_set_variable (self, "XDG_DATA_DIRS", "/usr/local/share:/usr/share");
  session_set_variable (self, "GDK_BACKEND", "x11");
  session_set_variable (self, "GSK_RENDERER", "cairo");
  session_set_variable (self, "GSETTINGS_BACKEND", "memory");
  session_set_variable (self, "GIO_USE_VFS", "local");
  session_set_variable (self, "GTK_USE_PORTAL", "0");
  session_set_variable (self, "G_DEBUG", "fatal-criticals");
  set_language (self);
  g_free (make_folder (self, "home/Desktop"));
  g_free (make_folder (self, "home/.config/gtk-4.0"));
  /* Pictures of pages, not of pages on their way in. */
  file = session_get_path (self, "home/.config/gtk-4.0/settings.ini");
  g_assert_true (g_file_set_contents (file, settings, -1, NULL));
}

static void
start_screen (Session *self)
{
  const char *arguments[] = {
    "Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-noreset", "-nolisten", "tcp", NULL,
  };
  g_autofree char *number = NULL;

  self->screen = session_start (self, "screen.log", G_SUBPROCESS_FLAGS_STDOUT_PIPE, arguments);
  number = read_from (g_subprocess_get_stdout_pipe (self->screen));
  self->display = g_strconcat (":", number, NULL);
  session_set_variable (self, "DISPLAY", self->display);
}

/* A bus that can start the accessibility bus and nothing else: no keyring, no
 * portals, no services of the person who runs the tests. */
static void
start_bus (Session *self)
{
  static const char accessibility[] = "org.a11y.Bus.service";
  g_autofree char *services = make_folder (self, "services");
  g_autofree char *socket = session_get_path (self, "run/bus");
  g_autofree char *config_file = session_get_path (self, "bus.conf");
  g_autofree char *system_service = g_build_filename ("/usr/share/dbus-1/services", accessibility, NULL);
  g_autofree char *service_file = g_build_filename (services, accessibility, NULL);
  g_autofree char *config = NULL, *address = NULL, *option = NULL;
  g_autoptr(GKeyFile) service = g_key_file_new ();
  g_autoptr(GError) error = NULL;
  const char *arguments[] = { "dbus-daemon", NULL, "--nofork", "--print-address", NULL };

  g_key_file_load_from_file (service, system_service, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  g_key_file_remove_key (service, "D-BUS Service", "SystemdService", NULL);
  g_key_file_save_to_file (service, service_file, &error);
  g_assert_no_error (error);

  config = g_strdup_printf (
    "<!DOCTYPE busconfig PUBLIC '-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN'\n"
    " 'http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd'>\n"
    "<busconfig><type>session</type><listen>unix:path=%s</listen><auth>EXTERNAL</auth>\n"
    "<servicedir>%s</servicedir><policy context='default'>\n"
    "<allow send_destination='*' eavesdrop='true'/><allow eavesdrop='true'/><allow own='*'/>\n"
    "</policy></busconfig>\n", socket, services);
  g_assert_true (g_file_set_contents (config_file, config, -1, NULL));
  option = g_strconcat ("--config-file=", config_file, NULL);
  arguments[1] = option;
  self->bus = session_start (self, "bus.log", G_SUBPROCESS_FLAGS_STDOUT_PIPE, arguments);
  address = read_from (g_subprocess_get_stdout_pipe (self->bus));
  session_set_variable (self, "DBUS_SESSION_BUS_ADDRESS", address);

  self->connection = g_dbus_connection_new_for_address_sync (address,
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
name_appeared (GDBusConnection *connection,
               const char      *name,
               const char      *owner,
               gpointer         data)
{
  *(gboolean *) data = TRUE;
}

static void
start_keyring (Session *self)
{
  const char *arguments[] = {
    "gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets", NULL,
  };
  gint64 deadline = g_get_monotonic_time () + session_patience ();
  GOutputStream *input;
  gboolean there = FALSE;
  guint watch;

  self->keyring = session_start (self, "keyring.log", G_SUBPROCESS_FLAGS_STDIN_PIPE, arguments);
  input = g_subprocess_get_stdin_pipe (self->keyring);
  g_assert_true (g_output_stream_write_all (input, "keyring", 7, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (input, NULL, NULL));
  watch = g_bus_watch_name_on_connection (self->connection, KEYRING_NAME,
                                          G_BUS_NAME_WATCHER_FLAGS_NONE, name_appeared, NULL, &there, NULL);
  while (!there && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_bus_unwatch_name (watch);
  g_assert_true (there);
}

Session *
session_new (SessionFlags flags)
{
  Session *self = g_new0 (Session, 1);

  self->flags = flags;
  self->folder = g_strdup (g_getenv ("INKAN_SESSION_FOLDER"));
  g_assert_nonnull (self->folder);
  set_environment (self);
  start_screen (self);
  start_bus (self);
  if ((flags & SESSION_NO_KEYRING) == 0)
    start_keyring (self);
  return self;
}

void
session_free (Session *self)
{
  stop (&self->portal);
  stop (&self->keyring);
  g_dbus_connection_set_exit_on_close (self->connection, FALSE);
  g_clear_object (&self->connection);
  stop (&self->bus);
  stop (&self->screen);
  g_clear_pointer (&self->environment, g_strfreev);
  g_free (self->folder);
  g_free (self->display);
  g_free (self);
}

SessionFlags
session_get_flags (Session *self)
{
  return self->flags;
}

const char *
session_get_folder (Session *self)
{
  return self->folder;
}

char *
session_get_path (Session    *self,
                  const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

const char *
session_get_display (Session *self)
{
  return self->display;
}

GDBusConnection *
session_get_bus (Session *self)
{
  return self->connection;
}

char *
session_get_accessibility (Session *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) reply = NULL;
  char *address;

  reply = g_dbus_connection_call_sync (self->connection, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus",
                                       "GetAddress", NULL, G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NONE,
                                       session_patience () / 1000, NULL, &error);
  g_assert_no_error (error);
  g_variant_get (reply, "(s)", &address);
  return address;
}

/* A practice portal of the test's own {{{1 */

static GKeyFile *
start_portal_program (Session           *self,
                      const char *const *command)
{
  g_assert_null (self->portal);
  self->portal = session_start (self, "portal.log", G_SUBPROCESS_FLAGS_STDOUT_PIPE, command);
  return portal_program_read_report (g_subprocess_get_stdout_pipe (self->portal));
}

GKeyFile *
session_start_portal (Session           *self,
                      const char        *folder,
                      const char *const *arguments)
{
  g_autofree char *program =
    g_build_filename (g_getenv ("INKAN_BUILD_ROOT"), "src", "inkan-practice-portal", NULL);
  g_autofree char *state = make_folder (self, folder);
  g_autoptr(GPtrArray) all = g_ptr_array_new ();

  g_ptr_array_add (all, program);
  g_ptr_array_add (all, (char *) "--directory");
  g_ptr_array_add (all, state);
  for (; arguments != NULL && *arguments != NULL; arguments++)
    g_ptr_array_add (all, (char *) *arguments);
  g_ptr_array_add (all, NULL);
  return start_portal_program (self, (const char *const *) all->pdata);
}

GKeyFile *
session_start_other_portal (Session           *self,
                            const char        *name,
                            const char *const *arguments)
{
  g_autofree char *state = make_folder (self, name);
  g_auto(GStrv) command = portal_program_command (name, state, arguments);

  return start_portal_program (self, (const char *const *) command);
}

void
session_stop_portal (Session *self)
{
  stop (&self->portal);
}
