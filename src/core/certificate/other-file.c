/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "other-file.h"

#include "openssl-auto.h"
#include "pfx.h"

#include <string.h>

#include <openssl/err.h>

/* A text says what it is near its start. */
#define ENOUGH_TEXT 16384 /* bytes */

static const char *const names[] = {
  [INKAN_OTHER_FILE_UNKNOWN] = NULL,
  [INKAN_OTHER_FILE_PEM] = "PEM text",
  [INKAN_OTHER_FILE_ARCHIVE] = "an archive, or compressed",
  [INKAN_OTHER_FILE_JAVA] = "a Java key store",
  [INKAN_OTHER_FILE_DOCUMENT] = "a PDF document",
  [INKAN_OTHER_FILE_MARKUP] = "a web page or other markup",
  [INKAN_OTHER_FILE_BASE64] = "text in base64",
  [INKAN_OTHER_FILE_CERTIFICATE] = "a certificate without its private key",
  [INKAN_OTHER_FILE_CERTIFICATES] = "a PKCS#7 collection of certificates",
  [INKAN_OTHER_FILE_KEY] = "a private key without a certificate",
  [INKAN_OTHER_FILE_REQUEST] = "a request for a certificate (PKCS#10)",
  [INKAN_OTHER_FILE_MAIL] = "an e-mail message",
};

/* By their first bytes. */
static InkanOtherFile
tell_signature (const guint8 *data, gsize size)
{
  static const struct {
    const char *start;
    gsize length;
    InkanOtherFile what;
  } kinds[] = {
    { "PK\3\4", 4, INKAN_OTHER_FILE_ARCHIVE },
    { "PK\5\6", 4, INKAN_OTHER_FILE_ARCHIVE },
    { "\x1f\x8b", 2, INKAN_OTHER_FILE_ARCHIVE },
    { "BZh", 3, INKAN_OTHER_FILE_ARCHIVE },
    { "\xfd" "7zXZ", 5, INKAN_OTHER_FILE_ARCHIVE },
    { "7z\xbc\xaf\x27\x1c", 6, INKAN_OTHER_FILE_ARCHIVE },
    { "Rar!\x1a\x07", 6, INKAN_OTHER_FILE_ARCHIVE },
    { "\xfe\xed\xfe\xed", 4, INKAN_OTHER_FILE_JAVA },
    { "\xce\xce\xce\xce", 4, INKAN_OTHER_FILE_JAVA },
    { "%PDF", 4, INKAN_OTHER_FILE_DOCUMENT },
    { "\xff\xfe<", 3, INKAN_OTHER_FILE_MARKUP }, /* UTF-16 */
    { "\xfe\xff\0<", 4, INKAN_OTHER_FILE_MARKUP },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (size >= kinds[i].length && memcmp (data, kinds[i].start, kinds[i].length) == 0)
      return kinds[i].what;
  return INKAN_OTHER_FILE_UNKNOWN;
}

/* The fields that a message, as mail programs save it, starts with one of. */
static gboolean
starts_like_mail (const char *text)
{
  static const char *const fields[] = {
    "Return-Path:", "Received:",   "Delivered-To:",   "From:",         "To:",          "Subject:", "Date:",
    "Message-ID:",  "MIME-Version:", "Content-Type:", "DKIM-Signature:", "ARC-Seal:",  "X-",       "From ",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_ascii_strncasecmp (text, fields[i], strlen (fields[i])) == 0)
      return TRUE;
  return FALSE;
}

/* Base64 of a SEQUENCE longer than 127 bytes. */
static gboolean
starts_like_base64 (const char *text)
{
  gsize length = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n");

  return g_str_has_prefix (text, "MI") && (text[length] == '\0' || length >= 64);
}

static InkanOtherFile
tell_text (const guint8 *data, gsize size)
{
  g_autofree char *copy = g_strndup ((const char *) data, MIN (size, ENOUGH_TEXT));
  const char *text = g_str_has_prefix (copy, "\xef\xbb\xbf") ? copy + 3 : copy;

  while (g_ascii_isspace (*text))
    text++;
  if (*text == '<')
    return INKAN_OTHER_FILE_MARKUP;
  if (starts_like_mail (text))
    return INKAN_OTHER_FILE_MAIL;
  if (g_str_has_prefix (text, "-----BEGIN ") || strstr (text, "\n-----BEGIN ") != NULL)
    return INKAN_OTHER_FILE_PEM;
  return starts_like_base64 (text) ? INKAN_OTHER_FILE_BASE64 : INKAN_OTHER_FILE_UNKNOWN;
}

static InkanOtherFile
tell_der (const guint8 *data, gsize size)
{
  static const struct {
    const ASN1_ITEM *(*item) (void);
    InkanOtherFile what;
  } kinds[] = {
    { ASN1_ITEM_ref (X509), INKAN_OTHER_FILE_CERTIFICATE },
    { ASN1_ITEM_ref (X509_REQ), INKAN_OTHER_FILE_REQUEST },
    { ASN1_ITEM_ref (PKCS7), INKAN_OTHER_FILE_CERTIFICATES },
    { ASN1_ITEM_ref (X509_SIG), INKAN_OTHER_FILE_KEY }, /* encrypted: PKCS#8 */
  };
  const guint8 *p = data;
  EVP_PKEY *key;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++, p = data) {
    ASN1_VALUE *value = ASN1_item_d2i (NULL, &p, (long) size, kinds[i].item ());

    ASN1_item_free (value, kinds[i].item ());
    if (value != NULL)
      return kinds[i].what;
  }
  key = d2i_AutoPrivateKey (NULL, &p, (long) size);
  EVP_PKEY_free (key);
  return key != NULL ? INKAN_OTHER_FILE_KEY : INKAN_OTHER_FILE_UNKNOWN;
}

gboolean
inkan_other_file_refuse (const guint8 *data, gsize size, GError **error)
{
  InkanOtherFile what = tell_signature (data, size);

  if (what == INKAN_OTHER_FILE_UNKNOWN)
    what = size > 0 && data[0] == 0x30 ? tell_der (data, size) : tell_text (data, size);
  ERR_clear_error ();
  g_set_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_NOT_PKCS12, "Not a PKCS#12 file%s%s",
               names[what] != NULL ? ", but " : "", names[what] != NULL ? names[what] : "");
  inkan_certificate_error_set_other (error, what);
  return FALSE;
}
