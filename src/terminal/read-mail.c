/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "commands.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>

#include "../core/base/text.h"
#include "../core/mail/message.h"
#include "../core/retrieval/matching.h"
#include "../wording/error-text.h"

#define MAX_VALUE 8192 /* characters: longer than the longest link */

enum { FOUND = 0, NOT_A_MESSAGE = 1, NO_CODE = 2 };

/* One line, whatever the value is made of; in UTF-8 in any locale. */
static void
print_value (const char *key,
             const char *value)
{
  char *clean;

  if (value == NULL)
    return;
  clean = inkan_text_clean (value, MAX_VALUE, FALSE);
  printf ("%s=%s\n", key, clean);
  explicit_bzero (clean, strlen (clean)); /* it may be the code */
  g_free (clean);
}

static void G_GNUC_PRINTF (2, 3)
print_warning (const char *name,
               const char *format,
               ...)
{
  va_list args;
  g_autofree char *sentence = NULL;
  g_autofree char *value = NULL;

  va_start (args, format);
  sentence = g_strdup_vprintf (format, args);
  va_end (args);
  value = g_strdup_printf ("%s: %s", name, sentence);
  print_value ("warning", value);
}

/* Prints what the message says for the fields that a code goes into: its code,
 * or what a link to the portal carries. */
static gboolean
print_codes_for (InkanMessage          *message,
                 InkanPortalDefinition *definition)
{
  gsize n_fields;
  const InkanField *fields = inkan_portal_definition_get_fields (definition, &n_fields);
  gboolean found = FALSE;

  for (gsize i = 0; i < n_fields; i++) {
    g_autoptr(SecretValue) value = NULL;

    if (fields[i].kind != INKAN_FIELD_CODE && fields[i].kind != INKAN_FIELD_PIN)
      continue;
    value = inkan_matching_get_value (message, definition, fields[i].name);
    if (value != NULL)
      print_value ("code", secret_value_get_text (value));
    found |= value != NULL;
  }
  return found;
}

static gboolean
print_codes (InkanMessage          *message,
             InkanPortalDefinition *definition)
{
  GPtrArray *codes = inkan_message_get_codes (message);

  if (codes->len == 0)
    return definition != NULL && print_codes_for (message, definition);
  for (guint i = 0; i < codes->len; i++)
    print_value ("code", secret_value_get_text (g_ptr_array_index (codes, i)));
  return TRUE;
}

/* Where it was sent, and what its links carry */
static void
print_addresses (InkanMessage *message)
{
  GPtrArray *links = inkan_message_get_links (message);
  const char *const *recipients = inkan_message_get_recipients (message);

  for (gsize i = 0; recipients[i] != NULL; i++)
    print_value ("address", recipients[i]);
  for (guint i = 0; i < links->len; i++) {
    g_autoptr(SecretValue) value = NULL;
    const char *address;

    value = inkan_mail_link_get_value (g_ptr_array_index (links, i), INKAN_LINK_VALUE_EMAIL);
    address = value != NULL ? secret_value_get_text (value) : NULL;
    if (address != NULL && strchr (address, '@') != NULL && !g_strv_contains (recipients, address))
      print_value ("address", address);
  }
}

static void
warn_of_links (InkanMessage          *message,
               InkanPortalDefinition *definition)
{
  GPtrArray *links = inkan_message_get_links (message);
  const char *host = inkan_message_get_link_host (message);

  if (host != NULL && definition != NULL && !inkan_portal_definition_knows_host (definition, host))
    /* Translators: first the host name in the mail's link, then the portal's. */
    print_warning ("link-stranger", _("The link leads to %s, and the portal is %s."), host,
                   inkan_portal_definition_get_host (definition));
  if (host != NULL && g_ascii_strncasecmp (inkan_message_get_link (message), "http:", 5) == 0)
    /* Translators: %s is a host name. */
    print_warning ("link-not-encrypted", _("The link to %s is not encrypted (http)."), host);
  for (guint i = 0; i < links->len; i++) {
    const InkanMailLink *link = g_ptr_array_index (links, i);

    if (link->shown_host != NULL)
      /* Translators: both are host names. */
      print_warning ("link-text", _("A link shows %s, and leads to %s."), link->shown_host, link->host);
  }
}

/* Whether the words before the address hold another address. */
static gboolean
shows_other_address (InkanMessage *message)
{
  const char *sender = inkan_message_get_sender (message);
  const char *address = inkan_message_get_sender_address (message);
  const char *at = sender != NULL ? strchr (sender, '@') : NULL;

  return address != NULL && at != NULL && at[1] != '\0' && strchr (at + 1, '@') != NULL
         && (gsize) (at - sender) < strlen (sender) - strlen (address);
}

static gboolean
is_failure (const InkanMailClaim *claim)
{
  return g_str_equal (claim->result, "fail") || g_str_equal (claim->result, "softfail")
         || g_str_equal (claim->result, "policy");
}

static void
warn_of_sender (InkanMessage          *message,
                InkanPortalDefinition *definition)
{
  const char *domain = definition != NULL ? inkan_portal_definition_get_sender_domain (definition) : NULL;
  const char *address = inkan_message_get_sender_address (message);
  GPtrArray *claims = inkan_message_get_claims (message);

  if (domain != NULL && address != NULL && !inkan_matching_sender_is_of (message, domain))
    /* Translators: first an address, then a domain name such as example.com. */
    print_warning ("sender-stranger", _("The message claims to come from %s, and the portal's come from %s."),
                   address, domain);
  if (shows_other_address (message))
    /* Translators: %s is an e-mail address. */
    print_warning ("sender-name", _("The sender's name looks like another address than %s."), address);
  for (guint i = 0; i < claims->len; i++) {
    const InkanMailClaim *claim = g_ptr_array_index (claims, i);

    if (is_failure (claim))
      /* Translators: a mail server's name, then for example “dmarc=fail”. */
      print_warning ("authentication", _("The mail server %s is said to have found %s=%s."), claim->server,
                     claim->method, claim->result);
  }
}

static int
print_message (InkanMessage          *message,
               InkanPortalDefinition *definition)
{
  GDateTime *date = inkan_message_get_date (message);
  g_autofree char *iso = date != NULL ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%S%:z") : NULL;
  GPtrArray *links = inkan_message_get_links (message);
  gboolean found;

  print_value ("subject", inkan_message_get_subject (message));
  print_value ("from", inkan_message_get_sender (message));
  print_value ("date", iso);
  print_addresses (message);
  found = print_codes (message, definition);
  for (guint i = 0; i < links->len; i++)
    print_value ("link", ((const InkanMailLink *) g_ptr_array_index (links, i))->uri);
  if (inkan_message_get_codes (message)->len > 1)
    print_warning ("several-codes", _("There are several codes; the first one is from the newest message."));
  warn_of_links (message, definition);
  warn_of_sender (message, definition);
  return found ? FOUND : NO_CODE;
}

/* A mistake in the portal file is told of as inkan --check-portal does. */
static void
print_error (const char   *path,
             const GError *error)
{
  g_autofree char *title = NULL;

  g_free (inkan_error_text (error, NULL, &title));
  if (error->domain == INKAN_MAIL_ERROR)
    g_printerr ("%s: %s\n", path, title);
  else
    g_printerr ("%s\n", error->message);
}

static GInputStream *
open_file (const char  *path,
           GError     **error)
{
  g_autoptr(GFile) file = NULL;
  g_autoptr(GError) read_error = NULL;
  GFileInputStream *stream;

  if (g_str_equal (path, "-"))
    return g_unix_input_stream_new (STDIN_FILENO, FALSE);
  file = g_file_new_for_commandline_arg (path);
  stream = g_file_read (file, NULL, &read_error);
  if (stream == NULL)
    g_set_error (error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_READ, "%s", read_error->message);
  return (GInputStream *) stream;
}

int
inkan_command_read_mail (const char *path,
                         const char *portal)
{
  g_autoptr(InkanPortalDefinition) definition = NULL;
  g_autoptr(GInputStream) stream = NULL;
  g_autoptr(InkanMessage) message = NULL;
  g_autoptr(GError) error = NULL;
  const char *pattern = NULL;

  if (portal != NULL) {
    g_autoptr(GFile) file = g_file_new_for_commandline_arg (portal);

    definition = inkan_portal_definition_load (file, &error);
    if (definition != NULL)
      pattern = inkan_portal_definition_get_code_pattern (definition);
  }
  if (error == NULL)
    stream = open_file (path, &error);
  if (stream != NULL)
    message = inkan_message_new_from_stream (stream, pattern, NULL, &error);
  if (message == NULL) {
    print_error (path, error);
    return NOT_A_MESSAGE;
  }
  return print_message (message, definition);
}
