/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole retrieval in which one system call after the other that writes into the
 * record or to the place of choice fails: once, or until the person has mended what
 * was wrong. Whatever happens is told by its name, with what to do; the received
 * file stays in the record, nothing half-written lies at the place of choice, and
 * after mending it goes on to its end, with one agreement.
 *
 * With INKAN_MATRIX=whole each call with each error; otherwise one of them in turn. */
#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "core/keeping/saving.h"

#include "conversation.h"

#define SPREAD 30

static const struct {
  int number;
  InkanKeepingError code;
} faults[] = {
  { ENOSPC, INKAN_KEEPING_ERROR_NO_SPACE },
  { EIO, INKAN_KEEPING_ERROR_IO },
  { EDQUOT, INKAN_KEEPING_ERROR_NO_SPACE },
  { EROFS, INKAN_KEEPING_ERROR_READ_ONLY },
  { EINTR, INKAN_KEEPING_ERROR_IO },
};

typedef struct {
  guint tried;
  guint told;    /* of those: with an error */
  guint noticed; /* with the notice that the received file is not on the disk */
} Counts;

/* A signal is nothing to trouble a person with. */
static gboolean
must_be_silent (const char *call, int number)
{
  return number == EINTR && (g_str_has_prefix (call, "write ") || g_str_has_prefix (call, "fsync "));
}

static void
try_fault (Trial *trial, const char *call, guint at, guint fault, gboolean lasting, Counts *counts)
{
  guint before = trial_count_agreements (trial);
  g_autofree char *number = g_strdup_printf ("%u", at);
  g_autofree char *answer = g_strdup_printf ("%d", faults[fault].number);
  g_autofree char *broken = g_build_filename (trial->base, "broken", NULL);
  const char *options[] = { "--within", trial->home, "--fail", number, answer, lasting ? "--while" : NULL, broken, NULL };
  g_autoptr (Conversation) talk = NULL;

  g_test_message ("call %u, %.*s of %s, %s: %s", at, (int) strcspn (call, " "), call, strrchr (call, '/') + 1,
                  lasting ? "until mended" : "once", g_strerror (faults[fault].number));
  g_assert_true (g_file_set_contents (broken, "", 0, NULL));
  talk = conversation_begin (trial, options, FALSE);
  conversation_say (talk, "agree\n");
  while (conversation_heed (talk)) {
    if (talk->keeping)
      g_assert_cmpint (talk->code, ==, faults[fault].code);
    g_assert_false (must_be_silent (call, faults[fault].number));
    conversation_check_trouble (talk);
    g_remove (broken);
    conversation_say (talk, talk->keeping ? "again\n" : "again\nagree\n");
  }
  conversation_check_end (talk);
  g_assert_cmpuint (trial_count_agreements (trial), ==, before + 1);
  counts->tried++;
  counts->told += talk->n_errors > 0;
  counts->noticed += talk->unkept;
  trial_begin_anew (trial);
}

static gboolean
writes (const char *call)
{
  return !g_str_has_prefix (call, "unlink") && !g_str_has_prefix (call, "rmdir");
}

/* How a system call is passed over, interrupt knows for one kind of processor. */
static gboolean
can_fail (void)
{
#ifdef __x86_64__
  return TRUE;
#else
  g_test_skip ("no system call can be made to fail on this processor");
  return FALSE;
#endif
}

static void
test_faults (gconstpointer data)
{
  Trial *trial = (Trial *) data;
  g_autoptr (GPtrArray) calls = NULL;
  gboolean whole = g_strcmp0 (g_getenv ("INKAN_MATRIX"), "whole") == 0;
  Counts counts = { 0 };
  guint n_points, step;

  if (!can_fail ())
    return;
  calls = trial_list_calls (trial, TRUE);
  n_points = calls->len * G_N_ELEMENTS (faults) * 2;
  step = whole ? 1 : n_points / SPREAD + 1;
  while (step % 2 == 0 || step % G_N_ELEMENTS (faults) == 0)
    step++; /* so that each error has its turn, once and lasting */
  for (guint i = 0; i < n_points; i += step) {
    guint at = i / (2 * G_N_ELEMENTS (faults));
    guint fault = i / 2 % G_N_ELEMENTS (faults);
    gboolean lasting = i % 2 == 1;

    /* What is interrupted by a signal is so once. */
    if (writes (calls->pdata[at]) && !(lasting && faults[fault].number == EINTR))
      try_fault (trial, calls->pdata[at], at + 1, fault, lasting, &counts);
  }
  g_test_message ("%u calls; failed at %u points: went on by themselves %u, told an error %u, a notice %u", calls->len,
                  counts.tried, counts.tried - counts.told - counts.noticed, counts.told, counts.noticed);
}

/* The disk is full from the moment on at which the file is to be put into the record:
 * the person is told, and once there is room both it and the place of choice have it. */
static void
test_arrival (gconstpointer data)
{
  Trial *trial = (Trial *) data;
  g_autoptr (GPtrArray) calls = NULL;
  Counts counts = { 0 };
  guint arrival = 0;

  if (!can_fail ())
    return;
  calls = trial_list_calls (trial, TRUE);
  while (!g_str_has_suffix (calls->pdata[arrival], "/received.p12"))
    arrival++;
  try_fault (trial, calls->pdata[arrival], arrival + 1, 0, TRUE, &counts);
  g_assert_cmpuint (counts.told, ==, 1);
  g_assert_cmpuint (counts.noticed, ==, 1);
}

static void
add (Trial *trial)
{
  g_test_add_data_func ("/matrix/faults/each", trial, test_faults);
  g_test_add_data_func ("/matrix/faults/arrival", trial, test_arrival);
}

int
main (int argc, char **argv)
{
  return trial_main (argc, argv, add);
}
