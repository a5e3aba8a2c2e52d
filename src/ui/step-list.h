/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "../core/retrieval/retrieval.h"

G_BEGIN_DECLS

/* The ten steps with their numbers: done, current, not needed, to come. */
#define INKAN_TYPE_STEP_LIST (inkan_step_list_get_type ())
G_DECLARE_FINAL_TYPE (InkanStepList, inkan_step_list, INKAN, STEP_LIST, GtkWidget)

/* @retrieval: (nullable): %NULL before the first step */
void inkan_step_list_update (InkanStepList  *self,
                             InkanRetrieval *retrieval);

G_END_DECLS
