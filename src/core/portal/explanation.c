/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explanation.h"

#include "explanation-private.h"
#include "finding.h"

#include "../base/text.h"

#include <string.h>

#define TEXT_MAX_CHARS 80

struct _InkanExplanation {
  GPtrArray *decisions; /* of InkanDecision */
  gboolean   holds[INKAN_N_REASONS];
};

static const char * const reasons[INKAN_N_REASONS] = {
  [INKAN_REASON_XPATH] = "the definition's XPath selects it",
  [INKAN_REASON_XPATH_NOTHING] = "the definition's XPath selects nothing here",
  [INKAN_REASON_XPATH_OTHER] = "the definition's XPath selects another one",
  [INKAN_REASON_TYPE] = "its type is %s",
  [INKAN_REASON_TYPE_AGAINST] = "its type, %s, speaks against it",
  [INKAN_REASON_AUTOCOMPLETE] = "its autocomplete attribute says %s",
  [INKAN_REASON_NAME_SAME] = "its name is the field's, %s",
  [INKAN_REASON_ID_SAME] = "its id is the field's, %s",
  [INKAN_REASON_NAME] = "its name, %s, sounds like it",
  [INKAN_REASON_ID] = "its id, %s, sounds like it",
  [INKAN_REASON_LABEL_SAME] = "the definition's label stands at it: “%s”",
  [INKAN_REASON_LABEL] = "its label says “%s”",
  [INKAN_REASON_ARIA_LABEL] = "its label for screen readers says “%s”",
  [INKAN_REASON_TEXT_BEFORE] = "the text before it says “%s”",
  [INKAN_REASON_CELL_BEFORE] = "the cell before it says “%s”",
  [INKAN_REASON_CELL_ABOVE] = "the cell above it says “%s”",
  [INKAN_REASON_TEXT_AFTER] = "the text after it says “%s”",
  [INKAN_REASON_TEXT_ABOVE] = "the text above it says “%s”",
  [INKAN_REASON_PLACEHOLDER] = "its placeholder says “%s”",
  [INKAN_REASON_TITLE] = "its title says “%s”",
  [INKAN_REASON_ONLY_ONE_LEFT] = "it is the only control left for the only field left",
  [INKAN_REASON_PIECE] = "it takes a further piece of a value that is typed in several boxes",
  [INKAN_REASON_REPEATED] = "it asks for the same once more: “%s”",
  [INKAN_REASON_DISABLED] = "it is disabled",
  [INKAN_REASON_HIDDEN] = "a person does not see it",
  [INKAN_REASON_TRAP] = "its label says to leave it empty: “%s”",
  [INKAN_REASON_NOT_TYPED] = "nothing is typed into it (%s)",
  [INKAN_REASON_NO_SIGN] = "nothing speaks for it",
  [INKAN_REASON_LESS_FITTING] = "another control fits better",
  [INKAN_REASON_USED] = "it is used for the field “%s”",
  [INKAN_REASON_NOT_FOUND] = "no control of the form fits",
  [INKAN_REASON_ALL_FIELDS] = "it has a control for every field",
  [INKAN_REASON_FIELD_MISSING] = "it has no control for the field “%s”",
  [INKAN_REASON_OTHER_FORM] = "another form fits better",
  [INKAN_REASON_OTHER_BUSINESS] = "it is for something else: “%s”",
  [INKAN_REASON_HTTP] = "the definition says that the portal asks by HTTP, not in a page",
  [INKAN_REASON_WORD] = "it says “%s”",
  [INKAN_REASON_WORD_AGAINST] = "it says “%s”",
  [INKAN_REASON_FIRST_BUTTON] = "it is the first one that submits the form",
  [INKAN_REASON_OTHER_BUTTON] = "another button comes first or says more clearly that it goes on",
  [INKAN_REASON_NO_BUTTON] = "no button submits the form: it is sent without one",
  [INKAN_REASON_BOX] = "beside it stands “%s”",
  [INKAN_REASON_ONLY_BUTTON] = "there is nothing else to press",
  [INKAN_REASON_ONE_OF_SEVERAL] = "none of the buttons says that it agrees",
  [INKAN_REASON_SENT_TO_PORTAL] = "it goes to a host of the portal, as %s",
  [INKAN_REASON_SENT_ELSEWHERE] = "it would go to a host that the definition does not name, and is therefore never sent",
  [INKAN_REASON_SENT_NOWHERE] = "it leads to no web address",
  [INKAN_REASON_ENTRY_TYPED] = "what the person types (%s)",
  [INKAN_REASON_ENTRY_HIDDEN] = "hidden, not shown",
  [INKAN_REASON_ENTRY_PROPOSED] = "as the page proposes it (%s)",
  [INKAN_REASON_ENTRY_BUTTON] = "the button that is pressed",
  [INKAN_REASON_HOLDS] = "the page holds it",
  [INKAN_REASON_HOLDS_NOT] = "the page does not hold it",
  [INKAN_REASON_MOST_ROWS] = "no other list has as many rows that lead on (%s)",
  [INKAN_REASON_FEWER_ROWS] = "another list comes before it",
  [INKAN_REASON_LEADS_ON] = "it has something to press: %s",
  [INKAN_REASON_LOOKS_ALIKE] = "it has nothing to press, but looks like the rows that do",
  [INKAN_REASON_NO_LIST_DEFINED] = "the definition has no group [Offers]: one certificate is offered",
  [INKAN_REASON_NO_LIST_FOUND] = "the page has no list with rows that lead on",
  [INKAN_REASON_STATE_WORD] = "its words say so: “%s”",
  [INKAN_REASON_STATE_MARK] = "the mark of the definition holds: %s",
  [INKAN_REASON_NOTHING_TO_PRESS] = "there is nothing to press",
  [INKAN_REASON_CAN_BE_PRESSED] = "there is something to press, and nothing speaks against it",
  [INKAN_REASON_PAIRS] = "pairs of a name and a value",
  [INKAN_REASON_READ_ONLY] = "a text that can be read but not changed",
  [INKAN_REASON_MARKED] = "its id or class says so: %s",
  [INKAN_REASON_SCROLLS] = "a text of its own that scrolls, below “%s”",
  [INKAN_REASON_CAPTION] = "it says “%s”",
  [INKAN_REASON_DROP_DOWN] = "a visible control with %s ways to choose from",
  [INKAN_REASON_ONE_WAY] = "there is only one way to choose",
  [INKAN_REASON_DOWNLOADS] = "it is marked as a download",
  [INKAN_REASON_ADDRESS] = "its address names such a file",
  [INKAN_REASON_ASKS_AGAIN] = "it asks for the identity again, with the same controls",
  [INKAN_REASON_REFRESHES] = "it asks to be loaded again",
  [INKAN_REASON_SHOWS_PASSPHRASE] = "it shows the password of the file (not shown here)",
  [INKAN_REASON_UNREADABLE] = "%s",
};

static void
decision_free (gpointer data)
{
  InkanDecision *decision = data;

  g_free ((char *) decision->subject);
  g_free ((char *) decision->where);
  g_free ((char *) decision->why);
  g_free (decision);
}

InkanExplanation *
inkan_explanation_new (void)
{
  InkanExplanation *self = g_new0 (InkanExplanation, 1);

  self->decisions = g_ptr_array_new_with_free_func (decision_free);
  return self;
}

void
inkan_explanation_free (InkanExplanation *self)
{
  g_ptr_array_unref (self->decisions);
  g_free (self);
}

guint
inkan_explanation_get_length (InkanExplanation *self)
{
  return self->decisions->len;
}

const InkanDecision *
inkan_explanation_get (InkanExplanation *self,
                       guint             index)
{
  g_return_val_if_fail (index < self->decisions->len, NULL);
  return g_ptr_array_index (self->decisions, index);
}

gboolean
inkan_explanation_holds (InkanExplanation *self,
                         InkanReason       reason)
{
  g_return_val_if_fail (reason < INKAN_N_REASONS, FALSE);
  return self->holds[reason];
}

const char *
inkan_reason_get_text (InkanReason reason)
{
  g_return_val_if_fail (reason < INKAN_N_REASONS, NULL);
  return reasons[reason];
}

static char *
short_text (const char *text)
{
  g_autofree char *clean = inkan_text_clean (text, TEXT_MAX_CHARS, FALSE);

  return g_strdup (g_strstrip (clean));
}

static void
append_why (GString        *sentence,
            const InkanWhy *why)
{
  g_autofree char *detail = short_text (why->text != NULL ? why->text : "");
  g_auto (GStrv) parts = g_strsplit (reasons[why->reason], "%s", 2);
  g_autofree char *text = g_strjoinv (detail, parts);

  if (sentence->len > 0)
    g_string_append (sentence, "; ");
  g_string_append (sentence, text);
}

void
inkan_weigh (InkanWeight *weight,
             int          marks,
             InkanReason  reason,
             const char  *text)
{
  if (marks == 0)
    return;
  weight->marks += marks;
  if (weight->n < G_N_ELEMENTS (weight->why))
    weight->why[weight->n++] = (InkanWhy) { reason, text };
}

void
inkan_explain_weight (InkanWebPage      *page,
                      InkanRole          role,
                      const char        *subject,
                      gboolean           taken,
                      xmlNodePtr         node,
                      const InkanWeight *weight)
{
  InkanExplanation *self = inkan_web_page_get_explanation (page);
  g_autoptr (GString) why = NULL;
  InkanDecision *decision;

  if (self == NULL)
    return;

  why = g_string_new (NULL);
  for (guint i = 0; i < weight->n; i++) {
    self->holds[weight->why[i].reason] = TRUE;
    append_why (why, &weight->why[i]);
  }
  decision = g_new0 (InkanDecision, 1);
  decision->role = role;
  decision->subject = subject != NULL ? short_text (subject) : NULL;
  decision->taken = taken;
  decision->where = node != NULL ? inkan_explain_node (page, node) : NULL;
  decision->why = g_string_free (g_steal_pointer (&why), FALSE);
  g_ptr_array_add (self->decisions, decision);
}

void
inkan_explain (InkanWebPage *page,
               InkanRole     role,
               const char   *subject,
               gboolean      taken,
               xmlNodePtr    node,
               InkanReason   reason,
               const char   *text)
{
  InkanWeight weight = { .n = 1, .why = { { reason, text } } };

  inkan_explain_weight (page, role, subject, taken, node, &weight);
}

char *
inkan_explain_uri (GUri *uri)
{
  const char *query = g_uri_get_query (uri);
  g_autofree char *host = NULL;
  g_autofree char *path = g_strdup (g_uri_get_path (uri));
  char *parameters = strchr (path, ';');

  /* A session's number may stand in the path as well: /page;jsessionid=… */
  if (parameters != NULL)
    *parameters = '\0';
  if (g_uri_get_host (uri) != NULL)
    host = g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri), g_uri_get_port (uri), "",
                       NULL, NULL);
  else
    host = g_strconcat (g_uri_get_scheme (uri), ":", NULL);
  return g_strconcat (host, path, parameters != NULL ? ";…" : "", query != NULL ? "?…" : "", NULL);
}

static void
append_attribute (GString    *text,
                  xmlNodePtr  node,
                  const char *name,
                  gboolean    quoted)
{
  const char *value = inkan_node_attribute (node, name);
  g_autofree char *shown = value != NULL && *value != '\0' ? short_text (value) : NULL;

  if (shown != NULL)
    g_string_append_printf (text, quoted ? " %s=\"%s\"" : " %s=%s", name, shown);
}

static void
append_caption (GString    *text,
                xmlNodePtr  node)
{
  g_autofree char *caption = inkan_find_caption (node);
  g_autofree char *shown = short_text (caption);

  if (*shown != '\0')
    g_string_append_printf (text, " “%s”", shown);
}

char *
inkan_explain_node (InkanWebPage *page,
                    xmlNodePtr    node)
{
  g_autoptr (GString) text = g_string_new (NULL);
  xmlNodePtr element = node->type == XML_ELEMENT_NODE ? node : node->parent;
  xmlNodePtr form = inkan_web_page_get_form_owner (page, element);

  if (form != NULL && form != element && (inkan_node_attribute (form, "name") != NULL ||
                                          inkan_node_attribute (form, "id") != NULL)) {
    g_string_append (text, "form");
    append_attribute (text, form, inkan_node_attribute (form, "id") != NULL ? "id" : "name", TRUE);
    g_string_append (text, " › ");
  }

  g_string_append (text, (const char *) element->name);
  if (node->type == XML_ATTRIBUTE_NODE)
    g_string_append_printf (text, "/@%s", node->name);
  append_attribute (text, element, "id", TRUE);
  append_attribute (text, element, "name", TRUE);
  if (inkan_node_is (element, "input"))
    g_string_append_printf (text, " type=%s", inkan_control_type (element));
  if (inkan_control_is_submit (element) || inkan_node_is (element, "a") || inkan_node_is (element, "button"))
    append_caption (text, element);
  if (inkan_node_is (element, "a") && inkan_node_attribute (element, "href") != NULL) {
    g_autoptr (GUri) uri = inkan_web_page_resolve (page, inkan_node_attribute (element, "href"));
    g_autofree char *address = uri != NULL ? inkan_explain_uri (uri) : NULL;

    if (address != NULL)
      g_string_append_printf (text, " → %s", address);
  }
  g_string_append_printf (text, " (line %ld)", xmlGetLineNo (element));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
