/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "../core/retrieval/retrieval.h"

G_BEGIN_DECLS

/**
 * InkanGuard:
 *
 * Looks after a retrieval while its agreement is out and the file has not
 * arrived: keeps the computer awake, tells when the wait is over, and knows
 * whether closing the window would cost something.
 */
#define INKAN_TYPE_GUARD (inkan_guard_get_type ())
G_DECLARE_FINAL_TYPE (InkanGuard, inkan_guard, INKAN, GUARD, GObject)

/* @window: outlives the guard */
InkanGuard *inkan_guard_new        (GtkWindow      *window,
                                    InkanRetrieval *retrieval);

/* Whether the agreement is out and nothing has been received. */
gboolean    inkan_guard_is_waiting (InkanGuard     *self);

/* Asks whether to close in spite of that; inkan_alert_ask_finish(). */
void        inkan_guard_ask_async  (InkanGuard          *self,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);

G_END_DECLS
