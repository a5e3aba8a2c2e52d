/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes wrong once the agreement is out: what is known is said, and nothing
 * that was received is lost. */
#include "journey.h"

#define N_AGREEMENTS "SELECT count (*) FROM event WHERE kind = 'agreement'"

static void
expect_agreements (Journey    *self,
                   const char *number)
{
  g_autofree char *found = journey_query (self, N_AGREEMENTS);

  g_assert_cmpstr (found, ==, number);
}

static void
expect_reissue (Journey *self)
{
  g_autoptr(RobotThing) what = NULL, button = NULL;

  what = robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "The certificate must be reissued");
  button = robot_wait_for (self->robot, ATSPI_ROLE_PUSH_BUTTON, "Apply for reissue…");
  robot_check_names (self->robot);
  g_assert_false (robot_can_press (self->robot, "I Agree to the Terms"));
  expect_agreements (self, "1");
}

static void
test_answer_lost (void)
{
  static const char *const fault[] = { "--fault", "close-after-agree", NULL };
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, fault);

  journey_open (self);
  journey_go_to_agreement (self);
  journey_agree (self);
  expect_reissue (self);
}

static void
test_html_instead (void)
{
  static const char *const fault[] = { "--fault", "html-instead-of-file", NULL };
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, fault);

  journey_open (self);
  journey_go_to_agreement (self);
  journey_agree (self);
  expect_reissue (self);
}

/* The portal forgets who it talks to, right before the agreement counts. */
static void
test_session_lost (void)
{
  static const char *const fault[] = { "--fault", "session-lost", NULL };
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, fault);
  g_autofree char *saved = NULL;

  journey_open (self);
  journey_go_to_agreement (self);
  journey_agree (self);
  /* It is asked again by itself, and still offers the certificate. */
  journey_expect_error (self, "Choose the certificate", "The answer to your agreement was lost");
  journey_choose (self);
  journey_agree (self);
  journey_save (self);
  journey_finish (self);
  saved = journey_get_saved (self);
  journey_prove (self, saved);
}

/* The person read the list for too long: they are not bothered with that. */
static void
test_session_expired (void)
{
  static const char *const fault[] = { "--fault", "session-expired", NULL };
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, fault);
  g_autofree char *saved = NULL;

  journey_open (self);
  journey_go_to_agreement (self);
  journey_agree (self);
  journey_save (self);
  journey_finish (self);
  expect_agreements (self, "1");
  saved = journey_get_saved (self);
  journey_prove (self, saved);
}

/* Pressed through the bus, with Enter and with the pointer, as fast as can be. */
static void
test_ten_times (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autofree char *saved = NULL;

  journey_open (self);
  journey_go_to_agreement (self);
  robot_press_at_once (self->robot, "I Agree to the Terms", 10);
  for (guint i = 0; i < 10; i++)
    robot_key (self->robot, "Return");
  journey_save (self);
  journey_finish (self);
  expect_agreements (self, "1");
  saved = journey_get_saved (self);
  journey_prove (self, saved);
}

static void
test_ten_clicks (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autofree char *saved = NULL;

  journey_open (self);
  journey_go_to_agreement (self);
  robot_point (self->robot, ATSPI_ROLE_PUSH_BUTTON, "I Agree to the Terms", 10);
  journey_save (self);
  journey_finish (self);
  expect_agreements (self, "1");
  saved = journey_get_saved (self);
  journey_prove (self, saved);
}

static void
test_closing_warns (void)
{
  static const char *const slow[] = { "--issue-seconds", "600", NULL };
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, slow);
  g_autoptr(RobotThing) warning = NULL;

  journey_open (self);
  journey_go_to_agreement (self);
  journey_agree (self);
  journey_see_wait (self);
  robot_window_action (self->robot, "window.close");
  warning = robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "Close before the certificate has arrived?");
  robot_press (self->robot, "Keep Waiting");
  robot_wait_gone (self->robot, ATSPI_ROLE_LABEL, "Close before the certificate has arrived?");
  journey_see_wait (self);

  robot_window_action (self->robot, "window.close");
  robot_press (self->robot, "Close Anyway");
  g_assert_cmpint (robot_wait_for_end (self->robot), ==, 0);
}

/* Killed while the portal is at work; it has finished when it is asked again. */
static void
test_killed_waiting (void)
{
  static const char *const slow[] = { "--issue-seconds", "3", NULL };
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, slow);
  g_autofree char *code = NULL;

  journey_open (self);
  journey_at (self, "The e-mail you received");
  robot_wait_for_text (self->robot, "Certificate code");
  code = robot_read (self->robot, "Certificate code");
  journey_go_to_agreement (self);
  journey_agree (self);
  journey_see_wait (self);
  robot_kill (self->robot);

  /* What is secret was kept nowhere: it is asked for again. */
  journey_open_with (self, NULL);
  robot_press (self->robot, "Continue");
  journey_at (self, "Identity check");
  robot_type (self->robot, "Certificate code", code);
  journey_identify (self, NULL);
  expect_reissue (self);
}

/* Killed with the file in hand: it is all there, without the portal. */
static void
test_killed_received (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autofree char *password = journey_get (self, "Password");
  g_autofree char *saved = NULL;

  journey_open (self);
  journey_go_to_agreement (self);
  journey_agree (self);
  journey_at (self, "Your certificate has arrived");
  robot_kill (self->robot);
  session_stop_portal (self->session);

  journey_open_with (self, NULL);
  robot_press (self->robot, "Continue");
  journey_save (self);
  journey_at (self, "Your certificate has been issued");
  robot_type (self->robot, "File password", password);
  robot_press (self->robot, "Check");
  journey_finish (self);
  saved = journey_get_saved (self);
  journey_prove (self, saved);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/lost/answer", test_answer_lost);
  session_test_add ("/journey/lost/html-instead-of-file", test_html_instead);
  session_test_add ("/journey/lost/session", test_session_lost);
  session_test_add ("/journey/lost/session-expired", test_session_expired);
  session_test_add ("/journey/lost/ten-times", test_ten_times);
  session_test_add ("/journey/lost/ten-clicks", test_ten_clicks);
  session_test_add ("/journey/lost/closing-warns", test_closing_warns);
  session_test_add ("/journey/lost/killed-waiting", test_killed_waiting);
  session_test_add ("/journey/lost/killed-received", test_killed_received);
  return g_test_run ();
}
