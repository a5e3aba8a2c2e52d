/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ten steps in a real pseudo-terminal. */
#include "scene.h"

#include <signal.h>
#include <string.h>

static void
expect_stage (Scene      *scene,
              const char *wanted)
{
  g_autofree char *stage = scene_get_stage (scene);

  g_assert_cmpstr (stage, ==, wanted);
}

static void
type_password (Tty        *tty,
               Scene      *scene,
               const char *prompt)
{
  g_autofree char *password = scene_get (scene, "Password");

  tty_expect (tty, prompt);
  g_assert_false (tty_get_echo (tty));
  tty_type (tty, password);
  tty_type (tty, "\n");
}

/* Up to the list: the code, the address, the password. */
static void
go_to_choice (Tty   *tty,
              Scene *scene)
{
  g_autofree char *code = scene_get_code (scene);
  g_autofree char *address = scene_get (scene, "Address");

  tty_answer (tty, "Certificate code: ", code);
  tty_answer (tty, "E-mail address: ", address);
  type_password (tty, scene, "Application password: ");
  tty_answer (tty, "[Enter: Send] ", "");
  tty_expect (tty, "Number or name of the service: ");
}

static void
go_to_agreement (Tty   *tty,
                 Scene *scene)
{
  go_to_choice (tty, scene);
  tty_type (tty, "1\n");
  tty_expect (tty, "I Agree to the Terms: [yes/NO] ");
}

static void
go_to_folder (Tty *tty)
{
  tty_answer (tty, "[Enter: OK] ", "");
  tty_keep_as_sent (tty);
  tty_expect (tty, "Folder [");
}

/* From the question for the folder to the end. */
static void
save (Tty   *tty,
      Scene *scene)
{
  g_autofree char *saved = scene_get_path (scene, "Desktop/my certificate.p12");
  g_autofree char *wanted = g_strconcat ("saved=", saved, NULL);
  g_autofree char *password = scene_get (scene, "Password");
  g_autofree char *last = NULL;

  tty_type (tty, "~/Desktop\n");
  tty_answer (tty, "Save here all the same [yes/NO] ", "yes");
  tty_answer (tty, "File name [", "my certificate");
  tty_answer (tty, "I have read this [yes/NO] ", "yes");
  g_assert_cmpint (tty_wait (tty), ==, 0);
  last = tty_get_last_line (tty);
  g_assert_cmpstr (last, ==, wanted);
  scene_prove (scene, saved, password);
  expect_stage (scene, "");
  g_assert_cmpuint (scene_count_agreements (scene), ==, 1);
}

static void
test_whole (void)
{
  g_autoptr(Scene) scene = scene_new (NULL);
  g_autofree char *mail = scene_get_mail (scene);
  g_autofree char *address = scene_get (scene, "Address");
  g_autofree char *password = scene_get (scene, "Password");
  g_autoptr(Tty) tty = tty_new (scene, 80, 12, NULL);

  /* The path of the message does where the code is asked for. */
  tty_answer (tty, "Certificate code: ", mail);
  tty_expect (tty, "Taken from the e-mail: ");
  tty_answer (tty, "E-mail address: ", "nobody");
  tty_expect (tty, "An e-mail address looks like name@example.com.");
  tty_answer (tty, "E-mail address", address);
  tty_expect (tty, "Application password: ");
  g_assert_false (tty_get_echo (tty));
  tty_type (tty, "not the password\n");
  tty_answer (tty, "[Enter: Send] ", "");

  tty_expect (tty, "The portal does not know these entries");
  tty_expect (tty, "E-mail address [");
  g_assert_true (tty_get_echo (tty));
  tty_type (tty, "\n");
  type_password (tty, scene, "Application password [as before]: ");
  tty_answer (tty, "Certificate code [", "");
  tty_answer (tty, "[Enter: Send] ", "");

  tty_answer (tty, "Number or name of the service: ", "3");
  tty_expect (tty, "This certificate has been fetched already");
  tty_answer (tty, "Number or name of the service: ", "Practice Class 2 Standard");
  /* The terms are longer than the page. */
  tty_answer (tty, "[Enter: read on, q: skip the rest] ", "");
  tty_expect (tty, "Article 6.");
  tty_answer (tty, "I Agree to the Terms: [yes/NO] ", "perhaps");
  tty_answer (tty, "I Agree to the Terms: [yes/NO] ", "yes");
  go_to_folder (tty);
  tty_type (tty, "/nonexistent\n");
  tty_expect (tty, "This folder is not there");
  tty_answer (tty, "Folder [", "~");
  tty_answer (tty, "Save here all the same [yes/NO] ", "");
  tty_expect (tty, "Folder [");
  save (tty, scene);
  g_assert_null (strstr (tty_get_output (tty), password));
  g_assert_null (strstr (tty_get_output (tty), "not the password"));
}

static void
test_japanese (void)
{
  g_autoptr(Scene) scene = scene_new (NULL);
  g_autofree char *code = scene_get_code (scene);
  g_autofree char *address = scene_get (scene, "Address");
  g_autofree char *last = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(Tty) tty = NULL;

  scene_set_japanese (scene);
  scene_set_variable (scene, "TERM", "dumb");
  tty = tty_new (scene, 40, 0, NULL);
  tty_answer (tty, "証明書コード: ", code);
  tty_answer (tty, "電子メールアドレス: ", address);
  type_password (tty, scene, "申請パスワード: ");
  tty_answer (tty, "[Enter: 送信] ", "");
  tty_answer (tty, "サービスの番号か名称: ", "1");
  tty_answer (tty, "利用規約に同意する: [yes/NO] ", "はい");
  tty_answer (tty, "[Enter: OK] ", "");
  tty_answer (tty, "[yes/NO] ", "いいえ");
  tty_answer (tty, "[yes/NO] ", "");
  tty_expect (tty, "フォルダ");
  tty_answer (tty, "]: ", "~/Desktop");
  tty_answer (tty, "[yes/NO] ", "はい");
  tty_expect (tty, "ファイル名");
  tty_answer (tty, "]: ", "証明書");
  tty_answer (tty, "読みました [yes/NO] ", "はい");
  g_assert_cmpint (tty_wait (tty), ==, 0);
  last = tty_get_last_line (tty);
  g_assert_true (g_str_has_suffix (last, "/Desktop/証明書.p12"));

  /* A dumb terminal is sent nothing but text, and no line is too wide for it,
   * but those that have no place to be broken at. */
  g_assert_null (strchr (tty_get_output (tty), '\033'));
  lines = g_strsplit (tty_get_output (tty), "\n", -1);
  for (char **line = lines; *line != NULL; line++) {
    guint width = 0;

    for (const char *p = *line; *p != '\0'; p = g_utf8_next_char (p))
      width += g_unichar_iswide (g_utf8_get_char (p)) ? 2 : 1;
    if (width > 40 && strchr (*line, '/') == NULL && strchr (*line, '@') == NULL)
      g_error ("too wide: %s", *line);
  }
}

/* Ctrl+C in every step: what is on the disk, and what the last line says. */
static void
test_interrupted (void)
{
  enum { CODE, PASSWORD, CHOICE, AGREEMENT, NOTICE, FOLDER, CARE, N };
  static const char *const stages[N] = { "", "", "before", "before", "received", "received", "received" };

  for (int where = 0; where < N; where++) {
    g_autoptr(Scene) scene = scene_new (NULL);
    g_autoptr(Tty) tty = tty_new (scene, 80, 0, NULL);
    g_autofree char *last = NULL;

    if (where == CODE) {
      tty_expect (tty, "Certificate code: ");
    } else if (where == PASSWORD) {
      tty_answer (tty, "Certificate code: ", "AAAABBBBCCCCDDDDEEEE");
      tty_answer (tty, "E-mail address: ", "me@example.com");
      tty_expect (tty, "Application password: ");
      g_assert_false (tty_get_echo (tty));
    } else if (where == CHOICE) {
      go_to_choice (tty, scene);
    } else {
      go_to_agreement (tty, scene);
    }
    if (where >= NOTICE) {
      tty_type (tty, "yes\n");
      tty_expect (tty, "[Enter: OK] ");
    }
    if (where >= FOLDER) {
      tty_type (tty, "\n");
      tty_keep_as_sent (tty);
      tty_expect (tty, "Folder [");
    }
    if (where == CARE) {
      tty_type (tty, "~/Desktop\n");
      tty_answer (tty, "Save here all the same [yes/NO] ", "yes");
      tty_answer (tty, "File name [", "");
      tty_expect (tty, "I have read this [yes/NO] ");
    }
    tty_interrupt (tty);
    g_assert_cmpint (tty_wait (tty), ==, 6);
    last = tty_get_last_line (tty);
    g_assert_true (g_str_has_prefix (last, where < NOTICE ? "error=INTERRUPTED Nothing was agreed to"
                                                          : "error=INTERRUPTED The file that has arrived is kept."));
    expect_stage (scene, stages[where]);
    g_assert_cmpuint (scene_count_agreements (scene), ==, where < NOTICE ? 0 : 1);
  }
}

/* The first Ctrl+C while the portal is at work says what leaving costs, and the
 * file still comes. */
static void
test_interrupted_once (void)
{
  static const char *const slow[] = { "--issue-seconds", "2", NULL };
  g_autoptr(Scene) scene = scene_new (slow);
  g_autoptr(Tty) tty = tty_new (scene, 80, 0, NULL);

  go_to_agreement (tty, scene);
  tty_type (tty, "yes\n");
  tty_expect (tty, "Usually 1 to 3 minutes");
  tty_expect (tty, "0:00");
  tty_interrupt (tty);
  tty_expect (tty, "The portal has your agreement.");
  tty_expect (tty, "Press Ctrl+C once more to leave all the same");
  go_to_folder (tty);
  save (tty, scene);
}

/* Left while the portal is at work, it is asked at the next start what came of
 * it; nothing is agreed to twice. */
static void
test_interrupted_twice (void)
{
  static const char *const slow[] = { "--issue-seconds", "3600", NULL };
  g_autoptr(Scene) scene = scene_new (slow);
  g_autoptr(Tty) tty = tty_new (scene, 80, 0, NULL);
  g_autoptr(Tty) second = NULL;
  g_autofree char *last = NULL;
  g_autofree char *code = scene_get_code (scene);

  go_to_agreement (tty, scene);
  tty_type (tty, "yes\n");
  tty_expect (tty, "0:01");
  tty_interrupt (tty);
  tty_expect (tty, "Press Ctrl+C once more");
  tty_interrupt (tty);
  g_assert_cmpint (tty_wait (tty), ==, 6);
  last = tty_get_last_line (tty);
  g_assert_true (g_str_has_prefix (last, "error=INTERRUPTED The portal has your agreement. “inkan --terminal” continues"));
  expect_stage (scene, "agreed");

  second = tty_new (scene, 80, 0, NULL);
  tty_expect (second, "Your agreement was sent, but the file has not arrived yet");
  tty_answer (second, "Continue? [YES/no] ", "");
  tty_answer (second, "E-mail address [", "");
  type_password (second, scene, "Application password: ");
  tty_answer (second, "Certificate code: ", code);
  tty_answer (second, "[Enter: Send] ", "");
  /* This portal has used the code up, and lost the file. */
  tty_expect (second, "The certificate must be reissued");
  g_assert_cmpint (tty_wait (second), ==, 25);
  g_assert_cmpuint (scene_count_agreements (scene), ==, 1);
  expect_stage (scene, "");
}

/* The terminal is closed while the portal is at work: the file goes into the
 * record, and is there at the next start. */
static void
test_hang_up (void)
{
  static const char *const slow[] = { "--issue-seconds", "2", NULL };
  g_autoptr(Scene) scene = scene_new (slow);
  g_autoptr(Tty) tty = tty_new (scene, 80, 0, NULL);
  g_autoptr(Tty) second = NULL;

  go_to_agreement (tty, scene);
  tty_type (tty, "yes\n");
  tty_expect (tty, "0:00");
  tty_hang_up (tty);
  g_assert_cmpint (tty_wait (tty), ==, 6);
  expect_stage (scene, "received");

  second = tty_new (scene, 80, 0, NULL);
  tty_expect (second, "Your certificate has arrived, but you have not come to the end yet");
  tty_answer (second, "Continue? [YES/no] ", "yes");
  /* It was asked for in the first start, and is not kept anywhere. */
  tty_answer (second, "File password [Enter: later]: ", "");
  tty_answer (second, "Folder [", "~/Desktop");
  tty_answer (second, "Save here all the same [yes/NO] ", "yes");
  tty_answer (second, "File name [", "my certificate");
  type_password (second, scene, "File password [Enter: later]: ");
  tty_answer (second, "I have read this [yes/NO] ", "yes");
  g_assert_cmpint (tty_wait (second), ==, 0);
  g_assert_cmpuint (scene_count_agreements (scene), ==, 1);
  expect_stage (scene, "");
}

static void
test_terminated (void)
{
  g_autoptr(Scene) scene = scene_new (NULL);
  g_autoptr(Tty) tty = tty_new (scene, 80, 0, NULL);

  tty_answer (tty, "Certificate code: ", "AAAABBBBCCCCDDDDEEEE");
  tty_answer (tty, "E-mail address: ", "me@example.com");
  tty_expect (tty, "Application password: ");
  g_assert_false (tty_get_echo (tty));
  tty_signal (tty, SIGTERM);
  tty_expect (tty, "error=INTERRUPTED ");
  /* Seen from here, as it was found. */
  g_assert_true (tty_get_echo (tty));
  g_assert_cmpint (tty_wait (tty), ==, 6);
}

/* What a person has left, a script may continue. */
static void
test_continued_by_answers (void)
{
  g_autoptr(Scene) scene = scene_new (NULL);
  g_autoptr(Tty) tty = tty_new (scene, 80, 0, NULL);
  g_autofree char *folder = scene_get_path (scene, "Desktop");
  g_autofree char *saved = scene_get_path (scene, "Desktop/practice-class-2-standard.p12");
  g_autofree char *password = scene_get (scene, "Password");
  const char *more[] = { "agree=yes", "continue=yes", "continue=yes\nfile-password=wrong", "continue=yes\nfile-password=%s" };
  const char *endings[] = { "error=MISSING_ANSWER Your certificate has arrived", "error=MISSING_ANSWER The answer “file-password”",
                            "error=WRONG_PASSPHRASE ", "saved=" };
  const int statuses[] = { 2, 2, 16, 0 };

  go_to_agreement (tty, scene);
  tty_type (tty, "yes\n");
  tty_expect (tty, "[Enter: OK] ");
  tty_interrupt (tty);
  g_assert_cmpint (tty_wait (tty), ==, 6);

  for (gsize i = 0; i < G_N_ELEMENTS (more); i++) {
    g_autoptr(GString) answers = g_string_new ("[Answers]\naccept-warnings=yes\n");
    g_autofree char *last = NULL;

    g_string_append_printf (answers, "folder=%s\n%s\n", folder, more[i]);
    g_string_replace (answers, "%s", password, 0);
    g_assert_cmpint (scene_answer (scene, answers->str, NULL, &last, NULL, NULL), ==, statuses[i]);
    g_assert_true (g_str_has_prefix (last, endings[i]));
    expect_stage (scene, i + 1 < G_N_ELEMENTS (more) ? "received" : "");
  }
  scene_prove (scene, saved, password);
  g_assert_cmpuint (scene_count_agreements (scene), ==, 1);
}

/* Without a portal: those that are known are listed; and practice says where its mails are. */
static void
test_beginnings (void)
{
  static const char *const practice[] = { "--practice", NULL };
  g_autoptr(Scene) portal = scene_new (NULL);
  g_autoptr(Scene) scene = scene_new_bare ();
  g_autofree char *definition = scene_get (portal, "Definition");
  g_autoptr(Tty) tty = tty_new (scene, 80, 0, NULL);
  g_autoptr(Tty) second = NULL;

  tty_answer (tty, "or the path of a portal file: ", "/nonexistent.portal");
  tty_expect (tty, "The portal file could not be read");
  tty_answer (tty, "or the path of a portal file: ", definition);
  tty_expect (tty, "Certificate code: ");
  tty_type (tty, "\004"); /* Ctrl+D */
  g_assert_cmpint (tty_wait (tty), ==, 6);

  second = tty_new (scene, 80, 0, practice);
  tty_expect (second, "Its e-mails are in:");
  tty_expect (second, "/inkan/practice/mail");
  tty_expect (second, "Certificate code: ");
  tty_interrupt (second);
  g_assert_cmpint (tty_wait (second), ==, 6);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/tty/whole", test_whole);
  g_test_add_func ("/terminal/tty/japanese", test_japanese);
  g_test_add_func ("/terminal/tty/interrupted", test_interrupted);
  g_test_add_func ("/terminal/tty/interrupted-once", test_interrupted_once);
  g_test_add_func ("/terminal/tty/interrupted-twice", test_interrupted_twice);
  g_test_add_func ("/terminal/tty/hang-up", test_hang_up);
  g_test_add_func ("/terminal/tty/terminated", test_terminated);
  g_test_add_func ("/terminal/tty/continued-by-answers", test_continued_by_answers);
  g_test_add_func ("/terminal/tty/beginnings", test_beginnings);
  return g_test_run ();
}
