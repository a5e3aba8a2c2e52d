/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/retrieval/retrieval.h"
#include "note.h"

G_BEGIN_DECLS

/* What step 5 has to say now: (transfer full) (element-type InkanNote). */
GPtrArray *inkan_notice_notes (InkanRetrieval *retrieval);

G_END_DECLS
