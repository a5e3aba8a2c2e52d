/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explanation.h"
#include "web-page.h"

G_BEGIN_DECLS

/* What the code that decides writes with. Nothing happens when @page carries no
 * explanation. */

#define INKAN_MAX_WHY 12

/* Reasons that speak for something, and how much. */
typedef struct {
  int      marks;
  guint    n;
  InkanWhy why[INKAN_MAX_WHY];
} InkanWeight;

void  inkan_weigh        (InkanWeight    *weight,
                          int             marks, /* 0: nothing is noted */
                          InkanReason     reason,
                          const char     *text);

/* @node: (nullable): the element or attribute */
void  inkan_explain      (InkanWebPage   *page,
                          InkanRole       role,
                          const char     *subject,
                          gboolean        taken,
                          xmlNodePtr      node,
                          InkanReason     reason,
                          const char     *text);
void  inkan_explain_weight (InkanWebPage      *page,
                            InkanRole          role,
                            const char        *subject,
                            gboolean           taken,
                            xmlNodePtr         node,
                            const InkanWeight *weight);

/* (transfer full): as a person would point at it: its form, what it is, its line */
char *inkan_explain_node (InkanWebPage   *page,
                          xmlNodePtr      node);
/* (transfer full): without what may be secret in an address */
char *inkan_explain_uri  (GUri           *uri);

G_END_DECLS
