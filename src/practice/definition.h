/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Writes the portal definition for a portal at @origin, whole or not at all. */
gboolean practice_definition_write (const char  *path,
                                    const char  *origin,
                                    const char  *trust_anchor,
                                    GError     **error);

G_END_DECLS
