/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/retrieval/retrieval.h"

#include <glib/gstdio.h>

#include "find-interrupted.h"
#include "support/scripted-portal.h"

/* A passphrase that the portal's page tells once: it outlives an answer that was
 * lost and a program that died, with libsecret's own file as the keyring. */

#define PASSPHRASE "told-0nce-only"

/* libsecret's file loses the old entity tag, which GIO made, at each write; what
 * this test runs besides is looked at for leaks in test-retrieval.c. */
const char *__asan_default_options (void);
const char *__lsan_default_suppressions (void);

const char *
__asan_default_options (void)
{
  return "fast_unwind_on_malloc=0";
}

const char *
__lsan_default_suppressions (void)
{
  return "leak:libgio-2.0\n";
}

typedef struct {
  char *home;
  ScriptedPortal *portal;
  InkanRetrieval *retrieval;
  GBytes *file;
} Fixture;

static InkanPortalDefinition *
load_definition (const char *home)
{
  g_autofree char *path = g_build_filename (home, "telling.portal", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  InkanPortalDefinition *definition;

  g_assert_true (g_file_set_contents (path,
                                      "[Portal]\nId=telling\nName=Telling\nOrigin=https://portal.example\nStart=/\n"
                                      "[Delivery]\nKind=link\nPassphrase=page\nPassphraseText=//code\n",
                                      -1, NULL));
  definition = inkan_portal_definition_load (file, &error);
  g_assert_no_error (error);

  return definition;
}

static GBytes *
make_file (const char *home)
{
  const char *script
      = "cd \"$0\" && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 "
        "-keyout key.pem -out cert.pem -subj '/CN=Test' 2>/dev/null && "
        "openssl pkcs12 -export -inkey key.pem -in cert.pem -passout stdin -out file.p12 && rm key.pem";
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (home, "file.p12", NULL);
  char *data;
  gsize length;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, &error, "sh", "-c", script, home, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, PASSPHRASE "\n", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));

  return g_bytes_new_take (data, length);
}

/* Proves that no file below @path holds @secret, then removes them all. */
static void
remove_tree (const char *path, const char *secret)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);
    g_autofree char *content = NULL;
    gsize length;

    if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK)) {
      remove_tree (child, secret);
      continue;
    }
    if (secret != NULL && g_file_get_contents (child, &content, &length, NULL))
      g_assert_null (g_strstr_len (content, length, secret));
    g_unlink (child);
  }
  g_rmdir (path);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (InkanPortalDefinition) definition = NULL;

  fixture->home = g_dir_make_tmp ("inkan-told-XXXXXX", NULL);
  definition = load_definition (fixture->home);
  fixture->portal = scripted_portal_new ();
  fixture->retrieval = inkan_retrieval_new_with_portal (definition, INKAN_PORTAL (fixture->portal));
  fixture->file = make_file (fixture->home);
  while (!inkan_retrieval_get_keyring_usable (fixture->retrieval))
    g_main_context_iteration (NULL, TRUE);
}

/* As when the program dies, but for what is under way. */
static void
let_go (Fixture *fixture)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->retrieval), (gpointer *)&fixture->retrieval);
  g_object_unref (fixture->retrieval);
  while (fixture->retrieval != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *records = g_build_filename (g_get_user_state_dir (), "inkan", NULL);

  let_go (fixture);
  g_object_unref (fixture->portal);
  g_bytes_unref (fixture->file);
  remove_tree (fixture->home, PASSPHRASE);
  remove_tree (records, PASSPHRASE);
  g_free (fixture->home);
}

static void
await_state (Fixture *fixture, InkanState state)
{
  while (inkan_retrieval_get_state (fixture->retrieval) != state)
    g_main_context_iteration (NULL, TRUE);
}

static void
go_next (Fixture *fixture)
{
  g_assert_true (inkan_retrieval_can (fixture->retrieval, INKAN_EVENT_NEXT));
  inkan_retrieval_go (fixture->retrieval, INKAN_EVENT_NEXT);
}

static void
choose_and_agree (Fixture *fixture)
{
  g_autoptr (InkanOffer) offer = g_list_model_get_item (inkan_retrieval_get_offers (fixture->retrieval), 0);

  inkan_retrieval_set_offer (fixture->retrieval, offer);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "review");
  scripted_portal_answer_agreement (fixture->portal);
  await_state (fixture, INKAN_STATE_AGREEMENT);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "issue");
}

static void
go_to_issue (Fixture *fixture)
{
  inkan_retrieval_set_field (fixture->retrieval, "code", "ABCD1234EFGH5678IJKL");
  inkan_retrieval_set_field (fixture->retrieval, "email", "me@example.org");
  inkan_retrieval_set_field (fixture->retrieval, "password", "secret-password");
  go_next (fixture);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_list (fixture->portal, FALSE);
  await_state (fixture, INKAN_STATE_CHOICE);
  choose_and_agree (fixture);
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

/* (transfer full) (nullable): what the keyring keeps of the only record. */
static char *
look_up (const char *id)
{
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  SecretValue *value;
  char *text;

  inkan_keyring_look_up_kept_async (id, NULL, on_looked_up, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  value = inkan_keyring_look_up_kept_finish (result, &error);
  g_object_unref (result);
  g_assert_no_error (error);
  text = value != NULL ? g_strdup (secret_value_get_text (value)) : NULL;
  g_clear_pointer (&value, secret_value_unref);

  return text;
}

static char *
find_record (void)
{
  g_autofree char *records = g_build_filename (g_get_user_state_dir (), "inkan", "retrievals", NULL);
  g_autoptr (GDir) dir = g_dir_open (records, 0, NULL);

  return g_strdup (dir != NULL ? g_dir_read_name (dir) : NULL);
}

/* Until the keyring says so. */
static void
await_kept (const char *id, const char *wanted)
{
  g_autofree char *kept = look_up (id);

  while (g_strcmp0 (kept, wanted) != 0) {
    g_free (kept);
    kept = look_up (id);
  }
}

static void
assert_told (Fixture *fixture)
{
  SecretValue *told = inkan_retrieval_get_told_passphrase (fixture->retrieval);

  g_assert_nonnull (told);
  g_assert_cmpstr (secret_value_get_text (told), ==, PASSPHRASE);
}

static void
dismiss_notices (Fixture *fixture)
{
  while (inkan_retrieval_get_state (fixture->retrieval) != INKAN_STATE_FILE) {
    if (inkan_retrieval_get_state (fixture->retrieval) == INKAN_STATE_NOTICE)
      go_next (fixture);
    else
      g_main_context_iteration (NULL, TRUE);
  }
}

static void
continue_it (Fixture *fixture, InkanInterruption kind)
{
  g_autoptr (InkanInterrupted) interrupted = NULL;
  g_autoptr (GError) error = NULL;

  let_go (fixture);
  interrupted = find_interrupted ();
  g_assert_cmpint (inkan_interrupted_get_kind (interrupted), ==, kind);
  fixture->retrieval = inkan_interrupted_continue (interrupted, &error);
  g_assert_no_error (error);
  while (inkan_retrieval_get_told_passphrase (fixture->retrieval) == NULL)
    g_main_context_iteration (NULL, TRUE);
  assert_told (fixture);
}

/* Told, then the file did not come; it comes with the next agreement, without a
 * word about its passphrase. */
static void
test_answer_lost (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;

  go_to_issue (fixture);
  g_assert_null (inkan_retrieval_get_told_passphrase (fixture->retrieval));
  id = find_record ();
  scripted_portal_tell (fixture->portal, PASSPHRASE);
  assert_told (fixture);
  await_kept (id, PASSPHRASE);
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_list (fixture->portal, FALSE);
  await_state (fixture, INKAN_STATE_CHOICE);
  assert_told (fixture);

  choose_and_agree (fixture);
  scripted_portal_answer_file (fixture->portal, fixture->file, "mine.p12");
  dismiss_notices (fixture);
  assert_told (fixture);
  g_assert_nonnull (inkan_retrieval_get_certificate (fixture->retrieval));
}

/* The portal's definition is gone from where it came from, and from the record. */
static void
lose_definition (Fixture *fixture, const char *id)
{
  g_autofree char *original = g_build_filename (fixture->home, "telling.portal", NULL);
  g_autofree char *copy
      = g_build_filename (g_get_user_state_dir (), "inkan", "retrievals", id, "definition.portal", NULL);

  g_assert_no_errno (g_unlink (original));
  g_assert_no_errno (g_unlink (copy));
}

/* The program died with the file received: the passphrase is there again, opens
 * it, and is gone from the keyring when the retrieval has ended. So it is, with
 * @data, when nothing is known of the portal any more. */
static void
test_interrupted (Fixture *fixture, gconstpointer data)
{
  g_autofree char *desk = g_build_filename (fixture->home, "desk", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (desk);
  g_autofree char *id = NULL;

  g_assert_cmpint (g_mkdir (desk, 0700), ==, 0);
  go_to_issue (fixture);
  id = find_record ();
  scripted_portal_tell (fixture->portal, PASSPHRASE);
  await_kept (id, PASSPHRASE);
  scripted_portal_answer_file_told (fixture->portal, fixture->file, "mine.p12", PASSPHRASE);
  dismiss_notices (fixture);
  g_assert_nonnull (inkan_retrieval_get_certificate (fixture->retrieval));

  if (data != NULL)
    lose_definition (fixture, id);
  continue_it (fixture, INKAN_INTERRUPTED_RECEIVED);
  while (!inkan_retrieval_get_passphrase_known (fixture->retrieval))
    g_main_context_iteration (NULL, TRUE);

  go_next (fixture);
  inkan_retrieval_set_folder (fixture->retrieval, folder);
  while (!inkan_retrieval_can (fixture->retrieval, INKAN_EVENT_NEXT))
    g_main_context_iteration (NULL, TRUE);
  go_next (fixture);
  await_state (fixture, INKAN_STATE_SAVED);
  go_next (fixture);
  await_state (fixture, INKAN_STATE_ISSUED);
  g_assert_cmpint (inkan_retrieval_get_verdict (fixture->retrieval, INKAN_CHECK_OPENS), ==, INKAN_VERDICT_HOLDS);
  go_next (fixture);
  await_kept (id, PASSPHRASE);
  go_next (fixture);
  await_kept (id, NULL);
}

/* It died after the page, before the file: the same, and discarding forgets. */
static void
test_discarded (Fixture *fixture, gconstpointer data)
{
  g_autoptr (InkanInterrupted) interrupted = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  go_to_issue (fixture);
  id = find_record ();
  scripted_portal_tell (fixture->portal, PASSPHRASE);
  await_kept (id, PASSPHRASE);
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_UNREACHABLE, FALSE);
  await_state (fixture, INKAN_STATE_UNKNOWN);
  assert_told (fixture);
  continue_it (fixture, INKAN_INTERRUPTED_AGREED);
  let_go (fixture);

  interrupted = find_interrupted ();
  g_assert_true (inkan_interrupted_discard (interrupted, &error));
  g_assert_no_error (error);
  await_kept (id, NULL);
  {
    g_autoptr (InkanPortalDefinition) definition = load_definition (fixture->home);

    fixture->retrieval = inkan_retrieval_new_with_portal (definition, INKAN_PORTAL (fixture->portal));
  }
}

#define ADD(name, data, function) g_test_add ("/told/" name, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  static const char *const folders[] = { "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME" };
  g_autofree char *home = g_dir_make_tmp ("inkan-told-home-XXXXXX", NULL);
  g_autofree char *keyring = g_build_filename (home, "keyring", NULL);
  int status;

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "keyring", TRUE);
  g_setenv ("HOME", home, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    g_setenv (folders[i], home, TRUE);
  g_test_init (&argc, &argv, NULL);

  ADD ("answer-lost", NULL, test_answer_lost);
  ADD ("interrupted", NULL, test_interrupted);
  ADD ("orphaned", "orphaned", test_interrupted);
  ADD ("discarded", NULL, test_discarded);

  status = g_test_run ();
  remove_tree (home, PASSPHRASE);

  return status;
}
