/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "retrieval-private.h"

/* What a retrieval has to do with its portal: steps 2, 3, 4 and 6. */

#define CLOCK_TOLERANCE (5 * G_TIME_SPAN_MINUTE)
#define PORTAL_END_NOTICE (14 * G_TIME_SPAN_DAY)

/* One visit to a page: an answer that comes after the person has called it off
 * must not be taken for that to what they asked next. */
struct _InkanVisit {
  InkanRetrieval *retrieval;
  GCancellable *cancellable;
};

InkanVisit *
inkan_retrieval_begin_visit (InkanRetrieval *self)
{
  InkanVisit *visit = g_new (InkanVisit, 1);

  visit->retrieval = g_object_ref (self);
  visit->cancellable = g_object_ref (self->cancellable);

  return visit;
}

/* (transfer full) (nullable): NULL when the visit is over. */
InkanRetrieval *
inkan_retrieval_end_visit (InkanVisit *visit)
{
  InkanRetrieval *self = visit->retrieval;

  if (visit->cancellable != self->cancellable)
    g_clear_object (&self);
  g_object_unref (visit->cancellable);
  g_free (visit);

  return self;
}

static void
look_at_portal (InkanRetrieval *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) end = inkan_portal_get_certificate_end (self->portal);
  GTimeSpan offset;

  self->notices &= ~(INKAN_NOTICE_CLOCK | INKAN_NOTICE_PORTAL_END);
  if (inkan_portal_get_clock_offset (self->portal, &offset) && ABS (offset) > CLOCK_TOLERANCE)
    self->notices |= INKAN_NOTICE_CLOCK;
  if (end != NULL && g_date_time_difference (end, now) < PORTAL_END_NOTICE)
    self->notices |= INKAN_NOTICE_PORTAL_END;
  inkan_retrieval_notify (self, "notices");
}

/* The certificate that was agreed to, in a new list. */
static InkanOffer *
find_offer (GListModel *offers, const char *name)
{
  InkanOffer *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (offers); i++) {
    g_autoptr (InkanOffer) offer = g_list_model_get_item (offers, i);

    if (name != NULL && g_strcmp0 (inkan_offer_get_name (offer), name) != 0)
      continue;
    /* Of two with one name, the one that can still be fetched. */
    if (found == NULL || inkan_offer_get_state (offer) == INKAN_OFFER_READY)
      g_set_object (&found, offer);
  }

  return found;
}

/* What a list, or the lack of one, says about an agreement whose answer was
 * lost. */
static InkanEvent
judge_outcome (GListModel *offers, const char *name, const GError *error)
{
  g_autoptr (InkanOffer) offer = NULL;

  if (offers == NULL) {
    /* The same entries were accepted before: that they lead nowhere now
     * means that they have been used up. */
    if (g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NOTHING_OFFERED)
        || g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_ALREADY_RETRIEVED)
        || g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_REISSUE_NEEDED)
        || g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_IDENTITY))
      return INKAN_EVENT_GONE;
    return INKAN_EVENT_CANNOT_TELL;
  }

  offer = find_offer (offers, name);
  if (offer == NULL)
    return INKAN_EVENT_GONE;

  switch (inkan_offer_get_state (offer)) {
  case INKAN_OFFER_READY:
    return INKAN_EVENT_STILL_OFFERED;
  case INKAN_OFFER_RETRIEVED:
    return INKAN_EVENT_GONE;
  case INKAN_OFFER_NOT_READY:
  default:
    return INKAN_EVENT_CANNOT_TELL;
  }
}

/* Step 2 → 3 */

static void
record_identified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (InkanRetrieval) self = inkan_retrieval_end_visit (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (InkanOffer) first = NULL;

  /* Nothing was decided yet, so a record that cannot be written costs nothing
   * but the convenience; before the agreement it is an error. */
  if (!inkan_record_store_finish (INKAN_RECORD (source), result, &error))
    g_debug ("No record yet: %s", error->message);
  if (self == NULL)
    return;

  first = g_list_model_get_item (self->offers, 0);
  if (inkan_offer_get_implied (first)) {
    inkan_retrieval_set_offer (self, first);
    inkan_retrieval_post (self, INKAN_EVENT_IDENTIFIED_ONE, NULL);
    inkan_retrieval_review (self);
  } else {
    inkan_retrieval_post (self, INKAN_EVENT_IDENTIFIED, NULL);
  }
}

static const char *
find_address (InkanRetrieval *self)
{
  gsize n_fields;
  const InkanField *fields = inkan_portal_definition_get_fields (self->definition, &n_fields);

  for (gsize i = 0; i < n_fields; i++)
    if (fields[i].kind == INKAN_FIELD_EMAIL)
      return inkan_retrieval_get_field (self, fields[i].name);

  return NULL;
}

static void
settle_earlier_agreement (InkanRetrieval *self, GListModel *offers,
                          GError *error) /* (transfer full) (nullable) */
{
  InkanEvent outcome = judge_outcome (offers, inkan_record_get_offer (self->record), error);

  if (outcome == INKAN_EVENT_GONE) {
    g_clear_error (&error);
    inkan_retrieval_post (self, INKAN_EVENT_GONE, NULL);
    return;
  }
  if (outcome == INKAN_EVENT_CANNOT_TELL) {
    if (error == NULL)
      error = g_error_new_literal (INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NOT_READY,
                                   "the certificate is still being issued");
    inkan_retrieval_post (self, INKAN_EVENT_FAILED, error);
    return;
  }

  self->agreed_earlier = FALSE;
  self->notices |= INKAN_NOTICE_ATTEMPT_FREE;
  inkan_record_set_not_agreed (self->record);
  inkan_retrieval_notify (self, "notices");
  inkan_record_store_async (self->record, record_identified_cb, inkan_retrieval_begin_visit (self));
}

static void
identified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (InkanRetrieval) self = inkan_retrieval_end_visit (user_data);
  g_autoptr (GListModel) offers = NULL;
  GError *error = NULL;

  if (self == NULL)
    return;
  offers = inkan_portal_identify_finish (INKAN_PORTAL (source), result, &error);
  look_at_portal (self);
  inkan_retrieval_set_offers (self, offers);

  if (self->agreed_earlier
      && (offers != NULL || !g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_IDENTITY))) {
    settle_earlier_agreement (self, offers, error);
    return;
  }

  if (offers == NULL) {
    InkanEvent event = g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NOTHING_OFFERED)
                           ? INKAN_EVENT_NOTHING_OFFERED
                           : INKAN_EVENT_FAILED;

    inkan_retrieval_post (self, event, error);
    return;
  }

  if (self->record == NULL)
    self->record = inkan_record_new (self->definition);
  inkan_record_set_address (self->record, find_address (self));
  inkan_record_store_async (self->record, record_identified_cb, inkan_retrieval_begin_visit (self));
}

void
inkan_retrieval_identify (InkanRetrieval *self)
{
  inkan_portal_identify_async (self->portal, self->credentials, self->cancellable, identified_cb,
                               inkan_retrieval_begin_visit (self));
}

/* Step 3 → 4 */

void
inkan_retrieval_take_agreement (InkanRetrieval *self, InkanAgreement *agreement)
{
  look_at_portal (self);
  self->reviewed_at = g_get_real_time ();
  g_set_object (&self->agreement, agreement);
  inkan_retrieval_notify (self, "agreement");
}

static void
reviewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (InkanRetrieval) self = inkan_retrieval_end_visit (user_data);
  g_autoptr (InkanAgreement) agreement = NULL;
  GError *error = NULL;

  if (self == NULL)
    return;
  agreement = inkan_portal_review_finish (INKAN_PORTAL (source), result, &error);
  if (agreement == NULL) {
    gboolean over = g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_SESSION);

    if (over && inkan_retrieval_identify_again (self))
      g_clear_error (&error);
    else
      inkan_retrieval_post (self, over ? INKAN_EVENT_SESSION_OVER : INKAN_EVENT_FAILED, error);
    return;
  }

  inkan_retrieval_take_agreement (self, agreement);
  inkan_retrieval_post (self, INKAN_EVENT_REVIEWED, NULL);
}

void
inkan_retrieval_review (InkanRetrieval *self)
{
  g_return_if_fail (self->offer != NULL);

  inkan_portal_review_async (self->portal, self->offer, self->cancellable, reviewed_cb, inkan_retrieval_begin_visit (self));
}

/* Steps 4 to 6 */

/* The agreement was not sent, or the portal has answered that it issued nothing:
 * back to where the person can do something about it. */
static void
take_refusal (InkanRetrieval *self, GError *error) /* (transfer full) */
{
  static const InkanPortalError of_entries[]
      = { INKAN_PORTAL_ERROR_IDENTITY, INKAN_PORTAL_ERROR_LOCKED, INKAN_PORTAL_ERROR_ALREADY_RETRIEVED,
          INKAN_PORTAL_ERROR_SESSION };
  InkanEvent event = INKAN_EVENT_FAILED;

  for (guint i = 0; i < G_N_ELEMENTS (of_entries); i++)
    if (g_error_matches (error, INKAN_PORTAL_ERROR, of_entries[i]))
      event = INKAN_EVENT_SESSION_OVER;
  if (g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NOTHING_OFFERED))
    inkan_retrieval_set_offers (self, NULL);

  self->waiting_since = 0;
  inkan_record_set_not_agreed (self->record);
  inkan_record_store_async (self->record, NULL, NULL);
  inkan_retrieval_post (self, event, error);
  inkan_retrieval_notify (self, "sent");
}

static gboolean
is_waiting (InkanRetrieval *self)
{
  return self->state == INKAN_STATE_ISSUING || self->state == INKAN_STATE_NOTICE_EARLY
         || self->state == INKAN_STATE_DOWNLOAD;
}

static InkanNotice
unread_notices (InkanRetrieval *self)
{
  return self->notices & ~self->acknowledged & ~INKAN_NOTICE_ATTEMPT_FREE;
}

static void
opened_on_arrival (InkanRetrieval *self)
{
  /* Any of them: each has a note of its own. */
  if (inkan_retrieval_lacks_passphrase (self) || inkan_retrieval_get_weaknesses (self) != INKAN_WEAKNESS_NONE) {
    self->notices |= INKAN_NOTICE_WEAK_FILE;
    inkan_retrieval_notify (self, "notices");
  }
  inkan_retrieval_post (
      self, unread_notices (self) != 0 ? INKAN_EVENT_RECEIVED_NOTICED : INKAN_EVENT_RECEIVED, NULL);
}

/* What is said to open it may be for nothing: it may have none. */
static void
opened_with_known (InkanRetrieval *self)
{
  if (g_error_matches (self->opening_error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE))
    inkan_retrieval_look_inside (self, opened_on_arrival);
  else
    opened_on_arrival (self);
}

static void
looked_at (InkanRetrieval *self)
{
  if (self->passphrase != NULL)
    inkan_retrieval_open (self, self->passphrase, opened_with_known);
  else
    inkan_retrieval_look_inside (self, opened_on_arrival);
}

static void
recorded (InkanRetrieval *self)
{
  inkan_retrieval_look (self, looked_at);
}

static SecretValue *
passphrase_of_delivery (InkanRetrieval *self)
{
  switch (inkan_portal_definition_get_passphrase_source (self->definition)) {
  case INKAN_PASSPHRASE_FIELD:
    return inkan_credentials_get (self->credentials,
                                  inkan_portal_definition_get_passphrase_field (self->definition));
  case INKAN_PASSPHRASE_PAGE:
    /* Also when it was told with an earlier agreement, whose file did not come. */
    return self->told;
  case INKAN_PASSPHRASE_CHOSEN:
    return self->agreement != NULL ? inkan_agreement_get_passphrase (self->agreement) : NULL;
  case INKAN_PASSPHRASE_ASK:
  default:
    return NULL;
  }
}

/* The session was over before anything was sent. */
static void
record_not_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (InkanRetrieval) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!inkan_record_store_finish (INKAN_RECORD (source), result, &error))
    g_debug ("Record not brought up to date: %s", error->message);
  inkan_retrieval_renew (self, TRUE);
}

static void
issued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (InkanRetrieval) self = user_data;
  g_autoptr (InkanDelivery) delivery = NULL;
  SecretValue *passphrase;
  GError *error = NULL;

  delivery = inkan_portal_issue_finish (INKAN_PORTAL (source), result, &error);
  g_return_if_fail (is_waiting (self));
  look_at_portal (self);

  if (delivery == NULL) {
    if (g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_REISSUE_NEEDED)) {
      inkan_retrieval_post (self, INKAN_EVENT_GONE, error);
    } else if (inkan_portal_error_is_after_agreement (error)) {
      self->answer_error = g_error_copy (error);
      inkan_retrieval_post (self, INKAN_EVENT_ANSWER_LOST, error);
      inkan_retrieval_resolve (self);
    } else if (g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_SESSION)
               && !self->identified_again) {
      g_clear_error (&error);
      self->waiting_since = 0;
      inkan_retrieval_notify (self, "sent");
      inkan_record_set_not_agreed (self->record);
      inkan_record_store_async (self->record, record_not_sent_cb, g_object_ref (self));
    } else {
      take_refusal (self, error);
    }
    return;
  }

  if (self->told == NULL && inkan_delivery_get_passphrase (delivery) != NULL)
    inkan_retrieval_keep_told (self, inkan_delivery_get_passphrase (delivery));
  passphrase = passphrase_of_delivery (self);
  if (passphrase != NULL)
    self->passphrase = secret_value_ref (passphrase);
  inkan_retrieval_set_file (self, inkan_delivery_get_bytes (delivery),
                            inkan_delivery_get_suggested_name (delivery));
  inkan_record_set_received (self->record, self->file_name, self->bytes);
  inkan_retrieval_keep (self, recorded);
}

static void
issue_progress (InkanIssuePhase phase, goffset received, goffset total, gpointer user_data)
{
  InkanRetrieval *self = user_data;

  if (phase != INKAN_ISSUE_DOWNLOADING)
    return;

  look_at_portal (self);
  self->received = received;
  self->total = total;
  inkan_retrieval_notify (self, "received");
  inkan_retrieval_notify (self, "total");
  if (self->state == INKAN_STATE_ISSUING)
    inkan_retrieval_post (
        self, unread_notices (self) != 0 ? INKAN_EVENT_DOWNLOADING_NOTICED : INKAN_EVENT_DOWNLOADING, NULL);
}

static void
record_agreed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (InkanRetrieval) self = user_data;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self->state == INKAN_STATE_ISSUING);

  if (!inkan_record_store_finish (INKAN_RECORD (source), result, &error)) {
    self->waiting_since = 0;
    inkan_record_set_not_agreed (self->record);
    inkan_retrieval_post (self, INKAN_EVENT_FAILED,
                          g_error_new_literal (INKAN_RETRIEVAL_ERROR, INKAN_RETRIEVAL_ERROR_NOT_RECORDED,
                                               error->message));
    inkan_retrieval_notify (self, "sent");
    return;
  }

  g_signal_connect_object (self->agreement, "told", G_CALLBACK (inkan_retrieval_take_told), self, G_CONNECT_SWAPPED);
  /* Not cancellable: from here on the person's certificate is at stake. */
  inkan_portal_issue_async (self->portal, self->offer, self->agreement, issue_progress, self, NULL, issued_cb,
                            g_object_ref (self));
}

void
inkan_retrieval_issue (InkanRetrieval *self)
{
  self->waiting_since = g_get_monotonic_time ();
  g_clear_error (&self->answer_error);
  inkan_retrieval_notify (self, "sent");
  inkan_record_set_agreed (self->record, inkan_offer_get_name (self->offer));
  inkan_record_store_async (self->record, record_agreed_cb, g_object_ref (self));
}

const GError *
inkan_retrieval_get_answer_error (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->answer_error;
}

/* The agreement went out, its answer was lost: which of the two is it? */

static void
record_resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (InkanRetrieval) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!inkan_record_store_finish (INKAN_RECORD (source), result, &error))
    g_debug ("Record not brought up to date: %s", error->message);
  inkan_retrieval_post (self, INKAN_EVENT_STILL_OFFERED, NULL);
}

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (InkanRetrieval) self = user_data;
  g_autoptr (GListModel) offers = NULL;
  GError *error = NULL;
  InkanEvent outcome;

  offers = inkan_portal_identify_finish (INKAN_PORTAL (source), result, &error);
  g_return_if_fail (self->state == INKAN_STATE_RESOLVING);

  outcome = judge_outcome (offers, inkan_offer_get_name (self->offer), error);
  if (outcome == INKAN_EVENT_STILL_OFFERED) {
    self->waiting_since = 0;
    inkan_retrieval_set_offers (self, offers);
    self->notices |= INKAN_NOTICE_ATTEMPT_FREE;
    inkan_retrieval_notify (self, "notices");
    inkan_retrieval_notify (self, "sent");
    inkan_record_set_not_agreed (self->record);
    inkan_record_store_async (self->record, record_resolved_cb, g_object_ref (self));
    return;
  }

  if (outcome == INKAN_EVENT_GONE)
    g_clear_error (&error);
  inkan_retrieval_post (self, outcome, error);
}

void
inkan_retrieval_resolve (InkanRetrieval *self)
{
  inkan_portal_identify_async (self->portal, self->credentials, NULL, resolved_cb, g_object_ref (self));
}
