/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "openssl-auto.h"

G_BEGIN_DECLS

gboolean inkan_key_is_bearable         (const PKCS8_PRIV_KEY_INFO *info);
gboolean inkan_key_is_of_bearable_size (const EVP_PKEY            *key);

G_END_DECLS
