/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "folder.h"

G_BEGIN_DECLS

/**
 * InkanKeepingError:
 * @INKAN_KEEPING_ERROR_EXISTS: a file of that name is there; nothing was touched
 * @INKAN_KEEPING_ERROR_NO_FOLDER: the folder is not there (any more), or is none
 * @INKAN_KEEPING_ERROR_PERMISSION: not allowed to write there
 * @INKAN_KEEPING_ERROR_READ_ONLY: the medium is read-only
 * @INKAN_KEEPING_ERROR_NO_SPACE: no room, or quota used up
 * @INKAN_KEEPING_ERROR_BAD_NAME: not a file name that can be used
 * @INKAN_KEEPING_ERROR_DIFFERENT: read back, it is not what was written
 * @INKAN_KEEPING_ERROR_IO: anything else of the medium
 */
typedef enum {
  INKAN_KEEPING_ERROR_EXISTS,
  INKAN_KEEPING_ERROR_NO_FOLDER,
  INKAN_KEEPING_ERROR_PERMISSION,
  INKAN_KEEPING_ERROR_READ_ONLY,
  INKAN_KEEPING_ERROR_NO_SPACE,
  INKAN_KEEPING_ERROR_BAD_NAME,
  INKAN_KEEPING_ERROR_DIFFERENT,
  INKAN_KEEPING_ERROR_IO,
} InkanKeepingError;

#define INKAN_KEEPING_ERROR (inkan_keeping_error_quark ())
GQuark inkan_keeping_error_quark (void);

/**
 * inkan_saving_save_async:
 * @folder: where to
 * @identity: (nullable): which folder that was when it was chosen: when another one
 *   is in its place now, nothing is saved there (NO_FOLDER)
 * @name: file name, already fit (inkan_file_name_make_safe())
 * @bytes: what to save
 *
 * In a thread: the file appears whole or not at all, mode 0600, never over an
 * existing one, flushed to the medium with its folder, then read back and
 * compared. Errors: #InkanKeepingError.
 */
void      inkan_saving_save_async   (GFile                *folder,
                                     const InkanFolderIdentity *identity,
                                     const char           *name,
                                     GBytes               *bytes,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
GFile    *inkan_saving_save_finish  (GAsyncResult         *result, /* (transfer full): the saved file */
                                     GError              **error);

/* Reads @file from the medium in a thread (at most 1 MiB) and compares it with @bytes: NO_FOLDER when gone, DIFFERENT when changed. */
void      inkan_saving_verify_async  (GFile                *file,
                                      GBytes               *bytes,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
gboolean  inkan_saving_verify_finish (GAsyncResult         *result,
                                      GError              **error);

/**
 * inkan_saving_write_durably:
 * @folder: path of a folder
 * @name: file name in it
 * @replace: whether an older file of that name gives way (atomically)
 *
 * The one place that writes a file so that a crash at any moment leaves the old
 * or the new one, never a part: temporary file, fsync, rename or link, fsync of
 * the folder. Synchronous; mode 0600.
 */
gboolean  inkan_saving_write_durably (const char           *folder,
                                      const char           *name,
                                      gconstpointer         data,
                                      gsize                 length,
                                      gboolean              replace,
                                      GError              **error);

/**
 * inkan_saving_make_folder:
 * @path: of a folder
 *
 * Makes it, and those above it that are missing, mode 0700, so that they are there
 * after a power cut too: what is flushed in a folder is of no use when its own name
 * is gone. Synchronous; does nothing when it is there.
 */
gboolean  inkan_saving_make_folder   (const char           *path,
                                      GError              **error);

/**
 * inkan_file_name_make_safe:
 * @suggested: (nullable): from outside: Content-Disposition, a subject
 *
 * No separators, control or bidirectional-override characters, leading dots,
 * names reserved on other systems; at most 255 bytes; ends in ".p12" (".pfx" is
 * kept). "certificate.p12" when nothing is left.
 *
 * Returns: (transfer full)
 */
char     *inkan_file_name_make_safe  (const char           *suggested);

/* Whether a typed @name can be used as it is; otherwise the reason is in @error (BAD_NAME). */
gboolean  inkan_file_name_check      (const char           *name,
                                      GError              **error);

/* The file name that @typed stands for: without blanks around it, ".p12" added
 * where that makes it one; else @typed stripped, which inkan_file_name_check()
 * refuses: (transfer full). */
char     *inkan_file_name_complete   (const char           *typed);

/* "name (2).p12" for the second of that name, @name itself for the first; at most 255 bytes: (transfer full). */
char     *inkan_file_name_number     (const char           *name,
                                      guint                 number);

/* "name (note).p12", at most 255 bytes: (transfer full). */
char     *inkan_file_name_add_note   (const char           *name,
                                      const char           *note);

/* A name that is free in @folder: @name, else "name (2).p12" …: (transfer full). One look per try; synchronous. */
char     *inkan_file_name_make_free  (GFile                *folder,
                                      const char           *name);

G_END_DECLS
