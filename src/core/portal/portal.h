/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "definition.h"

G_BEGIN_DECLS

/**
 * InkanPortalError:
 *
 * One code for every case in which a person would do something different.
 * Messages are technical detail in English without any secret; what the person
 * reads is written in the window.
 *
 * @INKAN_PORTAL_ERROR_IDENTITY: address, password or code is wrong
 * @INKAN_PORTAL_ERROR_NOTHING_OFFERED: an empty list: wrong entries, or fetched already (guide, step 3)
 * @INKAN_PORTAL_ERROR_ALREADY_RETRIEVED: fetched already: reissue
 * @INKAN_PORTAL_ERROR_NOT_READY: not prepared yet; inkan_portal_error_get_retry_after() when the portal says when
 * @INKAN_PORTAL_ERROR_LOCKED: too many attempts
 * @INKAN_PORTAL_ERROR_REISSUE_NEEDED: issuing failed after the agreement
 * @INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN: the agreement went out and its answer was lost
 * @INKAN_PORTAL_ERROR_UNREACHABLE: no connection; nothing was decided
 * @INKAN_PORTAL_ERROR_TIMED_OUT: no answer in time; nothing was decided
 * @INKAN_PORTAL_ERROR_UNTRUSTED: the server could not prove who it is; nothing was sent
 * @INKAN_PORTAL_ERROR_ELSEWHERE: led to a host that the definition does not name; nothing was sent there
 * @INKAN_PORTAL_ERROR_SESSION: the portal's session ended before the agreement
 * @INKAN_PORTAL_ERROR_UNEXPECTED_PAGE: not the page that the definition describes
 * @INKAN_PORTAL_ERROR_TOO_LARGE: over a limit of SAFETY
 * @INKAN_PORTAL_ERROR_NOT_A_CERTIFICATE: the answer is no PKCS#12 file
 * @INKAN_PORTAL_ERROR_MAINTENANCE: closed for now
 * @INKAN_PORTAL_ERROR_NEEDS_SCRIPT: the page works in a browser that runs its JavaScript only
 */
typedef enum {
  INKAN_PORTAL_ERROR_IDENTITY,
  INKAN_PORTAL_ERROR_NOTHING_OFFERED,
  INKAN_PORTAL_ERROR_ALREADY_RETRIEVED,
  INKAN_PORTAL_ERROR_NOT_READY,
  INKAN_PORTAL_ERROR_LOCKED,
  INKAN_PORTAL_ERROR_REISSUE_NEEDED,
  INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN,
  INKAN_PORTAL_ERROR_UNREACHABLE,
  INKAN_PORTAL_ERROR_TIMED_OUT,
  INKAN_PORTAL_ERROR_UNTRUSTED,
  INKAN_PORTAL_ERROR_ELSEWHERE,
  INKAN_PORTAL_ERROR_SESSION,
  INKAN_PORTAL_ERROR_UNEXPECTED_PAGE,
  INKAN_PORTAL_ERROR_TOO_LARGE,
  INKAN_PORTAL_ERROR_NOT_A_CERTIFICATE,
  INKAN_PORTAL_ERROR_MAINTENANCE,
  INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
} InkanPortalError;

/* An extended error (GLib's G_DEFINE_EXTENDED_ERROR). */
#define INKAN_PORTAL_ERROR (inkan_portal_error_quark ())
GQuark     inkan_portal_error_quark           (void);

/* When the portal said when to come back: (transfer none) (nullable). */
GDateTime *inkan_portal_error_get_retry_after (const GError *error);

/**
 * inkan_portal_error_is_after_agreement:
 *
 * Whether the agreement may have reached the portal before this error: only
 * then may a certificate have been spent. Always %FALSE for the errors of
 * identify and review.
 */
gboolean   inkan_portal_error_is_after_agreement (const GError *error);

/* Whether an answer did come, but is no certificate: whoever agreed once more would
 * get the same again. */
gboolean   inkan_portal_error_is_something_else  (const GError *error);

/* What the person typed: field name of the definition -> value. Wiped when dropped. */
typedef struct _InkanCredentials InkanCredentials;
#define INKAN_TYPE_CREDENTIALS (inkan_credentials_get_type ())
GType             inkan_credentials_get_type (void);
InkanCredentials *inkan_credentials_new      (void);
InkanCredentials *inkan_credentials_ref      (InkanCredentials *self);
void              inkan_credentials_unref    (InkanCredentials *self);
void              inkan_credentials_set      (InkanCredentials *self,
                                              const char       *field,
                                              SecretValue      *value);
SecretValue      *inkan_credentials_get      (InkanCredentials *self, /* (transfer none) (nullable) */
                                              const char       *field);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (InkanCredentials, inkan_credentials_unref)

typedef enum {
  INKAN_OFFER_READY,
  INKAN_OFFER_RETRIEVED, /* fetched already: only a reissue helps */
  INKAN_OFFER_NOT_READY,
} InkanOfferState;

/* One certificate of the portal's list (guide, step 3). Immutable. */
#define INKAN_TYPE_OFFER (inkan_offer_get_type ())
G_DECLARE_FINAL_TYPE (InkanOffer, inkan_offer, INKAN, OFFER, GObject)
const char      *inkan_offer_get_name       (InkanOffer *self); /* service name, cleaned */
const char      *inkan_offer_get_state_text (InkanOffer *self); /* (nullable) the portal's own words, cleaned */
InkanOfferState  inkan_offer_get_state      (InkanOffer *self);
gboolean         inkan_offer_get_implied    (InkanOffer *self); /* the portal has no list: the only one */

/* One row of details: name and value, cleaned. */
typedef struct {
  char *name;
  char *value;
} InkanDetail;

/* A further choice on the agreement page, for example the type of key. */
typedef struct {
  char  *name;            /* the form control's name */
  char  *label;           /* cleaned */
  char **values;          /* as submitted */
  char **labels;          /* as shown, cleaned; same length */
  guint  selected;        /* what the page proposes */
} InkanFurtherChoice;

/* What the person agrees to (guide, step 4). Immutable but for the choices made
 * and the passphrase chosen. */
#define INKAN_TYPE_AGREEMENT (inkan_agreement_get_type ())
G_DECLARE_FINAL_TYPE (InkanAgreement, inkan_agreement, INKAN, AGREEMENT, GObject)
GPtrArray  *inkan_agreement_get_details   (InkanAgreement *self); /* (element-type InkanDetail) (transfer none) */
const char *inkan_agreement_get_procedure (InkanAgreement *self); /* (nullable) with line breaks */
const char *inkan_agreement_get_terms     (InkanAgreement *self); /* (nullable) with line breaks, whole */
GPtrArray  *inkan_agreement_get_choices   (InkanAgreement *self); /* (element-type InkanFurtherChoice) (transfer none) */
void        inkan_agreement_choose        (InkanAgreement *self,
                                           const char     *name,
                                           guint           index);
/* Whether the portal wants a passphrase of the person's choice for the file: it
 * must be set before the agreement can be sent. */
gboolean    inkan_agreement_get_chooses_passphrase (InkanAgreement *self);
void        inkan_agreement_set_passphrase (InkanAgreement *self,
                                            SecretValue    *passphrase); /* (nullable) */
SecretValue *inkan_agreement_get_passphrase (InkanAgreement *self); /* (transfer none) (nullable) */

/* (transfer none) (nullable): the file's passphrase, as soon as the portal's page has
 * told it: perhaps never again, and perhaps the file does not come. Signal `told`
 * when it has. */
SecretValue *inkan_agreement_get_told_passphrase (InkanAgreement *self);

/* Whether @self says the same as @from, in all that a person reads and decides;
 * then the choices and the passphrase of @from are made in @self too. */
gboolean    inkan_agreement_take_decisions (InkanAgreement *self,
                                            InkanAgreement *from);

/* What came of it (guide, steps 4-6). */
#define INKAN_TYPE_DELIVERY (inkan_delivery_get_type ())
G_DECLARE_FINAL_TYPE (InkanDelivery, inkan_delivery, INKAN, DELIVERY, GObject)
GBytes      *inkan_delivery_get_bytes          (InkanDelivery *self); /* a whole DER value */
const char  *inkan_delivery_get_suggested_name (InkanDelivery *self); /* (nullable) as the portal wrote it: from outside! */
SecretValue *inkan_delivery_get_passphrase     (InkanDelivery *self); /* (nullable) when the portal's page told it */

typedef enum {
  INKAN_ISSUE_SENDING,     /* the agreement is going out now */
  INKAN_ISSUE_WAITING,     /* it went out; the portal is at work */
  INKAN_ISSUE_DOWNLOADING, /* the file is coming */
} InkanIssuePhase;

/**
 * InkanIssueProgress:
 * @received: bytes so far, while downloading
 * @total: bytes in all, 0 when the portal does not say
 */
typedef void (* InkanIssueProgress) (InkanIssuePhase phase,
                                     goffset         received,
                                     goffset         total,
                                     gpointer        user_data);

/**
 * InkanPortal:
 *
 * An issuing portal as the rest of the program sees it. One operation at a time;
 * callbacks come in the main context that was the thread's default.
 */
#define INKAN_TYPE_PORTAL (inkan_portal_get_type ())
G_DECLARE_INTERFACE (InkanPortal, inkan_portal, INKAN, PORTAL, GObject)

struct _InkanPortalInterface {
  GTypeInterface parent_iface;

  void            (* identify_async)  (InkanPortal *self, InkanCredentials *credentials, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
  GListModel     *(* identify_finish) (InkanPortal *self, GAsyncResult *result, GError **error);
  void            (* review_async)    (InkanPortal *self, InkanOffer *offer, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
  InkanAgreement *(* review_finish)   (InkanPortal *self, GAsyncResult *result, GError **error);
  void            (* issue_async)     (InkanPortal *self, InkanOffer *offer, InkanAgreement *agreement,
                                       InkanIssueProgress progress, gpointer progress_data,
                                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
  InkanDelivery  *(* issue_finish)    (InkanPortal *self, GAsyncResult *result, GError **error);
  gboolean        (* get_clock_offset)   (InkanPortal *self, GTimeSpan *offset);
  GDateTime      *(* get_certificate_end) (InkanPortal *self);
};

/* → (transfer full) (element-type InkanOffer): at least one, else NOTHING_OFFERED. A new session each time. */
void            inkan_portal_identify_async  (InkanPortal         *self,
                                              InkanCredentials    *credentials,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
GListModel     *inkan_portal_identify_finish (InkanPortal         *self,
                                              GAsyncResult        *result,
                                              GError             **error);
void            inkan_portal_review_async    (InkanPortal         *self,
                                              InkanOffer          *offer,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
InkanAgreement *inkan_portal_review_finish   (InkanPortal         *self,
                                              GAsyncResult        *result,
                                              GError             **error);

/**
 * inkan_portal_issue_async:
 *
 * Sends the agreement: once, on a fresh connection, never repeated by anything
 * below. @agreement is spent by this call: a second issue with the same object
 * is a programming error and is refused.
 */
void            inkan_portal_issue_async     (InkanPortal         *self,
                                              InkanOffer          *offer,
                                              InkanAgreement      *agreement,
                                              InkanIssueProgress   progress,
                                              gpointer             progress_data,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             user_data);
InkanDelivery  *inkan_portal_issue_finish    (InkanPortal         *self,
                                              GAsyncResult        *result,
                                              GError             **error);

/* Portal's clock minus this computer's, from the last answer's `Date`; %FALSE: not known yet. */
gboolean        inkan_portal_get_clock_offset    (InkanPortal *self,
                                                  GTimeSpan   *offset);
/* (transfer full) (nullable): when the server's certificate ends. */
GDateTime      *inkan_portal_get_certificate_end (InkanPortal *self);

G_END_DECLS
