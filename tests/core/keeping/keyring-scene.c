/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keyring-scene.h"

#include <glib/gstdio.h>

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK)) {
    dir = g_dir_open (path, 0, NULL);
    while ((name = g_dir_read_name (dir)) != NULL) {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  }
  g_remove (path);
}

/* When a test fails, nothing of it goes on. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GSubprocess *
start (GSubprocessFlags flags, const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  g_assert_no_error (error);
  return process;
}

static void
name_appeared_cb (GDBusConnection *connection, const char *name, const char *owner, gpointer user_data)
{
  g_main_loop_quit (user_data);
}

void
scene_open (Scene *scene)
{
  g_autofree char *daemon = g_find_program_in_path ("dbus-daemon");
  g_autoptr (GDBusConnection) connection = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  g_autofree char *content = NULL;
  g_autofree char *option = NULL;

  *scene = (Scene){ NULL };
  scene->home = g_dir_make_tmp ("inkan-keyring-XXXXXX", NULL);
  g_setenv ("HOME", scene->home, TRUE);
  g_setenv ("XDG_DATA_HOME", scene->home, TRUE);
  g_setenv ("XDG_CONFIG_HOME", scene->home, TRUE);
  g_setenv ("XDG_CACHE_HOME", scene->home, TRUE);
  g_setenv ("XDG_RUNTIME_DIR", scene->home, TRUE);
  g_unsetenv ("DISPLAY");
  g_unsetenv ("SECRET_BACKEND");
  /* Without folders of services: the bus starts no keyring by itself. */
  content = g_strdup_printf ("<busconfig><type>session</type><listen>unix:path=%s/bus</listen>"
                             "<policy context='default'><allow send_destination='*' eavesdrop='true'/><allow eavesdrop='true'/>"
                             "<allow own='*'/></policy>"
                             "</busconfig>",
                             scene->home);
  file = g_build_filename (scene->home, "bus.conf", NULL);
  g_assert_true (g_file_set_contents (file, content, -1, NULL));
  option = g_strconcat ("--config-file=", file, NULL);
  scene->bus = start (G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                      (const char *const[]){ daemon, option, "--nofork", "--nopidfile", "--print-address", NULL });
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (scene->bus));
  scene->address = g_data_input_stream_read_line_utf8 (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", scene->address, TRUE);
  /* The bus ends before this process does. */
  connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (connection, FALSE);
}

void
scene_start_keyring (Scene *scene, const char *password)
{
  g_autofree char *program = g_find_program_in_path ("gnome-keyring-daemon");
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  GOutputStream *input;
  guint watch;

  scene->daemon = start (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                         (const char *const[]){ program, "--foreground", "--components=secrets",
                                                password != NULL ? "--unlock" : NULL, NULL });
  input = g_subprocess_get_stdin_pipe (scene->daemon);
  if (password != NULL)
    g_assert_true (g_output_stream_write_all (input, password, strlen (password), NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (input, NULL, NULL));
  watch = g_bus_watch_name (G_BUS_TYPE_SESSION, KEYRING_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, name_appeared_cb, NULL, loop,
                            NULL);
  g_main_loop_run (loop);
  g_bus_unwatch_name (watch);
}

static void
end_process (GSubprocess *process)
{
  if (process == NULL)
    return;
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  g_object_unref (process);
}

void
scene_end_bus (Scene *scene)
{
  end_process (g_steal_pointer (&scene->bus));
}

void
scene_close (Scene *scene)
{
  end_process (scene->daemon);
  end_process (scene->bus);
  g_free (scene->address);
  if (scene->home != NULL)
    remove_all (scene->home);
  g_free (scene->home);
}

gboolean
scene_in_subprocess (const char *first_program, const char *second_program)
{
  const char *const programs[] = { first_program, second_program };

  if (g_test_subprocess ())
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++) {
    g_autofree char *path = programs[i] != NULL ? g_find_program_in_path (programs[i]) : NULL;

    if (programs[i] != NULL && path == NULL) {
      g_test_skip_printf ("no %s", programs[i]);
      return FALSE;
    }
  }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  return FALSE;
}
