/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/retrieval/retrieval.h"

G_BEGIN_DECLS

/* How a retrieval in the terminal can end, beside well and with one of
 * InkanPortalError. */
typedef enum {
  ENDING_SAVED,
  ENDING_USAGE,           /* the command line makes no sense */
  ENDING_MISSING_ANSWER,
  ENDING_WRONG_ANSWER,
  ENDING_ANSWERS,         /* the answers could not be read */
  ENDING_NO_TERMINAL,
  ENDING_INTERRUPTED,
  ENDING_NOT_AGREED,
  ENDING_MESSAGE,         /* the e-mail could not be read, or there is no code in it */
  ENDING_PORTAL_FILE,
  ENDING_PRACTICE,
  ENDING_RECORD,
  ENDING_NOT_ISSUED,      /* the answer was lost, the certificate is still offered */
  ENDING_FOLDER,
  ENDING_NOT_SAVED,
  ENDING_NOT_PROVED,
  ENDING_WRONG_PASSPHRASE,
  ENDING_PASSPHRASE_LOST, /* told once, and it could not be handed on */
} EndingKind;

/* Its word after "error=", and the exit status that says the same. */
const char *ending_get_code          (EndingKind       kind);
int         ending_get_status        (EndingKind       kind);
const char *ending_get_portal_code   (InkanPortalError error);
int         ending_get_portal_status (InkanPortalError error);

/* What @error, of any core box, is as an ending: (out) both. */
void        ending_of_error          (const GError    *error,
                                      const char     **code,
                                      int             *status);

G_END_DECLS
