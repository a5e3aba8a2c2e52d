/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Domain, code and technical message, for "Copy details"; without secrets: (transfer full). */
char *inkan_error_details (const GError *error);

G_END_DECLS
