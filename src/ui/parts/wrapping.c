/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wrapping.h"

#include <adwaita.h>

void
inkan_label_break_plainly (GtkLabel *label)
{
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

  g_return_if_fail (GTK_IS_LABEL (label));

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
}

static void
let_break (GtkLabel *label)
{
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
}

static void
let_break_between_words (GtkLabel *label)
{
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);
}

static gboolean
is_title (GtkWidget *widget)
{
  return GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "heading")
         && gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_GROUP) != NULL;
}

void
inkan_titles_wrap (GtkWidget *widget)
{
  GtkWidget *opener = GTK_IS_EXPANDER (widget) ? gtk_expander_get_label_widget (GTK_EXPANDER (widget)) : NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (is_title (widget))
    let_break (GTK_LABEL (widget));
  if (GTK_IS_LABEL (opener))
    let_break (GTK_LABEL (opener));
  if (GTK_IS_BUTTON (widget) && GTK_IS_LABEL (gtk_button_get_child (GTK_BUTTON (widget))))
    let_break_between_words (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (widget))));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    inkan_titles_wrap (child);
}
