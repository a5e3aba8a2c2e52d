/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "retrieval-private.h"

/* What the person wants saved in place of the file that the portal sent, or
 * beside it (step 7). All of it is made of the file as it was sent. */

typedef struct {
  InkanRetrieval *retrieval;
  InkanEncryption encryption;
  GCancellable *cancellable; /* also tells whether this one is still wanted */
} Request;

static void
request_free (Request *request)
{
  g_object_unref (request->retrieval);
  g_object_unref (request->cancellable);
  g_free (request);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Request, request_free)

static void
clear (InkanConversion *conversion)
{
  g_cancellable_cancel (conversion->cancellable);
  g_clear_object (&conversion->cancellable);
  g_clear_pointer (&conversion->passphrase, secret_value_unref);
  g_clear_pointer (&conversion->bytes, g_bytes_unref);
  g_clear_error (&conversion->error);
}

void
inkan_retrieval_clear_conversions (InkanRetrieval *self)
{
  for (gsize i = 0; i < INKAN_N_ENCRYPTIONS; i++)
    clear (&self->conversions[i]);
}

static void
notify (InkanRetrieval *self)
{
  inkan_retrieval_notify (self, "conversions");
  inkan_retrieval_notify (self, "busy");
}

static void
set_error (InkanRetrieval *self, const GError *error)
{
  if (self->error == NULL && error == NULL)
    return;
  g_clear_error (&self->error);
  if (error != NULL)
    self->error = g_error_copy (error);
  inkan_retrieval_notify (self, "error");
}

static void begin (InkanRetrieval *self, InkanEncryption encryption, SecretValue *passphrase, gboolean same);

/* A copy with the same passphrase goes with what is saved as the file. */
static void
let_copy_follow (InkanRetrieval *self)
{
  InkanConversion *copy = &self->conversions[INKAN_ENCRYPTION_COMPATIBLE];
  SecretValue *passphrase = inkan_retrieval_get_kept_passphrase (self);

  if (copy->same && (copy->bytes != NULL || copy->cancellable != NULL || copy->error != NULL)
      && copy->passphrase != passphrase)
    begin (self, INKAN_ENCRYPTION_COMPATIBLE, passphrase, TRUE);
}

static void
converted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Request) request = user_data;
  InkanRetrieval *self = request->retrieval;
  InkanConversion *conversion = &self->conversions[request->encryption];
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  bytes = inkan_certificate_convert_finish (result, &error);
  if (conversion->cancellable != request->cancellable)
    return; /* taken back meanwhile, or asked for in another way */

  g_clear_object (&conversion->cancellable);
  conversion->bytes = g_steal_pointer (&bytes);
  if (error != NULL)
    conversion->error = g_error_copy (error);
  set_error (self, error);
  if (error != NULL && request->encryption == INKAN_ENCRYPTION_MODERN) {
    g_clear_pointer (&conversion->passphrase, secret_value_unref);
    let_copy_follow (self);
  }
  notify (self);
}

/* @passphrase: (nullable): the file has none */
static void
begin (InkanRetrieval *self, InkanEncryption encryption, SecretValue *passphrase, gboolean same)
{
  InkanConversion *conversion = &self->conversions[encryption];
  Request *request = g_new0 (Request, 1);

  if (passphrase != NULL)
    secret_value_ref (passphrase);
  clear (conversion);
  if (encryption == INKAN_ENCRYPTION_COMPATIBLE)
    inkan_retrieval_forget_copy (self); /* the one that may be on the disk already is another */
  conversion->passphrase = passphrase;
  conversion->same = same;
  conversion->cancellable = g_cancellable_new ();
  request->retrieval = g_object_ref (self);
  request->encryption = encryption;
  request->cancellable = g_object_ref (conversion->cancellable);
  inkan_certificate_convert_async (self->bytes, self->passphrase, encryption, passphrase, request->cancellable,
                                   converted_cb, request);
}

gboolean
inkan_retrieval_can_convert (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), FALSE);

  return self->state == INKAN_STATE_FILE && self->certificate != NULL;
}

void
inkan_retrieval_convert (InkanRetrieval *self, InkanEncryption encryption, const char *new_passphrase)
{
  g_autoptr (SecretValue) passphrase = NULL;
  gboolean same = new_passphrase == NULL;

  g_return_if_fail (INKAN_IS_RETRIEVAL (self));
  g_return_if_fail (encryption < INKAN_N_ENCRYPTIONS);
  g_return_if_fail (inkan_retrieval_can_convert (self));

  if (!same)
    passphrase = secret_value_new (new_passphrase, -1, "text/plain");
  else if (encryption == INKAN_ENCRYPTION_COMPATIBLE && inkan_retrieval_get_kept_passphrase (self) != NULL)
    passphrase = secret_value_ref (inkan_retrieval_get_kept_passphrase (self));
  else if (self->passphrase != NULL)
    passphrase = secret_value_ref (self->passphrase);

  set_error (self, NULL);
  begin (self, encryption, passphrase, same);
  if (encryption == INKAN_ENCRYPTION_MODERN)
    let_copy_follow (self);
  notify (self);
}

void
inkan_retrieval_drop_conversion (InkanRetrieval *self, InkanEncryption encryption)
{
  g_return_if_fail (INKAN_IS_RETRIEVAL (self));
  g_return_if_fail (encryption < INKAN_N_ENCRYPTIONS);
  g_return_if_fail (self->state == INKAN_STATE_FILE
                    || (encryption == INKAN_ENCRYPTION_COMPATIBLE && inkan_retrieval_copy_is_missing (self)
                        && !self->saving_copy));

  set_error (self, NULL);
  clear (&self->conversions[encryption]);
  if (encryption == INKAN_ENCRYPTION_MODERN)
    let_copy_follow (self);
  else
    inkan_retrieval_forget_copy (self);
  notify (self);
}

GBytes *
inkan_retrieval_get_conversion (InkanRetrieval *self, InkanEncryption encryption)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);
  g_return_val_if_fail (encryption < INKAN_N_ENCRYPTIONS, NULL);

  return self->conversions[encryption].bytes;
}

gboolean
inkan_retrieval_get_converting (InkanRetrieval *self, InkanEncryption encryption)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), FALSE);
  g_return_val_if_fail (encryption < INKAN_N_ENCRYPTIONS, FALSE);

  return self->conversions[encryption].cancellable != NULL;
}

gboolean
inkan_retrieval_is_converting (InkanRetrieval *self)
{
  for (gsize i = 0; i < INKAN_N_ENCRYPTIONS; i++)
    if (self->conversions[i].cancellable != NULL)
      return TRUE;

  return FALSE;
}

const GError *
inkan_retrieval_get_conversion_error (InkanRetrieval *self, InkanEncryption encryption)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);
  g_return_val_if_fail (encryption < INKAN_N_ENCRYPTIONS, NULL);

  return self->conversions[encryption].error;
}

gboolean
inkan_retrieval_can_keep_passphrase (InkanRetrieval *self, InkanEncryption encryption)
{
  SecretValue *passphrase;
  gsize length = 0;

  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), FALSE);
  g_return_val_if_fail (encryption < INKAN_N_ENCRYPTIONS, FALSE);

  passphrase = encryption == INKAN_ENCRYPTION_MODERN ? self->passphrase : inkan_retrieval_get_kept_passphrase (self);
  if (passphrase != NULL)
    secret_value_get (passphrase, &length);
  return length > 0;
}

gboolean
inkan_retrieval_has_new_passphrase (InkanRetrieval *self, InkanEncryption encryption)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), FALSE);
  g_return_val_if_fail (encryption < INKAN_N_ENCRYPTIONS, FALSE);

  return self->conversions[encryption].bytes != NULL && !self->conversions[encryption].same;
}

GBytes *
inkan_retrieval_get_kept_bytes (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->conversions[INKAN_ENCRYPTION_MODERN].bytes != NULL ? self->conversions[INKAN_ENCRYPTION_MODERN].bytes
                                                                  : self->bytes;
}

SecretValue *
inkan_retrieval_get_kept_passphrase (InkanRetrieval *self)
{
  InkanConversion *modern = &self->conversions[INKAN_ENCRYPTION_MODERN];

  return modern->bytes != NULL || modern->cancellable != NULL ? modern->passphrase : self->passphrase;
}
