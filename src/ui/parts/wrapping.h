/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Breaks without a hyphen: in an address, or a path, it would be taken for part of it. */
void inkan_label_break_plainly (GtkLabel  *label);

/* Lets what libadwaita and GTK cut off, or never break, break below @widget: titles
 * of groups, what opens an expander, what stands on buttons. With large text in a narrow window, half
 * of them would be gone. */
void inkan_titles_wrap         (GtkWidget *widget);

G_END_DECLS
