/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "practice/visitor.h"

G_BEGIN_DECLS

/**
 * Trial:
 *
 * The practice portal, a home that nobody else uses, and a whole retrieval (walk)
 * that is disturbed at one of its system calls (interrupt).
 */
typedef struct {
  Visitor *portal;
  char *base;    /* everything of the walk's is in it */
  char *home;
  char *desk;    /* where the certificate is to be saved */
  char *records;
  char *service; /* of the certificate that a walk takes */
} Trial;

/* What a walk has said, and how it ended: 128 + signal, when one ended it. */
typedef struct {
  char *said;
  int status;
} Outcome;

void outcome_free (Outcome *outcome);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Outcome, outcome_free)

/* Whether a walk has said @line. */
gboolean outcome_has (Outcome *outcome, const char *line);
/* How the last line begins that it has said. */
gboolean outcome_ends (Outcome *outcome, const char *line);

/* A walk under way. @waits: whether it waits for "save" when the place is chosen. */
GSubprocess *trial_start (Trial             *self,
                          const char *const *options, /* of interrupt */
                          gboolean           waits);
/* (transfer full): what is typed into every walk, and after it @words. */
char        *trial_words (Trial             *self,
                          const char        *words);
/* A walk from beginning to end, with everything that the person says. */
Outcome     *trial_walk  (Trial             *self,
                          const char *const *options,
                          const char        *words);

/* (transfer full) (element-type utf8): the calls of a walk that nobody disturbs and
 * that comes to its end, "NAME TARGET": those within the home, or all. */
GPtrArray   *trial_list_calls (Trial             *self,
                               gboolean           within);

/* g_test_init(), one trial for all tests, @add, then the tests; all skipped where
 * programs cannot be watched so. */
int      trial_main        (int    argc,
                            char **argv,
                            void (*add) (Trial *trial));

/* A home without anything, and a certificate that can be fetched. */
void     trial_begin_anew  (Trial *self);

guint    trial_count_agreements (Trial *self);

/* (transfer full) (nullable): what an earlier walk has in its record as the received
 * file: under its name, or whole under the name that a file has while it is written. */
GBytes  *trial_find_received (Trial *self);
/* Whether there is a record at all. */
gboolean trial_has_record    (Trial *self);

/* None of what is secret is in any file of the home or the temporary folder. */
void     trial_check_secrets (Trial *self);
/* Whatever is at the place of choice is the certificate that the portal has issued
 * last, whole and private. Returns how many there are. */
guint    trial_check_desk    (Trial *self);

G_END_DECLS
