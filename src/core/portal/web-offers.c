/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "definition-private.h"
#include "explanation-private.h"
#include "finding.h"
#include "scripts.h"
#include "web-portal-private.h"
#include "words.h"

#include <string.h>

#define MAX_OFFERS 200

static const char *
offers_xpath (InkanPortalDefinition *definition,
              const char            *key)
{
  return inkan_portal_definition_get_xpath (definition, "Offers", key);
}

/* The words of a row besides the service's name. */
static char *
rest_of_row (xmlNodePtr  row,
             const char *name)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (xmlNodePtr cell = row->children; cell != NULL; cell = cell->next)
    {
      g_autofree char *part = cell->type == XML_ELEMENT_NODE ? inkan_node_text (cell, FALSE) : NULL;

      if (part == NULL || *part == '\0' || strstr (part, name) != NULL)
        continue;
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, part);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static char *
find_name (InkanWebPage  *page,
           xmlNodePtr  row,
           xmlNodePtr  control)
{
  if (control != NULL && inkan_node_is (control, "a"))
    return inkan_find_caption (control);

  /* A button says "Get"; the name stands in the first cell. */
  for (xmlNodePtr cell = row->children; cell != NULL; cell = cell->next)
    {
      g_autofree char *text = cell->type == XML_ELEMENT_NODE ? inkan_node_text (cell, FALSE) : NULL;

      if (text != NULL && *text != '\0')
        return g_steal_pointer (&text);
    }
  return inkan_node_text (row, FALSE);
}

static InkanOfferState
find_state (InkanPortalDefinition *definition,
            InkanWebPage          *page,
            xmlNodePtr             row,
            xmlNodePtr             control,
            const char            *words,
            InkanReason           *reason,
            const char           **said)
{
  const char *retrieved = offers_xpath (definition, "Retrieved");
  const char *not_ready = offers_xpath (definition, "NotReady");

  *reason = INKAN_REASON_STATE_MARK;
  *said = "[Offers] Retrieved";
  if (inkan_web_page_holds (page, retrieved, row))
    return INKAN_OFFER_RETRIEVED;
  *said = "[Offers] NotReady";
  if (inkan_web_page_holds (page, not_ready, row))
    return INKAN_OFFER_NOT_READY;

  *reason = INKAN_REASON_STATE_WORD;
  *said = words;
  if (retrieved == NULL && (not_ready == NULL || control == NULL) && inkan_word_is_in (INKAN_WORD_RETRIEVED, words) &&
      !inkan_word_is_in (INKAN_WORD_NOT_READY, words))
    return INKAN_OFFER_RETRIEVED;
  if (not_ready == NULL && inkan_word_is_in (INKAN_WORD_NOT_READY, words))
    return INKAN_OFFER_NOT_READY;

  /* Nothing to press: whatever the reason, it is not to be had now. */
  *reason = control != NULL ? INKAN_REASON_CAN_BE_PRESSED : INKAN_REASON_NOTHING_TO_PRESS;
  return control != NULL ? INKAN_OFFER_READY : INKAN_OFFER_NOT_READY;
}

static void
explain_row (InkanWebPage    *page,
             xmlNodePtr       row,
             xmlNodePtr       control,
             const char      *name,
             const char      *by_xpath, /* (nullable) */
             InkanOfferState  state,
             InkanReason      reason,
             const char      *said)
{
  static const char * const states[] = {
    [INKAN_OFFER_READY] = "ready", [INKAN_OFFER_NOT_READY] = "not ready", [INKAN_OFFER_RETRIEVED] = "retrieved already",
  };
  g_autofree char *pressed = control != NULL ? inkan_explain_node (page, control) : NULL;
  InkanWeight weight = { 0 };

  if (by_xpath != NULL)
    inkan_weigh (&weight, 1, INKAN_REASON_XPATH, NULL);
  inkan_weigh (&weight, 1, control != NULL ? INKAN_REASON_LEADS_ON : INKAN_REASON_LOOKS_ALIKE, pressed);
  inkan_explain_weight (page, INKAN_ROLE_OFFER, name, TRUE, row, &weight);
  inkan_explain (page, INKAN_ROLE_STATE, states[state], state == INKAN_OFFER_READY, row, reason, said);
}

static InkanOffer *
read_row (InkanPortalDefinition *definition,
          InkanWebPage             *page,
          xmlNodePtr             row)
{
  const char *link = offers_xpath (definition, "Link");
  xmlNodePtr control = link != NULL ? inkan_web_page_select_one (page, link, row) : inkan_find_row_control (page, row);
  g_autofree char *name = inkan_web_page_read (page, offers_xpath (definition, "Name"), row, FALSE);
  g_autofree char *state_text = inkan_web_page_read (page, offers_xpath (definition, "State"), row, FALSE);
  InkanOfferState state;
  InkanReason reason;
  const char *said;
  InkanOffer *offer;

  if (name == NULL)
    name = find_name (page, row, control);
  if (*name == '\0')
    return NULL;
  if (state_text == NULL && offers_xpath (definition, "State") == NULL)
    state_text = rest_of_row (row, name);

  state = find_state (definition, page, row, control, state_text, &reason, &said);
  explain_row (page, row, control, name, offers_xpath (definition, "Rows"), state, reason, said);
  offer = inkan_offer_new (name, state_text, state);
  inkan_offer_set_source (offer, page, control);
  return offer;
}

static GListModel *
imply_offer (InkanPortalDefinition *definition,
             InkanWebPage             *page)
{
  GListStore *store = g_list_store_new (INKAN_TYPE_OFFER);
  g_autoptr (InkanOffer) offer = inkan_offer_new_implied (inkan_portal_definition_get_name (definition));

  inkan_explain (page, INKAN_ROLE_LIST, NULL, FALSE, NULL, INKAN_REASON_NO_LIST_DEFINED, NULL);
  inkan_offer_set_source (offer, page, NULL);
  g_list_store_append (store, offer);
  return G_LIST_MODEL (store);
}

GListModel *
inkan_web_read_offers (InkanWebPortal  *self,
                       InkanWebPage    *page,
                       GError         **error)
{
  InkanPortalDefinition *definition = self->definition;
  const char *rows_path = offers_xpath (definition, "Rows");
  const char *empty_path = offers_xpath (definition, "Empty");
  g_autoptr (GListStore) store = g_list_store_new (INKAN_TYPE_OFFER);
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *script = NULL;

  /* Before looking for a list: that page has its links, too. */
  if (rows_path == NULL && inkan_web_portal_asks_again (self, page))
    {
      g_set_error_literal (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_IDENTITY,
                           "The portal shows the identity form again");
      return NULL;
    }
  if (!inkan_portal_definition_has_offers (definition))
    return imply_offer (definition, page);

  if (!inkan_web_holds_mark (definition, page, "Offers", "Empty"))
    {
      rows = rows_path != NULL ? inkan_web_page_select (page, rows_path, NULL) : inkan_find_offer_rows (page);
      if (rows_path != NULL && rows->len == 0)
        inkan_explain (page, INKAN_ROLE_LIST, NULL, FALSE, NULL, INKAN_REASON_XPATH_NOTHING, NULL);
      for (guint i = 0; i < MIN (rows->len, MAX_OFFERS); i++)
        {
          xmlNodePtr row = g_ptr_array_index (rows, i);
          g_autoptr (InkanOffer) offer = row->type == XML_ELEMENT_NODE ? read_row (definition, page, row) : NULL;

          if (offer != NULL)
            g_list_store_append (store, offer);
        }
      if (g_list_model_get_n_items (G_LIST_MODEL (store)) > 0)
        return G_LIST_MODEL (g_steal_pointer (&store));

      if (inkan_web_portal_asks_again (self, page))
        {
          g_set_error_literal (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_IDENTITY,
                               "The portal shows the identity form again");
          return NULL;
        }
      script = inkan_page_needs_script (page);
      if (script != NULL)
        {
          g_set_error (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NEEDS_SCRIPT,
                       "The page has no list of services: %s", script);
          return NULL;
        }
    }

  g_set_error_literal (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_NOTHING_OFFERED,
                       empty_path != NULL && rows == NULL ? "The page says that the list is empty"
                                                          : "The page has no list of services");
  return NULL;
}
