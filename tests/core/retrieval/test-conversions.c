/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps 7 to 10 with what the person wants saved in place of the file, or beside it. */
#include <glib/gstdio.h>

#include "find-interrupted.h"
#include "own-file.h"

#define NEW_PASSPHRASE "six words that nobody would guess"

typedef struct {
  GFile *file;
  GFile *folder; /* where it is saved */
  InkanRetrieval *retrieval;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (own_file_get_home (), "Documents-XXXXXX", NULL);

  fixture->file = own_file_make ("mine.p12");
  g_assert_nonnull (g_mkdtemp (path));
  fixture->folder = g_file_new_for_path (path);
  fixture->retrieval = own_file_open (fixture->file, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->retrieval != NULL)
    own_file_let_go (fixture->retrieval);
  while (own_file_count_records () > 0) {
    g_autoptr (InkanInterrupted) left = find_interrupted ();

    g_assert_true (inkan_interrupted_discard (left, NULL));
  }
  g_object_unref (fixture->file);
  g_object_unref (fixture->folder);
}

static void
await_calm (InkanRetrieval *retrieval)
{
  while (inkan_retrieval_get_busy (retrieval))
    g_main_context_iteration (NULL, TRUE);
}

static void
try_passphrase (InkanRetrieval *retrieval, const char *passphrase)
{
  inkan_retrieval_try_passphrase (retrieval, passphrase);
  g_assert_true (inkan_retrieval_get_busy (retrieval));
  await_calm (retrieval);
}

static void
convert (Fixture *fixture, InkanEncryption encryption, const char *new_passphrase)
{
  inkan_retrieval_convert (fixture->retrieval, encryption, new_passphrase);
  g_assert_true (inkan_retrieval_get_converting (fixture->retrieval, encryption));
  g_assert_true (inkan_retrieval_get_busy (fixture->retrieval));
  g_assert_false (inkan_retrieval_can (fixture->retrieval, INKAN_EVENT_NEXT));
  await_calm (fixture->retrieval);
  g_assert_no_error (inkan_retrieval_get_error (fixture->retrieval));
  g_assert_nonnull (inkan_retrieval_get_conversion (fixture->retrieval, encryption));
}

static void
save (Fixture *fixture)
{
  own_file_go_next (fixture->retrieval, INKAN_STATE_FOLDER);
  inkan_retrieval_set_folder (fixture->retrieval, fixture->folder);
  own_file_go_next (fixture->retrieval, INKAN_STATE_SAVED);
}

/* Opens with @passphrase, and holds the certificate that came. */
static void
assert_opens (Fixture *fixture, GBytes *bytes, const char *passphrase)
{
  g_autoptr (SecretValue) value = secret_value_new (passphrase, -1, "text/plain");
  g_autoptr (InkanCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;

  certificate = inkan_certificate_open (bytes, value, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (inkan_certificate_get_fingerprint (certificate), ==,
                   inkan_certificate_get_fingerprint (inkan_retrieval_get_certificate (fixture->retrieval)));
}

static void
assert_does_not_open (GBytes *bytes, const char *passphrase)
{
  g_autoptr (SecretValue) value = secret_value_new (passphrase, -1, "text/plain");
  g_autoptr (GError) error = NULL;

  g_assert_null (inkan_certificate_open (bytes, value, NULL, &error));
  g_assert_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE);
}

static GBytes *
load (GFile *file)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_file_load_bytes (file, NULL, NULL, &error);

  g_assert_no_error (error);
  return bytes;
}

static void
assert_copy_holds (InkanRetrieval *retrieval)
{
  for (InkanCheck check = 0; check < INKAN_N_COPY_CHECKS; check++)
    g_assert_cmpint (inkan_retrieval_get_copy_verdict (retrieval, check), ==, INKAN_VERDICT_HOLDS);
  g_assert_no_error (inkan_retrieval_get_copy_error (retrieval));
  g_assert_false (inkan_retrieval_copy_is_missing (retrieval));
}

/* At step 7 the passphrase can be told, or be left out. */
static void
test_passphrase (Fixture *fixture, gconstpointer data)
{
  InkanRetrieval *retrieval = fixture->retrieval;

  g_assert_true (inkan_retrieval_wants_passphrase (retrieval));
  g_assert_false (inkan_retrieval_can_convert (retrieval));
  g_assert_true (inkan_retrieval_can (retrieval, INKAN_EVENT_NEXT));

  try_passphrase (retrieval, "wrong");
  g_assert_error (inkan_retrieval_get_error (retrieval), INKAN_CERTIFICATE_ERROR,
                  INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE);
  g_assert_true (inkan_retrieval_wants_passphrase (retrieval));
  g_assert_false (inkan_retrieval_can_convert (retrieval));
  g_assert_true (inkan_retrieval_can (retrieval, INKAN_EVENT_NEXT));

  try_passphrase (retrieval, OWN_FILE_PASSPHRASE);
  g_assert_no_error (inkan_retrieval_get_error (retrieval));
  g_assert_false (inkan_retrieval_wants_passphrase (retrieval));
  g_assert_true (inkan_retrieval_get_passphrase_known (retrieval));
  g_assert_cmpstr (inkan_certificate_get_subject (inkan_retrieval_get_certificate (retrieval)), ==, "Test");
  g_assert_true (inkan_retrieval_can_convert (retrieval));

  /* Nothing was asked for: what came is what is saved; and it is not asked for again. */
  g_assert_true (inkan_retrieval_get_kept_bytes (retrieval) == inkan_retrieval_get_bytes (retrieval));
  save (fixture);
  own_file_go_next (retrieval, INKAN_STATE_ISSUED);
  g_assert_false (inkan_retrieval_wants_passphrase (retrieval));
  g_assert_cmpuint (inkan_retrieval_count_verdicts (retrieval, INKAN_VERDICT_HOLDS), ==, INKAN_N_CHECKS);
}

static void
interrupt (Fixture *fixture)
{
  g_autoptr (InkanInterrupted) interrupted = NULL;
  g_autoptr (GError) error = NULL;

  own_file_let_go (g_steal_pointer (&fixture->retrieval));
  interrupted = find_interrupted ();
  fixture->retrieval = inkan_interrupted_continue (interrupted, &error);
  g_assert_no_error (error);
}

/* Made safe under a new passphrase. When the program dies before the end, what came
 * is still there, with the passphrase it came with, and so is what was saved. */
static void
test_modern (Fixture *fixture, gconstpointer data)
{
  InkanRetrieval *retrieval = fixture->retrieval;
  g_autoptr (GBytes) sent = load (fixture->file);
  g_autoptr (GFile) file = g_file_get_child (fixture->folder, "mine.p12");
  g_autoptr (GBytes) saved = NULL;

  try_passphrase (retrieval, OWN_FILE_PASSPHRASE);
  convert (fixture, INKAN_ENCRYPTION_MODERN, NEW_PASSPHRASE);
  g_assert_true (inkan_retrieval_has_new_passphrase (retrieval, INKAN_ENCRYPTION_MODERN));
  g_assert_true (g_bytes_equal (inkan_retrieval_get_bytes (retrieval), sent));

  save (fixture);
  saved = load (file);
  g_assert_true (g_bytes_equal (saved, inkan_retrieval_get_conversion (retrieval, INKAN_ENCRYPTION_MODERN)));
  g_assert_false (g_bytes_equal (saved, sent));
  g_assert_null (inkan_retrieval_get_saved_copy (retrieval));
  own_file_go_next (retrieval, INKAN_STATE_ISSUED);
  g_assert_cmpuint (inkan_retrieval_count_verdicts (retrieval, INKAN_VERDICT_HOLDS), ==, INKAN_N_CHECKS);

  interrupt (fixture);
  retrieval = fixture->retrieval;
  g_assert_cmpint (inkan_retrieval_get_state (retrieval), ==, INKAN_STATE_FILE);
  g_assert_true (inkan_retrieval_get_resumed (retrieval));
  g_assert_true (g_bytes_equal (inkan_retrieval_get_bytes (retrieval), sent));
  g_assert_null (inkan_retrieval_get_conversion (retrieval, INKAN_ENCRYPTION_MODERN));
  /* Nobody is asked before it is known that there is something to ask for. */
  g_assert_false (inkan_retrieval_wants_passphrase (retrieval));
  await_calm (retrieval);
  g_assert_true (inkan_retrieval_wants_passphrase (retrieval));
  try_passphrase (retrieval, OWN_FILE_PASSPHRASE);
  g_assert_true (inkan_retrieval_can_convert (retrieval));
  assert_opens (fixture, saved, NEW_PASSPHRASE);
  assert_does_not_open (saved, OWN_FILE_PASSPHRASE);
}

/* The copy lies beside the file, under a name of its own, and is proved too. */
static void
test_copy (Fixture *fixture, gconstpointer data)
{
  InkanRetrieval *retrieval = fixture->retrieval;
  g_autoptr (GBytes) sent = load (fixture->file);
  g_autoptr (GFile) taken = g_file_get_child (fixture->folder, "mine (for older programs).p12");
  g_autoptr (GFile) expected = g_file_get_child (fixture->folder, "mine (for older programs) (2).p12");
  g_autoptr (GBytes) saved = NULL;
  g_autoptr (GBytes) copy = NULL;

  g_assert_true (g_file_set_contents (g_file_peek_path (taken), "somebody else's", -1, NULL));
  try_passphrase (retrieval, OWN_FILE_PASSPHRASE);
  convert (fixture, INKAN_ENCRYPTION_COMPATIBLE, NEW_PASSPHRASE);
  save (fixture);
  saved = load (inkan_retrieval_get_saved_file (retrieval));
  g_assert_true (g_bytes_equal (saved, sent));
  g_assert_true (g_file_equal (inkan_retrieval_get_saved_copy (retrieval), expected));
  copy = load (expected);
  assert_opens (fixture, copy, NEW_PASSPHRASE);

  own_file_go_next (retrieval, INKAN_STATE_ISSUED);
  g_assert_cmpuint (inkan_retrieval_count_verdicts (retrieval, INKAN_VERDICT_HOLDS), ==, INKAN_N_CHECKS);
  assert_copy_holds (retrieval);
  own_file_go_next (retrieval, INKAN_STATE_CARE);
  own_file_go_next (retrieval, INKAN_STATE_USE);
  own_file_let_go (g_steal_pointer (&fixture->retrieval));
  g_assert_cmpuint (own_file_count_records (), ==, 0);
}

/* Its name is in the person's language; what no file can be called is not used. */
static void
test_copy_name (Fixture *fixture, gconstpointer data)
{
  const char *const *note_and_name = data;
  InkanRetrieval *retrieval = fixture->retrieval;
  g_autofree char *name = NULL;

  inkan_retrieval_set_copy_note (retrieval, note_and_name[0]);
  try_passphrase (retrieval, OWN_FILE_PASSPHRASE);
  convert (fixture, INKAN_ENCRYPTION_COMPATIBLE, NULL);
  save (fixture);
  name = g_file_get_basename (inkan_retrieval_get_saved_copy (retrieval));
  g_assert_cmpstr (name, ==, note_and_name[1]);
  own_file_go_next (retrieval, INKAN_STATE_ISSUED);
  assert_copy_holds (retrieval);
}

/* A copy with the same passphrase has that of what is saved as the file, however that changes. */
static void
test_same_passphrase (Fixture *fixture, gconstpointer data)
{
  InkanRetrieval *retrieval = fixture->retrieval;

  try_passphrase (retrieval, OWN_FILE_PASSPHRASE);
  convert (fixture, INKAN_ENCRYPTION_COMPATIBLE, NULL);
  assert_opens (fixture, inkan_retrieval_get_conversion (retrieval, INKAN_ENCRYPTION_COMPATIBLE), OWN_FILE_PASSPHRASE);

  convert (fixture, INKAN_ENCRYPTION_MODERN, NEW_PASSPHRASE);
  assert_opens (fixture, inkan_retrieval_get_conversion (retrieval, INKAN_ENCRYPTION_COMPATIBLE), NEW_PASSPHRASE);
  inkan_retrieval_drop_conversion (retrieval, INKAN_ENCRYPTION_MODERN);
  await_calm (retrieval);
  g_assert_true (inkan_retrieval_get_kept_bytes (retrieval) == inkan_retrieval_get_bytes (retrieval));
  assert_opens (fixture, inkan_retrieval_get_conversion (retrieval, INKAN_ENCRYPTION_COMPATIBLE), OWN_FILE_PASSPHRASE);
}

/* Taken back while it is being made, and afterwards: as if it had never been asked for. */
static void
test_taken_back (Fixture *fixture, gconstpointer data)
{
  InkanRetrieval *retrieval = fixture->retrieval;

  try_passphrase (retrieval, OWN_FILE_PASSPHRASE);
  inkan_retrieval_convert (retrieval, INKAN_ENCRYPTION_MODERN, NEW_PASSPHRASE);
  inkan_retrieval_convert (retrieval, INKAN_ENCRYPTION_COMPATIBLE, NULL);
  inkan_retrieval_drop_conversion (retrieval, INKAN_ENCRYPTION_COMPATIBLE);
  inkan_retrieval_drop_conversion (retrieval, INKAN_ENCRYPTION_MODERN);
  g_assert_false (inkan_retrieval_get_busy (retrieval));
  convert (fixture, INKAN_ENCRYPTION_COMPATIBLE, NULL);
  inkan_retrieval_drop_conversion (retrieval, INKAN_ENCRYPTION_COMPATIBLE);
  g_assert_null (inkan_retrieval_get_conversion (retrieval, INKAN_ENCRYPTION_MODERN));
  g_assert_null (inkan_retrieval_get_conversion (retrieval, INKAN_ENCRYPTION_COMPATIBLE));

  save (fixture);
  own_file_go_next (retrieval, INKAN_STATE_ISSUED);
  g_assert_true (inkan_retrieval_get_kept_bytes (retrieval) == inkan_retrieval_get_bytes (retrieval));
  g_assert_null (inkan_retrieval_get_saved_copy (retrieval));
  g_assert_cmpuint (inkan_retrieval_count_verdicts (retrieval, INKAN_VERDICT_HOLDS), ==, INKAN_N_CHECKS);
}

/* The medium is taken out once the file is saved, before the copy is. */
static void
take_out (InkanRetrieval *retrieval, GParamSpec *pspec, gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *elsewhere = g_strconcat (g_file_peek_path (fixture->folder), "-out", NULL);

  g_assert_cmpint (g_rename (g_file_peek_path (fixture->folder), elsewhere), ==, 0);
}

static void
put_back (Fixture *fixture)
{
  g_autofree char *elsewhere = g_strconcat (g_file_peek_path (fixture->folder), "-out", NULL);

  g_assert_cmpint (g_rename (elsewhere, g_file_peek_path (fixture->folder)), ==, 0);
}

static void
save_without_copy (Fixture *fixture)
{
  gulong id;

  try_passphrase (fixture->retrieval, OWN_FILE_PASSPHRASE);
  convert (fixture, INKAN_ENCRYPTION_COMPATIBLE, NULL);
  id = g_signal_connect (fixture->retrieval, "notify::saved-file", G_CALLBACK (take_out), fixture);
  save (fixture);
  g_signal_handler_disconnect (fixture->retrieval, id);
  g_assert_null (inkan_retrieval_get_saved_copy (fixture->retrieval));
  g_assert_error (inkan_retrieval_get_copy_error (fixture->retrieval), INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_NO_FOLDER);
  g_assert_true (inkan_retrieval_copy_is_missing (fixture->retrieval));
}

/* Tried again in vain, then with success. */
static void
test_copy_failed (Fixture *fixture, gconstpointer data)
{
  InkanRetrieval *retrieval = fixture->retrieval;

  save_without_copy (fixture);
  inkan_retrieval_save_copy (retrieval);
  g_assert_true (inkan_retrieval_get_busy (retrieval));
  g_assert_false (inkan_retrieval_can (retrieval, INKAN_EVENT_NEXT));
  await_calm (retrieval);
  g_assert_true (inkan_retrieval_copy_is_missing (retrieval));

  put_back (fixture);
  inkan_retrieval_save_copy (retrieval);
  await_calm (retrieval);
  g_assert_false (inkan_retrieval_copy_is_missing (retrieval));
  own_file_go_next (retrieval, INKAN_STATE_ISSUED);
  assert_copy_holds (retrieval);
}

/* The record goes only when nothing is open: the copy is done without, as the person says. */
static void
test_copy_given_up (Fixture *fixture, gconstpointer data)
{
  InkanRetrieval *retrieval = fixture->retrieval;

  save_without_copy (fixture);
  put_back (fixture);
  own_file_go_next (retrieval, INKAN_STATE_ISSUED);
  g_assert_cmpuint (inkan_retrieval_count_verdicts (retrieval, INKAN_VERDICT_HOLDS), ==, INKAN_N_CHECKS);
  g_assert_cmpint (inkan_retrieval_get_copy_verdict (retrieval, INKAN_CHECK_COMPLETE), ==, INKAN_VERDICT_FAILS);
  g_assert_false (inkan_retrieval_can (retrieval, INKAN_EVENT_NEXT));
  inkan_retrieval_drop_conversion (retrieval, INKAN_ENCRYPTION_COMPATIBLE);
  g_assert_no_error (inkan_retrieval_get_copy_error (retrieval));
  own_file_go_next (retrieval, INKAN_STATE_CARE);
}

/* What lies on the medium is looked at once more at step 10. */
static void
test_copy_damaged (Fixture *fixture, gconstpointer data)
{
  InkanRetrieval *retrieval = fixture->retrieval;

  try_passphrase (retrieval, OWN_FILE_PASSPHRASE);
  convert (fixture, INKAN_ENCRYPTION_COMPATIBLE, NULL);
  save (fixture);
  g_assert_true (g_file_set_contents (g_file_peek_path (inkan_retrieval_get_saved_copy (retrieval)), "x", 1, NULL));
  own_file_go_next (retrieval, INKAN_STATE_ISSUED);
  g_assert_cmpuint (inkan_retrieval_count_verdicts (retrieval, INKAN_VERDICT_HOLDS), ==, INKAN_N_CHECKS);
  g_assert_cmpint (inkan_retrieval_get_copy_verdict (retrieval, INKAN_CHECK_COMPLETE), ==, INKAN_VERDICT_FAILS);
  g_assert_error (inkan_retrieval_get_copy_error (retrieval), INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_DIFFERENT);
  g_assert_false (inkan_retrieval_can (retrieval, INKAN_EVENT_NEXT));

  inkan_retrieval_save_copy (retrieval);
  await_calm (retrieval);
  assert_copy_holds (retrieval);
  own_file_go_next (retrieval, INKAN_STATE_CARE);
}

/* The file itself is gone before step 10: back to step 7, where all can be decided
 * anew. A copy that is another one by that is saved too. */
static void
test_saved_anew (Fixture *fixture, gconstpointer data)
{
  InkanRetrieval *retrieval = fixture->retrieval;
  g_autoptr (GFile) copy = NULL;

  try_passphrase (retrieval, OWN_FILE_PASSPHRASE);
  convert (fixture, INKAN_ENCRYPTION_MODERN, NEW_PASSPHRASE);
  convert (fixture, INKAN_ENCRYPTION_COMPATIBLE, NULL);
  save (fixture);
  copy = g_object_ref (inkan_retrieval_get_saved_copy (retrieval));
  g_assert_true (g_file_delete (inkan_retrieval_get_saved_file (retrieval), NULL, NULL));
  own_file_go_next (retrieval, INKAN_STATE_PROVING);
  await_calm (retrieval);
  g_assert_false (inkan_retrieval_can (retrieval, INKAN_EVENT_NEXT));
  inkan_retrieval_go (retrieval, INKAN_EVENT_BACK);
  inkan_retrieval_go (retrieval, INKAN_EVENT_BACK);
  g_assert_cmpint (inkan_retrieval_get_state (retrieval), ==, INKAN_STATE_FILE);

  inkan_retrieval_drop_conversion (retrieval, INKAN_ENCRYPTION_MODERN);
  await_calm (retrieval);
  save (fixture);
  own_file_go_next (retrieval, INKAN_STATE_ISSUED);
  g_assert_false (g_file_equal (inkan_retrieval_get_saved_copy (retrieval), copy));
  assert_copy_holds (retrieval);
  g_assert_cmpuint (inkan_retrieval_count_verdicts (retrieval, INKAN_VERDICT_HOLDS), ==, INKAN_N_CHECKS);
}

int
main (int argc, char **argv)
{
  static const char *const japanese[] = { "\u53e4\u3044\u30bd\u30d5\u30c8\u7528", "mine (\u53e4\u3044\u30bd\u30d5\u30c8\u7528).p12" };
  static const char *const impossible[] = { "either/or", "mine (for older programs).p12" };
  int status;

  own_file_set_up ();
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/conversions/" name, Fixture, NULL, set_up, function, tear_down)
  g_test_add ("/conversions/copy-name", Fixture, japanese, set_up, test_copy_name, tear_down);
  g_test_add ("/conversions/copy-name-impossible", Fixture, impossible, set_up, test_copy_name, tear_down);
  ADD ("passphrase", test_passphrase);
  ADD ("modern", test_modern);
  ADD ("copy", test_copy);
  ADD ("same-passphrase", test_same_passphrase);
  ADD ("taken-back", test_taken_back);
  ADD ("copy-failed", test_copy_failed);
  ADD ("copy-given-up", test_copy_given_up);
  ADD ("copy-damaged", test_copy_damaged);
  ADD ("saved-anew", test_saved_anew);
#undef ADD

  status = g_test_run ();
  own_file_tear_down ();

  return status;
}
