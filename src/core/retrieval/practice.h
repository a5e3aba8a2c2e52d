/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "../portal/definition.h"

G_BEGIN_DECLS

/**
 * InkanPractice:
 *
 * The practice portal, a program of its own, as a child of this one. It ends
 * with this object.
 */
#define INKAN_TYPE_PRACTICE (inkan_practice_get_type ())
G_DECLARE_FINAL_TYPE (InkanPractice, inkan_practice, INKAN, PRACTICE, GObject)

/* @arguments: (nullable): handed to the program, after its `--directory` */
InkanPractice         *inkan_practice_new            (const char * const  *arguments);

/* Starts the program, or does nothing when it runs already. */
void                   inkan_practice_start_async    (InkanPractice       *self,
                                                      GAsyncReadyCallback  callback,
                                                      gpointer             user_data);
gboolean               inkan_practice_start_finish   (InkanPractice       *self,
                                                      GAsyncResult        *result,
                                                      GError             **error);

/* All (transfer none) and (nullable) until it has started. The practice
 * applicant's address and password are public: they open nothing but the
 * practice portal. */
InkanPortalDefinition *inkan_practice_get_definition  (InkanPractice *self);
GFile                 *inkan_practice_get_mail_folder (InkanPractice *self);
const char            *inkan_practice_get_address     (InkanPractice *self);
const char            *inkan_practice_get_password    (InkanPractice *self);

G_END_DECLS
