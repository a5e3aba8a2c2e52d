/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the command line asks for a certificate file to be shown. */
gboolean inkan_show_is_wanted (int    argc,
                               char **argv);

/**
 * inkan_show_run:
 *
 * Opens a certificate file, proves it, and says what is in it: `inkan --show`.
 * Needs no display, no message bus, no home folder, and of this program nothing
 * but the certificate's room and its words.
 *
 * Returns: the exit status, as inkan(1) has it
 */
int      inkan_show_run       (int    argc,
                               char **argv);

G_END_DECLS
