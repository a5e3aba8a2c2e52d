/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hostile.h"


#include <string.h>

/* Answers that are no decent HTTP: never a crash, never more than 100 MiB, always
 * an end, and the right code. */

#define WORKS (-1)
#define OK_HTML "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
#define FORM "<form method=post action=/identify><input type=email name=mail>" \
             "<input type=password name=pass><input name=code><button>Send</button></form>"

typedef struct {
  const char *label;
  const char *request;
  ReplyKind kind;
  const char *head;
  const char *repeated; /* (nullable) */
  guint n;
  const char *end;      /* (nullable) */
  int code;
} Answer;

static const Answer answers[] = {
  { "a header of 1 MiB", "GET /start", REPLY_CLOSE, OK_HTML "X: ", "x", 1024 * 1024, "\r\n\r\n" FORM, INKAN_PORTAL_ERROR_UNREACHABLE },
  { "a Location of 1 MiB", "GET /start", REPLY_CLOSE, "HTTP/1.1 302 Found\r\nLocation: /", "x", 1024 * 1024, "\r\n\r\n",
    INKAN_PORTAL_ERROR_UNREACHABLE },
  { "20 000 headers", "GET /start", REPLY_CLOSE, OK_HTML, "X: y\r\n", 20000, "\r\n" FORM, INKAN_PORTAL_ERROR_UNREACHABLE },
  { "headers without end", "GET /start", REPLY_ENDLESS, OK_HTML "\001X: y\r\n", NULL, 0, NULL, INKAN_PORTAL_ERROR_UNREACHABLE },
  { "one header without end", "GET /start", REPLY_ENDLESS, OK_HTML "X: \001yyyyyyyyyyyyyyyy", NULL, 0, NULL, INKAN_PORTAL_ERROR_UNREACHABLE },
  { "a status line without end", "GET /start", REPLY_ENDLESS, "HTTP/1.1 200 \001OOOOOOOO", NULL, 0, NULL, INKAN_PORTAL_ERROR_UNREACHABLE },
  { "100 Continue without end", "GET /start", REPLY_ENDLESS, "\001HTTP/1.1 100 Continue\r\n\r\n", NULL, 0, NULL, INKAN_PORTAL_ERROR_UNREACHABLE },
  { "50 times 100 Continue", "GET /start", REPLY_CLOSE, "", "HTTP/1.1 100 Continue\r\n\r\n", 50,
    OK_HTML "Connection: close\r\n\r\n" FORM, WORKS },
  { "a body without end", "GET /start", REPLY_ENDLESS, OK_HTML "\r\n" FORM "\001<p>and on and on", NULL, 0, NULL, INKAN_PORTAL_ERROR_TOO_LARGE },
  { "chunks without end", "GET /start", REPLY_ENDLESS,
    OK_HTML "Transfer-Encoding: chunked\r\n\r\n\00121\r\n<p>A line of a page without end.\n\r\n", NULL, 0, NULL, INKAN_PORTAL_ERROR_TOO_LARGE },
  { "a chunk's size without end", "GET /start", REPLY_ENDLESS, OK_HTML "Transfer-Encoding: chunked\r\n\r\n\0010000000000", NULL, 0, NULL,
    INKAN_PORTAL_ERROR_UNREACHABLE },
  { "a trailer without end", "GET /start", REPLY_ENDLESS, OK_HTML "Transfer-Encoding: chunked\r\n\r\n0\r\n\001X: y\r\n", NULL, 0, NULL,
    INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "a chunk larger than the world", "GET /start", REPLY_CLOSE, OK_HTML "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n" FORM,
    NULL, 0, NULL, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "a chunk of less than nothing", "GET /start", REPLY_CLOSE, OK_HTML "Transfer-Encoding: chunked\r\n\r\n-1\r\n" FORM, NULL, 0, NULL,
    INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "a length of less than nothing", "GET /start", REPLY_CLOSE, OK_HTML "Content-Length: -5\r\n\r\n" FORM, NULL, 0, NULL,
    INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "a length larger than the world", "GET /start", REPLY_CLOSE, OK_HTML "Content-Length: 18446744073709551615\r\n\r\n" FORM, NULL, 0,
    NULL, INKAN_PORTAL_ERROR_UNREACHABLE },
  { "two lengths", "GET /start", REPLY_CLOSE, OK_HTML "Content-Length: 5\r\nContent-Length: 500\r\n\r\n" FORM, NULL, 0, NULL,
    INKAN_PORTAL_ERROR_UNREACHABLE },
  { "no HTTP at all", "GET /start", REPLY_CLOSE, "SSH-2.0-OpenSSH_9.2\r\n", NULL, 0, NULL, INKAN_PORTAL_ERROR_UNREACHABLE },
  { "HTTP/0.9", "GET /start", REPLY_CLOSE, FORM, NULL, 0, NULL, INKAN_PORTAL_ERROR_UNREACHABLE },
  { "HTTP/9", "GET /start", REPLY_CLOSE, "HTTP/9.9 200 OK\r\n\r\n" FORM, NULL, 0, NULL, INKAN_PORTAL_ERROR_UNREACHABLE },
  { "status 999", "GET /start", REPLY_CLOSE, "HTTP/1.1 999 What\r\nContent-Type: text/html\r\n\r\nx", NULL, 0, NULL,
    INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "status 0", "GET /start", REPLY_CLOSE, "HTTP/1.1 0 Nothing\r\nContent-Type: text/html\r\n\r\nx", NULL, 0, NULL,
    INKAN_PORTAL_ERROR_UNREACHABLE },
  { "nothing", "GET /start", REPLY_HANG_UP, "", NULL, 0, NULL, INKAN_PORTAL_ERROR_UNREACHABLE },
  { "101 Switching Protocols", "GET /start", REPLY_CLOSE, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n", NULL, 0,
    NULL, INKAN_PORTAL_ERROR_UNREACHABLE },
  { "CR in a header", "GET /start", REPLY_CLOSE, OK_HTML "X: a\rSet-Cookie: evil=1\r\nConnection: close\r\n\r\n" FORM, NULL, 0, NULL, WORKS },
  { "a header over two lines", "GET /start", REPLY_CLOSE, "HTTP/1.1 302 Found\r\nLocation: /sta\r\n rt2\r\n\r\n", NULL, 0, NULL,
    INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "a Location of raw bytes", "GET /start", REPLY_CLOSE, "HTTP/1.1 302 Found\r\nLocation: /\x83\x5C\xFF\r\nContent-Length: 0\r\n\r\n", NULL, 0, NULL,
    INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "an empty Location", "GET /start", REPLY_CLOSE, "HTTP/1.1 302 Found\r\nLocation: \r\nContent-Length: 0\r\n\r\n", NULL, 0, NULL,
    INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "a Location with a host in the path", "GET /start", REPLY_CLOSE, "HTTP/1.1 302 Found\r\nLocation: /\\elsewhere.invalid\r\nContent-Length: 0\r\n\r\n",
    NULL, 0, NULL, INKAN_PORTAL_ERROR_ELSEWHERE },
  { "a Location with three slashes", "GET /start", REPLY_CLOSE, "HTTP/1.1 302 Found\r\nLocation: ///elsewhere.invalid\r\nContent-Length: 0\r\n\r\n",
    NULL, 0, NULL, INKAN_PORTAL_ERROR_ELSEWHERE },
  { "a Location with a script", "GET /start", REPLY_CLOSE, "HTTP/1.1 302 Found\r\nLocation: javascript:alert(1)\r\nContent-Length: 0\r\n\r\n", NULL, 0,
    NULL, INKAN_PORTAL_ERROR_ELSEWHERE },
  { "a Location with data", "GET /start", REPLY_CLOSE, "HTTP/1.1 302 Found\r\nLocation: data:text/html,x\r\nContent-Length: 0\r\n\r\n", NULL, 0, NULL,
    INKAN_PORTAL_ERROR_ELSEWHERE },
  { "a Location that is longer than its host", "GET /start", REPLY_CLOSE,
    "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1.elsewhere.invalid/\r\nContent-Length: 0\r\n\r\n", NULL, 0, NULL, INKAN_PORTAL_ERROR_ELSEWHERE },
  { "a page that refreshes itself", "POST /agree", REPLY_CLOSE, OK_HTML "Refresh: 0\r\nConnection: close\r\n\r\n<meta http-equiv=refresh content=0>", NULL, 0,
    NULL, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN },
  { "a refresh elsewhere", "POST /agree", REPLY_CLOSE,
    OK_HTML "Connection: close\r\n\r\n<meta http-equiv=refresh content='0;url=//elsewhere.invalid/'>", NULL, 0, NULL, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN },
  { "a refresh in a thousand years", "POST /agree", REPLY_CLOSE, OK_HTML "Refresh: 1e300\r\nConnection: close\r\n\r\nx", NULL, 0, NULL,
    INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN },
  { "a file name of 90 000 letters", "POST /agree", REPLY_CLOSE, "HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename=", "x", 90000, "\r\n\r\n0",
    INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN },
  { "a file without end", "POST /agree", REPLY_ENDLESS, "HTTP/1.1 200 OK\r\nContent-Type: application/x-pkcs12\r\n\r\n0\0010", NULL, 0, NULL,
    INKAN_PORTAL_ERROR_TOO_LARGE },
};

static void
test_answer (gconstpointer data)
{
  const Answer *one = data;
  g_autoptr (GString) body = g_string_new (NULL);

  for (guint i = 0; i < one->n; i++)
    g_string_append (body, one->repeated);
  if (one->end != NULL)
    g_string_append (body, one->end);
  hostile_check (one->request, one->kind, one->head, body, one->code);
}

static GBytes *
compress (GBytes *bytes,
          guint   megabytes)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  g_autofree char *zeros = g_malloc0 (1024 * 1024);

  if (bytes != NULL)
    g_output_stream_write_all (stream, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL, NULL, NULL);
  for (guint i = 0; i < megabytes; i++)
    g_output_stream_write_all (stream, zeros, 1024 * 1024, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
test_bomb (gconstpointer data)
{
  gboolean twice = GPOINTER_TO_INT (data);
  g_autoptr (GBytes) once = compress (NULL, twice ? 2048 : 512);
  g_autoptr (GBytes) again = compress (once, 0);
  GBytes *bomb = twice ? again : once;
  g_autoptr (GString) body = g_string_new_len (g_bytes_get_data (bomb, NULL), (gssize) g_bytes_get_size (bomb));

  hostile_check ("GET /start", REPLY_CLOSE,
                 twice ? OK_HTML "Content-Encoding: gzip, gzip\r\nConnection: close\r\n\r\n"
                       : OK_HTML "Content-Encoding: gzip\r\nConnection: close\r\n\r\n",
                 body, INKAN_PORTAL_ERROR_TOO_LARGE);
}

static void
test_broken_gzip (void)
{
  g_autoptr (GString) body = g_string_new ("\x1F\x8B\x08");

  for (guint i = 0; i < 1000; i++)
    g_string_append_c (body, (char) (i * 37));
  hostile_check ("GET /start", REPLY_CLOSE, OK_HTML "Content-Encoding: gzip\r\nConnection: close\r\n\r\n", body,
                 INKAN_PORTAL_ERROR_UNEXPECTED_PAGE);
}

static void
test_nul (void)
{
  g_autoptr (GString) body = g_string_new ("Y: a");

  g_string_append_c (body, '\0');
  g_string_append (body, "b\r\nConnection: close\r\n\r\n" FORM);
  hostile_check ("GET /start", REPLY_CLOSE, OK_HTML, body, INKAN_PORTAL_ERROR_UNREACHABLE);
}

static void
test_redirects (void)
{
  Hostile hostile;
  g_autofree char *outcome = NULL;
  g_autofree char *wanted = g_strdup_printf ("%d", INKAN_PORTAL_ERROR_UNEXPECTED_PAGE);

  hostile_start (&hostile);
  for (guint i = 0; i < 200; i++) {
    g_autofree char *request = i == 0 ? g_strdup ("GET /start") : g_strdup_printf ("GET /start%u", i);
    g_autofree char *reply = g_strdup_printf ("HTTP/1.1 302 Found\r\nLocation: /start%u\r\nContent-Length: 0\r\n\r\n", i + 1);

    server_on (hostile.server, request, REPLY_CLOSE, reply, -1);
  }
  server_on_page (hostile.server, "GET /start200", FORM);
  outcome = hostile_retrieve (&hostile, NULL);
  g_assert_cmpstr (outcome, ==, wanted);
  g_assert_cmpuint (server_count (hostile.server, ""), ==, 11);
  hostile_stop (&hostile);
}

/* Many cookies, long ones, and those of others: only the portal's own come back. */
static void
test_cookies (void)
{
  static const char cookies[] =
    "Set-Cookie: own=1\r\n"
    "Set-Cookie: path=2; Path=/elsewhere\r\n"
    "Set-Cookie: other=3; Domain=elsewhere.invalid\r\n"
    "Set-Cookie: top=4; Domain=invalid\r\n"
    "Set-Cookie: __Secure-a=7\r\n"
    "Set-Cookie: __Host-a=8; Domain=127.0.0.1\r\n"
    "Set-Cookie: old=9; Max-Age=0\r\n"
    "Set-Cookie: past=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT\r\n"
    "Set-Cookie: =11\r\nSet-Cookie: \r\nSet-Cookie: ;;;\r\n"
    "Set-Cookie: split=1\r 2\r\n";
  g_autoptr (GString) reply = g_string_new (OK_HTML);
  g_autofree char *outcome = NULL;
  g_autofree char *posted = NULL;
  g_autofree char *sent = NULL;
  const char *header;
  Hostile hostile;

  g_string_append (reply, cookies);
  for (guint i = 0; i < 300; i++)
    g_string_append_printf (reply, "Set-Cookie: many%u=%0100u\r\n", i, i);
  g_string_append (reply, "Connection: close\r\n\r\n" FORM);
  hostile_start (&hostile);
  server_on (hostile.server, "GET /start", REPLY_CLOSE, reply->str, (gssize) reply->len);
  outcome = hostile_retrieve (&hostile, NULL);
  g_assert_cmpstr (outcome, ==, "ok");
  posted = server_last (hostile.server, "POST /identify");
  header = strstr (posted, "\r\nCookie: ");
  g_assert_nonnull (header);
  sent = g_strndup (header, 2 + strcspn (header + 2, "\r"));
  g_assert_nonnull (strstr (sent, "own=1"));
  for (const char * const *name = (const char * const []) { "path=", "other=", "top=", "old=", "past=", NULL };
       *name != NULL; name++) {
    if (strstr (sent, *name) != NULL) {
      g_test_message ("sent: %s", *name);
      g_test_fail ();
    }
  }
  hostile_stop (&hostile);
}

int
main (int    argc,
      char **argv)
{
  hostile_run_child (argc, argv);
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autofree char *path = g_strconcat ("/hostile/answer/", answers[i].label, NULL);

    g_test_add_data_func (path, &answers[i], test_answer);
  }
  g_test_add_data_func ("/hostile/bomb/once", GINT_TO_POINTER (FALSE), test_bomb);
  g_test_add_data_func ("/hostile/bomb/twice", GINT_TO_POINTER (TRUE), test_bomb);
  g_test_add_func ("/hostile/broken-gzip", test_broken_gzip);
  g_test_add_func ("/hostile/nul", test_nul);
  g_test_add_func ("/hostile/redirects", test_redirects);
  g_test_add_func ("/hostile/cookies", test_cookies);
  return g_test_run ();
}
