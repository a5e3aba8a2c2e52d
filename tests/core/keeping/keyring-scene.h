/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KEYRING_NAME "org.freedesktop.secrets"

/* Every scene is a process of its own, on a bus of its own, with a home folder
 * of its own: libsecret asks for the service once, and remembers it. */
typedef struct {
  GSubprocess *bus;
  char *address;
  GSubprocess *daemon;
  char *home;
} Scene;

/* Whether this is the process of the test that calls it. Else it is run in one, or
 * skipped without the programs (both nullable). */
gboolean scene_in_subprocess (const char *first_program, const char *second_program);

/* A bus, on which there is no keyring. */
void scene_open (Scene *scene);
/* GNOME's. @password: (nullable): of the keyring to be made and opened */
void scene_start_keyring (Scene *scene, const char *password);
/* As when somebody ends it while the program runs. */
void scene_end_bus (Scene *scene);
void scene_close (Scene *scene);

G_END_DECLS
