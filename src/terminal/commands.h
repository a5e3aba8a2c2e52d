/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One function for each thing that is done in a terminal and over at once. Each
 * prints its result, or on standard error what went wrong, and returns the exit
 * status as the man page has it. */

/* Whether the file at @path is a portal file without mistakes: 0, else 1. */
int inkan_command_check_portal (const char *path);

G_END_DECLS
