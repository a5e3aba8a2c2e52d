/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load-definition FILE: whether the wizard takes FILE as a portal's definition. */
#include "core/portal/definition.h"

int
main (int   argc,
      char *argv[])
{
  g_autoptr(InkanPortalDefinition) definition = NULL;
  g_autoptr(GFile) file = NULL;
  g_autoptr(GError) error = NULL;

  if (argc != 2)
    {
      g_printerr ("usage: load-definition FILE\n");
      return 2;
    }

  file = g_file_new_for_commandline_arg (argv[1]);
  definition = inkan_portal_definition_load (file, &error);
  if (definition == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_print ("%s\n", inkan_portal_definition_get_id (definition));
  return 0;
}
