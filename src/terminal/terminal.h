/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the command line asks for the terminal in place of the window. */
gboolean inkan_terminal_is_wanted (int    argc,
                                   char **argv);

/**
 * inkan_terminal_run:
 *
 * The ten steps in a terminal: `inkan --terminal`. Needs neither a display nor
 * a message bus.
 *
 * Returns: the exit status, as inkan(1) has it
 */
int      inkan_terminal_run       (int    argc,
                                   char **argv);

G_END_DECLS
