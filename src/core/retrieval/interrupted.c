/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "retrieval-private.h"

struct _InkanInterrupted {
  GObject parent_instance;

  InkanRecord *record;
};

G_DEFINE_FINAL_TYPE (InkanInterrupted, inkan_interrupted, G_TYPE_OBJECT)

static void
inkan_interrupted_dispose (GObject *object)
{
  InkanInterrupted *self = INKAN_INTERRUPTED (object);

  g_clear_object (&self->record);

  G_OBJECT_CLASS (inkan_interrupted_parent_class)->dispose (object);
}

static void
inkan_interrupted_class_init (InkanInterruptedClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = inkan_interrupted_dispose;
}

static void
inkan_interrupted_init (InkanInterrupted *self)
{
}

GListModel *
inkan_interrupted_list (void)
{
  g_autoptr (GPtrArray) paths = inkan_record_list ();
  GListStore *list = g_list_store_new (INKAN_TYPE_INTERRUPTED);

  for (guint i = 0; i < paths->len; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (InkanRecord) record = inkan_record_open (g_ptr_array_index (paths, i), &error);
    g_autoptr (InkanInterrupted) interrupted = NULL;

    if (record == NULL) {
      g_debug ("Left out: %s", error->message);
      continue;
    }
    interrupted = g_object_new (INKAN_TYPE_INTERRUPTED, NULL);
    interrupted->record = g_steal_pointer (&record);
    g_list_store_append (list, interrupted);
  }

  return G_LIST_MODEL (list);
}

InkanInterruption
inkan_interrupted_get_kind (InkanInterrupted *self)
{
  g_return_val_if_fail (INKAN_IS_INTERRUPTED (self), INKAN_INTERRUPTED_BEFORE);

  switch (inkan_record_get_stage (self->record)) {
  case INKAN_RECORD_AGREED:
    return INKAN_INTERRUPTED_AGREED;
  case INKAN_RECORD_RECEIVED:
    return INKAN_INTERRUPTED_RECEIVED;
  case INKAN_RECORD_BEFORE:
  default:
    return INKAN_INTERRUPTED_BEFORE;
  }
}

const char *
inkan_interrupted_get_portal_name (InkanInterrupted *self)
{
  g_return_val_if_fail (INKAN_IS_INTERRUPTED (self), NULL);

  return inkan_record_get_portal_name (self->record);
}

const char *
inkan_interrupted_get_file_name (InkanInterrupted *self)
{
  g_return_val_if_fail (INKAN_IS_INTERRUPTED (self), NULL);

  return inkan_record_get_file_name (self->record);
}

InkanPortalDefinition *
inkan_interrupted_load_definition (InkanInterrupted *self, GError **error)
{
  g_return_val_if_fail (INKAN_IS_INTERRUPTED (self), NULL);
  g_return_val_if_fail (self->record != NULL, NULL);

  return inkan_record_load_definition (self->record, error);
}

gboolean
inkan_interrupted_get_practice (InkanInterrupted *self)
{
  g_return_val_if_fail (INKAN_IS_INTERRUPTED (self), FALSE);

  return inkan_record_get_practice (self->record);
}

GDateTime *
inkan_interrupted_get_time (InkanInterrupted *self)
{
  g_return_val_if_fail (INKAN_IS_INTERRUPTED (self), NULL);

  return inkan_record_get_time (self->record);
}

InkanRetrieval *
inkan_interrupted_continue (InkanInterrupted *self, GError **error)
{
  g_autoptr (InkanPortalDefinition) definition = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (InkanRetrieval) retrieval = NULL;
  g_autoptr (GError) local_error = NULL;
  InkanRecordStage stage;

  g_return_val_if_fail (INKAN_IS_INTERRUPTED (self), NULL);
  g_return_val_if_fail (self->record != NULL, NULL);

  stage = inkan_record_get_stage (self->record);
  if (stage == INKAN_RECORD_RECEIVED) {
    bytes = inkan_record_load_bytes (self->record, error);
    if (bytes == NULL)
      return NULL;
  }
  if (inkan_record_get_portal_name (self->record) != NULL || bytes == NULL)
    definition = inkan_record_load_definition (self->record, &local_error);
  /* What was received is never out of reach, whatever has become of its portal. */
  if (definition == NULL && bytes != NULL) {
    retrieval = inkan_retrieval_new_own_file (g_steal_pointer (&self->record), bytes);
    retrieval->resumed = TRUE;
    inkan_retrieval_recall (retrieval);
    return g_steal_pointer (&retrieval);
  }
  if (definition == NULL) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return NULL;
  }
  retrieval = inkan_retrieval_new (definition);
  retrieval->record = g_steal_pointer (&self->record);
  if (stage == INKAN_RECORD_RECEIVED) {
    retrieval->resumed = TRUE;
    inkan_retrieval_set_file (retrieval, bytes, inkan_record_get_file_name (retrieval->record));
    inkan_retrieval_post (retrieval, INKAN_EVENT_RESUME_FILE, NULL);
  } else {
    const char *address = inkan_record_get_address (retrieval->record);
    gsize n_fields;
    const InkanField *fields = inkan_portal_definition_get_fields (definition, &n_fields);

    for (gsize i = 0; address != NULL && i < n_fields; i++)
      if (fields[i].kind == INKAN_FIELD_EMAIL)
        inkan_retrieval_set_field (retrieval, fields[i].name, address);
    retrieval->agreed_earlier = stage == INKAN_RECORD_AGREED;
    inkan_retrieval_post (retrieval, INKAN_EVENT_RESUME_IDENTITY, NULL);
  }

  inkan_retrieval_recall (retrieval);
  return g_steal_pointer (&retrieval);
}

gboolean
inkan_interrupted_discard (InkanInterrupted *self, GError **error)
{
  g_return_val_if_fail (INKAN_IS_INTERRUPTED (self), FALSE);
  g_return_val_if_fail (self->record != NULL, FALSE);

  return inkan_retrieval_forget_record (self->record, error);
}
