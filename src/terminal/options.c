/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "options.h"

#include <glib/gi18n.h>

#include "commands.h"

static const GOptionEntry options[] = {
  { "check-portal", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL,
    N_("Say whether FILE is a portal file without mistakes, and leave"), N_("FILE") },
  { "explain-portal", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL,
    N_("Say what of a portal's pages is taken for what and why, and leave"), N_("FILE|URL [PAGE…]") },
  { "read-mail", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL,
    N_("Print what is found in the e-mail FILE, its certificate code too, and leave"), N_("FILE") },
  { "show", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL,
    N_("Say what is in the certificate file FILE and whether all is well with it, and leave"), N_("FILE") },
  { "passphrase-fd", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, NULL,
    N_("With --show: read the password of the file from the file descriptor N"), N_("N") },
  { "check-folder", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL,
    N_("Say what speaks against keeping a certificate in the folder DIR, and leave"), N_("DIR") },
  { "terminal", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
    N_("Go through the steps in this terminal"), NULL },
  { "answers-fd", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, NULL,
    N_("With --terminal: read the answers from the file descriptor N and ask nothing"), N_("N") },
  { "password-fd", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, NULL,
    N_("With --answers-fd: write a password that the portal tells once to the file descriptor N"), N_("N") },
  { NULL }
};

/* (transfer full) (nullable): what stands on the command line besides options;
 * GApplication keeps it for itself */
static char **
find_pages (char **arguments)
{
  g_autofree char *first = NULL;
  char **pages = NULL;
  const GOptionEntry entries[] = {
    { "explain-portal", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &first, NULL, NULL },
    { G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &pages, NULL, NULL },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_auto(GStrv) copy = g_strdupv (arguments);

  g_option_context_set_ignore_unknown_options (context, TRUE);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_parse_strv (context, &copy, NULL);
  return pages;
}

/* Returns: the exit status, or -1 when nothing of this was asked for. */
static int
on_handle_local_options (GApplication *application,
                         GVariantDict *given,
                         gpointer      user_data)
{
  const char *path = NULL;

  if (g_variant_dict_lookup (given, "check-portal", "^&ay", &path))
    return inkan_command_check_portal (path);
  if (g_variant_dict_lookup (given, "explain-portal", "^&ay", &path)) {
    g_auto(GStrv) pages = find_pages (user_data);

    return inkan_command_explain_portal (path, (const char * const *) pages);
  }
  if (g_variant_dict_lookup (given, "read-mail", "^&ay", &path)) {
    const char *portal = NULL;

    g_variant_dict_lookup (given, "portal", "^&ay", &portal);
    return inkan_command_read_mail (path, portal);
  }
  return -1;
}

void
inkan_terminal_add_options (GApplication  *application,
                            char         **arguments)
{
  g_return_if_fail (G_IS_APPLICATION (application));

  g_application_add_main_option_entries (application, options);
  g_signal_connect (application, "handle-local-options", G_CALLBACK (on_handle_local_options), arguments);
}
