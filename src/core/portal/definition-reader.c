/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "definition-private.h"

#include "xpath.h"

#include <string.h>

#define PATTERN_MAX_LENGTH 1024
#define MAX_FIELDS 16

/* What a key's value is; everything is checked here, so that nothing else has to. */
typedef enum {
  VALUE_TEXT,
  VALUE_LIST,
  VALUE_XPATH,
  VALUE_REGEX,
  VALUE_BOOLEAN,
  VALUE_SECONDS,
} ValueKind;

typedef struct {
  const char *group;
  const char *key;
  ValueKind kind;
  gboolean localised;
} KnownKey;

static const KnownKey known_keys[] = {
  { "Portal", "Id", VALUE_TEXT, FALSE },
  { "Portal", "Name", VALUE_TEXT, TRUE },
  { "Portal", "Origin", VALUE_TEXT, FALSE },
  { "Portal", "Start", VALUE_TEXT, FALSE },
  { "Portal", "Hosts", VALUE_LIST, FALSE },
  { "Portal", "TrustAnchor", VALUE_TEXT, FALSE },
  { "Portal", "IssueTimeout", VALUE_SECONDS, FALSE },
  { "Portal", "Practice", VALUE_BOOLEAN, FALSE },
  { "Mail", "Subject", VALUE_REGEX, FALSE },
  { "Mail", "Code", VALUE_REGEX, FALSE },
  { "Mail", "SenderDomain", VALUE_TEXT, FALSE },
  { "Identity", "Fields", VALUE_LIST, FALSE },
  { "Identity", "Form", VALUE_XPATH, FALSE },
  { "Identity", "Submit", VALUE_XPATH, FALSE },
  { "Identity", "Refused", VALUE_XPATH, FALSE },
  { "Identity", "Locked", VALUE_XPATH, FALSE },
  { "Identity", "AlreadyRetrieved", VALUE_XPATH, FALSE },
  { "Identity", "NotReady", VALUE_XPATH, FALSE },
  { "Identity", "Maintenance", VALUE_XPATH, FALSE },
  { "Field", "Kind", VALUE_TEXT, FALSE },
  { "Field", "Label", VALUE_TEXT, TRUE },
  { "Field", "Control", VALUE_XPATH, FALSE },
  { "Field", "Pattern", VALUE_REGEX, FALSE },
  { "Field", "Hidden", VALUE_BOOLEAN, FALSE },
  { "Offers", "Rows", VALUE_XPATH, FALSE },
  { "Offers", "Name", VALUE_XPATH, FALSE },
  { "Offers", "State", VALUE_XPATH, FALSE },
  { "Offers", "Link", VALUE_XPATH, FALSE },
  { "Offers", "Retrieved", VALUE_XPATH, FALSE },
  { "Offers", "NotReady", VALUE_XPATH, FALSE },
  { "Offers", "Empty", VALUE_XPATH, FALSE },
  { "Agreement", "Details", VALUE_XPATH, FALSE },
  { "Agreement", "DetailName", VALUE_XPATH, FALSE },
  { "Agreement", "DetailValue", VALUE_XPATH, FALSE },
  { "Agreement", "Procedure", VALUE_XPATH, FALSE },
  { "Agreement", "Terms", VALUE_XPATH, FALSE },
  { "Agreement", "TermsLink", VALUE_XPATH, FALSE },
  { "Agreement", "Choices", VALUE_XPATH, FALSE },
  { "Agreement", "Form", VALUE_XPATH, FALSE },
  { "Agreement", "Button", VALUE_XPATH, FALSE },
  { "Agreement", "Refused", VALUE_XPATH, FALSE },
  { "Agreement", "AlreadyRetrieved", VALUE_XPATH, FALSE },
  { "Agreement", "NotReady", VALUE_XPATH, FALSE },
  { "Agreement", "Maintenance", VALUE_XPATH, FALSE },
  { "Agreement", "SessionOver", VALUE_XPATH, FALSE },
  { "Delivery", "Kind", VALUE_TEXT, FALSE },
  { "Delivery", "Link", VALUE_XPATH, FALSE },
  { "Delivery", "Form", VALUE_XPATH, FALSE },
  { "Delivery", "ReissueNeeded", VALUE_XPATH, FALSE },
  { "Delivery", "Waiting", VALUE_XPATH, FALSE },
  { "Delivery", "Passphrase", VALUE_TEXT, FALSE },
  { "Delivery", "PassphraseText", VALUE_XPATH, FALSE },
  { "Links", "Reissue", VALUE_TEXT, TRUE },
  { "Links", "Installation", VALUE_TEXT, TRUE },
  { "Links", "Help", VALUE_TEXT, TRUE },
  { "Links", "Contact", VALUE_TEXT, TRUE },
};

typedef struct {
  const char *word;
  int value;
} Word;

static const Word field_kinds[] = {
  { "email", INKAN_FIELD_EMAIL }, { "password", INKAN_FIELD_PASSWORD }, { "code", INKAN_FIELD_CODE },
  { "pin", INKAN_FIELD_PIN },     { "user", INKAN_FIELD_USER },         { "text", INKAN_FIELD_TEXT },
};

static const Word delivery_kinds[] = {
  { "answer", INKAN_DELIVERY_KIND_ANSWER },
  { "link", INKAN_DELIVERY_KIND_LINK },
  { "form", INKAN_DELIVERY_KIND_FORM },
  { "poll", INKAN_DELIVERY_KIND_POLL },
};

static const char * const link_keys[] = {
  [INKAN_LINK_REISSUE] = "Reissue",
  [INKAN_LINK_INSTALLATION] = "Installation",
  [INKAN_LINK_HELP] = "Help",
  [INKAN_LINK_CONTACT] = "Contact",
};

static gboolean G_GNUC_PRINTF (5, 6)
refuse (InkanPortalDefinition  *self,
        const char             *group,
        const char             *key,
        GError                **error,
        const char             *format,
        ...)
{
  g_autofree char *file = g_file_get_parse_name (self->file);
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  if (key != NULL)
    g_set_error (error, INKAN_DEFINITION_ERROR, INKAN_DEFINITION_ERROR_INVALID,
                 "%s: [%s] %s: %s", file, group, key, reason);
  else
    g_set_error (error, INKAN_DEFINITION_ERROR, INKAN_DEFINITION_ERROR_INVALID,
                 "%s: [%s]: %s", file, group, reason);
  return FALSE;
}

static const KnownKey *
find_known_key (const char *group,
                const char *key)
{
  const char *table_group = g_str_has_prefix (group, "Field ") ? "Field" : group;

  for (gsize i = 0; i < G_N_ELEMENTS (known_keys); i++)
    {
      if (strcmp (known_keys[i].group, table_group) == 0 && (key == NULL || strcmp (known_keys[i].key, key) == 0))
        return &known_keys[i];
    }
  return NULL;
}

static gboolean
check_value (InkanPortalDefinition  *self,
             GKeyFile               *key_file,
             const char             *group,
             const char             *key,
             const KnownKey         *known,
             GError                **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GRegex) regex = NULL;
  g_autofree char *text = g_key_file_get_string (key_file, group, key, &local_error);
  guint64 seconds;

  /* With a bad escape GLib hands out an error and a text as well. */
  if (local_error != NULL)
    return refuse (self, group, key, error, "cannot be read; a backslash is written as two of them");

  g_strstrip (text);
  if (*text == '\0')
    return refuse (self, group, key, error, "is empty");

  switch (known->kind)
    {
    case VALUE_TEXT:
    case VALUE_LIST:
      return TRUE;

    case VALUE_BOOLEAN:
      g_key_file_get_boolean (key_file, group, key, &local_error);
      if (local_error != NULL)
        return refuse (self, group, key, error, "is neither true nor false");
      return TRUE;

    case VALUE_SECONDS:
      if (!g_ascii_string_to_unsigned (text, 10, 1, 7200, &seconds, NULL))
        return refuse (self, group, key, error, "is not a number of seconds from 1 to 7200");
      return TRUE;

    case VALUE_REGEX:
      if (strlen (text) > PATTERN_MAX_LENGTH)
        return refuse (self, group, key, error, "is longer than %d bytes", PATTERN_MAX_LENGTH);
      regex = g_regex_new (text, 0, 0, &local_error);
      if (regex == NULL)
        return refuse (self, group, key, error, "%s", local_error->message);
      return TRUE;

    case VALUE_XPATH:
      if (!inkan_xpath_check (text, &local_error))
        return refuse (self, group, key, error, "%s", local_error->message);
      return TRUE;

    default:
      g_assert_not_reached ();
    }
}

/* Every group and key is known, every value is what its key asks for. */
static gboolean
check_vocabulary (InkanPortalDefinition  *self,
                  GKeyFile               *key_file,
                  GError                **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (key_file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_auto (GStrv) keys = g_key_file_get_keys (key_file, groups[i], NULL, NULL);

      if (find_known_key (groups[i], NULL) == NULL || strcmp (groups[i], "Field") == 0)
        return refuse (self, groups[i], NULL, error, "there is no such group");

      for (gsize j = 0; keys != NULL && keys[j] != NULL; j++)
        {
          g_autofree char *bare = g_strdup (keys[j]);
          char *bracket = strchr (bare, '[');
          const KnownKey *known;

          if (bracket != NULL)
            *bracket = '\0';
          known = find_known_key (groups[i], bare);
          if (known == NULL)
            return refuse (self, groups[i], keys[j], error, "there is no such key");
          if (bracket != NULL && !known->localised)
            return refuse (self, groups[i], keys[j], error, "cannot differ by language");
          if (!check_value (self, key_file, groups[i], keys[j], known, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* (nullable): the value; check_vocabulary() has seen that it can be read */
static char *
get_text (GKeyFile   *key_file,
          const char *group,
          const char *key)
{
  char *text = g_key_file_get_locale_string (key_file, group, key, NULL, NULL);

  return text != NULL ? g_strstrip (text) : NULL;
}

static char *
get_required (InkanPortalDefinition  *self,
              GKeyFile               *key_file,
              const char             *key,
              GError                **error)
{
  char *text = get_text (key_file, "Portal", key);

  if (text == NULL)
    refuse (self, "Portal", key, error, "is missing");
  return text;
}

static gboolean
read_origin (InkanPortalDefinition  *self,
             const char             *text,
             GError                **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, &local_error);
  g_autofree char *host = NULL;
  const char *scheme;

  if (uri == NULL)
    return refuse (self, "Portal", "Origin", error, "%s", local_error->message);
  scheme = g_uri_get_scheme (uri);
  if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return refuse (self, "Portal", "Origin", error, "names no host");
  if (strcmp (scheme, "http") == 0 && !inkan_portal_host_is_loopback (g_uri_get_host (uri)))
    return refuse (self, "Portal", "Origin", error, "http is allowed for this computer itself only; use https");
  if (strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0)
    return refuse (self, "Portal", "Origin", error, "must begin with https://");
  if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL ||
      (*g_uri_get_path (uri) != '\0' && strcmp (g_uri_get_path (uri), "/") != 0))
    return refuse (self, "Portal", "Origin", error, "must be scheme://host or scheme://host:port and nothing else");

  host = inkan_portal_host_of_uri (uri);
  self->origin = g_strdup_printf ("%s://%s", scheme, host);
  self->origin_uri = g_uri_parse (self->origin, G_URI_FLAGS_NONE, error);
  return self->origin_uri != NULL;
}

static gboolean
read_hosts (InkanPortalDefinition  *self,
            GKeyFile               *key_file,
            GError                **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) entries = g_key_file_get_string_list (key_file, "Portal", "Hosts", NULL, NULL);
  g_autofree char *own = inkan_portal_host_of_uri (self->origin_uri);

  g_strv_builder_add (builder, own);
  for (gsize i = 0; entries != NULL && entries[i] != NULL; i++)
    {
      const char *entry = g_strstrip (entries[i]);
      g_autofree char *text = g_strdup_printf ("%s://%s", g_uri_get_scheme (self->origin_uri), entry);
      g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
      g_autofree char *host = NULL;

      if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
          *g_uri_get_path (uri) != '\0' || g_uri_get_userinfo (uri) != NULL || strpbrk (entry, "?#*") != NULL)
        return refuse (self, "Portal", "Hosts", error, "“%s” is neither a host nor host:port", entry);
      host = inkan_portal_host_of_uri (uri);
      g_strv_builder_add (builder, host);
    }

  self->hosts = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_anchor (InkanPortalDefinition  *self,
             GKeyFile               *key_file,
             GError                **error)
{
  g_autofree char *text = get_text (key_file, "Portal", "TrustAnchor");
  g_autoptr (GFile) folder = g_file_get_parent (self->file);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *path = NULL;
  GList *certificates;

  if (text == NULL)
    return TRUE;

  self->trust_anchor = folder != NULL ? g_file_resolve_relative_path (folder, text) : g_file_new_for_path (text);
  path = g_file_get_path (self->trust_anchor);
  if (path == NULL)
    return refuse (self, "Portal", "TrustAnchor", error, "is not a local file");

  certificates = g_tls_certificate_list_new_from_file (path, &local_error);
  if (certificates == NULL)
    return refuse (self, "Portal", "TrustAnchor", error, "%s: %s", path,
                   local_error != NULL ? local_error->message : "no certificate in it");
  g_list_free_full (certificates, g_object_unref);
  return TRUE;
}

static gboolean
id_is_valid (const char *id)
{
  return strlen (id) <= 64 && id[strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static gboolean
read_portal (InkanPortalDefinition  *self,
             GKeyFile               *key_file,
             GError                **error)
{
  g_autofree char *origin = NULL;
  g_autofree char *start = NULL;
  g_autoptr (GUri) uri = NULL;

  if ((self->id = get_required (self, key_file, "Id", error)) == NULL ||
      (self->name = get_required (self, key_file, "Name", error)) == NULL ||
      (origin = get_required (self, key_file, "Origin", error)) == NULL ||
      (start = get_required (self, key_file, "Start", error)) == NULL)
    return FALSE;
  if (!id_is_valid (self->id))
    return refuse (self, "Portal", "Id", error, "may hold a-z, 0-9 and “-” only, at most 64");
  if (!read_origin (self, origin, error) || !read_hosts (self, key_file, error) ||
      !read_anchor (self, key_file, error))
    return FALSE;

  uri = g_uri_parse_relative (self->origin_uri, start, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || !inkan_portal_definition_allows_uri (self, uri) || g_uri_get_userinfo (uri) != NULL)
    return refuse (self, "Portal", "Start", error, "is not an address on one of the portal's hosts");
  self->start = g_uri_to_string (uri);

  if (g_key_file_has_key (key_file, "Portal", "IssueTimeout", NULL))
    self->issue_timeout = (guint) g_key_file_get_integer (key_file, "Portal", "IssueTimeout", NULL);
  self->practice = g_key_file_get_boolean (key_file, "Portal", "Practice", NULL);
  return TRUE;
}

static gboolean
find_word (const Word *words,
           gsize       n_words,
           const char *text,
           int        *value)
{
  for (gsize i = 0; i < n_words; i++)
    {
      if (strcmp (words[i].word, text) == 0)
        {
          *value = words[i].value;
          return TRUE;
        }
    }
  return FALSE;
}

static InkanFieldKind
guess_kind (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  if (strstr (lower, "mail") != NULL)
    return INKAN_FIELD_EMAIL;
  if (strstr (lower, "pass") != NULL)
    return INKAN_FIELD_PASSWORD;
  if (strstr (lower, "code") != NULL)
    return INKAN_FIELD_CODE;
  if (strcmp (lower, "pin") == 0 || g_str_has_suffix (lower, "-pin") || g_str_has_suffix (lower, "_pin"))
    return INKAN_FIELD_PIN;
  if (strstr (lower, "user") != NULL || strcmp (lower, "id") == 0 || strcmp (lower, "login") == 0)
    return INKAN_FIELD_USER;
  return INKAN_FIELD_TEXT;
}

static gboolean
read_field (InkanPortalDefinition  *self,
            GKeyFile               *key_file,
            const char             *name,
            GError                **error)
{
  g_autofree char *group = g_strdup_printf ("Field %s", name);
  g_autofree char *kind = get_text (key_file, group, "Kind");
  InkanField field = { 0 };
  int value = guess_kind (name);

  if (*name == '\0' || name[strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_")] != '\0')
    return refuse (self, "Identity", "Fields", error, "“%s” is not a name of letters, digits, “-” and “_”", name);
  if (inkan_portal_definition_find_field (self, name) != NULL)
    return refuse (self, "Identity", "Fields", error, "“%s” stands there twice", name);
  if (kind != NULL && !find_word (field_kinds, G_N_ELEMENTS (field_kinds), kind, &value))
    return refuse (self, group, "Kind", error, "“%s” is none of email, password, code, pin, user, text", kind);

  field.name = g_strdup (name);
  field.kind = (InkanFieldKind) value;
  field.label = get_text (key_file, group, "Label");
  field.control = get_text (key_file, group, "Control");
  field.pattern = get_text (key_file, group, "Pattern");
  if (g_key_file_has_key (key_file, group, "Hidden", NULL))
    field.hidden = g_key_file_get_boolean (key_file, group, "Hidden", NULL);
  else
    field.hidden = field.kind == INKAN_FIELD_PASSWORD || field.kind == INKAN_FIELD_PIN;

  g_array_append_val (self->fields, field);
  return TRUE;
}

static gboolean
read_fields (InkanPortalDefinition  *self,
             GKeyFile               *key_file,
             GError                **error)
{
  g_auto (GStrv) names = g_key_file_get_string_list (key_file, "Identity", "Fields", NULL, NULL);
  g_auto (GStrv) groups = g_key_file_get_groups (key_file, NULL);

  if (names == NULL)
    names = g_strsplit ("email;password;code", ";", -1);
  if (*names == NULL || g_strv_length (names) > MAX_FIELDS)
    return refuse (self, "Identity", "Fields", error, "names %u fields; 1 to %d make sense",
                   g_strv_length (names), MAX_FIELDS);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      if (!read_field (self, key_file, g_strstrip (names[i]), error))
        return FALSE;
    }

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      if (g_str_has_prefix (groups[i], "Field ") &&
          inkan_portal_definition_find_field (self, groups[i] + strlen ("Field ")) == NULL)
        return refuse (self, groups[i], NULL, error, "describes a field that [Identity] Fields does not name");
    }
  return TRUE;
}

static void
read_xpaths (InkanPortalDefinition *self,
             GKeyFile              *key_file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_keys); i++)
    {
      const KnownKey *known = &known_keys[i];
      char *text = NULL;

      if (known->kind == VALUE_XPATH && strcmp (known->group, "Field") != 0)
        text = get_text (key_file, known->group, known->key);
      if (text != NULL)
        g_hash_table_insert (self->xpaths, g_strdup_printf ("%s/%s", known->group, known->key), text);
    }
}

static gboolean
read_delivery (InkanPortalDefinition  *self,
               GKeyFile               *key_file,
               GError                **error)
{
  g_autofree char *kind = get_text (key_file, "Delivery", "Kind");
  g_autofree char *passphrase = get_text (key_file, "Delivery", "Passphrase");
  int value = INKAN_DELIVERY_KIND_ANSWER;

  if (kind != NULL && !find_word (delivery_kinds, G_N_ELEMENTS (delivery_kinds), kind, &value))
    return refuse (self, "Delivery", "Kind", error, "“%s” is none of answer, link, form, poll", kind);
  self->delivery_kind = (InkanDeliveryKind) value;

  if (passphrase == NULL || strcmp (passphrase, "ask") == 0)
    self->passphrase_source = INKAN_PASSPHRASE_ASK;
  else if (strcmp (passphrase, "page") == 0)
    self->passphrase_source = INKAN_PASSPHRASE_PAGE;
  else if (g_str_has_prefix (passphrase, "field:"))
    {
      self->passphrase_source = INKAN_PASSPHRASE_FIELD;
      self->passphrase_field = g_strdup (passphrase + strlen ("field:"));
      if (inkan_portal_definition_find_field (self, self->passphrase_field) == NULL)
        return refuse (self, "Delivery", "Passphrase", error, "there is no field “%s”", self->passphrase_field);
    }
  else
    return refuse (self, "Delivery", "Passphrase", error, "“%s” is none of field:NAME, ask, page", passphrase);

  if (self->passphrase_source == INKAN_PASSPHRASE_PAGE &&
      inkan_portal_definition_get_xpath (self, "Delivery", "PassphraseText") == NULL)
    return refuse (self, "Delivery", "PassphraseText", error, "is missing: Passphrase=page needs it");
  return TRUE;
}

static gboolean
link_is_safe (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);

  if (strcmp (scheme, "mailto") == 0)
    return *g_uri_get_path (uri) != '\0';
  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  return strcmp (scheme, "https") == 0 || (strcmp (scheme, "http") == 0 && inkan_portal_host_is_loopback (host));
}

static gboolean
read_links (InkanPortalDefinition  *self,
            GKeyFile               *key_file,
            GError                **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (key_file, "Links", NULL, NULL);

  /* All languages are checked, not only the one of whoever checks. */
  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *text = g_key_file_get_string (key_file, "Links", keys[i], NULL);
      g_autoptr (GUri) uri = g_uri_parse_relative (self->origin_uri, g_strstrip (text), G_URI_FLAGS_ENCODED, NULL);

      if (uri == NULL || !link_is_safe (uri))
        return refuse (self, "Links", keys[i], error, "is neither an https address nor mailto:");
    }

  for (gsize i = 0; i < G_N_ELEMENTS (link_keys); i++)
    {
      g_autofree char *text = get_text (key_file, "Links", link_keys[i]);

      if (text != NULL)
        self->links[i] = g_uri_resolve_relative (self->origin, text, G_URI_FLAGS_ENCODED, NULL);
    }
  return TRUE;
}

gboolean
inkan_portal_definition_read (InkanPortalDefinition  *self,
                              GKeyFile               *key_file,
                              GError                **error)
{
  if (!g_key_file_has_group (key_file, "Portal"))
    return refuse (self, "Portal", NULL, error, "is missing");
  if (!check_vocabulary (self, key_file, error) ||
      !read_portal (self, key_file, error) ||
      !read_fields (self, key_file, error))
    return FALSE;

  read_xpaths (self, key_file);
  self->has_offers = g_key_file_has_group (key_file, "Offers");
  self->has_agreement = g_key_file_has_group (key_file, "Agreement");
  self->subject_pattern = get_text (key_file, "Mail", "Subject");
  self->code_pattern = get_text (key_file, "Mail", "Code");
  self->sender_domain = get_text (key_file, "Mail", "SenderDomain");

  return read_delivery (self, key_file, error) && read_links (self, key_file, error);
}
