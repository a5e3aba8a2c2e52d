/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "I already have the file": a retrieval without a portal, from step 7. */
#include <glib/gstdio.h>

#include "find-interrupted.h"
#include "own-file.h"

/* The same way as after a portal: saved, proved, the care page, the end. */
static void
test_whole_way (void)
{
  g_autoptr (GFile) file = own_file_make ("mine (1).p12");
  g_autoptr (GFile) folder = g_file_new_build_filename (own_file_get_home (), "Desktop", NULL);
  g_autoptr (GFile) saved = g_file_get_child (folder, "mine (1).p12");
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, NULL);
  g_autoptr (GBytes) saved_bytes = NULL;
  g_autoptr (GError) error = NULL;
  InkanRetrieval *retrieval;

  g_file_make_directory (folder, NULL, NULL);
  retrieval = own_file_open (file, &error);
  g_assert_no_error (error);
  g_assert_cmpint (inkan_retrieval_get_state (retrieval), ==, INKAN_STATE_FILE);
  g_assert_null (inkan_retrieval_get_definition (retrieval));
  g_assert_null (inkan_retrieval_get_portal_end (retrieval));
  g_assert_cmpint (inkan_retrieval_get_clock_offset (retrieval), ==, 0);
  g_assert_cmpstr (inkan_retrieval_get_file_name (retrieval), ==, "mine (1).p12");
  g_assert_true (g_bytes_equal (inkan_retrieval_get_bytes (retrieval), bytes));
  for (InkanStep step = INKAN_STEP_MAIL; step < INKAN_STEP_FILE; step++)
    g_assert_true (inkan_retrieval_was_skipped (retrieval, step));
  g_assert_false (inkan_retrieval_was_skipped (retrieval, INKAN_STEP_FILE));
  g_assert_false (inkan_retrieval_can (retrieval, INKAN_EVENT_BACK));

  own_file_go_next (retrieval, INKAN_STATE_FOLDER);
  inkan_retrieval_set_folder (retrieval, folder);
  own_file_go_next (retrieval, INKAN_STATE_SAVED);
  saved_bytes = g_file_load_bytes (saved, NULL, NULL, NULL);
  g_assert_true (g_bytes_equal (saved_bytes, bytes));

  own_file_go_next (retrieval, INKAN_STATE_ISSUED);
  g_assert_cmpint (inkan_retrieval_get_verdict (retrieval, INKAN_CHECK_COMPLETE), ==, INKAN_VERDICT_HOLDS);
  g_assert_cmpint (inkan_retrieval_get_verdict (retrieval, INKAN_CHECK_OPENS), ==, INKAN_VERDICT_OPEN);
  inkan_retrieval_try_passphrase (retrieval, OWN_FILE_PASSPHRASE);
  while (!inkan_retrieval_get_passphrase_known (retrieval))
    g_main_context_iteration (NULL, TRUE);
  for (InkanCheck check = 0; check < INKAN_N_CHECKS; check++)
    g_assert_cmpint (inkan_retrieval_get_verdict (retrieval, check), ==, INKAN_VERDICT_HOLDS);

  /* The keyring is asked for it under a name that is no portal's; there is none here, which is said. */
  inkan_retrieval_remember_passphrase (retrieval, "label");
  while (inkan_retrieval_get_error (retrieval) == NULL)
    g_main_context_iteration (NULL, TRUE);

  own_file_go_next (retrieval, INKAN_STATE_CARE);
  own_file_go_next (retrieval, INKAN_STATE_USE);
  own_file_let_go (retrieval);
  g_assert_cmpuint (own_file_count_records (), ==, 0);
}

/* The program dies, and the file is gone from where it was. */
static void
test_interrupted (void)
{
  g_autoptr (GFile) file = own_file_make ("mine.pfx");
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, NULL);
  g_autoptr (InkanInterrupted) interrupted = NULL;
  g_autoptr (GError) error = NULL;
  InkanRetrieval *retrieval = own_file_open (file, &error);

  g_assert_no_error (error);
  own_file_let_go (retrieval);
  g_assert_true (g_file_delete (file, NULL, NULL));

  interrupted = find_interrupted ();
  g_assert_cmpint (inkan_interrupted_get_kind (interrupted), ==, INKAN_INTERRUPTED_RECEIVED);
  g_assert_null (inkan_interrupted_get_portal_name (interrupted));
  g_assert_cmpstr (inkan_interrupted_get_file_name (interrupted), ==, "mine.pfx");
  g_assert_false (inkan_interrupted_get_practice (interrupted));

  retrieval = inkan_interrupted_continue (interrupted, &error);
  g_assert_no_error (error);
  g_assert_cmpint (inkan_retrieval_get_state (retrieval), ==, INKAN_STATE_FILE);
  g_assert_true (g_bytes_equal (inkan_retrieval_get_bytes (retrieval), bytes));
  g_assert_cmpstr (inkan_retrieval_get_file_name (retrieval), ==, "mine.pfx");
  g_assert_true (inkan_retrieval_was_skipped (retrieval, INKAN_STEP_AGREEMENT));
  own_file_let_go (retrieval);

  g_clear_object (&interrupted);
  interrupted = find_interrupted ();
  g_assert_true (inkan_interrupted_discard (interrupted, &error));
  g_assert_no_error (error);
}

/* Gives the only record the name of a portal, of which there is no definition. */
static void
orphan_record (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "inkan", "retrievals", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *path = g_build_filename (folder, g_dir_read_name (dir), "record", NULL);
  g_autoptr (GKeyFile) keys = g_key_file_new ();

  g_assert_true (g_key_file_load_from_file (keys, path, G_KEY_FILE_NONE, NULL));
  g_key_file_set_string (keys, "Retrieval", "PortalName", "Example Organisation");
  g_key_file_set_string (keys, "Retrieval", "Definition", "/nonexistent/example.portal");
  g_assert_true (g_key_file_save_to_file (keys, path, NULL));
}

/* A file that a portal gave, whose definition can no longer be read. */
static void
test_orphaned (void)
{
  g_autoptr (GFile) file = own_file_make ("given.p12");
  g_autoptr (GFile) folder = g_file_new_build_filename (own_file_get_home (), "Orphaned", NULL);
  g_autoptr (GFile) saved = g_file_get_child (folder, "given.p12");
  g_autoptr (GBytes) bytes = g_file_load_bytes (file, NULL, NULL, NULL);
  g_autoptr (GBytes) saved_bytes = NULL;
  g_autoptr (InkanInterrupted) interrupted = NULL;
  g_autoptr (InkanPortalDefinition) definition = NULL;
  g_autoptr (GError) error = NULL;
  InkanRetrieval *retrieval = own_file_open (file, &error);

  g_assert_no_error (error);
  own_file_let_go (retrieval);
  orphan_record ();
  g_file_make_directory (folder, NULL, NULL);

  interrupted = find_interrupted ();
  g_assert_cmpstr (inkan_interrupted_get_portal_name (interrupted), ==, "Example Organisation");
  definition = inkan_interrupted_load_definition (interrupted, NULL);
  g_assert_null (definition);
  retrieval = inkan_interrupted_continue (interrupted, &error);
  g_assert_no_error (error);
  g_assert_cmpint (inkan_retrieval_get_state (retrieval), ==, INKAN_STATE_FILE);
  own_file_go_next (retrieval, INKAN_STATE_FOLDER);
  inkan_retrieval_set_folder (retrieval, folder);
  own_file_go_next (retrieval, INKAN_STATE_SAVED);
  saved_bytes = g_file_load_bytes (saved, NULL, NULL, NULL);
  g_assert_true (g_bytes_equal (saved_bytes, bytes));
  own_file_let_go (retrieval);

  g_clear_object (&interrupted);
  interrupted = find_interrupted ();
  g_assert_true (inkan_interrupted_discard (interrupted, &error));
  g_assert_no_error (error);
}

/* Nobody is asked for a passphrase that does not exist; also not by whoever is
 * faster than the file is looked into. */
static void
test_unlocked (void)
{
  g_autoptr (GFile) file = own_file_make_unlocked ("open.p12");
  g_autoptr (GFile) folder = g_file_new_build_filename (own_file_get_home (), "Documents", NULL);
  g_autoptr (InkanInterrupted) interrupted = NULL;
  g_autoptr (GError) error = NULL;
  InkanRetrieval *retrieval;

  g_file_make_directory (folder, NULL, NULL);
  retrieval = own_file_open (file, &error);
  g_assert_no_error (error);
  g_assert_true (inkan_retrieval_get_passphrase_known (retrieval));
  g_assert_true (inkan_retrieval_lacks_passphrase (retrieval));
  g_assert_false (inkan_retrieval_wants_passphrase (retrieval));
  g_assert_false (inkan_retrieval_can_keep_passphrase (retrieval, INKAN_ENCRYPTION_MODERN));
  own_file_let_go (retrieval);

  interrupted = find_interrupted ();
  retrieval = inkan_interrupted_continue (interrupted, &error);
  g_assert_no_error (error);
  g_assert_true (inkan_retrieval_get_busy (retrieval));
  g_assert_false (inkan_retrieval_lacks_passphrase (retrieval)); /* as far as is known */
  own_file_go_next (retrieval, INKAN_STATE_FOLDER);
  inkan_retrieval_set_folder (retrieval, folder);
  own_file_go_next (retrieval, INKAN_STATE_SAVED);
  own_file_go_next (retrieval, INKAN_STATE_ISSUED);
  while (inkan_retrieval_get_busy (retrieval))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (inkan_retrieval_wants_passphrase (retrieval));
  g_assert_cmpuint (inkan_retrieval_count_verdicts (retrieval, INKAN_VERDICT_HOLDS), ==, INKAN_N_CHECKS);
  own_file_go_next (retrieval, INKAN_STATE_CARE);
  own_file_go_next (retrieval, INKAN_STATE_USE);
  own_file_let_go (retrieval);
  g_assert_cmpuint (own_file_count_records (), ==, 0);
}

static void
assert_refused (GFile *file, GQuark domain, int code, InkanOtherFile other)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (own_file_open (file, &error));
  g_assert_error (error, domain, code);
  g_assert_cmpint (inkan_certificate_error_get_other (error), ==, other);
  g_assert_cmpuint (own_file_count_records (), ==, 0);
}

static void
test_refused (void)
{
  g_autoptr (GFile) whole = own_file_make ("whole.p12");
  g_autoptr (GFile) pem = g_file_new_build_filename (own_file_get_home (), "cert.pem", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (own_file_get_home ());
  g_autoptr (GFile) endless = g_file_new_for_path ("/dev/zero");
  g_autoptr (GFile) nowhere = g_file_new_build_filename (own_file_get_home (), "nowhere.p12", NULL);
  g_autoptr (GFile) page = g_file_new_build_filename (own_file_get_home (), "page.p12", NULL);
  g_autoptr (GFile) empty = g_file_new_build_filename (own_file_get_home (), "empty.p12", NULL);
  g_autoptr (GFile) cut = g_file_new_build_filename (own_file_get_home (), "cut.p12", NULL);
  g_autofree char *data = NULL;
  gsize length;

  g_assert_true (g_file_load_contents (whole, NULL, &data, &length, NULL, NULL));
  g_assert_true (g_file_set_contents (g_file_peek_path (cut), data, (gssize) length / 2, NULL));
  g_assert_true (g_file_set_contents (g_file_peek_path (page), "<!DOCTYPE html><title>Sign in</title>", -1, NULL));
  g_assert_true (g_file_set_contents (g_file_peek_path (empty), "", 0, NULL));

  assert_refused (pem, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_NOT_PKCS12, INKAN_OTHER_FILE_PEM);
  assert_refused (page, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_NOT_PKCS12, INKAN_OTHER_FILE_MARKUP);
  assert_refused (empty, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_NOT_PKCS12, INKAN_OTHER_FILE_UNKNOWN);
  assert_refused (cut, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED, INKAN_OTHER_FILE_UNKNOWN);
  assert_refused (endless, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_TOO_LARGE, INKAN_OTHER_FILE_UNKNOWN);
  assert_refused (folder, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY, INKAN_OTHER_FILE_UNKNOWN);
  assert_refused (nowhere, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, INKAN_OTHER_FILE_UNKNOWN);
}

/* No room for a record: the file lies where it was, so the way goes on. */
static void
test_no_record (void)
{
  g_autoptr (GFile) file = own_file_make ("mine.p12");
  g_autofree char *state = g_build_filename (own_file_get_home (), "inkan", NULL);
  g_autofree char *records = g_build_filename (state, "retrievals", NULL);
  g_autoptr (GError) error = NULL;
  InkanRetrieval *retrieval;

  /* A file where the folder should be. */
  g_rmdir (records);
  g_rmdir (state);
  g_assert_true (g_file_set_contents (state, "", 0, NULL));
  retrieval = own_file_open (file, &error);
  g_assert_no_error (error);
  g_assert_cmpint (inkan_retrieval_get_state (retrieval), ==, INKAN_STATE_FILE);
  own_file_let_go (retrieval);
  g_assert_cmpint (g_unlink (state), ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  own_file_set_up ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/own-file/whole-way", test_whole_way);
  g_test_add_func ("/own-file/interrupted", test_interrupted);
  g_test_add_func ("/own-file/orphaned", test_orphaned);
  g_test_add_func ("/own-file/unlocked", test_unlocked);
  g_test_add_func ("/own-file/refused", test_refused);
  g_test_add_func ("/own-file/no-record", test_no_record);

  status = g_test_run ();
  own_file_tear_down ();

  return status;
}
