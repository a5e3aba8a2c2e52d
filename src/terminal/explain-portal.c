/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "commands.h"

#include <glib/gi18n.h>

#include "../core/portal/explaining.h"
#include "../wording/explanation-text.h"

/* Exit statuses: see inkan(1). */
enum {
  STATUS_FOUND,
  STATUS_NOT_FOUND,
  STATUS_UNREADABLE,
};

static void
print (const char       *title,
       InkanExplanation *explanation)
{
  g_print ("%s\n", title);
  for (guint i = 0; i < inkan_explanation_get_length (explanation); i++) {
    const InkanDecision *decision = inkan_explanation_get (explanation, i);
    g_autofree char *text = inkan_explanation_text (decision);

    g_print ("  %s %s\n", decision->taken ? "+" : "-", text);
  }
}

static void
on_fetched (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static int
explain_live (InkanExplainer *explainer)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(InkanExplanation) explanation = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *address = NULL;
  g_autofree char *title = NULL;

  inkan_explainer_fetch_async (explainer, NULL, on_fetched, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  explanation = inkan_explainer_fetch_finish (explainer, result, &address, &error);
  if (explanation == NULL) {
    g_printerr ("%s\n", error->message);
    return STATUS_UNREADABLE;
  }
  title = g_strdup_printf (_("Start page, %s:"), address);
  print (title, explanation);
  return inkan_explainer_found_form (explainer) ? STATUS_FOUND : STATUS_NOT_FOUND;
}

static int
explain_saved (InkanExplainer *explainer,
               GFile          *file,
               gboolean        start)
{
  g_autofree char *name = g_file_get_parse_name (file);
  g_autofree char *title = g_strdup_printf (start ? _("Start page, %s:") : _("Answer, %s:"), name);
  g_autoptr(GError) error = NULL;
  g_autoptr(InkanExplanation) explanation = start ? inkan_explainer_read_start (explainer, file, &error)
                                                  : inkan_explainer_read_answer (explainer, file, &error);

  if (explanation == NULL) {
    g_printerr ("%s: %s\n", name, error->message);
    return STATUS_UNREADABLE;
  }
  print (title, explanation);
  return !start || inkan_explainer_found_form (explainer) ? STATUS_FOUND : STATUS_NOT_FOUND;
}

static int
compare_files (gconstpointer a,
               gconstpointer b)
{
  g_autofree char *one = g_file_get_uri (*(GFile * const *) a);
  g_autofree char *other = g_file_get_uri (*(GFile * const *) b);

  return g_strcmp0 (one, other);
}

/* The pages of a folder, by name; a file is itself. */
static GPtrArray *
list_pages (GFile *file)
{
  GPtrArray *pages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GFileEnumerator) entries = g_file_enumerate_children (file, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                                                  G_FILE_QUERY_INFO_NONE, NULL, NULL);
  GFileInfo *info;
  GFile *child;

  if (entries == NULL)
    g_ptr_array_add (pages, g_object_ref (file));
  while (entries != NULL && g_file_enumerator_iterate (entries, &info, &child, NULL, NULL) && info != NULL) {
    const char *name = g_file_info_get_name (info);

    if (g_str_has_suffix (name, ".html") || g_str_has_suffix (name, ".htm"))
      g_ptr_array_add (pages, g_object_ref (child));
  }
  g_ptr_array_sort (pages, compare_files);
  return pages;
}

static int
explain_answers (InkanExplainer *explainer,
                 const char     *path)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr(GPtrArray) pages = list_pages (file);
  int status = STATUS_FOUND;

  for (guint i = 0; i < pages->len; i++) {
    int one = explain_saved (explainer, g_ptr_array_index (pages, i), FALSE);

    status = MAX (status, one);
  }
  return status;
}

/* What @what is: the address of a start page, a definition, or a saved page. */
static InkanExplainer *
open_explainer (const char  *what,
                GFile       *file,
                gboolean    *live,
                GError     **error)
{
  g_autoptr(InkanPortalDefinition) definition = NULL;

  *live = TRUE;
  if (g_ascii_strncasecmp (what, "https:", 6) == 0 || g_ascii_strncasecmp (what, "http:", 5) == 0)
    return inkan_explainer_new_for_address (what, error);
  if (g_str_has_suffix (what, ".portal")) {
    definition = inkan_portal_definition_load (file, error);
    return definition != NULL ? inkan_explainer_new (definition) : NULL;
  }
  *live = FALSE;
  return inkan_explainer_new_for_page (file, error);
}

int
inkan_command_explain_portal (const char         *what,
                              const char * const *pages)
{
  g_autoptr(GFile) file = g_file_new_for_commandline_arg (what);
  g_autoptr(GError) error = NULL;
  g_autofree char *proposal = NULL;
  gboolean live;
  g_autoptr(InkanExplainer) explainer = open_explainer (what, file, &live, &error);
  int status;

  if (explainer == NULL) {
    g_printerr ("%s\n", error->message);
    return STATUS_UNREADABLE;
  }
  status = live ? explain_live (explainer) : explain_saved (explainer, file, TRUE);
  for (gsize i = 0; pages != NULL && pages[i] != NULL; i++) {
    int one = explain_answers (explainer, pages[i]);

    status = MAX (status, one);
  }

  proposal = inkan_explainer_propose (explainer);
  if (proposal != NULL)
    g_print ("%s\n%s", _("A portal file for it could begin like this:"), proposal);
  return status;
}
