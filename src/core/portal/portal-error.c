/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-private.h"

typedef struct {
  GDateTime *retry_after;
  gboolean after_agreement;
} InkanPortalErrorPrivate;

static void
inkan_portal_error_private_init (InkanPortalErrorPrivate *priv)
{
}

static void
inkan_portal_error_private_copy (const InkanPortalErrorPrivate *source,
                                 InkanPortalErrorPrivate       *copy)
{
  copy->retry_after = source->retry_after != NULL ? g_date_time_ref (source->retry_after) : NULL;
  copy->after_agreement = source->after_agreement;
}

static void
inkan_portal_error_private_clear (InkanPortalErrorPrivate *priv)
{
  g_clear_pointer (&priv->retry_after, g_date_time_unref);
}

G_DEFINE_EXTENDED_ERROR (InkanPortalError, inkan_portal_error)

/**
 * inkan_portal_error_get_retry_after:
 * @error: any error
 *
 * Returns: (transfer none) (nullable): the time from which the portal says that
 *   trying again makes sense
 */
GDateTime *
inkan_portal_error_get_retry_after (const GError *error)
{
  InkanPortalErrorPrivate *priv;

  g_return_val_if_fail (error != NULL, NULL);

  priv = error->domain == INKAN_PORTAL_ERROR ? inkan_portal_error_get_private (error) : NULL;
  return priv != NULL ? priv->retry_after : NULL;
}

gboolean
inkan_portal_error_is_after_agreement (const GError *error)
{
  InkanPortalErrorPrivate *priv;

  g_return_val_if_fail (error != NULL, FALSE);

  priv = error->domain == INKAN_PORTAL_ERROR ? inkan_portal_error_get_private (error) : NULL;
  return priv != NULL && priv->after_agreement;
}

gboolean
inkan_portal_error_is_something_else (const GError *error)
{
  return g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NOT_A_CERTIFICATE)
         || g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_TOO_LARGE);
}

void
inkan_portal_error_set_retry_after (GError    *error,
                                    GDateTime *retry_after)
{
  InkanPortalErrorPrivate *priv = inkan_portal_error_get_private (error);

  g_clear_pointer (&priv->retry_after, g_date_time_unref);
  priv->retry_after = retry_after != NULL ? g_date_time_ref (retry_after) : NULL;
}

void
inkan_portal_error_set_after_agreement (GError *error)
{
  inkan_portal_error_get_private (error)->after_agreement = TRUE;
}
