/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scene.h"

#include <string.h>

/* Pages that are made of frames. */

#define FORM \
  "<form method=post action=/identify target=main><input type=email name=mail><input type=password name=pass>" \
  "<input name=code><button>Send</button></form>"

static void
frame_all (Scene *scene)
{
  server_on_page (scene->server, "GET /start",
                  "<html><frameset rows='80,*'><frame name=head src=head.html noresize><frameset cols='20%,*'>"
                  "<frame name=menu src=menu.html><frame name=main src=/inner/login.html></frameset>"
                  "<noframes><body>" FORM "</body></noframes></frameset></html>");
  server_on_page (scene->server, "GET /head.html", "<h1>Portal</h1>");
  server_on_page (scene->server, "GET /menu.html", "<form action=/search><input name=q><button>Search</button></form>");
  server_on_page (scene->server, "GET /inner/login.html", "<base target=_top>" FORM);
  server_on_page (scene->server, "POST /identify",
                  "<frameset cols='1,2'><frame src=/menu.html><frame src=/list.html></frameset>");
  server_on_page (scene->server, "GET /list.html", "<table><tr><td><a href=/review target=main>A</a><td>ready</tr></table>");
  server_on_page (scene->server, "GET /review", "<frameset cols='1,2'><frame src=/menu.html><frame src=/agree.html></frameset>");
  server_on_page (scene->server, "GET /agree.html",
                  "<p>利用規約</p><form method=post action=/agree><button onclick=\"return confirm('?')\">同意する</button></form>");
}

static void
test_everywhere (void)
{
  Scene scene = { 0 };
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autofree char *inner = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, "-[Offers]\n[Agreement]\n[Delivery]\nKind=link\n");
  frame_all (&scene);
  server_on_page (scene.server, "POST /agree", "<frameset cols='1,2'><frame src=/menu.html><frame src=/done.html></frameset>");
  server_on_page (scene.server, "GET /done.html", "<a href=/taro.p12>Download</a>");
  server_on_file (scene.server, "GET /taro.p12", scene.file, NULL);
  delivery = scene_issue (&scene, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (inkan_delivery_get_bytes (delivery), scene.file));
  g_assert_cmpuint (server_count (scene.server, "POST /agree"), ==, 1);
  inner = server_last (scene.server, "GET /inner/login.html");
  g_assert_nonnull (strstr (inner, "/start\r\n")); /* Referer */
  g_clear_object (&delivery);
  scene_stop (&scene);
}

/* A frame is the file itself: what can be had once is not thrown away. */
static void
test_file_in_frame (void)
{
  Scene scene = { 0 };
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, "-[Offers]\n[Agreement]\n");
  frame_all (&scene);
  server_on_page (scene.server, "POST /agree", "<frameset cols='1,2'><frame src=/menu.html><frame src=/get></frameset>");
  server_on_file (scene.server, "GET /get", scene.file, "filename=\"a.p12\"");
  delivery = scene_issue (&scene, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (inkan_delivery_get_suggested_name (delivery), ==, "a.p12");
  g_assert_cmpuint (server_count (scene.server, "GET /get"), ==, 1);
  g_clear_object (&delivery);
  scene_stop (&scene);
}

typedef struct {
  const char *label;
  const char *groups;
  const char *start;
  const char *answer; /* (nullable) to the identity form */
  int code;           /* -1: a list comes */
} Case;

static const Case cases[] = {
  { "iframe", "-[Offers]\n", "<h1>Portal</h1><iframe src=/inner.html></iframe>", NULL, -1 },
  { "iframe within an iframe", "-[Offers]\n", "<iframe src=/outer.html></iframe>", NULL, -1 },
  { "by name", "-[Identity]\nFrame=second\n[Offers]\n",
    "<frameset cols='1,1'><frame name=first src=/trap.html><frame name=second src=/inner.html></frameset>", NULL, -1 },
  { "no such name", "-[Identity]\nFrame=third\n[Offers]\n",
    "<frameset cols='1,1'><frame name=first src=/inner.html></frameset>", NULL, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "refused in a frame", "-[Identity]\nRefused=//*[@id='no']\n[Offers]\n", "<iframe src=/inner.html></iframe>",
    "<frameset cols='1,1'><frame src=/outer.html><frame src=/no.html></frameset>", INKAN_PORTAL_ERROR_IDENTITY },
  { "form again in a frame", "-[Offers]\n", "<iframe src=/inner.html></iframe>",
    "<frameset cols='1,1'><frame src=/inner.html></frameset>", INKAN_PORTAL_ERROR_IDENTITY },
  { "maintenance in a frame", "-[Identity]\nMaintenance=//*[@id='no']\n[Offers]\n",
    "<frameset cols='1,1'><frame src=/no.html></frameset>", NULL, INKAN_PORTAL_ERROR_MAINTENANCE },
  { "elsewhere", "-[Offers]\n", "<frameset cols='1,1'><frame src=https://elsewhere.invalid/login></frameset>", NULL,
    INKAN_PORTAL_ERROR_ELSEWHERE },
  { "no address", "-[Offers]\n", "<frameset cols='1,1'><frame src=javascript:x()><frame src=about:blank><frame></frameset>",
    NULL, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "itself", "-[Offers]\n", "<iframe src=/start></iframe><iframe src=/circle.html></iframe>", NULL,
    INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "gone", "-[Offers]\n", "<frameset cols='1,1'><frame src=/gone.html></frameset>", NULL, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
};

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  Scene scene = { 0 };
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, one->groups);
  server_on_page (scene.server, "GET /start", one->start);
  server_on_page (scene.server, "GET /inner.html", FORM);
  server_on_page (scene.server, "GET /trap.html",
                  "<form method=post action=/trap><input type=email name=mail><input type=password name=pass>"
                  "<input name=code><button>Send</button></form>");
  server_on_page (scene.server, "GET /outer.html", "<iframe src=/inner.html></iframe>");
  server_on_page (scene.server, "GET /circle.html", "<iframe src=/circle.html></iframe><iframe src=/start></iframe>");
  server_on_page (scene.server, "GET /no.html", "<p id=no>No");
  if (one->answer != NULL)
    server_on_page (scene.server, "POST /identify", one->answer);
  offers = scene_identify (&scene, &error);
  if (one->code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, INKAN_PORTAL_ERROR, one->code);
  g_assert_cmpuint (server_count (scene.server, "POST /trap"), ==, 0);
  g_assert_cmpuint (server_count (scene.server, "GET /circle.html"), <=, 2);
  g_clear_object (&offers);
  scene_stop (&scene);
}

/* Nothing is fetched because a page mentions it: images, styles, scripts, and
 * frames of pages that have what is looked for. */
static void
test_nothing_else (void)
{
  Scene scene = { 0 };
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, "-[Offers]\n");
  server_on_page (scene.server, "GET /start",
                  "<link rel=stylesheet href=/a.css><script src=/a.js></script><img src=/a.png><iframe src=/b.html></iframe>"
                  "<object data=/c></object><embed src=/d><template><iframe src=/e.html></iframe></template>" FORM);
  server_on_page (scene.server, "POST /identify",
                  "<iframe src=/f.html></iframe><table><tr><td><a href=/review>A</a><td>ready</tr></table>");
  offers = scene_identify (&scene, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (server_count (scene.server, ""), ==, 2);
  g_clear_object (&offers);

  /* An answer that only has an iframe is no frameset. */
  server_on_page (scene.server, "POST /identify", "<iframe src=/f.html></iframe>");
  offers = scene_identify (&scene, &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NOTHING_OFFERED);
  g_assert_cmpuint (server_count (scene.server, "GET /f.html"), ==, 0);
  scene_stop (&scene);
}

static void
test_many (void)
{
  Scene scene = { 0 };
  g_autoptr (GString) page = g_string_new ("<frameset>");
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, "-[Offers]\n");
  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (page, "<frame src=/frame?%u>", i);
  server_on_page (scene.server, "GET /start", page->str);
  offers = scene_identify (&scene, &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE);
  g_assert_cmpuint (server_count (scene.server, "GET /frame"), ==, 12);
  scene_stop (&scene);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/frames/everywhere", test_everywhere);
  g_test_add_func ("/frames/file-in-frame", test_file_in_frame);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/frames/case/%s", cases[i].label);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/frames/nothing-else", test_nothing_else);
  g_test_add_func ("/frames/many", test_many);
  return g_test_run ();
}
