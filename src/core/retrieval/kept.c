/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "retrieval-private.h"

/* The received file on its way to the disk. It is in memory and can still be saved
 * where the person wants it: stopping would lose it for certain. But the person has
 * to know that the program must not end before, so it is said, and tried again
 * whenever something may have been mended. */

#define TRIES 2 /* at once: some accidents happen only once */

typedef struct {
  InkanRetrieval *retrieval;
  InkanThen then;
  guint tries;
} Keeping;

static void
keeping_free (Keeping *keeping)
{
  g_object_unref (keeping->retrieval);
  g_free (keeping);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keeping, keeping_free)

static void
set_not_kept (InkanRetrieval *self, gboolean not_kept)
{
  InkanNotice before = self->notices;

  if (not_kept)
    self->notices |= INKAN_NOTICE_NOT_KEPT;
  else
    self->notices &= ~INKAN_NOTICE_NOT_KEPT;
  if (self->notices != before)
    inkan_retrieval_notify (self, "notices");
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Keeping) keeping = user_data;
  InkanRetrieval *self = keeping->retrieval;
  g_autoptr (GError) error = NULL;
  gboolean stored = inkan_record_store_finish (INKAN_RECORD (source), result, &error);

  if (!stored)
    g_debug ("The received file could not be put into the record: %s", error->message);
  if (!stored && ++keeping->tries < TRIES) {
    inkan_record_store_async (self->record, stored_cb, g_steal_pointer (&keeping));
    return;
  }
  set_not_kept (self, !stored);
  keeping->then (self);
}

void
inkan_retrieval_keep (InkanRetrieval *self, InkanThen then)
{
  Keeping *keeping = g_new0 (Keeping, 1);

  keeping->retrieval = g_object_ref (self);
  keeping->then = then;
  inkan_record_store_async (self->record, stored_cb, keeping);
}
