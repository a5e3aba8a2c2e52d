/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "matching.h"

#include <string.h>

typedef gboolean (* Fits) (InkanMessage          *message,
                           InkanPortalDefinition *portal);

static gboolean
link_fits (InkanMessage          *message,
           InkanPortalDefinition *portal)
{
  const char *host = inkan_message_get_link_host (message);

  return host != NULL && inkan_portal_definition_knows_host (portal, host);
}

/* "somebody@mail.example.org" is of example.org. */
gboolean
inkan_matching_sender_is_of (InkanMessage *message,
                             const char   *domain)
{
  const char *address = inkan_message_get_sender_address (message);
  const char *at = address != NULL ? strrchr (address, '@') : NULL;
  g_autofree char *found = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *suffix = NULL;

  g_return_val_if_fail (INKAN_IS_MESSAGE (message), FALSE);

  if (at == NULL || domain == NULL)
    return FALSE;
  found = g_ascii_strdown (at + 1, -1);
  wanted = g_ascii_strdown (domain, -1);
  suffix = g_strconcat (".", wanted, NULL);
  return g_str_equal (found, wanted) || g_str_has_suffix (found, suffix);
}

static gboolean
subject_fits (InkanMessage *message,
              const char   *pattern)
{
  const char *subject = inkan_message_get_subject (message);

  return subject != NULL && pattern != NULL && g_regex_match_simple (pattern, subject, 0, 0);
}

static gboolean
looks_fit (InkanMessage          *message,
           InkanPortalDefinition *portal)
{
  return inkan_matching_sender_is_of (message, inkan_portal_definition_get_sender_domain (portal))
         || subject_fits (message, inkan_portal_definition_get_subject_pattern (portal));
}

/* How many fit; @found: the first. */
static guint
count_fitting (InkanMessage           *message,
               GListModel             *portals,
               Fits                    fits,
               InkanPortalDefinition **found)
{
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (portals); i++) {
    g_autoptr(InkanPortalDefinition) portal = g_list_model_get_item (portals, i);

    if (fits (message, portal) && count++ == 0)
      *found = g_steal_pointer (&portal);
  }
  return count;
}

InkanPortalDefinition *
inkan_matching_find_portal (InkanMessage *message,
                            GListModel   *portals)
{
  static const Fits ways[] = { link_fits, looks_fit };

  g_return_val_if_fail (INKAN_IS_MESSAGE (message), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (portals), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_autoptr(InkanPortalDefinition) found = NULL;
    guint count = count_fitting (message, portals, ways[i], &found);

    if (count > 0)
      return count == 1 ? g_steal_pointer (&found) : NULL;
  }
  return NULL;
}

static gboolean
link_value_of (InkanFieldKind  kind,
               InkanLinkValue *value)
{
  static const InkanLinkValue values[] = {
    [INKAN_FIELD_EMAIL] = INKAN_LINK_VALUE_EMAIL, [INKAN_FIELD_PASSWORD] = INKAN_LINK_VALUE_PASSWORD,
    [INKAN_FIELD_CODE] = INKAN_LINK_VALUE_CODE,   [INKAN_FIELD_PIN] = INKAN_LINK_VALUE_PIN,
    [INKAN_FIELD_USER] = INKAN_LINK_VALUE_USER,
  };

  if (kind >= G_N_ELEMENTS (values))
    return FALSE;
  *value = values[kind];
  return TRUE;
}

/* What a link to the portal itself carries for @field: by the field's own name,
 * else by its kind. A stranger's link fills nothing. */
static SecretValue *
find_in_links (InkanPortalDefinition *definition,
               InkanMessage          *message,
               const InkanField      *field)
{
  GPtrArray *links = inkan_message_get_links (message);
  InkanLinkValue kind;

  for (guint i = 0; i < links->len; i++) {
    const InkanMailLink *link = g_ptr_array_index (links, i);
    SecretValue *value = NULL;

    if (!inkan_portal_definition_knows_host (definition, link->host))
      continue;
    value = inkan_mail_link_get_parameter (link, field->name);
    if (value == NULL && link_value_of (field->kind, &kind))
      value = inkan_mail_link_get_value (link, kind);
    if (value != NULL)
      return value;
  }

  return NULL;
}

/* The field that the message's code is for: that of the code; where there is
 * none, that of the PIN, as in a portal that asks for nothing else. */
static const InkanField *
find_code_field (InkanPortalDefinition *definition)
{
  static const InkanFieldKind kinds[] = { INKAN_FIELD_CODE, INKAN_FIELD_PIN };
  gsize n_fields;
  const InkanField *fields = inkan_portal_definition_get_fields (definition, &n_fields);

  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (gsize i = 0; i < n_fields; i++)
      if (fields[i].kind == kinds[k])
        return &fields[i];

  return NULL;
}

SecretValue *
inkan_matching_get_value (InkanMessage          *message,
                          InkanPortalDefinition *definition,
                          const char            *name)
{
  const InkanField *field;
  SecretValue *code;

  g_return_val_if_fail (INKAN_IS_MESSAGE (message), NULL);
  g_return_val_if_fail (INKAN_IS_PORTAL_DEFINITION (definition), NULL);

  field = inkan_portal_definition_find_field (definition, name);
  g_return_val_if_fail (field != NULL, NULL);

  code = inkan_message_get_code (message);
  if (code != NULL && field == find_code_field (definition))
    return secret_value_ref (code);

  return find_in_links (definition, message, field);
}
