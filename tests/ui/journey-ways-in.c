/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that people bring along: the description of a portal, which is asked
 * about, replaced, removed; and a certificate file of their own. */
#include "journey.h"

#include <glib/gstdio.h>
#include <string.h>

#define PORTAL(name, host, more) \
  "[Portal]\nId=example-ca\nName=" name "\nOrigin=https://" host "\nStart=/\n" more

static char *
write_file (Journey    *self,
            const char *name,
            const char *contents)
{
  char *path = session_get_path (self->session, name);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
expect (Journey    *self,
        const char *part)
{
  robot_thing_free (robot_wait_for_part (self->robot, part));
}

static guint
count_kept (Journey    *self,
            const char *suffix)
{
  g_autofree char *folder = session_get_path (self->session, "home/.local/share/inkan/portals");
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint count = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, suffix))
      count++;
  return count;
}

/* An authority of our own, and its fingerprint as an IT department would tell it. */
static char *
make_anchor (Journey     *self,
             const char  *name,
             char       **fingerprint)
{
  char *path = session_get_path (self->session, name);
  g_autofree char *folder = g_path_get_dirname (path);
  const char *make[] = {
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
    "-subj", "/CN=Authority", "-keyout", "/dev/null", "-out", path, NULL,
  };
  const char *ask[] = { "openssl", "x509", "-in", path, "-noout", "-fingerprint", "-sha256", NULL };
  g_autofree char *asked = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_free (session_run (self->session, make));
  asked = session_run (self->session, ask);
  *fingerprint = g_strchomp (g_strdup (strchr (asked, '=') + 1));
  return path;
}

/* Opened: asked about, with name, hosts, anchor and the place where it will be
 * kept. The same again: nothing to ask. Another one of the same id: what differs. */
static void
test_portal_file (void)
{
  g_autoptr(Journey) self = journey_new_bare (SESSION_DEFAULT);
  g_autofree char *first_print = NULL, *second_print = NULL;
  g_autofree char *first_anchor = make_anchor (self, "first/ca.pem", &first_print);
  g_autofree char *second_anchor = make_anchor (self, "second/ca.pem", &second_print);
  g_autofree char *first = write_file (self, "first/a.portal", PORTAL ("Example CA", "portal.example",
                                                                       "Hosts=files.example\nTrustAnchor=ca.pem\n"));
  g_autofree char *same = write_file (self, "first/b.portal", PORTAL ("Example CA", "portal.example",
                                                                      "Hosts=files.example\nTrustAnchor=ca.pem\n"));
  g_autofree char *second = write_file (self, "second/a.portal", PORTAL ("Example CA, renewed", "evil.example",
                                                                         "TrustAnchor=ca.pem\n"));
  const char *arguments[] = { first, NULL };

  journey_open_with (self, arguments);
  robot_thing_free (robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "Add this portal?"));
  expect (self, "“Example CA” will be in your list of portals. What you enter for it is sent to: portal.example, files.example");
  expect (self, first_print);
  expect (self, "~/.local/share/inkan/portals/example-ca.portal");
  robot_check_names (self->robot);
  robot_press (self->robot, "Cancel");
  journey_at (self, "Get your certificate");
  g_assert_cmpuint (count_kept (self, ""), ==, 0);

  journey_start_again (self, first);
  robot_press (self->robot, "Add");
  journey_at (self, "The e-mail you received");
  g_assert_cmpuint (count_kept (self, ".portal"), ==, 1);
  g_assert_cmpuint (count_kept (self, ".pem"), ==, 1);
  robot_press (self->robot, "Back");
  journey_at (self, "Get your certificate");
  robot_wait_gone (self->robot, ATSPI_ROLE_HEADING, "The e-mail you received");

  /* The same again: there is nothing to ask. */
  journey_start_again (self, same);
  journey_at (self, "The e-mail you received");

  /* The anchor was named by its place beside the file, and was kept with it. */
  g_assert_cmpint (g_unlink (first_anchor), ==, 0);

  journey_start_again (self, second);
  robot_thing_free (robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "Replace this portal?"));
  expect (self, "until now “Example CA”, from now on “Example CA, renewed”");
  expect (self, "was sent to: portal.example, files.example; from now on it is sent to: evil.example");
  expect (self, first_print);
  expect (self, second_print);
  robot_check_names (self->robot);
  robot_press (self->robot, "Cancel");
  robot_wait_gone (self->robot, ATSPI_ROLE_LABEL, "Replace this portal?");
  expect (self, "portal.example");

  journey_start_again (self, second);
  robot_press (self->robot, "Replace");
  journey_at (self, "The e-mail you received");
  expect (self, "evil.example");
  g_assert_cmpuint (count_kept (self, ".portal"), ==, 1);
  g_assert_cmpuint (count_kept (self, ".pem"), ==, 1);
}

/* Removed with the keyboard alone, brought back, and removed for good. */
static void
test_remove (void)
{
  g_autoptr(Journey) self = journey_new_bare (SESSION_DEFAULT);
  g_autofree char *own = write_file (self, "home/.local/share/inkan/portals/example-ca.portal",
                                     PORTAL ("Example CA", "portal.example", ""));
  g_autofree char *system = write_file (self, "system/inkan/portals/other.portal",
                                        "[Portal]\nId=other\nName=Everybody's CA\nOrigin=https://o.example\nStart=/\n");
  g_autofree char *data_dirs = NULL;
  g_autofree char *system_folder = session_get_path (self->session, "system");

  data_dirs = g_strdup_printf ("%s:%s", system_folder, g_getenv ("XDG_DATA_DIRS") != NULL ? g_getenv ("XDG_DATA_DIRS")
                                                                                          : "/usr/local/share:/usr/share");
  session_set_variable (self->session, "XDG_DATA_DIRS", data_dirs);
  journey_open_with (self, NULL);
  journey_at (self, "Get your certificate");
  expect (self, "Everybody's CA");
  g_assert_false (robot_can_press (self->robot, "Remove “Everybody's CA”…"));

  robot_focus (self->robot, ATSPI_ROLE_PUSH_BUTTON, "Remove “Example CA”…");
  robot_key (self->robot, "Return");
  robot_thing_free (robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "Remove “Example CA” from the list?"));
  expect (self, "~/.local/share/inkan/portals/example-ca.portal");
  robot_check_names (self->robot);
  robot_key (self->robot, "Escape");
  robot_wait_gone (self->robot, ATSPI_ROLE_LABEL, "Remove “Example CA” from the list?");
  g_assert_true (g_file_test (own, G_FILE_TEST_EXISTS));

  robot_press (self->robot, "Remove “Example CA”…");
  robot_press (self->robot, "Remove");
  expect (self, "“Example CA” was removed from the list.");
  g_assert_false (g_file_test (own, G_FILE_TEST_EXISTS));
  robot_wait_gone (self->robot, ATSPI_ROLE_RADIO_BUTTON, "Example CA");
  journey_at (self, "Get your certificate");

  /* The focus is on it already. */
  robot_focus (self->robot, ATSPI_ROLE_PUSH_BUTTON, "Undo");
  robot_key (self->robot, "Return");
  robot_wait_gone (self->robot, ATSPI_ROLE_PUSH_BUTTON, "Undo");
  robot_thing_free (robot_wait_for (self->robot, ATSPI_ROLE_RADIO_BUTTON, "Example CA"));
  g_assert_true (g_file_test (own, G_FILE_TEST_EXISTS));

  robot_press (self->robot, "Remove “Example CA”…");
  robot_press (self->robot, "Remove");
  expect (self, "“Example CA” was removed from the list.");
  journey_open_with (self, NULL);
  journey_at (self, "Get your certificate");
  expect (self, "Everybody's CA");
  g_assert_false (g_file_test (own, G_FILE_TEST_EXISTS));
}

static char *
make_certificate (Journey    *self,
                  const char *name)
{
  char *path = session_get_path (self->session, name);
  g_autofree char *pem = session_get_path (self->session, "own.pem");
  const char *make[] = {
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
    "-subj", "/CN=Hanako Inkan", "-keyout", pem, "-out", pem, NULL,
  };
  /* No real password, and so no harm in the arguments. */
  const char *export[] = { "openssl", "pkcs12", "-export", "-in", pem, "-passout", "pass:practice", "-out", path, NULL };
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_free (session_run (self->session, make));
  g_free (session_run (self->session, export));
  g_unlink (pem);
  return path;
}

static void
finish_own_file (Journey *self)
{
  robot_thing_free (robot_wait_for_raw (self->robot, ATSPI_ROLE_LIST_ITEM, "Step 4: Check and agree, not needed"));
  robot_thing_free (robot_wait_for_raw (self->robot, ATSPI_ROLE_LIST_ITEM, "Step 7: Look at the file, current step"));
  journey_save (self);
  journey_at (self, "Your certificate has been issued");
  robot_type (self->robot, "File password", "practice");
  robot_press (self->robot, "Check");
  journey_finish (self);
}

static void
assert_saved (Journey    *self,
              const char *original)
{
  g_autofree char *saved = journey_get_saved (self);
  g_autofree char *contents = NULL, *saved_contents = NULL;
  gsize length, saved_length;

  g_assert_true (g_file_get_contents (original, &contents, &length, NULL));
  g_assert_true (g_file_get_contents (saved, &saved_contents, &saved_length, NULL));
  g_assert_cmpmem (saved_contents, saved_length, contents, length);
}

/* The whole way with a file that the person has already, from the row on the
 * welcome page; browsers put it into the folder for downloads, so the dialog starts there. */
static void
test_own_file (void)
{
  g_autoptr(Journey) self = journey_new_bare (SESSION_DEFAULT);
  g_autofree char *file = make_certificate (self, "home/Downloads/mine.p12");
  g_autofree char *folders = write_file (self, "home/.config/user-dirs.dirs", "XDG_DOWNLOAD_DIR=\"$HOME/Downloads\"\n");

  journey_open_with (self, NULL);
  journey_at (self, "Get your certificate");
  robot_focus (self->robot, ATSPI_ROLE_LIST_ITEM, "I already have the file");
  robot_key (self->robot, "Return");
  robot_open_first_file (self->robot, "Open Certificate File");
  finish_own_file (self);
  assert_saved (self, file);
}

/* Given on the command line of a second start, interrupted, continued. */
static void
test_own_file_interrupted (void)
{
  g_autoptr(Journey) self = journey_new_bare (SESSION_DEFAULT);
  g_autofree char *file = make_certificate (self, "Mine.PFX");

  journey_open_with (self, NULL);
  journey_at (self, "Get your certificate");
  journey_start_again (self, file);
  journey_at (self, "Your certificate has arrived");
  robot_kill (self->robot);

  journey_open_with (self, NULL);
  journey_at (self, "Get your certificate");
  expect (self, "You had opened a certificate file");
  robot_press (self->robot, "Discard…");
  expect (self, "The file itself is left alone");
  robot_press (self->robot, "Keep");
  robot_wait_gone (self->robot, ATSPI_ROLE_LABEL, "Discard what was interrupted?");
  robot_press (self->robot, "Continue");
  finish_own_file (self);
}

/* Something else that is called so: what it is instead. */
static void
test_other_file (void)
{
  g_autoptr(Journey) self = journey_new_bare (SESSION_DEFAULT);
  g_autofree char *page = write_file (self, "page.p12", "<!DOCTYPE html><title>Sign in</title>");
  const char *arguments[] = { page, NULL };

  journey_open_with (self, arguments);
  journey_expect_error (self, "Get your certificate", "This is not a certificate file");
  expect (self, "This one is a web page.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/ways-in/portal-file", test_portal_file);
  session_test_add ("/journey/ways-in/remove", test_remove);
  session_test_add ("/journey/ways-in/own-file", test_own_file);
  session_test_add ("/journey/ways-in/own-file-interrupted", test_own_file_interrupted);
  session_test_add ("/journey/ways-in/other-file", test_other_file);
  return g_test_run ();
}
