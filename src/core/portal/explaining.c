/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explaining.h"

#include "definition-private.h"
#include "explanation-private.h"
#include "finding.h"
#include "scripts.h"
#include "web-portal-private.h"
#include "words.h"

#include <string.h>

/* Where a saved page came from when nothing says it; no such host exists (RFC 2606). */
#define UNKNOWN_PLACE "https://saved-page.invalid/"

struct _InkanExplainer {
  InkanPortalDefinition *definition; /* (nullable) while it is not yet implied */
  InkanPortal *portal;
  char *address;                     /* (nullable) of an implied definition */
  gboolean found_form;
};

static GBytes *
load_page (GFile   *file,
           GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GBytes) bytes = NULL;

  if (stream != NULL)
    bytes = g_input_stream_read_bytes (G_INPUT_STREAM (stream), INKAN_PAGE_MAX_SIZE + 1, NULL, error);
  if (bytes != NULL && g_bytes_get_size (bytes) > INKAN_PAGE_MAX_SIZE) {
    g_set_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_TOO_LARGE, "The page is larger than %d bytes",
                 INKAN_PAGE_MAX_SIZE);
    return NULL;
  }
  return g_steal_pointer (&bytes);
}

/* The address that browsers write into a page which they save:
 * "<!-- saved from url=(0030)https://portal.example/ -->" */
static char *
saved_address (GBytes *bytes)
{
  static const char mark[] = "saved from url=(";
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  const char *found = data != NULL ? memmem (data, MIN (length, 4096), mark, strlen (mark)) : NULL;
  const char *end = data + length;
  const char *start = found != NULL ? memchr (found + strlen (mark), ')', end - found - strlen (mark)) : NULL;
  const char *stop;

  if (start == NULL)
    return NULL;
  /* What may be secret in it is not carried into a proposal. */
  for (stop = ++start; stop < end && (guchar) *stop > ' ' && strchr (">;?#", *stop) == NULL; stop++)
    ;
  return g_strndup (start, stop - start);
}

static InkanPortalDefinition *
imply_definition (const char  *address,
                  const char  *fields,
                  GError     **error)
{
  g_autoptr (InkanPortalDefinition) self = NULL;
  g_autoptr (GKeyFile) key_file = g_key_file_new ();
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *origin = NULL;

  if (uri != NULL && g_uri_get_host (uri) != NULL)
    origin = g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri), g_uri_get_port (uri), "",
                         NULL, NULL);
  g_key_file_set_string (key_file, "Portal", "Id", "implied");
  g_key_file_set_string (key_file, "Portal", "Name", uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : "-");
  g_key_file_set_string (key_file, "Portal", "Origin", origin != NULL ? origin : address);
  g_key_file_set_string (key_file, "Portal", "Start", address);
  g_key_file_set_string (key_file, "Identity", "Fields", fields);

  self = g_object_new (INKAN_TYPE_PORTAL_DEFINITION, NULL);
  self->file = g_file_new_for_uri (address);
  if (!inkan_portal_definition_read (self, key_file, error))
    return NULL;
  /* So that a list and an agreement are looked for. */
  self->has_offers = TRUE;
  self->has_agreement = TRUE;
  self->delivery_kind = INKAN_DELIVERY_KIND_LINK;
  return g_steal_pointer (&self);
}

static void
use_definition (InkanExplainer        *self,
                InkanPortalDefinition *definition) /* (transfer full) */
{
  g_clear_object (&self->portal);
  g_clear_object (&self->definition);
  self->definition = definition;
  self->portal = inkan_web_portal_new (definition);
}

InkanExplainer *
inkan_explainer_new (InkanPortalDefinition *definition)
{
  InkanExplainer *self = g_new0 (InkanExplainer, 1);

  use_definition (self, g_object_ref (definition));
  return self;
}

InkanExplainer *
inkan_explainer_new_for_address (const char  *address,
                                 GError     **error)
{
  InkanPortalDefinition *definition = imply_definition (address, "email;password;code", error);
  InkanExplainer *self;

  if (definition == NULL)
    return NULL;
  self = g_new0 (InkanExplainer, 1);
  self->address = g_strdup (address);
  use_definition (self, definition);
  return self;
}

InkanExplainer *
inkan_explainer_new_for_page (GFile   *file,
                              GError **error)
{
  g_autoptr (GBytes) bytes = load_page (file, error);
  g_autofree char *address = bytes != NULL ? saved_address (bytes) : NULL;
  InkanExplainer *self = address != NULL ? inkan_explainer_new_for_address (address, NULL) : NULL;

  if (bytes != NULL && self == NULL)
    self = inkan_explainer_new_for_address (UNKNOWN_PLACE, error);
  return self;
}

void
inkan_explainer_free (InkanExplainer *self)
{
  g_clear_object (&self->portal);
  g_clear_object (&self->definition);
  g_free (self->address);
  g_free (self);
}

gboolean
inkan_explainer_found_form (InkanExplainer *self)
{
  return self->found_form;
}

/* Without a definition the form with a password, or else with most to type in,
 * tells which fields there are. */
static void
imply_fields (InkanExplainer *self,
              InkanWebPage   *page)
{
  g_autofree char *fields = inkan_find_fields (page);

  if (self->address != NULL && fields != NULL)
    use_definition (self, imply_definition (self->address, fields, NULL));
}

static InkanCredentials *
make_blank_credentials (InkanPortalDefinition *definition)
{
  InkanCredentials *credentials = inkan_credentials_new ();
  gsize n_fields;
  const InkanField *fields = inkan_portal_definition_get_fields (definition, &n_fields);

  for (gsize i = 0; i < n_fields; i++) {
    SecretValue *blank = secret_value_new ("", 0, "text/plain");

    inkan_credentials_set (credentials, fields[i].name, blank);
    secret_value_unref (blank);
  }
  return credentials;
}

/* Where a request would go, and how; it is not sent. */
static void
explain_request (InkanExplainer *self,
                 InkanWebPage   *page,
                 InkanRequest   *request, /* (nullable) */
                 const GError   *error)   /* (nullable) why there is none */
{
  g_autofree char *address = request != NULL ? inkan_explain_uri (request->uri) : NULL;
  g_autofree char *subject = request != NULL ? g_strdup_printf ("%s %s", request->method, address) : NULL;
  g_autofree char *type = request != NULL && request->content_type != NULL
                          ? g_strndup (request->content_type, strcspn (request->content_type, ";"))
                          : g_strdup ("application/x-www-form-urlencoded");
  g_autofree char *how = NULL;
  gboolean allowed = request != NULL && inkan_request_is_allowed (self->definition, request, NULL);

  if (request == NULL)
    inkan_explain (page, INKAN_ROLE_REQUEST, NULL, FALSE, NULL, INKAN_REASON_SENT_NOWHERE, error->message);
  else {
    how = request->charset != NULL ? g_strdup_printf ("%s, %s", type, request->charset) : g_strdup (request->method);
    inkan_explain (page, INKAN_ROLE_REQUEST, subject, allowed, NULL,
                   allowed ? INKAN_REASON_SENT_TO_PORTAL : INKAN_REASON_SENT_ELSEWHERE, how);
  }
}

/* As the retrieval would fill it in, with nothing. */
static InkanExplanation *
explain_start (InkanExplainer *self,
               InkanWebPage   *page)
{
  g_autoptr (InkanExplanation) explanation = inkan_explanation_new ();
  g_autoptr (InkanCredentials) credentials = NULL;
  g_autoptr (InkanRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  imply_fields (self, page);
  inkan_web_page_set_explanation (page, explanation);
  credentials = make_blank_credentials (self->definition);
  request = inkan_web_portal_fill_in (INKAN_WEB_PORTAL (self->portal), page, credentials, &error);
  self->found_form = request != NULL;
  if (request != NULL || g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NEEDS_SCRIPT) == FALSE)
    explain_request (self, page, request, error);
  if (error != NULL)
    inkan_explain (page, INKAN_ROLE_PAGE, NULL, FALSE, NULL, INKAN_REASON_UNREADABLE, error->message);
  inkan_web_page_set_explanation (page, NULL);
  return g_steal_pointer (&explanation);
}

static gboolean
may_come_from (InkanExplainer *self,
               const char     *address)
{
  g_autoptr (GUri) uri = address != NULL ? g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL) : NULL;

  return uri != NULL && self->definition != NULL && inkan_portal_definition_allows_uri (self->definition, uri);
}

/* (transfer full): a saved page as if the portal had answered with it */
static InkanAnswer *
read_saved (InkanExplainer  *self,
            GFile           *file,
            GError         **error)
{
  g_autoptr (GBytes) bytes = load_page (file, error);
  g_autofree char *address = NULL;
  InkanAnswer *answer;

  if (bytes == NULL)
    return NULL;
  address = saved_address (bytes);
  if (!may_come_from (self, address)) {
    g_free (address);
    address = g_strdup (inkan_portal_definition_get_start (self->definition));
  }
  answer = g_new0 (InkanAnswer, 1);
  answer->status = 200;
  answer->uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  answer->body = g_steal_pointer (&bytes);
  answer->content_type = g_strdup ("text/html");
  return answer;
}

InkanExplanation *
inkan_explainer_read_start (InkanExplainer  *self,
                            GFile           *file,
                            GError         **error)
{
  g_autoptr (InkanAnswer) answer = read_saved (self, file, error);
  g_autoptr (InkanWebPage) page = answer != NULL ? inkan_web_page_of_answer (answer, error) : NULL;

  return page != NULL ? explain_start (self, page) : NULL;
}

static void
explain_marks (InkanExplainer *self,
               InkanWebPage   *page,
               InkanAnswer    *answer)
{
  static const char * const groups[] = { "Identity", "Agreement", "Delivery" };

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++) {
    GError *said = inkan_web_portal_read_markers (INKAN_WEB_PORTAL (self->portal), page, answer, groups[i], TRUE);

    g_clear_error (&said);
  }
  inkan_web_holds_mark (self->definition, page, "Delivery", "ReissueNeeded");
  inkan_web_holds_mark (self->definition, page, "Delivery", "Waiting");
}

static void
explain_agreement (InkanExplainer *self,
                   InkanWebPage   *page)
{
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autoptr (InkanRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *missing = NULL;
  xmlNodePtr terms_link = NULL;

  agreement = inkan_web_read_agreement (self->definition, page, &terms_link, &missing);
  if (agreement == NULL) {
    g_autofree char *sentence = g_strdup_printf ("as the page to agree on it does not have %s", missing);

    inkan_explain (page, INKAN_ROLE_PAGE, NULL, FALSE, NULL, INKAN_REASON_UNREADABLE, sentence);
    return;
  }
  if (inkan_agreement_get_chooses_passphrase (agreement)) {
    SecretValue *blank = secret_value_new ("", 0, "text/plain");

    inkan_agreement_set_passphrase (agreement, blank);
    secret_value_unref (blank);
  }
  inkan_web_apply_choices (agreement);
  request = inkan_form_submit (inkan_agreement_get_form (agreement), inkan_agreement_get_button (agreement), &error);
  explain_request (self, page, request, error);
}

static void
explain_delivery (InkanExplainer *self,
                  InkanWebPage   *page)
{
  const char *passphrase = inkan_portal_definition_get_xpath (self->definition, "Delivery", "PassphraseText");
  g_autoptr (InkanRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  if (inkan_web_page_get_refresh (page) != NULL)
    inkan_explain (page, INKAN_ROLE_PAGE, NULL, TRUE, NULL, INKAN_REASON_REFRESHES, NULL);
  if (passphrase != NULL) {
    gboolean shown = inkan_web_page_holds (page, passphrase, NULL);

    inkan_explain (page, INKAN_ROLE_PAGE, NULL, shown, NULL,
                   shown ? INKAN_REASON_SHOWS_PASSPHRASE : INKAN_REASON_XPATH_NOTHING, NULL);
  }
  request = inkan_web_next_request (INKAN_WEB_PORTAL (self->portal), page, &error);
  if (request != NULL)
    explain_request (self, page, request, NULL);
}

InkanExplanation *
inkan_explainer_read_answer (InkanExplainer  *self,
                             GFile           *file,
                             GError         **error)
{
  g_autoptr (InkanAnswer) answer = read_saved (self, file, error);
  g_autoptr (InkanWebPage) page = answer != NULL ? inkan_web_page_of_answer (answer, error) : NULL;
  g_autoptr (InkanExplanation) explanation = NULL;
  g_autofree char *script = NULL;
  g_autoptr (GListModel) offers = NULL;

  if (page == NULL)
    return NULL;
  explanation = inkan_explanation_new ();
  inkan_web_page_set_explanation (page, explanation);
  explain_marks (self, page, answer);
  offers = inkan_web_read_offers (INKAN_WEB_PORTAL (self->portal), page, NULL);
  explain_agreement (self, page);
  explain_delivery (self, page);
  script = inkan_page_needs_script (page);
  if (script != NULL)
    inkan_explain (page, INKAN_ROLE_PAGE, NULL, FALSE, NULL, INKAN_REASON_UNREADABLE, script);
  inkan_web_page_set_explanation (page, NULL);
  return g_steal_pointer (&explanation);
}

/* Live: the start page, and what it redirects to or is made of. */

typedef struct {
  InkanExplainer *self;
  InkanTransport *transport;
  char *address;
} Fetch;

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  g_clear_object (&fetch->transport);
  g_free (fetch->address);
  g_free (fetch);
}

/* A frame is looked into as in a retrieval; without a definition for a form that
 * something is typed into. */
static gboolean
has_form (InkanWebPortal *portal,
          InkanWebPage   *page)
{
  g_autofree char *fields = inkan_find_fields (page);

  return fields != NULL;
}

/* With HTTP authentication there is no form: whether the portal asks at all. */
static InkanExplanation *
explain_http (InkanExplainer *self,
              InkanAnswer    *answer)
{
  g_autoptr (InkanExplanation) explanation = inkan_explanation_new ();
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (InkanWebPage) page = inkan_web_page_new (nothing, NULL, answer->uri, NULL);
  gboolean asks = answer->status == 401 && answer->authenticate != NULL;
  g_autofree char *scheme = asks ? g_strndup (answer->authenticate, strcspn (answer->authenticate, " \t,"))
                                 : g_strdup_printf ("HTTP %u", answer->status);

  self->found_form = asks;
  inkan_web_page_set_explanation (page, explanation);
  inkan_explain (page, INKAN_ROLE_FORM, NULL, asks, NULL, INKAN_REASON_HTTP, scheme);
  inkan_web_page_set_explanation (page, NULL);
  return g_steal_pointer (&explanation);
}

static void
on_opened (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (InkanWebPage) page = NULL;
  Fetch *fetch = g_task_get_task_data (task);
  GError *error = NULL;

  page = inkan_web_portal_open_finish (INKAN_WEB_PORTAL (object), result, NULL, &error);
  if (page == NULL) {
    g_task_return_error (task, error);
    return;
  }
  fetch->address = inkan_explain_uri (inkan_web_page_get_uri (page));
  g_task_return_pointer (task, explain_start (fetch->self, page), (GDestroyNotify) inkan_explanation_free);
}

static void
on_fetched (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GTask) task = data;
  Fetch *fetch = g_task_get_task_data (task);
  InkanWebPortal *portal = INKAN_WEB_PORTAL (fetch->self->portal);
  GError *error = NULL;
  InkanAnswer *answer = inkan_transport_fetch_finish (INKAN_TRANSPORT (object), result, NULL, &error);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (answer == NULL)
    g_task_return_error (task, error);
  else if (fetch->self->definition->identity_method == INKAN_IDENTITY_METHOD_HTTP) {
    fetch->address = inkan_explain_uri (answer->uri);
    g_task_return_pointer (task, explain_http (fetch->self, answer), (GDestroyNotify) inkan_explanation_free);
    inkan_answer_free (answer);
  } else
    inkan_web_portal_open_async (portal, answer, "Identity", FALSE,
                                 fetch->self->address != NULL ? has_form : inkan_web_portal_has_identity_form,
                                 g_get_monotonic_time () + (gint64) portal->page_timeout * 1000,
                                 cancellable, on_opened, g_steal_pointer (&task));
}

void
inkan_explainer_fetch_async (InkanExplainer      *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GUri) start = g_uri_parse (inkan_portal_definition_get_start (self->definition), G_URI_FLAGS_ENCODED, NULL);
  InkanWebPortal *portal = INKAN_WEB_PORTAL (self->portal);
  Fetch *fetch = g_new0 (Fetch, 1);

  fetch->self = self;
  fetch->transport = inkan_transport_new (self->definition, portal->connect_timeout);
  g_set_object (&portal->transport, fetch->transport);
  g_task_set_task_data (task, fetch, fetch_free);
  inkan_transport_fetch_async (fetch->transport, inkan_request_new (start, NULL), INKAN_FETCH_PLAIN,
                               g_get_monotonic_time () + (gint64) portal->page_timeout * 1000, NULL, NULL, cancellable,
                               on_fetched, g_steal_pointer (&task));
}

InkanExplanation *
inkan_explainer_fetch_finish (InkanExplainer  *self,
                              GAsyncResult    *result,
                              char           **address,
                              GError         **error)
{
  Fetch *fetch = g_task_get_task_data (G_TASK (result));

  *address = g_steal_pointer (&fetch->address);
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
inkan_explainer_propose (InkanExplainer *self)
{
  g_autoptr (GString) text = NULL;
  gsize n_fields;
  const InkanField *fields;

  if (self->address == NULL || !self->found_form)
    return NULL;
  text = g_string_new ("[Portal]\n");
  g_string_append_printf (text, "Id=%s\nName=%s\nOrigin=%s\nStart=%s\n\n[Identity]\nFields=", "my-portal",
                          self->definition->name, self->definition->origin, self->definition->start);
  fields = inkan_portal_definition_get_fields (self->definition, &n_fields);
  for (gsize i = 0; i < n_fields; i++)
    g_string_append_printf (text, "%s;", fields[i].name);
  g_string_append_c (text, '\n');
  return g_string_free (g_steal_pointer (&text), FALSE);
}
