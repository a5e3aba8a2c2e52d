/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "link.h"

#include <string.h>

#include "regex.h"
#include "wiped-text.h"

#define MAX_LINK 4096
#define MAX_LINKS 1000

/* Letters that a host's name may pretend to be another's with, but not those of
 * the languages that write on without a blank behind an address */
#define LETTERS "\\x{C0}-\\x{5FF}"

/* A '<…>' may contain line breaks, which are no part of the address
 * (RFC 3986, appendix C). */
INKAN_DEFINE_REGEX (link_regex, "<(https?://[!#-;=?-\\[\\]_a-z~%\\n \\x{A1}-\\x{FFFF}]{1,4096})>"
                                "|(?<![a-z0-9])(https?://[!#-;=?-\\[\\]_a-z~%" LETTERS "]{1,4096})")
/* "two.inkan.example", with or without a path, as the whole of a link's text */
INKAN_DEFINE_REGEX (bare_host_regex, "^[\\s(\\[「]*((?:[a-z0-9\\x{C0}-\\x{5FF}-]+\\.)+[a-z]{2,24}(?::[0-9]{1,5})?)"
                                     "(?:[/?#][^\\s]*)?[\\s.,)\\]」]*$")
INKAN_DEFINE_REGEX (good_regex, "download|retriev|pick-?up|enrol|issu|collect|cert")
INKAN_DEFINE_REGEX (good_text_regex, "取得|ダウンロード|受け?取|発行|手続き?ページ|アクセス|download|"
                                     "retriev|pick.?up|enrol|collect|obtain|get your")
INKAN_DEFINE_REGEX (bad_regex, "/help|/faq|privacy|unsubscribe|contact|support|policy|terms|kiyaku|"
                               "inquiry|toiawase|reissue|revo(?:ke|cation)|install|twitter|facebook|"
                               "w3\\.org|\\.(?:png|gif|jpe?g|css|crl)$")

static gboolean
is_http (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);

  if ((!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http")) || host == NULL
      || *host == '\0')
    return FALSE;
  /* GLib ends a host at a semicolon as well, browsers do not: it would be another. */
  if (*g_uri_get_path (uri) == ';')
    return FALSE;
  for (const char *p = host; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && (guint8) *p < 0x80 && strchr (".-_:", *p) == NULL)
      return FALSE;
  return TRUE;
}

/* Whether the last character is a bracket that was opened before the address */
static gboolean
closes_more (const char *link,
             gsize       length,
             char        opening,
             char        closing)
{
  int depth = 0;

  for (gsize i = 0; i < length; i++)
    depth += (link[i] == opening) - (link[i] == closing);
  return link[length - 1] == closing && depth < 0;
}

/* Returns the address alone, or %NULL when it is none. */
static char *
clean_link (const char *start,
            gsize       length)
{
  INKAN_AUTO_WIPE char *link = NULL;
  g_autoptr (GUri) uri = NULL;
  gsize n = 0;

  link = g_malloc0 (length + 1);
  for (gsize i = 0; i < length; i++)
    if (start[i] != '\n' && start[i] != ' ')
      link[n++] = start[i];
  /* The end of a sentence */
  while (n > 0
         && (strchr (".,;:!?'*_", link[n - 1]) != NULL
             || closes_more (link, n, '(', ')') || closes_more (link, n, '[', ']')))
    link[--n] = '\0';
  if (n == 0 || n > MAX_LINK)
    return NULL;
  uri = g_uri_parse (link, G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (uri == NULL || !is_http (uri))
    return NULL;
  return g_steal_pointer (&link);
}

gboolean
inkan_link_is_likely (const char *link)
{
  return !g_regex_match (bad_regex (), link, 0, NULL);
}

static int
words_in_favour (const char *link,
                 const char *text,
                 gsize       at)
{
  g_autofree char *line = NULL;
  gsize from = at;
  int score = 0;

  /* What stands before it, in its line and the one above */
  for (guint lines = 0; from > 0 && at - from < 200; from--)
    if (text[from - 1] == '\n' && ++lines > 2)
      break;
  while ((text[from] & 0xC0) == 0x80)
    from++;
  line = g_strndup (text + from, at - from);
  if (g_regex_match (good_regex (), link, 0, NULL))
    score += 400;
  if (g_regex_match (good_text_regex (), line, 0, NULL))
    score += 300;
  if (!inkan_link_is_likely (link))
    score -= 1500;
  return score;
}

/* Whether all that stands between two addresses is the "<" of the second one:
 * the first is what a mail program shows instead of it. */
static gboolean
is_text_of_link (const char *behind)
{
  behind += strspn (behind, " \n.,;:)]");
  return g_ascii_strncasecmp (behind, "<http://", 8) == 0
         || g_ascii_strncasecmp (behind, "<https://", 9) == 0;
}

void
inkan_found_link_free (InkanFoundLink *self)
{
  inkan_wipe_free (self->uri);
  g_free (self);
}

GPtrArray *
inkan_links_find (const char *text,
                  gssize      offset)
{
  GPtrArray *links = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_found_link_free);
  g_autoptr (GMatchInfo) match = NULL;

  g_regex_match (link_regex (), text, 0, &match);
  for (guint i = 0; i < MAX_LINKS && g_match_info_matches (match); i++)
    {
      gint start, end;
      gboolean bare = !g_match_info_fetch_pos (match, 1, &start, &end) || start < 0;
      INKAN_AUTO_WIPE char *uri = NULL;

      if (bare)
        g_match_info_fetch_pos (match, 2, &start, &end);
      if (!bare || !is_text_of_link (text + end))
        uri = clean_link (text + start, end - start);
      if (uri != NULL)
        {
          InkanFoundLink *found = g_new (InkanFoundLink, 1);

          found->score = words_in_favour (uri, text, start);
          if (offset >= 0)
            found->score += 500 - (gint) MIN (500, ABS ((gssize) start - offset) / 2);
          found->uri = g_steal_pointer (&uri);
          g_ptr_array_add (links, found);
        }
      g_match_info_next (match, NULL);
    }
  return links;
}

char *
inkan_link_get_host (const char *link)
{
  g_autoptr (GUri) uri = g_uri_parse (link, G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autofree char *ascii = NULL;
  g_autofree char *lower = NULL;
  const char *host;
  int port;

  if (uri == NULL || !is_http (uri))
    return NULL;
  host = g_uri_get_host (uri);
  /* An address in figures stays as it is; of a name, the form without
   * lookalike letters. */
  ascii = strchr (host, ':') != NULL ? g_strdup_printf ("[%s]", host) : g_hostname_to_ascii (host);
  if (ascii == NULL)
    return NULL;
  for (const char *p = ascii; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return NULL;
  lower = g_ascii_strdown (ascii, -1);
  port = g_uri_get_port (uri);
  if (port < 0 || port == (g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80))
    return g_steal_pointer (&lower);
  return g_strdup_printf ("%s:%d", lower, port);
}

/* The host that @text, the visible text of a link, names: "https://a.example/x",
 * "a.example/x", "www.a.example" */
static char *
get_shown_host (const char *text)
{
  g_autoptr (GMatchInfo) match = NULL;
  gint start, end;
  g_autofree char *name = NULL;
  g_autofree char *link = NULL;

  if (g_regex_match (link_regex (), text, 0, &match))
    {
      if (!g_match_info_fetch_pos (match, 1, &start, &end) || start < 0)
        g_match_info_fetch_pos (match, 2, &start, &end);
      link = clean_link (text + start, end - start);
      return link != NULL ? inkan_link_get_host (link) : NULL;
    }
  g_clear_pointer (&match, g_match_info_unref);
  if (!g_regex_match (bare_host_regex (), text, 0, &match))
    return NULL;
  name = g_match_info_fetch (match, 1);
  link = g_strconcat ("https://", name, NULL);
  return inkan_link_get_host (link);
}

static gboolean
is_same_name (const char *a,
              const char *b)
{
  gsize length;

  if (g_str_has_prefix (a, "www."))
    a += 4;
  if (g_str_has_prefix (b, "www."))
    b += 4;
  length = strcspn (a, ":");
  return strcspn (b, ":") == length && strncmp (a, b, length) == 0;
}

gboolean
inkan_link_text_deceives (const char  *link,
                          const char  *text,
                          char       **host,
                          char       **shown_host)
{
  *host = inkan_link_get_host (link);
  *shown_host = *host != NULL ? get_shown_host (text) : NULL;
  if (*shown_host != NULL && !is_same_name (*host, *shown_host))
    return TRUE;
  g_clear_pointer (host, g_free);
  g_clear_pointer (shown_host, g_free);
  return FALSE;
}

char *
inkan_link_get_posed_host (const char *link)
{
  g_autoptr (GUri) uri = g_uri_parse (link, G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_HAS_PASSWORD, NULL);
  const char *user = uri != NULL ? g_uri_get_user (uri) : NULL;

  return user != NULL ? get_shown_host (user) : NULL;
}
