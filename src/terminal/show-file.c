/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "show-file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "../core/certificate/certificate-file.h"
#include "../core/certificate/verdict.h"
#include "../wording/certificate-error-text.h"
#include "../wording/certificate-text.h"
#include "../wording/check-text.h"
#include "../wording/error-details.h"
#include "command-line.h"
#include "console.h"
#include "secret-input.h"

#define PASSPHRASE_MAX_SIZE 65536 /* bytes */
#define TRIES 3                   /* of a person, as su and sudo give */

/* Documented in inkan(1): a number once given stays what it is. */
enum { SHOWN = 0, UNUSABLE = 1 };

static const int statuses[] = {
  [INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE] = 2,
  [INKAN_CERTIFICATE_ERROR_DAMAGED]          = 3,
  [INKAN_CERTIFICATE_ERROR_UNSUPPORTED]      = 4,
  [INKAN_CERTIFICATE_ERROR_TOO_EXPENSIVE]    = 5,
  [INKAN_CERTIFICATE_ERROR_NO_KEY]           = 6,
  [INKAN_CERTIFICATE_ERROR_MISMATCH]         = 7,
  [INKAN_CERTIFICATE_ERROR_NOT_PKCS12]       = 8,
  [INKAN_CERTIFICATE_ERROR_NO_CERTIFICATE]   = 9,
  [INKAN_CERTIFICATE_ERROR_TOO_LARGE]        = UNUSABLE,
};

typedef struct {
  char             *path;          /* "-": standard input */
  int               passphrase_fd; /* -1: a person is asked */
  GBytes           *bytes;
  SecretValue      *passphrase;    /* (nullable) */
  Console          *console;
  gboolean          asks;          /* there is somebody to ask */
  InkanCertificate *certificate;   /* (nullable): or else */
  GError           *error;
  gboolean          opened;
} Show;

static void
show_clear (Show *self)
{
  g_free (self->path);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->passphrase, secret_value_unref);
  g_clear_pointer (&self->console, console_free);
  g_clear_object (&self->certificate);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Show, show_clear)

gboolean
inkan_show_is_wanted (int    argc,
                      char **argv)
{
  return command_line_has (argc, argv, "--show");
}

/* The command line */

static gboolean
check (const Show  *self,
       char       **rest,
       GError     **error)
{
  if (rest != NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“%s” is one word too many"), rest[0]);
  else if (self->passphrase_fd < -1)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--passphrase-fd: %d is no file descriptor"),
                 self->passphrase_fd);
  else if (self->passphrase_fd == STDIN_FILENO && g_str_equal (self->path, "-"))
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                         _("the file and its password cannot both come from standard input"));
  else if (self->passphrase_fd >= 0 && isatty (self->passphrase_fd))
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _("--passphrase-fd: %d is a terminal; without this option the password is asked for there, unseen"),
                 self->passphrase_fd);
  else
    return TRUE;
  return FALSE;
}

static gboolean
parse (Show    *self,
       int      argc,
       char   **argv,
       GError **error)
{
  g_auto(GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "show", 0, 0, G_OPTION_ARG_FILENAME, &self->path, NULL, NULL },
    { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, &self->passphrase_fd, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rest, NULL, NULL },
    { NULL },
  };

  return command_line_parse (argc, argv, entries, error) && check (self, rest, error);
}

/* What comes from outside */

static void
complain_of_file (const char *path,
                  int         reason)
{
  g_autofree char *text = NULL;

  switch (reason) {
  case ENOENT:
    command_line_complain (path, _("The file is not there"), _("Look whether its name and folder are right; blanks in them want quotation marks."));
    break;
  case EACCES:
  case EPERM:
    command_line_complain (path, _("You may not read this file"), _("It belongs to somebody else. Ask them for it."));
    break;
  case EISDIR:
    command_line_complain (path, _("This is a folder"), _("Name the certificate file in it; its name ends in “.p12” or “.pfx”."));
    break;
  default:
    /* Translators: %s is a reason, as the system words it. */
    text = g_strdup_printf (_("The file cannot be read (%s)"), g_strerror (reason));
    command_line_complain (path, text, _("Copy it to another place, and try again with the copy."));
  }
}

/* Past GIO: with some of its modules the name of a file calls for the message bus. */
static gboolean
read_file (Show *self)
{
  gboolean is_input = g_str_equal (self->path, "-");
  int fd = is_input ? STDIN_FILENO : open (self->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  gsize size = INKAN_CERTIFICATE_FILE_MAX_SIZE;
  g_autofree char *shown = g_filename_display_name (self->path);
  g_autofree char *buffer = NULL;
  g_autoptr(GError) error = NULL;
  gssize length = -1;
  int reason = errno;

  if (fd >= 0) {
    buffer = g_malloc (size);
    length = secret_input_read (fd, buffer, size, &error);
    reason = errno;
    if (!is_input)
      close (fd);
  }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE)) {
    g_autoptr(GError) too_large = g_error_new (INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_TOO_LARGE, "over %zu bytes", size);
    g_autofree char *title = NULL;
    g_autofree char *text = inkan_certificate_error_text (too_large, &title);

    command_line_complain (shown, title, text);
    return FALSE;
  }
  if (length < 0) {
    complain_of_file (shown, reason);
    return FALSE;
  }
  self->bytes = g_bytes_new (buffer, (gsize) length);
  return TRUE;
}

/* All of it, whatever bytes they are. */
static gboolean
read_passphrase (Show *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  char *memory = secret_input_allocate (PASSPHRASE_MAX_SIZE);
  gssize length = -1;

  if (memory != NULL)
    length = secret_input_read (self->passphrase_fd, memory, PASSPHRASE_MAX_SIZE, &error);
  if (length >= 0)
    self->passphrase = secret_value_new (memory, length, "application/octet-stream");
  secret_input_release (memory, PASSPHRASE_MAX_SIZE);
  if (length >= 0)
    return TRUE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
    text = g_strdup_printf (_("--passphrase-fd: %d brings more than any password has"), self->passphrase_fd);
  else
    text = g_strdup_printf (_("--passphrase-fd: %d cannot be read"), self->passphrase_fd);
  command_line_complain (NULL, text, _("The password must be all that comes from there, without a line feed after it."));
  return FALSE;
}

/* Opening */

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Show *self = user_data;

  self->certificate = inkan_certificate_open_finish (result, &self->error);
  self->opened = TRUE;
}

/* %FALSE: something called for an end. */
static gboolean
open_with (Show        *self,
           SecretValue *passphrase)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  g_clear_error (&self->error);
  self->opened = FALSE;
  inkan_certificate_open_async (self->bytes, passphrase, cancellable, on_opened, self);
  while (!self->opened) {
    if (console_get_call (self->console) != CONSOLE_CALM)
      g_cancellable_cancel (cancellable);
    console_wait (self->console);
  }
  return !g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
is_wrong_passphrase (Show *self)
{
  return g_error_matches (self->error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE);
}

static gboolean
ask_and_open (Show *self)
{
  /* Translators: %s is a question, or what is to be typed after it. */
  g_autofree char *prompt = g_strdup_printf (_("%s:"), _("File password"));

  for (int i = 0; i < TRIES && is_wrong_passphrase (self); i++) {
    g_autofree char *title = NULL;
    g_autoptr(SecretValue) value = NULL;
    char *typed;

    if (i > 0) {
      g_free (inkan_certificate_error_text (self->error, &title));
      console_complain (title);
    }
    typed = console_ask (self->console, prompt, TRUE);
    if (typed == NULL)
      return FALSE;
    value = secret_value_new (typed, -1, "text/plain");
    secret_password_free (typed);
    if (!open_with (self, value))
      return FALSE;
  }
  return TRUE;
}

/* %FALSE: something called for an end. */
static gboolean
open_file (Show *self)
{
  /* A file that has no password is not asked for one. */
  return open_with (self, self->passphrase) && (!self->asks || ask_and_open (self));
}

/* Ends as the signal would have ended it, so that a shell's loop ends too. */
static int
end_interrupted (Show *self)
{
  static const int signals[] = { [CONSOLE_INTERRUPTED] = SIGINT, [CONSOLE_HUNG_UP] = SIGHUP, [CONSOLE_TERMINATED] = SIGTERM };
  int number = signals[console_get_call (self->console)];

  show_clear (self);
  signal (number, SIG_DFL);
  raise (number);
  return 128 + number;
}

/* Saying what it is */

/* Nothing is there to compare the file with, but most have a seal of their own. */
static InkanNote *
make_seal_note (Show          *self,
                InkanWeakness  weaknesses)
{
  if (g_error_matches (self->error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED))
    return inkan_note_new (INKAN_NOTE_ERROR, _("Not complete, or changed"), NULL);
  if (weaknesses & INKAN_WEAKNESS_NO_INTEGRITY)
    return inkan_note_new (INKAN_NOTE_PENDING, _("Nothing in the file shows whether it is unchanged"), NULL);
  if (self->error != NULL && statuses[self->error->code] < statuses[INKAN_CERTIFICATE_ERROR_NO_KEY])
    return inkan_note_new (INKAN_NOTE_PENDING, _("Not known yet whether it is complete and unchanged"), NULL);
  return inkan_note_new (INKAN_NOTE_GOOD, _("Complete and unchanged"), NULL);
}

static void
say_proof (Show          *self,
           InkanWeakness  weaknesses)
{
  InkanVerdict verdicts[INKAN_N_CHECKS] = { 0 };

  inkan_certificate_judge (self->certificate, self->error, verdicts);
  for (InkanCheck check = 0; check < INKAN_N_CHECKS; check++) {
    g_autoptr(InkanNote) note = NULL;

    note = check == INKAN_CHECK_COMPLETE ? make_seal_note (self, weaknesses)
                                         : inkan_check_note (check, verdicts[check], self->certificate, self->error);
    if (self->certificate == NULL)
      g_clear_pointer (&note->text, g_free); /* standard error has more, and more exactly */
    console_say_note (self->console, note);
  }
}

static void
say_file (Show *self)
{
  g_autofree char *name = g_filename_display_name (self->path);
  g_autofree char *size = g_format_size (g_bytes_get_size (self->bytes));
  InkanWeakness weaknesses = self->certificate != NULL ? inkan_certificate_get_weaknesses (self->certificate)
                                                       : inkan_certificate_look (self->bytes);
  g_autoptr(GPtrArray) notes = inkan_weakness_notes (weaknesses);

  console_say_fact (self->console, _("File name"), name);
  console_say_fact (self->console, _("Size"), size);
  console_say_blank (self->console);
  say_proof (self, weaknesses);
  if (self->certificate != NULL) {
    g_autoptr(GPtrArray) facts = inkan_certificate_facts (self->certificate);

    console_say_blank (self->console);
    console_say_facts (self->console, facts);
  }
  if (notes->len > 0)
    console_say_blank (self->console);
  console_say_notes (self->console, notes);
}

static void
complain_of_error (Show *self)
{
  g_autofree char *name = g_filename_display_name (self->path);
  g_autofree char *title = NULL;
  g_autofree char *text = inkan_certificate_error_text (self->error, &title);
  g_autofree char *details = inkan_error_details (self->error);
  g_autofree char *line = NULL;

  if (is_wrong_passphrase (self) && !self->asks && self->passphrase_fd < 0) {
    command_line_complain (name, _("The file has a password, and there is no terminal to ask for it on"),
                           _("Hand it over by a file descriptor: --passphrase-fd."));
    return;
  }
  command_line_complain (name, title, text);
  if (is_wrong_passphrase (self) || self->error->code == INKAN_CERTIFICATE_ERROR_NOT_PKCS12)
    return;
  line = g_strdup_printf (_("%s: %s"), _("Technical details"), details);
  console_complain (line);
}

int
inkan_show_run (int    argc,
                char **argv)
{
  g_auto(Show) self = { .passphrase_fd = -1 };
  g_autoptr(GError) error = NULL;

  if (!parse (&self, argc, argv, &error)) {
    command_line_complain (NULL, error->message, _("“inkan --help” lists the options."));
    return UNUSABLE;
  }
  /* Before anything listens to Ctrl+C: what is read may never come. */
  if (!read_file (&self) || (self.passphrase_fd >= 0 && !read_passphrase (&self)))
    return UNUSABLE;
  self.console = self.passphrase_fd < 0 ? console_new (TRUE) : NULL;
  self.asks = self.console != NULL;
  if (self.console == NULL)
    self.console = console_new (FALSE);
  console_keep_output_apart (self.console);

  if (!open_file (&self))
    return end_interrupted (&self);
  if (self.error == NULL || statuses[self.error->code] != statuses[INKAN_CERTIFICATE_ERROR_NOT_PKCS12])
    say_file (&self);
  if (self.error == NULL)
    return SHOWN;
  complain_of_error (&self);
  return statuses[self.error->code];
}
