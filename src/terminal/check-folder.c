/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "check-folder.h"

#include <stdlib.h>

#include <glib/gi18n.h>

#include "../core/keeping/folder.h"
#include "../wording/keeping-text.h"
#include "command-line.h"
#include "console.h"

/* Documented in inkan(1): a number once given stays what it is. */
enum { FINE = 0, UNUSABLE = 1, RISKY = 2 };

typedef struct {
  gboolean         examined;
  gboolean         known;
  InkanFolderRisk  risks;
  char            *service; /* (nullable) */
} Check;

static void
check_clear (Check *self)
{
  g_free (self->service);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Check, check_clear)

gboolean
inkan_check_folder_is_wanted (int    argc,
                              char **argv)
{
  return command_line_has (argc, argv, "--check-folder");
}

static gboolean
parse (int      argc,
       char   **argv,
       char   **path,
       GError **error)
{
  g_auto(GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "check-folder", 0, 0, G_OPTION_ARG_FILENAME, path, NULL, NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rest, NULL, NULL },
    { NULL },
  };

  if (!command_line_parse (argc, argv, entries, error))
    return FALSE;
  if (rest != NULL)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“%s” is one word too many"), rest[0]);
  else if (**path == '\0')
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--check-folder: a folder must be named"));
  return rest == NULL && **path != '\0';
}

/* A folder whose name looks like an address is a folder. */
static GFile *
find_folder (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_file_new_for_path (path) : g_file_new_for_commandline_arg (path);
}

static void
on_examined (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Check *self = user_data;

  self->known = inkan_folder_examine_finish (result, &self->risks, &self->service, NULL, NULL);
  self->examined = TRUE;
}

/* Nothing listens to Ctrl+C meanwhile: a dead server ends nothing by itself. */
static void
examine (Check *self,
         GFile *folder)
{
  inkan_folder_examine_async (folder, NULL, on_examined, self);
  while (!self->examined)
    g_main_context_iteration (NULL, TRUE);
  /* Only a cancellable could have kept it from an answer. */
  g_assert (self->known);
}

/* Where links lead, which is what is judged: (transfer full) (nullable) */
static char *
find_target (GFile *folder)
{
  const char *path = g_file_peek_path (folder);
  char *real = path != NULL ? realpath (path, NULL) : NULL; /* not GLib's memory */
  char *target = real != NULL && !g_str_equal (real, path) ? g_filename_display_name (real) : NULL;

  free (real);
  return target;
}

static void
say (Check *self,
     GFile *folder)
{
  g_autoptr(Console) console = console_new (FALSE);
  g_autoptr(GPtrArray) notes = inkan_folder_notes (self->risks, self->service);
  g_autoptr(InkanNote) advice = inkan_folder_advice_note (self->risks);
  g_autofree char *name = g_file_get_parse_name (folder);
  g_autofree char *target = find_target (folder);

  console_keep_output_apart (console);
  console_say_fact (console, _("Folder"), name);
  console_say_fact (console, _("Leads to"), target);
  console_say_blank (console);
  console_say_notes (console, notes);
  console_say_note (console, advice);
}

int
inkan_check_folder_run (int    argc,
                        char **argv)
{
  g_autofree char *path = NULL;
  g_autoptr(GFile) folder = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(Check) self = { 0 };

  if (!parse (argc, argv, &path, &error)) {
    command_line_complain (NULL, error->message, _("“inkan --help” lists the options."));
    return UNUSABLE;
  }
  folder = find_folder (path);
  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_DIR)) {
    g_autofree char *name = g_file_get_parse_name (folder);

    command_line_complain (name, _("This is not a folder"), _("Name the folder that it lies in."));
    return UNUSABLE;
  }
  examine (&self, folder);
  say (&self, folder);
  if ((self.risks & INKAN_FOLDER_OBSTACLES) != 0)
    return UNUSABLE;
  return self.risks != INKAN_FOLDER_FINE ? RISKY : FINE;
}
