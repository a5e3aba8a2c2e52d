/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * inkan_arrival_find:
 * @folder: of a record that knows of an agreement, and of no file
 * @name: under which the received file is kept
 *
 * The file that had come when the program died: under its name, or still under
 * that of a temporary file, when it is whole.
 *
 * Returns: (transfer full) (nullable): %NULL when there is none
 */
GBytes *inkan_arrival_find (const char *folder,
                            const char *name);

G_END_DECLS
