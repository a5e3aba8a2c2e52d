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

/* How the person proves who they are. */
typedef enum {
  INKAN_IDENTITY_METHOD_FORM,
  INKAN_IDENTITY_METHOD_HTTP, /* RFC 7617 or RFC 7616, whichever the portal asks for */
} InkanIdentityMethod;

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

  InkanIdentityMethod identity_method;
  const char *http_user;     /* names of fields, with INKAN_IDENTITY_METHOD_HTTP */
  const char *http_password;
  char *frame;               /* (nullable) with INKAN_IDENTITY_METHOD_FORM */

  gboolean has_offers;
  gboolean has_agreement;
  InkanDeliveryKind delivery_kind;
  InkanPassphraseSource passphrase_source;
  char *passphrase_field;
  GHashTable *xpaths; /* "Group/Key" -> XPath */
  char *links[INKAN_LINK_CONTACT + 1];

  char *rest; /* all of the file but comments, name, hosts and anchor: for comparing */

  GPtrArray *mistakes; /* of char *, while it is read */
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

/* definition.c: (transfer full): a key file of sane size, in UTF-8. */
GKeyFile         *inkan_definition_load_key_file            (GFile                  *file,
                                                             GKeyFileFlags           flags,
                                                             GError                **error);

/* definition-reader.c: fills a new, empty definition. @error: names all mistakes, one a line. */
gboolean          inkan_portal_definition_read              (InkanPortalDefinition  *self,
                                                             GKeyFile               *key_file,
                                                             GError                **error);

/* definition-vocabulary.c: which groups and keys there are, and what their values must be. */
void              inkan_definition_check_vocabulary         (InkanPortalDefinition  *self,
                                                             GKeyFile               *key_file);
void              inkan_definition_read_xpaths              (InkanPortalDefinition  *self,
                                                             GKeyFile               *key_file);
/* (transfer full) (nullable): the value; inkan_definition_check_vocabulary() has seen that it can be read */
char             *inkan_definition_get_text                 (GKeyFile               *key_file,
                                                             const char             *group,
                                                             const char             *key);
/* Notes a mistake, of each key the first; always %FALSE. */
gboolean          inkan_definition_refuse                   (InkanPortalDefinition  *self,
                                                             const char             *group,
                                                             const char             *key, /* (nullable) */
                                                             const char             *format,
                                                             ...) G_GNUC_PRINTF (4, 5);
/* (transfer full): "FILE: [Group] Key: " */
char             *inkan_definition_locate                   (InkanPortalDefinition  *self,
                                                             const char             *group,
                                                             const char             *key); /* (nullable) */

/* What the value of a key is. */
typedef enum {
  INKAN_VALUE_TEXT,
  INKAN_VALUE_LIST,
  INKAN_VALUE_NODE,     /* XPath of something that is pressed, filled in or gone through */
  INKAN_VALUE_WORDS,    /* XPath of something that is read */
  INKAN_VALUE_QUESTION, /* XPath that holds or does not */
  INKAN_VALUE_REGEX,
  INKAN_VALUE_BOOLEAN,
  INKAN_VALUE_SECONDS,
} InkanValueKind;

/* One key that a definition may have. */
typedef struct {
  const char *group; /* "Field" for all groups of fields */
  const char *key;
  InkanValueKind kind;
  gboolean localised;
  gboolean in_row; /* an XPath that is evaluated on one row */
} InkanKnownKey;

/* (nullable): @key as it stands in the file, with its language or without; %NULL: any of the group */
const InkanKnownKey *inkan_definition_find_key              (const char             *group,
                                                             const char             *key);

G_END_DECLS
