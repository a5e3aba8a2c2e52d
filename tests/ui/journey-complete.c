/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole way, from the message to the proved file, as README's first command
 * goes it: on the wizard's own practice portal. With INKAN_JOURNEY_FOLDER set,
 * the pictures of every page and the saved file stay there. */
#include "journey.h"

#include <glib/gstdio.h>

static void
keep (const char *file)
{
  const char *folder = g_getenv ("INKAN_JOURNEY_FOLDER");
  g_autofree char *name = g_path_get_basename (file);
  g_autofree char *place = NULL, *copy = NULL, *contents = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  if (folder == NULL)
    return;
  place = g_build_filename (folder, "saved", NULL);
  g_assert_cmpint (g_mkdir_with_parents (place, 0700), ==, 0);
  copy = g_build_filename (place, name, NULL);
  g_file_get_contents (file, &contents, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents_full (copy, contents, length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error);
  g_assert_no_error (error);
}

/* The file dialog shows the mail folder of the practice portal: its only
 * message is opened by the keyboard. */
static void
open_mail (Journey *self)
{
  journey_at (self, "The e-mail you received");
  robot_press (self->robot, "Open e-mail…");
  robot_open_first_file (self->robot, "Open e-mail");
  robot_wait_for_text (self->robot, "Certificate code");
  robot_press (self->robot, "Next");
}

static void
check_modes (const char *file)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (file, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0600);
}

static void
go (SessionFlags flags)
{
  static const char *const arguments[] = { "--practice", "--practice-argument=--issue-seconds=4", NULL };
  g_autoptr(Journey) self = journey_new_practice (flags);
  g_autofree char *saved = NULL;

  if (g_getenv ("INKAN_JOURNEY_FOLDER") != NULL)
    self->pictures = g_build_filename (g_getenv ("INKAN_JOURNEY_FOLDER"), "pictures", NULL);
  else
    self->pictures = session_get_path (self->session, "pictures");
  g_assert_cmpint (g_mkdir_with_parents (self->pictures, 0700), ==, 0);

  journey_open_with (self, arguments);
  open_mail (self);
  journey_identify (self, NULL);
  journey_choose (self);
  journey_agree (self);
  journey_see_wait (self);
  journey_save (self);
  journey_finish (self);

  saved = journey_get_saved (self);
  check_modes (saved);
  journey_prove (self, saved);
  keep (saved);
}

static void
test_english (void)
{
  go (SESSION_DEFAULT);
}

static void
test_japanese (void)
{
  go (SESSION_JAPANESE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/complete/english", test_english);
  session_test_add ("/journey/complete/japanese", test_japanese);
  return g_test_run ();
}
