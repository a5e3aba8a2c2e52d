/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * inkan_alert_ask_async:
 * @parent: the window that asks
 * @heading: the question
 * @body: (nullable): what it means
 * @stay_label: the harmless answer; also Escape and closing the question
 * @go_label: the other answer
 * @destructive: whether @go_label loses something
 *
 * Asks a question that cannot wait in the page.
 */
void     inkan_alert_ask_async  (GtkWindow           *parent,
                                 const char          *heading,
                                 const char          *body,
                                 const char          *stay_label,
                                 const char          *go_label,
                                 gboolean             destructive,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);

/* The same with @facts, that the question is about, below the text. */
void     inkan_alert_ask_about_async (GtkWindow           *parent,
                                      const char          *heading,
                                      const char          *body,
                                      GtkWidget           *facts, /* (nullable) */
                                      const char          *stay_label,
                                      const char          *go_label,
                                      gboolean             destructive,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);

/* Whether @go_label was chosen. */
gboolean inkan_alert_ask_finish (GAsyncResult        *result);

G_END_DECLS
