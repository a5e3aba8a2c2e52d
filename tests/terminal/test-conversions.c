/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file locked anew, and the copy for older programs: steps 7, 9 and 10. */
#include "scene.h"

#include <string.h>

#define NEW "correct-horse-battery"

static const char modern[] = "PBES2, PBKDF2, AES-256-CBC, Iteration 600000, PRF hmacWithSHA256";
static const char compatible[] = "pbeWithSHA1And3-KeyTripleDES-CBC";

static void
expect_lock (Scene      *scene,
             const char *path,
             const char *password,
             const char *wanted)
{
  g_autofree char *lock = scene_ask_lock (scene, path, password);

  if (strstr (lock, wanted) == NULL)
    g_error ("%s: “%s” is missing in:\n%s", path, wanted, lock);
  scene_prove (scene, path, password);
}

static char *
get_main (Scene *scene)
{
  return scene_get_path (scene, "Desktop/practice-class-2-standard.p12");
}

static char *
get_copy (Scene *scene)
{
  return scene_get_path (scene, "Desktop/practice-class-2-standard (for older programs).p12");
}

/* The end of the output: the copy, then the file. */
static void
expect_ending (const char *output,
               const char *copy,
               const char *saved)
{
  g_autofree char *wanted = copy != NULL ? g_strdup_printf ("\ncopy=%s\nsaved=%s\n", copy, saved)
                                         : g_strdup_printf ("\nsaved=%s\n", saved);

  if (!g_str_has_suffix (output, wanted))
    g_error ("It does not end with “%s”:\n%s", wanted, output);
  g_assert_true ((strstr (output, "\ncopy=") != NULL) == (copy != NULL));
}

/* By answers. @new_passphrase, @copy_passphrase: (nullable) */
static void
answer (const char *more,
        const char *new_passphrase,
        const char *copy_passphrase,
        gboolean    has_copy)
{
  g_autoptr(Scene) scene = scene_new (NULL);
  g_autofree char *answers = scene_make_answers (scene, NULL, more);
  g_autofree char *password = scene_get (scene, "Password");
  g_autofree char *saved = get_main (scene);
  g_autofree char *copy = get_copy (scene);
  g_autofree char *last = NULL;
  g_autofree char *output = NULL;
  g_autofree char *stage = NULL;

  g_assert_cmpint (scene_answer (scene, answers, NULL, &last, &output, NULL), ==, 0);
  expect_ending (output, has_copy ? copy : NULL, saved);
  stage = scene_get_stage (scene);
  g_assert_cmpstr (stage, ==, "");
  g_assert_null (strstr (output, NEW));
  g_assert_null (strstr (output, password));
  if (strstr (more, "modern") != NULL)
    expect_lock (scene, saved, new_passphrase != NULL ? new_passphrase : password, modern);
  else
    scene_prove (scene, saved, password);
  if (has_copy)
    expect_lock (scene, copy, copy_passphrase != NULL ? copy_passphrase : new_passphrase != NULL ? new_passphrase : password,
                 compatible);
}

static void
test_answers (void)
{
  answer ("file-encryption=as-sent\ncopy=no", NULL, NULL, FALSE);
  answer ("file-encryption=modern", NULL, NULL, FALSE);
  answer ("file-encryption=modern\nnew-file-password=" NEW "\ncopy=yes", NEW, NULL, TRUE);
  answer ("copy=yes", NULL, NULL, TRUE);
  answer ("file-encryption=modern\ncopy=yes\ncopy-password=" NEW, NULL, NEW, TRUE);
}

/* Known before anything is sent */
static void
test_wrong_answers (void)
{
  g_autoptr(Scene) scene = scene_new (NULL);
  g_autofree char *log_path = scene_get (scene, "Log");
  g_autofree char *log = NULL;
  static const char *const cases[][2] = {
    { "file-encryption=rot13", "The answer “file-encryption” is neither" },
    { "new-file-password=" NEW, "The answer “new-file-password” means nothing without “file-encryption”." },
    { "file-encryption=modern\nnew-file-password=short", "Take at least 8 characters" },
    { "file-encryption=modern\nnew-file-password=", "The answer “new-file-password” is empty." },
    { "copy-password=" NEW, "The answer “copy-password” means nothing without “copy”." },
    { "copy=yes\ncopy-password=パスフレーズです", "The answer “copy-password” cannot be used." },
    { "file-encryption=modern\nnew-file-password=パスフレーズです\ncopy=yes", "The answer “copy-password” cannot be used." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *answers = scene_make_answers (scene, NULL, cases[i][0]);
    g_autofree char *wanted = g_strconcat ("error=WRONG_ANSWER ", cases[i][1], NULL);
    g_autofree char *last = NULL;

    g_assert_cmpint (scene_answer (scene, answers, NULL, &last, NULL, NULL), ==, 3);
    if (!g_str_has_prefix (last, wanted))
      g_error ("“%s” in place of “%s”", last, wanted);
  }
  g_assert_true (g_file_get_contents (log_path, &log, NULL, NULL));
  g_assert_null (strstr (log, "POST"));
}

/* From the beginning to the questions of step 7 */
static Tty *
go_to_file (Scene *scene)
{
  Tty *tty = tty_new (scene, 80, 0, NULL);
  g_autofree char *code = scene_get_code (scene);
  g_autofree char *address = scene_get (scene, "Address");
  g_autofree char *password = scene_get (scene, "Password");

  tty_answer (tty, "Certificate code: ", code);
  tty_answer (tty, "E-mail address: ", address);
  tty_answer (tty, "Application password: ", password);
  tty_answer (tty, "[Enter: Send] ", "");
  tty_answer (tty, "Number or name of the service: ", "1");
  tty_answer (tty, "I Agree to the Terms: [yes/NO] ", "yes");
  tty_answer (tty, "[Enter: OK] ", "");
  return tty;
}

static void
finish (Tty *tty)
{
  tty_answer (tty, "Folder [", "~/Desktop");
  tty_answer (tty, "Save here all the same [yes/NO] ", "yes");
  tty_answer (tty, "File name [", "");
  tty_answer (tty, "I have read this [yes/NO] ", "yes");
  g_assert_cmpint (tty_wait (tty), ==, 0);
}

static void
type_unseen (Tty        *tty,
             const char *prompt,
             const char *typed)
{
  g_autofree char *line = g_strconcat (typed, "\n", NULL);

  tty_expect (tty, prompt);
  g_assert_false (tty_get_echo (tty));
  tty_type (tty, line);
}

/* A passphrase of one's own for the file; the same for the copy. */
static void
test_typed (void)
{
  g_autoptr(Scene) scene = scene_new (NULL);
  g_autofree char *saved = get_main (scene);
  g_autofree char *copy = get_copy (scene);
  g_autoptr(Tty) tty = go_to_file (scene);

  tty_answer (tty, "Make it safe with today's encryption [yes/NO] ", "yes");
  tty_answer (tty, "Keep the password of the file [YES/no] ", "no");
  type_unseen (tty, "New file password [Enter: have one generated]: ", "short");
  tty_expect (tty, "Take at least 8 characters");
  type_unseen (tty, "New file password [Enter: have one generated]: ", NEW);
  type_unseen (tty, "Repeat file password: ", "something else");
  tty_expect (tty, "The two are not the same.");
  type_unseen (tty, "New file password [Enter: have one generated]: ", NEW);
  type_unseen (tty, "Repeat file password: ", NEW);
  tty_expect (tty, "[Good] The newly locked file is what will be saved");
  tty_answer (tty, "Make a copy that older programs can open [yes/NO] ", "yes");
  tty_answer (tty, "The same password as the file [YES/no] ", "");
  tty_expect (tty, "[Good] A copy will be saved beside the file");
  finish (tty);
  expect_ending (tty_get_output (tty), copy, saved);
  g_assert_null (strstr (tty_get_output (tty), NEW));
  expect_lock (scene, saved, NEW, modern);
  expect_lock (scene, copy, NEW, compatible);
}

/* One that is made by chance: shown once, taken away, and it fits. */
static void
test_generated (void)
{
  g_autoptr(Scene) scene = scene_new (NULL);
  g_autofree char *saved = get_main (scene);
  g_autofree char *made = NULL;
  g_autoptr(Tty) tty = go_to_file (scene);
  const char *end, *start;

  tty_answer (tty, "Make it safe with today's encryption [yes/NO] ", "yes");
  tty_answer (tty, "Keep the password of the file [YES/no] ", "no");
  type_unseen (tty, "New file password [Enter: have one generated]: ", "");
  tty_expect (tty, "[Enter: I have noted it down] ");
  end = strstr (tty_get_output (tty), "\n[Enter: I have noted it down]");
  for (start = end; start[-1] != ' '; start--)
    ;
  made = g_strndup (start, (gsize) (end - start));
  tty_type (tty, "\n");
  tty_expect (tty, "\033[2A");
  tty_answer (tty, "Make a copy that older programs can open [yes/NO] ", "no");
  finish (tty);
  expect_lock (scene, saved, made, modern);
}

/* Where the passphrase is not known any more, it is asked for, tried, and may be left out. */
static void
test_asked (void)
{
  g_autoptr(Scene) scene = scene_new (NULL);
  g_autofree char *password = scene_get (scene, "Password");
  g_autofree char *folder = scene_get_path (scene, "Desktop");
  g_autofree char *saved = get_main (scene);
  g_autofree char *answers = g_strdup_printf ("[Answers]\naccept-warnings=yes\ncontinue=yes\nfolder=%s\nfile-password=wrong\nfile-encryption=modern\n", folder);
  g_autofree char *last = NULL;
  g_autofree char *stage = NULL;
  g_autoptr(Tty) tty = go_to_file (scene);
  g_autoptr(Tty) second = NULL;

  tty_expect (tty, "Make it safe with today's encryption [yes/NO] ");
  tty_interrupt (tty);
  g_assert_cmpint (tty_wait (tty), ==, 6);

  /* A script is not told that it was saved as it wanted. */
  g_assert_cmpint (scene_answer (scene, answers, NULL, &last, NULL, NULL), ==, 16);
  g_assert_false (g_file_test (saved, G_FILE_TEST_EXISTS));
  stage = scene_get_stage (scene);
  g_assert_cmpstr (stage, ==, "received");

  second = tty_new (scene, 80, 0, NULL);
  tty_answer (second, "Continue? [YES/no] ", "yes");
  type_unseen (second, "File password [Enter: later]: ", "wrong");
  tty_expect (second, "This password does not open the file.");
  type_unseen (second, "File password [Enter: later]: ", password);
  tty_expect (second, "Issued to: ");
  tty_answer (second, "Make it safe with today's encryption [yes/NO] ", "yes");
  tty_answer (second, "Keep the password of the file [YES/no] ", "");
  tty_answer (second, "Make a copy that older programs can open [yes/NO] ", "");
  finish (second);
  expect_lock (scene, saved, password, modern);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/conversions/answers", test_answers);
  g_test_add_func ("/terminal/conversions/wrong-answers", test_wrong_answers);
  g_test_add_func ("/terminal/conversions/typed", test_typed);
  g_test_add_func ("/terminal/conversions/generated", test_generated);
  g_test_add_func ("/terminal/conversions/asked", test_asked);
  return g_test_run ();
}
