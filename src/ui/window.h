/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "page.h"
#include "pages/welcome-page.h"

G_BEGIN_DECLS

/**
 * InkanWindow:
 *
 * The one window: the list of steps, the page, and the buttons below it. It
 * alone decides which page shows and what the buttons can do.
 *
 * Actions for pages: `win.another` leaves what is finished and goes to the
 * welcome page, `win.open-certificate` is "I already have the file", `win.help`
 * opens "Where do I find this?".
 */
#define INKAN_TYPE_WINDOW (inkan_window_get_type ())
G_DECLARE_FINAL_TYPE (InkanWindow, inkan_window, INKAN, WINDOW, AdwApplicationWindow)

InkanWindow      *inkan_window_new              (GtkApplication        *application);

/* Shows @retrieval where it is. */
void              inkan_window_show_retrieval   (InkanWindow           *self,
                                                 InkanRetrieval        *retrieval);
/* Shows the first step of @definition; what was typed there before is still there. */
void              inkan_window_show_portal      (InkanWindow           *self,
                                                 InkanPortalDefinition *definition);
void              inkan_window_show_welcome     (InkanWindow           *self);

/* (nullable): what is on the screen; %NULL on the welcome page. */
InkanRetrieval   *inkan_window_get_retrieval    (InkanWindow           *self);
InkanPage        *inkan_window_get_page         (InkanWindow           *self);
InkanWelcomePage *inkan_window_get_welcome_page (InkanWindow           *self);

/* Whether the person can go to another portal now without losing anything. */
gboolean          inkan_window_can_leave        (InkanWindow           *self);

/* Ways in from outside. */
/* By its name: a portal file, a certificate file, else an e-mail. */
void              inkan_window_open_file        (InkanWindow           *self,
                                                 GFile                 *file);
/* @ask: whether a portal that is not known yet is asked about, and then kept */
void              inkan_window_open_portal      (InkanWindow           *self,
                                                 GFile                 *file,
                                                 gboolean               ask);
/* @arguments: (nullable): for the practice portal */
void              inkan_window_practice         (InkanWindow           *self,
                                                 const char * const    *arguments);

G_END_DECLS
