/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ahead.h"

typedef enum {
  WAITING,
  BEGUN,
  DONE,
} JobState;

typedef struct {
  InkanDerivation derivation;
  InkanSpelling spelling;
  JobState state; /* as all below: under the lock, or of whoever has begun it */
  InkanKey key;
  GError *error; /* (nullable) */
} Job;

struct _InkanAhead {
  InkanPassphrase *passphrase; /* borrowed */
  GCancellable *cancellable;   /* borrowed, nullable */
  GPtrArray *jobs;
  GPtrArray *threads;
  GMutex lock;
  GCond done;
  GCancellable *stopped; /* for what is begun ahead of its turn */
  gulong cancelled_id;
};

static void
job_free (Job *job)
{
  inkan_derivation_clear (&job->derivation);
  inkan_key_wipe (&job->key);
  g_clear_error (&job->error);
  g_free (job);
}

static void
stop_too (GCancellable *cancellable, GCancellable *stopped)
{
  g_cancellable_cancel (stopped);
}

/*
 * inkan_ahead_new:
 * @passphrase: borrowed, as @cancellable (nullable)
 */
InkanAhead *
inkan_ahead_new (InkanPassphrase *passphrase, GCancellable *cancellable)
{
  InkanAhead *self = g_new0 (InkanAhead, 1);

  self->passphrase = passphrase;
  self->cancellable = cancellable;
  self->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) job_free);
  self->threads = g_ptr_array_new_with_free_func ((GDestroyNotify) g_thread_join);
  g_mutex_init (&self->lock);
  g_cond_init (&self->done);
  self->stopped = g_cancellable_new ();
  if (cancellable != NULL)
    self->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (stop_too), self->stopped, NULL);
  return self;
}

void
inkan_ahead_free (InkanAhead *self)
{
  g_cancellable_disconnect (self->cancellable, self->cancelled_id);
  inkan_ahead_stop (self);
  g_ptr_array_unref (self->threads);
  g_ptr_array_unref (self->jobs);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->done);
  g_object_unref (self->stopped);
  g_free (self);
}

static gboolean
is_equal (const InkanDerivation *one, const InkanDerivation *other)
{
  return one->kind == other->kind && one->iterations == other->iterations && one->block_size == other->block_size
         && one->parallelism == other->parallelism && one->purpose == other->purpose
         && one->key_length == other->key_length && one->iv_length == other->iv_length
         && (one->digest == NULL) == (other->digest == NULL)
         && (one->digest == NULL || EVP_MD_get_type (one->digest) == EVP_MD_get_type (other->digest))
         && g_bytes_equal (one->salt, other->salt);
}

static Job *
find (InkanAhead *self, const InkanDerivation *derivation, InkanSpelling spelling)
{
  for (guint i = 0; i < self->jobs->len; i++) {
    Job *job = g_ptr_array_index (self->jobs, i);

    if (job->spelling == spelling && is_equal (&job->derivation, derivation))
      return job;
  }
  return NULL;
}

/*
 * inkan_ahead_add:
 * @derivation: complete; copied
 *
 * To be called before inkan_ahead_start(), in the order of need.
 */
void
inkan_ahead_add (InkanAhead *self, const InkanDerivation *derivation, InkanPassphraseUse use)
{
  InkanSpelling spelling;
  Job *job;

  inkan_passphrase_try (self->passphrase, use, 0, &spelling);
  if (find (self, derivation, spelling) != NULL)
    return;
  job = g_new0 (Job, 1);
  job->derivation = *derivation;
  g_bytes_ref (job->derivation.salt);
  if (job->derivation.digest != NULL)
    EVP_MD_up_ref (job->derivation.digest);
  job->spelling = spelling;
  g_ptr_array_add (self->jobs, job);
}

static gboolean
run (InkanAhead *self, const InkanDerivation *derivation, InkanSpelling spelling, GCancellable *cancellable,
     InkanKey *key, GError **error)
{
  int length;
  const char *passphrase = inkan_passphrase_get (self->passphrase, spelling, &length);

  return inkan_derivation_run (derivation, passphrase, length, cancellable, key, error);
}

/* Gives the lock away meanwhile. What was stopped may still be asked for. */
static void
run_job (InkanAhead *self, Job *job, GCancellable *cancellable)
{
  job->state = BEGUN;
  g_clear_error (&job->error);
  g_mutex_unlock (&self->lock);
  run (self, &job->derivation, job->spelling, cancellable, &job->key, &job->error);
  g_mutex_lock (&self->lock);
  job->state = g_error_matches (job->error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && cancellable == self->stopped
                   ? WAITING
                   : DONE;
  g_cond_broadcast (&self->done);
}

static Job *
find_waiting (InkanAhead *self)
{
  for (guint i = 0; i < self->jobs->len && !g_cancellable_is_cancelled (self->stopped); i++) {
    Job *job = g_ptr_array_index (self->jobs, i);

    if (job->state == WAITING)
      return job;
  }
  return NULL;
}

static gpointer
work (gpointer data)
{
  InkanAhead *self = data;
  Job *job;

  g_mutex_lock (&self->lock);
  while ((job = find_waiting (self)) != NULL)
    run_job (self, job, self->stopped);
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* Begins all but the first: that is for whoever has come to ask for it. */
void
inkan_ahead_start (InkanAhead *self)
{
  guint n_threads = MIN (self->jobs->len, g_get_num_processors ());
  Job *first;

  if (n_threads < 2)
    return;
  g_mutex_lock (&self->lock);
  for (guint i = 1; i < n_threads; i++) {
    GThread *thread = g_thread_try_new ("derivation", work, self, NULL);

    if (thread != NULL) /* otherwise one after another */
      g_ptr_array_add (self->threads, thread);
  }
  first = g_ptr_array_index (self->jobs, 0);
  run_job (self, first, self->cancellable);
  g_mutex_unlock (&self->lock);
}

/* The passphrase is not what it was taken for: nothing more is begun ahead. */
void
inkan_ahead_stop (InkanAhead *self)
{
  g_cancellable_cancel (self->stopped);
}

/*
 * inkan_ahead_get:
 *
 * The key, derived ahead or else now. While another thread is at it, this one
 * does what is next.
 *
 * Returns: as inkan_derivation_run()
 */
gboolean
inkan_ahead_get (InkanAhead *self, const InkanDerivation *derivation, InkanSpelling spelling, InkanKey *key,
                 GError **error)
{
  Job *job = find (self, derivation, spelling);

  if (job == NULL)
    return run (self, derivation, spelling, self->cancellable, key, error);
  g_mutex_lock (&self->lock);
  while (job->state != DONE) {
    Job *next = job->state == WAITING ? job : find_waiting (self);

    if (next != NULL)
      run_job (self, next, self->cancellable);
    else
      g_cond_wait (&self->done, &self->lock);
  }
  g_mutex_unlock (&self->lock);
  *key = job->key;
  if (job->error != NULL)
    g_propagate_error (error, g_error_copy (job->error));
  return job->error == NULL;
}
