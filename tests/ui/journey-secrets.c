/* SPDX-License-Identifier: GPL-3.0-or-later */
/* After a whole journey, no secret is anywhere it does not belong: not in any
 * file at home, not in what the program says, not in its command line or
 * environment. */
#include "journey.h"

#include <string.h>

static void
look_for (const char *secret,
          const char *where,
          const char *contents,
          gsize       length)
{
  g_autofree char *escaped = g_uri_escape_string (secret, NULL, FALSE);
  g_autofree char *base64 = g_base64_encode ((const guchar *) secret, strlen (secret));

  if (memmem (contents, length, secret, strlen (secret)) != NULL ||
      memmem (contents, length, escaped, strlen (escaped)) != NULL ||
      memmem (contents, length, base64, strlen (base64) - 4) != NULL)
    g_error ("a secret is in %s", where);
}

static void
look_in_file (const char *const *secrets,
              const char        *path,
              gboolean           must_be_readable)
{
  g_autofree char *contents = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, NULL))
    {
      g_assert_false (must_be_readable);
      return;
    }
  for (; *secrets != NULL; secrets++)
    look_for (*secrets, path, contents, length);
}

static guint
look_in_folder (const char *const *secrets,
                const char        *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        n += look_in_folder (secrets, child);
      else if (g_file_test (child, G_FILE_TEST_IS_REGULAR))
        {
          look_in_file (secrets, child, TRUE);
          n++;
        }
    }
  return n;
}

static void
look_everywhere (Journey           *self,
                 const char *const *secrets)
{
  g_autofree char *home = session_get_path (self->session, "home");
  g_autofree char *log = session_get_path (self->session, robot_get_log_name (self->robot));
  g_autofree char *command = g_strdup_printf ("/proc/%d/cmdline", robot_get_pid (self->robot));
  g_autofree char *environment = g_strdup_printf ("/proc/%d/environ", robot_get_pid (self->robot));

  look_in_folder (secrets, home);
  look_in_file (secrets, log, TRUE);
  if (!robot_has_ended (self->robot))
    {
      look_in_file (secrets, command, TRUE);
      /* Closed to others once the program has forbidden looking into it. */
      look_in_file (secrets, environment, FALSE);
    }
}

static void
test_secrets (void)
{
  g_autoptr(Journey) self = journey_new (SESSION_DEFAULT, NULL);
  g_autofree char *password = journey_get (self, "Password");
  g_autofree char *code = NULL;
  const char *secrets[] = { password, NULL, NULL };

  session_set_variable (self->session, "G_MESSAGES_DEBUG", "all");
  journey_open (self);
  journey_at (self, "The e-mail you received");
  robot_wait_for_text (self->robot, "Certificate code");
  code = robot_read (self->robot, "Certificate code");
  secrets[1] = code;
  g_assert_cmpint (strlen (code), ==, 20);

  /* Also what is refused must leave no trace. */
  journey_pass_mail (self);
  journey_identify (self, "wr0ng-but-secret");
  journey_expect_error (self, "Identity check", "The portal does not know these entries");
  journey_identify (self, NULL);
  journey_choose (self);
  look_everywhere (self, secrets);
  journey_agree (self);
  journey_at (self, "Your certificate has arrived");
  look_everywhere (self, secrets);
  journey_save (self);
  journey_finish (self);
  look_everywhere (self, secrets);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/secrets", test_secrets);
  return g_test_run ();
}
