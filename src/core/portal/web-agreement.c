/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "explanation-private.h"
#include "finding.h"
#include "scripts.h"
#include "web-portal-private.h"
#include "words.h"

#include "../base/text.h"

#include <string.h>

#define LABEL_MAX_CHARS 200
#define MAX_DETAILS 100

static const char *
agreement_xpath (InkanPortalDefinition *definition,
                 const char            *key)
{
  return inkan_portal_definition_get_xpath (definition, "Agreement", key);
}

static xmlNodePtr
next_element (xmlNodePtr node)
{
  for (node = node->next; node != NULL && node->type != XML_ELEMENT_NODE; node = node->next)
    ;
  return node;
}

static xmlNodePtr
first_child (xmlNodePtr node)
{
  node = node->children;
  while (node != NULL && node->type != XML_ELEMENT_NODE)
    node = node->next;
  return node;
}

static gboolean
has_link (xmlNodePtr node)
{
  for (xmlNodePtr inner = inkan_node_next (node, node); inner != NULL; inner = inkan_node_next (inner, node))
    {
      if (inkan_node_is (inner, "a"))
        return TRUE;
    }
  return FALSE;
}

/* A pair of cells or of term and description, without anything to fill in; two
 * links side by side are a menu. */
static gboolean
find_pair (xmlNodePtr  node,
           xmlNodePtr *name,
           xmlNodePtr *value)
{
  if (inkan_node_is (node, "tr"))
    {
      *name = first_child (node);
      *value = *name != NULL ? next_element (*name) : NULL;
      if (*value == NULL || next_element (*value) != NULL || !inkan_node_is (*value, "td"))
        return FALSE;
    }
  else if (inkan_node_is (node, "dt"))
    {
      *name = node;
      *value = next_element (node);
      if (*value == NULL || !inkan_node_is (*value, "dd"))
        return FALSE;
    }
  else
    return FALSE;

  if (has_link (*name) && has_link (*value))
    return FALSE;
  for (xmlNodePtr inner = *value; inner != NULL; inner = inkan_node_next (inner, *value))
    {
      if (inkan_node_is (inner, "tr") || inkan_node_is (inner, "select") || inkan_node_is (inner, "textarea") ||
          inkan_node_is (inner, "button") || (inkan_node_is (inner, "input") && !inkan_control_is_hidden (inner)))
        return FALSE;
    }
  return TRUE;
}

static void
add_detail (InkanAgreement *agreement,
            char           *name,
            char           *value)
{
  if (inkan_agreement_get_details (agreement)->len < MAX_DETAILS &&
      ((name != NULL && *name != '\0') || (value != NULL && *value != '\0')))
    inkan_agreement_add_detail (agreement, name != NULL ? name : g_strdup (""), value != NULL ? value : g_strdup (""));
  else
    {
      g_free (name);
      g_free (value);
    }
}

static void
read_details (InkanPortalDefinition *definition,
              InkanWebPage             *page,
              InkanAgreement        *agreement)
{
  const char *rows_path = agreement_xpath (definition, "Details");
  const char *name_path = agreement_xpath (definition, "DetailName");
  const char *value_path = agreement_xpath (definition, "DetailValue");
  xmlNodePtr root = inkan_web_page_get_root (page);
  g_autoptr (GPtrArray) rows = NULL;
  xmlNodePtr name;
  xmlNodePtr value;

  if (rows_path == NULL)
    {
      for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root))
        {
          if (find_pair (node, &name, &value))
            add_detail (agreement, inkan_node_text (name, FALSE), inkan_node_text (value, FALSE));
        }
      return;
    }

  rows = inkan_web_page_select (page, rows_path, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      xmlNodePtr row = g_ptr_array_index (rows, i);
      gboolean pair = find_pair (row, &name, &value);

      add_detail (agreement,
                  name_path != NULL ? inkan_web_page_read (page, name_path, row, FALSE)
                                    : pair ? inkan_node_text (name, FALSE) : NULL,
                  value_path != NULL ? inkan_web_page_read (page, value_path, row, FALSE)
                                     : pair ? inkan_node_text (value, FALSE) : inkan_node_text (row, FALSE));
    }
}

static char *
clean_label (char *text)
{
  char *clean = inkan_text_clean (text, LABEL_MAX_CHARS, FALSE);

  g_free (text);
  g_strstrip (clean);
  if (g_str_has_suffix (clean, ":"))
    clean[strlen (clean) - 1] = '\0';
  else if (g_str_has_suffix (clean, "："))
    clean[strlen (clean) - strlen ("：")] = '\0';
  return g_strchomp (clean);
}

/* One way only is no choice. */
static void
offer_choice (InkanWebPage       *page,
              InkanAgreement     *agreement,
              InkanFurtherChoice *choice, /* (transfer full) */
              xmlNodePtr          control)
{
  guint n = g_strv_length (choice->values);
  g_autofree char *number = g_strdup_printf ("%u", n);

  inkan_explain (page, INKAN_ROLE_CHOICE, choice->name, n > 1, control, n > 1 ? INKAN_REASON_DROP_DOWN : INKAN_REASON_ONE_WAY,
                 number);
  if (n > 1)
    inkan_agreement_add_choice (agreement, choice);
  else
    inkan_further_choice_free (choice);
}

static void
add_select (InkanWebPage      *page,
            InkanAgreement *agreement,
            xmlNodePtr      control)
{
  g_autoptr (GPtrArray) options = inkan_control_options (control);
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_autoptr (InkanFurtherChoice) choice = NULL;
  g_autofree char *label = clean_label (inkan_find_label (page, control));
  xmlNodePtr selected = inkan_control_selected (control);
  guint n = 0;

  choice = inkan_further_choice_new (inkan_node_attribute (control, "name"), label);
  for (guint i = 0; i < options->len; i++)
    {
      xmlNodePtr option = g_ptr_array_index (options, i);
      g_autofree char *value = inkan_option_value (option);
      g_autofree char *shown = clean_label (inkan_option_label (option));

      if (inkan_option_is_disabled (option))
        continue;
      if (option == selected)
        choice->selected = n;
      g_strv_builder_add (values, value);
      g_strv_builder_add (labels, shown);
      n++;
    }
  choice->values = g_strv_builder_end (values);
  choice->labels = g_strv_builder_end (labels);
  offer_choice (page, agreement, g_steal_pointer (&choice), control);
}

static void
add_radio (InkanWebPage      *page,
           InkanAgreement *agreement,
           GPtrArray      *controls,
           const char     *name)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_autoptr (InkanFurtherChoice) choice = inkan_further_choice_new (name, name);
  xmlNodePtr first = NULL;
  guint n = 0;

  for (guint i = 0; i < controls->len; i++)
    {
      xmlNodePtr control = g_ptr_array_index (controls, i);
      g_autofree char *value = NULL;
      g_autofree char *label = NULL;

      if (strcmp (inkan_control_type (control), "radio") != 0 ||
          g_strcmp0 (inkan_node_attribute (control, "name"), name) != 0)
        continue;
      if (first == NULL)
        first = control;
      value = inkan_control_value (control);
      label = clean_label (inkan_find_label (page, control));
      if (inkan_node_attribute (control, "checked") != NULL)
        choice->selected = n;
      g_strv_builder_add (values, value);
      g_strv_builder_add (labels, *label != '\0' ? label : value);
      n++;
    }
  choice->values = g_strv_builder_end (values);
  choice->labels = g_strv_builder_end (labels);
  if (first != NULL)
    offer_choice (page, agreement, g_steal_pointer (&choice), first);
}

static void
read_choices (InkanPortalDefinition *definition,
              InkanWebPage             *page,
              InkanForm             *form,
              InkanAgreement        *agreement)
{
  const char *xpath = agreement_xpath (definition, "Choices");
  GPtrArray *controls = inkan_form_get_controls (form);
  g_autoptr (GPtrArray) wanted = xpath != NULL ? inkan_web_page_select (page, xpath, NULL) : NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < controls->len; i++)
    {
      xmlNodePtr control = g_ptr_array_index (controls, i);
      const char *name = inkan_node_attribute (control, "name");
      gboolean chosen_from = wanted != NULL ? g_ptr_array_find (wanted, control, NULL)
                                            : inkan_node_is (control, "select") && !inkan_control_is_hidden (control);

      if (!chosen_from || name == NULL || *name == '\0' || inkan_control_is_disabled (control) ||
          !g_hash_table_add (seen, (gpointer) name))
        continue;
      if (inkan_node_is (control, "select"))
        add_select (page, agreement, control);
      else if (strcmp (inkan_control_type (control), "radio") == 0)
        add_radio (page, agreement, controls, name);
    }
}

static gboolean
is_passphrase_control (xmlNodePtr control)
{
  return inkan_node_is (control, "input") && strcmp (inkan_control_type (control), "password") == 0 &&
         !inkan_control_is_disabled (control) && !inkan_control_is_hidden (control);
}

/* Where the passphrase goes that the person chooses for the file. */
static gboolean
read_passphrase_controls (InkanPortalDefinition  *definition,
                          InkanForm              *form,
                          InkanAgreement         *agreement,
                          char                  **missing)
{
  const char *xpath = agreement_xpath (definition, "Passphrase");
  GPtrArray *controls = inkan_form_get_controls (form);
  g_autoptr (GPtrArray) wanted = NULL;

  if (inkan_portal_definition_get_passphrase_source (definition) != INKAN_PASSPHRASE_CHOSEN)
    return TRUE;

  if (xpath != NULL)
    wanted = inkan_web_page_select (inkan_form_get_page (form), xpath, NULL);
  for (guint i = 0; i < controls->len; i++)
    {
      xmlNodePtr control = g_ptr_array_index (controls, i);

      if (wanted != NULL ? !g_ptr_array_find (wanted, control, NULL) : !is_passphrase_control (control))
        continue;
      inkan_agreement_add_passphrase_control (agreement, control);
      inkan_explain (inkan_form_get_page (form), INKAN_ROLE_FIELD, "the file's password", TRUE, control,
                     wanted != NULL ? INKAN_REASON_XPATH : INKAN_REASON_TYPE, inkan_control_type (control));
    }
  if (!inkan_agreement_get_chooses_passphrase (agreement))
    *missing = g_strdup ("a control for the passphrase that is to be chosen");
  return inkan_agreement_get_chooses_passphrase (agreement);
}

void
inkan_web_apply_choices (InkanAgreement *agreement)
{
  InkanForm *form = inkan_agreement_get_form (agreement);
  GPtrArray *controls = inkan_form_get_controls (form);
  GPtrArray *choices = inkan_agreement_get_choices (agreement);
  GPtrArray *passphrase_controls = inkan_agreement_get_passphrase_controls (agreement);
  SecretValue *passphrase = inkan_agreement_get_passphrase (agreement);

  for (guint i = 0; passphrase != NULL && i < passphrase_controls->len; i++)
    inkan_form_set_value (form, g_ptr_array_index (passphrase_controls, i), secret_value_get_text (passphrase));

  for (guint i = 0; i < choices->len; i++)
    {
      InkanFurtherChoice *choice = g_ptr_array_index (choices, i);
      const char *value = choice->values[choice->selected];

      for (guint j = 0; j < controls->len; j++)
        {
          xmlNodePtr control = g_ptr_array_index (controls, j);
          g_autofree char *own = NULL;

          if (g_strcmp0 (inkan_node_attribute (control, "name"), choice->name) != 0)
            continue;
          if (inkan_node_is (control, "select"))
            {
              inkan_form_set_value (form, control, value);
              break;
            }
          own = inkan_control_value (control);
          if (strcmp (inkan_control_type (control), "radio") == 0 && strcmp (own, value) == 0)
            {
              inkan_form_tick (form, control);
              break;
            }
        }
    }
}

/* (nullable): what says "I agree", but works by a script alone */
static xmlNodePtr
find_script_button (InkanWebPage *page)
{
  xmlNodePtr root = inkan_web_page_get_root (page);

  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root))
    {
      g_autofree char *caption = NULL;

      if (!inkan_control_needs_script (page, node))
        continue;
      caption = inkan_find_caption (node);
      if (inkan_word_is_in (INKAN_WORD_AGREE, caption) && !inkan_word_is_in (INKAN_WORD_DISAGREE, caption))
        return node;
    }
  return NULL;
}

/* The only button that submits must not stand for one that agrees by a script:
 * it may be that of a search. */
static gboolean
is_beside_a_script (InkanWebPage *page,
                    xmlNodePtr    button)
{
  g_autofree char *caption = inkan_find_caption (button);

  return !inkan_word_is_in (INKAN_WORD_AGREE, caption) && find_script_button (page) != NULL;
}

/* (nullable): the form around a button "I agree" whose script only submits it:
 * that is a submission without a button */
static InkanForm *
find_script_agreement (InkanWebPage *page)
{
  xmlNodePtr button = find_script_button (page);
  xmlNodePtr node = button;

  if (button == NULL || !inkan_control_only_submits (button))
    return NULL;
  while (node != NULL && !inkan_node_is (node, "form"))
    node = node->parent;
  return node != NULL ? inkan_form_new (page, node) : NULL;
}

/* The form and its button, by the definition's XPaths as far as it has them. */
static InkanForm *
find_form (InkanPortalDefinition  *definition,
           InkanWebPage              *page,
           xmlNodePtr             *button,
           char                  **missing)
{
  const char *form_path = agreement_xpath (definition, "Form");
  const char *button_path = agreement_xpath (definition, "Button");
  xmlNodePtr node = NULL;
  InkanForm *form;

  *button = NULL;
  if (button_path != NULL)
    {
      *button = inkan_web_page_select_one (page, button_path, NULL);
      inkan_explain (page, INKAN_ROLE_AGREE, NULL, *button != NULL, *button,
                     *button != NULL ? INKAN_REASON_XPATH : INKAN_REASON_XPATH_NOTHING, NULL);
      if (*button == NULL)
        {
          *missing = g_strdup ("the agreement button that the definition names");
          return NULL;
        }
      node = inkan_web_page_get_form_owner (page, *button);
    }
  if (form_path != NULL)
    node = inkan_web_page_select_one (page, form_path, NULL);
  if (node != NULL && inkan_node_is (node, "form"))
    {
      form = inkan_form_new (page, node);
      if (*button == NULL)
        *button = inkan_find_submit (form);
      return form;
    }

  form = form_path == NULL && button_path == NULL ? inkan_find_agreement (page, button) : NULL;
  if (form != NULL && *button != NULL && is_beside_a_script (page, *button))
    g_clear_pointer (&form, inkan_form_free);
  if (form == NULL && form_path == NULL && button_path == NULL)
    form = find_script_agreement (page);
  if (form == NULL)
    *missing = g_strdup ("the form with the agreement button");
  return form;
}

InkanAgreement *
inkan_web_read_agreement (InkanPortalDefinition  *definition,
                          InkanWebPage              *page,
                          xmlNodePtr             *terms_link,
                          char                  **missing)
{
  const char *terms_path = agreement_xpath (definition, "Terms");
  const char *link_path = agreement_xpath (definition, "TermsLink");
  g_autoptr (InkanAgreement) agreement = NULL;
  g_autofree char *n_details = NULL;
  xmlNodePtr button;
  InkanForm *form = find_form (definition, page, &button, missing);
  g_autofree char *script = NULL;
  char *terms = NULL;

  *terms_link = NULL;
  if (form == NULL)
    return NULL;
  script = inkan_form_needs_script (form, button);
  if (script != NULL)
    {
      *missing = g_strdup_printf ("an agreement that can be sent (%s)", script);
      inkan_form_free (form);
      return NULL;
    }

  agreement = inkan_agreement_new ();
  inkan_tick_agreement (form);
  inkan_agreement_set_form (agreement, form, button);
  read_details (definition, page, agreement);
  n_details = g_strdup_printf ("%u", inkan_agreement_get_details (agreement)->len);
  inkan_explain (page, INKAN_ROLE_DETAIL, n_details, TRUE, NULL,
                 agreement_xpath (definition, "Details") != NULL ? INKAN_REASON_XPATH : INKAN_REASON_PAIRS, NULL);
  read_choices (definition, page, form, agreement);
  if (!read_passphrase_controls (definition, form, agreement, missing))
    return NULL;

  if (terms_path != NULL)
    terms = inkan_web_page_read (page, terms_path, NULL, TRUE);
  if (link_path != NULL)
    *terms_link = inkan_web_page_select_one (page, link_path, NULL);
  if (terms_path != NULL || link_path != NULL)
    inkan_explain (page, INKAN_ROLE_TERMS, NULL, terms != NULL || *terms_link != NULL, *terms_link,
                   terms != NULL || *terms_link != NULL ? INKAN_REASON_XPATH : INKAN_REASON_XPATH_NOTHING, NULL);
  if (terms_path == NULL && link_path == NULL)
    {
      xmlNodePtr found = inkan_find_terms (page);

      if (found != NULL && inkan_node_is (found, "a"))
        *terms_link = found;
      else if (found != NULL)
        terms = inkan_node_text (found, TRUE);
    }
  inkan_agreement_take_texts (agreement, inkan_web_page_read (page, agreement_xpath (definition, "Procedure"), NULL, TRUE),
                              terms);
  return g_steal_pointer (&agreement);
}
