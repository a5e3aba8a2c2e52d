/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/retrieval/retrieval.h"
#include "note.h"

G_BEGIN_DECLS

/* Steps 1 and 2: the message, and what the person enters. */

/* What is odd about @message, for a person who uses @definition: (transfer
 * full) (element-type InkanNote): warnings, none when all fits. */
GPtrArray  *inkan_message_notes   (InkanMessage          *message,
                                   InkanPortalDefinition *definition);

/* What was taken from @message into the fields of @definition, as a sentence:
 * (transfer full) (nullable): %NULL for nothing */
char       *inkan_message_taken_text  (InkanMessage          *message,
                                       InkanPortalDefinition *definition);

/* What the message's Authentication-Results say, one result a line, and that
 * they are claims: (transfer full) (nullable) */
char       *inkan_message_claims_text (InkanMessage          *message);

/* The hosts of its links, those that are not the portal's named as such, one a
 * line: (transfer full) (nullable) */
char       *inkan_message_links_text  (InkanMessage          *message,
                                       InkanPortalDefinition *definition);

/* What we call @field: the definition's label, else our own word: (transfer none) */
const char *inkan_field_get_label (const InkanField      *field);

/**
 * inkan_field_note:
 * @typed: what was typed; the retrieval has it already
 * @valid: (out): whether it can be sent
 *
 * What there is to say about the value of @field: why it cannot be sent, or
 * what is worth a second look though it can.
 *
 * Returns: (transfer full) (nullable): ERROR, WARNING or INFO, without a title
 */
InkanNote  *inkan_field_note      (InkanRetrieval        *retrieval,
                                   const InkanField      *field,
                                   const char            *typed,
                                   gboolean              *valid);

G_END_DECLS
