/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A folder of this process, with the user's state and data directories in it; in
 * memory where that can be, as it is written to for each input. Made at the first
 * call, gone with the process. */
const char *scratch_get_folder (void);

/* Writes a file in it: (transfer full): its path */
char       *scratch_put        (const char *name,
                                gconstpointer data,
                                gsize       size);

G_END_DECLS
