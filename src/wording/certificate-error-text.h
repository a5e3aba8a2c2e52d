/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/certificate/certificate-file.h"

G_BEGIN_DECLS

/**
 * inkan_certificate_error_text:
 * @error: an #InkanCertificateError
 * @title: (out) (optional) (transfer full): what happened, a few words
 *
 * Those sentences of inkan_error_text() that need nothing but the certificate's
 * own room.
 *
 * Returns: (transfer full): what is known, why, and what to do next
 */
char *inkan_certificate_error_text (const GError  *error,
                                    char         **title);

G_END_DECLS
