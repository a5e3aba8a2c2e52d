/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/portal/explanation.h"

G_BEGIN_DECLS

/* (transfer full): one line: what, where in the page, and why */
char *inkan_explanation_text (const InkanDecision *decision);

G_END_DECLS
