/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "definition.h"

G_BEGIN_DECLS

/* How the file comes, after the agreement. */
typedef enum {
  INKAN_DELIVERY_KIND_ANSWER, /* it is the answer */
  INKAN_DELIVERY_KIND_LINK,   /* behind a link of the answer page */
  INKAN_DELIVERY_KIND_FORM,   /* behind a form of the answer page */
  INKAN_DELIVERY_KIND_POLL,   /* the answer page asks to come back */
} InkanDeliveryKind;

struct _InkanPortalDefinition {
  GObject parent_instance;

  GFile *file;
  char *id;
  char *name;
  char *origin;
  GUri *origin_uri;
  char *start;
  char **hosts;
  GFile *trust_anchor;
  guint issue_timeout;
  gboolean practice;

  GArray *fields; /* of InkanField */
  char *subject_pattern;
  char *code_pattern;
  char *sender_domain;

  gboolean has_offers;
  gboolean has_agreement;
  InkanDeliveryKind delivery_kind;
  InkanPassphraseSource passphrase_source;
  char *passphrase_field;
  GHashTable *xpaths; /* "Group/Key" -> XPath */
  char *links[INKAN_LINK_CONTACT + 1];
};

gboolean          inkan_portal_definition_has_offers        (InkanPortalDefinition *self);
gboolean          inkan_portal_definition_has_agreement     (InkanPortalDefinition *self);
InkanDeliveryKind inkan_portal_definition_get_delivery_kind (InkanPortalDefinition *self);

/* Whether something may be sent to @uri: the scheme of the origin, one of the hosts. */
gboolean          inkan_portal_definition_allows_uri        (InkanPortalDefinition *self,
                                                             GUri                  *uri);

/* "host" or, with a port that is not the scheme's own, "host:port"; lower case. */
char             *inkan_portal_host_of_uri                  (GUri *uri);
gboolean          inkan_portal_host_is_loopback             (const char *host);

/* definition-reader.c: fills a new, empty definition. */
gboolean          inkan_portal_definition_read              (InkanPortalDefinition  *self,
                                                             GKeyFile               *key_file,
                                                             GError                **error);

G_END_DECLS
