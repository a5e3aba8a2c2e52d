/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a keyring is like that cannot be used as one would like to. */
typedef enum {
  FAKE_SECRETS_DISMISSED,          /* locked, and the person dismisses the prompt */
  FAKE_SECRETS_STAYS_LOCKED,       /* locked, and the prompt opens nothing */
  FAKE_SECRETS_SESSION_ONLY,       /* there is none but the session's, and none is wanted */
  FAKE_SECRETS_SESSION_IS_DEFAULT, /* what is put into it is gone with the session */
  FAKE_SECRETS_VANISHES,           /* usable at first, and gone when something is asked of it */
  FAKE_SECRETS_MUTE,               /* takes every question, and answers none */
  FAKE_SECRETS_NONE,               /* no service at all */
  FAKE_SECRETS_NO_BUS,             /* nor a bus that could have one; for the scene to end */
} FakeSecretsKind;

/**
 * FakeSecrets:
 *
 * A Secret Service (freedesktop.org) with one collection, and in it, when it
 * is locked, one item that fits any question. Speaks on a connection of its own in this process's main
 * context.
 */
typedef struct _FakeSecrets FakeSecrets;

FakeSecrets *fake_secrets_new           (const char      *address, /* of the bus */
                                         FakeSecretsKind  kind);
void         fake_secrets_free          (FakeSecrets     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeSecrets, fake_secrets_free)

/* Once, from the main context, when it is asked for something the first time.
 * @callback: (nullable) */
void         fake_secrets_when_asked    (FakeSecrets     *self,
                                         GSourceFunc      callback,
                                         gpointer         data);

/* How many times the person was asked for something. */
guint        fake_secrets_count_prompts (FakeSecrets     *self);
/* How many secrets were handed to it. */
guint        fake_secrets_count_stored  (FakeSecrets     *self);

G_END_DECLS
