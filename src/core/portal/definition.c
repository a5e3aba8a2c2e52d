/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "definition.h"

#include "definition-private.h"

#include <string.h>

#define DEFINITION_MAX_SIZE (256 * 1024)

G_DEFINE_QUARK (inkan-definition-error-quark, inkan_definition_error)

G_DEFINE_FINAL_TYPE (InkanPortalDefinition, inkan_portal_definition, G_TYPE_OBJECT)

static void
field_clear (gpointer data)
{
  InkanField *field = data;

  g_free ((char *) field->name);
  g_free ((char *) field->label);
  g_free ((char *) field->control);
  g_free ((char *) field->pattern);
}

static void
inkan_portal_definition_finalize (GObject *object)
{
  InkanPortalDefinition *self = INKAN_PORTAL_DEFINITION (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->origin, g_free);
  g_clear_pointer (&self->origin_uri, g_uri_unref);
  g_clear_pointer (&self->start, g_free);
  g_clear_pointer (&self->hosts, g_strfreev);
  g_clear_object (&self->trust_anchor);
  g_clear_pointer (&self->fields, g_array_unref);
  g_clear_pointer (&self->subject_pattern, g_free);
  g_clear_pointer (&self->code_pattern, g_free);
  g_clear_pointer (&self->sender_domain, g_free);
  g_clear_pointer (&self->frame, g_free);
  g_clear_pointer (&self->passphrase_field, g_free);
  g_clear_pointer (&self->mistakes, g_ptr_array_unref);
  g_clear_pointer (&self->xpaths, g_hash_table_unref);
  g_clear_pointer (&self->rest, g_free);
  for (gsize i = 0; i < G_N_ELEMENTS (self->links); i++)
    g_clear_pointer (&self->links[i], g_free);

  G_OBJECT_CLASS (inkan_portal_definition_parent_class)->finalize (object);
}

static void
inkan_portal_definition_class_init (InkanPortalDefinitionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = inkan_portal_definition_finalize;
}

static void
inkan_portal_definition_init (InkanPortalDefinition *self)
{
  self->fields = g_array_new (FALSE, TRUE, sizeof (InkanField));
  g_array_set_clear_func (self->fields, field_clear);
  self->xpaths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->issue_timeout = 600;
}

GKeyFile *
inkan_definition_load_key_file (GFile          *file,
                                GKeyFileFlags   flags,
                                GError        **error)
{
  g_autofree char *name = g_file_get_parse_name (file);
  g_autoptr (GKeyFile) key_file = g_key_file_new ();
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local_error = NULL;

  stream = g_file_read (file, NULL, &local_error);
  if (stream != NULL)
    bytes = g_input_stream_read_bytes (G_INPUT_STREAM (stream), DEFINITION_MAX_SIZE + 1, NULL, &local_error);
  if (bytes != NULL && g_bytes_get_size (bytes) > DEFINITION_MAX_SIZE)
    g_set_error (&local_error, INKAN_DEFINITION_ERROR, INKAN_DEFINITION_ERROR_READ,
                 "larger than %d bytes", DEFINITION_MAX_SIZE);
  else if (bytes != NULL && !g_utf8_validate_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL))
    g_set_error_literal (&local_error, INKAN_DEFINITION_ERROR, INKAN_DEFINITION_ERROR_READ, "is not UTF-8 text");

  if (local_error != NULL ||
      !g_key_file_load_from_bytes (key_file, bytes, flags, &local_error))
    {
      g_set_error (error, INKAN_DEFINITION_ERROR, INKAN_DEFINITION_ERROR_READ,
                   "%s: %s", name, local_error->message);
      return NULL;
    }

  return g_steal_pointer (&key_file);
}

/* What inkan_portal_shelf_compare() does not compare by itself. */
static void
take_rest (InkanPortalDefinition *self,
           GKeyFile              *key_file)
{
  static const char * const keys[] = { "Name", "Origin", "Hosts", "TrustAnchor" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_key_file_remove_key (key_file, "Portal", keys[i], NULL);
  self->rest = g_key_file_to_data (key_file, NULL, NULL);
}

/**
 * inkan_portal_definition_load:
 * @file: a `.portal` file
 * @error: an #InkanDefinitionError
 *
 * Reads and checks a portal definition. Whatever is not understood is refused:
 * a key with a slip of the pen in it would otherwise be a rule that silently
 * does not hold.
 *
 * Returns: (transfer full):
 */
InkanPortalDefinition *
inkan_portal_definition_load (GFile   *file,
                              GError **error)
{
  g_autoptr (InkanPortalDefinition) self = NULL;
  g_autoptr (GKeyFile) key_file = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  key_file = inkan_definition_load_key_file (file, G_KEY_FILE_KEEP_TRANSLATIONS, error);
  if (key_file == NULL)
    return NULL;

  self = g_object_new (INKAN_TYPE_PORTAL_DEFINITION, NULL);
  self->file = g_object_ref (file);
  if (!inkan_portal_definition_read (self, key_file, error))
    return NULL;
  take_rest (self, key_file);

  return g_steal_pointer (&self);
}

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  const InkanPortalDefinition *one = a;
  const InkanPortalDefinition *other = b;

  return g_utf8_collate (one->name, other->name);
}

static void
list_directory (const char *path,
                GListStore *store,
                GHashTable *ids)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *entry;

  if (directory == NULL)
    return;

  while ((entry = g_dir_read_name (directory)) != NULL)
    {
      g_autoptr (InkanPortalDefinition) definition = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GFile) file = NULL;

      if (!g_str_has_suffix (entry, ".portal") || entry[0] == '.')
        continue;

      file = g_file_new_build_filename (path, entry, NULL);
      definition = inkan_portal_definition_load (file, &error);
      if (definition == NULL)
        g_debug ("Portal definition left out: %s", error->message);
      else if (g_hash_table_add (ids, g_strdup (definition->id)))
        g_list_store_insert_sorted (store, definition, compare_names, NULL);
    }
}

GListModel *
inkan_portal_definition_list (const char * const *directories)
{
  GListStore *store = g_list_store_new (INKAN_TYPE_PORTAL_DEFINITION);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (directories != NULL)
    {
      for (gsize i = 0; directories[i] != NULL; i++)
        list_directory (directories[i], store, ids);
    }
  else
    {
      const char * const *system = g_get_system_data_dirs ();
      g_autofree char *own = g_build_filename (g_get_user_data_dir (), "inkan", "portals", NULL);

      list_directory (own, store, ids);
      for (gsize i = 0; system[i] != NULL; i++)
        {
          g_autofree char *path = g_build_filename (system[i], "inkan", "portals", NULL);

          list_directory (path, store, ids);
        }
    }

  return G_LIST_MODEL (store);
}

gboolean
inkan_portal_host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

static int
default_port (const char *scheme)
{
  return g_strcmp0 (scheme, "http") == 0 ? 80 : 443;
}

static char *
host_and_port (const char *host,
               int         port,
               const char *scheme)
{
  g_autofree char *lower = g_ascii_strdown (host, -1);
  gboolean bracket = strchr (lower, ':') != NULL;

  if (port < 0 || port == default_port (scheme))
    return g_strdup_printf (bracket ? "[%s]" : "%s", lower);
  return g_strdup_printf (bracket ? "[%s]:%d" : "%s:%d", lower, port);
}

char *
inkan_portal_host_of_uri (GUri *uri)
{
  return host_and_port (g_uri_get_host (uri), g_uri_get_port (uri), g_uri_get_scheme (uri));
}

gboolean
inkan_portal_definition_allows_uri (InkanPortalDefinition *self,
                                    GUri                  *uri)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);
  g_autofree char *wanted = NULL;

  if (host == NULL || *host == '\0')
    return FALSE;
  if (g_strcmp0 (scheme, "http") == 0)
    {
      if (!inkan_portal_host_is_loopback (host) || strcmp (g_uri_get_scheme (self->origin_uri), "http") != 0)
        return FALSE;
    }
  else if (g_strcmp0 (scheme, "https") != 0)
    return FALSE;

  wanted = inkan_portal_host_of_uri (uri);
  return g_strv_contains ((const char * const *) self->hosts, wanted);
}

gboolean
inkan_portal_definition_knows_host (InkanPortalDefinition *self,
                                    const char            *host)
{
  g_autofree char *text = NULL;
  g_autofree char *wanted = NULL;
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), FALSE);
  g_return_val_if_fail (host != NULL, FALSE);

  text = g_strdup_printf ("%s://%s/", g_uri_get_scheme (self->origin_uri), host);
  uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || g_uri_get_userinfo (uri) != NULL)
    return FALSE;

  wanted = inkan_portal_host_of_uri (uri);
  return g_strv_contains ((const char * const *) self->hosts, wanted);
}

GFile *
inkan_portal_definition_get_file (InkanPortalDefinition *self)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), NULL);
  return self->file;
}

const char *
inkan_portal_definition_get_id (InkanPortalDefinition *self)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), NULL);
  return self->id;
}

const char *
inkan_portal_definition_get_name (InkanPortalDefinition *self)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), NULL);
  return self->name;
}

const char *
inkan_portal_definition_get_host (InkanPortalDefinition *self)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), NULL);
  return self->hosts[0];
}

const char *
inkan_portal_definition_get_origin (InkanPortalDefinition *self)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), NULL);
  return self->origin;
}

gboolean
inkan_portal_definition_get_practice (InkanPortalDefinition *self)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), FALSE);
  return self->practice;
}

const char * const *
inkan_portal_definition_get_hosts (InkanPortalDefinition *self)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), NULL);
  return (const char * const *) self->hosts;
}

const InkanField *
inkan_portal_definition_get_fields (InkanPortalDefinition *self,
                                    gsize                 *n_fields)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), NULL);

  if (n_fields != NULL)
    *n_fields = self->fields->len;
  return (const InkanField *) self->fields->data;
}

const InkanField *
inkan_portal_definition_find_field (InkanPortalDefinition *self,
                                    const char            *name)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const InkanField *field = &g_array_index (self->fields, InkanField, i);

      if (strcmp (field->name, name) == 0)
        return field;
    }
  return NULL;
}

const char *
inkan_portal_definition_get_code_pattern (InkanPortalDefinition *self)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), NULL);
  return self->code_pattern;
}

const char *
inkan_portal_definition_get_subject_pattern (InkanPortalDefinition *self)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), NULL);
  return self->subject_pattern;
}

const char *
inkan_portal_definition_get_sender_domain (InkanPortalDefinition *self)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), NULL);
  return self->sender_domain;
}

InkanPassphraseSource
inkan_portal_definition_get_passphrase_source (InkanPortalDefinition *self)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), INKAN_PASSPHRASE_ASK);
  return self->passphrase_source;
}

const char *
inkan_portal_definition_get_passphrase_field (InkanPortalDefinition *self)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), NULL);
  return self->passphrase_field;
}

const char *
inkan_portal_definition_get_link (InkanPortalDefinition *self,
                                  InkanLink              link)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), NULL);
  g_return_val_if_fail (link < G_N_ELEMENTS (self->links), NULL);
  return self->links[link];
}

const char *
inkan_portal_definition_get_xpath (InkanPortalDefinition *self,
                                   const char            *group,
                                   const char            *key)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), NULL);

  path = g_strdup_printf ("%s/%s", group, key);
  return g_hash_table_lookup (self->xpaths, path);
}

guint
inkan_portal_definition_get_issue_timeout (InkanPortalDefinition *self)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), 0);
  return self->issue_timeout;
}

GFile *
inkan_portal_definition_get_trust_anchor (InkanPortalDefinition *self)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), NULL);
  return self->trust_anchor;
}

const char *
inkan_portal_definition_get_start (InkanPortalDefinition *self)
{
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (self), NULL);
  return self->start;
}

gboolean
inkan_portal_definition_has_offers (InkanPortalDefinition *self)
{
  return self->has_offers;
}

gboolean
inkan_portal_definition_has_agreement (InkanPortalDefinition *self)
{
  return self->has_agreement;
}

InkanDeliveryKind
inkan_portal_definition_get_delivery_kind (InkanPortalDefinition *self)
{
  return self->delivery_kind;
}
