/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A person who has proved who they are. In memory only. */
typedef struct {
  char    *id;       /* the cookie's value */
  char    *address;
  char    *password; /* becomes the file's passphrase; wiped with the session */
  gint64   code;     /* number of the certificate code that was given */
  gint64   issued;   /* number of the certificate that was sent in this session; 0: none */
  gint64   used;     /* monotonic time of the last request */
} PracticeSession;

#define PRACTICE_SESSION_MINUTES 15

typedef struct _PracticeSessions PracticeSessions;

PracticeSessions *practice_sessions_new    (void);
void              practice_sessions_free   (PracticeSessions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeSessions, practice_sessions_free)

/* Returns: (transfer none): valid until the main loop runs again */
PracticeSession  *practice_sessions_start  (PracticeSessions *self,
                                            const char       *address,
                                            const char       *password,
                                            gint64            code);
/* Returns: (transfer none) (nullable): likewise; %NULL when unknown or idle too long */
PracticeSession  *practice_sessions_find   (PracticeSessions *self,
                                            const char       *id);
void              practice_sessions_end    (PracticeSessions *self,
                                            const char       *id);

/* Returns: (transfer full): what a form must bring back to prove that it comes from a page for that cookie */
char             *practice_sessions_token  (PracticeSessions *self,
                                            const char       *id);
gboolean          practice_sessions_check  (PracticeSessions *self,
                                            const char       *id,
                                            const char       *token);

G_END_DECLS
