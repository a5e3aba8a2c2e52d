/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trial.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "core/certificate/certificate-file.h"
#include "core/portal/pkcs12-shape.h"

#define SKIPPED 77
#define COMPACT "Practice Class 2 Compact"

static void
make_folder (const char *path)
{
  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
}

static void
make_home (Trial *self)
{
  g_autofree char *temporary = g_build_filename (self->base, "tmp", NULL);

  make_folder (self->home);
  make_folder (self->desk);
  make_folder (temporary);
}

static Trial *
trial_new (void)
{
  Trial *self = g_new0 (Trial, 1);

  /* Not in /tmp, which the wizard rightly warns of. */
  self->base = g_strdup ("/var/tmp/inkan-trial-XXXXXX");
  g_assert_nonnull (g_mkdtemp (self->base));
  self->home = g_build_filename (self->base, "home", NULL);
  self->desk = g_build_filename (self->home, "desk", NULL);
  self->records = g_build_filename (self->home, "state", "inkan", "retrievals", NULL);
  self->service = g_strdup (COMPACT);
  self->portal = visitor_new (NOBODY_WAITS);
  make_home (self);

  return self;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

static void
trial_free (Trial *self)
{
  visitor_free (self->portal);
  remove_tree (self->base);
  g_free (self->base);
  g_free (self->home);
  g_free (self->desk);
  g_free (self->records);
  g_free (self->service);
  g_free (self);
}

void
outcome_free (Outcome *outcome)
{
  g_free (outcome->said);
  g_free (outcome);
}

gboolean
outcome_has (Outcome *outcome, const char *line)
{
  g_autofree char *whole = g_strdup_printf ("\n%s\n", line);
  g_autofree char *said = g_strconcat ("\n", outcome->said, NULL);

  return strstr (said, whole) != NULL;
}

gboolean
outcome_ends (Outcome *outcome, const char *line)
{
  g_auto (GStrv) lines = g_strsplit (outcome->said, "\n", -1);
  guint n = g_strv_length (lines);

  return n >= 2 && g_str_has_prefix (lines[n - 2], line);
}

/* Nothing of the person's is read or written, no service is asked. */
static void
set_environment (Trial *self, GSubprocessLauncher *launcher)
{
  static const char *const folders[][2] = {
    { "HOME", "home" },
    { "XDG_STATE_HOME", "home/state" },
    { "XDG_DATA_HOME", "home/data" },
    { "XDG_CONFIG_HOME", "home/config" },
    { "XDG_CACHE_HOME", "home/cache" },
    { "XDG_RUNTIME_DIR", "tmp" },
    { "TMPDIR", "tmp" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autofree char *path = g_build_filename (self->base, folders[i][1], NULL);

    g_subprocess_launcher_setenv (launcher, folders[i][0], path, TRUE);
  }
  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C.UTF-8", TRUE);
}

GSubprocess *
trial_start (Trial *self, const char *const *options, gboolean waits)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *interrupt
      = g_build_filename (g_getenv ("INKAN_BUILD_ROOT"), "tests", "matrix", "interrupt", NULL);
  g_autofree char *walk = g_build_filename (g_getenv ("INKAN_BUILD_ROOT"), "tests", "matrix", "walk", NULL);
  g_autofree char *definition = visitor_get (self->portal, "Definition");
  g_auto (GStrv) command = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_strv_builder_add (builder, interrupt);
  if (options != NULL)
    g_strv_builder_addv (builder, (const char **) options);
  g_strv_builder_add_many (builder, "--", walk, definition, self->desk, waits ? "wait" : NULL, NULL);
  command = g_strv_builder_end (builder);
  set_environment (self, launcher);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) command, &error);
  g_assert_no_error (error);

  return process;
}

char *
trial_words (Trial *self, const char *words)
{
  g_autofree char *address = visitor_get (self->portal, "Address");
  g_autofree char *password = visitor_get (self->portal, "Password");
  g_autofree char *code = visitor_code (self->portal);

  return g_strdup_printf ("%s\n%s\n%s\n%s", address, password, code, words);
}

Outcome *
trial_walk (Trial *self, const char *const *options, const char *words)
{
  g_autoptr (GSubprocess) process = trial_start (self, options, FALSE);
  g_autofree char *typed = trial_words (self, words);
  Outcome *outcome = g_new0 (Outcome, 1);

  /* A walk that was killed reads no more: no error. */
  g_subprocess_communicate_utf8 (process, typed, NULL, &outcome->said, NULL, NULL);
  g_subprocess_wait (process, NULL, NULL);
  if (outcome->said == NULL)
    outcome->said = g_strdup ("");
  g_assert_true (g_subprocess_get_if_exited (process));
  outcome->status = g_subprocess_get_exit_status (process);

  return outcome;
}

GPtrArray *
trial_list_calls (Trial *self, gboolean within)
{
  g_autofree char *path = g_build_filename (self->base, "calls", NULL);
  const char *options[] = { "--list", path, within ? "--within" : NULL, self->home, NULL };
  g_autoptr (Outcome) outcome = trial_walk (self, options, "agree\n");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpint (outcome->status, ==, 0);
  g_assert_true (outcome_ends (outcome, "state finished"));
  g_assert_cmpuint (trial_check_desk (self), ==, 1);
  g_assert_false (trial_has_record (self));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; **line != '\0'; line++)
    g_ptr_array_add (list, g_strdup (*line));
  g_remove (path);
  trial_begin_anew (self);

  return list;
}

void
trial_begin_anew (Trial *self)
{
  g_autofree char *open = visitor_query (
      self->portal, "SELECT count (*) FROM certificate WHERE service = '" COMPACT "' AND state = 'ready'");

  remove_tree (self->home);
  make_home (self);
  if (g_strcmp0 (open, "0") == 0) {
    g_autoptr (Answer) answer = NULL;

    visitor_await (self->portal, "SELECT count (*) FROM certificate WHERE state = 'issuing'", "0");
    answer = visitor_reissue (self->portal, NULL, self->service);
    g_assert_true (answer_has (answer, "reissued"));
  }
  g_free (visitor_query (self->portal, "DELETE FROM attempt"));
}

guint
trial_count_agreements (Trial *self)
{
  g_autofree char *number = NULL;

  /* Whatever was sent before has been dealt with when this has been answered. */
  answer_free (visitor_ask (self->portal, "/help"));
  number = visitor_query (self->portal, AGREEMENTS);

  return (guint) g_ascii_strtoull (number, NULL, 10);
}

static GBytes *
read_file (const char *path)
{
  char *data;
  gsize length;

  return g_file_get_contents (path, &data, &length, NULL) ? g_bytes_new_take (data, length) : NULL;
}

static gboolean
is_whole (GBytes *bytes)
{
  gsize length = 0;

  return inkan_pkcs12_shape (bytes, &length) == INKAN_SHAPE_PKCS12 && length == g_bytes_get_size (bytes);
}

/* The folder of the one record; (nullable). */
static char *
find_record (Trial *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->records, 0, NULL);
  char *found = NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->records, name, NULL);
    g_autofree char *record = g_build_filename (path, "record", NULL);

    if (!g_file_test (record, G_FILE_TEST_EXISTS))
      continue;
    g_assert_null (found);
    found = g_steal_pointer (&path);
  }

  return found;
}

gboolean
trial_has_record (Trial *self)
{
  g_autofree char *path = find_record (self);

  return path != NULL;
}

GBytes *
trial_find_received (Trial *self)
{
  g_autofree char *path = find_record (self);
  g_autoptr (GDir) dir = path != NULL ? g_dir_open (path, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    g_autoptr (GBytes) bytes = read_file (file);

    if (bytes != NULL && is_whole (bytes))
      return g_steal_pointer (&bytes);
  }

  return NULL;
}

static void
check_file_keeps (const char *path, const char *const *secrets)
{
  g_autoptr (GBytes) bytes = read_file (path);
  gsize length = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  for (; data != NULL && *secrets != NULL; secrets++)
    if (memmem (data, length, *secrets, strlen (*secrets)) != NULL)
      g_error ("%s tells “%s”", path, *secrets);
}

static guint
check_tree_keeps (const char *path, const char *const *secrets)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR)) {
      n += check_tree_keeps (child, secrets);
    } else {
      check_file_keeps (child, secrets);
      n++;
    }
  }

  return n;
}

void
trial_check_secrets (Trial *self)
{
  g_autofree char *password = visitor_get (self->portal, "Password");
  g_autofree char *code = visitor_code (self->portal);
  const char *secrets[] = { password, code, "PRIVATE KEY", NULL };

  check_tree_keeps (self->base, secrets);
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
check_certificate (Trial *self, GBytes *bytes)
{
  g_autofree char *password = visitor_get (self->portal, "Password");
  g_autofree char *issued = visitor_query (
      self->portal,
      "SELECT fingerprint FROM certificate WHERE state = 'fetched' AND service = '" COMPACT "' ORDER BY id DESC LIMIT 1");
  g_autoptr (InkanCertificate) certificate = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  SecretValue *passphrase = secret_value_new (password, -1, "text/plain");

  inkan_certificate_open_async (bytes, passphrase, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  secret_value_unref (passphrase);
  certificate = inkan_certificate_open_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (inkan_certificate_get_fingerprint (certificate), ==, issued);
}

guint
trial_check_desk (Trial *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->desk, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (self->desk, name, NULL);
    g_autoptr (GBytes) bytes = read_file (path);
    GStatBuf status;

    g_assert_true (g_str_has_suffix (name, ".p12"));
    g_assert_false (g_str_has_prefix (name, "."));
    g_assert_cmpint (g_lstat (path, &status), ==, 0);
    g_assert_true (S_ISREG (status.st_mode));
    g_assert_cmpint (status.st_mode & 07777, ==, 0600);
    g_assert_nonnull (bytes);
    g_assert_true (is_whole (bytes));
    check_certificate (self, bytes);
    n++;
  }

  return n;
}

static gboolean
is_possible (Trial *self)
{
  g_autoptr (Outcome) outcome = trial_walk (self, NULL, "");

  if (outcome->status == SKIPPED)
    return FALSE;
  g_assert_cmpint (outcome->status, ==, 0);
  g_assert_true (outcome_ends (outcome, "state agreement"));
  trial_begin_anew (self);

  return TRUE;
}

int
trial_main (int argc, char **argv, void (*add) (Trial *trial))
{
  Trial *trial;
  int status;

  g_test_init (&argc, &argv, NULL);
  trial = trial_new ();
  if (is_possible (trial)) {
    add (trial);
    status = g_test_run ();
  } else {
    g_print ("1..0 # SKIP programs cannot be watched here\n");
    status = 0;
  }
  trial_free (trial);

  return status;
}
