/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "retrieval-private.h"

/* What is known of the file, and where it goes: steps 7 to 10. */

void
inkan_retrieval_set_file (InkanRetrieval *self, GBytes *bytes, const char *suggested_name)
{
  g_autofree char *name = inkan_file_name_make_safe (suggested_name);

  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->bytes = g_bytes_ref (bytes);
  self->seen = INKAN_WEAKNESS_NONE;
  inkan_retrieval_set_file_name (self, name);
}

GBytes *
inkan_retrieval_get_bytes (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->bytes;
}

InkanCertificate *
inkan_retrieval_get_certificate (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->certificate;
}

gboolean
inkan_retrieval_get_resumed (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), FALSE);

  return self->resumed;
}

InkanWeakness
inkan_retrieval_get_weaknesses (InkanRetrieval *self)
{
  /* What comes of the lock, and not of what it locks. */
  const InkanWeakness of_lock = INKAN_WEAKNESS_OLD_ENCRYPTION | INKAN_WEAKNESS_RC2_40
                                | INKAN_WEAKNESS_FEW_ITERATIONS | INKAN_WEAKNESS_NO_INTEGRITY;
  InkanWeakness weaknesses;

  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), INKAN_WEAKNESS_NONE);

  weaknesses = self->certificate != NULL ? inkan_certificate_get_weaknesses (self->certificate) : self->seen;
  if (self->conversions[INKAN_ENCRYPTION_MODERN].bytes != NULL)
    weaknesses &= ~of_lock;

  return weaknesses;
}

const GError *
inkan_retrieval_get_opening_error (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->opening_error;
}

GFile *
inkan_retrieval_get_folder (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->folder;
}

void
inkan_retrieval_set_folder (InkanRetrieval *self, GFile *folder)
{
  g_return_if_fail (INKAN_IS_RETRIEVAL (self));
  g_return_if_fail (G_IS_FILE (folder));
  g_return_if_fail (self->state != INKAN_STATE_SAVING);

  g_set_object (&self->folder, folder);
  inkan_retrieval_examine_folder (self);
  inkan_retrieval_notify (self, "folder");
}

InkanFolderRisk
inkan_retrieval_get_folder_risks (InkanRetrieval *self, const char **service)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), INKAN_FOLDER_FINE);

  if (service != NULL)
    *service = self->folder_service;

  return self->folder_risks;
}

const char *
inkan_retrieval_get_file_name (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->file_name;
}

void
inkan_retrieval_set_file_name (InkanRetrieval *self, const char *name)
{
  g_return_if_fail (INKAN_IS_RETRIEVAL (self));

  if (g_strcmp0 (name, self->file_name) == 0)
    return;
  g_free (self->file_name);
  self->file_name = g_strdup (name);
  inkan_retrieval_notify (self, "file-name");
}

GFile *
inkan_retrieval_get_saved_file (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->saved_file;
}

InkanVerdict
inkan_retrieval_get_verdict (InkanRetrieval *self, InkanCheck check)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), INKAN_VERDICT_OPEN);
  g_return_val_if_fail (check < INKAN_N_CHECKS, INKAN_VERDICT_OPEN);

  return self->verdicts[check];
}

guint
inkan_retrieval_count_verdicts (InkanRetrieval *self, InkanVerdict verdict)
{
  guint n = 0;

  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), 0);

  for (int check = 0; check < INKAN_N_CHECKS; check++)
    if (self->verdicts[check] == verdict)
      n++;

  return n;
}

gboolean
inkan_retrieval_wants_passphrase (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), FALSE);

  return (self->state == INKAN_STATE_FILE
          || (self->state == INKAN_STATE_ISSUED && self->verdicts[INKAN_CHECK_COMPLETE] == INKAN_VERDICT_HOLDS))
         && self->certificate == NULL && !self->looking
         && (self->opening_error == NULL
             || g_error_matches (self->opening_error, INKAN_CERTIFICATE_ERROR,
                                 INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE));
}

gboolean
inkan_retrieval_lacks_passphrase (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), FALSE);

  return self->certificate != NULL && !inkan_retrieval_can_keep_passphrase (self, INKAN_ENCRYPTION_COMPATIBLE);
}

gboolean
inkan_retrieval_get_passphrase_known (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), FALSE);

  return self->certificate != NULL;
}

SecretValue *
inkan_retrieval_get_told_passphrase (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->told;
}

gboolean
inkan_retrieval_get_keyring_usable (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), FALSE);

  return self->keyring_usable;
}
