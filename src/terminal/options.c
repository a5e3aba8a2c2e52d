/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "options.h"

#include <glib/gi18n.h>

#include "commands.h"

static const GOptionEntry options[] = {
  { "check-portal", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL,
    N_("Say whether FILE is a portal file without mistakes, and leave"), N_("FILE") },
  { NULL }
};

/* Returns: the exit status, or -1 when nothing of this was asked for. */
static int
on_handle_local_options (GApplication *application,
                         GVariantDict *given,
                         gpointer      user_data)
{
  const char *path = NULL;

  if (g_variant_dict_lookup (given, "check-portal", "^&ay", &path))
    return inkan_command_check_portal (path);
  return -1;
}

void
inkan_terminal_add_options (GApplication *application)
{
  g_return_if_fail (G_IS_APPLICATION (application));

  g_application_add_main_option_entries (application, options);
  g_signal_connect (application, "handle-local-options", G_CALLBACK (on_handle_local_options), NULL);
}
