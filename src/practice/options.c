/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "options.h"

/* A word on the command line and what it stands for. */
typedef struct {
  const char *name;
  guint       value;
} Choice;

static const Choice page_charsets[] = {
  { "utf-8", PRACTICE_UTF_8 }, { "shift_jis", PRACTICE_SHIFT_JIS }, { "euc-jp", PRACTICE_EUC_JP }, { NULL, 0 },
};

static const Choice mail_charsets[] = {
  { "iso-2022-jp", PRACTICE_MAIL_ISO_2022_JP }, { "utf-8", PRACTICE_MAIL_UTF_8 }, { NULL, 0 },
};

static const Choice p12_kinds[] = {
  { "modern", PRACTICE_P12_MODERN }, { "legacy", PRACTICE_P12_LEGACY }, { NULL, 0 },
};

static const struct {
  const char    *name;
  PracticeFault  fault;
  const char    *help;
} faults[] = {
  { "clock-ahead", PRACTICE_FAULT_CLOCK_AHEAD,
    "every answer's Date is one hour ahead" },
  { "close-after-agree", PRACTICE_FAULT_CLOSE_AFTER_AGREE,
    "the connection is closed without an answer to the agreement; issuing goes on, the file is lost" },
  { "html-instead-of-file", PRACTICE_FAULT_HTML_INSTEAD_OF_FILE,
    "issuing ends well, but a page with status 200 comes in place of the file, which is lost" },
  { "maintenance", PRACTICE_FAULT_MAINTENANCE,
    "every page of the service answers 503 with Retry-After" },
  { "redirect-elsewhere", PRACTICE_FAULT_REDIRECT_ELSEWHERE,
    "after a good identification the person is sent to https://elsewhere.invalid/" },
  { "session-expired", PRACTICE_FAULT_SESSION_EXPIRED,
    "the session ends when a certificate is chosen for the first time, as if the person had waited too long" },
  { "session-lost", PRACTICE_FAULT_SESSION_LOST,
    "the session ends right before the first agreement; certificate and code stay as they are" },
};

void
practice_options_clear (PracticeOptions *self)
{
  g_clear_pointer (&self->directory, g_free);
}

static char *
describe_faults (void)
{
  GString *text = g_string_new ("Faults, for tests (--fault may be given several times):\n");

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    g_string_append_printf (text, "  %-22s %s\n", faults[i].name, faults[i].help);
  g_string_append (text, "\nOnce it listens, the portal prints a key file on standard output that says where"
                         " everything is. It ends with the program that started it.");
  return g_string_free (text, FALSE);
}

static gboolean
choose (const char *option, const char *word, const Choice *choices, guint *value, GError **error)
{
  if (word == NULL)
    return TRUE;
  for (; choices->name != NULL; choices++) {
    if (g_ascii_strcasecmp (choices->name, word) == 0) {
      *value = choices->value;
      return TRUE;
    }
  }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--%s: “%s” is not known; see --help", option, word);
  return FALSE;
}

static gboolean
choose_faults (PracticeOptions *self, char **words, GError **error)
{
  for (; words != NULL && *words != NULL; words++) {
    guint i;

    for (i = 0; i < G_N_ELEMENTS (faults); i++)
      if (g_str_equal (faults[i].name, *words))
        break;
    if (i == G_N_ELEMENTS (faults)) {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--fault: “%s” is not known; see --help", *words);
      return FALSE;
    }
    self->faults |= faults[i].fault;
  }
  return TRUE;
}

static gboolean
check_numbers (PracticeOptions *self, int port, int issue_seconds, GError **error)
{
  if (port < 0 || port > 65535) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--port: %d is not between 0 and 65535", port);
    return FALSE;
  }
  if (issue_seconds < 0 || issue_seconds > 3600) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--issue-seconds: %d is not between 0 and 3600",
                 issue_seconds);
    return FALSE;
  }
  self->port = (guint16) port;
  self->issue_seconds = (guint) issue_seconds;
  return TRUE;
}

gboolean
practice_options_parse (PracticeOptions *self, char ***arguments, GError **error)
{
  g_autofree char *directory = NULL, *page_charset = NULL, *mail_charset = NULL, *p12 = NULL, *faults_help = NULL;
  g_auto (GStrv) fault_words = NULL;
  int port = 0, issue_seconds = 15;
  const GOptionEntry entries[] = {
    { "directory", 0, 0, G_OPTION_ARG_FILENAME, &directory, "Where everything is kept; made when missing", "DIR" },
    { "port", 0, 0, G_OPTION_ARG_INT, &port, "Port on 127.0.0.1; 0: the last one, else any (default)", "N" },
    { "issue-seconds", 0, 0, G_OPTION_ARG_INT, &issue_seconds, "How long issuing takes (default 15)", "N" },
    { "page-charset", 0, 0, G_OPTION_ARG_STRING, &page_charset, "utf-8 (default), shift_jis, euc-jp", "NAME" },
    { "mail-charset", 0, 0, G_OPTION_ARG_STRING, &mail_charset, "iso-2022-jp (default), utf-8", "NAME" },
    { "p12", 0, 0, G_OPTION_ARG_STRING, &p12, "modern (default), legacy (RC2, 3DES, SHA-1)", "KIND" },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &fault_words, "What goes wrong on purpose; see below", "NAME" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, "Tell the version", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  guint page = PRACTICE_UTF_8, mail = PRACTICE_MAIL_ISO_2022_JP, kind = PRACTICE_P12_MODERN;

  faults_help = describe_faults ();
  g_option_context_set_summary (context, "An issuing portal to practise with: its certificates are worth nothing.");
  g_option_context_set_description (context, faults_help);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse_strv (context, arguments, error))
    return FALSE;
  if (self->version)
    return TRUE;
  if (g_strv_length (*arguments) > 1) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, "“%s” is one word too many", (*arguments)[1]);
    return FALSE;
  }
  if (directory == NULL || *directory == '\0') {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--directory is needed; see --help");
    return FALSE;
  }
  if (!choose ("page-charset", page_charset, page_charsets, &page, error)
      || !choose ("mail-charset", mail_charset, mail_charsets, &mail, error)
      || !choose ("p12", p12, p12_kinds, &kind, error)
      || !choose_faults (self, fault_words, error) || !check_numbers (self, port, issue_seconds, error))
    return FALSE;
  self->directory = g_canonicalize_filename (directory, NULL);
  self->page_charset = page;
  self->mail_charset = mail;
  self->p12 = kind;
  return TRUE;
}
