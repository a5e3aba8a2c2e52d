/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Portals that tell the password of the file once, and those that let choose. */
#include "scene.h"

#include <string.h>

static char *
make_answers (Scene       *self,
              const char *const keys[][2],
              const char  *more)
{
  g_autofree char *folder = scene_get_path (self, "Desktop");
  GString *answers = g_string_new ("[Answers]\n");

  for (gsize i = 0; keys[i][0] != NULL; i++) {
    g_autofree char *value = scene_get (self, keys[i][1]);

    g_string_append_printf (answers, "%s=%s\n", keys[i][0], value);
  }
  g_string_append_printf (answers, "agree=yes\nfolder=%s\naccept-warnings=yes\nfile-name=file.p12\n%s\n", folder,
                          more != NULL ? more : "");
  return g_string_free (answers, FALSE);
}

static const char *const told_keys[][2] = { { "email", "Address" }, { "code", "Code" }, { NULL } };
static const char *const chosen_keys[][2] = { { "user", "User" }, { "password", "Password" }, { NULL } };

static void
test_told (void)
{
  static const char *const to_file[] = { "--password-fd", "4", NULL };
  g_autoptr(Scene) self = scene_new_at ("actalis", NULL);
  g_autofree char *answers = make_answers (self, told_keys, NULL);
  g_autofree char *passphrase = scene_get (self, "Passphrase");
  g_autofree char *wanted = g_strconcat (passphrase, "\n", NULL);
  g_autofree char *saved = scene_get_path (self, "Desktop/file.p12");
  g_autofree char *last = NULL;
  g_autofree char *output = NULL;
  g_autofree char *written = NULL;

  /* Where nobody is there to read it, it is said before anything is sent. */
  g_assert_cmpint (scene_answer (self, answers, NULL, &last, NULL, NULL), ==, 2);
  g_assert_nonnull (strstr (last, "--password-fd"));
  g_assert_cmpuint (scene_count_lines (self, "POST"), ==, 0);

  g_clear_pointer (&last, g_free);
  g_assert_cmpint (scene_answer (self, answers, to_file, &last, &output, &written), ==, 0);
  g_assert_cmpstr (written, ==, wanted);
  g_assert_null (strstr (output, passphrase));
  scene_prove (self, saved, passphrase);
}

static void
test_told_shown (void)
{
  g_autoptr(Scene) self = scene_new_at ("actalis", NULL);
  g_autofree char *address = scene_get (self, "Address");
  g_autofree char *code = scene_get (self, "Code");
  g_autofree char *passphrase = scene_get (self, "Passphrase");
  g_autofree char *saved = scene_get_path (self, "Desktop/file.p12");
  g_autoptr(Tty) tty = tty_new (self, 80, 0, NULL);

  tty_answer (tty, "Certificate code: ", code);
  tty_answer (tty, "E-mail address: ", address);
  tty_answer (tty, "[Enter: Send] ", "");
  tty_answer (tty, "I Agree to the Terms: [yes/NO] ", "yes");
  tty_answer (tty, "[Enter: OK] ", "");
  tty_expect (tty, "[Enter: Show the password] ");
  g_assert_null (strstr (tty_get_output (tty), passphrase));
  tty_type (tty, "\n");
  tty_expect (tty, passphrase);
  tty_answer (tty, "[Enter: I have noted it down] ", "");
  tty_expect (tty, "\033[2A"); /* and it is taken away */
  tty_keep_as_sent (tty);
  tty_answer (tty, "Folder [", "~/Desktop");
  tty_answer (tty, "Save here all the same [yes/NO] ", "yes");
  tty_answer (tty, "File name [", "file");
  tty_expect (tty, "Opens with its password");
  tty_answer (tty, "I have read this [yes/NO] ", "yes");
  g_assert_cmpint (tty_wait (tty), ==, 0);
  scene_prove (self, saved, passphrase);
}

static void
test_chosen (void)
{
  g_autoptr(Scene) self = scene_new_at ("letswifi", NULL);
  g_autofree char *without = make_answers (self, chosen_keys, NULL);
  g_autofree char *weak = make_answers (self, chosen_keys, "file-password=short");
  g_autofree char *answers = make_answers (self, chosen_keys, "file-password=chosen \\\\ beforehand");
  g_autofree char *saved = scene_get_path (self, "Desktop/file.p12");
  g_autofree char *last = NULL;
  g_autofree char *output = NULL;

  g_assert_cmpint (scene_answer (self, without, NULL, &last, NULL, NULL), ==, 2);
  g_assert_cmpstr (last, ==, "error=MISSING_ANSWER The answer “file-password” is missing.");
  g_clear_pointer (&last, g_free);
  g_assert_cmpint (scene_answer (self, weak, NULL, &last, NULL, NULL), ==, 3);
  g_assert_true (g_str_has_prefix (last, "error=WRONG_ANSWER Take at least 8 characters"));
  g_clear_pointer (&last, g_free);
  g_assert_cmpint (scene_answer (self, answers, NULL, &last, &output, NULL), ==, 0);
  g_assert_null (strstr (output, "beforehand"));
  scene_prove (self, saved, "chosen \\ beforehand");
}

static void
test_chosen_twice (void)
{
  g_autoptr(Scene) self = scene_new_at ("letswifi", NULL);
  g_autofree char *user = scene_get (self, "User");
  g_autofree char *password = scene_get (self, "Password");
  g_autofree char *saved = scene_get_path (self, "Desktop/file.p12");
  g_autoptr(Tty) tty = tty_new (self, 80, 0, NULL);

  tty_answer (tty, "User name: ", user);
  tty_expect (tty, "Password: ");
  g_assert_false (tty_get_echo (tty));
  tty_type (tty, password);
  tty_type (tty, "\n");
  tty_answer (tty, "[Enter: Send] ", "");
  tty_answer (tty, "File password: ", "short");
  tty_expect (tty, "Take at least 8 characters");
  for (int i = 0; i < 2; i++) {
    tty_expect (tty, "File password: ");
    g_assert_false (tty_get_echo (tty));
    tty_type (tty, "of my choice\n");
    tty_expect (tty, "Repeat file password: ");
    g_assert_false (tty_get_echo (tty));
    tty_type (tty, i == 0 ? "of my choise\n" : "of my choice\n");
    if (i == 0)
      tty_expect (tty, "The two are not the same.");
  }
  tty_answer (tty, "I Agree to the Terms: [yes/NO] ", "yes");
  tty_answer (tty, "[Enter: OK] ", "");
  tty_keep_as_sent (tty);
  tty_answer (tty, "Folder [", "~/Desktop");
  tty_answer (tty, "Save here all the same [yes/NO] ", "yes");
  tty_answer (tty, "File name [", "file");
  tty_answer (tty, "I have read this [yes/NO] ", "yes");
  g_assert_cmpint (tty_wait (tty), ==, 0);
  g_assert_null (strstr (tty_get_output (tty), "of my choice"));
  scene_prove (self, saved, "of my choice");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/passphrases/told", test_told);
  g_test_add_func ("/terminal/passphrases/told-shown", test_told_shown);
  g_test_add_func ("/terminal/passphrases/chosen", test_chosen);
  g_test_add_func ("/terminal/passphrases/chosen-twice", test_chosen_twice);
  return g_test_run ();
}
