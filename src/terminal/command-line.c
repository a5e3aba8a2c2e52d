/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command-line.h"

#include <string.h>

#include "console.h"

gboolean
command_line_has (int          argc,
                  char       **argv,
                  const char  *option)
{
  gsize length = strlen (option);

  for (int i = 1; i < argc && strcmp (argv[i], "--") != 0; i++)
    if (strncmp (argv[i], option, length) == 0 && (argv[i][length] == '\0' || argv[i][length] == '='))
      return TRUE;
  return FALSE;
}

gboolean
command_line_parse (int                  argc,
                    char               **argv,
                    const GOptionEntry  *entries,
                    GError             **error)
{
  g_auto(GStrv) arguments = g_new0 (char *, argc + 1);
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);

  for (int i = 0; i < argc; i++)
    arguments[i] = g_strdup (argv[i]);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse_strv (context, &arguments, error);
}

void
command_line_complain (const char *about,
                       const char *what,
                       const char *advice)
{
  g_autofree char *line = about != NULL ? g_strdup_printf ("inkan: %s: %s", about, what) : g_strdup_printf ("inkan: %s", what);

  console_complain (line);
  if (advice != NULL)
    console_complain (advice);
}
