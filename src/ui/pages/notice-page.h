/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../page.h"

G_BEGIN_DECLS

#define INKAN_TYPE_NOTICE_PAGE (inkan_notice_page_get_type ())
G_DECLARE_FINAL_TYPE (InkanNoticePage, inkan_notice_page, INKAN, NOTICE_PAGE, InkanPage)

G_END_DECLS
