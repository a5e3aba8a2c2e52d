/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/certificate/verdict.h"
#include "note.h"

G_BEGIN_DECLS

/* One line of the proof of a file. @certificate: (nullable): what it opened to.
 * (transfer full) */
InkanNote *inkan_check_note (InkanCheck        check,
                             InkanVerdict      verdict,
                             InkanCertificate *certificate);

G_END_DECLS
