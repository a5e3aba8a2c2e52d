/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole portal, as a person and a network that behaves well or badly meet it. */
#include "visitor.h"

#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <glib/gstdio.h>

static void
test_report (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS);
  const char * const files[] = { "Definition", "TrustAnchor", "Database", "Log" };
  g_autofree char *folder = visitor_get (visitor, "MailFolder"), *origin = visitor_get (visitor, "Origin");
  g_autofree char *path = visitor_get (visitor, "Definition"), *written = NULL, *anchor = NULL, *trusted = NULL;
  g_autofree char *process = NULL;
  g_autoptr (GKeyFile) definition = g_key_file_new ();
  GStatBuf status;

  for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *file = visitor_get (visitor, files[i]);

    g_assert_cmpint (g_stat (file, &status), ==, 0);
    g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  }
  g_assert_cmpint (g_stat (visitor->directory, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
  g_assert_true (g_str_has_prefix (origin, "https://127.0.0.1:"));
  process = visitor_get (visitor, "ProcessId");
  g_assert_cmpstr (g_subprocess_get_identifier (visitor->process), ==, process);

  g_assert_true (g_key_file_load_from_file (definition, path, G_KEY_FILE_NONE, NULL));
  written = g_key_file_get_string (definition, "Portal", "Origin", NULL);
  anchor = g_key_file_get_string (definition, "Portal", "TrustAnchor", NULL);
  trusted = visitor_get (visitor, "TrustAnchor");
  g_assert_cmpstr (written, ==, origin);
  g_assert_cmpstr (anchor, ==, trusted);
  g_assert_true (g_key_file_get_boolean (definition, "Portal", "Practice", NULL));
}

static void
test_good_journey (void)
{
  g_autoptr (Visitor) visitor = visitor_new (" --issue-seconds 1");
  g_autoptr (Answer) identified = visitor_identify (visitor, NULL, NULL, NULL);
  g_autoptr (Answer) list = NULL, early = NULL, file = NULL, issued = NULL, after = NULL;
  g_autofree char *serial = NULL;

  g_assert_cmpuint (identified->status, ==, 303);
  g_assert_cmpstr (answer_header (identified, "Location"), ==, "/service/list");
  g_assert_nonnull (strstr (answer_header (identified, "Set-Cookie"), "; Secure; HttpOnly"));
  list = visitor_ask (visitor, "/service/list");
  g_assert_nonnull (strstr (list->text, "data-state=\"fetched\""));
  g_assert_nonnull (strstr (list->text, "href=\"/service/certificate/1\""));
  g_assert_nonnull (strstr (list->text, "href=\"/service/certificate/2\""));
  g_assert_null (strstr (list->text, "href=\"/service/certificate/3\""));
  g_assert_cmpstr (answer_header (list, "Cache-Control"), ==, "no-store");
  early = visitor_ask (visitor, "/service/issued");
  g_assert_cmpuint (early->status, ==, 303);

  file = visitor_agree (visitor, 1);
  visitor_check_file (visitor, file, "practice-class-2-standard.p12", FALSE);
  visitor_check (visitor, STATE ("1"), "fetched");
  visitor_check (visitor, AGREEMENTS, "1");
  visitor_await (visitor, "SELECT service FROM event WHERE kind = 'delivered'", "Practice Class 2 Standard");
  issued = visitor_ask (visitor, "/service/issued");
  serial = visitor_query (visitor, "SELECT serial FROM certificate WHERE id = 1");
  g_assert_nonnull (strstr (issued->text, serial));
  g_assert_nonnull (strstr (issued->text, "/help/installation"));

  /* The next one needs the next code. */
  after = visitor_ask (visitor, "/service/list");
  g_assert_true (answer_has (after, "empty"));
  visitor_await_mails (visitor, 2);
}

/* One after the other, with the code of each new message; then practice begins anew at the next start. */
static void
test_practice_never_ends (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS);
  g_autoptr (Answer) first = visitor_fetch (visitor, 2), second = NULL, third = NULL, list = NULL;
  g_autofree char *old = NULL, *origin = visitor_get (visitor, "Origin"), *origin_again = NULL;

  visitor_check_file (visitor, first, "practice-class-2-compact.p12", FALSE);
  visitor_await_mails (visitor, 2);
  second = visitor_fetch (visitor, 1);
  visitor_check_file (visitor, second, "practice-class-2-standard.p12", FALSE);
  visitor_await (visitor, "SELECT count (*) FROM event WHERE kind = 'delivered'", "2");
  g_assert_cmpuint (visitor_count_mails (visitor), ==, 2);
  old = visitor_code (visitor);

  visitor_stop (visitor, SIGTERM);
  visitor_start (visitor, NOBODY_WAITS);
  origin_again = visitor_get (visitor, "Origin");
  g_assert_cmpstr (origin_again, ==, origin);
  g_assert_cmpuint (visitor_count_mails (visitor), ==, 3);
  visitor_check (visitor, "SELECT count (*) FROM certificate WHERE state = 'ready'", "2");
  third = visitor_identify (visitor, NULL, NULL, old);
  list = visitor_ask (visitor, "/service/list");
  g_assert_true (answer_has (list, "empty"));
  g_clear_pointer (&third, answer_free);
  third = visitor_fetch (visitor, 5);
  visitor_check_file (visitor, third, "practice-class-2-compact.p12", FALSE);
}

static void
test_restart_changes_nothing (void)
{
  static const char dump[] = "SELECT group_concat (id || service || state || coalesce (serial, '')) FROM certificate";
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS);
  g_autofree char *before = visitor_query (visitor, dump), *after = NULL;
  g_autofree char *root = NULL, *root_after = NULL, *path = visitor_get (visitor, "TrustAnchor");
  g_autoptr (Answer) file = NULL;

  g_assert_true (g_file_get_contents (path, &root, NULL, NULL));
  visitor_stop (visitor, SIGKILL);
  visitor_start (visitor, NOBODY_WAITS " --page-charset shift_jis");
  after = visitor_query (visitor, dump);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (visitor_count_mails (visitor), ==, 1);
  g_assert_true (g_file_get_contents (path, &root_after, NULL, NULL));
  g_assert_cmpstr (root_after, ==, root);
  file = visitor_fetch (visitor, 2);
  visitor_check_file (visitor, file, "practice-class-2-compact.p12", FALSE);
}

/* Whoever has thrown the message away gets another one at the next start. */
static void
test_message_lost (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS);
  g_autofree char *folder = visitor_get (visitor, "MailFolder"), *code = visitor_code (visitor);
  g_autoptr (Answer) file = NULL, old = NULL, list = NULL;

  visitor_stop (visitor, SIGTERM);
  visitor_forget_mails (folder);
  visitor_start (visitor, NOBODY_WAITS);
  g_assert_cmpuint (visitor_count_mails (visitor), ==, 1);
  old = visitor_identify (visitor, NULL, NULL, code);
  list = visitor_ask (visitor, "/service/list");
  g_assert_true (answer_has (list, "empty"));
  file = visitor_fetch (visitor, 2);
  visitor_check_file (visitor, file, "practice-class-2-compact.p12", FALSE);
}

static void
test_wrong_entries (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS);
  g_autofree char *code = visitor_code (visitor), *padded = NULL;
  const char * const entries[][3] = {
    { NULL, "wrong", code }, { "nobody@inkan.example", NULL, code }, { NULL, NULL, "aaaaaaaaaaaaaaaaaaa1" },
    { "", "", "" },
  };
  g_autoptr (Answer) right = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++) {
    g_autoptr (Answer) answer = visitor_identify (visitor, entries[i][0], entries[i][1], entries[i][2]);
    g_autoptr (Answer) list = visitor_ask (visitor, "/service/list");

    g_assert_cmpuint (answer->status, ==, 200);
    g_assert_true (answer_has (answer, "refused"));
    g_assert_true (answer_has (answer, "identity"));
    g_assert_true (answer_has (list, "session-over"));
    /* Not shown again, whatever it was. */
    g_assert_null (strstr (answer->text, code));
  }
  /* Blanks around and another case of the address are no mistake. */
  padded = g_strdup_printf ("  %s ", code);
  right = visitor_identify (visitor, " Applicant@INKAN.example", NULL, padded);
  g_assert_cmpuint (right->status, ==, 303);
}

static void
test_odd_entries (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS " --page-charset euc-jp");
  g_autofree char *lengthy = g_strnfill (10000, 'x');
  const char * const odd[] = { lengthy, "\001\002\r\n\t\177", "\342\200\256evil", "😀", "１２ＡＢ", "\377\376", "日本" };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++) {
    g_autofree char *address = g_strconcat (odd[i], "@inkan.example", NULL);
    g_autoptr (Answer) answer = visitor_identify (visitor, address, odd[i], odd[i]);

    g_assert_cmpuint (answer->status, ==, 200);
    g_assert_true (answer_has (answer, "refused"));
    g_assert_null (memchr (answer->text, 1, strlen (answer->text)));
  }
}

static void
test_used_code (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS);
  g_autofree char *code = visitor_code (visitor);
  g_autoptr (Answer) file = visitor_fetch (visitor, 2);
  g_autoptr (Answer) wrong = NULL, identified = NULL, list = NULL, review = NULL;

  g_assert_cmpuint (file->status, ==, 200);
  wrong = visitor_identify (visitor, NULL, "wrong", code);
  g_assert_true (answer_has (wrong, "refused"));
  identified = visitor_identify (visitor, NULL, NULL, code);
  g_assert_cmpuint (identified->status, ==, 303);
  list = visitor_ask (visitor, "/service/list");
  g_assert_true (answer_has (list, "empty"));
  g_assert_null (strstr (list->text, "/service/certificate/"));
  review = visitor_ask (visitor, "/service/certificate/2");
  g_assert_true (answer_has (review, "already-retrieved"));
}

static void
test_lock (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS);
  g_autoptr (Answer) last = NULL, right = NULL, other = NULL, reissue = NULL;
  gint64 seconds;

  for (guint i = 0; i < 4; i++) {
    g_autoptr (Answer) answer = visitor_identify (visitor, NULL, "wrong", NULL);

    g_assert_true (answer_has (answer, "refused"));
  }
  last = visitor_identify (visitor, NULL, "wrong", NULL);
  g_assert_cmpuint (last->status, ==, 429);
  g_assert_true (answer_has (last, "locked"));
  seconds = g_ascii_strtoll (answer_header (last, "Retry-After"), NULL, 10);
  g_assert_cmpint (seconds, >, 570);
  g_assert_cmpint (seconds, <=, 600);

  visitor_stop (visitor, SIGTERM);
  visitor_start (visitor, NOBODY_WAITS);
  right = visitor_identify (visitor, NULL, NULL, NULL);
  g_assert_cmpuint (right->status, ==, 429);
  g_assert_true (answer_has (right, "locked"));
  reissue = visitor_reissue (visitor, NULL, "");
  g_assert_true (answer_has (reissue, "locked"));
  other = visitor_identify (visitor, "nobody@inkan.example", NULL, NULL);
  g_assert_true (answer_has (other, "refused"));
}

static void
test_reissue (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS);
  g_autofree char *old = visitor_code (visitor), *serial = NULL, *bytes = NULL;
  g_autoptr (Answer) wrong = visitor_reissue (visitor, "wrong", "");
  g_autoptr (Answer) ready = NULL, good = NULL, list = NULL, identified = NULL, file = NULL;

  g_assert_true (answer_has (wrong, "refused"));
  ready = visitor_reissue (visitor, NULL, "Practice Class 2 Standard");
  g_assert_true (answer_has (ready, "nothing-to-reissue"));
  g_assert_cmpuint (visitor_count_mails (visitor), ==, 1);

  /* Nothing was tried yet: the one that was fetched before. */
  good = visitor_reissue (visitor, NULL, "");
  g_assert_true (answer_has (good, "reissued"));
  g_assert_nonnull (strstr (good->text, "Practice Class 1 Trial"));
  visitor_check (visitor, STATE ("3"), "revoked");
  visitor_check (visitor, STATE ("4"), "ready");
  visitor_check (visitor, "SELECT service FROM event WHERE kind = 'reissue'", "Practice Class 1 Trial");
  g_assert_cmpuint (visitor_count_mails (visitor), ==, 2);

  identified = visitor_identify (visitor, NULL, NULL, old);
  list = visitor_ask (visitor, "/service/list");
  g_assert_true (answer_has (list, "empty"));
  file = visitor_fetch (visitor, 4);
  visitor_check_file (visitor, file, "practice-class-1-trial.p12", FALSE);

  g_clear_pointer (&list, answer_free);
  list = visitor_ask (visitor, "/ca/personal.crl");
  g_assert_cmpstr (answer_header (list, "Content-Type"), ==, "application/pkix-crl");
  serial = visitor_query (visitor, "SELECT serial FROM certificate WHERE id = 3");
  bytes = g_malloc0 (17);
  for (guint i = 0; i < 16; i++)
    bytes[i] = (char) (g_ascii_xdigit_value (serial[2 * i]) * 16 + g_ascii_xdigit_value (serial[2 * i + 1]));
  g_assert_nonnull (memmem (g_bytes_get_data (list->bytes, NULL), g_bytes_get_size (list->bytes), bytes, 16));
}

static void
test_forgery (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS);
  g_autofree char *code = visitor_code (visitor);
  g_autofree char *form = soup_form_encode ("email", "applicant@inkan.example", "password", "Practice-Only-2468",
                                            "code", code, NULL);
  g_autoptr (Answer) without = visitor_post (visitor, "/service/identify", form);
  g_autoptr (Answer) right = NULL, forged = NULL, no_button = NULL, reissue = NULL;
  g_autofree char *agreement = NULL, *half = NULL;

  g_assert_cmpuint (without->status, ==, 403);
  g_assert_true (answer_has (without, "session-over"));
  reissue = visitor_post (visitor, "/service/reissue", form);
  g_assert_cmpuint (reissue->status, ==, 403);
  right = visitor_identify (visitor, NULL, NULL, NULL);
  forged = visitor_post (visitor, "/service/certificate/2/agree", "token=00&agree=yes");
  g_assert_cmpuint (forged->status, ==, 403);
  agreement = visitor_agreement (visitor, 2);
  half = g_strndup (agreement, strstr (agreement, "&agree") - agreement);
  no_button = visitor_post (visitor, "/service/certificate/2/agree", half);
  g_assert_cmpuint (no_button->status, ==, 400);
  visitor_check (visitor, STATE ("2"), "ready");
  visitor_check (visitor, AGREEMENTS, "2");
}

static void
test_odd_requests (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS);
  static const struct {
    const char *path;
    const char *form;
    guint       status;
  } cases[] = {
    { "/", NULL, 303 }, { "/nothing", NULL, 404 }, { "/service/identify", NULL, 405 },
    { "/service/download", "a=b", 405 }, { "/service/certificate/1", NULL, 200 },
    { "/service/certificate/99999999999999999999", NULL, 404 }, { "/service/certificate/1x", NULL, 404 },
    { "/service/certificate/", NULL, 404 }, { "/service/certificate/7/agree", "a=b", 200 },
    { "/help?password=secret-in-query", NULL, 200 }, { "/%0a/../..//%2e%2e/etc/passwd", NULL, 404 },
  };
  g_autofree char *lengthy = g_strnfill (200000, 'x');
  g_autoptr (Answer) large = visitor_post (visitor, "/service/identify", lengthy);
  g_autoptr (SoupMessage) message = visitor_message (visitor, "POST", "/service/identify", NULL);
  g_autoptr (GBytes) body = g_bytes_new_static ("a=b", 3), bytes = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Answer) answer = visitor_post (visitor, cases[i].path, cases[i].form);

    g_test_message ("%s", cases[i].path);
    g_assert_cmpuint (answer->status, ==, cases[i].status);
  }
  g_assert_cmpuint (large->status, ==, 413);
  soup_message_set_request_body_from_bytes (message, "text/plain", body);
  bytes = soup_session_send_and_read (visitor->browser, message, NULL, NULL);
  g_assert_cmpuint (soup_message_get_status (message), ==, 415);
}

static void
test_languages (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS);
  static const struct {
    const char *accepted;
    const char *language;
  } cases[] = {
    { "ja", "ja" }, { "ja-JP,en;q=0.5", "ja" }, { "en;q=0.5, ja;q=0.9", "ja" }, { "en, ja", "en" }, { "de, ja", "en" },
    { "jav, en", "en" }, { "*", "en" }, { "", "en" }, { ";;,q=x", "en" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (Answer) answer = NULL;

    visitor->language = cases[i].accepted;
    answer = visitor_ask (visitor, "/help");
    g_assert_cmpstr (answer_header (answer, "Content-Language"), ==, cases[i].language);
  }
}

static void
test_legacy_file (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS " --p12 legacy --mail-charset iso-2022-jp");
  g_autoptr (Answer) file = visitor_fetch (visitor, 2);

  visitor_check_file (visitor, file, "practice-class-2-compact.p12", TRUE);
}

static void
test_several_at_once (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS);
  Later *answers[24];

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (SoupMessage) message = visitor_message (visitor, "GET", i % 2 ? "/service/download" : "/help", NULL);

    answers[i] = later_new (visitor, message, NULL);
  }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    later_wait (answers[i]);
    g_assert_no_error (answers[i]->error);
    g_assert_cmpuint (g_bytes_get_size (answers[i]->bytes), >, 500);
    later_free (answers[i]);
  }
}

static void
search (const char *path, const char * const *secrets, guint *files)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autofree char *bytes = NULL;
  const char *name;
  gsize size;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    search (child, secrets, files);
  }
  if (folder != NULL || g_str_has_suffix (path, ".eml"))
    return;
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  (*files)++;
  for (guint i = 0; secrets[i] != NULL; i++)
    if (memmem (bytes, size, secrets[i], strlen (secrets[i])) != NULL)
      g_error ("%s holds %s", path, secrets[i]);
}

/* Password, code, cookie and hidden field after a whole journey: in no file but the message. */
static void
test_no_secrets (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS);
  g_autofree char *password = visitor_get (visitor, "Password"), *code = visitor_code (visitor);
  g_autoptr (Answer) page = visitor_ask (visitor, "/service/download?password=hush-hush");
  g_autofree char *token = answer_token (page), *cookie = NULL;
  g_autoptr (Answer) wrong = visitor_identify (visitor, "hush-hush", "hush-hush", "hush-hush");
  g_autoptr (Answer) identified = visitor_identify (visitor, NULL, NULL, NULL);
  g_autoptr (Answer) file = visitor_agree (visitor, 2);
  const char *secrets[] = { password, code, token, "hush-hush", NULL, NULL };
  guint files = 0;

  g_assert_true (answer_has (wrong, "refused"));
  g_assert_cmpuint (file->status, ==, 200);
  cookie = g_strndup (strchr (answer_header (identified, "Set-Cookie"), '=') + 1, 64);
  secrets[4] = cookie;
  search (visitor->directory, secrets, &files);
  g_assert_cmpuint (files, >=, 7);
  visitor_check_log (visitor, "POST /service/certificate/2/agree 200");
  visitor_check_log (visitor, "GET /service/download 200");
}

/* @arguments: separated by blanks */
static int
run (const char *arguments, char **output, char **complaint)
{
  g_autofree char *program = visitor_program (), *line = NULL, *quoted = g_shell_quote (program);
  g_autoptr (GError) error = NULL;
  int status = -1;

  line = g_strconcat (quoted, " ", arguments, NULL);
  g_spawn_command_line_sync (line, output, complaint, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
test_options (void)
{
  const char * const wrong[] = {
    "", "--directory ''", "--directory x --fault nonsense", "--directory x --page-charset latin-1",
    "--directory x --p12 none", "--directory x --port 70000", "--directory x --port -1",
    "--directory x --issue-seconds -1", "--directory x more", "--nonsense",
  };
  const char * const faults[] = {
    "clock-ahead", "close-after-agree", "html-instead-of-file", "maintenance", "redirect-elsewhere", "session-expired",
    "session-lost",
  };
  g_autofree char *help = NULL, *version = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autofree char *output = NULL, *complaint = NULL;

    g_assert_cmpint (run (wrong[i], &output, &complaint), ==, 2);
    g_assert_cmpstr (output, ==, "");
    g_assert_true (g_str_has_prefix (complaint, "inkan-practice-portal: "));
  }
  g_assert_false (g_file_test ("x", G_FILE_TEST_EXISTS));
  g_assert_cmpint (run ("--help", &help, NULL), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    g_assert_nonnull (strstr (help, faults[i]));
  g_assert_cmpint (run ("--version", &version, NULL), ==, 0);
  g_assert_true (g_str_has_prefix (version, "inkan-practice-portal "));
}

static void
test_directory_taken (void)
{
  g_autoptr (Visitor) visitor = visitor_new (NOBODY_WAITS);
  g_autofree char *quoted = g_shell_quote (visitor->directory);
  g_autofree char *arguments = g_strconcat ("--directory ", quoted, NULL), *output = NULL, *complaint = NULL;

  g_assert_cmpint (run (arguments, &output, &complaint), ==, 1);
  g_assert_cmpstr (output, ==, "");
  g_assert_nonnull (strstr (complaint, "another practice portal"));
  g_clear_pointer (&output, g_free);
  g_clear_pointer (&complaint, g_free);
  g_assert_cmpint (run ("--directory /dev/null/portal", &output, &complaint), ==, 1);
  g_assert_nonnull (strstr (complaint, "/dev/null"));
}

/* The shell that started it is killed; the pipe that both write to closes when the portal is gone as well. */
static void
test_ends_with_parent (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *program = visitor_program (), *folder = g_dir_make_tmp ("inkan-parent-XXXXXX", &error);
  g_autofree char *removal = NULL, *quoted = g_shell_quote (folder);
  g_autoptr (GSubprocess) shell = NULL;
  GInputStream *output;
  char piece[4096];
  gboolean listening = FALSE;
  gssize size;

  g_assert_no_error (error);
  shell = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE, &error, "sh", "-c",
                            "\"$0\" --directory \"$1\" & read -r line", program, folder, NULL);
  g_assert_no_error (error);
  output = g_subprocess_get_stdout_pipe (shell);
  while ((size = g_input_stream_read (output, piece, sizeof piece, NULL, NULL)) > 0) {
    listening = TRUE;
    g_subprocess_force_exit (shell);
  }
  g_assert_true (listening);
  g_assert_cmpint (size, ==, 0);
  removal = g_strconcat ("rm -r ", quoted, NULL);
  g_assert_true (g_spawn_command_line_sync (removal, NULL, NULL, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/portal/report", test_report);
  g_test_add_func ("/practice/portal/good-journey", test_good_journey);
  g_test_add_func ("/practice/portal/practice-never-ends", test_practice_never_ends);
  g_test_add_func ("/practice/portal/restart-changes-nothing", test_restart_changes_nothing);
  g_test_add_func ("/practice/portal/message-lost", test_message_lost);
  g_test_add_func ("/practice/portal/wrong-entries", test_wrong_entries);
  g_test_add_func ("/practice/portal/odd-entries", test_odd_entries);
  g_test_add_func ("/practice/portal/used-code", test_used_code);
  g_test_add_func ("/practice/portal/lock", test_lock);
  g_test_add_func ("/practice/portal/reissue", test_reissue);
  g_test_add_func ("/practice/portal/forgery", test_forgery);
  g_test_add_func ("/practice/portal/odd-requests", test_odd_requests);
  g_test_add_func ("/practice/portal/languages", test_languages);
  g_test_add_func ("/practice/portal/legacy-file", test_legacy_file);
  g_test_add_func ("/practice/portal/several-at-once", test_several_at_once);
  g_test_add_func ("/practice/portal/no-secrets", test_no_secrets);
  g_test_add_func ("/practice/portal/options", test_options);
  g_test_add_func ("/practice/portal/directory-taken", test_directory_taken);
  g_test_add_func ("/practice/portal/ends-with-parent", test_ends_with_parent);
  return g_test_run ();
}
