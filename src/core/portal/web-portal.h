/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal.h"

G_BEGIN_DECLS

/**
 * InkanWebPortal:
 *
 * An issuing portal that is a web site made for browsers: its pages are read and
 * its forms filled in as its definition says, or as a person would.
 */
#define INKAN_TYPE_WEB_PORTAL (inkan_web_portal_get_type ())
G_DECLARE_FINAL_TYPE (InkanWebPortal, inkan_web_portal, INKAN, WEB_PORTAL, GObject)

InkanPortal *inkan_web_portal_new (InkanPortalDefinition *definition);

G_END_DECLS
