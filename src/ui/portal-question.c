/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-question.h"

#include <glib/gi18n.h>
#include <string.h>

#include "../core/portal/shelf.h"
#include "compat/alert.h"

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

/* One paragraph more. */
static void
add (GString    *text,
     const char *format,
     ...) G_GNUC_PRINTF (2, 3);

static void
add (GString    *text,
     const char *format,
     ...)
{
  va_list arguments;

  if (text->len > 0)
    g_string_append (text, "\n\n");
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
}

static void
add_place (GString               *text,
           InkanPortalDefinition *definition)
{
  g_autoptr(GFile) file = inkan_portal_shelf_get_file (definition);
  g_autofree char *place = describe_place (file);

  /* Translators: %s is the path of a file. */
  add (text, _("It will be kept for you in %s. You can remove it from the list at any time."), place);
}

static char *
describe_new (InkanPortalDefinition *definition)
{
  GString *text = g_string_new (NULL);
  g_autofree char *hosts = describe_hosts (definition);
  g_autofree char *fingerprint = inkan_portal_shelf_get_anchor_fingerprint (definition);

  /* Translators: the first %s is the name of a portal, the second one or more host names. */
  add (text, _("“%s” will be in your list of portals. What you enter for it is sent to: %s"),
       inkan_portal_definition_get_name (definition), hosts);
  if (fingerprint != NULL)
    /* Translators: %s is a fingerprint. A trust anchor is the certificate of an authority. */
    add (text, _("It brings its own trust anchor, which vouches for these hosts in place of the authorities that "
                 "this computer trusts. Fingerprint (SHA-256): %s"), fingerprint);
  add_place (text, definition);
  add (text, _("Add it only if it comes from the organisation that issues your certificate."));
  return g_string_free (text, FALSE);
}

static void
add_anchor_difference (GString               *text,
                       InkanPortalDefinition *definition,
                       InkanPortalDefinition *known)
{
  g_autofree char *now = inkan_portal_shelf_get_anchor_fingerprint (definition);
  g_autofree char *before = inkan_portal_shelf_get_anchor_fingerprint (known);

  if (before == NULL)
    /* Translators: %s is a fingerprint. A trust anchor is the certificate of an authority. */
    add (text, _("• Trust anchor: until now the authorities that this computer trusts; from now on one of its own, "
                 "with the fingerprint (SHA-256) %s"), now);
  else if (now == NULL)
    /* Translators: %s is a fingerprint. */
    add (text, _("• Trust anchor: until now one of its own, with the fingerprint (SHA-256) %s; from now on the "
                 "authorities that this computer trusts"), before);
  else
    /* Translators: two fingerprints. */
    add (text, _("• Trust anchor: until now the one with the fingerprint (SHA-256) %s; from now on the one with %s"),
         before, now);
}

static char *
describe_replacement (InkanPortalDefinition *definition,
                      InkanPortalDefinition *known,
                      InkanDifference        differences)
{
  GString *text = g_string_new (NULL);
  g_autofree char *hosts = describe_hosts (definition);
  g_autofree char *known_hosts = describe_hosts (known);

  if (inkan_portal_shelf_has (known))
    /* Translators: the name of a portal, then its id, a word such as "example-ca". */
    add (text, _("“%s” is in your list already, and this file is for the same portal (%s). This is what differs:"),
         inkan_portal_definition_get_name (known), inkan_portal_definition_get_id (known));
  else
    /* Translators: the name of a portal, then its id, a word such as "example-ca". */
    add (text, _("“%s” was set up on this computer for everybody, and this file is for the same portal (%s). It would "
                 "be used in its place. This is what differs:"),
         inkan_portal_definition_get_name (known), inkan_portal_definition_get_id (known));
  if (differences & INKAN_DIFFERENCE_NAME)
    /* Translators: two names of a portal. */
    add (text, _("• Name: until now “%s”, from now on “%s”"), inkan_portal_definition_get_name (known),
         inkan_portal_definition_get_name (definition));
  if (differences & INKAN_DIFFERENCE_HOSTS)
    /* Translators: each %s is one or more host names. */
    add (text, _("• What you enter was sent to: %s; from now on it is sent to: %s"), known_hosts, hosts);
  if (differences & INKAN_DIFFERENCE_ANCHOR)
    add_anchor_difference (text, definition, known);
  if (differences & INKAN_DIFFERENCE_REST)
    add (text, _("• How the portal's pages are read"));

  add_place (text, definition);
  if (differences & (INKAN_DIFFERENCE_HOSTS | INKAN_DIFFERENCE_ANCHOR))
    add (text, _("With such a file somebody else could get at your password and your certificate. Replace the portal "
                 "only after you have asked the organisation that issues your certificate."));
  else
    add (text, _("Replace it only if the new file comes from the organisation that issues your certificate."));
  return g_string_free (text, FALSE);
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
    body = describe_new (definition);
    inkan_alert_ask_async (parent, _("Add this portal?"), body, _("Cancel"), _("Add"), FALSE, callback, user_data);
    return;
  }
  differences = inkan_portal_shelf_compare (definition, known);
  body = describe_replacement (definition, known, differences);
  inkan_alert_ask_async (parent, _("Replace this portal?"), body, _("Cancel"), _("Replace"),
                         (differences & (INKAN_DIFFERENCE_HOSTS | INKAN_DIFFERENCE_ANCHOR)) != 0, callback, user_data);
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
