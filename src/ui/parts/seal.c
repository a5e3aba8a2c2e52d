/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seal.h"

#include <glib/gi18n.h>

#define SIZE 112       /* logical pixels */
#define DURATION 380   /* milliseconds: long enough to be seen, too short to wait for */
#define FROM_SCALE 1.7 /* how far above the paper the seal starts */
#define TILT (-8.0)    /* degrees: nobody stamps quite straight */

struct _InkanSeal {
  GtkWidget parent_instance;

  AdwAnimation *animation;
  double height; /* 1: lifted, 0: on the paper */
  gboolean stamped;
};

G_DEFINE_FINAL_TYPE (InkanSeal, inkan_seal, GTK_TYPE_WIDGET)

static void
set_height (double   height,
            gpointer user_data)
{
  InkanSeal *self = INKAN_SEAL (user_data);

  self->height = height;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The strokes of the character, in the same 128 units as the icon: even in
 * width and hanging on the ring, as seal cutters do it. */
static void
trace_strokes (cairo_t *cr)
{
  /* left: a hand reaching down */
  cairo_move_to (cr, 60, 14);
  cairo_line_to (cr, 60, 24);
  cairo_curve_to (cr, 60, 31, 56, 34.5, 49, 36);
  cairo_curve_to (cr, 38, 38.5, 30, 43, 30, 54);
  cairo_line_to (cr, 30, 72);
  cairo_curve_to (cr, 30, 80.5, 35, 84, 42, 84);
  cairo_line_to (cr, 47, 84);
  cairo_curve_to (cr, 54, 84, 58.5, 87.5, 58.5, 94.5);
  cairo_line_to (cr, 58.5, 103);
  cairo_move_to (cr, 30, 60);
  cairo_line_to (cr, 60, 60);
  /* right: a kneeling person */
  cairo_move_to (cr, 74, 114);
  cairo_line_to (cr, 74, 45);
  cairo_curve_to (cr, 74, 38, 78, 34.5, 84, 34.5);
  cairo_line_to (cr, 88, 34.5);
  cairo_curve_to (cr, 95, 34.5, 98.5, 38, 98.5, 45);
  cairo_line_to (cr, 98.5, 66);
  cairo_curve_to (cr, 98.5, 73.5, 95, 77.5, 88, 77.5);
  cairo_line_to (cr, 84, 77.5);
}

static void
draw_impression (cairo_t *cr,
                 gboolean dark)
{
  /* The vermilion of the ink, lighter on a dark page. */
  if (dark)
    cairo_set_source_rgb (cr, 0xf2 / 255., 0x6d / 255., 0x52 / 255.);
  else
    cairo_set_source_rgb (cr, 0xc9 / 255., 0x35 / 255., 0x1c / 255.);

  cairo_set_line_width (cr, 6);
  cairo_arc (cr, 64, 64, 54, 0, 2 * G_PI);
  cairo_stroke (cr);

  cairo_set_line_width (cr, 8);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  trace_strokes (cr);
  cairo_stroke (cr);
}

static void
inkan_seal_snapshot (GtkWidget   *widget,
                     GtkSnapshot *snapshot)
{
  InkanSeal *self = INKAN_SEAL (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  double scale = MIN (width, height) / 128 * (1 + (FROM_SCALE - 1) * self->height);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  cairo_t *cr;

  if (!self->stamped)
    return;

  gtk_snapshot_push_opacity (snapshot, CLAMP (1 - self->height, 0, 1));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (width / 2, height / 2));
  gtk_snapshot_rotate (snapshot, TILT);
  gtk_snapshot_scale (snapshot, scale, scale);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (-64, -64));
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, 128, 128));
  draw_impression (cr, dark);
  cairo_destroy (cr);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
inkan_seal_measure (GtkWidget      *widget,
                    GtkOrientation  orientation,
                    int             for_size,
                    int            *minimum,
                    int            *natural,
                    int            *minimum_baseline,
                    int            *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
inkan_seal_dispose (GObject *object)
{
  InkanSeal *self = INKAN_SEAL (object);

  if (self->animation != NULL)
    adw_animation_reset (self->animation);
  g_clear_object (&self->animation);

  G_OBJECT_CLASS (inkan_seal_parent_class)->dispose (object);
}

static void
inkan_seal_class_init (InkanSealClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inkan_seal_dispose;
  widget_class->snapshot = inkan_seal_snapshot;
  widget_class->measure = inkan_seal_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "seal");
}

static void
inkan_seal_init (InkanSeal *self)
{
  AdwAnimationTarget *target = adw_callback_animation_target_new (set_height, self, NULL);

  /* AdwAnimation itself jumps to its end when animations are switched off. */
  self->animation = adw_timed_animation_new (GTK_WIDGET (self), 1, 0, DURATION, target);
  adw_timed_animation_set_easing (ADW_TIMED_ANIMATION (self->animation), ADW_EASE_IN_CUBIC);
  self->height = 1;
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Seal"), -1);
}

void
inkan_seal_set_stamped (InkanSeal *self,
                        gboolean   stamped)
{
  g_return_if_fail (INKAN_IS_SEAL (self));

  if (self->stamped == !!stamped)
    return;
  self->stamped = !!stamped;
  if (self->stamped)
    adw_animation_play (self->animation);
  else
    adw_animation_reset (self->animation);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
inkan_seal_get_stamped (InkanSeal *self)
{
  g_return_val_if_fail (INKAN_IS_SEAL (self), FALSE);

  return self->stamped;
}

gboolean
inkan_seal_is_moving (InkanSeal *self)
{
  g_return_val_if_fail (INKAN_IS_SEAL (self), FALSE);

  return self->stamped && self->height > 0;
}
