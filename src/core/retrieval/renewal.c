/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "retrieval-private.h"

/* The portal's session ended, or may have, before the agreement went out. It is
 * begun anew with what the person entered, and the same certificate is chosen
 * again: once for one thing that they asked. What they have agreed to is sent
 * only when the portal still shows the same; after the agreement went out none of
 * this happens (see inkan_retrieval_resolve()). */

static void renewed_list_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void renewed_page_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static guint
count_before (GListModel *offers, const char *name, InkanOffer *end)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (offers); i++) {
    g_autoptr (InkanOffer) offer = g_list_model_get_item (offers, i);

    if (offer == end)
      break;
    n += g_strcmp0 (inkan_offer_get_name (offer), name) == 0;
  }

  return n;
}

/* (transfer full) (nullable): by its name; of several that are called the same, the
 * one in the same place. */
InkanOffer *
inkan_retrieval_find_same_offer (GListModel *before, InkanOffer *chosen, GListModel *now)
{
  const char *name = inkan_offer_get_name (chosen);
  guint wanted = before != NULL ? count_before (before, name, chosen) : 0;
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (now); i++) {
    g_autoptr (InkanOffer) offer = g_list_model_get_item (now, i);

    if (g_strcmp0 (inkan_offer_get_name (offer), name) == 0 && n++ == wanted)
      return g_steal_pointer (&offer);
  }

  return NULL;
}

/* Identifies again, and chooses again. %FALSE: that was done already for what the
 * person asked. */
gboolean
inkan_retrieval_identify_again (InkanRetrieval *self)
{
  if (self->identified_again)
    return FALSE;

  self->identified_again = TRUE;
  inkan_portal_identify_async (self->portal, self->credentials, self->cancellable, renewed_list_cb,
                               inkan_retrieval_begin_visit (self));
  return TRUE;
}

static GError *
not_to_be_had (InkanOffer *offer) /* (nullable) */
{
  if (offer != NULL && inkan_offer_get_state (offer) == INKAN_OFFER_NOT_READY)
    return g_error_new_literal (INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NOT_READY, "not ready in the new list");
  return g_error_new_literal (INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_ALREADY_RETRIEVED,
                              offer != NULL ? "fetched already, by the new list" : "no longer in the list");
}

static void
renewed_list_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (InkanRetrieval) self = inkan_retrieval_end_visit (user_data);
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (InkanOffer) offer = NULL;
  GError *error = NULL;

  if (self == NULL)
    return;
  offers = inkan_portal_identify_finish (INKAN_PORTAL (source), result, &error);
  if (offers == NULL) {
    inkan_retrieval_post (self, INKAN_EVENT_SESSION_OVER, error);
    return;
  }

  offer = inkan_retrieval_find_same_offer (self->offers, self->offer, offers);
  inkan_retrieval_set_offers (self, offers);
  if (offer == NULL || inkan_offer_get_state (offer) != INKAN_OFFER_READY) {
    inkan_retrieval_post (self, INKAN_EVENT_FAILED, not_to_be_had (offer));
    return;
  }

  inkan_retrieval_set_offer (self, offer);
  if (self->state == INKAN_STATE_RENEWING)
    inkan_portal_review_async (self->portal, offer, self->cancellable, renewed_page_cb,
                               inkan_retrieval_begin_visit (self));
  else
    inkan_retrieval_review (self);
}

static void
renewed_page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (InkanRetrieval) self = inkan_retrieval_end_visit (user_data);
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autoptr (InkanAgreement) agreed = NULL;
  GError *error = NULL;

  if (self == NULL)
    return;
  agreement = inkan_portal_review_finish (INKAN_PORTAL (source), result, &error);
  if (agreement == NULL && g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_SESSION)) {
    if (inkan_retrieval_identify_again (self))
      g_clear_error (&error);
    else
      inkan_retrieval_post (self, INKAN_EVENT_SESSION_OVER, error);
    return;
  }

  agreed = g_steal_pointer (&self->agreed);
  if (agreement == NULL) {
    inkan_retrieval_post (self, INKAN_EVENT_FAILED, error);
    return;
  }
  inkan_retrieval_take_agreement (self, agreement);
  if (!inkan_agreement_take_decisions (agreement, agreed)) {
    /* Nobody has agreed to this. */
    inkan_retrieval_post (self, INKAN_EVENT_REVIEWED,
                          g_error_new_literal (INKAN_RETRIEVAL_ERROR, INKAN_RETRIEVAL_ERROR_AGREEMENT_CHANGED,
                                               "The page with the agreement is not the same as before"));
    return;
  }

  inkan_retrieval_post (self, INKAN_EVENT_RENEWED, NULL);
  inkan_retrieval_issue (self);
}

/* From the page with the agreement, or from an agreement that was not sent. */
void
inkan_retrieval_renew (InkanRetrieval *self, gboolean session_over)
{
  g_set_object (&self->agreed, self->agreement);
  inkan_retrieval_post (self, INKAN_EVENT_RENEW, NULL);
  if (session_over)
    inkan_retrieval_identify_again (self);
  else
    inkan_portal_review_async (self->portal, self->offer, self->cancellable, renewed_page_cb,
                               inkan_retrieval_begin_visit (self));
}

/* Whether the person has read for so long that the portal may have forgotten them.
 * A page that came with the identity check cannot be asked for by itself. */
gboolean
inkan_retrieval_is_stale (InkanRetrieval *self)
{
  return !inkan_offer_get_implied (self->offer)
         && g_get_real_time () - self->reviewed_at >= (gint64) self->review_lifetime * G_USEC_PER_SEC;
}
