/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-private.h"

struct _InkanDelivery {
  GObject parent_instance;

  GBytes *bytes;
  char *suggested_name;
  SecretValue *passphrase;
};

G_DEFINE_FINAL_TYPE (InkanDelivery, inkan_delivery, G_TYPE_OBJECT)

static void
inkan_delivery_finalize (GObject *object)
{
  InkanDelivery *self = INKAN_DELIVERY (object);

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->suggested_name, g_free);
  g_clear_pointer (&self->passphrase, secret_value_unref);

  G_OBJECT_CLASS (inkan_delivery_parent_class)->finalize (object);
}

static void
inkan_delivery_class_init (InkanDeliveryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = inkan_delivery_finalize;
}

static void
inkan_delivery_init (InkanDelivery *self)
{
}

InkanDelivery *
inkan_delivery_new (GBytes      *bytes,
                    const char  *suggested_name,
                    SecretValue *passphrase)
{
  InkanDelivery *self = g_object_new (INKAN_TYPE_DELIVERY, NULL);

  self->bytes = g_bytes_ref (bytes);
  self->suggested_name = g_strdup (suggested_name);
  self->passphrase = passphrase != NULL ? secret_value_ref (passphrase) : NULL;
  return self;
}

GBytes *
inkan_delivery_get_bytes (InkanDelivery *self)
{
  g_return_val_if_fail (INKAN_IS_DELIVERY (self), NULL);
  return self->bytes;
}

const char *
inkan_delivery_get_suggested_name (InkanDelivery *self)
{
  g_return_val_if_fail (INKAN_IS_DELIVERY (self), NULL);
  return self->suggested_name;
}

SecretValue *
inkan_delivery_get_passphrase (InkanDelivery *self)
{
  g_return_val_if_fail (INKAN_IS_DELIVERY (self), NULL);
  return self->passphrase;
}
