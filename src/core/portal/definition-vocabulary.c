/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "definition-private.h"

#include "xpath.h"

#include <string.h>

#define PATTERN_MAX_LENGTH 1024

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
  { "Identity", "Method", VALUE_TEXT, FALSE },
  { "Identity", "User", VALUE_TEXT, FALSE },
  { "Identity", "Password", VALUE_TEXT, FALSE },
  { "Identity", "Frame", VALUE_TEXT, FALSE },
  { "Identity", "Form", VALUE_XPATH, FALSE },
  { "Identity", "Submit", VALUE_XPATH, FALSE },
  { "Identity", "Refused", VALUE_XPATH, FALSE },
  { "Identity", "Locked", VALUE_XPATH, FALSE },
  { "Identity", "NothingOffered", VALUE_XPATH, FALSE },
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
  { "Agreement", "Passphrase", VALUE_XPATH, FALSE },
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
  { "Delivery", "Refused", VALUE_XPATH, FALSE },
  { "Delivery", "Locked", VALUE_XPATH, FALSE },
  { "Delivery", "NothingOffered", VALUE_XPATH, FALSE },
  { "Delivery", "AlreadyRetrieved", VALUE_XPATH, FALSE },
  { "Delivery", "NotReady", VALUE_XPATH, FALSE },
  { "Delivery", "Waiting", VALUE_XPATH, FALSE },
  { "Delivery", "Passphrase", VALUE_TEXT, FALSE },
  { "Delivery", "PassphraseText", VALUE_XPATH, FALSE },
  { "Links", "Reissue", VALUE_TEXT, TRUE },
  { "Links", "Installation", VALUE_TEXT, TRUE },
  { "Links", "Help", VALUE_TEXT, TRUE },
  { "Links", "Contact", VALUE_TEXT, TRUE },
};

gboolean
inkan_definition_refuse (InkanPortalDefinition  *self,
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
    return inkan_definition_refuse (self, group, key, error, "cannot be read; a backslash is written as two of them");

  g_strstrip (text);
  if (*text == '\0')
    return inkan_definition_refuse (self, group, key, error, "is empty");

  switch (known->kind)
    {
    case VALUE_TEXT:
    case VALUE_LIST:
      return TRUE;

    case VALUE_BOOLEAN:
      g_key_file_get_boolean (key_file, group, key, &local_error);
      if (local_error != NULL)
        return inkan_definition_refuse (self, group, key, error, "is neither true nor false");
      return TRUE;

    case VALUE_SECONDS:
      if (!g_ascii_string_to_unsigned (text, 10, 1, 7200, &seconds, NULL))
        return inkan_definition_refuse (self, group, key, error, "is not a number of seconds from 1 to 7200");
      return TRUE;

    case VALUE_REGEX:
      if (strlen (text) > PATTERN_MAX_LENGTH)
        return inkan_definition_refuse (self, group, key, error, "is longer than %d bytes", PATTERN_MAX_LENGTH);
      regex = g_regex_new (text, 0, 0, &local_error);
      if (regex == NULL)
        return inkan_definition_refuse (self, group, key, error, "%s", local_error->message);
      return TRUE;

    case VALUE_XPATH:
      if (!inkan_xpath_check (text, &local_error))
        return inkan_definition_refuse (self, group, key, error, "%s", local_error->message);
      return TRUE;

    default:
      g_assert_not_reached ();
    }
}

/* Every group and key is known, every value is what its key asks for. */
gboolean
inkan_definition_check_vocabulary (InkanPortalDefinition  *self,
                                          GKeyFile               *key_file,
                                          GError                **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (key_file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_auto (GStrv) keys = g_key_file_get_keys (key_file, groups[i], NULL, NULL);

      if (find_known_key (groups[i], NULL) == NULL || strcmp (groups[i], "Field") == 0)
        return inkan_definition_refuse (self, groups[i], NULL, error, "there is no such group");

      for (gsize j = 0; keys != NULL && keys[j] != NULL; j++)
        {
          g_autofree char *bare = g_strdup (keys[j]);
          char *bracket = strchr (bare, '[');
          const KnownKey *known;

          if (bracket != NULL)
            *bracket = '\0';
          known = find_known_key (groups[i], bare);
          if (known == NULL)
            return inkan_definition_refuse (self, groups[i], keys[j], error, "there is no such key");
          if (bracket != NULL && !known->localised)
            return inkan_definition_refuse (self, groups[i], keys[j], error, "cannot differ by language");
          if (!check_value (self, key_file, groups[i], keys[j], known, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* (nullable): the value; check_vocabulary() has seen that it can be read */
char *
inkan_definition_get_text (GKeyFile   *key_file,
                           const char *group,
                           const char *key)
{
  char *text = g_key_file_get_locale_string (key_file, group, key, NULL, NULL);

  return text != NULL ? g_strstrip (text) : NULL;
}

void
inkan_definition_read_xpaths (InkanPortalDefinition *self,
                                     GKeyFile              *key_file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_keys); i++)
    {
      const KnownKey *known = &known_keys[i];
      char *text = NULL;

      if (known->kind == VALUE_XPATH && strcmp (known->group, "Field") != 0)
        text = inkan_definition_get_text (key_file, known->group, known->key);
      if (text != NULL)
        g_hash_table_insert (self->xpaths, g_strdup_printf ("%s/%s", known->group, known->key), text);
    }
}
