/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "showing.h"

#include <string.h>
#include <unistd.h>

void
showing_set_up (Showing       *self,
                gconstpointer  data)
{
  self->scene = scene_new_bare ();
  self->folder = scene_get_path (self->scene, "Desktop");
  self->program = g_build_filename (g_getenv ("INKAN_BUILD_ROOT"), "src", "inkan", NULL);
  scene_set_variable (self->scene, "HOME", NULL);
}

void
showing_tear_down (Showing       *self,
                   gconstpointer  data)
{
  scene_free (self->scene);
  g_free (self->folder);
  g_free (self->program);
  g_free (self->output);
  g_free (self->complaints);
}

/* Files */

char *
showing_put (Showing    *self,
             const char *name,
             GBytes     *bytes)
{
  char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
  return path;
}

/* Running it */

/* The descriptor of a pipe with @length bytes of @text to come. */
static int
make_pipe (const char *text,
           gsize       length)
{
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  g_assert_cmpint (write (ends[1], text, length), ==, (gssize) length);
  g_assert_cmpint (close (ends[1]), ==, 0);
  return ends[0];
}

static char *
to_text (GBytes *bytes)
{
  return g_bytes_get_size (bytes) > 0 ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : g_strdup ("");
}

int
showing_finish (Showing             *self,
                GSubprocessLauncher *launcher,
                const char *const   *command)
{
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) output = NULL;
  g_autoptr(GBytes) complaints = NULL;

  g_subprocess_launcher_set_environ (launcher, scene_get_environment (self->scene));
  process = g_subprocess_launcher_spawnv (launcher, command, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, &output, &complaints, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_free (self->output);
  g_free (self->complaints);
  self->output = to_text (output);
  self->complaints = to_text (complaints);
  return g_subprocess_get_exit_status (process);
}

GSubprocessLauncher *
showing_make_launcher (void)
{
  return g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
}

/* With @length bytes of @passphrase on descriptor 3. */
int
showing_run_with (Showing    *self,
                  const char *path,
                  const char *passphrase,
                  gsize       length)
{
  g_autoptr(GSubprocessLauncher) launcher = showing_make_launcher ();
  const char *command[] = { self->program, "--show", path, "--passphrase-fd", "3", NULL };

  g_subprocess_launcher_take_fd (launcher, make_pipe (passphrase, length), 3);
  return showing_finish (self, launcher, command);
}

int
showing_run (Showing    *self,
             const char *path,
             const char *passphrase)
{
  return showing_run_with (self, path, passphrase, strlen (passphrase));
}

/* With any arguments, and no terminal anywhere. */
int
showing_run_alone (Showing           *self,
                   const char *const *arguments)
{
  g_autoptr(GSubprocessLauncher) launcher = showing_make_launcher ();
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) command = NULL;

  g_strv_builder_add_many (builder, "setsid", "--wait", self->program, NULL);
  g_strv_builder_addv (builder, (const char **) arguments);
  command = g_strv_builder_end (builder);
  return showing_finish (self, launcher, (const char *const *) command);
}

void
showing_expect (const char *text,
                const char *part)
{
  if (strstr (text, part) == NULL) {
    g_test_message ("missing “%s”, in:\n%s", part, text);
    g_test_fail ();
  }
}

/* Nothing that a terminal takes for an order, or that turns text around */
void
showing_expect_harmless (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if ((g_unichar_iscntrl (c) && c != '\n') || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
      g_error ("U+%04X in: %s", c, text);
  }
}
