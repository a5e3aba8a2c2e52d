/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "waiting-view.h"

#include <glib/gi18n.h>

#include "../../wording/portal-text.h"
#include "../../wording/quantity-text.h"

struct _InkanWaitingView {
  GtkBox parent_instance;

  GtkSpinner *spinner;
  GtkLabel *elapsed_label;
  GtkLabel *what_label;
  GtkLabel *usual_label;

  gint64 since;
  gboolean asking;
  gint64 minutes_spoken;
  guint ticker; /* source id; runs only while the view is mapped */
};

enum {
  SIGNAL_SPOKEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InkanWaitingView, inkan_waiting_view, GTK_TYPE_BOX)

static void
speak (InkanWaitingView *self,
       const char       *text)
{
  g_signal_emit (self, signals[SIGNAL_SPOKEN], 0, text);
}

static gboolean
on_tick (gpointer user_data)
{
  InkanWaitingView *self = INKAN_WAITING_VIEW (user_data);
  gint64 elapsed = g_get_monotonic_time () - self->since;
  gint64 minutes = elapsed / G_USEC_PER_SEC / 60;
  g_autofree char *text = inkan_format_elapsed (elapsed);

  gtk_label_set_text (self->elapsed_label, text);
  if (minutes > self->minutes_spoken) {
    g_autofree char *spoken = inkan_waiting_so_far_text (minutes);

    self->minutes_spoken = minutes;
    speak (self, spoken);
  }
  return G_SOURCE_CONTINUE;
}

/* A spinner and a clock that nobody sees would only keep the processor awake. */
static void
update_running (InkanWaitingView *self)
{
  gboolean running = self->since != 0 && gtk_widget_get_mapped (GTK_WIDGET (self));

  gtk_spinner_set_spinning (self->spinner, running);
  if (!running) {
    g_clear_handle_id (&self->ticker, g_source_remove);
    return;
  }
  on_tick (self);
  if (self->ticker == 0)
    self->ticker = g_timeout_add_seconds (1, on_tick, self);
}

static void
inkan_waiting_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (inkan_waiting_view_parent_class)->map (widget);

  update_running (INKAN_WAITING_VIEW (widget));
}

static void
inkan_waiting_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (inkan_waiting_view_parent_class)->unmap (widget);

  update_running (INKAN_WAITING_VIEW (widget));
}

static void
inkan_waiting_view_dispose (GObject *object)
{
  g_clear_handle_id (&INKAN_WAITING_VIEW (object)->ticker, g_source_remove);

  G_OBJECT_CLASS (inkan_waiting_view_parent_class)->dispose (object);
}

static void
inkan_waiting_view_class_init (InkanWaitingViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inkan_waiting_view_dispose;
  widget_class->map = inkan_waiting_view_map;
  widget_class->unmap = inkan_waiting_view_unmap;

  signals[SIGNAL_SPOKEN] = g_signal_new ("spoken", INKAN_TYPE_WAITING_VIEW, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/parts/waiting-view.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanWaitingView, spinner);
  gtk_widget_class_bind_template_child (widget_class, InkanWaitingView, elapsed_label);
  gtk_widget_class_bind_template_child (widget_class, InkanWaitingView, what_label);
  gtk_widget_class_bind_template_child (widget_class, InkanWaitingView, usual_label);
}

static void
inkan_waiting_view_init (InkanWaitingView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_text (self->usual_label, inkan_waiting_usual_text ());
}

void
inkan_waiting_view_set (InkanWaitingView *self,
                        gint64            since,
                        gboolean          asking)
{
  gboolean starts;

  g_return_if_fail (INKAN_IS_WAITING_VIEW (self));

  starts = since != 0 && (self->since == 0 || self->asking != asking);
  if (self->since == 0)
    self->minutes_spoken = 0;
  self->since = since;
  self->asking = asking;

  gtk_label_set_text (self->what_label,
                      inkan_waiting_text (asking ? INKAN_STATE_RESOLVING : INKAN_STATE_ISSUING));
  gtk_widget_set_visible (GTK_WIDGET (self->usual_label), !asking);
  update_running (self);

  if (starts)
    speak (self, asking ? inkan_waiting_text (INKAN_STATE_RESOLVING)
                        : _("The portal is issuing your certificate. Usually 1 to 3 minutes. "
                            "Please wait; there is nothing to press."));
}
