/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "beginning.h"

#include <string.h>

#include <glib/gi18n.h>

#include "../core/retrieval/matching.h"
#include "../wording/interrupted-text.h"

typedef struct {
  gboolean  over;
  GError   *error;
} Starting;

static void
on_practice_started (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  Starting *starting = user_data;

  inkan_practice_start_finish (INKAN_PRACTICE (source), result, &starting->error);
  starting->over = TRUE;
}

/* (transfer full) (nullable) */
static InkanPractice *
start_practice (Walk        *self,
                char       **arguments)
{
  g_autoptr(InkanPractice) practice = inkan_practice_new ((const char *const *) arguments);
  Starting starting = { FALSE, NULL };
  g_autofree char *mails = NULL;

  console_say (self->console, _("The practice portal is being started"));
  inkan_practice_start_async (practice, on_practice_started, &starting);
  while (!starting.over)
    console_wait (self->console);
  if (starting.error != NULL) {
    g_autoptr(GError) error = starting.error;

    console_say_fact (self->console, _("Technical details"), error->message);
    walk_end (self, ENDING_PRACTICE, _("The practice portal could not be started"));
    return NULL;
  }
  /* All of it is public: it opens nothing but the practice portal. */
  mails = g_file_get_parse_name (inkan_practice_get_mail_folder (practice));
  console_say_fact (self->console, _("Its e-mails are in"), mails);
  console_say_fact (self->console, _("E-mail address"), inkan_practice_get_address (practice));
  console_say_fact (self->console, _("Application password"), inkan_practice_get_password (practice));
  return g_steal_pointer (&practice);
}

/* Portals */

static InkanPortalDefinition *
load_portal (Walk       *self,
             const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr(GError) error = NULL;
  InkanPortalDefinition *definition = inkan_portal_definition_load (file, &error);

  if (definition == NULL)
    walk_end_with_error (self, error);
  return definition;
}

/* By id, name or, in the list, number; else a file: (transfer full) (nullable) */
static InkanPortalDefinition *
find_portal (GListModel *portals,
             const char *wanted)
{
  guint n = g_list_model_get_n_items (portals);
  guint64 number;

  for (guint i = 0; i < n; i++) {
    g_autoptr(InkanPortalDefinition) portal = g_list_model_get_item (portals, i);

    if (g_str_equal (inkan_portal_definition_get_id (portal), wanted)
        || g_str_equal (inkan_portal_definition_get_name (portal), wanted))
      return g_steal_pointer (&portal);
  }
  if (n > 0 && g_ascii_string_to_unsigned (wanted, 10, 1, n, &number, NULL))
    return g_list_model_get_item (portals, (guint) number - 1);
  return NULL;
}

static void
say_portals (Walk       *self,
             GListModel *portals)
{
  console_say_title (self->console, _("Choose the portal that your e-mail comes from"));
  for (guint i = 0; i < g_list_model_get_n_items (portals); i++) {
    g_autoptr(InkanPortalDefinition) portal = g_list_model_get_item (portals, i);
    g_autofree char *number = g_strdup_printf ("%u", i + 1);
    g_autofree char *line = g_strdup_printf ("%s (%s)", inkan_portal_definition_get_name (portal),
                                             inkan_portal_definition_get_host (portal));

    console_say_fact (self->console, number, line);
  }
}

/* (transfer full) (nullable): NULL: it has ended. */
static InkanPortalDefinition *
ask_portal (Walk       *self,
            GListModel *portals)
{
  if (g_list_model_get_n_items (portals) == 0 && self->answers != NULL
      && answers_get (self->answers, "portal") == NULL) {
    walk_end (self, ENDING_MISSING_ANSWER, _("No portal is known here: --portal is missing."));
    return NULL;
  }
  if (self->answers == NULL)
    say_portals (self, portals);
  for (;;) {
    char *typed = walk_ask (self, "portal", _("Number or name of the portal, or the path of a portal file"), FALSE);
    g_autoptr(InkanPortalDefinition) portal = NULL;

    if (typed == NULL)
      return NULL;
    portal = find_portal (portals, g_strstrip (typed));
    if (portal == NULL && self->answers == NULL && strchr (typed, '/') != NULL) {
      g_autoptr(GFile) file = g_file_new_for_commandline_arg (typed);
      g_autoptr(GError) error = NULL;

      portal = inkan_portal_definition_load (file, &error);
      if (portal == NULL)
        walk_say_error (self, error);
    }
    secret_password_free (typed);
    if (portal != NULL)
      return g_steal_pointer (&portal);
    if (self->answers != NULL) {
      walk_end (self, ENDING_WRONG_ANSWER, _("The answer “portal” is no portal that is known here."));
      return NULL;
    }
  }
}

/* The one that the message is of, the only one, or the one that is asked for. */
static InkanPortalDefinition *
choose_portal (Walk *self)
{
  g_autoptr(GListModel) portals = inkan_portal_definition_list (NULL);
  InkanPortalDefinition *found = NULL;

  if (self->answers == NULL || answers_get (self->answers, "portal") == NULL) {
    if (self->message != NULL)
      found = inkan_matching_find_portal (self->message, portals);
    if (found == NULL && g_list_model_get_n_items (portals) == 1)
      found = g_list_model_get_item (portals, 0);
  }
  if (found == NULL)
    found = ask_portal (self, portals);
  if (found != NULL)
    console_say_fact (self->console, inkan_portal_definition_get_name (found), inkan_portal_definition_get_host (found));
  return found;
}

/* What was interrupted */

/* Of @portal, or of any when that is NULL. */
static gboolean
is_of_portal (InkanInterrupted      *interrupted,
              InkanPortalDefinition *portal)
{
  g_autoptr(InkanPortalDefinition) own = NULL;

  if (portal == NULL)
    return TRUE;
  own = inkan_interrupted_load_definition (interrupted, NULL);
  return own != NULL && g_str_equal (inkan_portal_definition_get_id (own), inkan_portal_definition_get_id (portal));
}

/* What matters most, the newest of that: (transfer full) (nullable) */
static InkanInterrupted *
find_weightiest (GListModel            *list,
                 InkanPortalDefinition *portal)
{
  g_autoptr(InkanInterrupted) found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr(InkanInterrupted) interrupted = g_list_model_get_item (list, i);

    if (is_of_portal (interrupted, portal)
        && (found == NULL || inkan_interrupted_get_kind (interrupted) > inkan_interrupted_get_kind (found)))
      g_set_object (&found, interrupted);
  }
  return g_steal_pointer (&found);
}

/* With answers: what is to be continued, if anything; %FALSE: it has ended. */
static gboolean
answer_interrupted (Walk                   *self,
                    GListModel             *list,
                    InkanPortalDefinition  *portal,
                    InkanInterrupted      **chosen)
{
  g_autoptr(InkanInterrupted) found = find_weightiest (list, portal);
  const char *answer = answers_get (self->answers, "continue");

  if (found == NULL || g_strcmp0 (answer, "no") == 0)
    return TRUE;
  if (answer == NULL && inkan_interrupted_get_kind (found) == INKAN_INTERRUPTED_BEFORE)
    return TRUE; /* nothing is lost by beginning anew */
  if (answer == NULL) {
    g_autofree char *text = NULL;

    /* Translators: %s says how far something came that was interrupted. */
    text = g_strdup_printf (_("%s. The answer “continue” (yes or no) is missing."), inkan_interrupted_describe (found));
    return walk_end (self, ENDING_MISSING_ANSWER, text);
  }
  if (!answers_get_yes (self->answers, "continue"))
    return walk_end (self, ENDING_WRONG_ANSWER, _("The answer “continue” is neither yes nor no."));
  *chosen = g_steal_pointer (&found);
  return TRUE;
}

/* One at a time: continue, or discard, or leave it alone. */
static gboolean
ask_interrupted (Walk              *self,
                 GListModel        *list,
                 InkanInterrupted **chosen)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr(InkanInterrupted) interrupted = g_list_model_get_item (list, i);
    g_autofree char *place = inkan_interrupted_describe_place (interrupted);
    g_autoptr(GError) error = NULL;
    gboolean yes = FALSE;

    console_say_title (self->console, inkan_interrupted_describe (interrupted));
    console_say (self->console, place);
    if (!walk_ask_yes (self, _("Continue?"), TRUE, &yes))
      return FALSE;
    if (yes) {
      *chosen = g_steal_pointer (&interrupted);
      return TRUE;
    }
    console_say (self->console, inkan_interrupted_describe_loss (interrupted));
    if (!walk_ask_yes (self, _("Discard what was interrupted?"), FALSE, &yes))
      return FALSE;
    if (yes && !inkan_interrupted_discard (interrupted, &error))
      walk_say_error (self, error);
  }
  return TRUE;
}

static gboolean
continue_interrupted (Walk                   *self,
                      InkanInterrupted       *interrupted,
                      const TerminalOptions  *options,
                      InkanPractice         **practice)
{
  g_autoptr(GError) error = NULL;

  /* A file that is here can be saved without its portal. */
  if (inkan_interrupted_get_practice (interrupted) && inkan_interrupted_get_kind (interrupted) != INKAN_INTERRUPTED_RECEIVED
      && *practice == NULL) {
    *practice = start_practice (self, options->practice_arguments);
    if (*practice == NULL)
      return FALSE;
  }
  self->retrieval = inkan_interrupted_continue (interrupted, &error);
  if (self->retrieval == NULL)
    return walk_end_with_error (self, error);
  return TRUE;
}

/* %FALSE: it has ended. With something to be continued @chosen, else NULL. */
static gboolean
look_for_interrupted (Walk                   *self,
                      InkanPortalDefinition  *portal,
                      InkanInterrupted      **chosen)
{
  g_autoptr(GListModel) list = inkan_interrupted_list ();

  if (self->answers != NULL)
    return answer_interrupted (self, list, portal, chosen);
  return ask_interrupted (self, list, chosen);
}

static gboolean
read_message (Walk       *self,
              const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr(GError) error = NULL;

  self->message = walk_read_message (self, file, NULL, &error);
  return self->message != NULL || walk_end_with_error (self, error);
}

/* Once more, as this portal writes its messages. */
static gboolean
read_message_again (Walk                  *self,
                    const char            *path,
                    InkanPortalDefinition *portal)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr(GError) error = NULL;

  if (inkan_portal_definition_get_code_pattern (portal) == NULL)
    return TRUE;
  g_clear_object (&self->message);
  self->message = walk_read_message (self, file, portal, &error);
  return self->message != NULL || walk_end_with_error (self, error);
}

gboolean
beginning_find (Walk                   *self,
                const TerminalOptions  *options,
                InkanPractice         **practice)
{
  g_autoptr(InkanPortalDefinition) portal = NULL;
  g_autoptr(InkanInterrupted) interrupted = NULL;

  if (options->message != NULL && !read_message (self, options->message))
    return FALSE;
  if (options->portal != NULL && (portal = load_portal (self, options->portal)) == NULL)
    return FALSE;
  if (options->practice && (*practice = start_practice (self, options->practice_arguments)) == NULL)
    return FALSE;
  if (options->practice)
    portal = g_object_ref (inkan_practice_get_definition (*practice));

  if (!look_for_interrupted (self, portal, &interrupted))
    return FALSE;
  if (interrupted != NULL) {
    if (!continue_interrupted (self, interrupted, options, practice))
      return FALSE;
  } else {
    if (portal == NULL && (portal = choose_portal (self)) == NULL)
      return FALSE;
    self->retrieval = inkan_retrieval_new (portal);
  }
  return options->message == NULL || inkan_retrieval_get_definition (self->retrieval) == NULL
         || read_message_again (self, options->message, inkan_retrieval_get_definition (self->retrieval));
}
