/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file in the old manner, made safe under a password made up here, with a copy
 * for older programs. The password, the ticks and the way on by the keyboard; and kill -9. */
#include "journey.h"

#include <glib/gstdio.h>
#include <string.h>

#define OLD_PASSWORD "practice"

/* Locked as twenty years ago. */
static char *
make_file (Journey *self)
{
  char *path = session_get_path (self->session, "hanako.p12");
  g_autofree char *pem = session_get_path (self->session, "hanako.pem");
  const char *make[] = {
    "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/O=Example/CN=Hanako Inkan",
    "-addext", "subjectAltName=email:hanako@example.com", "-keyout", pem, "-out", pem, NULL,
  };
  /* No real password, and so no harm in the arguments. */
  const char *export[] = {
    "openssl", "pkcs12", "-export", "-legacy", "-in", pem, "-passout", "pass:" OLD_PASSWORD, "-out", path, NULL,
  };

  g_free (session_run (self->session, make));
  g_free (session_run (self->session, export));
  g_unlink (pem);
  return path;
}

static void
expect (Journey    *self,
        const char *part)
{
  robot_thing_free (robot_wait_for_part (self->robot, part));
}

/* Wrong first, then right: what is in the file shows at once. */
static void
tell_password (Journey *self)
{
  journey_at (self, "Your certificate has arrived");
  /* That shows without the password. */
  expect (self, "The file is hardly protected");
  /* The entry has the focus already. */
  robot_type_keys (self->robot, "wrong");
  robot_key (self->robot, "Return");
  expect (self, "This password does not open the file");
  journey_picture (self, "Wrong password");
  robot_key (self->robot, "ctrl+a");
  robot_type_keys (self->robot, OLD_PASSWORD);
  robot_key (self->robot, "Return");
  robot_thing_free (robot_wait_for_raw (self->robot, ATSPI_ROLE_LABEL, "hanako@example.com"));
  expect (self, "The file is hardly protected");
  robot_check_names (self->robot);
  journey_picture (self, "Opened");
}

/* (transfer full): the new password */
static char *
make_safe (Journey *self)
{
  char *password;

  robot_tick (self->robot, "Make it safe with today's encryption");
  expect (self, "The newly locked file is what will be saved");
  robot_wait_gone (self->robot, ATSPI_ROLE_LABEL, "The file is hardly protected");
  robot_focus (self->robot, ATSPI_ROLE_CHECK_BOX, "Keep the password of the file");
  robot_key (self->robot, "Down"); /* to the row of the other one of the two */
  robot_key (self->robot, "space");
  expect (self, "Not done yet");
  g_assert_false (robot_can_press (self->robot, "Save"));
  robot_press (self->robot, "Generate");
  expect (self, "Note this password down now");
  password = robot_read (self->robot, "New file password");
  g_assert_cmpuint (strlen (password), >=, 16);
  robot_check_names (self->robot);
  journey_picture (self, "New password");
  robot_press (self->robot, "Use This Password");
  expect (self, "The newly locked file is what will be saved");
  robot_check_names (self->robot);
  return password;
}

static void
go (SessionFlags flags)
{
  g_autoptr(Journey) self = journey_new_bare (flags);
  g_autofree char *file = make_file (self);
  g_autofree char *original = journey_describe (self, file, OLD_PASSWORD);
  g_autofree char *saved = session_get_path (self->session, "home/Desktop/hanako.p12");
  const char *arguments[] = { file, NULL };
  g_autofree char *copy_name = NULL;
  g_autofree char *copy = NULL;
  g_autofree char *password = NULL;
  g_autofree char *described = NULL;
  g_autofree char *copy_described = NULL;

  journey_keep_pictures (self, (flags & SESSION_JAPANESE) != 0 ? "safe-ja" : "safe");
  journey_open_with (self, arguments);
  tell_password (self);
  password = make_safe (self);
  robot_tick (self->robot, "Make a copy that older programs can open");
  expect (self, "A copy will be saved beside the file");
  journey_picture (self, "Copy");

  robot_enter (self->robot, "Save");
  journey_at (self, "Where to save");
  robot_enter (self->robot, "Save Here");
  journey_at (self, "Saved");
  copy_name = g_strdup_printf ("home/Desktop/hanako (%s).p12", robot_text (self->robot, "for older programs"));
  copy = session_get_path (self->session, copy_name);
  robot_thing_free (robot_wait_for_raw (self->robot, ATSPI_ROLE_LABEL, copy));
  robot_enter (self->robot, "Close");
  journey_at (self, "Your certificate has been issued");
  robot_thing_free (robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "The copy for older programs"));
  journey_finish (self);

  described = journey_describe (self, saved, password);
  copy_described = journey_describe (self, copy, password);
  g_assert_cmpstr (described, ==, original);
  g_assert_cmpstr (copy_described, ==, original);
}

static void
test_english (void)
{
  go (SESSION_DEFAULT);
}

/* The copy's name as well is in the person's language. */
static void
test_japanese (void)
{
  go (SESSION_JAPANESE);
}

/* Up to the tick, with the password known. */
static void
ask_for_modern (Journey *self)
{
  journey_at (self, "Your certificate has arrived");
  robot_type (self->robot, "File password", OLD_PASSWORD);
  robot_press (self->robot, "Check");
  robot_thing_free (robot_wait_for_raw (self->robot, ATSPI_ROLE_LABEL, "hanako@example.com"));
  robot_tick (self->robot, "Make it safe with today's encryption");
}

/* Of what is on the Desktop, each is whole, whatever it is; how many are @bytes. */
static guint
count_saved (Journey    *self,
             GBytes     *bytes,
             const char *described)
{
  g_autofree char *folder = session_get_path (self->session, "home/Desktop");
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *found = NULL;
    g_autoptr(GFile) file = g_file_new_for_path (path);
    g_autoptr(GBytes) contents = NULL;

    if (*name == '.')
      continue; /* half written, and under no name that anybody looks at */
    found = journey_describe (self, path, OLD_PASSWORD);
    g_assert_cmpstr (found, ==, described);
    contents = g_file_load_bytes (file, NULL, NULL, NULL);
    n += g_bytes_equal (contents, bytes) ? 1 : 0;
  }
  return n;
}

/* kill -9 while the file is locked anew, or while that is being saved: what came is
 * there to the last byte, also when it is nowhere else any more. */
static void
be_killed (gboolean saving)
{
  g_autoptr(Journey) self = journey_new_bare (SESSION_DEFAULT);
  g_autofree char *path = make_file (self);
  g_autofree char *described = journey_describe (self, path, OLD_PASSWORD);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GBytes) bytes = g_file_load_bytes (file, NULL, NULL, NULL);
  const char *arguments[] = { path, NULL };

  journey_open_with (self, arguments);
  ask_for_modern (self);
  if (saving) {
    expect (self, "The newly locked file is what will be saved");
    robot_press (self->robot, "Save");
    journey_at (self, "Where to save");
    robot_press_at_once (self->robot, "Save Here", 1);
  }
  robot_kill (self->robot);
  g_assert_cmpuint (count_saved (self, bytes, described), ==, 0);
  g_assert_cmpint (g_unlink (path), ==, 0);

  journey_open_with (self, NULL);
  robot_press (self->robot, "Continue");
  journey_at (self, "Your certificate has arrived");
  robot_type (self->robot, "File password", OLD_PASSWORD);
  robot_press (self->robot, "Check");
  robot_thing_free (robot_wait_for_raw (self->robot, ATSPI_ROLE_LABEL, "hanako@example.com"));
  journey_save (self);
  journey_finish (self);
  g_assert_cmpuint (count_saved (self, bytes, described), ==, 1);
}

static void
test_killed_converting (void)
{
  be_killed (FALSE);
}

static void
test_killed_saving (void)
{
  be_killed (TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/safe/english", test_english);
  session_test_add ("/journey/safe/japanese", test_japanese);
  session_test_add ("/journey/safe/killed-converting", test_killed_converting);
  session_test_add ("/journey/safe/killed-saving", test_killed_saving);
  return g_test_run ();
}
