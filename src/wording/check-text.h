/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/certificate/verdict.h"
#include "note.h"

G_BEGIN_DECLS

/* One line of the proof of a file. @certificate: (nullable): what it opened to;
 * @error: (nullable): or why it did not. (transfer full) */
InkanNote *inkan_check_note (InkanCheck        check,
                             InkanVerdict      verdict,
                             InkanCertificate *certificate,
                             const GError     *error);

G_END_DECLS
