/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-program.h"

#include <signal.h>
#include <string.h>

struct _PortalProgram {
  char *folder;
  GSubprocess *process;
  GKeyFile *report;
};

GKeyFile *
portal_program_read_report (GInputStream *stream)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (stream);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GKeyFile) report = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  for (;;) {
    g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

    g_assert_no_error (error);
    g_assert_nonnull (line);
    g_string_append_printf (text, "%s\n", line);
    if (g_str_has_prefix (line, "ProcessId="))
      break;
  }
  g_key_file_load_from_data (report, text->str, text->len, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&report);
}

GStrv
portal_program_command (const char *name, const char *folder, const char *const *arguments)
{
  g_autoptr (GStrvBuilder) command = g_strv_builder_new ();
  g_autofree char *file = g_strconcat (name, ".py", NULL);
  g_autofree char *program = g_build_filename (g_getenv ("INKAN_SOURCE_ROOT"), "tests", "portals", file, NULL);

  /* -B: no compiled copies in the source tree. */
  g_strv_builder_add_many (command, "python3", "-B", program, "--directory", folder, NULL);
  if (arguments != NULL)
    g_strv_builder_addv (command, (const char **) arguments);

  return g_strv_builder_end (command);
}

PortalProgram *
portal_program_start (const char *name, const char *const *arguments)
{
  PortalProgram *self = g_new0 (PortalProgram, 1);
  g_auto (GStrv) command = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("inkan-portal-XXXXXX", &error);
  g_assert_no_error (error);
  command = portal_program_command (name, self->folder, arguments);
  self->process = g_subprocess_newv ((const char *const *) command,
                                     G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  self->report = portal_program_read_report (g_subprocess_get_stdout_pipe (self->process));

  return self;
}

static void
remove_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) entries = g_file_enumerate_children (file, "standard::name",
                                                                   G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child;

  while (entries != NULL && g_file_enumerator_iterate (entries, NULL, &child, NULL, NULL) && child != NULL)
    remove_tree (child);
  g_file_delete (file, NULL, NULL);
}

void
portal_program_stop (PortalProgram *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder);

  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  remove_tree (folder);
  g_object_unref (self->process);
  g_key_file_unref (self->report);
  g_free (self->folder);
  g_free (self);
}

char *
portal_program_get (PortalProgram *self, const char *key)
{
  g_autoptr (GError) error = NULL;
  char *value = g_key_file_get_string (self->report, "Portal", key, &error);

  g_assert_no_error (error);

  return value;
}

guint
portal_program_count (PortalProgram *self, const char *text)
{
  g_autofree char *path = portal_program_get (self, "Log");
  g_autofree char *log = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &log, NULL, NULL));
  lines = g_strsplit (log, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    n += strstr (*line, text) != NULL;

  return n;
}
