/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What each of the two programs does before all else: sees to it that no secret
 * stays behind, and finds its language. */
void inkan_start (void);

G_END_DECLS
