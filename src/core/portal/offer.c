/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-private.h"

struct _InkanOffer {
  GObject parent_instance;

  char *name;
  char *state_text;
  InkanOfferState state;
  gboolean implied;

  InkanWebPage *page;
  xmlNodePtr control; /* belongs to the page */
  InkanDelivery *delivery;
};

G_DEFINE_FINAL_TYPE (InkanOffer, inkan_offer, G_TYPE_OBJECT)

static void
inkan_offer_finalize (GObject *object)
{
  InkanOffer *self = INKAN_OFFER (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->state_text, g_free);
  g_clear_pointer (&self->page, inkan_web_page_unref);
  g_clear_object (&self->delivery);

  G_OBJECT_CLASS (inkan_offer_parent_class)->finalize (object);
}

static void
inkan_offer_class_init (InkanOfferClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = inkan_offer_finalize;
}

static void
inkan_offer_init (InkanOffer *self)
{
}

InkanOffer *
inkan_offer_new (const char      *name,
                 const char      *state_text,
                 InkanOfferState  state)
{
  InkanOffer *self = g_object_new (INKAN_TYPE_OFFER, NULL);

  self->name = g_strdup (name);
  self->state_text = g_strdup (state_text);
  self->state = state;
  return self;
}

InkanOffer *
inkan_offer_new_implied (const char *name)
{
  InkanOffer *self = inkan_offer_new (name, NULL, INKAN_OFFER_READY);

  self->implied = TRUE;
  return self;
}

const char *
inkan_offer_get_name (InkanOffer *self)
{
  g_return_val_if_fail (INKAN_IS_OFFER (self), NULL);
  return self->name;
}

const char *
inkan_offer_get_state_text (InkanOffer *self)
{
  g_return_val_if_fail (INKAN_IS_OFFER (self), NULL);
  return self->state_text;
}

InkanOfferState
inkan_offer_get_state (InkanOffer *self)
{
  g_return_val_if_fail (INKAN_IS_OFFER (self), INKAN_OFFER_NOT_READY);
  return self->state;
}

gboolean
inkan_offer_get_implied (InkanOffer *self)
{
  g_return_val_if_fail (INKAN_IS_OFFER (self), FALSE);
  return self->implied;
}

void
inkan_offer_set_source (InkanOffer *self,
                        InkanWebPage  *page,
                        xmlNodePtr  control)
{
  g_assert (self->page == NULL);

  self->page = inkan_web_page_ref (page);
  self->control = control;
}

InkanWebPage *
inkan_offer_get_page (InkanOffer *self)
{
  return self->page;
}

xmlNodePtr
inkan_offer_get_control (InkanOffer *self)
{
  return self->control;
}

void
inkan_offer_set_delivery (InkanOffer    *self,
                          InkanDelivery *delivery)
{
  g_set_object (&self->delivery, delivery);
}

InkanDelivery *
inkan_offer_get_delivery (InkanOffer *self)
{
  return self->delivery;
}
