/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * InkanApplication:
 *
 * The program: its command line, its single instance, its one window.
 */
#define INKAN_TYPE_APPLICATION (inkan_application_get_type ())
G_DECLARE_FINAL_TYPE (InkanApplication, inkan_application, INKAN, APPLICATION, AdwApplication)

InkanApplication *inkan_application_new (void);

G_END_DECLS
