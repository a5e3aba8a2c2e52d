/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "interrupted-text.h"

#include <glib/gi18n.h>

#include "quantity-text.h"

/* One that the person had already: there is no portal. */
static gboolean
is_own_file (InkanInterrupted *interrupted)
{
  return inkan_interrupted_get_portal_name (interrupted) == NULL;
}

const char *
inkan_interrupted_describe (InkanInterrupted *interrupted)
{
  if (is_own_file (interrupted))
    return _("You had opened a certificate file, but you have not come to the end yet");
  switch (inkan_interrupted_get_kind (interrupted)) {
  case INKAN_INTERRUPTED_RECEIVED:
    return _("Your certificate has arrived, but you have not come to the end yet");
  case INKAN_INTERRUPTED_AGREED:
    return _("Your agreement was sent, but the file has not arrived yet");
  case INKAN_INTERRUPTED_BEFORE:
  default:
    return _("You had begun to fetch a certificate");
  }
}

char *
inkan_interrupted_describe_place (InkanInterrupted *interrupted)
{
  g_autofree char *when = inkan_format_date (inkan_interrupted_get_time (interrupted), TRUE);

  /* Translators: name of a portal or of a file, date and time */
  return g_strdup_printf (_("%s, %s"), is_own_file (interrupted) ? inkan_interrupted_get_file_name (interrupted)
                                                                 : inkan_interrupted_get_portal_name (interrupted),
                          when);
}

const char *
inkan_interrupted_describe_loss (InkanInterrupted *interrupted)
{
  if (is_own_file (interrupted))
    return _("This program still keeps a copy of the file that you opened. The file itself is left alone, wherever "
             "it is.");
  switch (inkan_interrupted_get_kind (interrupted)) {
  case INKAN_INTERRUPTED_RECEIVED:
    return _("This program still keeps the file that has arrived. If you have not saved it elsewhere, it is "
             "lost, and it cannot be fetched again: you would have to apply for reissue.");
  case INKAN_INTERRUPTED_AGREED:
    return _("The portal has your agreement, and perhaps it has issued the certificate. This program "
             "would no longer ask it what became of that.");
  case INKAN_INTERRUPTED_BEFORE:
  default:
    return _("Only what you had entered is forgotten. The certificate is still waiting for you at the "
             "portal.");
  }
}

const char *
inkan_leaving_text (void)
{
  return _("The portal has your agreement. If you close now, the file that it is about to "
           "send is lost. At the next start the portal can be asked again, but it may "
           "have spent the certificate by then, and you would have to apply for reissue.");
}
