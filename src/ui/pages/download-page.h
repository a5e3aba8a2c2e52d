/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../page.h"

G_BEGIN_DECLS

#define INKAN_TYPE_DOWNLOAD_PAGE (inkan_download_page_get_type ())
G_DECLARE_FINAL_TYPE (InkanDownloadPage, inkan_download_page, INKAN, DOWNLOAD_PAGE, InkanPage)

G_END_DECLS
