/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "definition-private.h"
#include "explanation-private.h"
#include "finding.h"
#include "scripts.h"
#include "web-portal-private.h"

#include <string.h>

/* Whether an answer shows what comes after the identity form. */
static gboolean
shows_what_follows (InkanWebPortal *self,
                    InkanWebPage   *page)
{
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autofree char *missing = NULL;
  xmlNodePtr terms_link;

  if (inkan_web_portal_asks_again (self, page))
    return TRUE;
  if (inkan_portal_definition_has_offers (self->definition))
    {
      offers = inkan_web_read_offers (self, page, NULL);
      return offers != NULL ||
             inkan_web_page_holds (page, inkan_portal_definition_get_xpath (self->definition, "Offers", "Empty"), NULL);
    }
  agreement = inkan_web_read_agreement (self->definition, page, &terms_link, &missing);
  return agreement != NULL;
}

static void
on_identity_page (GObject      *object,
                  GAsyncResult *result,
                  gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (InkanWebPage) page = NULL;
  InkanWebPortal *self = INKAN_WEB_PORTAL (object);
  GListModel *offers = NULL;
  GError *error = NULL;

  page = inkan_web_portal_open_finish (self, result, NULL, &error);
  if (page != NULL)
    offers = inkan_web_read_offers (self, page, &error);

  if (offers != NULL)
    inkan_web_portal_return (task, offers);
  else
    inkan_web_portal_fail (task, error);
}

/* The file came as the answer already. */
static GListModel *
offer_file (InkanWebPortal *self,
            InkanDelivery  *delivery)
{
  GListStore *offers = g_list_store_new (INKAN_TYPE_OFFER);
  g_autoptr (InkanOffer) offer = inkan_offer_new_implied (inkan_portal_definition_get_name (self->definition));

  inkan_offer_set_delivery (offer, delivery);
  g_list_store_append (offers, offer);
  return G_LIST_MODEL (offers);
}

/* With HTTP authentication the start page is the answer; a portal that did not
 * ask who is there knows nobody. */
static gboolean
has_asked (InkanWebPortal  *self,
           InkanAnswer     *answer,
           GError         **error)
{
  InkanHttpAuth *auth = inkan_transport_get_auth (self->transport);

  if (auth == NULL || inkan_http_auth_was_asked (auth) || answer->status >= 300)
    return TRUE;
  g_set_error_literal (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE,
                       "The portal did not ask for HTTP authentication");
  return FALSE;
}

static void
on_identity_answer (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (InkanAnswer) answer = NULL;
  g_autoptr (InkanDelivery) delivery = NULL;
  InkanWebPortal *self = g_task_get_source_object (task);
  GError *error = NULL;

  answer = inkan_transport_fetch_finish (INKAN_TRANSPORT (object), result, NULL, &error);
  if (answer == NULL || !has_asked (self, answer, &error))
    inkan_web_portal_fail (task, error);
  else if ((delivery = inkan_web_take_file (answer, NULL)) != NULL)
    inkan_web_portal_return (task, offer_file (self, delivery));
  else
    inkan_web_portal_open (task, g_steal_pointer (&answer), "Identity", TRUE, shows_what_follows, on_identity_page);
}

static char *
control_names (InkanWebPortal    *self,
               InkanIdentityForm *found)
{
  g_autoptr (GString) names = g_string_new (NULL);
  gsize n_fields;

  inkan_portal_definition_get_fields (self->definition, &n_fields);
  for (gsize i = 0; i < n_fields; i++)
    {
      const char *name = inkan_node_attribute (found->controls[i], "name");

      g_string_append_printf (names, "%s\n", name != NULL ? name : "");
    }
  return g_string_free (g_steal_pointer (&names), FALSE);
}

gboolean
inkan_web_portal_asks_again (InkanWebPortal *self,
                             InkanWebPage   *page)
{
  g_autoptr (InkanIdentityForm) again = NULL;
  g_autofree char *names = NULL;
  InkanExplanation *explanation;

  if (self->definition->identity_method != INKAN_IDENTITY_METHOD_FORM)
    return FALSE;
  /* What is not found of it is not worth telling: it should not be there. */
  explanation = inkan_web_page_get_explanation (page);
  inkan_web_page_set_explanation (page, NULL);
  again = inkan_find_identity_form (page, self->definition, NULL);
  names = again != NULL ? control_names (self, again) : NULL;
  inkan_web_page_set_explanation (page, explanation);
  if (names == NULL || g_strcmp0 (names, self->identity_names) != 0)
    return FALSE;
  inkan_explain (page, INKAN_ROLE_PAGE, NULL, TRUE, inkan_form_get_node (again->form), INKAN_REASON_ASKS_AGAIN, NULL);
  return TRUE;
}

InkanRequest *
inkan_web_portal_fill_in (InkanWebPortal    *self,
                          InkanWebPage      *page,
                          InkanCredentials  *credentials,
                          GError           **error)
{
  g_autofree char *missing = NULL;
  g_autofree char *script = NULL;
  g_autoptr (InkanIdentityForm) found = inkan_find_identity_form (page, self->definition, &missing);
  const InkanField *fields;
  gsize n_fields;

  if (found == NULL)
    {
      g_propagate_error (error, inkan_web_missing_error (page, "The retrieval page", missing));
      return NULL;
    }
  script = inkan_form_needs_script (found->form, found->submit);
  if (script != NULL)
    {
      g_set_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NEEDS_SCRIPT, "The retrieval page: %s", script);
      return NULL;
    }

  g_free (self->identity_names);
  self->identity_names = control_names (self, found);
  fields = inkan_portal_definition_get_fields (self->definition, &n_fields);
  for (gsize i = 0; i < n_fields; i++)
    {
      SecretValue *value = inkan_credentials_get (credentials, fields[i].name);

      if (value != NULL)
        inkan_identity_form_type (found, i, secret_value_get_text (value));
    }
  return inkan_form_submit (found->form, found->submit, error);
}

gboolean
inkan_web_portal_has_identity_form (InkanWebPortal *self,
                                    InkanWebPage   *page)
{
  g_autoptr (InkanIdentityForm) found = inkan_find_identity_form (page, self->definition, NULL);

  return found != NULL;
}

static void
on_start_opened (GObject      *object,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (InkanWebPage) page = NULL;
  InkanWebPortal *self = INKAN_WEB_PORTAL (object);
  InkanRequest *request = NULL;
  GError *error = NULL;

  page = inkan_web_portal_open_finish (self, result, NULL, &error);
  if (page != NULL)
    request = inkan_web_portal_fill_in (self, page, g_task_get_task_data (task), &error);

  if (request == NULL)
    inkan_web_portal_fail (task, error);
  else
    inkan_web_portal_fetch (task, request, INKAN_FETCH_PLAIN, on_identity_answer);
}

static void
on_start_page (GObject      *object,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (GTask) task = data;
  InkanAnswer *answer;
  GError *error = NULL;

  answer = inkan_transport_fetch_finish (INKAN_TRANSPORT (object), result, NULL, &error);
  if (answer == NULL)
    inkan_web_portal_fail (task, error);
  else
    inkan_web_portal_open (task, answer, "Identity", FALSE, inkan_web_portal_has_identity_form,
                           on_start_opened);
}

/* (transfer full) (nullable): what the definition's portal is to be told by HTTP */
static InkanHttpAuth *
make_auth (InkanPortalDefinition *definition,
           InkanCredentials      *credentials)
{
  SecretValue *user = inkan_credentials_get (credentials, definition->http_user);
  SecretValue *password = inkan_credentials_get (credentials, definition->http_password);

  return user != NULL && password != NULL ? inkan_http_auth_new (user, password) : NULL;
}

void
inkan_web_portal_identify_async (InkanPortal         *portal,
                                 InkanCredentials    *credentials,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  InkanWebPortal *self = INKAN_WEB_PORTAL (portal);
  g_autoptr (GTask) task = inkan_web_portal_begin (self, inkan_web_portal_identify_async, cancellable,
                                                   callback, user_data);
  gboolean http = self->definition->identity_method == INKAN_IDENTITY_METHOD_HTTP;
  g_autoptr (GUri) start = NULL;

  if (task == NULL)
    return;

  g_task_set_task_data (task, inkan_credentials_ref (credentials), (GDestroyNotify) inkan_credentials_unref);
  g_clear_object (&self->transport);
  self->transport = inkan_transport_new (self->definition, self->connect_timeout);
  if (http)
    inkan_transport_set_auth (self->transport, make_auth (self->definition, credentials));
  start = g_uri_parse (inkan_portal_definition_get_start (self->definition), G_URI_FLAGS_ENCODED, NULL);
  inkan_web_portal_fetch (task, inkan_request_new (start, NULL), INKAN_FETCH_PLAIN,
                          http ? on_identity_answer : on_start_page);
}
