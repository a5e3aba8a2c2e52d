/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

/* Whether a keyring can be used without asking the person; never takes longer
 * than three seconds, never prompts. %FALSE with an error that says why not. */
void      inkan_keyring_probe_async   (GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gboolean  inkan_keyring_probe_finish  (GAsyncResult         *result,
                                       GError              **error);

/**
 * inkan_keyring_store_passphrase_async:
 * @portal_id: of the portal's definition
 * @address: (nullable): the person's e-mail address
 * @fingerprint: SHA-256 of the certificate
 * @label: what the keyring's own program shows, localised, without a secret
 * @passphrase: of the file
 *
 * Only when the person asked for it. Storing again replaces. May prompt to
 * unlock; a dismissed prompt is %G_IO_ERROR_CANCELLED.
 */
void      inkan_keyring_store_passphrase_async  (const char           *portal_id,
                                                 const char           *address,
                                                 const char           *fingerprint,
                                                 const char           *label,
                                                 SecretValue          *passphrase,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean  inkan_keyring_store_passphrase_finish (GAsyncResult         *result,
                                                 GError              **error);

/* (transfer full) (nullable): %NULL without @error: none is kept. */
void         inkan_keyring_lookup_passphrase_async  (const char           *fingerprint,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
SecretValue *inkan_keyring_lookup_passphrase_finish (GAsyncResult         *result,
                                                     GError              **error);

/**
 * inkan_keyring_keep_async:
 * @retrieval: the id of the record of a retrieval that has not ended
 * @label: what the keyring's own program shows, without a secret
 * @passphrase: of the file, when the portal has told it once and will not again
 *
 * Keeps it until inkan_keyring_forget_async(), so that a crash does not lose it.
 */
void         inkan_keyring_keep_async           (const char           *retrieval,
                                                 const char           *label,
                                                 SecretValue          *passphrase,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean     inkan_keyring_keep_finish          (GAsyncResult         *result,
                                                 GError              **error);
/* (transfer full) (nullable): %NULL without @error: none is kept. */
void         inkan_keyring_look_up_kept_async   (const char           *retrieval,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
SecretValue *inkan_keyring_look_up_kept_finish  (GAsyncResult         *result,
                                                 GError              **error);
/* What was not kept is forgotten without an error. Never prompts: of a keyring that
 * is locked, SECRET_ERROR_IS_LOCKED. */
void         inkan_keyring_forget_async         (const char           *retrieval,
                                                 GCancellable         *cancellable,
                                                 GAsyncReadyCallback   callback,
                                                 gpointer              user_data);
gboolean     inkan_keyring_forget_finish        (GAsyncResult         *result,
                                                 GError              **error);

G_END_DECLS
