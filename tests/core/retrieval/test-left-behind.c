/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/retrieval/retrieval.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include <glib/gstdio.h>

/* What a program that died leaves in the folders of the records. */

#define DAY (24 * 60 * 60)

/* PFX { 3, ContentInfo { data, OCTET STRING } }: all that can be seen from outside. */
static const guint8 file[] = {
  0x30, 0x18, 0x02, 0x01, 0x03, 0x30, 0x13, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86,
  0xF7, 0x0D, 0x01, 0x07, 0x01, 0xA0, 0x06, 0x04, 0x04, 0x30, 0x02, 0x30, 0x00,
};

typedef struct {
  char *records;
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->records = g_build_filename (g_get_user_state_dir (), "inkan", "retrievals", NULL);
  fixture->folder = g_build_filename (fixture->records, "one", NULL);
  g_assert_cmpint (g_mkdir_with_parents (fixture->folder, 0700), ==, 0);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_tree (fixture->records);
  g_free (fixture->folder);
  g_free (fixture->records);
}

static void
put (Fixture *fixture, const char *name, gconstpointer content, gsize length)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));
}

static void
put_record (Fixture *fixture, const char *stage)
{
  g_autofree char *text = g_strdup_printf ("[Retrieval]\nStage=%s\nTime=2026-01-02T03:04:05Z\n", stage);

  put (fixture, "record", text, strlen (text));
}

static void
assert_left (InkanInterruption kind)
{
  g_autoptr (GListModel) list = inkan_interrupted_list ();
  g_autoptr (InkanInterrupted) left = g_list_model_get_item (list, 0);

  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 1);
  g_assert_cmpint (inkan_interrupted_get_kind (left), ==, kind);
}

/* The key file did not yet speak of it. */
static void
test_arrived (Fixture *fixture, gconstpointer name)
{
  g_autofree char *received = g_build_filename (fixture->folder, "received.p12", NULL);
  g_autofree char *content = NULL;
  gsize length;

  put_record (fixture, "agreed");
  put (fixture, "definition.portal", "[Portal]\n", 9);
  put (fixture, name, file, sizeof file);
  assert_left (INKAN_INTERRUPTED_RECEIVED);

  /* From then on the record says so by itself. */
  g_assert_true (g_file_get_contents (received, &content, &length, NULL));
  g_assert_cmpmem (content, length, file, sizeof file);
  assert_left (INKAN_INTERRUPTED_RECEIVED);
}

static void
test_not_arrived (Fixture *fixture, gconstpointer data)
{
  put_record (fixture, "agreed");
  put (fixture, ".inkan-0123456789abcdef.part", file, sizeof file - 1);
  put (fixture, ".inkan-fedcba9876543210.part", "[Portal]\n", 9);
  assert_left (INKAN_INTERRUPTED_AGREED);
}

/* Nothing was agreed to: whatever it is, it is not what the portal has sent. */
static void
test_before (Fixture *fixture, gconstpointer data)
{
  put_record (fixture, "before");
  put (fixture, "received.p12", file, sizeof file);
  assert_left (INKAN_INTERRUPTED_BEFORE);
}

static void
make_old (Fixture *fixture)
{
  struct utimbuf times;

  times.actime = times.modtime = g_get_real_time () / G_USEC_PER_SEC - DAY - 60;
  g_assert_cmpint (utime (fixture->folder, &times), ==, 0);
}

static void
list_nothing (void)
{
  g_autoptr (GListModel) list = inkan_interrupted_list ();

  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
}

static void
test_swept (Fixture *fixture, gconstpointer data)
{
  put (fixture, "received.p12", file, sizeof file);
  put (fixture, "definition.portal", "[Portal]\n", 9);
  list_nothing (); /* another program may just be beginning it */
  g_assert_true (g_file_test (fixture->folder, G_FILE_TEST_IS_DIR));

  make_old (fixture);
  list_nothing ();
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
}

static void
test_held (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lock = g_build_filename (fixture->folder, "lock", NULL);
  int fd;

  put (fixture, "lock", "", 0);
  fd = g_open (lock, O_RDWR | O_CLOEXEC, 0);
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  make_old (fixture);
  list_nothing ();
  g_assert_true (g_file_test (lock, G_FILE_TEST_EXISTS));
  close (fd);
}

#define ADD(name, data, function) \
  g_test_add ("/retrieval/left-behind/" name, Fixture, data, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("inkan-left-behind-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_STATE_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("arrived", "received.p12", test_arrived);
  ADD ("arrived/unnamed", ".inkan-0123456789abcdef.part", test_arrived);
  ADD ("not-arrived", NULL, test_not_arrived);
  ADD ("before", NULL, test_before);
  ADD ("swept", NULL, test_swept);
  ADD ("held", NULL, test_held);
  status = g_test_run ();
  remove_tree (home);

  return status;
}
