/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "start.h"

#include <locale.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <glib/gi18n.h>

#include "core/base/place.h"
#include "core/base/wiping.h"
#include "terminal/encoding.h"

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

void
inkan_start (void)
{
  forbid_core_dumps ();
  if (!inkan_wiping_begin ())
    g_warning ("OpenSSL was at work before it could be told to wipe what it frees");
  set_up_language ();
}
