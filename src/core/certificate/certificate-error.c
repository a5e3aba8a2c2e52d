/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate-file.h"

#include "pfx.h"

typedef struct {
  InkanOtherFile other;
  char *algorithm; /* (nullable) */
  const char *package; /* (nullable): static */
} InkanCertificateErrorPrivate;

static void
inkan_certificate_error_private_init (InkanCertificateErrorPrivate *priv)
{
}

static void
inkan_certificate_error_private_copy (const InkanCertificateErrorPrivate *source, InkanCertificateErrorPrivate *copy)
{
  *copy = *source;
  copy->algorithm = g_strdup (source->algorithm);
}

static void
inkan_certificate_error_private_clear (InkanCertificateErrorPrivate *priv)
{
  g_free (priv->algorithm);
}

G_DEFINE_EXTENDED_ERROR (InkanCertificateError, inkan_certificate_error)

/* (nullable): @error is of another domain. */
static InkanCertificateErrorPrivate *
get_private (const GError *error)
{
  return error->domain == INKAN_CERTIFICATE_ERROR ? inkan_certificate_error_get_private (error) : NULL;
}

InkanOtherFile
inkan_certificate_error_get_other (const GError *error)
{
  InkanCertificateErrorPrivate *priv;

  g_return_val_if_fail (error != NULL, INKAN_OTHER_FILE_UNKNOWN);

  priv = get_private (error);
  return priv != NULL ? priv->other : INKAN_OTHER_FILE_UNKNOWN;
}

void
inkan_certificate_error_set_other (GError **error, InkanOtherFile other)
{
  if (error != NULL)
    inkan_certificate_error_get_private (*error)->other = other;
}

const char *
inkan_certificate_error_get_algorithm (const GError *error)
{
  InkanCertificateErrorPrivate *priv;

  g_return_val_if_fail (error != NULL, NULL);

  priv = get_private (error);
  return priv != NULL ? priv->algorithm : NULL;
}

void
inkan_certificate_error_set_algorithm (GError **error, const char *name)
{
  if (error == NULL)
    return;
  g_free (inkan_certificate_error_get_private (*error)->algorithm);
  inkan_certificate_error_get_private (*error)->algorithm = g_strdup (name);
}

const char *
inkan_certificate_error_get_package (const GError *error)
{
  InkanCertificateErrorPrivate *priv;

  g_return_val_if_fail (error != NULL, NULL);

  priv = get_private (error);
  return priv != NULL ? priv->package : NULL;
}

void
inkan_certificate_error_set_package (GError **error, const char *package)
{
  if (error != NULL)
    inkan_certificate_error_get_private (*error)->package = package;
}
