/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "welcome-page.h"

#include <glib/gi18n.h>

#include "../../core/portal/shelf.h"
#include "../../wording/interrupted-text.h"
#include "../compat/alert.h"
#include "../portal-question.h"

struct _InkanWelcomePage {
  InkanPage              parent_instance;

  GtkWidget             *interrupted_box;
  GtkWidget             *message_box;
  GtkWidget             *message_label;
  GtkWidget             *removed_box;
  GtkLabel              *removed_label;
  GtkWidget             *undo_button;
  GtkListBox            *portal_list;
  GtkWidget             *open_button;
  GtkWidget             *own_list;

  GtkCheckButton        *group;    /* never seen: so that even a single choice is a radio button */
  InkanPortalDefinition *chosen;
  gboolean               practice_chosen;
  gboolean               starting;
  InkanRemovedPortal    *removed;  /* can still be put back */
};

enum {
  START,
  CONTINUE,
  OPEN_PORTAL_FILE,
  OPEN_FILE,
  N_SIGNALS,
};

enum {
  PROP_0,
  PROP_STARTING,
  N_PROPERTIES,
};

static guint signals[N_SIGNALS];
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (InkanWelcomePage, inkan_welcome_page, INKAN_TYPE_PAGE)

/* The portals */

static void
update_complete (InkanWelcomePage *self)
{
  gboolean chosen = self->chosen != NULL || self->practice_chosen;

  inkan_page_set_complete (INKAN_PAGE (self), chosen && !self->starting);
}

static void
on_toggled (InkanWelcomePage *self,
            GtkCheckButton   *button)
{
  if (!gtk_check_button_get_active (button))
    return;
  g_set_object (&self->chosen, g_object_get_data (G_OBJECT (button), "definition"));
  self->practice_chosen = self->chosen == NULL;
  update_complete (self);
}

static GtkCheckButton *
add_choice (InkanWelcomePage      *self,
            const char            *title,
            const char            *subtitle,
            InkanPortalDefinition *definition)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  /* The row names its button by its title. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);

  if (definition != NULL)
    g_object_set_data_full (G_OBJECT (button), "definition", g_object_ref (definition), g_object_unref);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (button), self->group);
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->portal_list, row);
  return GTK_CHECK_BUTTON (button);
}

static void on_remove_clicked (GtkWidget *button);

/* Of the person's own portals: to be taken off the list. */
static void
add_remove_button (InkanWelcomePage      *self,
                   GtkCheckButton        *choice,
                   InkanPortalDefinition *definition)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (choice), ADW_TYPE_ACTION_ROW);
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *label = NULL;

  /* Translators: %s is the name of a portal. */
  label = g_strdup_printf (_("Remove “%s”…"), inkan_portal_definition_get_name (definition));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_widget_add_css_class (button, "flat");
  /* Its picture has no name to add. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data (G_OBJECT (button), "page", self);
  g_object_set_data_full (G_OBJECT (button), "definition", g_object_ref (definition), g_object_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (on_remove_clicked), NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
clear_portals (InkanWelcomePage *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->portal_list))) != NULL)
    gtk_list_box_remove (self->portal_list, row);
  self->practice_chosen = FALSE;
  g_clear_object (&self->chosen);
}

static void
fill_portals (InkanWelcomePage *self)
{
  g_autoptr(GListModel) portals = inkan_portal_definition_list (NULL);
  g_autoptr(InkanPortalDefinition) before = g_steal_pointer (&self->chosen);
  gboolean practice_before = self->practice_chosen;
  guint n_portals = g_list_model_get_n_items (portals);
  GtkCheckButton *active = NULL;
  GtkCheckButton *practice;

  clear_portals (self);
  for (guint i = 0; i < n_portals; i++) {
    g_autoptr(InkanPortalDefinition) definition = g_list_model_get_item (portals, i);
    GtkCheckButton *choice = add_choice (self, inkan_portal_definition_get_name (definition),
                                         inkan_portal_definition_get_host (definition), definition);

    if (inkan_portal_shelf_has (definition))
      add_remove_button (self, choice, definition);
    /* Where there is only one, there is nothing to choose. */
    if (n_portals == 1 || (before != NULL && g_str_equal (inkan_portal_definition_get_id (before),
                                                          inkan_portal_definition_get_id (definition))))
      active = choice;
  }
  practice = add_choice (self, _("Practice"), _("Try all the steps; nothing in it is real"), NULL);
  if (practice_before)
    active = practice;
  if (active != NULL)
    gtk_check_button_set_active (active, TRUE);
  update_complete (self);
}

static void
on_open_clicked (InkanWelcomePage *self)
{
  g_signal_emit (self, signals[OPEN_PORTAL_FILE], 0);
}

/* Removing a portal, and getting it back */

static void
set_removed (InkanWelcomePage   *self,
             InkanRemovedPortal *removed) /* (transfer full) (nullable) */
{
  g_autofree char *text = NULL;

  g_clear_pointer (&self->removed, inkan_removed_portal_free);
  self->removed = removed;
  gtk_widget_set_visible (self->removed_box, removed != NULL);
  if (removed == NULL)
    return;
  /* Translators: %s is the name of a portal. */
  text = g_strdup_printf (_("“%s” was removed from the list."), inkan_removed_portal_get_name (removed));
  gtk_label_set_label (self->removed_label, text);
  inkan_page_announce (INKAN_PAGE (self), text);
}

static void
on_remove_answered (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GtkWidget) button = GTK_WIDGET (user_data);
  InkanWelcomePage *self = g_object_get_data (G_OBJECT (button), "page");
  g_autoptr(GError) error = NULL;
  InkanRemovedPortal *removed;

  /* Without a root: the list was filled anew meanwhile, or the window is gone. */
  if (!inkan_alert_ask_finish (result) || gtk_widget_get_root (button) == NULL)
    return;
  removed = inkan_portal_shelf_remove (g_object_get_data (G_OBJECT (button), "definition"), &error);
  inkan_page_show_error (INKAN_PAGE (self), error);
  fill_portals (self);
  if (removed == NULL)
    return;
  set_removed (self, removed);
  gtk_widget_grab_focus (self->undo_button);
}

static void
on_remove_clicked (GtkWidget *button)
{
  inkan_portal_question_remove_async (GTK_WINDOW (gtk_widget_get_root (button)),
                                      g_object_get_data (G_OBJECT (button), "definition"), on_remove_answered,
                                      g_object_ref (button));
}

static void
on_undo_clicked (InkanWelcomePage *self)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (!inkan_removed_portal_restore (self->removed, &error)) {
    inkan_page_show_error (INKAN_PAGE (self), error);
    return;
  }
  /* Translators: %s is the name of a portal. */
  text = g_strdup_printf (_("“%s” is in the list again."), inkan_removed_portal_get_name (self->removed));
  fill_portals (self);
  /* The focus is on what goes. */
  gtk_widget_child_focus (GTK_WIDGET (self->portal_list), GTK_DIR_TAB_FORWARD);
  set_removed (self, NULL);
  inkan_page_announce (INKAN_PAGE (self), text);
}

/* What was interrupted */

static void fill_interrupted (InkanWelcomePage *self);

static void
on_discard_answered (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GtkWidget) card = GTK_WIDGET (user_data);
  InkanWelcomePage *self = g_object_get_data (G_OBJECT (card), "page");
  g_autoptr(GError) error = NULL;

  if (!inkan_alert_ask_finish (result) || gtk_widget_get_root (card) == NULL)
    return;
  if (!inkan_interrupted_discard (g_object_get_data (G_OBJECT (card), "interrupted"), &error))
    inkan_page_show_error (INKAN_PAGE (self), error);
  fill_interrupted (self);
}

static void
on_discard_clicked (GtkWidget *card)
{
  InkanInterrupted *interrupted = g_object_get_data (G_OBJECT (card), "interrupted");

  inkan_alert_ask_async (GTK_WINDOW (gtk_widget_get_root (card)), _("Discard what was interrupted?"),
                         inkan_interrupted_describe_loss (interrupted), _("Keep"), _("Discard"),
                         TRUE, on_discard_answered, g_object_ref (card));
}

static void
on_continue_clicked (GtkWidget *card)
{
  InkanWelcomePage *self = g_object_get_data (G_OBJECT (card), "page");
  g_autoptr(InkanInterrupted) interrupted = g_object_ref (g_object_get_data (G_OBJECT (card), "interrupted"));

  g_signal_emit (self, signals[CONTINUE], 0, interrupted);
}

static GtkWidget *
add_label (GtkWidget  *box,
           const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
add_button (GtkWidget  *box,
            const char *label,
            const char *description,
            GCallback   clicked,
            GtkWidget  *card)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  g_signal_connect_swapped (button, "clicked", clicked, card);
  gtk_box_append (GTK_BOX (box), button);
}

static void
add_interrupted (InkanWelcomePage *self,
                 InkanInterrupted *interrupted)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const char *what = inkan_interrupted_describe (interrupted);
  g_autofree char *where = inkan_interrupted_describe_place (interrupted);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "inkan-note");
  add_label (card, what, "heading");
  add_label (card, where, "dim-label");
  gtk_widget_set_margin_top (buttons, 6);
  add_button (buttons, _("Continue"), what, G_CALLBACK (on_continue_clicked), card);
  add_button (buttons, _("Discard…"), what, G_CALLBACK (on_discard_clicked), card);
  gtk_box_append (GTK_BOX (card), buttons);

  g_object_set_data (G_OBJECT (card), "page", self);
  g_object_set_data_full (G_OBJECT (card), "interrupted", g_object_ref (interrupted), g_object_unref);
  gtk_box_append (GTK_BOX (self->interrupted_box), card);
}

static void
fill_interrupted (InkanWelcomePage *self)
{
  g_autoptr(GListModel) list = NULL;
  GtkWidget *card;

  /* The cards hold the records, and a record that is held does not come up again. */
  while ((card = gtk_widget_get_first_child (self->interrupted_box)) != NULL) {
    g_object_set_data (G_OBJECT (card), "interrupted", NULL);
    gtk_box_remove (GTK_BOX (self->interrupted_box), card);
  }

  list = inkan_interrupted_list ();
  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr(InkanInterrupted) interrupted = g_list_model_get_item (list, i);

    add_interrupted (self, interrupted);
  }
  gtk_widget_set_visible (self->interrupted_box, g_list_model_get_n_items (list) > 0);
}

/* Files that are dropped */

static gboolean
on_drop (InkanWelcomePage *self,
         const GValue     *value)
{
  const GSList *files = g_value_get_boxed (value);
  g_autoptr(GFile) file = NULL;

  if (files == NULL || self->starting)
    return FALSE;
  file = g_object_ref (files->data);
  inkan_page_show_error (INKAN_PAGE (self), NULL);
  g_signal_emit (self, signals[OPEN_FILE], 0, file);
  return TRUE;
}

/* The page */

void
inkan_welcome_page_set_message (InkanWelcomePage *self,
                                InkanMessage     *message)
{
  const char *subject;
  g_autofree char *text = NULL;

  g_return_if_fail (INKAN_IS_WELCOME_PAGE (self));

  gtk_widget_set_visible (self->message_box, message != NULL);
  if (message == NULL)
    return;
  subject = inkan_message_get_subject (message);
  /* Translators: %s is the subject of an e-mail. */
  text = g_strdup_printf (_("The e-mail “%s” is open, but it fits none of these portals, or more than "
                            "one. Choose the portal, and it is used there."),
                          subject != NULL ? subject : "…");
  gtk_label_set_label (GTK_LABEL (self->message_label), text);
  inkan_page_announce (INKAN_PAGE (self), text);
}

void
inkan_welcome_page_set_starting (InkanWelcomePage *self,
                                 gboolean          starting)
{
  g_return_if_fail (INKAN_IS_WELCOME_PAGE (self));

  self->starting = starting;
  gtk_widget_set_sensitive (GTK_WIDGET (self->portal_list), !starting);
  gtk_widget_set_sensitive (self->interrupted_box, !starting);
  gtk_widget_set_sensitive (self->open_button, !starting);
  gtk_widget_set_sensitive (self->own_list, !starting);
  gtk_widget_set_sensitive (self->removed_box, !starting);
  update_complete (self);
  if (starting)
    inkan_page_announce (INKAN_PAGE (self), _("The practice portal is being started"));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STARTING]);
}

gboolean
inkan_welcome_page_get_starting (InkanWelcomePage *self)
{
  g_return_val_if_fail (INKAN_IS_WELCOME_PAGE (self), FALSE);
  return self->starting;
}

static void
inkan_welcome_page_shown (InkanPage *page)
{
  InkanWelcomePage *self = INKAN_WELCOME_PAGE (page);

  INKAN_PAGE_CLASS (inkan_welcome_page_parent_class)->shown (page);
  fill_portals (self);
  fill_interrupted (self);
  gtk_widget_child_focus (gtk_widget_get_visible (self->interrupted_box) ? self->interrupted_box
                                                                         : GTK_WIDGET (self->portal_list),
                          GTK_DIR_TAB_FORWARD);
}

static void
inkan_welcome_page_primary (InkanPage *page)
{
  InkanWelcomePage *self = INKAN_WELCOME_PAGE (page);
  g_autoptr(InkanPortalDefinition) definition = self->chosen != NULL ? g_object_ref (self->chosen) : NULL;

  inkan_page_show_error (page, NULL);
  g_signal_emit (self, signals[START], 0, definition);
}

static void
inkan_welcome_page_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (id) {
  case PROP_STARTING: g_value_set_boolean (value, INKAN_WELCOME_PAGE (object)->starting); break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
inkan_welcome_page_dispose (GObject *object)
{
  InkanWelcomePage *self = INKAN_WELCOME_PAGE (object);

  g_clear_object (&self->chosen);
  g_clear_object (&self->group);
  g_clear_pointer (&self->removed, inkan_removed_portal_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), INKAN_TYPE_WELCOME_PAGE);
  G_OBJECT_CLASS (inkan_welcome_page_parent_class)->dispose (object);
}

static void
inkan_welcome_page_class_init (InkanWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  InkanPageClass *page_class = INKAN_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->get_property = inkan_welcome_page_get_property;
  G_OBJECT_CLASS (klass)->dispose = inkan_welcome_page_dispose;
  properties[PROP_STARTING] = g_param_spec_boolean ("starting", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPERTIES, properties);
  page_class->shown = inkan_welcome_page_shown;
  page_class->primary = inkan_welcome_page_primary;

  signals[START] = g_signal_new ("start", INKAN_TYPE_WELCOME_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, INKAN_TYPE_PORTAL_DEFINITION);
  signals[CONTINUE] = g_signal_new ("continue", INKAN_TYPE_WELCOME_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 1, INKAN_TYPE_INTERRUPTED);
  signals[OPEN_PORTAL_FILE] = g_signal_new ("open-portal-file", INKAN_TYPE_WELCOME_PAGE, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);

  signals[OPEN_FILE] = g_signal_new ("open-file", INKAN_TYPE_WELCOME_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 1, G_TYPE_FILE);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/pages/welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanWelcomePage, removed_box);
  gtk_widget_class_bind_template_child (widget_class, InkanWelcomePage, removed_label);
  gtk_widget_class_bind_template_child (widget_class, InkanWelcomePage, undo_button);
  gtk_widget_class_bind_template_child (widget_class, InkanWelcomePage, own_list);
  gtk_widget_class_bind_template_child (widget_class, InkanWelcomePage, interrupted_box);
  gtk_widget_class_bind_template_child (widget_class, InkanWelcomePage, message_box);
  gtk_widget_class_bind_template_child (widget_class, InkanWelcomePage, message_label);
  gtk_widget_class_bind_template_child (widget_class, InkanWelcomePage, portal_list);
  gtk_widget_class_bind_template_child (widget_class, InkanWelcomePage, open_button);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_undo_clicked);
}

static void
inkan_welcome_page_init (InkanWelcomePage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  self->group = GTK_CHECK_BUTTON (g_object_ref_sink (gtk_check_button_new ()));
}
