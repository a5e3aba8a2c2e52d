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

/* "Name <somebody@mail.example.org>" is of example.org. */
gboolean
inkan_matching_sender_is_of (InkanMessage *message,
                             const char   *domain)
{
  const char *sender = inkan_message_get_sender (message);
  const char *at = sender != NULL ? strrchr (sender, '@') : NULL;
  g_autofree char *found = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *suffix = NULL;

  g_return_val_if_fail (INKAN_IS_MESSAGE (message), FALSE);

  if (at == NULL || domain == NULL)
    return FALSE;
  found = g_ascii_strdown (at + 1, strcspn (at + 1, "> \t,;"));
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
