/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "../base/place.h"

#define START_SECONDS 60 /* it may have to make keys first, on a slow computer */

struct _InkanPractice {
  GObject                parent_instance;

  char                 **arguments;
  GSubprocess           *process;
  GInputStream          *output;      /* kept open: the program may write on */
  GCancellable          *cancellable; /* of reading it */
  GString               *report;      /* what it has written so far */
  GTask                 *start_task;
  guint                  timeout_id;

  InkanPortalDefinition *definition;
  GFile                 *mail_folder;
  char                  *address;
  char                  *password;
};

G_DEFINE_FINAL_TYPE (InkanPractice, inkan_practice, G_TYPE_OBJECT)

static void read_line (InkanPractice *self);

static void
clear_report (InkanPractice *self)
{
  g_string_truncate (self->report, 0);
  g_clear_object (&self->definition);
  g_clear_object (&self->mail_folder);
  g_clear_pointer (&self->address, g_free);
  g_clear_pointer (&self->password, g_free);
}

static void
end_process (InkanPractice *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->process != NULL)
    g_subprocess_send_signal (self->process, SIGTERM);
  g_clear_object (&self->process);
  g_clear_object (&self->output);
}

/* Takes over @error; NULL: it has started. */
static void
finish_start (InkanPractice *self,
              GError        *error)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->start_task);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (task == NULL) {
    g_clear_error (&error);
    return;
  }
  if (error == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }
  end_process (self);
  clear_report (self);
  g_task_return_error (task, error);
}

/* Whether the report is whole; then what it says is known, or @error is set. */
static gboolean
take_report (InkanPractice  *self,
             GError        **error)
{
  g_autoptr(GKeyFile) keys = g_key_file_new ();
  g_autofree char *definition = NULL;
  g_autofree char *mail_folder = NULL;
  g_autofree char *address = NULL;
  g_autofree char *password = NULL;
  g_autoptr(GFile) file = NULL;

  if (!g_key_file_load_from_data (keys, self->report->str, self->report->len, G_KEY_FILE_NONE, NULL))
    return FALSE;
  definition = g_key_file_get_string (keys, "Portal", "Definition", NULL);
  mail_folder = g_key_file_get_string (keys, "Portal", "MailFolder", NULL);
  address = g_key_file_get_string (keys, "Portal", "Address", NULL);
  password = g_key_file_get_string (keys, "Portal", "Password", NULL);
  if (definition == NULL || mail_folder == NULL || address == NULL || password == NULL)
    return FALSE;

  file = g_file_new_for_path (definition);
  self->definition = inkan_portal_definition_load (file, error);
  self->mail_folder = g_file_new_for_path (mail_folder);
  self->address = g_steal_pointer (&address);
  self->password = g_steal_pointer (&password);
  return TRUE;
}

static void
on_line_read (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  InkanPractice *self = user_data;
  g_autofree char *line = NULL;
  g_autoptr(GError) read_error = NULL;
  GError *error = NULL;

  line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &read_error);
  if (g_error_matches (read_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* and @self may be gone */
  if (line == NULL) {
    finish_start (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE,
                                             "the practice portal ended before it was ready"));
    end_process (self);
    clear_report (self);
    return;
  }

  if (self->start_task != NULL) {
    g_string_append (self->report, line);
    g_string_append_c (self->report, '\n');
    if (take_report (self, &error))
      finish_start (self, error);
  }
  read_line (self);
}

static void
read_line (InkanPractice *self)
{
  if (self->output != NULL)
    g_data_input_stream_read_line_async (G_DATA_INPUT_STREAM (self->output), G_PRIORITY_DEFAULT,
                                         self->cancellable, on_line_read, self);
}

static gboolean
on_timeout (gpointer user_data)
{
  InkanPractice *self = INKAN_PRACTICE (user_data);

  self->timeout_id = 0;
  finish_start (self, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                                           "the practice portal did not get ready"));
  return G_SOURCE_REMOVE;
}

/* In the child. Ctrl+C in a terminal is for this program, which then has to
 * find the portal still there. */
static void
leave_group (gpointer user_data)
{
  setpgid (0, 0);
}

static gboolean
start_process (InkanPractice  *self,
               GError        **error)
{
  g_autofree char *program = inkan_place_get_practice_program ();
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "inkan", "practice", NULL);
  g_autoptr(GPtrArray) argv = g_ptr_array_new ();
  g_autoptr(GSubprocessLauncher) launcher = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0 || g_chmod (folder, 0700) != 0) {
    int saved = errno;

    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), "%s: %s", folder, g_strerror (saved));
    return FALSE;
  }
  g_ptr_array_add (argv, program);
  g_ptr_array_add (argv, (char *) "--directory");
  g_ptr_array_add (argv, folder);
  for (gsize i = 0; self->arguments != NULL && self->arguments[i] != NULL; i++)
    g_ptr_array_add (argv, self->arguments[i]);
  g_ptr_array_add (argv, NULL);

  /* Its standard input closes when this program is gone, however that happens. */
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_set_child_setup (launcher, leave_group, NULL, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char * const *) argv->pdata, error);
  if (self->process == NULL)
    return FALSE;
  self->cancellable = g_cancellable_new ();
  self->output = G_INPUT_STREAM (g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process)));
  return TRUE;
}

void
inkan_practice_start_async (InkanPractice       *self,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (INKAN_IS_PRACTICE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, inkan_practice_start_async);
  if (self->start_task != NULL) {
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "the practice portal is being started");
    return;
  }
  if (self->definition != NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }

  clear_report (self);
  self->start_task = g_steal_pointer (&task);
  if (!start_process (self, &error)) {
    finish_start (self, error);
    return;
  }
  self->timeout_id = g_timeout_add_seconds (START_SECONDS, on_timeout, self);
  read_line (self);
}

gboolean
inkan_practice_start_finish (InkanPractice  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

InkanPortalDefinition *
inkan_practice_get_definition (InkanPractice *self)
{
  g_return_val_if_fail (INKAN_IS_PRACTICE (self), NULL);
  return self->definition;
}

GFile *
inkan_practice_get_mail_folder (InkanPractice *self)
{
  g_return_val_if_fail (INKAN_IS_PRACTICE (self), NULL);
  return self->mail_folder;
}

const char *
inkan_practice_get_address (InkanPractice *self)
{
  g_return_val_if_fail (INKAN_IS_PRACTICE (self), NULL);
  return self->address;
}

const char *
inkan_practice_get_password (InkanPractice *self)
{
  g_return_val_if_fail (INKAN_IS_PRACTICE (self), NULL);
  return self->password;
}

static void
inkan_practice_finalize (GObject *object)
{
  InkanPractice *self = INKAN_PRACTICE (object);

  end_process (self);
  clear_report (self);
  g_string_free (self->report, TRUE);
  g_strfreev (self->arguments);
  G_OBJECT_CLASS (inkan_practice_parent_class)->finalize (object);
}

static void
inkan_practice_class_init (InkanPracticeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = inkan_practice_finalize;
}

static void
inkan_practice_init (InkanPractice *self)
{
  self->report = g_string_new (NULL);
}

InkanPractice *
inkan_practice_new (const char * const *arguments)
{
  InkanPractice *self = g_object_new (INKAN_TYPE_PRACTICE, NULL);

  self->arguments = g_strdupv ((char **) arguments);
  return self;
}
