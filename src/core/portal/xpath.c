/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xpath.h"

#include <gio/gio.h>
#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <string.h>

#define EXPRESSION_MAX_LENGTH 4096

/* Steps of one evaluation: a page of the largest size walked a few times. */
#define OPERATION_LIMIT (20 * 1000 * 1000)

static void
remember_error (void     *user_data,
                xmlError *xml_error)
{
  char **message = user_data;

  if (*message == NULL && xml_error->message != NULL)
    *message = g_strstrip (g_strdup (xml_error->message));
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
