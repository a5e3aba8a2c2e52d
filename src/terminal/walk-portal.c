/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "walk.h"

#include <string.h>

#include <glib/gi18n.h>

#include "../wording/interrupted-text.h"
#include "../wording/notice-text.h"
#include "../wording/portal-text.h"
#include "../wording/quantity-text.h"
#include "../wording/step-text.h"

/* Steps 3 to 6: the list, the agreement, the wait, and what came of it. */

static const char *
get_reissue_link (Walk *self)
{
  InkanPortalDefinition *definition = inkan_retrieval_get_definition (self->retrieval);

  return definition != NULL ? inkan_portal_definition_get_link (definition, INKAN_LINK_REISSUE) : NULL;
}

/* Step 3 */

static gboolean
end_empty (Walk *self)
{
  g_autoptr(GPtrArray) notes = inkan_offers_empty_notes ();
  const GError *error = inkan_retrieval_get_error (self->retrieval);
  gboolean check = FALSE;

  console_say (self->console, _("No certificate is offered"));
  console_say_notes (self->console, notes);
  console_say_fact (self->console, _("Apply for reissue"), get_reissue_link (self));
  if (self->answers == NULL && !walk_ask_yes (self, _("Check my entries?"), TRUE, &check))
    return FALSE;
  if (!check && error != NULL)
    return walk_end_with_error (self, error);
  if (!check)
    return walk_end (self, ENDING_NOT_AGREED, _("No certificate is offered"));
  inkan_retrieval_go (self->retrieval, INKAN_EVENT_CHECK_ENTRIES);
  return TRUE;
}

static void
say_offers (Walk       *self,
            GListModel *offers)
{
  for (guint i = 0; i < g_list_model_get_n_items (offers); i++) {
    g_autoptr(InkanOffer) offer = g_list_model_get_item (offers, i);
    g_autofree char *number = g_strdup_printf ("%u", i + 1);
    g_autofree char *line = NULL;

    /* Translators: the name of a service, and whether its certificate can be fetched. */
    line = g_strdup_printf (_("%s (%s)"), inkan_offer_get_name (offer), inkan_offer_describe_state (offer));
    console_say_fact (self->console, number, line);
  }
}

/* By name, of two with one name the one that can be fetched, else by number:
 * (transfer full) (nullable) */
static InkanOffer *
find_offer (GListModel *offers,
            const char *wanted)
{
  g_autoptr(InkanOffer) found = NULL;
  guint64 number;

  for (guint i = 0; i < g_list_model_get_n_items (offers); i++) {
    g_autoptr(InkanOffer) offer = g_list_model_get_item (offers, i);

    if (g_str_equal (inkan_offer_get_name (offer), wanted)
        && (found == NULL || inkan_offer_get_state (offer) == INKAN_OFFER_READY))
      g_set_object (&found, offer);
  }
  if (found == NULL
      && g_ascii_string_to_unsigned (wanted, 10, 1, MAX (1, g_list_model_get_n_items (offers)), &number, NULL))
    return g_list_model_get_item (offers, (guint) number - 1);
  return g_steal_pointer (&found);
}

/* (transfer full) (nullable): NULL with an ending, or to be asked again. */
static InkanOffer *
ask_offer (Walk       *self,
           GListModel *offers)
{
  InkanOffer *offer;
  char *typed;

  if (g_list_model_get_n_items (offers) == 1 && self->answers != NULL && answers_get (self->answers, "service") == NULL)
    return g_list_model_get_item (offers, 0);
  typed = walk_ask (self, "service", _("Number or name of the service"), FALSE);
  if (typed == NULL)
    return NULL;
  g_strstrip (typed);
  offer = find_offer (offers, typed);
  secret_password_free (typed);
  if (offer == NULL && self->answers != NULL)
    walk_end (self, ENDING_WRONG_ANSWER, _("The answer “service” is neither a name nor a number in the list."));
  return offer;
}

/* What went wrong at this list before: %FALSE: it has ended. */
static gboolean
say_failure (Walk *self)
{
  const GError *error = inkan_retrieval_get_error (self->retrieval);
  const GError *answer = inkan_retrieval_get_answer_error (self->retrieval);
  gboolean something_else = answer != NULL && inkan_portal_error_is_something_else (answer);
  g_autoptr(InkanNote) again = NULL;
  gboolean yes = FALSE;

  if ((inkan_retrieval_get_notices (self->retrieval) & INKAN_NOTICE_ATTEMPT_FREE) != 0) {
    again = inkan_offers_again_note (NULL, NULL);
    if (something_else) /* what it was has been said */
      console_say (self->console, again->text);
    else
      console_say_note (self->console, again);
    /* One answer is one agreement. But an interrupted one, that was found free,
     * was another decision. */
    if (self->answers != NULL && self->agreed)
      return something_else ? walk_end_with_said (self, answer) : walk_end (self, ENDING_NOT_ISSUED, again->title);
  }
  if (error == NULL)
    return TRUE;
  if (self->answers != NULL)
    return walk_end_with_error (self, error);
  walk_say_error (self, error);
  if (!walk_ask_yes (self, _("Try again?"), TRUE, &yes))
    return FALSE;
  return yes || walk_end_with_error (self, error);
}

gboolean
walk_choice (Walk *self)
{
  GListModel *offers = inkan_retrieval_get_offers (self->retrieval);
  g_autoptr(InkanOffer) offer = NULL;
  g_autoptr(InkanNote) note = NULL;

  if (offers == NULL || g_list_model_get_n_items (offers) == 0)
    return end_empty (self);
  if (!say_failure (self))
    return FALSE;
  say_offers (self, offers);
  offer = ask_offer (self, offers);
  if (offer == NULL)
    return self->ending_code == NULL;

  note = inkan_offer_note (offer);
  console_say_note (self->console, note);
  if (note != NULL && self->answers != NULL) {
    g_autoptr(GError) error = NULL;

    g_set_error_literal (&error, INKAN_PORTAL_ERROR,
                         inkan_offer_get_state (offer) == INKAN_OFFER_RETRIEVED ? INKAN_PORTAL_ERROR_ALREADY_RETRIEVED
                                                                               : INKAN_PORTAL_ERROR_NOT_READY,
                         "the list says so");
    return walk_end_with_error (self, error);
  }
  if (note != NULL) {
    console_say_fact (self->console, _("Apply for reissue"), get_reissue_link (self));
    return TRUE;
  }
  inkan_retrieval_set_offer (self->retrieval, offer);
  inkan_retrieval_go (self->retrieval, INKAN_EVENT_NEXT);
  console_say (self->console, _("Fetching the details…"));
  return TRUE;
}

/* Step 4 */

static gboolean
ask_further_choices (Walk           *self,
                     InkanAgreement *agreement)
{
  GPtrArray *choices = inkan_agreement_get_choices (agreement);

  for (guint i = 0; i < choices->len; i++) {
    InkanFurtherChoice *choice = choices->pdata[i];
    guint n = g_strv_length (choice->labels);

    console_say (self->console, choice->label);
    for (guint k = 0; k < n; k++) {
      g_autofree char *number = g_strdup_printf (k == choice->selected ? "%u *" : "%u", k + 1);

      console_say_fact (self->console, number, choice->labels[k]);
    }
    /* What the page proposes is right unless somebody says otherwise. */
    while (self->answers == NULL) {
      char *typed = walk_ask (self, choice->name, _("Number, or Enter for the one with the star"), FALSE);
      guint64 number = choice->selected + 1;
      gboolean good;

      if (typed == NULL)
        return FALSE;
      good = *g_strstrip (typed) == '\0' || g_ascii_string_to_unsigned (typed, 10, 1, n, &number, NULL);
      secret_password_free (typed);
      if (!good)
        continue;
      inkan_agreement_choose (agreement, choice->name, (guint) number - 1);
      break;
    }
  }
  return TRUE;
}

/* For the file, when the portal wants one of the person's choice. */
static gboolean
ask_passphrase (Walk           *self,
                InkanAgreement *agreement)
{
  g_autoptr(SecretValue) value = NULL;

  if (!inkan_agreement_get_chooses_passphrase (agreement) || inkan_agreement_get_passphrase (agreement) != NULL)
    return TRUE;
  value = walk_choose_passphrase (self, "file-password", _("File password"), FALSE);
  if (value != NULL)
    inkan_agreement_set_passphrase (agreement, value);
  return value != NULL;
}

static gboolean
say_agreement (Walk           *self,
               InkanAgreement *agreement)
{
  GPtrArray *details = inkan_agreement_get_details (agreement);

  if (details->len > 0)
    console_say (self->console, _("The certificate"));
  for (guint i = 0; i < details->len; i++) {
    const InkanDetail *detail = details->pdata[i];

    console_say_fact (self->console, detail->name, detail->value);
  }
  if (inkan_agreement_get_procedure (agreement) != NULL) {
    console_say (self->console, _("How the download works"));
    if (!console_page (self->console, inkan_agreement_get_procedure (agreement)))
      return walk_end_interrupted (self);
  }
  if (inkan_agreement_get_terms (agreement) != NULL) {
    console_say (self->console, _("Terms of use"));
    if (!console_page (self->console, inkan_agreement_get_terms (agreement)))
      return walk_end_interrupted (self);
  }
  return TRUE;
}

gboolean
walk_agreement (Walk *self)
{
  InkanAgreement *agreement = inkan_retrieval_get_agreement (self->retrieval);
  g_autofree char *question = NULL;
  gboolean agreed = FALSE;

  if (self->answers == NULL && inkan_agreement_get_chooses_passphrase (agreement)
      && inkan_agreement_get_passphrase (agreement) != NULL)
    inkan_agreement_set_passphrase (agreement, NULL);
  if (!say_agreement (self, agreement) || !ask_further_choices (self, agreement) || !ask_passphrase (self, agreement))
    return FALSE;

  if (self->answers != NULL) {
    agreed = answers_get_yes (self->answers, "agree");
  } else {
    question = g_strdup_printf ("%s:", inkan_step_get_action (INKAN_STEP_AGREEMENT));
    if (!walk_ask_yes (self, question, FALSE, &agreed))
      return FALSE;
  }
  if (!agreed)
    return walk_end (self, ENDING_NOT_AGREED, _("Without agreeing to the terms no certificate is issued."));
  if (console_get_call (self->console) != CONSOLE_CALM)
    return walk_end_interrupted (self);
  g_return_val_if_fail (self->answers == NULL || !self->agreed, FALSE);
  self->agreed = TRUE;
  inkan_retrieval_go (self->retrieval, INKAN_EVENT_NEXT);
  console_say (self->console, inkan_waiting_text (INKAN_STATE_ISSUING));
  console_say (self->console, inkan_waiting_usual_text ());
  return TRUE;
}

/* Whatever takes its time */

static gboolean
is_after_agreement (InkanState state)
{
  return state == INKAN_STATE_ISSUING || state == INKAN_STATE_RESOLVING || state == INKAN_STATE_NOTICE_EARLY
         || state == INKAN_STATE_DOWNLOAD;
}

static void
show_progress (Walk   *self,
               gint64 *minutes)
{
  InkanState state = inkan_retrieval_get_state (self->retrieval);
  gint64 since = inkan_retrieval_get_waiting_since (self->retrieval);
  gint64 elapsed = g_get_monotonic_time () - since;
  g_autofree char *time = inkan_format_elapsed (elapsed);
  g_autofree char *bytes = NULL;
  g_autofree char *text = NULL;
  goffset received, total;

  if (since == 0 || !is_after_agreement (state))
    return;
  if (!console_is_live (self->console)) {
    if (elapsed / G_USEC_PER_SEC / 60 > *minutes) {
      *minutes = elapsed / G_USEC_PER_SEC / 60;
      text = inkan_waiting_so_far_text (*minutes);
      console_say (self->console, text);
    }
    return;
  }
  inkan_retrieval_get_progress (self->retrieval, &received, &total);
  bytes = state == INKAN_STATE_DOWNLOAD || state == INKAN_STATE_NOTICE_EARLY ? inkan_format_progress (received, total) : NULL;
  text = g_strdup_printf ("%s  %s", time, bytes != NULL ? bytes : inkan_waiting_text (state));
  console_set_status (self->console, text);
}

/* The person, or the system, wants an end: whether to go on waiting. */
static gboolean
heed_call (Walk *self)
{
  InkanState state = inkan_retrieval_get_state (self->retrieval);

  switch (console_get_call (self->console)) {
  case CONSOLE_CALM:
    return TRUE;
  case CONSOLE_HUNG_UP:
    /* Nobody is there to be asked, and the file may be about to come: it goes
     * into the record, and the next start finds it there. */
    return is_after_agreement (state) || !inkan_retrieval_can (self->retrieval, INKAN_EVENT_CANCEL);
  case CONSOLE_INTERRUPTED:
    if (is_after_agreement (state) && !self->leaving_said) {
      self->leaving_said = TRUE;
      console_forget_call (self->console);
      console_say (self->console, inkan_leaving_text ());
      console_say (self->console, _("Still waiting. Press Ctrl+C once more to leave all the same; “inkan --terminal” then continues."));
      return TRUE;
    }
    return state == INKAN_STATE_SAVING || state == INKAN_STATE_PROVING;
  case CONSOLE_TERMINATED:
  default:
    return state == INKAN_STATE_SAVING || state == INKAN_STATE_PROVING;
  }
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE; /* the wait looks at the clock again */
}

/* The portal will be asked what became of the agreement; this is why. */
static void
say_why_to_ask (Walk *self)
{
  if (inkan_retrieval_get_error (self->retrieval) != NULL)
    walk_say_error (self, inkan_retrieval_get_error (self->retrieval));
  console_say (self->console, inkan_waiting_text (INKAN_STATE_RESOLVING));
}

gboolean
walk_busy (Walk *self)
{
  InkanState state = inkan_retrieval_get_state (self->retrieval);
  guint ticker = g_timeout_add_seconds (1, on_tick, NULL);
  gint64 minutes = 0;
  gboolean going = TRUE;

  while (inkan_retrieval_get_state (self->retrieval) == state
         && (inkan_retrieval_get_busy (self->retrieval) || state == INKAN_STATE_NOTICE_EARLY) && (going = heed_call (self))) {
    show_progress (self, &minutes);
    console_wait (self->console);
  }
  g_source_remove (ticker);
  console_set_status (self->console, NULL);
  if (!going) {
    inkan_retrieval_go (self->retrieval, INKAN_EVENT_CANCEL);
    return walk_end_interrupted (self);
  }
  if (inkan_retrieval_get_state (self->retrieval) == INKAN_STATE_RESOLVING)
    say_why_to_ask (self);
  return TRUE;
}

/* What came of it */

static void
say_outcome (Walk *self)
{
  g_autoptr(GPtrArray) notes = inkan_outcome_notes (inkan_retrieval_get_state (self->retrieval), get_reissue_link (self) != NULL);

  console_say_notes (self->console, notes);
  console_say_fact (self->console, _("Apply for reissue"),
                    inkan_retrieval_get_state (self->retrieval) == INKAN_STATE_REISSUE ? get_reissue_link (self) : NULL);
}

gboolean
walk_unknown (Walk *self)
{
  const GError *error = inkan_retrieval_get_error (self->retrieval);
  g_autoptr(GError) unknown = NULL;
  gboolean again = FALSE;

  if (error != NULL)
    walk_say_error (self, error);
  say_outcome (self);
  if (self->answers == NULL && !walk_ask_yes (self, _("Ask again?"), TRUE, &again))
    return FALSE;
  if (again) {
    inkan_retrieval_go (self->retrieval, INKAN_EVENT_NEXT);
    return TRUE;
  }
  g_set_error_literal (&unknown, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, "the portal could not be asked");
  return inkan_retrieval_get_answer_error (self->retrieval) != NULL ? walk_end_with_said (self, unknown) : walk_end_with_error (self, unknown);
}

gboolean
walk_reissue (Walk *self)
{
  const GError *error = inkan_retrieval_get_error (self->retrieval);
  g_autoptr(GError) needed = NULL;

  say_outcome (self);
  if (error != NULL && error->domain == INKAN_PORTAL_ERROR)
    walk_end_with_error (self, error);
  g_set_error_literal (&needed, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_REISSUE_NEEDED, "it cannot be fetched any more");
  if (self->ending_code == NULL)
    walk_end_with_said (self, needed);
  /* Known for certain, and said: there is nothing left to be continued. */
  inkan_retrieval_go (self->retrieval, INKAN_EVENT_BACK);
  return FALSE;
}

/* Step 5 */

gboolean
walk_notice (Walk *self)
{
  InkanNotice notices = inkan_retrieval_get_notices (self->retrieval);
  g_autoptr(GPtrArray) notes = inkan_notice_notes (self->retrieval);

  if (notices != self->notices_said)
    console_say_notes (self->console, notes);
  self->notices_said = notices;
  /* Read while the file is coming; but nobody leaves at a question before it is here. */
  if (inkan_retrieval_get_state (self->retrieval) == INKAN_STATE_NOTICE_EARLY)
    return walk_busy (self);
  if (!walk_ask_enter (self, inkan_step_get_action (INKAN_STEP_NOTICE)))
    return FALSE;
  inkan_retrieval_go (self->retrieval, INKAN_EVENT_NEXT);
  return TRUE;
}
