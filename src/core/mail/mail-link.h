/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

/**
 * InkanLinkValue:
 * @INKAN_LINK_VALUE_EMAIL: `?email=…`, `?mail-address=…`
 * @INKAN_LINK_VALUE_USER: `?username=…`, `?uid=…`
 * @INKAN_LINK_VALUE_PASSWORD: `?password=…`
 * @INKAN_LINK_VALUE_CODE: `?enrollmentcode=…`, `?token=…`, `?code=…`
 * @INKAN_LINK_VALUE_PIN: `?pin=…`, `?access_pin=…`
 *
 * What a parameter of a link is, by its name.
 */
typedef enum {
  INKAN_LINK_VALUE_EMAIL,
  INKAN_LINK_VALUE_USER,
  INKAN_LINK_VALUE_PASSWORD,
  INKAN_LINK_VALUE_CODE,
  INKAN_LINK_VALUE_PIN,
} InkanLinkValue;

/* An http(s) link of a message. What it says is a claim of the sender; it is
 * for comparing and showing, and never opened. */
typedef struct {
  char *uri;        /* credentials and all: never log it */
  char *host;       /* "host" or "host:port", lower case, in ASCII (RFC 3490), as it
                     * really would be connected to */
  char *shown_host; /* (nullable) the host that its visible text in an HTML message
                     * names, or that stands before an "@" in it, when that is another
                     * one than @host */
} InkanMailLink;

void inkan_mail_link_free (InkanMailLink *self);

/**
 * inkan_mail_link_get_value:
 *
 * What the link carries in its query or its fragment, decoded. Of several
 * parameters of one kind, the first that is not empty.
 *
 * Returns: (transfer full) (nullable): without control characters
 */
SecretValue *inkan_mail_link_get_value     (const InkanMailLink *self,
                                            InkanLinkValue       kind);

/**
 * inkan_mail_link_get_parameter:
 * @name: a parameter's name; case, `-`, `_` and blanks do not matter
 *
 * For a field of the portal's definition that has a name of its own.
 *
 * Returns: (transfer full) (nullable): as inkan_mail_link_get_value()
 */
SecretValue *inkan_mail_link_get_parameter (const InkanMailLink *self,
                                            const char          *name);

/* The code under a name that means nothing else, as in "?enrollmentcode=…".
 * Returns: (transfer full) (nullable) */
SecretValue *inkan_mail_link_get_own_code  (const InkanMailLink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanMailLink, inkan_mail_link_free)

G_END_DECLS
