/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where this program's own files are: installed, or in the build folder when it
 * is started from there. All (transfer full). */

/* Translations. */
char *inkan_place_get_locale_folder      (void);

/* (nullable): of compiled GSettings schemas; NULL: where GSettings looks anyway. */
char *inkan_place_get_schema_folder      (void);

/* The program of the wizard itself. */
char *inkan_place_get_wizard_program     (void);

/* The practice portal's program. */
char *inkan_place_get_practice_program   (void);

G_END_DECLS
