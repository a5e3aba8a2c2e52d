/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A session that is private to one test: a virtual display, a message bus with
 * the accessibility bus behind it, a home folder and, unless it is left out, an
 * unlocked keyring. Everything lies in one temporary folder, which
 * session_test_add() takes away, and ends when the test process does. */
typedef enum {
  SESSION_DEFAULT    = 0,
  SESSION_JAPANESE   = 1 << 0,
  SESSION_NO_KEYRING = 1 << 1,
} SessionFlags;

typedef struct _Session Session;

/* Adds @function as a test that runs in a process of its own, for the
 * accessibility bus is one to a process. */
void         session_test_add          (const char    *path,
                                        GTestFunc      function);

Session     *session_new               (SessionFlags   flags);
void         session_free              (Session       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Session, session_free)

/* All below (transfer full) unless it says otherwise. */
SessionFlags session_get_flags         (Session       *self);
const char  *session_get_folder        (Session       *self); /* (transfer none): everything lies in it */
char        *session_get_path          (Session       *self,
                                        const char    *name); /* below that folder */
const char  *session_get_display       (Session       *self); /* (transfer none) */
/* (transfer none): its message bus */
GDBusConnection *session_get_bus       (Session       *self);
/* An address of the accessibility bus. */
char        *session_get_accessibility (Session       *self);

/* Of the programs that are started from now on. */
void         session_set_variable      (Session       *self,
                                        const char    *variable,
                                        const char    *value);
/* A program of the build folder, or one found in PATH, with the session's
 * environment; what it says goes to the file @log_name in the session's folder,
 * unless @flags say otherwise for standard output. Ends with the test. */
GSubprocess *session_start             (Session           *self,
                                        const char        *log_name,
                                        GSubprocessFlags   flags,
                                        const char *const *arguments);
/* Runs to the end, quickly expected; returns what it printed. Fails the test
 * when the program fails. */
char        *session_run               (Session           *self,
                                        const char *const *arguments);
char        *session_read_log          (Session           *self,
                                        const char        *log_name);

/* How long to wait for anything before it counts as never: generous, as it
 * costs nothing when all is well. In microseconds. */
gint64       session_patience          (void);

/* Runs a practice portal that keeps its data in @folder (in the session's), with
 * these arguments (nullable); returns its start-up report. */
GKeyFile    *session_start_portal      (Session           *self,
                                        const char        *folder,
                                        const char *const *arguments);
/* The same with one of the portals of tests/portals, which keeps its data in a
 * folder of its name. */
GKeyFile    *session_start_other_portal (Session          *self,
                                        const char        *name,
                                        const char *const *arguments);
/* Ends it, and waits for that. */
void         session_stop_portal       (Session           *self);

G_END_DECLS
