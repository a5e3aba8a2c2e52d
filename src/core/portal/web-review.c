/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "definition-private.h"
#include "finding.h"
#include "web-portal-private.h"

#include <string.h>

/* A review on its way: the agreement is read, its terms may still be coming. */
typedef struct {
  InkanOffer *offer;
  InkanAgreement *agreement;
} Review;

static void
review_free (gpointer data)
{
  Review *review = data;

  g_clear_object (&review->offer);
  g_clear_object (&review->agreement);
  g_free (review);
}

/* The terms as text; an address where they are not text. */
static char *
read_terms (InkanAnswer *answer)
{
  g_autoptr (InkanWebPage) page = NULL;
  const char *type = answer->content_type != NULL ? answer->content_type : "";

  if (answer->status < 200 || answer->status >= 300)
    return NULL;
  if (g_ascii_strncasecmp (type, "text/", 5) != 0 && strcasestr (type, "html") == NULL)
    return g_uri_to_string (answer->uri);

  page = inkan_web_page_new (answer->body, answer->content_type, answer->uri, NULL);
  return page != NULL ? inkan_node_text (inkan_web_page_get_root (page), TRUE) : NULL;
}

static void
on_terms (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (InkanAnswer) answer = NULL;
  Review *review = g_task_get_task_data (task);
  GError *error = NULL;
  char *terms;

  answer = inkan_transport_fetch_finish (INKAN_TRANSPORT (object), result, NULL, &error);
  if (answer == NULL)
    {
      inkan_web_portal_fail (task, error);
      return;
    }

  terms = read_terms (answer);
  if (terms == NULL || *terms == '\0')
    {
      g_free (terms);
      /* Nobody can agree to what cannot be read. */
      inkan_web_portal_fail (task, inkan_web_error (INKAN_PORTAL_ERROR_UNEXPECTED_PAGE, NULL,
                                                    "The terms behind the link could not be read (HTTP %u)",
                                                    answer->status));
      return;
    }
  inkan_agreement_take_texts (review->agreement, g_strdup (inkan_agreement_get_procedure (review->agreement)), terms);
  inkan_web_portal_return (task, g_steal_pointer (&review->agreement));
}

/* Where nobody is led who is still known. */
static gboolean
is_start_page (InkanWebPortal *self,
               InkanWebPage   *page)
{
  g_autofree char *address = g_uri_to_string (inkan_web_page_get_uri (page));

  return strcmp (address, inkan_portal_definition_get_start (self->definition)) == 0;
}

static gboolean
shows_agreement (InkanWebPortal *self,
                 InkanWebPage   *page)
{
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autofree char *missing = NULL;
  xmlNodePtr terms_link;

  if (inkan_web_portal_asks_again (self, page))
    return TRUE;
  agreement = inkan_web_read_agreement (self->definition, page, &terms_link, &missing);
  return agreement != NULL;
}

static void
read_page (GTask     *task,
           InkanWebPage *page)
{
  InkanWebPortal *self = g_task_get_source_object (task);
  Review *review = g_task_get_task_data (task);
  g_autofree char *missing = NULL;
  xmlNodePtr terms_link = NULL;
  InkanRequest *request;
  GError *error = NULL;

  review->agreement = inkan_web_read_agreement (self->definition, page, &terms_link, &missing);
  if (review->agreement == NULL)
    {
      /* The answer to the identity check leads nowhere back, whatever its address. */
      gboolean led_back = !inkan_offer_get_implied (review->offer) && is_start_page (self, page);

      error = led_back ? inkan_web_error (INKAN_PORTAL_ERROR_SESSION, NULL, "The portal leads back to its start page")
                       : inkan_web_missing_error (page, "The agreement page", missing);
      inkan_web_portal_fail (task, error);
      return;
    }
  if (terms_link == NULL || inkan_agreement_get_terms (review->agreement) != NULL)
    {
      inkan_web_portal_return (task, g_steal_pointer (&review->agreement));
      return;
    }

  request = inkan_web_follow (page, terms_link, &error);
  if (request == NULL)
    inkan_web_portal_fail (task, error);
  else
    inkan_web_portal_fetch (task, request, INKAN_FETCH_PLAIN, on_terms);
}

static void
on_review_opened (GObject      *object,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (InkanWebPage) page = NULL;
  GError *error = NULL;

  page = inkan_web_portal_open_finish (INKAN_WEB_PORTAL (object), result, NULL, &error);
  if (page == NULL)
    inkan_web_portal_fail (task, error);
  else
    read_page (task, page);
}

static void
on_review_page (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (InkanAnswer) answer = NULL;
  g_autoptr (InkanDelivery) delivery = NULL;
  Review *review = g_task_get_task_data (task);
  GError *error = NULL;

  answer = inkan_transport_fetch_finish (INKAN_TRANSPORT (object), result, NULL, &error);
  if (answer == NULL)
    inkan_web_portal_fail (task, error);
  else if ((delivery = inkan_web_take_file (answer, NULL)) != NULL)
    {
      /* The portal did not wait for an agreement: what is here is not thrown away. */
      inkan_offer_set_delivery (review->offer, delivery);
      inkan_web_portal_return (task, inkan_agreement_new ());
    }
  else
    inkan_web_portal_open (task, g_steal_pointer (&answer), "Agreement", TRUE, shows_agreement, on_review_opened);
}

void
inkan_web_portal_review_async (InkanPortal         *portal,
                               InkanOffer          *offer,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  InkanWebPortal *self = INKAN_WEB_PORTAL (portal);
  g_autoptr (GTask) task = inkan_web_portal_begin (self, inkan_web_portal_review_async, cancellable,
                                                   callback, user_data);
  Review *review = NULL;
  InkanRequest *request = NULL;
  GError *error = NULL;

  if (task == NULL)
    return;

  review = g_new0 (Review, 1);
  review->offer = g_object_ref (offer);
  g_task_set_task_data (task, review, review_free);

  if (inkan_offer_get_delivery (offer) != NULL)
    inkan_web_portal_return (task, inkan_agreement_new ());
  else if (inkan_offer_get_implied (offer))
    read_page (task, inkan_offer_get_page (offer));
  else if (inkan_offer_get_control (offer) == NULL)
    inkan_web_portal_fail (task, inkan_web_error (inkan_offer_get_state (offer) == INKAN_OFFER_RETRIEVED
                                                  ? INKAN_PORTAL_ERROR_ALREADY_RETRIEVED
                                                  : INKAN_PORTAL_ERROR_NOT_READY,
                                                  NULL, "The row has nothing that leads on"));
  else if (!inkan_portal_definition_has_agreement (self->definition))
    /* Following the row is what issues the certificate: not before the person says so. */
    inkan_web_portal_return (task, inkan_agreement_new ());
  else if ((request = inkan_web_follow (inkan_offer_get_page (offer), inkan_offer_get_control (offer), &error)) != NULL)
    inkan_web_portal_fetch (task, request, INKAN_FETCH_PLAIN, on_review_page);
  else
    inkan_web_portal_fail (task, error);
}
