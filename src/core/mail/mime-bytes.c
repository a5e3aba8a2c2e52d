/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mime-bytes.h"

#include <string.h>

#define MAX_HEADER (256 * 1024)
#define MAX_DELIMITERS 10000
#define MAX_COLONS 200 /* in one field of addresses */

/* The length of the header field's name at @line, or 0 */
static gsize
field_name_length (const char *line,
                   gsize       length)
{
  gsize n = 0, colon;

  while (n < length && line[n] > ' ' && line[n] < 127 && line[n] != ':')
    n++;
  for (colon = n; colon < length && line[colon] == ' ';)
    colon++;
  return n > 0 && n < 80 && colon < length && line[colon] == ':' ? n : 0;
}

static gboolean
is_mail_field (const char *name,
               gsize       length)
{
  static const char *const names[] = {
    "from", "to", "cc", "subject", "date", "message-id", "received", "return-path", "delivered-to",
    "mime-version", "content-type", "content-transfer-encoding", "reply-to", "sender",
    "in-reply-to", "references", "resent-from", "dkim-signature", "authentication-results",
    "x-mailer", "user-agent", "x-original-to", "x-received", "arc-seal", "received-spf",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == length && g_ascii_strncasecmp (name, names[i], length) == 0)
      return TRUE;
  return FALSE;
}

gboolean
inkan_mime_has_header (const char *bytes,
                       gsize       length,
                       guint       least)
{
  const char *end = bytes + length;
  guint known = 0, fields = 0;

  for (const char *line = bytes; line < end;)
    {
      const char *eol = memchr (line, '\n', end - line);
      gsize n = (eol != NULL ? eol : end) - line;
      gsize name;

      if (n > 0 && line[n - 1] == '\r')
        n--;
      if (n == 0)
        {
          if (fields > 0)
            break;
        }
      else if (fields > 0 && (*line == ' ' || *line == '\t'))
        ;
      else if ((name = field_name_length (line, n)) > 0)
        {
          fields++;
          known += is_mail_field (line, name);
          if (known >= least)
            return TRUE;
        }
      else if (fields > 0 || strncmp (line, "From ", MIN (n, 5)) != 0)
        break;
      line = eol != NULL ? eol + 1 : end;
    }
  return FALSE;
}

/* A copy that the parser can read: no NUL, which ends a header for it, "\n" for
 * a lone CR where lines end so, and without what Apple Mail puts before. */
static GByteArray *
copy_readable (const guint8 *bytes,
               gsize         length)
{
  GByteArray *array = g_byte_array_sized_new (length + 1);
  gsize lone_cr = 0, lf = 0, skip = 0, n = 0;
  gboolean convert;

  if (length >= 3 && memcmp (bytes, "\xEF\xBB\xBF", 3) == 0)
    skip = 3;
  while (skip < length && g_ascii_isspace (bytes[skip]))
    skip++;
  for (gsize i = skip; i < length && i < skip + 12; i++)
    if (!g_ascii_isdigit (bytes[i]))
      {
        if (i > skip && bytes[i] == '\n')
          skip = i + 1;
        break;
      }
  for (gsize i = skip; i < length; i++)
    {
      lf += bytes[i] == '\n';
      lone_cr += bytes[i] == '\r' && (i + 1 == length || bytes[i + 1] != '\n');
    }
  convert = lone_cr > lf;
  g_byte_array_set_size (array, length - skip);
  for (gsize i = skip; i < length; i++)
    {
      guint8 byte = bytes[i];

      if (byte == '\r' && convert && (i + 1 == length || bytes[i + 1] != '\n'))
        byte = '\n';
      if (byte != '\0')
        array->data[n++] = byte;
    }
  g_byte_array_set_size (array, n);
  return array;
}

static guint8 *
next_line (guint8 *line,
           guint8 *end)
{
  guint8 *eol;

  if (*line == '\n')
    return line + 1; /* millions of them */
  eol = memchr (line, '\n', end - line);
  return eol != NULL ? eol + 1 : end;
}

/* Leaves out the rest of a header that no person's mail has. */
static void
limit_header (GByteArray *array)
{
  guint8 *end = array->data + array->len;
  guint8 *cut = NULL, *line;

  for (line = array->data; line < end; line = next_line (line, end))
    {
      if (line > array->data && (*line == '\n' || *line == '\r'))
        break;
      if (cut == NULL && line - array->data > MAX_HEADER)
        cut = line;
    }
  if (cut == NULL)
    return;
  memmove (cut, line, end - line);
  explicit_bzero (cut + (end - line), line - cut);
  g_byte_array_set_size (array, array->len - (line - cut));
}

static gboolean
is_address_field (const guint8 *line,
                  const guint8 *end)
{
  static const char *const names[] = { "from", "sender", "reply-to", "to", "cc", "bcc",
                                       "resent-", "mail-", "disposition-", "return-" };

  if (strchr ("FfSsRrTtCcBbMmDd", *line) == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if ((gsize) (end - line) > strlen (names[i])
        && g_ascii_strncasecmp ((const char *) line, names[i], strlen (names[i])) == 0)
      return TRUE;
  return FALSE;
}

/* Leaves out what would be groups in groups of addresses, thousands deep: the
 * parser calls itself for each. */
static void
limit_groups (GByteArray *array)
{
  guint8 *end = array->data + array->len;
  gboolean addresses = FALSE;
  guint colons = 0;

  for (guint8 *line = array->data, *eol; line < end; line = eol)
    {
      eol = next_line (line, end);
      if (*line != ' ' && *line != '\t')
        {
          addresses = is_address_field (line, end);
          colons = 0;
        }
      for (guint8 *p = line; addresses && p < eol; p++)
        if (*p == ':' && ++colons > MAX_COLONS)
          *p = ' ';
    }
}

/* Leaves out what comes after too many lines that might divide parts: the
 * parser makes an object of each. */
static void
limit_delimiters (GByteArray *array)
{
  guint8 *end = array->data + array->len;
  guint n = 0;

  for (guint8 *line = array->data; line < end; line = next_line (line, end))
    if (end - line > 2 && line[0] == '-' && line[1] == '-' && ++n > MAX_DELIMITERS)
      {
        explicit_bzero (line, end - line);
        g_byte_array_set_size (array, line - array->data);
        return;
      }
}

GByteArray *
inkan_mime_prepare (const guint8 *bytes,
                    gsize         length)
{
  GByteArray *array = copy_readable (bytes, length);

  limit_header (array);
  limit_delimiters (array);
  limit_groups (array);
  return array;
}

void
inkan_mime_drop (GByteArray *array)
{
  explicit_bzero (array->data, array->len);
  g_byte_array_unref (array);
}
