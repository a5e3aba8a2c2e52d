/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "place.h"

static char *
get_program_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL ? g_path_get_dirname (program) : NULL;
}

/* NULL for an installed program: only a build folder has config.h above it. */
static char *
get_build_folder (void)
{
  g_autofree char *folder = get_program_folder ();
  g_autofree char *build = folder != NULL ? g_path_get_dirname (folder) : NULL;
  g_autofree char *mark = build != NULL ? g_build_filename (build, "config.h", NULL) : NULL;

  return mark != NULL && g_file_test (mark, G_FILE_TEST_EXISTS) ? g_steal_pointer (&build) : NULL;
}

char *
inkan_place_get_locale_folder (void)
{
  g_autofree char *build = get_build_folder ();

  return build != NULL ? g_build_filename (build, "po", NULL) : g_strdup (INKAN_LOCALEDIR);
}

char *
inkan_place_get_schema_folder (void)
{
  g_autofree char *build = get_build_folder ();

  return build != NULL ? g_build_filename (build, "data", NULL) : NULL;
}

static char *
get_program (const char *name)
{
  g_autofree char *build = get_build_folder ();

  return build != NULL ? g_build_filename (build, "src", name, NULL) : g_build_filename (INKAN_LIBEXECDIR, name, NULL);
}

char *
inkan_place_get_wizard_program (void)
{
  return get_program ("inkan-wizard");
}

char *
inkan_place_get_practice_program (void)
{
  return get_program ("inkan-practice-portal");
}
