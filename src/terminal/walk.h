/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/retrieval/practice.h"
#include "../core/retrieval/retrieval.h"
#include "answers.h"
#include "console.h"
#include "ending.h"

G_BEGIN_DECLS

/**
 * Walk:
 *
 * One way through the ten steps in a terminal. It watches the retrieval's state
 * and does for each what a page of the window does: says what there is to say,
 * asks, and tells the retrieval; it has no truth of its own.
 */
typedef struct {
  Console        *console;
  Answers        *answers;         /* (nullable): then a person is asked */
  InkanMessage   *message;         /* (nullable): given on the command line */
  int             passphrase_fd;   /* for one that the portal tells; -1: none */
  InkanRetrieval *retrieval;       /* NULL before a portal is known */

  InkanStep       step_said;       /* whose title stands there */
  gboolean        passphrase_told; /* it was handed on */
  gboolean        agreed;          /* an agreement was sent in this walk */
  InkanNotice     notices_said;
  gboolean        leaving_said;    /* what leaving now would cost */
  gboolean        code_asked;      /* in this visit to step 1 */
  char           *copy_path;       /* (nullable): of the copy that was saved */
  char           *ending_text;     /* set once it has ended */
  const char     *ending_code;
  int             ending_status;
} Walk;

/* Ends it. Always %FALSE, for returning it. */
gboolean walk_end             (Walk         *self,
                               EndingKind    kind,
                               const char   *text);
/* Says what @error means and ends with its code. Always %FALSE. */
gboolean walk_end_with_error  (Walk         *self,
                               const GError *error);
/* The same, when it was said before. */
gboolean walk_end_with_said   (Walk         *self,
                               const GError *error);
/* Something called for an end while the person was asked: ends with what is
 * safe. Always %FALSE. */
gboolean walk_end_interrupted (Walk         *self);
void     walk_say_error       (Walk         *self,
                               const GError *error);

/* The answer for @key, given beforehand, or asked for now: (transfer full)
 * (nullable): for secret_password_free(); %NULL: it has ended. */
char    *walk_ask             (Walk         *self,
                               const char   *key,
                               const char   *prompt,
                               gboolean      hidden);
/* Which answer opens the file when the retrieval does not know what does:
 * `file-password`, or the field that the definition says has it: (transfer none) */
const char *walk_get_passphrase_key (Walk *self);
/* A question with yes or no, of a person only. @proposed: what Enter alone
 * means. %FALSE with an ending when interrupted. */
gboolean walk_ask_yes         (Walk         *self,
                               const char   *question,
                               gboolean      proposed,
                               gboolean     *yes);
/* A passphrase of the person's own choice, asked for until it can be used and was
 * typed twice, or made by chance when nothing is typed and @makes; of answers, the
 * one for @key: (transfer full) (nullable): %NULL: it has ended */
SecretValue *walk_choose_passphrase (Walk       *self,
                                     const char *key,
                                     const char *prompt,
                                     gboolean    makes);
/* Whether the answer for @key, if there is one, could be chosen; %FALSE: it has ended. */
gboolean walk_check_chosen_passphrase (Walk       *self,
                                       const char *key);
/* Enter, of a person only. */
gboolean walk_ask_enter       (Walk         *self,
                               const char   *prompt);

/* What can be known to be missing or wrong before anything is sent. %FALSE: it has ended. */
gboolean walk_check_answers   (Walk         *self);
/* From the state where the retrieval is to its end. */
void     walk_go              (Walk         *self);
/* The last line, that tells it all; before it, where the copy is. */
void     walk_say_ending      (Walk         *self);
void     walk_clear           (Walk         *self);

/* What each state asks for; %FALSE: it has ended. */
gboolean walk_mail            (Walk *self);
gboolean walk_identity        (Walk *self);
gboolean walk_choice          (Walk *self);
gboolean walk_agreement       (Walk *self);
gboolean walk_busy            (Walk *self);
gboolean walk_unknown         (Walk *self);
gboolean walk_reissue         (Walk *self);
gboolean walk_notice          (Walk *self);
gboolean walk_file            (Walk *self);
gboolean walk_folder          (Walk *self);
gboolean walk_saved           (Walk *self);
gboolean walk_issued          (Walk *self);
gboolean walk_care            (Walk *self);
gboolean walk_use             (Walk *self);

/* Locking the file anew, and the copy for older programs; %FALSE: it has ended. */
gboolean walk_check_conversions (Walk *self); /* what the answers say about it */
gboolean walk_wants_conversion  (Walk *self); /* whether they want any of it */
gboolean walk_convert           (Walk *self);
gboolean walk_settle_copy       (Walk *self); /* when it is not saved, or does not hold */
void     walk_say_copy          (Walk *self);
void     walk_say_copy_proof    (Walk *self);
char    *walk_get_copy_path     (Walk *self); /* (transfer full) (nullable) */

/* Reads a message as the portal of the retrieval writes them: (transfer full) (nullable) */
InkanMessage *walk_read_message  (Walk                  *self,
                                  GFile                 *file,
                                  InkanPortalDefinition *definition, /* (nullable) */
                                  GError               **error);
/* Looks at the folder @path, and takes it: its risks are known afterwards. %FALSE: interrupted. */
gboolean      walk_set_folder    (Walk                  *self,
                                  const char            *path);
/* Whether the answers allow the folder and the name; %FALSE: it has ended. */
gboolean      walk_check_folder  (Walk                  *self);

G_END_DECLS
