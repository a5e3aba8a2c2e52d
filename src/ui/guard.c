/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "guard.h"

#include <glib/gi18n.h>

#include "../wording/interrupted-text.h"
#include "compat/alert.h"

#define NOTIFICATION_ID "wait-over"

struct _InkanGuard {
  GObject         parent_instance;

  GtkWindow      *window;
  InkanRetrieval *retrieval;
  guint           inhibit_cookie;
  gboolean        waiting;
};

G_DEFINE_FINAL_TYPE (InkanGuard, inkan_guard, G_TYPE_OBJECT)

static gboolean
is_waiting (InkanState state)
{
  switch (state) {
  case INKAN_STATE_ISSUING:
  case INKAN_STATE_RESOLVING:
  case INKAN_STATE_UNKNOWN:
  case INKAN_STATE_NOTICE_EARLY:
  case INKAN_STATE_DOWNLOAD:
    return TRUE;
  default:
    return FALSE;
  }
}

/* What has really become of the wait, or NULL while it goes on. */
static const char *
describe_outcome (InkanState   state,
                  const char **body)
{
  switch (state) {
  case INKAN_STATE_ISSUING:
  case INKAN_STATE_RESOLVING:
  case INKAN_STATE_NOTICE_EARLY:
  case INKAN_STATE_DOWNLOAD:
    return NULL;
  case INKAN_STATE_NOTICE:
  case INKAN_STATE_FILE:
    *body = _("The file is here. It still has to be saved.");
    return _("Your certificate has arrived");
  case INKAN_STATE_REISSUE:
    *body = _("The portal could not issue the certificate.");
    return _("The certificate must be reissued");
  case INKAN_STATE_UNKNOWN:
    *body = _("The portal has to be asked again what became of your agreement.");
    return _("It is not known yet whether the certificate was issued");
  default:
    *body = _("No certificate was issued, and none was lost.");
    return _("You are needed to go on");
  }
}

/* Notifications */

static void
on_service_answered (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GNotification) notification = G_NOTIFICATION (user_data);
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  GApplication *application = g_application_get_default ();

  if (answer != NULL && application != NULL)
    g_application_send_notification (application, NOTIFICATION_ID, notification);
}

static void
notify_outcome (InkanGuard *self)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (self->window));
  GDBusConnection *bus = application != NULL ? g_application_get_dbus_connection (application) : NULL;
  const char *body = NULL;
  const char *title = describe_outcome (inkan_retrieval_get_state (self->retrieval), &body);
  g_autoptr(GNotification) notification = NULL;

  if (title == NULL || bus == NULL || gtk_window_is_active (self->window))
    return;
  notification = g_notification_new (title);
  g_notification_set_body (notification, body);
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_set_default_action (notification, "app.activate");

  /* GIO prints a warning when nobody shows notifications, so ask first. */
  g_dbus_connection_call (bus, "org.freedesktop.Notifications", "/org/freedesktop/Notifications",
                          "org.freedesktop.Notifications", "GetServerInformation", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NONE, 5000, NULL, on_service_answered,
                          g_steal_pointer (&notification));
}

static void
on_active_changed (InkanGuard *self)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (self->window));

  if (application != NULL && gtk_window_is_active (self->window) && !self->waiting
      && g_application_get_dbus_connection (application) != NULL)
    g_application_withdraw_notification (application, NOTIFICATION_ID);
}

/* Keeping awake */

static void
uninhibit (InkanGuard *self)
{
  GtkApplication *application = gtk_window_get_application (self->window);

  if (self->inhibit_cookie != 0 && application != NULL)
    gtk_application_uninhibit (application, self->inhibit_cookie);
  self->inhibit_cookie = 0;
}

static void
on_state_changed (InkanGuard *self)
{
  GtkApplication *application = gtk_window_get_application (self->window);
  const GtkApplicationInhibitFlags flags = GTK_APPLICATION_INHIBIT_SUSPEND | GTK_APPLICATION_INHIBIT_LOGOUT;
  InkanState state = inkan_retrieval_get_state (self->retrieval);
  gboolean waiting = is_waiting (state) && state != INKAN_STATE_UNKNOWN;

  if (waiting && self->inhibit_cookie == 0 && application != NULL)
    self->inhibit_cookie = gtk_application_inhibit (application, self->window, flags, _("The certificate is being issued"));
  if (!waiting)
    uninhibit (self);

  if (self->waiting && !waiting)
    notify_outcome (self);
  self->waiting = waiting;
}

gboolean
inkan_guard_is_waiting (InkanGuard *self)
{
  g_return_val_if_fail (INKAN_IS_GUARD (self), FALSE);
  return is_waiting (inkan_retrieval_get_state (self->retrieval));
}

void
inkan_guard_ask_async (InkanGuard          *self,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (INKAN_IS_GUARD (self));

  inkan_alert_ask_async (self->window, _("Close before the certificate has arrived?"),
                         inkan_leaving_text (),
                         _("Keep Waiting"), _("Close Anyway"), TRUE, callback, user_data);
}

static void
inkan_guard_dispose (GObject *object)
{
  InkanGuard *self = INKAN_GUARD (object);

  if (self->window != NULL)
    uninhibit (self);
  self->window = NULL;
  g_clear_object (&self->retrieval);
  G_OBJECT_CLASS (inkan_guard_parent_class)->dispose (object);
}

static void
inkan_guard_class_init (InkanGuardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = inkan_guard_dispose;
}

static void
inkan_guard_init (InkanGuard *self)
{
}

InkanGuard *
inkan_guard_new (GtkWindow      *window,
                 InkanRetrieval *retrieval)
{
  InkanGuard *self = g_object_new (INKAN_TYPE_GUARD, NULL);

  self->window = window;
  self->retrieval = g_object_ref (retrieval);
  g_signal_connect_object (retrieval, "notify::state", G_CALLBACK (on_state_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (on_active_changed), self,
                           G_CONNECT_SWAPPED);
  on_state_changed (self);
  return self;
}
