/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web-page.h"

#include "../base/charset.h"

#include <string.h>

/* How far a browser looks for a <meta> that names the encoding
 * (WHATWG HTML, "prescan a byte stream to determine its encoding"). */
#define PRESCAN_LENGTH 1024

typedef struct {
  const char *at;
  const char *end;
} Scan;

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static void
skip_spaces (Scan *scan)
{
  while (scan->at < scan->end && is_space (*scan->at))
    scan->at++;
}

static gboolean
starts_with (const Scan *scan,
             const char *text)
{
  gsize length = strlen (text);

  return (gsize) (scan->end - scan->at) >= length && g_ascii_strncasecmp (scan->at, text, length) == 0;
}

/* The name after "charset=" in a Content-Type or in <meta content>. */
static const char *
charset_in_content_type (const char *text)
{
  const char *at = text;

  while ((at = strcasestr (at, "charset")) != NULL)
    {
      g_autofree char *label = NULL;
      const char *end;

      at += strlen ("charset");
      at += strspn (at, " \t\n\f\r");
      if (*at != '=')
        continue;
      at++;
      at += strspn (at, " \t\n\f\r");
      if (*at == '"' || *at == '\'')
        {
          end = strchr (at + 1, *at);
          if (end == NULL)
            return NULL;
          label = g_strndup (at + 1, end - at - 1);
        }
      else
        label = g_strndup (at, strcspn (at, " \t\n\f\r;"));
      return inkan_charset_lookup (label);
    }
  return NULL;
}

/* One attribute of a tag; %FALSE at the tag's end. Both results lower case. */
static gboolean
next_attribute (Scan  *scan,
                char **name,
                char **value)
{
  const char *start;

  while (scan->at < scan->end && (is_space (*scan->at) || *scan->at == '/'))
    scan->at++;
  if (scan->at >= scan->end || *scan->at == '>')
    return FALSE;

  start = scan->at;
  while (scan->at < scan->end && !is_space (*scan->at) && *scan->at != '>' && *scan->at != '/' &&
         (*scan->at != '=' || scan->at == start))
    scan->at++;
  *name = g_ascii_strdown (start, scan->at - start);
  *value = NULL;

  skip_spaces (scan);
  if (scan->at >= scan->end || *scan->at != '=')
    return TRUE;
  scan->at++;
  skip_spaces (scan);
  if (scan->at < scan->end && (*scan->at == '"' || *scan->at == '\''))
    {
      char quote = *scan->at++;

      start = scan->at;
      while (scan->at < scan->end && *scan->at != quote)
        scan->at++;
      *value = g_ascii_strdown (start, scan->at - start);
      if (scan->at < scan->end)
        scan->at++;
    }
  else
    {
      start = scan->at;
      while (scan->at < scan->end && !is_space (*scan->at) && *scan->at != '>')
        scan->at++;
      *value = g_ascii_strdown (start, scan->at - start);
    }
  return TRUE;
}

static const char *
charset_in_meta (Scan *scan)
{
  gboolean is_content_type = FALSE;
  gboolean from_content = FALSE;
  const char *charset = NULL;
  char *name;
  char *value;

  while (next_attribute (scan, &name, &value))
    {
      if (value == NULL)
        ;
      else if (strcmp (name, "http-equiv") == 0)
        is_content_type = strcmp (value, "content-type") == 0;
      else if (strcmp (name, "charset") == 0)
        {
          charset = inkan_charset_lookup (value);
          from_content = FALSE;
        }
      else if (strcmp (name, "content") == 0 && charset == NULL)
        {
          charset = charset_in_content_type (value);
          from_content = TRUE;
        }
      g_free (name);
      g_free (value);
    }

  if (charset != NULL && from_content && !is_content_type)
    return NULL;
  /* A page that could be read as ASCII up to here is not UTF-16. */
  if (charset != NULL && g_str_has_prefix (charset, "UTF-16"))
    return "UTF-8";
  return charset;
}

static const char *
prescan (const guint8 *bytes,
         gsize         length)
{
  Scan scan = { (const char *) bytes, (const char *) bytes + MIN (length, PRESCAN_LENGTH) };

  for (; scan.at < scan.end; scan.at++)
    {
      if (starts_with (&scan, "<!--"))
        {
          const char *close = memmem (scan.at + 2, scan.end - scan.at - 2, "-->", 3);

          if (close == NULL)
            return NULL;
          scan.at = close + 2;
        }
      else if (starts_with (&scan, "<meta") && scan.at + 5 < scan.end &&
               (is_space (scan.at[5]) || scan.at[5] == '/'))
        {
          const char *charset;

          scan.at += 5;
          charset = charset_in_meta (&scan);
          if (charset != NULL)
            return charset;
        }
      else if (*scan.at == '<' && scan.at + 1 < scan.end &&
               (g_ascii_isalpha (scan.at[1]) || (scan.at[1] == '/' && scan.at + 2 < scan.end && g_ascii_isalpha (scan.at[2]))))
        {
          char *name;
          char *value;

          while (scan.at < scan.end && !is_space (*scan.at) && *scan.at != '>')
            scan.at++;
          while (next_attribute (&scan, &name, &value))
            {
              g_free (name);
              g_free (value);
            }
        }
      else if (starts_with (&scan, "<!") || starts_with (&scan, "</") || starts_with (&scan, "<?"))
        {
          while (scan.at < scan.end && *scan.at != '>')
            scan.at++;
        }
    }
  return NULL;
}

/* Nobody says: what most pages without a word about it turn out to be. */
static const char *
guess (const guint8 *bytes,
       gsize         length)
{
  if (bytes == NULL || length == 0)
    return "UTF-8";
  if (memmem (bytes, length, "\033$B", 3) != NULL || memmem (bytes, length, "\033$@", 3) != NULL)
    return "ISO-2022-JP";
  if (g_utf8_validate_len ((const char *) bytes, length, NULL))
    return "UTF-8";
  return "windows-1252";
}

const char *
inkan_web_page_find_charset (const guint8 *bytes,
                         gsize         length,
                         const char   *content_type,
                         gsize        *skip)
{
  const char *charset = NULL;

  *skip = 0;
  if (length >= 3 && memcmp (bytes, "\xEF\xBB\xBF", 3) == 0)
    {
      *skip = 3;
      return "UTF-8";
    }
  if (length >= 2 && (memcmp (bytes, "\xFE\xFF", 2) == 0 || memcmp (bytes, "\xFF\xFE", 2) == 0))
    {
      charset = inkan_charset_lookup (bytes[0] == 0xFE ? "utf-16be" : "utf-16le");
      if (charset != NULL)
        *skip = 2;
    }

  if (charset == NULL && content_type != NULL)
    charset = charset_in_content_type (content_type);
  if (charset == NULL)
    charset = prescan (bytes, length);
  if (charset == NULL)
    charset = guess (bytes, length);
  return charset;
}
