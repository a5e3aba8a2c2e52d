/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form.h"

#include "buffer.h"
#include "form-values.h"

#include "../base/charset.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_COLUMNS 20 /* WHATWG HTML, "cols" */

static const char * const input_types[] = {
  "text", "hidden", "search", "tel", "url", "email", "password", "date", "month", "week", "time", "datetime-local",
  "number", "range", "color", "checkbox", "radio", "file", "submit", "image", "reset", "button", NULL,
};

static const char * const typed_types[] = {
  "text", "search", "tel", "url", "email", "password", "number", "date", "month", "week", "time", "datetime-local",
  NULL,
};

const char *
inkan_control_type (xmlNodePtr control)
{
  const char *type = inkan_node_attribute (control, "type");

  if (inkan_node_is (control, "button"))
    {
      if (type != NULL && g_ascii_strcasecmp (type, "reset") == 0)
        return "reset";
      return type != NULL && g_ascii_strcasecmp (type, "button") == 0 ? "button" : "submit";
    }
  if (!inkan_node_is (control, "input"))
    return (const char *) control->name;

  for (gsize i = 0; type != NULL && input_types[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (type, input_types[i]) == 0)
        return input_types[i];
    }
  return "text";
}

gboolean
inkan_control_is_submit (xmlNodePtr control)
{
  const char *type;

  if (!inkan_node_is (control, "input") && !inkan_node_is (control, "button"))
    return FALSE;
  type = inkan_control_type (control);
  return strcmp (type, "submit") == 0 || strcmp (type, "image") == 0;
}

gboolean
inkan_control_is_text (xmlNodePtr control)
{
  if (inkan_node_is (control, "textarea"))
    return TRUE;
  return inkan_node_is (control, "input") && g_strv_contains (typed_types, inkan_control_type (control));
}

static gboolean
is_in_first_legend (xmlNodePtr control,
                    xmlNodePtr fieldset)
{
  xmlNodePtr legend = fieldset->children;

  while (legend != NULL && !inkan_node_is (legend, "legend"))
    legend = legend->next;
  for (xmlNodePtr node = control; legend != NULL && node != fieldset; node = node->parent)
    {
      if (node == legend)
        return TRUE;
    }
  return FALSE;
}

gboolean
inkan_control_is_disabled (xmlNodePtr control)
{
  if (inkan_node_attribute (control, "disabled") != NULL)
    return TRUE;
  for (xmlNodePtr node = control->parent; node != NULL; node = node->parent)
    {
      if (inkan_node_is (node, "fieldset") && inkan_node_attribute (node, "disabled") != NULL &&
          !is_in_first_legend (control, node))
        return TRUE;
    }
  return FALSE;
}

gboolean
inkan_control_is_sanitised (xmlNodePtr control)
{
  const char *type = inkan_control_type (control);

  return inkan_node_is (control, "input") &&
         (inkan_control_is_text (control) || strcmp (type, "range") == 0 || strcmp (type, "color") == 0);
}

char *
inkan_control_value (xmlNodePtr control)
{
  const char *attribute = inkan_node_attribute (control, "value");
  const char *type = inkan_control_type (control);

  if (inkan_node_is (control, "textarea"))
    {
      g_auto (InkanBuffer) text = { 0 };

      for (xmlNodePtr child = control->children; child != NULL; child = child->next)
        {
          const char *content = (const char *) child->content;

          if (child->type != XML_TEXT_NODE || content == NULL)
            continue;
          /* The line break right after the tag is not part of the text. */
          if (child == control->children && *content == '\n')
            content++;
          inkan_buffer_append_string (&text, content);
        }
      return inkan_buffer_steal_string (&text);
    }

  if (attribute == NULL && (strcmp (type, "checkbox") == 0 || strcmp (type, "radio") == 0))
    return g_strdup ("on");
  if (attribute == NULL && strcmp (type, "submit") == 0 && inkan_node_is (control, "input"))
    return g_strdup ("Submit");
  if (attribute == NULL || strcmp (type, "file") == 0)
    attribute = "";
  if (inkan_control_is_sanitised (control))
    return inkan_value_sanitise (control, type, attribute);
  return g_strdup (attribute);
}

/* How much of a line fits: up to the last blank, which hangs over the edge, or as
 * many characters as there are columns. HTML leaves the algorithm to the browser. */
static gsize
fitting_length (const char *line,
                gsize       length,
                guint       columns)
{
  const char *at = line;
  const char *blank = NULL;
  guint n = 0;

  for (; at < line + length && (n < columns || *at == ' '); at = g_utf8_next_char (at), n++)
    {
      if (*at == ' ')
        blank = at + 1;
    }
  if (at >= line + length)
    return length;
  return (gsize) ((blank != NULL ? blank : at) - line);
}

char *
inkan_control_wrap (xmlNodePtr  control,
                    char       *value)
{
  const char *wrap = inkan_node_attribute (control, "wrap");
  const char *cols = inkan_node_attribute (control, "cols");
  int columns = cols != NULL ? atoi (cols) : 0;
  g_auto (InkanBuffer) wrapped = { 0 };

  if (!inkan_node_is (control, "textarea") || wrap == NULL || g_ascii_strcasecmp (wrap, "hard") != 0)
    return value;

  for (const char *at = value; *at != '\0';)
    {
      gsize length = strcspn (at, "\r\n");
      gsize fits = fitting_length (at, length, columns > 0 ? (guint) columns : DEFAULT_COLUMNS);

      inkan_buffer_append (&wrapped, at, fits);
      at += fits;
      if (fits < length)
        inkan_buffer_append (&wrapped, "\n", 1);
      else
        {
          length = strspn (at, "\r\n");
          inkan_buffer_append (&wrapped, at, length);
          at += length;
        }
    }
  inkan_charset_free (value);
  return inkan_buffer_steal_string (&wrapped);
}

GPtrArray *
inkan_control_options (xmlNodePtr control)
{
  GPtrArray *options = g_ptr_array_new ();

  for (xmlNodePtr node = inkan_node_next (control, control); node != NULL; node = inkan_node_next (node, control))
    {
      if (inkan_node_is (node, "option"))
        g_ptr_array_add (options, node);
    }
  return options;
}

static void
append_text (InkanBuffer *buffer,
             xmlNodePtr   node)
{
  for (xmlNodePtr child = node->children; child != NULL; child = child->next)
    {
      if (child->type == XML_TEXT_NODE && child->content != NULL)
        inkan_buffer_append_string (buffer, (const char *) child->content);
      else if (child->type == XML_ELEMENT_NODE && !inkan_node_is (child, "script"))
        append_text (buffer, child);
    }
}

/* WHATWG HTML: "strip and collapse ASCII whitespace" over the option's text. */
static char *
option_text (xmlNodePtr option)
{
  g_auto (InkanBuffer) buffer = { 0 };
  char *text;
  char *to;

  append_text (&buffer, option);
  text = inkan_buffer_steal_string (&buffer);
  to = text;
  for (const char *from = text; *from != '\0'; from++)
    {
      if (strchr (" \t\n\f\r", *from) == NULL)
        *to++ = *from;
      else if (to > text && to[-1] != ' ')
        *to++ = ' ';
    }
  if (to > text && to[-1] == ' ')
    to--;
  *to = '\0';
  return text;
}

char *
inkan_option_value (xmlNodePtr option)
{
  const char *value = inkan_node_attribute (option, "value");

  return value != NULL ? g_strdup (value) : option_text (option);
}

char *
inkan_option_label (xmlNodePtr option)
{
  const char *label = inkan_node_attribute (option, "label");

  return label != NULL && *label != '\0' ? g_strdup (label) : option_text (option);
}

gboolean
inkan_option_is_disabled (xmlNodePtr option)
{
  return inkan_node_attribute (option, "disabled") != NULL ||
         (option->parent != NULL && inkan_node_is (option->parent, "optgroup") &&
          inkan_node_attribute (option->parent, "disabled") != NULL);
}

xmlNodePtr
inkan_control_selected (xmlNodePtr control)
{
  g_autoptr (GPtrArray) options = inkan_control_options (control);
  const char *size = inkan_node_attribute (control, "size");
  xmlNodePtr first = NULL;
  xmlNodePtr selected = NULL;

  for (guint i = 0; i < options->len; i++)
    {
      xmlNodePtr option = g_ptr_array_index (options, i);

      if (inkan_node_attribute (option, "selected") != NULL)
        selected = option;
      if (first == NULL && !inkan_option_is_disabled (option))
        first = option;
    }

  if (selected != NULL)
    return selected;
  /* A list box, unlike a drop-down, may have nothing chosen. */
  return size != NULL && atoi (size) > 1 ? NULL : first;
}
