/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "certificate-file.h"

G_BEGIN_DECLS

typedef enum {
  INKAN_ENCRYPTION_MODERN,     /* AES-256, PBKDF2 with HMAC-SHA-256 and 600 000 iterations, MAC with SHA-256 */
  INKAN_ENCRYPTION_COMPATIBLE, /* 3DES and SHA-1: what programs of the last twenty-five years open */
} InkanEncryption;

/**
 * InkanConversionError:
 * @INKAN_CONVERSION_ERROR_NO_PASSPHRASE: without one, or with an empty one, the file would
 *   be locked for nobody, and programs disagree on how to open it
 * @INKAN_CONVERSION_ERROR_PASSPHRASE_NOT_TYPABLE: control characters, or no text at all:
 *   other programs have no way to be given it
 * @INKAN_CONVERSION_ERROR_PASSPHRASE_NOT_ASCII: for %INKAN_ENCRYPTION_COMPATIBLE: old programs
 *   disagree on other characters, so that the copy might not open where it is meant for
 * @INKAN_CONVERSION_ERROR_TOO_MANY_KEYS: each costs a derivation of its own, and nobody
 *   would spend so many (SAFETY, hostile input)
 * @INKAN_CONVERSION_ERROR_INCOMPLETE: there is something in the file that cannot be read, and
 *   would be missing in the new one
 * @INKAN_CONVERSION_ERROR_FAILED: what came out is not what went in; it was thrown away
 */
typedef enum {
  INKAN_CONVERSION_ERROR_NO_PASSPHRASE,
  INKAN_CONVERSION_ERROR_PASSPHRASE_NOT_TYPABLE,
  INKAN_CONVERSION_ERROR_PASSPHRASE_NOT_ASCII,
  INKAN_CONVERSION_ERROR_TOO_MANY_KEYS,
  INKAN_CONVERSION_ERROR_INCOMPLETE,
  INKAN_CONVERSION_ERROR_FAILED,
} InkanConversionError;

#define INKAN_CONVERSION_ERROR (inkan_conversion_error_quark ())
GQuark inkan_conversion_error_quark (void);

/**
 * inkan_certificate_convert_async:
 * @bytes: a PKCS#12 file; it is not changed
 * @passphrase: (nullable): what opens it; %NULL for none
 * @new_passphrase: (nullable): what shall open the new one; %NULL for the same
 *
 * Opens and proves @bytes as inkan_certificate_open_async() does, and writes
 * everything that is inside anew, in the same order: keys, certificates,
 * revocation lists, names and other attributes. The local key IDs, by which
 * Windows and Java find out which certificate belongs to which key, stay where
 * they say the truth; where they are missing or wrong, they are put right.
 * Then the new file is opened and compared with the old one. All in a thread.
 *
 * Errors: #InkanConversionError, #InkanCertificateError, %G_IO_ERROR_CANCELLED.
 */
void    inkan_certificate_convert_async  (GBytes               *bytes,
                                          SecretValue          *passphrase,
                                          InkanEncryption       encryption,
                                          SecretValue          *new_passphrase,
                                          GCancellable         *cancellable,
                                          GAsyncReadyCallback   callback,
                                          gpointer              user_data);
GBytes *inkan_certificate_convert_finish (GAsyncResult         *result,
                                          GError              **error);

/* The same, here and now: for threads and tests. */
GBytes *inkan_certificate_convert        (GBytes               *bytes,
                                          SecretValue          *passphrase,
                                          InkanEncryption       encryption,
                                          SecretValue          *new_passphrase,
                                          GCancellable         *cancellable,
                                          GError              **error);

/* Whether a file can be locked with @passphrase in that way: the errors about the
 * passphrase, before anything is spent. */
gboolean inkan_conversion_check_passphrase (SecretValue        *passphrase,
                                            InkanEncryption     encryption,
                                            GError            **error);

G_END_DECLS
