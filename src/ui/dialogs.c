/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "dialogs.h"

#include <adwaita.h>
#include <glib/gi18n.h>

void
inkan_dialogs_show_about (GtkWindow *parent)
{
  adw_show_about_window (parent,
                         "application-name", "Inkan",
                         "application-icon", INKAN_APPLICATION_ID,
                         "version", INKAN_VERSION,
                         "comments", _("Goes with you, step by step, from the e-mail with your "
                                       "certificate code to a certificate that is saved and proved."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your names, one a line; they are shown in the window About. */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

void
inkan_dialogs_show_shortcuts (GtkWindow *parent)
{
  /* Made when asked for: GtkApplication would make it at the start and keep it hidden. */
  g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource ("/io/github/inkan/Inkan/shortcuts.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (window, parent);
  gtk_window_present (window);
}
