/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "form.h"
#include "web-page.h"
#include "portal.h"

G_BEGIN_DECLS

/* What an implementation of InkanPortal needs of the objects that it hands out. */

void            inkan_portal_error_set_retry_after     (GError    *error,
                                                        GDateTime *retry_after);
void            inkan_portal_error_set_after_agreement (GError    *error);

InkanOffer     *inkan_offer_new          (const char      *name,
                                          const char      *state_text,
                                          InkanOfferState  state);
InkanOffer     *inkan_offer_new_implied  (const char      *name);
/* Where the offer was found: @control is the link or button that leads on. */
void            inkan_offer_set_source   (InkanOffer      *self,
                                          InkanWebPage       *page,
                                          xmlNodePtr       control);
InkanWebPage      *inkan_offer_get_page     (InkanOffer      *self);
xmlNodePtr      inkan_offer_get_control  (InkanOffer      *self);
/* The file came as the answer to the identity form already. */
void            inkan_offer_set_delivery (InkanOffer      *self,
                                          InkanDelivery   *delivery);
InkanDelivery  *inkan_offer_get_delivery (InkanOffer      *self);

InkanAgreement *inkan_agreement_new           (void);
void            inkan_agreement_add_detail    (InkanAgreement *self,
                                               char           *name,   /* (transfer full) */
                                               char           *value); /* (transfer full) */
void            inkan_agreement_take_texts    (InkanAgreement *self,
                                               char           *procedure,
                                               char           *terms);
void            inkan_agreement_add_choice    (InkanAgreement     *self,
                                               InkanFurtherChoice *choice); /* (transfer full) */
/* How to agree: press @button of @form, with the choices made. */
void            inkan_agreement_set_form      (InkanAgreement *self,
                                               InkanForm      *form,
                                               xmlNodePtr      button);
/* Where in that form the passphrase of the person's choice goes. */
void            inkan_agreement_add_passphrase_control  (InkanAgreement *self,
                                                         xmlNodePtr      control);
GPtrArray      *inkan_agreement_get_passphrase_controls (InkanAgreement *self); /* (transfer none) */
InkanForm      *inkan_agreement_get_form      (InkanAgreement *self);
xmlNodePtr      inkan_agreement_get_button    (InkanAgreement *self);
void            inkan_agreement_set_told_passphrase (InkanAgreement *self,
                                                     SecretValue    *passphrase);
/* %FALSE when it was spent already. */
gboolean        inkan_agreement_spend         (InkanAgreement *self);

InkanFurtherChoice *inkan_further_choice_new  (const char         *name,
                                               const char         *label);
void            inkan_further_choice_free     (InkanFurtherChoice *choice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanFurtherChoice, inkan_further_choice_free)

InkanDelivery  *inkan_delivery_new            (GBytes      *bytes,
                                               const char  *suggested_name,
                                               SecretValue *passphrase);

G_END_DECLS
