/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "conversation.h"

#include <stdlib.h>
#include <string.h>

#include "core/keeping/saving.h"
#include "core/retrieval/retrieval.h"

Conversation *
conversation_begin (Trial *trial, const char *const *options, gboolean waits)
{
  Conversation *self = g_new0 (Conversation, 1);
  g_autofree char *words = trial_words (trial, "");

  self->trial = trial;
  self->process = trial_start (trial, options, waits);
  self->said = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->words = g_subprocess_get_stdin_pipe (self->process);
  conversation_say (self, words);

  return self;
}

void
conversation_end (Conversation *self)
{
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->said);
  g_object_unref (self->process);
  g_free (self->state);
  g_free (self->text);
  g_free (self);
}

void
conversation_say (Conversation *self, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (self->words, words, strlen (words), NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
reach (Conversation *self, const char *state)
{
  g_free (self->state);
  self->state = g_strdup (state);
  if (g_str_equal (state, "file"))
    self->arrived = TRUE;
}

/* TRUE: it waits. */
static gboolean
take_line (Conversation *self, const char *line)
{
  const char *value = strchr (line, ' ') != NULL ? strchr (line, ' ') + 1 : "";

  self->placed = g_str_equal (line, "placed");
  if (self->placed)
    return TRUE;
  g_assert_cmpstr (line, !=, "stuck");
  if (g_str_has_prefix (line, "state ")) {
    reach (self, value);
  } else if (g_str_has_prefix (line, "notices ")) {
    self->unkept |= (atoi (value) & INKAN_NOTICE_NOT_KEPT) != 0;
  } else if (g_str_has_prefix (line, "says ")) {
    g_free (self->text);
    self->text = g_strdup (value);
  } else if (g_str_has_prefix (line, "error ")) {
    self->n_errors++;
    self->keeping = g_str_has_prefix (value, g_quark_to_string (INKAN_KEEPING_ERROR));
    self->code = atoi (strrchr (line, ' '));
    return TRUE;
  }

  return FALSE;
}

gboolean
conversation_heed (Conversation *self)
{
  for (;;) {
    g_autoptr (GError) error = NULL;
    g_autofree char *line = g_data_input_stream_read_line (self->said, NULL, NULL, &error);

    g_assert_no_error (error);
    if (line == NULL)
      return FALSE;
    if (take_line (self, line))
      return TRUE;
  }
}

void
conversation_check_trouble (Conversation *self)
{
  g_autoptr (GBytes) received = trial_find_received (self->trial);

  g_assert_nonnull (self->text);
  if (self->keeping) {
    g_assert_cmpstr (self->state, ==, "folder");
    g_assert_nonnull (strstr (self->text, "hoose")); /* another folder, name or medium */
    g_assert_true (received != NULL || self->unkept);
  } else {
    g_assert_cmpstr (self->state, ==, "choice");
    g_assert_cmpint (self->code, ==, INKAN_RETRIEVAL_ERROR_NOT_RECORDED);
    g_assert_false (self->arrived);
  }
  g_assert_cmpuint (trial_check_desk (self->trial), ==, 0);
  trial_check_secrets (self->trial);
}

void
conversation_check_end (Conversation *self)
{
  g_subprocess_wait (self->process, NULL, NULL);
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  g_assert_cmpstr (self->state, ==, "finished");
  g_assert_cmpuint (trial_check_desk (self->trial), ==, 1);
  g_assert_false (trial_has_record (self->trial));
  trial_check_secrets (self->trial);
}
