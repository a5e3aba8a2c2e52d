/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate-file.h"

#include "pfx.h"

typedef struct {
  InkanOtherFile other;
} InkanCertificateErrorPrivate;

static void
inkan_certificate_error_private_init (InkanCertificateErrorPrivate *priv)
{
}

static void
inkan_certificate_error_private_copy (const InkanCertificateErrorPrivate *source, InkanCertificateErrorPrivate *copy)
{
  copy->other = source->other;
}

static void
inkan_certificate_error_private_clear (InkanCertificateErrorPrivate *priv)
{
}

G_DEFINE_EXTENDED_ERROR (InkanCertificateError, inkan_certificate_error)

InkanOtherFile
inkan_certificate_error_get_other (const GError *error)
{
  InkanCertificateErrorPrivate *priv;

  g_return_val_if_fail (error != NULL, INKAN_OTHER_FILE_UNKNOWN);

  priv = error->domain == INKAN_CERTIFICATE_ERROR ? inkan_certificate_error_get_private (error) : NULL;
  return priv != NULL ? priv->other : INKAN_OTHER_FILE_UNKNOWN;
}

void
inkan_certificate_error_set_other (GError **error, InkanOtherFile other)
{
  if (error != NULL)
    inkan_certificate_error_get_private (*error)->other = other;
}
