/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "certificate-file.h"

G_BEGIN_DECLS

/* One line of the proof of a file (step 10). */
typedef enum {
  INKAN_CHECK_COMPLETE,   /* on the disk is what the portal sent, byte for byte */
  INKAN_CHECK_OPENS,      /* opens with its passphrase */
  INKAN_CHECK_KEY,        /* private key and certificate belong together */
  INKAN_CHECK_DATES,      /* valid today */
  INKAN_CHECK_CHAIN,      /* signed by whom it says, as far as the file shows */
  INKAN_N_CHECKS,
} InkanCheck;

typedef enum {
  INKAN_VERDICT_OPEN,     /* not known yet, for example for want of the passphrase */
  INKAN_VERDICT_HOLDS,
  INKAN_VERDICT_FAILS,
} InkanVerdict;

/**
 * inkan_certificate_judge:
 * @certificate: (nullable): what a file has opened to
 * @error: (nullable): or why it did not; with neither, nobody has tried yet
 * @verdicts: (inout): of INKAN_N_CHECKS; all are set but COMPLETE, for which
 *   there must be something to compare the file with
 *
 * What opening a file has shown. An expired certificate fails on its line, and
 * only there.
 */
void inkan_certificate_judge (InkanCertificate *certificate,
                              const GError     *error,
                              InkanVerdict     *verdicts);

G_END_DECLS
