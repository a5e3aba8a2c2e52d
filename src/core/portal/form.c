/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form.h"

#include "address.h"
#include "buffer.h"
#include "explanation-private.h"
#include "form-encoding.h"
#include "form-values.h"
#include "portal.h"

#include "../base/charset.h"

#include <string.h>

struct _InkanForm {
  InkanWebPage *page;
  xmlNodePtr node;
  GPtrArray *controls;
  GHashTable *values; /* control -> value typed or chosen, wiped when dropped */
  GHashTable *ticked; /* checkbox or radio button */
};

InkanForm *
inkan_form_new (InkanWebPage  *page,
                xmlNodePtr  form)
{
  InkanForm *self = g_new0 (InkanForm, 1);

  self->page = inkan_web_page_ref (page);
  self->node = form;
  self->controls = inkan_web_page_get_controls (page, form);
  self->values = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) inkan_charset_free);
  self->ticked = g_hash_table_new (NULL, NULL);
  return self;
}

void
inkan_form_free (InkanForm *self)
{
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->ticked);
  g_ptr_array_unref (self->controls);
  inkan_web_page_unref (self->page);
  g_free (self);
}

InkanWebPage *
inkan_form_get_page (InkanForm *self)
{
  return self->page;
}

xmlNodePtr
inkan_form_get_node (InkanForm *self)
{
  return self->node;
}

GPtrArray *
inkan_form_get_controls (InkanForm *self)
{
  return self->controls;
}

void
inkan_form_set_value (InkanForm  *self,
                      xmlNodePtr  control,
                      const char *value)
{
  g_hash_table_insert (self->values, control, g_strdup (value));
}

void
inkan_form_tick (InkanForm  *self,
                 xmlNodePtr  control)
{
  g_hash_table_add (self->ticked, control);
}

/* Of a group of radio buttons one is on: the one that was ticked, else the last
 * that the page ticks. (transfer full): name -> button */
static GHashTable *
find_groups (InkanForm *self)
{
  GHashTable *groups = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->controls->len; i++)
    {
      xmlNodePtr control = g_ptr_array_index (self->controls, i);
      const char *name = inkan_node_attribute (control, "name");
      xmlNodePtr before;

      if (name == NULL || strcmp (inkan_control_type (control), "radio") != 0)
        continue;
      before = g_hash_table_lookup (groups, name);
      if (g_hash_table_contains (self->ticked, control) ||
          (inkan_node_attribute (control, "checked") != NULL &&
           (before == NULL || !g_hash_table_contains (self->ticked, before))))
        g_hash_table_insert (groups, (char *) name, control);
    }
  return groups;
}

static gboolean
is_checked (InkanForm  *self,
            GHashTable *groups,
            xmlNodePtr  control)
{
  const char *name = inkan_node_attribute (control, "name");

  if (strcmp (inkan_control_type (control), "radio") == 0 && name != NULL)
    return g_hash_table_lookup (groups, name) == control;
  return g_hash_table_contains (self->ticked, control) || inkan_node_attribute (control, "checked") != NULL;
}

static gboolean
is_in_datalist (xmlNodePtr control)
{
  for (xmlNodePtr node = control->parent; node != NULL; node = node->parent)
    {
      if (inkan_node_is (node, "datalist"))
        return TRUE;
    }
  return FALSE;
}

static void
add_select (InkanForm  *self,
            GArray     *entries,
            xmlNodePtr  control,
            const char *name)
{
  g_autoptr (GPtrArray) options = inkan_control_options (control);
  const char *chosen = g_hash_table_lookup (self->values, control);
  gboolean multiple = inkan_node_attribute (control, "multiple") != NULL;
  xmlNodePtr selected = multiple ? NULL : inkan_control_selected (control);

  for (guint i = 0; i < options->len; i++)
    {
      xmlNodePtr option = g_ptr_array_index (options, i);
      char *value;

      if (inkan_option_is_disabled (option))
        continue;
      value = inkan_option_value (option);
      if (chosen != NULL ? strcmp (value, chosen) == 0
                         : multiple ? inkan_node_attribute (option, "selected") != NULL : option == selected)
        {
          inkan_form_entries_add (entries, name, value, FALSE);
          if (chosen != NULL && !multiple)
            {
              inkan_charset_free (value);
              break;
            }
        }
      inkan_charset_free (value);
    }
}

static void
add_image (GArray     *entries,
           const char *name)
{
  static const char * const axes[] = { "x", "y" };

  for (gsize i = 0; i < G_N_ELEMENTS (axes); i++)
    {
      g_autofree char *entry = name != NULL && *name != '\0' ? g_strconcat (name, ".", axes[i], NULL)
                                                               : g_strdup (axes[i]);

      inkan_form_entries_add (entries, entry, "0", FALSE);
    }
}

static void
add_control (InkanForm  *self,
             GArray     *entries,
             GHashTable *groups,
             xmlNodePtr  control,
             xmlNodePtr  submitter,
             const char *charset)
{
  static const char * const directed[] = {
    "email", "hidden", "password", "search", "submit", "tel", "text", "textarea", "url", NULL,
  };
  const char *name = inkan_node_attribute (control, "name");
  const char *type = inkan_control_type (control);
  const char *direction = inkan_node_attribute (control, "dirname");
  const char *typed = g_hash_table_lookup (self->values, control);
  char *value;

  if (inkan_control_is_disabled (control) || is_in_datalist (control) || inkan_node_is (control, "object") ||
      strcmp (type, "reset") == 0 || strcmp (type, "button") == 0 ||
      (inkan_control_is_submit (control) && control != submitter) ||
      ((strcmp (type, "checkbox") == 0 || strcmp (type, "radio") == 0) && !is_checked (self, groups, control)))
    return;
  if (strcmp (type, "image") == 0)
    {
      add_image (entries, name);
      return;
    }
  if (name == NULL || *name == '\0')
    return;
  if (strcmp (type, "select") == 0)
    {
      add_select (self, entries, control, name);
      return;
    }
  if (strcmp (type, "hidden") == 0 && g_ascii_strcasecmp (name, "_charset_") == 0)
    {
      inkan_form_entries_add (entries, name, charset, FALSE);
      return;
    }

  if (typed == NULL)
    value = inkan_control_value (control);
  else
    value = inkan_control_is_sanitised (control) ? inkan_value_sanitise (control, type, typed) : g_strdup (typed);
  value = inkan_control_wrap (control, value);
  inkan_form_entries_add (entries, name, value, strcmp (type, "file") == 0);
  if (direction != NULL && *direction != '\0' && g_strv_contains (directed, type))
    inkan_form_entries_add (entries, direction, inkan_value_direction (control, type, value), FALSE);
  inkan_charset_free (value);
}

/* WHATWG HTML, "pick an encoding for the form". */
static const char *
pick_charset (InkanForm *self)
{
  const char *accepted = inkan_node_attribute (self->node, "accept-charset");
  const char *charset = NULL;

  if (accepted != NULL)
    {
      g_auto (GStrv) labels = g_strsplit_set (accepted, " \t\n\f\r,", -1);

      for (gsize i = 0; labels[i] != NULL && charset == NULL; i++)
        charset = *labels[i] != '\0' ? inkan_charset_lookup (labels[i]) : NULL;
    }
  /* Also when it accepts only what nobody knows: there the standard says UTF-8,
   * and browsers do not. */
  if (charset == NULL)
    charset = inkan_web_page_get_charset (self->page);

  return g_str_has_prefix (charset, "UTF-16") || strcmp (charset, "replacement") == 0 ? "UTF-8" : charset;
}

/* The pressed button may overrule the form. */
static const char *
setting (InkanForm  *self,
         xmlNodePtr  submitter,
         const char *name)
{
  const char *value = NULL;

  if (submitter != NULL)
    {
      g_autofree char *overruling = g_strconcat ("form", name, NULL);

      value = inkan_node_attribute (submitter, overruling);
    }
  return value != NULL ? value : inkan_node_attribute (self->node, name);
}

static GUri *
find_action (InkanForm   *self,
             xmlNodePtr   submitter,
             GError     **error)
{
  const char *action = setting (self, submitter, "action");
  g_autoptr (GUri) uri = NULL;

  /* An empty action is the page's own address, not that of <base>. */
  if (action == NULL || *action == '\0')
    uri = g_uri_ref (inkan_web_page_get_uri (self->page));
  else
    uri = inkan_web_page_resolve (self->page, action);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      (strcmp (g_uri_get_scheme (uri), "https") != 0 && strcmp (g_uri_get_scheme (uri), "http") != 0))
    {
      gboolean script = uri != NULL && strcmp (g_uri_get_scheme (uri), "javascript") == 0;

      g_set_error_literal (error, INKAN_PORTAL_ERROR,
                           script ? INKAN_PORTAL_ERROR_NEEDS_SCRIPT : INKAN_PORTAL_ERROR_UNEXPECTED_PAGE,
                           script ? "The form's action is a script" : "The form leads to no web address");
      return NULL;
    }
  return g_steal_pointer (&uri);
}

/* What of a control is sent, and whose word it is; never the word itself. */
static void
explain_entries (InkanForm  *self,
                 GArray     *entries,
                 guint       first,
                 xmlNodePtr  control,
                 xmlNodePtr  submitter)
{
  const char *type = inkan_control_type (control);
  InkanReason reason = control == submitter                                  ? INKAN_REASON_ENTRY_BUTTON
                       : strcmp (type, "hidden") == 0                        ? INKAN_REASON_ENTRY_HIDDEN
                       : g_hash_table_contains (self->values, control)       ? INKAN_REASON_ENTRY_TYPED
                                                                             : INKAN_REASON_ENTRY_PROPOSED;

  for (guint i = first; i < entries->len; i++)
    inkan_explain (self->page, INKAN_ROLE_ENTRY, inkan_form_entries_get_name (entries, i), TRUE, control, reason, type);
}

static GArray *
collect (InkanForm  *self,
         xmlNodePtr  submitter,
         const char *charset)
{
  GArray *entries = inkan_form_entries_new ();
  g_autoptr (GHashTable) groups = find_groups (self);

  for (guint i = 0; i < self->controls->len; i++)
    {
      guint first = entries->len;

      add_control (self, entries, groups, g_ptr_array_index (self->controls, i), submitter, charset);
      explain_entries (self, entries, first, g_ptr_array_index (self->controls, i), submitter);
    }
  return entries;
}

InkanRequest *
inkan_form_submit (InkanForm   *self,
                   xmlNodePtr   submitter,
                   GError     **error)
{
  const char *method = setting (self, submitter, "method");
  const char *charset = pick_charset (self);
  g_autoptr (GArray) entries = NULL;
  g_autoptr (InkanRequest) request = NULL;
  g_autoptr (GUri) uri = NULL;

  if (method != NULL && g_ascii_strcasecmp (method, "dialog") == 0)
    {
      g_set_error_literal (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE,
                           "The form only closes a dialog of its page");
      return NULL;
    }

  uri = find_action (self, submitter, error);
  if (uri == NULL)
    return NULL;

  entries = collect (self, submitter, charset);
  request = inkan_request_new (uri, inkan_web_page_get_uri (self->page));
  request->charset = charset;
  if (method != NULL && g_ascii_strcasecmp (method, "post") == 0)
    {
      request->method = "POST";
      request->body = inkan_form_entries_encode (entries, charset, setting (self, submitter, "enctype"),
                                                 &request->content_type);
    }
  else
    {
      g_autoptr (GBytes) query = inkan_form_entries_encode (entries, charset, NULL, NULL);
      g_autofree char *text = g_strndup (g_bytes_get_data (query, NULL), g_bytes_get_size (query));

      g_uri_unref (request->uri);
      request->uri = inkan_address_with_query (uri, text);
    }
  return g_steal_pointer (&request);
}
