/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/portal/web-portal.h"

#include "server.h"
#include "wait.h"

/* A small portal of four pages on a Server, and the definition that describes it. */
typedef struct {
  Server *server;
  char *directory;
  InkanPortalDefinition *definition;
  InkanPortal *portal;
  GBytes *file;
} Scene;

/* @groups: (nullable): further groups of the definition; the scene's own have
 * [Offers] and [Agreement] unless it begins with "-". @issue_timeout: seconds */
void            scene_start    (Scene           *self,
                                GTlsCertificate *certificate,
                                const char      *portal_keys,
                                const char      *groups);
void            scene_stop     (Scene           *self);
/* A portal on the same definition with other time limits, ms. */
void            scene_hurry    (Scene           *self,
                                guint            connect_timeout,
                                guint            page_timeout);

/* Up to the named step; the objects belong to the caller. */
GListModel     *scene_identify (Scene           *self,
                                GError         **error);
InkanAgreement *scene_review   (Scene           *self,
                                InkanOffer     **offer,
                                GError         **error);
InkanDelivery  *scene_issue    (Scene           *self,
                                GString         *phases, /* (nullable) */
                                GError         **error);
