/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explanation.h"

#include "explanation-private.h"
#include "finding.h"

#include "../base/text.h"

#include <string.h>

#define TEXT_MAX_CHARS 160

struct _InkanExplanation {
  GPtrArray *decisions; /* of InkanDecision */
  gboolean   holds[INKAN_N_REASONS];
};

static void
decision_free (gpointer data)
{
  InkanDecision *decision = data;

  g_free ((char *) decision->subject);
  g_free ((char *) decision->where);
  for (guint i = 0; i < decision->n_why; i++)
    g_free ((char *) decision->why[i].text);
  g_free ((InkanWhy *) decision->why);
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

static char *
short_text (const char *text)
{
  g_autofree char *clean = inkan_text_clean (text, TEXT_MAX_CHARS, FALSE);

  return g_strdup (g_strstrip (clean));
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
  InkanDecision *decision;

  if (self == NULL)
    return;

  decision = g_new0 (InkanDecision, 1);
  decision->n_why = weight->n;
  decision->why = g_new0 (InkanWhy, weight->n);
  for (guint i = 0; i < weight->n; i++) {
    InkanWhy *why = (InkanWhy *) &decision->why[i];

    self->holds[weight->why[i].reason] = TRUE;
    why->reason = weight->why[i].reason;
    why->text = weight->why[i].text != NULL ? short_text (weight->why[i].text) : NULL;
  }
  decision->role = role;
  decision->subject = subject != NULL ? short_text (subject) : NULL;
  decision->taken = taken;
  decision->where = node != NULL ? inkan_explain_node (page, node) : NULL;
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
