/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "retrieval-private.h"

#include "../portal/web-portal.h"

#define REVIEW_LIFETIME 300 /* seconds */

G_DEFINE_QUARK (inkan-retrieval-error-quark, inkan_retrieval_error)

G_DEFINE_FINAL_TYPE (InkanRetrieval, inkan_retrieval, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_STATE,
  PROP_STEP,
  PROP_BUSY,
  PROP_ERROR,
  PROP_MESSAGE,
  PROP_OFFERS,
  PROP_OFFER,
  PROP_AGREEMENT,
  PROP_NOTICES,
  PROP_RECEIVED,
  PROP_TOTAL,
  PROP_SENT,
  PROP_CERTIFICATE,
  PROP_FOLDER,
  PROP_FOLDER_RISKS,
  PROP_FILE_NAME,
  PROP_SAVED_FILE,
  PROP_PASSPHRASE_KNOWN,
  PROP_PASSPHRASE_TOLD,
  PROP_KEYRING_USABLE,
  PROP_REMEMBERED,
  PROP_CONVERSIONS,
  PROP_SAVED_COPY,
  PROP_REVIEW_LIFETIME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum { CHECKED, N_SIGNALS };

static guint signals[N_SIGNALS];

static guint
list_conversions (InkanRetrieval *self)
{
  guint set = 0;

  for (InkanEncryption encryption = 0; encryption < INKAN_N_ENCRYPTIONS; encryption++)
    if (self->conversions[encryption].bytes != NULL)
      set |= 1U << encryption;

  return set;
}

static void
inkan_retrieval_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  InkanRetrieval *self = INKAN_RETRIEVAL (object);

  switch (prop_id) {
  case PROP_STATE:
    g_value_set_uint (value, self->state);
    break;
  case PROP_STEP:
    g_value_set_uint (value, inkan_retrieval_get_step (self));
    break;
  case PROP_BUSY:
    g_value_set_boolean (value, inkan_retrieval_get_busy (self));
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  case PROP_MESSAGE:
    g_value_set_object (value, self->message);
    break;
  case PROP_OFFERS:
    g_value_set_object (value, self->offers);
    break;
  case PROP_OFFER:
    g_value_set_object (value, self->offer);
    break;
  case PROP_AGREEMENT:
    g_value_set_object (value, self->agreement);
    break;
  case PROP_NOTICES:
    g_value_set_uint (value, inkan_retrieval_get_notices (self));
    break;
  case PROP_RECEIVED:
    g_value_set_int64 (value, self->received);
    break;
  case PROP_TOTAL:
    g_value_set_int64 (value, self->total);
    break;
  case PROP_SENT:
    g_value_set_boolean (value, inkan_retrieval_get_sent (self));
    break;
  case PROP_CERTIFICATE:
    g_value_set_object (value, self->certificate);
    break;
  case PROP_FOLDER:
    g_value_set_object (value, self->folder);
    break;
  case PROP_FOLDER_RISKS:
    g_value_set_uint (value, self->folder_risks);
    break;
  case PROP_FILE_NAME:
    g_value_set_string (value, self->file_name);
    break;
  case PROP_SAVED_FILE:
    g_value_set_object (value, self->saved_file);
    break;
  case PROP_PASSPHRASE_KNOWN:
    g_value_set_boolean (value, inkan_retrieval_get_passphrase_known (self));
    break;
  case PROP_PASSPHRASE_TOLD:
    g_value_set_boolean (value, self->told != NULL);
    break;
  case PROP_KEYRING_USABLE:
    g_value_set_boolean (value, self->keyring_usable);
    break;
  case PROP_REMEMBERED:
    g_value_set_boolean (value, self->remembered);
    break;
  case PROP_CONVERSIONS:
    g_value_set_uint (value, list_conversions (self));
    break;
  case PROP_SAVED_COPY:
    g_value_set_object (value, self->saved_copy);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
inkan_retrieval_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  InkanRetrieval *self = INKAN_RETRIEVAL (object);

  switch (prop_id) {
  case PROP_REVIEW_LIFETIME:
    self->review_lifetime = g_value_get_uint (value);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
inkan_retrieval_dispose (GObject *object)
{
  InkanRetrieval *self = INKAN_RETRIEVAL (object);

  g_cancellable_cancel (self->cancellable);
  g_cancellable_cancel (self->examining);
  g_clear_object (&self->examining);
  g_clear_object (&self->portal);
  g_clear_object (&self->definition);
  g_clear_object (&self->record);
  g_clear_object (&self->message);
  g_clear_pointer (&self->credentials, inkan_credentials_unref);
  g_clear_object (&self->offers);
  g_clear_object (&self->offer);
  g_clear_object (&self->agreement);
  g_clear_object (&self->agreed);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->passphrase, secret_value_unref);
  g_clear_pointer (&self->told, secret_value_unref);
  g_clear_object (&self->certificate);
  g_clear_object (&self->folder);
  g_clear_object (&self->saved_file);
  g_clear_object (&self->saved_copy);
  inkan_retrieval_clear_conversions (self);

  G_OBJECT_CLASS (inkan_retrieval_parent_class)->dispose (object);
}

static void
inkan_retrieval_finalize (GObject *object)
{
  InkanRetrieval *self = INKAN_RETRIEVAL (object);

  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_clear_error (&self->answer_error);
  g_clear_error (&self->opening_error);
  g_clear_error (&self->copy_error);
  g_free (self->folder_service);
  g_free (self->file_name);
  g_free (self->fingerprint);
  g_free (self->copy_note);

  G_OBJECT_CLASS (inkan_retrieval_parent_class)->finalize (object);
}

static GParamSpec *
object_property (const char *name, GType type)
{
  return g_param_spec_object (name, NULL, NULL, type, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
uint_property (const char *name)
{
  return g_param_spec_uint (name, NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
size_property (const char *name)
{
  return g_param_spec_int64 (name, NULL, NULL, 0, G_MAXINT64, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
boolean_property (const char *name)
{
  return g_param_spec_boolean (name, NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
inkan_retrieval_class_init (InkanRetrievalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = inkan_retrieval_get_property;
  object_class->set_property = inkan_retrieval_set_property;
  object_class->dispose = inkan_retrieval_dispose;
  object_class->finalize = inkan_retrieval_finalize;

  properties[PROP_STATE] = uint_property ("state");
  properties[PROP_STEP] = uint_property ("step");
  properties[PROP_BUSY] = boolean_property ("busy");
  properties[PROP_ERROR]
      = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MESSAGE] = object_property ("message", INKAN_TYPE_MESSAGE);
  properties[PROP_OFFERS] = object_property ("offers", G_TYPE_LIST_MODEL);
  properties[PROP_OFFER] = object_property ("offer", INKAN_TYPE_OFFER);
  properties[PROP_AGREEMENT] = object_property ("agreement", INKAN_TYPE_AGREEMENT);
  properties[PROP_NOTICES] = uint_property ("notices");
  properties[PROP_RECEIVED] = size_property ("received");
  properties[PROP_TOTAL] = size_property ("total");
  properties[PROP_SENT] = boolean_property ("sent");
  properties[PROP_CERTIFICATE] = object_property ("certificate", INKAN_TYPE_CERTIFICATE);
  properties[PROP_FOLDER] = object_property ("folder", G_TYPE_FILE);
  properties[PROP_FOLDER_RISKS] = uint_property ("folder-risks");
  properties[PROP_FILE_NAME]
      = g_param_spec_string ("file-name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SAVED_FILE] = object_property ("saved-file", G_TYPE_FILE);
  properties[PROP_PASSPHRASE_KNOWN] = boolean_property ("passphrase-known");
  properties[PROP_PASSPHRASE_TOLD] = boolean_property ("passphrase-told");
  properties[PROP_KEYRING_USABLE] = boolean_property ("keyring-usable");
  properties[PROP_REMEMBERED] = boolean_property ("remembered");
  properties[PROP_CONVERSIONS] = uint_property ("conversions");
  properties[PROP_SAVED_COPY] = object_property ("saved-copy", G_TYPE_FILE);
  /* Seconds after which the page with the agreement is looked at again before it
   * is agreed to: portals end sessions after ten minutes to half an hour. */
  properties[PROP_REVIEW_LIFETIME]
      = g_param_spec_uint ("review-lifetime", NULL, NULL, 0, G_MAXUINT, REVIEW_LIFETIME,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * InkanRetrieval::checked:
   * @check: an InkanCheck whose verdict has changed
   */
  signals[CHECKED] = g_signal_new ("checked", INKAN_TYPE_RETRIEVAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
inkan_retrieval_init (InkanRetrieval *self)
{
  self->credentials = inkan_credentials_new ();
  self->cancellable = g_cancellable_new ();
}

static void
keyring_probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (InkanRetrieval) self = user_data;
  g_autoptr (GError) error = NULL;

  self->keyring_usable = inkan_keyring_probe_finish (result, &error);
  if (!self->keyring_usable) {
    g_debug ("No keyring: %s", error->message);
    self->notices |= INKAN_NOTICE_NO_KEYRING;
    inkan_retrieval_notify (self, "notices");
  }
  inkan_retrieval_notify (self, "keyring-usable");
}

InkanRetrieval *
inkan_retrieval_create (InkanPortalDefinition *definition, InkanPortal *portal)
{
  g_autoptr (GFile) folder = NULL;
  InkanRetrieval *self = g_object_new (INKAN_TYPE_RETRIEVAL, NULL);

  g_set_object (&self->definition, definition);
  g_set_object (&self->portal, portal);

  folder = inkan_folder_get_proposed ();
  inkan_retrieval_set_folder (self, folder);
  inkan_keyring_probe_async (NULL, keyring_probed_cb, g_object_ref (self));

  return self;
}

InkanRetrieval *
inkan_retrieval_new_with_portal (InkanPortalDefinition *definition, InkanPortal *portal)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (definition), NULL);
  g_return_val_if_fail (INKAN_IS_PORTAL (portal), NULL);

  return inkan_retrieval_create (definition, portal);
}

InkanRetrieval *
inkan_retrieval_new (InkanPortalDefinition *definition)
{
  g_autoptr (InkanPortal) portal = inkan_web_portal_new (definition);

  return inkan_retrieval_new_with_portal (definition, portal);
}

void
inkan_retrieval_notify (InkanRetrieval *self, const char *property)
{
  g_object_notify (G_OBJECT (self), property);
}

InkanPortalDefinition *
inkan_retrieval_get_definition (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->definition;
}

InkanState
inkan_retrieval_get_state (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), INKAN_STATE_MAIL);

  return self->state;
}

InkanStep
inkan_retrieval_get_step (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), INKAN_STEP_MAIL);

  return inkan_state_get_step (self->state);
}

gboolean
inkan_retrieval_get_busy (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), FALSE);

  return inkan_state_is_busy (self->state) || self->opening || self->looking || self->saving_copy
         || inkan_retrieval_is_converting (self);
}

const GError *
inkan_retrieval_get_error (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->error;
}

gboolean
inkan_retrieval_was_skipped (InkanRetrieval *self, InkanStep step)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), FALSE);

  return (self->skipped & (1 << step)) != 0;
}

/* Steps that a way of the table passes over: known as not needed once passed.
 * Not those that were there before, as 5 and 6 that may come in either order. */
static void
note_skipped (InkanRetrieval *self, InkanStep from, InkanStep to)
{
  for (InkanStep step = from + 1; step < to; step++)
    self->skipped |= 1 << step;
  self->visited |= 1 << to;
  self->skipped &= ~self->visited;
}

void
inkan_retrieval_post (InkanRetrieval *self, InkanEvent event, GError *error)
{
  InkanStep step = inkan_retrieval_get_step (self);
  gboolean had_error = self->error != NULL;
  InkanState next;

  if (!inkan_step_table_look_up (self->state, event, &next)) {
    g_critical ("Event %s means nothing in state %s", inkan_event_get_name (event),
                inkan_state_get_name (self->state));
    g_clear_error (&error);
    return;
  }

  g_debug ("%s: %s -> %s", inkan_state_get_name (self->state), inkan_event_get_name (event),
           inkan_state_get_name (next));
  self->state = next;
  g_clear_error (&self->error);
  self->error = error;
  if (event != INKAN_EVENT_RESUME_FILE)
    note_skipped (self, step, inkan_state_get_step (next));

  g_object_freeze_notify (G_OBJECT (self));
  inkan_retrieval_notify (self, "state");
  inkan_retrieval_notify (self, "step");
  inkan_retrieval_notify (self, "busy");
  if (had_error || error != NULL)
    inkan_retrieval_notify (self, "error");
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
can_go_next (InkanRetrieval *self)
{
  switch (self->state) {
  case INKAN_STATE_MAIL:
  case INKAN_STATE_IDENTITY: {
    gsize n_fields;
    const InkanField *fields = inkan_portal_definition_get_fields (self->definition, &n_fields);

    for (gsize i = 0; i < n_fields; i++)
      if ((self->state == INKAN_STATE_IDENTITY || fields[i].kind == INKAN_FIELD_CODE)
          && !inkan_retrieval_field_is_valid (self, fields[i].name))
        return FALSE;
    return TRUE;
  }
  case INKAN_STATE_CHOICE:
    return self->offer != NULL && inkan_offer_get_state (self->offer) == INKAN_OFFER_READY;
  case INKAN_STATE_AGREEMENT:
    return self->agreement != NULL
           && (!inkan_agreement_get_chooses_passphrase (self->agreement)
               || inkan_agreement_get_passphrase (self->agreement) != NULL);
  case INKAN_STATE_FILE:
    /* What was asked for, and is not there yet, would not be what is saved. */
    return !inkan_retrieval_is_converting (self);
  case INKAN_STATE_FOLDER:
    return self->folder != NULL && self->examining == NULL && self->file_name != NULL
           && (self->folder_risks & INKAN_FOLDER_OBSTACLES) == 0
           && inkan_file_name_check (self->file_name, NULL);
  case INKAN_STATE_ISSUED:
    /* What is not on the disk as it should be is not kept yet. */
    return !self->opening && !self->saving_copy && self->verdicts[INKAN_CHECK_COMPLETE] == INKAN_VERDICT_HOLDS
           && !inkan_retrieval_copy_is_missing (self);
  case INKAN_STATE_SAVED:
    return !self->saving_copy;
  default:
    return TRUE;
  }
}

gboolean
inkan_retrieval_can (InkanRetrieval *self, InkanEvent event)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), FALSE);

  if (!inkan_step_table_look_up (self->state, event, NULL))
    return FALSE;
  if (event == INKAN_EVENT_NEXT)
    return can_go_next (self);
  if (event == INKAN_EVENT_BACK && self->state == INKAN_STATE_ISSUED)
    return self->verdicts[INKAN_CHECK_COMPLETE] == INKAN_VERDICT_FAILS;

  return TRUE;
}

/* After a reissue a new message with a new code comes: the old code, and the
 * record of what is gone, have had their day. */
static void
begin_anew (InkanRetrieval *self)
{
  gsize n_fields;
  const InkanField *fields = inkan_portal_definition_get_fields (self->definition, &n_fields);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < n_fields; i++)
    if (fields[i].kind == INKAN_FIELD_CODE || fields[i].kind == INKAN_FIELD_PIN)
      inkan_credentials_set (self->credentials, fields[i].name, NULL);
  if (self->record != NULL && !inkan_retrieval_forget_record (self->record, &error))
    g_warning ("Record not removed: %s", error->message);
  g_clear_object (&self->record);
  g_clear_object (&self->message);
  g_clear_pointer (&self->told, secret_value_unref);
  inkan_retrieval_notify (self, "passphrase-told");
  self->agreed_earlier = FALSE;
  self->waiting_since = 0;
  self->visited = 0;
  inkan_retrieval_notify (self, "message");
  inkan_retrieval_notify (self, "sent");
}

static void
finish_record (InkanRetrieval *self)
{
  g_autoptr (GError) error = NULL;

  if (self->record != NULL && !inkan_retrieval_forget_record (self->record, &error))
    g_warning ("Record not removed: %s", error->message);
  g_clear_object (&self->record);
}

void
inkan_retrieval_go (InkanRetrieval *self, InkanEvent event)
{
  InkanState before;

  g_return_if_fail (INKAN_IS_RETRIEVAL (self));
  g_return_if_fail (event == INKAN_EVENT_NEXT || event == INKAN_EVENT_BACK || event == INKAN_EVENT_CANCEL
                    || event == INKAN_EVENT_CHECK_ENTRIES);

  if (!inkan_retrieval_can (self, event))
    return;

  before = self->state;
  if (event == INKAN_EVENT_CANCEL) {
    g_cancellable_cancel (self->cancellable);
  } else if (event == INKAN_EVENT_NEXT) {
    if (before == INKAN_STATE_NOTICE || before == INKAN_STATE_NOTICE_EARLY)
      self->acknowledged |= self->notices;
    else if (before == INKAN_STATE_CHOICE)
      self->notices &= ~INKAN_NOTICE_ATTEMPT_FREE;
  } else if (event == INKAN_EVENT_BACK && before == INKAN_STATE_REISSUE) {
    begin_anew (self);
  }

  /* A new visit, a new cancellable: what was cancelled stays cancelled. */
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->identified_again = FALSE;
  if (event == INKAN_EVENT_NEXT && before == INKAN_STATE_AGREEMENT && inkan_retrieval_is_stale (self)) {
    inkan_retrieval_renew (self, FALSE);
    return;
  }
  inkan_retrieval_post (self, event, NULL);

  if (event != INKAN_EVENT_NEXT)
    return;

  switch (before) {
  case INKAN_STATE_IDENTITY:
    inkan_retrieval_identify (self);
    break;
  case INKAN_STATE_CHOICE:
    inkan_retrieval_review (self);
    break;
  case INKAN_STATE_AGREEMENT:
    inkan_retrieval_issue (self);
    break;
  case INKAN_STATE_UNKNOWN:
    inkan_retrieval_resolve (self);
    break;
  case INKAN_STATE_FOLDER:
    inkan_retrieval_save (self);
    break;
  case INKAN_STATE_SAVED:
    inkan_retrieval_prove (self);
    break;
  case INKAN_STATE_CARE:
    finish_record (self);
    break;
  default:
    break;
  }
}

void
inkan_retrieval_set_offers (InkanRetrieval *self, GListModel *offers)
{
  g_set_object (&self->offers, offers);
  inkan_retrieval_notify (self, "offers");
  inkan_retrieval_set_offer (self, NULL);
}

GListModel *
inkan_retrieval_get_offers (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->offers;
}

InkanOffer *
inkan_retrieval_get_offer (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->offer;
}

void
inkan_retrieval_set_offer (InkanRetrieval *self, InkanOffer *offer)
{
  g_return_if_fail (INKAN_IS_RETRIEVAL (self));

  /* What was agreed to stays what it was while its answer is awaited. */
  if (inkan_retrieval_get_sent (self) && self->bytes == NULL)
    return;

  if (g_set_object (&self->offer, offer)) {
    g_clear_object (&self->agreement);
    inkan_retrieval_notify (self, "agreement");
    inkan_retrieval_notify (self, "offer");
  }
}

InkanAgreement *
inkan_retrieval_get_agreement (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->agreement;
}

gboolean
inkan_retrieval_get_sent (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), FALSE);

  return self->waiting_since != 0;
}

gint64
inkan_retrieval_get_waiting_since (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), 0);

  return self->waiting_since;
}

InkanNotice
inkan_retrieval_get_notices (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), INKAN_NOTICE_NONE);

  return self->notices & ~self->acknowledged;
}

GTimeSpan
inkan_retrieval_get_clock_offset (InkanRetrieval *self)
{
  GTimeSpan offset = 0;

  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), 0);

  return self->portal != NULL && inkan_portal_get_clock_offset (self->portal, &offset) ? offset : 0;
}

GDateTime *
inkan_retrieval_get_portal_end (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->portal != NULL ? inkan_portal_get_certificate_end (self->portal) : NULL;
}

void
inkan_retrieval_get_progress (InkanRetrieval *self, goffset *received, goffset *total)
{
  g_return_if_fail (INKAN_IS_RETRIEVAL (self));

  *received = self->received;
  *total = self->total;
}
