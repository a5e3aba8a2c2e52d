/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "service.h"

#include <string.h>

#include "issuing.h"
#include "secret.h"

/* An address with a password, while their hashes are made. */
typedef struct {
  PracticeRequest   *request;
  char              *address;
  PracticeApplicant *applicant; /* (nullable): nobody has that address */
} Attempt;

static void
attempt_free (Attempt *attempt)
{
  practice_request_unref (attempt->request);
  g_free (attempt->address);
  g_clear_pointer (&attempt->applicant, practice_applicant_free);
  g_free (attempt);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* What was typed as an address, fit to be shown again. */
static char *
get_address (PracticeRequest *request)
{
  const char *typed = practice_request_get_value (request, "email");
  g_autofree char *valid = g_utf8_make_valid (typed != NULL ? typed : "", -1);
  GString *address = g_string_new (NULL);
  guint length = 0;

  for (const char *at = valid; *at != '\0' && length < 1000; at = g_utf8_next_char (at), length++)
    if (!g_unichar_iscntrl (g_utf8_get_char (at)))
      g_string_append_unichar (address, g_utf8_get_char (at));
  return g_string_free (address, FALSE);
}

static void
show_retrieval (PracticeRequest *request, guint status, const char *address, PracticeNotice notice)
{
  g_autofree char *token = practice_request_new_token (request);

  practice_request_answer (request, status, practice_pages_retrieval (&request->reader, token, address, notice));
}

/* Every service that the applicant may name; they are no secret. */
static void
show_reissue (PracticeRequest *request, guint status, const char *address, PracticeNotice notice)
{
  g_autofree char *token = practice_request_new_token (request);
  g_autoptr (GPtrArray) certificates = practice_store_list (request->portal->store, PRACTICE_APPLICANT);
  g_autoptr (GPtrArray) services = g_ptr_array_new ();

  for (guint i = 0; i < certificates->len; i++)
    g_ptr_array_add (services, ((PracticeCertificate *) g_ptr_array_index (certificates, i))->service);
  practice_request_answer (request, status,
                           practice_pages_reissue (&request->reader, token, address, services, notice));
}

static void
show_plain (PracticeRequest *request, guint status, PracticePlainPage page)
{
  practice_request_answer (request, status, practice_pages_plain (&request->reader, page));
}

typedef void (* ShowForm) (PracticeRequest *request, guint status, const char *address, PracticeNotice notice);

/* Whether the address may be tried now; if not, that is answered. */
static gboolean
is_open (PracticeRequest *request, const char *address, ShowForm show)
{
  gint64 locked = practice_store_locked_for (request->portal->store, address, now ());

  if (locked == 0)
    return TRUE;
  practice_request_retry_after (request, locked);
  show (request, PRACTICE_STATUS_TOO_MANY_REQUESTS, address, PRACTICE_NOTICE_LOCKED);
  return FALSE;
}

/* A wrong attempt: the fifth one already finds the door closed. */
static void
refuse (Attempt *attempt, ShowForm show)
{
  PracticeStore *store = attempt->request->portal->store;

  practice_store_add_failure (store, attempt->address, now ());
  practice_store_add_event (store, "refused", "");
  if (is_open (attempt->request, attempt->address, show))
    show (attempt->request, SOUP_STATUS_OK, attempt->address, PRACTICE_NOTICE_REFUSED);
}

/* Hashes what was typed; for an address that nobody has as well, so that the time tells nothing.
 * @code: (nullable): %NULL: what was typed */
static void
start_attempt (PracticeRequest *request, char *address, char *code, GAsyncReadyCallback callback)
{
  Attempt *attempt = g_new0 (Attempt, 1);
  PracticeProof *proof = g_new0 (PracticeProof, 1);
  const char *password = practice_request_get_value (request, "password");
  const char *typed = practice_request_get_value (request, "code");

  attempt->request = practice_request_ref (request);
  attempt->address = address;
  attempt->applicant = practice_store_find_applicant (request->portal->store, address);
  proof->password = g_strdup (password != NULL ? password : "");
  proof->code = code != NULL ? code : g_strdup (typed != NULL ? typed : "");
  if (attempt->applicant != NULL) {
    memcpy (proof->salt, attempt->applicant->salt, sizeof proof->salt);
    memcpy (proof->code_salt, attempt->applicant->code_salt, sizeof proof->code_salt);
  }
  practice_request_pause (request);
  practice_portal_hash_async (request->portal, proof, callback, attempt);
}

static gboolean
password_fits (Attempt *attempt, PracticeProof *proof)
{
  return attempt->applicant != NULL
      && practice_secret_same (attempt->applicant->hash, proof->hash, sizeof proof->hash);
}

void
practice_service_retrieval (PracticeRequest *request, gint64 number)
{
  show_retrieval (request, SOUP_STATUS_OK, NULL, PRACTICE_NOTICE_NONE);
}

static void
on_identity_hashed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (PracticeProof) proof = practice_portal_hash_finish (result);
  PracticeRequest *request = attempt->request;
  PracticePortal *portal = request->portal;
  PracticeSession *session;
  gint64 code = 0;

  /* Others may have failed meanwhile: a right guess beyond the fifth must not be told from a wrong one. */
  if (!is_open (request, attempt->address, show_retrieval))
    return;
  if (!password_fits (attempt, proof)
      || practice_store_find_code (portal->store, attempt->applicant->address, proof->code_hash, &code)
         == PRACTICE_CODE_UNKNOWN) {
    refuse (attempt, show_retrieval);
    return;
  }
  practice_store_forget_failures (portal->store, attempt->address);
  practice_store_add_event (portal->store, "identify", "");
  practice_sessions_end (portal->sessions, request->cookie);
  /* A new cookie, so that one planted before is worth nothing. */
  session = practice_sessions_start (portal->sessions, attempt->applicant->address, proof->password, code);
  practice_request_set_cookie (request, session->id);
  practice_request_redirect (request, portal->options.faults & PRACTICE_FAULT_REDIRECT_ELSEWHERE
                             ? "https://elsewhere.invalid/" : "/service/list");
}

void
practice_service_identify (PracticeRequest *request, gint64 number)
{
  g_autofree char *address = get_address (request);

  if (!practice_request_is_genuine (request))
    show_retrieval (request, SOUP_STATUS_FORBIDDEN, address, PRACTICE_NOTICE_SESSION_OVER);
  else if (is_open (request, address, show_retrieval))
    start_attempt (request, g_steal_pointer (&address), NULL, on_identity_hashed);
}

/* The session of an identified person; without one, that is answered. */
static PracticeSession *
need_session (PracticeRequest *request)
{
  PracticeSession *session = practice_request_get_session (request);

  if (session == NULL)
    show_retrieval (request, SOUP_STATUS_OK, NULL, PRACTICE_NOTICE_SESSION_OVER);
  return session;
}

void
practice_service_list (PracticeRequest *request, gint64 number)
{
  PracticeSession *session = need_session (request);
  PracticeStore *store = request->portal->store;
  g_autoptr (GPtrArray) certificates = NULL;

  if (session == NULL)
    return;
  /* The guide's note to step 3: with a code that was used before there is nothing to choose from. */
  if (practice_store_code_is_open (store, session->code)
      && practice_store_count (store, session->address, PRACTICE_READY) > 0)
    certificates = practice_store_list (store, session->address);
  practice_request_answer (request, SOUP_STATUS_OK, practice_pages_list (&request->reader, certificates));
}

/* A certificate of the session's person; without one, that is answered. */
static PracticeCertificate *
need_certificate (PracticeRequest *request, PracticeSession *session, gint64 number)
{
  g_autoptr (PracticeCertificate) certificate = practice_store_get_certificate (request->portal->store, number);

  if (certificate != NULL && g_str_equal (certificate->address, session->address))
    return g_steal_pointer (&certificate);
  show_plain (request, SOUP_STATUS_NOT_FOUND, PRACTICE_PAGE_NOT_FOUND);
  return NULL;
}

/* One of the faults that end a session, each once. */
static void
lose_session (PracticeRequest *request, PracticeFault fault)
{
  PracticePortal *portal = request->portal;

  if (!(portal->options.faults & fault) || portal->session_lost)
    return;
  portal->session_lost = TRUE;
  practice_sessions_end (portal->sessions, request->cookie);
}

void
practice_service_review (PracticeRequest *request, gint64 number)
{
  PracticeSession *session;
  g_autoptr (PracticeCertificate) certificate = NULL;
  g_autoptr (PracticeApplicant) applicant = NULL;
  g_autofree char *token = NULL;

  lose_session (request, PRACTICE_FAULT_SESSION_EXPIRED);
  session = need_session (request);
  if (session != NULL)
    certificate = need_certificate (request, session, number);
  if (certificate == NULL)
    return;
  switch (certificate->state) {
  case PRACTICE_READY:
    applicant = practice_store_find_applicant (request->portal->store, session->address);
    token = practice_request_new_token (request);
    practice_request_answer (request, SOUP_STATUS_OK,
                             practice_pages_review (&request->reader, token, certificate, applicant->name));
    break;
  case PRACTICE_ISSUING:
    show_plain (request, SOUP_STATUS_OK, PRACTICE_PAGE_NOT_READY);
    break;
  case PRACTICE_SPOILT:
    show_plain (request, SOUP_STATUS_OK, PRACTICE_PAGE_REISSUE_NEEDED);
    break;
  case PRACTICE_FETCHED:
  case PRACTICE_REVOKED:
  default:
    show_plain (request, SOUP_STATUS_OK, PRACTICE_PAGE_ALREADY_RETRIEVED);
    break;
  }
}

void
practice_service_agree (PracticeRequest *request, gint64 number)
{
  PracticePortal *portal = request->portal;
  g_autoptr (PracticeCertificate) certificate = practice_store_get_certificate (portal->store, number);
  PracticeSession *session;

  /* Before anything is decided: whoever counts agreements wants them all. */
  practice_store_add_event (portal->store, "agreement", certificate != NULL ? certificate->service : "");
  lose_session (request, PRACTICE_FAULT_SESSION_LOST);
  session = need_session (request);
  if (session == NULL)
    return;
  if (certificate == NULL || !g_str_equal (certificate->address, session->address))
    show_plain (request, SOUP_STATUS_NOT_FOUND, PRACTICE_PAGE_NOT_FOUND);
  else if (!practice_request_is_genuine (request))
    show_retrieval (request, SOUP_STATUS_FORBIDDEN, NULL, PRACTICE_NOTICE_SESSION_OVER);
  else if (g_strcmp0 (practice_request_get_value (request, "agree"), "yes") != 0)
    show_plain (request, SOUP_STATUS_BAD_REQUEST, PRACTICE_PAGE_BAD_REQUEST);
  else
    practice_issuing_agree (request, certificate, session);
}

void
practice_service_issued (PracticeRequest *request, gint64 number)
{
  PracticeSession *session = need_session (request);
  g_autoptr (PracticeCertificate) certificate = NULL;

  if (session == NULL)
    return;
  certificate = practice_store_get_certificate (request->portal->store, session->issued);
  if (certificate == NULL)
    practice_request_redirect (request, "/service/list");
  else
    practice_request_answer (request, SOUP_STATUS_OK, practice_pages_issued (&request->reader, certificate));
}

void
practice_service_reissue_form (PracticeRequest *request, gint64 number)
{
  show_reissue (request, SOUP_STATUS_OK, NULL, PRACTICE_NOTICE_NONE);
}

/* What is to be reissued: the service that was named, else what was tried last. */
static PracticeCertificate *
find_reissuable (PracticeRequest *request, const char *address)
{
  const char *service = practice_request_get_value (request, "service");
  g_autoptr (GPtrArray) certificates = practice_store_list (request->portal->store, address);
  gint64 last = practice_store_last_agreed (request->portal->store, address);

  for (guint i = 0; i < certificates->len; i++) {
    PracticeCertificate *certificate = g_ptr_array_index (certificates, i);
    gboolean wanted = service != NULL && *service != '\0' ? g_str_equal (certificate->service, service)
                                                          : certificate->id == last;

    if (wanted && (certificate->state == PRACTICE_FETCHED || certificate->state == PRACTICE_SPOILT))
      return practice_store_get_certificate (request->portal->store, certificate->id);
  }
  return NULL;
}

static void
on_reissue_hashed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Attempt) attempt = user_data;
  g_autoptr (PracticeProof) proof = practice_portal_hash_finish (result);
  g_autoptr (PracticeCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;
  PracticeRequest *request = attempt->request;
  PracticePortal *portal = request->portal;

  if (!is_open (request, attempt->address, show_reissue))
    return;
  if (!password_fits (attempt, proof)) {
    refuse (attempt, show_reissue);
    return;
  }
  practice_store_forget_failures (portal->store, attempt->address);
  certificate = find_reissuable (request, attempt->applicant->address);
  if (certificate == NULL) {
    show_reissue (request, SOUP_STATUS_OK, attempt->address, PRACTICE_NOTICE_NOTHING_TO_REISSUE);
    return;
  }
  if (!practice_store_begin (portal->store, &error)
      || practice_store_reissue (portal->store, certificate->id, &error) == 0
      || !practice_portal_send_code (portal, attempt->applicant, proof->code, proof->code_hash, &error)
      || !practice_store_commit (portal->store, &error)) {
    practice_store_roll_back (portal->store);
    g_warning ("Reissue: %s", error->message);
    show_plain (request, SOUP_STATUS_INTERNAL_SERVER_ERROR, PRACTICE_PAGE_BROKEN);
    return;
  }
  practice_store_add_event (portal->store, "reissue", certificate->service);
  practice_request_answer (request, SOUP_STATUS_OK,
                           practice_pages_reissued (&request->reader, certificate->service));
}

void
practice_service_reissue (PracticeRequest *request, gint64 number)
{
  g_autofree char *address = get_address (request);

  if (!practice_request_is_genuine (request))
    show_reissue (request, SOUP_STATUS_FORBIDDEN, address, PRACTICE_NOTICE_SESSION_OVER);
  else if (is_open (request, address, show_reissue))
    start_attempt (request, g_steal_pointer (&address), practice_secret_new_code (), on_reissue_hashed);
}
