/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inkan --show on files that others have made, and on those made to do harm. */
#include "showing.h"

#include <sys/resource.h>

#include "../core/certificate/corpus.h"
#include "core/certificate/certificate-file.h"

/* Nothing may take longer, whatever is in the file. */
#define MAX_SECONDS 2

/* What inkan(1) has for each InkanCertificateError */
static const int statuses[] = {
  [INKAN_CERTIFICATE_ERROR_NOT_PKCS12] = 8,     [INKAN_CERTIFICATE_ERROR_DAMAGED] = 3,
  [INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE] = 2, [INKAN_CERTIFICATE_ERROR_UNSUPPORTED] = 4,
  [INKAN_CERTIFICATE_ERROR_TOO_EXPENSIVE] = 5,  [INKAN_CERTIFICATE_ERROR_NO_KEY] = 6,
  [INKAN_CERTIFICATE_ERROR_NO_CERTIFICATE] = 9, [INKAN_CERTIFICATE_ERROR_MISMATCH] = 7,
  [INKAN_CERTIFICATE_ERROR_TOO_LARGE] = 1,
};

static gboolean
calls_for (const CorpusRow *row,
           int              status)
{
  if (status == 0)
    return corpus_expects (row, CORPUS_OK);
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (statuses[i] == status)
      return corpus_expects (row, (int) i);
  return FALSE;
}

/* Seconds of processors that the processes started here have used, which other programs do not change. */
static double
get_time_of_children (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_CHILDREN, &usage), ==, 0);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
         + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
check_row (Showing         *fixture,
           const CorpusRow *row)
{
  double before = get_time_of_children ();
  int status = showing_run (fixture, row->path, row->password != NULL ? row->password : "");

  g_test_message ("%s: %d, wanted: %s", row->name, status, corpus_describe (row->expected));
  g_assert_true (calls_for (row, status));
  g_assert_cmpfloat (get_time_of_children () - before, <, MAX_SECONDS);
  g_assert_true ((*fixture->complaints == '\0') == (status == 0));
  showing_expect_harmless (fixture->output);
  showing_expect_harmless (fixture->complaints);
}

static void
check_corpus (Showing    *fixture,
              const char *folder)
{
  g_autoptr(GPtrArray) rows = corpus_load (folder);

  if (rows == NULL) {
    g_test_skip ("no corpus");
    return;
  }
  g_assert_cmpuint (rows->len, >, 0);
  for (guint i = 0; i < rows->len; i++)
    check_row (fixture, rows->pdata[i]);
}

static void
test_corpus (Showing       *fixture,
             gconstpointer  data)
{
  check_corpus (fixture, "p12");
}

static void
test_hostile_corpus (Showing       *fixture,
                     gconstpointer  data)
{
  check_corpus (fixture, "p12-hostile");
}

/* The same in a terminal, where it would be an order. */
static void
test_hostile_corpus_in_terminal (Showing       *fixture,
                                 gconstpointer  data)
{
  g_autoptr(GPtrArray) rows = corpus_load ("p12-hostile");

  if (rows == NULL) {
    g_test_skip ("no corpus");
    return;
  }
  for (guint i = 0; i < rows->len; i++) {
    const CorpusRow *row = rows->pdata[i];
    const char *command[] = { "/bin/sh", "-c", "printf %s \"$2\" | \"$0\" --show \"$1\" --passphrase-fd 0", fixture->program, row->path, row->password, NULL };
    g_autoptr(Tty) tty = tty_new_for (fixture->scene, 80, 0, command);
    g_auto(GStrv) lines = NULL;
    g_autofree char *text = NULL;

    g_assert_true (calls_for (row, tty_wait (tty)));
    lines = g_strsplit (tty_get_output (tty), "\r\n", -1); /* the terminal's own */
    text = g_strjoinv ("\n", lines);
    g_assert_cmpstr (text, !=, "");
    showing_expect_harmless (text);
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/show-corpus/p12", Showing, NULL, showing_set_up, test_corpus, showing_tear_down);
  g_test_add ("/show-corpus/hostile", Showing, NULL, showing_set_up, test_hostile_corpus, showing_tear_down);
  g_test_add ("/show-corpus/hostile-in-terminal", Showing, NULL, showing_set_up, test_hostile_corpus_in_terminal,
              showing_tear_down);
  return g_test_run ();
}
