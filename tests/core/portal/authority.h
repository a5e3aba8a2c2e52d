/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Certificates for tests, made on the spot. */
typedef struct _Authority Authority;

Authority       *authority_new   (void);
void             authority_free  (Authority  *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Authority, authority_free)

/* (transfer full): of the root, PEM */
char            *authority_to_pem (Authority *self);
/* (transfer full): for a server at @host ("DNS:…" or "IP:…"), valid from and to
 * these days from now */
GTlsCertificate *authority_issue (Authority  *self,
                                  const char *host,
                                  int         from,
                                  int         to);
