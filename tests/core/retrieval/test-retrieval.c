/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/retrieval/retrieval.h"

#include <glib/gstdio.h>

#include "find-interrupted.h"
#include "support/scripted-portal.h"

/* The retrieval with a portal that answers as the test says. The passphrase of
 * the file is the application password. */

static const char definition_text[] = "[Portal]\n"
                                      "Id=scripted\n"
                                      "Name=Scripted\n"
                                      "Origin=https://portal.example\n"
                                      "Start=/start\n"
                                      "[Delivery]\n"
                                      "Passphrase=field:password\n";

typedef struct {
  char *home;
  ScriptedPortal *portal;
  InkanRetrieval *retrieval;
  GBytes *file;
} Fixture;

static InkanPortalDefinition *
load_definition (const char *home)
{
  g_autofree char *path = g_build_filename (home, "scripted.portal", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  InkanPortalDefinition *definition;

  g_assert_true (g_file_set_contents (path, definition_text, -1, NULL));
  definition = inkan_portal_definition_load (file, &error);
  g_assert_no_error (error);

  return definition;
}

/* A real PKCS#12 file, by openssl; its passphrase goes by standard input. */
static GBytes *
make_file (const char *home)
{
  const char *script
      = "cd \"$0\" && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 "
        "-keyout key.pem -out cert.pem -subj '/CN=Test' -addext subjectAltName=email:me@example.org "
        "2>/dev/null && "
        "openssl pkcs12 -export -inkey key.pem -in cert.pem -passout stdin -out file.p12 && rm key.pem";
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (home, "file.p12", NULL);
  char *data;
  gsize length;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, &error, "sh", "-c", script, home, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, "secret-password\n", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));

  return g_bytes_new_take (data, length);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (InkanPortalDefinition) definition = NULL;

  fixture->home = g_dir_make_tmp ("inkan-retrieval-XXXXXX", NULL);
  definition = load_definition (fixture->home);
  fixture->portal = scripted_portal_new ();
  fixture->retrieval = inkan_retrieval_new_with_portal (definition, INKAN_PORTAL (fixture->portal));
  fixture->file = make_file (fixture->home);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
      remove_tree (child);
    else
      g_unlink (child);
  }
  g_rmdir (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *records = g_build_filename (g_get_user_state_dir (), "inkan", NULL);

  /* What is still under way holds the retrieval: let it end. */
  g_object_add_weak_pointer (G_OBJECT (fixture->retrieval), (gpointer *)&fixture->retrieval);
  g_object_unref (fixture->retrieval);
  while (fixture->retrieval != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (fixture->portal);
  g_bytes_unref (fixture->file);
  remove_tree (fixture->home);
  remove_tree (records);
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
fill_in (Fixture *fixture)
{
  InkanRetrieval *retrieval = fixture->retrieval;

  g_assert_false (inkan_retrieval_can (retrieval, INKAN_EVENT_NEXT));
  inkan_retrieval_set_field (retrieval, "code", "  証明書コード： ＡＢＣＤ1234EFGH5678IJKL ");
  g_assert_cmpstr (inkan_retrieval_get_field (retrieval, "code"), ==, "ABCD1234EFGH5678IJKL");
  go_next (fixture);
  g_assert_false (inkan_retrieval_can (retrieval, INKAN_EVENT_NEXT));
  inkan_retrieval_set_field (retrieval, "email", " ｍｅ@example.org\t");
  g_assert_cmpstr (inkan_retrieval_get_field (retrieval, "email"), ==, "me@example.org");
  inkan_retrieval_set_field (retrieval, "password", "secret-password");
}

static void
choose (Fixture *fixture, const char *name)
{
  GListModel *offers = inkan_retrieval_get_offers (fixture->retrieval);

  for (guint i = 0; i < g_list_model_get_n_items (offers); i++) {
    g_autoptr (InkanOffer) offer = g_list_model_get_item (offers, i);

    if (g_str_equal (inkan_offer_get_name (offer), name)) {
      inkan_retrieval_set_offer (fixture->retrieval, offer);
      return;
    }
  }
  g_assert_not_reached ();
}

static void
go_to_agreement (Fixture *fixture)
{
  fill_in (fixture);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_list (fixture->portal, FALSE);
  await_state (fixture, INKAN_STATE_CHOICE);
  g_assert_false (inkan_retrieval_can (fixture->retrieval, INKAN_EVENT_NEXT));
  choose (fixture, "Old");
  g_assert_false (inkan_retrieval_can (fixture->retrieval, INKAN_EVENT_NEXT));
  choose (fixture, "Signing");
  go_next (fixture);
  scripted_portal_await (fixture->portal, "review");
  scripted_portal_answer_agreement (fixture->portal);
  await_state (fixture, INKAN_STATE_AGREEMENT);
}

/* What lies on the disk, as the next start of the program would find it. */
static char *
read_record (const char *name)
{
  g_autofree char *records = g_build_filename (g_get_user_state_dir (), "inkan", "retrievals", NULL);
  g_autoptr (GDir) dir = g_dir_open (records, 0, NULL);
  const char *uuid = dir != NULL ? g_dir_read_name (dir) : NULL;
  g_autofree char *path = NULL;
  char *content = NULL;

  if (uuid == NULL)
    return NULL;
  path = g_build_filename (records, uuid, name, NULL);
  g_file_get_contents (path, &content, NULL, NULL);

  return content;
}

static void
assert_stage (const char *stage)
{
  g_autofree char *content = read_record ("record");
  g_autofree char *line = g_strdup_printf ("Stage=%s\n", stage);

  g_assert_nonnull (content);
  g_assert_nonnull (strstr (content, line));
  g_assert_null (strstr (content, "secret-password"));
  g_assert_null (strstr (content, "ABCD1234"));
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
test_whole_way (Fixture *fixture, gconstpointer data)
{
  g_autofree char *desk = g_build_filename (fixture->home, "desk", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (desk);
  g_autofree char *saved = NULL;
  g_autofree char *content = NULL;
  g_autofree char *record = NULL;
  gsize length;

  g_assert_cmpint (g_mkdir (desk, 0700), ==, 0);
  go_to_agreement (fixture);
  assert_stage ("before");

  /* Pressed ten times, sent once, and on the disk before that. */
  for (int i = 0; i < 10; i++)
    inkan_retrieval_go (fixture->retrieval, INKAN_EVENT_NEXT);
  g_assert_cmpuint (scripted_portal_count (fixture->portal, "issue"), ==, 0);
  scripted_portal_await (fixture->portal, "issue");
  assert_stage ("agreed");
  g_assert_true (inkan_retrieval_get_sent (fixture->retrieval));
  inkan_retrieval_go (fixture->retrieval, INKAN_EVENT_CANCEL);
  inkan_retrieval_go (fixture->retrieval, INKAN_EVENT_BACK);
  g_assert_cmpint (inkan_retrieval_get_state (fixture->retrieval), ==, INKAN_STATE_ISSUING);

  scripted_portal_answer_file (fixture->portal, fixture->file, "../mine.p12");
  dismiss_notices (fixture);
  assert_stage ("received");
  g_assert_cmpuint (scripted_portal_count (fixture->portal, "issue"), ==, 1);
  g_assert_nonnull (inkan_retrieval_get_certificate (fixture->retrieval));
  g_assert_null (strchr (inkan_retrieval_get_file_name (fixture->retrieval), '/'));
  inkan_retrieval_set_file_name (fixture->retrieval, "mine.p12");

  go_next (fixture);
  inkan_retrieval_set_folder (fixture->retrieval, folder);
  while (!inkan_retrieval_can (fixture->retrieval, INKAN_EVENT_NEXT))
    g_main_context_iteration (NULL, TRUE);
  go_next (fixture);
  await_state (fixture, INKAN_STATE_SAVED);
  saved = g_file_get_path (inkan_retrieval_get_saved_file (fixture->retrieval));
  g_assert_true (g_file_get_contents (saved, &content, &length, NULL));
  g_assert_cmpmem (content, length, g_bytes_get_data (fixture->file, NULL), g_bytes_get_size (fixture->file));

  go_next (fixture);
  await_state (fixture, INKAN_STATE_ISSUED);
  for (InkanCheck check = 0; check < INKAN_N_CHECKS; check++)
    g_assert_cmpint (inkan_retrieval_get_verdict (fixture->retrieval, check), ==, INKAN_VERDICT_HOLDS);
  go_next (fixture);
  assert_stage ("received");
  go_next (fixture);
  record = read_record ("record");
  g_assert_null (record);
  go_next (fixture);
  g_assert_cmpint (inkan_retrieval_get_state (fixture->retrieval), ==, INKAN_STATE_FINISHED);
}

/* Wrong entries, then none offered, then cancelled: nothing is lost by it. */
static void
test_identity (Fixture *fixture, gconstpointer data)
{
  fill_in (fixture);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_IDENTITY, FALSE);
  await_state (fixture, INKAN_STATE_IDENTITY);
  g_assert_error (inkan_retrieval_get_error (fixture->retrieval), INKAN_PORTAL_ERROR,
                  INKAN_PORTAL_ERROR_IDENTITY);
  g_assert_cmpstr (inkan_retrieval_get_field (fixture->retrieval, "email"), ==, "me@example.org");

  go_next (fixture);
  g_assert_null (inkan_retrieval_get_error (fixture->retrieval));
  scripted_portal_await (fixture->portal, "identify");
  inkan_retrieval_go (fixture->retrieval, INKAN_EVENT_CANCEL);
  g_assert_cmpint (inkan_retrieval_get_state (fixture->retrieval), ==, INKAN_STATE_IDENTITY);

  go_next (fixture);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_NOTHING_OFFERED, FALSE);
  await_state (fixture, INKAN_STATE_CHOICE);
  g_assert_error (inkan_retrieval_get_error (fixture->retrieval), INKAN_PORTAL_ERROR,
                  INKAN_PORTAL_ERROR_NOTHING_OFFERED);
  g_assert_false (inkan_retrieval_can (fixture->retrieval, INKAN_EVENT_NEXT));
  inkan_retrieval_go (fixture->retrieval, INKAN_EVENT_CHECK_ENTRIES);
  g_assert_cmpstr (inkan_retrieval_get_field (fixture->retrieval, "password"), ==, "secret-password");
}

static void
test_session_over (Fixture *fixture, gconstpointer data)
{
  fill_in (fixture);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_list (fixture->portal, FALSE);
  await_state (fixture, INKAN_STATE_CHOICE);
  choose (fixture, "Mail");
  go_next (fixture);

  scripted_portal_await (fixture->portal, "review");
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_SESSION, FALSE);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_list (fixture->portal, FALSE);
  scripted_portal_await (fixture->portal, "review");
  g_assert_cmpstr (inkan_offer_get_name (inkan_retrieval_get_offer (fixture->retrieval)), ==, "Mail");
  /* Only once: a portal that ends every session must not be asked for ever. */
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_SESSION, FALSE);
  await_state (fixture, INKAN_STATE_IDENTITY);
  g_assert_error (inkan_retrieval_get_error (fixture->retrieval), INKAN_PORTAL_ERROR,
                  INKAN_PORTAL_ERROR_SESSION);
  g_assert_cmpuint (scripted_portal_count (fixture->portal, "identify"), ==, 2);
  g_assert_cmpstr (inkan_retrieval_get_field (fixture->retrieval, "password"), ==, "secret-password");

  /* For what the person asks next it is done again. */
  go_next (fixture);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_list (fixture->portal, FALSE);
  await_state (fixture, INKAN_STATE_CHOICE);
  choose (fixture, "Mail");
  go_next (fixture);
  scripted_portal_await (fixture->portal, "review");
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_SESSION, FALSE);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_UNREACHABLE, FALSE);
  await_state (fixture, INKAN_STATE_IDENTITY);
  g_assert_error (inkan_retrieval_get_error (fixture->retrieval), INKAN_PORTAL_ERROR,
                  INKAN_PORTAL_ERROR_UNREACHABLE);
}

/* In the new list the certificate has been fetched meanwhile. */
static void
test_session_over_gone (Fixture *fixture, gconstpointer data)
{
  fill_in (fixture);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_list (fixture->portal, FALSE);
  await_state (fixture, INKAN_STATE_CHOICE);
  choose (fixture, "Signing");
  go_next (fixture);
  scripted_portal_await (fixture->portal, "review");
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_SESSION, FALSE);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_list (fixture->portal, TRUE);
  await_state (fixture, INKAN_STATE_CHOICE);
  g_assert_error (inkan_retrieval_get_error (fixture->retrieval), INKAN_PORTAL_ERROR,
                  INKAN_PORTAL_ERROR_ALREADY_RETRIEVED);
  g_assert_cmpuint (scripted_portal_count (fixture->portal, "review"), ==, 1);
}

/* Agreed to, and the session was over before anything was sent: the portal is
 * told again who it is, and the agreement goes out by itself. */
static void
test_renewed (Fixture *fixture, gconstpointer data)
{
  go_to_agreement (fixture);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "issue");
  assert_stage ("agreed");
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_SESSION, FALSE);
  scripted_portal_await (fixture->portal, "identify");
  g_assert_cmpint (inkan_retrieval_get_state (fixture->retrieval), ==, INKAN_STATE_RENEWING);
  g_assert_false (inkan_retrieval_get_sent (fixture->retrieval));
  assert_stage ("before");
  scripted_portal_answer_list (fixture->portal, FALSE);
  scripted_portal_await (fixture->portal, "review");
  g_assert_cmpstr (inkan_offer_get_name (inkan_retrieval_get_offer (fixture->retrieval)), ==, "Signing");
  scripted_portal_answer_agreement (fixture->portal);
  scripted_portal_await (fixture->portal, "issue");
  g_assert_cmpint (inkan_retrieval_get_state (fixture->retrieval), ==, INKAN_STATE_ISSUING);
  assert_stage ("agreed");
  scripted_portal_answer_file (fixture->portal, fixture->file, "mine.p12");
  dismiss_notices (fixture);
  g_assert_cmpuint (scripted_portal_count (fixture->portal, "identify"), ==, 2);
  g_assert_cmpuint (scripted_portal_count (fixture->portal, "issue"), ==, 2);
}

/* Once for one agreement. */
static void
test_renewed_once (Fixture *fixture, gconstpointer data)
{
  go_to_agreement (fixture);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "issue");
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_SESSION, FALSE);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_list (fixture->portal, FALSE);
  scripted_portal_await (fixture->portal, "review");
  scripted_portal_answer_agreement (fixture->portal);
  scripted_portal_await (fixture->portal, "issue");
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_SESSION, FALSE);
  await_state (fixture, INKAN_STATE_IDENTITY);
  g_assert_error (inkan_retrieval_get_error (fixture->retrieval), INKAN_PORTAL_ERROR,
                  INKAN_PORTAL_ERROR_SESSION);
  g_assert_cmpuint (scripted_portal_count (fixture->portal, "identify"), ==, 2);
}

/* After the agreement may have gone out, "session over" is an answer lost. */
static void
test_never_renewed_after (Fixture *fixture, gconstpointer data)
{
  go_to_agreement (fixture);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "issue");
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_SESSION, TRUE);
  await_state (fixture, INKAN_STATE_RESOLVING);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_list (fixture->portal, FALSE);
  await_state (fixture, INKAN_STATE_CHOICE);
  g_assert_cmpuint (scripted_portal_count (fixture->portal, "issue"), ==, 1);
  g_assert_cmpuint (scripted_portal_count (fixture->portal, "review"), ==, 1);
}

/* Read for long: what there is to agree to is looked at again before it is sent,
 * and when it has changed it is the person's to read. */
static void
test_stale (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->retrieval, "review-lifetime", 0, NULL);
  go_to_agreement (fixture);
  go_next (fixture);
  g_assert_cmpint (inkan_retrieval_get_state (fixture->retrieval), ==, INKAN_STATE_RENEWING);
  scripted_portal_await (fixture->portal, "review");
  assert_stage ("before");
  scripted_portal_answer_other_agreement (fixture->portal);
  await_state (fixture, INKAN_STATE_AGREEMENT);
  g_assert_error (inkan_retrieval_get_error (fixture->retrieval), INKAN_RETRIEVAL_ERROR,
                  INKAN_RETRIEVAL_ERROR_AGREEMENT_CHANGED);
  g_assert_cmpuint (scripted_portal_count (fixture->portal, "issue"), ==, 0);

  go_next (fixture);
  scripted_portal_await (fixture->portal, "review");
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_SESSION, FALSE);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_list (fixture->portal, FALSE);
  scripted_portal_await (fixture->portal, "review");
  scripted_portal_answer_other_agreement (fixture->portal);
  scripted_portal_await (fixture->portal, "issue");
  g_assert_cmpuint (scripted_portal_count (fixture->portal, "issue"), ==, 1);
  scripted_portal_answer_file (fixture->portal, fixture->file, "mine.p12");
  dismiss_notices (fixture);
}

static void
test_stale_cancelled (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->retrieval, "review-lifetime", 0, NULL);
  go_to_agreement (fixture);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "review");
  g_assert_true (inkan_retrieval_can (fixture->retrieval, INKAN_EVENT_CANCEL));
  inkan_retrieval_go (fixture->retrieval, INKAN_EVENT_CANCEL);
  g_assert_cmpint (inkan_retrieval_get_state (fixture->retrieval), ==, INKAN_STATE_CHOICE);
  g_assert_cmpuint (scripted_portal_count (fixture->portal, "issue"), ==, 0);
}

static void
test_implied (Fixture *fixture, gconstpointer data)
{
  fill_in (fixture);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_implied (fixture->portal);
  scripted_portal_await (fixture->portal, "review");
  scripted_portal_answer_agreement (fixture->portal);
  await_state (fixture, INKAN_STATE_AGREEMENT);
}

static void
lose_answer (Fixture *fixture)
{
  go_to_agreement (fixture);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "issue");
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE);
  await_state (fixture, INKAN_STATE_RESOLVING);
  scripted_portal_await (fixture->portal, "identify");
  assert_stage ("agreed");
}

static void
test_lost_still_offered (Fixture *fixture, gconstpointer data)
{
  lose_answer (fixture);
  scripted_portal_answer_list (fixture->portal, FALSE);
  await_state (fixture, INKAN_STATE_CHOICE);
  assert_stage ("before");
  g_assert_true (inkan_retrieval_get_notices (fixture->retrieval) & INKAN_NOTICE_ATTEMPT_FREE);
  g_assert_false (inkan_retrieval_get_sent (fixture->retrieval));
  g_assert_null (inkan_retrieval_get_offer (fixture->retrieval));
  g_assert_cmpuint (scripted_portal_count (fixture->portal, "issue"), ==, 1);

  /* Agreeing again is the person's own decision. */
  choose (fixture, "Signing");
  go_next (fixture);
  scripted_portal_await (fixture->portal, "review");
  scripted_portal_answer_agreement (fixture->portal);
  await_state (fixture, INKAN_STATE_AGREEMENT);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "issue");
  scripted_portal_answer_file (fixture->portal, fixture->file, "mine.p12");
  dismiss_notices (fixture);
}

static void
test_lost_gone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *record = NULL;

  lose_answer (fixture);
  scripted_portal_answer_list (fixture->portal, TRUE);
  await_state (fixture, INKAN_STATE_REISSUE);
  assert_stage ("agreed");

  /* A new code will come: from the first page again. */
  inkan_retrieval_go (fixture->retrieval, INKAN_EVENT_BACK);
  g_assert_cmpint (inkan_retrieval_get_state (fixture->retrieval), ==, INKAN_STATE_MAIL);
  g_assert_null (inkan_retrieval_get_field (fixture->retrieval, "code"));
  g_assert_cmpstr (inkan_retrieval_get_field (fixture->retrieval, "email"), ==, "me@example.org");
  record = read_record ("record");
  g_assert_null (record);
}

static void
test_lost_cannot_tell (Fixture *fixture, gconstpointer data)
{
  lose_answer (fixture);
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_UNREACHABLE, FALSE);
  await_state (fixture, INKAN_STATE_UNKNOWN);
  assert_stage ("agreed");
  g_assert_true (inkan_retrieval_get_sent (fixture->retrieval));

  go_next (fixture);
  scripted_portal_await (fixture->portal, "identify");
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_IDENTITY, FALSE);
  await_state (fixture, INKAN_STATE_REISSUE);
  g_assert_cmpuint (scripted_portal_count (fixture->portal, "issue"), ==, 1);
}

static void
test_not_sent (Fixture *fixture, gconstpointer data)
{
  go_to_agreement (fixture);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "issue");
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_UNREACHABLE, FALSE);
  await_state (fixture, INKAN_STATE_CHOICE);
  g_assert_false (inkan_retrieval_get_sent (fixture->retrieval));

  /* The terms are read, and agreed to, anew. */
  go_next (fixture);
  scripted_portal_await (fixture->portal, "review");
  scripted_portal_answer_agreement (fixture->portal);
  await_state (fixture, INKAN_STATE_AGREEMENT);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "issue");
  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_REISSUE_NEEDED, TRUE);
  await_state (fixture, INKAN_STATE_REISSUE);
}

/* What cannot be put on the disk first is not sent. */
static void
test_not_recorded (Fixture *fixture, gconstpointer data)
{
  g_autofree char *records = g_build_filename (g_get_user_state_dir (), "inkan", NULL);

  go_to_agreement (fixture);
  remove_tree (records);
  g_assert_true (g_file_set_contents (records, "in the way", -1, NULL));
  go_next (fixture);
  await_state (fixture, INKAN_STATE_CHOICE);
  g_assert_error (inkan_retrieval_get_error (fixture->retrieval), INKAN_RETRIEVAL_ERROR,
                  INKAN_RETRIEVAL_ERROR_NOT_RECORDED);
  g_assert_false (inkan_retrieval_get_sent (fixture->retrieval));
  g_assert_cmpuint (scripted_portal_count (fixture->portal, "issue"), ==, 0);
  g_unlink (records);
}

static void
test_notices (Fixture *fixture, gconstpointer data)
{
  goffset received, total;

  scripted_portal_set_clock_offset (fixture->portal, -6 * G_TIME_SPAN_MINUTE);
  go_to_agreement (fixture);
  g_assert_true (inkan_retrieval_get_notices (fixture->retrieval) & INKAN_NOTICE_CLOCK);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "issue");
  scripted_portal_progress (fixture->portal, 100, 4000);
  g_assert_cmpint (inkan_retrieval_get_state (fixture->retrieval), ==, INKAN_STATE_NOTICE_EARLY);
  inkan_retrieval_get_progress (fixture->retrieval, &received, &total);
  g_assert_cmpint (received, ==, 100);
  g_assert_cmpint (total, ==, 4000);

  go_next (fixture);
  g_assert_cmpint (inkan_retrieval_get_state (fixture->retrieval), ==, INKAN_STATE_DOWNLOAD);
  scripted_portal_answer_file (fixture->portal, fixture->file, "mine.p12");
  dismiss_notices (fixture);
  g_assert_false (inkan_retrieval_was_skipped (fixture->retrieval, INKAN_STEP_NOTICE));
  g_assert_false (inkan_retrieval_was_skipped (fixture->retrieval, INKAN_STEP_DOWNLOAD));
}

/* The program dies at each of the three points of SAFETY, "never lost". */
static void
test_interrupted (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) list = NULL;
  g_autoptr (InkanInterrupted) interrupted = NULL;
  g_autoptr (InkanRetrieval) continued = NULL;
  g_autoptr (GError) error = NULL;

  go_to_agreement (fixture);
  /* While it is being worked on, nobody else gets it. */
  list = inkan_interrupted_list ();
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
  g_clear_object (&list);

  go_next (fixture);
  scripted_portal_await (fixture->portal, "issue");
  scripted_portal_answer_file (fixture->portal, fixture->file, "mine.p12");
  dismiss_notices (fixture);

  g_object_add_weak_pointer (G_OBJECT (fixture->retrieval), (gpointer *)&fixture->retrieval);
  g_object_unref (fixture->retrieval);
  while (fixture->retrieval != NULL)
    g_main_context_iteration (NULL, TRUE);

  interrupted = find_interrupted ();
  g_assert_cmpint (inkan_interrupted_get_kind (interrupted), ==, INKAN_INTERRUPTED_RECEIVED);
  g_assert_cmpstr (inkan_interrupted_get_portal_name (interrupted), ==, "Scripted");
  continued = inkan_interrupted_continue (interrupted, &error);
  g_assert_no_error (error);
  g_assert_cmpint (inkan_retrieval_get_state (continued), ==, INKAN_STATE_FILE);
  g_assert_true (g_bytes_equal (inkan_retrieval_get_bytes (continued), fixture->file));
  g_assert_cmpstr (inkan_retrieval_get_file_name (continued), ==, "mine.p12");
  g_assert_false (inkan_retrieval_get_passphrase_known (continued));
  fixture->retrieval = g_steal_pointer (&continued);
}

static void
test_interrupted_agreed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) list = NULL;
  g_autoptr (InkanInterrupted) interrupted = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *record = NULL;
  g_autofree char *records = g_build_filename (g_get_user_state_dir (), "inkan", "retrievals", NULL);
  g_autofree char *lost = NULL;
  g_autofree char *moved = g_build_filename (records, "moved", NULL);
  g_autoptr (GDir) dir = NULL;

  go_to_agreement (fixture);
  go_next (fixture);
  scripted_portal_await (fixture->portal, "issue");

  /* As after kill -9: the record is there, nobody holds it. A copy stands for
   * the dead program's, whose lock this process still has. */
  dir = g_dir_open (records, 0, NULL);
  lost = g_build_filename (records, g_dir_read_name (dir), NULL);
  record = read_record ("record");
  g_assert_cmpint (g_mkdir (moved, 0700), ==, 0);
  {
    g_autofree char *path = g_build_filename (moved, "record", NULL);

    g_assert_true (g_file_set_contents (path, record, -1, NULL));
  }

  list = inkan_interrupted_list ();
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 1);
  interrupted = g_list_model_get_item (list, 0);
  g_assert_cmpint (inkan_interrupted_get_kind (interrupted), ==, INKAN_INTERRUPTED_AGREED);
  g_assert_true (inkan_interrupted_discard (interrupted, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (moved, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (lost, G_FILE_TEST_EXISTS));

  scripted_portal_answer_error (fixture->portal, INKAN_PORTAL_ERROR_REISSUE_NEEDED, TRUE);
  await_state (fixture, INKAN_STATE_REISSUE);
}

/* Entries as people, input methods and attackers write them. */
static void
test_fields (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *field;
    const char *typed;
    gboolean valid;
  } rows[] = {
    { "email", "", FALSE },
    { "email", "   ", FALSE },
    { "email", "me", FALSE },
    { "email", "@example.org", FALSE },
    { "email", "me@", FALSE },
    { "email", "a b@example.org", FALSE },
    { "email", "me@example.org", TRUE },
    { "email", "\342\200\256me@example.org", TRUE },
    { "email", "\343\200\200me@example.org\343\200\200", TRUE },
    { "email", "me@exam\001ple.org", TRUE },
    { "password", "", FALSE },
    { "password", "\360\237\230\200\360\237\230\200", TRUE },
    { "code", "\r\n\t", FALSE },
    { "code", "ABCD-1234", TRUE },
  };
  g_autofree char *endless = g_strnfill (10000, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    inkan_retrieval_set_field (fixture->retrieval, rows[i].field, rows[i].typed);
    g_test_message ("%" G_GSIZE_FORMAT ": %s", i, rows[i].field);
    g_assert_cmpint (inkan_retrieval_field_is_valid (fixture->retrieval, rows[i].field), ==, rows[i].valid);
  }
  inkan_retrieval_set_field (fixture->retrieval, "email", "\342\200\256me@exam\001ple.org");
  g_assert_cmpstr (inkan_retrieval_get_field (fixture->retrieval, "email"), ==, "me@example.org");
  inkan_retrieval_set_field (fixture->retrieval, "password", endless);
  g_assert_false (inkan_retrieval_field_is_valid (fixture->retrieval, "password"));
}

/* A message's code and what the portal's link in it carries are in the fields. */
static void
test_message (Fixture *fixture, gconstpointer data)
{
  g_autoptr (InkanMessage) message = NULL;

  inkan_retrieval_set_field (fixture->retrieval, "password", "typed");
  message = inkan_message_new_from_text ("Certificate code: ABCD1234EFGH5678IJKL\n"
                                         "https://portal.example/start?e-mail=me%40example.org", NULL, NULL);
  inkan_retrieval_take_message (fixture->retrieval, message);
  g_assert_true (inkan_retrieval_get_message (fixture->retrieval) == message);
  g_assert_cmpstr (inkan_retrieval_get_field (fixture->retrieval, "code"), ==, "ABCD1234EFGH5678IJKL");
  g_assert_cmpstr (inkan_retrieval_get_field (fixture->retrieval, "email"), ==, "me@example.org");
  g_assert_cmpstr (inkan_retrieval_get_field (fixture->retrieval, "password"), ==, "typed");
}

/* The portal is removed meanwhile, with its trust anchor: what was begun with it can be finished. */
static void
test_interrupted_removed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->home, "anchored.portal", NULL);
  g_autofree char *anchor_path = g_build_filename (fixture->home, "cert.pem", NULL);
  g_autofree char *text = g_strconcat (definition_text, "[Portal]\nTrustAnchor=cert.pem\n", NULL);
  g_autofree char *pem = NULL, *kept_pem = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (InkanPortalDefinition) definition = NULL;
  g_autoptr (InkanInterrupted) interrupted = NULL;
  g_autoptr (InkanRetrieval) continued = NULL;
  g_autoptr (GError) error = NULL;
  InkanPortalDefinition *kept;

  g_assert_true (g_file_get_contents (anchor_path, &pem, NULL, NULL));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  definition = inkan_portal_definition_load (file, &error);
  g_assert_no_error (error);
  g_object_unref (fixture->retrieval);
  fixture->retrieval = inkan_retrieval_new_with_portal (definition, INKAN_PORTAL (fixture->portal));
  go_to_agreement (fixture);
  g_object_add_weak_pointer (G_OBJECT (fixture->retrieval), (gpointer *)&fixture->retrieval);
  g_object_unref (fixture->retrieval);
  while (fixture->retrieval != NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_unlink (anchor_path), ==, 0);
  interrupted = find_interrupted ();
  continued = inkan_interrupted_continue (interrupted, &error);
  g_assert_no_error (error);
  kept = inkan_retrieval_get_definition (continued);
  g_assert_true (g_file_load_contents (inkan_portal_definition_get_trust_anchor (kept), NULL, &kept_pem, NULL, NULL, NULL));
  g_assert_cmpstr (kept_pem, ==, pem);
  fixture->retrieval = g_steal_pointer (&continued);
}

#define ADD(name, function) g_test_add ("/retrieval/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  static const char *const folders[] = { "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME" };
  /* Not G_TEST_OPTION_ISOLATE_DIRS: GLib leaks with it. */
  g_autofree char *home = g_dir_make_tmp ("inkan-retrieval-home-XXXXXX", NULL);
  int status;

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_setenv ("HOME", home, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    g_setenv (folders[i], home, TRUE);
  g_test_init (&argc, &argv, NULL);

  ADD ("whole-way", test_whole_way);
  ADD ("identity", test_identity);
  ADD ("session-over", test_session_over);
  ADD ("session-over/gone", test_session_over_gone);
  ADD ("renewed", test_renewed);
  ADD ("renewed/once", test_renewed_once);
  ADD ("renewed/never-after", test_never_renewed_after);
  ADD ("stale", test_stale);
  ADD ("stale/cancelled", test_stale_cancelled);
  ADD ("implied", test_implied);
  ADD ("lost/still-offered", test_lost_still_offered);
  ADD ("lost/gone", test_lost_gone);
  ADD ("lost/cannot-tell", test_lost_cannot_tell);
  ADD ("not-sent", test_not_sent);
  ADD ("not-recorded", test_not_recorded);
  ADD ("notices", test_notices);
  ADD ("interrupted/received", test_interrupted);
  ADD ("interrupted/agreed", test_interrupted_agreed);
  ADD ("interrupted/removed", test_interrupted_removed);
  ADD ("fields", test_fields);
  ADD ("message", test_message);

  status = g_test_run ();
  remove_tree (home);

  return status;
}
