/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/portal/form.h"
#include "core/portal/transport-message.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>

/* The requests of a browser and ours, for the pages of forms.py. The browser ran
 * once for all of them, before the first test; chromium.py says how. */

#define NO_BROWSER 77 /* exit status of chromium.py */

static char *directory;

typedef struct {
  char **columns; /* number, label, Content-Type, form, button, fill */
} Case;

static void
case_free (gpointer data)
{
  Case *one = data;

  g_strfreev (one->columns);
  g_free (one);
}

static GBytes *
load (const Case *one,
      const char *suffix)
{
  g_autofree char *name = g_strconcat (one->columns[0], suffix, NULL);
  g_autofree char *path = g_build_filename (directory, name, NULL);
  char *contents;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL))
    return NULL;
  return g_bytes_new_take (contents, length);
}

static xmlNodePtr
find_node (InkanWebPage *page,
           const char   *name,
           const char   *id,
           guint         n)
{
  xmlNodePtr root = inkan_web_page_get_root (page);

  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root)) {
    if ((name != NULL && (!inkan_node_is (node, name) || inkan_node_is_inert (node))) ||
        (id != NULL && g_strcmp0 (inkan_node_attribute (node, "id"), id) != 0))
      continue;
    if (n-- == 0)
      return node;
  }
  return NULL;
}

/* The one that a person would press first: in a browser this is the default button. */
static xmlNodePtr
first_submitter (InkanForm *form)
{
  GPtrArray *controls = inkan_form_get_controls (form);

  for (guint i = 0; i < controls->len; i++) {
    xmlNodePtr control = g_ptr_array_index (controls, i);

    if (inkan_control_is_submit (control) && !inkan_control_is_disabled (control))
      return control;
  }
  return NULL;
}

static void
fill (InkanForm  *form,
      const char *text)
{
  g_auto (GStrv) pairs = g_strsplit (text, "&", -1);

  for (gsize i = 0; pairs[i] != NULL; i++) {
    char *value = strchr (pairs[i], '=');
    g_autofree char *decoded = NULL;
    xmlNodePtr control;

    g_assert_nonnull (value);
    *value++ = '\0';
    decoded = g_uri_unescape_string (value, NULL);
    control = find_node (inkan_form_get_page (form), NULL, pairs[i], 0);
    g_assert_nonnull (control);
    if (strcmp (inkan_control_type (control), "checkbox") == 0 || strcmp (inkan_control_type (control), "radio") == 0)
      inkan_form_tick (form, control);
    else
      inkan_form_set_value (form, control, decoded);
  }
}

/* (nullable): what the engine sends */
static InkanRequest *
submit (const Case *one,
        GBytes     *bytes)
{
  g_autofree char *address = g_strdup_printf ("http://forms.test/dir/%s.html?page", one->columns[0]);
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (InkanWebPage) page = inkan_web_page_new (bytes, one->columns[2], uri, &error);
  g_autoptr (InkanForm) form = NULL;
  InkanRequest *request;
  xmlNodePtr node;
  xmlNodePtr button;

  g_assert_no_error (error);
  node = find_node (page, "form", NULL, (guint) g_ascii_strtoull (one->columns[3], NULL, 10));
  if (node == NULL) {
    g_test_message ("no form was found");
    return NULL;
  }
  form = inkan_form_new (page, node);
  button = *one->columns[4] != '\0' ? find_node (page, NULL, one->columns[4], 0) : first_submitter (form);
  fill (form, one->columns[5]);
  request = inkan_form_submit (form, button, &error);
  if (request == NULL)
    g_test_message ("nothing was sent: %s", error->message);
  return request;
}

static void
append_header (GString     *text,
               SoupMessage *message,
               const char  *name)
{
  const char *value = soup_message_headers_get_one (soup_message_get_request_headers (message), name);

  if (value != NULL)
    g_string_append_printf (text, "%s: %s\n", name, value);
}

/* As chromium.py writes it. */
static GString *
write_request (InkanRequest *request)
{
  g_autoptr (SoupMessage) message = inkan_request_to_message (request);
  GUri *uri = soup_message_get_uri (message);
  g_autofree char *host = g_uri_get_port (uri) != -1 && g_uri_get_port (uri) != 80
                          ? g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri))
                          : g_strdup (g_uri_get_host (uri));
  const char *query = g_uri_get_query (uri);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s http://%s%s%s%s\n", soup_message_get_method (message), host, g_uri_get_path (uri),
                          query != NULL ? "?" : "", query != NULL ? query : "");
  append_header (text, message, "Content-Type");
  append_header (text, message, "Referer");
  append_header (text, message, "Origin");
  g_string_append_c (text, '\n');
  if (request->body != NULL)
    g_string_append_len (text, g_bytes_get_data (request->body, NULL), (gssize) g_bytes_get_size (request->body));
  return text;
}

static GString *
normalise (GBytes *bytes)
{
  GString *text = g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  const char *at = strstr (text->str, "boundary=");
  g_autofree char *boundary = at != NULL ? g_strndup (at + 9, strcspn (at + 9, "\n")) : NULL;
  GString *normal;

  if (boundary == NULL)
    return text;

  normal = g_string_new (NULL);
  for (const char *from = text->str; from < text->str + text->len;) {
    if (g_str_has_prefix (from, boundary)) {
      g_string_append (normal, "BOUNDARY");
      from += strlen (boundary);
    } else
      g_string_append_c (normal, *from++);
  }
  g_string_free (text, TRUE);
  return normal;
}

static char *
show (GString *text)
{
  g_autofree char *bytes = g_strndup (text->str, text->len);

  for (gsize i = 0; i < text->len; i++) {
    if (bytes[i] == '\0')
      bytes[i] = '@';
  }
  return g_strescape (bytes, NULL);
}

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (GBytes) page = load (one, ".page");
  g_autoptr (GBytes) wanted = load (one, ".request");
  g_autoptr (InkanRequest) request = NULL;
  g_autoptr (GString) expected = NULL;
  g_autoptr (GString) got = NULL;
  g_autoptr (GBytes) sent = NULL;

  g_assert_nonnull (page);
  request = submit (one, page);
  if (wanted == NULL && request == NULL)
    return;

  expected = wanted != NULL ? normalise (wanted) : g_string_new ("nothing");
  if (request != NULL) {
    g_autoptr (GString) written = write_request (request);

    sent = g_bytes_new (written->str, written->len);
    got = normalise (sent);
  }
  if (got == NULL || !g_string_equal (got, expected)) {
    g_autofree char *theirs = show (expected);
    g_autofree char *ours = got != NULL ? show (got) : g_strdup ("nothing");
    g_autofree char *html = g_strescape (g_bytes_get_data (page, NULL), NULL);

    g_test_message ("page:    %.*s", (int) MIN (strlen (html), 6000), html);
    g_test_message ("browser: %s", theirs);
    g_test_message ("here:    %s", ours);
    g_test_fail ();
  }
}

/* (transfer full) (nullable): the cases as the browser has gone through them */
static GPtrArray *
run_browser (GError **error)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "browser", "chromium.py", NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *path = g_build_filename (directory, "cases", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *cases;

  /* Nothing of it is left in the source tree. */
  g_subprocess_launcher_setenv (launcher, "PYTHONDONTWRITEBYTECODE", "1", TRUE);
  process = g_subprocess_launcher_spawn (launcher, error, "python3", script, directory, NULL);
  if (process == NULL || !g_subprocess_wait (process, NULL, error))
    return NULL;
  if (!g_subprocess_get_if_exited (process) || g_subprocess_get_exit_status (process) != 0) {
    g_set_error_literal (error, G_IO_ERROR,
                         g_subprocess_get_if_exited (process) && g_subprocess_get_exit_status (process) == NO_BROWSER
                         ? G_IO_ERROR_NOT_FOUND : G_IO_ERROR_FAILED,
                         "chromium.py");
    return NULL;
  }

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  cases = g_ptr_array_new_with_free_func (case_free);
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL && *lines[i] != '\0'; i++) {
    Case *one = g_new0 (Case, 1);

    one->columns = g_strsplit (lines[i], "\t", -1);
    g_assert_cmpuint (g_strv_length (one->columns), ==, 6);
    g_ptr_array_add (cases, one);
  }
  return cases;
}

static void
test_no_browser (void)
{
  g_test_skip ("no Chromium (apt-get install chromium)");
}

static void
test_browser (gconstpointer data)
{
  const GError *error = data;

  g_assert_no_error (error);
}

static void
test_number (gconstpointer data)
{
  const GPtrArray *cases = data;

  g_assert_cmpuint (cases->len, >=, 500);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *inner = g_build_filename (path, name, NULL);

    if (g_file_test (inner, G_FILE_TEST_IS_DIR) && !g_file_test (inner, G_FILE_TEST_IS_SYMLINK))
      remove_folder (inner);
    else
      g_unlink (inner);
  }
  g_rmdir (path);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  directory = g_dir_make_tmp ("inkan-browser-XXXXXX", &error);
  g_assert_no_error (error);

  cases = run_browser (&error);
  if (cases == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_test_add_func ("/browser/forms", test_no_browser);
  else
    g_test_add_data_func ("/browser/has-answered", error, test_browser);
  if (cases != NULL)
    g_test_add_data_func ("/browser/number", cases, test_number);
  for (guint i = 0; cases != NULL && i < cases->len; i++) {
    const Case *one = g_ptr_array_index (cases, i);
    g_autofree char *path = g_strdup_printf ("/browser/form/%s/%.80s", one->columns[0], one->columns[1]);

    g_test_add_data_func (path, one, test_case);
  }

  status = g_test_run ();
  remove_folder (directory);
  g_free (directory);
  return status;
}
