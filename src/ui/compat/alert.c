/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alert.h"

#include <adwaita.h>

#define FACTS_MIN_HEIGHT 120 /* px */
#define REST_HEIGHT 370      /* px: heading, body and buttons above each other */

/* AdwMessageDialog, because AdwAlertDialog came with libadwaita 1.5. */

static gboolean
answer (gpointer user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);

  g_task_return_boolean (task, GPOINTER_TO_INT (g_task_get_task_data (task)));
  return G_SOURCE_REMOVE;
}

/* The answer can be the end of the window that the dialog belongs to, which the
 * dialog still needs for its own end. */
static void
on_response (AdwMessageDialog *dialog,
             const char       *response,
             gpointer          user_data)
{
  GTask *task = G_TASK (user_data);

  g_task_set_task_data (task, GINT_TO_POINTER (g_str_equal (response, "go")), NULL);
  g_idle_add (answer, task);
}

/* A button with a mnemonic is named twice over: by its label and by itself. */
static void
name_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL) {
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    gtk_button_get_label (GTK_BUTTON (widget)), -1);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_buttons (child);
}

/* Questions with many facts must not grow out of a small screen, where nobody
 * could press their buttons: the facts scroll. */
static GtkWidget *
fit (GtkWidget  *facts,
     GtkWindow  *parent,
     const char *heading)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  int height = gtk_widget_get_height (GTK_WIDGET (parent));

  gtk_accessible_update_property (GTK_ACCESSIBLE (scroller), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  if (height == 0) /* it is only about to be shown */
    g_object_get (parent, "default-height", &height, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), facts);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller),
                                              MAX (FACTS_MIN_HEIGHT, height - REST_HEIGHT));
  return scroller;
}

void
inkan_alert_ask_async (GtkWindow           *parent,
                       const char          *heading,
                       const char          *body,
                       const char          *stay_label,
                       const char          *go_label,
                       gboolean             destructive,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  inkan_alert_ask_about_async (parent, heading, body, NULL, stay_label, go_label, destructive, callback, user_data);
}

void
inkan_alert_ask_about_async (GtkWindow           *parent,
                             const char          *heading,
                             const char          *body,
                             GtkWidget           *facts,
                             const char          *stay_label,
                             const char          *go_label,
                             gboolean             destructive,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (parent, heading, body));

  g_task_set_source_tag (task, inkan_alert_ask_about_async);
  if (facts != NULL)
    adw_message_dialog_set_extra_child (dialog, fit (facts, parent, heading));
  adw_message_dialog_add_response (dialog, "stay", stay_label);
  adw_message_dialog_add_response (dialog, "go", go_label);
  if (destructive)
    adw_message_dialog_set_response_appearance (dialog, "go", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "stay");
  adw_message_dialog_set_close_response (dialog, "stay");
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), task);
  name_buttons (GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

gboolean
inkan_alert_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
