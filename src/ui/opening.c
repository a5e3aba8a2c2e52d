/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "opening.h"

#include <glib/gi18n.h>

#include "../core/retrieval/matching.h"
#include "compat/alert.h"
#include "compat/file-dialog.h"
#include "pages/mail-page.h"

struct _InkanOpening {
  GObject           parent_instance;

  InkanWindow      *window;          /* NULL when it is gone */
  GCancellable     *cancellable;
  InkanPractice    *practice;
  InkanInterrupted *waiting;         /* goes on once the practice portal runs */
  GFile            *message_file;    /* kept until a portal is chosen */
};

G_DEFINE_FINAL_TYPE (InkanOpening, inkan_opening, G_TYPE_OBJECT)

/* A portal */

static void
on_message_for_portal_read (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data)
{
  g_autoptr(InkanOpening) self = INKAN_OPENING (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(InkanMessage) message = inkan_message_read_finish (result, &error);
  InkanRetrieval *retrieval;

  if (self->window == NULL)
    return;
  retrieval = inkan_window_get_retrieval (self->window);
  if (message != NULL && retrieval != NULL)
    inkan_retrieval_take_message (retrieval, message);
  if (message != NULL && inkan_message_get_code (message) == NULL)
    g_set_error_literal (&error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_NO_CODE, "no certificate code in the message");
  inkan_page_show_error (inkan_window_get_page (self->window), error);
}

/* Reads @file as the portal of the retrieval on the screen writes its messages.
 * Where messages are opened, the page does that, and judges them, itself. */
static void
read_for_portal (InkanOpening *self,
                 GFile        *file)
{
  InkanPage *page = inkan_window_get_page (self->window);
  InkanRetrieval *retrieval = inkan_window_get_retrieval (self->window);
  InkanPortalDefinition *definition = inkan_retrieval_get_definition (retrieval);

  if (INKAN_IS_MAIL_PAGE (page)) {
    inkan_mail_page_open_file (INKAN_MAIL_PAGE (page), file);
    return;
  }
  inkan_message_read_async (file, inkan_portal_definition_get_code_pattern (definition), self->cancellable,
                            on_message_for_portal_read, g_object_ref (self));
}

void
inkan_opening_portal (InkanOpening          *self,
                      InkanPortalDefinition *definition)
{
  g_autoptr(GFile) file = g_steal_pointer (&self->message_file);

  g_return_if_fail (INKAN_IS_OPENING (self));
  g_return_if_fail (INKAN_IS_PORTAL_DEFINITION (definition));

  inkan_welcome_page_set_message (inkan_window_get_welcome_page (self->window), NULL);
  inkan_window_show_portal (self->window, definition);
  if (file != NULL)
    read_for_portal (self, file);
}

/* A portal file */

static gboolean
is_known (InkanPortalDefinition *definition)
{
  g_autoptr(GListModel) portals = inkan_portal_definition_list (NULL);
  GFile *file = inkan_portal_definition_get_file (definition);

  for (guint i = 0; i < g_list_model_get_n_items (portals); i++) {
    g_autoptr(InkanPortalDefinition) known = g_list_model_get_item (portals, i);

    if (g_file_equal (inkan_portal_definition_get_file (known), file))
      return TRUE;
  }
  return FALSE;
}

typedef struct {
  InkanOpening          *opening;
  InkanPortalDefinition *definition;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->opening);
  g_object_unref (question->definition);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
on_portal_answered (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(Question) question = user_data;
  InkanOpening *self = question->opening;
  g_autoptr(GError) error = NULL;

  if (!inkan_alert_ask_finish (result) || self->window == NULL || !inkan_window_can_leave (self->window))
    return;
  if (!inkan_portal_definition_keep (question->definition, &error)) {
    inkan_page_show_error (inkan_window_get_page (self->window), error);
    return;
  }
  inkan_opening_portal (self, question->definition);
}

static void
ask_about_portal (InkanOpening          *self,
                  InkanPortalDefinition *definition)
{
  Question *question = g_new0 (Question, 1);
  g_autofree char *hosts = g_strjoinv (", ", (char **) inkan_portal_definition_get_hosts (definition));
  g_autofree char *body = NULL;

  question->opening = g_object_ref (self);
  question->definition = g_object_ref (definition);
  /* Translators: the first %s is the name of a portal, the second one or more host names. */
  body = g_strdup_printf (_("“%s” will be in your list of portals. What you enter for it is sent to: %s\n\n"
                            "Add it only if it comes from the organisation that issues your certificate."),
                          inkan_portal_definition_get_name (definition), hosts);
  inkan_alert_ask_async (GTK_WINDOW (self->window), _("Add this portal?"), body, _("Cancel"), _("Add"), FALSE,
                         on_portal_answered, question);
}

static gboolean
may_leave (InkanOpening *self)
{
  if (inkan_window_can_leave (self->window))
    return TRUE;
  inkan_page_show_problem (inkan_window_get_page (self->window), _("Finish this certificate first"),
                           _("The file was left alone. Open it again when this certificate is saved."), NULL);
  return FALSE;
}

void
inkan_opening_portal_file (InkanOpening *self,
                           GFile        *file,
                           gboolean      ask)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(InkanPortalDefinition) definition = NULL;

  g_return_if_fail (INKAN_IS_OPENING (self));
  g_return_if_fail (G_IS_FILE (file));

  if (!may_leave (self))
    return;
  definition = inkan_portal_definition_load (file, &error);
  if (definition == NULL)
    inkan_page_show_error (inkan_window_get_page (self->window), error);
  else if (ask && !is_known (definition))
    ask_about_portal (self, definition);
  else
    inkan_opening_portal (self, definition);
}

static void
on_portal_file_chosen (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr(InkanOpening) self = INKAN_OPENING (user_data);
  g_autoptr(GFile) file = inkan_file_dialog_finish (result, NULL);

  if (file != NULL && self->window != NULL)
    inkan_opening_portal_file (self, file, TRUE);
}

void
inkan_opening_choose_file (InkanOpening *self)
{
  static const char * const patterns[] = { "*.portal", NULL };

  g_return_if_fail (INKAN_IS_OPENING (self));

  inkan_file_dialog_open_async (GTK_WINDOW (self->window), _("Open Portal File"), NULL, _("Portal files"),
                                patterns, self->cancellable, on_portal_file_chosen, g_object_ref (self));
}

/* An e-mail */

static InkanPortalDefinition *
find_portal (InkanOpening *self,
             InkanMessage *message)
{
  g_autoptr(GListModel) portals = inkan_portal_definition_list (NULL);
  g_autoptr(GListStore) known = g_list_store_new (INKAN_TYPE_PORTAL_DEFINITION);
  InkanPortalDefinition *practice = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (portals); i++) {
    g_autoptr(InkanPortalDefinition) portal = g_list_model_get_item (portals, i);

    g_list_store_append (known, portal);
  }
  if (self->practice != NULL)
    practice = inkan_practice_get_definition (self->practice);
  if (practice != NULL)
    g_list_store_append (known, practice);
  return inkan_matching_find_portal (message, G_LIST_MODEL (known));
}

static void
on_message_read (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(InkanOpening) self = INKAN_OPENING (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(InkanMessage) message = inkan_message_read_finish (result, &error);
  g_autoptr(InkanPortalDefinition) definition = NULL;

  if (self->window == NULL)
    return;
  if (message == NULL) {
    g_clear_object (&self->message_file);
    inkan_page_show_error (inkan_window_get_page (self->window), error);
    return;
  }
  if (self->message_file == NULL)
    return; /* a portal was chosen meanwhile, and has it */
  definition = find_portal (self, message);
  if (definition != NULL)
    inkan_opening_portal (self, definition);
  else
    inkan_welcome_page_set_message (inkan_window_get_welcome_page (self->window), message);
}

void
inkan_opening_message (InkanOpening *self,
                       GFile        *file)
{
  InkanRetrieval *retrieval;

  g_return_if_fail (INKAN_IS_OPENING (self));
  g_return_if_fail (G_IS_FILE (file));

  if (!may_leave (self))
    return;
  retrieval = inkan_window_get_retrieval (self->window);
  if (retrieval != NULL && inkan_retrieval_get_state (retrieval) <= INKAN_STATE_IDENTITY) {
    read_for_portal (self, file);
    return;
  }
  g_set_object (&self->message_file, file);
  inkan_message_read_async (file, NULL, self->cancellable, on_message_read, g_object_ref (self));
}

/* Practice, and what was interrupted */

static void
go_on (InkanOpening     *self,
       InkanInterrupted *interrupted)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(InkanRetrieval) retrieval = inkan_interrupted_continue (interrupted, &error);

  if (retrieval != NULL)
    inkan_window_show_retrieval (self->window, retrieval);
  else
    inkan_page_show_error (inkan_window_get_page (self->window), error);
}

static void
on_practice_started (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(InkanOpening) self = INKAN_OPENING (user_data);
  g_autoptr(InkanInterrupted) interrupted = g_steal_pointer (&self->waiting);
  g_autoptr(GError) error = NULL;
  gboolean started = inkan_practice_start_finish (INKAN_PRACTICE (source), result, &error);

  if (self->window == NULL)
    return;
  inkan_welcome_page_set_starting (inkan_window_get_welcome_page (self->window), FALSE);
  if (!started)
    inkan_page_show_problem (inkan_window_get_page (self->window), _("The practice portal could not be "
                                                                     "started"),
                             _("Practice needs a program that comes with this one. It is missing, or it "
                               "cannot write in your data folder. Everything else works without it."),
                             error->message);
  else if (interrupted == NULL)
    inkan_opening_portal (self, inkan_practice_get_definition (self->practice));

  /* A file that is here can be saved without its portal. */
  if (interrupted != NULL
      && (started || inkan_interrupted_get_kind (interrupted) == INKAN_INTERRUPTED_RECEIVED))
    go_on (self, interrupted);
}

static void
start_practice (InkanOpening       *self,
                const char * const *arguments)
{
  inkan_page_show_error (inkan_window_get_page (self->window), NULL);
  inkan_welcome_page_set_starting (inkan_window_get_welcome_page (self->window), TRUE);
  if (self->practice == NULL)
    self->practice = inkan_practice_new (arguments);
  inkan_practice_start_async (self->practice, on_practice_started, g_object_ref (self));
}

void
inkan_opening_practice (InkanOpening       *self,
                        const char * const *arguments)
{
  g_return_if_fail (INKAN_IS_OPENING (self));

  if (may_leave (self))
    start_practice (self, arguments);
}

void
inkan_opening_interrupted (InkanOpening     *self,
                           InkanInterrupted *interrupted)
{
  g_return_if_fail (INKAN_IS_OPENING (self));
  g_return_if_fail (INKAN_IS_INTERRUPTED (interrupted));

  if (!inkan_interrupted_get_practice (interrupted)) {
    go_on (self, interrupted);
    return;
  }
  g_set_object (&self->waiting, interrupted);
  start_practice (self, NULL);
}

InkanPractice *
inkan_opening_get_practice (InkanOpening *self)
{
  g_return_val_if_fail (INKAN_IS_OPENING (self), NULL);
  return self->practice;
}

/* The object */

void
inkan_opening_end (InkanOpening *self)
{
  g_return_if_fail (INKAN_IS_OPENING (self));

  self->window = NULL;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->practice);
  g_clear_object (&self->waiting);
}

static void
inkan_opening_finalize (GObject *object)
{
  InkanOpening *self = INKAN_OPENING (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->practice);
  g_clear_object (&self->waiting);
  g_clear_object (&self->message_file);
  G_OBJECT_CLASS (inkan_opening_parent_class)->finalize (object);
}

static void
inkan_opening_class_init (InkanOpeningClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = inkan_opening_finalize;
}

static void
inkan_opening_init (InkanOpening *self)
{
  self->cancellable = g_cancellable_new ();
}

InkanOpening *
inkan_opening_new (InkanWindow *window)
{
  InkanOpening *self = g_object_new (INKAN_TYPE_OPENING, NULL);

  self->window = window;
  return self;
}
