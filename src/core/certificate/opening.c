/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "opening.h"

#include "key-limits.h"
#include "mac.h"
#include "pbe.h"
#include "pfx.h"

#include <openssl/err.h>

/* Iterations in all, above which a second thread is worth its start. */
#define DEAR_COST 10000
/* More than anybody needs, and few enough to compare each with each. */
#define MAX_KEYS 64
#define MAX_CERTIFICATES 128
#define MAX_NESTING 8

static void
inkan_item_free (InkanItem *item)
{
  EVP_PKEY_free (item->key);
  X509_free (item->certificate);
  g_free (item->friendly_name);
  g_clear_pointer (&item->local_id, g_bytes_unref);
  g_free (item);
}

static void
inkan_kept_free (InkanKept *kept)
{
  PKCS8_PRIV_KEY_INFO_free (kept->decrypted);
  g_free (kept);
}

void
inkan_opening_clear (InkanOpening *self)
{
  g_clear_pointer (&self->kept, g_ptr_array_unref); /* borrows from the others */
  g_clear_pointer (&self->ahead, inkan_ahead_free); /* uses all the others */
  g_clear_pointer (&self->foreseen, g_ptr_array_unref);
  g_clear_pointer (&self->plain, g_ptr_array_unref);
  g_clear_pointer (&self->boxes, g_ptr_array_unref);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_clear_pointer (&self->certificates, g_ptr_array_unref);
  g_clear_error (&self->oddity);
  inkan_passphrase_clear (&self->passphrase);
}

static gboolean
fail (GError **error, InkanCertificateError code, const char *message)
{
  ERR_clear_error ();
  g_set_error_literal (error, INKAN_CERTIFICATE_ERROR, code, message);
  return FALSE;
}

/* Files hold things that nobody here needs: what cannot be read is left out,
 * and is the answer only when something turns out to be missing. */
static gboolean
leave_out (InkanOpening *self, GError *reason)
{
  ERR_clear_error ();
  if (self->oddity == NULL)
    self->oddity = reason;
  else
    g_error_free (reason);
  return TRUE;
}

static gboolean
promise (InkanOpening *self, gint64 cost, GError **error)
{
  self->cost += cost;
  if (self->cost <= INKAN_MAX_COST)
    return TRUE;
  return fail (error, INKAN_CERTIFICATE_ERROR_TOO_EXPENSIVE,
               "The file asks for more than 10 million iterations of key derivation");
}

/* GnuTLS puts each octet of UTF-8 where a character belongs: (nullable), when that is what @name is. */
static char *
read_spread_utf8 (const char *name)
{
  g_autofree char *octets = g_convert (name, -1, "ISO-8859-1", "UTF-8", NULL, NULL, NULL);

  if (octets == NULL || g_str_is_ascii (octets) || !g_utf8_validate (octets, -1, NULL))
    return NULL;
  return g_steal_pointer (&octets);
}

/* The name as UTF-16 says it; OpenSSL's conversion has had an overflow there. */
static char *
read_friendly_name (const PKCS12_SAFEBAG *bag)
{
  const ASN1_TYPE *value = PKCS12_SAFEBAG_get0_attr (bag, NID_friendlyName);
  g_autofree char *name = NULL;
  const guint8 *octets;
  char *utf8 = NULL;
  int length;

  if (value == NULL || value->type != V_ASN1_BMPSTRING || value->value.bmpstring == NULL)
    return NULL;
  octets = ASN1_STRING_get0_data (value->value.bmpstring);
  length = ASN1_STRING_length (value->value.bmpstring);
  while (length >= 2 && octets[length - 1] == 0 && octets[length - 2] == 0)
    length -= 2; /* a terminator that does not belong there */
  name = g_convert ((const char *) octets, length & ~1, "UTF-8", "UTF-16BE", NULL, NULL, NULL);
  if (name != NULL)
    utf8 = read_spread_utf8 (name);
  return utf8 != NULL ? utf8 : g_steal_pointer (&name);
}

static InkanItem *
new_item (const PKCS12_SAFEBAG *bag)
{
  const ASN1_TYPE *id = PKCS12_SAFEBAG_get0_attr (bag, NID_localKeyID);
  InkanItem *item = g_new0 (InkanItem, 1);

  item->friendly_name = read_friendly_name (bag);
  if (id != NULL && id->type == V_ASN1_OCTET_STRING && id->value.octet_string != NULL)
    item->local_id = g_bytes_new (ASN1_STRING_get0_data (id->value.octet_string),
                                  (gsize) ASN1_STRING_length (id->value.octet_string));
  return item;
}

static gboolean
add_item (GPtrArray *items, InkanItem *item, guint most, GError **error)
{
  g_ptr_array_add (items, item);
  if (items->len <= most)
    return TRUE;
  return fail (error, INKAN_CERTIFICATE_ERROR_UNSUPPORTED, "The file holds too many keys or certificates");
}

static gboolean
is_known_key_type (const ASN1_OBJECT *type)
{
  char numbers[128];
  EVP_KEYMGMT *manager = NULL;

  if (OBJ_obj2txt (numbers, sizeof numbers, type, 1) > 0)
    manager = EVP_KEYMGMT_fetch (NULL, numbers, NULL);
  EVP_KEYMGMT_free (manager);
  return manager != NULL;
}

static gboolean
take_key (InkanOpening *self, const PKCS12_SAFEBAG *bag, const PKCS8_PRIV_KEY_INFO *info, GError **error)
{
  gboolean bearable = inkan_key_is_bearable (info);
  g_autoptr (EVP_PKEY) key = bearable ? EVP_PKCS82PKEY (info) : NULL;
  g_autofree char *name = NULL;
  const ASN1_OBJECT *type = NULL;
  GError *reason = NULL;
  InkanItem *item;

  if (!bearable || (key != NULL && !inkan_key_is_of_bearable_size (key)))
    return leave_out (self, g_error_new_literal (INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED,
                                                 "A private key is larger than is supported"));
  if (key == NULL) {
    if (PKCS8_pkey_get0 (&type, NULL, NULL, NULL, info) != 1)
      return fail (error, INKAN_CERTIFICATE_ERROR_DAMAGED, "A private key is broken");
    name = inkan_object_name (type);
    if (!self->intact && is_known_key_type (type))
      return leave_out (self, g_error_new (INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED,
                                           "A private key (%s) is broken", name));
    reason = g_error_new (INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED,
                          "Private keys of the kind %s are not supported", name);
    inkan_certificate_error_set_algorithm (&reason, name);
    return leave_out (self, reason);
  }
  item = new_item (bag);
  item->key = g_steal_pointer (&key);
  return add_item (self->keys, item, MAX_KEYS, error);
}

static gboolean
take_certificate (InkanOpening *self, const PKCS12_SAFEBAG *bag, GError **error)
{
  X509 *certificate = PKCS12_SAFEBAG_get1_cert (bag);
  InkanItem *item;

  if (certificate == NULL)
    return leave_out (self, g_error_new_literal (INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED,
                                                 "A certificate is broken"));
  item = new_item (bag);
  item->certificate = certificate;
  return add_item (self->certificates, item, MAX_CERTIFICATES, error);
}

static gboolean
fail_to_decrypt (InkanOpening *self, const X509_ALGOR *algorithm, GError **error)
{
  g_autofree char *name = NULL;

  if (!self->fits)
    return fail (error, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE, "The passphrase does not decrypt the file");
  if (!self->intact)
    return fail (error, INKAN_CERTIFICATE_ERROR_DAMAGED, "The passphrase decrypts only parts of the file");
  name = inkan_object_name (algorithm->algorithm);
  g_set_error (error, INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED,
               "The passphrase is right, but what is encrypted with %s cannot be decrypted with it", name);
  return FALSE;
}

/* Decrypts @octets and decodes it as @item: a wrong key shows in the padding or,
 * one time in 256, only in the structure. */
static ASN1_VALUE *
decrypt (InkanOpening *self, const X509_ALGOR *algorithm, const ASN1_OCTET_STRING *octets, const ASN1_ITEM *item,
         gboolean promised, GError **error)
{
  g_auto (InkanPbe) pbe = { 0 };
  g_auto (InkanKey) key;
  InkanSpelling spelling;

  if (!inkan_pbe_read (&pbe, algorithm, error) || !inkan_pbe_find (&pbe, &self->providers, error))
    return NULL;
  if (!promised && !promise (self, pbe.cost, error))
    return NULL;
  for (guint turn = 0; inkan_passphrase_try (&self->passphrase, pbe.use, turn, &spelling); turn++) {
    ASN1_VALUE *value = NULL;
    const guint8 *end;
    guint8 *plain;
    int length;

    if (turn > 0)
      inkan_ahead_stop (self->ahead);
    if (!inkan_ahead_get (self->ahead, &pbe.derivation, spelling, &key, error))
      return NULL;
    plain = inkan_pbe_decrypt (&pbe, &key, octets, &length);
    if (plain == NULL)
      continue;
    end = plain;
    value = ASN1_item_d2i (NULL, &end, length, item);
    ERR_clear_error ();
    OPENSSL_clear_free (plain, (size_t) length);
    if (value == NULL)
      continue;
    self->passphrase.first[pbe.use] = spelling;
    self->fits = TRUE;
    self->weaknesses |= pbe.weaknesses;
    return value;
  }
  fail_to_decrypt (self, algorithm, error);
  return NULL;
}

static void
keep (InkanOpening *self, const PKCS12_SAFEBAG *bag, PKCS8_PRIV_KEY_INFO *decrypted)
{
  InkanKept *kept;

  if (!self->keep) {
    PKCS8_PRIV_KEY_INFO_free (decrypted);
    return;
  }
  kept = g_new0 (InkanKept, 1);
  kept->bag = bag;
  kept->decrypted = decrypted;
  g_ptr_array_add (self->kept, kept);
}

/* Whether the rest of the file may still give what is needed. */
static gboolean
try_without (InkanOpening *self, GError *reason, GError **error)
{
  self->lost = TRUE;
  if (reason->domain == INKAN_CERTIFICATE_ERROR && reason->code == INKAN_CERTIFICATE_ERROR_UNSUPPORTED)
    return leave_out (self, reason);
  g_propagate_error (error, reason);
  return FALSE;
}

static gboolean
take_shrouded_key (InkanOpening *self, const PKCS12_SAFEBAG *bag, gboolean promised, GError **error)
{
  g_autoptr (PKCS8_PRIV_KEY_INFO) info = NULL;
  const X509_SIG *shrouded = PKCS12_SAFEBAG_get0_pkcs8 (bag);
  const ASN1_OCTET_STRING *octets = NULL;
  const X509_ALGOR *algorithm = NULL;
  GError *reason = NULL;

  if (shrouded == NULL)
    return fail (error, INKAN_CERTIFICATE_ERROR_DAMAGED, "A private key is broken");
  X509_SIG_get0 (shrouded, &algorithm, &octets);
  info = (PKCS8_PRIV_KEY_INFO *) decrypt (self, algorithm, octets, ASN1_ITEM_rptr (PKCS8_PRIV_KEY_INFO), promised,
                                          &reason);
  if (info == NULL)
    return try_without (self, reason, error);
  if (!take_key (self, bag, info, error))
    return FALSE;
  keep (self, bag, g_steal_pointer (&info));
  return TRUE;
}

/* What Java puts in for a secret key: locked as a private one, in an envelope of
 * its own. Of no use to anybody here but whoever writes the file anew. */
static gboolean
take_secret (InkanOpening *self, const PKCS12_SAFEBAG *bag, GError **error)
{
  const ASN1_TYPE *value = PKCS12_SAFEBAG_get0_bag_obj (bag);
  g_autoptr (PKCS8_PRIV_KEY_INFO) info = NULL;
  g_autoptr (X509_SIG) shrouded = NULL;
  const ASN1_OCTET_STRING *octets = NULL;
  const X509_ALGOR *algorithm = NULL;
  GError *reason = NULL;

  if (OBJ_obj2nid (PKCS12_SAFEBAG_get0_bag_type (bag)) != NID_pkcs8ShroudedKeyBag || value == NULL
      || value->type != V_ASN1_OCTET_STRING) {
    keep (self, bag, NULL);
    return TRUE;
  }
  shrouded = (X509_SIG *) ASN1_item_unpack (value->value.octet_string, ASN1_ITEM_rptr (X509_SIG));
  ERR_clear_error ();
  if (shrouded == NULL)
    return leave_out (self, g_error_new_literal (INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_DAMAGED,
                                                 "A secret key is broken"));
  X509_SIG_get0 (shrouded, &algorithm, &octets);
  info = (PKCS8_PRIV_KEY_INFO *) decrypt (self, algorithm, octets, ASN1_ITEM_rptr (PKCS8_PRIV_KEY_INFO), FALSE,
                                          &reason);
  if (info == NULL)
    return try_without (self, reason, error);
  keep (self, bag, g_steal_pointer (&info));
  return TRUE;
}

static gboolean
take_bags (InkanOpening *self, const InkanBagStack *bags, guint depth, gboolean promised, GError **error)
{
  if (depth > MAX_NESTING)
    return fail (error, INKAN_CERTIFICATE_ERROR_DAMAGED, "The content is nested too deeply");
  for (int i = 0; i < sk_PKCS12_SAFEBAG_num (bags); i++) {
    const PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value (bags, i);
    gboolean done = TRUE;

    switch (PKCS12_SAFEBAG_get_nid (bag)) {
    case NID_keyBag:
      if (PKCS12_SAFEBAG_get0_p8inf (bag) == NULL)
        return fail (error, INKAN_CERTIFICATE_ERROR_DAMAGED, "A private key is broken");
      done = take_key (self, bag, PKCS12_SAFEBAG_get0_p8inf (bag), error);
      keep (self, bag, NULL);
      break;
    case NID_pkcs8ShroudedKeyBag:
      done = take_shrouded_key (self, bag, promised, error);
      break;
    case NID_certBag:
      done = take_certificate (self, bag, error);
      keep (self, bag, NULL);
      break;
    case NID_safeContentsBag:
      done = take_bags (self, PKCS12_SAFEBAG_get0_safes (bag), depth + 1, promised, error);
      break;
    case NID_secretBag:
      done = !self->keep || take_secret (self, bag, error);
      break;
    default: /* lists of revoked certificates: not asked for */
      keep (self, bag, NULL);
      break;
    }
    if (!done)
      return FALSE;
  }
  return TRUE;
}

static InkanBagStack *
decrypt_content (InkanOpening *self, const PKCS7 *content, GError **error)
{
  const PKCS7_ENC_CONTENT *encrypted = content->d.encrypted->enc_data;

  return (InkanBagStack *) decrypt (self, encrypted->algorithm, encrypted->enc_data,
                                    ASN1_ITEM_rptr (PKCS12_SAFEBAGS), TRUE, error);
}

static gboolean
is_encrypted (const PKCS7 *content)
{
  return OBJ_obj2nid (content->type) == NID_pkcs7_encrypted && content->d.encrypted != NULL
         && content->d.encrypted->enc_data != NULL && content->d.encrypted->enc_data->algorithm != NULL;
}

static InkanBagStack *
unpack_plain (const PKCS7 *content)
{
  InkanBagStack *bags = NULL;

  if (OBJ_obj2nid (content->type) == NID_pkcs7_data && content->d.data != NULL)
    bags = inkan_pfx_unpack_bags (content->d.data);
  return bags;
}

static void
plain_free (InkanBagStack *bags)
{
  if (bags != NULL)
    inkan_bag_stack_free (bags);
}

static gboolean
take_content (InkanOpening *self, const PKCS7 *content, const InkanBagStack *plain, GError **error)
{
  InkanBagStack *bags;
  GError *reason = NULL;

  if (is_encrypted (content)) {
    bags = decrypt_content (self, content, &reason);
    if (bags == NULL)
      return try_without (self, reason, error);
    g_ptr_array_add (self->boxes, bags);
    return take_bags (self, bags, 0, FALSE, error);
  }
  if (OBJ_obj2nid (content->type) == NID_pkcs7_enveloped)
    return try_without (self,
                        g_error_new_literal (INKAN_CERTIFICATE_ERROR, INKAN_CERTIFICATE_ERROR_UNSUPPORTED,
                                             "Encrypted for a public key (pkcs7-envelopedData) instead of "
                                             "with a passphrase"),
                        error);
  if (plain == NULL)
    return fail (error, INKAN_CERTIFICATE_ERROR_DAMAGED, "The content of the PKCS#12 file is broken");
  return take_bags (self, plain, 0, TRUE, error);
}

static void
pbe_free (InkanPbe *pbe)
{
  inkan_pbe_clear (pbe);
  g_free (pbe);
}

/* What is wrong with @algorithm is said when its turn comes. */
static gboolean
promise_algorithm (InkanOpening *self, const X509_ALGOR *algorithm, GError **error)
{
  InkanPbe *pbe = g_new (InkanPbe, 1);

  if (!inkan_pbe_read (pbe, algorithm, NULL)) {
    pbe_free (pbe);
    return TRUE;
  }
  g_ptr_array_add (self->foreseen, pbe);
  self->weaknesses |= pbe->weaknesses;
  return promise (self, pbe->cost, error);
}

static gboolean
promise_bags (InkanOpening *self, const InkanBagStack *bags, guint depth, GError **error)
{
  for (int i = 0; depth <= MAX_NESTING && i < sk_PKCS12_SAFEBAG_num (bags); i++) {
    const PKCS12_SAFEBAG *bag = sk_PKCS12_SAFEBAG_value (bags, i);
    const X509_ALGOR *algorithm = NULL;

    switch (PKCS12_SAFEBAG_get_nid (bag)) {
    case NID_pkcs8ShroudedKeyBag:
      if (PKCS12_SAFEBAG_get0_pkcs8 (bag) == NULL)
        break;
      X509_SIG_get0 (PKCS12_SAFEBAG_get0_pkcs8 (bag), &algorithm, NULL);
      if (!promise_algorithm (self, algorithm, error))
        return FALSE;
      break;
    case NID_safeContentsBag:
      if (!promise_bags (self, PKCS12_SAFEBAG_get0_safes (bag), depth + 1, error))
        return FALSE;
      break;
    default:
      break;
    }
  }
  return TRUE;
}

/* All that can be seen without the passphrase is added up before any is spent. */
static gboolean
promise_contents (InkanOpening *self, const InkanContentStack *contents, GError **error)
{
  for (int i = 0; i < sk_PKCS7_num (contents); i++) {
    const PKCS7 *content = sk_PKCS7_value (contents, i);
    InkanBagStack *bags = is_encrypted (content) ? NULL : unpack_plain (content);

    g_ptr_array_add (self->plain, bags);
    if (is_encrypted (content)) {
      if (!promise_algorithm (self, content->d.encrypted->enc_data->algorithm, error))
        return FALSE;
      continue;
    }
    if (bags != NULL && !promise_bags (self, bags, 0, error))
      return FALSE;
  }
  return TRUE;
}

/* In the order in which it will be asked for. */
static void
derive_ahead (InkanOpening *self, const InkanMac *mac)
{
  if (mac->value != NULL)
    inkan_ahead_add (self->ahead, &mac->derivation, mac->use);
  for (guint i = 0; i < self->foreseen->len; i++) {
    InkanPbe *pbe = g_ptr_array_index (self->foreseen, i);

    if (inkan_pbe_find (pbe, &self->providers, NULL))
      inkan_ahead_add (self->ahead, &pbe->derivation, pbe->use);
  }
  inkan_ahead_start (self->ahead);
}

static gboolean
verify_mac (InkanOpening *self, const InkanMac *mac, GError **error)
{
  g_auto (InkanKey) key;
  InkanSpelling spelling;

  for (guint turn = 0; inkan_passphrase_try (&self->passphrase, mac->use, turn, &spelling); turn++) {
    if (turn > 0)
      inkan_ahead_stop (self->ahead);
    if (!inkan_ahead_get (self->ahead, &mac->derivation, spelling, &key, error))
      return FALSE;
    if (!inkan_mac_verify (mac, &key))
      continue;
    self->passphrase.first[mac->use] = spelling;
    self->fits = self->intact = TRUE;
    return TRUE;
  }
  return fail (error, INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE, "The passphrase does not fit");
}

static void
prepare (InkanOpening *self, SecretValue *passphrase, GCancellable *cancellable)
{
  self->cancellable = cancellable;
  self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_item_free);
  self->certificates = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_item_free);
  self->plain = g_ptr_array_new_with_free_func ((GDestroyNotify) plain_free);
  self->foreseen = g_ptr_array_new_with_free_func ((GDestroyNotify) pbe_free);
  self->boxes = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_bag_stack_free);
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) inkan_kept_free);
  inkan_passphrase_init (&self->passphrase, passphrase);
  self->ahead = inkan_ahead_new (&self->passphrase, cancellable);
}

/* What the file says of itself, without the passphrase and at no cost. */
static gboolean
read_outside (InkanOpening *self, const InkanPfx *pfx, const InkanContentStack *contents, InkanMac *mac,
              GError **error)
{
  if (!promise_contents (self, contents, error))
    return FALSE;
  if (pfx->mac == NULL)
    self->weaknesses |= INKAN_WEAKNESS_NO_INTEGRITY;
  else if (!inkan_mac_read (mac, pfx, &self->providers, error))
    return FALSE;
  else if (mac->few)
    self->weaknesses |= INKAN_WEAKNESS_FEW_ITERATIONS;
  return promise (self, mac->cost, error);
}

/*
 * inkan_opening_run:
 * @passphrase: (nullable)
 *
 * Checks the MAC, then takes every key and certificate out of the file.
 */
gboolean
inkan_opening_run (InkanOpening *self, GBytes *bytes, SecretValue *passphrase, GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (InkanContentStack) contents = NULL;
  g_autoptr (InkanPfx) pfx = NULL;
  g_auto (InkanMac) mac = { 0 };

  prepare (self, passphrase, cancellable);
  pfx = inkan_pfx_load (bytes, error);
  if (pfx == NULL)
    return FALSE;
  contents = inkan_pfx_contents (pfx, error);
  if (contents == NULL || !read_outside (self, pfx, contents, &mac, error))
    return FALSE;
  if (self->cost > DEAR_COST)
    derive_ahead (self, &mac);
  if (pfx->mac != NULL && !verify_mac (self, &mac, error))
    return FALSE;
  for (int i = 0; i < sk_PKCS7_num (contents); i++)
    if (!take_content (self, sk_PKCS7_value (contents, i), g_ptr_array_index (self->plain, i), error))
      return FALSE;
  return TRUE;
}

InkanWeakness
inkan_certificate_look (GBytes *bytes)
{
  g_autoptr (InkanContentStack) contents = NULL;
  g_autoptr (InkanPfx) pfx = NULL;
  g_auto (InkanOpening) self = { 0 };
  g_auto (InkanMac) mac = { 0 };

  g_return_val_if_fail (bytes != NULL, INKAN_WEAKNESS_NONE);

  prepare (&self, NULL, NULL);
  pfx = inkan_pfx_load (bytes, NULL);
  contents = pfx != NULL ? inkan_pfx_contents (pfx, NULL) : NULL;
  if (contents != NULL)
    read_outside (&self, pfx, contents, &mac, NULL);
  return self.weaknesses;
}
