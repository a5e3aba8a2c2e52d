/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "web-page.h"
#include "portal-private.h"
#include "transport.h"
#include "web-portal.h"

G_BEGIN_DECLS

struct _InkanWebPortal {
  GObject parent_instance;

  InkanPortalDefinition *definition;
  guint connect_timeout; /* ms */
  guint page_timeout;    /* ms */

  InkanTransport *transport; /* of the last identification: its session */
  char *identity_names;      /* what the identity form's controls are called */
  gboolean busy;
};

/* Whether a page is the one that a step can go on with. */
typedef gboolean (* InkanWebWants) (InkanWebPortal *self,
                                    InkanWebPage   *page);

/* web-portal.c: what the three steps share */

/* (transfer full): sets the portal to work; %NULL when it is already, then the task has failed */
GTask      *inkan_web_portal_begin  (InkanWebPortal      *self,
                                     gpointer             tag,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
/* Each ends the operation. */
void        inkan_web_portal_fail   (GTask               *task,
                                     GError              *error); /* (transfer full) */
void        inkan_web_portal_return (GTask               *task,
                                     gpointer             object); /* (transfer full) */
/* One page in the page's time; @callback's data is the task. */
void        inkan_web_portal_fetch  (GTask               *task,
                                     InkanRequest        *request, /* (transfer full) */
                                     InkanFetchFlags      flags,
                                     GAsyncReadyCallback  callback);
/* Opens an answer of the task's operation, frames included: see
 * inkan_web_portal_open_async(). */
void        inkan_web_portal_open   (GTask               *task,
                                     InkanAnswer         *answer, /* (transfer full) */
                                     const char          *group,
                                     gboolean             markers,
                                     InkanWebWants        wants,
                                     GAsyncReadyCallback  callback);
GError     *inkan_web_error         (InkanPortalError     code,
                                     GDateTime           *retry_after,
                                     const char          *format,
                                     ...) G_GNUC_PRINTF (3, 4);

/* That @page does not have @missing, or that it needs its scripts. @which: "The
 * retrieval page" */
GError     *inkan_web_missing_error (InkanWebPage        *page,
                                     const char          *which,
                                     const char          *missing);

/* (transfer full): the page of an answer, whatever its status */
InkanWebPage *inkan_web_page_of_answer (InkanAnswer      *answer,
                                        GError          **error);
/* (transfer full) (nullable): what a page says by the definition's markers. @group: "Identity",
 * "Agreement" or "Delivery"; @all as @markers below */
GError     *inkan_web_portal_read_markers (InkanWebPortal *self,
                                           InkanWebPage   *page,
                                           InkanAnswer    *answer,
                                           const char     *group,
                                           gboolean        all);
/* (transfer full) (nullable): what a page, or its HTTP status, says to the person */
GError     *inkan_web_portal_judge  (InkanWebPortal      *self,
                                     InkanWebPage        *page,
                                     InkanAnswer         *answer,
                                     const char          *group,
                                     gboolean             markers);

/**
 * inkan_web_portal_open_page:
 * @group: "Identity" or "Agreement", whose markers hold
 * @markers: %FALSE for a page that stands before everything: only whether the
 *   portal is closed is looked for
 * @error: what the page or the HTTP status says to the person
 */
InkanWebPage  *inkan_web_portal_open_page (InkanWebPortal  *self,
                                        InkanAnswer     *answer,
                                        const char      *group,
                                        gboolean         markers,
                                        GError         **error);
/* Whether a question of the definition is answered with yes; without that key: no. */
gboolean    inkan_web_holds_mark    (InkanPortalDefinition *definition,
                                     InkanWebPage          *page,
                                     const char            *group,
                                     const char            *key);
/* (transfer full): the identity form of @page filled in; %NULL with @error */
InkanRequest *inkan_web_portal_fill_in (InkanWebPortal     *self,
                                        InkanWebPage       *page,
                                        InkanCredentials   *credentials,
                                        GError            **error);
gboolean    inkan_web_portal_has_identity_form (InkanWebPortal *self,
                                                InkanWebPage   *page);
/* Whether a page shows the form of the identity check again: the same controls,
 * not only some that would do. */
gboolean    inkan_web_portal_asks_again (InkanWebPortal  *self,
                                         InkanWebPage    *page);
/* (transfer full): what pressing a link or button of @page sends */
InkanRequest *inkan_web_follow       (InkanWebPage           *page,
                                      xmlNodePtr           control,
                                      GError             **error);
/* (transfer full) (nullable): when the answer is the file already */
InkanDelivery *inkan_web_take_file   (InkanAnswer         *answer,
                                      SecretValue         *passphrase);

/* web-frames.c */

/**
 * inkan_web_portal_open_async:
 * @answer: (transfer full)
 * @group: (nullable): %NULL: the pages are not judged, and a frame may be the file
 * @wants: what is looked for
 * @deadline: of all frames together
 *
 * The same as inkan_web_portal_open_page(), of a page that may be made of
 * frames: then it is that of the frame which has what is looked for. When none
 * has, it is the outer page. %NULL without an error: @answer of the finish is
 * that of a frame which is the file.
 */
void        inkan_web_portal_open_async (InkanWebPortal      *self,
                                         InkanAnswer         *answer,
                                         const char          *group,
                                         gboolean             markers,
                                         InkanWebWants        wants,
                                         gint64               deadline,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
/* @answer: (out) (optional) (transfer full) (nullable): the one that the page is of */
InkanWebPage *inkan_web_portal_open_finish (InkanWebPortal   *self,
                                            GAsyncResult     *result,
                                            InkanAnswer     **answer,
                                            GError          **error);

/* web-identify.c */
void        inkan_web_portal_identify_async (InkanPortal         *portal,
                                             InkanCredentials    *credentials,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);

/* web-offers.c. (transfer full): the list of an identity answer; %NULL with @error */
GListModel *inkan_web_read_offers    (InkanWebPortal         *self,
                                      InkanWebPage           *page,
                                      GError                **error);

/* web-review.c */
void        inkan_web_portal_review_async (InkanPortal         *portal,
                                           InkanOffer          *offer,
                                           GCancellable        *cancellable,
                                           GAsyncReadyCallback  callback,
                                           gpointer             user_data);
/* web-agreement.c. (transfer full) (nullable): what a page asks to agree to */
InkanAgreement *inkan_web_read_agreement (InkanPortalDefinition  *definition,
                                          InkanWebPage              *page,
                                          xmlNodePtr             *terms_link,
                                          char                  **missing);
/* Puts the choices made into the form. */
void            inkan_web_apply_choices  (InkanAgreement         *agreement);

/* web-issue.c */

/* (transfer full) (nullable): what the answer page asks to do for the file */
InkanRequest *inkan_web_next_request (InkanWebPortal       *self,
                                      InkanWebPage         *page,
                                      GError              **error);
void        inkan_web_portal_issue_async (InkanPortal         *portal,
                                          InkanOffer          *offer,
                                          InkanAgreement      *agreement,
                                          InkanIssueProgress   progress,
                                          gpointer             progress_data,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);

/* web-issue.c: "5; url=/status": seconds, not more than a minute, and where to: (nullable) */
void        inkan_refresh_parse     (const char          *text,
                                     int                 *seconds,
                                     char               **address);

G_END_DECLS
