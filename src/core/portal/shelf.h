/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "definition.h"

G_BEGIN_DECLS

/* The person's own portals: definitions kept in the user's data directory. */

/* (transfer full) (nullable): the one of the list that has this @id: the user's before the system's. */
InkanPortalDefinition *inkan_portal_shelf_find         (const char             *id);

/* (transfer full): where inkan_portal_definition_keep() puts @definition. */
GFile                 *inkan_portal_shelf_get_file     (InkanPortalDefinition  *definition);

/* Whether the file of @definition is one of the user's own: only those are replaced and removed. */
gboolean               inkan_portal_shelf_has          (InkanPortalDefinition  *definition);

/* In what two definitions of one portal differ. A set. */
typedef enum {
  INKAN_DIFFERENCE_NONE   = 0,
  INKAN_DIFFERENCE_NAME   = 1 << 0,
  INKAN_DIFFERENCE_HOSTS  = 1 << 1, /* or the scheme: where things are sent */
  INKAN_DIFFERENCE_ANCHOR = 1 << 2, /* whom the portal's certificate may come from */
  INKAN_DIFFERENCE_REST   = 1 << 3, /* how its pages are read */
} InkanDifference;

InkanDifference        inkan_portal_shelf_compare      (InkanPortalDefinition  *one,
                                                        InkanPortalDefinition  *other);

/* (transfer full) (nullable): SHA-256 of the first certificate of its trust
 * anchor, as "AB:CD:…"; %NULL when it brings none. */
char                  *inkan_portal_shelf_get_anchor_fingerprint (InkanPortalDefinition *definition);

/**
 * InkanRemovedPortal:
 *
 * What was taken off the shelf, in memory, so that it can be put back.
 */
typedef struct _InkanRemovedPortal InkanRemovedPortal;

/* Deletes the file of @definition and the trust anchor that was kept with it.
 * Errors: #GIOErrorEnum, #GFileError. */
InkanRemovedPortal    *inkan_portal_shelf_remove       (InkanPortalDefinition  *definition,
                                                        GError                **error);
/* Never over a definition that has come to the same place meanwhile: G_FILE_ERROR_EXIST. */
gboolean               inkan_removed_portal_restore    (InkanRemovedPortal     *self,
                                                        GError                **error);
const char            *inkan_removed_portal_get_name   (InkanRemovedPortal     *self);
void                   inkan_removed_portal_free       (InkanRemovedPortal     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanRemovedPortal, inkan_removed_portal_free)

G_END_DECLS
