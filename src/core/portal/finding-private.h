/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "explanation-private.h"
#include "finding.h"
#include "words.h"

G_BEGIN_DECLS

/* finding-weight.c: what speaks for a control's being the one for a field */
void        inkan_weigh_control     (const InkanField *field,
                                     xmlNodePtr        control,
                                     GArray           *labels,
                                     InkanWeight      *weight);
/* Whether the rest of a value goes into @control: a box for few characters right
 * behind another one, with no word between them; or, with @at, behind an "@". */
gboolean    inkan_control_continues (xmlNodePtr        before,
                                     xmlNodePtr        control,
                                     gboolean          at);
/* (nullable): the first label that has such a word */
const char *inkan_label_with        (GArray           *labels,
                                     InkanWord         word);
/* (transfer full) (nullable): the labels of a control that a person types into; of others %NULL */
GArray     *inkan_find_typed_labels (InkanWebPage     *page,
                                     xmlNodePtr        control);

G_END_DECLS
