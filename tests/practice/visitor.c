/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "visitor.h"

#include <signal.h>
#include <string.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

#define PATIENCE 20 /* s */

void
answer_free (Answer *answer)
{
  g_object_unref (answer->message);
  g_bytes_unref (answer->bytes);
  g_free (answer->text);
  g_free (answer);
}

char *
visitor_program (void)
{
  return g_build_filename (g_getenv ("INKAN_BUILD_ROOT"), "src", "inkan-practice-portal", NULL);
}

/* Reads up to the report's last line, which comes when the portal listens. */
static GKeyFile *
read_report (GInputStream *output)
{
  GString *text = g_string_new (NULL);
  GKeyFile *report = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  while (strstr (text->str, "ProcessId=") == NULL || text->str[text->len - 1] != '\n') {
    char piece[1024];
    gssize size = g_input_stream_read (output, piece, sizeof piece, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpint (size, >, 0);
    g_string_append_len (text, piece, size);
  }
  g_key_file_load_from_data (report, text->str, -1, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  g_string_free (text, TRUE);
  return report;
}

static SoupSession *
new_browser (Visitor *self)
{
  g_autofree char *anchor = visitor_get (self, "TrustAnchor");
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) trust = g_tls_file_database_new (anchor, &error);
  SoupSession *browser;

  g_assert_no_error (error);
  browser = soup_session_new_with_options ("tls-database", trust, "timeout", PATIENCE, "proxy-resolver", NULL,
                                           "max-conns-per-host", 8, NULL);
  soup_session_add_feature_by_type (browser, SOUP_TYPE_COOKIE_JAR);
  return browser;
}

void
visitor_start (Visitor *self, const char *options)
{
  g_autofree char *program = visitor_program ();
  g_auto (GStrv) words = g_strsplit (options, " ", -1);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (arguments, program);
  g_ptr_array_add (arguments, (char *) "--directory");
  g_ptr_array_add (arguments, self->directory);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (arguments, words[i]);
  g_ptr_array_add (arguments, NULL);
  self->process = g_subprocess_newv ((const char * const *) arguments->pdata, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  self->output = g_subprocess_get_stdout_pipe (self->process);
  self->report = read_report (self->output);
  self->browser = new_browser (self);
}

Visitor *
visitor_new (const char *options)
{
  Visitor *self = g_new0 (Visitor, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *parent = g_dir_make_tmp ("inkan-practice-XXXXXX", &error);

  g_assert_no_error (error);
  /* A blank in the path, as home folders may have; and it does not exist yet. */
  self->directory = g_build_filename (parent, "練習 portal", NULL);
  self->language = "en";
  visitor_start (self, options);
  return self;
}

void
visitor_stop (Visitor *self, int signal)
{
  g_autoptr (GError) error = NULL;
  char rest[256];

  /* Connections left open must not keep the portal from ending. */
  g_subprocess_send_signal (self->process, signal);
  g_subprocess_wait (self->process, NULL, &error);
  g_assert_no_error (error);
  if (signal == SIGTERM) {
    g_assert_true (g_subprocess_get_if_exited (self->process));
    g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  }
  /* Nothing but the report on standard output. */
  g_assert_cmpint (g_input_stream_read (self->output, rest, sizeof rest, NULL, NULL), ==, 0);
  soup_session_abort (self->browser);
  g_clear_object (&self->browser);
  g_clear_object (&self->process);
  g_clear_pointer (&self->report, g_key_file_unref);
}

void
visitor_leave (Visitor *self)
{
  soup_session_abort (self->browser);
  g_object_unref (self->browser);
  self->browser = new_browser (self);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

void
visitor_forget_mails (const char *folder)
{
  remove_tree (folder);
}

void
visitor_free (Visitor *self)
{
  g_autofree char *parent = g_path_get_dirname (self->directory);

  if (self->process != NULL)
    visitor_stop (self, SIGTERM);
  remove_tree (parent);
  g_free (self->directory);
  g_free (self);
}

char *
visitor_get (Visitor *self, const char *key)
{
  g_autoptr (GError) error = NULL;
  char *value = g_key_file_get_string (self->report, "Portal", key, &error);

  g_assert_no_error (error);
  return value;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char * const *) a, *(char * const *) b);
}

/* Names only of whole messages: whatever else lies there is a failure. */
static GPtrArray *
list_mails (Visitor *self)
{
  g_autofree char *path = visitor_get (self, "MailFolder");
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (folder);
  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (name, ".eml"))
      g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_names);
  return names;
}

guint
visitor_count_mails (Visitor *self)
{
  g_autoptr (GPtrArray) names = list_mails (self);

  return names->len;
}

char *
visitor_code (Visitor *self)
{
  static const char label[] = "\033$B>ZL@=q%3!<%I\033(B: "; /* 証明書コード in ISO-2022-JP */
  g_autoptr (GPtrArray) names = list_mails (self);
  g_autofree char *text = NULL;
  const char *found;

  g_assert_cmpuint (names->len, >, 0);
  g_assert_true (g_file_get_contents (g_ptr_array_index (names, names->len - 1), &text, NULL, NULL));
  found = strstr (text, label);
  g_assert_nonnull (found);
  return g_strndup (found + strlen (label), 20);
}

SoupMessage *
visitor_message (Visitor *self, const char *method, const char *path, const char *form)
{
  g_autofree char *origin = visitor_get (self, "Origin");
  g_autofree char *uri = g_strconcat (origin, path, NULL);
  SoupMessage *message = soup_message_new (method, uri);

  soup_message_set_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept-Language", self->language);
  if (form != NULL) {
    g_autoptr (GBytes) body = g_bytes_new (form, strlen (form));

    soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", body);
  }
  return message;
}

static Answer *
send (Visitor *self, SoupMessage *message, GError **error)
{
  GBytes *bytes = soup_session_send_and_read (self->browser, message, NULL, error);
  Answer *answer;

  if (bytes == NULL)
    return NULL;
  answer = g_new0 (Answer, 1);
  answer->message = g_object_ref (message);
  answer->status = soup_message_get_status (message);
  answer->bytes = bytes;
  answer->text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return answer;
}

Answer *
visitor_try (Visitor *self, const char *path, const char *form, GError **error)
{
  g_autoptr (SoupMessage) message = visitor_message (self, form != NULL ? "POST" : "GET", path, form);

  return send (self, message, error);
}

Answer *
visitor_ask (Visitor *self, const char *path)
{
  return visitor_post (self, path, NULL);
}

Answer *
visitor_post (Visitor *self, const char *path, const char *form)
{
  g_autoptr (GError) error = NULL;
  Answer *answer = visitor_try (self, path, form, &error);

  g_assert_no_error (error);
  return answer;
}

char *
answer_token (Answer *answer)
{
  const char *found = strstr (answer->text, "name=\"token\" value=\"");

  g_assert_nonnull (found);
  return g_strndup (found + strlen ("name=\"token\" value=\""), 64);
}

gboolean
answer_has (Answer *answer, const char *id)
{
  g_autofree char *attribute = g_strdup_printf ("id=\"%s\"", id);

  return strstr (answer->text, attribute) != NULL;
}

Answer *
visitor_identify (Visitor *self, const char *address, const char *password, const char *code)
{
  g_autoptr (Answer) page = visitor_ask (self, "/service/download");
  g_autofree char *token = answer_token (page);
  g_autofree char *right_address = visitor_get (self, "Address");
  g_autofree char *right_password = visitor_get (self, "Password");
  g_autofree char *right_code = code == NULL ? visitor_code (self) : NULL;
  g_autofree char *form = soup_form_encode ("token", token, "email", address != NULL ? address : right_address,
                                            "password", password != NULL ? password : right_password,
                                            "code", code != NULL ? code : right_code, "send", "1", NULL);

  return visitor_post (self, "/service/identify", form);
}

void
visitor_sign_in (Visitor *self)
{
  Answer *answer = visitor_identify (self, NULL, NULL, NULL);

  g_assert_cmpuint (answer->status, ==, 303);
  answer_free (answer);
}

char *
visitor_agreement (Visitor *self, int number)
{
  g_autofree char *path = g_strdup_printf ("/service/certificate/%d", number);
  g_autoptr (Answer) page = visitor_ask (self, path);
  g_autofree char *token = answer_token (page);

  g_assert_cmpuint (page->status, ==, 200);
  g_assert_true (answer_has (page, "agreement"));
  return soup_form_encode ("token", token, "agree", "yes", NULL);
}

Answer *
visitor_agree (Visitor *self, int number)
{
  g_autofree char *form = visitor_agreement (self, number);
  g_autofree char *path = g_strdup_printf ("/service/certificate/%d/agree", number);

  return visitor_post (self, path, form);
}

Answer *
visitor_fetch (Visitor *self, int number)
{
  visitor_sign_in (self);
  return visitor_agree (self, number);
}

Answer *
visitor_reissue (Visitor *self, const char *password, const char *service)
{
  g_autoptr (Answer) page = visitor_ask (self, "/service/reissue");
  g_autofree char *token = answer_token (page);
  g_autofree char *address = visitor_get (self, "Address");
  g_autofree char *right = visitor_get (self, "Password");
  g_autofree char *form = soup_form_encode ("token", token, "email", address,
                                            "password", password != NULL ? password : right,
                                            "service", service, NULL);

  return visitor_post (self, "/service/reissue", form);
}

char *
visitor_query (Visitor *self, const char *sql)
{
  g_autofree char *path = visitor_get (self, "Database");
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  char *value = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 5000);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  if (sqlite3_step (statement) == SQLITE_ROW)
    value = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return value;
}

void
visitor_await (Visitor *self, const char *sql, const char *value)
{
  gint64 end = g_get_monotonic_time () + (gint64) PATIENCE * G_USEC_PER_SEC;

  for (;;) {
    g_autofree char *found = visitor_query (self, sql);

    if (g_strcmp0 (found, value) == 0)
      return;
    if (g_get_monotonic_time () > end)
      g_error ("%s: %s instead of %s", sql, found, value);
    answer_free (visitor_ask (self, "/help"));
    g_main_context_iteration (NULL, FALSE);
  }
}

void
visitor_await_mails (Visitor *self, guint count)
{
  gint64 end = g_get_monotonic_time () + (gint64) PATIENCE * G_USEC_PER_SEC;

  while (visitor_count_mails (self) < count) {
    answer_free (visitor_ask (self, "/help"));
    g_assert_cmpint (g_get_monotonic_time (), <, end);
  }
  g_assert_cmpuint (visitor_count_mails (self), ==, count);
}

void
visitor_check (Visitor *visitor, const char *sql, const char *value)
{
  g_autofree char *found = visitor_query (visitor, sql);

  g_assert_cmpstr (found, ==, value);
}

void
visitor_check_log (Visitor *self, const char *line)
{
  g_autofree char *path = visitor_get (self, "Log"), *log = NULL, *pattern = NULL;

  g_assert_true (g_file_get_contents (path, &log, NULL, NULL));
  pattern = g_strdup_printf ("(?m)^[0-9T:.-]+Z %s$", line);
  g_assert_true (g_regex_match_simple (pattern, log, 0, 0));
}

const char *
answer_header (Answer *answer, const char *name)
{
  return soup_message_headers_get_one (soup_message_get_response_headers (answer->message), name);
}

void
visitor_check_file (Visitor *visitor, Answer *answer, const char *name, gboolean legacy)
{
  g_autofree char *disposition = g_strdup_printf ("attachment; filename=\"%s\"", name);
  g_autofree char *length = g_strdup_printf ("%" G_GSIZE_FORMAT, g_bytes_get_size (answer->bytes));
  g_autofree char *password = visitor_get (visitor, "Password");

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer_header (answer, "Content-Type"), ==, "application/x-pkcs12");
  g_assert_cmpstr (answer_header (answer, "Content-Disposition"), ==, disposition);
  g_assert_cmpstr (answer_header (answer, "Content-Length"), ==, length);
  check_p12 (answer->bytes, password, legacy);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Later *later = user_data;

  later->bytes = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &later->error);
  later->done = TRUE;
}

void
later_wait (Later *later)
{
  while (!later->done)
    g_main_context_iteration (NULL, TRUE);
}

gboolean
later_has (Later *later, const char *id)
{
  g_autofree char *attribute = g_strdup_printf ("id=\"%s\"", id);

  g_assert_no_error (later->error);
  return memmem (g_bytes_get_data (later->bytes, NULL), g_bytes_get_size (later->bytes), attribute,
                 strlen (attribute)) != NULL;
}

Later *
later_new (Visitor *visitor, SoupMessage *message, GCancellable *cancellable)
{
  Later *later = g_new0 (Later, 1);

  soup_session_send_and_read_async (visitor->browser, message, G_PRIORITY_DEFAULT, cancellable, on_answer, later);
  return later;
}

void
later_free (Later *later)
{
  g_assert_true (later->done);
  g_clear_pointer (&later->bytes, g_bytes_unref);
  g_clear_error (&later->error);
  g_free (later);
}

void
check_p12 (GBytes *file, const char *password, gboolean legacy)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE
                                                                        | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                                                        | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GSubprocess) openssl = NULL;
  g_autoptr (GBytes) output = NULL;
  g_autofree char *text = NULL;
  guint certificates = 0;

  g_subprocess_launcher_setenv (launcher, "P12_PASSWORD", password, TRUE);
  openssl = g_subprocess_launcher_spawn (launcher, &error, "openssl", "pkcs12", "-info", "-nodes", "-passin",
                                         "env:P12_PASSWORD", legacy ? "-legacy" : NULL, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (openssl, file, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output));
  g_assert_true (g_subprocess_get_successful (openssl));
  for (const char *at = text; (at = strstr (at, "BEGIN CERTIFICATE")) != NULL; at++)
    certificates++;
  g_assert_cmpuint (certificates, ==, 3);
  g_assert_nonnull (strstr (text, "BEGIN PRIVATE KEY"));
  g_assert_nonnull (strstr (text, "friendlyName: Practice "));
  if (legacy) {
    g_assert_nonnull (strstr (text, "MAC: sha1"));
    g_assert_nonnull (strstr (text, "pbeWithSHA1And40BitRC2-CBC"));
    g_assert_nonnull (strstr (text, "pbeWithSHA1And3-KeyTripleDES-CBC"));
  } else {
    g_assert_nonnull (strstr (text, "MAC: sha256"));
    g_assert_nonnull (strstr (text, "AES-256-CBC"));
    g_assert_nonnull (strstr (text, "hmacWithSHA256"));
    g_assert_null (strstr (text, "pbeWith"));
  }
}
