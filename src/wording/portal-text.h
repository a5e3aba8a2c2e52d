/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../core/retrieval/retrieval.h"
#include "note.h"

G_BEGIN_DECLS

/* Steps 3 and 4: the list, the wait, and what came of it. */

/* The portal's own words for the state of @offer, else ours: (transfer none) */
const char *inkan_offer_describe_state (InkanOffer *offer);
/* Why @offer cannot be fetched: (transfer full) (nullable) */
InkanNote  *inkan_offer_note           (InkanOffer *offer);
/* What an empty list can mean: (transfer full) (element-type InkanNote) */
GPtrArray  *inkan_offers_empty_notes   (void);
/* The answer to an agreement was of no use, and the certificate is still offered: (transfer full).
 * @error: (nullable): of that answer */
InkanNote  *inkan_offers_again_note    (const GError          *error,
                                        InkanPortalDefinition *definition);

/* What the portal is doing in ISSUING and RESOLVING: (transfer none) */
const char *inkan_waiting_text         (InkanState  state);
const char *inkan_waiting_usual_text   (void);

/* "Still waiting, 2 minutes so far.": (transfer full) */
char       *inkan_waiting_so_far_text  (gint64      minutes);

/* What is known, and what to do now, in UNKNOWN and REISSUE: (transfer full)
 * (element-type InkanNote), two of them. @has_link: the portal has a page for it. */
GPtrArray  *inkan_outcome_notes        (InkanState  state,
                                        gboolean    has_link);

G_END_DECLS
