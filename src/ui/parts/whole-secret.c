/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "whole-secret.h"

#define MIN_CHARACTERS 5

struct _InkanWholeSecret {
  GtkWidget parent_instance;

  GtkText *text; /* the entry's; it lives as long as this one, in the same list */
};

G_DEFINE_FINAL_TYPE (InkanWholeSecret, inkan_whole_secret, GTK_TYPE_WIDGET)

/* @width: in pixels, -1: as wide as it wants to be */
static PangoLayout *
lay_out (InkanWholeSecret *self,
         int               width)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), gtk_editable_get_text (GTK_EDITABLE (self->text)));
  g_autoptr(PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, width >= 0 ? width * PANGO_SCALE : -1);
  return layout;
}

static GtkSizeRequestMode
inkan_whole_secret_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
inkan_whole_secret_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  InkanWholeSecret *self = INKAN_WHOLE_SECRET (widget);
  g_autoptr(PangoLayout) layout = lay_out (self, orientation == GTK_ORIENTATION_VERTICAL ? for_size : -1);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  if (orientation == GTK_ORIENTATION_VERTICAL) {
    *minimum = *natural = height;
  } else {
    int length = gtk_entry_buffer_get_length (gtk_text_get_buffer (self->text));

    *natural = width;
    *minimum = length > MIN_CHARACTERS ? width * MIN_CHARACTERS / length : width;
  }
}

static void
inkan_whole_secret_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  g_autoptr(PangoLayout) layout = lay_out (INKAN_WHOLE_SECRET (widget), gtk_widget_get_width (widget));

  gtk_snapshot_render_layout (snapshot, gtk_widget_get_style_context (widget), 0, 0, layout);
}

static void
inkan_whole_secret_dispose (GObject *object)
{
  g_clear_object (&INKAN_WHOLE_SECRET (object)->text);

  G_OBJECT_CLASS (inkan_whole_secret_parent_class)->dispose (object);
}

static void
inkan_whole_secret_class_init (InkanWholeSecretClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inkan_whole_secret_dispose;
  widget_class->get_request_mode = inkan_whole_secret_get_request_mode;
  widget_class->measure = inkan_whole_secret_measure;
  widget_class->snapshot = inkan_whole_secret_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
inkan_whole_secret_init (InkanWholeSecret *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "monospace");
}

/* As far as is known: what has no room yet will have some. */
static gboolean
fits (GtkText *text)
{
  int room = gtk_widget_get_width (GTK_WIDGET (text));
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (text), gtk_editable_get_text (GTK_EDITABLE (text)));
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return room == 0 || width <= room;
}

static void
update (InkanWholeSecret *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_PREFERENCES_ROW);

  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_set_visible (row, gtk_text_get_visibility (self->text) && !fits (self->text));
}

GtkWidget *
inkan_whole_secret_row_new (AdwEntryRow *entry_row)
{
  GtkWidget *row = adw_preferences_row_new ();
  InkanWholeSecret *self = g_object_new (INKAN_TYPE_WHOLE_SECRET, "margin-top", 12, "margin-bottom", 12,
                                         "margin-start", 12, "margin-end", 12, NULL);

  g_return_val_if_fail (ADW_IS_ENTRY_ROW (entry_row), NULL);

  self->text = GTK_TEXT (g_object_ref (gtk_editable_get_delegate (GTK_EDITABLE (entry_row))));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), GTK_WIDGET (self));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  g_signal_connect_object (self->text, "notify::visibility", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->text, "notify::has-focus", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->text, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return row;
}
