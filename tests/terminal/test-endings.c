/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Endings that neither a good portal nor its faults lead to. */
#include "scene.h"

#include <fcntl.h>
#include <string.h>

static void
expect (Scene             *scene,
        const char        *answers,
        const char *const *arguments,
        int                status,
        const char        *beginning)
{
  g_autofree char *last = NULL;
  g_autofree char *output = NULL;
  int got = scene_answer (scene, answers, arguments, &last, &output, NULL);

  if (got != status || !g_str_has_prefix (last, beginning))
    g_error ("expected %d “%s”, got %d from:\n%s", status, beginning, got, output);
}

/* A portal that is not as its definition says */
static void
test_definition (void)
{
  static const struct {
    const char *group;
    const char *key;
    const char *value;
    int         status;
    const char *beginning;
    guint       agreements;
    const char *stage;
  } cases[] = {
    { "Portal", "Start", "/nowhere", 32, "error=UNEXPECTED_PAGE ", 0, "" },
    { "Identity", "NotReady", "//body", 23, "error=NOT_READY ", 0, "" },
    { "Agreement", "SessionOver", "//body", 31, "error=SESSION ", 0, "" },
    { "Delivery", "Passphrase", "ask", 2, "error=MISSING_ANSWER The answer “file-password”", 0, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr(Scene) scene = scene_new (NULL);
    g_autofree char *answers = scene_make_answers (scene, NULL, NULL);
    g_autofree char *definition = scene_change_definition (scene, cases[i].group, cases[i].key, cases[i].value);
    g_autofree char *stage = NULL;
    const char *arguments[] = { "--portal", definition, NULL };

    expect (scene, answers, arguments, cases[i].status, cases[i].beginning);
    g_assert_cmpuint (scene_count_agreements (scene), ==, cases[i].agreements);
    stage = scene_get_stage (scene);
    g_assert_cmpstr (stage, ==, cases[i].stage);
  }
}

static void
test_needs_script (void)
{
  g_autoptr(Scene) scene = scene_new_at ("script-only", NULL);

  expect (scene, "[Answers]\nemail=me@example.com\ncode=AAAABBBBCCCCDDDDEEEE\npassword=secret-1\nagree=yes\nfolder=/tmp\naccept-warnings=yes\nfile-password=secret-1\n", NULL, 36,
          "error=NEEDS_SCRIPT ");
}

/* What cannot be noted down is not agreed to. */
static void
test_no_record (void)
{
  g_autoptr(Scene) scene = scene_new (NULL);
  g_autofree char *answers = scene_make_answers (scene, NULL, NULL);
  g_autofree char *state = scene_get_path (scene, "state");

  g_assert_true (g_file_set_contents (state, "no folder", -1, NULL));
  scene_set_variable (scene, "XDG_STATE_HOME", state);
  expect (scene, answers, NULL, 11, "error=RECORD ");
  g_assert_cmpuint (scene_count_agreements (scene), ==, 0);
}

static void
test_no_practice (void)
{
  static const char *const arguments[] = { "--practice-argument", "--nonsense", NULL };
  g_autoptr(Scene) scene = scene_new_bare ();

  expect (scene, "[Answers]\nagree=yes\n", arguments, 10, "error=PRACTICE ");
}

/* The passphrase that is told once cannot be written: the file is kept, and so is
 * what belongs to it. */
static void
test_passphrase_lost (void)
{
  static const char *const arguments[] = { "--password-fd", "5", NULL };
  g_autoptr(Scene) scene = scene_new_at ("actalis", NULL);
  g_autofree char *address = scene_get (scene, "Address");
  g_autofree char *code = scene_get (scene, "Code");
  g_autofree char *folder = scene_get_path (scene, "Desktop");
  g_autofree char *stage = NULL;
  g_autofree char *answers = g_strdup_printf ("[Answers]\nemail=%s\ncode=%s\nagree=yes\nfolder=%s\naccept-warnings=yes\n", address, code, folder);

  scene_take_descriptor (scene, open ("/dev/full", O_WRONLY | O_CLOEXEC), 5);
  expect (scene, answers, arguments, 17, "error=PASSPHRASE_LOST ");
  stage = scene_get_stage (scene);
  g_assert_cmpstr (stage, ==, "received");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/endings/definition", test_definition);
  g_test_add_func ("/terminal/endings/needs-script", test_needs_script);
  g_test_add_func ("/terminal/endings/no-record", test_no_record);
  g_test_add_func ("/terminal/endings/no-practice", test_no_practice);
  g_test_add_func ("/terminal/endings/passphrase-lost", test_passphrase_lost);
  return g_test_run ();
}
