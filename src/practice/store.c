/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store.h"

#include <string.h>
#include <sqlite3.h>

#include "secret.h"

struct _PracticeStore {
  sqlite3 *db;
};

static const char * const state_names[] = { "ready", "issuing", "fetched", "spoilt", "revoked" };

static const char schema[] =
  "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);"
  "CREATE TABLE applicant ("
  " address TEXT PRIMARY KEY COLLATE NOCASE, name TEXT NOT NULL,"
  " salt BLOB NOT NULL, hash BLOB NOT NULL, code_salt BLOB NOT NULL);"
  "CREATE TABLE certificate ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, service TEXT NOT NULL, key TEXT NOT NULL,"
  " serial TEXT UNIQUE, fingerprint TEXT,"
  " state TEXT NOT NULL CHECK (state IN ('ready', 'issuing', 'fetched', 'spoilt', 'revoked')),"
  " address TEXT NOT NULL REFERENCES applicant (address), agreed INTEGER, revoked INTEGER);"
  "CREATE TABLE code ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT NOT NULL REFERENCES applicant (address),"
  " hash BLOB NOT NULL UNIQUE, open INTEGER NOT NULL);"
  "CREATE TABLE attempt (address TEXT PRIMARY KEY, failures INTEGER NOT NULL, locked_until INTEGER NOT NULL);"
  "CREATE TABLE event ("
  " id INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT NOT NULL, kind TEXT NOT NULL, service TEXT NOT NULL);"
  "PRAGMA user_version = 1;";

void
practice_certificate_free (PracticeCertificate *self)
{
  g_free (self->service);
  g_free (self->key);
  g_free (self->serial);
  g_free (self->fingerprint);
  g_free (self->address);
  g_free (self);
}

void
practice_applicant_free (PracticeApplicant *self)
{
  g_free (self->address);
  g_free (self->name);
  g_free (self);
}

/* A failed statement is logged by its kind; values never are. */
static gboolean
fail (PracticeStore *self, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The database: %s", sqlite3_errmsg (self->db));
  return FALSE;
}

static gboolean
run (PracticeStore *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK || fail (self, error);
}

/* Prepares @sql and binds its values: i integer, t text or NULL, b hash, s salt. */
static sqlite3_stmt *
prepare (PracticeStore *self, const char *sql, const char *kinds, ...)
{
  sqlite3_stmt *statement = NULL;
  va_list values;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) != SQLITE_OK)
    return NULL;
  va_start (values, kinds);
  for (int i = 0; kinds[i] != '\0'; i++) {
    switch (kinds[i]) {
    case 'i':
      sqlite3_bind_int64 (statement, i + 1, va_arg (values, gint64));
      break;
    case 't':
      sqlite3_bind_text (statement, i + 1, va_arg (values, const char *), -1, SQLITE_TRANSIENT);
      break;
    case 'b':
      sqlite3_bind_blob (statement, i + 1, va_arg (values, const guint8 *), PRACTICE_HASH_SIZE, SQLITE_TRANSIENT);
      break;
    case 's':
      sqlite3_bind_blob (statement, i + 1, va_arg (values, const guint8 *), PRACTICE_SALT_SIZE, SQLITE_TRANSIENT);
      break;
    default:
      g_assert_not_reached ();
    }
  }
  va_end (values);
  return statement;
}

/* Runs a statement that gives no rows; returns how many it changed, -1 on failure. */
static int
finish (PracticeStore *self, sqlite3_stmt *statement, GError **error)
{
  int changed = -1;

  if (statement != NULL && sqlite3_step (statement) == SQLITE_DONE)
    changed = sqlite3_changes (self->db);
  else
    fail (self, error);
  sqlite3_finalize (statement);
  return changed;
}

/* The one number that a statement gives; 0 when there is none. */
static gint64
number (sqlite3_stmt *statement)
{
  gint64 value = 0;

  if (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    value = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return value;
}

static char *
column_text (sqlite3_stmt *statement, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (statement, column));
}

PracticeStore *
practice_store_open (const char *path, GError **error)
{
  g_autoptr (PracticeStore) self = g_new0 (PracticeStore, 1);
  gint64 version;

  if (sqlite3_open_v2 (path, &self->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK) {
    fail (self, error);
    return NULL;
  }
  sqlite3_busy_timeout (self->db, 5000);
  if (!run (self, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;", error))
    return NULL;
  version = number (prepare (self, "PRAGMA user_version", ""));
  if (version > 1) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "The database: written by a newer version");
    return NULL;
  }
  if (version == 0 && (!practice_store_begin (self, error) || !run (self, schema, error)
                       || !practice_store_commit (self, error)))
    return NULL;
  return g_steal_pointer (&self);
}

void
practice_store_close (PracticeStore *self)
{
  sqlite3_close (self->db);
  g_free (self);
}

gboolean
practice_store_begin (PracticeStore *self, GError **error)
{
  return run (self, "BEGIN IMMEDIATE", error);
}

gboolean
practice_store_commit (PracticeStore *self, GError **error)
{
  return run (self, "COMMIT", error);
}

void
practice_store_roll_back (PracticeStore *self)
{
  /* SQLite may have rolled back by itself already. */
  if (!sqlite3_get_autocommit (self->db))
    run (self, "ROLLBACK", NULL);
}

char *
practice_store_get_setting (PracticeStore *self, const char *name)
{
  sqlite3_stmt *statement = prepare (self, "SELECT value FROM setting WHERE name = ?", "t", name);
  char *value = NULL;

  if (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    value = column_text (statement, 0);
  sqlite3_finalize (statement);
  return value;
}

gboolean
practice_store_set_setting (PracticeStore *self, const char *name, const char *value, GError **error)
{
  return finish (self, prepare (self, "INSERT OR REPLACE INTO setting VALUES (?, ?)", "tt", name, value), error) >= 0;
}

gboolean
practice_store_add_applicant (PracticeStore *self, const char *address, const char *name, const char *password,
                              GError **error)
{
  guint8 salt[PRACTICE_SALT_SIZE], code_salt[PRACTICE_SALT_SIZE], hash[PRACTICE_HASH_SIZE];

  practice_secret_random (salt, sizeof salt);
  practice_secret_random (code_salt, sizeof code_salt);
  practice_secret_hash (password, salt, hash);
  return finish (self, prepare (self, "INSERT INTO applicant VALUES (?, ?, ?, ?, ?)", "ttsbs", address, name, salt,
                                hash, code_salt), error) >= 0;
}

PracticeApplicant *
practice_store_find_applicant (PracticeStore *self, const char *address)
{
  sqlite3_stmt *statement = prepare (self, "SELECT address, name, salt, hash, code_salt FROM applicant"
                                     " WHERE address = ?", "t", address);
  PracticeApplicant *applicant = NULL;

  if (statement != NULL && sqlite3_step (statement) == SQLITE_ROW
      && sqlite3_column_bytes (statement, 2) == PRACTICE_SALT_SIZE
      && sqlite3_column_bytes (statement, 3) == PRACTICE_HASH_SIZE
      && sqlite3_column_bytes (statement, 4) == PRACTICE_SALT_SIZE) {
    applicant = g_new0 (PracticeApplicant, 1);
    applicant->address = column_text (statement, 0);
    applicant->name = column_text (statement, 1);
    memcpy (applicant->salt, sqlite3_column_blob (statement, 2), PRACTICE_SALT_SIZE);
    memcpy (applicant->hash, sqlite3_column_blob (statement, 3), PRACTICE_HASH_SIZE);
    memcpy (applicant->code_salt, sqlite3_column_blob (statement, 4), PRACTICE_SALT_SIZE);
  }
  sqlite3_finalize (statement);
  return applicant;
}

gint64
practice_store_add_certificate (PracticeStore *self, const char *address, const char *service, const char *key,
                                GError **error)
{
  int changed = finish (self, prepare (self, "INSERT INTO certificate (service, key, state, address)"
                                       " VALUES (?, ?, 'ready', ?)", "ttt", service, key, address), error);

  return changed == 1 ? sqlite3_last_insert_rowid (self->db) : 0;
}

#define CERTIFICATE_COLUMNS "id, service, key, serial, fingerprint, state, address"

static PracticeCertificate *
certificate_from_row (sqlite3_stmt *statement)
{
  PracticeCertificate *certificate = g_new0 (PracticeCertificate, 1);
  const char *state = (const char *) sqlite3_column_text (statement, 5);

  certificate->id = sqlite3_column_int64 (statement, 0);
  certificate->service = column_text (statement, 1);
  certificate->key = column_text (statement, 2);
  certificate->serial = column_text (statement, 3);
  certificate->fingerprint = column_text (statement, 4);
  certificate->address = column_text (statement, 6);
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_strcmp0 (state, state_names[i]) == 0)
      certificate->state = i;
  return certificate;
}

PracticeCertificate *
practice_store_get_certificate (PracticeStore *self, gint64 id)
{
  sqlite3_stmt *statement = prepare (self, "SELECT " CERTIFICATE_COLUMNS " FROM certificate WHERE id = ?", "i", id);
  PracticeCertificate *certificate = NULL;

  if (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    certificate = certificate_from_row (statement);
  sqlite3_finalize (statement);
  return certificate;
}

GPtrArray *
practice_store_list (PracticeStore *self, const char *address)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) practice_certificate_free);
  /* In the order in which the services were first prepared, so that rows do not jump about. */
  sqlite3_stmt *statement = prepare (self, "SELECT " CERTIFICATE_COLUMNS " FROM certificate AS c WHERE address = ?"
                                     " AND id = (SELECT max (id) FROM certificate"
                                     "           WHERE service = c.service AND address = c.address)"
                                     " ORDER BY (SELECT min (id) FROM certificate"
                                     "           WHERE service = c.service AND address = c.address)", "t", address);

  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (list, certificate_from_row (statement));
  sqlite3_finalize (statement);
  return list;
}

guint
practice_store_count (PracticeStore *self, const char *address, PracticeState state)
{
  return (guint) number (prepare (self, "SELECT count (*) FROM certificate WHERE address = ? AND state = ?", "tt",
                                  address, state_names[state]));
}

gint64
practice_store_last_agreed (PracticeStore *self, const char *address)
{
  return number (prepare (self, "SELECT id FROM certificate WHERE address = ? AND state IN ('fetched', 'spoilt')"
                          " ORDER BY coalesce (agreed, 0) DESC, id DESC LIMIT 1", "t", address));
}

GPtrArray *
practice_store_list_revoked (PracticeStore *self, GArray **times)
{
  GPtrArray *serials = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = prepare (self, "SELECT serial, revoked FROM certificate"
                                     " WHERE state = 'revoked' AND serial IS NOT NULL ORDER BY id", "");

  *times = g_array_new (FALSE, FALSE, sizeof (gint64));
  while (statement != NULL && sqlite3_step (statement) == SQLITE_ROW) {
    gint64 when = sqlite3_column_int64 (statement, 1);

    g_ptr_array_add (serials, column_text (statement, 0));
    g_array_append_val (*times, when);
  }
  sqlite3_finalize (statement);
  return serials;
}

gboolean
practice_store_add_code (PracticeStore *self, const char *address, const guint8 *hash, gint64 *id, GError **error)
{
  if (finish (self, prepare (self, "UPDATE code SET open = 0 WHERE address = ?", "t", address), error) < 0
      || finish (self, prepare (self, "INSERT INTO code (address, hash, open) VALUES (?, ?, 1)", "tb", address, hash),
                 error) != 1)
    return FALSE;
  *id = sqlite3_last_insert_rowid (self->db);
  return TRUE;
}

PracticeCodeState
practice_store_find_code (PracticeStore *self, const char *address, const guint8 *hash, gint64 *id)
{
  sqlite3_stmt *statement = prepare (self, "SELECT id, open FROM code WHERE address = ? AND hash = ?", "tb",
                                     address, hash);
  PracticeCodeState state = PRACTICE_CODE_UNKNOWN;

  if (statement != NULL && sqlite3_step (statement) == SQLITE_ROW) {
    *id = sqlite3_column_int64 (statement, 0);
    state = sqlite3_column_int (statement, 1) ? PRACTICE_CODE_OPEN : PRACTICE_CODE_SPENT;
  }
  sqlite3_finalize (statement);
  return state;
}

gboolean
practice_store_has_open_code (PracticeStore *self, const char *address)
{
  return number (prepare (self, "SELECT count (*) FROM code WHERE address = ? AND open", "t", address)) > 0;
}

gboolean
practice_store_code_is_open (PracticeStore *self, gint64 code)
{
  return number (prepare (self, "SELECT open FROM code WHERE id = ?", "i", code)) > 0;
}

static PracticeAgreeResult
agree (PracticeStore *self, gint64 certificate, gint64 code)
{
  if (finish (self, prepare (self, "UPDATE certificate SET state = 'spoilt' WHERE id = ? AND state = 'issuing'", "i",
                             certificate), NULL) == 1)
    return PRACTICE_AGREE_SPOILT;
  if (number (prepare (self, "SELECT count (*) FROM certificate WHERE id = ? AND state = 'ready'", "i",
                       certificate)) == 0)
    return PRACTICE_AGREE_GONE;
  if (finish (self, prepare (self, "UPDATE code SET open = 0 WHERE id = ? AND open", "i", code), NULL) != 1)
    return PRACTICE_AGREE_NO_CODE;
  /* A count, not a time: it must tell the last one also when the clock was set back. */
  if (finish (self, prepare (self, "UPDATE certificate SET state = 'issuing',"
                             " agreed = (SELECT coalesce (max (agreed), 0) + 1 FROM certificate) WHERE id = ?", "i",
                             certificate), NULL) != 1)
    return PRACTICE_AGREE_FAILED;
  return PRACTICE_AGREE_STARTED;
}

PracticeAgreeResult
practice_store_agree (PracticeStore *self, gint64 certificate, gint64 code)
{
  PracticeAgreeResult result;

  if (!practice_store_begin (self, NULL))
    return PRACTICE_AGREE_FAILED;
  result = agree (self, certificate, code);
  if (result == PRACTICE_AGREE_FAILED || !practice_store_commit (self, NULL)) {
    practice_store_roll_back (self);
    return PRACTICE_AGREE_FAILED;
  }
  return result;
}

gboolean
practice_store_make_fetched (PracticeStore *self, gint64 certificate, const char *serial, const char *fingerprint,
                             GError **error)
{
  return finish (self, prepare (self, "UPDATE certificate SET state = 'fetched', serial = ?, fingerprint = ?"
                                " WHERE id = ?", "tti", serial, fingerprint, certificate), error) == 1;
}

gboolean
practice_store_issued (PracticeStore *self, gint64 certificate, const char *serial, const char *fingerprint)
{
  return finish (self, prepare (self, "UPDATE certificate SET state = 'fetched', serial = ?, fingerprint = ?"
                                " WHERE id = ? AND state = 'issuing'", "tti", serial, fingerprint, certificate),
                 NULL) == 1;
}

void
practice_store_spoil (PracticeStore *self, gint64 certificate)
{
  finish (self, prepare (self, "UPDATE certificate SET state = 'spoilt' WHERE id = ? AND state = 'issuing'", "i",
                         certificate), NULL);
}

gboolean
practice_store_spoil_unfinished (PracticeStore *self, GError **error)
{
  return run (self, "UPDATE certificate SET state = 'spoilt' WHERE state = 'issuing'", error);
}

gint64
practice_store_reissue (PracticeStore *self, gint64 certificate, GError **error)
{
  g_autoptr (PracticeCertificate) old = practice_store_get_certificate (self, certificate);
  int changed = finish (self, prepare (self, "UPDATE certificate SET state = 'revoked', revoked = ?"
                                       " WHERE id = ? AND state IN ('fetched', 'spoilt')", "ii",
                                       g_get_real_time () / G_USEC_PER_SEC, certificate), error);

  if (changed != 1) {
    if (changed == 0)
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "There is nothing to reissue");
    return 0;
  }
  return practice_store_add_certificate (self, old->address, old->service, old->key, error);
}

/* Wrong attempts are kept under a digest: people paste passwords into the wrong field. */
static char *
attempt_key (const char *address)
{
  g_autofree char *folded = g_utf8_casefold (address, -1);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, folded, -1);
}

gint64
practice_store_locked_for (PracticeStore *self, const char *address, gint64 now)
{
  g_autofree char *key = attempt_key (address);
  gint64 until = number (prepare (self, "SELECT locked_until FROM attempt WHERE address = ?", "t", key));

  return MAX (until - now, 0);
}

void
practice_store_add_failure (PracticeStore *self, const char *address, gint64 now)
{
  g_autofree char *key = attempt_key (address);
  gint64 failures = number (prepare (self, "SELECT failures FROM attempt WHERE address = ?", "t", key)) + 1;
  gint64 until = 0;

  if (failures >= PRACTICE_ATTEMPTS) {
    failures = 0;
    until = now + PRACTICE_LOCK_SECONDS;
  }
  finish (self, prepare (self, "INSERT OR REPLACE INTO attempt VALUES (?, ?, ?)", "tii", key, failures, until), NULL);
  /* Invented addresses must not fill the disk. */
  finish (self, prepare (self, "DELETE FROM attempt WHERE rowid <= (SELECT max (rowid) FROM attempt) - 1000", ""),
          NULL);
}

void
practice_store_forget_failures (PracticeStore *self, const char *address)
{
  g_autofree char *key = attempt_key (address);

  finish (self, prepare (self, "DELETE FROM attempt WHERE address = ?", "t", key), NULL);
}

void
practice_store_add_event (PracticeStore *self, const char *kind, const char *service)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format_iso8601 (now);

  finish (self, prepare (self, "INSERT INTO event (time, kind, service) VALUES (?, ?, ?)", "ttt", time, kind,
                         service), NULL);
}
