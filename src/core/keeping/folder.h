/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Why a folder is a bad place for a private key (guide, "Important"). A set. */
typedef enum {
  INKAN_FOLDER_FINE          = 0,
  INKAN_FOLDER_SHARED        = 1 << 0, /* others can read or write it, and reach it through its parents */
  INKAN_FOLDER_PUBLIC        = 1 << 1, /* the public-share folder, or a folder that Samba shares */
  INKAN_FOLDER_NETWORK       = 1 << 2, /* on another computer */
  INKAN_FOLDER_REMOVABLE     = 1 << 3, /* on a medium that can be lost */
  INKAN_FOLDER_NO_MODES      = 1 << 4, /* the file system keeps no permissions */
  INKAN_FOLDER_SYNCHRONISED  = 1 << 5, /* copied to a cloud service; see service */
  INKAN_FOLDER_VERSIONED     = 1 << 6, /* inside a git work tree */
  INKAN_FOLDER_WEB           = 1 << 7, /* under a web server's root or public_html */
  INKAN_FOLDER_TEMPORARY     = 1 << 8, /* emptied at restart */
  INKAN_FOLDER_NOT_WRITABLE  = 1 << 9, /* cannot save here at all: not a risk, an obstacle */
  INKAN_FOLDER_MISSING       = 1 << 10,
} InkanFolderRisk;

/* Nothing can be saved there: no decision of a person gets over these. */
#define INKAN_FOLDER_OBSTACLES (INKAN_FOLDER_NOT_WRITABLE | INKAN_FOLDER_MISSING)

/* The Desktop when there is one, else the home folder: (transfer full). */
GFile           *inkan_folder_get_proposed (void);

/* Which folder it is, whatever its path may lead to later; all 0: it has no path, or
 * is not there. */
typedef struct {
  guint64 device;
  guint64 number;
} InkanFolderIdentity;

/* Looks at @folder in a thread. @service: (out) (nullable) (transfer full): who
 * synchronises it. @identity: (out) (optional): for inkan_saving_save_async(). */
void             inkan_folder_examine_async  (GFile                *folder,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean         inkan_folder_examine_finish (GAsyncResult         *result,
                                              InkanFolderRisk      *risks,
                                              char                **service,
                                              InkanFolderIdentity  *identity,
                                              GError              **error);

G_END_DECLS
