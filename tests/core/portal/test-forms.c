/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/portal/form.h"

#include <string.h>

/* What a browser really sends for each page of the corpus. */

static char *corpus;

static char *
unescape (const char *text)
{
  return g_strcompress (text);
}

static char *
with_boundary (const char *body,
               const char *boundary)
{
  g_auto (GStrv) parts = g_strsplit (body, boundary, -1);

  return g_strjoinv ("BOUNDARY", parts);
}

/* The first button of the form that can be pressed. Pictures are none to a
 * script's form.elements, by which the corpus was made. */
static xmlNodePtr
first_submitter (InkanForm *form)
{
  GPtrArray *controls = inkan_form_get_controls (form);

  for (guint i = 0; i < controls->len; i++)
    {
      xmlNodePtr control = g_ptr_array_index (controls, i);

      if (inkan_control_is_submit (control) && !inkan_control_is_disabled (control) &&
          strcmp (inkan_control_type (control), "image") != 0)
        return control;
    }
  return NULL;
}

static void
check_request (const char   *label,
               InkanRequest *request,
               char        **columns)
{
  g_autofree char *uri = g_uri_to_string (request->uri);
  char *fragment = strchr (uri, '#');

  if (fragment != NULL)
    *fragment = '\0';
  if (g_strcmp0 (request->method, columns[2]) != 0 || strcmp (uri, columns[3]) != 0)
    {
      g_test_message ("%s: %s %s instead of %s %s", label, request->method, uri, columns[2], columns[3]);
      g_test_fail ();
    }

  if (strcmp (request->method, "POST") == 0)
    {
      g_autofree char *wanted = unescape (columns[5]);
      g_autofree char *got = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
      const char *boundary = strstr (request->content_type, "boundary=");
      g_autofree char *type = g_strndup (request->content_type, strcspn (request->content_type, ";"));

      if (boundary != NULL)
        {
          char *replaced = with_boundary (got, boundary + strlen ("boundary="));

          g_free (got);
          got = replaced;
        }
      if (!g_str_has_prefix (columns[4], type) || strcmp (got, wanted) != 0)
        {
          g_test_message ("%s: [%s] %s instead of [%s] %s", label, request->content_type, got, columns[4], wanted);
          g_test_fail ();
        }
    }
}

static xmlNodePtr
nth_form (InkanWebPage *page,
          guint      n)
{
  xmlNodePtr root = inkan_web_page_get_root (page);

  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root))
    {
      if (inkan_node_is (node, "form") && n-- == 0)
        return node;
    }
  return NULL;
}

static void
check_row (char **columns)
{
  g_autofree char *path = g_build_filename (corpus, "html", columns[0], NULL);
  g_autofree char *address = g_strconcat ("http://forms.test/dir/", columns[0], NULL);
  g_autofree char *label = g_strdup_printf ("%s, form %s", columns[0], columns[1]);
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (InkanWebPage) page = NULL;
  g_autoptr (InkanForm) form = NULL;
  g_autoptr (InkanRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  xmlNodePtr node;

  g_assert_nonnull (file);
  bytes = g_mapped_file_get_bytes (file);
  page = inkan_web_page_new (bytes, "text/html", uri, &error);
  g_assert_no_error (error);

  node = nth_form (page, (guint) g_ascii_strtoull (columns[1], NULL, 10));
  form = node != NULL ? inkan_form_new (page, node) : NULL;
  request = form != NULL ? inkan_form_submit (form, first_submitter (form), NULL) : NULL;

  if (*columns[2] != '\0' && request != NULL)
    check_request (label, request, columns);
  else if (*columns[2] != '\0')
    {
      g_test_message ("%s: nothing was sent", label);
      g_test_fail ();
    }
}

static void
test_corpus (void)
{
  g_autofree char *path = g_build_filename (corpus, "html", "expected.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("no corpus");
      return;
    }

  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) columns = g_strsplit (lines[i], "\t", -1);

      if (g_strv_length (columns) < 6)
        continue;
      check_row (columns);
      n++;
    }
  g_assert_cmpuint (n, >, 100);
}

/* What the corpus does not show. */
typedef struct {
  const char *label;
  const char *html;
  const char *content_type;
  const char *uri;
  const char *body; /* (nullable) GET */
  const char *type;
} Case;

static const Case cases[] = {
  { "pressed button of two", "<form method=post action=/a><button name=b value=1>x</button><input type=submit name=c value=2></form>",
    NULL, "http://forms.test/a", "b=1", "application/x-www-form-urlencoded" },
  { "fieldset disabled, but not its legend",
    "<form method=post><fieldset disabled><legend><input name=a value=1></legend><input name=b value=2></fieldset></form>",
    NULL, "http://forms.test/dir/page?q=1", "a=1", "application/x-www-form-urlencoded" },
  { "control of a form elsewhere", "<input form=f name=a value=1><form id=f method=post action=x><input name=b value=2></form>"
    "<input form=f name=c value=3><input form=g name=d value=4>",
    NULL, "http://forms.test/dir/x", "a=1&b=2&c=3", "application/x-www-form-urlencoded" },
  { "form closed by the cell around it", "<table><tr><td><form method=post action=x><input name=a value=1></td>"
    "<td><input name=b value=2></form></td></tr></table><input name=c value=3>",
    NULL, "http://forms.test/dir/x", "a=1&b=2", "application/x-www-form-urlencoded" },
  { "form within a form", "<form method=post action=x><form action=y method=get><input name=a value=1></form><input name=b value=2>",
    NULL, "http://forms.test/dir/x", "a=1", "application/x-www-form-urlencoded" },
  { "bogus enctype", "<form method=POST enctype=x-www-form-encoded action=../certreq><input type=hidden name=user value=u>"
    "<select name=tokenKeySpec><option value=RSA_2048>2048 bits<option value=RSA_4096 selected>4096 bits</select></form>",
    NULL, "http://forms.test/certreq", "user=u&tokenKeySpec=RSA_4096", "application/x-www-form-urlencoded" },
  { "text/plain", "<form method=post enctype=text/plain action=x><input name=a value='1 &amp; 2'><textarea name=b>\r\nx\ny</textarea></form>",
    NULL, "http://forms.test/dir/x", "a=1 & 2\r\nb=x\r\ny\r\n", "text/plain" },
  { "encoding of the header, character it lacks", "<form method=post action=x><input name=a value='&#28450;&#9312;&#65374;&#128274;&eacute;'></form>",
    "text/html; charset=Shift_JIS", "http://forms.test/dir/x",
    "a=%8A%BF%87%40%81%60%26%23128274%3B%26%23233%3B", "application/x-www-form-urlencoded" },
  { "accept-charset and _charset_", "<form method=post action=x accept-charset='nonsense euc-jp'><input type=hidden name=_charset_>"
    "<input name=a value='&#28450;'></form>",
    "text/html; charset=utf-8", "http://forms.test/dir/x", "_charset_=EUC-JP&a=%B4%C1", "application/x-www-form-urlencoded" },
  { "meta charset", "<meta http-equiv=Content-Type content='text/html; charset=x-sjis'><form method=post action=x><input name=a value='\x8a\xbf'></form>",
    NULL, "http://forms.test/dir/x", "a=%8A%BF", "application/x-www-form-urlencoded" },
  { "byte order mark wins", "\xEF\xBB\xBF<meta charset=shift_jis><form method=post action=x><input name=a value='\xe6\xbc\xa2'></form>",
    "text/html; charset=euc-jp", "http://forms.test/dir/x", "a=%E6%BC%A2", "application/x-www-form-urlencoded" },
  { "base", "<base href=/other/><form method=post action=x></form>", NULL, "http://forms.test/other/x", "",
    "application/x-www-form-urlencoded" },
  { "GET replaces the query", "<form action='x?old=1#part'><input name=a value=b></form>", NULL, "http://forms.test/dir/x?a=b",
    NULL, NULL },
  { "button overrules the form", "<form action=x method=get><button formaction=y formmethod=post name=n value=v></button></form>",
    NULL, "http://forms.test/dir/y", "n=v", "application/x-www-form-urlencoded" },
  { "last checked radio", "<form method=post action=x><input type=radio name=r value=1 checked><input type=radio name=r value=2 checked>"
    "<input type=checkbox name=c></form>", NULL, "http://forms.test/dir/x", "r=2", "application/x-www-form-urlencoded" },
  { "option disabled by its group", "<form method=post action=x><select name=s><optgroup disabled><option>a</optgroup><option> b  c </select>"
    "<select name=t size=3><option>d</select></form>", NULL, "http://forms.test/dir/x", "s=b+c", "application/x-www-form-urlencoded" },
  { "reference to a C1 character", "<form method=post action=x><input name=a value='&#128;'></form>",
    "text/html; charset=utf-8", "http://forms.test/dir/x", "a=%E2%82%AC", "application/x-www-form-urlencoded" },
  { "template is inert", "<form method=post action=x><template><input name=a></template><input name=b></form>",
    NULL, "http://forms.test/dir/x", "b=", "application/x-www-form-urlencoded" },
  { "lines wrapped hard", "<form method=post action=x><textarea name=a wrap=HARD cols=10>one two three\nfour\n\nabcdefghijklm</textarea>"
    "<textarea name=b wrap=hard>&#12354;&#12354;&#12354;&#12354;&#12354;&#12354;&#12354;&#12354;&#12354;&#12354;&#12354;&#12354;"
    "&#12354;&#12354;&#12354;&#12354;&#12354;&#12354;&#12354;&#12354;&#12356;</textarea><textarea name=c wrap=hard cols=5>12345</textarea>"
    "<textarea name=d cols=3>no wrap</textarea></form>",
    "text/html; charset=shift_jis", "http://forms.test/dir/x",
    "a=one+two+%0D%0Athree%0D%0Afour%0D%0A%0D%0Aabcdefghij%0D%0Aklm&b=%82%A0%82%A0%82%A0%82%A0%82%A0%82%A0%82%A0%82%A0%82%A0%82%A0"
    "%82%A0%82%A0%82%A0%82%A0%82%A0%82%A0%82%A0%82%A0%82%A0%82%A0%0D%0A%82%A2&c=12345&d=no+wrap",
    "application/x-www-form-urlencoded" },
  { "line ends", "<form method=post action=x><input type=hidden name=h value='a\nb\r\nc\rd'></form>",
    NULL, "http://forms.test/dir/x", "h=a%0D%0Ab%0D%0Ac%0D%0Ad", "application/x-www-form-urlencoded" },
};

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (GUri) uri = g_uri_parse ("http://forms.test/dir/page?q=1", G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static (one->html, strlen (one->html));
  g_autoptr (GError) error = NULL;
  g_autoptr (InkanWebPage) page = inkan_web_page_new (bytes, one->content_type, uri, &error);
  g_autoptr (InkanForm) form = NULL;
  g_autoptr (InkanRequest) request = NULL;
  g_autofree char *to = NULL;
  char *fragment;

  g_assert_no_error (error);
  form = inkan_form_new (page, nth_form (page, 0));
  request = inkan_form_submit (form, first_submitter (form), &error);
  g_assert_no_error (error);

  to = g_uri_to_string (request->uri);
  fragment = strchr (to, '#');
  if (fragment != NULL)
    *fragment = '\0';
  g_assert_cmpstr (to, ==, one->uri);
  g_assert_cmpstr (request->method, ==, one->body != NULL ? "POST" : "GET");
  g_assert_cmpstr (request->content_type, ==, one->type);
  if (one->body != NULL)
    {
      g_autofree char *body = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));

      g_assert_cmpstr (body, ==, one->body);
    }
}

static void
test_javascript (void)
{
  static const char html[] = "<form action='javascript:void(0)'><input name=a></form><form method=dialog></form>";
  g_autoptr (GUri) uri = g_uri_parse ("http://forms.test/", G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static (html, strlen (html));
  g_autoptr (InkanWebPage) page = inkan_web_page_new (bytes, NULL, uri, NULL);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (InkanForm) form = inkan_form_new (page, nth_form (page, i));
      g_autoptr (InkanRequest) request = NULL;
      g_autoptr (GError) error = NULL;

      request = inkan_form_submit (form, NULL, &error);
      g_assert_nonnull (error);
      g_assert_null (request);
    }
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  corpus = g_build_filename (g_getenv ("INKAN_SOURCE_ROOT"), "..", "shared", "corpus", NULL);

  g_test_add_func ("/form/corpus", test_corpus);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/form/case/%s", cases[i].label);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/form/no-address", test_javascript);

  status = g_test_run ();
  g_free (corpus);
  return status;
}
