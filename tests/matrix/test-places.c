/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of the place of choice, or of the record's, between the choice and
 * the saving: removed, swapped for a link to somewhere else, read-only, full. Each
 * time the person is told, and nothing is anywhere but in the record; once it is
 * mended, saving succeeds. */
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "core/keeping/saving.h"

#include "conversation.h"

#define SMALL "size=64k,mode=0700"

static gboolean can_mount;

typedef struct {
  const char *path; /* of the test */
  InkanKeepingError code;
  gboolean mounts;
  void (*break_place) (Trial *trial);
  void (*mend_place)  (Trial *trial);
  Trial *trial;
} Mischief;

static char *
beside (Trial *trial, const char *name)
{
  return g_build_filename (trial->base, name, NULL);
}

static void
mount_small (const char *path)
{
  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  g_assert_no_errno (mount ("none", path, "tmpfs", MS_NOSUID | MS_NODEV, SMALL));
}

static void
fill (const char *path)
{
  FILE *file = fopen (path, "we");
  char page[4096] = { 0 };

  g_assert_nonnull (file);
  setvbuf (file, NULL, _IONBF, 0);
  while (fwrite (page, sizeof page, 1, file) == 1)
    ;
  fclose (file);
}

static void
remove_folder (Trial *trial)
{
  g_assert_no_errno (g_rmdir (trial->desk));
}

static void
make_folder (Trial *trial)
{
  g_assert_no_errno (g_mkdir (trial->desk, 0700));
}

static void
swap_folder (Trial *trial)
{
  g_autofree char *moved = beside (trial, "moved");
  g_autofree char *trap = beside (trial, "trap");

  g_assert_no_errno (g_rename (trial->desk, moved));
  g_assert_no_errno (g_mkdir (trap, 0700));
  g_assert_no_errno (symlink (trap, trial->desk));
}

static void
swap_back (Trial *trial)
{
  g_autofree char *moved = beside (trial, "moved");
  g_autofree char *trap = beside (trial, "trap");

  g_assert_no_errno (g_unlink (trial->desk));
  g_assert_no_errno (g_rmdir (trap)); /* nothing has come there */
  g_assert_no_errno (g_rename (moved, trial->desk));
}

static void
make_unwritable (Trial *trial)
{
  g_assert_no_errno (g_chmod (trial->desk, 0500));
}

static void
make_writable (Trial *trial)
{
  g_assert_no_errno (g_chmod (trial->desk, 0700));
}

/* The desk's own medium. */
static void
make_read_only (Trial *trial)
{
  g_assert_no_errno (mount ("none", trial->desk, NULL, MS_REMOUNT | MS_RDONLY, NULL));
}

static void
make_read_write (Trial *trial)
{
  g_assert_no_errno (mount ("none", trial->desk, NULL, MS_REMOUNT, NULL));
}

/* A file of the person's in a folder beside, on the same small medium. */
static char *
find_filler (Trial *trial)
{
  g_autofree char *medium = g_path_get_dirname (trial->desk);

  return g_build_filename (medium, "filler", NULL);
}

static void
fill_medium (Trial *trial)
{
  g_autofree char *filler = find_filler (trial);

  fill (filler);
}

static void
empty_medium (Trial *trial)
{
  g_autofree char *filler = find_filler (trial);

  g_assert_no_errno (g_unlink (filler));
}

static void
go_through (const Mischief *mischief)
{
  Trial *trial = mischief->trial;
  guint before = trial_count_agreements (trial);
  g_autoptr (Conversation) talk = conversation_begin (trial, NULL, TRUE);

  conversation_say (talk, "agree\n");
  g_assert_true (conversation_heed (talk));
  g_assert_true (talk->placed);
  mischief->break_place (trial);
  conversation_say (talk, "save\n");

  g_assert_true (conversation_heed (talk));
  g_assert_false (talk->placed);
  g_assert_true (talk->keeping);
  g_assert_cmpint (talk->code, ==, mischief->code);
  g_assert_false (talk->unkept);
  conversation_check_trouble (talk);

  mischief->mend_place (trial);
  conversation_say (talk, "again\n");
  g_assert_true (conversation_heed (talk));
  g_assert_true (talk->placed);
  conversation_say (talk, "save\n");
  g_assert_false (conversation_heed (talk));
  conversation_check_end (talk);
  g_assert_cmpuint (trial_count_agreements (trial), ==, before + 1);
}

static void
test_place (gconstpointer data)
{
  const Mischief *mischief = data;
  Trial *trial = mischief->trial;
  g_autofree char *desk = g_strdup (trial->desk);
  g_autofree char *medium = g_build_filename (trial->home, "medium", NULL);

  if (mischief->mounts && !can_mount) {
    g_test_skip ("nothing can be mounted here");
    return;
  }
  if (mischief->break_place == make_unwritable && geteuid () == 0) {
    g_test_skip ("the administrator may write everywhere");
    return;
  }
  if (mischief->break_place == fill_medium) {
    mount_small (medium);
    g_free (trial->desk);
    trial->desk = g_build_filename (medium, "desk", NULL);
    make_folder (trial);
  } else if (mischief->mounts) {
    mount_small (desk);
  }

  go_through (mischief);

  if (mischief->mounts)
    g_assert_no_errno (umount2 (mischief->break_place == fill_medium ? medium : desk, MNT_DETACH));
  g_free (trial->desk);
  trial->desk = g_steal_pointer (&desk);
  trial_begin_anew (trial);
}

/* Where the record would have to be, there is no room: nothing is agreed to. */
static void
test_no_room_for_record (gconstpointer data)
{
  Trial *trial = (Trial *) data;
  guint before = trial_count_agreements (trial);
  g_autofree char *state = g_build_filename (trial->home, "state", NULL);
  g_autofree char *filler = g_build_filename (state, "filler", NULL);
  g_autoptr (Conversation) talk = NULL;

  if (!can_mount) {
    g_test_skip ("nothing can be mounted here");
    return;
  }
  mount_small (state);
  fill (filler);
  talk = conversation_begin (trial, NULL, FALSE);
  conversation_say (talk, "agree\n");
  g_assert_true (conversation_heed (talk));
  g_assert_false (talk->keeping);
  conversation_check_trouble (talk);
  g_assert_cmpuint (trial_count_agreements (trial), ==, before);

  g_assert_no_errno (g_unlink (filler));
  conversation_say (talk, "again\nagree\n");
  g_assert_false (conversation_heed (talk));
  g_assert_false (talk->unkept);
  conversation_check_end (talk);
  g_assert_cmpuint (trial_count_agreements (trial), ==, before + 1);
  g_assert_no_errno (umount2 (state, MNT_DETACH));
  trial_begin_anew (trial);
}

static void
add (Trial *trial)
{
  static Mischief mischiefs[] = {
    { "/matrix/places/removed", INKAN_KEEPING_ERROR_NO_FOLDER, FALSE, remove_folder, make_folder },
    { "/matrix/places/swapped", INKAN_KEEPING_ERROR_NO_FOLDER, FALSE, swap_folder, swap_back },
    { "/matrix/places/unwritable", INKAN_KEEPING_ERROR_PERMISSION, FALSE, make_unwritable, make_writable },
    { "/matrix/places/read-only", INKAN_KEEPING_ERROR_READ_ONLY, TRUE, make_read_only, make_read_write },
    { "/matrix/places/full", INKAN_KEEPING_ERROR_NO_SPACE, TRUE, fill_medium, empty_medium },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (mischiefs); i++) {
    mischiefs[i].trial = trial;
    g_test_add_data_func (mischiefs[i].path, &mischiefs[i], test_place);
  }
  g_test_add_data_func ("/matrix/places/no-room-for-record", trial, test_no_room_for_record);
}

static gboolean
put (const char *path, const char *text)
{
  FILE *file = fopen (path, "we");
  gboolean done = file != NULL && fputs (text, file) >= 0;

  return file != NULL && fclose (file) == 0 && done;
}

/* Mounts of our own, that nobody else sees and that end with us. */
static gboolean
leave_for_own_mounts (void)
{
  uid_t user = geteuid ();
  g_autofree char *users = g_strdup_printf ("%u %u 1\n", user, user);
  g_autofree char *groups = g_strdup_printf ("%u %u 1\n", getegid (), getegid ());

  if (user == 0 ? unshare (CLONE_NEWNS) != 0 : unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
    return FALSE;
  if (user != 0
      && !(put ("/proc/self/setgroups", "deny") && put ("/proc/self/uid_map", users)
           && put ("/proc/self/gid_map", groups)))
    return FALSE;

  return mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

int
main (int argc, char **argv)
{
  can_mount = leave_for_own_mounts (); /* before there are threads */

  return trial_main (argc, argv, add);
}
