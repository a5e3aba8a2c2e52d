/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Command lines that are no business of the window's. */

/* Whether @option stands on it, alone or before a "=". */
gboolean command_line_has   (int                 argc,
                             char              **argv,
                             const char         *option);

/* Takes it apart as @entries say; @argv stays as it is. Help is the window's, with
 * all the options there are. Errors: #GOptionError. */
gboolean command_line_parse (int                 argc,
                             char              **argv,
                             const GOptionEntry *entries,
                             GError            **error);

/* On standard error: @about: (nullable): a file, or the like; @advice: (nullable):
 * what to do */
void     command_line_complain (const char       *about,
                                const char       *what,
                                const char       *advice);

G_END_DECLS
