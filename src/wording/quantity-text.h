/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A date as the user's locale writes it, with the time of day when @with_time: (transfer full) (nullable) */
char *inkan_format_date     (GDateTime *date,
                             gboolean   with_time);

/* `0:42`, `61:05`: (transfer full) */
char *inkan_format_elapsed  (gint64     microseconds);

/* "7 minutes", "2 hours": (transfer full) */
char *inkan_format_span     (GTimeSpan  span);

/* "12 kB of 48 kB", or "12 kB so far" when @total is 0: (transfer full) */
char *inkan_format_progress (goffset    received,
                             goffset    total);

G_END_DECLS
