/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * inkan_terminal_add_options:
 * @application: not yet run
 *
 * Teaches @application the options that end in the terminal: what they ask for
 * is done and the program left before anything needs a display or a bus.
 */
void inkan_terminal_add_options (GApplication *application);

G_END_DECLS
