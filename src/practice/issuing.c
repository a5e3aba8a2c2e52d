/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "issuing.h"

#include "secret.h"

/* Between two pieces of the file, so that a person sees the bar move. */
#define PIECE_PAUSE 80 /* ms */

/**
 * PracticeIssuing:
 *
 * One certificate between its agreement and its answer. Two things have to be
 * done before the answer goes out, in any order: the file is made (in a
 * thread) and the time is up (as real portals take theirs).
 */
typedef struct {
  PracticePortal      *portal;
  PracticeCertificate *certificate;
  PracticeRequest     *request;    /* (nullable): nobody waits any more */
  char                *session;
  char                *name;
  char                *passphrase;
  guint                timer;
  gboolean             made;       /* the thread has ended */
  gboolean             ended;      /* answered */
  PracticeIssued      *issued;     /* (nullable) */
  GBytes              *file;       /* (nullable) */
} PracticeIssuing;

static void
issuing_free (PracticeIssuing *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->certificate, practice_certificate_free);
  g_clear_pointer (&self->request, practice_request_unref);
  practice_secret_free (self->session);
  g_free (self->name);
  practice_secret_free (self->passphrase);
  g_clear_pointer (&self->issued, practice_issued_free);
  g_clear_pointer (&self->file, g_bytes_unref);
  g_free (self);
}

static void
say (PracticeRequest *request, PracticePlainPage page)
{
  practice_request_answer (request, SOUP_STATUS_OK, practice_pages_plain (&request->reader, page));
}

/* Whether it arrived is for the records; the certificate is gone either way. */
static void
on_file_over (PracticeRequest *request, gpointer user_data)
{
  PracticeCertificate *certificate = user_data;

  practice_store_add_event (request->portal->store, request->complete ? "delivered" : "lost", certificate->service);
  practice_portal_renew_code (request->portal, certificate->address);
}

static void
send_file (PracticeIssuing *self)
{
  g_autofree char *lower = g_ascii_strdown (self->certificate->service, -1);
  g_autofree char *name = NULL;

  g_strdelimit (lower, " ", '-');
  name = g_strconcat (lower, ".p12", NULL);
  practice_request_when_over (self->request, on_file_over,
                              practice_store_get_certificate (self->portal->store, self->certificate->id),
                              (GDestroyNotify) practice_certificate_free);
  practice_request_send_file (self->request, name, self->file,
                              self->portal->options.issue_seconds > 0 ? PIECE_PAUSE : 0);
}

/* The certificate exists now. */
static void
deliver (PracticeIssuing *self)
{
  PracticePortal *portal = self->portal;
  PracticeSession *session = practice_sessions_find (portal->sessions, self->session);

  if (session != NULL)
    session->issued = self->certificate->id;
  if (self->request != NULL && !self->request->over && !(portal->options.faults & PRACTICE_FAULT_HTML_INSTEAD_OF_FILE)) {
    send_file (self);
    return;
  }
  practice_store_add_event (portal->store, "lost", self->certificate->service);
  if (self->request != NULL && !self->request->over)
    say (self->request, PRACTICE_PAGE_BROKEN);
  practice_portal_renew_code (portal, self->certificate->address);
}

static void
fail (PracticeIssuing *self)
{
  practice_store_spoil (self->portal->store, self->certificate->id);
  practice_store_add_event (self->portal->store, "spoilt", self->certificate->service);
  if (self->request != NULL && !self->request->over)
    say (self->request, PRACTICE_PAGE_REISSUE_NEEDED);
  practice_portal_renew_code (self->portal, self->certificate->address);
}

/* Answers once; the memory stays until the thread has ended too. */
static void
end (PracticeIssuing *self, gboolean good)
{
  if (!self->ended) {
    self->ended = TRUE;
    g_clear_handle_id (&self->timer, g_source_remove);
    g_hash_table_remove (self->portal->issuings, &self->certificate->id);
    if (good && practice_store_issued (self->portal->store, self->certificate->id, self->issued->serial,
                                       self->issued->fingerprint))
      deliver (self);
    else
      fail (self);
  }
  if (self->made)
    issuing_free (self);
}

static gboolean
on_time_up (gpointer user_data)
{
  PracticeIssuing *self = user_data;

  self->timer = 0;
  if (self->made)
    end (self, self->file != NULL);
  return G_SOURCE_REMOVE;
}

static void
make_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PracticeIssuing *self = data;
  GError *error = NULL;

  self->issued = practice_authority_issue (self->portal->authority, self->name, self->certificate->address,
                                           self->certificate->key, &error);
  if (self->issued != NULL)
    self->file = practice_pkcs12_pack (self->portal->options.p12, self->portal->authority, self->issued,
                                       self->certificate->service, self->passphrase, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PracticeIssuing *self = user_data;
  g_autoptr (GError) error = NULL;

  self->portal->working--;
  self->made = TRUE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("Issuing: %s", error->message);
  if (self->ended)
    issuing_free (self);
  else if (self->timer == 0 || error != NULL)
    end (self, error == NULL);
}

static void
start (PracticeRequest *request, const PracticeCertificate *certificate, const PracticeSession *session)
{
  PracticePortal *portal = request->portal;
  PracticeIssuing *self = g_new0 (PracticeIssuing, 1);
  g_autoptr (PracticeApplicant) applicant = practice_store_find_applicant (portal->store, session->address);
  g_autoptr (GTask) task = NULL;

  self->portal = portal;
  self->certificate = practice_store_get_certificate (portal->store, certificate->id);
  self->session = g_strdup (session->id);
  self->name = g_strdup (applicant->name);
  self->passphrase = g_strdup (session->password);
  if (portal->options.faults & PRACTICE_FAULT_CLOSE_AFTER_AGREE) {
    practice_request_drop (request);
  } else {
    self->request = practice_request_ref (request);
    practice_request_pause (request);
  }
  if (portal->options.issue_seconds > 0)
    self->timer = g_timeout_add (portal->options.issue_seconds * 1000, on_time_up, self);
  g_hash_table_insert (portal->issuings, &self->certificate->id, self);
  task = g_task_new (NULL, NULL, on_made, self);
  g_task_set_task_data (task, self, NULL);
  portal->working++;
  g_task_run_in_thread (task, make_in_thread);
}

void
practice_issuing_agree (PracticeRequest *request, const PracticeCertificate *certificate,
                        const PracticeSession *session)
{
  PracticePortal *portal = request->portal;
  g_autofree char *token = NULL;
  PracticeIssuing *other;

  switch (practice_store_agree (portal->store, certificate->id, session->code)) {
  case PRACTICE_AGREE_STARTED:
    start (request, certificate, session);
    break;
  case PRACTICE_AGREE_SPOILT:
    other = g_hash_table_lookup (portal->issuings, &certificate->id);
    if (other != NULL)
      end (other, FALSE);
    say (request, PRACTICE_PAGE_REISSUE_NEEDED);
    break;
  case PRACTICE_AGREE_GONE:
    say (request, certificate->state == PRACTICE_SPOILT ? PRACTICE_PAGE_REISSUE_NEEDED
                                                        : PRACTICE_PAGE_ALREADY_RETRIEVED);
    break;
  case PRACTICE_AGREE_NO_CODE:
    token = practice_request_new_token (request);
    practice_request_answer (request, SOUP_STATUS_OK,
                             practice_pages_retrieval (&request->reader, token, session->address,
                                                       PRACTICE_NOTICE_SESSION_OVER));
    break;
  case PRACTICE_AGREE_FAILED:
  default:
    practice_request_answer (request, SOUP_STATUS_INTERNAL_SERVER_ERROR,
                             practice_pages_plain (&request->reader, PRACTICE_PAGE_BROKEN));
    break;
  }
}

void
practice_issuing_abandon (PracticePortal *portal)
{
  GHashTableIter iter;
  gpointer issuing;

  /* Each one leaves the table as it ends. */
  for (;;) {
    g_hash_table_iter_init (&iter, portal->issuings);
    if (!g_hash_table_iter_next (&iter, NULL, &issuing))
      break;
    end (issuing, FALSE);
  }
}
