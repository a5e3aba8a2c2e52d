/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mail/message.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

static void
check_text (const char *text)
{
  g_assert_true (text == NULL || (*text != '\0' && g_utf8_validate (text, -1, NULL)));
}

static void
check_message (InkanMessage *message)
{
  SecretValue *code = inkan_message_get_code (message);

  check_text (inkan_message_get_subject (message));
  check_text (inkan_message_get_sender (message));
  check_text (inkan_message_get_link_host (message));
  g_assert_true ((inkan_message_get_link (message) == NULL)
                 == (inkan_message_get_link_host (message) == NULL));
  if (code != NULL)
    check_text (secret_value_get_text (code));
}

/* As a file, as a pasted text and as a typed code */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (InkanMessage) message = inkan_message_new_from_bytes (bytes, NULL, NULL);
  g_autoptr (InkanMessage) pasted = NULL;
  char *code;
  char *again;

  if (message != NULL)
    check_message (message);
  inkan_message_looks_like_one (text);
  pasted = inkan_message_new_from_text (text, NULL, NULL);
  if (pasted != NULL)
    check_message (pasted);

  code = inkan_code_normalise (text);
  again = inkan_code_normalise (code);
  g_assert_true (g_utf8_validate (code, -1, NULL));
  inkan_code_is_plausible (code);
  secret_password_free (code);
  secret_password_free (again);
  return 0;
}
