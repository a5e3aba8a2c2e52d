/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../page.h"

G_BEGIN_DECLS

#define INKAN_TYPE_AGREEMENT_PAGE (inkan_agreement_page_get_type ())
G_DECLARE_FINAL_TYPE (InkanAgreementPage, inkan_agreement_page, INKAN, AGREEMENT_PAGE, InkanPage)

G_END_DECLS
