/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/portal/portal.h"

/* The portal's operations, waited for. */

typedef struct {
  GAsyncResult *result;
} Waiting;

static inline void
on_waited (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  ((Waiting *) data)->result = g_object_ref (result);
}

static inline GAsyncResult *
wait_for (Waiting *waiting)
{
  while (waiting->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return waiting->result;
}

static inline GListModel *
identify (InkanPortal       *portal,
          InkanCredentials  *credentials,
          GCancellable      *cancellable,
          GError           **error)
{
  Waiting waiting = { NULL };
  GListModel *offers;

  inkan_portal_identify_async (portal, credentials, cancellable, on_waited, &waiting);
  offers = inkan_portal_identify_finish (portal, wait_for (&waiting), error);
  g_object_unref (waiting.result);
  return offers;
}

static inline InkanAgreement *
review (InkanPortal  *portal,
        InkanOffer   *offer,
        GError      **error)
{
  Waiting waiting = { NULL };
  InkanAgreement *agreement;

  inkan_portal_review_async (portal, offer, NULL, on_waited, &waiting);
  agreement = inkan_portal_review_finish (portal, wait_for (&waiting), error);
  g_object_unref (waiting.result);
  return agreement;
}

static inline InkanDelivery *
issue (InkanPortal         *portal,
       InkanOffer          *offer,
       InkanAgreement      *agreement,
       InkanIssueProgress   progress,
       gpointer             data,
       GCancellable        *cancellable,
       GError             **error)
{
  Waiting waiting = { NULL };
  InkanDelivery *delivery;

  inkan_portal_issue_async (portal, offer, agreement, progress, data, cancellable, on_waited, &waiting);
  delivery = inkan_portal_issue_finish (portal, wait_for (&waiting), error);
  g_object_unref (waiting.result);
  return delivery;
}

static inline InkanCredentials *
make_credentials (const char *email,
                  const char *password,
                  const char *code)
{
  static const char * const fields[] = { "email", "password", "code" };
  const char *values[] = { email, password, code };
  InkanCredentials *credentials = inkan_credentials_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      SecretValue *value = values[i] != NULL ? secret_value_new (values[i], -1, "text/plain") : NULL;

      inkan_credentials_set (credentials, fields[i], value);
      g_clear_pointer (&value, secret_value_unref);
    }
  return credentials;
}
