/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../page.h"

G_BEGIN_DECLS

#define INKAN_TYPE_SAVED_PAGE (inkan_saved_page_get_type ())
G_DECLARE_FINAL_TYPE (InkanSavedPage, inkan_saved_page, INKAN, SAVED_PAGE, InkanPage)

G_END_DECLS
