/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <string.h>

/* What each answer means to the person, step by step. */

#define OK -1

typedef enum {
  STEP_IDENTIFY,
  STEP_REVIEW,
  STEP_ISSUE,
} Step;

typedef struct {
  const char *label;
  const char *request; /* whose answer is replaced */
  const char *reply;   /* of it; what begins with "<" is a page */
  ReplyKind kind;
  Step step;
  int code;
  gboolean after_agreement;
} Case;

#define HTML(status, more, body) "HTTP/1.1 " status "\r\nContent-Type: text/html\r\n" more "\r\n" body

static const Case cases[] = {
  { "good", NULL, NULL, 0, STEP_ISSUE, OK, FALSE },

  /* identify */
  { "refused", "POST /identify", "<p id=refused>", 0, STEP_IDENTIFY, INKAN_PORTAL_ERROR_IDENTITY, FALSE },
  { "locked", "POST /identify", "<p id=locked>", 0, STEP_IDENTIFY, INKAN_PORTAL_ERROR_LOCKED, FALSE },
  { "retrieved", "POST /identify", "<p id=retrieved>", 0, STEP_IDENTIFY, INKAN_PORTAL_ERROR_ALREADY_RETRIEVED, FALSE },
  { "not ready", "POST /identify", "<p id=not-ready>", 0, STEP_IDENTIFY, INKAN_PORTAL_ERROR_NOT_READY, FALSE },
  { "empty", "POST /identify", "<p id=empty>", 0, STEP_IDENTIFY, INKAN_PORTAL_ERROR_NOTHING_OFFERED, FALSE },
  { "no list", "POST /identify", "<p>Welcome", 0, STEP_IDENTIFY, INKAN_PORTAL_ERROR_NOTHING_OFFERED, FALSE },
  { "form again", "POST /identify",
    "<form><input type=email name=mail><input type=password name=pass><input name=code><button>Send</button></form>",
    0, STEP_IDENTIFY, INKAN_PORTAL_ERROR_IDENTITY, FALSE },
  { "marker with status 403", "POST /identify", HTML ("403 Forbidden", "", "<p id=locked>"), REPLY_CLOSE,
    STEP_IDENTIFY, INKAN_PORTAL_ERROR_LOCKED, FALSE },
  { "status 401", "POST /identify", HTML ("401 Unauthorized", "", "no"), REPLY_CLOSE,
    STEP_IDENTIFY, INKAN_PORTAL_ERROR_IDENTITY, FALSE },
  { "status 429", "POST /identify", HTML ("429 Too Many Requests", "Retry-After: 60\r\n", "slow"), REPLY_CLOSE,
    STEP_IDENTIFY, INKAN_PORTAL_ERROR_LOCKED, FALSE },
  { "status 500", "POST /identify", HTML ("500 Oops", "", "oops"), REPLY_CLOSE,
    STEP_IDENTIFY, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE, FALSE },
  { "status 502", "POST /identify", HTML ("502 Bad Gateway", "", "oops"), REPLY_CLOSE,
    STEP_IDENTIFY, INKAN_PORTAL_ERROR_UNREACHABLE, FALSE },
  { "status 503", "GET /start", HTML ("503 Unavailable", "Retry-After: 120\r\n", "later"), REPLY_CLOSE,
    STEP_IDENTIFY, INKAN_PORTAL_ERROR_MAINTENANCE, FALSE },
  { "maintenance with status 200", "GET /start", "<p id=maintenance>", 0, STEP_IDENTIFY,
    INKAN_PORTAL_ERROR_MAINTENANCE, FALSE },
  { "no form", "GET /start", "<p>Nothing here", 0, STEP_IDENTIFY, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE, FALSE },
  { "a field short", "GET /start", "<form><input type=email name=mail><input type=password name=pass></form>", 0,
    STEP_IDENTIFY, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE, FALSE },
  { "no page", "GET /start", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG", REPLY_CLOSE,
    STEP_IDENTIFY, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE, FALSE },
  { "hung up", "POST /identify", "", REPLY_HANG_UP, STEP_IDENTIFY, INKAN_PORTAL_ERROR_UNREACHABLE, FALSE },
  { "form leads elsewhere", "GET /start",
    "<form method=post action=https://elsewhere.invalid/><input type=email name=mail><input type=password name=pass>"
    "<input name=code><button>Send</button></form>", 0, STEP_IDENTIFY, INKAN_PORTAL_ERROR_ELSEWHERE, FALSE },
  { "base leads elsewhere", "GET /start",
    "<base href=https://elsewhere.invalid/><form method=post action=x><input type=email name=mail>"
    "<input type=password name=pass><input name=code><button>Send</button></form>", 0, STEP_IDENTIFY,
    INKAN_PORTAL_ERROR_ELSEWHERE, FALSE },

  /* review */
  { "session over", "GET /review", "<p id=over>", 0, STEP_REVIEW, INKAN_PORTAL_ERROR_SESSION, FALSE },
  { "identity form in review", "GET /review",
    "<form><input type=email name=mail><input type=password name=pass><input name=code><button>OK</button></form>",
    0, STEP_REVIEW, INKAN_PORTAL_ERROR_SESSION, FALSE },
  { "retrieved in review", "GET /review", "<p id=retrieved>", 0, STEP_REVIEW, INKAN_PORTAL_ERROR_ALREADY_RETRIEVED, FALSE },
  { "not ready in review", "GET /review", "<p id=not-ready>", 0, STEP_REVIEW, INKAN_PORTAL_ERROR_NOT_READY, FALSE },
  { "maintenance in review", "GET /review", "<p id=maintenance>", 0, STEP_REVIEW, INKAN_PORTAL_ERROR_MAINTENANCE, FALSE },
  { "no button", "GET /review", "<p>Hello", 0, STEP_REVIEW, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE, FALSE },
  { "only no", "GET /review", "<form><button>I do not agree</button></form>", 0, STEP_REVIEW,
    INKAN_PORTAL_ERROR_UNEXPECTED_PAGE, FALSE },

  /* issue */
  { "reissue", "POST /agree", "<p id=reissue>", 0, STEP_ISSUE, INKAN_PORTAL_ERROR_REISSUE_NEEDED, TRUE },
  { "reissue with status 500", "POST /agree", HTML ("500 Oops", "", "<p id=reissue>"), REPLY_CLOSE, STEP_ISSUE,
    INKAN_PORTAL_ERROR_REISSUE_NEEDED, TRUE },
  { "page instead of file", "POST /agree", "<p>Thank you", 0, STEP_ISSUE, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE },
  { "page labelled as file", "POST /agree", "HTTP/1.1 200 OK\r\nContent-Type: application/x-pkcs12\r\n\r\n<html>oops",
    REPLY_CLOSE, STEP_ISSUE, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE },
  { "session over at agreement", "POST /agree", "<p id=over>", 0, STEP_ISSUE, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE },
  { "status 500 at agreement", "POST /agree", HTML ("500 Oops", "", "oops"), REPLY_CLOSE, STEP_ISSUE,
    INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE },
  { "status 503 at agreement", "POST /agree", HTML ("503 Unavailable", "Retry-After: 3\r\n", "x"), REPLY_CLOSE, STEP_ISSUE,
    INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE },
  { "hung up at agreement", "POST /agree", "", REPLY_HANG_UP, STEP_ISSUE, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE },
  { "redirected elsewhere", "POST /agree", HTML ("303 See Other", "Location: https://elsewhere.invalid/f\r\n", ""),
    REPLY_CLOSE, STEP_ISSUE, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE },
  { "redirected to send again", "POST /agree", HTML ("307 Again", "Location: /agree\r\n", ""), REPLY_CLOSE, STEP_ISSUE,
    INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE },
  { "empty answer", "POST /agree", "HTTP/1.1 200 OK\r\nContent-Type: application/x-pkcs12\r\nContent-Length: 0\r\n\r\n",
    REPLY_CLOSE, STEP_ISSUE, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE },
  { "less than its length", "POST /agree",
    "HTTP/1.1 200 OK\r\nContent-Type: application/x-pkcs12\r\nContent-Length: 3000\r\n\r\n0\x82\x0b\xb0", REPLY_CLOSE,
    STEP_ISSUE, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE },
  { "cut short without a length", "POST /agree",
    "HTTP/1.0 200 OK\r\nContent-Type: application/x-pkcs12\r\n\r\n0\x82\x0b\xb0\x02\x01\x03", REPLY_CLOSE, STEP_ISSUE,
    INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE },
  { "something else", "POST /agree", "HTTP/1.1 200 OK\r\nContent-Type: application/x-pkcs12\r\n\r\nPK\x03\x04zip",
    REPLY_CLOSE, STEP_ISSUE, INKAN_PORTAL_ERROR_NOT_A_CERTIFICATE, TRUE },
  { "a certificate alone", "POST /agree",
    "HTTP/1.1 200 OK\r\nContent-Type: application/x-pkcs12\r\n\r\n0\x05\x02\x01\x03\x05\x01", REPLY_CLOSE, STEP_ISSUE,
    INKAN_PORTAL_ERROR_NOT_A_CERTIFICATE, TRUE },
};

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  Scene scene = { 0 };
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (InkanOffer) offer = NULL;
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, NULL);
  if (one->request != NULL && *one->reply == '<')
    server_on_page (scene.server, one->request, one->reply);
  else if (one->request != NULL)
    server_on (scene.server, one->request, one->kind, one->reply, -1);

  if (one->step == STEP_IDENTIFY)
    offers = scene_identify (&scene, &error);
  else if (one->step == STEP_REVIEW)
    agreement = scene_review (&scene, &offer, &error);
  else
    delivery = scene_issue (&scene, NULL, &error);

  if (one->code == OK)
    {
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (inkan_delivery_get_bytes (delivery), scene.file));
      g_assert_cmpstr (inkan_delivery_get_suggested_name (delivery), ==, "taro.p12");
      g_assert_null (inkan_delivery_get_passphrase (delivery));
    }
  else
    {
      g_assert_true (offers == NULL && agreement == NULL && delivery == NULL);
      g_assert_error (error, INKAN_PORTAL_ERROR, one->code);
      g_assert_cmpint (inkan_portal_error_is_after_agreement (error), ==, one->after_agreement);
      g_assert_cmpint (inkan_portal_error_get_retry_after (error) != NULL, ==,
                       one->step == STEP_IDENTIFY && strstr (one->reply, "Retry-After") != NULL);
      g_assert_null (strstr (error->message, "s3cret"));
      g_assert_null (strstr (error->message, "ABC123"));
    }
  g_assert_cmpuint (server_count (scene.server, "POST /agree"), ==, one->step == STEP_ISSUE ? 1 : 0);
  g_clear_object (&offer);
  scene_stop (&scene);
}

/* What a browser would have sent, at both forms. */
static void
test_requests (void)
{
  Scene scene = { 0 };
  g_autoptr (InkanOffer) offer = NULL;
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autofree char *identity = NULL;
  g_autofree char *agreed = NULL;
  g_autoptr (GError) error = NULL;
  const InkanFurtherChoice *choice;
  const InkanDetail *detail;

  scene_start (&scene, NULL, NULL, NULL);
  server_on (scene.server, "GET /start", REPLY_CLOSE,
             HTML ("200 OK", "Set-Cookie: session=c00kie; HttpOnly; SameSite=Strict\r\n",
                   "<form method=post action=/identify><input type=hidden name=token value='hidden token'>"
                   "メール <input name=a> パスワード <input type=password name=b> コード <input name=c><input type=submit name=go value=送信>"),
             -1);
  agreement = scene_review (&scene, &offer, &error);
  g_assert_no_error (error);

  identity = server_last (scene.server, "POST /identify");
  g_assert_true (g_str_has_suffix (identity, "\r\n\r\ntoken=hidden+token&a=taro%40inkan.example&b=s3cret%26%C3%BC&c=ABC123"
                                             "&go=%E9%80%81%E4%BF%A1"));
  g_assert_nonnull (strstr (identity, "\r\nCookie: session=c00kie\r\n"));
  g_assert_nonnull (strstr (identity, "\r\nUser-Agent: Inkan/"));
  g_assert_nonnull (strstr (identity, "\r\nAccept-Language: "));
  g_assert_nonnull (strstr (identity, "/start\r\n"));

  g_assert_cmpuint (inkan_agreement_get_details (agreement)->len, ==, 1);
  detail = g_ptr_array_index (inkan_agreement_get_details (agreement), 0);
  g_assert_cmpstr (detail->name, ==, "Name");
  g_assert_cmpstr (detail->value, ==, "Taro");
  g_assert_cmpstr (inkan_agreement_get_terms (agreement), ==, "Terms of use");
  g_assert_cmpuint (inkan_agreement_get_choices (agreement)->len, ==, 1);
  choice = g_ptr_array_index (inkan_agreement_get_choices (agreement), 0);
  g_assert_cmpstr (choice->label, ==, "Key");
  g_assert_cmpuint (choice->selected, ==, 1);
  g_assert_cmpstr (choice->labels[0], ==, "RSA");
  inkan_agreement_choose (agreement, "key", 0);

  delivery = issue (scene.portal, offer, agreement, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  agreed = server_last (scene.server, "POST /agree");
  g_assert_true (g_str_has_suffix (agreed, "\r\n\r\nticket=t1&key=1&answer=yes"));
  g_clear_object (&agreement);
  g_clear_object (&offer);
  scene_stop (&scene);
}

/* Connections that the server keeps open and closes when they are used again:
 * no request may meet one, and none may be sent twice. */
static void
test_sent_once (void)
{
  Scene scene = { 0 };
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GString) phases = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint n_connections;

  scene_start (&scene, NULL, NULL, NULL);
  server_on (scene.server, "POST /identify", REPLY_ONCE_KEPT,
             "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 44\r\n\r\n"
             "<table><tr><td><a href=/review>A</a></table>", -1);
  server_on (scene.server, "GET /review", REPLY_ONCE_KEPT,
             "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 63\r\n\r\n"
             "<form method=post action=/agree><button>I agree</button></form>", -1);
  delivery = scene_issue (&scene, phases, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (phases->str, ==, "swd");
  g_assert_cmpuint (server_count (scene.server, ""), ==, 4);
  g_assert_cmpuint (server_count (scene.server, "POST /agree"), ==, 1);
  g_clear_object (&delivery);

  /* Nothing is repeated when the answer to it is a closed connection, ten times. */
  server_on (scene.server, "POST /agree", REPLY_HANG_UP, "", 0);
  for (guint i = 0; i < 10; i++)
    {
      n_connections = server_connections (scene.server);
      g_string_truncate (phases, 0);
      delivery = scene_issue (&scene, phases, &error);
      g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN);
      g_assert_cmpstr (phases->str, ==, "sw");
      g_assert_cmpuint (server_count (scene.server, "POST /agree"), ==, i + 2);
      g_assert_cmpuint (server_connections (scene.server), >, n_connections);
      g_clear_error (&error);
    }
  scene_stop (&scene);
}

static void
test_second_use (void)
{
  Scene scene = { 0 };
  g_autoptr (InkanOffer) offer = NULL;
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, NULL);
  agreement = scene_review (&scene, &offer, &error);
  g_assert_no_error (error);
  delivery = issue (scene.portal, offer, agreement, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&delivery);

  for (guint i = 0; i < 10; i++)
    {
      delivery = issue (scene.portal, offer, agreement, NULL, NULL, NULL, &error);
      g_assert_null (delivery);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_clear_error (&error);
    }
  g_assert_cmpuint (server_count (scene.server, "POST /agree"), ==, 1);
  g_clear_object (&agreement);
  g_clear_object (&offer);
  scene_stop (&scene);
}

/* The server is gone before the agreement: nothing was spent. */
static void
test_gone_before (void)
{
  Scene scene = { 0 };
  g_autoptr (InkanOffer) offer = NULL;
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, NULL);
  agreement = scene_review (&scene, &offer, &error);
  g_assert_no_error (error);
  server_free (scene.server);
  delivery = issue (scene.portal, offer, agreement, NULL, NULL, NULL, &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNREACHABLE);
  g_assert_false (inkan_portal_error_is_after_agreement (error));

  scene.server = server_new (NULL);
  g_clear_object (&agreement);
  g_clear_object (&offer);
  scene_stop (&scene);
}

static void
cancel_when_waiting (InkanIssuePhase phase,
                     goffset         received,
                     goffset         total,
                     gpointer        data)
{
  if (phase == INKAN_ISSUE_WAITING)
    g_cancellable_cancel (data);
}

static void
test_cancel (void)
{
  Scene scene = { 0 };
  g_autoptr (InkanCredentials) credentials = make_credentials ("a", "b", "c");
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (InkanOffer) offer = NULL;
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, NULL);
  g_cancellable_cancel (cancellable);
  offers = identify (scene.portal, credentials, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_cancellable_reset (cancellable);

  /* After the agreement, giving up does not undo it. */
  server_on (scene.server, "POST /agree", REPLY_STALL, "", 0);
  agreement = scene_review (&scene, &offer, &error);
  g_assert_no_error (error);
  delivery = issue (scene.portal, offer, agreement, cancel_when_waiting, cancellable, cancellable, &error);
  g_assert_null (delivery);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN);
  g_assert_true (inkan_portal_error_is_after_agreement (error));
  g_clear_object (&agreement);
  g_clear_object (&offer);
  scene_stop (&scene);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/steps/case/%s", cases[i].label);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/steps/requests", test_requests);
  g_test_add_func ("/steps/sent-once", test_sent_once);
  g_test_add_func ("/steps/second-use", test_second_use);
  g_test_add_func ("/steps/gone-before", test_gone_before);
  g_test_add_func ("/steps/cancel", test_cancel);
  return g_test_run ();
}
