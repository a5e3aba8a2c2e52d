/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hostile.h"

#include <string.h>

/* Pages made to harm whoever reads them. Where a browser would get through, so
 * does the wizard; else the error has the right code. Never a crash, and never
 * more than 100 MiB. */

#define HTML "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n"
#define FORM "<form method=post action=/identify><input type=email name=mail>" \
             "<input type=password name=pass><input name=code><button>Send</button></form>"
#define WORKS (-1)

typedef struct {
  const char *label;
  const char *begin;
  const char *repeated;
  guint n;
  const char *end;
  int code;
} Page;

static const Page pages[] = {
  { "50 MiB", FORM, "<p>A line of a page that is far too long for any person.</p>\n", 900000, "", INKAN_PORTAL_ERROR_TOO_LARGE },
  { "2 million elements", "", "<br>", 2000000, FORM, INKAN_PORTAL_ERROR_TOO_LARGE },
  { "as many elements as fit", "", "<p>", 690000, FORM, INKAN_PORTAL_ERROR_TOO_LARGE },
  { "as many elements as are allowed", "", "<br>", 49900, FORM, WORKS },
  { "10 000 deep", "", "<div>", 10000, FORM, INKAN_PORTAL_ERROR_TOO_LARGE },
  { "10 000 tables deep", "", "<table><tr><td>", 10000, FORM, INKAN_PORTAL_ERROR_TOO_LARGE },
  { "10 000 formatting elements", "", "<b><i><font size=1><a href=x>", 2500, FORM, INKAN_PORTAL_ERROR_TOO_LARGE },
  { "formatting to be opened again", "<p>", "<font><p>", 190, FORM, INKAN_PORTAL_ERROR_TOO_LARGE },
  { "end tags that end nothing", "<div><div><div>", "</p></b></td></table></form>", 70000, FORM, WORKS },
  { "deep, and crossed end tags", "<b><i><u><b><i><u><b><i><u>", "<p></b></i></u>", 49000, FORM, WORKS },
  { "forms", "", "<form>", 340000, "", INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "forms that end", FORM, "<form></form>", 49000, "", WORKS },
  { "forms of one control", FORM, "<form><input></form>", 24000, "", WORKS },
  { "forms with a password", FORM, "<form><input type=password></form>", 24000, "", WORKS },
  { "100 000 hidden fields", "<form method=post action=/identify>", "<input type=hidden>", 100000, FORM, INKAN_PORTAL_ERROR_TOO_LARGE },
  { "as many hidden fields as fit", "<form method=post action=/identify>", "<input type=hidden name=a>", 49000, FORM, WORKS },
  { "as many text fields as fit", "<form method=post action=/identify>", "<input name=a>", 49000, FORM, WORKS },
  { "radio buttons of one group", "<form method=post action=/identify>", "<input type=radio name=a checked>", 49000, FORM, WORKS },
  { "radio buttons of no group", "<form method=post action=/identify>", "<input type=radio checked>", 49000, FORM, WORKS },
  { "controls of a form elsewhere", FORM, "<input form=f name=a>", 49000, "<form id=f></form>", WORKS },
  { "controls with an id", FORM "<form>", "<input id=a>", 49000, "</form>", WORKS },
  { "labels for nothing", FORM, "<label for=a>x</label>", 49000, "", WORKS },
  { "labels and controls", "<form method=post action=/identify>", "<label for=a>x</label><input id=b>", 24000, FORM, WORKS },
  { "select with 200 000 options", "<form method=post action=/identify><select name=s>", "<option>", 200000, "</select>" FORM,
    INKAN_PORTAL_ERROR_TOO_LARGE },
  { "select with as many options as are allowed", "<form method=post action=/identify><select name=s>", "<option>", 49000,
    "</select>" FORM, WORKS },
  { "many selects", "<form method=post action=/identify>", "<select name=s><option></select>", 24000, FORM, WORKS },
  { "nested options", "<form method=post action=/identify><select multiple>", "<optgroup><option selected>", 24000, "</select>" FORM,
    INKAN_PORTAL_ERROR_TOO_LARGE },
  { "1 MiB attribute", FORM "<p title='", "x", 1024 * 1024, "'>", WORKS },
  { "1 MiB name", "<form method=post action=/identify><input type=hidden name='", "\303\251", 512 * 1024, "'>" FORM, WORKS },
  { "1 MiB tag name", "<", "x", 1024 * 1024, ">" FORM, WORKS },
  { "1 MiB attribute name", "<p ", "x", 1024 * 1024, ">" FORM, WORKS },
  { "1 MiB action", FORM "<form action='/", "a", 1024 * 1024, "'><button>Send</button></form>", WORKS },
  { "200 000 attributes", FORM "<p ", " a=b", 200000, ">", INKAN_PORTAL_ERROR_TOO_LARGE },
  { "quotes never closed", FORM, "<p title=\"", 150000, "", INKAN_PORTAL_ERROR_TOO_LARGE },
  { "tags never closed", FORM, "<p <", 400000, "", INKAN_PORTAL_ERROR_TOO_LARGE },
  { "comments never closed", FORM, "<!-- ", 400000, "", WORKS },
  { "comments nearly closed", FORM "<!--", "--!--", 400000, "", WORKS },
  { "textareas never closed", "", "<textarea>", 190000, FORM, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "scripts never closed", "", "<script><!--", 170000, FORM, INKAN_PORTAL_ERROR_NEEDS_SCRIPT },
  { "scripts that hide scripts", "", "<script><!--<script></script>", 60000, FORM, INKAN_PORTAL_ERROR_NEEDS_SCRIPT },
  { "entities", FORM, "&amp;", 400000, "", WORKS },
  { "long entities", FORM, "&#x0000000000000000000041;", 75000, "", WORKS },
  { "entities that are none", FORM "<p title='", "&", 2000000, "'>", WORKS },
  { "entities that grow", "<form method=post action=/identify><input type=hidden name=a value='", "&#128274;", 200000, "'>" FORM, WORKS },
  { "entity declarations", "<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>", "&b;", 400000, FORM, WORKS },
  { "an external entity", "<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///dev/zero'>]>", "&a;", 1000, FORM, WORKS },
  { "bases", "<base href=//elsewhere.invalid/>", "<base href=//elsewhere.invalid/>", 40000, FORM, INKAN_PORTAL_ERROR_ELSEWHERE },
  { "links", FORM "<table>", "<tr><td><a href=x>a</a>", 16000, "</table>", WORKS },
  { "rows within rows", FORM, "<ul><li>", 90, "", WORKS },
  { "NUL", FORM, "\\0", 1, "", WORKS },
};

static void
test_page (gconstpointer data)
{
  const Page *one = data;
  g_autoptr (GString) html = g_string_new (one->begin);

  for (guint i = 0; i < one->n; i++)
    g_string_append (html, one->repeated);
  g_string_append (html, one->end);
  if (strcmp (one->label, "NUL") == 0)
    memset (html->str + html->len / 2, '\0', 1);
  hostile_check ("GET /start", REPLY_CLOSE, HTML, html, one->code);
}

/* Tags with many different attributes each: libxml2 compares them one by one, and
 * keeps them all. */
static void
test_attributes (void)
{
  g_autoptr (GString) html = g_string_new (FORM);

  while (html->len < 2000000)
    {
      g_string_append (html, "<p");
      for (guint i = 0; i < 200; i++)
        g_string_append_printf (html, " a%u", i);
      g_string_append (html, ">");
    }
  hostile_check ("GET /start", REPLY_CLOSE, HTML, html, INKAN_PORTAL_ERROR_TOO_LARGE);
}

typedef struct {
  const char *label;
  const char *content_type;
  const char *form; /* what stands between the good form and its end */
  gsize length;
} Encoded;

static const Encoded encodings[] = {
  { "charset that does not exist", "text/html; charset=klingon-8", "", 0 },
  { "charset without end", "text/html; charset=\"utf-8", "", 0 },
  { "charset of nothing", "text/html; charset=", "", 0 },
  { "charset with NUL's name", "text/html; charset=\\0", "", 0 },
  { "meta that does not exist", "text/html", "<meta charset=\"nowhere\">", 24 },
  { "truncated UTF-8", "text/html; charset=utf-8", "\xE6\xBC", 2 },
  { "truncated Shift_JIS", "text/html; charset=shift_jis", "\x8A", 1 },
  { "truncated EUC-JP", "text/html; charset=euc-jp", "\x8F\xB0", 2 },
  { "truncated ISO-2022-JP", "text/html; charset=iso-2022-jp", "\033$B4", 4 },
  { "truncated UTF-16", "text/html; charset=utf-8", "\0", 1 },
  { "wrong bytes", "text/html; charset=utf-8", "\xFF\xFE\xC0\x80\xED\xA0\x80\xF4\x90\x80\x80", 11 },
};

static void
test_encoding (gconstpointer data)
{
  const Encoded *one = data;
  g_autofree char *head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nConnection: close\r\n\r\n", one->content_type);
  g_autoptr (GString) html = g_string_new (FORM "<p>");

  g_string_append_len (html, one->form, (gssize) one->length);
  hostile_check ("GET /start", REPLY_CLOSE, head, html, WORKS);
}

/* An identity form that leads somewhere else: nothing is sent there. */
typedef struct {
  const char *action;
  int code;
} Action;

static const Action actions[] = {
  { "http://elsewhere.invalid/identify", INKAN_PORTAL_ERROR_ELSEWHERE },
  { "//elsewhere.invalid/identify", INKAN_PORTAL_ERROR_ELSEWHERE },
  { "https:elsewhere.invalid", INKAN_PORTAL_ERROR_ELSEWHERE },
  { "\\\\elsewhere.invalid\\identify", INKAN_PORTAL_ERROR_ELSEWHERE },
  { "/\\elsewhere.invalid/", INKAN_PORTAL_ERROR_ELSEWHERE },
  { "http://127.0.0.1:1/identify", INKAN_PORTAL_ERROR_ELSEWHERE },
  { "http://127.0.0.1@elsewhere.invalid/", INKAN_PORTAL_ERROR_ELSEWHERE },
  { "http://elsewhere.invalid#@127.0.0.1/", INKAN_PORTAL_ERROR_ELSEWHERE },
  { "http://127.0.0.1.elsewhere.invalid/", INKAN_PORTAL_ERROR_ELSEWHERE },
  { "http://elsewhere.invalid\\@127.0.0.1/", INKAN_PORTAL_ERROR_ELSEWHERE },
  { "ht\ntp://elsewhere.invalid/", INKAN_PORTAL_ERROR_ELSEWHERE },
  { "javascript:send(document.forms[0])", INKAN_PORTAL_ERROR_NEEDS_SCRIPT },
  { "java\tscript:send()", INKAN_PORTAL_ERROR_NEEDS_SCRIPT },
  { "file:///etc/passwd", INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "data:text/html,x", INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "ftp://127.0.0.1/x", INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "mailto:taro@inkan.example", INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "http://", INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "http://[::1", INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
  { "http://127.0.0.1:99999/", INKAN_PORTAL_ERROR_UNEXPECTED_PAGE },
};

static void
test_action (gconstpointer data)
{
  const Action *one = data;
  g_autofree char *address = g_markup_escape_text (one->action, -1);
  g_autoptr (GString) html = g_string_new (NULL);
  g_autofree char *outcome = NULL;
  g_autofree char *wanted = g_strdup_printf ("%d", one->code);
  Hostile hostile;

  g_string_printf (html, "<form method=post action=\"%s\"><input type=email name=mail><input type=password name=pass>"
                         "<input name=code><button>Send</button></form>", address);
  hostile_start (&hostile);
  server_on_page (hostile.server, "GET /start", html->str);
  outcome = hostile_retrieve (&hostile, NULL);
  if (strcmp (outcome, wanted) != 0) {
    g_test_message ("%s: %s instead of %s", one->action, outcome, wanted);
    g_test_fail ();
  }
  g_assert_cmpuint (server_count (hostile.server, "POST "), ==, 0);
  g_assert_cmpuint (server_count (hostile.server, ""), ==, 1);
  hostile_stop (&hostile);
}

/* Expressions that a definition may well hold, on a page that is as large as one
 * may be and made so that each node has to look at all others. */
static const char * const expressions[] = {
  "//*[count(//*) = 1]",
  "//*//*//*//*//*",
  "//*[.//*[.//*[.//*]]]",
  "//p[preceding::p][following::p]",
  "//p[contains(., 'z')]/following-sibling::p[1]",
  "//*[translate(., 'abc', 'xyz') = 'q']",
  "//p[not(preceding-sibling::p[1])]/../p[last()]//text()",
  "//p[contains(following-sibling::p, 'z')]",
  "//p[count(preceding-sibling::p) mod 2 = 1]",
};

static void
test_expression (gconstpointer data)
{
  const char *expression = data;
  g_autofree char *groups = g_strdup_printf ("[Identity]\nRefused=%s\nForm=%s\n", expression, expression);
  g_autoptr (GString) html = g_string_new (FORM);
  g_autofree char *outcome = NULL;
  Hostile hostile;

  for (guint i = 0; i < 24000; i++)
    g_string_append (html, "<p>x<b>y</b>");
  hostile_start (&hostile);
  server_on_page (hostile.server, "GET /start", html->str);
  outcome = hostile_retrieve (&hostile, groups);
  /* Whether it found something is not the point: that it came to an end is. */
  g_assert_true (strcmp (outcome, "ok") == 0 || g_ascii_isdigit (*outcome));
  hostile_stop (&hostile);
}

int
main (int    argc,
      char **argv)
{
  hostile_run_child (argc, argv);
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *path = g_strconcat ("/hostile/page/", pages[i].label, NULL);

      g_test_add_data_func (path, &pages[i], test_page);
    }
  g_test_add_func ("/hostile/page/attributes", test_attributes);
  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autofree char *path = g_strconcat ("/hostile/encoding/", encodings[i].label, NULL);

      g_test_add_data_func (path, &encodings[i], test_encoding);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autofree char *path = g_strdup_printf ("/hostile/action/%zu", i);

      g_test_add_data_func (path, &actions[i], test_action);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (expressions); i++)
    {
      g_autofree char *path = g_strdup_printf ("/hostile/expression/%zu", i);

      g_test_add_data_func (path, expressions[i], test_expression);
    }
  return g_test_run ();
}
