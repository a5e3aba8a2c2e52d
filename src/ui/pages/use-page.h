/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../page.h"

G_BEGIN_DECLS

/* What comes after: `Get Another Certificate` activates the window's action "win.another". */
#define INKAN_TYPE_USE_PAGE (inkan_use_page_get_type ())
G_DECLARE_FINAL_TYPE (InkanUsePage, inkan_use_page, INKAN, USE_PAGE, InkanPage)

G_END_DECLS
