/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "explanation-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* Translators: what something in a portal's page was taken for */
static const char * const roles[] = {
  [INKAN_ROLE_FORM] = N_("form"),
  [INKAN_ROLE_FIELD] = N_("field"),
  [INKAN_ROLE_SUBMIT] = N_("button"),
  [INKAN_ROLE_REQUEST] = N_("request"),
  [INKAN_ROLE_ENTRY] = N_("sent"),
  [INKAN_ROLE_MARK] = N_("mark"),
  [INKAN_ROLE_LIST] = N_("list of services"),
  [INKAN_ROLE_OFFER] = N_("service"),
  [INKAN_ROLE_STATE] = N_("state"),
  [INKAN_ROLE_AGREE] = N_("button that agrees"),
  [INKAN_ROLE_TICK] = N_("box that agrees"),
  [INKAN_ROLE_DETAIL] = N_("details"),
  [INKAN_ROLE_TERMS] = N_("terms"),
  [INKAN_ROLE_CHOICE] = N_("choice"),
  [INKAN_ROLE_FILE] = N_("link to the file"),
  [INKAN_ROLE_PAGE] = N_("page"),
};

/* Translators: why something in a portal's page was taken for something, or was
 * not; “%s” is a word of the page. For authors of portal files. */
static const char * const reasons[INKAN_N_REASONS] = {
  [INKAN_REASON_XPATH] = N_("the definition's XPath selects it"),
  [INKAN_REASON_XPATH_NOTHING] = N_("the definition's XPath selects nothing here"),
  [INKAN_REASON_XPATH_OTHER] = N_("the definition's XPath selects another one"),
  [INKAN_REASON_TYPE] = N_("its type is %s"),
  [INKAN_REASON_TYPE_AGAINST] = N_("its type, %s, speaks against it"),
  [INKAN_REASON_AUTOCOMPLETE] = N_("its autocomplete attribute says %s"),
  [INKAN_REASON_NAME_SAME] = N_("its name is the field's, %s"),
  [INKAN_REASON_ID_SAME] = N_("its id is the field's, %s"),
  [INKAN_REASON_NAME] = N_("its name, %s, sounds like it"),
  [INKAN_REASON_ID] = N_("its id, %s, sounds like it"),
  [INKAN_REASON_LABEL_SAME] = N_("the definition's label stands at it: “%s”"),
  [INKAN_REASON_LABEL] = N_("its label says “%s”"),
  [INKAN_REASON_ARIA_LABEL] = N_("its label for screen readers says “%s”"),
  [INKAN_REASON_TEXT_BEFORE] = N_("the text before it says “%s”"),
  [INKAN_REASON_CELL_BEFORE] = N_("the cell before it says “%s”"),
  [INKAN_REASON_CELL_ABOVE] = N_("the cell above it says “%s”"),
  [INKAN_REASON_TEXT_AFTER] = N_("the text after it says “%s”"),
  [INKAN_REASON_TEXT_ABOVE] = N_("the text above it says “%s”"),
  [INKAN_REASON_PLACEHOLDER] = N_("its placeholder says “%s”"),
  [INKAN_REASON_TITLE] = N_("its title says “%s”"),
  [INKAN_REASON_ONLY_ONE_LEFT] = N_("it is the only control left for the only field left"),
  [INKAN_REASON_PIECE] = N_("it takes a further piece of a value that is typed in several boxes"),
  [INKAN_REASON_REPEATED] = N_("it asks for the same once more: “%s”"),
  [INKAN_REASON_DISABLED] = N_("it is disabled"),
  [INKAN_REASON_HIDDEN] = N_("a person does not see it"),
  [INKAN_REASON_TRAP] = N_("its label says to leave it empty: “%s”"),
  [INKAN_REASON_NOT_TYPED] = N_("nothing is typed into it (%s)"),
  [INKAN_REASON_NO_SIGN] = N_("nothing speaks for it"),
  [INKAN_REASON_LESS_FITTING] = N_("another control fits better"),
  [INKAN_REASON_USED] = N_("it is used for the field “%s”"),
  [INKAN_REASON_NOT_FOUND] = N_("no control of the form fits"),
  [INKAN_REASON_ALL_FIELDS] = N_("it has a control for every field"),
  [INKAN_REASON_FIELD_MISSING] = N_("it has no control for the field “%s”"),
  [INKAN_REASON_OTHER_FORM] = N_("another form fits better"),
  [INKAN_REASON_OTHER_BUSINESS] = N_("it is for something else: “%s”"),
  [INKAN_REASON_HTTP] = N_("the portal is to ask by HTTP, not in a page: %s"),
  [INKAN_REASON_WORD] = N_("it says “%s”"),
  [INKAN_REASON_WORD_AGAINST] = N_("it says “%s”"),
  [INKAN_REASON_FIRST_BUTTON] = N_("it is the first one that submits the form"),
  [INKAN_REASON_OTHER_BUTTON] = N_("another button comes first or says more clearly that it goes on"),
  [INKAN_REASON_NO_BUTTON] = N_("no button submits the form: it is sent without one"),
  [INKAN_REASON_BOX] = N_("beside it stands “%s”"),
  [INKAN_REASON_ONLY_BUTTON] = N_("there is nothing else to press"),
  [INKAN_REASON_ONE_OF_SEVERAL] = N_("none of the buttons says that it agrees"),
  [INKAN_REASON_SENT_TO_PORTAL] = N_("it goes to a host of the portal, as %s"),
  [INKAN_REASON_SENT_ELSEWHERE] = N_("it would go to a host that the definition does not name, and is therefore never sent"),
  [INKAN_REASON_SENT_NOWHERE] = N_("it leads to no web address"),
  [INKAN_REASON_ENTRY_TYPED] = N_("what the person types (%s)"),
  [INKAN_REASON_ENTRY_HIDDEN] = N_("hidden, not shown"),
  [INKAN_REASON_ENTRY_PROPOSED] = N_("as the page proposes it (%s)"),
  [INKAN_REASON_ENTRY_BUTTON] = N_("the button that is pressed"),
  [INKAN_REASON_HOLDS] = N_("the page holds it"),
  [INKAN_REASON_HOLDS_NOT] = N_("the page does not hold it"),
  [INKAN_REASON_MOST_ROWS] = N_("no other list has as many rows that lead on (%s)"),
  [INKAN_REASON_FEWER_ROWS] = N_("another list comes before it"),
  [INKAN_REASON_LEADS_ON] = N_("it has something to press: %s"),
  [INKAN_REASON_LOOKS_ALIKE] = N_("it has nothing to press, but looks like the rows that do"),
  [INKAN_REASON_NO_LIST_DEFINED] = N_("the definition has no group [Offers]: one certificate is offered"),
  [INKAN_REASON_NO_LIST_FOUND] = N_("the page has no list with rows that lead on"),
  [INKAN_REASON_STATE_WORD] = N_("its words say so: “%s”"),
  [INKAN_REASON_STATE_MARK] = N_("the mark of the definition holds: %s"),
  [INKAN_REASON_NOTHING_TO_PRESS] = N_("there is nothing to press"),
  [INKAN_REASON_CAN_BE_PRESSED] = N_("there is something to press, and nothing speaks against it"),
  [INKAN_REASON_PAIRS] = N_("pairs of a name and a value"),
  [INKAN_REASON_READ_ONLY] = N_("a text that can be read but not changed"),
  [INKAN_REASON_MARKED] = N_("its id or class says so: %s"),
  [INKAN_REASON_SCROLLS] = N_("a text of its own that scrolls, below “%s”"),
  [INKAN_REASON_CAPTION] = N_("it says “%s”"),
  [INKAN_REASON_DROP_DOWN] = N_("a visible control with %s ways to choose from"),
  [INKAN_REASON_ONE_WAY] = N_("there is only one way to choose"),
  [INKAN_REASON_DOWNLOADS] = N_("it is marked as a download"),
  [INKAN_REASON_ADDRESS] = N_("its address names such a file"),
  [INKAN_REASON_ASKS_AGAIN] = N_("it asks for the identity again, with the same controls"),
  [INKAN_REASON_REFRESHES] = N_("it asks to be loaded again"),
  [INKAN_REASON_SHOWS_PASSPHRASE] = N_("it shows the password of the file (not shown here)"),
  [INKAN_REASON_UNREADABLE] = "%s" /* technical English */,
};

static void
append_reason (GString        *sentence,
               const InkanWhy *why)
{
  g_auto(GStrv) parts = g_strsplit (_(reasons[why->reason]), "%s", 2);
  g_autofree char *text = g_strjoinv (why->text != NULL ? why->text : "", parts);

  /* Translators: between two reasons */
  if (sentence->len > 0)
    g_string_append (sentence, _("; "));
  g_string_append (sentence, text);
}

char *
inkan_explanation_text (const InkanDecision *decision)
{
  g_autoptr(GString) sentence = g_string_new (NULL);
  g_autoptr(GString) line = g_string_new (_(roles[decision->role]));

  for (guint i = 0; i < decision->n_why; i++)
    append_reason (sentence, &decision->why[i]);
  if (decision->subject != NULL)
    g_string_append_printf (line, " %s", decision->subject);
  if (decision->where != NULL)
    g_string_append_printf (line, ": %s", decision->where);
  g_string_append_printf (line, " – %s", sentence->str);
  return g_string_free (g_steal_pointer (&line), FALSE);
}
