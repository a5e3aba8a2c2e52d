/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One function for each thing that is done in a terminal and over at once. Each
 * prints its result, or on standard error what went wrong, and returns the exit
 * status as the man page has it. */

/* Whether the file at @path is a portal file without mistakes: 0, else 1; with a
 * line for each mistake and each warning. */
int inkan_command_check_portal   (const char *path);

/* What of a portal's start page, and of saved pages, is taken for what. @what: a
 * portal file, an address, or a saved page; @pages: (nullable): files or folders */
int inkan_command_explain_portal (const char         *what,
                                  const char * const *pages);

/* Prints what is found in the message at @path ("-": standard input), as the
 * portal file at @portal (nullable) has it: 0; 2 when there is no code in it; 1
 * when it is no message or one of the files cannot be used. */
int inkan_command_read_mail (const char *path,
                             const char *portal);

G_END_DECLS
