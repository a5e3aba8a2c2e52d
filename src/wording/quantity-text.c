/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "quantity-text.h"

#include <langinfo.h>

#include <glib/gi18n.h>

/* The locale's own form, but with the whole year: certificates outlive centuries. */
char *
inkan_format_date (GDateTime *date,
                   gboolean   with_time)
{
  g_autoptr(GString) format = NULL;
  g_autoptr(GDateTime) local = NULL;

  if (date == NULL)
    return NULL;
  format = g_string_new (nl_langinfo (D_FMT));
  g_string_replace (format, "%D", "%m/%d/%Y", 0);
  g_string_replace (format, "%y", "%Y", 0);
  if (with_time)
    g_string_append (format, " %H:%M");
  /* The last day of the year 9999, which stands for "for ever" (RFC 5280, 4.1.2.5),
   * has no local time east of Greenwich. */
  local = g_date_time_to_local (date);
  return g_date_time_format (local != NULL ? local : date, format->str);
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
