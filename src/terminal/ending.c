/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ending.h"

typedef struct {
  const char *code;
  int         status;
} Row;

/* Documented in inkan(1): a number once given stays what it is. */
static const Row endings[] = {
  [ENDING_SAVED]           = { "SAVED", 0 },
  [ENDING_USAGE]           = { "USAGE", 1 },
  [ENDING_MISSING_ANSWER]  = { "MISSING_ANSWER", 2 },
  [ENDING_WRONG_ANSWER]    = { "WRONG_ANSWER", 3 },
  [ENDING_ANSWERS]         = { "ANSWERS", 4 },
  [ENDING_NO_TERMINAL]     = { "NO_TERMINAL", 5 },
  [ENDING_INTERRUPTED]     = { "INTERRUPTED", 6 },
  [ENDING_NOT_AGREED]      = { "NOT_AGREED", 7 },
  [ENDING_MESSAGE]         = { "MESSAGE", 8 },
  [ENDING_PORTAL_FILE]     = { "PORTAL_FILE", 9 },
  [ENDING_PRACTICE]        = { "PRACTICE", 10 },
  [ENDING_RECORD]          = { "RECORD", 11 },
  [ENDING_NOT_ISSUED]      = { "NOT_ISSUED", 12 },
  [ENDING_FOLDER]          = { "FOLDER", 13 },
  [ENDING_NOT_SAVED]       = { "NOT_SAVED", 14 },
  [ENDING_NOT_PROVED]      = { "NOT_PROVED", 15 },
  [ENDING_WRONG_PASSPHRASE] = { "WRONG_PASSPHRASE", 16 },
  [ENDING_PASSPHRASE_LOST] = { "PASSPHRASE_LOST", 17 },
};

static const Row portal_endings[] = {
  [INKAN_PORTAL_ERROR_IDENTITY]          = { "IDENTITY", 20 },
  [INKAN_PORTAL_ERROR_NOTHING_OFFERED]   = { "NOTHING_OFFERED", 21 },
  [INKAN_PORTAL_ERROR_ALREADY_RETRIEVED] = { "ALREADY_RETRIEVED", 22 },
  [INKAN_PORTAL_ERROR_NOT_READY]         = { "NOT_READY", 23 },
  [INKAN_PORTAL_ERROR_LOCKED]            = { "LOCKED", 24 },
  [INKAN_PORTAL_ERROR_REISSUE_NEEDED]    = { "REISSUE_NEEDED", 25 },
  [INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN]   = { "OUTCOME_UNKNOWN", 26 },
  [INKAN_PORTAL_ERROR_UNREACHABLE]       = { "UNREACHABLE", 27 },
  [INKAN_PORTAL_ERROR_TIMED_OUT]         = { "TIMED_OUT", 28 },
  [INKAN_PORTAL_ERROR_UNTRUSTED]         = { "UNTRUSTED", 29 },
  [INKAN_PORTAL_ERROR_ELSEWHERE]         = { "ELSEWHERE", 30 },
  [INKAN_PORTAL_ERROR_SESSION]           = { "SESSION", 31 },
  [INKAN_PORTAL_ERROR_UNEXPECTED_PAGE]   = { "UNEXPECTED_PAGE", 32 },
  [INKAN_PORTAL_ERROR_TOO_LARGE]         = { "TOO_LARGE", 33 },
  [INKAN_PORTAL_ERROR_NOT_A_CERTIFICATE] = { "NOT_A_CERTIFICATE", 34 },
  [INKAN_PORTAL_ERROR_MAINTENANCE]       = { "MAINTENANCE", 35 },
  [INKAN_PORTAL_ERROR_NEEDS_SCRIPT]      = { "NEEDS_SCRIPT", 36 },
};

const char *
ending_get_code (EndingKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (endings), NULL);
  return endings[kind].code;
}

int
ending_get_status (EndingKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (endings), 1);
  return endings[kind].status;
}

const char *
ending_get_portal_code (InkanPortalError error)
{
  g_return_val_if_fail (error < G_N_ELEMENTS (portal_endings), NULL);
  return portal_endings[error].code;
}

int
ending_get_portal_status (InkanPortalError error)
{
  g_return_val_if_fail (error < G_N_ELEMENTS (portal_endings), 1);
  return portal_endings[error].status;
}

static EndingKind
find_kind (const GError *error)
{
  if (error->domain == INKAN_MAIL_ERROR)
    return ENDING_MESSAGE;
  if (error->domain == INKAN_DEFINITION_ERROR)
    return ENDING_PORTAL_FILE;
  if (error->domain == INKAN_CONVERSION_ERROR
      && (error->code == INKAN_CONVERSION_ERROR_NO_PASSPHRASE || error->code == INKAN_CONVERSION_ERROR_PASSPHRASE_NOT_TYPABLE
          || error->code == INKAN_CONVERSION_ERROR_PASSPHRASE_NOT_ASCII))
    return ENDING_WRONG_ANSWER;
  if (error->domain == INKAN_RETRIEVAL_ERROR)
    return ENDING_RECORD;
  if (g_error_matches (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE))
    return ENDING_WRONG_PASSPHRASE;
  if (error->domain == INKAN_CERTIFICATE_ERROR
      || g_error_matches (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_DIFFERENT))
    return ENDING_NOT_PROVED;
  return ENDING_NOT_SAVED;
}

void
ending_of_error (const GError  *error,
                 const char   **code,
                 int           *status)
{
  if (error->domain == INKAN_PORTAL_ERROR) {
    *code = ending_get_portal_code ((InkanPortalError) error->code);
    *status = ending_get_portal_status ((InkanPortalError) error->code);
  } else {
    *code = ending_get_code (find_kind (error));
    *status = ending_get_status (find_kind (error));
  }
}
