/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "../../core/retrieval/retrieval.h"

G_BEGIN_DECLS

/**
 * InkanPasswordCheck:
 *
 * Asks for the file's password, as long as it is not known and would be of use,
 * and tries it; that it does not open the file is said below the entry.
 */
#define INKAN_TYPE_PASSWORD_CHECK (inkan_password_check_get_type ())
G_DECLARE_FINAL_TYPE (InkanPasswordCheck, inkan_password_check, INKAN, PASSWORD_CHECK, AdwPreferencesGroup)

/* Asks for the password of @retrieval's file while it is at @step. Once. */
void        inkan_password_check_watch      (InkanPasswordCheck *self,
                                             InkanRetrieval     *retrieval,
                                             InkanStep           step);
/* For InkanPageClass.handles_error: what to announce, when @error is said here; else %NULL: (transfer none). */
const char *inkan_password_check_take_error (InkanPasswordCheck *self,
                                             const GError       *error);
/* Tries what was typed and not tried yet: whether there was any. */
gboolean    inkan_password_check_try        (InkanPasswordCheck *self);
void        inkan_password_check_focus      (InkanPasswordCheck *self);

G_END_DECLS
