/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "transport.h"

#include "buffer.h"
#include "definition-private.h"
#include "portal.h"
#include "transport-message.h"

#include <libsoup/soup.h>
#include <string.h>

#define MAX_REDIRECTS 10
#define MAX_CHALLENGES 3 /* first one, an aged nonce, another server after a redirect */
#define MAX_REQUESTS 20 /* in one step */
#define MAX_INTERIM 100 /* answers of the kind "100 Continue" before the real one */
#define PIECE_SIZE (16 * 1024)

struct _InkanTransport {
  GObject parent_instance;

  InkanPortalDefinition *definition;
  SoupSession *session;
  InkanHttpAuth *auth; /* (nullable) */
  char *anchor_error; /* why the definition's trust anchor could not be read */
  guint connect_timeout;
  guint n_requests;

  gboolean has_clock_offset;
  GTimeSpan clock_offset;
  GDateTime *certificate_end;
};

G_DEFINE_FINAL_TYPE (InkanTransport, inkan_transport, G_TYPE_OBJECT)

/* One request with all its redirects. */
typedef struct {
  InkanRequest *request;
  InkanFetchFlags flags;
  InkanFetchFunc func;
  gpointer func_data;

  GCancellable *cancellable; /* our own: deadline, limits, the caller's */
  GSource *deadline;
  GSource *connect_limit;
  GSource *cancelled;
  GError *reason;            /* why it was cancelled, unless by the caller */

  guint n_redirects;
  guint n_interim;
  guint n_challenges;
  gboolean sent;             /* something of the first request may have left */
  gboolean secured;          /* the current one's TLS handshake is over */
  SoupMessage *message;
  InkanBuffer body;
  InkanAnswer *answer;
} Fetch;

static void send_request (GTask *task);
static void read_piece   (GTask *task, GInputStream *stream);

void
inkan_answer_free (InkanAnswer *self)
{
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->content_type);
  g_free (self->content_disposition);
  g_free (self->refresh);
  g_free (self->authenticate);
  g_free (self->location);
  g_clear_pointer (&self->retry_after, g_date_time_unref);
  g_free (self);
}

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
fetch_free (gpointer data)
{
  Fetch *fetch = data;

  clear_source (&fetch->deadline);
  clear_source (&fetch->connect_limit);
  clear_source (&fetch->cancelled);
  g_clear_pointer (&fetch->request, inkan_request_free);
  g_clear_object (&fetch->cancellable);
  g_clear_error (&fetch->reason);
  if (fetch->message != NULL)
    g_signal_handlers_disconnect_by_data (fetch->message, fetch);
  g_clear_object (&fetch->message);
  inkan_buffer_clear (&fetch->body);
  g_clear_pointer (&fetch->answer, inkan_answer_free);
  g_free (fetch);
}

static void
inkan_transport_dispose (GObject *object)
{
  InkanTransport *self = INKAN_TRANSPORT (object);

  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);
  g_clear_pointer (&self->auth, inkan_http_auth_free);
  g_clear_object (&self->definition);
  g_clear_pointer (&self->anchor_error, g_free);
  g_clear_pointer (&self->certificate_end, g_date_time_unref);

  G_OBJECT_CLASS (inkan_transport_parent_class)->dispose (object);
}

static void
inkan_transport_class_init (InkanTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = inkan_transport_dispose;
}

static void
inkan_transport_init (InkanTransport *self)
{
}

InkanTransport *
inkan_transport_new (InkanPortalDefinition *definition,
                     guint                  connect_timeout)
{
  InkanTransport *self = g_object_new (INKAN_TYPE_TRANSPORT, NULL);
  GFile *anchor = inkan_portal_definition_get_trust_anchor (definition);
  g_autofree char *languages = inkan_accept_language ();

  self->definition = g_object_ref (definition);
  self->connect_timeout = connect_timeout;
  self->session = soup_session_new_with_options ("user-agent", "Inkan/" INKAN_VERSION,
                                                 "accept-language", languages,
                                                 "timeout", 0,
                                                 NULL);
  /* What is not there cannot be attacked. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_SNIFFER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_HSTS_ENFORCER);
  soup_session_add_feature_by_type (self->session, SOUP_TYPE_COOKIE_JAR); /* in memory */
  if (inkan_portal_host_is_loopback (g_uri_get_host (definition->origin_uri)))
    soup_session_set_proxy_resolver (self->session, NULL);

  if (anchor != NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GTlsDatabase) database = g_tls_file_database_new (g_file_peek_path (anchor), &error);

      if (database != NULL)
        soup_session_set_tls_database (self->session, database);
      else
        self->anchor_error = g_strdup (error->message);
    }
  return self;
}

void
inkan_transport_set_auth (InkanTransport *self,
                          InkanHttpAuth  *auth)
{
  g_clear_pointer (&self->auth, inkan_http_auth_free);
  self->auth = auth;
}

InkanHttpAuth *
inkan_transport_get_auth (InkanTransport *self)
{
  return self->auth;
}

void
inkan_transport_begin_step (InkanTransport *self)
{
  self->n_requests = 0;
}

/* Ends the fetch at once, for a reason of our own. */
static void G_GNUC_PRINTF (3, 4)
stop (Fetch            *fetch,
      InkanPortalError  code,
      const char       *format,
      ...)
{
  va_list arguments;

  if (fetch->reason == NULL)
    {
      va_start (arguments, format);
      fetch->reason = g_error_new_valist (INKAN_PORTAL_ERROR, code, format, arguments);
      va_end (arguments);
    }
  g_cancellable_cancel (fetch->cancellable);
}

static void
return_error (GTask        *task,
              const GError *error)
{
  Fetch *fetch = g_task_get_task_data (task);

  if (fetch->reason != NULL)
    g_task_return_error (task, g_steal_pointer (&fetch->reason));
  else
    g_task_return_error (task, inkan_transport_error_translate (error, g_uri_get_host (fetch->request->uri),
                                                                fetch->secured));
}

static gboolean
on_deadline (gpointer data)
{
  Fetch *fetch = data;

  stop (fetch, INKAN_PORTAL_ERROR_TIMED_OUT, "%s: no complete answer in time", g_uri_get_host (fetch->request->uri));
  return G_SOURCE_REMOVE;
}

static gboolean
on_connect_limit (gpointer data)
{
  Fetch *fetch = data;

  stop (fetch, INKAN_PORTAL_ERROR_TIMED_OUT, "%s: no connection in time", g_uri_get_host (fetch->request->uri));
  return G_SOURCE_REMOVE;
}

static gboolean
on_caller_cancelled (GCancellable *cancellable,
                     gpointer      data)
{
  Fetch *fetch = data;

  g_cancellable_cancel (fetch->cancellable);
  return G_SOURCE_REMOVE;
}

static GSource *
attach (GSource     *source,
        GSourceFunc  func,
        gpointer     data)
{
  g_source_set_callback (source, func, data, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

static void
on_network_event (SoupMessage        *message,
                  GSocketClientEvent  event,
                  GIOStream          *connection,
                  gpointer            data)
{
  static const char * const protocols[] = { "http/1.1", NULL };
  Fetch *fetch = data;

  if (!G_IS_TLS_CONNECTION (connection))
    return;

  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING)
    g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection), protocols);
  else if (event == G_SOCKET_CLIENT_TLS_HANDSHAKED)
    {
      GTlsProtocolVersion version = g_tls_connection_get_protocol_version (G_TLS_CONNECTION (connection));

      fetch->secured = TRUE;
      if (version != G_TLS_PROTOCOL_VERSION_UNKNOWN && version < G_TLS_PROTOCOL_VERSION_TLS_1_2)
        stop (fetch, INKAN_PORTAL_ERROR_UNTRUSTED, "%s: only TLS older than 1.2", g_uri_get_host (fetch->request->uri));
    }
}

/* The connection stands and the first byte is about to be written. */
static void
on_starting (SoupMessage *message,
             gpointer     data)
{
  Fetch *fetch = data;

  clear_source (&fetch->connect_limit);
  fetch->secured = TRUE;
  fetch->sent = TRUE;
}

/* libsoup reads them without ever coming back to the main loop, where the deadline is. */
static void
on_informational (SoupMessage *message,
                  gpointer     data)
{
  Fetch *fetch = data;

  if (++fetch->n_interim > MAX_INTERIM)
    stop (fetch, INKAN_PORTAL_ERROR_UNREACHABLE, "%s: more than %d interim answers",
          g_uri_get_host (fetch->request->uri), MAX_INTERIM);
}

static void
on_wrote_body (SoupMessage *message,
               gpointer     data)
{
  Fetch *fetch = data;

  if (fetch->func != NULL && fetch->n_redirects == 0)
    fetch->func (INKAN_FETCH_WRITTEN, NULL, 0, 0, fetch->func_data);
}

static void
note_server (InkanTransport *self,
             SoupMessage    *message)
{
  const char *date = soup_message_headers_get_one (soup_message_get_response_headers (message), "Date");
  GTlsCertificate *certificate = soup_message_get_tls_peer_certificate (message);
  g_autoptr (GDateTime) portal_time = date != NULL ? soup_date_time_new_from_http_string (date) : NULL;

  if (portal_time != NULL)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

      self->clock_offset = g_date_time_difference (portal_time, now);
      self->has_clock_offset = TRUE;
    }
  if (certificate != NULL)
    {
      g_clear_pointer (&self->certificate_end, g_date_time_unref);
      self->certificate_end = g_tls_certificate_get_not_valid_after (certificate);
    }
}

static char *
header (SoupMessage *message,
        const char  *name)
{
  return g_strdup (soup_message_headers_get_one (soup_message_get_response_headers (message), name));
}

static void
fill_answer (Fetch *fetch)
{
  InkanAnswer *answer = g_new0 (InkanAnswer, 1);
  g_autofree char *retry_after = header (fetch->message, "Retry-After");

  answer->status = soup_message_get_status (fetch->message);
  answer->uri = g_uri_ref (fetch->request->uri);
  answer->content_type = header (fetch->message, "Content-Type");
  answer->content_disposition = header (fetch->message, "Content-Disposition");
  answer->refresh = header (fetch->message, "Refresh");
  answer->authenticate = g_strdup (soup_message_headers_get_list (
    soup_message_get_response_headers (fetch->message), "WWW-Authenticate"));
  answer->location = header (fetch->message, "Location");
  answer->retry_after = inkan_retry_after_parse (retry_after);
  fetch->answer = answer;
}

/* Length of the body; 0 when it is not known, or is that of a compressed one. */
static goffset
body_length (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  if (soup_message_headers_get_one (headers, "Content-Encoding") != NULL ||
      soup_message_headers_get_encoding (headers) != SOUP_ENCODING_CONTENT_LENGTH)
    return 0;
  return soup_message_headers_get_content_length (headers);
}

static void
on_piece (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GBytes) piece = NULL;
  g_autoptr (GError) error = NULL;
  Fetch *fetch = g_task_get_task_data (task);
  gsize limit;

  piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);
  if (piece == NULL)
    {
      return_error (task, error);
      return;
    }
  if (g_bytes_get_size (piece) == 0)
    {
      fetch->answer->body = inkan_buffer_steal (&fetch->body);
      g_task_return_pointer (task, g_steal_pointer (&fetch->answer), (GDestroyNotify) inkan_answer_free);
      return;
    }

  inkan_buffer_append (&fetch->body, g_bytes_get_data (piece, NULL), g_bytes_get_size (piece));
  limit = fetch->body.data[0] == 0x30 ? INKAN_FILE_MAX_SIZE : INKAN_PAGE_MAX_SIZE;
  if (fetch->body.length > limit)
    {
      stop (fetch, INKAN_PORTAL_ERROR_TOO_LARGE, "The answer is larger than %" G_GSIZE_FORMAT " bytes", limit);
      return_error (task, NULL);
      return;
    }
  if (fetch->func != NULL)
    fetch->func (INKAN_FETCH_PIECE, fetch->answer->content_type, (goffset) fetch->body.length,
                 body_length (fetch->message), fetch->func_data);
  read_piece (g_steal_pointer (&task), G_INPUT_STREAM (object));
}

static void
read_piece (GTask        *task,
            GInputStream *stream)
{
  Fetch *fetch = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (stream, PIECE_SIZE, G_PRIORITY_DEFAULT, fetch->cancellable, on_piece, task);
}

/* (transfer full): %NULL: not a redirect, or with @error one that is not followed */
static InkanRequest *
follow (InkanTransport  *self,
        Fetch           *fetch,
        GError         **error)
{
  guint status = soup_message_get_status (fetch->message);
  g_autofree char *location = header (fetch->message, "Location");

  if (location == NULL || !(status == 301 || status == 302 || status == 303 || status == 307 || status == 308))
    return NULL;
  if (++fetch->n_redirects > MAX_REDIRECTS)
    {
      g_set_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE,
                   "More than %d redirects", MAX_REDIRECTS);
      return NULL;
    }
  return inkan_redirect_follow (self->definition, fetch->request, status, location,
                                (fetch->flags & INKAN_FETCH_ONCE) != 0, error);
}

/* What was said once is not left lying about in the message. */
static gboolean
forget_authorization (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  char *text = (char *) soup_message_headers_get_one (headers, "Authorization");

  if (text == NULL)
    return FALSE;
  explicit_bzero (text, strlen (text));
  soup_message_headers_remove (headers, "Authorization");
  return TRUE;
}

/* Whether the same request is to be sent again, now with an answer to the
 * server's challenge. What must be sent only once is not; and one answer that is
 * refused is enough: it was wrong. */
static gboolean
answers_challenge (InkanTransport *self,
                   Fetch          *fetch)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (fetch->message);
  const char *challenge = soup_message_headers_get_list (headers, "WWW-Authenticate");
  gboolean authorized = forget_authorization (fetch->message);

  if (self->auth == NULL)
    return FALSE;
  inkan_http_auth_take_info (self->auth, fetch->request->uri,
                             soup_message_headers_get_one (headers, "Authentication-Info"));
  return soup_message_get_status (fetch->message) == SOUP_STATUS_UNAUTHORIZED && challenge != NULL &&
         inkan_http_auth_challenge (self->auth, fetch->request->uri, challenge, authorized) &&
         (fetch->flags & INKAN_FETCH_ONCE) == 0 && ++fetch->n_challenges <= MAX_CHALLENGES;
}

/* The body of this answer is not read: the connection may go. */
static void
drop_message (Fetch *fetch)
{
  g_signal_handlers_disconnect_by_data (fetch->message, fetch);
  g_clear_object (&fetch->message);
}

static void
on_sent (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (InkanRequest) next = NULL;
  g_autoptr (GError) error = NULL;
  InkanTransport *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);

  stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  clear_source (&fetch->connect_limit);
  if (stream == NULL)
    {
      return_error (task, error);
      return;
    }

  note_server (self, fetch->message);
  if (answers_challenge (self, fetch))
    {
      drop_message (fetch);
      send_request (g_steal_pointer (&task));
      return;
    }
  next = follow (self, fetch, &error);
  if (error != NULL)
    {
      return_error (task, error);
      return;
    }
  if (next != NULL)
    {
      drop_message (fetch);
      inkan_request_free (fetch->request);
      fetch->request = g_steal_pointer (&next);
      send_request (g_steal_pointer (&task));
      return;
    }

  fill_answer (fetch);
  if (body_length (fetch->message) > INKAN_PAGE_MAX_SIZE)
    {
      stop (fetch, INKAN_PORTAL_ERROR_TOO_LARGE, "The answer is larger than %d bytes", INKAN_PAGE_MAX_SIZE);
      return_error (task, NULL);
      return;
    }
  if (fetch->func != NULL)
    fetch->func (INKAN_FETCH_HEADERS, fetch->answer->content_type, 0, body_length (fetch->message), fetch->func_data);
  read_piece (g_steal_pointer (&task), stream);
}

static SoupMessage *
new_message (InkanTransport *self,
             Fetch          *fetch)
{
  SoupMessage *message = inkan_request_to_message (fetch->request);
  char *authorization = self->auth != NULL ? inkan_http_auth_authorize (self->auth, fetch->request->method,
                                                                        fetch->request->uri) : NULL;

  if (authorization != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (message), "Authorization", authorization);
  secret_password_free (authorization);
  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), fetch);
  g_signal_connect (message, "starting", G_CALLBACK (on_starting), fetch);
  g_signal_connect (message, "wrote-body", G_CALLBACK (on_wrote_body), fetch);
  g_signal_connect (message, "got-informational", G_CALLBACK (on_informational), fetch);
  return message;
}

static void
send_request (GTask *task)
{
  g_autoptr (GTask) owned = task;
  InkanTransport *self = g_task_get_source_object (task);
  Fetch *fetch = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (self->anchor_error != NULL)
    g_set_error (&error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNTRUSTED,
                 "The trust anchor could not be read: %s", self->anchor_error);
  else if (inkan_request_is_allowed (self->definition, fetch->request, &error) &&
           (fetch->flags & INKAN_FETCH_UNCOUNTED) == 0 && ++self->n_requests > MAX_REQUESTS)
    g_set_error (&error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE,
                 "More than %d requests in one step", MAX_REQUESTS);
  if (error != NULL)
    {
      return_error (task, error);
      return;
    }

  fetch->secured = FALSE;
  fetch->message = new_message (self, fetch);
  clear_source (&fetch->connect_limit);
  fetch->connect_limit = attach (g_timeout_source_new (self->connect_timeout), on_connect_limit, fetch);
  soup_session_send_async (self->session, fetch->message, G_PRIORITY_DEFAULT, fetch->cancellable,
                           on_sent, g_steal_pointer (&owned));
}

void
inkan_transport_fetch_async (InkanTransport      *self,
                             InkanRequest        *request,
                             InkanFetchFlags      flags,
                             gint64               deadline,
                             InkanFetchFunc       func,
                             gpointer             func_data,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Fetch *fetch = g_new0 (Fetch, 1);
  gint64 left = MAX (deadline - g_get_monotonic_time (), 0);

  g_task_set_source_tag (task, inkan_transport_fetch_async);
  /* Whether something was sent must come out also when it was cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, fetch, fetch_free);

  fetch->request = request;
  fetch->flags = flags;
  fetch->func = func;
  fetch->func_data = func_data;
  fetch->cancellable = g_cancellable_new ();
  fetch->deadline = attach (g_timeout_source_new ((guint) MIN (left / 1000, G_MAXUINT)), on_deadline, fetch);
  if (cancellable != NULL)
    fetch->cancelled = attach (g_cancellable_source_new (cancellable), G_SOURCE_FUNC (on_caller_cancelled), fetch);
  if (cancellable != NULL && g_cancellable_is_cancelled (cancellable))
    g_cancellable_cancel (fetch->cancellable);

  send_request (task);
}

InkanAnswer *
inkan_transport_fetch_finish (InkanTransport  *self,
                              GAsyncResult    *result,
                              gboolean        *sent,
                              GError         **error)
{
  Fetch *fetch = g_task_get_task_data (G_TASK (result));

  if (sent != NULL)
    *sent = fetch->sent;
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
inkan_transport_get_clock_offset (InkanTransport *self,
                                  GTimeSpan      *offset)
{
  if (self->has_clock_offset && offset != NULL)
    *offset = self->clock_offset;
  return self->has_clock_offset;
}

GDateTime *
inkan_transport_get_certificate_end (InkanTransport *self)
{
  return self->certificate_end != NULL ? g_date_time_ref (self->certificate_end) : NULL;
}
