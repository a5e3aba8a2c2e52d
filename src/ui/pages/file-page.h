/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../page.h"

G_BEGIN_DECLS

#define INKAN_TYPE_FILE_PAGE (inkan_file_page_get_type ())
G_DECLARE_FINAL_TYPE (InkanFilePage, inkan_file_page, INKAN, FILE_PAGE, InkanPage)

G_END_DECLS
