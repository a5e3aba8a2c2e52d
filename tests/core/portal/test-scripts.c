/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <string.h>

/* Portals that work by their JavaScript alone are named so; those that only use
 * some are used. */

#define FIELDS "<input type=email name=mail><input type=password name=pass><input name=code>"
#define LIST "<table><tr><td><a href=/review>A</a><td>ready</tr></table>"
#define USABLE -1

typedef enum {
  AT_START,
  AT_LIST,
  AT_AGREEMENT,
} Place;

typedef struct {
  const char *label;
  Place place;
  int code;         /* USABLE: it goes on */
  const char *page; /* the one in that place */
} Case;

static const Case cases[] = {
  /* Applications that fill an empty page. */
  { "empty root", AT_START, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    "<title>Portal</title><body><div id=root></div><script src=/app.js></script>" },
  { "empty root and noscript", AT_START, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    "<noscript>You need to enable JavaScript to run this app.</noscript><div id=app></div><script type=module src=/a.js></script>" },
  { "noscript in Japanese, links in it", AT_START, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    "<noscript>ＪａｖａＳｃｒｉｐｔを有効にしてください。<a href=/howto>方法</a></noscript><script src=/a.js></script>" },
  { "custom element", AT_START, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    "<header><h1>Certificates for employees of the example organisation</h1></header><app-root></app-root><script src=main.js></script>" },
  { "loading", AT_START, INKAN_PORTAL_ERROR_NEEDS_SCRIPT, "<p>読み込み中です…</p><script>load()</script>" },
  { "written by a script", AT_START, INKAN_PORTAL_ERROR_NEEDS_SCRIPT, "<script>document.write('<form>')</script>" },
  { "fields without a form", AT_START, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    "<h1>Please tell us who you are, so that we can find your certificate</h1>" FIELDS "<button>Send</button><script src=a.js></script>" },
  { "fields without a form, onclick", AT_START, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    FIELDS "<input type=button value=送信 onclick=\"send()\"><a href=/help>Help</a>" },
  /* Forms that a script sends. */
  { "action is a script", AT_START, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    "<form action=\"javascript:login()\">" FIELDS "<button>Send</button></form>" },
  { "formaction is a script", AT_START, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    "<form method=post action=/identify>" FIELDS "<button formaction=' JavaScript:login()'>Send</button></form>" },
  { "onsubmit always says no", AT_START, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    "<form onsubmit=\"login(this); return false;\">" FIELDS "<button>Send</button></form>" },
  { "onsubmit prevents", AT_START, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    "<form method=post action=/identify onsubmit=\"event.preventDefault(); login()\">" FIELDS "<button>Send</button></form>" },
  { "form to nowhere with a button of a script", AT_START, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    "<form>" FIELDS "<input type=button value=Login onclick=\"ajaxLogin()\"></form>" },
  /* Rows and lists. */
  { "row is a script", AT_LIST, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    "<table><tr><td><a href=\"javascript:__doPostBack('a','b')\">A</a><td>ready</tr></table>" },
  { "list is made by a script", AT_LIST, INKAN_PORTAL_ERROR_NEEDS_SCRIPT, "<div id=app></div><script src=/list.js></script>" },
  /* Agreement. */
  { "agree button is a script", AT_AGREEMENT, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    "<p>利用規約</p><input type=button value=同意する onclick=\"agree(1)\">" },
  { "agree link is a script", AT_AGREEMENT, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    "<p>Terms</p><a href=\"javascript:agree()\">I agree</a><a href=/>Home</a>" },
  { "agree link goes nowhere", AT_AGREEMENT, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    "<p>Terms</p><a href=# onclick=\"agree()\">I agree</a>" },
  { "the only form is a search", AT_AGREEMENT, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    "<form action=/search><input name=q><button>Find</button></form><button type=button onclick=\"agree()\">I agree</button>" },
  { "agreement sent by a script", AT_AGREEMENT, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
    "<form action=javascript:void(0)><button>I agree</button></form>" },

  /* They use scripts, and can be used without. */
  { "confirm", AT_START, USABLE,
    "<script src=/check.js></script><form method=post action=/identify onsubmit=\"return check(this)\">" FIELDS
    "<input type=submit value=送信 onclick=\"return confirm('よろしいですか')\"></form>" },
  { "noscript above a form that works", AT_START, USABLE,
    "<noscript>Please enable JavaScript for a better experience.</noscript><form method=post action=/identify>" FIELDS
    "<button>Send</button></form><div id=app></div><script src=/a.js></script>" },
  { "submit by a script that only submits", AT_START, USABLE,
    "<form name=f method=post action=/identify>" FIELDS
    "<a href=\"javascript:document.f.submit();\">送信</a></form>" },
  { "submit by a script after a check", AT_START, USABLE,
    "<form method=post action=/identify>" FIELDS "<input type=button value=Login onclick=\"doLogin(this.form)\"></form>" },
  { "may say no", AT_START, USABLE,
    "<form method=post action=/identify onsubmit=\"if (!ok(this)) return false\">" FIELDS "<button>Send</button></form>" },
  { "analytics", AT_LIST, USABLE, "<script src=/analytics.js async></script>" LIST "<script>track()</script>" },
  { "confirm at the agreement", AT_AGREEMENT, USABLE,
    "<script>function x(){}</script><form method=post action=/agree>"
    "<input type=submit name=b value=同意する onclick=\"return confirm('発行します。よろしいですか？');\"></form>" },
  { "agree by a script that only submits", AT_AGREEMENT, USABLE,
    "<form name=agree method=post action=/agree><input type=hidden name=t value=1>"
    "<input type=button value=同意する onclick=\"if(confirm('ok?')){document.forms['agree'].submit();}\"></form>" },

  /* Something is missing, and it is no script. */
  { "nothing there", AT_START, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE, "<p>The service has moved. <a href=/new>New address</a>" },
  { "only back by a script", AT_START, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE,
    "<h1>Error</h1><p>This address is not valid any more. Please use the newest one from your e-mail.</p>"
    "<a href=\"javascript:history.back()\">戻る</a><input type=button value=Close onclick=\"window.close()\">" },
  { "a page that ends, with analytics", AT_START, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE,
    "<h1>Service ended</h1><p>The portal was closed at the end of March. Ask your help desk.</p><script src=/analytics.js></script>" },
  { "empty list under a banner", AT_LIST, INKAN_PORTAL_ERROR_NOTHING_OFFERED,
    "<noscript>JavaScript is off.</noscript><nav><a href=/logout>Log out</a></nav><p>No certificates.</p><script src=/a.js></script>" },
  { "no agree button", AT_AGREEMENT, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE,
    "<p>Your certificate is being reviewed by the registration authority.</p><a href=/list>List</a><script src=/a.js></script>" },
};

static void
test_case (gconstpointer data)
{
  static const char * const requests[] = { "GET /start", "POST /identify", "GET /review" };
  const Case *one = data;
  Scene scene = { 0 };
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, "-[Offers]\n[Agreement]\n");
  server_on_page (scene.server, requests[one->place], one->page);
  delivery = scene_issue (&scene, NULL, &error);
  if (one->code == USABLE)
    {
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (inkan_delivery_get_bytes (delivery), scene.file));
      g_assert_cmpuint (server_count (scene.server, "POST /agree"), ==, 1);
    }
  else
    {
      g_test_message ("%s", error != NULL ? error->message : "no error");
      g_assert_error (error, INKAN_PORTAL_ERROR, one->code);
      g_assert_false (inkan_portal_error_is_after_agreement (error));
      g_assert_cmpuint (server_count (scene.server, "POST /agree"), ==, 0);
    }
  scene_stop (&scene);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/scripts/%s", cases[i].label);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
