/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../page.h"

G_BEGIN_DECLS

#define INKAN_TYPE_FOLDER_PAGE (inkan_folder_page_get_type ())
G_DECLARE_FINAL_TYPE (InkanFolderPage, inkan_folder_page, INKAN, FOLDER_PAGE, InkanPage)

G_END_DECLS
