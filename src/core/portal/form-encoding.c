/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form-encoding.h"

#include "buffer.h"
#include "request.h"

#include "../base/charset.h"

#include <string.h>

typedef struct {
  char *name;
  char *value;
  gboolean is_file;
} Entry;

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  inkan_charset_free (entry->name);
  inkan_charset_free (entry->value);
}

GArray *
inkan_form_entries_new (void)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));

  g_array_set_clear_func (entries, entry_clear);
  return entries;
}

/* Every kind of line break becomes CR LF. */
static char *
with_crlf (const char *text)
{
  g_auto (InkanBuffer) buffer = { 0 };

  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '\r' && at[1] == '\n')
        at++;
      if (*at == '\r' || *at == '\n')
        inkan_buffer_append (&buffer, "\r\n", 2);
      else
        inkan_buffer_append (&buffer, at, 1);
    }
  return inkan_buffer_steal_string (&buffer);
}

void
inkan_form_entries_add (GArray     *entries,
                        const char *name,
                        const char *value,
                        gboolean    is_file)
{
  Entry entry = { with_crlf (name), with_crlf (value), is_file };

  g_array_append_val (entries, entry);
}

const char *
inkan_form_entries_get_name (GArray *entries,
                             guint   index)
{
  return g_array_index (entries, Entry, index).name;
}

static void
append_urlencoded (InkanBuffer *buffer,
                   const char  *charset,
                   const char  *text)
{
  static const char digits[] = "0123456789ABCDEF";
  gsize length;
  char *bytes = inkan_charset_encode (charset, text, &length);

  for (gsize i = 0; i < length; i++)
    {
      guint8 byte = (guint8) bytes[i];
      char escape[3] = { '%', digits[byte >> 4], digits[byte & 15] };

      if (g_ascii_isalnum (byte) || (byte != '\0' && strchr ("*-._", byte) != NULL))
        inkan_buffer_append (buffer, &byte, 1);
      else if (byte == ' ')
        inkan_buffer_append (buffer, "+", 1);
      else
        inkan_buffer_append (buffer, escape, 3);
    }
  inkan_charset_free (bytes);
}

static void
encode_urlencoded (InkanBuffer *buffer,
                   GArray      *entries,
                   const char  *charset)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      if (i > 0)
        inkan_buffer_append (buffer, "&", 1);
      append_urlencoded (buffer, charset, entry->name);
      inkan_buffer_append (buffer, "=", 1);
      append_urlencoded (buffer, charset, entry->value);
    }
}

static void
append_in_charset (InkanBuffer *buffer,
                   const char  *charset,
                   const char  *text,
                   gboolean     quoted)
{
  gsize length;
  char *bytes = inkan_charset_encode (charset, text, &length);

  for (gsize i = 0; i < length; i++)
    {
      if (quoted && bytes[i] == '"')
        inkan_buffer_append (buffer, "%22", 3);
      else if (quoted && bytes[i] == '\r')
        inkan_buffer_append (buffer, "%0D", 3);
      else if (quoted && bytes[i] == '\n')
        inkan_buffer_append (buffer, "%0A", 3);
      else
        inkan_buffer_append (buffer, &bytes[i], 1);
    }
  inkan_charset_free (bytes);
}

static void
encode_plain (InkanBuffer *buffer,
              GArray      *entries,
              const char  *charset)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      append_in_charset (buffer, charset, entry->name, FALSE);
      inkan_buffer_append (buffer, "=", 1);
      append_in_charset (buffer, charset, entry->value, FALSE);
      inkan_buffer_append (buffer, "\r\n", 2);
    }
}

static void
encode_multipart (InkanBuffer *buffer,
                  GArray      *entries,
                  const char  *charset,
                  const char  *boundary)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      inkan_buffer_append_string (buffer, "--");
      inkan_buffer_append_string (buffer, boundary);
      inkan_buffer_append_string (buffer, "\r\nContent-Disposition: form-data; name=\"");
      append_in_charset (buffer, charset, entry->name, TRUE);
      if (entry->is_file)
        inkan_buffer_append_string (buffer, "\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n");
      else
        inkan_buffer_append_string (buffer, "\"\r\n\r\n");
      append_in_charset (buffer, charset, entry->value, FALSE);
      inkan_buffer_append_string (buffer, "\r\n");
    }
  inkan_buffer_append_string (buffer, "--");
  inkan_buffer_append_string (buffer, boundary);
  inkan_buffer_append_string (buffer, "--\r\n");
}

GBytes *
inkan_form_entries_encode (GArray      *entries,
                           const char  *charset,
                           const char  *enctype,
                           char       **content_type)
{
  g_auto (InkanBuffer) buffer = { 0 };
  const char *type = "application/x-www-form-urlencoded";
  g_autofree char *multipart = NULL;

  if (enctype != NULL && g_ascii_strcasecmp (enctype, "multipart/form-data") == 0)
    {
      g_autofree char *uuid = g_uuid_string_random ();
      g_autofree char *boundary = g_strconcat ("----InkanFormBoundary-", uuid, NULL);

      encode_multipart (&buffer, entries, charset, boundary);
      type = multipart = g_strconcat ("multipart/form-data; boundary=", boundary, NULL);
    }
  else if (enctype != NULL && g_ascii_strcasecmp (enctype, "text/plain") == 0)
    {
      encode_plain (&buffer, entries, charset);
      type = "text/plain";
    }
  else
    encode_urlencoded (&buffer, entries, charset);

  if (content_type != NULL)
    *content_type = g_strdup (type);
  return inkan_buffer_steal (&buffer);
}

InkanRequest *
inkan_request_new (GUri *uri,
                   GUri *referrer)
{
  InkanRequest *self = g_new0 (InkanRequest, 1);

  self->method = "GET";
  self->uri = g_uri_ref (uri);
  self->referrer = referrer != NULL ? g_uri_ref (referrer) : NULL;
  return self;
}

void
inkan_request_free (InkanRequest *self)
{
  g_uri_unref (self->uri);
  g_clear_pointer (&self->referrer, g_uri_unref);
  g_free (self->content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}
