/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "p12.h"

#include "core/certificate/certificate-file.h"
#include "core/certificate/conversion.h"

#include <stdint.h>

#define CHEAP 2048 /* iterations */
#define REFUSED 10000000

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

static guint64
number (const Ber *integer)
{
  guint64 value = 0;

  if (integer == NULL || integer->tag != BER_INTEGER || integer->octets == NULL)
    return 0;
  for (guint i = 0; i < integer->octets->len; i++)
    value = value >> 48 != 0 ? G_MAXUINT32 : value << 8 | integer->octets->data[i];
  return MIN (value, G_MAXUINT32);
}

/* A salt, then how often; of scrypt: N, r and p. */
gboolean
p12_is_dear (const Ber *self, guint64 refused)
{
  if (self == NULL || self->children == NULL)
    return FALSE;
  for (guint i = 0; i < self->children->len; i++) {
    const Ber *child = self->children->pdata[i];
    guint64 count = child->tag == BER_OCTETS ? number (ber_get (self, i + 1)) : 0;
    guint64 r = number (ber_get (self, i + 2)), p = number (ber_get (self, i + 3));
    guint64 cost = r > 0 && p > 0 && r <= CHEAP && p <= CHEAP ? count * 2 * r * p : count;

    if ((cost > CHEAP && count <= refused) || p12_is_dear (child, refused))
      return TRUE;
  }
  return FALSE;
}

static void
check_text (const char *text)
{
  g_assert_true (text != NULL && g_utf8_validate (text, -1, NULL));
}

static void
check_certificate (InkanCertificate *certificate)
{
  const char *const *addresses = inkan_certificate_get_addresses (certificate);

  check_text (inkan_certificate_get_subject (certificate));
  check_text (inkan_certificate_get_subject_name (certificate));
  check_text (inkan_certificate_get_issuer (certificate));
  check_text (inkan_certificate_get_key_type (certificate));
  check_text (inkan_certificate_get_serial (certificate));
  check_text (inkan_certificate_get_fingerprint (certificate));
  for (gsize i = 0; addresses[i] != NULL; i++)
    check_text (addresses[i]);
  if (inkan_certificate_get_friendly_name (certificate) != NULL)
    check_text (inkan_certificate_get_friendly_name (certificate));
  g_assert_nonnull (inkan_certificate_get_not_before (certificate));
  g_assert_nonnull (inkan_certificate_get_not_after (certificate));
  g_assert_cmpuint (inkan_certificate_get_chain (certificate)->len, <=, 10);
  g_assert_true ((inkan_certificate_get_missing_issuer (certificate) != NULL)
                 == (inkan_certificate_get_chain_state (certificate) == INKAN_CHAIN_PARTIAL));
}

/* For old programs: that costs least. What comes out has been compared with what
 * went in, and opens. */
static void
convert (GBytes *bytes, SecretValue *passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) converted =
      inkan_certificate_convert (bytes, passphrase, INKAN_ENCRYPTION_COMPATIBLE, NULL, NULL, &error);
  g_autoptr (InkanCertificate) certificate = NULL;

  g_assert_true ((converted != NULL) == (error == NULL));
  if (converted == NULL) {
    check_text (error->message);
    g_assert_true (error->domain == INKAN_CONVERSION_ERROR);
    g_assert_cmpint (error->code, !=, INKAN_CONVERSION_ERROR_FAILED);
    return;
  }
  certificate = inkan_certificate_open (converted, passphrase, NULL, &error);
  g_assert_no_error (error);
}

/* Returns: whether another passphrase might do */
static gboolean
open_with (GBytes *bytes, const char *passphrase)
{
  g_autoptr (SecretValue) value = passphrase != NULL ? secret_value_new (passphrase, -1, "text/plain") : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (InkanCertificate) certificate = inkan_certificate_open (bytes, value, NULL, &error);
  InkanWeakness seen = inkan_certificate_look (bytes);

  g_assert_true ((certificate != NULL) == (error == NULL));
  if (certificate != NULL) {
    check_certificate (certificate);
    g_assert_cmphex (seen & ~inkan_certificate_get_weaknesses (certificate), ==, 0);
    g_assert_true (inkan_certificate_check_shape (bytes, NULL));
    if (value != NULL)
      convert (bytes, value);
    return FALSE;
  }
  g_assert_true (error->domain == INKAN_CERTIFICATE_ERROR);
  check_text (error->message);
  return error->code == INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (Ber) tree = ber_parse (data, size);

  if (p12_is_dear (tree, REFUSED))
    return -1; /* not worth keeping */
  if (open_with (bytes, P12_PASSPHRASE))
    open_with (bytes, NULL);
  return 0;
}
