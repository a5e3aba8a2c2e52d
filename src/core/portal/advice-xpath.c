/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "advice.h"

#include "xpath.h"

#include <libxml/HTMLparser.h>
#include <string.h>

/* One part of an expression. */
typedef struct {
  const char *start;
  gsize length;
} Token;

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-' || c == '.' || (guchar) c >= 0x80;
}

/* Past a literal, a name, "::", "//" or one other character. */
static Token
next_token (const char *at)
{
  Token token = { at + strspn (at, " \t\r\n"), 1 };
  const char *start = token.start;

  if (*start == '"' || *start == '\'') {
    const char *end = strchr (start + 1, *start);

    token.length = end != NULL ? (gsize) (end + 1 - start) : strlen (start);
  } else if (is_name_char (*start)) {
    while (is_name_char (start[token.length]))
      token.length++;
  } else if (g_str_has_prefix (start, "::") || g_str_has_prefix (start, "//"))
    token.length = 2;
  else if (*start == '\0')
    token.length = 0;
  return token;
}

static gboolean
token_is (Token       token,
          const char *text)
{
  return token.length == strlen (text) && strncmp (token.start, text, token.length) == 0;
}

static gboolean
has_capital (Token token)
{
  for (gsize i = 0; i < token.length; i++) {
    if (g_ascii_isupper (token.start[i]))
      return TRUE;
  }
  return FALSE;
}

/* Names of elements and attributes, as they stand in a page's tree. */
static char *
advise_names (const char *xpath)
{
  Token before = { "", 0 };

  for (Token token = next_token (xpath); token.length > 0; token = next_token (token.start + token.length)) {
    Token after = next_token (token.start + token.length);
    gboolean name = g_ascii_isalpha (token.start[0]) || token.start[0] == '_';

    /* Functions and axes are written as XPath has them. */
    if (name && !token_is (after, "(") && !token_is (after, "::") && !token_is (before, "$")) {
      if (has_capital (token))
        return g_strdup_printf ("can never select anything: elements and attributes of a page have names in small letters, "
                                "not “%.*s”", (int) token.length, token.start);
      if (token_is (token, "tbody") && !token_is (before, "@"))
        return g_strdup ("“tbody” is in a page only when the page itself has that tag; browsers show one where there is "
                         "none: leave it out and write //");
    }
    before = token;
  }
  return NULL;
}

static xmlXPathObjectPtr
evaluate_on (const char *xpath,
             const char *html,
             xmlDocPtr  *document)
{
  *document = htmlReadDoc ((const xmlChar *) html, NULL, "UTF-8",
                           HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
  return inkan_xpath_evaluate (xpath, *document, (xmlNodePtr) *document);
}

/* Whether it holds whatever the page is: on an empty one and on one with
 * something of everything. */
static gboolean
always_holds (const char *xpath)
{
  static const char * const pages[] = {
    "<html><head></head><body></body></html>",
    "<html><head><title>t</title></head><body><h1>h</h1><p class='c' id='i'>p</p><div>d</div><span>s</span>"
    "<form action='a' method='post'><label>l</label><input name='n' type='text'><input type='password' name='p'>"
    "<select name='s'><option>o</option></select><textarea name='t'></textarea><button>b</button></form>"
    "<table><tr><th>h</th><td>d</td></tr></table><ul><li>l</li></ul><dl><dt>t</dt><dd>d</dd></dl>"
    "<a href='a'>a</a><img src='i'><b>b</b><font>f</font></body></html>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++) {
    xmlDocPtr document;
    xmlXPathObjectPtr result = evaluate_on (xpath, pages[i], &document);
    gboolean holds = result != NULL && xmlXPathCastToBoolean (result);

    xmlXPathFreeObject (result);
    xmlFreeDoc (document);
    if (!holds)
      return FALSE;
  }
  return TRUE;
}

static gboolean
selects_nodes (const char *xpath)
{
  xmlDocPtr document;
  xmlXPathObjectPtr result = evaluate_on (xpath, "<html></html>", &document);
  gboolean nodes = result == NULL || result->type == XPATH_NODESET;

  xmlXPathFreeObject (result);
  xmlFreeDoc (document);
  return nodes;
}

/* Whether the last step of a path goes to an attribute. */
static gboolean
ends_in_attribute (const char *xpath)
{
  Token before = { "", 0 };
  gboolean attribute = FALSE;
  guint depth = 0;

  for (Token token = next_token (xpath); token.length > 0; token = next_token (token.start + token.length)) {
    if (token_is (token, "["))
      depth++;
    else if (token_is (token, "]") && depth > 0)
      depth--;
    else if (depth == 0) {
      if (token_is (token, "@") || (token_is (token, "::") && token_is (before, "attribute")))
        attribute = TRUE;
      else if (token_is (token, "/") || token_is (token, "//"))
        attribute = FALSE;
    }
    before = token;
  }
  return attribute;
}

/* Where a path begins. */
static char *
advise_beginning (const char          *xpath,
                  const InkanKnownKey *key)
{
  Token first = next_token (xpath);
  Token second = next_token (first.start + first.length);
  gboolean from_page = token_is (first, "/") || token_is (first, "//");

  if (key->in_row && from_page && key->kind != INKAN_VALUE_QUESTION)
    return g_strdup_printf ("begins at the page, not at the row, and finds the same for every row; begin with .%s",
                            token_is (first, "//") ? "//" : "/");
  if (!key->in_row && g_ascii_isalpha (first.start[0]) && !token_is (second, "(") && !token_is (second, "::") &&
      !token_is (first, "html"))
    return g_strdup_printf ("can never select anything: it looks for “%.*s” at the very top of the page; begin with //",
                            (int) first.length, first.start);
  return NULL;
}

char *
inkan_advise_xpath (const char          *xpath,
                    const InkanKnownKey *key)
{
  char *advice = advise_names (xpath);

  if (advice == NULL)
    advice = advise_beginning (xpath, key);
  if (advice != NULL)
    return advice;

  if (key->kind == INKAN_VALUE_NODE && !selects_nodes (xpath))
    return g_strdup ("can never select anything: its value is a text, a number or a truth, not a part of the page");
  if (key->kind == INKAN_VALUE_NODE && ends_in_attribute (xpath))
    return g_strdup ("can never select anything of use: it ends in an attribute, where an element is needed");
  if (key->kind == INKAN_VALUE_QUESTION && !key->in_row && always_holds (xpath))
    return g_strdup ("holds for every page");
  return NULL;
}
