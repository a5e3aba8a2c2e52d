/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/retrieval/step-table.h"

G_BEGIN_DECLS

/* What a step is called and what is done in it, in the user's language. All (transfer none). */
const char *inkan_step_get_name   (InkanStep step); /* short, for lists */
const char *inkan_step_get_title  (InkanStep step);
const char *inkan_step_get_description (InkanStep step); /* (nullable): one sentence that says what to do */
const char *inkan_step_get_help   (InkanStep step); /* (nullable): "Where do I find this?" */
const char *inkan_step_get_action (InkanStep step); /* (nullable): the one that leads on */

G_END_DECLS
