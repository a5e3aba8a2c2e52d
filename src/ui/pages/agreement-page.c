/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "agreement-page.h"

#include "../../wording/error-text.h"
#include "../../wording/portal-text.h"
#include "../../wording/step-text.h"
#include "../compat/file-dialog.h"
#include "../parts/detail-row.h"
#include "../parts/new-password.h"
#include "../parts/outcome-view.h"
#include "../parts/waiting-view.h"

#include <glib/gi18n.h>
#include <string.h>

struct _InkanAgreementPage {
  InkanPage parent_instance;

  GtkWidget *review_box;
  AdwPreferencesGroup *details_group;
  GtkWidget *procedure_group;
  GtkLabel *procedure_label;
  AdwPreferencesGroup *choices_group;
  InkanNewPassword *new_password;
  GtkWidget *terms_group;
  GtkTextView *terms_view;
  GtkWidget *save_terms_button;
  InkanWaitingView *waiting_view;
  InkanOutcomeView *outcome_view;

  GPtrArray *rows;            /* of details and choices, that go with the agreement */
  InkanAgreement *agreement;  /* the one that is shown */
  InkanState shown_state;
};

G_DEFINE_FINAL_TYPE (InkanAgreementPage, inkan_agreement_page, INKAN_TYPE_PAGE)

static InkanRetrieval *
get_retrieval (InkanAgreementPage *self)
{
  return inkan_page_get_retrieval (INKAN_PAGE (self));
}

/* What is agreed to */

static void
add_row (InkanAgreementPage  *self,
         AdwPreferencesGroup *group,
         GtkWidget           *row)
{
  adw_preferences_group_add (group, row);
  g_object_set_data (G_OBJECT (row), "group", group);
  g_ptr_array_add (self->rows, row);
}

static void
clear_rows (InkanAgreementPage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (g_object_get_data (self->rows->pdata[i], "group"), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
}

static void
on_choice_selected (AdwComboRow        *row,
                    GParamSpec         *pspec,
                    InkanAgreementPage *self)
{
  const char *name = g_object_get_data (G_OBJECT (row), "name");
  guint selected = adw_combo_row_get_selected (row);

  /* A row that goes loses its model first. */
  if (self->agreement != NULL && selected != GTK_INVALID_LIST_POSITION)
    inkan_agreement_choose (self->agreement, name, selected);
}

static void
add_choice (InkanAgreementPage *self,
            InkanFurtherChoice *choice)
{
  g_autoptr(GtkStringList) labels = gtk_string_list_new ((const char * const *) choice->labels);
  AdwComboRow *row = ADW_COMBO_ROW (adw_combo_row_new ());

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), choice->label);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_combo_row_set_model (row, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (row, choice->selected);
  g_object_set_data_full (G_OBJECT (row), "name", g_strdup (choice->name), g_free);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_choice_selected), self, 0);
  add_row (self, self->choices_group, GTK_WIDGET (row));
}

/* A password of the person's choice for the file, where the portal wants one. */

static void
update_complete (InkanAgreementPage *self)
{
  InkanState state = inkan_retrieval_get_state (get_retrieval (self));
  gboolean wanted = self->agreement != NULL && inkan_agreement_get_chooses_passphrase (self->agreement);
  gboolean chosen = !wanted || inkan_agreement_get_passphrase (self->agreement) != NULL;

  inkan_page_set_complete (INKAN_PAGE (self),
                           (state == INKAN_STATE_AGREEMENT && chosen) || state == INKAN_STATE_UNKNOWN);
}

static void
on_password_changed (InkanAgreementPage *self)
{
  g_autoptr(SecretValue) passphrase = inkan_new_password_get (self->new_password);

  if (self->agreement == NULL || !inkan_agreement_get_chooses_passphrase (self->agreement)
      || inkan_retrieval_get_state (get_retrieval (self)) != INKAN_STATE_AGREEMENT)
    return;
  inkan_agreement_set_passphrase (self->agreement, passphrase);
  update_complete (self);
}

static void
show_agreement (InkanAgreementPage *self)
{
  GPtrArray *details = inkan_agreement_get_details (self->agreement);
  GPtrArray *choices = inkan_agreement_get_choices (self->agreement);
  const char *procedure = inkan_agreement_get_procedure (self->agreement);
  const char *terms = inkan_agreement_get_terms (self->agreement);

  for (guint i = 0; i < details->len; i++) {
    const InkanDetail *detail = details->pdata[i];

    add_row (self, self->details_group, inkan_detail_row_new (detail->name, detail->value));
  }
  for (guint i = 0; i < choices->len; i++)
    add_choice (self, choices->pdata[i]);

  gtk_label_set_text (self->procedure_label, procedure != NULL ? procedure : "");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->terms_view), terms != NULL ? terms : "", -1);
  gtk_widget_set_visible (GTK_WIDGET (self->details_group), details->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->choices_group), choices->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->new_password), inkan_agreement_get_chooses_passphrase (self->agreement));
  gtk_widget_set_visible (self->procedure_group, procedure != NULL);
  gtk_widget_set_visible (self->terms_group, terms != NULL);
}

static void
on_agreement_changed (InkanAgreementPage *self)
{
  InkanAgreement *agreement = inkan_retrieval_get_agreement (get_retrieval (self));

  if (agreement == self->agreement || agreement == NULL)
    return; /* what was agreed to stays readable */
  clear_rows (self);
  g_set_object (&self->agreement, agreement);
  show_agreement (self);
}

/* Save terms… */

static void
on_terms_written (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(InkanAgreementPage) self = INKAN_AGREEMENT_PAGE (user_data);
  g_autoptr(GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    inkan_page_announce (INKAN_PAGE (self), _("The terms were saved."));
  else
    inkan_page_show_error (INKAN_PAGE (self), error);
}

static void
on_terms_file_chosen (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(InkanAgreementPage) self = INKAN_AGREEMENT_PAGE (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = inkan_file_dialog_finish (result, &error);
  g_autoptr(GBytes) bytes = NULL;
  const char *terms;

  if (file == NULL || self->agreement == NULL) {
    inkan_page_show_error (INKAN_PAGE (self), error);
    return;
  }
  terms = inkan_agreement_get_terms (self->agreement);
  bytes = g_bytes_new (terms, strlen (terms));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                       on_terms_written, g_object_ref (self));
}

static void
on_save_terms_clicked (InkanAgreementPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  inkan_file_dialog_save_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _("Save terms"), NULL,
                                /* Translators: a proposed file name. */
                                _("Terms of use.txt"), NULL, on_terms_file_chosen, g_object_ref (self));
}

/* What happens after the button */

static void
on_waiting_spoken (InkanAgreementPage *self,
                   const char         *text)
{
  inkan_page_announce (INKAN_PAGE (self), text);
}

static void
on_reissue (InkanAgreementPage *self)
{
  inkan_page_open_link (INKAN_PAGE (self), INKAN_LINK_REISSUE);
}

static void
show_outcome (InkanAgreementPage *self,
              InkanState          state)
{
  InkanRetrieval *retrieval = get_retrieval (self);
  const GError *error = inkan_retrieval_get_error (retrieval);
  g_autofree char *details = error != NULL ? inkan_error_details (error) : NULL;
  const char *link = inkan_page_get_link (INKAN_PAGE (self), INKAN_LINK_REISSUE);

  inkan_outcome_view_show (self->outcome_view, state, link != NULL, details);
}

static void
update_texts (InkanAgreementPage *self,
              InkanState          state)
{
  InkanPage *page = INKAN_PAGE (self);

  switch (state) {
  case INKAN_STATE_ISSUING:
  case INKAN_STATE_RESOLVING:
    inkan_page_set_primary_label (page, NULL);
    inkan_page_set_description (page, _("Your agreement has been sent. Please leave this window open."));
    break;
  case INKAN_STATE_RENEWING:
    inkan_page_set_description (page, _("The portal has to be asked again first. Your agreement has not been sent yet."));
    break;
  case INKAN_STATE_UNKNOWN:
    inkan_page_set_primary_label (page, _("Ask Again"));
    inkan_page_set_description (page, NULL);
    break;
  case INKAN_STATE_REISSUE:
    inkan_page_set_primary_label (page, NULL);
    inkan_page_set_description (page, NULL);
    break;
  default:
    inkan_page_set_primary_label (page, inkan_step_get_action (INKAN_STEP_AGREEMENT));
    inkan_page_set_description (page, inkan_step_get_description (INKAN_STEP_AGREEMENT));
  }
}

static gboolean
is_waiting (InkanState state)
{
  return state == INKAN_STATE_ISSUING || state == INKAN_STATE_RESOLVING;
}

static gboolean
is_outcome (InkanState state)
{
  return state == INKAN_STATE_UNKNOWN || state == INKAN_STATE_REISSUE;
}

static void
on_state_changed (InkanAgreementPage *self)
{
  InkanRetrieval *retrieval = get_retrieval (self);
  InkanState state = inkan_retrieval_get_state (retrieval);
  gint64 since = inkan_retrieval_get_waiting_since (retrieval);
  gboolean here = inkan_state_get_step (state) == INKAN_STEP_AGREEMENT;

  /* The page keeps its look while another one slides in. */
  if (here) {
    gtk_widget_set_visible (self->review_box, state == INKAN_STATE_AGREEMENT || state == INKAN_STATE_RENEWING);
    gtk_widget_set_visible (GTK_WIDGET (self->waiting_view), is_waiting (state));
    gtk_widget_set_visible (GTK_WIDGET (self->outcome_view), is_outcome (state));
    if (is_outcome (state))
      show_outcome (self, state);
    update_texts (self, state);
  }
  if (is_waiting (state))
    inkan_waiting_view_set (self->waiting_view, since != 0 ? since : g_get_monotonic_time (),
                            state == INKAN_STATE_RESOLVING);
  else
    inkan_waiting_view_set (self->waiting_view, 0, FALSE);

  /* Another agreement, the same choice. */
  if (state == INKAN_STATE_AGREEMENT)
    on_password_changed (self);
  /* It has done its work, and is not needed any more where it was typed. */
  if (inkan_state_get_step (state) > INKAN_STEP_DOWNLOAD)
    inkan_new_password_clear (self->new_password);
  update_complete (self);

  if (is_waiting (self->shown_state) && state != self->shown_state && !is_waiting (state))
    inkan_page_announce (INKAN_PAGE (self), is_outcome (state) ? inkan_outcome_view_get_text (self->outcome_view)
                                                               : _("The wait is over."));
  self->shown_state = state;
}

static void
on_error_changed (InkanAgreementPage *self)
{
  InkanState state = inkan_retrieval_get_state (get_retrieval (self));

  if (is_outcome (state))
    show_outcome (self, state);
}

/* The waiting and the outcome view say what is known, with the technical detail. */
static gboolean
inkan_agreement_page_handles_error (InkanPage    *page,
                                    const GError *error)
{
  InkanState state = inkan_retrieval_get_state (inkan_page_get_retrieval (page));

  return error != NULL && (is_waiting (state) || is_outcome (state));
}

static void
inkan_agreement_page_shown (InkanPage *page)
{
  INKAN_PAGE_CLASS (inkan_agreement_page_parent_class)->shown (page);

  on_agreement_changed (INKAN_AGREEMENT_PAGE (page));
  on_state_changed (INKAN_AGREEMENT_PAGE (page));
}

static void
inkan_agreement_page_constructed (GObject *object)
{
  InkanAgreementPage *self = INKAN_AGREEMENT_PAGE (object);
  InkanRetrieval *retrieval = get_retrieval (self);

  G_OBJECT_CLASS (inkan_agreement_page_parent_class)->constructed (object);

  g_signal_connect_object (retrieval, "notify::agreement", G_CALLBACK (on_agreement_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::state", G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::sent", G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::error", G_CALLBACK (on_error_changed), self, G_CONNECT_SWAPPED);
  on_agreement_changed (self);
  update_texts (self, INKAN_STATE_AGREEMENT);
  on_state_changed (self);
}

static void
inkan_agreement_page_dispose (GObject *object)
{
  g_clear_object (&INKAN_AGREEMENT_PAGE (object)->agreement);

  G_OBJECT_CLASS (inkan_agreement_page_parent_class)->dispose (object);
}

static void
inkan_agreement_page_finalize (GObject *object)
{
  g_ptr_array_unref (INKAN_AGREEMENT_PAGE (object)->rows);

  G_OBJECT_CLASS (inkan_agreement_page_parent_class)->finalize (object);
}

static void
inkan_agreement_page_class_init (InkanAgreementPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = inkan_agreement_page_constructed;
  object_class->dispose = inkan_agreement_page_dispose;
  object_class->finalize = inkan_agreement_page_finalize;
  INKAN_PAGE_CLASS (klass)->step = INKAN_STEP_AGREEMENT;
  INKAN_PAGE_CLASS (klass)->shown = inkan_agreement_page_shown;
  INKAN_PAGE_CLASS (klass)->handles_error = inkan_agreement_page_handles_error;

  g_type_ensure (INKAN_TYPE_NEW_PASSWORD);
  g_type_ensure (INKAN_TYPE_WAITING_VIEW);
  g_type_ensure (INKAN_TYPE_OUTCOME_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/pages/agreement-page.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanAgreementPage, review_box);
  gtk_widget_class_bind_template_child (widget_class, InkanAgreementPage, details_group);
  gtk_widget_class_bind_template_child (widget_class, InkanAgreementPage, procedure_group);
  gtk_widget_class_bind_template_child (widget_class, InkanAgreementPage, procedure_label);
  gtk_widget_class_bind_template_child (widget_class, InkanAgreementPage, choices_group);
  gtk_widget_class_bind_template_child (widget_class, InkanAgreementPage, new_password);
  gtk_widget_class_bind_template_child (widget_class, InkanAgreementPage, terms_group);
  gtk_widget_class_bind_template_child (widget_class, InkanAgreementPage, terms_view);
  gtk_widget_class_bind_template_child (widget_class, InkanAgreementPage, save_terms_button);
  gtk_widget_class_bind_template_child (widget_class, InkanAgreementPage, waiting_view);
  gtk_widget_class_bind_template_child (widget_class, InkanAgreementPage, outcome_view);
  gtk_widget_class_bind_template_callback (widget_class, on_password_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_save_terms_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_waiting_spoken);
  gtk_widget_class_bind_template_callback (widget_class, on_reissue);
}

static void
inkan_agreement_page_init (InkanAgreementPage *self)
{
  self->rows = g_ptr_array_new ();
  self->shown_state = INKAN_STATE_AGREEMENT;
  gtk_widget_init_template (GTK_WIDGET (self));
}
