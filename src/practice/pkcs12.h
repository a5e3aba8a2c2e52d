/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "authority.h"

G_BEGIN_DECLS

/* How a file is encrypted. */
typedef enum {
  PRACTICE_P12_MODERN, /* AES-256-CBC with PBKDF2 and SHA-256, MAC SHA-256 */
  PRACTICE_P12_LEGACY, /* certificates RC2-40, key 3DES, MAC SHA-1: what programs wrote until about 2020 */
} PracticeP12;

/* Whether OpenSSL here can do @kind; the legacy one is often a package of its own. */
gboolean  practice_pkcs12_check (PracticeP12          kind,
                                 GError             **error);

/**
 * practice_pkcs12_pack:
 *
 * Returns: (transfer full): key, certificate, intermediate and root, DER.
 *   Takes some 100 ms and may run in any thread
 */
GBytes   *practice_pkcs12_pack  (PracticeP12          kind,
                                 PracticeAuthority   *authority,
                                 PracticeIssued      *issued,
                                 const char          *friendly_name,
                                 const char          *passphrase,
                                 GError             **error);

G_END_DECLS
