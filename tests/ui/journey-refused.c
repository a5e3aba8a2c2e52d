/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the portal refuses before anything is agreed to: each ends on the page
 * that can mend it, and leads on from there. */
#include "journey.h"

static void
test_wrong_password (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autofree char *code = NULL, *code_after = NULL;

  journey_open (self);
  journey_at (self, "The e-mail you received");
  robot_wait_for_text (self->robot, "Certificate code");
  code = robot_read (self->robot, "Certificate code");
  robot_press (self->robot, "Next");
  journey_identify (self, "not the password");
  journey_expect_error (self, "Identity check", "The portal does not know these entries");
  code_after = robot_read (self->robot, "Certificate code");
  g_assert_cmpstr (code_after, ==, code);

  journey_identify (self, NULL);
  journey_at (self, "Choose the certificate");
  g_assert_null (robot_find (self->robot, ATSPI_ROLE_LABEL, "The portal does not know these entries"));
}

/* The code worked once; the message with it is still there. */
static void
test_code_used (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autofree char *definition = journey_get (self, "Definition");
  g_autofree char *mail = journey_get_mail (self);
  const char *arguments[] = { "--portal", definition, mail, NULL };
  g_autofree char *saved = NULL;

  journey_open_with (self, arguments);
  journey_go_to_agreement (self);
  journey_agree (self);
  journey_save (self);
  journey_finish (self);
  saved = journey_get_saved (self);
  journey_prove (self, saved);

  journey_open_with (self, arguments);
  journey_pass_mail (self);
  journey_identify (self, NULL);
  journey_at (self, "Choose the certificate");
  g_assert_null (robot_find_raw (self->robot, ATSPI_ROLE_LIST_ITEM, JOURNEY_SERVICE));
  g_clear_pointer (&saved, g_free);
  saved = journey_get_saved (self);
}

/* Both of the guide's causes, and both ways on. */
static void
test_empty_list (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autoptr(RobotThing) wrong = NULL, fetched = NULL, reissue = NULL;
  g_autofree char *address = NULL, *text = NULL;

  journey_change (self, "UPDATE certificate SET state = 'fetched', serial = id, fingerprint = id "
                        "WHERE state = 'ready'");
  journey_open (self);
  journey_pass_mail (self);
  journey_identify (self, NULL);
  journey_at (self, "Choose the certificate");
  wrong = robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "One of your entries is not right");
  fetched = robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "The certificate has been fetched already");
  reissue = robot_wait_for (self->robot, ATSPI_ROLE_PUSH_BUTTON, "Apply for reissue…");
  g_assert_false (robot_can_press (self->robot, "Next"));

  robot_press (self->robot, "Check my entries");
  journey_at (self, "Identity check");
  address = journey_get (self, "Address");
  text = robot_read (self->robot, "E-mail address");
  g_assert_cmpstr (text, ==, address);
}

static void
test_fetched_already (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autoptr(RobotThing) said = NULL, reissue = NULL;

  journey_open (self);
  journey_pass_mail (self);
  journey_identify (self, NULL);
  journey_at (self, "Choose the certificate");
  robot_select (self->robot, JOURNEY_FETCHED);
  said = robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "This certificate has been fetched already");
  reissue = robot_wait_for (self->robot, ATSPI_ROLE_PUSH_BUTTON, "Apply for reissue…");
  g_assert_false (robot_can_press (self->robot, "Next"));

  /* The others are not hindered by that. */
  journey_choose (self);
  journey_at (self, "Check and agree");
}

static void
test_maintenance (void)
{
  static const char *const fault[] = { "--fault", "maintenance", NULL };
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, fault);

  journey_open (self);
  journey_pass_mail (self);
  journey_identify (self, NULL);
  journey_expect_error (self, "Identity check", "The portal is closed for now");

  journey_restart_portal (self, NULL);
  robot_press (self->robot, "Send");
  journey_at (self, "Choose the certificate");
}

static void
test_redirect_elsewhere (void)
{
  static const char *const fault[] = { "--fault", "redirect-elsewhere", NULL };
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, fault);

  journey_open (self);
  journey_pass_mail (self);
  journey_identify (self, NULL);
  journey_expect_error (self, "Identity check", "The portal led to another place");
}

static void
test_not_there (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);

  journey_open (self);
  journey_pass_mail (self);
  session_stop_portal (self->session);
  journey_identify (self, NULL);
  journey_expect_error (self, "Identity check", "The portal cannot be reached");

  journey_restart_portal (self, NULL);
  robot_press (self->robot, "Send");
  journey_at (self, "Choose the certificate");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/refused/wrong-password", test_wrong_password);
  session_test_add ("/journey/refused/code-used", test_code_used);
  session_test_add ("/journey/refused/empty-list", test_empty_list);
  session_test_add ("/journey/refused/fetched-already", test_fetched_already);
  session_test_add ("/journey/refused/maintenance", test_maintenance);
  session_test_add ("/journey/refused/redirect-elsewhere", test_redirect_elsewhere);
  session_test_add ("/journey/refused/not-there", test_not_there);
  return g_test_run ();
}
