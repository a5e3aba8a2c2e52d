/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail.h"

#include <errno.h>
#include <string.h>
#include <glib/gstdio.h>
#include <gmime/gmime.h>
#include <openssl/crypto.h>

#include "portal.h"

static char *
compose_text (const PracticeMail *mail)
{
  GString *text = g_string_new (NULL);

  g_string_append (text, "これは練習用のメールです。本物の証明書ではありません。\n\n"
                         "お申し込みの電子証明書を発行する準備ができました。\n"
                         "下の取得ページを開き、電子メールアドレス、申請パスワードと、\n"
                         "この証明書コードを入力してください。\n\n"
                         "┌─────────────────────────────┐\n"
                         "  証明書コード: ");
  g_string_append (text, mail->code);
  g_string_append (text, "\n└─────────────────────────────┘\n\n"
                         "取得ページ:\n");
  g_string_append_printf (text, "%s\n\n対象のサービス:\n", mail->link);
  for (guint i = 0; i < mail->services->len; i++)
    g_string_append_printf (text, "・%s\n", practice_service_in_japanese (g_ptr_array_index (mail->services, i)));
  g_string_append (text, "\n※ 証明書コードは一度しか使えません。以前に届いたコードは無効です。\n"
                         "※ 電子証明書の再発行にも備え、このメールは大切に保管してください。\n\n"
                         "This is practice. Your certificate can be fetched with the code in the frame.\n\n"
                         "-- \n練習用認証局 (Inkan Practice)\n");
  return g_string_free (text, FALSE);
}

/* GMime alone chooses between B and Q; Japanese mail programs always write B. */
static char *
encode_subject (const char *subject, const char *charset)
{
  GString *header = g_string_new (NULL);

  while (*subject != '\0') {
    const char *end = subject;
    g_autofree char *bytes = NULL, *word = NULL;
    gsize size;

    /* 12 characters stay below the 75 octets of an encoded word in either encoding. */
    for (guint n = 0; n < 12 && *end != '\0'; n++)
      end = g_utf8_next_char (end);
    bytes = g_convert (subject, end - subject, charset, "UTF-8", NULL, &size, NULL);
    g_assert (bytes != NULL);
    word = g_base64_encode ((const guchar *) bytes, size);
    g_string_append_printf (header, "%s=?%s?B?%s?=", header->len > 0 ? " " : "", charset, word);
    subject = end;
  }
  return g_string_free (header, FALSE);
}

/* g_mime_text_part_set_text() would choose an encoding of its own. */
static void
set_text (GMimePart *part, const char *text, const char *charset)
{
  gsize size;
  char *bytes = g_convert (text, -1, charset, "UTF-8", NULL, &size, NULL);
  GMimeStream *stream;
  GMimeDataWrapper *content;

  g_assert (bytes != NULL);
  stream = g_mime_stream_mem_new_with_buffer (bytes, size);
  content = g_mime_data_wrapper_new_with_stream (stream, GMIME_CONTENT_ENCODING_DEFAULT);
  g_mime_part_set_content (part, content);
  g_object_unref (content);
  g_object_unref (stream);
  OPENSSL_cleanse (bytes, size);
  g_free (bytes);
}

static GMimeMessage *
compose (const PracticeMail *mail, PracticeMailCharset charset)
{
  const char *label = charset == PRACTICE_MAIL_UTF_8 ? "UTF-8" : "ISO-2022-JP";
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *subject = encode_subject (PRACTICE_MAIL_SUBJECT, label);
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *identifier = g_strconcat (uuid, "@inkan.example", NULL);
  GMimeMessage *message = g_mime_message_new (TRUE);
  GMimePart *part = g_mime_part_new_with_type ("text", "plain");
  char *text = compose_text (mail);

  g_mime_object_set_content_type_parameter (GMIME_OBJECT (part), "charset", label);
  set_text (part, text, label);
  g_mime_part_set_content_encoding (part, charset == PRACTICE_MAIL_UTF_8
                                    ? GMIME_CONTENT_ENCODING_BASE64 : GMIME_CONTENT_ENCODING_7BIT);
  OPENSSL_cleanse (text, strlen (text));
  g_free (text);
  g_mime_message_add_mailbox (message, GMIME_ADDRESS_TYPE_FROM, "Inkan Practice", PRACTICE_MAIL_SENDER);
  g_mime_message_add_mailbox (message, GMIME_ADDRESS_TYPE_TO, NULL, mail->address);
  g_mime_object_set_header (GMIME_OBJECT (message), "Subject", subject, NULL);
  g_mime_message_set_date (message, now);
  g_mime_message_set_message_id (message, identifier);
  g_mime_message_set_mime_part (message, GMIME_OBJECT (part));
  g_object_unref (part);
  return message;
}

gboolean
practice_mail_write (const PracticeMail *mail, PracticeMailCharset charset, const char *folder, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *name = g_strdup_printf ("%06" G_GUINT64_FORMAT "-%s.eml", mail->number, time);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GMimeMessage *message;
  char *text;
  gboolean written;

  if (g_mkdir_with_parents (folder, 0700) != 0) {
    int code = errno;

    g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), "%s: %s", folder, g_strerror (code));
    return FALSE;
  }
  g_mime_init ();
  message = compose (mail, charset);
  text = g_mime_object_to_string (GMIME_OBJECT (message), NULL);
  g_object_unref (message);
  written = g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                      0600, error);
  OPENSSL_cleanse (text, strlen (text));
  g_free (text);
  return written;
}
