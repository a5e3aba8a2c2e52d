/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scripted-portal.h"

#include "core/portal/portal-private.h"

enum { IDENTIFY, REVIEW, ISSUE, N_OPERATIONS };

static const char *const names[N_OPERATIONS] = { "identify", "review", "issue" };

struct _ScriptedPortal {
  GObject parent_instance;

  GTask *task; /* what is being asked for */
  int operation;
  guint counts[N_OPERATIONS];
  InkanAgreement *agreement; /* of the issue that is asked for */
  InkanIssueProgress progress;
  gpointer progress_data;
  GTimeSpan clock_offset;
  ScriptedPortalAsked asked;
  gpointer asked_data;
};

static void
scripted_portal_iface_init (InkanPortalInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ScriptedPortal, scripted_portal, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (INKAN_TYPE_PORTAL, scripted_portal_iface_init))

static void
on_cancelled (GCancellable *cancellable, ScriptedPortal *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task != NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
}

static gboolean
on_asked (gpointer user_data)
{
  ScriptedPortal *self = user_data;

  if (self->task != NULL)
    self->asked (self, names[self->operation], self->asked_data);
  return G_SOURCE_REMOVE;
}

static void
begin (ScriptedPortal *self, int operation, GCancellable *cancellable, GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_assert_null (self->task);

  self->task = g_task_new (self, NULL, callback, user_data);
  self->operation = operation;
  self->counts[operation]++;
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (on_cancelled), self, 0);
  if (self->asked != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT, on_asked, g_object_ref (self), g_object_unref);
}

static void
identify_async (InkanPortal *portal, InkanCredentials *credentials, GCancellable *cancellable,
                GAsyncReadyCallback callback, gpointer user_data)
{
  begin (SCRIPTED_PORTAL (portal), IDENTIFY, cancellable, callback, user_data);
}

static void
review_async (InkanPortal *portal, InkanOffer *offer, GCancellable *cancellable, GAsyncReadyCallback callback,
              gpointer user_data)
{
  begin (SCRIPTED_PORTAL (portal), REVIEW, cancellable, callback, user_data);
}

static void
issue_async (InkanPortal *portal, InkanOffer *offer, InkanAgreement *agreement, InkanIssueProgress progress,
             gpointer progress_data, GCancellable *cancellable, GAsyncReadyCallback callback,
             gpointer user_data)
{
  ScriptedPortal *self = SCRIPTED_PORTAL (portal);

  g_assert_true (inkan_agreement_spend (agreement));
  g_set_object (&self->agreement, agreement);
  self->progress = progress;
  self->progress_data = progress_data;
  begin (self, ISSUE, cancellable, callback, user_data);
}

static GListModel *
identify_finish (InkanPortal *portal, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static InkanAgreement *
review_finish (InkanPortal *portal, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static InkanDelivery *
issue_finish (InkanPortal *portal, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
get_clock_offset (InkanPortal *portal, GTimeSpan *offset)
{
  *offset = SCRIPTED_PORTAL (portal)->clock_offset;
  return TRUE;
}

static GDateTime *
get_certificate_end (InkanPortal *portal)
{
  return NULL;
}

static void
scripted_portal_iface_init (InkanPortalInterface *iface)
{
  iface->identify_async = identify_async;
  iface->identify_finish = identify_finish;
  iface->review_async = review_async;
  iface->review_finish = review_finish;
  iface->issue_async = issue_async;
  iface->issue_finish = issue_finish;
  iface->get_clock_offset = get_clock_offset;
  iface->get_certificate_end = get_certificate_end;
}

static void
scripted_portal_dispose (GObject *object)
{
  g_clear_object (&SCRIPTED_PORTAL (object)->agreement);
  G_OBJECT_CLASS (scripted_portal_parent_class)->dispose (object);
}

static void
scripted_portal_class_init (ScriptedPortalClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = scripted_portal_dispose;
}

static void
scripted_portal_init (ScriptedPortal *self)
{
}

ScriptedPortal *
scripted_portal_new (void)
{
  return g_object_new (SCRIPTED_TYPE_PORTAL, NULL);
}

void
scripted_portal_await (ScriptedPortal *self, const char *operation)
{
  while (self->task == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (names[self->operation], ==, operation);
}

void
scripted_portal_set_handler (ScriptedPortal *self, ScriptedPortalAsked asked, gpointer data)
{
  self->asked = asked;
  self->asked_data = data;
}

guint
scripted_portal_count (ScriptedPortal *self, const char *operation)
{
  for (int i = 0; i < N_OPERATIONS; i++)
    if (g_str_equal (names[i], operation))
      return self->counts[i];

  g_assert_not_reached ();
}

static void
answer (ScriptedPortal *self, int operation, gpointer object)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  g_assert_nonnull (task);
  g_assert_cmpint (self->operation, ==, operation);
  g_task_return_pointer (task, object, g_object_unref);
}

static void
append (GListStore *list, const char *name, InkanOfferState state)
{
  g_autoptr (InkanOffer) offer
      = inkan_offer_new (name, state == INKAN_OFFER_READY ? "ready" : "fetched", state);

  g_list_store_append (list, offer);
}

void
scripted_portal_answer_list (ScriptedPortal *self, gboolean signing_retrieved)
{
  GListStore *list = g_list_store_new (INKAN_TYPE_OFFER);

  append (list, "Signing", signing_retrieved ? INKAN_OFFER_RETRIEVED : INKAN_OFFER_READY);
  append (list, "Mail", INKAN_OFFER_READY);
  append (list, "Old", INKAN_OFFER_RETRIEVED);
  answer (self, IDENTIFY, list);
}

void
scripted_portal_answer_implied (ScriptedPortal *self)
{
  GListStore *list = g_list_store_new (INKAN_TYPE_OFFER);
  g_autoptr (InkanOffer) offer = inkan_offer_new_implied ("The one");

  g_list_store_append (list, offer);
  answer (self, IDENTIFY, list);
}

static InkanAgreement *
make_agreement (void)
{
  InkanAgreement *agreement = inkan_agreement_new ();

  inkan_agreement_add_detail (agreement, g_strdup ("Service"), g_strdup ("Signing"));
  inkan_agreement_take_texts (agreement, g_strdup ("Press the button and wait."), g_strdup ("Keep it safe."));
  return agreement;
}

void
scripted_portal_answer_agreement (ScriptedPortal *self)
{
  answer (self, REVIEW, make_agreement ());
}

void
scripted_portal_answer_agreement_choosing (ScriptedPortal *self)
{
  InkanAgreement *agreement = make_agreement ();

  /* Nobody looks at the control itself: there is no page. */
  inkan_agreement_add_passphrase_control (agreement, NULL);
  answer (self, REVIEW, agreement);
}

void
scripted_portal_answer_other_agreement (ScriptedPortal *self)
{
  InkanAgreement *agreement = inkan_agreement_new ();

  inkan_agreement_add_detail (agreement, g_strdup ("Service"), g_strdup ("Signing"));
  inkan_agreement_take_texts (agreement, g_strdup ("Press the button and wait."), g_strdup ("Keep it very safe."));
  answer (self, REVIEW, agreement);
}

void
scripted_portal_progress (ScriptedPortal *self, goffset received, goffset total)
{
  self->progress (INKAN_ISSUE_DOWNLOADING, received, total, self->progress_data);
}

void
scripted_portal_tell (ScriptedPortal *self, const char *passphrase)
{
  g_autoptr (SecretValue) value = secret_value_new (passphrase, -1, "text/plain");

  g_assert_cmpint (self->operation, ==, ISSUE);
  inkan_agreement_set_told_passphrase (self->agreement, value);
}

void
scripted_portal_answer_file (ScriptedPortal *self, GBytes *bytes, const char *name)
{
  answer (self, ISSUE, inkan_delivery_new (bytes, name, NULL));
}

void
scripted_portal_answer_file_told (ScriptedPortal *self, GBytes *bytes, const char *name, const char *passphrase)
{
  g_autoptr (SecretValue) value = secret_value_new (passphrase, -1, "text/plain");

  answer (self, ISSUE, inkan_delivery_new (bytes, name, value));
}

void
scripted_portal_answer_error (ScriptedPortal *self, InkanPortalError code, gboolean after_agreement)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  GError *error = g_error_new (INKAN_PORTAL_ERROR, code, "scripted");

  g_assert_nonnull (task);
  if (after_agreement)
    inkan_portal_error_set_after_agreement (error);
  g_task_return_error (task, error);
}

void
scripted_portal_set_clock_offset (ScriptedPortal *self, GTimeSpan offset)
{
  self->clock_offset = offset;
}
