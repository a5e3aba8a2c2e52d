/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "folder.h"

#include <sys/types.h>

G_BEGIN_DECLS

/* All paths are absolute, without links in them. */

/* Whether @path is @folder or lies in it. */
gboolean        inkan_path_is_in               (const char *path,
                                                const char *folder);
/* (nullable) (transfer full): @path without links; %NULL when it is not there */
char           *inkan_path_resolve             (const char *path);

InkanFolderRisk inkan_folder_check_access      (const char *path,
                                                const char *home);
InkanFolderRisk inkan_folder_check_place       (const char *path,
                                                const char *home);
InkanFolderRisk inkan_folder_check_medium      (const char *path,
                                                const char *home);
const char     *inkan_folder_find_service      (const char *path,
                                                const char *home,
                                                const char *config);

/* Parts of the above that a test can reach with folders of its own. */
InkanFolderRisk inkan_folder_risks_of_type     (const char *file_system);
gboolean        inkan_folder_is_removable      (const char *sysfs,
                                                dev_t       device);
gboolean        inkan_folder_is_samba_share    (const char *path,
                                                const char *configuration,
                                                const char *usershares);

G_END_DECLS
