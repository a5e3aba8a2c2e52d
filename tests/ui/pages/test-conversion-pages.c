/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person may have made of the file on page 7, what becomes of it on pages 9
 * and 10, and files that give a reason for it: page 5. */
#include "fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/base/wiping.h"
#include "ui/pages/file-page.h"
#include "ui/pages/issued-page.h"
#include "ui/pages/notice-page.h"
#include "ui/pages/saved-page.h"
#include "ui/parts/seal.h"
#include "ui/parts/whole-secret.h"

/* The portal says that the application password opens the file. */
#define KNOWN "[Delivery]\nPassphrase=field:password\n"
#define PASSWORD "himitsu"

#define MODERN "Make it safe with today's encryption"
#define COPY "Make a copy that older programs can open"

static void
set_tick (Fixture    *f,
          const char *title,
          gboolean    active)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_tick (f, title)), active);
}

/* As from `Save` on page 7 to page 9. */
static void
save (Fixture *f)
{
  inkan_page_primary (f->page);
  fixture_await_state (f, INKAN_STATE_FOLDER);
  AWAIT (inkan_retrieval_can (f->retrieval, INKAN_EVENT_NEXT));
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_SAVED);
}

/* Under the same password: ticked, done, said; and taken back. */
static void
test_file_modern (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  GtkCheckButton *offer;

  fixture_go_file (f, PASSWORD);
  fixture_show (f, INKAN_TYPE_FILE_PAGE);
  offer = GTK_CHECK_BUTTON (find_tick (f, MODERN));
  g_assert_true (says (f, "so well that nobody can break the lock today"));
  g_assert_true (says (f, "kept by this program until the end"));
  gtk_check_button_set_active (offer, TRUE);
  g_assert_true (inkan_retrieval_get_busy (f->retrieval));
  g_assert_nonnull (find_visible (GTK_WIDGET (f->page), GTK_TYPE_SPINNER, NULL));
  g_assert_false (inkan_page_get_complete (f->page));
  g_assert_true (gtk_widget_is_sensitive (GTK_WIDGET (offer)));
  AWAIT (says (f, "The newly locked file is what will be saved"));
  g_assert_null (find_visible (GTK_WIDGET (f->page), GTK_TYPE_SPINNER, NULL));
  g_assert_true (inkan_page_get_complete (f->page));
  g_assert_true (says (f, "It opens with the same password as before"));

  gtk_check_button_set_active (offer, FALSE);
  g_assert_false (says (f, "The newly locked file"));
  g_assert_null (inkan_retrieval_get_conversion (f->retrieval, INKAN_ENCRYPTION_MODERN));
  g_assert_true (inkan_page_get_complete (f->page));
}

/* Under a new one: typed twice, or made and shown to be noted down. */
static void
test_file_new_password (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  GtkWidget *first, *second;
  g_autofree char *generated = NULL;

  fixture_go_file (f, PASSWORD);
  fixture_show (f, INKAN_TYPE_FILE_PAGE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_tick (f, COPY)), TRUE);
  AWAIT (says (f, "A copy will be saved beside the file"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_tick (f, "Choose a new password")), TRUE);
  g_assert_null (inkan_retrieval_get_conversion (f->retrieval, INKAN_ENCRYPTION_COMPATIBLE));
  g_assert_true (says (f, "Not done yet"));
  g_assert_false (inkan_page_get_complete (f->page));
  first = find_entry (f, "New password of the copy");
  second = find_entry (f, "Repeat password of the copy");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (f->window), first));

  type_text (first, "four small words");
  type_text (second, "four other words");
  g_assert_true (says (f, "The two are not the same"));
  g_assert_nonnull (find_visible (GTK_WIDGET (f->page), GTK_TYPE_LEVEL_BAR, NULL));
  g_assert_false (gtk_widget_is_sensitive (find_button (f, "Use This Password")));

  click (find_button (f, "Generate"));
  generated = g_strdup (gtk_editable_get_text (GTK_EDITABLE (first)));
  g_assert_cmpstr (generated, !=, "four small words");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (second)), ==, generated);
  g_assert_true (gtk_text_get_visibility (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (first)))));
  g_assert_true (says (f, "Note this password down now"));
  g_assert_null (find_entry (f, "Repeat password of the copy"));
  g_assert_null (find_visible (GTK_WIDGET (f->page), INKAN_TYPE_WHOLE_SECRET, NULL));
  g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (first)));
  gtk_widget_grab_focus (first); /* selects what can be edited */
  g_assert_null (gdk_clipboard_get_content (gdk_display_get_clipboard (gdk_display_get_default ())));
  g_assert_null (gdk_clipboard_get_content (gdk_display_get_primary_clipboard (gdk_display_get_default ())));

  click (find_button (f, "Use This Password"));
  AWAIT (says (f, "it opens with a new password of its own"));
  g_assert_true (inkan_page_get_complete (f->page));
  g_assert_null (find_button (f, "Use This Password"));

  /* Another one afterwards: it is not locked with that. */
  click (find_button (f, "Type My Own"));
  g_assert_true (gtk_editable_get_editable (GTK_EDITABLE (first)));
  g_assert_false (gtk_text_get_visibility (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (first)))));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (first)), ==, "");
  type_text (first, "something else");
  g_assert_null (inkan_retrieval_get_conversion (f->retrieval, INKAN_ENCRYPTION_COMPATIBLE));
  g_assert_false (inkan_page_get_complete (f->page));
}

/* What is to be noted down is there whole where the entry has no room for it, and
 * as long as the entry shows it. */
static void
test_file_large_text (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  GtkWidget *entry, *whole;
  GtkText *text;
  int line;

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 3 * 96 * 1024, NULL);
  fixture_go_file (f, PASSWORD);
  fixture_show (f, INKAN_TYPE_FILE_PAGE);
  set_tick (f, COPY, TRUE);
  set_tick (f, "Choose a new password", TRUE);
  entry = find_entry (f, "New password of the copy");
  text = GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (entry)));
  AWAIT (gtk_widget_get_width (GTK_WIDGET (text)) > 0);
  type_text (entry, "a secret of this length is too much for the entry");
  g_assert_null (find_visible (GTK_WIDGET (f->page), INKAN_TYPE_WHOLE_SECRET, NULL));
  click (find_button (f, "Generate"));
  whole = find_visible (GTK_WIDGET (f->page), INKAN_TYPE_WHOLE_SECRET, NULL);
  g_assert_nonnull (whole);
  AWAIT (gtk_widget_get_width (whole) > 0);
  gtk_widget_measure (whole, GTK_ORIENTATION_VERTICAL, 10000, &line, NULL, NULL, NULL);
  g_assert_cmpint (gtk_widget_get_height (whole), >, line);
  click (find_button (f, "Type My Own"));
  g_assert_null (find_visible (GTK_WIDGET (f->page), INKAN_TYPE_WHOLE_SECRET, NULL));
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
}

/* Without what the portal sent being touched. */
static void
assert_saved_as_sent (Fixture *f)
{
  g_autoptr (GBytes) bytes = g_file_load_bytes (inkan_retrieval_get_saved_file (f->retrieval), NULL, NULL, NULL);

  g_assert_true (g_bytes_equal (bytes, inkan_retrieval_get_bytes (f->retrieval)));
}

/* One key is cheap to lock anew, so many are not. */
static void
test_file_modern_fails (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  g_autoptr (GBytes) bytes = make_crowded_certificate (PASSWORD, 19);

  fixture_go_received (f, bytes, PASSWORD);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_show (f, INKAN_TYPE_FILE_PAGE);
  set_tick (f, MODERN, TRUE);
  AWAIT (says (f, "There are too many keys in the file"));
  g_assert_true (says (f, "It was left as it is, and works as before"));
  g_assert_true (says (f, "To go on with the file as it came, take the tick away"));
  g_assert_false (says (f, "Technical details"));
  g_assert_null (find_visible (GTK_WIDGET (f->page), GTK_TYPE_SPINNER, NULL));
  g_assert_false (inkan_page_get_complete (f->page));

  set_tick (f, MODERN, FALSE);
  g_assert_false (says (f, "There are too many keys"));
  g_assert_true (inkan_page_get_complete (f->page));
  save (f);
  assert_saved_as_sent (f);
}

/* What older programs could not be given: another password helps, and so does doing without. */
static void
test_file_copy_fails (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);

  fixture_go_file (f, "\u3072\u307f\u3064");
  fixture_show (f, INKAN_TYPE_FILE_PAGE);
  set_tick (f, COPY, TRUE);
  AWAIT (says (f, "Older programs cannot take this password"));
  g_assert_true (says (f, "Choose another password for the copy"));
  g_assert_true (says (f, "To go on without the copy, take the tick away"));
  g_assert_false (inkan_page_get_complete (f->page));

  set_tick (f, "Choose a new password", TRUE);
  g_assert_false (says (f, "Older programs cannot take this password"));
  click (find_button (f, "Generate"));
  click (find_button (f, "Use This Password"));
  AWAIT (says (f, "A copy will be saved beside the file"));
  g_assert_true (inkan_page_get_complete (f->page));

  set_tick (f, "The same password as the file", TRUE);
  AWAIT (says (f, "Older programs cannot take this password"));
  set_tick (f, COPY, FALSE);
  g_assert_true (inkan_page_get_complete (f->page));
  save (f);
  assert_saved_as_sent (f);
  g_assert_null (inkan_retrieval_get_saved_copy (f->retrieval));
}

/* Files without a password */

/* Nobody is asked for what does not exist; it is said, and what to do about it. */
static void
test_file_unlocked (gconstpointer passphrase)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  g_autoptr (GBytes) bytes = make_certificate (passphrase);
  GtkWidget *first;

  fixture_go_received (f, bytes, NULL);
  g_assert_cmpint (inkan_retrieval_get_state (f->retrieval), ==, INKAN_STATE_NOTICE);
  fixture_show (f, INKAN_TYPE_NOTICE_PAGE);
  g_assert_true (says (f, "The file has no password"));
  inkan_page_primary (f->page);
  f->page = NULL;
  fixture_show (f, INKAN_TYPE_FILE_PAGE);
  g_assert_null (find_entry (f, "File password"));
  g_assert_false (says (f, "Locked by a password"));
  g_assert_true (says (f, "Hanako Inkan"));
  g_assert_true (says (f, "The file has no password"));
  g_assert_true (inkan_page_get_complete (f->page));

  /* There is no password to keep: a new one is asked for at once. */
  set_tick (f, MODERN, TRUE);
  g_assert_null (find_tick (f, "Keep the password of the file"));
  g_assert_null (find_tick (f, "Choose a new password"));
  g_assert_true (says (f, "Not done yet"));
  first = find_entry (f, "New file password");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (f->window), first));
  click (find_button (f, "Generate"));
  click (find_button (f, "Use This Password"));
  AWAIT (says (f, "It opens with the new password only"));
  g_assert_false (says (f, "The file has no password"));

  /* The copy can have that one, until it is taken back. */
  set_tick (f, COPY, TRUE);
  AWAIT (says (f, "A copy will be saved beside the file"));
  set_tick (f, MODERN, FALSE);
  g_assert_true (says (f, "The file has no password"));
  g_assert_nonnull (find_entry (f, "New password of the copy"));
  g_assert_null (find_tick (f, "The same password as the file"));
  g_assert_false (inkan_page_get_complete (f->page));
  set_tick (f, COPY, FALSE);
  g_assert_true (inkan_page_get_complete (f->page));
}

/* Saved as it came, and proved without asking for anything. */
static void
test_issued_unlocked (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  g_autoptr (GBytes) bytes = make_certificate (NULL);

  fixture_go_received (f, bytes, NULL);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_show (f, INKAN_TYPE_FILE_PAGE);
  save (f);
  assert_saved_as_sent (f);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_ISSUED);
  f->page = NULL;
  fixture_show (f, INKAN_TYPE_ISSUED_PAGE);
  g_assert_null (find_entry (f, "File password"));
  g_assert_true (says (f, "Opens without a password"));
  g_assert_nonnull (find_visible (GTK_WIDGET (f->page), INKAN_TYPE_SEAL, NULL));
  g_assert_false (gtk_widget_is_sensitive (find_tick (f, "Remember the password in the keyring")));
}

/* Page 5 */

static void
test_notice_several_persons (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  g_autoptr (GBytes) bytes = make_crowded_certificate (PASSWORD, 1);

  fixture_go_received (f, bytes, PASSWORD);
  g_assert_cmpint (inkan_retrieval_get_state (f->retrieval), ==, INKAN_STATE_NOTICE);
  fixture_show (f, INKAN_TYPE_NOTICE_PAGE);
  g_assert_true (says (f, "There is somebody else's key in the file"));
  g_assert_true (says (f, "act in their name as well as in yours"));
  inkan_page_primary (f->page);
  fixture_await_state (f, INKAN_STATE_FILE);
  f->page = NULL;
  fixture_show (f, INKAN_TYPE_FILE_PAGE);
  g_assert_true (says (f, "There is somebody else's key in the file"));
}

/* Nobody knows the password here, and yet it can be seen how the file is locked. */
static void
test_notice_unopened (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  g_autoptr (SecretValue) password = secret_value_new (PASSWORD, -1, "text/plain");
  g_autoptr (GBytes) modern = make_certificate (PASSWORD);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  bytes = inkan_certificate_convert (modern, password, INKAN_ENCRYPTION_COMPATIBLE, NULL, NULL, &error);
  g_assert_no_error (error);
  fixture_go_received (f, bytes, NULL);
  g_assert_cmpint (inkan_retrieval_get_state (f->retrieval), ==, INKAN_STATE_NOTICE);
  fixture_show (f, INKAN_TYPE_NOTICE_PAGE);
  g_assert_true (says (f, "The file is weakly protected"));
  inkan_page_primary (f->page);
  fixture_await_state (f, INKAN_STATE_FILE);
  g_assert_null (inkan_retrieval_get_certificate (f->retrieval));
  f->page = NULL;
  fixture_show (f, INKAN_TYPE_FILE_PAGE);
  g_assert_true (says (f, "The file is weakly protected"));
}

/* Pages 9 and 10 */

/* The copy has lines of its own; one that is not there is not passed over. */
static void
test_issued_copy (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  g_autofree char *path = NULL;

  fixture_go_file (f, PASSWORD);
  inkan_retrieval_convert (f->retrieval, INKAN_ENCRYPTION_COMPATIBLE, NULL);
  AWAIT (inkan_retrieval_can (f->retrieval, INKAN_EVENT_NEXT));
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  AWAIT (inkan_retrieval_can (f->retrieval, INKAN_EVENT_NEXT));
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_SAVED);
  path = g_build_filename (f->folder, "hanako (for older programs).p12", NULL);
  fixture_show (f, INKAN_TYPE_SAVED_PAGE);
  g_assert_true (says (f, path));
  g_assert_true (says (f, "It is only weakly protected"));
  g_assert_null (find_button (f, "Save the Copy Again"));

  g_assert_cmpint (g_unlink (path), ==, 0);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_ISSUED);
  f->page = NULL;
  fixture_show (f, INKAN_TYPE_ISSUED_PAGE);
  g_assert_true (says (f, "Its copy for older programs was not"));
  g_assert_true (says (f, "The file itself is saved and safe"));
  g_assert_null (find_visible (GTK_WIDGET (f->page), INKAN_TYPE_SEAL, NULL));
  g_assert_nonnull (find_button (f, "Go On Without the Copy"));
  g_assert_false (inkan_retrieval_can (f->retrieval, INKAN_EVENT_NEXT));

  click (find_button (f, "Save the Copy Again"));
  AWAIT (find_visible (GTK_WIDGET (f->page), INKAN_TYPE_SEAL, NULL) != NULL);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
  g_assert_null (find_button (f, "Save the Copy Again"));
  g_assert_true (inkan_retrieval_can (f->retrieval, INKAN_EVENT_NEXT));
}

/* No name is free for it: that is said, and the file itself is safe. */
static void
test_saved_copy_fails (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);

  fixture_go_file (f, PASSWORD);
  for (guint i = 1; i <= 100; i++)
    {
      g_autofree char *name = i == 1 ? g_strdup ("hanako (for older programs).p12")
                                     : g_strdup_printf ("hanako (for older programs) (%u).p12", i);
      g_autofree char *path = g_build_filename (f->folder, name, NULL);

      g_assert_true (g_file_set_contents (path, "somebody else's", -1, NULL));
    }
  fixture_show (f, INKAN_TYPE_FILE_PAGE);
  set_tick (f, COPY, TRUE);
  AWAIT (says (f, "A copy will be saved beside the file"));
  save (f);
  f->page = NULL;
  fixture_show (f, INKAN_TYPE_SAVED_PAGE);
  g_assert_true (says (f, "The copy for older programs is not saved"));
  g_assert_true (says (f, "Every name for it is taken"));
  g_assert_true (says (f, "go on without it"));
  g_assert_true (inkan_retrieval_can (f->retrieval, INKAN_EVENT_NEXT));
  assert_saved_as_sent (f);
}

int
main (int   argc,
      char *argv[])
{
  g_assert_true (inkan_wiping_begin ()); /* as the program does */
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/ui/file-page/modern", test_file_modern);
  g_test_add_func ("/ui/file-page/modern-fails", test_file_modern_fails);
  g_test_add_func ("/ui/file-page/new-password", test_file_new_password);
  g_test_add_func ("/ui/file-page/large-text", test_file_large_text);
  g_test_add_func ("/ui/file-page/copy-fails", test_file_copy_fails);
  g_test_add_data_func ("/ui/file-page/no-password", NULL, test_file_unlocked);
  g_test_add_data_func ("/ui/file-page/empty-password", "", test_file_unlocked);
  g_test_add_func ("/ui/issued-page/no-password", test_issued_unlocked);
  g_test_add_func ("/ui/notice-page/several-persons", test_notice_several_persons);
  g_test_add_func ("/ui/notice-page/unopened", test_notice_unopened);
  g_test_add_func ("/ui/issued-page/copy", test_issued_copy);
  g_test_add_func ("/ui/saved-page/copy-fails", test_saved_copy_fails);

  return g_test_run ();
}
