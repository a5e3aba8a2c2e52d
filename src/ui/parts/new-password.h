/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

/**
 * InkanNewPassword:
 *
 * Two entries for a password of the person's choice for the file, each with a
 * button that reveals it. What is wrong is said below the entry it belongs to.
 *
 * Signal `changed`: inkan_new_password_get() may say something else now.
 */
#define INKAN_TYPE_NEW_PASSWORD (inkan_new_password_get_type ())
G_DECLARE_FINAL_TYPE (InkanNewPassword, inkan_new_password, INKAN, NEW_PASSWORD, AdwPreferencesGroup)

/* (transfer full) (nullable): %NULL while there is none that can be used. */
SecretValue *inkan_new_password_get   (InkanNewPassword *self);
void         inkan_new_password_clear (InkanNewPassword *self);

G_END_DECLS
