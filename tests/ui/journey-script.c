/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A portal that only a browser can use: the wizard says so, and takes the file
 * that the browser has saved. */
#include "journey.h"

/* What the person does in the browser: the same request that the page's script
 * sends, and the file into the folder for downloads. The entries go by standard
 * input's like, a file that only this test reads. */
static void
fetch_in_browser (Journey *self)
{
  g_autofree char *origin = journey_get (self, "Origin");
  g_autofree char *anchor = journey_get (self, "TrustAnchor");
  g_autofree char *address = journey_get (self, "Address");
  g_autofree char *password = journey_get (self, "Password");
  g_autofree char *code = journey_get (self, "Code");
  g_autofree char *uri = g_strconcat (origin, "/api/certificate", NULL);
  g_autofree char *entries = session_get_path (self->session, "entries.json");
  g_autofree char *body = g_strconcat ("@", entries, NULL);
  g_autofree char *folder = session_get_path (self->session, "home/Downloads");
  g_autofree char *file = g_build_filename (folder, "certificate.p12", NULL);
  g_autofree char *folders = session_get_path (self->session, "home/.config/user-dirs.dirs");
  g_autofree char *json = g_strdup_printf ("{\"email\":\"%s\",\"password\":\"%s\",\"code\":\"%s\"}", address, password, code);
  const char *arguments[] = {
    "curl", "--silent", "--show-error", "--fail", "--noproxy", "*", "--cacert", anchor, "--data-binary", body,
    "--output", file, uri, NULL,
  };
  g_autofree char *printed = NULL;

  g_assert_true (g_file_set_contents (entries, json, -1, NULL));
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (folders, "XDG_DOWNLOAD_DIR=\"$HOME/Downloads\"\n", -1, NULL));
  printed = session_run (self->session, arguments);
}

static void
go (SessionFlags  flags,
    const char   *check)
{
  g_autoptr(Journey) self = journey_new_at (flags, "script-only", NULL);
  g_autofree char *definition = journey_get (self, "Definition");
  g_autofree char *code = journey_get (self, "Code");
  g_autofree char *password = journey_get (self, "Password");
  g_autofree char *saved = NULL;
  const char *arguments[] = { "--portal", definition, NULL };

  fetch_in_browser (self);
  journey_open_with (self, arguments);
  journey_at (self, "The e-mail you received");
  robot_type (self->robot, "Certificate code", code);
  robot_press (self->robot, "Next");
  journey_identify (self, NULL);
  journey_expect_error (self, "Identity check", "The portal needs a web browser");
  robot_thing_free (robot_wait_for (self->robot, ATSPI_ROLE_PUSH_BUTTON, "Open in the Browser"));

  robot_press (self->robot, "I already have the file");
  robot_open_first_file (self->robot, "Open Certificate File");
  journey_save (self);
  journey_at (self, "Your certificate has been issued");
  robot_type (self->robot, "File password", password);
  robot_press (self->robot, check);
  journey_finish (self);
  saved = journey_get_saved (self);
  journey_prove_issued (self, saved, password);
  /* All that the wizard itself has asked for. */
  g_assert_cmpuint (journey_count (self, "GET /"), ==, 1);
  g_assert_cmpuint (journey_count (self, "POST /"), ==, 1);
}

static void
test_english (void)
{
  go (SESSION_DEFAULT, "Check");
}

static void
test_japanese (void)
{
  go (SESSION_JAPANESE, "確認");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/script/english", test_english);
  session_test_add ("/journey/script/japanese", test_japanese);
  return g_test_run ();
}
