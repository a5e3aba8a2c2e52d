/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "start.h"
#include "terminal/check-folder.h"
#include "terminal/options.h"
#include "terminal/terminal.h"
#include "ui/application.h"

/* The wizard, in its window or in a terminal. inkan (main.c) starts it. */
int
main (int    argc,
      char **argv)
{
  g_autoptr(InkanApplication) application = NULL;

  /* Read when the first connection is made: GnuTLS would still speak TLS 1.0. */
  g_setenv ("G_TLS_GNUTLS_PRIORITY", "NORMAL:-VERS-TLS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", TRUE);
  inkan_start ();

  if (inkan_check_folder_is_wanted (argc, argv))
    return inkan_check_folder_run (argc, argv);
  if (inkan_terminal_is_wanted (argc, argv))
    return inkan_terminal_run (argc, argv);

  application = inkan_application_new ();
  inkan_terminal_add_options (G_APPLICATION (application), argv);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
