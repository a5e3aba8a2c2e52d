/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transport-message.h"

#include "definition-private.h"

#include <string.h>

/* "ja-JP, ja;q=0.9, en;q=0.8" from the user's languages. */
char *
inkan_accept_language (void)
{
  const char * const *names = g_get_language_names ();
  g_autoptr (GString) text = g_string_new (NULL);
  guint quality = 10;

  for (gsize i = 0; names[i] != NULL && quality > 1; i++)
    {
      g_autofree char *tag = NULL;

      /* Of ja_JP.UTF-8, ja_JP, ja.UTF-8, ja, C only some are languages. */
      if (strpbrk (names[i], ".@") != NULL || strcmp (names[i], "C") == 0 || strcmp (names[i], "POSIX") == 0)
        continue;
      tag = g_strdelimit (g_strdup (names[i]), "_", '-');
      if (text->len > 0)
        g_string_append (text, ", ");
      g_string_append (text, tag);
      if (quality < 10)
        g_string_append_printf (text, ";q=0.%u", quality);
      quality--;
    }
  if (text->len == 0)
    g_string_append (text, "en");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
without_fragment (GUri *uri)
{
  g_autoptr (GUri) bare = g_uri_build (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                                       g_uri_get_port (uri), g_uri_get_path (uri), g_uri_get_query (uri), NULL);

  return g_uri_to_string (bare);
}

static char *
origin_of (GUri *uri)
{
  g_autofree char *host = inkan_portal_host_of_uri (uri);

  return g_strdup_printf ("%s://%s", g_uri_get_scheme (uri), host);
}

/* As browsers do by default (Referrer Policy, "strict-origin-when-cross-origin"):
 * the page's whole address to its own origin only. */
static void
add_origin (SoupMessage  *message,
            InkanRequest *request)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *from = NULL;
  g_autofree char *to = origin_of (request->uri);
  g_autofree char *referrer = NULL;

  if (request->referrer == NULL)
    return;
  from = origin_of (request->referrer);
  referrer = strcmp (from, to) == 0 ? without_fragment (request->referrer) : g_strconcat (from, "/", NULL);
  soup_message_headers_replace (headers, "Referer", referrer);
  if (strcmp (request->method, "GET") != 0)
    soup_message_headers_replace (headers, "Origin", from);
}

SoupMessage *
inkan_request_to_message (InkanRequest *request)
{
  SoupMessage *message = soup_message_new_from_uri (request->method, request->uri);

  /* Always a connection of its own: one that was kept open may be closed by the
   * server at the very moment it is used again, and then libsoup either fails or
   * sends the request a second time. */
  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_NEW_CONNECTION);
  soup_message_set_first_party (message, request->uri);
  soup_message_set_site_for_cookies (message, request->uri);
  soup_message_set_is_top_level_navigation (message, TRUE);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept",
                                "text/html,application/xhtml+xml,application/x-pkcs12,*/*;q=0.8");
  add_origin (message, request);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
  return message;
}
