/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "retrieval-private.h"

/* What a retrieval does with the file: steps 7 to 10. */

/* Stands in the keyring where a portal's id does; none can be called so. */
#define OWN_FILE_ID "(file)"

static void
judge (InkanRetrieval *self, InkanCheck check, InkanVerdict verdict)
{
  if (self->verdicts[check] == verdict)
    return;
  self->verdicts[check] = verdict;
  g_signal_emit_by_name (self, "checked", check);
}

/* What opening the file has shown, or why it did not open. */
static void
judge_opening (InkanRetrieval *self)
{
  InkanVerdict verdicts[INKAN_N_CHECKS] = { self->verdicts[INKAN_CHECK_COMPLETE] };

  inkan_certificate_judge (self->certificate, self->opening_error, verdicts);
  if (self->certificate != NULL && self->fingerprint != NULL
      && !g_str_equal (self->fingerprint, inkan_certificate_get_fingerprint (self->certificate)))
    verdicts[INKAN_CHECK_KEY] = INKAN_VERDICT_FAILS;
  for (int check = 0; check < INKAN_N_CHECKS; check++)
    judge (self, check, verdicts[check]);
}

typedef struct {
  InkanRetrieval *retrieval;
  SecretValue *passphrase;
  gboolean as_sent; /* and not what it was made into */
  InkanThen then;
} Opening;

static void
opening_free (Opening *opening)
{
  g_object_unref (opening->retrieval);
  g_clear_pointer (&opening->passphrase, secret_value_unref);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Opening) opening = user_data;
  InkanRetrieval *self = opening->retrieval;
  g_autoptr (InkanCertificate) certificate = NULL;

  g_clear_error (&self->opening_error);
  certificate = inkan_certificate_open_finish (result, &self->opening_error);
  self->opening = self->looking = FALSE;
  g_set_object (&self->certificate, certificate);
  if (certificate != NULL && opening->as_sent) {
    g_free (self->fingerprint);
    self->fingerprint = g_strdup (inkan_certificate_get_fingerprint (certificate));
    if (self->passphrase != opening->passphrase) {
      g_clear_pointer (&self->passphrase, secret_value_unref);
      if (opening->passphrase != NULL)
        self->passphrase = secret_value_ref (opening->passphrase);
    }
  }

  inkan_retrieval_notify (self, "certificate");
  inkan_retrieval_notify (self, "passphrase-known");
  inkan_retrieval_notify (self, "busy");
  opening->then (self);
}

typedef struct {
  InkanRetrieval *retrieval;
  InkanThen then;
} Look;

static void
look_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_int (task, inkan_certificate_look (task_data));
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Look *look = user_data;
  g_autoptr (InkanRetrieval) self = look->retrieval;

  self->seen = (InkanWeakness) g_task_propagate_int (G_TASK (result), NULL);
  look->then (self);
}

/* Sees what shows of the file that the portal sent without its passphrase, then goes on with @then. */
void
inkan_retrieval_look (InkanRetrieval *self, InkanThen then)
{
  /* Not the task's source: the thread may be the last to let go of it. */
  Look *look = g_new (Look, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, looked_cb, look);

  look->retrieval = g_object_ref (self);
  look->then = then;
  g_task_set_source_tag (task, inkan_retrieval_look);
  g_task_set_task_data (task, g_bytes_ref (self->bytes), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, look_in_thread);
}

/* Opens what is to be saved, or is, with @passphrase, then goes on with @then;
 * without one, or with one that does not fit, the person is asked on pages 7 and 10. */
void
inkan_retrieval_open (InkanRetrieval *self, SecretValue *passphrase, InkanThen then)
{
  GBytes *bytes = inkan_retrieval_get_kept_bytes (self);
  Opening *opening;

  opening = g_new0 (Opening, 1);
  opening->retrieval = g_object_ref (self);
  if (passphrase != NULL)
    opening->passphrase = secret_value_ref (passphrase);
  opening->as_sent = bytes == self->bytes;
  opening->then = then;
  self->opening = TRUE;
  inkan_retrieval_notify (self, "busy");
  inkan_certificate_open_async (bytes, passphrase, NULL, opened_cb, opening);
}

/* Many files have none, or an empty one: nobody is asked for what does not exist. */
void
inkan_retrieval_look_inside (InkanRetrieval *self, InkanThen then)
{
  self->looking = TRUE;
  inkan_retrieval_open (self, NULL, then);
}

/* What is known now, said where the person has got to. */
void
inkan_retrieval_looked_inside (InkanRetrieval *self)
{
  if (self->state == INKAN_STATE_ISSUED)
    judge_opening (self);
}

static void
passphrase_tried (InkanRetrieval *self)
{
  inkan_retrieval_looked_inside (self);
  g_clear_error (&self->error);
  if (self->opening_error != NULL)
    self->error = g_error_copy (self->opening_error);
  inkan_retrieval_notify (self, "error");
}

void
inkan_retrieval_try_passphrase (InkanRetrieval *self, const char *passphrase)
{
  g_autoptr (SecretValue) value = NULL;

  g_return_if_fail (INKAN_IS_RETRIEVAL (self));
  g_return_if_fail (self->state == INKAN_STATE_FILE || self->state == INKAN_STATE_ISSUED);

  if (inkan_retrieval_get_busy (self) || self->certificate != NULL)
    return;
  if (passphrase != NULL)
    value = secret_value_new (passphrase, -1, "text/plain");
  inkan_retrieval_open (self, value, passphrase_tried);
}

static void
all_saved (InkanRetrieval *self)
{
  inkan_retrieval_post (self, INKAN_EVENT_SAVED, NULL);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (InkanRetrieval) self = user_data;
  g_autoptr (GFile) file = NULL;
  GError *error = NULL;

  file = inkan_saving_save_finish (result, &error);
  if (file == NULL) {
    inkan_retrieval_examine_folder (self);
    inkan_retrieval_post (self, INKAN_EVENT_FAILED, error);
    return;
  }

  g_set_object (&self->saved_file, file);
  inkan_retrieval_notify (self, "saved-file");
  /* One that was saved and proved before the file had to be saved anew is still there. */
  if (inkan_retrieval_wants_copy (self) && !inkan_retrieval_copy_holds (self))
    inkan_retrieval_put_copy (self, all_saved);
  else
    all_saved (self);
}

static void
save (InkanRetrieval *self)
{
  inkan_saving_save_async (self->folder, &self->folder_identity, self->file_name, inkan_retrieval_get_kept_bytes (self), NULL, saved_cb, g_object_ref (self));
}

void
inkan_retrieval_save (InkanRetrieval *self)
{
  /* Whatever becomes of the saving, what was received is to be safe. */
  if ((self->notices & INKAN_NOTICE_NOT_KEPT) != 0)
    inkan_retrieval_keep (self, save);
  else
    save (self);
}

static void
all_proved (InkanRetrieval *self)
{
  inkan_retrieval_post (self, INKAN_EVENT_PROVED, NULL);
}

static void
proof_opened (InkanRetrieval *self)
{
  judge_opening (self);
  if (inkan_retrieval_wants_copy (self))
    inkan_retrieval_prove_copy (self, all_proved);
  else
    all_proved (self);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (InkanRetrieval) self = user_data;
  GError *error = NULL;

  if (!inkan_saving_verify_finish (result, &error)) {
    judge (self, INKAN_CHECK_COMPLETE, INKAN_VERDICT_FAILS);
    inkan_retrieval_post (self, INKAN_EVENT_PROVED, error);
    return;
  }

  judge (self, INKAN_CHECK_COMPLETE, INKAN_VERDICT_HOLDS);
  /* What is not known is asked for. */
  if (inkan_retrieval_get_kept_passphrase (self) != NULL || self->certificate != NULL)
    inkan_retrieval_open (self, inkan_retrieval_get_kept_passphrase (self), proof_opened);
  else
    proof_opened (self);
}

void
inkan_retrieval_prove (InkanRetrieval *self)
{
  for (int check = 0; check < INKAN_N_CHECKS; check++)
    judge (self, check, INKAN_VERDICT_OPEN);
  inkan_saving_verify_async (self->saved_file, inkan_retrieval_get_kept_bytes (self), NULL, verified_cb, g_object_ref (self));
}

static void
examined_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (InkanRetrieval) self = user_data;
  g_autofree char *service = NULL;
  g_autoptr (GError) error = NULL;
  InkanFolderRisk risks = INKAN_FOLDER_FINE;
  InkanFolderIdentity identity = { 0, 0 };

  if (!inkan_folder_examine_finish (result, &risks, &service, &identity, &error)) {
    /* Another folder was chosen meanwhile. */
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      return;
    g_debug ("Folder not examined: %s", error->message);
    risks = INKAN_FOLDER_MISSING;
  }

  g_clear_object (&self->examining);
  self->folder_risks = risks;
  self->folder_identity = identity;
  g_free (self->folder_service);
  self->folder_service = g_steal_pointer (&service);
  inkan_retrieval_notify (self, "folder-risks");
}

void
inkan_retrieval_examine_folder (InkanRetrieval *self)
{
  g_cancellable_cancel (self->examining);
  g_clear_object (&self->examining);
  self->examining = g_cancellable_new ();
  inkan_folder_examine_async (self->folder, self->examining, examined_cb, g_object_ref (self));
}

static void
remembered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (InkanRetrieval) self = user_data;

  g_clear_error (&self->error);
  self->remembered = inkan_keyring_store_passphrase_finish (result, &self->error);
  inkan_retrieval_notify (self, "error");
  inkan_retrieval_notify (self, "remembered");
}

void
inkan_retrieval_remember_passphrase (InkanRetrieval *self, const char *label)
{
  SecretValue *passphrase;
  const char *const *addresses;

  g_return_if_fail (INKAN_IS_RETRIEVAL (self));
  g_return_if_fail (self->certificate != NULL);

  passphrase = inkan_retrieval_get_kept_passphrase (self);
  if (passphrase == NULL)
    return;
  addresses = inkan_certificate_get_addresses (self->certificate);
  inkan_keyring_store_passphrase_async (self->definition != NULL ? inkan_portal_definition_get_id (self->definition)
                                                                 : OWN_FILE_ID,
                                        addresses != NULL ? addresses[0] : NULL,
                                        inkan_certificate_get_fingerprint (self->certificate), label,
                                        passphrase, NULL, remembered_cb, g_object_ref (self));
}
