/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "definition-private.h"
#include "finding.h"
#include "web-portal-private.h"

#include <string.h>

#define MAX_FRAMES 12 /* of one page, those within frames included */
#define MAX_DEPTH 3

/* Nothing is fetched because a page mentions it (SAFETY, "hostile input"), with
 * this exception: where a page is made of frames, or the start page lacks its
 * form, the frames on the portal's own hosts are looked into, one after the
 * other, until one has what is looked for. */

typedef struct {
  InkanRequest *request;
  guint depth;
} Waiting;

typedef struct {
  const char *group;     /* (nullable) */
  gboolean markers;
  InkanWebWants wants;
  gint64 deadline;

  InkanAnswer *answer;   /* of @page */
  InkanWebPage *page;    /* the outermost, until another has what is looked for */
  GQueue waiting;        /* of Waiting */
  GHashTable *known;     /* addresses */
  InkanAnswer *frame_answer;
  guint depth;           /* of the frame that is being fetched */
  char *elsewhere;       /* (nullable) a frame's host that is not the portal's */
} Opening;

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  inkan_request_free (waiting->request);
  g_free (waiting);
}

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_clear_pointer (&opening->answer, inkan_answer_free);
  g_clear_pointer (&opening->page, inkan_web_page_unref);
  g_queue_clear_full (&opening->waiting, waiting_free);
  g_hash_table_unref (opening->known);
  g_free (opening->elsewhere);
  g_free (opening);
}

static gboolean
is_start (Opening *opening)
{
  return g_strcmp0 (opening->group, "Identity") == 0 && !opening->markers;
}

static gboolean
is_frameset (InkanWebPage *page)
{
  return inkan_web_page_holds (page, "//frameset", NULL);
}

/* A frame that a person sees, by its name where the definition has one. */
static gboolean
is_frame (InkanWebPortal *self,
          Opening        *opening,
          xmlNodePtr      node,
          gboolean        frameset)
{
  const char *wanted = is_start (opening) ? self->definition->frame : NULL;
  const char *address = inkan_node_attribute (node, "src");

  if (address == NULL || *address == '\0')
    return FALSE;
  if (inkan_node_is (node, "iframe")
      ? frameset || !is_start (opening) || inkan_control_is_hidden (node) || inkan_node_is_inert (node->parent)
      : !inkan_node_is (node, "frame"))
    return FALSE;
  return wanted == NULL || g_strcmp0 (inkan_node_attribute (node, "name"), wanted) == 0 ||
         g_strcmp0 (inkan_node_attribute (node, "id"), wanted) == 0;
}

static void
queue_frames (InkanWebPortal *self,
              Opening        *opening,
              InkanWebPage   *page,
              guint           depth)
{
  xmlNodePtr root = inkan_web_page_get_root (page);
  gboolean frameset = is_frameset (page);

  for (xmlNodePtr node = root; node != NULL && depth <= MAX_DEPTH; node = inkan_node_next (node, root))
    {
      g_autoptr (GUri) uri = NULL;
      g_autofree char *address = NULL;
      Waiting *waiting;

      if (!is_frame (self, opening, node, frameset))
        continue;
      uri = inkan_web_page_resolve (page, inkan_node_attribute (node, "src"));
      if (uri == NULL || g_uri_get_host (uri) == NULL)
        continue;
      if (!inkan_portal_definition_allows_uri (self->definition, uri))
        {
          if (frameset && opening->elsewhere == NULL)
            opening->elsewhere = g_strdup_printf ("%s://%s", g_uri_get_scheme (uri), g_uri_get_host (uri));
          continue;
        }
      address = g_uri_to_string (uri);
      if (g_hash_table_size (opening->known) >= MAX_FRAMES || !g_hash_table_add (opening->known, g_steal_pointer (&address)))
        continue;

      waiting = g_new (Waiting, 1);
      waiting->request = inkan_request_new (uri, inkan_web_page_get_uri (page));
      waiting->depth = depth;
      g_queue_push_tail (&opening->waiting, waiting);
    }
}

static void
finish (GTask *task)
{
  InkanWebPortal *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  if (opening->group != NULL)
    error = inkan_web_portal_judge (self, opening->page, opening->answer, opening->group, opening->markers);
  if (error == NULL && opening->elsewhere != NULL && !opening->wants (self, opening->page))
    error = inkan_web_error (INKAN_PORTAL_ERROR_ELSEWHERE, NULL,
                             "The page is made of frames, one of them at %s, which the definition does not name",
                             opening->elsewhere);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, inkan_web_page_ref (opening->page), (GDestroyNotify) inkan_web_page_unref);
}

/* Whether this page is the one to go on with. */
static gboolean
is_it (InkanWebPortal *self,
       Opening        *opening,
       InkanWebPage   *page,
       InkanAnswer    *answer)
{
  g_autoptr (GError) said = NULL;

  if (opening->group != NULL)
    said = inkan_web_portal_read_markers (self, page, answer, opening->group, opening->markers);
  return said != NULL || opening->wants (self, page);
}

static gboolean
looks_like_file (InkanAnswer *answer)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (answer->body, &length);

  return length > 0 && bytes[0] == 0x30;
}

static void fetch_next (GTask *task);

static void
on_frame (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (InkanAnswer) answer = NULL;
  g_autoptr (InkanWebPage) page = NULL;
  g_autoptr (GError) error = NULL;
  InkanWebPortal *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);

  answer = inkan_transport_fetch_finish (INKAN_TRANSPORT (object), result, NULL, &error);
  if (answer != NULL && opening->group == NULL && looks_like_file (answer))
    {
      inkan_answer_free (opening->answer);
      opening->answer = g_steal_pointer (&answer);
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  if (answer != NULL)
    page = inkan_web_page_of_answer (answer, &error);
  if (page != NULL && is_it (self, opening, page, answer))
    {
      inkan_web_page_unref (opening->page);
      opening->page = g_steal_pointer (&page);
      inkan_answer_free (opening->answer);
      opening->answer = g_steal_pointer (&answer);
      finish (task);
      return;
    }
  if (page != NULL)
    queue_frames (self, opening, page, opening->depth + 1);

  /* A frame that cannot be used may be an advertisement; a connection that
   * broke is a reason to say so. */
  if (error != NULL && !g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_ELSEWHERE) &&
      !g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE) &&
      !g_error_matches (error, INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_TOO_LARGE))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    fetch_next (task);
}

static void
fetch_next (GTask *task)
{
  InkanWebPortal *self = g_task_get_source_object (task);
  Opening *opening = g_task_get_task_data (task);
  Waiting *waiting = g_queue_pop_head (&opening->waiting);

  if (waiting == NULL)
    {
      finish (task);
      return;
    }
  opening->depth = waiting->depth;
  inkan_transport_fetch_async (self->transport, g_steal_pointer (&waiting->request), INKAN_FETCH_PLAIN,
                               opening->deadline, NULL, NULL, g_task_get_cancellable (task), on_frame,
                               g_object_ref (task));
  g_free (waiting);
}

void
inkan_web_portal_open_async (InkanWebPortal      *self,
                             InkanAnswer         *answer,
                             const char          *group,
                             gboolean             markers,
                             InkanWebWants        wants,
                             gint64               deadline,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, inkan_web_portal_open_async);
  g_task_set_task_data (task, opening, opening_free);
  opening->group = group;
  opening->markers = markers;
  opening->wants = wants;
  opening->deadline = deadline;
  opening->answer = answer;
  opening->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  opening->page = inkan_web_page_of_answer (answer, &error);
  if (opening->page == NULL)
    {
      g_clear_error (&error);
      inkan_web_portal_open_page (self, answer, group, markers, &error);
      g_task_return_error (task, error);
      return;
    }
  if (answer->status < 300 && !is_it (self, opening, opening->page, answer))
    queue_frames (self, opening, opening->page, 1);
  fetch_next (task);
}

InkanWebPage *
inkan_web_portal_open_finish (InkanWebPortal  *self,
                              GAsyncResult    *result,
                              InkanAnswer    **answer,
                              GError         **error)
{
  Opening *opening = g_task_get_task_data (G_TASK (result));

  if (answer != NULL)
    *answer = g_steal_pointer (&opening->answer);
  return g_task_propagate_pointer (G_TASK (result), error);
}
