/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PortalProgram:
 *
 * One of the portals of tests/portals, running: a program of its own that is
 * known by its start-up report and its log only. It keeps what it has in a
 * folder that goes with it, and ends at the latest with the test.
 */
typedef struct _PortalProgram PortalProgram;

/**
 * portal_program_start:
 * @name: its file in tests/portals, without `.py`
 * @arguments: (nullable) (array zero-terminated=1): more for it, such as
 *   "--fault", "session-lost"
 *
 * Returns once it listens.
 */
PortalProgram *portal_program_start (const char        *name,
                                     const char *const *arguments);
void           portal_program_stop  (PortalProgram     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PortalProgram, portal_program_stop)

/* (transfer full): a value of its report; the test fails when there is none. */
char *portal_program_get (PortalProgram *self,
                          const char    *key);

/* How many lines of its log contain @text: "agreed", "POST /start". A request
 * stands in the log before it is answered. */
guint portal_program_count (PortalProgram *self,
                            const char    *text);

/* (transfer full): what starts the portal @name with its data in @folder,
 * NULL-terminated, for those who start programs in their own way. */
GStrv portal_program_command (const char        *name,
                              const char        *folder,
                              const char *const *arguments);

/* (transfer full): the start-up report that a portal, this or the practice one,
 * prints on @stream; waits for its last key. */
GKeyFile *portal_program_read_report (GInputStream *stream);

G_END_DECLS
