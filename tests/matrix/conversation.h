/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trial.h"

G_BEGIN_DECLS

/**
 * Conversation:
 *
 * A walk under way, and a person who answers where it has to wait.
 */
typedef struct {
  Trial *trial;
  GSubprocess *process;
  GDataInputStream *said;
  GOutputStream *words;

  char *state;      /* what it has reached */
  gboolean arrived; /* it was shown that the file is here */
  gboolean unkept;  /* and that it is not on the disk */
  guint n_errors;

  /* What it waits for: */
  gboolean placed;  /* before it saves */
  gboolean keeping; /* an error of saving; else that the agreement was not sent */
  int code;
  char *text;
} Conversation;

/* @waits: whether it waits for "save" when the place has been chosen. */
Conversation *conversation_begin (Trial             *trial,
                                  const char *const *options,
                                  gboolean           waits);
void          conversation_end   (Conversation      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Conversation, conversation_end)

void     conversation_say   (Conversation *self,
                             const char   *words);
/* Until it waits for something; FALSE: it has ended. */
gboolean conversation_heed  (Conversation *self);

/* The person was told what happened and what to do; what was received is in the
 * record; there is nothing at the place of choice. */
void     conversation_check_trouble (Conversation *self);
/* It came to its end: one file, whole, and no record any more. */
void     conversation_check_end     (Conversation *self);

G_END_DECLS
