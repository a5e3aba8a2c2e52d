/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole journeys at portals that exist (tests/portals), with what is odd about
 * each of them. */
#include "journey.h"

/* With INKAN_JOURNEY_FOLDER set, pictures of every page stay there. */
static Journey *
begin (SessionFlags  flags,
       const char   *name)
{
  Journey *self = journey_new_at (flags, name, NULL);
  const char *folder = g_getenv ("INKAN_JOURNEY_FOLDER");

  if (folder != NULL)
    {
      self->pictures = g_build_filename (folder, name, (flags & SESSION_JAPANESE) != 0 ? "ja" : "en", NULL);
      g_assert_cmpint (g_mkdir_with_parents (self->pictures, 0700), ==, 0);
    }
  return self;
}

static void
type_key (Journey    *self,
          const char *entry,
          const char *key)
{
  g_autofree char *value = journey_get (self, key);

  robot_type (self->robot, entry, value);
}

/* The certificate was issued once, with one agreement, and is on the Desktop. */
static void
check_saved (Journey    *self,
             const char *name,
             const char *passphrase,
             guint       n_agreements)
{
  g_autofree char *saved = journey_get_saved (self);
  g_autofree char *base = g_path_get_basename (saved);

  g_assert_cmpstr (base, ==, name);
  journey_prove_issued (self, saved, passphrase);
  g_assert_cmpuint (journey_count (self, "agreed"), ==, n_agreements);
}

/* EJBCA's public web pages: any password leads to the second form, whose answer
 * says that it was wrong. */
static void
ejbca_public_web (SessionFlags  flags,
                  const char   *user,
                  const char   *password)
{
  g_autoptr(Journey) self = begin (flags, "ejbca-public-web");
  g_autofree char *code = journey_get (self, "Code");

  journey_open (self);
  journey_pass_mail (self);
  journey_at (self, "Identity check");
  type_key (self, user, "User");
  robot_type (self->robot, password, "mistyped-7");
  robot_press (self->robot, "Send");
  journey_agree (self);
  journey_expect_error (self, "Identity check", "The portal does not know these entries");
  g_assert_cmpuint (journey_count (self, "issued"), ==, 0);

  robot_type (self->robot, password, code);
  robot_press (self->robot, "Send");
  journey_at (self, "Check and agree");
  robot_press (self->robot, "I Agree to the Terms");
  journey_pass_notices (self);
  journey_save (self);
  journey_finish (self);
  check_saved (self, "tyamada.p12", code, 2);
}

static void
test_ejbca_public_web (void)
{
  ejbca_public_web (SESSION_DEFAULT, "Username", "Password");
}

static void
test_ejbca_public_web_japanese (void)
{
  ejbca_public_web (SESSION_JAPANESE, "ユーザー名", "パスワード");
}

/* EJBCA's RA web. */
static void
test_ejbca_ra_web (void)
{
  g_autoptr(Journey) self = begin (SESSION_DEFAULT, "ejbca-ra-web");
  g_autofree char *code = journey_get (self, "Code");
  g_autofree char *filled = NULL;

  journey_open (self);
  /* The link in the message carries both. */
  journey_pass_mail (self);
  journey_at (self, "Identity check");
  filled = robot_read (self->robot, "Username");
  g_assert_cmpstr (filled, ==, "hsuzuki");
  robot_type (self->robot, "Username", "hsusuki");
  robot_press (self->robot, "Send");
  /* It does not say what is wrong: the two causes, and the way back. */
  journey_at (self, "Choose the certificate");
  robot_press (self->robot, "Check my entries");
  journey_at (self, "Identity check");
  type_key (self, "Username", "User");
  robot_press (self->robot, "Send");
  journey_agree (self);
  journey_save (self);
  journey_finish (self);
  check_saved (self, "Hanako Suzuki (Sales).p12", code, 1);
}

/* HTTP Basic: no form of the portal's own; and the person chooses the passphrase
 * of the file. */
static void
letswifi (SessionFlags  flags,
          const char   *user,
          const char   *password)
{
  static const char passphrase[] = "My own choice 1";
  g_autoptr(Journey) self = begin (flags, "letswifi");
  g_autofree char *definition = journey_get (self, "Definition");
  g_autofree char *saved = NULL;
  g_autofree char *name = NULL;
  const char *arguments[] = { "--portal", definition, NULL };

  journey_open_with (self, arguments);
  journey_pass_mail (self);
  journey_at (self, "Identity check");
  type_key (self, user, "User");
  robot_type (self->robot, password, "not the one");
  robot_press (self->robot, "Send");
  journey_expect_error (self, "Identity check", "The portal does not know these entries");
  type_key (self, password, "Password");
  robot_press (self->robot, "Send");

  journey_at (self, "Check and agree");
  robot_type (self->robot, "File password", passphrase);
  robot_type (self->robot, "Repeat file password", passphrase);
  robot_press (self->robot, "I Agree to the Terms");
  journey_pass_notices (self);
  journey_save (self);
  journey_finish (self);

  saved = journey_get_saved (self);
  name = g_path_get_basename (saved);
  g_assert_true (g_regex_match_simple ("^example\\.uni\\.[0-9]{14}\\.p12$", name, 0, 0));
  journey_prove_issued (self, saved, passphrase);
  g_assert_cmpuint (journey_count (self, "agreed"), ==, 1);
}

static void
test_letswifi (void)
{
  letswifi (SESSION_DEFAULT, "User name", "Password");
}

static void
test_letswifi_japanese (void)
{
  letswifi (SESSION_JAPANESE, "ユーザー名", "パスワード");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/portals/ejbca-public-web/english", test_ejbca_public_web);
  session_test_add ("/journey/portals/ejbca-public-web/japanese", test_ejbca_public_web_japanese);
  session_test_add ("/journey/portals/ejbca-ra-web", test_ejbca_ra_web);
  session_test_add ("/journey/portals/letswifi/english", test_letswifi);
  session_test_add ("/journey/portals/letswifi/japanese", test_letswifi_japanese);
  return g_test_run ();
}
