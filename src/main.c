/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "core/base/place.h"
#include "start.h"
#include "terminal/show-file.h"

/* What people start. It shows a certificate file by itself: to load all that a
 * window needs takes longer than to open most files. For everything else it
 * becomes the wizard. */
int
main (int    argc,
      char **argv)
{
  g_autofree char *wizard = NULL;
  int reason;

  if (inkan_show_is_wanted (argc, argv)) {
    inkan_start ();
    return inkan_show_run (argc, argv);
  }
  wizard = inkan_place_get_wizard_program ();
  execv (wizard, argv);
  reason = errno;
  inkan_start ();
  /* Translators: a program's path, and a reason as the system words it. */
  g_printerr (_("inkan: %s cannot be started (%s). Install the program anew.\n"), wizard, g_strerror (reason));
  return 1;
}
