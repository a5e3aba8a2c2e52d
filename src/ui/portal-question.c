/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-question.h"

#include <glib/gi18n.h>
#include <string.h>

#include "../core/portal/shelf.h"
#include "compat/alert.h"
#include "parts/detail-row.h"

/* A path as people write it, from their home: (transfer full). */
static char *
describe_place (GFile *file)
{
  g_autofree char *path = g_file_get_parse_name (file);
  const char *home = g_get_home_dir ();

  if (g_str_has_prefix (path, home) && path[strlen (home)] == G_DIR_SEPARATOR)
    return g_strconcat ("~", path + strlen (home), NULL);
  return g_steal_pointer (&path);
}

static char *
describe_hosts (InkanPortalDefinition *definition)
{
  return g_strjoinv (", ", (char **) inkan_portal_definition_get_hosts (definition));
}

/* A fact of the question. */
static void
add_row (GtkWidget  *list,
         const char *label,
         const char *value)
{
  gtk_list_box_append (GTK_LIST_BOX (list), inkan_detail_row_new (label, value));
}

/* What was, and what will be. */
static void
add_change (GtkWidget  *list,
            const char *label,
            const char *before,
            const char *now)
{
  /* Translators: what has been so until now, and what it will be. */
  g_autofree char *value = g_strdup_printf (_("Until now: %s\nFrom now on: %s"), before, now);

  add_row (list, label, value);
}

static GtkWidget *
make_list (void)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("The portal file"), -1);
  return list;
}

static void
add_place (GtkWidget             *list,
           InkanPortalDefinition *definition)
{
  g_autoptr(GFile) file = inkan_portal_shelf_get_file (definition);
  g_autofree char *place = describe_place (file);

  add_row (list, _("It will be kept in"), place);
}

/* Whose word the portal's own certificate is taken on: (transfer full). */
static char *
describe_anchor (InkanPortalDefinition *definition)
{
  g_autofree char *fingerprint = inkan_portal_shelf_get_anchor_fingerprint (definition);

  if (fingerprint == NULL)
    return g_strdup (_("the authorities that this computer trusts"));
  /* Translators: %s is a fingerprint. A trust anchor is the certificate of an authority. */
  return g_strdup_printf (_("its own trust anchor, with the fingerprint (SHA-256) %s"), fingerprint);
}

static GtkWidget *
list_new (InkanPortalDefinition *definition)
{
  GtkWidget *list = make_list ();
  g_autofree char *hosts = describe_hosts (definition);
  g_autofree char *anchor = describe_anchor (definition);

  add_row (list, _("Name"), inkan_portal_definition_get_name (definition));
  add_row (list, _("What you enter is sent to"), hosts);
  /* That it is the usual one needs no words. */
  if (inkan_portal_definition_get_trust_anchor (definition) != NULL)
    add_row (list, _("Who vouches for these hosts"), anchor);
  add_place (list, definition);
  return list;
}

static GtkWidget *
list_changes (InkanPortalDefinition *definition,
              InkanPortalDefinition *known,
              InkanDifference        differences)
{
  GtkWidget *list = make_list ();
  g_autofree char *hosts = describe_hosts (definition);
  g_autofree char *known_hosts = describe_hosts (known);
  g_autofree char *anchor = describe_anchor (definition);
  g_autofree char *known_anchor = describe_anchor (known);

  if (differences & INKAN_DIFFERENCE_NAME)
    add_change (list, _("Name"), inkan_portal_definition_get_name (known),
                inkan_portal_definition_get_name (definition));
  if (differences & INKAN_DIFFERENCE_HOSTS)
    add_change (list, _("What you enter is sent to"), known_hosts, hosts);
  if (differences & INKAN_DIFFERENCE_ANCHOR)
    add_change (list, _("Who vouches for these hosts"), known_anchor, anchor);
  if (differences & INKAN_DIFFERENCE_REST)
    add_row (list, _("How the portal's pages are read"), _("Differs"));
  add_place (list, definition);
  return list;
}

static char *
describe_replacement (InkanPortalDefinition *known,
                      InkanDifference        differences)
{
  g_autofree char *first = NULL;
  const char *advice;

  if (inkan_portal_shelf_has (known))
    /* Translators: the name of a portal, then its id, a word such as "example-ca". */
    first = g_strdup_printf (_("“%s” is in your list already. This file is for the same portal (%s), and it differs."),
                             inkan_portal_definition_get_name (known), inkan_portal_definition_get_id (known));
  else
    /* Translators: the name of a portal, then its id, a word such as "example-ca". */
    first = g_strdup_printf (_("“%s” was set up on this computer for everybody. This file is for the same portal (%s), "
                               "and it differs; it would be used instead."),
                             inkan_portal_definition_get_name (known), inkan_portal_definition_get_id (known));
  if (differences & (INKAN_DIFFERENCE_HOSTS | INKAN_DIFFERENCE_ANCHOR))
    advice = _("With such a file somebody else could get at your password and your certificate. Replace the portal only "
               "after you have asked the organisation that issues your certificate.");
  else
    advice = _("Replace it only if the new file comes from the organisation that issues your certificate.");
  return g_strdup_printf ("%s\n\n%s", first, advice);
}

void
inkan_portal_question_ask_async (GtkWindow             *parent,
                                 InkanPortalDefinition *definition,
                                 InkanPortalDefinition *known,
                                 GAsyncReadyCallback    callback,
                                 gpointer               user_data)
{
  g_autofree char *body = NULL;
  InkanDifference differences;

  g_return_if_fail (INKAN_IS_PORTAL_DEFINITION (definition));

  if (known == NULL) {
    inkan_alert_ask_about_async (parent, _("Add this portal?"),
                                 _("It will be in your list of portals, and you can remove it from there at any time. Add "
                                   "it only if it comes from the organisation that issues your certificate."),
                                 list_new (definition), _("Cancel"), _("Add"), FALSE, callback, user_data);
    return;
  }
  differences = inkan_portal_shelf_compare (definition, known);
  body = describe_replacement (known, differences);
  inkan_alert_ask_about_async (parent, _("Replace this portal?"), body, list_changes (definition, known, differences),
                               _("Cancel"), _("Replace"),
                               (differences & (INKAN_DIFFERENCE_HOSTS | INKAN_DIFFERENCE_ANCHOR)) != 0, callback,
                               user_data);
}

void
inkan_portal_question_remove_async (GtkWindow             *parent,
                                    InkanPortalDefinition *definition,
                                    GAsyncReadyCallback    callback,
                                    gpointer               user_data)
{
  g_autofree char *place = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  g_return_if_fail (INKAN_IS_PORTAL_DEFINITION (definition));

  place = describe_place (inkan_portal_definition_get_file (definition));
  /* Translators: %s is the name of a portal. */
  heading = g_strdup_printf (_("Remove “%s” from the list?"), inkan_portal_definition_get_name (definition));
  /* Translators: %s is the path of a file. */
  body = g_strdup_printf (_("Its file, %s, is deleted. Certificates that you have from it stay as they are, and what you "
                            "have begun with it can be finished."), place);
  inkan_alert_ask_async (parent, heading, body, _("Keep"), _("Remove"), TRUE, callback, user_data);
}
