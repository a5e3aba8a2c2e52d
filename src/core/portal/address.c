/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "address.h"

#include "../base/charset.h"

#include <string.h>

static void
append_encoded (GString    *text,
                const char *bytes,
                gsize       length)
{
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%%%02X", (guint8) bytes[i]);
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

static char *
make_valid (const char *address,
            const char *charset)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *copy = NULL;
  gboolean in_query = FALSE;
  gboolean in_fragment = FALSE;

  while (*address != '\0' && (guint8) *address <= ' ')
    address++;
  copy = g_strdup (address);
  for (gsize length = strlen (copy); length > 0 && (guint8) copy[length - 1] <= ' '; length--)
    copy[length - 1] = '\0';

  for (const char *at = copy; *at != '\0'; at++)
    {
      if (strchr ("\t\n\r", *at) != NULL)
        continue;
      if (*at == '#')
        in_fragment = TRUE;
      else if (*at == '?' && !in_fragment)
        in_query = TRUE;

      if ((guint8) *at >= 0x80)
        at = append_run (text, at, in_query && !in_fragment ? charset : "UTF-8");
      else if (*at == '\\' && !in_query && !in_fragment)
        g_string_append_c (text, '/');
      else if ((guint8) *at <= ' ' || *at == 0x7F || strchr ("\"<>", *at) != NULL ||
               (in_query ? *at == '\'' : strchr ("`{}|^", *at) != NULL))
        append_encoded (text, at, 1);
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

  return g_uri_build (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri), g_uri_get_port (uri),
                      *path == '\0' && g_uri_get_host (uri) != NULL ? "/" : path, query, g_uri_get_fragment (uri));
}

GUri *
inkan_address_resolve (GUri       *base,
                       const char *address,
                       const char *charset)
{
  g_autofree char *valid = make_valid (address, charset);
  g_autoptr (GUri) uri = g_uri_parse_relative (base, valid, G_URI_FLAGS_ENCODED, NULL);

  return uri != NULL ? rebuild (uri, g_uri_get_query (uri)) : NULL;
}

GUri *
inkan_address_with_query (GUri       *uri,
                          const char *query)
{
  return rebuild (uri, query);
}
