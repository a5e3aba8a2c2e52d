/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Templates, styles and pictures are compiled in; without this the linker would leave them out. */
void inkan_style_ensure_resources (void);

/* The window's own look, for every window of the default display. After gtk_init(). */
void inkan_style_load             (void);

G_END_DECLS
