/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include "../core/portal/definition.h"

int
inkan_command_check_portal (const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr(GError) error = NULL;
  g_autoptr(InkanPortalDefinition) definition = inkan_portal_definition_load (file, &error);
  g_autoptr(GPtrArray) warnings = NULL;

  if (definition == NULL) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  warnings = inkan_portal_definition_check (definition);
  for (guint i = 0; i < warnings->len; i++)
    g_printerr ("warning: %s\n", (const char *) g_ptr_array_index (warnings, i));
  g_print ("%s: %s\n", inkan_portal_definition_get_name (definition),
           inkan_portal_definition_get_host (definition));
  return 0;
}
