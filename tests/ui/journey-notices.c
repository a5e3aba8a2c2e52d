/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Step 5, which is there only when there is something to say. */
#include "journey.h"

static void
go (SessionFlags       flags,
    const char *const *fault,
    const char        *notice)
{
  g_autoptr(Journey) self = journey_new (flags, fault);
  g_autoptr(RobotThing) said = NULL;
  g_autofree char *saved = NULL;

  journey_open (self);
  journey_go_to_agreement (self);
  journey_agree (self);
  journey_at (self, "Before you go on");
  said = robot_wait_for (self->robot, ATSPI_ROLE_LABEL, notice);
  robot_press (self->robot, "OK");
  journey_save (self);
  journey_finish (self);
  saved = journey_get_saved (self);
  journey_prove (self, saved);
}

static void
test_clock (void)
{
  static const char *const fault[] = { "--fault", "clock-ahead", NULL };

  go (SESSION_DEFAULT, fault, "The clock of this computer is wrong");
}

static void
test_no_keyring (void)
{
  go (SESSION_NO_KEYRING, NULL, "No password keyring is available");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/notices/clock", test_clock);
  session_test_add ("/journey/notices/no-keyring", test_no_keyring);
  return g_test_run ();
}
