/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate-private.h"

#define MAX_OTHERS 16

/* Some have no name in OpenSSL 3.0. */
static const struct {
  const char *numbers;
  InkanUsage usage;
} purposes[] = {
  { "2.5.29.37.0", INKAN_USAGE_ANY },
  { "1.3.6.1.5.5.7.3.1", INKAN_USAGE_SERVER },
  { "1.3.6.1.5.5.7.3.2", INKAN_USAGE_CLIENT },
  { "1.3.6.1.5.5.7.3.3", INKAN_USAGE_CODE },
  { "1.3.6.1.5.5.7.3.4", INKAN_USAGE_EMAIL },
  { "1.3.6.1.5.5.7.3.5", INKAN_USAGE_NETWORK },  /* IPsec end system */
  { "1.3.6.1.5.5.7.3.6", INKAN_USAGE_NETWORK },  /* IPsec tunnel */
  { "1.3.6.1.5.5.7.3.7", INKAN_USAGE_NETWORK },  /* IPsec user */
  { "1.3.6.1.5.5.7.3.17", INKAN_USAGE_NETWORK }, /* IPsec IKE: RFC 4945 */
  { "1.3.6.1.5.5.7.3.14", INKAN_USAGE_NETWORK }, /* EAP over LAN: RFC 4334 */
  { "1.3.6.1.5.5.7.3.8", INKAN_USAGE_TIME },
  { "1.3.6.1.5.5.7.3.9", INKAN_USAGE_STATUS },
  { "1.3.6.1.5.5.7.3.36", INKAN_USAGE_DOCUMENTS },      /* RFC 9336 */
  { "1.3.6.1.4.1.311.10.3.12", INKAN_USAGE_DOCUMENTS }, /* Microsoft */
  { "1.2.840.113583.1.1.5", INKAN_USAGE_DOCUMENTS },    /* Adobe */
  { "1.3.6.1.4.1.311.20.2.2", INKAN_USAGE_LOGON },      /* Microsoft */
  { "1.3.6.1.5.2.3.4", INKAN_USAGE_LOGON },             /* Kerberos: RFC 4556 */
  { "1.3.6.1.4.1.311.10.3.4", INKAN_USAGE_FILES },      /* Microsoft EFS */
};

static InkanUsage
find_purpose (const ASN1_OBJECT *object)
{
  char numbers[128];

  if (OBJ_obj2txt (numbers, sizeof numbers, object, 1) > 0)
    for (guint i = 0; i < G_N_ELEMENTS (purposes); i++)
      if (g_str_equal (purposes[i].numbers, numbers))
        return purposes[i].usage;
  return INKAN_USAGE_NONE;
}

/* What cannot be read, and what is empty against the rules, allows nothing that
 * is known; only what is not there allows everything. */
static InkanUsage
add_unreadable (const X509 *certificate, int extension, InkanUsage usages, InkanUsage unreadable)
{
  if (usages != INKAN_USAGE_NONE || X509_get_ext_by_NID (certificate, extension, -1) < 0)
    return usages;
  return unreadable;
}

/* The bits of keyUsage, the first one first. */
static InkanUsage
read_key_usage (const X509 *certificate)
{
  static const InkanUsage bits[] = {
    INKAN_USAGE_SIGN,  INKAN_USAGE_COMMIT,            INKAN_USAGE_ENCRYPT_KEYS, INKAN_USAGE_ENCRYPT_DATA,
    INKAN_USAGE_AGREE, INKAN_USAGE_SIGN_CERTIFICATES, INKAN_USAGE_SIGN_LISTS,
  };
  ASN1_BIT_STRING *found = X509_get_ext_d2i (certificate, NID_key_usage, NULL, NULL);
  InkanUsage usages = INKAN_USAGE_NONE;

  for (guint i = 0; found != NULL && i < G_N_ELEMENTS (bits); i++)
    if (ASN1_BIT_STRING_get_bit (found, (int) i) == 1)
      usages |= bits[i];
  ASN1_BIT_STRING_free (found);
  return add_unreadable (certificate, NID_key_usage, usages, INKAN_USAGE_KEY_UNREADABLE);
}

/* @others: (out) (transfer full): those that @InkanUsage has no value for. */
InkanUsage
inkan_x509_usages (const X509 *certificate, GStrv *others)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  EXTENDED_KEY_USAGE *found = X509_get_ext_d2i (certificate, NID_ext_key_usage, NULL, NULL);
  InkanUsage usages = INKAN_USAGE_NONE;
  int n_others = 0;

  for (int i = 0; i < sk_ASN1_OBJECT_num (found); i++) {
    const ASN1_OBJECT *object = sk_ASN1_OBJECT_value (found, i);
    InkanUsage usage = find_purpose (object);

    usages |= usage;
    if (usage == INKAN_USAGE_NONE && n_others++ < MAX_OTHERS) {
      g_autofree char *name = inkan_object_name (object);

      g_strv_builder_add (builder, name);
    }
  }
  EXTENDED_KEY_USAGE_free (found);
  *others = g_strv_builder_end (builder);
  if (n_others == 0)
    usages = add_unreadable (certificate, NID_ext_key_usage, usages, INKAN_USAGE_UNREADABLE);
  return usages | read_key_usage (certificate);
}
