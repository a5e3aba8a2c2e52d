/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "../../core/retrieval/step-table.h"

G_BEGIN_DECLS

/**
 * InkanOutcomeView:
 *
 * What is known when the agreement went out and no certificate came, and what
 * to do next. Signal `reissue`: `Apply for reissue…` was pressed.
 */
#define INKAN_TYPE_OUTCOME_VIEW (inkan_outcome_view_get_type ())
G_DECLARE_FINAL_TYPE (InkanOutcomeView, inkan_outcome_view, INKAN, OUTCOME_VIEW, GtkBox)

/* @state: UNKNOWN or REISSUE. @has_link: the portal has a page for reissue.
 * @details: (nullable): technical ones, without secrets */
void inkan_outcome_view_show     (InkanOutcomeView *self,
                                  InkanState        state,
                                  gboolean          has_link,
                                  const char       *details);

/* What is said there now: for announcing it. */
const char *inkan_outcome_view_get_text (InkanOutcomeView *self);

G_END_DECLS
