/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "../core/retrieval/step-table.h"

G_BEGIN_DECLS

/* Which page shows a step; G_TYPE_INVALID for what is no step. */
GType inkan_page_table_get_type (InkanStep step);

G_END_DECLS
