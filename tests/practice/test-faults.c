/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes wrong: the faults that the portal has on purpose, and people and networks that behave badly. */
#include "visitor.h"

#include <signal.h>
#include <string.h>

/* The form that agrees, of a person who has just identified. */
static char *
sign_in_and_read (Visitor *visitor, int number)
{
  visitor_sign_in (visitor);
  return visitor_agreement (visitor, number);
}

/* Ten presses at once: ten agreements, every one answered, no file, and only a reissue helps. */
static void
test_double_agreement (void)
{
  g_autoptr (Visitor) visitor = visitor_new (FOR_EVER);
  g_autofree char *form = sign_in_and_read (visitor, 2);
  Later *answers[10];
  g_autoptr (Answer) reissue = NULL, list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (SoupMessage) message = visitor_message (visitor, "POST", "/service/certificate/2/agree", form);

    answers[i] = later_new (visitor, message, NULL);
  }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    later_wait (answers[i]);
    g_assert_true (later_has (answers[i], "reissue-needed"));
    later_free (answers[i]);
  }
  visitor_check (visitor, AGREEMENTS, "10");
  visitor_check (visitor, STATE ("2"), "spoilt");
  visitor_check (visitor, STATE ("1"), "ready");
  visitor_await_mails (visitor, 2);
  visitor_sign_in (visitor);
  list = visitor_ask (visitor, "/service/list");
  g_assert_nonnull (strstr (list->text, "data-state=\"spoilt\""));

  reissue = visitor_reissue (visitor, NULL, "");
  g_assert_true (answer_has (reissue, "reissued"));
  visitor_check (visitor, STATE ("2"), "revoked");
  g_assert_cmpuint (visitor_count_mails (visitor), ==, 3);
}

/* Guesses sent all at once: no more of them are looked at than one after the other. */
static void
test_guesses_at_once (gconstpointer path)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS);
  g_autoptr (Answer) page = visitor_ask (visitor, "/service/download");
  g_autofree char *token = answer_token (page), *address = visitor_get (visitor, "Address");
  g_autofree char *form = soup_form_encode ("token", token, "email", address, "password", "wrong", "code", "wrong",
                                            NULL);
  Later *answers[16];
  guint refused = 0, locked = 0;

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (SoupMessage) message = visitor_message (visitor, "POST", path, form);

    answers[i] = later_new (visitor, message, NULL);
  }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    later_wait (answers[i]);
    refused += later_has (answers[i], "refused");
    locked += later_has (answers[i], "locked");
    later_free (answers[i]);
  }
  g_assert_cmpuint (refused, ==, 4);
  g_assert_cmpuint (locked, ==, 12);
}

static void
test_close_after_agree (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS " --fault close-after-agree");
  g_autofree char *code = visitor_code (visitor);
  g_autofree char *form = sign_in_and_read (visitor, 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) again = NULL, list = NULL, reissue = NULL;

  g_assert_null (visitor_try (visitor, "/service/certificate/2/agree", form, &error));
  g_assert_nonnull (error);
  visitor_check_log (visitor, "POST /service/certificate/2/agree dropped");
  visitor_await (visitor, STATE ("2"), "fetched");
  visitor_await (visitor, "SELECT count (*) FROM event WHERE kind = 'lost'", "1");
  visitor_check (visitor, AGREEMENTS, "1");
  visitor_await_mails (visitor, 2);
  again = visitor_identify (visitor, NULL, NULL, code);
  g_assert_cmpuint (again->status, ==, 303);
  list = visitor_ask (visitor, "/service/list");
  g_assert_true (answer_has (list, "empty"));
  reissue = visitor_reissue (visitor, NULL, "");
  g_assert_nonnull (strstr (reissue->text, "Practice Class 2 Compact"));
}

static void
test_maintenance (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS " --fault maintenance");
  const char * const paths[] = { "/service/download", "/service/list", "/service/certificate/1", "/service/reissue" };
  g_autoptr (Answer) help = visitor_ask (visitor, "/help");
  g_autoptr (Answer) posted = visitor_post (visitor, "/service/identify", "a=b");

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (Answer) answer = visitor_ask (visitor, paths[i]);

    g_assert_cmpuint (answer->status, ==, 503);
    g_assert_cmpstr (answer_header (answer, "Retry-After"), ==, "1800");
    g_assert_true (answer_has (answer, "maintenance"));
  }
  g_assert_cmpuint (posted->status, ==, 503);
  g_assert_cmpuint (help->status, ==, 200);
}

static void
test_session_lost (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS " --fault session-lost");
  g_autoptr (Answer) lost = visitor_fetch (visitor, 2), again = NULL;

  g_assert_cmpuint (lost->status, ==, 200);
  g_assert_true (answer_has (lost, "session-over"));
  g_assert_true (answer_has (lost, "identity"));
  visitor_check (visitor, STATE ("2"), "ready");
  visitor_check (visitor, "SELECT open FROM code ORDER BY id DESC LIMIT 1", "1");
  visitor_check (visitor, AGREEMENTS, "1");
  again = visitor_fetch (visitor, 2);
  visitor_check_file (visitor, again, "practice-class-2-compact.p12", FALSE);
}

static void
test_session_expired (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS " --fault session-expired");
  g_autoptr (Answer) over = NULL, review = NULL;

  visitor_sign_in (visitor);
  over = visitor_ask (visitor, "/service/certificate/2");
  g_assert_true (answer_has (over, "session-over"));
  g_assert_true (answer_has (over, "identity"));
  visitor_sign_in (visitor);
  review = visitor_ask (visitor, "/service/certificate/2");
  g_assert_cmpuint (review->status, ==, 200);
  g_assert_false (answer_has (review, "session-over"));
  visitor_check (visitor, AGREEMENTS, "0");
}

static void
test_html_instead_of_file (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS " --fault html-instead-of-file --fault clock-ahead");
  g_autoptr (Answer) page = visitor_fetch (visitor, 2);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc (), date = NULL;
  GTimeSpan ahead;

  g_assert_cmpuint (page->status, ==, 200);
  g_assert_true (g_str_has_prefix (answer_header (page, "Content-Type"), "text/html"));
  g_assert_true (g_str_has_prefix (page->text, "<!DOCTYPE html>"));
  g_assert_null (answer_header (page, "Content-Disposition"));
  visitor_check (visitor, STATE ("2"), "fetched");
  date = soup_date_time_new_from_http_string (answer_header (page, "Date"));
  ahead = g_date_time_difference (date, now);
  g_assert_cmpint (ahead, >, 59 * G_TIME_SPAN_MINUTE);
  g_assert_cmpint (ahead, <, 61 * G_TIME_SPAN_MINUTE);
}

static void
test_redirect_elsewhere (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS " --fault redirect-elsewhere");
  g_autoptr (Answer) answer = visitor_identify (visitor, NULL, NULL, NULL);

  g_assert_cmpuint (answer->status, ==, 303);
  g_assert_cmpstr (answer_header (answer, "Location"), ==, "https://elsewhere.invalid/");
}

/* The client goes while the certificate is being made: the portal does not mind, the certificate is gone. */
static void
test_client_leaves_waiting (void)
{
  g_autoptr (Visitor) visitor = visitor_new (" --issue-seconds 1");
  g_autofree char *form = sign_in_and_read (visitor, 2);
  g_autoptr (SoupMessage) message = visitor_message (visitor, "POST", "/service/certificate/2/agree", form);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (Later) later = NULL;

  later = later_new (visitor, message, cancellable);
  visitor_await (visitor, STATE ("2"), "issuing");
  g_cancellable_cancel (cancellable);
  later_wait (later);
  g_assert_error (later->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  visitor_await (visitor, STATE ("2"), "fetched");
  visitor_await_mails (visitor, 2);
}

static void
on_got_headers (SoupMessage *message, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

/* The client goes in the middle of the file. */
static void
test_client_leaves_download (void)
{
  g_autoptr (Visitor) visitor = visitor_new (" --issue-seconds 1");
  g_autofree char *form = sign_in_and_read (visitor, 2);
  g_autoptr (SoupMessage) message = visitor_message (visitor, "POST", "/service/certificate/2/agree", form);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (Later) later = NULL;

  g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), cancellable);
  later = later_new (visitor, message, cancellable);
  later_wait (later);
  g_assert_error (later->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  visitor_await (visitor, "SELECT count (*) FROM event WHERE kind = 'lost'", "1");
  visitor_check (visitor, STATE ("2"), "fetched");
  visitor_await_mails (visitor, 2);
}

/* The power goes while a certificate is being made. */
static void
test_killed_while_issuing (void)
{
  g_autoptr (Visitor) visitor = visitor_new (FOR_EVER);
  g_autofree char *form = sign_in_and_read (visitor, 2);
  g_autoptr (SoupMessage) message = visitor_message (visitor, "POST", "/service/certificate/2/agree", form);
  g_autoptr (Later) later = NULL;
  g_autoptr (Answer) not_ready = NULL, reissue = NULL, file = NULL;

  later = later_new (visitor, message, NULL);
  visitor_await (visitor, STATE ("2"), "issuing");
  not_ready = visitor_ask (visitor, "/service/certificate/2");
  g_assert_true (answer_has (not_ready, "not-ready"));
  visitor_stop (visitor, SIGKILL);
  later_wait (later);
  g_assert_nonnull (later->error);

  visitor_start (visitor, NOBODY_WAITS);
  visitor_check (visitor, STATE ("2"), "spoilt");
  visitor_check (visitor, STATE ("1"), "ready");
  g_assert_cmpuint (visitor_count_mails (visitor), ==, 2);
  reissue = visitor_reissue (visitor, NULL, "");
  g_assert_nonnull (strstr (reissue->text, "Practice Class 2 Compact"));
  file = visitor_fetch (visitor, 4);
  visitor_check_file (visitor, file, "practice-class-2-compact.p12", FALSE);
}

/* SIGTERM in the middle ends at once, too, and leaves the same behind. */
static void
test_ended_while_issuing (void)
{
  g_autoptr (Visitor) visitor = visitor_new (FOR_EVER);
  g_autofree char *form = sign_in_and_read (visitor, 1);
  g_autoptr (SoupMessage) message = visitor_message (visitor, "POST", "/service/certificate/1/agree", form);
  g_autoptr (Later) later = NULL;

  later = later_new (visitor, message, NULL);
  visitor_await (visitor, STATE ("1"), "issuing");
  visitor_stop (visitor, SIGTERM);
  later_wait (later);
  visitor_start (visitor, NOBODY_WAITS);
  visitor_check (visitor, STATE ("1"), "spoilt");
}

static guint
count_descriptors (Visitor *visitor)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/fd", g_subprocess_get_identifier (visitor->process));
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint count = 0;

  while (folder != NULL && g_dir_read_name (folder) != NULL)
    count++;
  return count;
}

/* People who come and go do not fill the portal up. */
static void
test_many_visitors (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS);
  guint before = count_descriptors (visitor), after;

  g_assert_cmpuint (before, >, 3);
  for (guint i = 0; i < 130; i++) {
    visitor_leave (visitor);
    answer_free (visitor_ask (visitor, "/help"));
  }
  after = count_descriptors (visitor);
  g_test_message ("%u, then %u file descriptors", before, after);
  g_assert_cmpuint (after, <=, before + 105);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/fault/double-agreement", test_double_agreement);
  g_test_add_data_func ("/practice/fault/guesses-at-once/identify", "/service/identify", test_guesses_at_once);
  g_test_add_data_func ("/practice/fault/guesses-at-once/reissue", "/service/reissue", test_guesses_at_once);
  g_test_add_func ("/practice/fault/close-after-agree", test_close_after_agree);
  g_test_add_func ("/practice/fault/maintenance", test_maintenance);
  g_test_add_func ("/practice/fault/session-lost", test_session_lost);
  g_test_add_func ("/practice/fault/session-expired", test_session_expired);
  g_test_add_func ("/practice/fault/html-instead-of-file", test_html_instead_of_file);
  g_test_add_func ("/practice/fault/redirect-elsewhere", test_redirect_elsewhere);
  g_test_add_func ("/practice/fault/client-leaves-waiting", test_client_leaves_waiting);
  g_test_add_func ("/practice/fault/client-leaves-download", test_client_leaves_download);
  g_test_add_func ("/practice/fault/killed-while-issuing", test_killed_while_issuing);
  g_test_add_func ("/practice/fault/ended-while-issuing", test_ended_while_issuing);
  g_test_add_func ("/practice/fault/many-visitors", test_many_visitors);
  return g_test_run ();
}
