/* SPDX-License-Identifier: GPL-3.0-or-later */
/* interrupt OPTION… -- COMMAND…: runs a program and, at one of its system calls,
 * does to it what a crash, a power cut or a full disk does. Counted are the calls
 * that change something on a file system or go over a socket; not what threads tell
 * each other, and not standard input, output and error.
 *
 *   --list FILE      write the calls that were counted, a line each: name, target
 *   --within FOLDER  count only those whose target lies in it; may be repeated
 *   --kill N         SIGKILL instead of the Nth call
 *   --kill-after N   SIGKILL right after the Nth call
 *   --fail N NUMBER  the Nth call is not made, and answers with this errno
 *   --while FILE     so do all after it that would need the medium, removing aside,
 *                    as long as FILE is there
 *
 * Exit status: that of the program; 128 + the signal that ended it; 77 when this
 * computer does not let one program watch another so.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define SKIPPED 77
#define MAX_FOLDERS 4
#define N(array) (sizeof (array) / sizeof *(array))

typedef enum {
  ON_FILE,     /* on a descriptor, whatever it is of */
  ON_SOCKET,   /* on a descriptor, when it is of a socket */
  BY_NAME,     /* on a name in a folder */
  BY_NAME_NEW, /* the same, when its flags make a file */
  REMOVES,     /* on a name in a folder; frees room */
} Kind;

typedef struct {
  long number;
  const char *name;
  Kind kind;
  int target; /* which argument is the descriptor, or the name */
  int folder; /* which argument is the name's folder; -1: none */
} Call;

static const Call calls[] = {
  { SYS_write, "write", ON_FILE, 0, -1 },
  { SYS_writev, "writev", ON_FILE, 0, -1 },
  { SYS_pwrite64, "pwrite64", ON_FILE, 0, -1 },
  { SYS_pwritev, "pwritev", ON_FILE, 0, -1 },
  { SYS_copy_file_range, "copy_file_range", ON_FILE, 2, -1 },
  { SYS_sendfile, "sendfile", ON_FILE, 0, -1 },
  { SYS_fsync, "fsync", ON_FILE, 0, -1 },
  { SYS_fdatasync, "fdatasync", ON_FILE, 0, -1 },
  { SYS_ftruncate, "ftruncate", ON_FILE, 0, -1 },
  { SYS_fallocate, "fallocate", ON_FILE, 0, -1 },
  { SYS_fchmod, "fchmod", ON_FILE, 0, -1 },
  { SYS_read, "read", ON_SOCKET, 0, -1 },
  { SYS_readv, "readv", ON_SOCKET, 0, -1 },
  { SYS_connect, "connect", ON_SOCKET, 0, -1 },
  { SYS_sendto, "sendto", ON_SOCKET, 0, -1 },
  { SYS_sendmsg, "sendmsg", ON_SOCKET, 0, -1 },
  { SYS_sendmmsg, "sendmmsg", ON_SOCKET, 0, -1 },
  { SYS_recvfrom, "recvfrom", ON_SOCKET, 0, -1 },
  { SYS_recvmsg, "recvmsg", ON_SOCKET, 0, -1 },
  { SYS_openat, "openat", BY_NAME_NEW, 1, 0 },
  { SYS_mkdirat, "mkdirat", BY_NAME, 1, 0 },
  { SYS_linkat, "linkat", BY_NAME, 3, 2 },
  { SYS_symlinkat, "symlinkat", BY_NAME, 2, 1 },
#ifdef SYS_renameat
  { SYS_renameat, "renameat", BY_NAME, 3, 2 },
#endif
  { SYS_renameat2, "renameat2", BY_NAME, 3, 2 },
  { SYS_unlinkat, "unlinkat", REMOVES, 1, 0 },
#ifdef SYS_open
  { SYS_open, "open", BY_NAME_NEW, 0, -1 },
  { SYS_creat, "creat", BY_NAME, 0, -1 },
  { SYS_mkdir, "mkdir", BY_NAME, 0, -1 },
  { SYS_link, "link", BY_NAME, 1, -1 },
  { SYS_symlink, "symlink", BY_NAME, 1, -1 },
  { SYS_rename, "rename", BY_NAME, 1, -1 },
  { SYS_unlink, "unlink", REMOVES, 0, -1 },
  { SYS_rmdir, "rmdir", REMOVES, 0, -1 },
#endif
};

static struct {
  FILE *list;
  const char *folders[MAX_FOLDERS];
  unsigned n_folders;
  unsigned long at; /* 0: never */
  int after;
  int number; /* errno; 0: kill */
  const char *lasting;
} plan;

static unsigned long n_counted;

_Noreturn static void
give_up (const char *what)
{
  fprintf (stderr, "interrupt: %s: %s\n", what, strerror (errno));
  exit (SKIPPED);
}

/* Only the calls of the table stop the program: it runs at nearly full speed. */
static void
ask_to_be_watched (void)
{
  struct sock_filter filter[N (calls) + 3];
  struct sock_fprog program = { N (filter), filter };
  unsigned n = 0;

  filter[n++] = (struct sock_filter) BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr));
  for (unsigned i = 0; i < N (calls); i++)
    filter[n++] = (struct sock_filter) BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, (uint32_t) calls[i].number,
                                                 (uint8_t) (N (calls) - i), 0);
  filter[n++] = (struct sock_filter) BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  filter[n++] = (struct sock_filter) BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_TRACE);
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
    give_up ("seccomp");
}

static void
read_link (char *target, size_t size, const char *format, ...)
{
  char path[64];
  va_list arguments;
  ssize_t length;

  va_start (arguments, format);
  vsnprintf (path, sizeof path, format, arguments);
  va_end (arguments);
  length = readlink (path, target, size - 1);
  target[length < 0 ? 0 : length] = '\0';
}

/* What the program's memory holds there, up to the first NUL. */
static void
read_name (pid_t task, uint64_t address, char *name, size_t size)
{
  size_t length = 0;

  while (length < size - 1) {
    long word;

    errno = 0;
    word = ptrace (PTRACE_PEEKDATA, task, (void *) (uintptr_t) (address + length), NULL);
    if (errno != 0)
      break;
    for (size_t i = 0; i < sizeof word && length < size - 1; i++, length++) {
      name[length] = ((const char *) &word)[i];
      if (name[length] == '\0')
        return;
    }
  }
  name[length] = '\0';
}

static void
find_target (pid_t task, const Call *call, const uint64_t *arguments, char *target, size_t size)
{
  char name[PATH_MAX];
  int folder = call->folder < 0 ? AT_FDCWD : (int) arguments[call->folder];

  if (call->kind == ON_FILE || call->kind == ON_SOCKET) {
    read_link (target, size, "/proc/%d/fd/%d", task, (int) arguments[call->target]);
    return;
  }
  read_name (task, arguments[call->target], name, sizeof name);
  if (*name == '/') {
    snprintf (target, size, "%s", name);
    return;
  }
  if (folder == AT_FDCWD)
    read_link (target, size, "/proc/%d/cwd", task);
  else
    read_link (target, size, "/proc/%d/fd/%d", task, folder);
  snprintf (target + strlen (target), size - strlen (target), "/%s", name);
}

static int
is_in (const char *target, const char *folder)
{
  size_t length = strlen (folder);

  return strncmp (target, folder, length) == 0 && (target[length] == '/' || target[length] == '\0');
}

static int
counts (const Call *call, const uint64_t *arguments, const char *target)
{
  int socket = strncmp (target, "socket:", 7) == 0;

  if ((call->kind == ON_FILE || call->kind == ON_SOCKET) && arguments[call->target] <= STDERR_FILENO)
    return 0;
  if (call->kind == ON_SOCKET && !socket)
    return 0;
  if (call->kind == BY_NAME_NEW && (arguments[call->target + 1] & (O_CREAT | (O_TMPFILE & ~O_DIRECTORY))) == 0)
    return 0;
  for (unsigned i = 0; i < plan.n_folders; i++)
    if (is_in (target, plan.folders[i]))
      return 1;
  return plan.n_folders == 0
         && (socket || (*target == '/' && !is_in (target, "/proc") && !is_in (target, "/dev")));
}

/* The call is passed over, and its answer is that. */
static void
fail (pid_t task, int number)
{
#ifdef __x86_64__
  struct user_regs_struct registers;

  if (ptrace (PTRACE_GETREGS, task, NULL, &registers) != 0)
    give_up ("registers");
  registers.orig_rax = ~0ULL;
  registers.rax = (unsigned long long) -(long long) number;
  if (ptrace (PTRACE_SETREGS, task, NULL, &registers) != 0)
    give_up ("registers");
#else
  errno = ENOSYS;
  give_up ("a call that fails");
#endif
}

/* At a call of the table. Returns how the program goes on. */
static int
at_call (pid_t program, pid_t task)
{
  struct __ptrace_syscall_info info;
  const Call *call = NULL;
  char target[2 * PATH_MAX];
  unsigned long lasting;

  if (ptrace (PTRACE_GET_SYSCALL_INFO, task, sizeof info, &info) < 0)
    return PTRACE_CONT; /* it is dying */
  for (unsigned i = 0; i < N (calls); i++)
    if ((uint64_t) calls[i].number == info.seccomp.nr)
      call = &calls[i];
  if (call == NULL)
    return PTRACE_CONT;
  find_target (task, call, info.seccomp.args, target, sizeof target);
  if (!counts (call, info.seccomp.args, target))
    return PTRACE_CONT;

  n_counted++;
  if (plan.list != NULL)
    fprintf (plan.list, "%s %s\n", call->name, target);
  lasting = plan.at != 0 && n_counted > plan.at && plan.lasting != NULL && call->kind != REMOVES
            && access (plan.lasting, F_OK) == 0;
  if (n_counted != plan.at && !lasting)
    return PTRACE_CONT;
  if (plan.number != 0)
    fail (task, plan.number);
  else if (plan.after)
    return PTRACE_SYSCALL;
  else
    kill (program, SIGKILL);
  return PTRACE_CONT;
}

static int
watch (pid_t program)
{
  for (;;) {
    int status, how = PTRACE_CONT, signal = 0;
    pid_t task = waitpid (-1, &status, __WALL);

    if (task < 0 && errno == EINTR)
      continue;
    if (task < 0)
      give_up ("wait");
    if (task == program && (WIFEXITED (status) || WIFSIGNALED (status)))
      return WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status);
    if (!WIFSTOPPED (status))
      continue;
    if (status >> 8 == (SIGTRAP | PTRACE_EVENT_SECCOMP << 8))
      how = at_call (program, task);
    else if (WSTOPSIG (status) == (SIGTRAP | 0x80))
      kill (program, SIGKILL); /* the call has been made */
    else if (status >> 16 == 0 && WSTOPSIG (status) != SIGSTOP)
      signal = WSTOPSIG (status);
    ptrace (how, task, NULL, (void *) (intptr_t) signal);
  }
}

static pid_t
start (char **command)
{
  const long options = PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACECLONE
                       | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC;
  pid_t program = fork ();
  int status;

  if (program == 0) {
    if (ptrace (PTRACE_TRACEME, 0, NULL, NULL) != 0)
      give_up ("ptrace");
    raise (SIGSTOP);
    ask_to_be_watched ();
    execv (command[0], command);
    give_up (command[0]);
  }
  if (program < 0 || waitpid (program, &status, 0) != program)
    give_up ("fork");
  if (!WIFSTOPPED (status))
    exit (SKIPPED);
  if (ptrace (PTRACE_SETOPTIONS, program, NULL, (void *) options) != 0)
    give_up ("ptrace");
  ptrace (PTRACE_CONT, program, NULL, NULL);
  return program;
}

static char **
read_options (char **argument)
{
  for (; *argument != NULL && strcmp (*argument, "--") != 0; argument++) {
    const char *option = *argument, *value = *++argument;

    if (value == NULL)
      break;
    if (strcmp (option, "--list") == 0) {
      plan.list = fopen (value, "we");
    } else if (strcmp (option, "--within") == 0 && plan.n_folders < MAX_FOLDERS) {
      plan.folders[plan.n_folders++] = value;
    } else if (strcmp (option, "--while") == 0) {
      plan.lasting = value;
    } else {
      plan.at = strtoul (value, NULL, 10);
      plan.after = strcmp (option, "--kill-after") == 0;
      if (strcmp (option, "--fail") == 0 && *++argument != NULL)
        plan.number = atoi (*argument);
    }
  }
  return *argument != NULL ? argument + 1 : argument;
}

int
main (int argc, char **argv)
{
  char **command = read_options (argv + 1);
  int status;

  if (*command == NULL)
    return SKIPPED;
  status = watch (start (command));
  if (plan.list != NULL)
    fclose (plan.list);
  return status;
}
