/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

/**
 * InkanNewPassword:
 *
 * Two entries for a password of the person's choice for the file, each with a
 * button that reveals it. What is wrong is said below the entry it belongs to; how
 * strong it is, below both. `Generate` makes one, and shows it to be noted down.
 * Nothing of it goes to the clipboard by itself.
 *
 * Signals: `changed`: inkan_new_password_get() may say something else now;
 * `activated`: Enter was pressed in an entry; `spoken` (text): something a screen
 * reader should say.
 */
#define INKAN_TYPE_NEW_PASSWORD (inkan_new_password_get_type ())
G_DECLARE_FINAL_TYPE (InkanNewPassword, inkan_new_password, INKAN, NEW_PASSWORD, AdwPreferencesGroup)

/* (transfer full) (nullable): %NULL while there is none that can be used. */
SecretValue *inkan_new_password_get   (InkanNewPassword *self);
void         inkan_new_password_clear (InkanNewPassword *self);

/* Other words than those of step 4. */
void         inkan_new_password_set_names (InkanNewPassword *self,
                                           const char       *title,
                                           const char       *first,
                                           const char       *second);
/* Puts the focus on the first entry. */
void         inkan_new_password_focus (InkanNewPassword *self);

G_END_DECLS
