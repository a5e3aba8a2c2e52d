/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "window.h"

#include <glib/gi18n.h>

#include "../core/portal/shelf.h"
#include "compat/alert.h"
#include "dialogs.h"
#include "guard.h"
#include "opening.h"
#include "page-table.h"
#include "split.h"
#include "step-list.h"
#include "style.h"
#include "window-state.h"

struct _InkanWindow {
  AdwApplicationWindow  parent_instance;

  InkanSplit           *split;
  InkanStepList        *step_list;
  AdwHeaderBar         *header;
  AdwWindowTitle       *header_title;
  GtkWidget            *menu_button;
  GtkWidget            *practice_label;
  GtkStack             *stack;
  InkanWelcomePage     *welcome_page;
  GtkWidget            *back_button;
  GtkWidget            *spinner;
  GtkWidget            *cancel_button;
  GtkWidget            *primary_button;

  InkanOpening         *opening;
  InkanRetrieval       *retrieval;   /* stays while the person is back on the welcome page */
  InkanGuard           *guard;       /* of the retrieval */
  InkanPage            *page;        /* the visible one */
  gboolean              leaving;     /* what is finished is followed by the welcome page */
  gboolean              closing;     /* the person has said yes to what it costs */
};

G_DEFINE_FINAL_TYPE (InkanWindow, inkan_window, ADW_TYPE_APPLICATION_WINDOW)

static void set_action_enabled (InkanWindow *self,
                                const char  *name,
                                gboolean     enabled);

/* What can be done */

InkanRetrieval *
inkan_window_get_retrieval (InkanWindow *self)
{
  g_return_val_if_fail (INKAN_IS_WINDOW (self), NULL);
  return self->page != INKAN_PAGE (self->welcome_page) ? self->retrieval : NULL;
}

gboolean
inkan_window_can_leave (InkanWindow *self)
{
  InkanRetrieval *retrieval;

  g_return_val_if_fail (INKAN_IS_WINDOW (self), FALSE);

  retrieval = inkan_window_get_retrieval (self);
  if (retrieval == NULL)
    return TRUE;
  switch (inkan_retrieval_get_state (retrieval)) {
  case INKAN_STATE_MAIL:
  case INKAN_STATE_IDENTITY:
  case INKAN_STATE_REISSUE:
  case INKAN_STATE_USE:
  case INKAN_STATE_FINISHED:
    return TRUE;
  case INKAN_STATE_CHOICE:
    /* There is nothing more to be done here: the way goes on in the browser. */
    return g_error_matches (inkan_retrieval_get_error (retrieval), INKAN_PORTAL_ERROR,
                            INKAN_PORTAL_ERROR_NEEDS_SCRIPT);
  default:
    return FALSE;
  }
}

/* From the first step there is a way back to the welcome page. */
static gboolean
can_go_back_to_welcome (InkanRetrieval *retrieval)
{
  return inkan_retrieval_get_state (retrieval) == INKAN_STATE_MAIL;
}

/* Everything that the buttons can do is decided here, and nowhere else. */
static void
update_navigation (InkanWindow *self)
{
  InkanRetrieval *retrieval = inkan_window_get_retrieval (self);
  const char *label = inkan_page_get_primary_label (self->page);
  gboolean busy = FALSE, locks, next = TRUE, back = FALSE, cancel = FALSE;

  if (retrieval != NULL) {
    busy = inkan_retrieval_get_busy (retrieval);
    next = inkan_retrieval_can (retrieval, INKAN_EVENT_NEXT);
    back = inkan_retrieval_can (retrieval, INKAN_EVENT_BACK) || can_go_back_to_welcome (retrieval);
    cancel = inkan_retrieval_can (retrieval, INKAN_EVENT_CANCEL);
  } else {
    busy = inkan_welcome_page_get_starting (self->welcome_page);
  }
  /* A page that shows by itself how far things are does not need another spinner. */
  g_object_get (self->page, "lock-when-busy", &locks, NULL);

  gtk_widget_set_visible (self->back_button, back);
  set_action_enabled (self, "back", back);
  gtk_widget_set_visible (self->cancel_button, cancel);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy && locks);
  gtk_widget_set_visible (self->primary_button, label != NULL);
  gtk_widget_set_sensitive (self->primary_button, next && inkan_page_get_complete (self->page));
  if (label != NULL && g_strcmp0 (label, gtk_button_get_label (GTK_BUTTON (self->primary_button))) != 0)
    gtk_button_set_label (GTK_BUTTON (self->primary_button), label);
  /* A button that was hidden is no longer the one that Enter presses. */
  if (label != NULL && gtk_window_get_default_widget (GTK_WINDOW (self)) != self->primary_button)
    gtk_window_set_default_widget (GTK_WINDOW (self), self->primary_button);

  set_action_enabled (self, "practice", inkan_window_can_leave (self) && !busy);
  set_action_enabled (self, "open-portal", inkan_window_can_leave (self) && !busy);
  set_action_enabled (self, "open-certificate", inkan_window_can_leave (self) && !busy);
  set_action_enabled (self, "another", retrieval != NULL && inkan_window_can_leave (self));
}

/* What is shown around the page */

static void
update_header (InkanWindow *self)
{
  InkanRetrieval *retrieval = inkan_window_get_retrieval (self);
  gboolean folded = inkan_split_get_folded (self->split);
  InkanPortalDefinition *definition = retrieval != NULL ? inkan_retrieval_get_definition (retrieval) : NULL;
  g_autofree char *subtitle = NULL;

  if (definition != NULL && !folded)
    subtitle = g_strdup (inkan_portal_definition_get_host (definition));
  else if (retrieval != NULL && folded && inkan_retrieval_get_step (retrieval) <= INKAN_N_STEPS)
    subtitle = g_strdup_printf (_("Step %d of %d"), inkan_retrieval_get_step (retrieval), INKAN_N_STEPS);

  adw_header_bar_set_show_start_title_buttons (self->header, folded);
  if (definition != NULL)
    adw_window_title_set_title (self->header_title, inkan_portal_definition_get_name (definition));
  else if (retrieval != NULL)
    adw_window_title_set_title (self->header_title, _("Your own file"));
  else
    adw_window_title_set_title (self->header_title, folded ? "Inkan" : "");
  adw_window_title_set_subtitle (self->header_title, subtitle != NULL ? subtitle : "");
  gtk_window_set_title (GTK_WINDOW (self), inkan_page_get_title (self->page));
}

/* The practice portal that was started here, if @retrieval is with that one. */
static InkanPractice *
get_practice (InkanWindow    *self,
              InkanRetrieval *retrieval)
{
  InkanPractice *practice = inkan_opening_get_practice (self->opening);
  InkanPortalDefinition *ours = practice != NULL ? inkan_practice_get_definition (practice) : NULL;
  InkanPortalDefinition *definition = retrieval != NULL ? inkan_retrieval_get_definition (retrieval) : NULL;

  if (ours == NULL || definition == NULL)
    return NULL;
  return g_file_equal (inkan_portal_definition_get_file (ours), inkan_portal_definition_get_file (definition))
         ? practice : NULL;
}

static void
update_practice (InkanWindow *self)
{
  InkanRetrieval *retrieval = inkan_window_get_retrieval (self);
  InkanPortalDefinition *definition = retrieval != NULL ? inkan_retrieval_get_definition (retrieval) : NULL;
  gboolean practice = definition != NULL && inkan_portal_definition_get_practice (definition);
  InkanPractice *portal = get_practice (self, retrieval);
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->practice_label, practice);
  if (!practice)
    return;
  if (portal != NULL)
    /* Translators: an e-mail address and a password, to be typed as they are. */
    text = g_strdup_printf (_("This is practice: nothing in it is real.\n"
                              "Your e-mail address: %s\n"
                              "Your application password: %s"),
                            inkan_practice_get_address (portal), inkan_practice_get_password (portal));
  gtk_label_set_label (GTK_LABEL (self->practice_label),
                       text != NULL ? text : _("This is practice: nothing in it is real."));
}

static void
on_folded (InkanWindow *self)
{
  update_header (self);
}

/* Which page shows */

static void
focus_page (InkanWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  /* A page that wants something has taken the focus itself. */
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->page)))
    return;
  if (!gtk_widget_get_visible (self->primary_button) || !gtk_widget_grab_focus (self->primary_button))
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
}

/* What is not on the screen yet cannot take the focus. */
static void
greet_page (InkanWindow *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    inkan_page_shown (self->page);
  update_navigation (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    focus_page (self);
}

static void
show_page (InkanWindow *self,
           InkanPage   *page)
{
  if (self->page != NULL)
    g_signal_handlers_disconnect_by_func (self->page, update_navigation, self);
  self->page = page;
  g_signal_connect_swapped (page, "notify::primary-label", G_CALLBACK (update_navigation), self);
  g_signal_connect_swapped (page, "notify::complete", G_CALLBACK (update_navigation), self);

  /* Otherwise the stack would put the focus on whatever comes first in the page. */
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (page));
  inkan_step_list_update (self->step_list, inkan_window_get_retrieval (self));
  update_header (self);
  update_practice (self);
  greet_page (self);
}

static InkanPage *
get_step_page (InkanWindow *self,
               InkanStep    step)
{
  g_autofree char *name = g_strdup_printf ("%d", step);
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, name);
  InkanPractice *practice = get_practice (self, self->retrieval);

  if (page == NULL) {
    page = g_object_new (inkan_page_table_get_type (step),
                         "retrieval", self->retrieval,
                         "mail-folder", practice != NULL ? inkan_practice_get_mail_folder (practice) : NULL,
                         NULL);
    gtk_stack_add_named (self->stack, page, name);
  }
  return INKAN_PAGE (page);
}

static void
remove_step_pages (InkanWindow *self)
{
  for (int step = INKAN_STEP_MAIL; step <= INKAN_STEP_USE; step++) {
    g_autofree char *name = g_strdup_printf ("%d", step);
    GtkWidget *page = gtk_stack_get_child_by_name (self->stack, name);

    if (page != NULL)
      gtk_stack_remove (self->stack, page);
  }
}

/* @self lets go of a retrieval that has ended, or that another one replaces. */
static void
drop_retrieval (InkanWindow *self)
{
  if (self->retrieval == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->retrieval, self);
  remove_step_pages (self);
  g_clear_object (&self->guard);
  g_clear_object (&self->retrieval);
}

void
inkan_window_show_welcome (InkanWindow *self)
{
  g_return_if_fail (INKAN_IS_WINDOW (self));

  show_page (self, INKAN_PAGE (self->welcome_page));
}

static void
on_state_changed (InkanWindow *self)
{
  InkanPage *page;

  if (inkan_window_get_retrieval (self) == NULL)
    return;
  if (inkan_retrieval_get_state (self->retrieval) == INKAN_STATE_FINISHED) {
    if (self->leaving) {
      self->leaving = FALSE;
      inkan_window_show_welcome (self);
      drop_retrieval (self);
    } else {
      gtk_window_close (GTK_WINDOW (self));
    }
    return;
  }

  page = get_step_page (self, inkan_retrieval_get_step (self->retrieval));
  if (page != self->page) {
    show_page (self, page);
  } else {
    inkan_step_list_update (self->step_list, self->retrieval);
    update_navigation (self);
  }
}

void
inkan_window_show_retrieval (InkanWindow    *self,
                             InkanRetrieval *retrieval)
{
  g_return_if_fail (INKAN_IS_WINDOW (self));
  g_return_if_fail (INKAN_IS_RETRIEVAL (retrieval));

  if (retrieval != self->retrieval) {
    if (self->page != INKAN_PAGE (self->welcome_page))
      inkan_window_show_welcome (self);
    drop_retrieval (self);
    self->retrieval = g_object_ref (retrieval);
    self->guard = inkan_guard_new (GTK_WINDOW (self), retrieval);
    g_signal_connect_swapped (retrieval, "notify::state", G_CALLBACK (on_state_changed), self);
    g_signal_connect_swapped (retrieval, "notify::busy", G_CALLBACK (update_navigation), self);
  }
  show_page (self, get_step_page (self, inkan_retrieval_get_step (retrieval)));
}

/* Whether what is shown, or was before the welcome page, is with exactly @definition. */
static gboolean
is_with (InkanWindow           *self,
         InkanPortalDefinition *definition)
{
  InkanPortalDefinition *current = self->retrieval != NULL ? inkan_retrieval_get_definition (self->retrieval) : NULL;

  return current != NULL
         && g_file_equal (inkan_portal_definition_get_file (definition), inkan_portal_definition_get_file (current))
         /* The same file may have been replaced meanwhile. */
         && inkan_portal_shelf_compare (definition, current) == INKAN_DIFFERENCE_NONE;
}

void
inkan_window_show_portal (InkanWindow           *self,
                          InkanPortalDefinition *definition)
{
  g_autoptr(InkanRetrieval) retrieval = NULL;

  g_return_if_fail (INKAN_IS_WINDOW (self));
  g_return_if_fail (INKAN_IS_PORTAL_DEFINITION (definition));

  if (is_with (self, definition) && inkan_retrieval_get_state (self->retrieval) == INKAN_STATE_MAIL)
    retrieval = g_object_ref (self->retrieval);
  else
    retrieval = inkan_retrieval_new (definition);
  inkan_window_show_retrieval (self, retrieval);
}

InkanPage *
inkan_window_get_page (InkanWindow *self)
{
  g_return_val_if_fail (INKAN_IS_WINDOW (self), NULL);
  return self->page;
}

InkanWelcomePage *
inkan_window_get_welcome_page (InkanWindow *self)
{
  g_return_val_if_fail (INKAN_IS_WINDOW (self), NULL);
  return self->welcome_page;
}

/* The buttons */

static void
on_primary_clicked (InkanWindow *self)
{
  inkan_page_primary (self->page);
}

static void
on_cancel_clicked (InkanWindow *self)
{
  if (inkan_window_get_retrieval (self) != NULL)
    inkan_retrieval_go (self->retrieval, INKAN_EVENT_CANCEL);
}

static void
on_back (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  InkanWindow *self = INKAN_WINDOW (user_data);
  InkanRetrieval *retrieval = inkan_window_get_retrieval (self);

  if (retrieval == NULL)
    return;
  if (inkan_retrieval_can (retrieval, INKAN_EVENT_BACK))
    inkan_retrieval_go (retrieval, INKAN_EVENT_BACK);
  else if (can_go_back_to_welcome (retrieval))
    inkan_window_show_welcome (self);
}

/* Enter is for the primary button; Space is enough to tick and to choose. */
static gboolean
on_key_pressed (InkanWindow     *self,
                guint            key,
                guint            code,
                GdkModifierType  state)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter && key != GDK_KEY_ISO_Enter)
      || !GTK_IS_CHECK_BUTTON (focus) || !gtk_widget_is_sensitive (self->primary_button))
    return GDK_EVENT_PROPAGATE;
  return gtk_widget_activate (self->primary_button);
}

/* The welcome page, and the other ways in */

static void
on_welcome_start (InkanWindow           *self,
                  InkanPortalDefinition *definition)
{
  if (definition != NULL)
    inkan_opening_portal (self->opening, definition);
  else
    inkan_opening_practice (self->opening, NULL);
}

static void
on_welcome_continue (InkanWindow      *self,
                     InkanInterrupted *interrupted)
{
  inkan_opening_interrupted (self->opening, interrupted);
}

static void
on_welcome_open (InkanWindow *self)
{
  inkan_opening_choose_portal_file (self->opening);
}

void
inkan_window_open_file (InkanWindow *self,
                        GFile       *file)
{
  g_return_if_fail (INKAN_IS_WINDOW (self));
  inkan_opening_file (self->opening, file);
}

void
inkan_window_open_portal (InkanWindow *self,
                          GFile       *file,
                          gboolean     ask)
{
  g_return_if_fail (INKAN_IS_WINDOW (self));
  inkan_opening_portal_file (self->opening, file, ask);
}

void
inkan_window_practice (InkanWindow        *self,
                       const char * const *arguments)
{
  g_return_if_fail (INKAN_IS_WINDOW (self));
  inkan_opening_practice (self->opening, arguments);
}

/* The menu */

static void
on_practice (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  inkan_window_practice (INKAN_WINDOW (user_data), NULL);
}

static void
on_open_portal (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  inkan_opening_choose_portal_file (INKAN_WINDOW (user_data)->opening);
}

static void
on_open_certificate (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  inkan_opening_choose_certificate_file (INKAN_WINDOW (user_data)->opening);
}

static void
on_another (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  InkanWindow *self = INKAN_WINDOW (user_data);
  InkanRetrieval *retrieval = inkan_window_get_retrieval (self);

  if (retrieval == NULL)
    return;
  if (inkan_retrieval_get_state (retrieval) == INKAN_STATE_USE) {
    self->leaving = TRUE;
    inkan_retrieval_go (retrieval, INKAN_EVENT_NEXT);
    return;
  }
  inkan_window_show_welcome (self);
  drop_retrieval (self);
}

static void
on_help (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  inkan_page_show_help (INKAN_WINDOW (user_data)->page);
}

static void
on_shortcuts (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  inkan_dialogs_show_shortcuts (GTK_WINDOW (user_data));
}

static void
on_about (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  inkan_dialogs_show_about (GTK_WINDOW (user_data));
}

static const GActionEntry actions[] = {
  { .name = "back", .activate = on_back },
  { .name = "practice", .activate = on_practice },
  { .name = "open-portal", .activate = on_open_portal },
  { .name = "open-certificate", .activate = on_open_certificate },
  { .name = "another", .activate = on_another },
  { .name = "help", .activate = on_help },
  { .name = "shortcuts", .activate = on_shortcuts },
  { .name = "about", .activate = on_about },
};

static void
set_action_enabled (InkanWindow *self,
                    const char  *name,
                    gboolean     enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* Closing */

static void
on_close_answered (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(InkanWindow) self = INKAN_WINDOW (user_data);

  if (!inkan_alert_ask_finish (result))
    return;
  self->closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
inkan_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (inkan_window_parent_class)->map (widget);
  greet_page (INKAN_WINDOW (widget));
}

static gboolean
inkan_window_close_request (GtkWindow *window)
{
  InkanWindow *self = INKAN_WINDOW (window);

  if (self->guard != NULL && inkan_guard_is_waiting (self->guard) && !self->closing) {
    inkan_guard_ask_async (self->guard, on_close_answered, g_object_ref (self));
    return GDK_EVENT_STOP;
  }
  inkan_window_state_save (window);
  return GTK_WINDOW_CLASS (inkan_window_parent_class)->close_request (window);
}

/* The object */

static void
inkan_window_dispose (GObject *object)
{
  InkanWindow *self = INKAN_WINDOW (object);

  if (self->page != NULL)
    g_signal_handlers_disconnect_by_func (self->page, update_navigation, self);
  self->page = NULL;
  if (self->retrieval != NULL)
    g_signal_handlers_disconnect_by_data (self->retrieval, self);
  g_clear_object (&self->guard);
  g_clear_object (&self->retrieval);
  if (self->opening != NULL)
    inkan_opening_end (self->opening);
  g_clear_object (&self->opening);
  gtk_widget_dispose_template (GTK_WIDGET (self), INKAN_TYPE_WINDOW);
  G_OBJECT_CLASS (inkan_window_parent_class)->dispose (object);
}

static void
inkan_window_class_init (InkanWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (INKAN_TYPE_SPLIT);
  g_type_ensure (INKAN_TYPE_STEP_LIST);
  g_type_ensure (INKAN_TYPE_WELCOME_PAGE);

  G_OBJECT_CLASS (klass)->dispose = inkan_window_dispose;
  widget_class->map = inkan_window_map;
  GTK_WINDOW_CLASS (klass)->close_request = inkan_window_close_request;

  inkan_style_ensure_resources ();
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/window.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanWindow, split);
  gtk_widget_class_bind_template_child (widget_class, InkanWindow, step_list);
  gtk_widget_class_bind_template_child (widget_class, InkanWindow, header);
  gtk_widget_class_bind_template_child (widget_class, InkanWindow, header_title);
  gtk_widget_class_bind_template_child (widget_class, InkanWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, InkanWindow, practice_label);
  gtk_widget_class_bind_template_child (widget_class, InkanWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, InkanWindow, welcome_page);
  gtk_widget_class_bind_template_child (widget_class, InkanWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, InkanWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, InkanWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, InkanWindow, primary_button);
  gtk_widget_class_bind_template_callback (widget_class, on_folded);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_primary_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_welcome_start);
  gtk_widget_class_bind_template_callback (widget_class, on_welcome_continue);
  gtk_widget_class_bind_template_callback (widget_class, on_welcome_open);
  gtk_widget_class_bind_template_callback (widget_class, inkan_window_open_file);
}

static void
inkan_window_init (InkanWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  inkan_window_state_restore (GTK_WINDOW (self));

  self->opening = inkan_opening_new (self);
  g_signal_connect_swapped (self->welcome_page, "notify::starting", G_CALLBACK (update_navigation), self);
  inkan_window_show_welcome (self);
}

InkanWindow *
inkan_window_new (GtkApplication *application)
{
  return g_object_new (INKAN_TYPE_WINDOW, "application", application, NULL);
}
