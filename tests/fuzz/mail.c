/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mail/message.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

static void
check_text (const char *text)
{
  g_assert_true (text == NULL || (*text != '\0' && g_utf8_validate (text, -1, NULL)));
}

static void
check_links (InkanMessage *message)
{
  GPtrArray *links = inkan_message_get_links (message);

  for (guint i = 0; i < links->len; i++)
    {
      const InkanMailLink *link = g_ptr_array_index (links, i);

      check_text (link->uri);
      check_text (link->host);
      check_text (link->shown_host);
      g_assert_null (strpbrk (link->uri, " \t\r\n"));
      for (int kind = INKAN_LINK_VALUE_EMAIL; kind <= INKAN_LINK_VALUE_PIN; kind++)
        {
          g_autoptr (SecretValue) value = inkan_mail_link_get_value (link, (InkanLinkValue) kind);

          if (value != NULL)
            check_text (secret_value_get_text (value));
        }
    }
}

static void
check_message (InkanMessage *message)
{
  GPtrArray *codes = inkan_message_get_codes (message);
  GPtrArray *claims = inkan_message_get_claims (message);
  const char *const *recipients = inkan_message_get_recipients (message);

  check_text (inkan_message_get_subject (message));
  check_text (inkan_message_get_sender (message));
  check_text (inkan_message_get_sender_address (message));
  for (gsize i = 0; recipients[i] != NULL; i++)
    check_text (recipients[i]);
  for (guint i = 0; i < claims->len; i++)
    {
      const InkanMailClaim *claim = g_ptr_array_index (claims, i);

      check_text (claim->server);
      check_text (claim->method);
      check_text (claim->result);
      check_text (claim->about);
    }
  for (guint i = 0; i < codes->len; i++)
    {
      check_text (secret_value_get_text (g_ptr_array_index (codes, i)));
      g_assert_true (g_str_is_ascii (secret_value_get_text (g_ptr_array_index (codes, i))));
    }
  check_links (message);
}

/* As a file, as a pasted text, as a page from the clipboard and as a typed code */
int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (InkanMessage) message = inkan_message_new_from_bytes (bytes, NULL, NULL);
  g_autoptr (InkanMessage) page = inkan_message_new_from_html (bytes, NULL, NULL);
  g_autoptr (InkanMessage) pasted = NULL;
  char *code;
  char *again;

  if (message != NULL)
    check_message (message);
  if (page != NULL)
    check_message (page);
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
