/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "../../core/retrieval/retrieval.h"

G_BEGIN_DECLS

/**
 * InkanToldPassword:
 *
 * The password of the file that the portal has told, perhaps for the only time:
 * hidden until it is asked for, and why it must be noted down. Nothing is shown
 * when there is none. It never goes to the clipboard by itself.
 */
#define INKAN_TYPE_TOLD_PASSWORD (inkan_told_password_get_type ())
G_DECLARE_FINAL_TYPE (InkanToldPassword, inkan_told_password, INKAN, TOLD_PASSWORD, AdwPreferencesGroup)

/* Shows at @step what @retrieval has been told, now and from now on; not when what
 * is saved has a new one by then. Once. */
void inkan_told_password_watch (InkanToldPassword *self,
                                InkanRetrieval    *retrieval,
                                InkanStep          step);

G_END_DECLS
