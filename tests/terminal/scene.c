/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/portal-program.h"

struct _Scene {
  char          *folder;
  char         **environment;
  GSubprocess   *practice;
  GKeyFile      *report;
  PortalProgram *program;
  int            descriptor; /* as @number, 0: none */
  int            number;
};

static char *
find_program (const char *name)
{
  return g_build_filename (g_getenv ("INKAN_BUILD_ROOT"), "src", name, NULL);
}

static void
start_practice (Scene             *self,
                const char *const *arguments)
{
  g_autoptr(GStrvBuilder) command = g_strv_builder_new ();
  g_autofree char *program = find_program ("inkan-practice-portal");
  g_autofree char *folder = g_build_filename (self->folder, "portal", NULL);
  g_auto(GStrv) argv = NULL;
  g_autoptr(GError) error = NULL;

  g_strv_builder_add_many (command, program, "--directory", folder, "--issue-seconds", "0", NULL);
  if (arguments != NULL)
    g_strv_builder_addv (command, (const char **) arguments);
  argv = g_strv_builder_end (command);
  self->practice = g_subprocess_newv ((const char *const *) argv,
                                      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  self->report = portal_program_read_report (g_subprocess_get_stdout_pipe (self->practice));
}

static void
stop_practice (Scene *self)
{
  if (self->practice == NULL)
    return;
  g_subprocess_send_signal (self->practice, SIGTERM);
  g_subprocess_wait (self->practice, NULL, NULL);
  g_clear_object (&self->practice);
  g_clear_pointer (&self->report, g_key_file_unref);
}

Scene *
scene_new_bare (void)
{
  Scene *self = g_new0 (Scene, 1);
  g_autofree char *home = NULL;
  g_autofree char *desktop = NULL;

  self->folder = g_dir_make_tmp ("inkan-terminal-XXXXXX", NULL);
  home = g_build_filename (self->folder, "home", NULL);
  desktop = g_build_filename (home, "Desktop", NULL);
  g_assert_cmpint (g_mkdir_with_parents (desktop, 0700), ==, 0);
  scene_set_variable (self, "PATH", g_getenv ("PATH"));
  scene_set_variable (self, "HOME", home);
  scene_set_variable (self, "LANG", "C.UTF-8");
  scene_set_variable (self, "TERM", "xterm");
  /* Of the sanitizers, which are none of the program's. */
  for (const char *const *name = (const char *const[]) { "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", NULL }; *name != NULL; name++)
    scene_set_variable (self, *name, g_getenv (*name));
  return self;
}

Scene *
scene_new (const char *const *arguments)
{
  Scene *self = scene_new_bare ();

  start_practice (self, arguments);
  return self;
}

Scene *
scene_new_at (const char        *name,
              const char *const *arguments)
{
  Scene *self = scene_new_bare ();

  self->program = portal_program_start (name, arguments);
  return self;
}

static void
remove_all (const char *path)
{
  g_autoptr(GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_all (child);
  }
  g_assert_cmpint (remove (path), ==, 0);
}

void
scene_free (Scene *self)
{
  stop_practice (self);
  g_clear_pointer (&self->program, portal_program_stop);
  if (self->number > 0)
    close (self->descriptor);
  remove_all (self->folder);
  g_strfreev (self->environment);
  g_free (self->folder);
  g_free (self);
}

void
scene_set_variable (Scene      *self,
                    const char *variable,
                    const char *value)
{
  self->environment = value != NULL ? g_environ_setenv (self->environment, variable, value, TRUE)
                                    : g_environ_unsetenv (self->environment, variable);
}

void
scene_take_descriptor (Scene *self,
                       int    fd,
                       int    number)
{
  self->descriptor = fd;
  self->number = number;
}

char *
scene_change_definition (Scene      *self,
                         const char *group,
                         const char *key,
                         const char *value)
{
  g_autofree char *definition = scene_get (self, "Definition");
  g_autoptr(GKeyFile) keys = g_key_file_new ();
  char *path = scene_get_path (self, "changed.portal");

  g_assert_true (g_key_file_load_from_file (keys, definition, G_KEY_FILE_NONE, NULL));
  g_key_file_set_string (keys, group, key, value);
  g_assert_true (g_key_file_save_to_file (keys, path, NULL));
  return path;
}

void
scene_set_japanese (Scene *self)
{
  g_autofree char *locales = g_build_filename (g_getenv ("INKAN_BUILD_ROOT"), "tests", "support", NULL);

  scene_set_variable (self, "LOCPATH", locales);
  scene_set_variable (self, "LANG", "ja_JP.UTF-8");
}

char *
scene_get (Scene      *self,
           const char *key)
{
  char *value;

  if (self->program != NULL)
    return portal_program_get (self->program, key);
  value = g_key_file_get_string (self->report, "Portal", key, NULL);
  g_assert_nonnull (value);
  return value;
}

char *
scene_get_mail (Scene *self)
{
  g_autofree char *folder = scene_get (self, "MailFolder");
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *newest = NULL;
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (newest == NULL || strcmp (name, newest) > 0) {
      g_free (newest);
      newest = g_strdup (name);
    }
  return g_build_filename (folder, newest, NULL);
}

static char *
run_and_keep (const char *const  *arguments,
              char              **complaints)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *output = NULL;
  int status;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, complaints, &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, NULL))
    g_error ("%s: %s", arguments[0], *complaints);
  return g_steal_pointer (&output);
}

static char *
run (const char *const *arguments)
{
  g_autofree char *complaints = NULL;

  return run_and_keep (arguments, &complaints);
}

char *
scene_get_code (Scene *self)
{
  g_autofree char *program = find_program ("inkan");
  g_autofree char *mail = scene_get_mail (self);
  const char *arguments[] = { program, "--read-mail", mail, NULL };
  g_autofree char *found = run (arguments);
  const char *code = strstr (found, "code=");

  g_assert_nonnull (code);
  return g_strndup (code + 5, strcspn (code + 5, "\n"));
}

char *
scene_get_path (Scene      *self,
                const char *name)
{
  return g_build_filename (self->folder, "home", name, NULL);
}

char *
scene_query (Scene      *self,
             const char *sql)
{
  g_autofree char *database = scene_get (self, "Database");
  const char *arguments[] = { "sqlite3", "-readonly", "-cmd", ".timeout 60000", database, sql, NULL };

  return g_strchomp (run (arguments));
}

guint
scene_count_agreements (Scene *self)
{
  g_autofree char *number = scene_query (self, "SELECT count (*) FROM event WHERE kind = 'agreement'");

  return (guint) g_ascii_strtoull (number, NULL, 10);
}

guint
scene_count_lines (Scene      *self,
                   const char *text)
{
  return portal_program_count (self->program, text);
}

void
scene_restart_portal (Scene             *self,
                      const char *const *arguments)
{
  stop_practice (self);
  start_practice (self, arguments);
}

char *
scene_get_stage (Scene *self)
{
  g_autofree char *folder = scene_get_path (self, ".local/state/inkan/retrievals");
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *stage = NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, "record", NULL);
    g_autoptr(GKeyFile) keys = g_key_file_new ();

    g_assert_null (stage);
    g_assert_true (g_key_file_load_from_file (keys, path, G_KEY_FILE_NONE, NULL));
    stage = g_key_file_get_string (keys, "Retrieval", "Stage", NULL);
  }
  return stage != NULL ? g_steal_pointer (&stage) : g_strdup ("");
}

void
scene_prove (Scene      *self,
             const char *path,
             const char *password)
{
  /* The password of a practice or test portal opens nothing else. */
  g_autofree char *pass = g_strconcat ("pass:", password, NULL);
  const char *arguments[] = { "openssl", "pkcs12", "-in", path, "-passin", pass, "-nodes", "-legacy", NULL };
  g_autofree char *text = run (arguments);
  struct stat info;

  g_assert_nonnull (strstr (text, "PRIVATE KEY"));
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmphex (info.st_mode & 07777, ==, 0600);
}

char *
scene_ask_lock (Scene      *self,
                const char *path,
                const char *password)
{
  g_autofree char *pass = g_strconcat ("pass:", password, NULL);
  const char *arguments[] = { "openssl", "pkcs12", "-in", path, "-passin", pass, "-info", "-noout", "-legacy", NULL };
  char *lock = NULL;

  g_free (run_and_keep (arguments, &lock));
  return lock;
}

char *
scene_make_answers (Scene      *self,
                    const char *without,
                    const char *more)
{
  g_autofree char *address = scene_get (self, "Address");
  g_autofree char *password = scene_get (self, "Password");
  g_autofree char *code = scene_get_code (self);
  g_autofree char *folder = scene_get_path (self, "Desktop");
  const char *pairs[][2] = {
    { "email", address }, { "password", password }, { "code", code }, { "service", "Practice Class 2 Standard" },
    { "agree", "yes" }, { "folder", folder }, { "accept-warnings", "yes" }, /* tests lie in /tmp */
  };
  GString *answers = g_string_new ("[Answers]\n");

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (g_strcmp0 (pairs[i][0], without) != 0)
      g_string_append_printf (answers, "%s=%s\n", pairs[i][0], pairs[i][1]);
  if (more != NULL)
    g_string_append_printf (answers, "%s\n", more);
  return g_string_free (answers, FALSE);
}

/* The descriptors of a temporary file that nobody else can read. */
static int
make_file (const char *text)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("inkan-answers-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (unlink (path), ==, 0);
  if (text != NULL) {
    g_assert_cmpint (write (fd, text, strlen (text)), ==, (gssize) strlen (text));
    g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  }
  return fd;
}

static char *
read_file (int fd)
{
  g_autoptr(GMappedFile) file = g_mapped_file_new_from_fd (fd, FALSE, NULL);
  const char *contents = file != NULL ? g_mapped_file_get_contents (file) : NULL;

  return contents != NULL ? g_strndup (contents, g_mapped_file_get_length (file)) : g_strdup ("");
}

static GStrv
make_command (Scene             *self,
              gboolean           answers,
              const char *const *arguments)
{
  g_autoptr(GStrvBuilder) command = g_strv_builder_new ();
  g_autofree char *program = find_program ("inkan");

  g_strv_builder_add_many (command, program, "--terminal", NULL);
  if (self->practice != NULL || self->program != NULL) {
    g_autofree char *definition = scene_get (self, "Definition");

    g_strv_builder_add_many (command, "--portal", definition, NULL);
  }
  if (answers)
    g_strv_builder_add_many (command, "--answers-fd", "3", NULL);
  if (arguments != NULL)
    g_strv_builder_addv (command, (const char **) arguments);
  return g_strv_builder_end (command);
}

static char *
find_last_line (const char *output)
{
  g_autofree char *text = g_strchomp (g_strdup (output));
  const char *feed = strrchr (text, '\n');

  return g_strdup (feed != NULL ? feed + 1 : text);
}

int
scene_answer (Scene             *self,
              const char        *answers,
              const char *const *arguments,
              char             **last,
              char             **output,
              char             **written)
{
  g_auto(GStrv) command = make_command (self, TRUE, arguments);
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  int secret = make_file (NULL);

  g_subprocess_launcher_set_environ (launcher, self->environment);
  g_subprocess_launcher_take_fd (launcher, make_file (answers), 3);
  g_subprocess_launcher_take_fd (launcher, dup (secret), 4);
  if (self->number > 0)
    g_subprocess_launcher_take_fd (launcher, dup (self->descriptor), self->number);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) command, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));

  *last = find_last_line (text);
  if (written != NULL)
    *written = read_file (secret);
  if (output != NULL)
    *output = g_steal_pointer (&text);
  close (secret);
  return g_subprocess_get_exit_status (process);
}

/* For tty.c */
GStrv scene_make_command (Scene             *self,
                          const char *const *arguments);

GStrv
scene_make_command (Scene             *self,
                    const char *const *arguments)
{
  return make_command (self, FALSE, arguments);
}

char **
scene_get_environment (Scene *self)
{
  return self->environment;
}
