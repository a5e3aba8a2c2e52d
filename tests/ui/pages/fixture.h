/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/page.h"

#include "support/scripted-portal.h"

G_BEGIN_DECLS

#define CODE "999888Ki3pCEdGtVeHXM"

/* A retrieval on a scripted portal, and one page of it in a window. */
typedef struct {
  char                  *folder;
  InkanPortalDefinition *definition;
  ScriptedPortal        *portal;
  InkanRetrieval        *retrieval;
  GtkWindow             *window;
  GtkWidget             *frame;
  InkanPage             *page;
  char                  *passphrase;
} Fixture;

/* @more: (nullable): further groups of the portal's definition */
Fixture   *fixture_new          (const char     *more);
void       fixture_free         (Fixture        *f);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

/* Builds the page of @type as the window does, and waits until it is on the screen. */
InkanPage *fixture_show         (Fixture        *f,
                                 GType           type);

/* Drives the retrieval there, the portal answering what is asked on the way. */
void       fixture_go_identity  (Fixture        *f);
void       fixture_go_choice    (Fixture        *f);
void       fixture_go_agreement (Fixture        *f);
void       fixture_go_issuing   (Fixture        *f);
/* Up to what comes first after the file @bytes: page 5 or 7. @passphrase: (nullable): typed on page 2 */
void       fixture_go_received  (Fixture        *f,
                                 GBytes         *bytes,
                                 const char     *passphrase);
/* @passphrase: of the file; the portal's definition decides whether it is known */
void       fixture_go_file      (Fixture        *f,
                                 const char     *passphrase);
void       fixture_go_folder    (Fixture        *f,
                                 const char     *passphrase);
void       fixture_go_issued    (Fixture        *f,
                                 const char     *passphrase);

/* Runs the main context until the retrieval is in @state. */
void       fixture_await_state  (Fixture        *f,
                                 InkanState      state);
/* Runs the main context until @condition holds. */
#define AWAIT(condition) while (!(condition)) g_main_context_iteration (NULL, TRUE)

/* A PKCS#12 file with a key, its certificate and the issuer's. */
GBytes    *make_certificate     (const char     *passphrase); /* (nullable): none */
/* With the keys and certificates of so many other people as well. */
GBytes    *make_crowded_certificate (const char *passphrase,
                                     guint       others);

/* Something below @root that a person sees, by what it says; NULL: there is none. */
GtkWidget *find_visible         (GtkWidget      *root,
                                 GType           type,
                                 const char     *text);
GtkWidget *find_button          (Fixture        *f,
                                 const char     *label);
GtkWidget *find_entry           (Fixture        *f,
                                 const char     *title);
/* The tick of a row with this title. */
GtkWidget *find_tick            (Fixture        *f,
                                 const char     *title);
/* Whether @text stands in some label on the page. */
gboolean   says                 (Fixture        *f,
                                 const char     *text);
void       click                (GtkWidget      *button);
void       type_text            (GtkWidget      *entry,
                                 const char     *text);

/* What a screen reader calls @widget, whether it is named itself or by its row's title. */
void       assert_name          (gpointer        widget,
                                 const char     *name);

G_END_DECLS
