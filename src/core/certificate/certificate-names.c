/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate-private.h"

#include "../base/text.h"

#include <string.h>

#define MAX_NAMES 64
#define MAX_ADDRESSES 32

/* Fit to be shown. A NUL is shown as something that is not text: whoever reads
 * up to it only would take "a.example\0.b.example" for "a.example". */
static char *
clean (const char *data, gsize length)
{
  g_autoptr (GString) text = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    if (data[i] != '\0')
      g_string_append_c (text, data[i]);
    else
      g_string_append (text, "\xef\xbf\xbd");
  return inkan_text_clean (text->str, INKAN_MAX_NAME, FALSE);
}

/* @string, of any of ASN.1's kinds of text: (transfer full). */
char *
inkan_asn1_text (const ASN1_STRING *string)
{
  guint8 *utf8 = NULL;
  int length = ASN1_STRING_to_UTF8 (&utf8, string);
  char *text;

  /* What is not of the kind that it says it is still has bytes. */
  if (length < 0)
    return clean ((const char *) ASN1_STRING_get0_data (string), (gsize) ASN1_STRING_length (string));
  text = clean ((const char *) utf8, (gsize) length);
  OPENSSL_free (utf8);
  return text;
}

/* The whole name as RFC 4514 writes it: (transfer full). */
char *
inkan_x509_name (const X509_NAME *name)
{
  g_autoptr (BIO) memory = BIO_new (BIO_s_mem ());
  char *data = NULL;
  long length;

  X509_NAME_print_ex (memory, name, 0,
                      (XN_FLAG_RFC2253 & ~(unsigned long) ASN1_STRFLGS_ESC_MSB) | ASN1_STRFLGS_UTF8_CONVERT);
  length = BIO_get_mem_data (memory, &data);
  return clean (data, (gsize) MAX (length, 0));
}

/* The most particular common name, else the whole name: (transfer full). */
char *
inkan_x509_owner (const X509_NAME *name)
{
  int index = -1, last = -1;
  g_autofree char *text = NULL;

  while ((index = X509_NAME_get_index_by_NID (name, NID_commonName, index)) >= 0)
    last = index;
  if (last >= 0)
    text = inkan_asn1_text (X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, last)));
  if (text == NULL || *text == '\0')
    return inkan_x509_name (name);
  return g_steal_pointer (&text);
}

static char *
describe_network (const ASN1_OCTET_STRING *octets)
{
  g_autoptr (GInetAddress) address = NULL;
  int length = ASN1_STRING_length (octets);

  if (length != 4 && length != 16)
    return NULL;
  address = g_inet_address_new_from_bytes (ASN1_STRING_get0_data (octets),
                                           length == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (address);
}

static gboolean
is_text (int type)
{
  switch (type) {
  case V_ASN1_UTF8STRING:
  case V_ASN1_PRINTABLESTRING:
  case V_ASN1_T61STRING:
  case V_ASN1_IA5STRING:
  case V_ASN1_VISIBLESTRING:
  case V_ASN1_GENERALSTRING:
  case V_ASN1_BMPSTRING:
  case V_ASN1_UNIVERSALSTRING:
    return TRUE;
  default:
    return FALSE;
  }
}

static char *
describe_other (const OTHERNAME *other, InkanNameKind *kind)
{
  g_autofree char *type = inkan_object_name (other->type_id);
  g_autofree char *text = NULL;

  if (other->value == NULL || !is_text (other->value->type))
    return g_steal_pointer (&type);
  text = inkan_asn1_text (other->value->value.asn1_string);
  switch (OBJ_obj2nid (other->type_id)) {
  case NID_ms_upn:
    *kind = INKAN_NAME_LOGIN;
    return g_steal_pointer (&text);
  case NID_id_on_SmtpUTF8Mailbox:
    *kind = INKAN_NAME_EMAIL;
    return g_steal_pointer (&text);
  default:
    return g_strdup_printf ("%s: %s", type, text);
  }
}

static char *
describe (const GENERAL_NAME *name, InkanNameKind *kind)
{
  *kind = INKAN_NAME_OTHER;
  switch (name->type) {
  case GEN_EMAIL:
    *kind = INKAN_NAME_EMAIL;
    return inkan_asn1_text (name->d.rfc822Name);
  case GEN_DNS:
    *kind = INKAN_NAME_HOST;
    return inkan_asn1_text (name->d.dNSName);
  case GEN_URI:
    *kind = INKAN_NAME_WEB;
    return inkan_asn1_text (name->d.uniformResourceIdentifier);
  case GEN_IPADD:
    *kind = INKAN_NAME_NETWORK;
    return describe_network (name->d.iPAddress);
  case GEN_DIRNAME:
    *kind = INKAN_NAME_DIRECTORY;
    return inkan_x509_name (name->d.directoryName);
  case GEN_OTHERNAME:
    return describe_other (name->d.otherName, kind);
  case GEN_RID:
    return inkan_object_name (name->d.registeredID);
  default:
    return NULL;
  }
}

static void
name_free (gpointer data)
{
  InkanName *name = data;

  g_free (name->text);
  g_free (name);
}

/* subjectAltName: (transfer full) (element-type InkanName). */
GPtrArray *
inkan_x509_names (const X509 *certificate)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (name_free);
  GENERAL_NAMES *found = X509_get_ext_d2i (certificate, NID_subject_alt_name, NULL, NULL);

  for (int i = 0; i < MIN (sk_GENERAL_NAME_num (found), MAX_NAMES); i++) {
    InkanNameKind kind;
    g_autofree char *text = describe (sk_GENERAL_NAME_value (found, i), &kind);
    InkanName *name;

    if (text == NULL || *text == '\0')
      continue;
    name = g_new (InkanName, 1);
    *name = (InkanName){ kind, g_steal_pointer (&text) };
    g_ptr_array_add (names, name);
  }
  GENERAL_NAMES_free (found);
  return names;
}

static void
add_once (GPtrArray *addresses, char *address)
{
  if (*address == '\0' || addresses->len == MAX_ADDRESSES
      || g_ptr_array_find_with_equal_func (addresses, address, g_str_equal, NULL))
    g_free (address);
  else
    g_ptr_array_add (addresses, address);
}

/* E-mail addresses, of @names first, then of the subject: each once (transfer full). */
GStrv
inkan_x509_addresses (const X509 *certificate, GPtrArray *names)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  const X509_NAME *subject = X509_get_subject_name (certificate);
  int index = -1;

  for (guint i = 0; i < names->len; i++) {
    const InkanName *name = g_ptr_array_index (names, i);

    if (name->kind == INKAN_NAME_EMAIL)
      add_once (addresses, g_strdup (name->text));
  }
  while ((index = X509_NAME_get_index_by_NID (subject, NID_pkcs9_emailAddress, index)) >= 0)
    add_once (addresses, inkan_asn1_text (X509_NAME_ENTRY_get_data (X509_NAME_get_entry (subject, index))));
  g_ptr_array_add (addresses, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&addresses), FALSE);
}
