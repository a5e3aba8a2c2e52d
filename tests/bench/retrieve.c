/* SPDX-License-Identifier: GPL-3.0-or-later */
/* retrieve DEFINITION MESSAGE FOLDER: the ten steps without a window, as fast as
 * they can be gone. Takes the last certificate that is ready (the practice
 * portal's elliptic one: making its key takes no time to speak of), saves it to
 * FOLDER, prints its path once it was read back and proved. The e-mail address
 * and the password come as two lines on standard input. */
#include <stdio.h>

#include "core/retrieval/retrieval.h"

#define MAX_LINE 1024

typedef struct {
  GMainLoop      *loop;
  InkanRetrieval *retrieval;
  GFile          *folder;
  gboolean        placed; /* the folder was handed over; it is being looked at */
  gboolean        done;
} Journey;

static InkanOffer *
last_ready (GListModel *offers)
{
  for (guint i = offers != NULL ? g_list_model_get_n_items (offers) : 0; i > 0; i--)
    {
      g_autoptr(InkanOffer) offer = g_list_model_get_item (offers, i - 1);

      if (inkan_offer_get_state (offer) == INKAN_OFFER_READY)
        return g_steal_pointer (&offer);
    }
  return NULL;
}

static void
go_next (Journey *journey)
{
  if (inkan_retrieval_can (journey->retrieval, INKAN_EVENT_NEXT))
    inkan_retrieval_go (journey->retrieval, INKAN_EVENT_NEXT);
  else
    g_main_loop_quit (journey->loop);
}

/* One step further, once the retrieval has come to rest in a state. */
static gboolean
go_on (gpointer user_data)
{
  Journey *journey = user_data;
  InkanRetrieval *retrieval = journey->retrieval;
  g_autoptr(InkanOffer) offer = NULL;

  if (inkan_retrieval_get_busy (retrieval))
    return G_SOURCE_REMOVE;
  if (inkan_retrieval_get_error (retrieval) != NULL)
    {
      g_main_loop_quit (journey->loop);
      return G_SOURCE_REMOVE;
    }

  switch (inkan_retrieval_get_state (retrieval))
    {
    case INKAN_STATE_CHOICE:
      offer = last_ready (inkan_retrieval_get_offers (retrieval));
      inkan_retrieval_set_offer (retrieval, offer);
      break;

    case INKAN_STATE_FOLDER:
      if (!journey->placed)
        {
          journey->placed = TRUE;
          inkan_retrieval_set_folder (retrieval, journey->folder);
        }
      return G_SOURCE_REMOVE; /* on_examined() goes on */

    case INKAN_STATE_ISSUED:
      journey->done = TRUE;
      for (InkanCheck check = 0; check < INKAN_N_CHECKS; check++)
        journey->done &= inkan_retrieval_get_verdict (retrieval, check) == INKAN_VERDICT_HOLDS;
      g_main_loop_quit (journey->loop);
      return G_SOURCE_REMOVE;

    case INKAN_STATE_UNKNOWN:
    case INKAN_STATE_REISSUE:
      g_main_loop_quit (journey->loop);
      return G_SOURCE_REMOVE;

    default:
      break;
    }

  go_next (journey);
  return G_SOURCE_REMOVE;
}

static void
on_examined (Journey *journey)
{
  if (journey->placed && inkan_retrieval_get_state (journey->retrieval) == INKAN_STATE_FOLDER)
    go_next (journey);
}

static void
on_state (Journey *journey)
{
  g_idle_add (go_on, journey);
}

static gboolean
set_from_line (InkanRetrieval *retrieval,
               const char     *field)
{
  char line[MAX_LINE];
  gboolean got = fgets (line, sizeof line, stdin) != NULL;

  if (got)
    inkan_retrieval_set_field (retrieval, field, line);
  explicit_bzero (line, sizeof line);
  return got;
}

static InkanRetrieval *
begin (const char  *definition_path,
       const char  *message_path,
       GError     **error)
{
  g_autoptr(GFile) file = g_file_new_for_path (definition_path);
  g_autoptr(InkanPortalDefinition) definition = inkan_portal_definition_load (file, error);
  g_autoptr(InkanRetrieval) retrieval = NULL;
  g_autoptr(InkanMessage) message = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  if (definition == NULL || !g_file_get_contents (message_path, &contents, &length, error))
    return NULL;
  bytes = g_bytes_new_take (g_steal_pointer (&contents), length);
  message = inkan_message_new_from_bytes (bytes, inkan_portal_definition_get_code_pattern (definition), error);
  if (message == NULL)
    return NULL;

  retrieval = inkan_retrieval_new (definition);
  inkan_retrieval_take_message (retrieval, message);
  return g_steal_pointer (&retrieval);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GError) error = NULL;
  Journey journey = { .loop = loop };

  if (argc != 4)
    {
      g_printerr ("usage: retrieve DEFINITION MESSAGE FOLDER\n");
      return 2;
    }

  journey.folder = g_file_new_for_path (argv[3]);
  journey.retrieval = begin (argv[1], argv[2], &error);
  if (journey.retrieval == NULL)
    {
      g_printerr ("retrieve: %s\n", error->message);
      return 1;
    }
  if (!set_from_line (journey.retrieval, "email") || !set_from_line (journey.retrieval, "password"))
    {
      g_printerr ("retrieve: no address and password on standard input\n");
      return 1;
    }

  g_signal_connect_swapped (journey.retrieval, "notify::state", G_CALLBACK (on_state), &journey);
  g_signal_connect_swapped (journey.retrieval, "notify::folder-risks", G_CALLBACK (on_examined), &journey);
  g_idle_add (go_on, &journey);
  g_main_loop_run (loop);

  if (journey.done)
    g_print ("%s\n", g_file_peek_path (inkan_retrieval_get_saved_file (journey.retrieval)));
  else
    g_printerr ("retrieve: ended in state “%s”: %s\n",
                inkan_state_get_name (inkan_retrieval_get_state (journey.retrieval)),
                inkan_retrieval_get_error (journey.retrieval) != NULL ?
                inkan_retrieval_get_error (journey.retrieval)->message : "no error, but not proved");
  g_clear_object (&journey.retrieval);
  g_clear_object (&journey.folder);
  return journey.done ? 0 : 1;
}
