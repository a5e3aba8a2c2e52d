/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file in the old manner, made safe under a password made up here, with a copy
 * for older programs. The password, the ticks and the way on by the keyboard. */
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
  robot_wait_for_text (self->robot, "New file password");
  expect (self, "Note this password down now");
  password = robot_read (self->robot, "New file password");
  g_assert_cmpuint (strlen (password), >=, 16);
  robot_check_names (self->robot);
  journey_picture (self, "New password");
  robot_press (self->robot, "Use This Password");
  expect (self, "It opens with the new password only");
  robot_check_names (self->robot);
  return password;
}

static void
test_safe (void)
{
  g_autoptr(Journey) self = journey_new_bare (SESSION_DEFAULT);
  g_autofree char *file = make_file (self);
  g_autofree char *original = journey_describe (self, file, OLD_PASSWORD);
  g_autofree char *saved = session_get_path (self->session, "home/Desktop/hanako.p12");
  g_autofree char *copy = session_get_path (self->session, "home/Desktop/hanako (for older programs).p12");
  const char *arguments[] = { file, NULL };
  g_autofree char *password = NULL;
  g_autofree char *described = NULL;
  g_autofree char *copy_described = NULL;

  journey_keep_pictures (self, "safe");
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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/safe", test_safe);
  return g_test_run ();
}
