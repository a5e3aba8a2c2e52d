/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/keeping/saving-private.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NOBODY 65534
#define NEW "new content"
#define OLD "old"

typedef struct {
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->path = g_dir_make_tmp ("inkan-saving-XXXXXX", &error);
  g_assert_no_error (error);
}

static char *
in (const char *folder, const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK)) {
    g_chmod (path, 0700);
    dir = g_dir_open (path, 0, NULL);
    while ((name = g_dir_read_name (dir)) != NULL) {
      g_autofree char *child = in (path, name);

      remove_all (child);
    }
  }
  g_assert_no_errno (g_remove (path));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_all (fixture->path);
  g_free (fixture->path);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
put (const char *folder, const char *name, const char *content)
{
  g_autofree char *path = in (folder, name);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

static void
assert_content (const char *folder, const char *name, const char *expected)
{
  g_autofree char *path = in (folder, name);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &content, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (content, ==, expected);
}

static void
assert_private (const char *folder, const char *name)
{
  g_autofree char *path = in (folder, name);
  struct stat status;

  g_assert_no_errno (lstat (path, &status));
  g_assert_true (S_ISREG (status.st_mode));
  g_assert_cmpint (status.st_mode & 07777, ==, 0600);
  g_assert_cmpint (status.st_nlink, ==, 1);
}

static void
write_new (const char *folder, const char *name, gboolean replace)
{
  g_autoptr (GError) error = NULL;

  inkan_saving_write_durably (folder, name, NEW, strlen (NEW), replace, &error);
  g_assert_no_error (error);
  assert_content (folder, name, NEW);
  assert_private (folder, name);
}

static void
assert_fails (const char *folder, const char *name, gboolean replace, InkanKeepingError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (inkan_saving_write_durably (folder, name, NEW, strlen (NEW), replace, &error));
  g_assert_error (error, INKAN_KEEPING_ERROR, (int) code);
}

static void
test_write (Fixture *fixture, gconstpointer data)
{
  static const mode_t masks[] = { 0022, 0, 0777 };

  for (gsize i = 0; i < G_N_ELEMENTS (masks); i++) {
    mode_t old = umask (masks[i]);
    g_autofree char *name = g_strdup_printf ("%zu.p12", i);

    write_new (fixture->path, name, FALSE);
    umask (old);
  }
  g_assert_cmpuint (count_files (fixture->path), ==, G_N_ELEMENTS (masks));
}

static void
test_write_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  inkan_saving_write_durably (fixture->path, "empty", NULL, 0, FALSE, &error);
  g_assert_no_error (error);
  assert_content (fixture->path, "empty", "");
}

static void
test_never_over (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = in (fixture->path, "link");
  g_autofree char *dangling = in (fixture->path, "dangling");
  g_autofree char *nowhere = in (fixture->path, "nowhere");
  g_autofree char *folder = in (fixture->path, "folder");
  guint before;

  put (fixture->path, "file", OLD);
  g_assert_no_errno (symlink ("file", link));
  g_assert_no_errno (symlink (nowhere, dangling));
  g_assert_no_errno (g_mkdir (folder, 0700));
  before = count_files (fixture->path);
  assert_fails (fixture->path, "file", FALSE, INKAN_KEEPING_ERROR_EXISTS);
  assert_fails (fixture->path, "link", FALSE, INKAN_KEEPING_ERROR_EXISTS);
  assert_fails (fixture->path, "dangling", FALSE, INKAN_KEEPING_ERROR_EXISTS);
  assert_fails (fixture->path, "folder", FALSE, INKAN_KEEPING_ERROR_EXISTS);
  assert_content (fixture->path, "file", OLD);
  g_assert_cmpuint (count_files (fixture->path), ==, before);
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = in (fixture->path, "link");

  put (fixture->path, "file", OLD);
  put (fixture->path, "other", OLD);
  g_assert_no_errno (symlink ("other", link));
  write_new (fixture->path, "file", TRUE);
  write_new (fixture->path, "link", TRUE);
  write_new (fixture->path, "fresh", TRUE);
  assert_content (fixture->path, "other", OLD);
  g_assert_cmpuint (count_files (fixture->path), ==, 4);
}

static void
test_bad_names (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "", ".", "..", "a/b", "../a", "/etc/x" };
  g_autofree char *long_name = g_strnfill (256, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    assert_fails (fixture->path, names[i], i % 2, INKAN_KEEPING_ERROR_BAD_NAME);
  assert_fails (fixture->path, long_name, FALSE, INKAN_KEEPING_ERROR_BAD_NAME);
  g_assert_cmpuint (count_files (fixture->path), ==, 0);
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *missing = in (fixture->path, "missing");
  g_autofree char *file = in (fixture->path, "file");
  g_autofree char *loop = in (fixture->path, "loop");

  put (fixture->path, "file", OLD);
  g_assert_no_errno (symlink ("loop", loop));
  assert_fails (missing, "x", FALSE, INKAN_KEEPING_ERROR_NO_FOLDER);
  assert_fails (file, "x", FALSE, INKAN_KEEPING_ERROR_NO_FOLDER);
  assert_fails (loop, "x", TRUE, INKAN_KEEPING_ERROR_NO_FOLDER);
}

/* A folder that goes away after it was opened takes no file any more. */
static void
test_vanished_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = in (fixture->path, "folder");
  g_autoptr (GError) error = NULL;
  int folder;

  g_assert_no_errno (g_mkdir (path, 0700));
  folder = inkan_saving_open_folder (path, &error);
  g_assert_no_error (error);
  g_assert_no_errno (g_rmdir (path));
  g_assert_false (inkan_saving_write_at (folder, "x", NEW, strlen (NEW), FALSE, &error));
  g_assert_error (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_NO_FOLDER);
  close (folder);
}

/* Whoever puts a link in the place of the opened folder gets nothing. */
static void
test_swapped_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *chosen = in (fixture->path, "chosen");
  g_autofree char *moved = in (fixture->path, "moved");
  g_autofree char *trap = in (fixture->path, "trap");
  g_autoptr (GError) error = NULL;
  int folder;

  g_assert_no_errno (g_mkdir (chosen, 0700));
  g_assert_no_errno (g_mkdir (trap, 0700));
  folder = inkan_saving_open_folder (chosen, &error);
  g_assert_no_error (error);
  g_assert_no_errno (g_rename (chosen, moved));
  g_assert_no_errno (symlink (trap, chosen));
  g_assert_true (inkan_saving_write_at (folder, "x.p12", NEW, strlen (NEW), FALSE, &error));
  close (folder);
  assert_content (moved, "x.p12", NEW);
  g_assert_cmpuint (count_files (trap), ==, 0);
}

/* A Desktop that is a link to another disk is nothing bad. */
static void
test_linked_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *real = in (fixture->path, "real");
  g_autofree char *link = in (fixture->path, "link");

  g_assert_no_errno (g_mkdir (real, 0700));
  g_assert_no_errno (symlink ("real", link));
  write_new (link, "x.p12", FALSE);
  assert_content (real, "x.p12", NEW);
}

/* The administrator may write everywhere, so becomes somebody else for a moment. */
static void
test_permission (Fixture *fixture, gconstpointer data)
{
  g_autofree char *closed = in (fixture->path, "closed");
  gboolean root = geteuid () == 0;

  g_assert_no_errno (g_chmod (fixture->path, 0755));
  g_assert_no_errno (g_mkdir (closed, 0555));
  if (root)
    g_assert_no_errno (seteuid (NOBODY));
  assert_fails (closed, "x", FALSE, INKAN_KEEPING_ERROR_PERMISSION);
  assert_fails (closed, "x", TRUE, INKAN_KEEPING_ERROR_PERMISSION);
  if (root)
    g_assert_no_errno (seteuid (0));
  g_assert_cmpuint (count_files (closed), ==, 0);
}

static void
test_file_size_limit (Fixture *fixture, gconstpointer data)
{
  struct rlimit old, small;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &old));
  small = old;
  small.rlim_cur = 4; /* part of it can be written */
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &small));
  assert_fails (fixture->path, "x", FALSE, INKAN_KEEPING_ERROR_NO_SPACE);
  assert_fails (fixture->path, "x", TRUE, INKAN_KEEPING_ERROR_NO_SPACE);
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &old));
  g_assert_cmpuint (count_files (fixture->path), ==, 0);
}

/* File systems and accidents that are not at hand: the kernel is told to answer
 * a system call as they would. */
typedef struct {
  int call;
  int argument;     /* -1: always; else only when this one … */
  guint32 mask;     /* … has any of these bits */
  int number;
} Denial;

typedef struct {
  const char *name;
  Denial denials[5];
  gboolean replace;
  int code; /* -1: it succeeds nevertheless */
} Fault;

#ifndef __O_TMPFILE
#define __O_TMPFILE (O_TMPFILE & ~O_DIRECTORY)
#endif

#define NO_NAMELESS { SYS_openat, 2, __O_TMPFILE, EOPNOTSUPP }
#define NO_RENAME { SYS_renameat2, -1, 0, EINVAL }
#define NO_LINK { SYS_linkat, -1, 0, EPERM }
#define FILES 0xfffffffc /* descriptors above those of the program itself */

static const Fault faults[] = {
  { "no-nameless", { NO_NAMELESS }, FALSE, -1 },
  { "no-rename", { NO_NAMELESS, NO_RENAME }, FALSE, -1 },
  { "fat", { NO_NAMELESS, NO_RENAME, NO_LINK, { SYS_fchmod, -1, 0, EPERM } }, FALSE, -1 },
  { "fat-replace", { NO_NAMELESS, NO_RENAME, NO_LINK, { SYS_fchmod, -1, 0, EPERM } }, TRUE, -1 },
  { "no-proc", { { SYS_linkat, -1, 0, ENOENT } }, FALSE, -1 },
  { "old-kernel", { { SYS_openat2, -1, 0, ENOSYS } }, FALSE, -1 },
  { "full", { { SYS_write, 0, FILES, ENOSPC } }, FALSE, INKAN_KEEPING_ERROR_NO_SPACE },
  { "full-replace", { { SYS_write, 0, FILES, ENOSPC } }, TRUE, INKAN_KEEPING_ERROR_NO_SPACE },
  { "full-fat", { NO_NAMELESS, NO_RENAME, NO_LINK, { SYS_write, 0, FILES, ENOSPC } }, FALSE,
    INKAN_KEEPING_ERROR_NO_SPACE },
  { "quota", { { SYS_write, 0, FILES, EDQUOT } }, FALSE, INKAN_KEEPING_ERROR_NO_SPACE },
  { "read-only", { { SYS_openat, 2, O_CREAT | __O_TMPFILE, EROFS } }, FALSE, INKAN_KEEPING_ERROR_READ_ONLY },
  { "read-only-replace", { { SYS_openat, 2, O_CREAT | __O_TMPFILE, EROFS } }, TRUE, INKAN_KEEPING_ERROR_READ_ONLY },
  { "medium", { { SYS_fsync, -1, 0, EIO } }, FALSE, INKAN_KEEPING_ERROR_IO },
  { "medium-named", { NO_NAMELESS, { SYS_fsync, -1, 0, EIO } }, FALSE, INKAN_KEEPING_ERROR_IO },
  { "medium-replace", { { SYS_fsync, -1, 0, EIO } }, TRUE, INKAN_KEEPING_ERROR_IO },
  { "no-nameless-exists", { NO_NAMELESS }, FALSE, INKAN_KEEPING_ERROR_EXISTS },
  { "no-rename-exists", { NO_NAMELESS, NO_RENAME }, FALSE, INKAN_KEEPING_ERROR_EXISTS },
  { "fat-exists", { NO_NAMELESS, NO_RENAME, NO_LINK }, FALSE, INKAN_KEEPING_ERROR_EXISTS },
};

static gboolean
deny (const Denial *denials)
{
  struct sock_filter filter[32];
  struct sock_fprog program = { 0, filter };

  for (; denials->number != 0; denials++) {
    gboolean always = denials->argument < 0;

    filter[program.len++] = (struct sock_filter) BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr));
    filter[program.len++] =
        (struct sock_filter) BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, (guint32) denials->call, 0, always ? 1 : 3);
    if (!always) {
      filter[program.len++] = (struct sock_filter) BPF_STMT (
          BPF_LD | BPF_W | BPF_ABS,
          (guint32) (offsetof (struct seccomp_data, args) + 8 * (gsize) denials->argument
                     + (G_BYTE_ORDER == G_BIG_ENDIAN ? 4 : 0)));
      filter[program.len++] = (struct sock_filter) BPF_JUMP (BPF_JMP | BPF_JSET | BPF_K, denials->mask, 0, 1);
    }
    filter[program.len++] =
        (struct sock_filter) BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (guint32) denials->number);
  }
  filter[program.len++] = (struct sock_filter) BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  return prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static void
test_fault (gconstpointer data)
{
  const Fault *fault = data;
  const char *path = g_getenv ("INKAN_TEST_FOLDER");
  gboolean exists = fault->code == INKAN_KEEPING_ERROR_EXISTS || fault->replace;
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (!g_test_subprocess ()) {
    Fixture fixture;

    set_up (&fixture, NULL);
    g_setenv ("INKAN_TEST_FOLDER", fixture.path, TRUE);
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
    g_test_trap_assert_passed ();
    /* Nothing half-written, whatever happened. */
    g_assert_cmpuint (count_files (fixture.path), ==, fault->code == -1 || exists ? 1 : 0);
    if (fault->code != -1 && exists)
      assert_content (fixture.path, "x.p12", OLD);
    else if (fault->code == -1)
      assert_content (fixture.path, "x.p12", NEW);
    if (fault->code == -1)
      assert_private (fixture.path, "x.p12");
    tear_down (&fixture, NULL);
    return;
  }
  if (exists)
    put (path, "x.p12", OLD);
  if (!deny (fault->denials)) {
    g_test_skip ("no seccomp");
    return;
  }
  done = inkan_saving_write_durably (path, "x.p12", NEW, strlen (NEW), fault->replace, &error);
  g_assert_true (done == (error == NULL));
  if (fault->code == -1)
    g_assert_no_error (error);
  else
    g_assert_error (error, INKAN_KEEPING_ERROR, fault->code);
}

static void
test_compare (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *name;
    int code; /* -1: the same */
  } files[] = {
    { "same", -1 },
    { "other", INKAN_KEEPING_ERROR_DIFFERENT },
    { "longer", INKAN_KEEPING_ERROR_DIFFERENT },
    { "shorter", INKAN_KEEPING_ERROR_DIFFERENT },
    { "empty", INKAN_KEEPING_ERROR_DIFFERENT },
    { "link", INKAN_KEEPING_ERROR_DIFFERENT },
    { "folder", INKAN_KEEPING_ERROR_DIFFERENT },
    { "pipe", INKAN_KEEPING_ERROR_DIFFERENT },
    { "missing", INKAN_KEEPING_ERROR_NO_FOLDER },
  };
  g_autofree char *link = in (fixture->path, "link");
  g_autofree char *folder = in (fixture->path, "folder");
  g_autofree char *pipe_path = in (fixture->path, "pipe");

  put (fixture->path, "same", NEW);
  put (fixture->path, "other", "NEW content");
  put (fixture->path, "longer", NEW "\n");
  put (fixture->path, "shorter", "new");
  put (fixture->path, "empty", "");
  g_assert_no_errno (symlink ("same", link));
  g_assert_no_errno (g_mkdir (folder, 0700));
  g_assert_no_errno (mkfifo (pipe_path, 0600));
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = in (fixture->path, files[i].name);
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", files[i].name);
    g_assert_true (inkan_saving_compare_at (AT_FDCWD, path, NEW, strlen (NEW), &error) == (files[i].code == -1));
    if (files[i].code == -1)
      g_assert_no_error (error);
    else
      g_assert_error (error, INKAN_KEEPING_ERROR, files[i].code);
  }
}

/* Where there is no path, GIO's streams do it. */
static void
test_streams (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = in (fixture->path, "x.p12");
  g_autofree char *deep = in (fixture->path, "missing/x.p12");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) nowhere = g_file_new_for_path (deep);
  g_autoptr (GBytes) bytes = g_bytes_new_static (NEW, strlen (NEW));
  g_autoptr (GBytes) other = g_bytes_new_static ("new", 3);
  g_autoptr (GError) error = NULL;

  g_assert_true (inkan_saving_write_stream (file, bytes, NULL, &error));
  g_assert_no_error (error);
  assert_content (fixture->path, "x.p12", NEW);
  assert_private (fixture->path, "x.p12");
  g_assert_true (inkan_saving_compare_stream (file, bytes, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (inkan_saving_compare_stream (file, other, NULL, &error));
  g_assert_error (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_DIFFERENT);
  g_clear_error (&error);
  g_assert_false (inkan_saving_write_stream (file, other, NULL, &error));
  g_assert_error (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_EXISTS);
  g_clear_error (&error);
  assert_content (fixture->path, "x.p12", NEW);
  g_assert_false (inkan_saving_write_stream (nowhere, bytes, NULL, &error));
  g_assert_error (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_NO_FOLDER);
}

typedef struct {
  GMainLoop *loop;
  GAsyncResult *result;
} Answer;

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->result = g_object_ref (result);
  g_main_loop_quit (answer->loop);
}

static GFile *
save_in (GFile *folder, const InkanFolderIdentity *identity, const char *name, GBytes *bytes,
         GCancellable *cancellable, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GAsyncResult) result = NULL;
  Answer answer = { loop, NULL };

  inkan_saving_save_async (folder, identity, name, bytes, cancellable, answered_cb, &answer);
  g_main_loop_run (loop);
  result = answer.result;
  return inkan_saving_save_finish (result, error);
}

static GFile *
save (GFile *folder, const char *name, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  return save_in (folder, NULL, name, bytes, cancellable, error);
}

static gboolean
verify (GFile *file, GBytes *bytes, GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GAsyncResult) result = NULL;
  Answer answer = { loop, NULL };

  inkan_saving_verify_async (file, bytes, NULL, answered_cb, &answer);
  g_main_loop_run (loop);
  result = answer.result;
  return inkan_saving_verify_finish (result, error);
}

static void
test_save_and_verify (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->path);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_strnfill (300000, 'k'), 300000);
  g_autoptr (GBytes) other = g_bytes_new_static (NEW, strlen (NEW));
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = in (fixture->path, "花子.p12");

  file = save (folder, "花子.p12", bytes, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_file_peek_path (file), ==, path);
  assert_private (fixture->path, "花子.p12");
  g_assert_true (verify (file, bytes, &error));
  g_assert_no_error (error);
  g_assert_false (verify (file, other, &error));
  g_assert_error (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_DIFFERENT);
  g_clear_error (&error);

  g_assert_null (save (folder, "花子.p12", other, NULL, &error));
  g_assert_error (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_null (save (folder, "../花子.p12", other, NULL, &error));
  g_assert_error (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_BAD_NAME);
  g_clear_error (&error);
  g_cancellable_cancel (cancellable);
  g_assert_null (save (folder, "another.p12", other, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_files (fixture->path), ==, 1);

  g_assert_true (g_file_delete (file, NULL, NULL));
  g_assert_false (verify (file, bytes, &error));
  g_assert_error (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_NO_FOLDER);
}

/* What lies in its place now is not what was chosen. */
static void
test_another_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->path);
  g_autoptr (GBytes) bytes = g_bytes_new_static (NEW, strlen (NEW));
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  InkanFolderIdentity identity;
  struct stat status;

  g_assert_no_errno (stat (fixture->path, &status));
  identity = (InkanFolderIdentity){ status.st_dev, status.st_ino + 1 };
  g_assert_null (save_in (folder, &identity, "x.p12", bytes, NULL, &error));
  g_assert_error (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_NO_FOLDER);
  g_clear_error (&error);
  g_assert_cmpuint (count_files (fixture->path), ==, 0);

  identity.number = status.st_ino;
  file = save_in (folder, &identity, "x.p12", bytes, NULL, &error);
  g_assert_no_error (error);
  assert_content (fixture->path, "x.p12", NEW);
}

/* A place that GIO knows no file system for. */
static void
test_save_elsewhere (void)
{
  g_autoptr (GFile) folder = g_file_new_for_uri ("resource:///inkan");
  g_autoptr (GBytes) bytes = g_bytes_new_static (NEW, strlen (NEW));
  g_autoptr (GError) error = NULL;

  g_assert_null (save (folder, "x.p12", bytes, NULL, &error));
  g_assert_error (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_READ_ONLY);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/keeping/saving/write", test_write },
    { "/keeping/saving/write-nothing", test_write_nothing },
    { "/keeping/saving/never-over", test_never_over },
    { "/keeping/saving/replace", test_replace },
    { "/keeping/saving/bad-names", test_bad_names },
    { "/keeping/saving/no-folder", test_no_folder },
    { "/keeping/saving/vanished-folder", test_vanished_folder },
    { "/keeping/saving/swapped-folder", test_swapped_folder },
    { "/keeping/saving/linked-folder", test_linked_folder },
    { "/keeping/saving/permission", test_permission },
    { "/keeping/saving/file-size-limit", test_file_size_limit },
    { "/keeping/saving/compare", test_compare },
    { "/keeping/saving/streams", test_streams },
    { "/keeping/saving/save-and-verify", test_save_and_verify },
    { "/keeping/saving/another-folder", test_another_folder },
  };

  g_test_init (&argc, &argv, NULL);
  /* First, as they set the environment: before there are threads. */
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++) {
    g_autofree char *path = g_strconcat ("/keeping/saving/fault/", faults[i].name, NULL);

    g_test_add_data_func (path, &faults[i], test_fault);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  g_test_add_func ("/keeping/saving/save-elsewhere", test_save_elsewhere);
  return g_test_run ();
}
