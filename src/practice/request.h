/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pages.h"
#include "portal.h"

G_BEGIN_DECLS

/* RFC 6585; libsoup has no name for it. */
#define PRACTICE_STATUS_TOO_MANY_REQUESTS 429

/**
 * PracticeRequest:
 *
 * One request of one client, from its arrival to the end of its answer. Ref-counted:
 * what is under way in a thread keeps it, also when the client has gone.
 */
typedef struct _PracticeRequest PracticeRequest;

/* Called once, when the answer was sent or the connection broke. */
typedef void (* PracticeRequestOver) (PracticeRequest *request,
                                      gpointer         user_data);

struct _PracticeRequest {
  int                references;
  PracticePortal    *portal;
  SoupServerMessage *message;
  PracticeReader     reader;
  char              *cookie;   /* the session's id, or what may become one */
  gboolean           fresh;    /* the client does not have that cookie yet */
  GHashTable        *form;     /* (nullable) what was posted */
  gboolean           paused;
  gboolean           over;     /* answered, or the client has gone */
  gboolean           logged;
  gboolean           complete; /* the whole answer was sent */

  GBytes            *file;     /* (nullable) what is sent in pieces */
  gsize              sent;     /* of it, so far */
  guint              pause;    /* milliseconds between two pieces */
  guint              timer;

  PracticeRequestOver  when_over; /* (nullable) */
  gpointer             over_data;
  GDestroyNotify       over_destroy;
};

PracticeRequest *practice_request_new          (PracticePortal    *portal,
                                                SoupServerMessage *message);
PracticeRequest *practice_request_ref          (PracticeRequest   *self);
void             practice_request_unref        (PracticeRequest   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeRequest, practice_request_unref)

/* One @callback a request. */
void             practice_request_when_over    (PracticeRequest     *self,
                                                PracticeRequestOver  callback,
                                                gpointer             user_data,
                                                GDestroyNotify       destroy);

/* The answer comes later. */
void             practice_request_pause        (PracticeRequest   *self);

/* (transfer none) (nullable): of the form, without blanks around it */
const char      *practice_request_get_value    (PracticeRequest   *self,
                                                const char        *name);
/* (transfer none) (nullable): the session of an identified person */
PracticeSession *practice_request_get_session  (PracticeRequest   *self);
/* Whether the form came from one of this client's pages. */
gboolean         practice_request_is_genuine   (PracticeRequest   *self);
/* (transfer full): for the hidden field of a form */
char            *practice_request_new_token    (PracticeRequest   *self);

/* Answers: one a request. @page: (transfer full) */
void             practice_request_answer       (PracticeRequest   *self,
                                                guint              status,
                                                char              *page);
void             practice_request_redirect     (PracticeRequest   *self,
                                                const char        *location);
void             practice_request_send_bytes   (PracticeRequest   *self,
                                                const char        *type,
                                                GBytes            *bytes);
/* In pieces, so that one can see it coming; @pause milliseconds between them. */
void             practice_request_send_file    (PracticeRequest   *self,
                                                const char        *name,
                                                GBytes            *bytes,
                                                guint              pause);
/* Closes the connection without an answer. */
void             practice_request_drop         (PracticeRequest   *self);

/* Seconds until it makes sense to come back. */
void             practice_request_retry_after  (PracticeRequest   *self,
                                                gint64             seconds);
/* Starts a session and gives the client its cookie. */
void             practice_request_set_cookie   (PracticeRequest   *self,
                                                const char        *id);

G_END_DECLS
