/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * Scene:
 *
 * A portal and a home folder of its own for `inkan --terminal`, which is run
 * with nothing in its environment but PATH, HOME, TERM and the language: no
 * display, no message bus. All of it goes with the scene.
 */
typedef struct _Scene Scene;

/* @arguments: (nullable): more for the practice portal. Issuing takes no time
 * unless they say so. */
Scene *scene_new            (const char *const *arguments);
/* With the portal @name of tests/portals in place of the practice portal. */
Scene *scene_new_at         (const char        *name,
                             const char *const *arguments);
/* With no portal. */
Scene *scene_new_bare       (void);
void   scene_free           (Scene             *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Scene, scene_free)

void   scene_set_japanese   (Scene             *self);
/* A variable of the program's environment; %NULL takes it away. */
void   scene_set_variable   (Scene             *self,
                             const char        *variable,
                             const char        *value);
/* An open descriptor that the program is started with as @number, from then on. */
void   scene_take_descriptor (Scene            *self,
                              int               fd,
                              int               number);
char **scene_get_environment (Scene            *self); /* (transfer none) */
/* All (transfer full). */
char  *scene_get            (Scene             *self,
                             const char        *key); /* of the portal's report */
char  *scene_get_mail       (Scene             *self); /* the newest message */
char  *scene_get_code       (Scene             *self); /* that is in it */
char  *scene_get_path       (Scene             *self,
                             const char        *name); /* below the home folder */
char  *scene_query          (Scene             *self,
                             const char        *sql); /* of the practice portal's database */
guint  scene_count_agreements (Scene           *self); /* that have reached the practice portal */
/* Lines of the log of a portal of tests/portals with @text in them. */
guint  scene_count_lines    (Scene             *self,
                             const char        *text);
/* Ends the practice portal, and starts it again with the same data and other faults. */
void   scene_restart_portal (Scene             *self,
                             const char *const *arguments);
/* (transfer full): stage of the only record, "" for none. */
char  *scene_get_stage      (Scene             *self);
/* (transfer full): a copy of the portal's definition with another value of a key. */
char  *scene_change_definition (Scene          *self,
                                const char     *group,
                                const char     *key,
                                const char     *value);
/* The file is there, mode 0600, and openssl opens it with @password. */
void   scene_prove          (Scene             *self,
                             const char        *path,
                             const char        *password);

/* What openssl says about how the file is locked: (transfer full) */
char  *scene_ask_lock       (Scene             *self,
                             const char        *path,
                             const char        *password);

/* Answers that lead to the end, for the practice portal and its newest message:
 * (transfer full); @without: (nullable): a key to leave out; @more: (nullable):
 * lines to add */
char  *scene_make_answers   (Scene             *self,
                             const char        *without,
                             const char        *more);
/* Runs it with @answers; @arguments (nullable): more than --terminal,
 * --portal and --answers-fd. Returns the exit status; @last: (out) (transfer
 * full): the last line, @output: (out) (optional) (transfer full): all. What
 * was written to the descriptor 4: (out) (optional) (transfer full). */
int    scene_answer         (Scene             *self,
                             const char        *answers,
                             const char *const *arguments,
                             char             **last,
                             char             **output,
                             char             **written);

/**
 * Tty:
 *
 * The program in a pseudo-terminal.
 */
typedef struct _Tty Tty;

Tty     *tty_new        (Scene             *scene,
                         guint              columns,
                         guint              rows,
                         const char *const *arguments);
/* Any program, with the scene's environment. */
Tty     *tty_new_for    (Scene             *scene,
                         guint              columns,
                         guint              rows,
                         const char *const *command);
/* Kills what still runs. */
void     tty_free       (Tty               *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Tty, tty_free)

/* Waits until @text has come, after all that was waited for before. */
void     tty_expect     (Tty               *self,
                         const char        *text);
void     tty_type       (Tty               *self,
                         const char        *text);
/* Waits for @text, then types @line and Enter. */
void     tty_answer     (Tty               *self,
                         const char        *text,
                         const char        *line);
/* Step 7 with the password known: neither locked anew nor copied. */
void     tty_keep_as_sent (Tty             *self);
gboolean tty_get_echo   (Tty               *self);
void     tty_signal     (Tty               *self,
                         int                number);
/* Ctrl+C, as the terminal makes it. */
void     tty_interrupt  (Tty               *self);
/* Closes the terminal; wait for its end with tty_wait(). */
void     tty_hang_up    (Tty               *self);
/* Runs to its end: exit status. */
int      tty_wait       (Tty               *self);
/* Runs to its end by a signal: which. */
int      tty_wait_for_signal (Tty          *self);
/* (transfer none): all that has come, without carriage returns. */
const char *tty_get_output (Tty            *self);
/* (transfer full) */
char    *tty_get_last_line (Tty            *self);

G_END_DECLS
