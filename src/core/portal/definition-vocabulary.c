/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "definition-private.h"

#include "xpath.h"

#include <string.h>

#define PATTERN_MAX_LENGTH 1024

static const InkanKnownKey known_keys[] = {
  { "Portal", "Id", INKAN_VALUE_TEXT, FALSE },
  { "Portal", "Name", INKAN_VALUE_TEXT, TRUE },
  { "Portal", "Origin", INKAN_VALUE_TEXT, FALSE },
  { "Portal", "Start", INKAN_VALUE_TEXT, FALSE },
  { "Portal", "Hosts", INKAN_VALUE_LIST, FALSE },
  { "Portal", "TrustAnchor", INKAN_VALUE_TEXT, FALSE },
  { "Portal", "IssueTimeout", INKAN_VALUE_SECONDS, FALSE },
  { "Portal", "Practice", INKAN_VALUE_BOOLEAN, FALSE },
  { "Mail", "Subject", INKAN_VALUE_REGEX, FALSE },
  { "Mail", "Code", INKAN_VALUE_REGEX, FALSE },
  { "Mail", "SenderDomain", INKAN_VALUE_TEXT, FALSE },
  { "Identity", "Fields", INKAN_VALUE_LIST, FALSE },
  { "Identity", "Method", INKAN_VALUE_TEXT, FALSE },
  { "Identity", "User", INKAN_VALUE_TEXT, FALSE },
  { "Identity", "Password", INKAN_VALUE_TEXT, FALSE },
  { "Identity", "Frame", INKAN_VALUE_TEXT, FALSE },
  { "Identity", "Form", INKAN_VALUE_NODE, FALSE },
  { "Identity", "Submit", INKAN_VALUE_NODE, FALSE },
  { "Identity", "Refused", INKAN_VALUE_QUESTION, FALSE },
  { "Identity", "Locked", INKAN_VALUE_QUESTION, FALSE },
  { "Identity", "NothingOffered", INKAN_VALUE_QUESTION, FALSE },
  { "Identity", "AlreadyRetrieved", INKAN_VALUE_QUESTION, FALSE },
  { "Identity", "NotReady", INKAN_VALUE_QUESTION, FALSE },
  { "Identity", "Maintenance", INKAN_VALUE_QUESTION, FALSE },
  { "Field", "Kind", INKAN_VALUE_TEXT, FALSE },
  { "Field", "Label", INKAN_VALUE_TEXT, TRUE },
  { "Field", "Control", INKAN_VALUE_NODE, FALSE },
  { "Field", "Pattern", INKAN_VALUE_REGEX, FALSE },
  { "Field", "Hidden", INKAN_VALUE_BOOLEAN, FALSE },
  { "Offers", "Rows", INKAN_VALUE_NODE, FALSE },
  { "Offers", "Name", INKAN_VALUE_WORDS, FALSE, TRUE },
  { "Offers", "State", INKAN_VALUE_WORDS, FALSE, TRUE },
  { "Offers", "Link", INKAN_VALUE_NODE, FALSE, TRUE },
  { "Offers", "Retrieved", INKAN_VALUE_QUESTION, FALSE, TRUE },
  { "Offers", "NotReady", INKAN_VALUE_QUESTION, FALSE, TRUE },
  { "Offers", "Empty", INKAN_VALUE_QUESTION, FALSE },
  { "Agreement", "Details", INKAN_VALUE_NODE, FALSE },
  { "Agreement", "DetailName", INKAN_VALUE_WORDS, FALSE, TRUE },
  { "Agreement", "DetailValue", INKAN_VALUE_WORDS, FALSE, TRUE },
  { "Agreement", "Procedure", INKAN_VALUE_WORDS, FALSE },
  { "Agreement", "Terms", INKAN_VALUE_WORDS, FALSE },
  { "Agreement", "TermsLink", INKAN_VALUE_NODE, FALSE },
  { "Agreement", "Choices", INKAN_VALUE_NODE, FALSE },
  { "Agreement", "Passphrase", INKAN_VALUE_NODE, FALSE },
  { "Agreement", "Form", INKAN_VALUE_NODE, FALSE },
  { "Agreement", "Button", INKAN_VALUE_NODE, FALSE },
  { "Agreement", "Refused", INKAN_VALUE_QUESTION, FALSE },
  { "Agreement", "AlreadyRetrieved", INKAN_VALUE_QUESTION, FALSE },
  { "Agreement", "NotReady", INKAN_VALUE_QUESTION, FALSE },
  { "Agreement", "Maintenance", INKAN_VALUE_QUESTION, FALSE },
  { "Agreement", "SessionOver", INKAN_VALUE_QUESTION, FALSE },
  { "Delivery", "Kind", INKAN_VALUE_TEXT, FALSE },
  { "Delivery", "Link", INKAN_VALUE_NODE, FALSE },
  { "Delivery", "Form", INKAN_VALUE_NODE, FALSE },
  { "Delivery", "ReissueNeeded", INKAN_VALUE_QUESTION, FALSE },
  { "Delivery", "Refused", INKAN_VALUE_QUESTION, FALSE },
  { "Delivery", "Locked", INKAN_VALUE_QUESTION, FALSE },
  { "Delivery", "NothingOffered", INKAN_VALUE_QUESTION, FALSE },
  { "Delivery", "AlreadyRetrieved", INKAN_VALUE_QUESTION, FALSE },
  { "Delivery", "NotReady", INKAN_VALUE_QUESTION, FALSE },
  { "Delivery", "Maintenance", INKAN_VALUE_QUESTION, FALSE },
  { "Delivery", "Waiting", INKAN_VALUE_QUESTION, FALSE },
  { "Delivery", "Passphrase", INKAN_VALUE_TEXT, FALSE },
  { "Delivery", "PassphraseText", INKAN_VALUE_WORDS, FALSE },
  { "Links", "Reissue", INKAN_VALUE_TEXT, TRUE },
  { "Links", "Installation", INKAN_VALUE_TEXT, TRUE },
  { "Links", "Help", INKAN_VALUE_TEXT, TRUE },
  { "Links", "Contact", INKAN_VALUE_TEXT, TRUE },
};

#define MAX_MISTAKES 100

char *
inkan_definition_locate (InkanPortalDefinition *self,
                         const char            *group,
                         const char            *key)
{
  g_autofree char *file = g_file_get_parse_name (self->file);

  return key != NULL ? g_strdup_printf ("%s: [%s] %s: ", file, group, key) : g_strdup_printf ("%s: [%s]: ", file, group);
}

gboolean
inkan_definition_refuse (InkanPortalDefinition *self,
                         const char            *group,
                         const char            *key,
                         const char            *format,
                         ...)
{
  g_autofree char *place = inkan_definition_locate (self, group, key);
  g_autofree char *reason = NULL;
  va_list arguments;

  /* What follows from a mistake is not worth a line of its own. */
  for (guint i = 0; i < self->mistakes->len; i++)
    {
      if (g_str_has_prefix (g_ptr_array_index (self->mistakes, i), place))
        return FALSE;
    }
  if (self->mistakes->len >= MAX_MISTAKES)
    return FALSE;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (self->mistakes, g_strconcat (place, reason, NULL));
  return FALSE;
}

const InkanKnownKey *
inkan_definition_find_key (const char *group,
                           const char *key)
{
  const char *table_group = g_str_has_prefix (group, "Field ") ? "Field" : group;
  gsize length = key != NULL ? strcspn (key, "[") : 0;

  for (gsize i = 0; i < G_N_ELEMENTS (known_keys); i++)
    {
      if (strcmp (known_keys[i].group, table_group) == 0 &&
          (key == NULL || (strlen (known_keys[i].key) == length && strncmp (known_keys[i].key, key, length) == 0)))
        return &known_keys[i];
    }
  return NULL;
}

static gboolean
check_value (InkanPortalDefinition *self,
             GKeyFile              *key_file,
             const char            *group,
             const char            *key,
             const InkanKnownKey   *known)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GRegex) regex = NULL;
  g_autofree char *text = g_key_file_get_string (key_file, group, key, &local_error);
  guint64 seconds;

  /* With a bad escape GLib hands out an error and a text as well. */
  if (local_error != NULL)
    return inkan_definition_refuse (self, group, key, "cannot be read; a backslash is written as two of them");

  g_strstrip (text);
  if (*text == '\0')
    return inkan_definition_refuse (self, group, key, "is empty");

  switch (known->kind)
    {
    case INKAN_VALUE_TEXT:
    case INKAN_VALUE_LIST:
      return TRUE;

    case INKAN_VALUE_BOOLEAN:
      g_key_file_get_boolean (key_file, group, key, &local_error);
      if (local_error != NULL)
        return inkan_definition_refuse (self, group, key, "is neither true nor false");
      return TRUE;

    case INKAN_VALUE_SECONDS:
      if (!g_ascii_string_to_unsigned (text, 10, 1, 7200, &seconds, NULL))
        return inkan_definition_refuse (self, group, key, "is not a number of seconds from 1 to 7200");
      return TRUE;

    case INKAN_VALUE_REGEX:
      if (strlen (text) > PATTERN_MAX_LENGTH)
        return inkan_definition_refuse (self, group, key, "is longer than %d bytes", PATTERN_MAX_LENGTH);
      regex = g_regex_new (text, 0, 0, &local_error);
      if (regex == NULL)
        return inkan_definition_refuse (self, group, key, "%s", local_error->message);
      return TRUE;

    case INKAN_VALUE_NODE:
    case INKAN_VALUE_WORDS:
    case INKAN_VALUE_QUESTION:
      if (!inkan_xpath_check (text, &local_error))
        return inkan_definition_refuse (self, group, key, "%s", local_error->message);
      return TRUE;

    default:
      g_assert_not_reached ();
    }
}

static void
check_key (InkanPortalDefinition *self,
           GKeyFile              *key_file,
           const char            *group,
           const char            *key)
{
  const InkanKnownKey *known = inkan_definition_find_key (group, key);

  if (known == NULL)
    inkan_definition_refuse (self, group, key, "there is no such key");
  else if (strchr (key, '[') != NULL && !known->localised)
    inkan_definition_refuse (self, group, key, "cannot differ by language");
  else
    check_value (self, key_file, group, key, known);
}

/* Every group and key is known, every value is what its key asks for. */
void
inkan_definition_check_vocabulary (InkanPortalDefinition *self,
                                   GKeyFile              *key_file)
{
  g_auto (GStrv) groups = g_key_file_get_groups (key_file, NULL);

  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_auto (GStrv) keys = g_key_file_get_keys (key_file, groups[i], NULL, NULL);

      if (inkan_definition_find_key (groups[i], NULL) == NULL || strcmp (groups[i], "Field") == 0)
        {
          inkan_definition_refuse (self, groups[i], NULL, "there is no such group");
          continue;
        }
      for (gsize j = 0; keys != NULL && keys[j] != NULL; j++)
        check_key (self, key_file, groups[i], keys[j]);
    }
}

/* (nullable): the value; check_vocabulary() has seen that it can be read */
char *
inkan_definition_get_text (GKeyFile   *key_file,
                           const char *group,
                           const char *key)
{
  /* Not g_key_file_get_locale_string(): it leaks the error of a bad escape. */
  g_autofree char *locale = g_key_file_get_locale_for_key (key_file, group, key, NULL);
  g_autofree char *full_key = locale != NULL ? g_strdup_printf ("%s[%s]", key, locale) : g_strdup (key);
  char *text = g_key_file_get_string (key_file, group, full_key, NULL);

  return text != NULL ? g_strstrip (text) : NULL;
}

void
inkan_definition_read_xpaths (InkanPortalDefinition *self,
                              GKeyFile              *key_file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_keys); i++)
    {
      const InkanKnownKey *known = &known_keys[i];
      char *text = NULL;

      if ((known->kind == INKAN_VALUE_NODE || known->kind == INKAN_VALUE_WORDS || known->kind == INKAN_VALUE_QUESTION) &&
          strcmp (known->group, "Field") != 0)
        text = inkan_definition_get_text (key_file, known->group, known->key);
      if (text != NULL)
        g_hash_table_insert (self->xpaths, g_strdup_printf ("%s/%s", known->group, known->key), text);
    }
}
