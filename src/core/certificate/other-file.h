/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "certificate-file.h"

G_BEGIN_DECLS

/* Says what @data is, of which it is known that it is no PKCS#12 file. Returns:
 * %FALSE with NOT_PKCS12, of which inkan_certificate_error_get_other() tells more */
gboolean inkan_other_file_refuse (const guint8  *data,
                                  gsize          size,
                                  GError       **error);

G_END_DECLS
