/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/retrieval/retrieval.h"

/* (transfer full): the one that was left. A thread that has written the record may
 * hold it a moment longer than its retrieval. */
static inline InkanInterrupted *
find_interrupted (void)
{
  for (;;) {
    g_autoptr (GListModel) list = inkan_interrupted_list ();

    if (g_list_model_get_n_items (list) == 1)
      return g_list_model_get_item (list, 0);
    g_thread_yield ();
  }
}
