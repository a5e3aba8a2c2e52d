/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "retrieval-private.h"

/* The file's passphrase, when the portal's page tells it, perhaps never again: it
 * is in the keyring as long as the record is on the disk, where there is one. */

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!inkan_keyring_keep_finish (result, &error))
    g_debug ("The passphrase that was told is kept in memory only: %s", error->message);
}

void
inkan_retrieval_keep_told (InkanRetrieval *self, SecretValue *passphrase)
{
  g_clear_pointer (&self->told, secret_value_unref);
  self->told = secret_value_ref (passphrase);
  if (self->keyring_usable && self->record != NULL) {
    g_autofree char *label
        = g_strdup_printf ("Inkan: %s", inkan_portal_definition_get_name (self->definition));

    inkan_keyring_keep_async (inkan_record_get_id (self->record), label, passphrase, NULL, kept_cb, NULL);
  }
  inkan_retrieval_notify (self, "passphrase-told");
}

void
inkan_retrieval_take_told (InkanRetrieval *self)
{
  inkan_retrieval_keep_told (self, inkan_agreement_get_told_passphrase (self->agreement));
}

static void
opened_with_told (InkanRetrieval *self)
{
  if (self->opening_error != NULL)
    g_debug ("The passphrase that was told does not open the file: %s", self->opening_error->message);
}

/* Also when it comes while the file is looked into: then right afterwards. */
static void
try_told (InkanRetrieval *self)
{
  if (self->told != NULL && self->bytes != NULL && self->certificate == NULL && !self->opening && !self->looking)
    inkan_retrieval_open (self, self->told, opened_with_told);
}

static void
looked_inside (InkanRetrieval *self)
{
  inkan_retrieval_looked_inside (self);
  try_told (self);
}

static void
looked_at (InkanRetrieval *self)
{
  inkan_retrieval_look_inside (self, looked_inside);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (InkanRetrieval) self = user_data;
  g_autoptr (GError) error = NULL;
  SecretValue *kept = inkan_keyring_look_up_kept_finish (result, &error);

  if (error != NULL)
    g_debug ("Not known whether a passphrase was told: %s", error->message);
  if (kept == NULL)
    return;

  g_clear_pointer (&self->told, secret_value_unref);
  self->told = kept;
  inkan_retrieval_notify (self, "passphrase-told");
  try_told (self);
}

/* Both (nullable). Of a portal whose definition is gone nobody can say that it does not. */
static gboolean
may_be_told (InkanRecord *record, InkanPortalDefinition *definition)
{
  if (record == NULL || inkan_record_get_portal_name (record) == NULL)
    return FALSE;
  return definition == NULL
         || inkan_portal_definition_get_passphrase_source (definition) == INKAN_PASSPHRASE_PAGE;
}

/* Of a retrieval that was interrupted: what its file shows, and the passphrase that was told. */
void
inkan_retrieval_recall (InkanRetrieval *self)
{
  if (self->bytes != NULL) {
    self->looking = TRUE;
    inkan_retrieval_look (self, looked_at);
  }
  if (may_be_told (self->record, self->definition))
    inkan_keyring_look_up_kept_async (inkan_record_get_id (self->record), NULL, looked_up_cb, g_object_ref (self));
}

static void
forgotten_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  InkanRecord *record = user_data; /* its folder's name, and the program, are needed until now */
  g_autoptr (GError) error = NULL;

  if (!inkan_keyring_forget_finish (result, &error))
    g_debug ("Not forgotten by the keyring: %s", error->message);
  g_object_unref (record);
}

/* Takes the record off the disk, and out of the keyring what belongs to it. */
gboolean
inkan_retrieval_forget_record (InkanRecord *record, GError **error)
{
  g_autoptr (InkanPortalDefinition) definition = NULL;

  if (inkan_record_get_portal_name (record) != NULL)
    definition = inkan_record_load_definition (record, NULL);
  if (may_be_told (record, definition))
    inkan_keyring_forget_async (inkan_record_get_id (record), NULL, forgotten_cb, g_object_ref (record));

  return inkan_record_remove (record, error);
}
