/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "style.h"

#include <adwaita.h>

#include "ui-resources.h"

void
inkan_style_ensure_resources (void)
{
  (void) inkan_ui_get_resource ();
}

void
inkan_style_load (void)
{
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();

  inkan_style_ensure_resources ();
  gtk_css_provider_load_from_resource (provider, "/io/github/inkan/Inkan/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}
