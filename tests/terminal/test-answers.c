/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal with the answers given beforehand: it asks nothing, names what is
 * missing, and says how it ended in its last line and its exit status. */
#include "scene.h"

#include <string.h>

#include <glib/gstdio.h>

#define SERVICE "Practice Class 2 Standard"

static void
expect (Scene      *self,
        const char *answers,
        int         status,
        const char *beginning)
{
  g_autofree char *last = NULL;
  g_autofree char *output = NULL;
  int got = scene_answer (self, answers, NULL, &last, &output, NULL);

  if (got != status || !g_str_has_prefix (last, beginning))
    g_error ("expected %d “%s”, got %d from:\n%s", status, beginning, got, output);
}

static char *
get_saved (Scene *self)
{
  return scene_get_path (self, "Desktop/practice-class-2-standard.p12");
}

static void
test_complete (void)
{
  g_autoptr(Scene) self = scene_new (NULL);
  g_autofree char *answers = scene_make_answers (self, NULL, NULL);
  g_autofree char *saved = get_saved (self);
  g_autofree char *password = scene_get (self, "Password");
  g_autofree char *wanted = g_strconcat ("saved=", saved, NULL);
  g_autofree char *last = NULL;
  g_autofree char *output = NULL;
  g_autofree char *stage = NULL;

  g_assert_cmpint (scene_answer (self, answers, NULL, &last, &output, NULL), ==, 0);
  g_assert_cmpstr (last, ==, wanted);
  scene_prove (self, saved, password);
  stage = scene_get_stage (self);
  g_assert_cmpstr (stage, ==, "");
  g_assert_cmpuint (scene_count_agreements (self), ==, 1);
  /* Nothing secret in what it says, and the terms and the care page in it. */
  g_assert_null (strstr (output, password));
  g_assert_nonnull (strstr (output, "Article 1."));
  g_assert_nonnull (strstr (output, "This folder is emptied"));
  g_assert_nonnull (strstr (output, "Opens with its password"));
  g_assert_nonnull (strstr (output, "Never by e-mail"));
}

static void
test_message (void)
{
  g_autoptr(Scene) self = scene_new (NULL);
  g_autofree char *answers = scene_make_answers (self, "code", "file-name=mine");
  g_autofree char *mail = scene_get_mail (self);
  g_autofree char *saved = scene_get_path (self, "Desktop/mine.p12");
  g_autofree char *wanted = g_strconcat ("saved=", saved, NULL);
  g_autofree char *last = NULL;
  const char *arguments[] = { mail, NULL };

  scene_set_japanese (self);
  g_assert_cmpint (scene_answer (self, answers, arguments, &last, NULL, NULL), ==, 3);
  g_assert_true (g_str_has_prefix (last, "error=WRONG_ANSWER "));
  g_clear_pointer (&answers, g_free);
  g_clear_pointer (&last, g_free);
  /* In Japanese the services have Japanese names; the numbers are the same. */
  answers = scene_make_answers (self, "code", "file-name=mine\nservice=1");
  g_assert_cmpint (scene_answer (self, answers, arguments, &last, NULL, NULL), ==, 0);
  g_assert_cmpstr (last, ==, wanted);
}

static void
test_missing (void)
{
  static const char *const keys[] = { "email", "password", "code", "agree", "folder", "service" };
  g_autoptr(Scene) self = scene_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autofree char *answers = scene_make_answers (self, keys[i], NULL);
    g_autofree char *message = g_strdup_printf ("error=MISSING_ANSWER The answer “%s” is missing.", keys[i]);
    g_autofree char *log_path = scene_get (self, "Log");
    g_autofree char *log = NULL;

    expect (self, answers, 2, message);
    /* All but the last are known to be missing before anything is sent. */
    g_assert_true (g_file_get_contents (log_path, &log, NULL, NULL));
    if (i + 1 < G_N_ELEMENTS (keys))
      g_assert_null (strstr (log, "POST"));
    else
      g_assert_nonnull (strstr (log, "POST"));
  }
  g_assert_cmpuint (scene_count_agreements (self), ==, 0);
}

static void
test_wrong (void)
{
  g_autoptr(Scene) self = scene_new (NULL);
  static const struct {
    const char *without;
    const char *more;
    int         status;
    const char *beginning;
  } cases[] = {
    { "email", "email=nobody", 3, "error=WRONG_ANSWER The answer “email” cannot be used." },
    { NULL, "emial=me@example.com", 3, "error=WRONG_ANSWER The answer “emial” is to no question" },
    { "agree", "agree=no", 7, "error=NOT_AGREED " },
    { "service", "service=Nonesuch", 3, "error=WRONG_ANSWER The answer “service”" },
    { "service", "service=4", 3, "error=WRONG_ANSWER The answer “service”" },
    { "service", "service=3", 22, "error=ALREADY_RETRIEVED " },
    { "folder", "folder=/nonexistent/folder", 13, "error=FOLDER This folder is not there" },
    { "accept-warnings", NULL, 13, "error=FOLDER This folder is emptied. To save there all the same: accept-warnings=yes" },
    { NULL, "file-name=.hidden", 3, "error=WRONG_ANSWER The answer “file-name” cannot be used." },
    { NULL, "no equals sign", 4, "error=ANSWERS The answers could not be read: line 9" },
    { "password", "password=wrong-one", 20, "error=IDENTITY " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *answers = scene_make_answers (self, cases[i].without, cases[i].more);

    expect (self, answers, cases[i].status, cases[i].beginning);
  }
  expect (self, "", 4, "error=ANSWERS ");
  expect (self, "[Answers]\nemail=\\q\n", 4, "error=ANSWERS The answers could not be read: line 2");
  g_assert_cmpuint (scene_count_agreements (self), ==, 0);
}

/* A name that is taken: given, it is an error, before anything is sent;
 * proposed, it makes room. */
static void
test_taken (void)
{
  g_autoptr(Scene) self = scene_new (NULL);
  g_autofree char *there = get_saved (self);
  g_autofree char *free_path = scene_get_path (self, "Desktop/practice-class-2-standard (2).p12");
  g_autofree char *wanted = g_strconcat ("saved=", free_path, NULL);
  g_autofree char *with_name = scene_make_answers (self, NULL, "file-name=practice-class-2-standard.p12");
  g_autofree char *answers = scene_make_answers (self, NULL, NULL);
  g_autofree char *kept = NULL;

  g_assert_true (g_file_set_contents (there, "of somebody", -1, NULL));
  expect (self, with_name, 3, "error=WRONG_ANSWER A file named");
  g_assert_cmpuint (scene_count_agreements (self), ==, 0);
  expect (self, answers, 0, wanted);
  g_assert_true (g_file_get_contents (there, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "of somebody");
}

static void
expect_fault (const char *fault,
              int         status,
              const char *beginning,
              guint       agreements,
              const char *stage_left)
{
  const char *arguments[] = { "--fault", fault, NULL };
  g_autoptr(Scene) self = scene_new (arguments);
  g_autofree char *answers = scene_make_answers (self, NULL, NULL);
  g_autofree char *stage = NULL;

  expect (self, answers, status, beginning);
  g_assert_cmpuint (scene_count_agreements (self), ==, agreements);
  stage = scene_get_stage (self);
  g_assert_cmpstr (stage, ==, stage_left);
}

static void
test_faults (void)
{
  expect_fault ("maintenance", 35, "error=MAINTENANCE ", 0, "");
  expect_fault ("redirect-elsewhere", 30, "error=ELSEWHERE ", 0, "");
  expect_fault ("close-after-agree", 25, "error=REISSUE_NEEDED ", 1, "");
  expect_fault ("html-instead-of-file", 25, "error=REISSUE_NEEDED ", 1, "");
}

/* One answer is one agreement: a second start is another. */
static void
test_not_issued (void)
{
  static const char *const fault[] = { "--fault", "session-lost", NULL };
  g_autoptr(Scene) self = scene_new (fault);
  g_autofree char *answers = scene_make_answers (self, NULL, NULL);
  g_autofree char *saved = get_saved (self);
  g_autofree char *wanted = g_strconcat ("saved=", saved, NULL);

  expect (self, answers, 12, "error=NOT_ISSUED ");
  expect (self, answers, 0, wanted);
}

static void
test_unreachable (void)
{
  g_autoptr(Scene) self = scene_new (NULL);
  g_autofree char *answers = scene_make_answers (self, NULL, NULL);
  g_autofree char *definition = scene_get (self, "Definition");
  g_autofree char *text = NULL;
  g_autofree char *nowhere = scene_get_path (self, "nowhere.portal");
  g_autoptr(GKeyFile) keys = g_key_file_new ();
  g_autofree char *last = NULL;
  const char *arguments[] = { "--portal", nowhere, NULL };

  g_assert_true (g_key_file_load_from_file (keys, definition, G_KEY_FILE_NONE, NULL));
  g_key_file_set_string (keys, "Portal", "Origin", "https://127.0.0.1:1");
  g_assert_true (g_key_file_save_to_file (keys, nowhere, NULL));
  g_assert_cmpint (scene_answer (self, answers, arguments, &last, NULL, NULL), ==, 27);
  g_assert_true (g_str_has_prefix (last, "error=UNREACHABLE "));

  /* The same server, without the anchor that vouches for it. */
  text = scene_get (self, "Origin");
  g_key_file_set_string (keys, "Portal", "Origin", text);
  g_key_file_remove_key (keys, "Portal", "TrustAnchor", NULL);
  g_assert_true (g_key_file_save_to_file (keys, nowhere, NULL));
  g_clear_pointer (&last, g_free);
  g_assert_cmpint (scene_answer (self, answers, arguments, &last, NULL, NULL), ==, 29);
  g_assert_true (g_str_has_prefix (last, "error=UNTRUSTED "));
}

static void
test_locked (void)
{
  g_autoptr(Scene) self = scene_new (NULL);
  g_autofree char *wrong = scene_make_answers (self, "password", "password=wrong-one");
  g_autofree char *right = scene_make_answers (self, NULL, NULL);

  for (int i = 0; i < 5; i++) {
    g_autofree char *last = NULL;

    scene_answer (self, wrong, NULL, &last, NULL, NULL);
  }
  expect (self, right, 24, "error=LOCKED ");
}

/* A code is good for one certificate: the list is empty after that. */
static void
test_used_code (void)
{
  g_autoptr(Scene) self = scene_new (NULL);
  g_autofree char *answers = scene_make_answers (self, NULL, NULL);

  expect (self, answers, 0, "saved=");
  expect (self, answers, 21, "error=NOTHING_OFFERED ");
}

static void
test_usage (void)
{
  g_autoptr(Scene) self = scene_new_bare ();
  g_autofree char *text = scene_get_path (self, "text");
  static const char *const unknown[] = { "--nonsense", NULL };
  static const char *const words[] = { "one", "two", NULL };
  static const char *const closed[] = { "--password-fd", "99", NULL };
  static const char *const output[] = { "--password-fd", "1", NULL };
  static const char *const no_file[] = { "/nonexistent.eml", NULL };
  const char *no_mail[] = { "--portal", text, NULL };
  const struct {
    const char *const *arguments;
    int                status;
    const char        *beginning;
  } cases[] = {
    { unknown, 1, "error=USAGE " },   { words, 1, "error=USAGE " },     { closed, 1, "error=USAGE " },
    { output, 1, "error=USAGE " },    { no_file, 8, "error=MESSAGE " }, { no_mail, 9, "error=PORTAL_FILE " },
    { NULL, 2, "error=MISSING_ANSWER No portal is known here: --portal is missing." },
  };

  g_assert_true (g_file_set_contents (text, "no portal", -1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *last = NULL;
    int status = scene_answer (self, "[Answers]\nagree=yes\n", cases[i].arguments, &last, NULL, NULL);

    if (status != cases[i].status || !g_str_has_prefix (last, cases[i].beginning))
      g_error ("expected %d “%s”, got %d “%s”", cases[i].status, cases[i].beginning, status, last);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/answers/complete", test_complete);
  g_test_add_func ("/terminal/answers/message", test_message);
  g_test_add_func ("/terminal/answers/missing", test_missing);
  g_test_add_func ("/terminal/answers/wrong", test_wrong);
  g_test_add_func ("/terminal/answers/taken", test_taken);
  g_test_add_func ("/terminal/answers/faults", test_faults);
  g_test_add_func ("/terminal/answers/not-issued", test_not_issued);
  g_test_add_func ("/terminal/answers/unreachable-untrusted", test_unreachable);
  g_test_add_func ("/terminal/answers/locked", test_locked);
  g_test_add_func ("/terminal/answers/used-code", test_used_code);
  g_test_add_func ("/terminal/answers/usage", test_usage);
  return g_test_run ();
}
