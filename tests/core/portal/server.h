/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * Server:
 *
 * An HTTP server on loopback that says exactly what it is told to, byte for
 * byte, also what no decent server would. One answer for each request line; a
 * list of all requests that came.
 */
typedef struct _Server Server;

typedef enum {
  REPLY_CLOSE,  /* and the connection is closed */
  REPLY_KEEP,   /* and the connection stays open */
  REPLY_ONCE_KEPT, /* the first on a connection is answered, a second one closes it unanswered */
  REPLY_HANG_UP, /* the request is read, and the connection closed without a word */
  REPLY_STALL,  /* the text, then nothing until the other side gives up */
  REPLY_DRIP,   /* the text, then a byte now and then until the other side gives up */
  REPLY_ENDLESS, /* the text up to a \001, then what follows that again and again until the other side gives up */
} ReplyKind;

/* @certificate: (nullable): TLS */
Server     *server_new    (GTlsCertificate *certificate);
void        server_free   (Server          *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_free)

guint16     server_port   (Server          *self);
/* @request: "GET /path"; @length: -1: a string. A later one replaces. */
void        server_on     (Server          *self,
                           const char      *request,
                           ReplyKind        kind,
                           const void      *reply,
                           gssize           length);
/* The same with status 200 and a Content-Length. */
void        server_on_page (Server         *self,
                            const char     *request,
                            const char     *html);
void        server_on_file (Server         *self,
                            const char     *request,
                            GBytes         *file,
                            const char     *disposition);
/* What a request whose `Authorization` begins so gets instead: @html, or when that
 * is %NULL what is said to "@request?authorized". */
void        server_on_authorized (Server     *self,
                                  const char *request,
                                  const char *authorization,
                                  const char *html);
/* How many requests came that begin with @request. */
guint       server_count  (Server          *self,
                           const char      *request);
/* (transfer full) (nullable): the last that begins so, with headers and body */
char       *server_last   (Server          *self,
                           const char      *request);
/* How many connections were made. */
guint       server_connections (Server     *self);

/* (transfer full): looks like a PKCS#12 file from outside */
GBytes     *make_file     (gsize            size);
