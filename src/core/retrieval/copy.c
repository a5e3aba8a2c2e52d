/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "retrieval-private.h"

/* The second file, for older programs: saved beside the first, read back and
 * proved like it. Whatever becomes of it, the first is safe. */

#define NAME_NOTE "for older programs"
#define MAX_TRIES 100

typedef struct {
  InkanRetrieval *retrieval;
  InkanThen then;
  guint number; /* how many such names were taken */
} Request;

static Request *
request_new (InkanRetrieval *self, InkanThen then)
{
  Request *request = g_new0 (Request, 1);

  request->retrieval = g_object_ref (self);
  request->then = then;
  request->number = 1;

  return request;
}

static void
request_free (Request *request)
{
  g_object_unref (request->retrieval);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static InkanConversion *
get_conversion (InkanRetrieval *self)
{
  return &self->conversions[INKAN_ENCRYPTION_COMPATIBLE];
}

gboolean
inkan_retrieval_wants_copy (InkanRetrieval *self)
{
  return get_conversion (self)->bytes != NULL;
}

gboolean
inkan_retrieval_copy_holds (InkanRetrieval *self)
{
  for (int check = 0; check < INKAN_N_COPY_CHECKS; check++)
    if (self->copy_verdicts[check] != INKAN_VERDICT_HOLDS)
      return FALSE;

  return TRUE;
}

gboolean
inkan_retrieval_copy_is_missing (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), FALSE);

  return inkan_retrieval_wants_copy (self)
         && ((self->state == INKAN_STATE_SAVED && self->saved_copy == NULL)
             || (self->state == INKAN_STATE_ISSUED && !inkan_retrieval_copy_holds (self)));
}

static void
judge (InkanRetrieval *self, int check, InkanVerdict verdict)
{
  if (self->copy_verdicts[check] == verdict)
    return;
  self->copy_verdicts[check] = verdict;
  g_signal_emit_by_name (self, "checked", check);
}

static void
judge_nothing (InkanRetrieval *self)
{
  for (int check = 0; check < INKAN_N_COPY_CHECKS; check++)
    judge (self, check, INKAN_VERDICT_OPEN);
}

static void
take_error (InkanRetrieval *self, GError *error)
{
  g_clear_error (&self->copy_error);
  self->copy_error = error;
}

static void
set_file (InkanRetrieval *self, GFile *file)
{
  if (g_set_object (&self->saved_copy, file))
    inkan_retrieval_notify (self, "saved-copy");
}

void
inkan_retrieval_forget_copy (InkanRetrieval *self)
{
  take_error (self, NULL);
  set_file (self, NULL);
  judge_nothing (self);
}

/* Saving */

static void try_name (Request *request);

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  InkanRetrieval *self = request->retrieval;
  g_autoptr (GFile) file = NULL;
  GError *error = NULL;

  file = inkan_saving_save_finish (result, &error);
  if (g_error_matches (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_EXISTS) && request->number < MAX_TRIES) {
    g_error_free (error);
    request->number++;
    try_name (g_steal_pointer (&request));
    return;
  }

  take_error (self, error);
  set_file (self, file);
  request->then (self);
}

void
inkan_retrieval_set_copy_note (InkanRetrieval *self, const char *note)
{
  g_return_if_fail (INKAN_IS_RETRIEVAL (self));

  g_free (self->copy_note);
  self->copy_note = g_strdup (note);
}

static char *
make_name (InkanRetrieval *self)
{
  g_autofree char *base = g_file_get_basename (self->saved_file);
  g_autofree char *noted = NULL;

  if (self->copy_note != NULL)
    noted = inkan_file_name_add_note (base, self->copy_note);
  if (noted != NULL && inkan_file_name_check (noted, NULL))
    return g_steal_pointer (&noted);
  return inkan_file_name_add_note (base, NAME_NOTE);
}

/* Whether a name is free shows when it is taken: looking first would only be a race. */
static void
try_name (Request *request)
{
  InkanRetrieval *self = request->retrieval;
  g_autoptr (GFile) folder = g_file_get_parent (self->saved_file);
  g_autofree char *noted = make_name (self);
  g_autofree char *name = inkan_file_name_number (noted, request->number);

  inkan_saving_save_async (folder, &self->folder_identity, name, get_conversion (self)->bytes, NULL, saved_cb, request);
}

void
inkan_retrieval_put_copy (InkanRetrieval *self, InkanThen then)
{
  inkan_retrieval_forget_copy (self);
  try_name (request_new (self, then));
}

static void
proved_again (InkanRetrieval *self)
{
  self->saving_copy = FALSE;
  inkan_retrieval_notify (self, "busy");
}

static void
saved_again (InkanRetrieval *self)
{
  if (self->state == INKAN_STATE_ISSUED)
    inkan_retrieval_prove_copy (self, proved_again);
  else
    proved_again (self);
}

void
inkan_retrieval_save_copy (InkanRetrieval *self)
{
  g_return_if_fail (INKAN_IS_RETRIEVAL (self));
  g_return_if_fail (inkan_retrieval_copy_is_missing (self) && !self->saving_copy);

  self->saving_copy = TRUE;
  inkan_retrieval_notify (self, "busy");
  inkan_retrieval_put_copy (self, saved_again);
}

/* The proof */

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  InkanRetrieval *self = request->retrieval;
  InkanVerdict verdicts[INKAN_N_CHECKS];
  g_autoptr (InkanCertificate) certificate = NULL;
  GError *error = NULL;

  certificate = inkan_certificate_open_finish (result, &error);
  take_error (self, error);
  inkan_certificate_judge (certificate, error, verdicts);
  if (certificate != NULL && g_strcmp0 (inkan_certificate_get_fingerprint (certificate), self->fingerprint) != 0)
    verdicts[INKAN_CHECK_KEY] = INKAN_VERDICT_FAILS;
  for (int check = INKAN_CHECK_COMPLETE + 1; check < INKAN_N_COPY_CHECKS; check++)
    judge (self, check, verdicts[check]);
  request->then (self);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  InkanRetrieval *self = request->retrieval;
  InkanConversion *conversion = get_conversion (self);
  GError *error = NULL;

  if (!inkan_saving_verify_finish (result, &error)) {
    take_error (self, error);
    judge (self, INKAN_CHECK_COMPLETE, INKAN_VERDICT_FAILS);
    request->then (self);
    return;
  }

  judge (self, INKAN_CHECK_COMPLETE, INKAN_VERDICT_HOLDS);
  inkan_certificate_open_async (conversion->bytes, conversion->passphrase, NULL, opened_cb,
                                g_steal_pointer (&request));
}

void
inkan_retrieval_prove_copy (InkanRetrieval *self, InkanThen then)
{
  judge_nothing (self);
  if (self->saved_copy == NULL) {
    judge (self, INKAN_CHECK_COMPLETE, INKAN_VERDICT_FAILS);
    then (self);
    return;
  }
  inkan_saving_verify_async (self->saved_copy, get_conversion (self)->bytes, NULL, verified_cb,
                             request_new (self, then));
}

/* What is known of it */

GFile *
inkan_retrieval_get_saved_copy (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->saved_copy;
}

const GError *
inkan_retrieval_get_copy_error (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->copy_error;
}

InkanVerdict
inkan_retrieval_get_copy_verdict (InkanRetrieval *self, InkanCheck check)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), INKAN_VERDICT_OPEN);
  g_return_val_if_fail (check < INKAN_N_COPY_CHECKS, INKAN_VERDICT_OPEN);

  return self->copy_verdicts[check];
}
