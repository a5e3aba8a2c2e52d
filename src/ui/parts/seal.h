/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * InkanSeal:
 *
 * A vermilion seal impression that reads 印. Invisible until it is stamped; a
 * desktop that asks for less motion sees it at once.
 */
#define INKAN_TYPE_SEAL (inkan_seal_get_type ())
G_DECLARE_FINAL_TYPE (InkanSeal, inkan_seal, INKAN, SEAL, GtkWidget)

/* Stamps, once; @stamped %FALSE takes it away again. */
void     inkan_seal_set_stamped (InkanSeal *self,
                                 gboolean   stamped);
gboolean inkan_seal_get_stamped (InkanSeal *self);

/* Whether the stamp is still on its way down. */
gboolean inkan_seal_is_moving   (InkanSeal *self);

G_END_DECLS
