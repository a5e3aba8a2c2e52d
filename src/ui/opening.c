/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "opening.h"

#include <glib/gi18n.h>

#include "../core/portal/shelf.h"
#include "../core/retrieval/matching.h"
#include "compat/alert.h"
#include "compat/file-dialog.h"
#include "pages/mail-page.h"
#include "portal-question.h"

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
  g_autoptr(InkanPortalDefinition) kept = NULL;
  g_autoptr(GError) error = NULL;

  if (!inkan_alert_ask_finish (result) || self->window == NULL || !inkan_window_can_leave (self->window))
    return;
  if (!inkan_portal_definition_keep (question->definition, &error)) {
    inkan_page_show_error (inkan_window_get_page (self->window), error);
    return;
  }
  /* The kept one: where it came from may be gone tomorrow. */
  kept = inkan_portal_shelf_find (inkan_portal_definition_get_id (question->definition));
  inkan_opening_portal (self, kept != NULL ? kept : question->definition);
}

/* @known: (nullable): of the same id */
static void
ask_about_portal (InkanOpening          *self,
                  InkanPortalDefinition *definition,
                  InkanPortalDefinition *known)
{
  Question *question = g_new0 (Question, 1);

  question->opening = g_object_ref (self);
  question->definition = g_object_ref (definition);
  inkan_portal_question_ask_async (GTK_WINDOW (self->window), definition, known, on_portal_answered, question);
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
  g_autoptr(InkanPortalDefinition) known = NULL;

  g_return_if_fail (INKAN_IS_OPENING (self));
  g_return_if_fail (G_IS_FILE (file));

  if (!may_leave (self))
    return;
  definition = inkan_portal_definition_load (file, &error);
  if (definition == NULL) {
    inkan_page_show_error (inkan_window_get_page (self->window), error);
    return;
  }
  if (!ask) {
    inkan_opening_portal (self, definition);
    return;
  }
  known = inkan_portal_shelf_find (inkan_portal_definition_get_id (definition));
  if (known != NULL && inkan_portal_shelf_compare (definition, known) == INKAN_DIFFERENCE_NONE)
    inkan_opening_portal (self, known);
  else
    ask_about_portal (self, definition, known);
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
inkan_opening_choose_portal_file (InkanOpening *self)
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

/* A certificate file */

static void
on_certificate_read (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(InkanOpening) self = INKAN_OPENING (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(InkanRetrieval) retrieval = inkan_retrieval_new_for_file_finish (result, &error);

  if (self->window == NULL)
    return;
  /* Meanwhile the person may have begun something else, which is not taken away. */
  if (retrieval != NULL && may_leave (self))
    inkan_window_show_retrieval (self->window, retrieval);
  else if (retrieval == NULL)
    inkan_page_show_error (inkan_window_get_page (self->window), error);
}

static void
open_certificate (InkanOpening *self,
                  GFile        *file)
{
  if (!may_leave (self))
    return;
  inkan_page_show_error (inkan_window_get_page (self->window), NULL);
  inkan_retrieval_new_for_file_async (file, self->cancellable, on_certificate_read, g_object_ref (self));
}

static void
on_certificate_file_chosen (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data)
{
  g_autoptr(InkanOpening) self = INKAN_OPENING (user_data);
  g_autoptr(GFile) file = inkan_file_dialog_finish (result, NULL);

  if (file != NULL && self->window != NULL)
    open_certificate (self, file);
}

void
inkan_opening_choose_certificate_file (InkanOpening *self)
{
  static const char * const patterns[] = { "*.p12", "*.pfx", "*.P12", "*.PFX", NULL };
  g_autoptr(GFile) folder = NULL;
  const char *downloads = g_get_user_special_dir (G_USER_DIRECTORY_DOWNLOAD);

  g_return_if_fail (INKAN_IS_OPENING (self));

  if (!may_leave (self))
    return;
  /* Where a browser puts it. */
  if (downloads != NULL && g_file_test (downloads, G_FILE_TEST_IS_DIR))
    folder = g_file_new_for_path (downloads);
  inkan_file_dialog_open_async (GTK_WINDOW (self->window), _("Open Certificate File"), folder,
                                _("Certificate files (.p12, .pfx)"), patterns, self->cancellable,
                                on_certificate_file_chosen, g_object_ref (self));
}

void
inkan_opening_file (InkanOpening *self,
                    GFile        *file)
{
  g_autofree char *name = NULL;
  g_autofree char *lower = NULL;

  g_return_if_fail (INKAN_IS_OPENING (self));
  g_return_if_fail (G_IS_FILE (file));

  name = g_file_get_basename (file);
  lower = name != NULL ? g_ascii_strdown (name, -1) : g_strdup ("");
  if (g_str_has_suffix (lower, ".portal"))
    inkan_opening_portal_file (self, file, TRUE);
  else if (g_str_has_suffix (lower, ".p12") || g_str_has_suffix (lower, ".pfx"))
    open_certificate (self, file);
  else
    inkan_opening_message (self, file);
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
