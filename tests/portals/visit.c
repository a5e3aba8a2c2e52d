/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "visit.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *home;

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

static void
begin (Visit *self)
{
  g_autofree char *path = portal_program_get (self->program, "Definition");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (InkanPortalDefinition) definition = inkan_portal_definition_load (file, &error);

  g_assert_no_error (error);
  self->retrieval = inkan_retrieval_new (definition);
}

/* What is still under way holds the retrieval: let it end. */
static void
end (Visit *self)
{
  g_autofree char *records = g_build_filename (g_get_user_state_dir (), "inkan", NULL);
  InkanRetrieval *retrieval = g_steal_pointer (&self->retrieval);

  g_object_add_weak_pointer (G_OBJECT (retrieval), (gpointer *) &retrieval);
  g_object_unref (retrieval);
  while (retrieval != NULL)
    g_main_context_iteration (NULL, TRUE);
  remove_tree (records);
}

Visit *
visit_new (const char *name, const char *const *arguments)
{
  Visit *self = g_new0 (Visit, 1);

  self->program = portal_program_start (name, arguments);
  begin (self);

  return self;
}

void
visit_again (Visit *self)
{
  end (self);
  begin (self);
}

void
visit_free (Visit *self)
{
  end (self);
  portal_program_stop (self->program);
  g_free (self);
}

void
visit_take_mail (Visit *self)
{
  g_autofree char *folder = portal_program_get (self->program, "MailFolder");
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *newest = NULL;
  g_autofree char *path = NULL;
  char *data;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (InkanMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;
  gsize length;
  InkanPortalDefinition *definition = inkan_retrieval_get_definition (self->retrieval);

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_strcmp0 (name, newest) > 0) {
      g_free (newest);
      newest = g_strdup (name);
    }
  path = g_build_filename (folder, newest, NULL);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  bytes = g_bytes_new_take (data, length);
  message = inkan_message_new_from_bytes (bytes, inkan_portal_definition_get_code_pattern (definition), &error);
  g_assert_no_error (error);
  inkan_retrieval_take_message (self->retrieval, message);
}

void
visit_type (Visit *self, const char *field, const char *value)
{
  inkan_retrieval_set_field (self->retrieval, field, value);
}

void
visit_type_key (Visit *self, const char *field, const char *key)
{
  g_autofree char *value = portal_program_get (self->program, key);

  visit_type (self, field, value);
}

/* Until nothing goes on by itself any more: what is busy, the folder that is
 * being looked at on page 8, and the file that comes while notices are read (which
 * are acknowledged, whatever they say). */
static void
rest (Visit *self)
{
  for (;;) {
    InkanState state = inkan_retrieval_get_state (self->retrieval);

    if (state == INKAN_STATE_NOTICE_EARLY)
      inkan_retrieval_go (self->retrieval, INKAN_EVENT_NEXT);
    else if (inkan_retrieval_get_busy (self->retrieval)
             || (state == INKAN_STATE_FOLDER && inkan_retrieval_get_folder (self->retrieval) != NULL
                 && !inkan_retrieval_can (self->retrieval, INKAN_EVENT_NEXT)))
      g_main_context_iteration (NULL, TRUE);
    else
      return;
  }
}

static void
assert_state (Visit *self, InkanState state)
{
  const GError *error = inkan_retrieval_get_error (self->retrieval);

  if (inkan_retrieval_get_state (self->retrieval) != state)
    g_test_message ("the error: %s", error != NULL ? error->message : "none");
  g_assert_cmpstr (inkan_state_get_name (inkan_retrieval_get_state (self->retrieval)), ==,
                   inkan_state_get_name (state));
}

void
visit_go_to (Visit *self, InkanState state)
{
  rest (self);
  while (inkan_retrieval_get_state (self->retrieval) != state) {
    if (!inkan_retrieval_can (self->retrieval, INKAN_EVENT_NEXT)
        || inkan_retrieval_get_error (self->retrieval) != NULL)
      assert_state (self, state);
    inkan_retrieval_go (self->retrieval, INKAN_EVENT_NEXT);
    rest (self);
  }
}

void
visit_go_and_expect (Visit *self, InkanState state, int code)
{
  const GError *error;

  g_assert_true (inkan_retrieval_can (self->retrieval, INKAN_EVENT_NEXT));
  inkan_retrieval_go (self->retrieval, INKAN_EVENT_NEXT);
  rest (self);
  assert_state (self, state);
  error = inkan_retrieval_get_error (self->retrieval);
  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, INKAN_PORTAL_ERROR, code);
}

/* Of the certificate that the portal has issued last. */
static char *
issued_fingerprint (Visit *self)
{
  g_autofree char *path = portal_program_get (self->program, "Log");
  g_autofree char *log = NULL;
  const char *line;

  g_assert_true (g_file_get_contents (path, &log, NULL, NULL));
  line = g_strrstr (log, "issued ");
  g_assert_nonnull (line);
  line = strchr (line + strlen ("issued "), ' ') + 1;

  return g_strndup (line, strcspn (line, "\n"));
}

static void
check_proof (Visit *self)
{
  for (InkanCheck check = 0; check < INKAN_N_CHECKS; check++)
    g_assert_cmpint (inkan_retrieval_get_verdict (self->retrieval, check), ==, INKAN_VERDICT_HOLDS);
}

char *
visit_get_certificate (Visit *self, const char *passphrase)
{
  g_autofree char *desk = g_build_filename (home, "desk", NULL);
  g_autofree char *fingerprint = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GFile) folder = g_file_new_for_path (desk);

  g_assert_cmpint (g_mkdir_with_parents (desk, 0700), ==, 0);
  visit_go_to (self, INKAN_STATE_FILE);
  if (passphrase != NULL) {
    g_assert_null (inkan_retrieval_get_certificate (self->retrieval));
    inkan_retrieval_try_passphrase (self->retrieval, passphrase);
  }
  while (inkan_retrieval_get_certificate (self->retrieval) == NULL
         && inkan_retrieval_get_opening_error (self->retrieval) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (inkan_retrieval_get_opening_error (self->retrieval));
  fingerprint = issued_fingerprint (self);
  g_assert_cmpstr (inkan_certificate_get_fingerprint (inkan_retrieval_get_certificate (self->retrieval)), ==,
                   fingerprint);

  visit_go_to (self, INKAN_STATE_FOLDER);
  inkan_retrieval_set_folder (self->retrieval, folder);
  visit_go_to (self, INKAN_STATE_ISSUED);
  check_proof (self);
  path = g_file_get_path (inkan_retrieval_get_saved_file (self->retrieval));
  visit_go_to (self, INKAN_STATE_FINISHED);
  remove_tree (desk);

  return g_path_get_basename (path);
}

guint
visit_count_agreements (Visit *self)
{
  return portal_program_count (self->program, "agreed");
}

int
visit_main (int argc, char **argv, void (*add) (void))
{
  static const char *const folders[] = { "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME" };
  /* Not in /tmp, which the wizard rightly warns of. */
  g_autofree char *own = g_strdup ("/var/tmp/inkan-visit-XXXXXX");
  int status;

  g_assert_nonnull (g_mkdtemp (own));
  home = own;
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_setenv ("HOME", home, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    g_setenv (folders[i], home, TRUE);
  g_test_init (&argc, &argv, NULL);
  add ();
  status = g_test_run ();
  remove_tree (home);

  return status;
}
