/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/retrieval/retrieval.h"
#include "note.h"

G_BEGIN_DECLS

/* Steps 7 and 8, and the closing pages. */

/* Why nothing is known about the certificate in the file yet: (transfer full) (nullable) */
InkanNote *inkan_file_closed_note  (InkanRetrieval  *retrieval);

/* That nothing protects what will be saved: (transfer full) (nullable) */
InkanNote *inkan_file_unlocked_note (InkanRetrieval *retrieval);

/* That the file has been opened: (transfer none) */
const char *inkan_file_opened_text (InkanRetrieval  *retrieval);

/* Why the folder is a bad place, each reason of its own: (transfer full)
 * (element-type InkanNote). Obstacles, which no decision gets over, are of the
 * kind ERROR. @service: (nullable): who synchronises it */
GPtrArray *inkan_folder_notes      (InkanFolderRisk  risks,
                                    const char      *service);

/* What to do about the folder when nobody is there to ask: (transfer full)
 * (nullable): nothing besides what inkan_folder_notes() says of obstacles */
InkanNote *inkan_folder_advice_note (InkanFolderRisk risks);

/**
 * inkan_file_name_note:
 * @typed: for a file's name
 * @name: (out) (transfer full) (nullable): the name that it stands for, %NULL when it can be none
 *
 * Returns: (transfer full) (nullable): what is to be said about it
 */
InkanNote *inkan_file_name_note    (const char      *typed,
                                    char           **name);
/* Of a name that is there already, and one that is free: (transfer full) */
char      *inkan_file_name_taken_text (const char   *taken,
                                       const char   *free_name);

/* "Important — please read": (transfer full) (element-type InkanNote) */
GPtrArray *inkan_care_notes        (void);
/* "Use the certificate": (transfer full) (element-type InkanNote) */
GPtrArray *inkan_use_notes         (void);

G_END_DECLS
