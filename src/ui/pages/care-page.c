/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "care-page.h"

#include "../../wording/keeping-text.h"
#include "../parts/note-row.h"

struct _InkanCarePage {
  InkanPage parent_instance;

  AdwPreferencesGroup *warnings_group;
  GtkWidget *reissue_button;
  GtkCheckButton *read_check;

  GtkWidget *first; /* of the warnings */
};

G_DEFINE_FINAL_TYPE (InkanCarePage, inkan_care_page, INKAN_TYPE_PAGE)

static void
update_complete (InkanCarePage *self)
{
  inkan_page_set_complete (INKAN_PAGE (self), gtk_check_button_get_active (self->read_check));
}

static void
on_reissue_clicked (InkanCarePage *self)
{
  inkan_page_open_link (INKAN_PAGE (self), INKAN_LINK_REISSUE);
}

static void
inkan_care_page_shown (InkanPage *page)
{
  InkanCarePage *self = INKAN_CARE_PAGE (page);

  INKAN_PAGE_CLASS (inkan_care_page_parent_class)->shown (page);

  /* On the first warning, not on the tick: it is to be read before. */
  gtk_widget_grab_focus (self->first);
}

static void
inkan_care_page_constructed (GObject *object)
{
  InkanCarePage *self = INKAN_CARE_PAGE (object);
  g_autoptr(GPtrArray) notes = inkan_care_notes ();

  G_OBJECT_CLASS (inkan_care_page_parent_class)->constructed (object);

  for (guint i = 0; i < notes->len; i++) {
    GtkWidget *row = inkan_note_row_new_for (notes->pdata[i]);

    gtk_widget_set_focusable (row, TRUE); /* to be read one by one with the keyboard */
    adw_preferences_group_add (self->warnings_group, row);
    if (i == 0)
      self->first = row;
  }
  gtk_widget_set_visible (self->reissue_button,
                          inkan_page_get_link (INKAN_PAGE (self), INKAN_LINK_REISSUE) != NULL);
}

static void
inkan_care_page_class_init (InkanCarePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = inkan_care_page_constructed;
  INKAN_PAGE_CLASS (klass)->step = INKAN_STEP_CARE;
  INKAN_PAGE_CLASS (klass)->shown = inkan_care_page_shown;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/pages/care-page.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanCarePage, warnings_group);
  gtk_widget_class_bind_template_child (widget_class, InkanCarePage, reissue_button);
  gtk_widget_class_bind_template_child (widget_class, InkanCarePage, read_check);
  gtk_widget_class_bind_template_callback (widget_class, on_reissue_clicked);
  gtk_widget_class_bind_template_callback (widget_class, update_complete);
}

static void
inkan_care_page_init (InkanCarePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
