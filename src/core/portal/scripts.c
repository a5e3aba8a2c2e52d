/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scripts.h"

#include "finding.h"
#include "words.h"

#include <string.h>

/* A page that shows no more than this shows nothing: "Loading, please wait …". */
#define NOTHING_MAX_CHARS 40

/* Something like `if (confirm ('…')) document.forms[0].submit (); return false;` */
#define ONLY_SUBMITS \
  "^\\s*(javascript:)?\\s*(void\\s*\\()?\\s*" \
  "(return\\s+)?(if\\s*\\(\\s*)?(confirm\\s*\\(\\s*('[^']*'|\"[^\"]*\")\\s*\\)\\s*(\\)|&&)?\\s*\\{?)?\\s*" \
  "[\\w.$]+(\\[[\\w'\"]+\\]|\\(['\"][\\w:-]+['\"]\\))*(\\.[\\w$]+)*(\\[[\\w'\"]+\\])?\\.submit\\s*\\(\\s*\\)" \
  "\\s*\\)?\\s*;?\\s*\\}?\\s*(return\\s+(false|true)\\s*;?)?\\s*$"

/* Ends with a plain "no": the browser does not submit by itself. */
#define NEVER_SUBMITS "(^|[;}])\\s*return\\s+false\\s*;?\\s*$"

static gboolean
is_script_address (const char *address)
{
  while (*address != '\0' && (guint8) *address <= ' ')
    address++;
  return g_ascii_strncasecmp (address, "javascript:", strlen ("javascript:")) == 0;
}

/* (nullable): what runs when it is pressed */
static const char *
handler_of (xmlNodePtr control)
{
  const char *address = inkan_node_is (control, "a") ? inkan_node_attribute (control, "href") : NULL;
  const char *handler = inkan_node_attribute (control, "onclick");

  if (handler != NULL && *handler != '\0')
    return handler;
  return address != NULL && is_script_address (address) ? address : NULL;
}

static gboolean
leads_nowhere (const char *address)
{
  return address == NULL || *address == '\0' || *address == '#' || is_script_address (address);
}

gboolean
inkan_control_needs_script (InkanWebPage *page,
                            xmlNodePtr    control)
{
  if (handler_of (control) == NULL || inkan_control_is_hidden (control))
    return FALSE;
  if (inkan_node_is (control, "a"))
    return leads_nowhere (inkan_node_attribute (control, "href"));
  if (inkan_control_is_submit (control))
    return inkan_web_page_get_form_owner (page, control) == NULL;
  return (inkan_node_is (control, "input") || inkan_node_is (control, "button")) &&
         strcmp (inkan_control_type (control), "button") == 0;
}

gboolean
inkan_control_only_submits (xmlNodePtr control)
{
  const char *handler = handler_of (control);

  return handler != NULL && strlen (handler) < 1000 && g_regex_match_simple (ONLY_SUBMITS, handler, G_REGEX_CASELESS, 0);
}

static gboolean
never_submits (const char *handler)
{
  if (strstr (handler, "preventDefault") != NULL)
    return TRUE;
  return strlen (handler) < 1000 && strstr (handler, "if") == NULL && strchr (handler, '?') == NULL &&
         g_regex_match_simple (NEVER_SUBMITS, handler, 0, 0);
}

static gboolean
is_sent_by_script (xmlNodePtr form)
{
  const char *action = inkan_node_attribute (form, "action");
  const char *handler = inkan_node_attribute (form, "onsubmit");

  return (action != NULL && is_script_address (action)) || (handler != NULL && never_submits (handler));
}

/* What stands in a form and would submit it, by a script: (nullable) */
static xmlNodePtr
find_script_control (InkanForm *form)
{
  InkanWebPage *page = inkan_form_get_page (form);
  xmlNodePtr root = inkan_form_get_node (form);

  for (xmlNodePtr node = inkan_node_next (root, root); node != NULL; node = inkan_node_next (node, root))
    {
      g_autofree char *caption = NULL;

      if (!inkan_control_needs_script (page, node))
        continue;
      caption = inkan_find_caption (node);
      if (!inkan_word_is_in (INKAN_WORD_BACK, caption))
        return node;
    }
  return NULL;
}

char *
inkan_form_needs_script (InkanForm  *form,
                         xmlNodePtr  submitter)
{
  xmlNodePtr node = inkan_form_get_node (form);
  const char *own = submitter != NULL ? inkan_node_attribute (submitter, "formaction") : NULL;
  xmlNodePtr control;

  if (own != NULL ? is_script_address (own) : is_sent_by_script (node))
    return g_strdup ("the form is sent by a script");
  if (submitter != NULL)
    return NULL;

  /* Without a button a form is sent by Enter, or by a script that calls its
   * submit(): that is the same unless the form says nothing of where to. */
  control = find_script_control (form);
  if (control != NULL && !inkan_control_only_submits (control) &&
      inkan_node_attribute (node, "action") == NULL && inkan_node_attribute (node, "method") == NULL)
    return g_strdup ("the form has no button but one that runs a script");
  return NULL;
}

static gboolean
is_field (xmlNodePtr node)
{
  return inkan_node_is (node, "select") || inkan_node_is (node, "textarea") || inkan_node_is (node, "button") ||
         inkan_node_is (node, "input");
}

static gboolean
is_within (xmlNodePtr  node,
           const char *name)
{
  for (; node != NULL; node = node->parent)
    {
      if (inkan_node_is (node, name))
        return TRUE;
    }
  return FALSE;
}

/* "Back", "Print", "Close this window": nothing that goes on. */
static gboolean
goes_on (xmlNodePtr  control,
         const char *caption)
{
  static const char * const others[] = { "history.", "window.close", "self.close", "print(" };
  const char *handler = handler_of (control);

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      if (strstr (handler, others[i]) != NULL)
        return FALSE;
    }
  return !inkan_word_is_in (INKAN_WORD_BACK, caption);
}

static gboolean
is_application_root (xmlNodePtr node)
{
  static const char * const names[] = { "app", "root", "main", "application", "__next", "__nuxt", "q-app", "mount",
                                        "container", "ember", NULL };
  const char *id = inkan_node_attribute (node, "id");

  if (inkan_node_next (node, node) != NULL)
    return FALSE;
  return strchr ((const char *) node->name, '-') != NULL ||
         (inkan_node_is (node, "div") && id != NULL && g_strv_contains (names, id));
}

/* What a look at all of the page shows. */
typedef struct {
  gboolean has_script;
  gboolean has_root;    /* an empty element that a script fills */
  gboolean has_script_form; /* a form that only a script sends */
  gboolean has_orphan;  /* a field or button that belongs to no form */
  gboolean asks_for_it; /* a <noscript> that says what is missing */
  gboolean has_control; /* something that can be pressed or filled in */
  char *wanted;         /* (nullable) what stands on a script's button that goes on */
  char *other;          /* (nullable) … on another */
} Look;

static void
look_at_script_control (Look       *look,
                        xmlNodePtr  control)
{
  g_autofree char *caption = inkan_find_caption (control);
  char **place = &look->other;

  if (!goes_on (control, caption))
    return;
  if (inkan_word_is_in (INKAN_WORD_AGREE, caption) || inkan_word_is_in (INKAN_WORD_SUBMIT, caption) ||
      inkan_word_is_in (INKAN_WORD_DOWNLOAD, caption))
    place = &look->wanted;
  if (*place == NULL)
    *place = g_steal_pointer (&caption);
}

static void
look_at_node (Look         *look,
              InkanWebPage *page,
              xmlNodePtr    node)
{
  if (inkan_node_is (node, "script"))
    look->has_script = TRUE;
  else if (inkan_node_is (node, "noscript"))
    {
      g_autofree char *text = inkan_node_text (node, FALSE);

      look->asks_for_it = look->asks_for_it || inkan_word_is_in (INKAN_WORD_SCRIPT, text);
    }
  else if (inkan_node_is_inert (node) || is_within (node, "noscript") || inkan_control_is_hidden (node))
    return;
  else if (inkan_node_is (node, "form"))
    look->has_script_form = look->has_script_form || is_sent_by_script (node);
  else if (inkan_control_needs_script (page, node))
    look_at_script_control (look, node);
  else if (inkan_node_is (node, "a"))
    look->has_control = look->has_control || !leads_nowhere (inkan_node_attribute (node, "href"));
  else if (is_field (node) && inkan_web_page_get_form_owner (page, node) == NULL)
    look->has_orphan = TRUE;
  else if (is_field (node))
    look->has_control = TRUE;
  else if (is_application_root (node))
    look->has_root = TRUE;
}

char *
inkan_page_needs_script (InkanWebPage *page)
{
  xmlNodePtr root = inkan_web_page_get_root (page);
  g_autofree char *text = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *other = NULL;
  Look look = { 0 };

  for (xmlNodePtr node = root; node != NULL; node = inkan_node_next (node, root))
    look_at_node (&look, page, node);
  wanted = look.wanted;
  other = look.other;

  if (wanted != NULL)
    return g_strdup_printf ("“%s” runs a script", wanted);
  if (look.has_script_form)
    return g_strdup ("a form is sent by a script");
  if (look.asks_for_it && (!look.has_control || look.has_root))
    return g_strdup ("the page asks for JavaScript");
  if (look.has_control)
    return NULL;
  if (other != NULL)
    return g_strdup_printf ("“%s” runs a script", other);
  if (look.has_script && look.has_orphan)
    return g_strdup ("the page's fields belong to no form");
  if (look.has_script && look.has_root)
    return g_strdup ("the page is empty until its scripts fill it");

  text = inkan_node_text (root, FALSE);
  if (look.has_script && g_utf8_strlen (text, -1) <= NOTHING_MAX_CHARS)
    return g_strdup ("the page shows nothing but what its scripts make");
  return NULL;
}
