/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xpath.h"

#include <gio/gio.h>
#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <string.h>

#define EXPRESSION_MAX_LENGTH 4096

/* Steps of one evaluation: a page of the largest size walked a few times. */
#define OPERATION_LIMIT (20 * 1000 * 1000)

/* libxml2 gives its XPath errors to a handler without their text. */
static const char *
explain (int code)
{
  switch (code)
    {
    case XML_XPATH_NUMBER_ERROR:
      return "a number that is none";
    case XML_XPATH_UNFINISHED_LITERAL_ERROR:
    case XML_XPATH_START_LITERAL_ERROR:
      return "a quotation mark is missing";
    case XML_XPATH_VARIABLE_REF_ERROR:
    case XML_XPATH_UNDEF_VARIABLE_ERROR:
      return "a variable that does not exist";
    case XML_XPATH_INVALID_PREDICATE_ERROR:
      return "a predicate that is wrong or not closed";
    case XML_XPATH_UNCLOSED_ERROR:
      return "a parenthesis is missing";
    case XML_XPATH_UNKNOWN_FUNC_ERROR:
      return "a function that does not exist";
    case XML_XPATH_INVALID_ARITY:
      return "a function with the wrong number of arguments";
    case XML_XPATH_INVALID_TYPE:
    case XML_XPATH_INVALID_OPERAND:
      return "an operand of the wrong type";
    case XML_XPATH_UNDEF_PREFIX_ERROR:
      return "a prefix that does not exist";
    default:
      return "an expression that makes no sense";
    }
}

static void
remember_error (void     *user_data,
                xmlError *xml_error)
{
  char **message = user_data;

  if (*message != NULL)
    return;
  /* The place is known while compiling only. */
  *message = xml_error->int1 > 0 ? g_strdup_printf ("%s (character %d)", explain (xml_error->code), xml_error->int1 + 1)
                                 : g_strdup (explain (xml_error->code));
}

static xmlXPathContextPtr
new_context (xmlDocPtr   document,
             xmlNodePtr  node,
             char      **message)
{
  xmlXPathContextPtr context = xmlXPathNewContext (document);

  g_assert (context != NULL);
  context->node = node;
  context->opLimit = OPERATION_LIMIT;
  /* Without a handler of its own libxml2 writes to standard error. */
  context->error = (xmlStructuredErrorFunc) remember_error;
  context->userData = message;
  return context;
}

gboolean
inkan_xpath_check (const char  *expression,
                   GError     **error)
{
  g_autofree char *message = NULL;
  xmlDocPtr document;
  xmlXPathContextPtr context;
  xmlXPathCompExprPtr compiled;
  xmlXPathObjectPtr result = NULL;

  if (strlen (expression) > EXPRESSION_MAX_LENGTH)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "XPath is longer than %d bytes", EXPRESSION_MAX_LENGTH);
      return FALSE;
    }

  /* A function or variable that does not exist shows only when it is evaluated. */
  document = htmlNewDoc (NULL, NULL);
  xmlDocSetRootElement (document, xmlNewDocNode (document, NULL, (const xmlChar *) "html", NULL));
  context = new_context (document, xmlDocGetRootElement (document), &message);
  compiled = xmlXPathCtxtCompile (context, (const xmlChar *) expression);
  if (compiled != NULL)
    result = xmlXPathCompiledEval (compiled, context);

  if (result == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 "XPath does not compile: %s", message != NULL ? message : "syntax");

  xmlXPathFreeCompExpr (compiled);
  xmlXPathFreeContext (context);
  if (result != NULL)
    xmlXPathFreeObject (result);
  xmlFreeDoc (document);
  return result != NULL;
}

xmlXPathObjectPtr
inkan_xpath_evaluate (const char *expression,
                      xmlDocPtr   document,
                      xmlNodePtr  node)
{
  g_autofree char *message = NULL;
  xmlXPathContextPtr context = new_context (document, node, &message);
  xmlXPathObjectPtr result = xmlXPathEvalExpression ((const xmlChar *) expression, context);

  if (result == NULL)
    g_debug ("XPath “%s” could not be evaluated: %s", expression, message != NULL ? message : "no reason given");
  xmlXPathFreeContext (context);
  return result;
}
