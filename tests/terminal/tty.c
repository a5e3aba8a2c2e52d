/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define PATIENCE (120 * G_TIME_SPAN_SECOND) /* costs nothing when all is well */

GStrv scene_make_command (Scene             *self,
                          const char *const *arguments);

struct _Tty {
  pid_t    process;
  int      fd;
  GString *output;
  gsize    seen; /* of it, what was waited for */
};

Tty *
tty_new (Scene             *scene,
         guint              columns,
         guint              rows,
         const char *const *arguments)
{
  g_auto(GStrv) command = scene_make_command (scene, arguments);

  return tty_new_for (scene, columns, rows, (const char *const *) command);
}

Tty *
tty_new_for (Scene             *scene,
             guint              columns,
             guint              rows,
             const char *const *command)
{
  Tty *self = g_new0 (Tty, 1);
  struct winsize size = { .ws_col = (unsigned short) columns, .ws_row = (unsigned short) rows };

  self->output = g_string_new (NULL);
  self->process = forkpty (&self->fd, NULL, NULL, &size);
  g_assert_cmpint (self->process, >=, 0);
  if (self->process == 0) {
    execve (command[0], (char **) command, scene_get_environment (scene));
    _exit (127);
  }
  return self;
}

void
tty_free (Tty *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->process > 0) {
    kill (self->process, SIGKILL);
    waitpid (self->process, NULL, 0);
  }
  g_string_free (self->output, TRUE);
  g_free (self);
}

/* Whether more may come. */
static gboolean
take_more (Tty    *self,
           gint64  deadline)
{
  struct pollfd ready = { .fd = self->fd, .events = POLLIN };
  int timeout = (int) MAX (0, (deadline - g_get_monotonic_time ()) / 1000);
  char buffer[4096];
  gssize n;

  if (poll (&ready, 1, timeout) == 0)
    g_error ("Nothing more comes. What came:\n%s", self->output->str);
  n = read (self->fd, buffer, sizeof buffer);
  if (n <= 0)
    return n < 0 && errno == EINTR;
  for (gssize i = 0; i < n; i++)
    if (buffer[i] != '\r')
      g_string_append_c (self->output, buffer[i]);
  return TRUE;
}

void
tty_expect (Tty        *self,
            const char *text)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE;
  const char *found;

  while ((found = strstr (self->output->str + self->seen, text)) == NULL)
    if (!take_more (self, deadline))
      g_error ("“%s” has not come. What came:\n%s", text, self->output->str);
  self->seen = (gsize) (found - self->output->str) + strlen (text);
}

void
tty_type (Tty        *self,
          const char *text)
{
  g_assert_cmpint (write (self->fd, text, strlen (text)), ==, (gssize) strlen (text));
}

void
tty_answer (Tty        *self,
            const char *text,
            const char *line)
{
  g_autofree char *typed = g_strconcat (line, "\n", NULL);

  tty_expect (self, text);
  tty_type (self, typed);
}

void
tty_keep_as_sent (Tty *self)
{
  tty_answer (self, "Make it safe with today's encryption [yes/NO] ", "");
  tty_answer (self, "Make a copy that older programs can open [yes/NO] ", "");
}

gboolean
tty_get_echo (Tty *self)
{
  struct termios modes;

  g_assert_cmpint (tcgetattr (self->fd, &modes), ==, 0);
  return (modes.c_lflag & ECHO) != 0;
}

void
tty_signal (Tty *self,
            int  number)
{
  g_assert_cmpint (kill (self->process, number), ==, 0);
}

void
tty_interrupt (Tty *self)
{
  tty_type (self, "\003");
}

void
tty_hang_up (Tty *self)
{
  g_assert_cmpint (close (self->fd), ==, 0);
  self->fd = -1;
}

static int
wait_for_end (Tty *self)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE;
  int status;

  while (self->fd >= 0 && take_more (self, deadline))
    ;
  g_assert_cmpint (waitpid (self->process, &status, 0), ==, self->process);
  self->process = 0;
  return status;
}

int
tty_wait_for_signal (Tty *self)
{
  int status = wait_for_end (self);

  if (!WIFSIGNALED (status))
    g_error ("It ended by itself, with %d. What came:\n%s", WEXITSTATUS (status), self->output->str);
  return WTERMSIG (status);
}

int
tty_wait (Tty *self)
{
  int status = wait_for_end (self);

  if (!WIFEXITED (status))
    g_error ("It ended by signal %d. What came:\n%s", WTERMSIG (status), self->output->str);
  return WEXITSTATUS (status);
}

const char *
tty_get_output (Tty *self)
{
  return self->output->str;
}

char *
tty_get_last_line (Tty *self)
{
  g_autofree char *text = g_strchomp (g_strdup (self->output->str));
  const char *line = strrchr (text, '\n');
  const char *cleared;

  line = line != NULL ? line + 1 : text;
  /* As it is seen: without what was taken away. */
  while ((cleared = strstr (line, "\033[K")) != NULL)
    line = cleared + strlen ("\033[K");
  return g_strdup (line);
}
