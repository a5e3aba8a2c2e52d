/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* turns ROUNDS, and on standard input a line for each command: a name, a tab, what
 * it shall find on its standard input (a file), a tab and the command, quoted as
 * for a shell. Each round runs all of them, one after another; commands of one
 * name are added up. Prints, for each name, the median of a round's microseconds,
 * how many of its commands failed in the last one, and the median of the
 * processor's microseconds. Nothing of what is timed is a shell. */

typedef struct {
  char *name;
  char *input;
  char **argv;
} Command;

typedef struct {
  const char *name;
  gint64 *times, *cpu_times;
  guint n_failed;
} Sum;

static gboolean
run (const Command *command, gint64 *time, gint64 *cpu_time)
{
  posix_spawn_file_actions_t actions;
  struct rusage used;
  gint64 begin;
  int status, error;
  pid_t pid;

  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_addopen (&actions, 0, command->input, O_RDONLY, 0);
  posix_spawn_file_actions_addopen (&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen (&actions, 2, "/dev/null", O_WRONLY, 0);
  begin = g_get_monotonic_time ();
  error = posix_spawnp (&pid, command->argv[0], &actions, NULL, command->argv, environ);
  if (error != 0)
    g_error ("%s: %s", command->argv[0], g_strerror (error));
  wait4 (pid, &status, 0, &used);
  *time += g_get_monotonic_time () - begin;
  *cpu_time += (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * G_USEC_PER_SEC + used.ru_utime.tv_usec
               + used.ru_stime.tv_usec;
  posix_spawn_file_actions_destroy (&actions);
  return status == 0;
}

static Sum *
find_sum (GArray *sums, const char *name, guint rounds)
{
  Sum sum = { name, NULL, NULL, 0 };

  for (guint i = 0; i < sums->len; i++)
    if (strcmp (g_array_index (sums, Sum, i).name, name) == 0)
      return &g_array_index (sums, Sum, i);
  sum.times = g_new0 (gint64, rounds);
  sum.cpu_times = g_new0 (gint64, rounds);
  g_array_append_val (sums, sum);
  return &g_array_index (sums, Sum, sums->len - 1);
}

static int
compare (gconstpointer one, gconstpointer other)
{
  return *(const gint64 *) one < *(const gint64 *) other ? -1 : 1;
}

int
main (int argc, char **argv)
{
  guint rounds = argc == 2 ? (guint) atoi (argv[1]) : 0;
  g_autoptr (GArray) commands = g_array_new (FALSE, TRUE, sizeof (Command));
  g_autoptr (GArray) sums = g_array_new (FALSE, TRUE, sizeof (Sum));
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  char *line;

  if (rounds == 0)
    return 2;
  while (g_io_channel_read_line (input, &line, NULL, NULL, NULL) == G_IO_STATUS_NORMAL) {
    g_auto (GStrv) columns = g_strsplit (g_strchomp (line), "\t", 3);
    Command command = { g_strdup (columns[0]), g_strdup (columns[1]), NULL };

    if (!g_shell_parse_argv (columns[2], NULL, &command.argv, NULL))
      return 2;
    g_array_append_val (commands, command);
    g_free (line);
  }
  for (guint i = 0; i < rounds; i++) {
    for (guint j = 0; j < sums->len; j++)
      g_array_index (sums, Sum, j).n_failed = 0;
    for (guint j = 0; j < commands->len; j++) {
      const Command *command = &g_array_index (commands, Command, j);
      Sum *sum = find_sum (sums, command->name, rounds);

      if (!run (command, &sum->times[i], &sum->cpu_times[i]))
        sum->n_failed++;
    }
  }
  for (guint i = 0; i < sums->len; i++) {
    const Sum *sum = &g_array_index (sums, Sum, i);

    qsort (sum->times, rounds, sizeof *sum->times, compare);
    qsort (sum->cpu_times, rounds, sizeof *sum->cpu_times, compare);
    g_print ("%s %" G_GINT64_FORMAT " %u %" G_GINT64_FORMAT "\n", sum->name, sum->times[rounds / 2], sum->n_failed,
             sum->cpu_times[rounds / 2]);
  }
  return 0;
}
