/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <glib/gi18n.h>

#include "core/base/place.h"
#include "core/base/wiping.h"
#include "terminal/encoding.h"
#include "terminal/options.h"
#include "terminal/show-file.h"
#include "terminal/terminal.h"
#include "ui/application.h"

/* No secret may end up in a core dump (SAFETY, secrets). */
static void
forbid_core_dumps (void)
{
  setrlimit (RLIMIT_CORE, &(struct rlimit) { 0, 0 });
#ifndef __SANITIZE_ADDRESS__ /* its leak checker looks into the process, and such builds are not for use */
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

static void
set_up_language (void)
{
  g_autofree char *folder = inkan_place_get_locale_folder ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  encoding_print_all ();
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(InkanApplication) application = NULL;

  /* Read when the first connection is made: GnuTLS would still speak TLS 1.0. */
  g_setenv ("G_TLS_GNUTLS_PRIORITY", "NORMAL:-VERS-TLS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", TRUE);
  forbid_core_dumps ();
  if (!inkan_wiping_begin ())
    g_warning ("OpenSSL was at work before it could be told to wipe what it frees");
  set_up_language ();

  if (inkan_show_is_wanted (argc, argv))
    return inkan_show_run (argc, argv);
  if (inkan_terminal_is_wanted (argc, argv))
    return inkan_terminal_run (argc, argv);

  application = inkan_application_new ();
  inkan_terminal_add_options (G_APPLICATION (application), argv);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
