/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate-private.h"

#include "../base/text.h"

#include <openssl/err.h>

#define MAX_SHORT_TEXT 256
#define MAX_SERIAL 64 /* octets; RFC 5280 allows 20 */

struct _InkanCertificate {
  GObject parent_instance;

  char *subject;
  char *subject_name;
  GStrv addresses;
  char *issuer;
  char *friendly_name;
  GDateTime *not_before;
  GDateTime *not_after;
  char *key_type;
  guint key_bits;
  char *serial;
  char *fingerprint;
  char *fingerprint_sha1;
  GPtrArray *names;
  InkanUsage usages;
  GStrv other_usages;
  InkanChainState chain_state;
  char *missing_issuer;
  GPtrArray *chain;
  guint n_others;
  InkanWeakness weaknesses;
};

G_DEFINE_FINAL_TYPE (InkanCertificate, inkan_certificate, G_TYPE_OBJECT)

static void
inkan_certificate_finalize (GObject *object)
{
  InkanCertificate *self = INKAN_CERTIFICATE (object);

  g_free (self->subject);
  g_free (self->subject_name);
  g_strfreev (self->addresses);
  g_free (self->issuer);
  g_free (self->friendly_name);
  g_clear_pointer (&self->not_before, g_date_time_unref);
  g_clear_pointer (&self->not_after, g_date_time_unref);
  g_free (self->key_type);
  g_free (self->serial);
  g_free (self->fingerprint);
  g_free (self->fingerprint_sha1);
  g_ptr_array_unref (self->names);
  g_strfreev (self->other_usages);
  g_free (self->missing_issuer);
  g_ptr_array_unref (self->chain);

  G_OBJECT_CLASS (inkan_certificate_parent_class)->finalize (object);
}

static void
inkan_certificate_class_init (InkanCertificateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = inkan_certificate_finalize;
}

static void
inkan_certificate_init (InkanCertificate *self)
{
}

static GDateTime *
describe_time (const ASN1_TIME *time)
{
  struct tm tm;

  if (ASN1_TIME_to_tm (time, &tm) != 1)
    return NULL;
  return g_date_time_new_utc (tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static char *
describe_octets (const guint8 *octets, gsize length)
{
  GString *text = g_string_sized_new (3 * length);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%s%02X", i == 0 ? "" : ":", octets[i]);
  return g_string_free (text, FALSE);
}

static char *
describe_serial (const X509 *certificate)
{
  const ASN1_INTEGER *serial = X509_get0_serialNumber (certificate);
  g_autofree char *digits = NULL;

  if (ASN1_STRING_length (serial) == 0)
    return g_strdup ("00");
  digits = describe_octets (ASN1_STRING_get0_data (serial), MIN (ASN1_STRING_length (serial), MAX_SERIAL));
  return g_strconcat (ASN1_STRING_type (serial) == V_ASN1_NEG_INTEGER ? "-" : "", digits,
                      ASN1_STRING_length (serial) > MAX_SERIAL ? "…" : NULL, NULL);
}

static char *
describe_fingerprint (const X509 *certificate, const EVP_MD *kind)
{
  guint8 digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;

  if (X509_digest (certificate, kind, digest, &length) != 1)
    return NULL;
  return describe_octets (digest, length);
}

static char *
describe_key_type (const EVP_PKEY *key)
{
  const char *type = EVP_PKEY_get0_type_name (key), *nist = NULL;
  char curve[80] = "";

  if (type == NULL)
    return g_strdup ("unknown");
  if (EVP_PKEY_is_a (key, "ED25519"))
    return g_strdup ("Ed25519");
  if (EVP_PKEY_is_a (key, "ED448"))
    return g_strdup ("Ed448");
  if (!EVP_PKEY_is_a (key, "EC") || EVP_PKEY_get_group_name (key, curve, sizeof curve, NULL) != 1)
    return g_strdup (type);
  nist = EC_curve_nid2nist (OBJ_sn2nid (curve));
  return g_strdup_printf ("EC %s", nist != NULL ? nist : curve);
}

/* As many bits as NIST SP 800-57 wants until 2030. */
static gboolean
is_short (const EVP_PKEY *key, guint bits)
{
  return bits < (EVP_PKEY_is_a (key, "RSA") || EVP_PKEY_is_a (key, "RSA-PSS") || EVP_PKEY_is_a (key, "DSA") ? 2048
                                                                                                         : 224);
}

static InkanWeakness
find_weaknesses (InkanCertificate *self, const InkanChain *chain, const EVP_PKEY *key)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  InkanWeakness weaknesses = INKAN_WEAKNESS_NONE;

  if (is_short (key, self->key_bits))
    weaknesses |= INKAN_WEAKNESS_SHORT_KEY;
  if (chain->sha1)
    weaknesses |= INKAN_WEAKNESS_SHA1_SIGNATURE;
  if (g_date_time_compare (now, self->not_after) > 0)
    weaknesses |= INKAN_WEAKNESS_EXPIRED;
  if (g_date_time_compare (now, self->not_before) < 0)
    weaknesses |= INKAN_WEAKNESS_NOT_YET_VALID;
  if (chain->n_others > 0)
    weaknesses |= INKAN_WEAKNESS_SEVERAL_PERSONS;
  return weaknesses;
}

/* Who has no name in the subject is named in subjectAltName (RFC 5280, 4.1.2.6). */
static const char *
find_other_name (InkanCertificate *self)
{
  if (self->addresses[0] != NULL)
    return self->addresses[0];
  return self->names->len > 0 ? ((InkanName *) g_ptr_array_index (self->names, 0))->text : "";
}

/* What a certificate says of itself, whosever it is. */
static InkanCertificate *
describe (X509 *certificate)
{
  InkanCertificate *self = g_object_new (INKAN_TYPE_CERTIFICATE, NULL);
  const EVP_PKEY *key = X509_get0_pubkey (certificate);

  self->subject = inkan_x509_owner (X509_get_subject_name (certificate));
  self->subject_name = inkan_x509_name (X509_get_subject_name (certificate));
  self->names = inkan_x509_names (certificate);
  self->addresses = inkan_x509_addresses (certificate, self->names);
  if (*self->subject == '\0') {
    g_free (self->subject);
    self->subject = g_strdup (find_other_name (self));
  }
  self->issuer = inkan_x509_owner (X509_get_issuer_name (certificate));
  self->not_before = describe_time (X509_get0_notBefore (certificate));
  self->not_after = describe_time (X509_get0_notAfter (certificate));
  if (key != NULL) {
    self->key_type = describe_key_type (key);
    self->key_bits = (guint) MAX (EVP_PKEY_get_bits (key), 0);
  }
  self->serial = describe_serial (certificate);
  self->fingerprint = describe_fingerprint (certificate, EVP_sha256 ());
  self->fingerprint_sha1 = describe_fingerprint (certificate, EVP_sha1 ());
  self->usages = inkan_x509_usages (certificate, &self->other_usages);
  self->chain = g_ptr_array_new_with_free_func (g_object_unref);
  ERR_clear_error ();
  return self;
}

/*
 * inkan_certificate_new:
 * @weaknesses: those of the file
 *
 * Writes down what there is to say, so that nothing of OpenSSL stays.
 *
 * Returns: (transfer full): or %NULL with DAMAGED
 */
InkanCertificate *
inkan_certificate_new (const InkanChain *chain, InkanWeakness weaknesses, GError **error)
{
  g_autoptr (InkanCertificate) self = describe (chain->own->certificate);
  const X509 *top = chain->n_above > 0 ? chain->above[chain->n_above - 1] : chain->own->certificate;
  const char *friendly_name = chain->own->friendly_name;

  if (friendly_name == NULL)
    friendly_name = chain->key->friendly_name;
  if (friendly_name != NULL && *friendly_name != '\0')
    self->friendly_name = inkan_text_clean (friendly_name, MAX_SHORT_TEXT, FALSE);
  for (guint i = 0; i < chain->n_above; i++)
    g_ptr_array_add (self->chain, describe (chain->above[i]));
  self->chain_state = chain->state;
  if (chain->state == INKAN_CHAIN_PARTIAL)
    self->missing_issuer = inkan_x509_owner (X509_get_issuer_name (top));
  self->n_others = chain->n_others;
  if (self->not_before == NULL || self->not_after == NULL || self->fingerprint == NULL) {
    g_set_error_literal (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED,
                         "The certificate's dates cannot be read");
    return NULL;
  }
  self->weaknesses = weaknesses | find_weaknesses (self, chain, X509_get0_pubkey (chain->own->certificate));
  return g_steal_pointer (&self);
}

const char *
inkan_certificate_get_subject (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), NULL);
  return self->subject;
}

const char *
inkan_certificate_get_subject_name (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), NULL);
  return self->subject_name;
}

const char *const *
inkan_certificate_get_addresses (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), NULL);
  return (const char *const *) self->addresses;
}

GPtrArray *
inkan_certificate_get_names (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), NULL);
  return self->names;
}

const char *
inkan_certificate_get_issuer (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), NULL);
  return self->issuer;
}

const char *
inkan_certificate_get_friendly_name (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), NULL);
  return self->friendly_name;
}

GDateTime *
inkan_certificate_get_not_before (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), NULL);
  return self->not_before;
}

GDateTime *
inkan_certificate_get_not_after (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), NULL);
  return self->not_after;
}

const char *
inkan_certificate_get_key_type (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), NULL);
  return self->key_type;
}

guint
inkan_certificate_get_key_bits (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), 0);
  return self->key_bits;
}

const char *
inkan_certificate_get_serial (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), NULL);
  return self->serial;
}

const char *
inkan_certificate_get_fingerprint (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), NULL);
  return self->fingerprint;
}

const char *
inkan_certificate_get_fingerprint_sha1 (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), NULL);
  return self->fingerprint_sha1;
}

InkanUsage
inkan_certificate_get_usages (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), INKAN_USAGE_NONE);
  return self->usages;
}

const char *const *
inkan_certificate_get_other_usages (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), NULL);
  return (const char *const *) self->other_usages;
}

InkanChainState
inkan_certificate_get_chain_state (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), INKAN_CHAIN_BROKEN);
  return self->chain_state;
}

const char *
inkan_certificate_get_missing_issuer (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), NULL);
  return self->missing_issuer;
}

GPtrArray *
inkan_certificate_get_chain (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), NULL);
  return self->chain;
}

guint
inkan_certificate_get_n_others (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), 0);
  return self->n_others;
}

InkanWeakness
inkan_certificate_get_weaknesses (InkanCertificate *self)
{
  g_return_val_if_fail (INKAN_IS_CERTIFICATE (self), INKAN_WEAKNESS_NONE);
  return self->weaknesses;
}
