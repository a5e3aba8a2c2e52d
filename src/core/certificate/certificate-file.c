/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate-file.h"

#include "certificate-private.h"

typedef struct {
  GBytes *bytes;
  SecretValue *passphrase; /* (nullable) */
} OpenRequest;

static void
open_request_free (OpenRequest *request)
{
  g_bytes_unref (request->bytes);
  if (request->passphrase != NULL)
    secret_value_unref (request->passphrase);
  g_free (request);
}

InkanCertificate *
inkan_certificate_open (GBytes *bytes, SecretValue *passphrase, GCancellable *cancellable, GError **error)
{
  g_auto (InkanOpening) opening = { 0 };
  InkanChain chain;

  g_return_val_if_fail (bytes != NULL, NULL);

  if (!inkan_opening_run (&opening, bytes, passphrase, cancellable, error)
      || !inkan_chain_find (&chain, &opening, error))
    return NULL;
  return inkan_certificate_new (&chain, opening.weaknesses, error);
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  OpenRequest *request = data;
  GError *error = NULL;
  InkanCertificate *certificate = inkan_certificate_open (request->bytes, request->passphrase, cancellable, &error);

  if (certificate != NULL)
    g_task_return_pointer (task, certificate, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
inkan_certificate_open_async (GBytes *bytes, SecretValue *passphrase, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  OpenRequest *request;

  g_return_if_fail (bytes != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, inkan_certificate_open_async);
  request = g_new0 (OpenRequest, 1);
  request->bytes = g_bytes_ref (bytes);
  if (passphrase != NULL)
    request->passphrase = secret_value_ref (passphrase);
  g_task_set_task_data (task, request, (GDestroyNotify) open_request_free);
  /* One derivation can take seconds and cannot be interrupted: whoever cancels
   * need not wait for its end. */
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, open_in_thread);
}

InkanCertificate *
inkan_certificate_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, inkan_certificate_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
