/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole journeys at portals of tests/portals at which something works once only:
 * a button that may be sent once, a passphrase that is shown once. */
#include "journey.h"

static void
check_saved (Journey    *self,
             const char *passphrase_key)
{
  g_autofree char *saved = journey_get_saved (self);
  g_autofree char *passphrase = journey_get (self, passphrase_key);

  journey_prove_issued (self, saved, passphrase);
  g_assert_cmpuint (journey_count (self, "agreed"), ==, 1);
}

/* The PIN alone, mistyped at first; the message does not bring it. Then the
 * button, pressed as an impatient person does. */
static void
upki (SessionFlags  flags,
      const char   *entry)
{
  g_autoptr(Journey) self = journey_new_at (flags, "upki", NULL);
  g_autofree char *pin = journey_get (self, "Pin");
  g_autofree char *kept = NULL;

  journey_open (self);
  journey_at (self, "The e-mail you received");
  robot_type (self->robot, entry, "0123456789abcdef");
  robot_press (self->robot, "Next");
  journey_at (self, "Identity check");
  kept = robot_read (self->robot, entry);
  g_assert_cmpstr (kept, ==, "0123456789abcdef");
  robot_press (self->robot, "Send");
  journey_expect_error (self, "Identity check", "The portal does not know these entries");

  robot_type (self->robot, entry, pin);
  robot_press (self->robot, "Send");
  journey_at (self, "Check and agree");
  robot_press_at_once (self->robot, "I Agree to the Terms", 10);
  journey_save (self);
  journey_finish (self);
  check_saved (self, "Pin");
}

static void
test_upki_japanese (void)
{
  upki (SESSION_JAPANESE, "アクセスPIN");
}

/* The button was sent again from elsewhere: issuing has failed, and the page
 * says what is left to do. */
static void
test_upki_failed (void)
{
  static const char *const fault[] = { "--fault", "session-lost", NULL };
  g_autoptr(Journey) self = journey_new_at (SESSION_JAPANESE, "upki", fault);
  g_autofree char *pin = journey_get (self, "Pin");

  journey_open (self);
  journey_at (self, "The e-mail you received");
  robot_type (self->robot, "アクセスPIN", pin);
  robot_press (self->robot, "Next");
  journey_at (self, "Identity check");
  robot_press (self->robot, "Send");
  journey_agree (self);
  robot_thing_free (robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "The certificate must be reissued"));
  g_assert_null (robot_find (self->robot, ATSPI_ROLE_PUSH_BUTTON, "I Agree to the Terms"));
  g_assert_cmpuint (journey_count (self, "agreed"), ==, 1);
}

/* Up to the file, with what the page told. */
static void
actalis_to_file (Journey *self)
{
  g_autofree char *address = journey_get (self, "Address");

  journey_pass_mail (self);
  journey_at (self, "Identity check");
  robot_type (self->robot, "E-mail address", address);
  robot_press (self->robot, "Send");
  journey_agree (self);
  journey_at (self, "Your certificate has arrived");
}

/* The person sees what the page told, once they want to. */
static void
see_told (Journey *self)
{
  g_autofree char *passphrase = journey_get (self, "Passphrase");
  g_autofree char *shown = NULL;

  robot_press (self->robot, "Show Text");
  shown = robot_read (self->robot, "Password that the portal has shown");
  g_assert_cmpstr (shown, ==, passphrase);
}

static void
actalis (SessionFlags flags)
{
  g_autoptr(Journey) self = journey_new_at (flags, "actalis", NULL);

  journey_open (self);
  actalis_to_file (self);
  see_told (self);
  journey_save (self);
  journey_finish (self);
  check_saved (self, "Passphrase");
  g_assert_cmpuint (journey_count (self, "passphrase told"), ==, 1);
  g_assert_cmpuint (journey_count (self, "advertising"), ==, 0);
}

static void
test_actalis (void)
{
  actalis (SESSION_DEFAULT);
}

static void
test_actalis_japanese (void)
{
  actalis (SESSION_JAPANESE);
}

/* The program dies with the file and the passphrase that nobody tells again. */
static void
test_actalis_killed (void)
{
  g_autoptr(Journey) self = journey_new_at (SESSION_DEFAULT, "actalis", NULL);

  journey_open (self);
  actalis_to_file (self);
  robot_kill (self->robot);

  journey_open_with (self, NULL);
  journey_at (self, "Get your certificate");
  robot_press (self->robot, "Continue");
  journey_at (self, "Your certificate has arrived");
  see_told (self);
  journey_save (self);
  journey_finish (self);
  check_saved (self, "Passphrase");
  g_assert_cmpuint (journey_count (self, "passphrase told"), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/once/upki/japanese", test_upki_japanese);
  session_test_add ("/journey/once/upki/failed", test_upki_failed);
  session_test_add ("/journey/once/actalis/english", test_actalis);
  session_test_add ("/journey/once/actalis/japanese", test_actalis_japanese);
  session_test_add ("/journey/once/actalis/killed", test_actalis_killed);
  return g_test_run ();
}
