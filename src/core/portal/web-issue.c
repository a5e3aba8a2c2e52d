/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "definition-private.h"
#include "finding.h"
#include "pkcs12-shape.h"
#include "web-portal-private.h"

#include "address.h"

#include <stdlib.h>
#include <string.h>

#define POLL_FLOOR 1     /* seconds */
#define POLL_DEFAULT 5
#define POLL_CEILING 60
#define MAX_AGAIN 2      /* how often a link to the file is followed once more */

/* An issue on its way. From the agreement on nothing is sent that decides
 * anything; what follows only fetches. */
typedef struct {
  InkanAgreement *agreement;
  InkanIssueProgress progress;
  gpointer progress_data;
  gint64 deadline;
  gboolean sent;              /* the agreement may have reached the portal */
  SecretValue *passphrase;
  InkanRequest *next_poll;
  GUri *file;                 /* (nullable) the link that was followed for the file */
  guint n_again;
  InkanRequest *decision;     /* the agreement, while a nonce is renewed for it */
} Issue;

static void handle_answer (GTask *task, InkanAnswer *taken);
static gboolean follow_again (GTask *task, InkanAnswer *answer, const GError *error);

static void
issue_free (gpointer data)
{
  Issue *issue = data;

  g_clear_object (&issue->agreement);
  g_clear_pointer (&issue->passphrase, secret_value_unref);
  g_clear_pointer (&issue->next_poll, inkan_request_free);
  g_clear_pointer (&issue->file, g_uri_unref);
  g_clear_pointer (&issue->decision, inkan_request_free);
  g_free (issue);
}

static void
report (Issue           *issue,
        InkanIssuePhase  phase,
        goffset          received,
        goffset          total)
{
  if (issue->progress != NULL)
    issue->progress (phase, received, total, issue->progress_data);
}

/* Once the agreement is out, an error says what is known: that a certificate
 * may have been spent. */
static void
fail (GTask  *task,
      GError *error)
{
  Issue *issue = g_task_get_task_data (task);
  GError *unknown;

  if (!issue->sent)
    {
      inkan_web_portal_fail (task, error);
      return;
    }

  if (!g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_REISSUE_NEEDED) &&
      !g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_TOO_LARGE) &&
      !g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NOT_A_CERTIFICATE))
    {
      unknown = inkan_web_error (INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, NULL,
                                 "After the agreement was sent: %s", error->message);
      g_error_free (error);
      error = unknown;
    }
  inkan_portal_error_set_after_agreement (error);
  inkan_web_portal_fail (task, error);
}

static gboolean
is_file_type (const char *content_type)
{
  return content_type != NULL && g_ascii_strncasecmp (content_type, "text/", 5) != 0 &&
         strcasestr (content_type, "html") == NULL && strcasestr (content_type, "json") == NULL;
}

static void
on_fetch_event (InkanFetchEvent  event,
                const char      *content_type,
                goffset          received,
                goffset          total,
                gpointer         user_data)
{
  GTask *task = user_data;
  Issue *issue = g_task_get_task_data (task);

  if (event == INKAN_FETCH_WRITTEN)
    {
      issue->sent = TRUE;
      report (issue, INKAN_ISSUE_WAITING, 0, 0);
    }
  else if (is_file_type (content_type))
    report (issue, INKAN_ISSUE_DOWNLOADING, received, total);
}

/* Of a later answer only what comes is of interest. */
static void
on_download_event (InkanFetchEvent  event,
                   const char      *content_type,
                   goffset          received,
                   goffset          total,
                   gpointer         user_data)
{
  if (event != INKAN_FETCH_WRITTEN)
    on_fetch_event (event, content_type, received, total, user_data);
}

static void
on_answer (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (InkanAnswer) answer = NULL;
  Issue *issue = g_task_get_task_data (task);
  gboolean sent = FALSE;
  GError *error = NULL;

  answer = inkan_transport_fetch_finish (INKAN_TRANSPORT (object), result, &sent, &error);
  issue->sent = issue->sent || sent;
  if (follow_again (task, answer, error))
    g_clear_error (&error);
  else if (answer == NULL)
    fail (task, error);
  else
    handle_answer (task, g_steal_pointer (&answer));
}

static void
fetch (GTask           *task,
       InkanRequest    *request,
       InkanFetchFlags  flags)
{
  InkanWebPortal *self = g_task_get_source_object (task);
  Issue *issue = g_task_get_task_data (task);

  inkan_transport_fetch_async (self->transport, request, flags, issue->deadline,
                               (flags & INKAN_FETCH_ONCE) != 0 ? on_fetch_event : on_download_event, task,
                               g_task_get_cancellable (task), on_answer, g_object_ref (task));
}

static gboolean
on_poll_due (gpointer data)
{
  GTask *task = data;
  Issue *issue = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    fail (task, error);
  else
    fetch (task, g_steal_pointer (&issue->next_poll), INKAN_FETCH_UNCOUNTED);
  return G_SOURCE_REMOVE;
}

void
inkan_refresh_parse (const char  *text,
                     int         *seconds,
                     char       **address)
{
  char *rest;
  double delay = g_ascii_strtod (text, &rest);

  *seconds = delay > 0 && delay < POLL_CEILING ? (int) (delay + 0.999) : delay > 0 ? POLL_CEILING : 0;
  rest += strspn (rest, " \t\r\n;,");
  if (g_ascii_strncasecmp (rest, "url", 3) == 0 && strchr (rest, '=') != NULL)
    {
      rest = strchr (rest, '=') + 1;
      rest += strspn (rest, " \t\r\n");
    }
  if (*rest == '"' || *rest == '\'')
    *address = g_strndup (rest + 1, strcspn (rest + 1, *rest == '"' ? "\"" : "'"));
  else if (*rest != '\0')
    *address = g_strdup (rest);
}

static int
poll_delay (InkanAnswer *answer,
            int          seconds)
{
  if (seconds < 0 && answer->retry_after != NULL)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
      GTimeSpan span = g_date_time_difference (answer->retry_after, now);

      seconds = (int) CLAMP (span / G_TIME_SPAN_SECOND + 1, 0, POLL_CEILING);
    }
  if (seconds < 0)
    seconds = POLL_DEFAULT;
  return CLAMP (seconds, POLL_FLOOR, POLL_CEILING);
}

static void
poll_in (GTask *task,
         int    seconds,
         GUri  *uri,
         GUri  *referrer)
{
  Issue *issue = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  gint64 left = MAX (issue->deadline - g_get_monotonic_time (), 0) / 1000;
  g_autoptr (GSource) source = g_timeout_source_new ((guint) MIN (seconds * 1000, left));

  g_clear_pointer (&issue->next_poll, inkan_request_free);
  issue->next_poll = inkan_request_new (uri, referrer);
  if (cancellable != NULL)
    {
      g_autoptr (GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (source, cancelled);
    }
  g_task_attach_source (task, source, on_poll_due);
}

static void
poll_later (GTask       *task,
            InkanAnswer *answer,
            const char  *refresh)
{
  g_autofree char *address = NULL;
  g_autoptr (GUri) uri = NULL;
  int seconds = -1;

  if (refresh != NULL)
    inkan_refresh_parse (refresh, &seconds, &address);
  if (address == NULL)
    address = g_strdup (answer->location);
  uri = address != NULL ? inkan_address_resolve (answer->uri, address, "UTF-8") : g_uri_ref (answer->uri);
  if (uri == NULL)
    fail (task, inkan_web_error (INKAN_PORTAL_ERROR_UNEXPECTED_PAGE, NULL, "The page refreshes to no address"));
  else
    poll_in (task, poll_delay (answer, seconds), uri, answer->uri);
}

/* A link to the file that did not lead there for the moment: the connection
 * broke, or a server on the way has lost the one behind it. Following it decides
 * nothing, and the page that has it may not show its passphrase again. */
static gboolean
follow_again (GTask        *task,
              InkanAnswer  *answer, /* (nullable) */
              const GError *error)
{
  Issue *issue = g_task_get_task_data (task);
  gboolean busy = answer != NULL ? answer->status == 502 || answer->status == 503 || answer->status == 504
                                 : g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNREACHABLE);

  if (issue->file == NULL || !busy || issue->n_again == MAX_AGAIN)
    return FALSE;
  issue->n_again++;
  poll_in (task, answer != NULL ? poll_delay (answer, -1) : POLL_FLOOR, issue->file, NULL);
  return TRUE;
}

static gboolean
is_waiting (InkanWebPortal *self,
            InkanAnswer    *answer,
            InkanWebPage      *page,
            const char     *refresh)
{
  const char *mark = inkan_portal_definition_get_xpath (self->definition, "Delivery", "Waiting");

  if (inkan_portal_definition_get_delivery_kind (self->definition) != INKAN_DELIVERY_KIND_POLL)
    return FALSE;
  if (answer->status == 202)
    return TRUE;
  if (mark != NULL)
    return page != NULL && inkan_web_page_holds (page, mark, NULL);
  return refresh != NULL;
}

InkanRequest *
inkan_web_next_request (InkanWebPortal  *self,
                        InkanWebPage    *page,
                        GError         **error)
{
  InkanDeliveryKind kind = inkan_portal_definition_get_delivery_kind (self->definition);
  const char *link_path = inkan_portal_definition_get_xpath (self->definition, "Delivery", "Link");
  const char *form_path = inkan_portal_definition_get_xpath (self->definition, "Delivery", "Form");
  xmlNodePtr node = NULL;

  if (kind == INKAN_DELIVERY_KIND_ANSWER)
    return NULL;

  if (kind == INKAN_DELIVERY_KIND_FORM || (kind == INKAN_DELIVERY_KIND_POLL && form_path != NULL))
    {
      g_autoptr (InkanForm) form = NULL;
      xmlNodePtr button = NULL;

      node = form_path != NULL ? inkan_web_page_select_one (page, form_path, NULL) : NULL;
      if (node != NULL)
        {
          form = inkan_form_new (page, node);
          button = inkan_find_submit (form);
        }
      else if (form_path == NULL)
        form = inkan_find_agreement (page, &button);
      return form != NULL ? inkan_form_submit (form, button, error) : NULL;
    }

  node = link_path != NULL ? inkan_web_page_select_one (page, link_path, NULL) : inkan_find_file_link (page);
  return node != NULL ? inkan_web_follow (page, node, error) : NULL;
}

static void
read_passphrase (InkanWebPortal *self,
                 Issue          *issue,
                 InkanWebPage      *page)
{
  char *text;

  if (inkan_portal_definition_get_passphrase_source (self->definition) != INKAN_PASSPHRASE_PAGE ||
      issue->passphrase != NULL)
    return;
  text = inkan_web_page_read (page, inkan_portal_definition_get_xpath (self->definition, "Delivery", "PassphraseText"),
                          NULL, FALSE);
  if (text != NULL)
    {
      issue->passphrase = secret_value_new (text, -1, "text/plain");
      inkan_agreement_set_told_passphrase (issue->agreement, issue->passphrase);
    }
  secret_password_free (text);
}

/* What a page after the agreement says. A mark of the definition that names a
 * reason means that nothing was issued: then the agreement has come to nothing,
 * and nothing was spent. */
static gboolean
fail_by_marks (GTask        *task,
               InkanAnswer  *answer,
               InkanWebPage *page)
{
  InkanWebPortal *self = g_task_get_source_object (task);
  const char *reissue = inkan_portal_definition_get_xpath (self->definition, "Delivery", "ReissueNeeded");
  const char *over = inkan_portal_definition_get_xpath (self->definition, "Agreement", "SessionOver");
  GError *error;

  if (inkan_web_page_holds (page, reissue, NULL))
    error = inkan_web_error (INKAN_PORTAL_ERROR_REISSUE_NEEDED, NULL,
                             "The page holds the mark [Delivery] ReissueNeeded (HTTP %u)", answer->status);
  else if (inkan_web_page_holds (page, over, NULL))
    error = inkan_web_error (INKAN_PORTAL_ERROR_SESSION, NULL, "the session was over");
  else if ((error = inkan_web_portal_read_markers (self, page, answer, "Delivery", TRUE)) != NULL)
    {
      inkan_web_portal_fail (task, error);
      return TRUE;
    }
  else if (answer->status >= 300)
    error = inkan_web_error (INKAN_PORTAL_ERROR_UNEXPECTED_PAGE, NULL, "HTTP %u", answer->status);

  if (error != NULL)
    fail (task, error);
  return error != NULL;
}

static void
handle_page (GTask        *task,
             InkanAnswer  *answer,
             InkanWebPage *page)
{
  InkanWebPortal *self = g_task_get_source_object (task);
  Issue *issue = g_task_get_task_data (task);
  const char *refresh = answer->refresh != NULL ? answer->refresh : inkan_web_page_get_refresh (page);
  InkanRequest *request;
  GError *error = NULL;

  if (fail_by_marks (task, answer, page))
    return;

  read_passphrase (self, issue, page);
  if (is_waiting (self, answer, page, refresh))
    {
      poll_later (task, answer, refresh);
      return;
    }

  request = inkan_web_next_request (self, page, &error);
  if (request != NULL)
    {
      g_clear_pointer (&issue->file, g_uri_unref);
      if (strcmp (request->method, "GET") == 0)
        issue->file = g_uri_ref (request->uri);
      fetch (task, request, INKAN_FETCH_PLAIN);
    }
  else
    fail (task, error != NULL ? error : inkan_web_missing_error (page, "The page that came", "the file"));
}

/* Whether a frame of the answer has what there is to do. */
static gboolean
shows_delivery (InkanWebPortal *self,
                InkanWebPage   *page)
{
  static const char * const marks[] = {
    "ReissueNeeded", "Waiting", "PassphraseText", "Refused", "Locked", "AlreadyRetrieved", "NotReady",
    "NothingOffered", "Maintenance",
  };
  g_autoptr (InkanRequest) request = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (inkan_web_page_holds (page, inkan_portal_definition_get_xpath (self->definition, "Delivery", marks[i]), NULL))
        return TRUE;
    }
  request = inkan_web_next_request (self, page, NULL);
  return request != NULL;
}

static void
on_delivery_opened (GObject      *object,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (InkanAnswer) answer = NULL;
  g_autoptr (InkanWebPage) page = NULL;
  GError *error = NULL;

  page = inkan_web_portal_open_finish (INKAN_WEB_PORTAL (object), result, &answer, &error);
  if (page != NULL)
    handle_page (task, answer, page);
  else if (error != NULL)
    fail (task, error);
  else
    handle_answer (task, g_steal_pointer (&answer));
}

static gboolean
is_page (InkanAnswer *answer)
{
  gsize length;
  const char *text = g_bytes_get_data (answer->body, &length);

  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }
  return (length > 0 && *text == '<') || (answer->content_type != NULL && !is_file_type (answer->content_type));
}

static void
handle_answer (GTask       *task,
               InkanAnswer *taken) /* (transfer full) */
{
  g_autoptr (InkanAnswer) answer = taken;
  InkanWebPortal *self = g_task_get_source_object (task);
  Issue *issue = g_task_get_task_data (task);
  InkanDelivery *delivery = inkan_web_take_file (answer, issue->passphrase);
  g_autoptr (InkanWebPage) page = NULL;
  GError *error = NULL;
  gsize length;

  if (delivery != NULL)
    {
      inkan_web_portal_return (task, delivery);
      return;
    }

  if (inkan_pkcs12_shape (answer->body, &length) == INKAN_SHAPE_TRUNCATED)
    error = inkan_web_error (INKAN_PORTAL_ERROR_UNEXPECTED_PAGE, NULL, "the file ends too early, after %"
                             G_GSIZE_FORMAT " bytes", g_bytes_get_size (answer->body));
  else if (is_page (answer))
    page = inkan_web_page_new (answer->body, answer->content_type, answer->uri, &error);
  else if (is_waiting (self, answer, NULL, answer->refresh))
    {
      poll_later (task, answer, answer->refresh);
      return;
    }
  else if (answer->status >= 300 || g_bytes_get_size (answer->body) == 0)
    error = inkan_web_error (INKAN_PORTAL_ERROR_UNEXPECTED_PAGE, NULL, "HTTP %u without a file", answer->status);
  else
    error = inkan_web_error (INKAN_PORTAL_ERROR_NOT_A_CERTIFICATE, NULL, "The answer is not a PKCS#12 file but %s",
                             answer->content_type != NULL ? answer->content_type : "something without a type");

  if (page == NULL)
    fail (task, error);
  else if (inkan_web_page_holds (page, "//frameset", NULL))
    inkan_web_portal_open_async (self, g_steal_pointer (&answer), NULL, FALSE, shows_delivery, issue->deadline,
                                 g_task_get_cancellable (task), on_delivery_opened, g_object_ref (task));
  else
    handle_page (task, answer, page);
}

/* (transfer full): the one request that decides */
static InkanRequest *
agreement_request (InkanOffer      *offer,
                   InkanAgreement  *agreement,
                   GError         **error)
{
  InkanForm *form = inkan_agreement_get_form (agreement);

  if (form == NULL)
    return inkan_web_follow (inkan_offer_get_page (offer), inkan_offer_get_control (offer), error);
  inkan_web_apply_choices (agreement);
  return inkan_form_submit (form, inkan_agreement_get_button (agreement), error);
}

/* Sends the agreement. */
static void
decide (GTask *task)
{
  Issue *issue = g_task_get_task_data (task);

  report (issue, INKAN_ISSUE_SENDING, 0, 0);
  fetch (task, g_steal_pointer (&issue->decision), INKAN_FETCH_ONCE);
}

static void
on_renewed (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (InkanAnswer) answer = NULL;
  GError *error = NULL;

  answer = inkan_transport_fetch_finish (INKAN_TRANSPORT (object), result, NULL, &error);
  if (answer != NULL && answer->status == 401)
    error = inkan_web_error (INKAN_PORTAL_ERROR_SESSION, NULL, "HTTP 401 before the agreement was sent");
  if (error != NULL)
    fail (task, error);
  else
    decide (task);
}

static gboolean
needs_renewal (InkanWebPortal *self)
{
  InkanHttpAuth *auth = inkan_transport_get_auth (self->transport);

  return auth != NULL && inkan_http_auth_may_age (auth);
}

/* The server's nonce may have aged while the person was reading, and it says so
 * by a 401 that the agreement must not meet: it would have to be sent again. The
 * start page shows whether the nonce still holds, and has the new one if not. */
static void
renew (GTask *task)
{
  InkanWebPortal *self = g_task_get_source_object (task);
  Issue *issue = g_task_get_task_data (task);
  g_autoptr (GUri) start = g_uri_parse (inkan_portal_definition_get_start (self->definition), G_URI_FLAGS_ENCODED, NULL);

  inkan_transport_fetch_async (self->transport, inkan_request_new (start, NULL), INKAN_FETCH_PLAIN, issue->deadline,
                               NULL, NULL, g_task_get_cancellable (task), on_renewed, g_object_ref (task));
}

void
inkan_web_portal_issue_async (InkanPortal         *portal,
                              InkanOffer          *offer,
                              InkanAgreement      *agreement,
                              InkanIssueProgress   progress,
                              gpointer             progress_data,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  InkanWebPortal *self = INKAN_WEB_PORTAL (portal);
  g_autoptr (GTask) task = inkan_web_portal_begin (self, inkan_web_portal_issue_async, cancellable,
                                                   callback, user_data);
  guint timeout = inkan_portal_definition_get_issue_timeout (self->definition);
  InkanDelivery *delivery = inkan_offer_get_delivery (offer);
  InkanRequest *request = NULL;
  GError *error = NULL;
  Issue *issue;

  if (task == NULL)
    return;

  issue = g_new0 (Issue, 1);
  issue->agreement = g_object_ref (agreement);
  issue->progress = progress;
  issue->progress_data = progress_data;
  issue->deadline = g_get_monotonic_time () + (gint64) timeout * G_USEC_PER_SEC;
  g_task_set_task_data (task, issue, issue_free);
  /* A file that is here is handed over, also when it is cancelled just then. */
  g_task_set_check_cancellable (task, FALSE);

  if (inkan_agreement_get_chooses_passphrase (agreement) && inkan_agreement_get_passphrase (agreement) == NULL)
    {
      fail (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "No passphrase was chosen"));
      return;
    }
  if (!inkan_agreement_spend (agreement))
    {
      fail (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "The agreement was sent already"));
      return;
    }
  if (delivery != NULL)
    {
      inkan_web_portal_return (task, g_object_ref (delivery));
      return;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, &error) ||
      (request = agreement_request (offer, agreement, &error)) == NULL)
    {
      fail (task, error);
      return;
    }

  issue->decision = request;
  if (needs_renewal (self))
    renew (task);
  else
    decide (task);
}
