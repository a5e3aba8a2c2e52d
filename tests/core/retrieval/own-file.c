/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "own-file.h"

#include <glib/gstdio.h>

static char *home;

void
own_file_set_up (void)
{
  static const char *const folders[] = { "HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME" };

  home = g_dir_make_tmp ("inkan-own-file-XXXXXX", NULL);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    g_setenv (folders[i], home, TRUE);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

void
own_file_tear_down (void)
{
  remove_tree (home);
  g_clear_pointer (&home, g_free);
}

const char *
own_file_get_home (void)
{
  return home;
}

/* Its passphrase goes by standard input. */
static GFile *
make (const char *name, const char *line)
{
  const char *script
      = "cd \"$0\" && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 "
        "-keyout key.pem -out cert.pem -subj '/CN=Test' -addext subjectAltName=email:me@example.org "
        "2>/dev/null && "
        "openssl pkcs12 -export -inkey key.pem -in cert.pem -passout stdin -out \"$1\"";
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE, &error, "sh", "-c", script, home, name, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, line, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));

  return g_file_new_build_filename (home, name, NULL);
}

GFile *
own_file_make (const char *name)
{
  return make (name, OWN_FILE_PASSPHRASE "\n");
}

GFile *
own_file_make_unlocked (const char *name)
{
  return make (name, "\n");
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

InkanRetrieval *
own_file_open (GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  inkan_retrieval_new_for_file_async (file, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return inkan_retrieval_new_for_file_finish (result, error);
}

void
own_file_let_go (InkanRetrieval *retrieval)
{
  gpointer weak = retrieval;

  g_object_add_weak_pointer (G_OBJECT (retrieval), &weak);
  g_object_unref (retrieval);
  while (weak != NULL)
    g_main_context_iteration (NULL, TRUE);
}

void
own_file_go_next (InkanRetrieval *retrieval, InkanState state)
{
  while (!inkan_retrieval_can (retrieval, INKAN_EVENT_NEXT))
    g_main_context_iteration (NULL, TRUE);
  inkan_retrieval_go (retrieval, INKAN_EVENT_NEXT);
  while (inkan_retrieval_get_state (retrieval) != state)
    g_main_context_iteration (NULL, TRUE);
}

guint
own_file_count_records (void)
{
  g_autoptr (GListModel) list = inkan_interrupted_list ();

  return g_list_model_get_n_items (list);
}
