/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quantity-text.h"

#include <glib/gi18n.h>

char *
inkan_format_date (GDateTime *date,
                   gboolean   with_time)
{
  g_autoptr(GDateTime) local = NULL;

  if (date == NULL)
    return NULL;
  local = g_date_time_to_local (date);
  return g_date_time_format (local, with_time ? "%x %H:%M" : "%x");
}

char *
inkan_format_elapsed (gint64 microseconds)
{
  gint64 seconds = MAX (microseconds, 0) / G_USEC_PER_SEC;

  return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d", seconds / 60, (int) (seconds % 60));
}

char *
inkan_format_span (GTimeSpan span)
{
  gint64 minutes = ABS (span) / G_TIME_SPAN_MINUTE;

  if (minutes >= 48 * 60)
    return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) (minutes / (24 * 60))), (int) (minutes / (24 * 60)));
  if (minutes >= 2 * 60)
    return g_strdup_printf (ngettext ("%d hour", "%d hours", (gulong) (minutes / 60)), (int) (minutes / 60));
  return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong) minutes), (int) minutes);
}

char *
inkan_format_progress (goffset received,
                       goffset total)
{
  g_autofree char *got = g_format_size (received);
  g_autofree char *whole = NULL;

  if (total <= 0)
    /* Translators: for example "12 kB so far". */
    return g_strdup_printf (_("%s so far"), got);
  whole = g_format_size (total);
  /* Translators: for example "12 kB of 48 kB". */
  return g_strdup_printf (_("%s of %s"), got, whole);
}
