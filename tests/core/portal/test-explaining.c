/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/portal/explaining.h"

#include <glib/gstdio.h>
#include <string.h>

#include "server.h"
#include "wait.h"

/* What the author of a definition is shown, and what nobody is shown. */

/* Stands wherever a page has something that is nobody's business. */
#define SECRET "Ges3cr3t"

static char *directory;

static GFile *
save (const char *name,
      const char *text)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return g_file_new_for_path (path);
}

static InkanExplainer *
explainer_for (const char *text)
{
  g_autoptr (GFile) file = save ("a.portal", text);
  g_autoptr (GError) error = NULL;
  g_autoptr (InkanPortalDefinition) definition = inkan_portal_definition_load (file, &error);

  g_assert_no_error (error);
  return inkan_explainer_new (definition);
}

static const InkanDecision *
find (InkanExplanation *explanation,
      InkanRole         role,
      const char       *subject)
{
  for (guint i = 0; i < inkan_explanation_get_length (explanation); i++)
    {
      const InkanDecision *decision = inkan_explanation_get (explanation, i);

      if (decision->role == role && (subject == NULL || g_strcmp0 (decision->subject, subject) == 0))
        return decision;
    }
  return NULL;
}

/* What is taken, with its reason. */
static void
assert_taken (InkanExplanation *explanation,
              InkanRole         role,
              const char       *subject,
              gboolean          taken,
              InkanReason       reason)
{
  const InkanDecision *decision = find (explanation, role, subject);

  g_assert_nonnull (decision);
  g_assert_cmpint (decision->taken, ==, taken);
  g_assert_cmpuint (decision->n_why, >, 0);
  g_assert_cmpint (decision->why[0].reason, ==, reason);
}

static void
assert_no_secret (InkanExplanation *explanation)
{
  for (guint i = 0; i < inkan_explanation_get_length (explanation); i++)
    {
      const InkanDecision *decision = inkan_explanation_get (explanation, i);

      g_assert_true (decision->subject == NULL || strstr (decision->subject, SECRET) == NULL);
      g_assert_true (decision->where == NULL || strstr (decision->where, SECRET) == NULL);
      for (guint j = 0; j < decision->n_why; j++)
        {
          if (decision->why[j].text != NULL && strstr (decision->why[j].text, SECRET) != NULL)
            g_assert_cmpstr (decision->why[j].text, ==, NULL);
        }
    }
}

static const char start_page[] =
  "<html><body>\n<form id=login method=post accept-charset=shift_jis action='/do;jsessionid=" SECRET "?x=" SECRET "'>\n"
  "<input type=hidden name=csrf value=" SECRET ">\n電子メール <input name=m value=" SECRET "><br>パスワード <input type=password name=p value=" SECRET ">\n"
  "<select name=lang><option value=" SECRET ">ja</select><input type=submit name=go value=送信></form></body></html>";

static void
test_start (void)
{
  g_autoptr (InkanExplainer) explainer =
    explainer_for ("[Portal]\nId=a\nName=A\nOrigin=https://portal.example\nStart=/\n[Identity]\nFields=email;password;\n");
  g_autoptr (GFile) file = save ("start.html", start_page);
  g_autoptr (GError) error = NULL;
  g_autoptr (InkanExplanation) explanation = inkan_explainer_read_start (explainer, file, &error);
  const InkanDecision *decision;

  g_assert_no_error (error);
  g_assert_true (inkan_explainer_found_form (explainer));
  g_assert_null (inkan_explainer_propose (explainer));
  assert_no_secret (explanation);
  assert_taken (explanation, INKAN_ROLE_FIELD, "email", TRUE, INKAN_REASON_TEXT_BEFORE);
  assert_taken (explanation, INKAN_ROLE_FIELD, "password", TRUE, INKAN_REASON_TYPE);
  assert_taken (explanation, INKAN_ROLE_SUBMIT, NULL, TRUE, INKAN_REASON_WORD);
  assert_taken (explanation, INKAN_ROLE_ENTRY, "csrf", TRUE, INKAN_REASON_ENTRY_HIDDEN);
  assert_taken (explanation, INKAN_ROLE_ENTRY, "m", TRUE, INKAN_REASON_ENTRY_TYPED);
  assert_taken (explanation, INKAN_ROLE_ENTRY, "p", TRUE, INKAN_REASON_ENTRY_TYPED);
  assert_taken (explanation, INKAN_ROLE_ENTRY, "lang", TRUE, INKAN_REASON_ENTRY_PROPOSED);
  assert_taken (explanation, INKAN_ROLE_ENTRY, "go", TRUE, INKAN_REASON_ENTRY_BUTTON);
  assert_taken (explanation, INKAN_ROLE_REQUEST, "POST https://portal.example/do;…?…", TRUE, INKAN_REASON_SENT_TO_PORTAL);
  decision = find (explanation, INKAN_ROLE_REQUEST, NULL);
  g_assert_cmpstr (decision->why[0].text, ==, "application/x-www-form-urlencoded, Shift_JIS");
  decision = find (explanation, INKAN_ROLE_FIELD, "password");
  g_assert_cmpstr (decision->where, ==, "form id=\"login\" › input name=\"p\" type=password (line 4)");
}

/* Where a form must not go, and where there is none. */
static void
test_refused (void)
{
  static const struct {
    const char *html;
    InkanReason reason;
    gboolean    found;
  } cases[] = {
    { "<form action=https://evil.example/><input name=email><input type=password name=p></form>", INKAN_REASON_SENT_ELSEWHERE, TRUE },
    { "<form action=http://portal.example/><input name=email><input type=password name=p></form>", INKAN_REASON_SENT_ELSEWHERE, TRUE },
    { "<form action=data:x><input name=email><input type=password name=p></form>", INKAN_REASON_SENT_NOWHERE, FALSE },
    { "<p>Nothing", INKAN_REASON_UNREADABLE, FALSE },
  };
  g_autoptr (InkanExplainer) explainer =
    explainer_for ("[Portal]\nId=a\nName=A\nOrigin=https://portal.example\nStart=/\n[Identity]\nFields=email;password;\n");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GFile) file = save ("start.html", cases[i].html);
      g_autoptr (InkanExplanation) explanation = inkan_explainer_read_start (explainer, file, NULL);

      g_test_message ("%s", cases[i].html);
      g_assert_true (inkan_explanation_holds (explanation, cases[i].reason));
      g_assert_cmpint (inkan_explainer_found_form (explainer), ==, cases[i].found);
    }
}

static const char definition[] =
  "[Portal]\nId=a\nName=A\nOrigin=https://portal.example\nStart=/\n[Identity]\nFields=email;password;\nRefused=//p[@id='refused']\n"
  "Locked=//p[@id='locked']\n[Offers]\nRetrieved=td[3]\n[Agreement]\nSessionOver=//p[@id='over']\n"
  "[Delivery]\nKind=link\nPassphrase=page\nPassphraseText=//b[@id='pass']\n";

static void
test_answers (void)
{
  g_autoptr (InkanExplainer) explainer = explainer_for (definition);
  g_autoptr (GFile) start = save ("start.html", start_page);
  g_autoptr (GFile) list = save ("list.html", "<table><tr><td><a href='/a?t=" SECRET "'>One</a><td>ready<tr><td>Two<td>取得済<tr><td>Three<td>"
                                 "<td>x<tr><td><a href=/4>Four</a><td>ready<tr><td>Five<td>?</table><p id=refused>");
  g_autoptr (GFile) terms = save ("terms.html", "<form method=post action=/agree><input type=hidden name=t value=" SECRET "><table><tr><th>Name<td>A"
                                  "<tr><th>For<td>B</table><select name=k><option>1<option>2</select><select name=l><option>1</select>"
                                  "<textarea readonly>" SECRET "</textarea><button name=ok value=" SECRET ">同意する</button></form>");
  g_autoptr (GFile) file = save ("file.html", "<meta http-equiv=refresh content='5;url=/x?" SECRET "'><b id=pass>" SECRET "</b><a href='/get.p12?k=" SECRET "'>x</a>");
  g_autoptr (InkanExplanation) first = inkan_explainer_read_start (explainer, start, NULL);
  g_autoptr (InkanExplanation) again = inkan_explainer_read_answer (explainer, start, NULL);
  g_autoptr (InkanExplanation) of_list = inkan_explainer_read_answer (explainer, list, NULL);
  g_autoptr (InkanExplanation) of_terms = inkan_explainer_read_answer (explainer, terms, NULL);
  g_autoptr (InkanExplanation) of_file = inkan_explainer_read_answer (explainer, file, NULL);

  g_assert_true (inkan_explanation_holds (again, INKAN_REASON_ASKS_AGAIN));
  assert_no_secret (first);
  assert_no_secret (again);

  assert_no_secret (of_list);
  assert_taken (of_list, INKAN_ROLE_MARK, "[Identity] Refused", TRUE, INKAN_REASON_HOLDS);
  assert_taken (of_list, INKAN_ROLE_MARK, "[Identity] Locked", FALSE, INKAN_REASON_HOLDS_NOT);
  assert_taken (of_list, INKAN_ROLE_OFFER, "One", TRUE, INKAN_REASON_LEADS_ON);
  assert_taken (of_list, INKAN_ROLE_OFFER, "Two", TRUE, INKAN_REASON_LOOKS_ALIKE);
  assert_taken (of_list, INKAN_ROLE_STATE, "ready", TRUE, INKAN_REASON_CAN_BE_PRESSED);
  g_assert_true (inkan_explanation_holds (of_list, INKAN_REASON_NOTHING_TO_PRESS));

  assert_no_secret (of_terms);
  assert_taken (of_terms, INKAN_ROLE_AGREE, NULL, TRUE, INKAN_REASON_WORD);
  assert_taken (of_terms, INKAN_ROLE_DETAIL, "2", TRUE, INKAN_REASON_PAIRS);
  assert_taken (of_terms, INKAN_ROLE_CHOICE, "k", TRUE, INKAN_REASON_DROP_DOWN);
  assert_taken (of_terms, INKAN_ROLE_CHOICE, "l", FALSE, INKAN_REASON_ONE_WAY);
  assert_taken (of_terms, INKAN_ROLE_TERMS, NULL, TRUE, INKAN_REASON_READ_ONLY);
  assert_taken (of_terms, INKAN_ROLE_ENTRY, "t", TRUE, INKAN_REASON_ENTRY_HIDDEN);
  assert_taken (of_terms, INKAN_ROLE_REQUEST, "POST https://portal.example/agree", TRUE, INKAN_REASON_SENT_TO_PORTAL);

  assert_no_secret (of_file);
  assert_taken (of_file, INKAN_ROLE_FILE, NULL, TRUE, INKAN_REASON_ADDRESS);
  g_assert_true (inkan_explanation_holds (of_file, INKAN_REASON_REFRESHES));
  g_assert_true (inkan_explanation_holds (of_file, INKAN_REASON_SHOWS_PASSPHRASE));
}

static void
test_states (void)
{
  g_autoptr (InkanExplainer) explainer =
    explainer_for ("[Portal]\nId=a\nName=A\nOrigin=https://portal.example\nStart=/\n[Offers]\nNotReady=td[@class='wait']\n");
  g_autoptr (InkanExplainer) without =
    explainer_for ("[Portal]\nId=a\nName=A\nOrigin=https://portal.example\nStart=/\n");
  g_autoptr (GFile) file = save ("list.html", "<table><tr><td><a href=/1>One</a><td class=wait>soon<tr><td>Two<td>取得済</table>");
  g_autoptr (InkanExplanation) explanation = inkan_explainer_read_answer (explainer, file, NULL);
  g_autoptr (InkanExplanation) implied = inkan_explainer_read_answer (without, file, NULL);

  assert_taken (explanation, INKAN_ROLE_STATE, "not ready", FALSE, INKAN_REASON_STATE_MARK);
  assert_taken (explanation, INKAN_ROLE_STATE, "retrieved already", FALSE, INKAN_REASON_STATE_WORD);
  g_assert_true (inkan_explanation_holds (implied, INKAN_REASON_NO_LIST_DEFINED));
}

/* Without a definition: fields by the page, the host alone, and the beginning of one. */
static void
test_implied (void)
{
  g_autoptr (GFile) file = save ("pin.html", "<!-- saved from url=(0040)https://ca.example:8443/get?token=" SECRET " --><form action=/next>"
                                 "Access PIN <input name=k><button>Next</button></form>");
  g_autoptr (GFile) unknown = save ("unknown.html", "<form action=/next>Access PIN <input name=k></form>");
  g_autoptr (InkanExplainer) explainer = inkan_explainer_new_for_page (file, NULL);
  g_autoptr (InkanExplainer) nowhere = inkan_explainer_new_for_page (unknown, NULL);
  g_autoptr (InkanExplanation) explanation = inkan_explainer_read_start (explainer, file, NULL);
  g_autoptr (InkanExplanation) other = inkan_explainer_read_start (nowhere, unknown, NULL);
  g_autofree char *proposal = inkan_explainer_propose (explainer);
  g_autoptr (GFile) proposed = save ("proposed.portal", proposal);
  g_autoptr (InkanPortalDefinition) read = inkan_portal_definition_load (proposed, NULL);

  assert_no_secret (explanation);
  assert_taken (explanation, INKAN_ROLE_FIELD, "pin", TRUE, INKAN_REASON_TEXT_BEFORE);
  assert_taken (explanation, INKAN_ROLE_REQUEST, "GET https://ca.example:8443/next?…", TRUE, INKAN_REASON_SENT_TO_PORTAL);
  g_assert_null (strstr (proposal, SECRET));
  g_assert_nonnull (read);
  g_assert_cmpstr (inkan_portal_definition_get_start (read), ==, "https://ca.example:8443/get");
  g_assert_nonnull (inkan_portal_definition_find_field (read, "pin"));
  assert_taken (other, INKAN_ROLE_REQUEST, "GET https://saved-page.invalid/next?…", TRUE, INKAN_REASON_SENT_TO_PORTAL);
}

static void
test_addresses (void)
{
  static const char * const bad[] = { "http://portal.example/", "ftp://portal.example/", "https:", "https://user@portal.example/", "x" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (inkan_explainer_new_for_address (bad[i], &error));
      g_assert_error (error, INKAN_DEFINITION_ERROR, INKAN_DEFINITION_ERROR_INVALID);
    }
}

static InkanExplanation *
fetch (InkanExplainer  *explainer,
       char           **address,
       GError         **error)
{
  Waiting waiting = { NULL };
  InkanExplanation *explanation;

  inkan_explainer_fetch_async (explainer, NULL, on_waited, &waiting);
  explanation = inkan_explainer_fetch_finish (explainer, wait_for (&waiting), address, error);
  g_object_unref (waiting.result);
  return explanation;
}

/* Live: the start page with its redirect and its frame, and nothing else. */
static void
test_live (void)
{
  g_autoptr (Server) server = server_new (NULL);
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u/start", server_port (server));
  g_autoptr (InkanExplainer) explainer = inkan_explainer_new_for_address (address, NULL);
  g_autoptr (InkanExplanation) explanation = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *at = NULL;

  server_on (server, "GET /start", REPLY_CLOSE, "HTTP/1.1 302 Found\r\nLocation: /outer\r\nContent-Length: 0\r\n\r\n", -1);
  server_on_page (server, "GET /outer", "<frameset cols='20%,*'><frame src=/menu><frame src=/form name=main></frameset>");
  server_on_page (server, "GET /menu", "<a href=/x>Menu</a><img src=/pixel.png>");
  server_on_page (server, "GET /form", start_page);
  explanation = fetch (explainer, &at, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (at, "/form"));
  assert_no_secret (explanation);
  assert_taken (explanation, INKAN_ROLE_FIELD, "password", TRUE, INKAN_REASON_TYPE);
  g_assert_true (inkan_explainer_found_form (explainer));
  g_assert_cmpuint (server_count (server, "GET /start"), ==, 1);
  g_assert_cmpuint (server_count (server, ""), ==, 4);
  g_assert_cmpuint (server_count (server, "POST"), ==, 0);
}

static void
test_live_http (void)
{
  g_autoptr (Server) server = server_new (NULL);
  g_autofree char *text = g_strdup_printf ("[Portal]\nId=a\nName=A\nOrigin=http://127.0.0.1:%u\nStart=/start\n[Identity]\nMethod=http\n"
                                           "Fields=user;password;\n", server_port (server));
  g_autoptr (InkanExplainer) explainer = explainer_for (text);
  g_autoptr (InkanExplanation) explanation = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *at = NULL;
  g_autofree char *request = NULL;

  server_on (server, "GET /start", REPLY_CLOSE,
             "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n", -1);
  explanation = fetch (explainer, &at, &error);
  g_assert_no_error (error);
  assert_taken (explanation, INKAN_ROLE_FORM, NULL, TRUE, INKAN_REASON_HTTP);
  g_assert_true (inkan_explainer_found_form (explainer));
  request = server_last (server, "GET /start");
  g_assert_null (strcasestr (request, "authorization:"));
  g_assert_cmpuint (server_count (server, ""), ==, 1);
}

static void
test_live_refused (void)
{
  g_autoptr (Server) server = server_new (NULL);
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u/start", server_port (server));
  g_autoptr (InkanExplainer) explainer = inkan_explainer_new_for_address (address, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *at = NULL;

  server_on (server, "GET /start", REPLY_CLOSE, "HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n", -1);
  g_assert_null (fetch (explainer, &at, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (server_count (server, ""), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  static const char * const files[] = { "a.portal", "start.html", "list.html", "terms.html", "file.html", "pin.html", "unknown.html",
                                        "proposed.portal" };
  int status;

  g_test_init (&argc, &argv, NULL);
  directory = g_dir_make_tmp ("inkan-explaining-XXXXXX", NULL);

  g_test_add_func ("/explaining/start", test_start);
  g_test_add_func ("/explaining/refused", test_refused);
  g_test_add_func ("/explaining/answers", test_answers);
  g_test_add_func ("/explaining/states", test_states);
  g_test_add_func ("/explaining/implied", test_implied);
  g_test_add_func ("/explaining/addresses", test_addresses);
  g_test_add_func ("/explaining/live", test_live);
  g_test_add_func ("/explaining/live-http", test_live_http);
  g_test_add_func ("/explaining/live-refused", test_live_refused);
  status = g_test_run ();

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (directory, files[i], NULL);

      g_unlink (path);
    }
  g_rmdir (directory);
  g_free (directory);
  return status;
}
