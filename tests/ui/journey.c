/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journey.h"

#include <string.h>

static void
start_portal (Journey           *self,
              const char *const *arguments)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new ();

  g_ptr_array_add (all, (char *) "--issue-seconds");
  g_ptr_array_add (all, (char *) "1");
  for (; arguments != NULL && *arguments != NULL; arguments++)
    g_ptr_array_add (all, (char *) *arguments);
  g_ptr_array_add (all, NULL);
  self->portal = session_start_portal (self->session, "portal", (const char *const *) all->pdata);
}

Journey *
journey_new (SessionFlags       flags,
             const char *const *arguments)
{
  Journey *self = g_new0 (Journey, 1);

  self->session = session_new (flags);
  start_portal (self, arguments);
  return self;
}

Journey *
journey_new_at (SessionFlags       flags,
                const char        *name,
                const char *const *arguments)
{
  Journey *self = g_new0 (Journey, 1);

  self->session = session_new (flags);
  self->portal = session_start_other_portal (self->session, name, arguments);
  journey_keep_pictures (self, name);
  return self;
}

void
journey_keep_pictures (Journey    *self,
                       const char *name)
{
  const char *folder = g_getenv ("INKAN_JOURNEY_FOLDER");
  gboolean japanese = (session_get_flags (self->session) & SESSION_JAPANESE) != 0;

  if (folder == NULL)
    return;
  self->pictures = g_build_filename (folder, name, japanese ? "ja" : "en", NULL);
  g_assert_cmpint (g_mkdir_with_parents (self->pictures, 0700), ==, 0);
}

Journey *
journey_new_practice (SessionFlags flags)
{
  Journey *self = g_new0 (Journey, 1);

  self->session = session_new (flags);
  /* For its report, which only the program that starts it gets to see. */
  self->portal = session_start_portal (self->session, "home/.local/share/inkan/practice", NULL);
  session_stop_portal (self->session);
  return self;
}

Journey *
journey_new_bare (SessionFlags flags)
{
  Journey *self = g_new0 (Journey, 1);

  self->session = session_new (flags);
  return self;
}

void
journey_free (Journey *self)
{
  g_clear_pointer (&self->robot, robot_free);
  g_clear_pointer (&self->portal, g_key_file_unref);
  g_clear_pointer (&self->session, session_free);
  g_free (self->pictures);
  g_free (self);
}

void
journey_restart_portal (Journey           *self,
                        const char *const *arguments)
{
  session_stop_portal (self->session);
  g_clear_pointer (&self->portal, g_key_file_unref);
  start_portal (self, arguments);
}

char *
journey_get (Journey    *self,
             const char *key)
{
  g_autoptr(GError) error = NULL;
  char *value = g_key_file_get_string (self->portal, "Portal", key, &error);

  g_assert_no_error (error);
  return value;
}

/* Messages are numbered, so the last name is the newest. */
char *
journey_get_mail (Journey *self)
{
  g_autofree char *folder = journey_get (self, "MailFolder");
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open (folder, 0, &error);
  g_autofree char *newest = NULL;
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".eml") && g_strcmp0 (name, newest) > 0)
      {
        g_free (newest);
        newest = g_strdup (name);
      }
  g_assert_nonnull (newest);
  return g_build_filename (folder, newest, NULL);
}

void
journey_open_with (Journey           *self,
                   const char *const *arguments)
{
  g_clear_pointer (&self->robot, robot_free);
  self->robot = robot_new (self->session, arguments);
}

void
journey_open (Journey *self)
{
  g_autofree char *definition = journey_get (self, "Definition");
  g_autofree char *mail = journey_get_mail (self);
  const char *arguments[] = { "--portal", definition, mail, NULL };

  journey_open_with (self, arguments);
}

void
journey_start_again (Journey    *self,
                     const char *argument)
{
  g_autofree char *program = g_build_filename (g_getenv ("INKAN_BUILD_ROOT"), "src", "inkan", NULL);
  const char *arguments[] = { program, argument, NULL };
  g_autofree char *printed = session_run (self->session, arguments);

  g_assert_cmpstr (printed, ==, "");
}

/* The pages {{{1 */

void
journey_picture (Journey    *self,
                 const char *title)
{
  g_autofree char *name = NULL, *file = NULL;

  if (self->pictures == NULL)
    return;
  name = g_strdup_printf ("%02u %s.png", ++self->n_pictures, title);
  g_strdelimit (name, " ", '-');
  file = g_build_filename (self->pictures, name, NULL);
  robot_picture (self->robot, file);
}

void
journey_at (Journey    *self,
            const char *title)
{
  robot_thing_free (robot_wait_for (self->robot, ATSPI_ROLE_HEADING, title));
  journey_picture (self, title);
  robot_check_names (self->robot);
}

void
journey_expect_error (Journey    *self,
                      const char *title,
                      const char *heading)
{
  robot_thing_free (robot_wait_for (self->robot, ATSPI_ROLE_LABEL, heading));
  journey_at (self, title);
}

void
journey_pass_mail (Journey *self)
{
  journey_at (self, "The e-mail you received");
  robot_press (self->robot, "Next");
}

void
journey_identify (Journey    *self,
                  const char *password)
{
  g_autofree char *address = journey_get (self, "Address");
  g_autofree char *right = journey_get (self, "Password");

  journey_at (self, "Identity check");
  robot_type (self->robot, "E-mail address", address);
  robot_type (self->robot, "Application password", password != NULL ? password : right);
  robot_press (self->robot, "Send");
}

void
journey_choose (Journey *self)
{
  journey_at (self, "Choose the certificate");
  robot_select (self->robot, session_get_flags (self->session) & SESSION_JAPANESE ? JOURNEY_SERVICE_JAPANESE
                                                                                  : JOURNEY_SERVICE);
  robot_press (self->robot, "Next");
}

/* For the picture's sake, so it is no mistake when the wait is over before. */
static void
see_time_pass (Journey *self)
{
  gint64 deadline = g_get_monotonic_time () + session_patience ();

  for (;;)
    {
      g_autoptr(RobotThing) time = robot_find_raw (self->robot, ATSPI_ROLE_LABEL, "0:01");
      g_autoptr(RobotThing) waiting = robot_find (self->robot, ATSPI_ROLE_HEADING, "Check and agree");

      if (time != NULL || waiting == NULL || !robot_pass (self->robot, deadline))
        return;
    }
}

void
journey_see_wait (Journey *self)
{
  g_autoptr(RobotThing) label = NULL;

  label = robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "Please wait; there is nothing to press");
  if (self->pictures != NULL)
    see_time_pass (self);
  journey_picture (self, "The wait");
  robot_check_names (self->robot);
}

void
journey_agree (Journey *self)
{
  journey_at (self, "Check and agree");
  robot_press (self->robot, "I Agree to the Terms");
}

void
journey_pass_notices (Journey *self)
{
  journey_at (self, "Before you go on");
  robot_press (self->robot, "OK");
}

void
journey_go_to_agreement (Journey *self)
{
  journey_pass_mail (self);
  journey_identify (self, NULL);
  journey_choose (self);
  journey_at (self, "Check and agree");
}

void
journey_save (Journey *self)
{
  journey_at (self, "Your certificate has arrived");
  robot_press (self->robot, "Save");
  journey_at (self, "Where to save");
  robot_press (self->robot, "Save Here");
  journey_at (self, "Saved");
  robot_press (self->robot, "Close");
}

/* The saved file was read back, and every check of it holds. */
static void
see_proof (Journey *self)
{
  static const char *const checks[] = {
    "On the disk, complete to the last byte", "Opens with its password",
    "Private key and certificate belong together", "Valid today", "Signed by its issuer",
  };
  gint64 deadline = g_get_monotonic_time () + session_patience ();

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    robot_thing_free (robot_wait_for (self->robot, ATSPI_ROLE_LABEL, checks[i]));
  while (!robot_can_press (self->robot, "Next"))
    if (!robot_pass (self->robot, deadline))
      robot_fail (self->robot, "the proof does not end");
}

void
journey_finish (Journey *self)
{
  see_proof (self);
  journey_at (self, "Your certificate has been issued");
  robot_press (self->robot, "Next");
  journey_at (self, "Important — please read");
  robot_tick (self->robot, "I have read this");
  robot_press (self->robot, "Next");
  journey_at (self, "Use the certificate");
  robot_press (self->robot, "Done");
  g_assert_cmpint (robot_wait_for_end (self->robot), ==, 0);
}

/* What came of it {{{1 */

char *
journey_get_saved (Journey *self)
{
  g_autofree char *desktop = session_get_path (self->session, "home/Desktop");
  g_autoptr(GDir) dir = g_dir_open (desktop, 0, NULL);
  char *found = NULL;
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_assert_true (g_str_has_suffix (name, ".p12") || g_str_has_suffix (name, ".pfx"));
      g_assert_null (found);
      found = g_build_filename (desktop, name, NULL);
    }
  g_assert_nonnull (found);
  return found;
}

char *
journey_query (Journey    *self,
               const char *sql)
{
  g_autofree char *database = journey_get (self, "Database");
  const char *arguments[] = { "sqlite3", "-readonly", "-cmd", ".timeout 60000", database, sql, NULL };
  char *output = session_run (self->session, arguments);

  return g_strchomp (output);
}

void
journey_change (Journey    *self,
                const char *sql)
{
  g_autofree char *database = journey_get (self, "Database");
  const char *arguments[] = { "sqlite3", "-cmd", ".timeout 60000", database, sql, NULL };
  g_autofree char *output = session_run (self->session, arguments);

  g_assert_cmpstr (output, ==, "");
}

char *
journey_describe (Journey    *self,
                  const char *file,
                  const char *passphrase)
{
  g_autofree char *secret = session_get_path (self->session, "passphrase");
  g_autofree char *pass = g_strconcat ("file:", secret, NULL);
  g_autofree char *pem = session_get_path (self->session, "certificate.pem");
  const char *open[] = {
    "openssl", "pkcs12", "-legacy", "-in", file, "-passin", pass, "-nodes", "-clcerts", "-out", pem, NULL,
  };
  const char *describe[] = {
    "openssl", "x509", "-in", pem, "-noout", "-serial", "-fingerprint", "-sha256", NULL,
  };
  const char *key_of_key[] = { "openssl", "pkey", "-in", pem, "-pubout", NULL };
  const char *key_of_certificate[] = { "openssl", "x509", "-in", pem, "-noout", "-pubkey", NULL };
  g_autofree char *key = NULL, *certificate_key = NULL;

  g_assert_true (g_file_set_contents_full (secret, passphrase, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_free (session_run (self->session, open));
  key = session_run (self->session, key_of_key);
  certificate_key = session_run (self->session, key_of_certificate);
  g_assert_cmpstr (key, ==, certificate_key);
  return g_strchomp (session_run (self->session, describe));
}

void
journey_prove (Journey    *self,
               const char *file)
{
  g_autofree char *password = journey_get (self, "Password");
  g_autofree char *described = journey_describe (self, file, password);
  g_autofree char *issued = NULL;

  issued = journey_query (self, "SELECT 'serial=' || serial || char (10) || 'sha256 Fingerprint=' || fingerprint "
                                "FROM certificate WHERE state = 'fetched' AND service = '" JOURNEY_SERVICE "'");
  g_assert_cmpstr (described, ==, issued);
}

static GStrv
read_log (Journey *self)
{
  g_autofree char *path = journey_get (self, "Log");
  g_autofree char *log = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &log, NULL, &error);
  g_assert_no_error (error);
  return g_strsplit (log, "\n", -1);
}

guint
journey_count (Journey    *self,
               const char *text)
{
  g_auto(GStrv) lines = read_log (self);
  guint n = 0;

  for (char **line = lines; *line != NULL; line++)
    n += strstr (*line, text) != NULL;
  return n;
}

void
journey_prove_issued (Journey    *self,
                      const char *file,
                      const char *passphrase)
{
  g_auto(GStrv) lines = read_log (self);
  g_auto(GStrv) issued = NULL;
  g_autofree char *described = journey_describe (self, file, passphrase);
  g_autofree char *expected = NULL;

  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "issued "))
      {
        g_assert_null (issued);
        issued = g_strsplit (*line, " ", -1);
      }
  g_assert_nonnull (issued);
  expected = g_strdup_printf ("serial=%s\nsha256 Fingerprint=%s", issued[1], issued[2]);
  g_assert_cmpstr (described, ==, expected);
}
