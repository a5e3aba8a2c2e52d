/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ways in, and what is around the pages: welcome page, portal files, second
 * starts, menu and help, size, what was interrupted. */
#include "journey.h"

#include <string.h>

#include <glib/gstdio.h>

static void
expect_code (Journey *self)
{
  g_autofree char *code = NULL;

  robot_wait_for_text (self->robot, "Certificate code");
  code = robot_read (self->robot, "Certificate code");
  g_assert_cmpuint (strlen (code), ==, 20);
}

static void
test_practice (void)
{
  g_autoptr(Journey) self = journey_new_practice (SESSION_DEFAULT);
  g_autofree char *address = journey_get (self, "Address");
  g_autofree char *password = journey_get (self, "Password");
  g_autoptr(RobotThing) said = NULL, said_too = NULL;

  journey_open_with (self, NULL);
  journey_at (self, "Get your certificate");
  g_assert_false (robot_can_press (self->robot, "Start"));
  robot_focus (self->robot, ATSPI_ROLE_RADIO_BUTTON, "Practice");
  robot_key (self->robot, "space");
  robot_press (self->robot, "Start");

  journey_at (self, "The e-mail you received");
  said = robot_wait_for_part (self->robot, address);
  said_too = robot_wait_for_part (self->robot, password);

  /* What was typed is still there after a look at the welcome page. */
  robot_type (self->robot, "Certificate code", "999888Ki3pCEdGtVeHXM");
  robot_press (self->robot, "Back");
  journey_at (self, "Get your certificate");
  robot_wait_gone (self->robot, ATSPI_ROLE_HEADING, "The e-mail you received");
  robot_press (self->robot, "Start");
  journey_at (self, "The e-mail you received");
  expect_code (self);
}

/* A message comes first, then the portal that it is for. */
static void
test_message_then_portal (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autofree char *definition = journey_get (self, "Definition");
  g_autofree char *mail = journey_get_mail (self);
  const char *arguments[] = { mail, NULL };
  g_autoptr(RobotThing) waiting = NULL, host = NULL;

  journey_open_with (self, arguments);
  journey_at (self, "Get your certificate");
  waiting = robot_wait_for_part (self->robot, "it fits none of these portals");

  journey_start_again (self, definition);
  host = robot_wait_for_part (self->robot, "127.0.0.1:");
  robot_press (self->robot, "Cancel");
  journey_at (self, "Get your certificate");

  journey_start_again (self, definition);
  robot_press (self->robot, "Add");
  journey_at (self, "The e-mail you received");
  expect_code (self);

  /* Now the portal is known, and the message finds it. */
  journey_open_with (self, arguments);
  journey_at (self, "The e-mail you received");
  expect_code (self);
}

static void
test_help (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autoptr(RobotThing) help = NULL, shortcut = NULL, item = NULL, about = NULL;

  journey_open_with (self, NULL);
  journey_at (self, "Get your certificate");
  robot_key (self->robot, "F1");
  help = robot_wait_for_part (self->robot, "names the organisation that issues it");

  robot_key (self->robot, "ctrl+shift+slash");
  shortcut = robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "Press the highlighted button");
  robot_key (self->robot, "Escape");
  robot_wait_gone (self->robot, ATSPI_ROLE_LABEL, "Press the highlighted button");

  robot_key (self->robot, "F10");
  item = robot_wait_for (self->robot, ATSPI_ROLE_MENU_ITEM, "About Inkan");
  robot_key (self->robot, "Up");
  robot_key (self->robot, "Return");
  about = robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "Legal");
  robot_key (self->robot, "Escape");
  robot_wait_gone (self->robot, ATSPI_ROLE_LABEL, "Legal");

  robot_key (self->robot, "ctrl+q");
  g_assert_cmpint (robot_wait_for_end (self->robot), ==, 0);
}

static void
write_settings (Journey    *self,
                const char *contents)
{
  g_autofree char *folder = session_get_path (self->session, "home/.config/glib-2.0/settings");
  g_autofree char *file = g_build_filename (folder, "keyfile", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (file, contents, -1, &error);
  g_assert_no_error (error);
}

/* As narrow as the last time: the list of steps is away, the header says it. */
static void
test_narrow (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autofree char *file = session_get_path (self->session, "home/.config/glib-2.0/settings/keyfile");
  g_autoptr(GKeyFile) settings = g_key_file_new ();
  g_autoptr(RobotThing) subtitle = NULL, steps = NULL;
  g_autoptr(GError) error = NULL;

  session_set_variable (self->session, "GSETTINGS_BACKEND", "keyfile");
  write_settings (self, "[io/github/inkan/Inkan]\nwindow-width=400\nwindow-height=600\n");
  journey_open (self);
  journey_at (self, "The e-mail you received");
  subtitle = robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "Step 1 of 10");
  steps = robot_find (self->robot, ATSPI_ROLE_LIST, "Steps");
  g_assert_null (steps);
  robot_window_action (self->robot, "window.close");
  g_assert_cmpint (robot_wait_for_end (self->robot), ==, 0);

  g_key_file_load_from_file (settings, file, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_key_file_get_integer (settings, "io/github/inkan/Inkan", "window-width", NULL), ==, 400);
  g_assert_cmpint (g_key_file_get_integer (settings, "io/github/inkan/Inkan", "window-height", NULL), ==, 600);
}

/* Wide: the steps are there, with what has become of each. */
static void
test_steps (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autoptr(RobotThing) current = NULL, done = NULL, to_come = NULL;

  journey_open (self);
  journey_pass_mail (self);
  journey_at (self, "Identity check");
  done = robot_wait_for_raw (self->robot, ATSPI_ROLE_LIST_ITEM, "Step 1: The e-mail, done");
  current = robot_wait_for_raw (self->robot, ATSPI_ROLE_LIST_ITEM, "Step 2: Identity check, current step");
  to_come = robot_wait_for_raw (self->robot, ATSPI_ROLE_LIST_ITEM, "Step 3: Choose the certificate");
}

/* Discarding what was interrupted asks first, and then is for good. */
static void
test_discard (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autoptr(RobotThing) cost = NULL;

  journey_open (self);
  journey_go_to_agreement (self);
  journey_agree (self);
  journey_at (self, "Your certificate has arrived");
  robot_kill (self->robot);

  journey_open_with (self, NULL);
  journey_at (self, "Get your certificate");
  robot_press (self->robot, "Discard…");
  cost = robot_wait_for_part (self->robot, "it cannot be fetched again");
  robot_press (self->robot, "Keep");
  robot_wait_gone (self->robot, ATSPI_ROLE_LABEL, "Discard what was interrupted?");
  g_assert_true (robot_can_press (self->robot, "Continue"));

  robot_press (self->robot, "Discard…");
  robot_press (self->robot, "Discard");
  robot_wait_gone (self->robot, ATSPI_ROLE_PUSH_BUTTON, "Continue");

  journey_open_with (self, NULL);
  journey_at (self, "Get your certificate");
  g_assert_false (robot_can_press (self->robot, "Continue"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/window/practice", test_practice);
  session_test_add ("/journey/window/message-then-portal", test_message_then_portal);
  session_test_add ("/journey/window/help", test_help);
  session_test_add ("/journey/window/narrow", test_narrow);
  session_test_add ("/journey/window/steps", test_steps);
  session_test_add ("/journey/window/discard", test_discard);
  return g_test_run ();
}
