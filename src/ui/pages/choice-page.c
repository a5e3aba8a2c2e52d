/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "choice-page.h"

#include "../../wording/portal-text.h"
#include "../../wording/step-text.h"
#include "../parts/note-row.h"

#include <glib/gi18n.h>

struct _InkanChoicePage {
  InkanPage parent_instance;

  GtkWidget *again_group;
  InkanNoteRow *again_note;
  GtkWidget *list_box;
  GtkListBox *offers_list;
  GtkWidget *state_group;
  InkanNoteRow *state_note;
  GtkWidget *empty_group;
  InkanNoteRow *wrong_note;
  InkanNoteRow *fetched_note;
  GtkWidget *buttons_box;
  GtkWidget *entries_button;
  GtkWidget *reissue_button;

  gboolean filling; /* rows come and go: no choice of the person's */
};

G_DEFINE_FINAL_TYPE (InkanChoicePage, inkan_choice_page, INKAN_TYPE_PAGE)

static InkanRetrieval *
get_retrieval (InkanChoicePage *self)
{
  return inkan_page_get_retrieval (INKAN_PAGE (self));
}

static InkanOffer *
get_row_offer (GtkListBoxRow *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), "offer") : NULL;
}

static gboolean
has_reissue_link (InkanChoicePage *self)
{
  return inkan_page_get_link (INKAN_PAGE (self), INKAN_LINK_REISSUE) != NULL;
}

static gboolean
is_empty (InkanChoicePage *self)
{
  GListModel *offers = inkan_retrieval_get_offers (get_retrieval (self));

  return offers == NULL || g_list_model_get_n_items (offers) == 0;
}

/* A row that cannot be fetched explains itself where a person looks next. */
static void
explain (InkanChoicePage *self,
         InkanOffer      *offer)
{
  InkanOfferState state = offer != NULL ? inkan_offer_get_state (offer) : INKAN_OFFER_READY;
  gboolean retrieved = state == INKAN_OFFER_RETRIEVED;
  g_autoptr(InkanNote) note = offer != NULL ? inkan_offer_note (offer) : NULL;

  inkan_note_row_set_note (self->state_note, note);
  gtk_widget_set_visible (self->state_group, state != INKAN_OFFER_READY);

  if (!is_empty (self)) {
    gtk_widget_set_visible (self->entries_button, FALSE);
    gtk_widget_set_visible (self->reissue_button, has_reissue_link (self));
    gtk_widget_set_visible (self->buttons_box, retrieved && has_reissue_link (self));
  }
}

static void
update_complete (InkanChoicePage *self)
{
  InkanOffer *offer = inkan_retrieval_get_offer (get_retrieval (self));

  inkan_page_set_complete (INKAN_PAGE (self),
                           !is_empty (self) && offer != NULL && inkan_offer_get_state (offer) == INKAN_OFFER_READY);
}

static void
on_row_selected (InkanChoicePage *self,
                 GtkListBoxRow   *row)
{
  InkanOffer *offer = get_row_offer (row);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->offers_list)); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *mark = g_object_get_data (G_OBJECT (child), "mark");

    gtk_widget_set_opacity (mark, child == GTK_WIDGET (row) ? 1 : 0);
  }
  if (!self->filling && offer != NULL && offer != inkan_retrieval_get_offer (get_retrieval (self)))
    inkan_retrieval_set_offer (get_retrieval (self), offer);
  explain (self, offer);
  update_complete (self);
}

static void
on_row_activated (InkanChoicePage *self,
                  GtkListBoxRow   *row)
{
  gtk_list_box_select_row (self->offers_list, row);
  inkan_page_primary (INKAN_PAGE (self));
}

static GtkWidget *
create_row (InkanOffer *offer)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");
  gboolean ready = inkan_offer_get_state (offer) == INKAN_OFFER_READY;

  /* Names come from outside: nothing in them is markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), inkan_offer_get_name (offer));
  adw_action_row_set_subtitle (row, inkan_offer_describe_state (offer));
  adw_action_row_set_title_lines (row, 0);
  adw_action_row_set_subtitle_lines (row, 0);
  adw_action_row_set_icon_name (row, ready ? "application-certificate-symbolic" : "action-unavailable-symbolic");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_opacity (mark, 0);
  gtk_accessible_update_state (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_suffix (row, mark);

  /* Its title names the row already. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, inkan_offer_describe_state (offer), -1);
  g_object_set_data_full (G_OBJECT (row), "offer", g_object_ref (offer), g_object_unref);
  g_object_set_data (G_OBJECT (row), "mark", mark);
  return GTK_WIDGET (row);
}

static void
fill (InkanChoicePage *self)
{
  GListModel *offers = inkan_retrieval_get_offers (get_retrieval (self));
  InkanOffer *chosen = inkan_retrieval_get_offer (get_retrieval (self));
  GtkWidget *child;

  self->filling = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->offers_list))) != NULL)
    gtk_list_box_remove (self->offers_list, child);

  for (guint i = 0; offers != NULL && i < g_list_model_get_n_items (offers); i++) {
    g_autoptr(InkanOffer) offer = g_list_model_get_item (offers, i);
    GtkWidget *row = create_row (offer);

    gtk_list_box_append (self->offers_list, row);
    if (offer == chosen)
      gtk_list_box_select_row (self->offers_list, GTK_LIST_BOX_ROW (row));
  }
  self->filling = FALSE;
}

static void
show_empty (InkanChoicePage *self)
{
  gboolean empty = is_empty (self);

  gtk_widget_set_visible (self->list_box, !empty);
  gtk_widget_set_visible (self->empty_group, empty);
  gtk_widget_set_visible (self->entries_button, empty);
  gtk_widget_set_visible (self->reissue_button, has_reissue_link (self));
  gtk_widget_set_visible (self->buttons_box, empty);
  inkan_page_set_description (INKAN_PAGE (self), empty ? NULL : inkan_step_get_description (INKAN_STEP_CHOICE));
}

static void
on_offers_changed (InkanChoicePage *self)
{
  fill (self);
  show_empty (self);
  explain (self, get_row_offer (gtk_list_box_get_selected_row (self->offers_list)));
  update_complete (self);
}

static void
on_offer_changed (InkanChoicePage *self)
{
  InkanOffer *offer = inkan_retrieval_get_offer (get_retrieval (self));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->offers_list, i)) != NULL; i++)
    if (get_row_offer (row) == offer && row != gtk_list_box_get_selected_row (self->offers_list))
      gtk_list_box_select_row (self->offers_list, row);
  update_complete (self);
}

static void
on_notices_changed (InkanChoicePage *self)
{
  gboolean free = (inkan_retrieval_get_notices (get_retrieval (self)) & INKAN_NOTICE_ATTEMPT_FREE) != 0;

  if (free) {
    g_autoptr(InkanNote) note = inkan_offers_again_note (inkan_retrieval_get_answer_error (get_retrieval (self)),
                                                         inkan_retrieval_get_definition (get_retrieval (self)));

    inkan_note_row_set_note (self->again_note, note);
  }
  gtk_widget_set_visible (self->again_group, free && !is_empty (self));
  if (free && gtk_widget_get_mapped (GTK_WIDGET (self)))
    inkan_page_announce (INKAN_PAGE (self), inkan_note_row_get_text (self->again_note));
}

static void
on_state_changed (InkanChoicePage *self)
{
  if (inkan_retrieval_get_state (get_retrieval (self)) == INKAN_STATE_REVIEWING)
    inkan_page_announce (INKAN_PAGE (self), _("Fetching the details…"));
}

static void
on_entries_clicked (InkanChoicePage *self)
{
  inkan_retrieval_go (get_retrieval (self), INKAN_EVENT_CHECK_ENTRIES);
}

static void
on_reissue_clicked (InkanChoicePage *self)
{
  inkan_page_open_link (INKAN_PAGE (self), INKAN_LINK_REISSUE);
}

/* The page itself says more about an empty list than an error could. */
static gboolean
inkan_choice_page_handles_error (InkanPage    *page,
                                 const GError *error)
{
  return g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NOTHING_OFFERED);
}

static void
inkan_choice_page_shown (InkanPage *page)
{
  InkanChoicePage *self = INKAN_CHOICE_PAGE (page);
  GtkListBoxRow *row;

  INKAN_PAGE_CLASS (inkan_choice_page_parent_class)->shown (page);

  on_offers_changed (self);
  on_notices_changed (self);

  if (is_empty (self)) {
    gtk_widget_grab_focus (self->entries_button);
    return;
  }
  row = gtk_list_box_get_selected_row (self->offers_list);
  if (row == NULL)
    row = gtk_list_box_get_row_at_index (self->offers_list, 0);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
inkan_choice_page_constructed (GObject *object)
{
  InkanChoicePage *self = INKAN_CHOICE_PAGE (object);
  InkanRetrieval *retrieval = get_retrieval (self);

  G_OBJECT_CLASS (inkan_choice_page_parent_class)->constructed (object);

  g_signal_connect_object (retrieval, "notify::offers", G_CALLBACK (on_offers_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::offer", G_CALLBACK (on_offer_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::notices", G_CALLBACK (on_notices_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::state", G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
  on_offers_changed (self);
}

static void
inkan_choice_page_dispose (GObject *object)
{
  InkanChoicePage *self = INKAN_CHOICE_PAGE (object);

  /* Rows that go with the page are nobody's choice. */
  if (self->offers_list != NULL)
    g_signal_handlers_disconnect_by_func (self->offers_list, on_row_selected, self);

  G_OBJECT_CLASS (inkan_choice_page_parent_class)->dispose (object);
}

static void
inkan_choice_page_class_init (InkanChoicePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = inkan_choice_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = inkan_choice_page_dispose;
  INKAN_PAGE_CLASS (klass)->step = INKAN_STEP_CHOICE;
  INKAN_PAGE_CLASS (klass)->shown = inkan_choice_page_shown;
  INKAN_PAGE_CLASS (klass)->handles_error = inkan_choice_page_handles_error;

  g_type_ensure (INKAN_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/pages/choice-page.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanChoicePage, again_group);
  gtk_widget_class_bind_template_child (widget_class, InkanChoicePage, again_note);
  gtk_widget_class_bind_template_child (widget_class, InkanChoicePage, list_box);
  gtk_widget_class_bind_template_child (widget_class, InkanChoicePage, offers_list);
  gtk_widget_class_bind_template_child (widget_class, InkanChoicePage, state_group);
  gtk_widget_class_bind_template_child (widget_class, InkanChoicePage, state_note);
  gtk_widget_class_bind_template_child (widget_class, InkanChoicePage, empty_group);
  gtk_widget_class_bind_template_child (widget_class, InkanChoicePage, wrong_note);
  gtk_widget_class_bind_template_child (widget_class, InkanChoicePage, fetched_note);
  gtk_widget_class_bind_template_child (widget_class, InkanChoicePage, buttons_box);
  gtk_widget_class_bind_template_child (widget_class, InkanChoicePage, entries_button);
  gtk_widget_class_bind_template_child (widget_class, InkanChoicePage, reissue_button);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_entries_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_reissue_clicked);
}

static void
inkan_choice_page_init (InkanChoicePage *self)
{
  g_autoptr(GPtrArray) empty = inkan_offers_empty_notes ();

  gtk_widget_init_template (GTK_WIDGET (self));

  inkan_note_row_set_note (self->wrong_note, empty->pdata[0]);
  inkan_note_row_set_note (self->fetched_note, empty->pdata[1]);
}
