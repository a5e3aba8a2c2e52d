/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal.h"

G_DEFINE_INTERFACE (InkanPortal, inkan_portal, G_TYPE_OBJECT)

static void
inkan_portal_default_init (InkanPortalInterface *iface)
{
}

/**
 * inkan_portal_identify_async:
 * @credentials: what the person typed, by the definition's field names
 *
 * Proves to the portal who the person is (guide, step 2), in a new session.
 * Errors: #InkanPortalError, %G_IO_ERROR_CANCELLED.
 */
void
inkan_portal_identify_async (InkanPortal         *self,
                             InkanCredentials    *credentials,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (INKAN_IS_PORTAL (self));
  g_return_if_fail (credentials != NULL);

  INKAN_PORTAL_GET_IFACE (self)->identify_async (self, credentials, cancellable, callback, user_data);
}

/**
 * inkan_portal_identify_finish:
 *
 * Returns: (transfer full): the list of the guide's step 3, of InkanOffer
 */
GListModel *
inkan_portal_identify_finish (InkanPortal   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (INKAN_IS_PORTAL (self), NULL);
  return INKAN_PORTAL_GET_IFACE (self)->identify_finish (self, result, error);
}

/**
 * inkan_portal_review_async:
 * @offer: one of the last identification
 *
 * Asks for what there is to agree to (guide, step 4). Decides nothing, and may
 * be done again.
 */
void
inkan_portal_review_async (InkanPortal         *self,
                           InkanOffer          *offer,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (INKAN_IS_PORTAL (self));
  g_return_if_fail (INKAN_IS_OFFER (offer));

  INKAN_PORTAL_GET_IFACE (self)->review_async (self, offer, cancellable, callback, user_data);
}

/* Returns: (transfer full) */
InkanAgreement *
inkan_portal_review_finish (InkanPortal   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (INKAN_IS_PORTAL (self), NULL);
  return INKAN_PORTAL_GET_IFACE (self)->review_finish (self, result, error);
}

void
inkan_portal_issue_async (InkanPortal         *self,
                          InkanOffer          *offer,
                          InkanAgreement      *agreement,
                          InkanIssueProgress   progress,
                          gpointer             progress_data,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (INKAN_IS_PORTAL (self));
  g_return_if_fail (INKAN_IS_OFFER (offer));
  g_return_if_fail (INKAN_IS_AGREEMENT (agreement));

  INKAN_PORTAL_GET_IFACE (self)->issue_async (self, offer, agreement, progress, progress_data,
                                              cancellable, callback, user_data);
}

/* Returns: (transfer full) */
InkanDelivery *
inkan_portal_issue_finish (InkanPortal   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (INKAN_IS_PORTAL (self), NULL);
  return INKAN_PORTAL_GET_IFACE (self)->issue_finish (self, result, error);
}

gboolean
inkan_portal_get_clock_offset (InkanPortal *self,
                               GTimeSpan   *offset)
{
  g_return_val_if_fail (INKAN_IS_PORTAL (self), FALSE);
  return INKAN_PORTAL_GET_IFACE (self)->get_clock_offset (self, offset);
}

GDateTime *
inkan_portal_get_certificate_end (InkanPortal *self)
{
  g_return_val_if_fail (INKAN_IS_PORTAL (self), NULL);
  return INKAN_PORTAL_GET_IFACE (self)->get_certificate_end (self);
}
