/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole way by the keyboard alone: focus is where it is needed, Enter goes
 * on, Alt+Left goes back, Escape loses nothing. */
#include "journey.h"

static void
test_keyboard (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autofree char *address = journey_get (self, "Address");
  g_autofree char *password = journey_get (self, "Password");
  g_autofree char *typed = NULL, *saved = NULL;

  journey_open (self);
  journey_at (self, "The e-mail you received");
  robot_enter (self->robot, "Next");

  journey_at (self, "Identity check");
  robot_type_keys (self->robot, address);
  robot_key (self->robot, "alt+Left");
  journey_at (self, "The e-mail you received");
  robot_enter (self->robot, "Next");
  journey_at (self, "Identity check");
  robot_key (self->robot, "Escape");
  robot_type_keys (self->robot, password);
  typed = robot_read (self->robot, "E-mail address");
  g_assert_cmpstr (typed, ==, address);
  robot_enter (self->robot, "Send");

  journey_at (self, "Choose the certificate");
  robot_key (self->robot, "Escape");
  robot_key (self->robot, "Return");
  journey_at (self, "Check and agree");
  robot_enter (self->robot, "I Agree to the Terms");
  journey_at (self, "Your certificate has arrived");
  robot_key (self->robot, "Escape");
  robot_enter (self->robot, "Save");
  journey_at (self, "Where to save");
  robot_enter (self->robot, "Save Here");
  journey_at (self, "Saved");
  robot_enter (self->robot, "Close");
  journey_at (self, "Your certificate has been issued");
  robot_enter (self->robot, "Next");
  journey_at (self, "Important — please read");
  robot_tick (self->robot, "I have read this");
  robot_enter (self->robot, "Next");
  journey_at (self, "Use the certificate");
  robot_enter (self->robot, "Done");
  g_assert_cmpint (robot_wait_for_end (self->robot), ==, 0);

  saved = journey_get_saved (self);
  journey_prove (self, saved);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/keyboard", test_keyboard);
  return g_test_run ();
}
