/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * InkanWaitingView:
 *
 * The wait for the certificate (guide, step 4): a spinner, the time gone by,
 * how long it usually takes, and that nothing is to be pressed. Counts only
 * while it is on the screen. Signal `spoken` (text): something a screen reader
 * should say: at the start, each minute.
 */
#define INKAN_TYPE_WAITING_VIEW (inkan_waiting_view_get_type ())
G_DECLARE_FINAL_TYPE (InkanWaitingView, inkan_waiting_view, INKAN, WAITING_VIEW, GtkBox)

/* @since: g_get_monotonic_time() of the agreement; 0: not waiting.
 * @asking: no certificate has come, and the portal is being asked what came of it. */
void        inkan_waiting_view_set      (InkanWaitingView *self,
                                         gint64            since,
                                         gboolean          asking);

G_END_DECLS
