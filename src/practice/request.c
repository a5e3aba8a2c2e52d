/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "request.h"

#include <string.h>

#include "secret.h"

#define COOKIE "practice-session"
#define PIECES 12

/* libsoup 3.2 never lets go of a TLS connection that its client has closed politely between two requests. So
 * connections stay open for a while, as those of real portals do, and no longer once that could add up. */
#define KEEP_ALIVE_ANSWERS 100

static void
on_wrote_body (SoupServerMessage *message, PracticeRequest *self)
{
  self->complete = TRUE;
}

/* Before the answer leaves: whoever has it finds its line in the log. */
static void
log_once (PracticeRequest *self, const char *result)
{
  if (self->logged)
    return;
  self->logged = TRUE;
  practice_portal_log (self->portal, soup_server_message_get_method (self->message),
                       g_uri_get_path (soup_server_message_get_uri (self->message)), result);
}

/* The one end of every request: lets go of the message, which would keep the request and be kept by it. */
static void
end (PracticeRequest *self)
{
  if (self->over)
    return;
  self->over = TRUE;
  log_once (self, "gone");
  g_clear_handle_id (&self->timer, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->message, self);
  if (self->when_over != NULL)
    self->when_over (self, self->over_data);
  practice_request_unref (self);
}

/* Comes when the answer was sent and when the connection broke. */
static void
on_finished (SoupServerMessage *message, PracticeRequest *self)
{
  end (self);
}

/* Japanese for those who name it first. */
static PracticeLanguage
choose_language (SoupMessageHeaders *headers)
{
  const char *accepted = soup_message_headers_get_list (headers, "Accept-Language");
  GSList *languages = accepted != NULL ? soup_header_parse_quality_list (accepted, NULL) : NULL;
  PracticeLanguage language = PRACTICE_ENGLISH;

  if (languages != NULL && g_ascii_strncasecmp (languages->data, "ja", 2) == 0
      && !g_ascii_isalpha (((const char *) languages->data)[2]))
    language = PRACTICE_JAPANESE;
  soup_header_free_list (languages);
  return language;
}

static char *
find_cookie (SoupMessageHeaders *headers)
{
  const char *header = soup_message_headers_get_list (headers, "Cookie");
  g_auto (GStrv) pairs = header != NULL ? g_strsplit (header, ";", 64) : NULL;

  for (guint i = 0; pairs != NULL && pairs[i] != NULL; i++) {
    const char *pair = g_strstrip (pairs[i]);

    if (g_str_has_prefix (pair, COOKIE "=") && strlen (pair) == strlen (COOKIE "=") + 64)
      return g_strdup (pair + strlen (COOKIE "="));
  }
  return NULL;
}

static void
read_form (PracticeRequest *self)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (self->message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  g_autoptr (GBytes) body = NULL;
  gsize size;
  const char *data;

  /* What does not accumulate was too large to be kept. */
  if (g_strcmp0 (soup_server_message_get_method (self->message), "POST") != 0
      || g_strcmp0 (type, "application/x-www-form-urlencoded") != 0
      || !soup_message_body_get_accumulate (soup_server_message_get_request_body (self->message)))
    return;
  body = soup_message_body_flatten (soup_server_message_get_request_body (self->message));
  data = g_bytes_get_data (body, &size);
  self->form = practice_form_parse (self->reader.charset, data, size);
}

PracticeRequest *
practice_request_new (PracticePortal *portal, SoupServerMessage *message)
{
  PracticeRequest *self = g_new0 (PracticeRequest, 1);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  self->references = 1;
  self->portal = portal;
  self->message = g_object_ref (message);
  self->reader.language = choose_language (headers);
  self->reader.charset = portal->options.page_charset;
  self->cookie = find_cookie (headers);
  if (self->cookie == NULL) {
    self->cookie = practice_secret_new_token ();
    self->fresh = TRUE;
  }
  read_form (self);
  /* Until its end, the request keeps itself. */
  practice_request_ref (self);
  g_signal_connect (message, "wrote-body", G_CALLBACK (on_wrote_body), self);
  g_signal_connect (message, "finished", G_CALLBACK (on_finished), self);
  g_signal_connect (message, "disconnected", G_CALLBACK (on_finished), self);
  return self;
}

PracticeRequest *
practice_request_ref (PracticeRequest *self)
{
  self->references++;
  return self;
}

void
practice_request_unref (PracticeRequest *self)
{
  if (--self->references > 0)
    return;
  g_object_unref (self->message);
  practice_secret_free (self->cookie);
  g_clear_pointer (&self->form, g_hash_table_unref);
  g_clear_pointer (&self->file, g_bytes_unref);
  if (self->over_destroy != NULL)
    self->over_destroy (self->over_data);
  g_free (self);
}

void
practice_request_when_over (PracticeRequest *self, PracticeRequestOver callback, gpointer user_data,
                            GDestroyNotify destroy)
{
  g_assert (self->when_over == NULL);
  self->when_over = callback;
  self->over_data = user_data;
  self->over_destroy = destroy;
}

void
practice_request_pause (PracticeRequest *self)
{
  soup_server_message_pause (self->message);
  self->paused = TRUE;
}

/* Sends what has been put together. */
static void
go_on (PracticeRequest *self)
{
  g_autofree char *status = g_strdup_printf ("%u", soup_server_message_get_status (self->message));

  log_once (self, status);
  if (self->paused && !self->over)
    soup_server_message_unpause (self->message);
  self->paused = FALSE;
}

const char *
practice_request_get_value (PracticeRequest *self, const char *name)
{
  char *value = self->form != NULL ? g_hash_table_lookup (self->form, name) : NULL;

  return value != NULL ? g_strstrip (value) : NULL;
}

PracticeSession *
practice_request_get_session (PracticeRequest *self)
{
  return practice_sessions_find (self->portal->sessions, self->cookie);
}

gboolean
practice_request_is_genuine (PracticeRequest *self)
{
  return !self->fresh && practice_sessions_check (self->portal->sessions, self->cookie,
                                                  practice_request_get_value (self, "token"));
}

char *
practice_request_new_token (PracticeRequest *self)
{
  if (self->fresh)
    practice_request_set_cookie (self, self->cookie);
  return practice_sessions_token (self->portal->sessions, self->cookie);
}

static void
set_header (PracticeRequest *self, const char *name, const char *value)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (self->message), name, value);
}

void
practice_request_set_cookie (PracticeRequest *self, const char *id)
{
  g_autofree char *header = g_strdup_printf (COOKIE "=%s; Path=/; Secure; HttpOnly; SameSite=Lax", id);

  set_header (self, "Set-Cookie", header);
}

static void
set_common_headers (PracticeRequest *self)
{
  set_header (self, "Cache-Control", "no-store");
  set_header (self, "Referrer-Policy", "no-referrer");
  set_header (self, "X-Content-Type-Options", "nosniff");
  if (++self->portal->answers > KEEP_ALIVE_ANSWERS)
    set_header (self, "Connection", "close");
  if (self->portal->options.faults & PRACTICE_FAULT_CLOCK_AHEAD) {
    g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
    g_autoptr (GDateTime) later = g_date_time_add_hours (now, 1);
    g_autofree char *date = soup_date_time_to_string (later, SOUP_DATE_HTTP);

    set_header (self, "Date", date);
  }
}

void
practice_request_answer (PracticeRequest *self, guint status, char *page)
{
  g_autoptr (GBytes) bytes = practice_charset_encode (self->reader.charset, page);
  g_autofree char *type = g_strconcat ("text/html; charset=", practice_charset_get_label (self->reader.charset), NULL);

  g_free (page);
  set_common_headers (self);
  set_header (self, "Content-Type", type);
  set_header (self, "Content-Language", practice_say (&self->reader, "en", "ja"));
  set_header (self, "Vary", "Accept-Language, Cookie");
  set_header (self, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
                                               " form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
  soup_message_body_append_bytes (soup_server_message_get_response_body (self->message), bytes);
  soup_server_message_set_status (self->message, status,
                                  status == PRACTICE_STATUS_TOO_MANY_REQUESTS ? "Too Many Requests" : NULL);
  go_on (self);
}

void
practice_request_redirect (PracticeRequest *self, const char *location)
{
  set_common_headers (self);
  set_header (self, "Location", location);
  soup_server_message_set_status (self->message, SOUP_STATUS_SEE_OTHER, NULL);
  go_on (self);
}

void
practice_request_send_bytes (PracticeRequest *self, const char *type, GBytes *bytes)
{
  set_common_headers (self);
  set_header (self, "Content-Type", type);
  soup_message_body_append_bytes (soup_server_message_get_response_body (self->message), bytes);
  soup_server_message_set_status (self->message, SOUP_STATUS_OK, NULL);
  go_on (self);
}

static void
append_piece (PracticeRequest *self)
{
  SoupMessageBody *body = soup_server_message_get_response_body (self->message);
  gsize whole = g_bytes_get_size (self->file);
  gsize size = MIN (whole / PIECES + 1, whole - self->sent);
  g_autoptr (GBytes) piece = g_bytes_new_from_bytes (self->file, self->sent, size);

  soup_message_body_append_bytes (body, piece);
  self->sent += size;
  if (self->sent == whole)
    soup_message_body_complete (body);
}

static gboolean
on_pause_over (gpointer user_data)
{
  PracticeRequest *self = user_data;

  self->timer = 0;
  append_piece (self);
  soup_server_message_unpause (self->message);
  return G_SOURCE_REMOVE;
}

static void
on_wrote_chunk (SoupServerMessage *message, PracticeRequest *self)
{
  if (self->sent == g_bytes_get_size (self->file))
    return;
  if (self->pause == 0)
    append_piece (self);
  else
    self->timer = g_timeout_add (self->pause, on_pause_over, self);
}

void
practice_request_send_file (PracticeRequest *self, const char *name, GBytes *bytes, guint pause)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->message);
  g_autofree char *disposition = g_strdup_printf ("attachment; filename=\"%s\"", name);

  self->file = g_bytes_ref (bytes);
  self->pause = pause;
  set_common_headers (self);
  set_header (self, "Content-Type", "application/x-pkcs12");
  set_header (self, "Content-Disposition", disposition);
  soup_message_headers_set_content_length (headers, (goffset) g_bytes_get_size (bytes));
  soup_message_body_set_accumulate (soup_server_message_get_response_body (self->message), FALSE);
  g_signal_connect (self->message, "wrote-chunk", G_CALLBACK (on_wrote_chunk), self);
  append_piece (self);
  soup_server_message_set_status (self->message, SOUP_STATUS_OK, NULL);
  go_on (self);
}

void
practice_request_drop (PracticeRequest *self)
{
  g_autoptr (GIOStream) connection = NULL;

  if (self->over)
    return;
  log_once (self, "dropped");
  connection = soup_server_message_steal_connection (self->message);
  g_io_stream_close (connection, NULL, NULL);
  end (self);
}

void
practice_request_retry_after (PracticeRequest *self, gint64 seconds)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, seconds);

  set_header (self, "Retry-After", value);
}
