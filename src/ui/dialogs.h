/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void inkan_dialogs_show_about     (GtkWindow *parent);
void inkan_dialogs_show_shortcuts (GtkWindow *parent);

G_END_DECLS
