/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * inkan_terminal_add_options:
 * @application: not yet run
 * @arguments: of the command line; must live as long as @application
 *
 * Teaches @application the options that end in the terminal: what they ask for
 * is done and the program left before anything needs a display or a bus.
 */
void inkan_terminal_add_options (GApplication  *application,
                                 char         **arguments);

G_END_DECLS
