/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

/**
 * InkanHttpAuth:
 *
 * A person's user name and password for HTTP authentication: Basic (RFC 7617)
 * and Digest (RFC 7616). Answers only the challenge of the server that made it,
 * and each challenge once: a wrong password is never tried again.
 *
 * libsoup's own authentication is not used: it sends a request again by itself
 * when a 401 answers it, which an agreement must never be; it knows MD5 only;
 * and Debian 12's version lacks fixes in its Digest code.
 */
typedef struct _InkanHttpAuth InkanHttpAuth;

InkanHttpAuth *inkan_http_auth_new       (SecretValue   *user,
                                          SecretValue   *password);
void           inkan_http_auth_free      (InkanHttpAuth *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanHttpAuth, inkan_http_auth_free)

/**
 * inkan_http_auth_challenge:
 * @uri: what was asked for
 * @header: all `WWW-Authenticate` fields of a 401, joined by commas
 * @authorized: the request carried what inkan_http_auth_authorize() said
 *
 * Returns: whether the request may be sent again: the server has not asked
 *   before, or says that only its nonce was too old
 */
gboolean       inkan_http_auth_challenge (InkanHttpAuth *self,
                                          GUri          *uri,
                                          const char    *header,
                                          gboolean       authorized);
/* `Authentication-Info` of an answer: (nullable) */
void           inkan_http_auth_take_info (InkanHttpAuth *self,
                                          GUri          *uri,
                                          const char    *header);
/* (transfer full) (nullable): the `Authorization` of a request to a server that
 * has asked for it; with secret_password_free() */
char          *inkan_http_auth_authorize (InkanHttpAuth *self,
                                          const char    *method,
                                          GUri          *uri);
/* Whether any server has asked. */
gboolean       inkan_http_auth_was_asked (InkanHttpAuth *self);
/* Whether what it says lasts only as long as the server's nonce. */
gboolean       inkan_http_auth_may_age   (InkanHttpAuth *self);

/* http-challenge.c */

/* One challenge: a scheme, and its parameters by name in lower case. */
typedef struct {
  char *scheme;
  GHashTable *parameters;
} InkanHttpChallenge;

/* (transfer full) (element-type InkanHttpChallenge): as RFC 9110, section 11.6.1, writes them */
GPtrArray     *inkan_http_challenges_parse (const char *header);
/* (transfer full): a list of parameters alone, as in `Authentication-Info` */
GHashTable    *inkan_http_parameters_parse (const char *header);

G_END_DECLS
