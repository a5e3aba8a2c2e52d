/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "definition.h"
#include "issuing.h"
#include "secret.h"
#include "site.h"

/* What an applicant is given to practise with. */
static const struct {
  const char *service;
  const char *japanese;
  const char *key;
  gboolean    fetched; /* before the practice begins */
} products[] = {
  { "Practice Class 2 Standard", "練習用クラス2 スタンダード", "RSA 2048", FALSE },
  { "Practice Class 2 Compact", "練習用クラス2 コンパクト", "EC P-256", FALSE },
  { "Practice Class 1 Trial", "練習用クラス1 お試し", "EC P-256", TRUE },
};

const char *
practice_service_in_japanese (const char *service)
{
  for (gsize i = 0; i < G_N_ELEMENTS (products); i++)
    if (g_str_equal (products[i].service, service))
      return products[i].japanese;
  return service;
}

#define LOCK_PATIENCE 2 /* seconds */

static gboolean
fail (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));
  return FALSE;
}

static void
on_alarm (int number)
{
}

/* A portal that was just told to end may still be at it: waits a little. */
static gboolean
wait_for_lock (int lock)
{
  struct sigaction ring = { .sa_handler = on_alarm }, before;
  int status, number;

  sigaction (SIGALRM, &ring, &before);
  alarm (LOCK_PATIENCE);
  status = flock (lock, LOCK_EX);
  number = errno;
  alarm (0);
  sigaction (SIGALRM, &before, NULL);
  errno = number;
  return status == 0;
}

static gboolean
take_directory (PracticePortal *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->options.directory, "lock", NULL);

  if (g_mkdir_with_parents (self->options.directory, 0700) != 0)
    return fail (self->options.directory, error);
  self->lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock < 0)
    return fail (path, error);
  if (wait_for_lock (self->lock))
    return TRUE;
  if (errno != EINTR)
    return fail (path, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY, "%s: another practice portal works here",
               self->options.directory);
  return FALSE;
}

static gboolean
open_files (PracticePortal *self, GError **error)
{
  const char *directory = self->options.directory;
  g_autofree char *authority = g_build_filename (directory, "authority", NULL);

  self->mail_folder = g_build_filename (directory, "mail", NULL);
  self->database_path = g_build_filename (directory, "portal.db", NULL);
  self->log_path = g_build_filename (directory, "portal.log", NULL);
  self->definition_path = g_build_filename (directory, "practice.portal", NULL);
  if (g_mkdir_with_parents (self->mail_folder, 0700) != 0)
    return fail (self->mail_folder, error);
  self->log = open (self->log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (self->log < 0)
    return fail (self->log_path, error);
  self->authority = practice_authority_open (authority, error);
  if (self->authority == NULL)
    return FALSE;
  self->store = practice_store_open (self->database_path, error);
  return self->store != NULL;
}

static gboolean
add_fetched (PracticePortal *self, gint64 id, const char *key, GError **error)
{
  g_autoptr (PracticeIssued) issued = practice_authority_issue (self->authority, PRACTICE_APPLICANT_NAME,
                                                                PRACTICE_APPLICANT, key, error);

  return issued != NULL && practice_store_make_fetched (self->store, id, issued->serial, issued->fingerprint, error);
}

static gboolean
prepare_certificates (PracticePortal *self, gboolean first, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (products); i++) {
    gint64 id;

    if (products[i].fetched && !first)
      continue;
    id = practice_store_add_certificate (self->store, PRACTICE_APPLICANT, products[i].service, products[i].key, error);
    if (id == 0 || (products[i].fetched && !add_fetched (self, id, products[i].key, error)))
      return FALSE;
  }
  return TRUE;
}

/* Brings the store to where practice can begin; changes nothing when it can already. */
static gboolean
prepare_store (PracticePortal *self, GError **error)
{
  g_autoptr (PracticeApplicant) applicant = practice_store_find_applicant (self->store, PRACTICE_APPLICANT);
  gboolean first = applicant == NULL;

  if (!practice_store_spoil_unfinished (self->store, error))
    return FALSE;
  if (first && !practice_store_add_applicant (self->store, PRACTICE_APPLICANT, PRACTICE_APPLICANT_NAME,
                                              PRACTICE_PASSWORD, error))
    return FALSE;
  if (practice_store_count (self->store, PRACTICE_APPLICANT, PRACTICE_READY) > 0)
    return TRUE;
  return prepare_certificates (self, first, error);
}

static gboolean
listen_on (PracticePortal *self, guint port, GError **error)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);

  return soup_server_listen (self->server, address, SOUP_SERVER_LISTEN_HTTPS, error);
}

/* Without a port given, the one of last time is tried first: links in messages stay good. */
static gboolean
start_listening (PracticePortal *self, GError **error)
{
  g_autofree char *last = practice_store_get_setting (self->store, "port");
  g_autofree char *port_text = NULL;
  guint last_port = last != NULL ? (guint) g_ascii_strtoull (last, NULL, 10) : 0;
  GSList *addresses;
  guint port;

  if (self->options.port != 0) {
    if (!listen_on (self, self->options.port, error))
      return FALSE;
  } else if ((last_port == 0 || last_port > 65535 || !listen_on (self, last_port, NULL))
             && !listen_on (self, 0, error)) {
    return FALSE;
  }
  addresses = soup_server_get_uris (self->server);
  port = (guint) g_uri_get_port (addresses->data);
  g_slist_free_full (addresses, (GDestroyNotify) g_uri_unref);
  port_text = g_strdup_printf ("%u", port);
  self->origin = g_strdup_printf ("https://127.0.0.1:%u", port);
  return practice_store_set_setting (self->store, "port", port_text, error);
}

static gboolean
open_server (PracticePortal *self, GError **error)
{
  g_autoptr (GTlsCertificate) certificate = NULL;

  certificate = g_tls_certificate_new_from_file (practice_authority_get_server_path (self->authority), error);
  if (certificate == NULL)
    return FALSE;
  self->server = soup_server_new ("server-header", "inkan-practice-portal", "tls-certificate", certificate, NULL);
  practice_site_connect (self);
  return start_listening (self, error)
      && practice_definition_write (self->definition_path, self->origin,
                                    practice_authority_get_root_path (self->authority), error);
}

static gboolean
has_messages (PracticePortal *self)
{
  g_autoptr (GDir) folder = g_dir_open (self->mail_folder, 0, NULL);

  return folder != NULL && g_dir_read_name (folder) != NULL;
}

/* For a person who has no good code, or has thrown all messages away. At the start nothing is waiting, so the
 * hash may be made on the spot. */
static gboolean
send_first_code (PracticePortal *self, GError **error)
{
  g_autoptr (PracticeApplicant) applicant = practice_store_find_applicant (self->store, PRACTICE_APPLICANT);
  guint8 hash[PRACTICE_HASH_SIZE];
  char *code;
  gboolean sent;

  if (practice_store_has_open_code (self->store, PRACTICE_APPLICANT) && has_messages (self))
    return TRUE;
  code = practice_secret_new_code ();
  practice_secret_hash (code, applicant->code_salt, hash);
  sent = practice_store_begin (self->store, error)
      && practice_portal_send_code (self, applicant, code, hash, error)
      && practice_store_commit (self->store, error);
  if (!sent)
    practice_store_roll_back (self->store);
  practice_secret_free (code);
  return sent;
}

PracticePortal *
practice_portal_open (PracticeOptions *options, GError **error)
{
  g_autoptr (PracticePortal) self = g_new0 (PracticePortal, 1);

  self->options = *options;
  self->lock = self->log = -1;
  memset (options, 0, sizeof *options);
  self->issuings = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->sessions = practice_sessions_new ();
  if (!practice_pkcs12_check (self->options.p12, error) || !take_directory (self, error)
      || !open_files (self, error))
    return NULL;
  if (!practice_store_begin (self->store, error) || !prepare_store (self, error)
      || !practice_store_commit (self->store, error))
    return NULL;
  if (!open_server (self, error) || !send_first_code (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
practice_portal_close (PracticePortal *self)
{
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  practice_issuing_abandon (self);
  while (self->working > 0)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&self->server);
  g_hash_table_unref (self->issuings);
  g_clear_pointer (&self->sessions, practice_sessions_free);
  g_clear_pointer (&self->store, practice_store_close);
  g_clear_pointer (&self->authority, practice_authority_free);
  if (self->log >= 0)
    close (self->log);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->origin);
  g_free (self->database_path);
  g_free (self->mail_folder);
  g_free (self->log_path);
  g_free (self->definition_path);
  practice_options_clear (&self->options);
  g_free (self);
}

char *
practice_portal_report (PracticePortal *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_string (file, "Portal", "Origin", self->origin);
  g_key_file_set_string (file, "Portal", "Start", "/service/download");
  g_key_file_set_string (file, "Portal", "Definition", self->definition_path);
  g_key_file_set_string (file, "Portal", "TrustAnchor", practice_authority_get_root_path (self->authority));
  g_key_file_set_string (file, "Portal", "MailFolder", self->mail_folder);
  g_key_file_set_string (file, "Portal", "Address", PRACTICE_APPLICANT);
  g_key_file_set_string (file, "Portal", "Password", PRACTICE_PASSWORD);
  g_key_file_set_string (file, "Portal", "Database", self->database_path);
  g_key_file_set_string (file, "Portal", "Log", self->log_path);
  g_key_file_set_int64 (file, "Portal", "ProcessId", getpid ());
  return g_key_file_to_data (file, NULL, NULL);
}

void
practice_portal_log (PracticePortal *self, const char *method, const char *path, const char *result)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *time = g_date_time_format_iso8601 (now);
  /* One line a request, whatever the path holds. */
  g_autofree char *clean = g_uri_escape_string (path, "/%~!$&'()*+,;=:@-._", FALSE);
  g_autofree char *clean_method = g_uri_escape_string (method, NULL, FALSE);
  g_autofree char *line = g_strdup_printf ("%s %.20s %.200s %s\n", time, clean_method, clean, result);

  if (write (self->log, line, strlen (line)) < 0)
    g_warning ("%s: %s", self->log_path, g_strerror (errno));
}

void
practice_proof_free (PracticeProof *self)
{
  practice_secret_free (self->password);
  practice_secret_free (self->code);
  g_free (self);
}

static void
hash_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PracticeProof *proof = data;

  if (proof->password != NULL)
    practice_secret_hash (proof->password, proof->salt, proof->hash);
  if (proof->code != NULL)
    practice_secret_hash (proof->code, proof->code_salt, proof->code_hash);
  g_task_return_boolean (task, TRUE);
}

void
practice_portal_hash_async (PracticePortal *self, PracticeProof *proof, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, self);
  g_task_set_task_data (task, proof, NULL);
  self->working++;
  g_task_run_in_thread (task, hash_in_thread);
}

PracticeProof *
practice_portal_hash_finish (GAsyncResult *result)
{
  PracticePortal *self = g_task_get_source_tag (G_TASK (result));

  self->working--;
  g_task_propagate_boolean (G_TASK (result), NULL);
  return g_task_get_task_data (G_TASK (result));
}

gboolean
practice_portal_send_code (PracticePortal *self, const PracticeApplicant *applicant, const char *code,
                           const guint8 *hash, GError **error)
{
  g_autoptr (GPtrArray) certificates = practice_store_list (self->store, applicant->address);
  g_autoptr (GPtrArray) services = g_ptr_array_new ();
  g_autofree char *link = g_strconcat (self->origin, "/service/download", NULL);
  PracticeMail mail = { applicant->address, code, link, services, 0 };
  gint64 number;

  for (guint i = 0; i < certificates->len; i++) {
    PracticeCertificate *certificate = g_ptr_array_index (certificates, i);

    if (certificate->state == PRACTICE_READY)
      g_ptr_array_add (services, certificate->service);
  }
  if (!practice_store_add_code (self->store, applicant->address, hash, &number, error))
    return FALSE;
  mail.number = (guint64) number;
  return practice_mail_write (&mail, self->options.mail_charset, self->mail_folder, error);
}

static void
on_code_hashed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PracticePortal *self = g_task_get_source_tag (G_TASK (result));
  g_autoptr (PracticeProof) proof = practice_portal_hash_finish (result);
  g_autofree char *address = user_data;
  g_autoptr (PracticeApplicant) applicant = practice_store_find_applicant (self->store, address);
  g_autoptr (GError) error = NULL;

  /* A reissue may have sent a code meanwhile. */
  if (applicant == NULL || practice_store_has_open_code (self->store, address)
      || practice_store_count (self->store, address, PRACTICE_READY) == 0)
    return;
  if (!practice_store_begin (self->store, &error)
      || !practice_portal_send_code (self, applicant, proof->code, proof->code_hash, &error)
      || !practice_store_commit (self->store, &error)) {
    practice_store_roll_back (self->store);
    g_warning ("No new code: %s", error->message);
  }
}

void
practice_portal_renew_code (PracticePortal *self, const char *address)
{
  g_autoptr (PracticeApplicant) applicant = practice_store_find_applicant (self->store, address);
  PracticeProof *proof;

  if (applicant == NULL || practice_store_has_open_code (self->store, address)
      || practice_store_count (self->store, address, PRACTICE_READY) == 0)
    return;
  proof = g_new0 (PracticeProof, 1);
  proof->code = practice_secret_new_code ();
  memcpy (proof->code_salt, applicant->code_salt, sizeof proof->code_salt);
  practice_portal_hash_async (self, proof, on_code_hashed, g_strdup (address));
}
