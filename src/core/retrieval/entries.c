/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "retrieval-private.h"

#include <string.h>

#include "../base/text.h"
#include "matching.h"

/* What the person enters: steps 1 and 2. */

void
inkan_retrieval_take_message (InkanRetrieval *self, InkanMessage *message)
{
  gsize n_fields;
  const InkanField *fields;

  g_return_if_fail (INKAN_IS_RETRIEVAL (self));
  g_return_if_fail (INKAN_IS_MESSAGE (message));

  fields = inkan_portal_definition_get_fields (self->definition, &n_fields);
  for (gsize i = 0; i < n_fields; i++) {
    g_autoptr (SecretValue) value = inkan_matching_get_value (message, self->definition, fields[i].name);

    if (value != NULL)
      inkan_credentials_set (self->credentials, fields[i].name, value);
  }

  g_set_object (&self->message, message);
  inkan_retrieval_notify (self, "message");
}

InkanMessage *
inkan_retrieval_get_message (InkanRetrieval *self)
{
  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  return self->message;
}

void
inkan_retrieval_set_field (InkanRetrieval *self, const char *field, const char *typed)
{
  const InkanField *known;
  g_autoptr (SecretValue) value = NULL;
  char *fit;

  g_return_if_fail (INKAN_IS_RETRIEVAL (self));
  g_return_if_fail (typed != NULL);

  known = inkan_portal_definition_find_field (self->definition, field);
  g_return_if_fail (known != NULL);

  if (known->kind == INKAN_FIELD_CODE || known->kind == INKAN_FIELD_PIN) {
    fit = inkan_code_normalise (typed);
  } else if (known->kind == INKAN_FIELD_EMAIL) {
    /* Full-width letters, as a Japanese input method leaves them. */
    g_autofree char *narrow = g_utf8_normalize (typed, -1, G_NORMALIZE_NFKC);

    fit = inkan_text_strip (narrow != NULL ? narrow : "");
  } else {
    fit = inkan_text_strip (typed);
  }

  value = secret_value_new (fit, -1, "text/plain");
  secret_password_free (fit);
  inkan_credentials_set (self->credentials, field, value);
}

const char *
inkan_retrieval_get_field (InkanRetrieval *self, const char *field)
{
  SecretValue *value;

  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  value = inkan_credentials_get (self->credentials, field);

  return value != NULL ? secret_value_get_text (value) : NULL;
}

const InkanField *
inkan_retrieval_find_code_field (InkanRetrieval *self)
{
  gsize n_fields;
  const InkanField *fields;
  const InkanField *pin = NULL;

  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), NULL);

  fields = inkan_portal_definition_get_fields (self->definition, &n_fields);
  for (gsize i = 0; i < n_fields; i++) {
    if (fields[i].kind == INKAN_FIELD_CODE)
      return &fields[i];
    if (fields[i].kind == INKAN_FIELD_PIN && pin == NULL)
      pin = &fields[i];
  }

  return pin;
}

/* Not RFC 5321: only what a slip of the keyboard gets wrong. */
static gboolean
looks_like_address (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && at != text && at[1] != '\0' && strchr (at + 1, '@') == NULL
         && strpbrk (text, " \t,;<>\"") == NULL;
}

gboolean
inkan_retrieval_field_is_valid (InkanRetrieval *self, const char *field)
{
  const InkanField *known;
  const char *value;

  g_return_val_if_fail (INKAN_IS_RETRIEVAL (self), FALSE);

  known = inkan_portal_definition_find_field (self->definition, field);
  value = inkan_retrieval_get_field (self, field);
  /* The longest that anything here can be: RFC 5321 has 254 for an address. */
  if (known == NULL || value == NULL || *value == '\0' || strlen (value) > INKAN_FIELD_MAX_LENGTH)
    return FALSE;

  if (known->pattern != NULL) {
    g_autofree char *whole = g_strdup_printf ("^(?:%s)$", known->pattern);

    return g_regex_match_simple (whole, value, 0, 0);
  }

  return known->kind != INKAN_FIELD_EMAIL || looks_like_address (value);
}
