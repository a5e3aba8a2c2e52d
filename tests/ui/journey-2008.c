/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole journey at the portal of 2008 (tests/portals/shift-jis-2008.py), whose
 * definition says where it is and hardly more. */
#include "journey.h"

static void
identify (Journey *self)
{
  journey_open (self);
  journey_pass_mail (self);
  journey_identify (self, NULL);
}

static void
choose (Journey *self)
{
  g_autofree char *service = journey_get (self, "Service");

  journey_at (self, "Choose the certificate");
  robot_select (self->robot, service);
  robot_press (self->robot, "Next");
}

static void
finish (Journey *self)
{
  g_autofree char *password = journey_get (self, "Password");
  g_autofree char *saved = NULL, *base = NULL;

  journey_agree (self);
  journey_pass_notices (self);
  journey_save (self);
  journey_finish (self);
  saved = journey_get_saved (self);
  base = g_path_get_basename (saved);
  g_assert_cmpstr (base, ==, "shomeisho.p12");
  journey_prove_issued (self, saved, password);
  g_assert_cmpuint (journey_count (self, "agreed"), ==, 1);
  g_assert_cmpuint (journey_count (self, "not as a browser"), ==, 0);
}

static void
go (SessionFlags flags)
{
  g_autoptr(Journey) self = journey_new_at (flags, "shift-jis-2008", NULL);

  journey_open (self);
  journey_pass_mail (self);
  journey_identify (self, "mistyped");
  journey_expect_error (self, "Identity check", "The portal does not know these entries");
  journey_identify (self, NULL);
  choose (self);
  finish (self);
}

static void
test_japanese (void)
{
  go (SESSION_JAPANESE);
}

static void
test_english (void)
{
  go (SESSION_DEFAULT);
}

/* The session ends while the person reads the list: nobody asks anything again. */
static void
test_session_lost (void)
{
  static const char *const fault[] = { "--fault", "session-lost", NULL };
  g_autoptr(Journey) self = journey_new_at (SESSION_JAPANESE, "shift-jis-2008", fault);

  identify (self);
  choose (self);
  finish (self);
  g_assert_cmpuint (journey_count (self, "POST /cgi-bin/cert/ninsho.cgi"), ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/2008/japanese", test_japanese);
  session_test_add ("/journey/2008/english", test_english);
  session_test_add ("/journey/2008/session-lost", test_session_lost);
  return g_test_run ();
}
