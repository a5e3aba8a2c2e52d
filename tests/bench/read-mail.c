/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read-mail FILE: the code and the subject of a message, as the wizard reads it. */
#include "core/mail/message.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (GFile) file = g_file_new_for_path (argc > 1 ? argv[1] : "");
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &error);
  g_autoptr (InkanMessage) message = NULL;

  if (stream != NULL)
    message = inkan_message_new_from_stream (G_INPUT_STREAM (stream), NULL, NULL, &error);
  if (message == NULL)
    g_error ("%s", error->message);
  g_print ("%s\n", inkan_message_get_subject (message));
  return inkan_message_get_code (message) != NULL ? 0 : 1;
}
