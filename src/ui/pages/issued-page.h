/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../page.h"

G_BEGIN_DECLS

#define INKAN_TYPE_ISSUED_PAGE (inkan_issued_page_get_type ())
G_DECLARE_FINAL_TYPE (InkanIssuedPage, inkan_issued_page, INKAN, ISSUED_PAGE, InkanPage)

G_END_DECLS
