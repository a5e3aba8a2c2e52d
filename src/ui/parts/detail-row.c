/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "detail-row.h"

#include <glib/gi18n.h>

#include "wrapping.h"

struct _InkanDetailRow {
  AdwPreferencesRow parent_instance;

  GtkLabel *label_label;
  GtkLabel *value_label;
};

enum {
  PROP_0,
  PROP_LABEL,
  PROP_VALUE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (InkanDetailRow, inkan_detail_row, ADW_TYPE_PREFERENCES_ROW)

/* What a screen reader says: of the row "name: value", of the value alone too. */
static void
name_row (InkanDetailRow *self)
{
  g_autofree char *spoken = NULL;

  /* Translators: a fact: its name, and its value. */
  spoken = g_strdup_printf (_("%s: %s"), gtk_label_get_text (self->label_label),
                            gtk_label_get_text (self->value_label));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
inkan_detail_row_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  InkanDetailRow *self = INKAN_DETAIL_ROW (object);

  switch (prop_id) {
  case PROP_LABEL:
    g_value_set_string (value, gtk_label_get_text (self->label_label));
    break;
  case PROP_VALUE:
    g_value_set_string (value, inkan_detail_row_get_value (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
inkan_detail_row_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  InkanDetailRow *self = INKAN_DETAIL_ROW (object);
  const char *text;

  switch (prop_id) {
  case PROP_LABEL:
    text = g_value_get_string (value);
    gtk_label_set_text (self->label_label, text != NULL ? text : "");
    name_row (self);
    break;
  case PROP_VALUE:
    inkan_detail_row_set_value (self, g_value_get_string (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
inkan_detail_row_class_init (InkanDetailRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = inkan_detail_row_get_property;
  object_class->set_property = inkan_detail_row_set_property;

  props[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL,
                                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, NULL,
                                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/parts/detail-row.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanDetailRow, label_label);
  gtk_widget_class_bind_template_child (widget_class, InkanDetailRow, value_label);
}

static void
inkan_detail_row_init (InkanDetailRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  inkan_label_break_plainly (self->value_label);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
inkan_detail_row_new (const char *label,
                      const char *value)
{
  return g_object_new (INKAN_TYPE_DETAIL_ROW, "label", label, "value", value, NULL);
}

void
inkan_detail_row_set_value (InkanDetailRow *self,
                            const char     *value)
{
  g_return_if_fail (INKAN_IS_DETAIL_ROW (self));

  gtk_label_set_text (self->value_label, value != NULL ? value : "");
  gtk_widget_set_visible (GTK_WIDGET (self), value != NULL);
  name_row (self);
}

const char *
inkan_detail_row_get_value (InkanDetailRow *self)
{
  g_return_val_if_fail (INKAN_IS_DETAIL_ROW (self), NULL);

  return gtk_label_get_text (self->value_label);
}
