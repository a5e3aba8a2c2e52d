/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal.h"

G_BEGIN_DECLS

/* Lets the portal's server answer: which path is what. */
void practice_site_connect (PracticePortal *portal);

G_END_DECLS
