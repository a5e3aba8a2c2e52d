/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * InkanMailClaim:
 * @server: which server says to have checked (authserv-id)
 * @method: "spf", "dkim", "dmarc", …; lower case
 * @result: "pass", "fail", "softfail", "none", …; lower case
 * @about: (nullable): whom it is about: an address or a domain
 *
 * One result out of an `Authentication-Results` field (RFC 8601).
 *
 * A claim, no proof: a server that receives mail puts its own field above all
 * others, so only the topmost one can come from a server that the person
 * trusts, and none does when that server writes no such field: then the topmost
 * one is the sender's.
 */
typedef struct {
  char *server;
  char *method;
  char *result;
  char *about;
} InkanMailClaim;

void       inkan_mail_claim_free            (InkanMailClaim *self);

/* The results in @value, that of one field, as it lies in the message.
 * Returns: (transfer full) (element-type InkanMailClaim): texts are cleaned */
GPtrArray *inkan_authentication_read_claims (const char     *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanMailClaim, inkan_mail_claim_free)

G_END_DECLS
