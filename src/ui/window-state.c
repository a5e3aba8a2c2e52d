/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window-state.h"

#include "../core/base/place.h"

/* (transfer full) (nullable): NULL where the schema is not installed: then nothing is remembered. */
static GSettings *
get_settings (void)
{
  g_autofree char *folder = inkan_place_get_schema_folder ();
  GSettingsSchemaSource *standard = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchemaSource) own = NULL;
  g_autoptr(GSettingsSchema) schema = NULL;

  if (folder != NULL)
    own = g_settings_schema_source_new_from_directory (folder, standard, TRUE, NULL);
  if (own != NULL || standard != NULL)
    schema = g_settings_schema_source_lookup (own != NULL ? own : standard, INKAN_APPLICATION_ID, TRUE);
  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

void
inkan_window_state_restore (GtkWindow *window)
{
  g_autoptr(GSettings) settings = get_settings ();

  if (settings == NULL)
    return;
  gtk_window_set_default_size (window, g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (window);
}

void
inkan_window_state_save (GtkWindow *window)
{
  g_autoptr(GSettings) settings = get_settings ();
  int width, height;

  if (settings == NULL)
    return;
  /* The default size follows the window, but for a maximised one. */
  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "window-width", MAX (width, 360));
  g_settings_set_int (settings, "window-height", MAX (height, 480));
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
}
