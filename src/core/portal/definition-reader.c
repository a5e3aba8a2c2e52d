/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "definition-private.h"

#include <string.h>

#include <glib/gstdio.h>

#include "../base/text.h"

#define MAX_FIELDS 16
#define MAX_NAME 100 /* characters */
#define MAX_HOST 253 /* bytes, of DNS */
#define ANCHOR_MAX_SIZE (256 * 1024) /* bytes */

typedef struct {
  const char *word;
  int value;
} Word;

static const Word field_kinds[] = {
  { "email", INKAN_FIELD_EMAIL }, { "password", INKAN_FIELD_PASSWORD }, { "code", INKAN_FIELD_CODE },
  { "pin", INKAN_FIELD_PIN },     { "user", INKAN_FIELD_USER },         { "text", INKAN_FIELD_TEXT },
};

static const Word identity_methods[] = {
  { "form", INKAN_IDENTITY_METHOD_FORM },
  { "http", INKAN_IDENTITY_METHOD_HTTP },
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

static char *
get_required (InkanPortalDefinition  *self,
              GKeyFile               *key_file,
              const char             *key)
{
  char *text = inkan_definition_get_text (key_file, "Portal", key);

  if (text == NULL)
    inkan_definition_refuse (self, "Portal", key, "is missing");
  return text;
}

/* GLib takes any text for a host, and undoes percent signs in it: a slash could be
 * among what comes out. Letters outside ASCII it has written as DNS does. */
static gboolean
is_host (const char *host)
{
  return g_hostname_is_ip_address (host)
         || (strlen (host) <= MAX_HOST
             && strspn (host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") == strlen (host));
}

static gboolean
read_origin (InkanPortalDefinition  *self,
             const char             *text)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, &local_error);
  g_autofree char *host = NULL;
  const char *scheme;

  if (uri == NULL)
    return inkan_definition_refuse (self, "Portal", "Origin", "%s", local_error->message);
  scheme = g_uri_get_scheme (uri);
  if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return inkan_definition_refuse (self, "Portal", "Origin", "names no host");
  if (!is_host (g_uri_get_host (uri)))
    return inkan_definition_refuse (self, "Portal", "Origin", "names a host with characters that no host has");
  if (strcmp (scheme, "http") == 0 && !inkan_portal_host_is_loopback (g_uri_get_host (uri)))
    return inkan_definition_refuse (self, "Portal", "Origin",
                                    "http is allowed for this computer itself only; use https");
  if (strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0)
    return inkan_definition_refuse (self, "Portal", "Origin", "must begin with https://");
  if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL ||
      (*g_uri_get_path (uri) != '\0' && strcmp (g_uri_get_path (uri), "/") != 0))
    return inkan_definition_refuse (self, "Portal", "Origin",
                                    "must be scheme://host or scheme://host:port and nothing else");

  host = inkan_portal_host_of_uri (uri);
  self->origin = g_strdup_printf ("%s://%s", scheme, host);
  self->origin_uri = g_uri_parse (self->origin, G_URI_FLAGS_NONE, &local_error);
  if (self->origin_uri == NULL)
    return inkan_definition_refuse (self, "Portal", "Origin", "%s", local_error->message);
  return TRUE;
}

static gboolean
read_hosts (InkanPortalDefinition  *self,
            GKeyFile               *key_file)
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
          !is_host (g_uri_get_host (uri)) || *g_uri_get_path (uri) != '\0' || g_uri_get_userinfo (uri) != NULL || strpbrk (entry, "?#*") != NULL)
        return inkan_definition_refuse (self, "Portal", "Hosts",
                                        "“%s” is neither a host nor host:port", entry);
      host = inkan_portal_host_of_uri (uri);
      g_strv_builder_add (builder, host);
    }

  self->hosts = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_anchor (InkanPortalDefinition  *self,
             GKeyFile               *key_file)
{
  g_autofree char *text = inkan_definition_get_text (key_file, "Portal", "TrustAnchor");
  g_autoptr (GFile) folder = g_file_get_parent (self->file);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *path = NULL;
  GList *certificates;
  GStatBuf status;

  if (text == NULL)
    return TRUE;

  self->trust_anchor = folder != NULL ? g_file_resolve_relative_path (folder, text) : g_file_new_for_path (text);
  path = g_file_get_path (self->trust_anchor);
  if (path == NULL)
    return inkan_definition_refuse (self, "Portal", "TrustAnchor", "is not a local file");
  /* A device would be read for ever, and a definition comes from anybody. */
  if (g_stat (path, &status) == 0 && (!S_ISREG (status.st_mode) || status.st_size > ANCHOR_MAX_SIZE))
    return inkan_definition_refuse (self, "Portal", "TrustAnchor", "is no file of at most %d bytes",
                                    ANCHOR_MAX_SIZE);

  certificates = g_tls_certificate_list_new_from_file (path, &local_error);
  if (certificates == NULL)
    return inkan_definition_refuse (self, "Portal", "TrustAnchor", "%s: %s", path,
                                    local_error != NULL ? local_error->message : "no certificate in it");
  g_list_free_full (certificates, g_object_unref);
  return TRUE;
}

static gboolean
id_is_valid (const char *id)
{
  return strlen (id) <= 64 && id[strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static void
read_start (InkanPortalDefinition *self,
            const char            *start)
{
  g_autoptr (GUri) uri = g_uri_parse_relative (self->origin_uri, start, G_URI_FLAGS_ENCODED, NULL);

  if (uri == NULL || !inkan_portal_definition_allows_uri (self, uri) || g_uri_get_userinfo (uri) != NULL)
    inkan_definition_refuse (self, "Portal", "Start", "is not an address on one of the portal's hosts");
  else
    self->start = g_uri_to_string (uri);
}

static void
read_portal (InkanPortalDefinition *self,
             GKeyFile              *key_file)
{
  g_autofree char *name = get_required (self, key_file, "Name");
  g_autofree char *origin = get_required (self, key_file, "Origin");
  g_autofree char *start = get_required (self, key_file, "Start");

  self->id = get_required (self, key_file, "Id");
  if (name != NULL)
    self->name = inkan_text_clean (name, MAX_NAME, FALSE);
  if (self->id != NULL && !id_is_valid (self->id))
    inkan_definition_refuse (self, "Portal", "Id", "may hold a-z, 0-9 and “-” only, at most 64");

  /* What lies on a host is looked at when the host is known. */
  if (origin != NULL && read_origin (self, origin) && read_hosts (self, key_file) && start != NULL)
    read_start (self, start);
  read_anchor (self, key_file);

  if (g_key_file_has_key (key_file, "Portal", "IssueTimeout", NULL))
    self->issue_timeout = (guint) g_key_file_get_integer (key_file, "Portal", "IssueTimeout", NULL);
  self->practice = g_key_file_get_boolean (key_file, "Portal", "Practice", NULL);
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
            const char             *name)
{
  g_autofree char *group = g_strdup_printf ("Field %s", name);
  g_autofree char *kind = inkan_definition_get_text (key_file, group, "Kind");
  InkanField field = { 0 };
  int value = guess_kind (name);

  if (*name == '\0' || name[strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_")] != '\0')
    return inkan_definition_refuse (self, "Identity", "Fields",
                                    "“%s” is not a name of letters, digits, “-” and “_”", name);
  if (inkan_portal_definition_find_field (self, name) != NULL)
    return inkan_definition_refuse (self, "Identity", "Fields", "“%s” stands there twice", name);
  if (kind != NULL && !find_word (field_kinds, G_N_ELEMENTS (field_kinds), kind, &value))
    inkan_definition_refuse (self, group, "Kind",
                             "“%s” is none of email, password, code, pin, user, text", kind);

  field.name = g_strdup (name);
  field.kind = (InkanFieldKind) value;
  field.label = inkan_definition_get_text (key_file, group, "Label");
  field.control = inkan_definition_get_text (key_file, group, "Control");
  field.pattern = inkan_definition_get_text (key_file, group, "Pattern");
  if (g_key_file_has_key (key_file, group, "Hidden", NULL))
    field.hidden = g_key_file_get_boolean (key_file, group, "Hidden", NULL);
  else
    field.hidden = field.kind == INKAN_FIELD_PASSWORD || field.kind == INKAN_FIELD_PIN;

  g_array_append_val (self->fields, field);
  return TRUE;
}

static gboolean
read_fields (InkanPortalDefinition  *self,
             GKeyFile               *key_file)
{
  g_auto (GStrv) names = g_key_file_get_string_list (key_file, "Identity", "Fields", NULL, NULL);
  g_auto (GStrv) groups = g_key_file_get_groups (key_file, NULL);

  if (names == NULL)
    names = g_strsplit ("email;password;code", ";", -1);
  if (*names == NULL || g_strv_length (names) > MAX_FIELDS)
    return inkan_definition_refuse (self, "Identity", "Fields", "names %u fields; 1 to %d make sense",
                                    g_strv_length (names), MAX_FIELDS);

  for (gsize i = 0; names[i] != NULL; i++)
    read_field (self, key_file, g_strstrip (names[i]));

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      if (g_str_has_prefix (groups[i], "Field ") &&
          inkan_portal_definition_find_field (self, groups[i] + strlen ("Field ")) == NULL)
        inkan_definition_refuse (self, groups[i], NULL,
                                 "describes a field that [Identity] Fields does not name");
    }
  return TRUE;
}

/* Which field is the user name, or the password, of an identity check by HTTP. */
static gboolean
read_http_field (InkanPortalDefinition  *self,
                 GKeyFile               *key_file,
                 const char             *key,
                 guint                   kinds, /* 1 << InkanFieldKind: the first of these unless given */
                 const char            **field)
{
  g_autofree char *name = inkan_definition_get_text (key_file, "Identity", key);
  const InkanField *found = name != NULL ? inkan_portal_definition_find_field (self, name) : NULL;

  for (guint i = 0; name == NULL && found == NULL && i < self->fields->len; i++)
    {
      const InkanField *candidate = &g_array_index (self->fields, InkanField, i);

      if ((kinds & 1u << candidate->kind) != 0)
        found = candidate;
    }
  if (found == NULL && name != NULL)
    return inkan_definition_refuse (self, "Identity", key, "there is no field “%s”", name);
  if (found == NULL)
    return inkan_definition_refuse (self, "Identity", key, "is missing: no field is one by its kind");
  *field = found->name;
  return TRUE;
}

static gboolean
read_identity (InkanPortalDefinition  *self,
               GKeyFile               *key_file)
{
  static const char * const http_keys[] = { "User", "Password" };
  static const char * const form_keys[] = { "Form", "Submit", "Frame" };
  g_autofree char *method = inkan_definition_get_text (key_file, "Identity", "Method");
  int value = INKAN_IDENTITY_METHOD_FORM;
  gboolean http;

  if (method != NULL && !find_word (identity_methods, G_N_ELEMENTS (identity_methods), method, &value))
    return inkan_definition_refuse (self, "Identity", "Method", "“%s” is neither form nor http", method);
  self->identity_method = (InkanIdentityMethod) value;
  http = self->identity_method == INKAN_IDENTITY_METHOD_HTTP;
  self->frame = inkan_definition_get_text (key_file, "Identity", "Frame");

  for (gsize i = 0; i < G_N_ELEMENTS (form_keys); i++)
    {
      if (http && g_key_file_has_key (key_file, "Identity", form_keys[i], NULL))
        inkan_definition_refuse (self, "Identity", form_keys[i], "means nothing with Method=http");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (http_keys); i++)
    {
      if (!http && g_key_file_has_key (key_file, "Identity", http_keys[i], NULL))
        inkan_definition_refuse (self, "Identity", http_keys[i], "has a meaning with Method=http only");
    }
  if (!http)
    return TRUE;

  if (!read_http_field (self, key_file, "User", 1u << INKAN_FIELD_EMAIL | 1u << INKAN_FIELD_USER,
                        &self->http_user) ||
      !read_http_field (self, key_file, "Password",
                        1u << INKAN_FIELD_PASSWORD | 1u << INKAN_FIELD_PIN | 1u << INKAN_FIELD_CODE,
                        &self->http_password))
    return FALSE;
  if (self->http_user == self->http_password || self->fields->len != 2)
    return inkan_definition_refuse (self, "Identity", "Fields",
                                    "must name two fields with Method=http: a user name and a password");
  return TRUE;
}

static gboolean
read_delivery (InkanPortalDefinition  *self,
               GKeyFile               *key_file)
{
  g_autofree char *kind = inkan_definition_get_text (key_file, "Delivery", "Kind");
  g_autofree char *passphrase = inkan_definition_get_text (key_file, "Delivery", "Passphrase");
  int value = INKAN_DELIVERY_KIND_ANSWER;

  if (kind != NULL && !find_word (delivery_kinds, G_N_ELEMENTS (delivery_kinds), kind, &value))
    return inkan_definition_refuse (self, "Delivery", "Kind",
                                    "“%s” is none of answer, link, form, poll", kind);
  self->delivery_kind = (InkanDeliveryKind) value;

  if (passphrase == NULL || strcmp (passphrase, "ask") == 0)
    self->passphrase_source = INKAN_PASSPHRASE_ASK;
  else if (strcmp (passphrase, "page") == 0)
    self->passphrase_source = INKAN_PASSPHRASE_PAGE;
  else if (strcmp (passphrase, "chosen") == 0)
    self->passphrase_source = INKAN_PASSPHRASE_CHOSEN;
  else if (g_str_has_prefix (passphrase, "field:"))
    {
      self->passphrase_source = INKAN_PASSPHRASE_FIELD;
      self->passphrase_field = g_strdup (passphrase + strlen ("field:"));
      if (inkan_portal_definition_find_field (self, self->passphrase_field) == NULL)
        return inkan_definition_refuse (self, "Delivery", "Passphrase",
                                        "there is no field “%s”", self->passphrase_field);
    }
  else
    return inkan_definition_refuse (self, "Delivery", "Passphrase",
                                    "“%s” is none of field:NAME, chosen, ask, page", passphrase);

  if (self->passphrase_source == INKAN_PASSPHRASE_PAGE &&
      inkan_portal_definition_get_xpath (self, "Delivery", "PassphraseText") == NULL)
    return inkan_definition_refuse (self, "Delivery", "PassphraseText",
                                    "is missing: Passphrase=page needs it");
  if (self->passphrase_source != INKAN_PASSPHRASE_CHOSEN &&
      inkan_portal_definition_get_xpath (self, "Agreement", "Passphrase") != NULL)
    return inkan_definition_refuse (self, "Agreement", "Passphrase",
                                    "has a meaning with [Delivery] Passphrase=chosen only");
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
            GKeyFile               *key_file)
{
  g_auto (GStrv) keys = g_key_file_get_keys (key_file, "Links", NULL, NULL);

  /* All languages are checked, not only the one of whoever checks. */
  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *text = g_key_file_get_string (key_file, "Links", keys[i], NULL);
      g_autoptr (GUri) uri = text != NULL ? g_uri_parse_relative (self->origin_uri, g_strstrip (text),
                                                                  G_URI_FLAGS_ENCODED, NULL) : NULL;

      if (uri == NULL || !link_is_safe (uri))
        inkan_definition_refuse (self, "Links", keys[i], "is neither an https address nor mailto:");
    }

  for (gsize i = 0; i < G_N_ELEMENTS (link_keys); i++)
    {
      g_autofree char *text = inkan_definition_get_text (key_file, "Links", link_keys[i]);

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
  g_autofree char *all = NULL;

  self->mistakes = g_ptr_array_new_with_free_func (g_free);
  if (!g_key_file_has_group (key_file, "Portal"))
    inkan_definition_refuse (self, "Portal", NULL, "is missing");
  inkan_definition_check_vocabulary (self, key_file);
  if (g_key_file_has_group (key_file, "Portal"))
    read_portal (self, key_file);
  read_fields (self, key_file);

  inkan_definition_read_xpaths (self, key_file);
  self->has_offers = g_key_file_has_group (key_file, "Offers");
  self->has_agreement = g_key_file_has_group (key_file, "Agreement");
  self->subject_pattern = inkan_definition_get_text (key_file, "Mail", "Subject");
  self->code_pattern = inkan_definition_get_text (key_file, "Mail", "Code");
  self->sender_domain = inkan_definition_get_text (key_file, "Mail", "SenderDomain");

  read_identity (self, key_file);
  read_delivery (self, key_file);
  if (self->origin_uri != NULL)
    read_links (self, key_file);
  if (self->mistakes->len == 0)
    return TRUE;

  g_ptr_array_add (self->mistakes, NULL);
  all = g_strjoinv ("\n", (char **) self->mistakes->pdata);
  g_set_error_literal (error, INKAN_DEFINITION_ERROR, INKAN_DEFINITION_ERROR_INVALID, all);
  return FALSE;
}
