/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "../portal/definition.h"

G_BEGIN_DECLS

/**
 * InkanRecord:
 *
 * What is on the disk about one retrieval, so that nothing is lost when the
 * program dies (SAFETY, "never lost"): a folder of its own below the user's
 * state directory, with a key file without secrets, a copy of the portal's
 * definition, and the received file as the portal sent it. While an object
 * holds the record, no other process can.
 */
#define INKAN_TYPE_RECORD (inkan_record_get_type ())
G_DECLARE_FINAL_TYPE (InkanRecord, inkan_record, INKAN, RECORD, GObject)

/* How far it had come, in the order of things. */
typedef enum {
  INKAN_RECORD_BEFORE,   /* nothing was agreed to */
  INKAN_RECORD_AGREED,   /* the agreement is about to be sent, or was */
  INKAN_RECORD_RECEIVED, /* the file lies in the record */
} InkanRecordStage;

/* Not on the disk before the first store. @definition: (nullable): %NULL for a
 * file that the person had already. */
InkanRecord      *inkan_record_new        (InkanPortalDefinition *definition);

/* Takes hold of the record in the folder @path; G_IO_ERROR_BUSY when another
 * process has it, G_IO_ERROR_INVALID_DATA when it cannot be understood. */
InkanRecord      *inkan_record_open       (const char            *path,
                                           GError               **error);

/* (transfer full) (element-type filename): the folders of all records, newest first */
GPtrArray        *inkan_record_list       (void);

const char       *inkan_record_get_id     (InkanRecord           *self); /* unique among all records */
InkanRecordStage  inkan_record_get_stage  (InkanRecord           *self);
const char       *inkan_record_get_portal_name (InkanRecord      *self); /* (nullable): a file of the person's own */
gboolean          inkan_record_get_practice (InkanRecord         *self);
const char       *inkan_record_get_address (InkanRecord          *self); /* (nullable) */
const char       *inkan_record_get_offer  (InkanRecord           *self); /* (nullable) */
const char       *inkan_record_get_file_name (InkanRecord        *self); /* (nullable) */
GDateTime        *inkan_record_get_time   (InkanRecord           *self);

/* The definition where it came from, else the copy in the record: (transfer full). */
InkanPortalDefinition *inkan_record_load_definition (InkanRecord *self,
                                                     GError     **error);
/* The received file: (transfer full). */
GBytes           *inkan_record_load_bytes (InkanRecord           *self,
                                           GError               **error);

/* What the next store writes. Not while a store is under way. */
void              inkan_record_set_address   (InkanRecord        *self,
                                              const char         *address);
void              inkan_record_set_agreed    (InkanRecord        *self,
                                              const char         *offer);
void              inkan_record_set_not_agreed (InkanRecord       *self);
void              inkan_record_set_received  (InkanRecord        *self,
                                              const char         *file_name,
                                              GBytes             *bytes);

/* In a thread: on the medium when it has succeeded. Errors: InkanKeepingError. */
void              inkan_record_store_async   (InkanRecord         *self,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
gboolean          inkan_record_store_finish  (InkanRecord         *self,
                                              GAsyncResult        *result,
                                              GError             **error);

/* Takes the record off the disk. */
gboolean          inkan_record_remove        (InkanRecord         *self,
                                              GError             **error);

G_END_DECLS
