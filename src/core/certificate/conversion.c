/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "conversion.h"

#include "certificate-private.h"
#include "packing.h"
#include "pbe.h"

#include <string.h>

#include <openssl/err.h>

G_DEFINE_QUARK (inkan-conversion-error-quark, inkan_conversion_error)

typedef struct {
  GBytes *bytes;
  SecretValue *passphrase; /* (nullable) */
  InkanEncryption encryption;
  SecretValue *new_passphrase; /* (nullable) */
} ConvertRequest;

static void
convert_request_free (ConvertRequest *request)
{
  g_bytes_unref (request->bytes);
  g_clear_pointer (&request->passphrase, secret_value_unref);
  g_clear_pointer (&request->new_passphrase, secret_value_unref);
  g_free (request);
}

static gboolean
is_typable (const char *text, gsize length)
{
  if (!g_utf8_validate_len (text, length, NULL))
    return FALSE;
  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

gboolean
inkan_conversion_check_passphrase (SecretValue *passphrase, InkanEncryption encryption, GError **error)
{
  InkanConversionError code;
  const char *text = NULL, *message;
  gsize length = 0;

  if (passphrase != NULL)
    text = secret_value_get (passphrase, &length);
  if (length == 0) {
    code = INKAN_CONVERSION_ERROR_NO_PASSPHRASE;
    message = "The new file would have no passphrase";
  } else if (!is_typable (text, length)) {
    code = INKAN_CONVERSION_ERROR_PASSPHRASE_NOT_TYPABLE;
    message = "The passphrase holds characters that cannot be typed";
  } else if (encryption == INKAN_ENCRYPTION_COMPATIBLE && !g_str_is_ascii (text)) {
    code = INKAN_CONVERSION_ERROR_PASSPHRASE_NOT_ASCII;
    message = "The passphrase holds characters outside ASCII";
  } else {
    return TRUE;
  }
  g_set_error_literal (error, INKAN_CONVERSION_ERROR, (int) code, message);
  return FALSE;
}

/* Opens and proves, keeping every bag. */
static gboolean
unpack (InkanOpening *opening, InkanChain *chain, GBytes *bytes, SecretValue *passphrase, GCancellable *cancellable,
        GError **error)
{
  opening->keep = TRUE;
  return inkan_opening_run (opening, bytes, passphrase, cancellable, error)
         && inkan_chain_find (chain, opening, error);
}

/* What a person would notice too late: nothing is handed out that does not open and
 * hold the same. */
static gboolean
verify (GBytes *bytes, SecretValue *passphrase, const GPtrArray *pieces, const InkanChain *old_chain,
        GCancellable *cancellable, GError **error)
{
  g_auto (InkanOpening) opening = { 0 };
  g_autoptr (GPtrArray) new_pieces = NULL;
  g_autoptr (GError) reason = NULL;
  InkanChain chain;

  if (unpack (&opening, &chain, bytes, passphrase, cancellable, &reason))
    new_pieces = inkan_pieces_new (&opening, &reason);
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, g_steal_pointer (&reason));
    return FALSE;
  }
  if (new_pieces != NULL && opening.intact && inkan_pieces_equal (pieces, new_pieces)
      && X509_cmp (chain.own->certificate, old_chain->own->certificate) == 0)
    return TRUE;
  g_set_error (error, INKAN_CONVERSION_ERROR, INKAN_CONVERSION_ERROR_FAILED, "The new file is not as it should be: %s",
               reason != NULL ? reason->message : "it holds something else than the old one");
  return FALSE;
}

GBytes *
inkan_certificate_convert (GBytes *bytes, SecretValue *passphrase, InkanEncryption encryption,
                           SecretValue *new_passphrase, GCancellable *cancellable, GError **error)
{
  g_auto (InkanOpening) opening = { 0 };
  g_autoptr (GPtrArray) pieces = NULL;
  g_autoptr (GBytes) packed = NULL;
  InkanChain chain;

  g_return_val_if_fail (bytes != NULL, NULL);

  if (new_passphrase == NULL)
    new_passphrase = passphrase;
  if (!inkan_conversion_check_passphrase (new_passphrase, encryption, error)
      || !unpack (&opening, &chain, bytes, passphrase, cancellable, error))
    return NULL;
  pieces = inkan_pieces_new (&opening, error);
  if (pieces == NULL)
    return NULL;
  if (inkan_packing_cost (pieces, encryption) > INKAN_MAX_COST) {
    g_set_error (error, INKAN_CONVERSION_ERROR, INKAN_CONVERSION_ERROR_TOO_MANY_KEYS,
                 "The %u keys would cost %" G_GINT64_FORMAT " iterations", opening.keys->len,
                 inkan_packing_cost (pieces, encryption));
    return NULL;
  }
  inkan_pieces_tie (pieces, chain.own->certificate);
  packed = inkan_pack (pieces, encryption, new_passphrase, cancellable, error);
  if (packed == NULL || !verify (packed, new_passphrase, pieces, &chain, cancellable, error))
    return NULL;
  return g_steal_pointer (&packed);
}

static void
convert_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ConvertRequest *request = data;
  GError *error = NULL;
  GBytes *bytes = inkan_certificate_convert (request->bytes, request->passphrase, request->encryption,
                                             request->new_passphrase, cancellable, &error);

  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

void
inkan_certificate_convert_async (GBytes *bytes, SecretValue *passphrase, InkanEncryption encryption,
                                 SecretValue *new_passphrase, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  ConvertRequest *request;

  g_return_if_fail (bytes != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, inkan_certificate_convert_async);
  request = g_new0 (ConvertRequest, 1);
  request->bytes = g_bytes_ref (bytes);
  request->passphrase = passphrase != NULL ? secret_value_ref (passphrase) : NULL;
  request->encryption = encryption;
  request->new_passphrase = new_passphrase != NULL ? secret_value_ref (new_passphrase) : NULL;
  g_task_set_task_data (task, request, (GDestroyNotify) convert_request_free);
  /* As in certificate-file.c: one derivation cannot be interrupted. */
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, convert_in_thread);
}

GBytes *
inkan_certificate_convert_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, inkan_certificate_convert_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
