/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../page.h"

G_BEGIN_DECLS

#define INKAN_TYPE_IDENTITY_PAGE (inkan_identity_page_get_type ())
G_DECLARE_FINAL_TYPE (InkanIdentityPage, inkan_identity_page, INKAN, IDENTITY_PAGE, InkanPage)

G_END_DECLS
