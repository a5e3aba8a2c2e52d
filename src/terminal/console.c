/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <libsecret/secret.h>

#include "encoding.h"
#include "secret-input.h"
#include "text-layout.h"

#define COLUMNS_DEFAULT 80
#define COLUMNS_MOST 100 /* longer lines are hard to read */
#define LINE_SIZE 4096   /* what the kernel hands over at once */

struct _Console {
  int          in;       /* the terminal, -1: nothing is asked */
  gboolean     in_owned;
  FILE        *questions;    /* where they are put: standard output, or the terminal */
  gboolean     whole_lines;
  gboolean     live;
  gboolean     status;   /* a status line stands there */
  ConsoleCall  call;
  guint        signals[3];

  char        *line;     /* LINE_SIZE, locked */
  gssize       n_read;   /* -1: not yet */
};

/* For what comes past the main context. */
static struct {
  volatile sig_atomic_t hidden;
  int                   fd;
  struct termios        before;
  struct termios        during;
} terminal = { .fd = -1 };

/* The terminal's modes */

static void
restore (void)
{
  if (terminal.hidden)
    tcsetattr (terminal.fd, TCSANOW, &terminal.before);
  terminal.hidden = 0;
}

/* Stopped from outside and continued, a shell has put its own modes back. */
static void
on_continued (int number)
{
  int saved = errno;

  if (terminal.hidden)
    tcsetattr (terminal.fd, TCSANOW, &terminal.during);
  errno = saved;
}

/* Ends by @number as it would have without us, but with the terminal put right. */
static void
on_fatal (int number)
{
  restore ();
  signal (number, SIG_DFL);
  raise (number);
}

static void
hide (int fd)
{
  if (tcgetattr (fd, &terminal.before) != 0)
    return;
  terminal.during = terminal.before;
  terminal.during.c_lflag &= ~(tcflag_t) (ECHO | ECHOE | ECHOK | ECHONL);
  terminal.during.c_lflag |= ICANON | ISIG;
  terminal.during.c_cc[VSUSP] = _POSIX_VDISABLE; /* nobody shall be left with a terminal without an echo */
  terminal.fd = fd;
  terminal.hidden = 1;
  tcsetattr (fd, TCSAFLUSH, &terminal.during);
}

static void
set_up_handlers (void)
{
  static const int fatal[] = { SIGQUIT, SIGABRT, SIGALRM, SIGXCPU };
  struct sigaction action = { .sa_handler = on_continued, .sa_flags = SA_RESTART };

  sigaction (SIGCONT, &action, NULL);
  action.sa_handler = on_fatal;
  action.sa_flags = (int) SA_RESETHAND;
  for (gsize i = 0; i < G_N_ELEMENTS (fatal); i++)
    sigaction (fatal[i], &action, NULL);
  signal (SIGPIPE, SIG_IGN);
  signal (SIGTTOU, SIG_IGN);
  atexit (restore);
}

static void
set_call (Console     *self,
          ConsoleCall  call)
{
  self->call = MAX (self->call, call);
}

static gboolean
on_interrupt (gpointer user_data)
{
  set_call (user_data, CONSOLE_INTERRUPTED);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_hangup (gpointer user_data)
{
  set_call (user_data, CONSOLE_HUNG_UP);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_terminate (gpointer user_data)
{
  set_call (user_data, CONSOLE_TERMINATED);
  return G_SOURCE_CONTINUE;
}

Console *
console_new (gboolean asks)
{
  g_autoptr(Console) self = g_new0 (Console, 1);
  const char *kind = g_getenv ("TERM");

  self->in = -1;
  self->questions = stdout;
  self->live = isatty (STDOUT_FILENO) && kind != NULL && *kind != '\0' && !g_str_equal (kind, "dumb");
  self->signals[0] = g_unix_signal_add (SIGINT, on_interrupt, self);
  self->signals[1] = g_unix_signal_add (SIGHUP, on_hangup, self);
  self->signals[2] = g_unix_signal_add (SIGTERM, on_terminate, self);
  set_up_handlers ();
  if (!asks)
    return g_steal_pointer (&self);

  if (isatty (STDIN_FILENO)) {
    self->in = STDIN_FILENO;
  } else {
    self->in = open ("/dev/tty", O_RDWR | O_CLOEXEC);
    self->in_owned = TRUE;
  }
  if (self->in < 0)
    return NULL;
  self->line = secret_input_allocate (LINE_SIZE);
  if (self->line == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
console_free (Console *self)
{
  if (self == NULL)
    return;
  console_set_status (self, NULL);
  restore ();
  for (gsize i = 0; i < G_N_ELEMENTS (self->signals); i++)
    g_clear_handle_id (&self->signals[i], g_source_remove);
  if (self->in_owned && self->in >= 0)
    close (self->in);
  if (self->questions != stdout)
    fclose (self->questions);
  secret_input_release (self->line, LINE_SIZE);
  g_free (self);
}

void
console_keep_output_apart (Console *self)
{
  FILE *terminal_file;

  if (isatty (STDOUT_FILENO))
    return;
  self->whole_lines = TRUE;
  terminal_file = self->in >= 0 ? fopen ("/dev/tty", "we") : NULL;
  if (terminal_file != NULL)
    self->questions = terminal_file;
}

gboolean
console_is_live (Console *self)
{
  return self->live;
}

/* Printing */

static void
get_size (int    fd,
          guint *columns,
          guint *rows)
{
  struct winsize size;
  const char *given = g_getenv ("COLUMNS");

  *columns = COLUMNS_DEFAULT;
  *rows = 0;
  if (ioctl (fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    *columns = size.ws_col;
    *rows = size.ws_row;
  } else if (given != NULL && atoi (given) > 0) {
    *columns = (guint) atoi (given);
  }
  *columns = MIN (*columns, COLUMNS_MOST);
}

/* In lines, as they will be seen: what stands for a sign may be wider. */
static char **
wrap (const char *text,
      guint       columns,
      guint       indent)
{
  g_autofree char *fit = encoding_fit_locale (text);

  return text_layout_wrap (fit, columns, indent);
}

static void
print (const char *text)
{
  encoding_print (stdout, text);
}

static void
print_lines (FILE  *stream,
             char **lines)
{
  for (; *lines != NULL; lines++) {
    encoding_print (stream, *lines);
    encoding_print (stream, "\n");
  }
}

static void
say (Console    *self,
     const char *text,
     guint       indent)
{
  g_auto(GStrv) lines = NULL;
  guint columns, rows;

  console_set_status (self, NULL);
  get_size (STDOUT_FILENO, &columns, &rows);
  lines = wrap (text, self->whole_lines ? G_MAXINT : columns, indent);
  print_lines (stdout, lines);
}

void
console_say (Console    *self,
             const char *text)
{
  say (self, text, 0);
}

void
console_complain (const char *text)
{
  g_auto(GStrv) lines = NULL;
  guint columns, rows;

  get_size (STDERR_FILENO, &columns, &rows);
  lines = wrap (text, isatty (STDERR_FILENO) ? columns : G_MAXINT, 0);
  print_lines (stderr, lines);
}

void
console_say_blank (Console *self)
{
  console_set_status (self, NULL);
  print ("\n");
}

void
console_say_raw (Console    *self,
                 const char *line)
{
  console_set_status (self, NULL);
  print (line);
  print ("\n");
}

void
console_say_title (Console    *self,
                   const char *title)
{
  g_autofree char *rule = NULL;
  guint columns, rows;

  get_size (STDOUT_FILENO, &columns, &rows);
  console_say_blank (self);
  say (self, title, 0);
  rule = g_strnfill (MIN (text_layout_get_width (title), columns), '-');
  console_say_raw (self, rule);
}

void
console_say_fact (Console    *self,
                  const char *name,
                  const char *value)
{
  g_autofree char *line = NULL;

  if (value == NULL)
    return;
  /* Translators: a fact: its name, and its value. */
  line = g_strdup_printf (_("%s: %s"), name, value);
  say (self, line, 2);
}

void
console_say_facts (Console   *self,
                   GPtrArray *facts)
{
  for (guint i = 0; i < facts->len; i++) {
    const InkanFact *fact = facts->pdata[i];

    console_say_fact (self, fact->label, fact->value);
  }
}

void
console_say_note (Console         *self,
                  const InkanNote *note)
{
  g_autofree char *line = NULL;

  if (note == NULL)
    return;
  line = g_strdup_printf ("[%s] %s", inkan_note_kind_get_name (note->kind),
                          note->title != NULL ? note->title : note->text);
  say (self, line, 0);
  if (note->title != NULL && note->text != NULL)
    say (self, note->text, 4);
}

void
console_say_notes (Console   *self,
                   GPtrArray *notes)
{
  for (guint i = 0; i < notes->len; i++)
    console_say_note (self, notes->pdata[i]);
}

gboolean
console_page (Console    *self,
              const char *text)
{
  g_auto(GStrv) lines = NULL;
  guint columns, rows, shown = 0;

  console_set_status (self, NULL);
  get_size (STDOUT_FILENO, &columns, &rows);
  lines = wrap (text, columns, 2);
  for (guint i = 0; lines[i] != NULL; i++) {
    if (self->in >= 0 && rows > 4 && shown == rows - 2) {
      /* Translators: at the end of a screen page; what is typed there: Enter, or q */
      char *answer = console_ask (self, _("[Enter: read on, q: skip the rest]"), FALSE);
      gboolean skip;

      if (answer == NULL)
        return FALSE;
      skip = g_ascii_strcasecmp (answer, "q") == 0;
      secret_password_free (answer);
      if (skip)
        return TRUE;
      shown = 0;
    }
    print (lines[i]);
    print ("\n");
    shown++;
  }
  return TRUE;
}

void
console_set_status (Console    *self,
                    const char *text)
{
  g_autofree char *fit = NULL;
  g_autofree char *cut = NULL;
  guint columns, rows;

  if (!self->live || (text == NULL && !self->status))
    return;
  print ("\r\033[K");
  self->status = text != NULL;
  if (text == NULL)
    return;
  get_size (STDOUT_FILENO, &columns, &rows);
  fit = encoding_fit_locale (text);
  /* Its ellipsis takes three where there is none. */
  cut = text_layout_cut (fit, columns - (encoding_has_everything () ? 1 : 3));
  print (cut);
}

/* Asking */

static gboolean
on_readable (int          fd,
             GIOCondition condition,
             gpointer     user_data)
{
  Console *self = user_data;
  gssize n = read (fd, self->line, LINE_SIZE - 1);

  if (n < 0 && (errno == EINTR || errno == EAGAIN))
    return G_SOURCE_CONTINUE;
  if (n < 0)
    set_call (self, CONSOLE_HUNG_UP);
  else if (n == 0)
    set_call (self, (condition & G_IO_HUP) != 0 ? CONSOLE_HUNG_UP : CONSOLE_INTERRUPTED);
  else
    self->n_read = n;
  return G_SOURCE_REMOVE;
}

/* Anything but UTF-8 comes from a terminal in the locale's own encoding. */
static char *
take_line (Console *self)
{
  gsize length = (gsize) self->n_read;
  SecretValue *value;

  while (length > 0 && (self->line[length - 1] == '\n' || self->line[length - 1] == '\r'))
    length--;
  if (g_utf8_validate (self->line, (gssize) length, NULL)) {
    value = secret_value_new (self->line, (gssize) length, "text/plain");
  } else {
    gsize written = 0;
    char *converted = g_locale_to_utf8 (self->line, (gssize) length, NULL, &written, NULL);

    value = secret_value_new (converted != NULL ? converted : "", (gssize) written, "text/plain");
    if (converted != NULL)
      explicit_bzero (converted, written);
    g_free (converted);
  }
  explicit_bzero (self->line, LINE_SIZE);
  return secret_value_unref_to_password (value, NULL);
}

static void
print_prompt (Console    *self,
              const char *prompt)
{
  g_auto(GStrv) lines = NULL;
  guint columns, rows, last;

  console_set_status (self, NULL);
  get_size (STDOUT_FILENO, &columns, &rows);
  lines = wrap (prompt, columns, 0);
  last = g_strv_length (lines) - 1;
  for (guint i = 0; i < last; i++) {
    encoding_print (self->questions, lines[i]);
    encoding_print (self->questions, "\n");
  }
  encoding_print (self->questions, lines[last]);
  encoding_print (self->questions, " ");
}

char *
console_ask (Console    *self,
             const char *prompt,
             gboolean    hidden)
{
  guint source;

  g_return_val_if_fail (self->in >= 0, NULL);

  if (self->call != CONSOLE_CALM)
    return NULL;
  if (hidden)
    hide (self->in);
  print_prompt (self, prompt);
  self->n_read = -1;
  source = g_unix_fd_add (self->in, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable, self);
  while (self->n_read < 0 && self->call == CONSOLE_CALM)
    g_main_context_iteration (NULL, TRUE);
  if (self->n_read < 0 && g_main_context_find_source_by_id (NULL, source) != NULL)
    g_source_remove (source);
  restore ();
  if (hidden || self->n_read < 0)
    encoding_print (self->questions, "\n");
  return self->n_read < 0 ? NULL : take_line (self);
}

/* On the terminal itself, and by no buffer. */
static void
write_secret (int         fd,
              const char *secret)
{
  gsize length = strlen (secret);

  while (length > 0) {
    gssize n = write (fd, secret, length);

    if (n < 0 && errno != EINTR)
      return;
    if (n > 0) {
      secret += n;
      length -= (gsize) n;
    }
  }
}

gboolean
console_show_secret (Console    *self,
                     const char *secret,
                     const char *prompt)
{
  int fd = self->in_owned ? self->in : open ("/dev/tty", O_WRONLY | O_CLOEXEC);
  char *answer;
  gboolean seen;

  console_set_status (self, NULL);
  fd = fd >= 0 ? fd : self->in;
  write_secret (fd, "  ");
  write_secret (fd, secret);
  write_secret (fd, "\n");
  answer = console_ask (self, prompt, FALSE);
  seen = answer != NULL;
  secret_password_free (answer);
  /* Up over the prompt and the secret; what a terminal scrolled away it may still keep. */
  if (self->live)
    write_secret (fd, "\033[2A\r\033[J");
  if (fd != self->in)
    close (fd);
  return seen;
}

void
console_wait (Console *self)
{
  g_main_context_iteration (NULL, TRUE);
}

ConsoleCall
console_get_call (Console *self)
{
  return self->call;
}

void
console_forget_call (Console *self)
{
  if (self->call == CONSOLE_INTERRUPTED)
    self->call = CONSOLE_CALM;
}
