/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "definition.h"
#include "explanation.h"

G_BEGIN_DECLS

/**
 * InkanExplainer:
 *
 * Shows the author of a definition what becomes of a portal's pages: each is
 * given to the code that a retrieval gives it to, which writes down its reasons.
 * Nothing is sent but the request for the start page, and nothing that a person
 * would type is known here.
 */
typedef struct _InkanExplainer InkanExplainer;

InkanExplainer *inkan_explainer_new             (InkanPortalDefinition *definition);
/**
 * inkan_explainer_new_for_address:
 * @address: of a start page: https, or http on this computer
 * @error: #InkanDefinitionError when it is no such address
 *
 * Without a definition one is implied: the address, its host alone, and the
 * fields that the page is found to have.
 */
InkanExplainer *inkan_explainer_new_for_address (const char            *address,
                                                 GError               **error);
/* The same for a start page that was saved: its address is the one that browsers
 * write into such a file, else an unknown place. Errors: #GIOErrorEnum */
InkanExplainer *inkan_explainer_new_for_page    (GFile                 *file,
                                                 GError               **error);
void            inkan_explainer_free            (InkanExplainer        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanExplainer, inkan_explainer_free)

/* Fetches the start page, its redirects and its frames, by the rules of a
 * retrieval, and explains it. Errors: #InkanPortalError */
void              inkan_explainer_fetch_async  (InkanExplainer       *self,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
/* @address: (out) (transfer full): of the page that it is about */
InkanExplanation *inkan_explainer_fetch_finish (InkanExplainer       *self,
                                                GAsyncResult         *result,
                                                char                **address,
                                                GError              **error);

/* A page that was saved with a browser: as the start page, or as one of those
 * that answer. Errors: #GIOErrorEnum, #InkanPortalError */
InkanExplanation *inkan_explainer_read_start   (InkanExplainer       *self,
                                                GFile                *file,
                                                GError              **error);
InkanExplanation *inkan_explainer_read_answer  (InkanExplainer       *self,
                                                GFile                *file,
                                                GError              **error);

/* Whether the last explained start page has the form with every field. */
gboolean          inkan_explainer_found_form   (InkanExplainer       *self);
/* (transfer full) (nullable): a portal file for what was implied */
char             *inkan_explainer_propose      (InkanExplainer       *self);

G_END_DECLS
