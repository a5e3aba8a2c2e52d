/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "bags.h"
#include "conversion.h"

G_BEGIN_DECLS

gint64  inkan_packing_cost (const GPtrArray *pieces,
                            InkanEncryption  encryption);
GBytes *inkan_pack         (const GPtrArray *pieces,
                            InkanEncryption  encryption,
                            SecretValue     *passphrase,
                            GCancellable    *cancellable,
                            GError         **error);

G_END_DECLS
