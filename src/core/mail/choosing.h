/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Codes and links out of a message's pieces, the best of each first. */
typedef struct {
  GPtrArray *codes;   /* SecretValue: that differ, and of the best one's label */
  GPtrArray *links;   /* InkanMailLink: that differ */
  gint       segment; /* index of the segment that the best code is in; -1: in none */
} InkanChoice;

/**
 * inkan_choose:
 * @segments: (element-type InkanSegment):
 * @deceits: as of inkan_html_to_text()
 * @code_pattern: (nullable): the portal's own
 */
InkanChoice *inkan_choose      (GPtrArray   *segments,
                                GHashTable  *deceits,
                                const char  *code_pattern);

void         inkan_choice_free (InkanChoice *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanChoice, inkan_choice_free)

G_END_DECLS
