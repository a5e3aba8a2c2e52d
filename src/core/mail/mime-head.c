/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mime-head.h"

#include <string.h>

#include "authentication.h"
#include "mail-text.h"

#define MAX_RECIPIENTS 20

void
inkan_mime_head_free (InkanMimeHead *self)
{
  g_free (self->subject);
  g_free (self->sender_name);
  g_free (self->sender_address);
  g_ptr_array_unref (self->recipients);
  g_ptr_array_unref (self->claims);
  g_clear_pointer (&self->date, g_date_time_unref);
  g_free (self);
}

static const char *
get_raw (GMimeMessage *message,
         const char   *name)
{
  GMimeHeaderList *list = g_mime_object_get_header_list (GMIME_OBJECT (message));
  GMimeHeader *header = g_mime_header_list_get_header (list, name);

  return header != NULL ? g_mime_header_get_raw_value (header) : NULL;
}

/* Where the last "<address>" of a From field begins that is in no quotation and
 * in no comment (RFC 5322, 3.2), or %NULL */
static const char *
find_angle (const char *raw)
{
  const char *angle = NULL, *last = strrchr (raw, '>');
  gboolean quoted = FALSE;
  guint comments = 0;

  for (const char *p = raw; *p != '\0'; p++)
    if (*p == '\\' && (quoted || comments > 0) && p[1] != '\0')
      p++;
    else if (*p == '"' && comments == 0)
      quoted = !quoted;
    else if (*p == '(' && !quoted)
      comments++;
    else if (*p == ')' && !quoted && comments > 0)
      comments--;
    else if (*p == '<' && !quoted && comments == 0 && p < last)
      angle = p;
  return angle;
}

/* Name and address out of a From field. The address is taken from the raw
 * value: what is encoded in the name cannot pose as one. */
static void
read_sender (InkanMimeHead *head,
             const char    *raw,
             const char    *label)
{
  const char *open = find_angle (raw);
  g_autofree char *raw_name = NULL;
  char *to;

  if (open == NULL)
    {
      head->sender_address = inkan_mail_decode_header (raw, label);
      return;
    }
  head->sender_address = g_strstrip (g_strndup (open + 1, strcspn (open + 1, ">")));
  raw_name = g_strndup (raw, open - raw);
  head->sender_name = inkan_mail_decode_header (raw_name, label);
  /* the quotation marks of a quoted-string (RFC 5322, 3.2.4), wherever they are */
  to = head->sender_name;
  for (const char *p = head->sender_name; *p != '\0'; p++)
    {
      if (*p == '"')
        continue;
      if (*p == '\\' && p[1] != '\0')
        p++;
      *to++ = *p;
    }
  *to = '\0';
  g_strstrip (head->sender_name);
}

static void
add_recipient (GPtrArray  *recipients,
               const char *address)
{
  if (address == NULL || strchr (address, '@') == NULL || recipients->len >= MAX_RECIPIENTS
      || g_ptr_array_find_with_equal_func (recipients, address, g_str_equal, NULL))
    return;
  g_ptr_array_add (recipients, g_strdup (address));
}

/* Whom it is addressed to, and where its way says that it went */
static GPtrArray *
read_recipients (GMimeMessage *message)
{
  static const char *const fields[] = { "Delivered-To", "X-Original-To" };
  GPtrArray *recipients = g_ptr_array_new_with_free_func (g_free);
  InternetAddressList *list = g_mime_message_get_to (message);
  int n = list != NULL ? internet_address_list_length (list) : 0;

  for (int i = 0; i < n && recipients->len < MAX_RECIPIENTS; i++)
    {
      InternetAddress *address = internet_address_list_get_address (list, i);

      if (INTERNET_ADDRESS_IS_MAILBOX (address))
        add_recipient (recipients, internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (address)));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *raw = get_raw (message, fields[i]);
      g_autofree char *address = g_strdup (raw != NULL ? raw : "");
      gsize length;

      g_strstrip (address);
      length = strlen (address);
      if (length > 2 && address[0] == '<' && address[length - 1] == '>')
        {
          address[length - 1] = '\0';
          add_recipient (recipients, address + 1);
        }
      else
        add_recipient (recipients, address);
    }
  return recipients;
}

InkanMimeHead *
inkan_mime_head_read (GMimeMessage *message)
{
  GMimeObject *body = g_mime_message_get_mime_part (message);
  GMimeContentType *type = body != NULL ? g_mime_object_get_content_type (body) : NULL;
  const char *label = type != NULL ? g_mime_content_type_get_parameter (type, "charset") : NULL;
  const char *subject = get_raw (message, "Subject");
  const char *from = get_raw (message, "From");
  const char *results = get_raw (message, "Authentication-Results");
  GDateTime *date = g_mime_message_get_date (message);
  InkanMimeHead *head = g_new0 (InkanMimeHead, 1);

  if (from == NULL)
    from = get_raw (message, "Sender");
  head->subject = subject != NULL ? inkan_mail_decode_header (subject, label) : NULL;
  if (from != NULL)
    read_sender (head, from, label);
  head->date = date != NULL ? g_date_time_ref (date) : NULL;
  head->recipients = read_recipients (message);
  head->claims = inkan_authentication_read_claims (results != NULL ? results : "");
  return head;
}
