/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "folder-page.h"

#include "../../wording/keeping-text.h"
#include "../compat/file-dialog.h"
#include "../parts/note-row.h"

#include <glib/gi18n.h>
#include <string.h>

struct _InkanFolderPage {
  InkanPage parent_instance;

  AdwActionRow *folder_row;
  GtkWidget *choose_button;
  AdwEntryRow *name_row;
  InkanNoteRow *name_note;
  AdwPreferencesGroup *risks_group;
  GtkWidget *anyway_row;
  GtkCheckButton *anyway_check;

  GPtrArray *risk_rows;  /* of InkanNoteRow */
  GFile *folder;         /* the one that the tick was about */
  InkanFolderRisk risks; /* likewise */
  GFileMonitor *monitor; /* (nullable): of the folder */
  gboolean touched;      /* it has changed since it was looked at last */
  gboolean examining;    /* what is known is about another folder, or old */
  gboolean name_usable;
  gboolean syncing;      /* entry and retrieval tell each other */
};

G_DEFINE_FINAL_TYPE (InkanFolderPage, inkan_folder_page, INKAN_TYPE_PAGE)

static InkanRetrieval *
get_retrieval (InkanFolderPage *self)
{
  return inkan_page_get_retrieval (INKAN_PAGE (self));
}

static gboolean
is_current (InkanFolderPage *self)
{
  return inkan_retrieval_get_state (get_retrieval (self)) == INKAN_STATE_FOLDER;
}

static void
update_complete (InkanFolderPage *self)
{
  InkanFolderRisk risks = inkan_retrieval_get_folder_risks (get_retrieval (self), NULL);
  gboolean accepted = risks == INKAN_FOLDER_FINE || gtk_check_button_get_active (self->anyway_check);

  /* The retrieval knows what cannot be: obstacles, and folders not looked at yet. */
  inkan_page_set_complete (INKAN_PAGE (self), !self->examining && accepted && self->name_usable
                                                && inkan_retrieval_can (get_retrieval (self), INKAN_EVENT_NEXT));
}

/* The folder */

static void
show_risks (InkanFolderPage *self)
{
  const char *service = NULL;
  InkanFolderRisk risks = inkan_retrieval_get_folder_risks (get_retrieval (self), &service);
  g_autoptr(GPtrArray) notes = NULL;

  for (guint i = 0; i < self->risk_rows->len; i++)
    adw_preferences_group_remove (self->risks_group, self->risk_rows->pdata[i]);
  g_ptr_array_set_size (self->risk_rows, 0);

  notes = inkan_folder_notes (risks, service);
  for (guint i = 0; i < notes->len; i++) {
    GtkWidget *row = inkan_note_row_new_for (notes->pdata[i]);

    adw_preferences_group_add (self->risks_group, row);
    g_ptr_array_add (self->risk_rows, row);
  }

  /* The tick comes after what it is about. */
  g_object_ref (self->anyway_row);
  adw_preferences_group_remove (self->risks_group, self->anyway_row);
  adw_preferences_group_add (self->risks_group, self->anyway_row);
  g_object_unref (self->anyway_row);
  gtk_widget_set_visible (self->anyway_row, (risks & INKAN_FOLDER_OBSTACLES) == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->risks_group), risks != INKAN_FOLDER_FINE);
}

/* A medium was put back, a permission given: what could not be may be possible now. */
static void
look_again (InkanFolderPage *self)
{
  if (self->touched && !self->examining && (self->risks & INKAN_FOLDER_OBSTACLES) != 0 && is_current (self))
    inkan_retrieval_set_folder (get_retrieval (self), self->folder);
}

static void
on_folder_touched (InkanFolderPage *self)
{
  self->touched = TRUE;
  look_again (self);
}

/* From before it is looked at, so that nothing happens between the two. */
static void
watch_folder (InkanFolderPage *self)
{
  g_clear_object (&self->monitor);
  if (self->folder != NULL)
    self->monitor = g_file_monitor (self->folder, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (on_folder_touched), self, G_CONNECT_SWAPPED);
}

static void
on_risks_changed (InkanFolderPage *self)
{
  InkanFolderRisk risks = inkan_retrieval_get_folder_risks (get_retrieval (self), NULL);

  self->examining = FALSE;
  if (risks != self->risks)
    gtk_check_button_set_active (self->anyway_check, FALSE);
  self->risks = risks;
  show_risks (self);
  update_complete (self);

  if (risks != INKAN_FOLDER_FINE && self->risk_rows->len > 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    inkan_page_announce (INKAN_PAGE (self), inkan_note_row_get_text (self->risk_rows->pdata[0]));
  look_again (self);
}

static void
show_folder (InkanFolderPage *self)
{
  GFile *folder = inkan_retrieval_get_folder (get_retrieval (self));
  g_autofree char *name = folder != NULL ? g_file_get_parse_name (folder) : g_strdup ("");

  adw_action_row_set_subtitle (self->folder_row, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->folder_row),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
}

/* The name */

static void
show_name (InkanFolderPage *self)
{
  const char *name = inkan_retrieval_get_file_name (get_retrieval (self));

  if (self->syncing || name == NULL || strcmp (gtk_editable_get_text (GTK_EDITABLE (self->name_row)), name) == 0)
    return;
  self->syncing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  gtk_editable_set_position (GTK_EDITABLE (self->name_row), -1);
  self->syncing = FALSE;
}

static void
set_name_note (InkanFolderPage *self,
               InkanNoteKind    kind,
               const char      *text)
{
  GtkEditable *delegate = gtk_editable_get_delegate (GTK_EDITABLE (self->name_row));

  inkan_note_row_set (self->name_note, kind, NULL, text);
  if (text != NULL && kind == INKAN_NOTE_ERROR)
    gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (delegate), GTK_ACCESSIBLE_STATE_INVALID,
                               text != NULL && kind == INKAN_NOTE_ERROR ? GTK_ACCESSIBLE_INVALID_TRUE
                                                                        : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/* A name that is there already gives way to a free one, and that is said:
 * whether there was one. */
static gboolean
propose_free_name (InkanFolderPage *self)
{
  InkanRetrieval *retrieval = get_retrieval (self);
  GFile *folder = inkan_retrieval_get_folder (retrieval);
  const char *name = inkan_retrieval_get_file_name (retrieval);
  g_autofree char *free_name = NULL;
  g_autofree char *text = NULL;

  if (folder == NULL || name == NULL || !inkan_file_name_check (name, NULL))
    return FALSE;
  free_name = inkan_file_name_make_free (folder, name);
  if (free_name == NULL || strcmp (free_name, name) == 0)
    return FALSE;

  text = inkan_file_name_taken_text (name, free_name);
  inkan_retrieval_set_file_name (retrieval, free_name);
  show_name (self);
  set_name_note (self, INKAN_NOTE_INFO, text);
  self->name_usable = TRUE;
  inkan_page_announce (INKAN_PAGE (self), text);
  return TRUE;
}

/* Takes over what stands in the entry, as far as it can be a file's name. */
static void
judge_name (InkanFolderPage *self)
{
  InkanRetrieval *retrieval = get_retrieval (self);
  g_autofree char *name = NULL;
  g_autoptr(InkanNote) note = inkan_file_name_note (gtk_editable_get_text (GTK_EDITABLE (self->name_row)), &name);

  self->syncing = TRUE;
  self->name_usable = name != NULL;
  if (name != NULL)
    inkan_retrieval_set_file_name (retrieval, name);
  set_name_note (self, note != NULL ? note->kind : INKAN_NOTE_INFO, note != NULL ? note->text : NULL);
  self->syncing = FALSE;
  update_complete (self);
}

static void
on_name_typed (InkanFolderPage *self)
{
  if (!self->syncing)
    judge_name (self);
}

/* Events */

static void
on_folder_changed (InkanFolderPage *self)
{
  GFile *folder = inkan_retrieval_get_folder (get_retrieval (self));

  if (folder == NULL || self->folder == NULL || !g_file_equal (folder, self->folder)) {
    gtk_check_button_set_active (self->anyway_check, FALSE);
    g_set_object (&self->folder, folder);
    watch_folder (self);
  }
  self->touched = FALSE;
  self->examining = TRUE;
  show_folder (self);
  update_complete (self);
}

static void
on_folder_chosen (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(InkanFolderPage) self = INKAN_FOLDER_PAGE (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) folder = inkan_file_dialog_finish (result, &error);

  inkan_page_show_error (INKAN_PAGE (self), error);
  if (folder == NULL || !is_current (self))
    return;
  inkan_retrieval_set_folder (get_retrieval (self), folder);
  judge_name (self);
  propose_free_name (self);
}

static void
on_choose_clicked (InkanFolderPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  inkan_file_dialog_select_folder_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _("Choose Folder"),
                                         inkan_retrieval_get_folder (get_retrieval (self)), NULL,
                                         on_folder_chosen, g_object_ref (self));
}

static gboolean
inkan_folder_page_handles_error (InkanPage    *page,
                                 const GError *error)
{
  if (!g_error_matches (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_EXISTS))
    return FALSE;
  propose_free_name (INKAN_FOLDER_PAGE (page));
  return TRUE;
}

static void
inkan_folder_page_shown (InkanPage *page)
{
  InkanFolderPage *self = INKAN_FOLDER_PAGE (page);
  GFile *folder = inkan_retrieval_get_folder (get_retrieval (self));

  show_folder (self);
  show_name (self);
  judge_name (self);
  if (is_current (self)) {
    propose_free_name (self);
    /* A folder may have changed since it was looked at. */
    if (folder != NULL)
      inkan_retrieval_set_folder (get_retrieval (self), folder);
  }
  INKAN_PAGE_CLASS (inkan_folder_page_parent_class)->shown (page);

  gtk_widget_grab_focus (folder != NULL ? GTK_WIDGET (self->name_row) : self->choose_button);
}

static void
inkan_folder_page_primary (InkanPage *page)
{
  InkanFolderPage *self = INKAN_FOLDER_PAGE (page);

  /* A typed name that is taken: the proposal is to be seen before it is used. */
  if (propose_free_name (self)) {
    update_complete (self);
    gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
    return;
  }
  show_name (self);
  INKAN_PAGE_CLASS (inkan_folder_page_parent_class)->primary (page);
}

static void
inkan_folder_page_constructed (GObject *object)
{
  InkanFolderPage *self = INKAN_FOLDER_PAGE (object);
  InkanRetrieval *retrieval = get_retrieval (self);
  GtkEditable *delegate = gtk_editable_get_delegate (GTK_EDITABLE (self->name_row));

  G_OBJECT_CLASS (inkan_folder_page_parent_class)->constructed (object);

  g_object_set (delegate, "max-length", 1000, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (delegate), GTK_ACCESSIBLE_PROPERTY_LABEL, _("File name"), -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (delegate),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->name_note, NULL, -1);

  g_signal_connect_object (retrieval, "notify::state", G_CALLBACK (update_complete), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::folder", G_CALLBACK (on_folder_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::folder-risks", G_CALLBACK (on_risks_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::file-name", G_CALLBACK (show_name), self, G_CONNECT_SWAPPED);
  show_folder (self);
  show_name (self);
  judge_name (self);
  show_risks (self);
  update_complete (self);
}

static void
inkan_folder_page_dispose (GObject *object)
{
  InkanFolderPage *self = INKAN_FOLDER_PAGE (object);

  g_clear_object (&self->monitor);
  g_clear_object (&self->folder);

  G_OBJECT_CLASS (inkan_folder_page_parent_class)->dispose (object);
}

static void
inkan_folder_page_finalize (GObject *object)
{
  g_ptr_array_unref (INKAN_FOLDER_PAGE (object)->risk_rows);

  G_OBJECT_CLASS (inkan_folder_page_parent_class)->finalize (object);
}

static void
inkan_folder_page_class_init (InkanFolderPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  InkanPageClass *page_class = INKAN_PAGE_CLASS (klass);

  object_class->constructed = inkan_folder_page_constructed;
  object_class->dispose = inkan_folder_page_dispose;
  object_class->finalize = inkan_folder_page_finalize;
  page_class->step = INKAN_STEP_FOLDER;
  page_class->shown = inkan_folder_page_shown;
  page_class->primary = inkan_folder_page_primary;
  page_class->handles_error = inkan_folder_page_handles_error;

  g_type_ensure (INKAN_TYPE_NOTE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/pages/folder-page.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanFolderPage, folder_row);
  gtk_widget_class_bind_template_child (widget_class, InkanFolderPage, choose_button);
  gtk_widget_class_bind_template_child (widget_class, InkanFolderPage, name_row);
  gtk_widget_class_bind_template_child (widget_class, InkanFolderPage, name_note);
  gtk_widget_class_bind_template_child (widget_class, InkanFolderPage, risks_group);
  gtk_widget_class_bind_template_child (widget_class, InkanFolderPage, anyway_row);
  gtk_widget_class_bind_template_child (widget_class, InkanFolderPage, anyway_check);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_name_typed);
  gtk_widget_class_bind_template_callback (widget_class, update_complete);
}

static void
inkan_folder_page_init (InkanFolderPage *self)
{
  self->risk_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
