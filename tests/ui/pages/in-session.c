/* SPDX-License-Identifier: GPL-3.0-or-later */
/* in-session PROGRAM [ARGUMENT…]: runs a test program in a session of its own
 * (see session.h), without a keyring, and hands on what it prints. */
#include "../session.h"

#include <gio/gunixoutputstream.h>
#include <glib/gstdio.h>
#include <unistd.h>

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GSubprocess) program = NULL;
  g_autoptr (GOutputStream) output = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  g_autofree char *screen_program = g_find_program_in_path ("Xvfb");
  g_autofree char *folder = g_strdup ("/var/tmp/inkan-pages-XXXXXX");
  g_autofree char *log = NULL;
  Session *session;
  int status;

  g_return_val_if_fail (argc > 1, 2);
  /* The session starts its programs in its own folder. */
  argv[1] = g_canonicalize_filename (argv[1], NULL);
  if (screen_program == NULL)
    {
      g_print ("1..0 # SKIP no Xvfb\n");
      return 0;
    }

  g_assert_nonnull (g_mkdtemp (folder));
  g_setenv ("INKAN_SESSION_FOLDER", folder, TRUE);
  session = session_new (SESSION_NO_KEYRING);
  program = session_start (session, "program.log", G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                           (const char * const *) argv + 1);
  g_output_stream_splice (output, g_subprocess_get_stdout_pipe (program), G_OUTPUT_STREAM_SPLICE_NONE, NULL, NULL);
  g_subprocess_wait (program, NULL, NULL);
  status = g_subprocess_get_if_exited (program) ? g_subprocess_get_exit_status (program) : 1;
  log = session_read_log (session, "program.log");
  g_printerr ("%s", log);

  session_free (session);
  remove_tree (folder);
  return status;
}
