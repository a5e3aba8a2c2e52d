/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The practice portal: an issuing portal to practise with, on this computer only. */
#include "config.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib-unix.h>

#include "portal.h"

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

/* Standard output belongs to the report; whatever else has something to say says it elsewhere. */
static void
print_to_error (const char *text)
{
  fputs (text, stderr);
}

static gboolean
print_report (PracticePortal *portal)
{
  g_autofree char *report = practice_portal_report (portal);

  return fputs (report, stdout) >= 0 && fflush (stdout) == 0;
}

static int
serve (PracticeOptions *options)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (PracticePortal) portal = NULL;

  g_unix_signal_add (SIGTERM, on_signal, loop);
  g_unix_signal_add (SIGINT, on_signal, loop);
  g_unix_signal_add (SIGHUP, on_signal, loop);
  portal = practice_portal_open (options, &error);
  if (portal == NULL) {
    fprintf (stderr, "%s: %s\n", g_get_prgname (), error->message);
    return EXIT_FAILURE;
  }
  g_set_print_handler (print_to_error);
  if (!print_report (portal))
    return EXIT_FAILURE;
  g_main_loop_run (loop);
  return EXIT_SUCCESS;
}

int
main (int argc, char **argv)
{
  pid_t parent = getppid ();
  g_auto (PracticeOptions) options = { 0 };
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GError) error = NULL;

  /* Ends with whoever started it. When that has happened before the kernel was asked, it will not tell. */
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  if (getppid () != parent)
    return EXIT_FAILURE;
  signal (SIGPIPE, SIG_IGN);
  umask (077);
  setlocale (LC_ALL, "");
  /* Debugging messages too: on standard output they would be taken for the report. */
  g_log_writer_default_set_use_stderr (TRUE);
  g_set_prgname ("inkan-practice-portal");
  arguments = g_strdupv (argv);
  if (!practice_options_parse (&options, &arguments, &error)) {
    fprintf (stderr, "%s: %s\n", g_get_prgname (), error->message);
    return 2;
  }
  if (options.version) {
    printf ("%s %s\n", g_get_prgname (), INKAN_VERSION);
    return EXIT_SUCCESS;
  }
  return serve (&options);
}
