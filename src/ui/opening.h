/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/retrieval/practice.h"
#include "window.h"

G_BEGIN_DECLS

/**
 * InkanOpening:
 *
 * All the ways into a retrieval: a portal of the list, a portal file, an e-mail,
 * a certificate file that the person has already, practice, something
 * interrupted. Each ends in the window, on the right page, or with what is wrong
 * on the page that shows.
 */
#define INKAN_TYPE_OPENING (inkan_opening_get_type ())
G_DECLARE_FINAL_TYPE (InkanOpening, inkan_opening, INKAN, OPENING, GObject)

InkanOpening  *inkan_opening_new           (InkanWindow           *window);
/* The window is going: what is still under way comes to nothing, practice ends. */
void           inkan_opening_end           (InkanOpening          *self);

void           inkan_opening_portal        (InkanOpening          *self,
                                            InkanPortalDefinition *definition);
void           inkan_opening_portal_file   (InkanOpening          *self,
                                            GFile                 *file,
                                            gboolean               ask);
void           inkan_opening_choose_portal_file (InkanOpening     *self);
/* "I already have the file": asks which. */
void           inkan_opening_choose_certificate_file (InkanOpening *self);
/* Whatever it is, by its name: a portal file, a certificate file, else an e-mail. */
void           inkan_opening_file          (InkanOpening          *self,
                                            GFile                 *file);
void           inkan_opening_message       (InkanOpening          *self,
                                            GFile                 *file);
void           inkan_opening_practice      (InkanOpening          *self,
                                            const char * const    *arguments);
void           inkan_opening_interrupted   (InkanOpening          *self,
                                            InkanInterrupted      *interrupted);

/* (nullable): the practice portal, when it has been started. */
InkanPractice *inkan_opening_get_practice  (InkanOpening          *self);

G_END_DECLS
