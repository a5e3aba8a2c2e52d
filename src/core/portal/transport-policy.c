/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transport.h"

#include "address.h"
#include "definition-private.h"
#include "portal.h"

#include <libsoup/soup.h>
#include <string.h>

#define RETRY_AFTER_MAX (366 * 24 * 60 * 60) /* seconds */

gboolean
inkan_request_is_allowed (InkanPortalDefinition  *definition,
                          InkanRequest           *request,
                          GError                **error)
{
  const char *host = g_uri_get_host (request->uri);

  if (inkan_portal_definition_allows_uri (definition, request->uri))
    return TRUE;

  g_set_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_ELSEWHERE,
               "The portal leads to %s://%s, which its definition does not name",
               g_uri_get_scheme (request->uri), host != NULL ? host : "");
  return FALSE;
}

InkanRequest *
inkan_redirect_follow (InkanPortalDefinition  *definition,
                       InkanRequest           *from,
                       guint                   status,
                       const char             *location,
                       gboolean                once,
                       GError                **error)
{
  g_autoptr (InkanRequest) to = NULL;
  g_autoptr (GUri) uri = inkan_address_resolve (from->uri, location, "UTF-8");
  gboolean again = strcmp (from->method, "GET") != 0 && (status == 307 || status == 308);

  if (uri == NULL)
    {
      g_set_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE,
                   "HTTP %u leads to no address", status);
      return NULL;
    }
  if (again && once)
    {
      g_set_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE,
                   "HTTP %u asks for the request to be sent a second time", status);
      return NULL;
    }

  to = inkan_request_new (uri, from->referrer);
  if (again)
    {
      to->method = from->method;
      to->content_type = g_strdup (from->content_type);
      to->body = from->body != NULL ? g_bytes_ref (from->body) : NULL;
    }
  if (!inkan_request_is_allowed (definition, to, error))
    return NULL;
  return g_steal_pointer (&to);
}

GError *
inkan_transport_error_translate (const GError *error,
                                 const char   *host,
                                 gboolean      secured)
{
  InkanPortalError code = INKAN_PORTAL_ERROR_UNREACHABLE;

  if (error->domain == INKAN_PORTAL_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);

  /* Once the server has proved who it is, a TLS error is a broken connection. */
  if (error->domain == G_TLS_ERROR && !secured && error->code != G_TLS_ERROR_EOF)
    code = INKAN_PORTAL_ERROR_UNTRUSTED;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    code = INKAN_PORTAL_ERROR_TIMED_OUT;

  return g_error_new (INKAN_PORTAL_ERROR, code, "%s: %s (%s %d)",
                      host, error->message, g_quark_to_string (error->domain), error->code);
}

GDateTime *
inkan_retry_after_parse (const char *text)
{
  guint64 seconds;

  if (text == NULL)
    return NULL;
  if (g_ascii_string_to_unsigned (text, 10, 0, RETRY_AFTER_MAX, &seconds, NULL))
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

      return g_date_time_add_seconds (now, (double) seconds);
    }
  return soup_date_time_new_from_http_string (text);
}
