/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "identity-page.h"

#include "../parts/field-entry.h"

#include <glib/gi18n.h>

struct _InkanIdentityPage {
  InkanPage parent_instance;

  GtkBox *entries_box;

  GPtrArray *entries; /* of InkanFieldEntry, in the order of the definition */
};

G_DEFINE_FINAL_TYPE (InkanIdentityPage, inkan_identity_page, INKAN_TYPE_PAGE)

static void
update_complete (InkanIdentityPage *self)
{
  gboolean complete = TRUE;

  for (guint i = 0; i < self->entries->len; i++)
    complete = complete && inkan_field_entry_get_valid (self->entries->pdata[i]);
  inkan_page_set_complete (INKAN_PAGE (self), complete);
}

static void
on_state_changed (InkanIdentityPage *self)
{
  if (inkan_retrieval_get_state (inkan_page_get_retrieval (INKAN_PAGE (self))) == INKAN_STATE_IDENTIFYING)
    inkan_page_announce (INKAN_PAGE (self), _("Asking the portal…"));
}

/* The first that is still wrong; else the password, as the likeliest one to
 * have been mistyped when the portal has refused; else the last one. */
static void
focus_entry (InkanIdentityPage *self)
{
  InkanFieldEntry *chosen = NULL;

  for (guint i = 0; i < self->entries->len && chosen == NULL; i++)
    if (!inkan_field_entry_get_valid (self->entries->pdata[i]))
      chosen = self->entries->pdata[i];
  for (guint i = 0; i < self->entries->len && chosen == NULL; i++)
    if (inkan_field_entry_get_field (self->entries->pdata[i])->hidden)
      chosen = self->entries->pdata[i];
  if (chosen == NULL && self->entries->len > 0)
    chosen = self->entries->pdata[self->entries->len - 1];
  if (chosen != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (inkan_field_entry_get_row (chosen)));
}

/* The portal has answered with a refusal, and the entries can be used again. */
static void
on_busy_changed (InkanIdentityPage *self)
{
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (self));

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && inkan_retrieval_get_error (retrieval) != NULL
      && inkan_retrieval_get_state (retrieval) == INKAN_STATE_IDENTITY)
    focus_entry (self);
}

static void
inkan_identity_page_shown (InkanPage *page)
{
  InkanIdentityPage *self = INKAN_IDENTITY_PAGE (page);

  INKAN_PAGE_CLASS (inkan_identity_page_parent_class)->shown (page);

  for (guint i = 0; i < self->entries->len; i++)
    inkan_field_entry_refresh (self->entries->pdata[i]);
  update_complete (self);
  focus_entry (self);
}

static void
inkan_identity_page_primary (InkanPage *page)
{
  InkanIdentityPage *self = INKAN_IDENTITY_PAGE (page);

  /* What is seen is what is sent. */
  for (guint i = 0; i < self->entries->len; i++)
    inkan_field_entry_refresh (self->entries->pdata[i]);
  INKAN_PAGE_CLASS (inkan_identity_page_parent_class)->primary (page);
}

static void
inkan_identity_page_constructed (GObject *object)
{
  InkanIdentityPage *self = INKAN_IDENTITY_PAGE (object);
  InkanRetrieval *retrieval = inkan_page_get_retrieval (INKAN_PAGE (self));
  const InkanField *fields;
  gsize n_fields;

  G_OBJECT_CLASS (inkan_identity_page_parent_class)->constructed (object);

  fields = inkan_portal_definition_get_fields (inkan_retrieval_get_definition (retrieval), &n_fields);
  for (gsize i = 0; i < n_fields; i++) {
    GtkWidget *entry = inkan_field_entry_new (retrieval, &fields[i]);

    g_signal_connect_object (entry, "notify::valid", G_CALLBACK (update_complete), self, G_CONNECT_SWAPPED);
    gtk_box_append (self->entries_box, entry);
    g_ptr_array_add (self->entries, entry);
  }
  g_signal_connect_object (retrieval, "notify::state", G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (retrieval, "notify::busy", G_CALLBACK (on_busy_changed), self, G_CONNECT_SWAPPED);
  update_complete (self);
}

static void
inkan_identity_page_finalize (GObject *object)
{
  g_ptr_array_unref (INKAN_IDENTITY_PAGE (object)->entries);

  G_OBJECT_CLASS (inkan_identity_page_parent_class)->finalize (object);
}

static void
inkan_identity_page_class_init (InkanIdentityPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = inkan_identity_page_constructed;
  object_class->finalize = inkan_identity_page_finalize;
  INKAN_PAGE_CLASS (klass)->step = INKAN_STEP_IDENTITY;
  INKAN_PAGE_CLASS (klass)->shown = inkan_identity_page_shown;
  INKAN_PAGE_CLASS (klass)->primary = inkan_identity_page_primary;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/inkan/Inkan/pages/identity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, InkanIdentityPage, entries_box);
}

static void
inkan_identity_page_init (InkanIdentityPage *self)
{
  self->entries = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
