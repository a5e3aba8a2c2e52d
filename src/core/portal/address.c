/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "address.h"

#include "../base/charset.h"

#include <string.h>

/* Which characters of ASCII are written with a percent sign: WHATWG URL's "path
 * percent-encode set" (and, as browsers do, the bar) and "special-query
 * percent-encode set". Blanks and control characters are in both. */
static gboolean
needs_percent (char     c,
               gboolean in_query)
{
  return (guint8) c <= ' ' || (guint8) c >= 0x7F || strchr ("\"<>", c) != NULL ||
         (in_query ? c == '\'' : strchr ("`{|}^", c) != NULL);
}

static void
append_percent (GString *text,
                char     c)
{
  g_string_append_printf (text, "%%%02X", (guint8) c);
}

/* What is left of a character after encoding stands there as it is, as far as a
 * query may hold it; a character that the encoding lacks is a reference, of which
 * nothing does (WHATWG URL, "percent-encode after encoding"). */
static void
append_encoded (GString    *text,
                const char *bytes,
                gsize       length)
{
  gboolean two_bytes = FALSE; /* of ISO-2022-JP */

  for (gsize i = 0; i < length; i++)
    {
      if (bytes[i] == 0x1B && i + 1 < length)
        two_bytes = bytes[i + 1] == '$';
      if (needs_percent (bytes[i], TRUE) || bytes[i] == '#' || (!two_bytes && strchr ("&;", bytes[i]) != NULL))
        append_percent (text, bytes[i]);
      else
        g_string_append_c (text, bytes[i]);
    }
}

/* Characters outside ASCII: in a query they are written in the page's encoding. */
static const char *
append_run (GString    *text,
            const char *at,
            const char *charset)
{
  const char *end = at;
  g_autofree char *run = NULL;
  char *encoded;
  gsize length;

  while ((guint8) *end >= 0x80)
    end++;
  run = g_strndup (at, end - at);
  encoded = inkan_charset_encode (charset, run, &length);
  append_encoded (text, encoded, length);
  inkan_charset_free (encoded);
  return end - 1;
}

/* Without blanks around it, and without tabs and line breaks anywhere. */
static char *
strip (const char *address)
{
  char *stripped = g_malloc (strlen (address) + 1);
  char *to = stripped;

  while (*address != '\0' && (guint8) *address <= ' ')
    address++;
  for (; *address != '\0'; address++)
    {
      if (strchr ("\t\n\r", *address) == NULL)
        *to++ = *address;
    }
  while (to > stripped && (guint8) to[-1] <= ' ')
    to--;
  *to = '\0';
  return stripped;
}

static gboolean
is_slash (char c)
{
  return c == '/' || c == '\\';
}

/* The web's schemes are followed by a host however many slashes stand between
 * them, or by none when the address is relative after all: "http:page" (WHATWG
 * URL, "special relative or authority state" and the states after it). Moves @at
 * behind what it writes. */
static void
append_scheme (GString     *text,
               const char **at,
               GUri        *base)
{
  static const char * const schemes[] = { "http:", "https:" };
  const char *after = *at;
  const char *scheme = "";
  gboolean same = TRUE;
  gsize n_slashes = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      if (g_ascii_strncasecmp (*at, schemes[i], strlen (schemes[i])) == 0)
        {
          scheme = schemes[i];
          after = *at + strlen (scheme);
          same = strncmp (scheme, g_uri_get_scheme (base), strlen (scheme) - 1) == 0 &&
                 strlen (g_uri_get_scheme (base)) == strlen (scheme) - 1;
        }
    }
  while (is_slash (after[n_slashes]))
    n_slashes++;
  if (same && n_slashes < 2)
    *at = after;
  else if (*scheme != '\0' || n_slashes >= 2)
    {
      g_string_append (text, scheme);
      g_string_append (text, "//");
      *at = after + n_slashes;
    }
}

static char *
make_valid (GUri       *base,
            const char *address,
            const char *charset)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *stripped = strip (address);
  const char *at = stripped;
  gboolean in_query = FALSE;
  gboolean in_fragment = FALSE;

  append_scheme (text, &at, base);
  for (; *at != '\0'; at++)
    {
      if (*at == '#')
        in_fragment = TRUE;
      else if (*at == '?' && !in_fragment)
        in_query = TRUE;

      if ((guint8) *at >= 0x80)
        at = append_run (text, at, in_query && !in_fragment ? charset : "UTF-8");
      else if (*at == '\\' && !in_query && !in_fragment)
        g_string_append_c (text, '/');
      else if (needs_percent (*at, in_query))
        append_percent (text, *at);
      else
        g_string_append_c (text, *at);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GUri *
rebuild (GUri       *uri,
         const char *query)
{
  const char *path = g_uri_get_path (uri);
  g_autofree char *host = g_uri_get_host (uri) != NULL ? g_ascii_strdown (g_uri_get_host (uri), -1) : NULL;

  return g_uri_build (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, host, g_uri_get_port (uri),
                      *path == '\0' && host != NULL ? "/" : path, query, g_uri_get_fragment (uri));
}

/* WHATWG URL, "forbidden domain code point": no name can hold them, only an address
 * that wants to look like another. */
static gboolean
is_possible_host (const char *host)
{
  for (; host != NULL && *host != '\0'; host++)
    {
      if ((guint8) *host <= ' ' || *host == 0x7F || strchr ("#%/<>?@[\\]^|", *host) != NULL)
        return FALSE;
    }
  return TRUE;
}

GUri *
inkan_address_resolve (GUri       *base,
                       const char *address,
                       const char *charset)
{
  g_autofree char *valid = make_valid (base, address, charset);
  g_autoptr (GUri) uri = g_uri_parse_relative (base, valid, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);

  if (uri == NULL || !is_possible_host (g_uri_get_host (uri)))
    return NULL;
  /* GLib ends a host at a semicolon as well, and takes the rest for a path. */
  if (g_uri_get_host (uri) != NULL && *g_uri_get_path (uri) == ';')
    return NULL;
  return rebuild (uri, g_uri_get_query (uri));
}

GUri *
inkan_address_with_query (GUri       *uri,
                          const char *query)
{
  return rebuild (uri, query);
}
