/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether the command line asks for a folder to be judged. */
gboolean inkan_check_folder_is_wanted (int    argc,
                                       char **argv);

/**
 * inkan_check_folder_run:
 *
 * Says what speaks against keeping a certificate in a folder, in the words of
 * step 8: `inkan --check-folder`. Writes nothing there; needs no display and no
 * message bus.
 *
 * Returns: the exit status, as inkan(1) has it
 */
int      inkan_check_folder_run       (int    argc,
                                       char **argv);

G_END_DECLS
