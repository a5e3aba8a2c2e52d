/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../page.h"

G_BEGIN_DECLS

#define INKAN_TYPE_CARE_PAGE (inkan_care_page_get_type ())
G_DECLARE_FINAL_TYPE (InkanCarePage, inkan_care_page, INKAN, CARE_PAGE, InkanPage)

G_END_DECLS
