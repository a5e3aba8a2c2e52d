/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The portal's memory and its rules, without a portal. */
#include "store.h"

#include <string.h>
#include <glib/gstdio.h>

#include "secret.h"

#define ADDRESS "a@inkan.example"
#define OTHER "b@inkan.example"
#define PASSWORD "correct horse battery"
#define SERVICE "Service"

typedef struct {
  char          *folder;
  char          *path;
  PracticeStore *store;
  guint8         hash[PRACTICE_HASH_SIZE];
} Fixture;

static void
reopen (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->store, practice_store_close);
  fixture->store = practice_store_open (fixture->path, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("inkan-store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "portal.db", NULL);
  reopen (fixture);
  memset (fixture->hash, 7, sizeof fixture->hash);
  practice_store_add_applicant (fixture->store, ADDRESS, "A", PASSWORD, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  practice_store_close (fixture->store);
  g_remove (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static gint64
add (Fixture *fixture, const char *service)
{
  gint64 id = practice_store_add_certificate (fixture->store, ADDRESS, service, "EC P-256", NULL);

  g_assert_cmpint (id, >, 0);
  return id;
}

static gint64
add_code (Fixture *fixture, guint8 fill)
{
  gint64 id = 0;

  memset (fixture->hash, fill, sizeof fixture->hash);
  g_assert_true (practice_store_add_code (fixture->store, ADDRESS, fixture->hash, &id, NULL));
  return id;
}

static PracticeState
state (Fixture *fixture, gint64 id)
{
  g_autoptr (PracticeCertificate) certificate = practice_store_get_certificate (fixture->store, id);

  g_assert_nonnull (certificate);
  return certificate->state;
}

static void
test_applicant (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PracticeApplicant) applicant = practice_store_find_applicant (fixture->store, "A@Inkan.Example");
  guint8 hash[PRACTICE_HASH_SIZE];

  g_assert_null (practice_store_find_applicant (fixture->store, OTHER));
  g_assert_nonnull (applicant);
  g_assert_cmpstr (applicant->address, ==, ADDRESS);
  practice_secret_hash (PASSWORD, applicant->salt, hash);
  g_assert_cmpmem (hash, sizeof hash, applicant->hash, sizeof applicant->hash);
  practice_secret_hash (PASSWORD "x", applicant->salt, hash);
  g_assert_false (practice_secret_same (hash, applicant->hash, sizeof hash));
  /* Two salts, or a code that equals a password would show. */
  g_assert_false (practice_secret_same (applicant->salt, applicant->code_salt, sizeof applicant->salt));
}

/* The file itself, and what lies beside it, never holds what was to be hashed. */
static void
test_no_secret_on_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PracticeApplicant) applicant = practice_store_find_applicant (fixture->store, ADDRESS);
  char *code = practice_secret_new_code ();
  guint8 hash[PRACTICE_HASH_SIZE];
  gint64 id;
  const char * const endings[] = { "", "-wal" };
  gsize seen = 0;

  practice_secret_hash (code, applicant->code_salt, hash);
  g_assert_true (practice_store_add_code (fixture->store, ADDRESS, hash, &id, NULL));
  practice_store_add_failure (fixture->store, PASSWORD, 1000);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++) {
    g_autofree char *path = g_strconcat (fixture->path, endings[i], NULL);
    g_autofree char *bytes = NULL;
    gsize size;

    g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
    seen += memmem (bytes, size, ADDRESS, strlen (ADDRESS)) != NULL;
    g_assert_null (memmem (bytes, size, PASSWORD, strlen (PASSWORD)));
    g_assert_null (memmem (bytes, size, code, strlen (code)));
  }
  /* The search itself works. */
  g_assert_cmpuint (seen, >, 0);
  practice_secret_free (code);
}

static void
test_code_once (Fixture *fixture, gconstpointer data)
{
  gint64 first = add (fixture, SERVICE), second = add (fixture, "Other");
  gint64 code = add_code (fixture, 1), found = 0;
  guint8 unknown[PRACTICE_HASH_SIZE] = { 0 };

  g_assert_cmpint (practice_store_find_code (fixture->store, ADDRESS, unknown, &found), ==, PRACTICE_CODE_UNKNOWN);
  g_assert_cmpint (practice_store_find_code (fixture->store, OTHER, fixture->hash, &found), ==, PRACTICE_CODE_UNKNOWN);
  g_assert_cmpint (practice_store_find_code (fixture->store, ADDRESS, fixture->hash, &found), ==, PRACTICE_CODE_OPEN);
  g_assert_cmpint (found, ==, code);
  g_assert_true (practice_store_has_open_code (fixture->store, ADDRESS));

  g_assert_cmpint (practice_store_agree (fixture->store, first, code), ==, PRACTICE_AGREE_STARTED);
  g_assert_cmpint (state (fixture, first), ==, PRACTICE_ISSUING);
  g_assert_false (practice_store_code_is_open (fixture->store, code));
  g_assert_cmpint (practice_store_find_code (fixture->store, ADDRESS, fixture->hash, &found), ==, PRACTICE_CODE_SPENT);
  g_assert_cmpint (practice_store_agree (fixture->store, second, code), ==, PRACTICE_AGREE_NO_CODE);
  g_assert_cmpint (state (fixture, second), ==, PRACTICE_READY);
}

static void
test_new_code_ends_old (Fixture *fixture, gconstpointer data)
{
  gint64 id = add (fixture, SERVICE);
  gint64 old = add_code (fixture, 1), new_code = add_code (fixture, 2);

  g_assert_false (practice_store_code_is_open (fixture->store, old));
  g_assert_cmpint (practice_store_agree (fixture->store, id, old), ==, PRACTICE_AGREE_NO_CODE);
  g_assert_cmpint (practice_store_agree (fixture->store, id, new_code), ==, PRACTICE_AGREE_STARTED);
}

static void
test_second_agreement_spoils (Fixture *fixture, gconstpointer data)
{
  gint64 id = add (fixture, SERVICE), code = add_code (fixture, 1);

  g_assert_cmpint (practice_store_agree (fixture->store, id, code), ==, PRACTICE_AGREE_STARTED);
  g_assert_cmpint (practice_store_agree (fixture->store, id, code), ==, PRACTICE_AGREE_SPOILT);
  g_assert_cmpint (state (fixture, id), ==, PRACTICE_SPOILT);
  /* The file that was being made does not count any more. */
  g_assert_false (practice_store_issued (fixture->store, id, "AA", "AA"));
  g_assert_cmpint (practice_store_agree (fixture->store, id, code), ==, PRACTICE_AGREE_GONE);
  g_assert_cmpint (state (fixture, id), ==, PRACTICE_SPOILT);
}

static void
test_fetched_once (Fixture *fixture, gconstpointer data)
{
  gint64 id = add (fixture, SERVICE), code = add_code (fixture, 1);
  g_autoptr (PracticeCertificate) certificate = NULL;

  g_assert_false (practice_store_issued (fixture->store, id, "AA", "BB"));
  practice_store_agree (fixture->store, id, code);
  g_assert_true (practice_store_issued (fixture->store, id, "AA", "BB"));
  certificate = practice_store_get_certificate (fixture->store, id);
  g_assert_cmpstr (certificate->serial, ==, "AA");
  g_assert_cmpstr (certificate->fingerprint, ==, "BB");
  g_assert_cmpint (certificate->state, ==, PRACTICE_FETCHED);
  g_assert_cmpint (practice_store_agree (fixture->store, id, add_code (fixture, 2)), ==, PRACTICE_AGREE_GONE);
  practice_store_spoil (fixture->store, id);
  g_assert_cmpint (state (fixture, id), ==, PRACTICE_FETCHED);
  g_assert_cmpint (practice_store_agree (fixture->store, 999, 1), ==, PRACTICE_AGREE_GONE);
}

static void
test_reissue (Fixture *fixture, gconstpointer data)
{
  gint64 id = add (fixture, SERVICE), other = add (fixture, "Other"), anew;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL, revoked = NULL;
  g_autoptr (GArray) times = NULL;

  g_assert_cmpint (practice_store_last_agreed (fixture->store, ADDRESS), ==, 0);
  g_assert_cmpint (practice_store_reissue (fixture->store, id, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  practice_store_agree (fixture->store, other, add_code (fixture, 1));
  practice_store_issued (fixture->store, other, "BB", "BB");
  practice_store_agree (fixture->store, id, add_code (fixture, 2));
  practice_store_issued (fixture->store, id, "AA", "AA");
  g_assert_cmpint (practice_store_last_agreed (fixture->store, ADDRESS), ==, id);

  anew = practice_store_reissue (fixture->store, id, NULL);
  g_assert_cmpint (anew, >, 0);
  g_assert_cmpint (state (fixture, id), ==, PRACTICE_REVOKED);
  g_assert_cmpint (state (fixture, anew), ==, PRACTICE_READY);
  g_assert_cmpint (practice_store_last_agreed (fixture->store, ADDRESS), ==, other);
  revoked = practice_store_list_revoked (fixture->store, &times);
  g_assert_cmpuint (revoked->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (revoked, 0), ==, "AA");
  g_assert_cmpint (ABS (g_array_index (times, gint64, 0) - g_get_real_time () / G_USEC_PER_SEC), <, 60);

  /* One row a service, the newest, in the order of old. */
  list = practice_store_list (fixture->store, ADDRESS);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpint (((PracticeCertificate *) g_ptr_array_index (list, 0))->id, ==, anew);
  g_assert_cmpint (((PracticeCertificate *) g_ptr_array_index (list, 1))->id, ==, other);
}

static void
test_lock (Fixture *fixture, gconstpointer data)
{
  const gint64 now = 1000000;
  PracticeStore *store = fixture->store;

  for (guint i = 1; i < PRACTICE_ATTEMPTS; i++) {
    practice_store_add_failure (store, ADDRESS, now);
    g_assert_cmpint (practice_store_locked_for (store, ADDRESS, now), ==, 0);
  }
  practice_store_forget_failures (store, ADDRESS);
  for (guint i = 1; i < PRACTICE_ATTEMPTS; i++)
    practice_store_add_failure (store, ADDRESS, now);
  g_assert_cmpint (practice_store_locked_for (store, ADDRESS, now), ==, 0);
  reopen (fixture);
  store = fixture->store;
  practice_store_add_failure (store, "A@INKAN.example", now);
  g_assert_cmpint (practice_store_locked_for (store, ADDRESS, now), ==, 600);
  reopen (fixture);
  store = fixture->store;
  g_assert_cmpint (practice_store_locked_for (store, ADDRESS, now + 599), ==, 1);
  g_assert_cmpint (practice_store_locked_for (store, OTHER, now), ==, 0);
  g_assert_cmpint (practice_store_locked_for (store, ADDRESS, now + 600), ==, 0);
  practice_store_add_failure (store, ADDRESS, now + 601);
  g_assert_cmpint (practice_store_locked_for (store, ADDRESS, now + 601), ==, 0);
}

static void
test_restart (Fixture *fixture, gconstpointer data)
{
  gint64 ready = add (fixture, SERVICE), issuing = add (fixture, "Other");
  gint64 code = add_code (fixture, 1), found;
  g_autofree char *port = NULL;

  practice_store_agree (fixture->store, issuing, code);
  code = add_code (fixture, 2);
  g_assert_true (practice_store_set_setting (fixture->store, "port", "1234", NULL));
  reopen (fixture);
  g_assert_true (practice_store_spoil_unfinished (fixture->store, NULL));
  g_assert_cmpint (state (fixture, ready), ==, PRACTICE_READY);
  g_assert_cmpint (state (fixture, issuing), ==, PRACTICE_SPOILT);
  g_assert_cmpint (practice_store_find_code (fixture->store, ADDRESS, fixture->hash, &found), ==, PRACTICE_CODE_OPEN);
  g_assert_cmpint (found, ==, code);
  port = practice_store_get_setting (fixture->store, "port");
  g_assert_cmpstr (port, ==, "1234");
  g_assert_null (practice_store_get_setting (fixture->store, "starboard"));
}

static void
test_roll_back (Fixture *fixture, gconstpointer data)
{
  gint64 code = add_code (fixture, 1);

  g_assert_true (practice_store_begin (fixture->store, NULL));
  add_code (fixture, 2);
  practice_store_roll_back (fixture->store);
  g_assert_true (practice_store_code_is_open (fixture->store, code));
  g_assert_false (practice_store_code_is_open (fixture->store, code + 1));
}

static void
test_no_database (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "text", NULL);

  g_assert_null (practice_store_open (fixture->folder, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, "This is text, and long enough to be read as a whole header of a database"
                                      " file, which it is not, whatever its name says.", -1, NULL));
  g_assert_null (practice_store_open (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_remove (path);
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/practice/store/applicant", test_applicant);
  ADD ("/practice/store/no-secret-on-disk", test_no_secret_on_disk);
  ADD ("/practice/store/code-once", test_code_once);
  ADD ("/practice/store/new-code-ends-old", test_new_code_ends_old);
  ADD ("/practice/store/second-agreement-spoils", test_second_agreement_spoils);
  ADD ("/practice/store/fetched-once", test_fetched_once);
  ADD ("/practice/store/reissue", test_reissue);
  ADD ("/practice/store/lock", test_lock);
  ADD ("/practice/store/restart", test_restart);
  ADD ("/practice/store/roll-back", test_roll_back);
  ADD ("/practice/store/no-database", test_no_database);
  return g_test_run ();
}
