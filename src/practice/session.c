/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "session.h"

#include <string.h>

#include "secret.h"

#define IDLE ((gint64) PRACTICE_SESSION_MINUTES * 60 * G_USEC_PER_SEC)
#define MAX_SESSIONS 200

struct _PracticeSessions {
  GHashTable *sessions; /* id → PracticeSession */
  guint8      key[32];  /* of the tokens; new with each start */
  guint       sweep;
};

static void
session_free (PracticeSession *session)
{
  practice_secret_free (session->id);
  g_free (session->address);
  practice_secret_free (session->password);
  g_free (session);
}

static gboolean
is_idle (gpointer id, gpointer session, gpointer now)
{
  return ((PracticeSession *) session)->used + IDLE < *(gint64 *) now;
}

/* An idle session's password must not stay in memory just because nobody comes back. */
static gboolean
sweep (gpointer user_data)
{
  PracticeSessions *self = user_data;
  gint64 now = g_get_monotonic_time ();

  g_hash_table_foreach_remove (self->sessions, is_idle, &now);
  return G_SOURCE_CONTINUE;
}

PracticeSessions *
practice_sessions_new (void)
{
  PracticeSessions *self = g_new0 (PracticeSessions, 1);

  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) session_free);
  practice_secret_random (self->key, sizeof self->key);
  self->sweep = g_timeout_add_seconds (60, sweep, self);
  return self;
}

void
practice_sessions_free (PracticeSessions *self)
{
  g_source_remove (self->sweep);
  g_hash_table_unref (self->sessions);
  g_free (self);
}

static void
drop_oldest (PracticeSessions *self)
{
  GHashTableIter iter;
  PracticeSession *oldest = NULL;
  gpointer value;

  g_hash_table_iter_init (&iter, self->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (oldest == NULL || ((PracticeSession *) value)->used < oldest->used)
      oldest = value;
  if (oldest != NULL)
    g_hash_table_remove (self->sessions, oldest->id);
}

PracticeSession *
practice_sessions_start (PracticeSessions *self, const char *address, const char *password, gint64 code)
{
  PracticeSession *session = g_new0 (PracticeSession, 1);

  if (g_hash_table_size (self->sessions) >= MAX_SESSIONS)
    drop_oldest (self);
  session->id = practice_secret_new_token ();
  session->address = g_strdup (address);
  session->password = g_strdup (password);
  session->code = code;
  session->used = g_get_monotonic_time ();
  g_hash_table_insert (self->sessions, session->id, session);
  return session;
}

PracticeSession *
practice_sessions_find (PracticeSessions *self, const char *id)
{
  gint64 now = g_get_monotonic_time ();
  PracticeSession *session = id != NULL ? g_hash_table_lookup (self->sessions, id) : NULL;

  if (session != NULL && is_idle (NULL, session, &now)) {
    g_hash_table_remove (self->sessions, id);
    return NULL;
  }
  if (session != NULL)
    session->used = now;
  return session;
}

void
practice_sessions_end (PracticeSessions *self, const char *id)
{
  g_hash_table_remove (self->sessions, id);
}

char *
practice_sessions_token (PracticeSessions *self, const char *id)
{
  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, self->key, sizeof self->key, id, -1);
}

gboolean
practice_sessions_check (PracticeSessions *self, const char *id, const char *token)
{
  g_autofree char *expected = practice_sessions_token (self, id);

  return token != NULL && strlen (token) == strlen (expected)
      && practice_secret_same ((const guint8 *) token, (const guint8 *) expected, strlen (expected));
}
