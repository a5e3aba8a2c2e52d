/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shelf.h"

#include "definition-private.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#define WRITE_FLAGS (G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE)

static char *
get_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "inkan", "portals", NULL);
}

static gboolean
lies_in_folder (GFile *file)
{
  g_autofree char *path = get_folder ();
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  return g_file_has_parent (file, folder);
}

InkanPortalDefinition *
inkan_portal_shelf_find (const char *id)
{
  g_autoptr (GListModel) list = inkan_portal_definition_list (NULL);

  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (InkanPortalDefinition) known = g_list_model_get_item (list, i);

      if (g_str_equal (known->id, id))
        return g_steal_pointer (&known);
    }
  return NULL;
}

GFile *
inkan_portal_shelf_get_file (InkanPortalDefinition *definition)
{
  g_autofree char *folder = get_folder ();
  g_autofree char *name = NULL;

  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (definition), NULL);

  name = g_strconcat (definition->id, ".portal", NULL);
  return g_file_new_build_filename (folder, name, NULL);
}

gboolean
inkan_portal_shelf_has (InkanPortalDefinition *definition)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (definition), FALSE);

  return lies_in_folder (definition->file);
}

/* Comparing */

/* (transfer full) (nullable): what its trust anchor holds */
static GBytes *
load_anchor (InkanPortalDefinition *definition)
{
  return definition->trust_anchor != NULL ? g_file_load_bytes (definition->trust_anchor, NULL, NULL, NULL) : NULL;
}

InkanDifference
inkan_portal_shelf_compare (InkanPortalDefinition *one,
                            InkanPortalDefinition *other)
{
  InkanDifference differences = INKAN_DIFFERENCE_NONE;
  g_autoptr (GBytes) anchor = NULL, other_anchor = NULL;

  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (one), INKAN_DIFFERENCE_NONE);
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (other), INKAN_DIFFERENCE_NONE);

  anchor = load_anchor (one);
  other_anchor = load_anchor (other);

  if (!g_str_equal (one->name, other->name))
    differences |= INKAN_DIFFERENCE_NAME;
  if (!g_str_equal (one->origin, other->origin)
      || !g_strv_equal ((const char * const *) one->hosts, (const char * const *) other->hosts))
    differences |= INKAN_DIFFERENCE_HOSTS;
  if ((anchor == NULL) != (other_anchor == NULL)
      || (anchor != NULL && !g_bytes_equal (anchor, other_anchor)))
    differences |= INKAN_DIFFERENCE_ANCHOR;
  if (!g_str_equal (one->rest, other->rest))
    differences |= INKAN_DIFFERENCE_REST;
  return differences;
}

char *
inkan_portal_shelf_get_anchor_fingerprint (InkanPortalDefinition *definition)
{
  g_autofree char *path = NULL;
  g_autofree char *digest = NULL;
  g_autoptr (GByteArray) der = NULL;
  GString *spaced;
  GList *certificates;

  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (definition), NULL);

  if (definition->trust_anchor == NULL)
    return NULL;
  path = g_file_get_path (definition->trust_anchor);
  certificates = g_tls_certificate_list_new_from_file (path, NULL);
  if (certificates == NULL)
    return NULL;
  g_object_get (certificates->data, "certificate", &der, NULL);
  g_list_free_full (certificates, g_object_unref);

  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, der->data, der->len);
  spaced = g_string_new (NULL);
  for (const char *p = digest; *p != '\0'; p += 2)
    g_string_append_printf (spaced, "%s%c%c", spaced->len > 0 ? ":" : "", g_ascii_toupper (p[0]), g_ascii_toupper (p[1]));
  return g_string_free (spaced, FALSE);
}

/* Keeping */

/* The anchor's name says what is in it: one that replaces another never lies
 * under the name that the older definition, still there, refers to. */
static char *
keep_anchor (InkanPortalDefinition  *self,
             const char             *folder,
             GError                **error)
{
  g_autofree char *digest = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *content = NULL;
  gsize length;

  if (!g_file_load_contents (self->trust_anchor, NULL, &content, &length, NULL, error))
    return NULL;
  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *) content, length);
  name = g_strdup_printf ("%s.%.16s.pem", self->id, digest);
  path = g_build_filename (folder, name, NULL);
  return g_file_set_contents_full (path, content, length, WRITE_FLAGS, 0600, error) ? g_steal_pointer (&name) : NULL;
}

static gboolean
is_anchor_of (const char *name,
              const char *id)
{
  gsize length = strlen (id);

  return g_str_has_prefix (name, id) && name[length] == '.' && g_str_has_suffix (name, ".pem");
}

/* Other files of the same portal, of no use now that @kept is there. */
static void
sweep (const char *folder,
       const char *id,
       const char *kept,
       const char *anchor)
{
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autoptr (GFile) file = g_file_new_build_filename (folder, name, NULL);
      g_autoptr (InkanPortalDefinition) other = NULL;
      gboolean useless = is_anchor_of (name, id) && g_strcmp0 (name, anchor) != 0;

      if (g_str_has_suffix (name, ".portal") && !g_str_equal (name, kept))
        {
          other = inkan_portal_definition_load (file, NULL);
          useless = other != NULL && g_str_equal (other->id, id);
        }
      if (useless)
        g_unlink (g_file_peek_path (file));
    }
}

/**
 * inkan_portal_definition_keep:
 * @self: a definition that the person has decided to use
 * @error: a #GFileError, #GIOErrorEnum or #InkanDefinitionError
 *
 * Puts a copy into the user's data directory, under the definition's id, in
 * place of an older one. Its trust anchor goes with it: the folder it came from
 * may be gone tomorrow. The definition is written last, so that what is seen
 * there is whole.
 */
gboolean
inkan_portal_definition_keep (InkanPortalDefinition  *self,
                              GError                **error)
{
  g_autofree char *folder = get_folder ();
  g_autoptr (GKeyFile) key_file = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *anchor = NULL;
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  gsize length;

  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), FALSE);

  key_file = inkan_definition_load_key_file (self->file, G_KEY_FILE_KEEP_TRANSLATIONS | G_KEY_FILE_KEEP_COMMENTS, error);
  if (key_file == NULL)
    return FALSE;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "%s: %s", folder, g_strerror (code));
      return FALSE;
    }

  if (self->trust_anchor != NULL)
    {
      anchor = keep_anchor (self, folder, error);
      if (anchor == NULL)
        return FALSE;
      g_key_file_set_string (key_file, "Portal", "TrustAnchor", anchor);
    }

  file = inkan_portal_shelf_get_file (self);
  text = g_key_file_to_data (key_file, &length, NULL);
  if (!g_file_set_contents_full (g_file_peek_path (file), text, length, WRITE_FLAGS, 0600, error))
    return FALSE;
  name = g_file_get_basename (file);
  sweep (folder, self->id, name, anchor);
  return TRUE;
}

/* Removing */

struct _InkanRemovedPortal {
  char   *name;
  char   *path;
  GBytes *text;
  char   *anchor_path; /* (nullable): it was kept with it */
  GBytes *anchor;
};

void
inkan_removed_portal_free (InkanRemovedPortal *self)
{
  g_free (self->name);
  g_free (self->path);
  g_free (self->anchor_path);
  g_clear_pointer (&self->text, g_bytes_unref);
  g_clear_pointer (&self->anchor, g_bytes_unref);
  g_free (self);
}

const char *
inkan_removed_portal_get_name (InkanRemovedPortal *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

InkanRemovedPortal *
inkan_portal_shelf_remove (InkanPortalDefinition  *definition,
                           GError                **error)
{
  g_autoptr (InkanRemovedPortal) removed = NULL;

  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (definition), NULL);
  g_return_val_if_fail (inkan_portal_shelf_has (definition), NULL);

  removed = g_new0 (InkanRemovedPortal, 1);
  removed->name = g_strdup (definition->name);
  removed->path = g_file_get_path (definition->file);
  removed->text = g_file_load_bytes (definition->file, NULL, NULL, error);
  if (removed->text == NULL || !g_file_delete (definition->file, NULL, error))
    return NULL;

  if (definition->trust_anchor != NULL && lies_in_folder (definition->trust_anchor))
    {
      removed->anchor_path = g_file_get_path (definition->trust_anchor);
      removed->anchor = load_anchor (definition);
      g_unlink (removed->anchor_path);
    }
  return g_steal_pointer (&removed);
}

static gboolean
put_back (const char  *path,
          GBytes      *content,
          GError     **error)
{
  gsize length;
  const char *data = g_bytes_get_data (content, &length);

  return g_file_set_contents_full (path, data, (gssize) length, WRITE_FLAGS, 0600, error);
}

gboolean
inkan_removed_portal_restore (InkanRemovedPortal  *self,
                              GError             **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (g_file_test (self->path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST, "%s: there is one again", self->path);
      return FALSE;
    }
  if (self->anchor != NULL && !put_back (self->anchor_path, self->anchor, error))
    return FALSE;
  return put_back (self->path, self->text, error);
}
