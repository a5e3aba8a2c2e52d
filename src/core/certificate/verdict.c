/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "verdict.h"

static InkanVerdict
fails_if (gboolean fails)
{
  return fails ? INKAN_VERDICT_FAILS : INKAN_VERDICT_HOLDS;
}

void
inkan_certificate_judge (InkanCertificate *certificate, const GError *error, InkanVerdict *verdicts)
{
  for (int check = INKAN_CHECK_COMPLETE + 1; check < INKAN_N_CHECKS; check++)
    verdicts[check] = INKAN_VERDICT_OPEN;
  if (certificate != NULL) {
    verdicts[INKAN_CHECK_OPENS] = INKAN_VERDICT_HOLDS;
    verdicts[INKAN_CHECK_KEY] = INKAN_VERDICT_HOLDS;
    verdicts[INKAN_CHECK_DATES] = fails_if (inkan_certificate_get_weaknesses (certificate)
                                            & (INKAN_WEAKNESS_EXPIRED | INKAN_WEAKNESS_NOT_YET_VALID));
    verdicts[INKAN_CHECK_CHAIN] = fails_if (inkan_certificate_get_chain_state (certificate) == INKAN_CHAIN_BROKEN);
    return;
  }
  if (error == NULL
      || g_error_matches (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE))
    return;

  /* Behind these three it did open. */
  if (g_error_matches (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_MISMATCH)
      || g_error_matches (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_NO_KEY)
      || g_error_matches (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_NO_CERTIFICATE)) {
    verdicts[INKAN_CHECK_OPENS] = INKAN_VERDICT_HOLDS;
    verdicts[INKAN_CHECK_KEY] = INKAN_VERDICT_FAILS;
  } else {
    verdicts[INKAN_CHECK_OPENS] = INKAN_VERDICT_FAILS;
  }
}
