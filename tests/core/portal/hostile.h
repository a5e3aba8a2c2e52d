/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server.h"

#include "core/portal/portal.h"

/* A retrieval from a portal that means harm, in a process of its own: what came
 * out, and how much memory it took beyond that of a retrieval from a good one. */

#define HOSTILE_MAX_MEMORY (100 * 1024) /* KiB */

/* Does what the process was started for and ends it, or returns. First thing in main(). */
void     hostile_run_child (int     argc,
                            char  **argv);

typedef struct {
  Server *server;
  char *directory;
} Hostile;

/* A good portal on loopback, until something is replaced on its server. */
void     hostile_start     (Hostile    *self);
/* @groups: (nullable): further text of the definition
 * Returns: (transfer full): "ok" or the error's code as a number */
char    *hostile_retrieve  (Hostile    *self,
                            const char *groups);
void     hostile_stop      (Hostile    *self);

/* All of it, for one changed answer: checks code and memory. @code: -1: it works all the same */
void     hostile_check     (const char *request,
                            ReplyKind   kind,
                            const char *head,
                            GString    *body,
                            int         code);
