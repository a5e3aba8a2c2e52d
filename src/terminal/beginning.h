/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "walk.h"

G_BEGIN_DECLS

/* What the command line says. */
typedef struct {
  char          *portal;             /* (nullable): path of a definition */
  char          *message;            /* (nullable): path of a message */
  gboolean       practice;
  char         **practice_arguments; /* (nullable) */
  int            answers_fd;         /* -1: a person is asked */
  int            password_fd;
} TerminalOptions;

/* Finds out what is to be walked: something interrupted, or a portal. The
 * practice portal, if it is that, is in @practice and to be kept while walking.
 * %FALSE: it has ended. */
gboolean beginning_find (Walk                   *walk,
                         const TerminalOptions  *options,
                         InkanPractice         **practice);

G_END_DECLS
