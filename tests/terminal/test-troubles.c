/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Endings that no portal leads to at once: the program's own way through the ten
 * steps, with a portal that answers what the case says, in a process of its own
 * (this one, started again), so that the exit status is one. */
#include "scene.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "../core/certificate/fixtures.h"
#include "support/scripted-portal.h"
#include "walk.h"

#define NONE (-1)

typedef enum {
  FREE, /* the portal still offers it when asked what became of the agreement */
  GONE,
  DEAF, /* it cannot be asked */
} Aftermath;

typedef enum {
  CALM,
  NO_ROOM,          /* when the file is to be saved */
  NO_ROOM_FOR_COPY, /* but for the file; the second time there is */
  ALTERED,          /* by somebody, as soon as it is saved */
} Trouble;

typedef struct {
  const char *name;
  int         identify; /* what the portal answers, at first: an InkanPortalError, or NONE: well */
  int         issue;
  Aftermath   aftermath;
  Trouble     trouble;
  const char *file;     /* that it sends */
  const char *more;     /* answers */

  int         status;
  const char *code;
  const char *says;     /* what to do now */
  const char *stage;    /* of the record that is left */
  gboolean    saved;
} Case;

static const Case cases[] = {
  { "timed-out", INKAN_PORTAL_ERROR_TIMED_OUT, NONE, FREE, CALM, "ec", "", 28, "TIMED_OUT", "Wait a few minutes, then try again.", "", FALSE },
  { "large-page", INKAN_PORTAL_ERROR_TOO_LARGE, NONE, FREE, CALM, "ec", "", 33, "TOO_LARGE", "Try again later, and if it stays like this, tell the help desk.", "", FALSE },
  { "large-file", NONE, INKAN_PORTAL_ERROR_TOO_LARGE, FREE, CALM, "ec", "", 33, "TOO_LARGE", "Tell the help desk, with the technical details.", "before", FALSE },
  { "large-file-gone", NONE, INKAN_PORTAL_ERROR_TOO_LARGE, GONE, CALM, "ec", "", 25, "REISSUE_NEEDED", "Ask the people who issue your certificate for a reissue.", "", FALSE },
  { "other-file", NONE, INKAN_PORTAL_ERROR_NOT_A_CERTIFICATE, FREE, CALM, "ec", "", 34, "NOT_A_CERTIFICATE", "If the portal no longer offers this certificate, apply for reissue.", "before", FALSE },
  { "other-file-gone", NONE, INKAN_PORTAL_ERROR_NOT_A_CERTIFICATE, GONE, CALM, "ec", "", 25, "REISSUE_NEEDED", "sent something else instead of the certificate file", "", FALSE },
  { "other-file-deaf", NONE, INKAN_PORTAL_ERROR_NOT_A_CERTIFICATE, DEAF, CALM, "ec", "", 26, "OUTCOME_UNKNOWN", "sent something else instead of the certificate file", "agreed", FALSE },
  { "lost", NONE, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, DEAF, CALM, "ec", "", 26, "OUTCOME_UNKNOWN", "Do not apply for reissue before the portal has answered.", "agreed", FALSE },
  { "lost-free", NONE, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, FREE, CALM, "ec", "", 12, "NOT_ISSUED", "You may choose it and agree once more.", "before", FALSE },
  { "no-room", NONE, NONE, FREE, NO_ROOM, "ec", "", 14, "NOT_SAVED", "Make some room, or choose a folder elsewhere.", "received", FALSE },
  { "altered", NONE, NONE, FREE, ALTERED, "ec", "", 15, "NOT_PROVED", "Save it in another folder.", "received", TRUE },
  { "mismatch", NONE, NONE, FREE, CALM, "mismatch", "", 15, "NOT_PROVED", "Tell the help desk, or apply for reissue.", "", TRUE },
  { "unknown", NONE, NONE, FREE, CALM, "unknown", "", 15, "NOT_PROVED", "It needs the algorithm “1.3.6.1.4.1.32473.1”.", "", TRUE },
  { "incomplete", NONE, NONE, FREE, CALM, "incomplete", "copy=yes\n", 14, "NOT_SAVED", "Use the file as it is", "received", FALSE },
  { "no-room-for-copy", NONE, NONE, FREE, NO_ROOM_FOR_COPY, "ec", "copy=yes\n", 14, "NOT_SAVED", "Make some room, then save it again.", "received", TRUE },
};

/* The process that goes the way */

typedef struct {
  const Case     *what;
  ScriptedPortal *portal;
  Walk            walk;
  GBytes         *file;
} Way;

static void
on_asked (ScriptedPortal *portal,
          const char     *operation,
          gpointer        data)
{
  const Way *way = data;
  gboolean again = scripted_portal_count (portal, "identify") > 1;

  if (g_str_equal (operation, "review"))
    scripted_portal_answer_agreement (portal);
  else if (g_str_equal (operation, "issue") && way->what->issue != NONE)
    scripted_portal_answer_error (portal, (InkanPortalError) way->what->issue, TRUE);
  else if (g_str_equal (operation, "issue"))
    scripted_portal_answer_file (portal, way->file, "signing.p12");
  else if (!again && way->what->identify != NONE)
    scripted_portal_answer_error (portal, (InkanPortalError) way->what->identify, FALSE);
  else if (again && way->what->aftermath == DEAF)
    scripted_portal_answer_error (portal, INKAN_PORTAL_ERROR_UNREACHABLE, FALSE);
  else
    scripted_portal_answer_list (portal, again && way->what->aftermath == GONE);
}

/* As on a medium that is full; the record, which is elsewhere, holds the file already. */
static void
set_room (rlim_t bytes)
{
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
on_state (InkanRetrieval *retrieval,
          GParamSpec     *pspec,
          gpointer        data)
{
  const Way *way = data;
  InkanState state = inkan_retrieval_get_state (retrieval);

  if (way->what->trouble == NO_ROOM && state == INKAN_STATE_FOLDER)
    set_room (100);
  if (way->what->trouble == NO_ROOM_FOR_COPY && state == INKAN_STATE_SAVED)
    set_room (RLIM_INFINITY);
}

static void
on_saved (InkanRetrieval *retrieval,
          GParamSpec     *pspec,
          gpointer        data)
{
  const Way *way = data;
  g_autofree char *path = NULL;
  FILE *file;

  if (way->what->trouble == NO_ROOM_FOR_COPY)
    set_room (100);
  if (way->what->trouble != ALTERED)
    return;
  path = g_file_get_path (inkan_retrieval_get_saved_file (retrieval));
  file = fopen (path, "r+");
  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, 50, SEEK_SET), ==, 0);
  g_assert_cmpint (fputs ("altered", file), >=, 0);
  g_assert_cmpint (fclose (file), ==, 0);
}

static InkanPortalDefinition *
load_definition (void)
{
  static const char text[] = "[Portal]\nId=scripted\nName=Scripted\nOrigin=https://portal.example\nStart=/start\n"
                             "[Delivery]\nPassphrase=field:password\n";
  g_autofree char *path = g_build_filename (g_get_home_dir (), "scripted.portal", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  InkanPortalDefinition *definition;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  definition = inkan_portal_definition_load (file, &error);
  g_assert_no_error (error);
  return definition;
}

static const Case *
find_case (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (g_str_equal (cases[i].name, name))
      return &cases[i];
  g_assert_not_reached ();
}

/* @path: the file that the portal sends; @answers_fd: -1: a person is asked */
static int
go_the_way (const char *name,
            const char *path,
            int         answers_fd)
{
  g_autoptr(InkanPortalDefinition) definition = load_definition ();
  g_autoptr(ScriptedPortal) portal = scripted_portal_new ();
  g_autoptr(GMappedFile) mapped = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr(GBytes) file = g_mapped_file_get_bytes (mapped);
  g_autoptr(Console) console = console_new (answers_fd < 0);
  g_autoptr(GError) error = NULL;
  Way way = { .what = find_case (name), .portal = portal, .file = file };

  setlocale (LC_ALL, "");
  scripted_portal_set_handler (portal, on_asked, &way);
  way.walk.console = console;
  way.walk.passphrase_fd = -1;
  way.walk.retrieval = inkan_retrieval_new_with_portal (definition, INKAN_PORTAL (portal));
  g_signal_connect (way.walk.retrieval, "notify::state", G_CALLBACK (on_state), &way);
  g_signal_connect (way.walk.retrieval, "notify::saved-file", G_CALLBACK (on_saved), &way);
  if (answers_fd >= 0) {
    way.walk.answers = answers_new_for_fd (answers_fd, &error);
    g_assert_no_error (error);
  }
  if (walk_check_answers (&way.walk))
    walk_go (&way.walk);
  walk_say_ending (&way.walk);
  walk_clear (&way.walk);
  return way.walk.ending_status;
}

/* The tests */

static char *own_program;

static GBytes *
make_mismatch (void)
{
  Builder builder;

  builder_init (&builder);
  builder_add_certificate (&builder, "ec");
  builder_add_key (&builder, "stranger", NULL);
  builder_close (&builder, NULL);
  return builder_finish (&builder, "secret");
}

/* With a box that nobody can read: what is outside of it opens, but no new file can be made. */
static GBytes *
make_incomplete (void)
{
  Builder builder;

  builder_init (&builder);
  builder_add_certificate (&builder, "ec");
  builder_add_key (&builder, "ec", NULL);
  builder_close (&builder, "secret");
  builder_add_certificate (&builder, "root");
  builder_close_unknown (&builder, "1.3.6.1.4.1.32473.1");
  return builder_finish (&builder, "secret");
}

/* All of it in such a box */
static GBytes *
make_unknown (void)
{
  Builder builder;

  builder_init (&builder);
  builder_add_certificate (&builder, "ec");
  builder_add_key (&builder, "ec", NULL);
  builder_close_unknown (&builder, "1.3.6.1.4.1.32473.1");
  return builder_finish (&builder, "secret");
}

static GBytes *
make_file (const char *name)
{
  if (g_str_equal (name, "mismatch"))
    return make_mismatch ();
  if (g_str_equal (name, "incomplete"))
    return make_incomplete ();
  if (g_str_equal (name, "unknown"))
    return make_unknown ();
  return fixtures_read (name);
}

static char *
put_file (Scene      *scene,
          const char *name)
{
  g_autoptr(GBytes) bytes = make_file (name);
  char *path = scene_get_path (scene, "sent.p12");

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
  return path;
}

static int
run (Scene       *scene,
     const Case  *what,
     const char  *path,
     char       **output)
{
  g_autofree char *folder = scene_get_path (scene, "Desktop");
  g_autofree char *answers = g_strdup_printf ("[Answers]\nemail=me@example.com\npassword=secret\ncode=ABCD1234EFGH5678IJKL\n"
                                              "service=Signing\nagree=yes\nfolder=%s\naccept-warnings=yes\n%s", folder, what->more);
  const char *command[] = { own_program, "--way", what->name, path, "0", NULL };
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;

  g_subprocess_launcher_set_environ (launcher, scene_get_environment (scene));
  process = g_subprocess_launcher_spawnv (launcher, command, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, answers, NULL, output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

/* As inkan(1) has it */
static void
check_documented (const Case *what)
{
  g_autofree char *path = g_build_filename (g_getenv ("INKAN_SOURCE_ROOT"), "data", "man", "inkan.1", NULL);
  g_autofree char *row = g_strdup_printf ("\n%s\t%d\tT{\n", what->code, what->status);
  g_autofree char *page = NULL;

  g_assert_true (g_file_get_contents (path, &page, NULL, NULL));
  g_assert_nonnull (strstr (page, row));
}

static void
expect_same (const char *path,
             const char *sent)
{
  g_autoptr(GMappedFile) one = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr(GMappedFile) other = g_mapped_file_new (sent, FALSE, NULL);

  g_assert_nonnull (one);
  g_assert_nonnull (other);
  g_assert_cmpmem (g_mapped_file_get_contents (one), g_mapped_file_get_length (one), g_mapped_file_get_contents (other),
                   g_mapped_file_get_length (other));
}

static void
test_answers (gconstpointer data)
{
  const Case *what = data;
  g_autoptr(Scene) scene = scene_new_bare ();
  g_autofree char *path = put_file (scene, what->file);
  g_autofree char *saved = scene_get_path (scene, "Desktop/signing.p12");
  g_autofree char *beginning = g_strdup_printf ("\nerror=%s ", what->code);
  g_autofree char *output = NULL;
  g_auto(GStrv) lines = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *stage = NULL;
  const char *last;

  check_documented (what);
  g_assert_cmpint (run (scene, what, path, &output), ==, what->status);
  last = g_strrstr (output, beginning);
  if (last == NULL || strlen (last) <= strlen (beginning) + 1 || strchr (last + 1, '\n')[1] != '\0')
    g_error ("It does not end with “%s”:\n%s", beginning + 1, output);
  lines = g_strsplit (output, "\n    ", -1); /* broken anywhere */
  joined = g_strjoinv (" ", lines);
  if (strstr (joined, what->says) == NULL)
    g_error ("“%s” is missing in:\n%s", what->says, output);
  stage = scene_get_stage (scene);
  g_assert_cmpstr (stage, ==, what->stage);
  g_assert_cmpint (g_file_test (saved, G_FILE_TEST_EXISTS), ==, what->saved);
  if (what->saved && what->trouble != ALTERED)
    expect_same (saved, path);
}

/* From the beginning to the questions of step 7 */
static Tty *
go_to_file (Scene      *scene,
            const char *name,
            const char *path)
{
  const char *command[] = { own_program, "--way", name, path, NULL };
  Tty *tty = tty_new_for (scene, 80, 0, command);

  tty_answer (tty, "Certificate code: ", "ABCD1234EFGH5678IJKL");
  tty_answer (tty, "E-mail address: ", "me@example.com");
  tty_answer (tty, "password: ", "secret");
  tty_answer (tty, "[Enter: Send] ", "");
  tty_answer (tty, "Number or name of the service: ", "1");
  tty_answer (tty, "I Agree to the Terms: [yes/NO] ", "yes");
  tty_answer (tty, "[Enter: OK] ", "");
  return tty;
}

static void
save (Tty *tty)
{
  tty_answer (tty, "Folder [", "~/Desktop");
  tty_answer (tty, "Save here all the same [yes/NO] ", "yes");
  tty_answer (tty, "File name [", "");
}

/* The copy cannot be made: said, with what to do; the file is saved as it was sent. */
static void
test_no_copy (void)
{
  g_autoptr(Scene) scene = scene_new_bare ();
  g_autofree char *path = put_file (scene, "incomplete");
  g_autofree char *saved = scene_get_path (scene, "Desktop/signing.p12");
  g_autofree char *copy = scene_get_path (scene, "Desktop/signing (for older programs).p12");
  g_autoptr(Tty) tty = go_to_file (scene, "incomplete", path);

  tty_answer (tty, "Make it safe with today's encryption [yes/NO] ", "");
  tty_answer (tty, "Make a copy that older programs can open [yes/NO] ", "yes");
  tty_answer (tty, "The same password as the file [YES/no] ", "");
  tty_expect (tty, "[Problem] Part of the file cannot be read here");
  tty_expect (tty, "Use the file as it"); /* lines are broken anywhere */
  tty_answer (tty, "Make a copy that older programs can open [yes/NO] ", "no");
  save (tty);
  tty_answer (tty, "I have read this [yes/NO] ", "yes");
  g_assert_cmpint (tty_wait (tty), ==, 0);
  expect_same (saved, path);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
}

/* The file is saved, the copy is not: said, and tried again. */
static void
test_copy_again (void)
{
  g_autoptr(Scene) scene = scene_new_bare ();
  g_autofree char *path = put_file (scene, "ec");
  g_autofree char *saved = scene_get_path (scene, "Desktop/signing.p12");
  g_autofree char *copy = scene_get_path (scene, "Desktop/signing (for older programs).p12");
  g_autoptr(Tty) tty = go_to_file (scene, "no-room-for-copy", path);

  tty_answer (tty, "Make it safe with today's encryption [yes/NO] ", "");
  tty_answer (tty, "Make a copy that older programs can open [yes/NO] ", "yes");
  tty_answer (tty, "The same password as the file [YES/no] ", "");
  save (tty);
  tty_expect (tty, "[Warning] The copy for older programs is not saved");
  tty_answer (tty, "Save the copy again? [YES/no] ", "");
  tty_answer (tty, "I have read this [yes/NO] ", "yes");
  g_assert_cmpint (tty_wait (tty), ==, 0);
  expect_same (saved, path);
  scene_prove (scene, copy, "secret");
}

int
main (int    argc,
      char **argv)
{
  int result;

  if (argc >= 4 && g_str_equal (argv[1], "--way"))
    return go_the_way (argv[2], argv[3], argc > 4 ? 0 : -1);

  g_test_init (&argc, &argv, NULL);
  own_program = g_file_read_link ("/proc/self/exe", NULL);
  fixtures_make ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strconcat ("/terminal/troubles/", cases[i].name, NULL);

    g_test_add_data_func (path, &cases[i], test_answers);
  }
  g_test_add_func ("/terminal/troubles/typed/no-copy", test_no_copy);
  g_test_add_func ("/terminal/troubles/typed/copy-again", test_copy_again);
  result = g_test_run ();
  fixtures_remove ();
  g_free (own_program);
  return result;
}
