/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

/**
 * PracticeAuthority:
 *
 * A certification authority of its own in a folder: a root that signs the
 * server's certificate and an intermediate, the intermediate that signs
 * people's. Nobody outside trusts it, and nobody should.
 */
typedef struct _PracticeAuthority PracticeAuthority;

/* A certificate with its key, fresh from the authority. */
typedef struct {
  EVP_PKEY *key;
  X509     *certificate;
  char     *serial;      /* upper-case hexadecimal, no separators */
  char     *fingerprint; /* SHA-256, upper-case bytes with colons */
} PracticeIssued;

void practice_issued_free (PracticeIssued *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeIssued, practice_issued_free)

/* Reads the authority in @folder, or founds it there. */
PracticeAuthority *practice_authority_open                (const char         *folder,
                                                           GError            **error);
void               practice_authority_free                (PracticeAuthority  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeAuthority, practice_authority_free)

const char        *practice_authority_get_root_path       (PracticeAuthority  *self); /* PEM */
const char        *practice_authority_get_server_path     (PracticeAuthority  *self); /* PEM, with key */
X509              *practice_authority_get_root            (PracticeAuthority  *self);
X509              *practice_authority_get_intermediate    (PracticeAuthority  *self);

/**
 * practice_authority_issue:
 * @key: "RSA 2048" or "EC P-256"
 *
 * Makes a key and a certificate for one year. Changes nothing in @self: may run
 * in any thread, and takes up to a second for RSA.
 */
PracticeIssued    *practice_authority_issue               (PracticeAuthority  *self,
                                                           const char         *name,
                                                           const char         *address,
                                                           const char         *key,
                                                           GError            **error);

/**
 * practice_authority_revocations:
 * @serials: (element-type utf8)
 * @times: (element-type gint64): Unix seconds, one a serial
 *
 * Returns: (transfer full): the intermediate's revocation list, DER
 */
GBytes            *practice_authority_revocations         (PracticeAuthority  *self,
                                                           GPtrArray          *serials,
                                                           GArray             *times,
                                                           GError            **error);

G_END_DECLS
