/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

#include <glib/gi18n.h>

#include "../wording/error-text.h"
#include "../wording/note.h"
#include "../wording/step-text.h"
#include "compat/link.h"
#include "parts/names.h"
#include "parts/wrapping.h"
#include "style.h"

typedef struct {
  InkanRetrieval *retrieval;
  GFile          *mail_folder;
  char           *title;
  char           *description;
  char           *help;
  char           *primary_label;
  char           *link_text;       /* what to say when the link last asked for does not open */
  gboolean        complete;
  gboolean        lock_when_busy;
  gboolean        current;         /* shown() was called and it has not been unmapped since */
  GtkWidget      *focus_before;    /* had the focus when the controls were locked */

  GtkWidget      *scroller;
  GtkWidget      *icon_image;
  GtkWidget      *title_label;
  GtkWidget      *description_label;
  GtkWidget      *error_box;
  GtkWidget      *error_heading;
  GtkWidget      *error_text;
  GtkWidget      *reissue_button;
  GtkWidget      *script_box;      /* the ways out of a portal that needs JavaScript */
  GtkWidget      *details_expander;
  GtkWidget      *details_label;
  GtkWidget      *content;
  GtkWidget      *help_expander;
  GtkWidget      *help_label;
  GtkWidget      *live_region;
} InkanPagePrivate;

enum {
  PROP_0,
  PROP_RETRIEVAL,
  PROP_MAIL_FOLDER,
  PROP_TITLE,
  PROP_DESCRIPTION,
  PROP_HELP,
  PROP_ICON_NAME,
  PROP_PRIMARY_LABEL,
  PROP_COMPLETE,
  PROP_LOCK_WHEN_BUSY,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];
static GtkBuildableIface *parent_buildable_iface;

static void inkan_page_buildable_init (GtkBuildableIface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (InkanPage, inkan_page, GTK_TYPE_WIDGET,
                                  G_ADD_PRIVATE (InkanPage)
                                  G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, inkan_page_buildable_init))

#define PRIVATE(self) ((InkanPagePrivate *) inkan_page_get_instance_private (self))

/* Errors */

static gboolean
calls_for_reissue (const GError *error)
{
  return g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_REISSUE_NEEDED)
         || g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_ALREADY_RETRIEVED)
         || g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NOTHING_OFFERED)
         || g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NOT_A_CERTIFICATE);
}

static void
hide_error (InkanPage *self)
{
  InkanPagePrivate *priv = PRIVATE (self);

  gtk_widget_set_visible (priv->error_box, FALSE);
  gtk_expander_set_expanded (GTK_EXPANDER (priv->details_expander), FALSE);
  gtk_widget_set_visible (priv->reissue_button, FALSE);
  gtk_widget_set_visible (priv->script_box, FALSE);
}

void
inkan_page_show_problem (InkanPage  *self,
                         const char *heading,
                         const char *text,
                         const char *details)
{
  InkanPagePrivate *priv = PRIVATE (self);
  g_autofree char *announcement = NULL;

  g_return_if_fail (INKAN_IS_PAGE (self));

  hide_error (self);
  gtk_label_set_label (GTK_LABEL (priv->error_heading), heading);
  gtk_label_set_label (GTK_LABEL (priv->error_text), text);
  gtk_label_set_label (GTK_LABEL (priv->details_label), details != NULL ? details : "");
  gtk_widget_set_visible (priv->details_expander, details != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->error_box),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, heading,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_set_visible (priv->error_box, TRUE);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (priv->scroller)), 0);

  announcement = inkan_join_title (heading, text);
  inkan_page_announce (self, announcement);
}

void
inkan_page_show_error (InkanPage    *self,
                       const GError *error)
{
  InkanPagePrivate *priv = PRIVATE (self);
  InkanPortalDefinition *definition = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *text = NULL;
  g_autofree char *details = NULL;

  g_return_if_fail (INKAN_IS_PAGE (self));

  /* What a person has called off needs no explanation. */
  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    hide_error (self);
    return;
  }
  if (priv->retrieval != NULL)
    definition = inkan_retrieval_get_definition (priv->retrieval);

  text = inkan_error_text (error, definition, &heading);
  details = inkan_error_details (error);
  inkan_page_show_problem (self, heading, text, details);
  gtk_widget_set_visible (priv->reissue_button,
                          calls_for_reissue (error) && inkan_page_get_link (self, INKAN_LINK_REISSUE) != NULL);
  gtk_widget_set_visible (priv->script_box,
                          definition != NULL
                            && g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NEEDS_SCRIPT));
}

static void
on_copy_details_clicked (InkanPage *self)
{
  InkanPagePrivate *priv = PRIVATE (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          gtk_label_get_label (GTK_LABEL (priv->details_label)));
  inkan_page_announce (self, _("Copied"));
}

static void
on_reissue_clicked (InkanPage *self)
{
  inkan_page_open_link (self, INKAN_LINK_REISSUE);
}

/* The retrieval */

static void
sync_error (InkanPage *self)
{
  InkanPagePrivate *priv = PRIVATE (self);
  const GError *error = inkan_retrieval_get_error (priv->retrieval);

  if (INKAN_PAGE_GET_CLASS (self)->handles_error (self, error))
    hide_error (self);
  else
    inkan_page_show_error (self, error);
}

static void
on_error_changed (InkanPage *self)
{
  if (PRIVATE (self)->current)
    sync_error (self);
}

/* A control that loses its sensitivity under the focus is not told that the
 * focus has gone, so it is taken away first, and given back afterwards. */
static void
sync_lock (InkanPage *self)
{
  InkanPagePrivate *priv = PRIVATE (self);
  gboolean busy = priv->retrieval != NULL && inkan_retrieval_get_busy (priv->retrieval);
  gboolean lock = busy && priv->lock_when_busy;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (lock == !gtk_widget_get_sensitive (priv->content))
    return;
  if (lock && focus != NULL && gtk_widget_is_ancestor (focus, priv->content)) {
    g_set_weak_pointer (&priv->focus_before, focus);
    gtk_root_set_focus (root, NULL);
  }
  gtk_widget_set_sensitive (priv->content, !lock);
  /* What had it may be gone from the page meanwhile, as a row of a list that was filled anew. */
  if (!lock && priv->focus_before != NULL && focus == NULL && priv->current
      && gtk_widget_is_ancestor (priv->focus_before, priv->content))
    gtk_widget_grab_focus (priv->focus_before);
  if (!lock)
    g_clear_weak_pointer (&priv->focus_before);
}

/* Links */

static void
on_link_opened (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(InkanPage) self = INKAN_PAGE (user_data);
  g_autoptr(GError) error = NULL;

  if (!inkan_link_finish (result, &error) && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    inkan_page_show_problem (self, _("The page could not be opened"), PRIVATE (self)->link_text,
                             error->message);
}

static void
open_uri (InkanPage  *self,
          const char *uri)
{
  InkanPagePrivate *priv = PRIVATE (self);

  g_free (priv->link_text);
  /* Translators: %s is a web or mail address. */
  priv->link_text = g_strdup_printf (_("No program on this computer opened it. "
                                       "You can open the address yourself: %s"), uri);
  inkan_link_open_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri, on_link_opened,
                         g_object_ref (self));
}

const char *
inkan_page_get_link (InkanPage *self,
                     InkanLink  link)
{
  InkanPortalDefinition *definition = NULL;

  g_return_val_if_fail (INKAN_IS_PAGE (self), NULL);

  if (PRIVATE (self)->retrieval != NULL)
    definition = inkan_retrieval_get_definition (PRIVATE (self)->retrieval);
  return definition != NULL ? inkan_portal_definition_get_link (definition, link) : NULL;
}

void
inkan_page_open_link (InkanPage *self,
                      InkanLink  link)
{
  const char *uri;

  g_return_if_fail (INKAN_IS_PAGE (self));

  uri = inkan_page_get_link (self, link);
  if (uri != NULL)
    open_uri (self, uri);
  else
    inkan_page_show_problem (self, _("The portal gives no address for this"),
                             _("Ask the help desk of the organisation that issues your certificate."), NULL);
}

/* The portal itself, for what only a browser can do. */
static void
on_browser_clicked (InkanPage *self)
{
  open_uri (self, inkan_portal_definition_get_start (inkan_retrieval_get_definition (PRIVATE (self)->retrieval)));
}

void
inkan_page_show_help (InkanPage *self)
{
  InkanPagePrivate *priv = PRIVATE (self);

  g_return_if_fail (INKAN_IS_PAGE (self));

  if (priv->help == NULL) {
    if (priv->retrieval != NULL && inkan_retrieval_get_definition (priv->retrieval) != NULL)
      inkan_page_open_link (self, INKAN_LINK_HELP);
    return;
  }
  gtk_expander_set_expanded (GTK_EXPANDER (priv->help_expander), TRUE);
  gtk_widget_grab_focus (priv->help_expander);
  inkan_page_announce (self, priv->help);
}

/* Texts */

static gboolean
set_text (char       **field,
          const char  *text)
{
  if (g_strcmp0 (*field, text) == 0)
    return FALSE;
  g_free (*field);
  *field = g_strdup (text);
  return TRUE;
}

static void
set_title (InkanPage  *self,
           const char *title)
{
  InkanPagePrivate *priv = PRIVATE (self);

  if (!set_text (&priv->title, title))
    return;
  gtk_label_set_label (GTK_LABEL (priv->title_label), title != NULL ? title : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title != NULL ? title : "", -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->scroller), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title != NULL ? title : "", -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static void
set_help (InkanPage  *self,
          const char *help)
{
  InkanPagePrivate *priv = PRIVATE (self);

  if (!set_text (&priv->help, help))
    return;
  gtk_label_set_label (GTK_LABEL (priv->help_label), help != NULL ? help : "");
  gtk_widget_set_visible (priv->help_expander, help != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HELP]);
}

void
inkan_page_set_description (InkanPage  *self,
                            const char *description)
{
  InkanPagePrivate *priv = PRIVATE (self);

  g_return_if_fail (INKAN_IS_PAGE (self));

  if (!set_text (&priv->description, description))
    return;
  gtk_label_set_label (GTK_LABEL (priv->description_label), description != NULL ? description : "");
  gtk_widget_set_visible (priv->description_label, description != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DESCRIPTION]);
}

void
inkan_page_set_primary_label (InkanPage  *self,
                              const char *label)
{
  g_return_if_fail (INKAN_IS_PAGE (self));

  if (set_text (&PRIVATE (self)->primary_label, label))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRIMARY_LABEL]);
}

void
inkan_page_set_complete (InkanPage *self,
                         gboolean   complete)
{
  InkanPagePrivate *priv = PRIVATE (self);

  g_return_if_fail (INKAN_IS_PAGE (self));

  if (priv->complete == !!complete)
    return;
  priv->complete = !!complete;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
}

void
inkan_page_announce (InkanPage  *self,
                     const char *text)
{
  InkanPagePrivate *priv = PRIVATE (self);

  g_return_if_fail (INKAN_IS_PAGE (self));

  /* The same words twice would be no change, and so not be read out. */
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (priv->live_region)), text) == 0)
    gtk_label_set_label (GTK_LABEL (priv->live_region), "");
  gtk_label_set_label (GTK_LABEL (priv->live_region), text);
  gtk_widget_set_visible (priv->live_region, TRUE);
}

InkanRetrieval *
inkan_page_get_retrieval (InkanPage *self)
{
  g_return_val_if_fail (INKAN_IS_PAGE (self), NULL);
  return PRIVATE (self)->retrieval;
}

GFile *
inkan_page_get_mail_folder (InkanPage *self)
{
  g_return_val_if_fail (INKAN_IS_PAGE (self), NULL);
  return PRIVATE (self)->mail_folder;
}

const char *
inkan_page_get_title (InkanPage *self)
{
  g_return_val_if_fail (INKAN_IS_PAGE (self), NULL);
  return PRIVATE (self)->title;
}

const char *
inkan_page_get_primary_label (InkanPage *self)
{
  g_return_val_if_fail (INKAN_IS_PAGE (self), NULL);
  return PRIVATE (self)->primary_label;
}

gboolean
inkan_page_get_complete (InkanPage *self)
{
  g_return_val_if_fail (INKAN_IS_PAGE (self), FALSE);
  return PRIVATE (self)->complete;
}

/* Being shown, and the primary button */

static void
inkan_page_real_shown (InkanPage *self)
{
  InkanPagePrivate *priv = PRIVATE (self);

  priv->current = TRUE;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (priv->scroller)), 0);
  if (priv->retrieval != NULL) {
    sync_lock (self);
    sync_error (self);
  }
}

static void
inkan_page_real_primary (InkanPage *self)
{
  InkanPagePrivate *priv = PRIVATE (self);

  if (priv->retrieval != NULL)
    inkan_retrieval_go (priv->retrieval, INKAN_EVENT_NEXT);
}

static gboolean
inkan_page_real_handles_error (InkanPage    *self,
                               const GError *error)
{
  return FALSE;
}

void
inkan_page_shown (InkanPage *self)
{
  g_return_if_fail (INKAN_IS_PAGE (self));
  INKAN_PAGE_GET_CLASS (self)->shown (self);
  inkan_names_complete (GTK_WIDGET (self), inkan_page_get_title (self));
  inkan_titles_wrap (GTK_WIDGET (self));
}

void
inkan_page_primary (InkanPage *self)
{
  g_return_if_fail (INKAN_IS_PAGE (self));
  if (PRIVATE (self)->complete)
    INKAN_PAGE_GET_CLASS (self)->primary (self);
}

static void
inkan_page_unmap (GtkWidget *widget)
{
  PRIVATE (INKAN_PAGE (widget))->current = FALSE;
  GTK_WIDGET_CLASS (inkan_page_parent_class)->unmap (widget);
}

/* The object */

static void
inkan_page_add_child (GtkBuildable *buildable,
                      GtkBuilder   *builder,
                      GObject      *child,
                      const char   *type)
{
  InkanPagePrivate *priv = PRIVATE (INKAN_PAGE (buildable));

  /* While this class's own template is being built there is no column yet. */
  if (priv->content != NULL && GTK_IS_WIDGET (child))
    gtk_box_append (GTK_BOX (priv->content), GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
inkan_page_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = inkan_page_add_child;
}

static void
inkan_page_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  InkanPagePrivate *priv = PRIVATE (INKAN_PAGE (object));

  switch (id) {
  case PROP_RETRIEVAL: g_value_set_object (value, priv->retrieval); break;
  case PROP_MAIL_FOLDER: g_value_set_object (value, priv->mail_folder); break;
  case PROP_TITLE: g_value_set_string (value, priv->title); break;
  case PROP_DESCRIPTION: g_value_set_string (value, priv->description); break;
  case PROP_HELP: g_value_set_string (value, priv->help); break;
  case PROP_ICON_NAME:
    g_value_set_string (value, gtk_image_get_icon_name (GTK_IMAGE (priv->icon_image)));
    break;
  case PROP_PRIMARY_LABEL: g_value_set_string (value, priv->primary_label); break;
  case PROP_COMPLETE: g_value_set_boolean (value, priv->complete); break;
  case PROP_LOCK_WHEN_BUSY: g_value_set_boolean (value, priv->lock_when_busy); break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
inkan_page_set_property (GObject      *object,
                         guint         id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  InkanPage *self = INKAN_PAGE (object);
  InkanPagePrivate *priv = PRIVATE (self);

  switch (id) {
  case PROP_RETRIEVAL: priv->retrieval = g_value_dup_object (value); break;
  case PROP_MAIL_FOLDER: priv->mail_folder = g_value_dup_object (value); break;
  case PROP_TITLE: set_title (self, g_value_get_string (value)); break;
  case PROP_DESCRIPTION: inkan_page_set_description (self, g_value_get_string (value)); break;
  case PROP_HELP: set_help (self, g_value_get_string (value)); break;
  case PROP_ICON_NAME:
    gtk_image_set_from_icon_name (GTK_IMAGE (priv->icon_image), g_value_get_string (value));
    gtk_widget_set_visible (priv->icon_image, g_value_get_string (value) != NULL);
    break;
  case PROP_PRIMARY_LABEL: inkan_page_set_primary_label (self, g_value_get_string (value)); break;
  case PROP_COMPLETE: inkan_page_set_complete (self, g_value_get_boolean (value)); break;
  case PROP_LOCK_WHEN_BUSY:
    priv->lock_when_busy = g_value_get_boolean (value);
    sync_lock (self);
    break;
  default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
inkan_page_constructed (GObject *object)
{
  InkanPage *self = INKAN_PAGE (object);
  InkanPagePrivate *priv = PRIVATE (self);
  InkanStep step = INKAN_PAGE_GET_CLASS (self)->step;

  G_OBJECT_CLASS (inkan_page_parent_class)->constructed (object);

  if (step != 0) {
    set_title (self, inkan_step_get_title (step));
    set_help (self, inkan_step_get_help (step));
    inkan_page_set_primary_label (self, inkan_step_get_action (step));
    if (inkan_step_get_description (step) != NULL)
      inkan_page_set_description (self, inkan_step_get_description (step));
  }
  if (priv->retrieval != NULL) {
    g_signal_connect_object (priv->retrieval, "notify::error", G_CALLBACK (on_error_changed), object,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (priv->retrieval, "notify::busy", G_CALLBACK (sync_lock), object,
                             G_CONNECT_SWAPPED);
  }
}

static void
inkan_page_dispose (GObject *object)
{
  GtkWidget *child;

  g_clear_weak_pointer (&PRIVATE (INKAN_PAGE (object))->focus_before);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (inkan_page_parent_class)->dispose (object);
}

static void
inkan_page_finalize (GObject *object)
{
  InkanPagePrivate *priv = PRIVATE (INKAN_PAGE (object));

  g_clear_object (&priv->retrieval);
  g_clear_object (&priv->mail_folder);
  g_free (priv->title);
  g_free (priv->description);
  g_free (priv->help);
  g_free (priv->primary_label);
  g_free (priv->link_text);
  G_OBJECT_CLASS (inkan_page_parent_class)->finalize (object);
}

static void
inkan_page_install_properties (GObjectClass *object_class)
{
  const GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags often = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_RETRIEVAL] = g_param_spec_object ("retrieval", NULL, NULL, INKAN_TYPE_RETRIEVAL, once);
  properties[PROP_MAIL_FOLDER] = g_param_spec_object ("mail-folder", NULL, NULL, G_TYPE_FILE, once);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, often);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, often);
  properties[PROP_HELP] = g_param_spec_string ("help", NULL, NULL, NULL, often);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL,
                                                    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PRIMARY_LABEL] = g_param_spec_string ("primary-label", NULL, NULL, NULL, often);
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, TRUE, often);
  properties[PROP_LOCK_WHEN_BUSY] = g_param_spec_boolean ("lock-when-busy", NULL, NULL, TRUE, often);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
inkan_page_class_init (InkanPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = inkan_page_constructed;
  object_class->get_property = inkan_page_get_property;
  object_class->set_property = inkan_page_set_property;
  object_class->dispose = inkan_page_dispose;
  object_class->finalize = inkan_page_finalize;
  inkan_page_install_properties (object_class);

  widget_class->unmap = inkan_page_unmap;
  klass->shown = inkan_page_real_shown;
  klass->primary = inkan_page_real_primary;
  klass->handles_error = inkan_page_real_handles_error;

  inkan_style_ensure_resources ();
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/page.ui");
  gtk_widget_class_bind_template_child_private (widget_class, InkanPage, scroller);
  gtk_widget_class_bind_template_child_private (widget_class, InkanPage, title_label);
  gtk_widget_class_bind_template_child_private (widget_class, InkanPage, icon_image);
  gtk_widget_class_bind_template_child_private (widget_class, InkanPage, description_label);
  gtk_widget_class_bind_template_child_private (widget_class, InkanPage, error_box);
  gtk_widget_class_bind_template_child_private (widget_class, InkanPage, error_heading);
  gtk_widget_class_bind_template_child_private (widget_class, InkanPage, error_text);
  gtk_widget_class_bind_template_child_private (widget_class, InkanPage, reissue_button);
  gtk_widget_class_bind_template_child_private (widget_class, InkanPage, script_box);
  gtk_widget_class_bind_template_child_private (widget_class, InkanPage, details_expander);
  gtk_widget_class_bind_template_child_private (widget_class, InkanPage, details_label);
  gtk_widget_class_bind_template_child_private (widget_class, InkanPage, content);
  gtk_widget_class_bind_template_child_private (widget_class, InkanPage, help_expander);
  gtk_widget_class_bind_template_child_private (widget_class, InkanPage, help_label);
  gtk_widget_class_bind_template_child_private (widget_class, InkanPage, live_region);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_details_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_reissue_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_browser_clicked);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
inkan_page_init (InkanPage *self)
{
  InkanPagePrivate *priv = PRIVATE (self);

  priv->complete = TRUE;
  priv->lock_when_busy = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}
