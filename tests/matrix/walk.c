/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk DEFINITION FOLDER [wait]: a whole retrieval without a window, for tests that
 * disturb it. It goes on from what an earlier one left behind, else it begins.
 *
 * Standard input: address, password and code, a line each; then what the person
 * says where the program has to wait for them: "agree" to the agreement, "again"
 * to an error. The end of it is a person who says nothing more. With "wait" it also
 * waits for "save" once the place is chosen.
 *
 * Standard output: a line for each state that is reached, "state NAME"; "continued
 * KIND" when there was something to go on from; "notices SET" on page 5; "says TEXT"
 * and "error DOMAIN CODE" for what the person is told; "placed" when the place is
 * chosen and it waits. */
#include <stdio.h>
#include <string.h>

#include <gio/gio.h>

#include "core/retrieval/retrieval.h"
#include "wording/error-text.h"

#define MAX_LINE 1024

typedef struct {
  InkanRetrieval *retrieval;
  GFile *folder;
  SecretValue *address, *password, *code;
  SecretValue *word; /* (nullable): said and not yet heeded */
  gboolean waits;
} Walk;

/* (nullable): NULL when nothing more is said. */
static SecretValue *
read_line (void)
{
  char line[MAX_LINE];
  SecretValue *value = NULL;

  if (fgets (line, sizeof line, stdin) != NULL)
    value = secret_value_new (line, (gssize) strcspn (line, "\n"), "text/plain");
  explicit_bzero (line, sizeof line);

  return value;
}

/* Waits for the next word; one that is another stays to be heeded. */
static gboolean
is_said (Walk *walk, const char *word)
{
  if (walk->word == NULL)
    walk->word = read_line ();
  if (walk->word == NULL || g_strcmp0 (secret_value_get_text (walk->word), word) != 0)
    return FALSE;
  g_clear_pointer (&walk->word, secret_value_unref);

  return TRUE;
}

static void
on_state (InkanRetrieval *retrieval)
{
  printf ("state %s\n", inkan_state_get_name (inkan_retrieval_get_state (retrieval)));
}

static void
tell (InkanRetrieval *retrieval, const GError *error)
{
  g_autofree char *text = NULL;
  g_autofree char *title = NULL;

  text = inkan_error_text (error, inkan_retrieval_get_definition (retrieval), &title);
  g_strdelimit (text, "\n", ' ');
  printf ("says %s %s\n", title, text);
  printf ("error %s %d\n", g_quark_to_string (error->domain), error->code);
}

/* Until nothing goes on by itself any more. */
static void
rest (Walk *walk)
{
  for (;;) {
    InkanState state = inkan_retrieval_get_state (walk->retrieval);

    if (state == INKAN_STATE_NOTICE_EARLY)
      inkan_retrieval_go (walk->retrieval, INKAN_EVENT_NEXT);
    else if (inkan_retrieval_get_busy (walk->retrieval))
      g_main_context_iteration (NULL, TRUE);
    else
      return;
  }
}

static void
fill_in (Walk *walk)
{
  inkan_retrieval_set_field (walk->retrieval, "code", secret_value_get_text (walk->code));
  inkan_retrieval_set_field (walk->retrieval, "email", secret_value_get_text (walk->address));
  inkan_retrieval_set_field (walk->retrieval, "password", secret_value_get_text (walk->password));
}

/* The last of those that are ready: the practice portal's elliptic one, whose key
 * takes no time to speak of. */
static void
choose (Walk *walk)
{
  GListModel *offers = inkan_retrieval_get_offers (walk->retrieval);

  for (guint i = 0; offers != NULL && i < g_list_model_get_n_items (offers); i++) {
    g_autoptr (InkanOffer) offer = g_list_model_get_item (offers, i);

    if (inkan_offer_get_state (offer) == INKAN_OFFER_READY)
      inkan_retrieval_set_offer (walk->retrieval, offer);
  }
}

static void
on_examined (gboolean *examined)
{
  *examined = TRUE;
}

/* Looks at the folder anew: what was wrong with it may have been mended. The name
 * is one that is free there, as the pages propose it. */
static void
place (Walk *walk)
{
  g_autofree char *name = NULL;
  gulong handler;
  gboolean examined = FALSE;

  handler = g_signal_connect_swapped (walk->retrieval, "notify::folder-risks", G_CALLBACK (on_examined), &examined);
  inkan_retrieval_set_folder (walk->retrieval, walk->folder);
  while (!examined)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (walk->retrieval, handler);
  name = inkan_file_name_make_free (walk->folder, inkan_retrieval_get_file_name (walk->retrieval));
  inkan_retrieval_set_file_name (walk->retrieval, name);
}

static void
open_file (Walk *walk)
{
  if (inkan_retrieval_wants_passphrase (walk->retrieval))
    inkan_retrieval_try_passphrase (walk->retrieval, secret_value_get_text (walk->password));
  rest (walk);
}

/* What the person does where the walk has come to rest. FALSE: leaves. */
static gboolean
do_something (Walk *walk)
{
  const GError *error = inkan_retrieval_get_error (walk->retrieval);

  if (error != NULL) {
    tell (walk->retrieval, error);
    if (!is_said (walk, "again"))
      return FALSE;
  }

  switch (inkan_retrieval_get_state (walk->retrieval)) {
  case INKAN_STATE_MAIL:
  case INKAN_STATE_IDENTITY:
    fill_in (walk);
    break;
  case INKAN_STATE_CHOICE:
    choose (walk);
    break;
  case INKAN_STATE_AGREEMENT:
    if (!is_said (walk, "agree"))
      return FALSE;
    break;
  case INKAN_STATE_FILE:
    open_file (walk);
    break;
  case INKAN_STATE_FOLDER:
    place (walk);
    if (walk->waits) {
      printf ("placed\n");
      is_said (walk, "save");
    }
    break;
  case INKAN_STATE_NOTICE:
    printf ("notices %u\n", inkan_retrieval_get_notices (walk->retrieval));
    break;
  case INKAN_STATE_UNKNOWN:
  case INKAN_STATE_REISSUE:
  case INKAN_STATE_FINISHED:
    return FALSE;
  default:
    break;
  }

  if (!inkan_retrieval_can (walk->retrieval, INKAN_EVENT_NEXT)) {
    printf ("stuck\n");
    return is_said (walk, "again");
  }
  inkan_retrieval_go (walk->retrieval, INKAN_EVENT_NEXT);

  return TRUE;
}

static InkanRetrieval *
begin (const char *path, GError **error)
{
  static const char *const kinds[] = { "before", "agreed", "received" };
  g_autoptr (GListModel) left = inkan_interrupted_list ();
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (InkanPortalDefinition) definition = NULL;

  if (g_list_model_get_n_items (left) > 0) {
    g_autoptr (InkanInterrupted) interrupted = g_list_model_get_item (left, 0);

    printf ("continued %s\n", kinds[inkan_interrupted_get_kind (interrupted)]);
    return inkan_interrupted_continue (interrupted, error);
  }
  definition = inkan_portal_definition_load (file, error);

  return definition != NULL ? inkan_retrieval_new (definition) : NULL;
}

int
main (int argc, char **argv)
{
  Walk walk = { NULL };
  g_autoptr (GError) error = NULL;

  if (argc < 3)
    return 2;
  setvbuf (stdout, NULL, _IOLBF, 0);
  walk.folder = g_file_new_for_path (argv[2]);
  walk.waits = g_strcmp0 (argv[3], "wait") == 0;
  walk.address = read_line ();
  walk.password = read_line ();
  walk.code = read_line ();
  if (walk.code == NULL)
    return 2;
  walk.retrieval = begin (argv[1], &error);
  if (walk.retrieval == NULL) {
    g_printerr ("walk: %s\n", error->message);
    return 1;
  }

  g_signal_connect (walk.retrieval, "notify::state", G_CALLBACK (on_state), NULL);
  do
    rest (&walk);
  while (do_something (&walk));

  g_object_unref (walk.retrieval);
  g_object_unref (walk.folder);
  secret_value_unref (walk.address);
  secret_value_unref (walk.password);
  secret_value_unref (walk.code);
  g_clear_pointer (&walk.word, secret_value_unref);

  return 0;
}
