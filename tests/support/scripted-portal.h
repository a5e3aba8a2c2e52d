/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/portal/portal.h"

G_BEGIN_DECLS

/**
 * ScriptedPortal:
 *
 * An InkanPortal without a network: each operation waits until the test answers
 * it, so that a test decides what happens and when.
 */
#define SCRIPTED_TYPE_PORTAL (scripted_portal_get_type ())
G_DECLARE_FINAL_TYPE (ScriptedPortal, scripted_portal, SCRIPTED, PORTAL, GObject)

ScriptedPortal *scripted_portal_new (void);

/* Runs the main context until the retrieval has asked for @operation:
 * "identify", "review" or "issue". */
void scripted_portal_await (ScriptedPortal *self,
                            const char     *operation);

/* Instead of awaiting: @asked is called from the main context whenever something
 * was asked for, for tests in which somebody else runs it. */
typedef void (*ScriptedPortalAsked) (ScriptedPortal *self,
                                     const char     *operation,
                                     gpointer        data);
void scripted_portal_set_handler (ScriptedPortal      *self,
                                  ScriptedPortalAsked  asked,
                                  gpointer             data);

/* How often each operation was asked for. */
guint scripted_portal_count (ScriptedPortal *self,
                             const char     *operation);

/* Answers to what was asked for. The offers are "Signing" (ready), "Mail"
 * (ready) and "Old" (retrieved). */
void scripted_portal_answer_list      (ScriptedPortal *self,
                                       gboolean        signing_retrieved);
void scripted_portal_answer_implied   (ScriptedPortal *self);
void scripted_portal_answer_agreement (ScriptedPortal *self);
/* The same, and the file's passphrase is to be of the person's choice. */
void scripted_portal_answer_agreement_choosing (ScriptedPortal *self);
/* With other terms than the one above. */
void scripted_portal_answer_other_agreement (ScriptedPortal *self);
void scripted_portal_progress         (ScriptedPortal *self,
                                       goffset         received,
                                       goffset         total);
/* While an issue is awaited: the portal's page tells the file's passphrase. */
void scripted_portal_tell             (ScriptedPortal *self,
                                       const char     *passphrase);
void scripted_portal_answer_file      (ScriptedPortal *self,
                                       GBytes         *bytes,
                                       const char     *name);
/* With the passphrase told in the page. */
void scripted_portal_answer_file_told (ScriptedPortal *self,
                                       GBytes         *bytes,
                                       const char     *name,
                                       const char     *passphrase);
void scripted_portal_answer_error     (ScriptedPortal   *self,
                                       InkanPortalError  code,
                                       gboolean          after_agreement);
void scripted_portal_set_clock_offset (ScriptedPortal *self,
                                       GTimeSpan       offset);

G_END_DECLS
