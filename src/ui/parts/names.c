/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "names.h"

#include <glib/gi18n.h>

static void
take_tooltip (GtkWidget *button)
{
  const char *text = gtk_widget_get_tooltip_text (button);

  if (text != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* The tooltip says what the button does now, and changes with it. */
static void
name_by_tooltip (GtkWidget *button)
{
  g_signal_handlers_disconnect_by_func (button, take_tooltip, NULL);
  g_signal_connect (button, "notify::tooltip-text", G_CALLBACK (take_tooltip), NULL);
  take_tooltip (button);
}

/* A group's title names its list already. */
static gboolean
is_list_without_name (GtkWidget *widget)
{
  GtkWidget *group = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_GROUP);
  const char *title;

  if (!GTK_IS_LIST_BOX (widget) || group == NULL)
    return FALSE;
  title = adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group));
  return title == NULL || *title == '\0';
}

static void
complete (GtkWidget  *widget,
          const char *title,
          GtkWidget  *row)
{
  if (is_list_without_name (widget)) {
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  } else if (ADW_IS_ACTION_ROW (widget) || ADW_IS_ENTRY_ROW (widget)) {
    row = widget;
  } else if (GTK_IS_IMAGE (widget) && row != NULL && ADW_IS_ENTRY_ROW (row)) {
    /* It comes and goes with the focus, and coming back it would be presented again. */
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Edit"), -1);
  } else if (GTK_IS_IMAGE (widget) && row != NULL) {
    /* A row that shows and hides its pictures presents them again: then at least without a name. */
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
    gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  } else if (GTK_IS_BUTTON (widget) && row != NULL && ADW_IS_PASSWORD_ENTRY_ROW (row)) {
    name_by_tooltip (widget);
    return;
  }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    complete (child, title, row);
}

void
inkan_names_complete (GtkWidget  *widget,
                      const char *title)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (title != NULL);

  complete (widget, title, NULL);
}
