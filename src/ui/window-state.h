/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The size of the window, remembered from one start to the next. */
void inkan_window_state_restore (GtkWindow *window);
void inkan_window_state_save    (GtkWindow *window);

G_END_DECLS
