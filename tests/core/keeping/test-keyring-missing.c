/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/keeping/keyring.h"

#include "fake-secrets.h"
#include "keyring-scene.h"

#include <string.h>

/* All the ways in which a keyring can be missing: what each question to it comes
 * to. Each has an end, nothing is said to be kept that is not, and only what the
 * person asked for asks the person. */

/* How a question ended. */
typedef enum {
  ENDED_WELL,      /* of a look-up: nothing is kept */
  ENDED_CANCELLED, /* as the person wished: the prompt was dismissed */
  ENDED_LOCKED,
  ENDED_NOT_FOUND,
  ENDED_FAILED,    /* any other error */
} Ending;

typedef Ending (*Question) (GCancellable *cancellable);

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static Ending
ending_of (const GError *error)
{
  if (error == NULL)
    return ENDED_WELL;
  g_test_message ("%s", error->message);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return ENDED_CANCELLED;
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return ENDED_LOCKED;
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ? ENDED_NOT_FOUND : ENDED_FAILED;
}

static Ending
probe (GCancellable *cancellable)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  inkan_keyring_probe_async (cancellable, answered_cb, &result);
  g_assert_true (inkan_keyring_probe_finish (wait_for (&result), &error) == (error == NULL));
  return ending_of (error);
}

static Ending
store (GCancellable *cancellable)
{
  g_autoptr (SecretValue) passphrase = secret_value_new ("ひみつ", -1, "text/plain");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  inkan_keyring_store_passphrase_async ("practice", "hanako@inkan.example", "AB:CD", "Label", passphrase, cancellable,
                                        answered_cb, &result);
  g_assert_true (inkan_keyring_store_passphrase_finish (wait_for (&result), &error) == (error == NULL));
  return ending_of (error);
}

static Ending
keep (GCancellable *cancellable)
{
  g_autoptr (SecretValue) passphrase = secret_value_new ("ひみつ", -1, "text/plain");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  inkan_keyring_keep_async ("one", "Label", passphrase, cancellable, answered_cb, &result);
  g_assert_true (inkan_keyring_keep_finish (wait_for (&result), &error) == (error == NULL));
  return ending_of (error);
}

static Ending
look_up (GCancellable *cancellable)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (GError) error = NULL;

  inkan_keyring_lookup_passphrase_async ("AB:CD", cancellable, answered_cb, &result);
  value = inkan_keyring_lookup_passphrase_finish (wait_for (&result), &error);
  g_assert_null (value);
  return ending_of (error);
}

static Ending
look_up_kept (GCancellable *cancellable)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SecretValue) value = NULL;
  g_autoptr (GError) error = NULL;

  inkan_keyring_look_up_kept_async ("one", cancellable, answered_cb, &result);
  value = inkan_keyring_look_up_kept_finish (wait_for (&result), &error);
  g_assert_null (value);
  return ending_of (error);
}

static Ending
forget (GCancellable *cancellable)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  inkan_keyring_forget_async ("one", cancellable, answered_cb, &result);
  g_assert_true (inkan_keyring_forget_finish (wait_for (&result), &error) == (error == NULL));
  return ending_of (error);
}

static const struct {
  const char *name;
  Question ask;
} questions[] = {
  { "probe", probe }, { "store", store }, { "keep", keep }, { "look-up", look_up }, { "look-up-kept", look_up_kept }, { "forget", forget },
};

/* One of these for each way, with a row for each question. */
typedef struct {
  const char *name;
  FakeSecretsKind kind;
  struct {
    Ending ending;
    guint prompts;
    guint stored;
  } rows[G_N_ELEMENTS (questions)];
  gboolean given_up; /* by the person, who has waited long enough */
} Way;

static const Way ways[] = {
  { "dismissed", FAKE_SECRETS_DISMISSED,
    { { ENDED_LOCKED, 0, 0 }, { ENDED_CANCELLED, 1, 0 }, { ENDED_CANCELLED, 1, 0 }, { ENDED_WELL, 1, 0 }, { ENDED_WELL, 1, 0 },
      { ENDED_LOCKED, 0, 0 } } },
  { "stays-locked", FAKE_SECRETS_STAYS_LOCKED,
    { { ENDED_LOCKED, 0, 0 }, { ENDED_CANCELLED, 1, 0 }, { ENDED_CANCELLED, 1, 0 }, { ENDED_WELL, 1, 0 }, { ENDED_WELL, 1, 0 },
      { ENDED_LOCKED, 0, 0 } } },
  { "session-only", FAKE_SECRETS_SESSION_ONLY,
    { { ENDED_NOT_FOUND, 0, 0 }, { ENDED_CANCELLED, 1, 0 }, { ENDED_CANCELLED, 1, 0 }, { ENDED_WELL, 0, 0 }, { ENDED_WELL, 0, 0 },
      { ENDED_WELL, 0, 0 } } },
  { "session-is-default", FAKE_SECRETS_SESSION_IS_DEFAULT,
    { { ENDED_NOT_FOUND, 0, 0 }, { ENDED_WELL, 0, 1 }, { ENDED_WELL, 0, 1 }, { ENDED_WELL, 0, 0 }, { ENDED_WELL, 0, 0 },
      { ENDED_WELL, 0, 0 } } },
  { "vanishes", FAKE_SECRETS_VANISHES,
    { { ENDED_WELL, 0, 0 }, { ENDED_FAILED, 0, 0 }, { ENDED_FAILED, 0, 0 }, { ENDED_FAILED, 0, 0 }, { ENDED_FAILED, 0, 0 },
      { ENDED_FAILED, 0, 0 } } },
  { "mute", FAKE_SECRETS_MUTE,
    { { ENDED_CANCELLED, 0, 0 }, { ENDED_CANCELLED, 0, 0 }, { ENDED_CANCELLED, 0, 0 }, { ENDED_CANCELLED, 0, 0 },
      { ENDED_CANCELLED, 0, 0 }, { ENDED_CANCELLED, 0, 0 } }, TRUE },
  { "no-service", FAKE_SECRETS_NONE,
    { { ENDED_FAILED, 0, 0 }, { ENDED_FAILED, 0, 0 }, { ENDED_FAILED, 0, 0 }, { ENDED_FAILED, 0, 0 }, { ENDED_FAILED, 0, 0 },
      { ENDED_FAILED, 0, 0 } } },
  { "bus-gone", FAKE_SECRETS_NO_BUS,
    { { ENDED_FAILED, 0, 0 }, { ENDED_FAILED, 0, 0 }, { ENDED_FAILED, 0, 0 }, { ENDED_FAILED, 0, 0 }, { ENDED_FAILED, 0, 0 },
      { ENDED_FAILED, 0, 0 } } },
};

typedef struct {
  const Way *way;
  guint question;
} Case;

static gboolean
give_up_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
test_way (gconstpointer data)
{
  const Case *row = data;
  const Way *way = row->way;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (FakeSecrets) secrets = NULL;
  Scene scene;

  if (!scene_in_subprocess ("dbus-daemon", NULL))
    return;
  scene_open (&scene);
  secrets = fake_secrets_new (scene.address, way->kind);
  if (way->kind == FAKE_SECRETS_NO_BUS)
    scene_end_bus (&scene);
  fake_secrets_when_asked (secrets, way->given_up ? give_up_cb : NULL, cancellable);
  g_assert_cmpint (questions[row->question].ask (cancellable), ==, way->rows[row->question].ending);
  g_assert_cmpuint (fake_secrets_count_prompts (secrets), ==, way->rows[row->question].prompts);
  g_assert_cmpuint (fake_secrets_count_stored (secrets), ==, way->rows[row->question].stored);
  scene_close (&scene);
}

int
main (int argc, char **argv)
{
  static Case cases[G_N_ELEMENTS (ways) * G_N_ELEMENTS (questions)];
  guint n = 0;

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    for (guint j = 0; j < G_N_ELEMENTS (questions); j++, n++) {
      g_autofree char *path = g_strdup_printf ("/keeping/keyring-missing/%s/%s", ways[i].name, questions[j].name);

      cases[n] = (Case){ &ways[i], j };
      g_test_add_data_func (path, &cases[n], test_way);
    }
  return g_test_run ();
}
