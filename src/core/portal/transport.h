/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "definition.h"
#include "http-auth.h"
#include "request.h"

G_BEGIN_DECLS

#define INKAN_PAGE_MAX_SIZE (2 * 1024 * 1024) /* bytes after decoding (SAFETY, the wire) */
#define INKAN_FILE_MAX_SIZE (1024 * 1024)

/* What came back, after redirects. */
typedef struct {
  guint status;
  GUri *uri;
  GBytes *body;
  char *content_type;        /* (nullable) the headers as they came */
  char *content_disposition; /* (nullable) */
  char *refresh;             /* (nullable) */
  char *authenticate;        /* (nullable) all challenges of a 401 */
  char *location;            /* (nullable) of an answer that is no redirect */
  GDateTime *retry_after;    /* (nullable) as a time */
} InkanAnswer;

void inkan_answer_free (InkanAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanAnswer, inkan_answer_free)

/* What is asked of one fetch. */
typedef enum {
  INKAN_FETCH_PLAIN     = 0,
  INKAN_FETCH_ONCE      = 1 << 0, /* never sent again, by a 307 or a 401 neither */
  INKAN_FETCH_UNCOUNTED = 1 << 1, /* a poll: bounded by its deadline, not by the number of requests */
} InkanFetchFlags;

typedef enum {
  INKAN_FETCH_WRITTEN,  /* the request, whole */
  INKAN_FETCH_HEADERS,  /* of the answer; received is 0 */
  INKAN_FETCH_PIECE,
} InkanFetchEvent;

typedef void (* InkanFetchFunc) (InkanFetchEvent  event,
                                 const char      *content_type,
                                 goffset          received,
                                 goffset          total,
                                 gpointer         user_data);

/**
 * InkanTransport:
 *
 * One session with a portal over HTTP: its cookies, its hosts, its trust, its
 * limits. Nothing leaves for a host that the definition does not name.
 */
#define INKAN_TYPE_TRANSPORT (inkan_transport_get_type ())
G_DECLARE_FINAL_TYPE (InkanTransport, inkan_transport, INKAN, TRANSPORT, GObject)

InkanTransport *inkan_transport_new          (InkanPortalDefinition *definition,
                                              guint                  connect_timeout); /* ms */

/* With what to answer a 401. */
void            inkan_transport_set_auth     (InkanTransport *self,
                                              InkanHttpAuth  *auth); /* (transfer full) */
InkanHttpAuth  *inkan_transport_get_auth     (InkanTransport *self); /* (transfer none) (nullable) */

/* A new step: requests are counted from here. */
void            inkan_transport_begin_step   (InkanTransport *self);

/**
 * inkan_transport_fetch_async:
 * @request: (transfer full)
 * @deadline: g_get_monotonic_time() at which the whole of it must have ended
 *
 * Errors: #InkanPortalError, %G_IO_ERROR_CANCELLED.
 */
void            inkan_transport_fetch_async  (InkanTransport      *self,
                                              InkanRequest        *request,
                                              InkanFetchFlags      flags,
                                              gint64               deadline,
                                              InkanFetchFunc       func,
                                              gpointer             func_data,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
/* @sent: (out) (optional): whether a part of the first request may have reached
 * the portal, also on error */
InkanAnswer    *inkan_transport_fetch_finish (InkanTransport      *self,
                                              GAsyncResult        *result,
                                              gboolean            *sent,
                                              GError             **error);

gboolean        inkan_transport_get_clock_offset    (InkanTransport *self,
                                                     GTimeSpan      *offset);
GDateTime      *inkan_transport_get_certificate_end (InkanTransport *self); /* (transfer full) (nullable) */

/* transport-policy.c */

/* Where a redirect leads: (transfer full). @once: the request must not be sent again. */
InkanRequest   *inkan_redirect_follow (InkanPortalDefinition  *definition,
                                       InkanRequest           *from,
                                       guint                   status,
                                       const char             *location,
                                       gboolean                once,
                                       GError                **error);
gboolean        inkan_request_is_allowed (InkanPortalDefinition  *definition,
                                          InkanRequest           *request,
                                          GError                **error);
/* (transfer full): libsoup's and GIO's errors in the words of InkanPortalError.
 * @secured: the TLS handshake was over */
GError         *inkan_transport_error_translate (const GError *error,
                                                 const char   *host,
                                                 gboolean      secured);
/* (transfer full) (nullable): Retry-After, a date or seconds */
GDateTime      *inkan_retry_after_parse (const char *text);

G_END_DECLS
