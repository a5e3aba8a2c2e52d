/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "terminal.h"

#include <fcntl.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "beginning.h"
#include "command-line.h"

gboolean
inkan_terminal_is_wanted (int    argc,
                          char **argv)
{
  return command_line_has (argc, argv, "--terminal");
}

static void
clear_options (TerminalOptions *self)
{
  g_free (self->portal);
  g_free (self->message);
  g_strfreev (self->practice_arguments);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TerminalOptions, clear_options)

/* Whether @fd is open for @mode, O_RDONLY or O_WRONLY. */
static gboolean
is_open_for (int fd,
             int mode)
{
  int flags = fcntl (fd, F_GETFL);

  return flags >= 0 && ((flags & O_ACCMODE) == mode || (flags & O_ACCMODE) == O_RDWR);
}

static gboolean
check (const TerminalOptions  *self,
       char                  **rest,
       GError                **error)
{
  if (rest != NULL && rest[0] != NULL && rest[1] != NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“%s” is one word too many"), rest[1]);
  else if (self->portal != NULL && self->practice)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--portal and --practice exclude each other"));
  else if (self->answers_fd >= 0 && !is_open_for (self->answers_fd, O_RDONLY))
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--answers-fd: %d is not open for reading"), self->answers_fd);
  else if (self->password_fd >= 0 && (self->password_fd <= STDERR_FILENO || !is_open_for (self->password_fd, O_WRONLY)))
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _("--password-fd: %d is not open for writing, or not a file of its own"), self->password_fd);
  else
    return TRUE;
  return FALSE;
}

static gboolean
parse (TerminalOptions  *self,
       int               argc,
       char            **argv,
       GError          **error)
{
  g_auto(GStrv) rest = NULL;
  gboolean wanted;
  const GOptionEntry entries[] = {
    { "terminal", 0, 0, G_OPTION_ARG_NONE, &wanted, NULL, NULL },
    { "portal", 0, 0, G_OPTION_ARG_FILENAME, &self->portal, NULL, NULL },
    { "practice", 0, 0, G_OPTION_ARG_NONE, &self->practice, NULL, NULL },
    { "practice-argument", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->practice_arguments, NULL, NULL },
    { "answers-fd", 0, 0, G_OPTION_ARG_INT, &self->answers_fd, NULL, NULL },
    { "password-fd", 0, 0, G_OPTION_ARG_INT, &self->password_fd, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rest, NULL, NULL },
    { NULL },
  };

  if (!command_line_parse (argc, argv, entries, error) || !check (self, rest, error))
    return FALSE;
  if (self->practice_arguments != NULL)
    self->practice = TRUE;
  if (rest != NULL)
    self->message = g_strdup (rest[0]);
  return TRUE;
}

/* Secrets may be in the answers, never in what is said about them. */
static gboolean
read_answers (Walk *walk,
              int   fd)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  walk->answers = answers_new_for_fd (fd, &error);
  if (walk->answers != NULL)
    return TRUE;
  /* Translators: %s is a reason, in English. */
  text = g_strdup_printf (_("The answers could not be read: %s"), error->message);
  return walk_end (walk, ENDING_ANSWERS, text);
}

static void
walk_whole (Walk                  *walk,
            const TerminalOptions *options)
{
  g_autoptr(InkanPractice) practice = NULL;

  if (options->answers_fd >= 0 && !read_answers (walk, options->answers_fd))
    return;
  if (!beginning_find (walk, options, &practice) || !walk_check_answers (walk))
    return;
  walk_go (walk);
  /* What was asked for in the background has its answer before the end. */
  while (inkan_retrieval_get_busy (walk->retrieval) && console_get_call (walk->console) == CONSOLE_HUNG_UP)
    console_wait (walk->console);
}

int
inkan_terminal_run (int    argc,
                    char **argv)
{
  g_auto(TerminalOptions) options = { .answers_fd = -1, .password_fd = -1 };
  g_autoptr(Console) console = NULL;
  g_autoptr(GError) error = NULL;
  Walk walk = { 0 };
  gboolean good = parse (&options, argc, argv, &error);

  console = console_new (good && options.answers_fd < 0);
  if (console == NULL) {
    good = FALSE;
    console = console_new (FALSE);
    walk_end (&walk, ENDING_NO_TERMINAL, _("There is no terminal to ask on; --answers-fd gives the answers beforehand."));
  }
  walk.console = console;
  walk.passphrase_fd = options.password_fd;
  if (error != NULL)
    walk_end (&walk, ENDING_USAGE, error->message);
  if (good)
    walk_whole (&walk, &options);
  walk_say_ending (&walk);
  walk_clear (&walk);
  return walk.ending_status;
}
