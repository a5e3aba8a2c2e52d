/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal.h"

struct _InkanCredentials {
  gatomicrefcount ref_count;
  GHashTable *values; /* field -> SecretValue, which wipes itself */
};

G_DEFINE_BOXED_TYPE (InkanCredentials, inkan_credentials, inkan_credentials_ref, inkan_credentials_unref)

/**
 * inkan_credentials_new:
 *
 * Returns: (transfer full): nothing typed yet
 */
InkanCredentials *
inkan_credentials_new (void)
{
  InkanCredentials *self = g_new0 (InkanCredentials, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, secret_value_unref);
  return self;
}

InkanCredentials *
inkan_credentials_ref (InkanCredentials *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
inkan_credentials_unref (InkanCredentials *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->values);
  g_free (self);
}

/**
 * inkan_credentials_set:
 * @field: a field's name in the portal's definition
 * @value: (nullable): %NULL takes it back
 */
void
inkan_credentials_set (InkanCredentials *self,
                       const char       *field,
                       SecretValue      *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (field != NULL);

  if (value == NULL)
    g_hash_table_remove (self->values, field);
  else
    g_hash_table_replace (self->values, g_strdup (field), secret_value_ref (value));
}

SecretValue *
inkan_credentials_get (InkanCredentials *self,
                       const char       *field)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (field != NULL, NULL);

  return g_hash_table_lookup (self->values, field);
}
