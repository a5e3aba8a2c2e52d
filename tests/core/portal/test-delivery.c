/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <string.h>

/* How the file comes: as the answer, behind a link, a form, after polling; and
 * portals that have no list, no agreement page, or neither. */

#define HTML(status, more, body) "HTTP/1.1 " status "\r\nContent-Type: text/html\r\n" more "\r\n" body

typedef struct {
  const char *label;
  const char *groups;   /* of the definition */
  const char *answer;   /* to the agreement */
  const char *further;  /* (nullable) a second request whose answer is ... */
  const char *reply;    /* ... this, NULL: the file */
  const char *file;     /* (nullable) the request that gets the file */
  int code;             /* -1: the file comes */
  const char *passphrase;
  const char *phases;
} Case;

static const Case cases[] = {
  { "link by XPath", "-[Offers]\n[Agreement]\n[Delivery]\nKind=link\nLink=//a[@id='f']\n",
    HTML ("200 OK", "", "<a href=/no>no</a><a id=f href=/file>here</a>"), NULL, NULL, "GET /file", -1, NULL, "swd" },
  { "link found", "-[Offers]\n[Agreement]\n[Delivery]\nKind=link\n",
    HTML ("200 OK", "", "<a href=/>戻る</a><a href=/file>証明書をダウンロード</a>"), NULL, NULL, "GET /file", -1, NULL, "swd" },
  { "link by its ending", "-[Offers]\n[Agreement]\n[Delivery]\nKind=link\n",
    HTML ("200 OK", "", "<a href=/help>Help with the download</a><a href='/get/a.p12?x=1'>here</a>"), NULL, NULL,
    "GET /get/a.p12?x=1", -1, NULL, "swd" },
  { "no link", "-[Offers]\n[Agreement]\n[Delivery]\nKind=link\n", HTML ("200 OK", "", "<p>Thank you"), NULL, NULL, NULL,
    INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, NULL, "sw" },
  { "link elsewhere", "-[Offers]\n[Agreement]\n[Delivery]\nKind=link\n",
    HTML ("200 OK", "", "<a href=https://elsewhere.invalid/a.p12>here</a>"), NULL, NULL, NULL,
    INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, NULL, "sw" },
  { "form", "-[Offers]\n[Agreement]\n[Delivery]\nKind=form\n",
    HTML ("200 OK", "", "<form method=post action=/file><input type=hidden name=k value=v><button name=b>Download</button></form>"),
    NULL, NULL, "POST /file", -1, NULL, "swd" },
  { "form by XPath", "-[Offers]\n[Agreement]\n[Delivery]\nKind=form\nForm=//form[2]\n",
    HTML ("200 OK", "", "<form action=/no><button>x</button></form><form method=post action=/file><button>y</button></form>"),
    NULL, NULL, "POST /file", -1, NULL, "swd" },
  { "refresh header", "-[Offers]\n[Agreement]\n[Delivery]\nKind=poll\n",
    HTML ("200 OK", "Refresh: 0; url=/file\r\n", "<p>Please wait"), NULL, NULL, "GET /file", -1, NULL, "swd" },
  { "meta refresh", "-[Offers]\n[Agreement]\n[Delivery]\nKind=poll\n",
    HTML ("200 OK", "", "<meta http-equiv=refresh content=\"1;URL='/file'\"><p>Please wait"), NULL, NULL, "GET /file", -1,
    NULL, "swd" },
  { "202 with Location", "-[Offers]\n[Agreement]\n[Delivery]\nKind=poll\n",
    "HTTP/1.1 202 Accepted\r\nRetry-After: 1\r\nLocation: /file\r\nContent-Length: 0\r\n\r\n", NULL, NULL, "GET /file", -1,
    NULL, "swd" },
  { "poll until a link is there", "-[Offers]\n[Agreement]\n[Delivery]\nKind=poll\nLink=//a\nWaiting=//*[@id='w']\n",
    HTML ("200 OK", "Refresh: 1; url=/status\r\n", "<p id=w>wait"), "GET /status", HTML ("200 OK", "", "<a href=/file>f</a>"),
    "GET /file", -1, NULL, "swd" },
  { "polling ends in reissue", "-[Offers]\n[Agreement]\n[Delivery]\nKind=poll\nReissueNeeded=//*[@id='r']\n",
    HTML ("200 OK", "Refresh: 1; url=/status\r\n", "<p>wait"), "GET /status", HTML ("200 OK", "", "<p id=r>failed"), NULL,
    INKAN_PORTAL_ERROR_REISSUE_NEEDED, NULL, "sw" },
  { "refresh elsewhere", "-[Offers]\n[Agreement]\n[Delivery]\nKind=poll\n",
    HTML ("200 OK", "Refresh: 0; url=https://elsewhere.invalid/\r\n", "<p>wait"), NULL, NULL, NULL,
    INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, NULL, "sw" },
  { "passphrase in the page", "-[Offers]\n[Agreement]\n[Delivery]\nKind=link\nPassphrase=page\nPassphraseText=//code\n",
    HTML ("200 OK", "", "<p>Keep it: <code> pa55 word </code><a href=/a.p12>file</a>"), NULL, NULL, "GET /a.p12", -1,
    "pa55 word", "swd" },
};

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  Scene scene = { 0 };
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GString) phases = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, one->groups);
  server_on (scene.server, "POST /agree", REPLY_CLOSE, one->answer, -1);
  if (one->further != NULL)
    server_on (scene.server, one->further, REPLY_CLOSE, one->reply, -1);
  if (one->file != NULL)
    server_on_file (scene.server, one->file, scene.file, "attachment; filename=a.p12");

  delivery = scene_issue (&scene, phases, &error);
  if (one->code < 0)
    {
      SecretValue *passphrase;

      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (inkan_delivery_get_bytes (delivery), scene.file));
      g_assert_cmpstr (inkan_delivery_get_suggested_name (delivery), ==, "a.p12");
      passphrase = inkan_delivery_get_passphrase (delivery);
      g_assert_cmpstr (passphrase != NULL ? secret_value_get_text (passphrase) : NULL, ==, one->passphrase);
    }
  else
    {
      g_assert_null (delivery);
      g_assert_error (error, INKAN_PORTAL_ERROR, one->code);
      g_assert_true (inkan_portal_error_is_after_agreement (error));
    }
  g_assert_cmpstr (phases->str, ==, one->phases);
  g_assert_cmpuint (server_count (scene.server, "POST /agree"), ==, 1);
  g_clear_object (&delivery);
  scene_stop (&scene);
}

/* How the bytes of the file come over the wire: in pieces, without a length, with
 * the connection closed behind them. */
static void
test_wire (void)
{
  static const char * const heads[] = {
    "HTTP/1.1 200 OK\r\nContent-Type: application/x-pkcs12\r\nConnection: close\r\n\r\n",
    "HTTP/1.0 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Type: application/x-pkcs12\r\nTransfer-Encoding: chunked\r\n\r\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      for (guint cut = 0; cut < 2; cut++)
        {
          Scene scene = { 0 };
          g_autoptr (InkanDelivery) delivery = NULL;
          g_autoptr (GString) reply = g_string_new (heads[i]);
          g_autoptr (GError) error = NULL;
          gboolean chunked = strstr (heads[i], "chunked") != NULL;
          const char *bytes;
          gsize length;

          scene_start (&scene, NULL, NULL, NULL);
          bytes = g_bytes_get_data (scene.file, &length);
          for (gsize at = 0; at < length; at += 700)
            {
              gsize piece = MIN (700, length - at);

              if (cut == 1 && at > 0)
                break;
              if (chunked)
                g_string_append_printf (reply, "%zx\r\n", piece);
              g_string_append_len (reply, bytes + at, (gssize) piece);
              if (chunked)
                g_string_append (reply, "\r\n");
            }
          if (chunked && cut == 0)
            g_string_append (reply, "0\r\n\r\n");
          server_on (scene.server, "POST /agree", REPLY_CLOSE, reply->str, (gssize) reply->len);

          delivery = scene_issue (&scene, NULL, &error);
          g_test_message ("%s, cut %u", heads[i], cut);
          if (cut == 0)
            {
              g_assert_no_error (error);
              g_assert_true (g_bytes_equal (inkan_delivery_get_bytes (delivery), scene.file));
            }
          else
            g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN);
          g_assert_cmpuint (server_count (scene.server, "POST /agree"), ==, 1);
          g_clear_object (&delivery);
          scene_stop (&scene);
        }
    }
}

/* Asked to come back at once, it is a second; asked to come back next week, it is
 * not waited for so long: the time of the definition is over before. */
static void
test_poll_bounds (void)
{
  Scene scene = { 0 };
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GError) error = NULL;
  gint64 begun;

  scene_start (&scene, NULL, "IssueTimeout=3\n", "-[Offers]\n[Agreement]\n[Delivery]\nKind=poll\n");
  server_on (scene.server, "POST /agree", REPLY_CLOSE,
             "HTTP/1.1 202 Accepted\r\nRetry-After: 0\r\nLocation: /status\r\nContent-Length: 0\r\n\r\n", -1);
  server_on (scene.server, "GET /status", REPLY_CLOSE,
             "HTTP/1.1 202 Accepted\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n", -1);
  delivery = scene_issue (&scene, NULL, &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN);
  g_assert_cmpuint (server_count (scene.server, "GET /status"), >=, 1);
  g_assert_cmpuint (server_count (scene.server, "GET /status"), <=, 3);
  g_clear_error (&error);

  begun = g_get_monotonic_time ();
  server_on (scene.server, "POST /agree", REPLY_CLOSE,
             "HTTP/1.1 202 Accepted\r\nRetry-After: 604800\r\nLocation: /later\r\nContent-Length: 0\r\n\r\n", -1);
  delivery = scene_issue (&scene, NULL, &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 10 * G_USEC_PER_SEC);
  scene_stop (&scene);
}

/* The identity answer is the agreement page. */
static void
test_no_list (void)
{
  Scene scene = { 0 };
  g_autoptr (InkanOffer) offer = NULL;
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, "-[Agreement]\n");
  server_on_page (scene.server, "POST /identify",
                  "<p>利用規約</p><form method=post action=/agree><input type=checkbox name=ok id=ok>"
                  "<label for=ok>規約に同意します</label><input type=submit name=no value=同意しない>"
                  "<input type=submit name=yes value=利用規約に同意する></form>");
  agreement = scene_review (&scene, &offer, &error);
  g_assert_no_error (error);
  g_assert_true (inkan_offer_get_implied (offer));
  g_assert_cmpuint (server_count (scene.server, ""), ==, 2);
  delivery = issue (scene.portal, offer, agreement, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  {
    g_autofree char *agreed = server_last (scene.server, "POST /agree");

    g_assert_true (g_str_has_suffix (agreed, "\r\n\r\nok=on&yes=%E5%88%A9%E7%94%A8%E8%A6%8F%E7%B4%84%E3%81%AB%E5%90%8C"
                                             "%E6%84%8F%E3%81%99%E3%82%8B"));
  }
  g_clear_object (&agreement);
  g_clear_object (&offer);
  scene_stop (&scene);
}

/* One field only, and an agreement page with another to fill in: it is not taken
 * for the identity form. */
static void
test_one_field (void)
{
  Scene scene = { 0 };
  g_autoptr (InkanOffer) offer = NULL;
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, "-[Identity]\nFields=code;\n[Agreement]\n");
  server_on_page (scene.server, "GET /start", "<form method=post action=/identify>PIN <input name=k><button>Next</button></form>");
  server_on_page (scene.server, "POST /identify",
                  "<form method=post action=/agree>Note <input name=note><button>I agree</button></form>");
  agreement = scene_review (&scene, &offer, &error);
  g_assert_no_error (error);
  g_clear_object (&agreement);
  g_clear_object (&offer);

  server_on_page (scene.server, "POST /identify", "<form method=post>PIN <input name=k><button>Next</button></form>");
  agreement = scene_review (&scene, &offer, &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_IDENTITY);
  scene_stop (&scene);
}

/* A list whose rows issue at once: nothing is followed before the person agrees. */
static void
test_no_agreement (void)
{
  Scene scene = { 0 };
  g_autoptr (InkanOffer) offer = NULL;
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, "-[Offers]\n");
  server_on_file (scene.server, "GET /review", scene.file, NULL);
  agreement = scene_review (&scene, &offer, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (server_count (scene.server, "GET /review"), ==, 0);
  delivery = issue (scene.portal, offer, agreement, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (server_count (scene.server, "GET /review"), ==, 1);
  g_clear_object (&agreement);
  g_clear_object (&offer);
  scene_stop (&scene);
}

/* The identity answer is the file already: it is not asked for again. */
static void
test_file_at_once (void)
{
  Scene scene = { 0 };
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, "-");
  server_on_file (scene.server, "POST /identify", scene.file, "filename=\"USER.p12\"");
  delivery = scene_issue (&scene, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (inkan_delivery_get_suggested_name (delivery), ==, "USER.p12");
  g_assert_cmpuint (server_count (scene.server, ""), ==, 2);
  scene_stop (&scene);
}

/* Terms behind a link, choices by radio button, all by XPath. */
static void
test_terms_link (void)
{
  Scene scene = { 0 };
  g_autoptr (InkanOffer) offer = NULL;
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GError) error = NULL;
  const InkanFurtherChoice *choice;

  scene_start (&scene, NULL, NULL,
               "-[Offers]\n[Agreement]\nTermsLink=//a[@id='t']\nProcedure=//ol\nChoices=//input[@type='radio']\n"
               "Details=//dl/dt\n");
  server_on_page (scene.server, "GET /review",
                  "<dl><dt>Name<dd>Taro<dt>Until<dd>2030</dl><ol><li>One<li>Two</ol><a id=t href=/terms>Terms</a>"
                  "<form method=post action=/agree><label><input type=radio name=k value=r checked> RSA</label>"
                  "<label><input type=radio name=k value=e> EC</label><button>I agree</button></form>");
  server_on (scene.server, "GET /terms", REPLY_CLOSE,
             "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=Shift_JIS\r\n\r\n\x8B\x4B\x96\xF1", -1);
  agreement = scene_review (&scene, &offer, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (inkan_agreement_get_terms (agreement), ==, "規約");
  g_assert_cmpstr (inkan_agreement_get_procedure (agreement), ==, "One\nTwo");
  g_assert_cmpuint (inkan_agreement_get_details (agreement)->len, ==, 2);
  choice = g_ptr_array_index (inkan_agreement_get_choices (agreement), 0);
  g_assert_cmpstr (choice->labels[1], ==, "EC");
  g_assert_cmpuint (choice->selected, ==, 0);
  inkan_agreement_choose (agreement, "k", 1);
  delivery = issue (scene.portal, offer, agreement, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  {
    g_autofree char *agreed = server_last (scene.server, "POST /agree");

    g_assert_true (g_str_has_suffix (agreed, "\r\n\r\nk=e"));
  }
  g_clear_object (&agreement);
  g_clear_object (&delivery);

  /* Terms that do not come cannot be agreed to. */
  server_on (scene.server, "GET /terms", REPLY_CLOSE, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", -1);
  agreement = review (scene.portal, offer, &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE);
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
      g_autofree char *path = g_strconcat ("/delivery/case/", cases[i].label, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/delivery/wire", test_wire);
  g_test_add_func ("/delivery/poll-bounds", test_poll_bounds);
  g_test_add_func ("/delivery/no-list", test_no_list);
  g_test_add_func ("/delivery/one-field", test_one_field);
  g_test_add_func ("/delivery/no-agreement", test_no_agreement);
  g_test_add_func ("/delivery/file-at-once", test_file_at_once);
  g_test_add_func ("/delivery/terms-link", test_terms_link);
  return g_test_run ();
}
