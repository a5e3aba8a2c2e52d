/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Memory for what is secret while it comes in: never swapped out where that can
 * be had, and wiped. %NULL: there is none. */
char  *secret_input_allocate (gsize   size);
void   secret_input_release  (char   *memory, /* (nullable) */
                              gsize   size);

/**
 * secret_input_read:
 * @fd: where from, to its end
 * @memory: where to; of @size bytes
 *
 * Returns: how many bytes came; -1 with a #GIOErrorEnum, MESSAGE_TOO_LARGE when
 *   there are more than @size
 */
gssize secret_input_read     (int      fd,
                              char    *memory,
                              gsize    size,
                              GError **error);

G_END_DECLS
