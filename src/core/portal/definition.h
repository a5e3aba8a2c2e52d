/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * InkanDefinitionError:
 * @INKAN_DEFINITION_ERROR_READ: the file could not be read or is no key file
 * @INKAN_DEFINITION_ERROR_INVALID: a mistake in it; the message names file,
 *   group, key and reason
 */
typedef enum {
  INKAN_DEFINITION_ERROR_READ,
  INKAN_DEFINITION_ERROR_INVALID,
} InkanDefinitionError;

#define INKAN_DEFINITION_ERROR (inkan_definition_error_quark ())
GQuark inkan_definition_error_quark (void);

/**
 * InkanFieldKind:
 *
 * What a field of the identity form is, so that the engine can find it without
 * an XPath and the window can name it without a label.
 */
typedef enum {
  INKAN_FIELD_EMAIL,
  INKAN_FIELD_PASSWORD,
  INKAN_FIELD_CODE,
  INKAN_FIELD_PIN,
  INKAN_FIELD_USER,
  INKAN_FIELD_TEXT,
} InkanFieldKind;

/* One field that the person fills in. All strings belong to the definition. */
typedef struct {
  const char     *name;    /* "email", "password", "code", …: unique in the definition */
  InkanFieldKind  kind;
  const char     *label;   /* (nullable) in the user's language; NULL: the window's own word for @kind */
  const char     *control; /* (nullable) XPath; NULL: found by itself */
  const char     *pattern; /* (nullable) what the whole value must match */
  gboolean        hidden;  /* shown as dots, treated as a secret */
} InkanField;

/* Where the passphrase of the received file comes from. */
typedef enum {
  INKAN_PASSPHRASE_ASK,   /* the person knows it */
  INKAN_PASSPHRASE_FIELD, /* it is what was typed into a field of the identity form */
  INKAN_PASSPHRASE_PAGE,  /* it stands in the page */
  INKAN_PASSPHRASE_CHOSEN, /* the person chooses it when they agree */
} InkanPassphraseSource;

typedef enum {
  INKAN_LINK_REISSUE,
  INKAN_LINK_INSTALLATION,
  INKAN_LINK_HELP,
  INKAN_LINK_CONTACT,
} InkanLink;

#define INKAN_TYPE_PORTAL_DEFINITION (inkan_portal_definition_get_type ())
G_DECLARE_FINAL_TYPE (InkanPortalDefinition, inkan_portal_definition, INKAN, PORTAL_DEFINITION, GObject)

/* Reads and checks a `.portal` file. Small and local: synchronous. */
InkanPortalDefinition *inkan_portal_definition_load (GFile   *file,
                                                     GError **error);

/**
 * inkan_portal_definition_check:
 * @self: a definition without mistakes
 *
 * What is allowed in it but will not do what its author means: patterns that
 * nothing fits, XPaths that can never select anything, keys without effect, a
 * trust anchor that has expired, an id that another portal has.
 *
 * Returns: (transfer full) (element-type utf8): one sentence each, with file,
 *   group and key
 */
GPtrArray *inkan_portal_definition_check (InkanPortalDefinition *self);

/**
 * inkan_portal_definition_list:
 * @directories: (nullable): where to look; %NULL for `inkan/portals` in the
 *   user's and then the system's data directories
 *
 * Returns: (transfer full) (element-type InkanPortalDefinition): the valid ones,
 *   one an id (the user's first), by name; mistakes are g_debug()ged
 */
GListModel *inkan_portal_definition_list (const char * const *directories);

/* Copies the definition's file to the user's data directory, whole or not at all (shelf.h). */
gboolean inkan_portal_definition_keep (InkanPortalDefinition  *self,
                                       GError                **error);

GFile       *inkan_portal_definition_get_file   (InkanPortalDefinition *self);
const char  *inkan_portal_definition_get_id     (InkanPortalDefinition *self);
const char  *inkan_portal_definition_get_name   (InkanPortalDefinition *self); /* localised */
const char  *inkan_portal_definition_get_host   (InkanPortalDefinition *self); /* "host" or "host:port" of the origin */
const char  *inkan_portal_definition_get_origin (InkanPortalDefinition *self);
gboolean     inkan_portal_definition_get_practice (InkanPortalDefinition *self); /* [Portal] Practice=true: the window says so */

/* (transfer none) (array zero-terminated=1): every host that may be talked to, the origin's first */
const char * const *inkan_portal_definition_get_hosts (InkanPortalDefinition *self);

/* Whether @host ("host" or "host:port") is one of get_hosts(); for links in mails. */
gboolean     inkan_portal_definition_knows_host (InkanPortalDefinition *self,
                                                 const char            *host);

const InkanField *inkan_portal_definition_get_fields (InkanPortalDefinition *self,
                                                      gsize                 *n_fields);
const InkanField *inkan_portal_definition_find_field (InkanPortalDefinition *self,
                                                      const char            *name);

const char  *inkan_portal_definition_get_code_pattern    (InkanPortalDefinition *self); /* (nullable) */
const char  *inkan_portal_definition_get_subject_pattern (InkanPortalDefinition *self); /* (nullable) */
const char  *inkan_portal_definition_get_sender_domain   (InkanPortalDefinition *self); /* (nullable) */

InkanPassphraseSource inkan_portal_definition_get_passphrase_source (InkanPortalDefinition *self);
const char  *inkan_portal_definition_get_passphrase_field (InkanPortalDefinition *self); /* (nullable) name of a field */

/* Absolute http(s) or mailto URI in the user's language, or %NULL. */
const char  *inkan_portal_definition_get_link (InkanPortalDefinition *self,
                                               InkanLink              link);

/**
 * inkan_portal_definition_get_xpath:
 * @group: "Identity", "Offers", "Agreement", "Delivery"
 * @key: as documented in inkan-portal(5)
 *
 * Returns: (nullable): an XPath that compiles
 */
const char  *inkan_portal_definition_get_xpath (InkanPortalDefinition *self,
                                                const char            *group,
                                                const char            *key);

guint        inkan_portal_definition_get_issue_timeout (InkanPortalDefinition *self); /* seconds */
GFile       *inkan_portal_definition_get_trust_anchor (InkanPortalDefinition *self); /* (nullable) PEM */
const char  *inkan_portal_definition_get_start (InkanPortalDefinition *self); /* absolute URI of the retrieval page */

G_END_DECLS
