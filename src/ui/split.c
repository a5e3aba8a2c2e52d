/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "split.h"

struct _InkanSplit {
  GtkWidget  parent_instance;

  GtkWidget *sidebar;
  GtkWidget *content;
  int        fold_width;
  gboolean   folded;
  guint      notify_id;
};

enum {
  PROP_0,
  PROP_SIDEBAR,
  PROP_CONTENT,
  PROP_FOLD_WIDTH,
  PROP_FOLDED,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (InkanSplit, inkan_split, GTK_TYPE_WIDGET)

static gboolean
on_notify_folded (gpointer user_data)
{
  InkanSplit *self = INKAN_SPLIT (user_data);

  self->notify_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
  return G_SOURCE_REMOVE;
}

static void
set_folded (InkanSplit *self,
            gboolean    folded)
{
  gtk_widget_set_child_visible (self->sidebar, !folded);
  if (self->folded == folded)
    return;
  self->folded = folded;
  /* Whoever is told will want other sizes, which must not be asked for while sizes are given out. */
  if (self->notify_id == 0)
    self->notify_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, on_notify_folded, self, NULL);
}

static int
get_side_width (InkanSplit *self)
{
  int side;

  gtk_widget_measure (self->sidebar, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &side, NULL, NULL);
  return side;
}

static gboolean
is_too_narrow (InkanSplit *self,
               int         width)
{
  int content;

  gtk_widget_measure (self->content, GTK_ORIENTATION_HORIZONTAL, -1, &content, NULL, NULL, NULL);
  return width < MAX (self->fold_width, get_side_width (self) + content);
}

static GtkSizeRequestMode
inkan_split_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
inkan_split_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  InkanSplit *self = INKAN_SPLIT (widget);
  int side_minimum, side_natural;

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    gtk_widget_measure (self->content, orientation, -1, minimum, natural, NULL, NULL);
    *natural += get_side_width (self);
    return;
  }
  if (for_size >= 0 && is_too_narrow (self, for_size)) {
    gtk_widget_measure (self->content, orientation, for_size, minimum, natural, NULL, NULL);
    return;
  }
  gtk_widget_measure (self->content, orientation, for_size < 0 ? -1 : for_size - get_side_width (self),
                      minimum, natural, NULL, NULL);
  gtk_widget_measure (self->sidebar, orientation, -1, &side_minimum, &side_natural, NULL, NULL);
  *minimum = MAX (*minimum, side_minimum);
  *natural = MAX (*natural, side_natural);
}

static void
inkan_split_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  InkanSplit *self = INKAN_SPLIT (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int side = get_side_width (self);

  set_folded (self, is_too_narrow (self, width));
  if (self->folded)
    side = 0;
  else
    gtk_widget_size_allocate (self->sidebar, &(GtkAllocation) { rtl ? width - side : 0, 0, side, height },
                              -1);
  gtk_widget_size_allocate (self->content, &(GtkAllocation) { rtl ? 0 : side, 0, width - side, height }, -1);
}

static void
set_child (InkanSplit  *self,
           GtkWidget  **place,
           GtkWidget   *child)
{
  g_return_if_fail (*place == NULL && child != NULL);

  *place = child;
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
inkan_split_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  InkanSplit *self = INKAN_SPLIT (object);

  switch (id) {
  case PROP_SIDEBAR: g_value_set_object (value, self->sidebar); break;
  case PROP_CONTENT: g_value_set_object (value, self->content); break;
  case PROP_FOLD_WIDTH: g_value_set_int (value, self->fold_width); break;
  case PROP_FOLDED: g_value_set_boolean (value, self->folded); break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
inkan_split_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  InkanSplit *self = INKAN_SPLIT (object);

  switch (id) {
  case PROP_SIDEBAR: set_child (self, &self->sidebar, g_value_get_object (value)); break;
  case PROP_CONTENT: set_child (self, &self->content, g_value_get_object (value)); break;
  case PROP_FOLD_WIDTH:
    self->fold_width = g_value_get_int (value);
    gtk_widget_queue_allocate (GTK_WIDGET (self));
    break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
inkan_split_dispose (GObject *object)
{
  InkanSplit *self = INKAN_SPLIT (object);

  g_clear_handle_id (&self->notify_id, g_source_remove);
  g_clear_pointer (&self->sidebar, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (inkan_split_parent_class)->dispose (object);
}

static void
inkan_split_class_init (InkanSplitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = inkan_split_get_property;
  object_class->set_property = inkan_split_set_property;
  object_class->dispose = inkan_split_dispose;
  widget_class->get_request_mode = inkan_split_get_request_mode;
  widget_class->measure = inkan_split_measure;
  widget_class->size_allocate = inkan_split_size_allocate;

  properties[PROP_SIDEBAR] = g_param_spec_object ("sidebar", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_FOLD_WIDTH] = g_param_spec_int ("fold-width", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
inkan_split_init (InkanSplit *self)
{
}

gboolean
inkan_split_get_folded (InkanSplit *self)
{
  g_return_val_if_fail (INKAN_IS_SPLIT (self), FALSE);
  return self->folded;
}
