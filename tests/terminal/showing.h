/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "scene.h"

G_BEGIN_DECLS

/* `inkan --show` in a scene of its own: without a home folder, a display, a bus. */
typedef struct {
  Scene *scene;
  char  *folder;
  char  *program;
  char  *output; /* of the last run */
  char  *complaints;
} Showing;

void  showing_set_up    (Showing             *self,
                         gconstpointer        data);
void  showing_tear_down (Showing             *self,
                         gconstpointer        data);

/* A file in its folder: (transfer full): its path */
char *showing_put       (Showing             *self,
                         const char          *name,
                         GBytes              *bytes);

/* All return the exit status. With @length bytes of @passphrase on a descriptor. */
int   showing_run_with  (Showing             *self,
                         const char          *path,
                         const char          *passphrase,
                         gsize                length);
int   showing_run       (Showing             *self,
                         const char          *path,
                         const char          *passphrase);
/* With any arguments, and no terminal anywhere. */
int   showing_run_alone (Showing             *self,
                         const char *const   *arguments);
/* Any command, with pipes for what it prints. */
GSubprocessLauncher *showing_make_launcher (void);
int   showing_finish    (Showing             *self,
                         GSubprocessLauncher *launcher,
                         const char *const   *command);

/* @part is in @text. */
void  showing_expect    (const char          *text,
                         const char          *part);
/* Nothing is in @text that a terminal takes for an order, or that turns text around. */
void  showing_expect_harmless (const char    *text);

G_END_DECLS
