/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole retrieval, killed at each of the system calls with which it changes a
 * file or talks to the portal, then started again by a person who says nothing,
 * then, where that has come to the agreement, by one who agrees. SAFETY, "never
 * lost".
 *
 * With INKAN_MATRIX=whole at every call, before and after it; otherwise at calls
 * that are spread evenly over the retrieval. */
#include <signal.h>
#include <stdlib.h>

#include <glib/gstdio.h>

#include "trial.h"

#define DISK_SPREAD 21
#define EVERYWHERE_SPREAD 11
#define TWICE_SPREAD 5

/* Which calls: those within the home, or all; and at how many points in a short run. */
typedef struct {
  Trial *trial;
  gboolean within;
  guint spread;
} Span;

typedef struct {
  guint tried;    /* points at which it was killed */
  guint beyond;   /* it had ended before: not every walk makes as many calls */
  guint received; /* of those tried: went on with the file */
  guint again;    /* the agreement was never sent: the person agreed once more */
  guint gone;     /* the agreement was sent, no file has come: reissue */
  guint kept;     /* the file had been saved before */
} Counts;

/* The person starts the program again, and agrees to nothing; then what must hold,
 * whatever has become of the first walk. */
static void
start_again (Trial *trial, Outcome *first, guint agreed, Counts *counts)
{
  g_autoptr (GBytes) received = trial_find_received (trial);
  gboolean had_record = trial_has_record (trial);
  guint saved = trial_check_desk (trial);
  guint before = trial_count_agreements (trial);
  /* Whether the person has seen that the file is there. */
  gboolean shown = outcome_has (first, "state file") || outcome_has (first, "state notice");
  g_autoptr (Outcome) second = NULL;

  trial_check_secrets (trial);
  /* Only once it was saved and proved does the record go. */
  if (!had_record && agreed > 0) {
    g_assert_true (outcome_has (first, "state care"));
    g_assert_cmpuint (saved, ==, 1);
    counts->kept++;
    return;
  }
  if (shown)
    g_assert_nonnull (received);

  second = trial_walk (trial, NULL, "");
  g_assert_cmpint (second->status, ==, 0);
  trial_check_secrets (trial);
  g_assert_cmpuint (trial_count_agreements (trial), ==, before);
  g_assert_true (outcome_has (second, "continued received") == (received != NULL));
  if (received != NULL) {
    g_assert_true (outcome_ends (second, "state finished"));
    g_assert_cmpuint (trial_check_desk (trial), ==, saved + 1);
    g_assert_false (trial_has_record (trial));
    counts->received++;
  } else if (agreed > 0) {
    g_assert_true (outcome_has (second, "continued agreed"));
    g_assert_true (outcome_ends (second, "state reissue"));
    counts->gone++;
  } else {
    g_autoptr (Outcome) third = NULL;

    g_assert_true (outcome_ends (second, "state agreement"));
    third = trial_walk (trial, NULL, "agree\n");
    g_assert_true (outcome_ends (third, "state finished"));
    g_assert_cmpuint (trial_count_agreements (trial), ==, before + 1);
    g_assert_cmpuint (trial_check_desk (trial), ==, 1);
    counts->again++;
  }
}

static const char *
last_line (Outcome *outcome)
{
  static char line[80];
  g_auto (GStrv) lines = g_strsplit (outcome->said, "\n", -1);
  guint n = g_strv_length (lines);

  g_strlcpy (line, n >= 2 ? lines[n - 2] : "nothing said", sizeof line);

  return line;
}

/* A walk that is killed at the call @at, of those within the home or of all. */
static Outcome *
walk_until (Trial *trial, gboolean within, guint at, gboolean after, const char *words)
{
  g_autofree char *number = g_strdup_printf ("%u", at);
  const char *options[] = { after ? "--kill-after" : "--kill", number, within ? "--within" : NULL, trial->home, NULL };
  Outcome *outcome = trial_walk (trial, options, words);

  g_test_message ("killed %s call %u: %s", after ? "after" : "at", at, last_line (outcome));
  g_assert_true (outcome->status == 128 + SIGKILL || outcome->status == 0);

  return outcome;
}

static void
kill_at (Trial *trial, gboolean within, guint at, gboolean after, Counts *counts)
{
  guint before = trial_count_agreements (trial);
  g_autoptr (Outcome) first = walk_until (trial, within, at, after, "agree\n");
  guint agreed = trial_count_agreements (trial) - before;

  g_assert_cmpuint (agreed, <=, 1);
  if (first->status == 0) {
    counts->beyond++;
  } else {
    counts->tried++;
    start_again (trial, first, agreed, counts);
  }
  trial_begin_anew (trial);
}

/* Killed at the moment that matters most, when the file is on the disk and the
 * record does not yet say so, and once more after the start that follows. */
static void
kill_twice (Trial *trial, guint arrival, guint at, gboolean after, Counts *counts)
{
  guint before = trial_count_agreements (trial);
  g_autoptr (Outcome) first = walk_until (trial, TRUE, arrival, TRUE, "agree\n");
  g_autoptr (Outcome) second = walk_until (trial, TRUE, at, after, "");

  g_assert_cmpint (first->status, ==, 128 + SIGKILL);
  if (second->status == 0) {
    counts->beyond++;
  } else {
    counts->tried++;
    start_again (trial, second, trial_count_agreements (trial) - before, counts);
  }
  g_assert_cmpuint (trial_count_agreements (trial), ==, before + 1);
  trial_begin_anew (trial);
}

/* All that there are, or so many of them, at even distances: before and after each call. */
static guint
count_points (guint n_calls, guint spread)
{
  return g_strcmp0 (g_getenv ("INKAN_MATRIX"), "whole") == 0 ? 2 * n_calls : MIN (spread, 2 * n_calls);
}

static guint
get_point (guint i, guint n_calls, guint n_points)
{
  return n_points == 2 * n_calls ? i : (2 * i + 1) * n_calls / n_points;
}

static void
report (guint n_calls, guint n_points, const Counts *counts)
{
  g_test_message ("%u calls; killed at %u points, ended before %u: went on with the received file %u, agreed for the "
                  "first time %u, reissue %u, saved already %u",
                  n_calls, counts->tried, counts->beyond, counts->received, counts->again, counts->gone, counts->kept);
  g_assert_cmpuint (counts->tried, >, n_points / 2);
}

static void
test_killed (gconstpointer data)
{
  const Span *span = data;
  Trial *trial = span->trial;
  g_autoptr (GPtrArray) calls = NULL;
  Counts counts = { 0 };
  guint n_points;

  calls = trial_list_calls (trial, span->within);
  n_points = count_points (calls->len, span->spread);
  for (guint i = 0; i < n_points; i++) {
    guint point = get_point (i, calls->len, n_points);

    kill_at (trial, span->within, point / 2 + 1, point % 2 == 1, &counts);
  }
  report (calls->len, n_points, &counts);
}

static void
test_killed_twice (gconstpointer data)
{
  Trial *trial = (Trial *) data;
  g_autoptr (GPtrArray) calls = NULL;
  Counts counts = { 0 };
  guint arrival = 0, n_left, n_points;

  calls = trial_list_calls (trial, TRUE);
  while (!g_str_has_suffix (g_ptr_array_index (calls, arrival), "/received.p12"))
    arrival++;
  n_left = calls->len - arrival; /* no fewer will come after the second start */
  n_points = count_points (n_left, TWICE_SPREAD);
  for (guint i = 0; i < n_points; i++) {
    guint point = get_point (i, n_left, n_points);

    kill_twice (trial, arrival + 1, point / 2 + 1, point % 2 == 1, &counts);
  }
  report (n_left, n_points, &counts);
}

static void
add (Trial *trial)
{
  static Span disk = { NULL, TRUE, DISK_SPREAD }, everywhere = { NULL, FALSE, EVERYWHERE_SPREAD };

  disk.trial = everywhere.trial = trial;
  g_test_add_data_func ("/matrix/killed/writing", &disk, test_killed);
  g_test_add_data_func ("/matrix/killed/writing-and-talking", &everywhere, test_killed);
  g_test_add_data_func ("/matrix/killed/twice", trial, test_killed_twice);
}

int
main (int argc, char **argv)
{
  return trial_main (argc, argv, add);
}
