/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "site.h"

#include <string.h>
#include <openssl/pem.h>

#include "service.h"

#define MAX_BODY (64 * 1024)
#define MAINTENANCE_SECONDS 1800

#define CERTIFICATE_PATH "/service/certificate/"

typedef void (* Handler) (PracticeRequest *request, gint64 number);

static void
show_help (PracticeRequest *request, gint64 number)
{
  practice_request_answer (request, SOUP_STATUS_OK, practice_pages_help (&request->reader));
}

static void
show_installation (PracticeRequest *request, gint64 number)
{
  practice_request_answer (request, SOUP_STATUS_OK, practice_pages_installation (&request->reader));
}

static void
show_environment (PracticeRequest *request, gint64 number)
{
  practice_request_answer (request, SOUP_STATUS_OK, practice_pages_environment (&request->reader));
}

static void
show_start (PracticeRequest *request, gint64 number)
{
  practice_request_redirect (request, "/service/download");
}

static void
send_root (PracticeRequest *request, gint64 number)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (practice_authority_get_root_path (request->portal->authority),
                                                    FALSE, NULL);
  g_autoptr (GBytes) bytes = file != NULL ? g_mapped_file_get_bytes (file) : NULL;

  if (bytes != NULL)
    practice_request_send_bytes (request, "application/x-pem-file", bytes);
  else
    practice_request_answer (request, SOUP_STATUS_NOT_FOUND,
                             practice_pages_plain (&request->reader, PRACTICE_PAGE_NOT_FOUND));
}

static void
send_revocations (PracticeRequest *request, gint64 number)
{
  g_autoptr (GArray) times = NULL;
  g_autoptr (GPtrArray) serials = practice_store_list_revoked (request->portal->store, &times);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) list = practice_authority_revocations (request->portal->authority, serials, times, &error);

  if (list != NULL) {
    practice_request_send_bytes (request, "application/pkix-crl", list);
    return;
  }
  g_warning ("%s", error->message);
  practice_request_answer (request, SOUP_STATUS_INTERNAL_SERVER_ERROR,
                           practice_pages_plain (&request->reader, PRACTICE_PAGE_BROKEN));
}

/* The site at a glance. "#" stands for a number. */
static const struct {
  const char *path;
  Handler     get;
  Handler     post;
} places[] = {
  { "/", show_start, NULL },
  { "/service/download", practice_service_retrieval, NULL },
  { "/service/identify", NULL, practice_service_identify },
  { "/service/list", practice_service_list, NULL },
  { CERTIFICATE_PATH "#", practice_service_review, NULL },
  { CERTIFICATE_PATH "#/agree", NULL, practice_service_agree },
  { "/service/issued", practice_service_issued, NULL },
  { "/service/reissue", practice_service_reissue_form, practice_service_reissue },
  { "/help", show_help, NULL },
  { "/help/installation", show_installation, NULL },
  { "/help/environment", show_environment, NULL },
  { "/ca/root.pem", send_root, NULL },
  { "/ca/personal.crl", send_revocations, NULL },
};

/* Whether @path is that place; the number in it goes to @number. */
static gboolean
matches (const char *place, const char *path, gint64 *number)
{
  for (; *place != '\0'; place++) {
    if (*place == '#') {
      const char *digits = path;

      while (g_ascii_isdigit (*path))
        path++;
      if (path == digits || path - digits > 18)
        return FALSE;
      *number = g_ascii_strtoll (digits, NULL, 10);
    } else if (*path++ != *place) {
      return FALSE;
    }
  }
  return *path == '\0';
}

static void
refuse_method (PracticeRequest *request, gboolean get, gboolean post)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (request->message), "Allow",
                                get && post ? "GET, HEAD, POST" : get ? "GET, HEAD" : "POST");
  practice_request_answer (request, SOUP_STATUS_METHOD_NOT_ALLOWED,
                           practice_pages_plain (&request->reader, PRACTICE_PAGE_BAD_REQUEST));
}

static void
dispatch (PracticeRequest *request, const char *path)
{
  const char *method = soup_server_message_get_method (request->message);
  gboolean reading = g_str_equal (method, "GET") || g_str_equal (method, "HEAD");
  gint64 number = 0;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    Handler handler = reading ? places[i].get : g_str_equal (method, "POST") ? places[i].post : NULL;

    if (!matches (places[i].path, path, &number))
      continue;
    if (handler == NULL)
      refuse_method (request, places[i].get != NULL, places[i].post != NULL);
    else if (!reading && request->form == NULL)
      practice_request_answer (request, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE,
                               practice_pages_plain (&request->reader, PRACTICE_PAGE_BAD_REQUEST));
    else
      handler (request, number);
    return;
  }
  practice_request_answer (request, SOUP_STATUS_NOT_FOUND,
                           practice_pages_plain (&request->reader, PRACTICE_PAGE_NOT_FOUND));
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  PracticePortal *portal = user_data;
  g_autoptr (PracticeRequest) request = practice_request_new (portal, message);

  if (!soup_message_body_get_accumulate (soup_server_message_get_request_body (message))) {
    practice_request_answer (request, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE,
                             practice_pages_plain (&request->reader, PRACTICE_PAGE_BAD_REQUEST));
  } else if ((portal->options.faults & PRACTICE_FAULT_MAINTENANCE) && g_str_has_prefix (path, "/service/")) {
    practice_request_retry_after (request, MAINTENANCE_SECONDS);
    practice_request_answer (request, SOUP_STATUS_SERVICE_UNAVAILABLE,
                             practice_pages_plain (&request->reader, PRACTICE_PAGE_MAINTENANCE));
  } else {
    dispatch (request, path);
  }
}

/* No form here is that long: what comes beyond it is thrown away instead of being kept. */
static void
on_chunk (SoupServerMessage *message, GBytes *chunk, gpointer user_data)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  if (body->length > MAX_BODY)
    soup_message_body_set_accumulate (body, FALSE);
}

static void
on_started (SoupServer *server, SoupServerMessage *message, gpointer user_data)
{
  g_signal_connect (message, "got-chunk", G_CALLBACK (on_chunk), NULL);
}

void
practice_site_connect (PracticePortal *portal)
{
  g_signal_connect (portal->server, "request-started", G_CALLBACK (on_started), NULL);
  soup_server_add_handler (portal->server, NULL, on_request, portal, NULL);
}
