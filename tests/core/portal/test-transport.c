/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "authority.h"
#include "scene.h"

#include <glib/gstdio.h>
#include <string.h>

/* What the wire is allowed to do: hosts, redirects, sizes, time, trust. */

#define REDIRECT(status, location) "HTTP/1.1 " status "\r\nLocation: " location "\r\nContent-Length: 0\r\n\r\n"

static void
test_redirects (void)
{
  Scene scene = { 0 };
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GError) error = NULL;

  /* POST becomes GET at 302 and 303; a 307 of the identity form does not. */
  scene_start (&scene, NULL, NULL, NULL);
  server_on (scene.server, "GET /start", REPLY_CLOSE, REDIRECT ("302 Found", "/begin?x=1#top"), -1);
  server_on_page (scene.server, "GET /begin?x=1",
                  "<form method=post action=first><input type=email name=m><input type=password name=p>"
                  "<input name=c><button>Send</button></form>");
  server_on (scene.server, "POST /first", REPLY_CLOSE, REDIRECT ("307 Again", "/second"), -1);
  server_on (scene.server, "POST /second", REPLY_CLOSE, REDIRECT ("303 See Other", "list"), -1);
  server_on_page (scene.server, "GET /list", "<table><tr><td><a href=review>A</a></table>");
  server_on (scene.server, "POST /agree", REPLY_CLOSE, REDIRECT ("302 Found", "/file"), -1);
  server_on_file (scene.server, "GET /file", scene.file, NULL);
  delivery = scene_issue (&scene, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (inkan_delivery_get_bytes (delivery), scene.file));
  g_assert_null (inkan_delivery_get_suggested_name (delivery));
  g_assert_cmpuint (server_count (scene.server, "POST /agree"), ==, 1);
  {
    g_autofree char *second = server_last (scene.server, "POST /second");

    g_assert_true (g_str_has_suffix (second, "m=taro%40inkan.example&p=s3cret%26%C3%BC&c=ABC123"));
  }
  scene_stop (&scene);
}

typedef struct {
  const char *label;
  const char *request;
  const char *reply;
  InkanPortalError code;
} Redirect;

static const Redirect redirects[] = {
  { "another host", "GET /start", REDIRECT ("302 Found", "http://localhost:1/start"), INKAN_PORTAL_ERROR_ELSEWHERE },
  { "another port", "GET /start", REDIRECT ("302 Found", "http://127.0.0.1:1/start"), INKAN_PORTAL_ERROR_ELSEWHERE },
  { "host in the user's place", "GET /start", REDIRECT ("302 Found", "http://127.0.0.1@elsewhere.invalid/"),
    INKAN_PORTAL_ERROR_ELSEWHERE },
  { "without scheme", "GET /start", REDIRECT ("302 Found", "//elsewhere.invalid/"), INKAN_PORTAL_ERROR_ELSEWHERE },
  { "backslashes", "GET /start", REDIRECT ("302 Found", "\\\\elsewhere.invalid\\"), INKAN_PORTAL_ERROR_ELSEWHERE },
  { "another scheme", "GET /start", REDIRECT ("302 Found", "file:///etc/passwd"), INKAN_PORTAL_ERROR_ELSEWHERE },
  { "for ever", "GET /start", REDIRECT ("302 Found", "/start"), INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "credentials elsewhere", "POST /identify", REDIRECT ("307 Again", "https://elsewhere.invalid/"),
    INKAN_PORTAL_ERROR_ELSEWHERE },
};

static void
test_redirect (gconstpointer data)
{
  const Redirect *one = data;
  Scene scene = { 0 };
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, NULL);
  server_on (scene.server, one->request, REPLY_CLOSE, one->reply, -1);
  offers = scene_identify (&scene, &error);
  g_assert_null (offers);
  g_assert_error (error, INKAN_PORTAL_ERROR, (int) one->code);
  g_assert_cmpuint (server_count (scene.server, "GET /start"), <=, 11);
  scene_stop (&scene);
}

/* A further host of the definition is as good as the first. */
static void
test_further_host (void)
{
  g_autoptr (Server) other = server_new (NULL);
  g_autofree char *hosts = g_strdup_printf ("Hosts=127.0.0.1:%u;", server_port (other));
  g_autofree char *redirect = g_strdup_printf (REDIRECT ("302 Found", "http://127.0.0.1:%u/start"), server_port (other));
  Scene scene = { 0 };
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *posted = NULL;

  scene_start (&scene, NULL, hosts, NULL);
  server_on (scene.server, "GET /start", REPLY_CLOSE, redirect, -1);
  server_on_page (other, "GET /start", "<form method=post action=/in><input type=email name=m><input type=password name=p>"
                                       "<input name=c><button>Send</button></form>");
  server_on_page (other, "POST /in", "<table><tr><td><a href=review>A</a></table>");
  offers = scene_identify (&scene, &error);
  g_assert_no_error (error);
  posted = server_last (other, "POST /in");
  g_assert_nonnull (posted);
  g_clear_object (&offers);
  scene_stop (&scene);
}

static GBytes *
compress_zeros (gsize megabytes)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  g_autofree char *zeros = g_malloc0 (1024 * 1024);

  *zeros = '0';
  for (gsize i = 0; i < megabytes; i++)
    g_output_stream_write_all (stream, zeros, 1024 * 1024, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
test_sizes (void)
{
  Scene scene = { 0 };
  g_autoptr (GBytes) bomb = compress_zeros (64);
  g_autoptr (GBytes) big = make_file (1024 * 1024 + 1);
  g_autoptr (GBytes) largest = make_file (1024 * 1024);
  g_autoptr (GString) reply = g_string_new (NULL);
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, NULL, NULL);
  server_on_file (scene.server, "POST /agree", largest, NULL);
  delivery = scene_issue (&scene, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (inkan_delivery_get_bytes (delivery), largest));
  g_clear_object (&delivery);

  server_on_file (scene.server, "POST /agree", big, NULL);
  delivery = scene_issue (&scene, NULL, &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_TOO_LARGE);
  g_assert_true (inkan_portal_error_is_after_agreement (error));
  g_clear_error (&error);

  g_string_printf (reply, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
                          "Content-Length: %zu\r\n\r\n", g_bytes_get_size (bomb));
  g_string_append_len (reply, g_bytes_get_data (bomb, NULL), (gssize) g_bytes_get_size (bomb));
  server_on (scene.server, "GET /start", REPLY_CLOSE, reply->str, (gssize) reply->len);
  offers = scene_identify (&scene, &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_TOO_LARGE);
  g_clear_error (&error);

  /* Announced too large: nothing of it is waited for. */
  server_on (scene.server, "GET /start", REPLY_STALL,
             "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999\r\n\r\n<p>", -1);
  offers = scene_identify (&scene, &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_TOO_LARGE);
  scene_stop (&scene);
}

static void
check_hostile_page (const char *begin,
                    const char *repeated,
                    guint       n)
{
  Scene scene = { 0 };
  g_autoptr (GString) html = g_string_new (begin);
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (html, "%s%u", repeated, i);
  scene_start (&scene, NULL, NULL, NULL);
  server_on_page (scene.server, "GET /start", html->str);
  offers = scene_identify (&scene, &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_TOO_LARGE);
  scene_stop (&scene);
}

static void
test_hostile_pages (void)
{
  check_hostile_page ("<body>", "<div>", 5000);
  check_hostile_page ("<body>", "<br>", 150000);
  check_hostile_page ("<a ", " a", 200000);
  check_hostile_page ("<!-- <a b=' --><a ", " a", 200000);
}

static void
test_time (void)
{
  static const ReplyKind kinds[] = { REPLY_DRIP, REPLY_STALL };
  Scene scene = { 0 };

  scene_start (&scene, NULL, "IssueTimeout=1", NULL);
  scene_hurry (&scene, 5000, 200);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GListModel) offers = NULL;
      g_autoptr (GError) error = NULL;

      server_on (scene.server, "GET /start", kinds[i],
                 "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<p>", -1);
      offers = scene_identify (&scene, &error);
      g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_TIMED_OUT);
    }
  scene_stop (&scene);
}

static void
test_time_of_issue (void)
{
  Scene scene = { 0 };
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GString) phases = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  scene_start (&scene, NULL, "IssueTimeout=1", NULL);
  server_on (scene.server, "POST /agree", REPLY_DRIP,
             "HTTP/1.1 200 OK\r\nContent-Type: application/x-pkcs12\r\nContent-Length: 100000\r\n\r\n0", -1);
  delivery = scene_issue (&scene, phases, &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN);
  g_assert_true (inkan_portal_error_is_after_agreement (error));
  g_assert_cmpstr (phases->str, ==, "swd");
  scene_stop (&scene);
}

/* A server that accepts, and never begins TLS: connecting does not end. */
static void
test_no_connection (void)
{
  Scene scene = { 0 };
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Server) silent = NULL;

  scene_start (&scene, NULL, NULL, NULL);
  {
    g_autofree char *path = g_build_filename (scene.directory, "silent.portal", NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autofree char *text = NULL;
    g_autoptr (InkanPortalDefinition) definition = NULL;
    g_autoptr (InkanPortal) portal = NULL;
    g_autoptr (InkanCredentials) credentials = make_credentials ("a", "b", "c");

    silent = server_new (NULL);
    text = g_strdup_printf ("[Portal]\nId=x\nName=x\nOrigin=https://127.0.0.1:%u\nStart=/\n", server_port (silent));
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
    definition = inkan_portal_definition_load (file, &error);
    g_assert_no_error (error);
    portal = g_object_new (INKAN_TYPE_WEB_PORTAL, "definition", definition, "connect-timeout", 100, NULL);
    offers = identify (portal, credentials, NULL, &error);
    g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_TIMED_OUT);
    g_unlink (path);
  }
  scene_stop (&scene);
}

typedef struct {
  const char *label;
  const char *host;
  int from, to;
  gboolean anchored;
  gboolean trusted;
} Trust;

static const Trust trusts[] = {
  { "anchored", "IP:127.0.0.1", -1, 10, TRUE, TRUE },
  { "not anchored", "IP:127.0.0.1", -1, 10, FALSE, FALSE },
  { "another host", "DNS:elsewhere.invalid", -1, 10, TRUE, FALSE },
  { "expired", "IP:127.0.0.1", -10, -1, TRUE, FALSE },
  { "not yet valid", "IP:127.0.0.1", 2, 10, TRUE, FALSE },
};

static void
test_trust (gconstpointer data)
{
  const Trust *one = data;
  g_autoptr (Authority) authority = authority_new ();
  g_autoptr (GTlsCertificate) certificate = authority_issue (authority, one->host, one->from, one->to);
  g_autofree char *pem = authority_to_pem (authority);
  g_autofree char *directory = g_dir_make_tmp ("inkan-anchor-XXXXXX", NULL);
  g_autofree char *anchor = g_build_filename (directory, "root.pem", NULL);
  g_autofree char *key = one->anchored ? g_strconcat ("TrustAnchor=", anchor, NULL) : NULL;
  Scene scene = { 0 };
  g_autoptr (InkanDelivery) delivery = NULL;
  g_autoptr (GDateTime) end = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (anchor, pem, -1, NULL));
  scene_start (&scene, certificate, key, NULL);
  delivery = scene_issue (&scene, NULL, &error);
  end = inkan_portal_get_certificate_end (scene.portal);
  if (one->trusted)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

      g_assert_no_error (error);
      g_assert_nonnull (end);
      g_assert_cmpint (g_date_time_difference (end, now) / G_TIME_SPAN_HOUR, >=, (one->to - 1) * 24);
      g_assert_cmpint (g_date_time_difference (end, now), <=, one->to * G_TIME_SPAN_DAY);
    }
  else
    {
      g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNTRUSTED);
      g_assert_cmpuint (server_count (scene.server, ""), ==, 0);
    }
  g_clear_object (&delivery);
  scene_stop (&scene);
  g_unlink (anchor);
  g_rmdir (directory);
}

/* Never from https to http, not even to the same host. */
static void
test_downgrade (void)
{
  g_autoptr (Authority) authority = authority_new ();
  g_autoptr (GTlsCertificate) certificate = authority_issue (authority, "IP:127.0.0.1", -1, 10);
  g_autoptr (Server) plain = server_new (NULL);
  g_autofree char *pem = authority_to_pem (authority);
  g_autofree char *directory = g_dir_make_tmp ("inkan-anchor-XXXXXX", NULL);
  g_autofree char *anchor = g_build_filename (directory, "root.pem", NULL);
  g_autofree char *keys = g_strdup_printf ("TrustAnchor=%s\nHosts=127.0.0.1:%u;", anchor, server_port (plain));
  g_autofree char *redirect = g_strdup_printf (REDIRECT ("302 Found", "http://127.0.0.1:%u/start"), server_port (plain));
  Scene scene = { 0 };
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (anchor, pem, -1, NULL));
  scene_start (&scene, certificate, keys, NULL);
  server_on (scene.server, "GET /start", REPLY_CLOSE, redirect, -1);
  offers = scene_identify (&scene, &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_ELSEWHERE);
  g_assert_cmpuint (server_count (plain, ""), ==, 0);
  scene_stop (&scene);
  g_unlink (anchor);
  g_rmdir (directory);
}

static void
test_clock (void)
{
  Scene scene = { 0 };
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_hours (now, 1);
  g_autofree char *date = g_date_time_format (then, "%a, %d %b %Y %H:%M:%S GMT");
  g_autofree char *reply = g_strdup_printf ("HTTP/1.1 200 OK\r\nDate: %s\r\nContent-Type: text/html\r\n\r\n<p id=empty>", date);
  g_autoptr (GError) error = NULL;
  GTimeSpan offset = 0;

  scene_start (&scene, NULL, NULL, NULL);
  g_assert_false (inkan_portal_get_clock_offset (scene.portal, &offset));
  server_on (scene.server, "POST /identify", REPLY_CLOSE, reply, -1);
  offers = scene_identify (&scene, &error);
  g_assert_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NOTHING_OFFERED);
  g_assert_true (inkan_portal_get_clock_offset (scene.portal, &offset));
  g_assert_cmpint (offset / G_TIME_SPAN_MINUTE, >=, 58);
  g_assert_cmpint (offset / G_TIME_SPAN_MINUTE, <=, 60);
  scene_stop (&scene);
}

/* Nothing is fetched because a page mentions it; no session outlives its identification. */
static void
test_nothing_else (void)
{
  Scene scene = { 0 };
  g_autoptr (GListModel) offers = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *second = NULL;

  scene_start (&scene, NULL, NULL, NULL);
  server_on (scene.server, "POST /identify", REPLY_CLOSE,
             "HTTP/1.1 200 OK\r\nSet-Cookie: session=1; Path=/\r\nContent-Type: text/html\r\n\r\n"
             "<link rel=stylesheet href=/style.css><script src=/script.js></script><img src=/seal.png>"
             "<iframe src=/frame></iframe><table><tr><td><a href=/review>A</a></table>", -1);
  for (guint i = 0; i < 2; i++)
    {
      offers = scene_identify (&scene, &error);
      g_assert_no_error (error);
      g_clear_object (&offers);
    }
  g_assert_cmpuint (server_count (scene.server, ""), ==, 4);
  second = server_last (scene.server, "GET /start");
  g_assert_null (strstr (second, "\r\nCookie:"));
  scene_stop (&scene);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/transport/redirects", test_redirects);
  for (gsize i = 0; i < G_N_ELEMENTS (redirects); i++)
    {
      g_autofree char *path = g_strconcat ("/transport/redirect/", redirects[i].label, NULL);

      g_test_add_data_func (path, &redirects[i], test_redirect);
    }
  g_test_add_func ("/transport/further-host", test_further_host);
  g_test_add_func ("/transport/sizes", test_sizes);
  g_test_add_func ("/transport/hostile-pages", test_hostile_pages);
  g_test_add_func ("/transport/time", test_time);
  g_test_add_func ("/transport/time-of-issue", test_time_of_issue);
  g_test_add_func ("/transport/no-connection", test_no_connection);
  for (gsize i = 0; i < G_N_ELEMENTS (trusts); i++)
    {
      g_autofree char *path = g_strconcat ("/transport/trust/", trusts[i].label, NULL);

      g_test_add_data_func (path, &trusts[i], test_trust);
    }
  g_test_add_func ("/transport/downgrade", test_downgrade);
  g_test_add_func ("/transport/clock", test_clock);
  g_test_add_func ("/transport/nothing-else", test_nothing_else);
  return g_test_run ();
}
