/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server.h"

#include <string.h>

#define DRIP_INTERVAL (20 * 1000) /* µs */

typedef struct {
  ReplyKind kind;
  GBytes *bytes;
} Reply;

struct _Server {
  GSocketService *service;
  GCancellable *stopped;
  GTlsCertificate *certificate;
  guint16 port;
  GMutex mutex;
  GHashTable *replies;  /* request line without version -> Reply */
  GHashTable *keys;     /* the same -> what the Authorization must begin with for another reply */
  GPtrArray *requests;
  guint n_connections;
};

static void
reply_free (gpointer data)
{
  Reply *reply = data;

  g_bytes_unref (reply->bytes);
  g_free (reply);
}

static gsize
body_length (const char *headers)
{
  const char *header = strcasestr (headers, "\r\nContent-Length:");

  return header != NULL ? g_ascii_strtoull (header + strlen ("\r\nContent-Length:"), NULL, 10) : 0;
}

/* (nullable): one whole request */
static GString *
read_request (GInputStream *input,
              GCancellable *stopped)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize head;
  gsize got;
  char byte;

  while (!g_str_has_suffix (text->str, "\r\n\r\n"))
    {
      if (g_input_stream_read (input, &byte, 1, stopped, NULL) != 1)
        return NULL;
      g_string_append_c (text, byte);
    }

  head = text->len;
  g_string_set_size (text, head + body_length (text->str));
  if (!g_input_stream_read_all (input, text->str + head, text->len - head, &got, stopped, NULL) || got != text->len - head)
    return NULL;
  return g_steal_pointer (&text);
}

static void
outlast (Server            *self,
         GSocketConnection *connection,
         GOutputStream     *output,
         gboolean           drip)
{
  GSocket *socket = g_socket_connection_get_socket (connection);

  /* Until the other side closes. */
  while (!g_socket_condition_timed_wait (socket, G_IO_IN | G_IO_HUP, drip ? DRIP_INTERVAL : -1, self->stopped, NULL) &&
         !g_cancellable_is_cancelled (self->stopped))
    {
      if (g_output_stream_write (output, " ", 1, NULL, NULL) != 1)
        break;
    }
}

static gboolean
is_authorized (const char *request,
               const char *key) /* (nullable) */
{
  const char *header = strcasestr (request, "\r\nAuthorization: ");

  return key != NULL && header != NULL && g_str_has_prefix (header + strlen ("\r\nAuthorization: "), key);
}

/* As fast as the other side takes it. */
static void
repeat (GOutputStream *output,
        GBytes        *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  const char *mark = memchr (text, '\001', length);
  g_autoptr (GString) many = g_string_new (NULL);

  g_assert (mark != NULL);
  while (many->len < 64 * 1024)
    g_string_append_len (many, mark + 1, text + length - mark - 1);
  if (!g_output_stream_write_all (output, text, mark - text, NULL, NULL, NULL))
    return;
  while (g_output_stream_write_all (output, many->str, many->len, NULL, NULL, NULL))
    ;
}

/* Whether the connection stays. */
static gboolean
answer (Server            *self,
        GSocketConnection *connection,
        GOutputStream     *output,
        const char        *request,
        guint              n_answered)
{
  g_autofree char *line = g_strndup (request, strcspn (request, "\r"));
  char *version = strstr (line, " HTTP/");
  g_autoptr (GBytes) bytes = NULL;
  ReplyKind kind = REPLY_CLOSE;
  const Reply *reply;

  g_assert (version != NULL);
  *version = '\0';

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->requests, g_strdup (request));
  if (is_authorized (request, g_hash_table_lookup (self->keys, line)))
    {
      g_autofree char *bare = g_steal_pointer (&line);

      line = g_strconcat (bare, "?authorized", NULL);
    }
  reply = g_hash_table_lookup (self->replies, line);
  if (reply != NULL)
    {
      kind = reply->kind;
      bytes = g_bytes_ref (reply->bytes);
    }
  else
    bytes = g_bytes_new_static ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 45);
  g_mutex_unlock (&self->mutex);

  if (kind == REPLY_HANG_UP || (kind == REPLY_ONCE_KEPT && n_answered > 0))
    return FALSE;
  if (kind == REPLY_ENDLESS)
    {
      repeat (output, bytes);
      return FALSE;
    }
  if (!g_output_stream_write_all (output, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, NULL, NULL))
    return FALSE;
  if (kind == REPLY_STALL || kind == REPLY_DRIP)
    outlast (self, connection, output, kind == REPLY_DRIP);
  return kind == REPLY_KEEP || kind == REPLY_ONCE_KEPT;
}

static gboolean
on_run (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                data)
{
  Server *self = data;
  g_autoptr (GIOStream) stream = NULL;
  guint n_answered = 0;

  g_mutex_lock (&self->mutex);
  self->n_connections++;
  g_mutex_unlock (&self->mutex);

  if (self->certificate != NULL)
    {
      stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
      if (!g_tls_connection_handshake (G_TLS_CONNECTION (stream), NULL, NULL))
        return TRUE;
    }
  else
    stream = g_object_ref (G_IO_STREAM (connection));

  for (;;)
    {
      g_autoptr (GString) request = read_request (g_io_stream_get_input_stream (stream),
                                                      self->stopped);

      if (request == NULL ||
          !answer (self, connection, g_io_stream_get_output_stream (stream), request->str, n_answered++))
        break;
    }
  g_io_stream_close (stream, NULL, NULL);
  return TRUE;
}

Server *
server_new (GTlsCertificate *certificate)
{
  Server *self = g_new0 (Server, 1);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->mutex);
  self->stopped = g_cancellable_new ();
  self->certificate = certificate != NULL ? g_object_ref (certificate) : NULL;
  self->replies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, reply_free);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->service = g_threaded_socket_service_new (16);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  g_signal_connect (self->service, "run", G_CALLBACK (on_run), self);
  g_socket_service_start (self->service);
  return self;
}

void
server_free (Server *self)
{
  g_cancellable_cancel (self->stopped);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  /* Waits for the threads: each holds a reference while it runs. */
  g_object_add_weak_pointer (G_OBJECT (self->service), (gpointer *) &self->service);
  g_object_unref (self->service);
  while (self->service != NULL)
    g_main_context_iteration (NULL, FALSE);

  g_clear_object (&self->certificate);
  g_clear_object (&self->stopped);
  g_hash_table_unref (self->replies);
  g_hash_table_unref (self->keys);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint16
server_port (Server *self)
{
  return self->port;
}

void
server_on (Server     *self,
           const char *request,
           ReplyKind   kind,
           const void *reply,
           gssize      length)
{
  Reply *one = g_new (Reply, 1);

  one->kind = kind;
  one->bytes = g_bytes_new (reply, length < 0 ? strlen (reply) : (gsize) length);
  g_mutex_lock (&self->mutex);
  g_hash_table_replace (self->replies, g_strdup (request), one);
  g_mutex_unlock (&self->mutex);
}

void
server_on_page (Server     *self,
                const char *request,
                const char *html)
{
  g_autofree char *reply = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
                                            "Content-Length: %zu\r\n\r\n%s", strlen (html), html);

  server_on (self, request, REPLY_KEEP, reply, -1);
}

void
server_on_authorized (Server     *self,
                      const char *request,
                      const char *authorization,
                      const char *html)
{
  g_autofree char *authorized = g_strconcat (request, "?authorized", NULL);

  if (html != NULL)
    server_on_page (self, authorized, html);
  g_mutex_lock (&self->mutex);
  g_hash_table_replace (self->keys, g_strdup (request), g_strdup (authorization));
  g_mutex_unlock (&self->mutex);
}

void
server_on_file (Server     *self,
                const char *request,
                GBytes     *file,
                const char *disposition)
{
  g_autoptr (GString) reply = g_string_new ("HTTP/1.1 200 OK\r\nContent-Type: application/x-pkcs12\r\n");

  if (disposition != NULL)
    g_string_append_printf (reply, "Content-Disposition: %s\r\n", disposition);
  g_string_append_printf (reply, "Content-Length: %zu\r\n\r\n", g_bytes_get_size (file));
  g_string_append_len (reply, g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file));
  server_on (self, request, REPLY_KEEP, reply->str, (gssize) reply->len);
}

guint
server_count (Server     *self,
              const char *request)
{
  guint n = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->requests->len; i++)
    n += g_str_has_prefix (g_ptr_array_index (self->requests, i), request);
  g_mutex_unlock (&self->mutex);
  return n;
}

char *
server_last (Server     *self,
             const char *request)
{
  char *last = NULL;

  g_mutex_lock (&self->mutex);
  for (guint i = self->requests->len; i > 0 && last == NULL; i--)
    {
      if (g_str_has_prefix (g_ptr_array_index (self->requests, i - 1), request))
        last = g_strdup (g_ptr_array_index (self->requests, i - 1));
    }
  g_mutex_unlock (&self->mutex);
  return last;
}

guint
server_connections (Server *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_connections;
  g_mutex_unlock (&self->mutex);
  return n;
}

GBytes *
make_file (gsize size)
{
  static const guint8 inner[] = {
    0x02, 0x01, 0x03, 0x30, 0x0B, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01,
  };
  guint8 *bytes = g_malloc0 (size);

  g_assert (size > sizeof inner + 5);
  bytes[0] = 0x30;
  bytes[1] = 0x83;
  bytes[2] = (size - 5) >> 16 & 0xFF;
  bytes[3] = (size - 5) >> 8 & 0xFF;
  bytes[4] = (size - 5) & 0xFF;
  memcpy (bytes + 5, inner, sizeof inner);
  return g_bytes_new_take (bytes, size);
}
