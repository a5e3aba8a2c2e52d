/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people open and type, good and bad: a clear sentence, and a way on. */
#include "journey.h"

#include <glib/gstdio.h>
#include <string.h>

static char *
write_file (Journey    *self,
            const char *name,
            const char *contents)
{
  char *path = session_get_path (self->session, name);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
test_version (void)
{
  g_autoptr(Session) session = session_new (SESSION_NO_KEYRING);
  g_autofree char *program = g_build_filename (g_getenv ("INKAN_BUILD_ROOT"), "src", "inkan", NULL);
  const char *arguments[] = { program, "--version", NULL };
  g_autofree char *output = session_run (session, arguments);

  g_assert_true (g_regex_match_simple ("^\\S+ [0-9]+\\.[0-9]+\\.[0-9]+\n$", output, 0, 0));
}

/* Not a message: said so; the code can still be typed. */
static void
test_bad_message (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autofree char *definition = journey_get (self, "Definition");
  g_autofree char *bad = write_file (self, "bad.eml", "\001\002\003 no message at all");
  const char *arguments[] = { "--portal", definition, bad, NULL };

  journey_open_with (self, arguments);
  journey_expect_error (self, "The e-mail you received", "This file is not an e-mail");
  g_assert_false (robot_can_press (self->robot, "Next"));
  robot_type (self->robot, "Certificate code", "999888Ki3pCEdGtVeHXM");
  robot_press (self->robot, "Next");
  journey_at (self, "Identity check");
}

static void
test_message_without_code (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autofree char *definition = journey_get (self, "Definition");
  g_autofree char *other = write_file (self, "other.eml",
                                       "From: a@example.com\r\nTo: b@example.com\r\nSubject: Lunch\r\n"
                                       "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\n\r\nAt one?\r\n");
  const char *arguments[] = { "--portal", definition, other, NULL };

  journey_open_with (self, arguments);
  journey_expect_error (self, "The e-mail you received", "There is no certificate code in this e-mail");
}

static void
test_bad_definition (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autofree char *bad = write_file (self, "bad.portal", "[Portal]\nId=bad\nName=Bad\nOrigin=ftp://example.com\n");
  const char *arguments[] = { "--portal", bad, NULL };

  journey_open_with (self, arguments);
  journey_expect_error (self, "Get your certificate", "There is a mistake in the portal file");
}

/* Full-width letters, blanks and the line's own words are no obstacle. */
static void
test_code_as_people_type_it (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autofree char *code = NULL;
  g_autoptr(GString) typed = g_string_new (" 証明書コード：");

  journey_open (self);
  journey_at (self, "The e-mail you received");
  robot_wait_for_text (self->robot, "Certificate code");
  code = robot_read (self->robot, "Certificate code");
  for (const char *c = code; *c != '\0'; c++)
    g_string_append_unichar (typed, (gunichar) (unsigned char) *c - 0x21 + 0xff01);
  g_string_append (typed, "\u3000 ");
  robot_type (self->robot, "Certificate code", typed->str);
  journey_pass_mail (self);
  journey_identify (self, NULL);
  journey_at (self, "Choose the certificate");
}

/* Nothing that can be typed breaks anything; what cannot be right is not sent. */
static void
test_strange_entries (void)
{
  g_autofree char *long_text = g_strnfill (10000, 'x');
  const char *strange[] = {
    "", "\t\r\n\001\177", "\u202etxt.21p\u202c", "😀👩‍👩‍👧‍👦🇯🇵", "<b>&amp;</b>%s%n", long_text,
  };
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autofree char *address = journey_get (self, "Address");
  g_autofree char *spaced = g_strdup_printf (" \u3000%s  ", address);

  journey_open (self);
  journey_pass_mail (self);
  journey_at (self, "Identity check");
  robot_type (self->robot, "Application password", "x");
  for (guint i = 0; i < G_N_ELEMENTS (strange); i++)
    {
      robot_type (self->robot, "E-mail address", strange[i]);
      g_assert_false (robot_can_press (self->robot, "Send"));
      journey_at (self, "Identity check");
    }
  for (guint i = 0; i < G_N_ELEMENTS (strange); i++)
    {
      robot_type (self->robot, "Application password", strange[i]);
      journey_at (self, "Identity check");
    }
  robot_type (self->robot, "E-mail address", spaced);
  journey_identify (self, NULL);
  journey_at (self, "Choose the certificate");
}

/* The folder goes between the page and the button, and comes back. */
static void
test_vanished_folder (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autofree char *desktop = session_get_path (self->session, "home/Desktop");
  g_autofree char *away = session_get_path (self->session, "away");
  g_autofree char *saved = NULL;

  journey_open (self);
  journey_go_to_agreement (self);
  journey_agree (self);
  journey_at (self, "Your certificate has arrived");
  robot_press (self->robot, "Save");
  journey_at (self, "Where to save");
  g_assert_cmpint (g_rename (desktop, away), ==, 0);
  robot_press (self->robot, "Save Here");
  journey_expect_error (self, "Where to save", "The folder is not there");

  g_assert_false (robot_can_press (self->robot, "Save Here"));
  g_assert_cmpint (g_rename (away, desktop), ==, 0);
  robot_press (self->robot, "Back");
  journey_save (self);
  journey_finish (self);
  saved = journey_get_saved (self);
  journey_prove (self, saved);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/files/version", test_version);
  session_test_add ("/journey/files/bad-message", test_bad_message);
  session_test_add ("/journey/files/message-without-code", test_message_without_code);
  session_test_add ("/journey/files/bad-definition", test_bad_definition);
  session_test_add ("/journey/files/code-as-typed", test_code_as_people_type_it);
  session_test_add ("/journey/files/strange-entries", test_strange_entries);
  session_test_add ("/journey/files/vanished-folder", test_vanished_folder);
  return g_test_run ();
}
