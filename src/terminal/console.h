/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "../wording/certificate-text.h"

G_BEGIN_DECLS

/**
 * Console:
 *
 * The terminal: prints on standard output, asks on the terminal itself, which
 * is standard input or, when that is something else, the controlling terminal.
 * While it waits for an answer the main context runs. One in a program: it owns
 * SIGINT, SIGTERM and SIGHUP, and puts the terminal back as it was whatever
 * happens.
 */
typedef struct _Console Console;

/* What has called for an end, the strongest first. */
typedef enum {
  CONSOLE_CALM,
  CONSOLE_INTERRUPTED, /* Ctrl+C, Ctrl+D */
  CONSOLE_HUNG_UP,     /* the terminal is gone */
  CONSOLE_TERMINATED,
} ConsoleCall;

/* @asks: whether anything will be asked. %NULL: there is no terminal to ask on. */
Console     *console_new          (gboolean         asks);
void         console_free         (Console         *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Console, console_free)

/* For what may be read by a program: where standard output is no terminal, lines
 * stay whole, and questions go to the terminal itself. */
void         console_keep_output_apart (Console   *self);

/* Whether one line can be written over, for a clock. */
gboolean     console_is_live      (Console         *self);

/* All print whole lines, broken as wide as the terminal is. */
void         console_say          (Console         *self,
                                   const char      *text);
void         console_say_title    (Console         *self,
                                   const char      *title);
void         console_say_fact     (Console         *self,
                                   const char      *name,
                                   const char      *value); /* (nullable): then nothing is said */
void         console_say_facts    (Console         *self,
                                   GPtrArray       *facts); /* of InkanFact */
void         console_say_note     (Console         *self,
                                   const InkanNote *note); /* (nullable) */
void         console_say_notes    (Console         *self,
                                   GPtrArray       *notes);
void         console_say_blank    (Console         *self);
/* On standard error; needs no console. */
void         console_complain     (const char      *text);
/* As it is, unbroken: for programs that read it. */
void         console_say_raw      (Console         *self,
                                   const char      *line);

/* Long text, page by page where somebody can turn pages. %FALSE when interrupted. */
gboolean     console_page         (Console         *self,
                                   const char      *text);

/**
 * console_ask:
 * @prompt: what for
 * @hidden: whether what is typed is not shown
 *
 * Returns: (transfer full) (nullable): one line without its end, UTF-8, in
 *   non-pageable memory, for secret_password_free(); %NULL when the person, or
 *   the system, called for an end
 */
char        *console_ask          (Console         *self,
                                   const char      *prompt,
                                   gboolean         hidden);

/* Shows @secret on the terminal alone, never on a redirected output, and takes
 * it away, where a line can be written over, after Enter. %FALSE when interrupted. */
gboolean     console_show_secret  (Console         *self,
                                   const char      *secret,
                                   const char      *prompt);

/* A line at the bottom that changes; %NULL takes it away. Only when live. */
void         console_set_status   (Console         *self,
                                   const char      *text);

/* Runs the main context once, until something happens. */
void         console_wait         (Console         *self);
ConsoleCall  console_get_call     (Console         *self);
/* Ctrl+C was heard, and is not a call any more. */
void         console_forget_call  (Console         *self);

G_END_DECLS
