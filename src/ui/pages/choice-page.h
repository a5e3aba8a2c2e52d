/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../page.h"

G_BEGIN_DECLS

#define INKAN_TYPE_CHOICE_PAGE (inkan_choice_page_get_type ())
G_DECLARE_FINAL_TYPE (InkanChoicePage, inkan_choice_page, INKAN, CHOICE_PAGE, InkanPage)

G_END_DECLS
