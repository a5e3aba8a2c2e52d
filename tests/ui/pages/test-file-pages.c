/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps 7 to 10 and the closing pages: the pages about the file. */
#include "fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/base/wiping.h"
#include "ui/pages/care-page.h"
#include "ui/pages/file-page.h"
#include "ui/pages/folder-page.h"
#include "ui/pages/issued-page.h"
#include "ui/pages/saved-page.h"
#include "ui/pages/use-page.h"
#include "ui/parts/seal.h"

/* The portal says that the application password opens the file. */
#define KNOWN "[Delivery]\nPassphrase=field:password\n"
#define PASSWORD "himitsu"

/* Page 7 */

#define MODERN "Make it safe with today's encryption"

static void
test_file (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  InkanPage *page;

  fixture_go_file (f, PASSWORD);
  page = fixture_show (f, INKAN_TYPE_FILE_PAGE);
  g_assert_cmpstr (inkan_page_get_title (page), ==, "Your certificate has arrived");
  g_assert_cmpstr (inkan_page_get_primary_label (page), ==, "Save");
  g_assert_true (inkan_page_get_complete (page));
  g_assert_true (says (f, "hanako.p12"));
  g_assert_true (says (f, "kB") || says (f, "bytes"));
  g_assert_true (says (f, "Hanako Inkan"));
  g_assert_true (says (f, "Test issuer"));
  g_assert_true (says (f, "Valid until"));
  g_assert_false (says (f, "Locked by a password"));
}

static void
test_file_locked (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_go_file (f, "another password");
  fixture_show (f, INKAN_TYPE_FILE_PAGE);
  g_assert_true (says (f, "Locked by a password"));
  g_assert_false (says (f, "Valid until"));
  g_assert_true (inkan_page_get_complete (f->page));
}

/* Page 7 asks, and need not be answered; what does not fit is said at the entry. */
static void
test_file_password (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  GtkWidget *entry;

  fixture_go_file (f, PASSWORD);
  fixture_show (f, INKAN_TYPE_FILE_PAGE);
  entry = find_entry (f, "File password");
  g_assert_true (ADW_IS_PASSWORD_ENTRY_ROW (entry));
  assert_name (gtk_editable_get_delegate (GTK_EDITABLE (entry)), "File password");
  g_assert_true (inkan_page_get_complete (f->page));
  g_assert_false (gtk_widget_is_sensitive (find_button (f, "Check")));
  g_assert_false (gtk_widget_is_sensitive (find_tick (f, MODERN)));
  g_assert_true (says (f, "Possible once the file has been opened"));

  type_text (entry, "wrong");
  click (find_button (f, "Check"));
  AWAIT (says (f, "This password does not open the file"));
  g_assert_false (says (f, "Technical details"));
  g_assert_true (inkan_page_get_complete (f->page));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "wrong");

  type_text (entry, PASSWORD);
  g_assert_false (says (f, "This password does not open the file"));
  g_signal_emit_by_name (entry, "entry-activated");
  AWAIT (says (f, "Hanako Inkan"));
  AWAIT (find_entry (f, "File password") == NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  g_assert_false (says (f, "Locked by a password"));
  g_assert_true (says (f, "Valid until"));
  g_assert_true (says (f, "More about the certificate"));
  g_assert_true (gtk_widget_is_sensitive (find_tick (f, MODERN)));
}

/* `Save` with what was typed and not tried: it is tried, and then gone on. */
static void
test_file_password_unchecked (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_go_file (f, PASSWORD);
  fixture_show (f, INKAN_TYPE_FILE_PAGE);
  type_text (find_entry (f, "File password"), "wrong");
  inkan_page_primary (f->page);
  AWAIT (says (f, "This password does not open the file"));
  g_assert_cmpint (inkan_retrieval_get_state (f->retrieval), ==, INKAN_STATE_FILE);
  type_text (find_entry (f, "File password"), PASSWORD);
  inkan_page_primary (f->page);
  fixture_await_state (f, INKAN_STATE_FOLDER);
  g_assert_true (inkan_retrieval_get_passphrase_known (f->retrieval));

  /* One that was tried in vain keeps nobody from saving. */
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_BACK);
  inkan_page_primary (f->page);
  g_assert_cmpint (inkan_retrieval_get_state (f->retrieval), ==, INKAN_STATE_FOLDER);
}

/* The password that the portal has told: hidden until asked for, readable,
 * not to be changed, and not on the clipboard. */
static void
assert_told (Fixture *f)
{
  GtkWidget *row = find_entry (f, "Password that the portal has shown");
  GtkText *text = GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (row)));
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());

  assert_name (text, "Password that the portal has shown");
  g_assert_true (ADW_IS_PASSWORD_ENTRY_ROW (row));
  g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (row)));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, PASSWORD);
  g_assert_false (gtk_text_get_visibility (text));
  g_assert_true (GTK_IS_PASSWORD_ENTRY_BUFFER (gtk_text_get_buffer (text)));
  g_assert_true (says (f, "The portal shows it only once"));
  g_assert_null (gdk_clipboard_get_content (clipboard));
  g_assert_null (gdk_clipboard_get_content (gdk_display_get_primary_clipboard (gdk_display_get_default ())));
}

static void
test_told (void)
{
  g_autoptr (Fixture) f = fixture_new ("[Delivery]\nPassphrase=page\nPassphraseText=//b\n");
  g_autoptr (GBytes) bytes = make_certificate (PASSWORD);

  fixture_go_issuing (f);
  scripted_portal_answer_file_told (f->portal, bytes, "hanako.p12", PASSWORD);
  AWAIT (inkan_retrieval_get_state (f->retrieval) == INKAN_STATE_NOTICE);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_show (f, INKAN_TYPE_FILE_PAGE);
  assert_told (f);
  g_assert_true (says (f, "Hanako Inkan"));

  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  AWAIT (inkan_retrieval_can (f->retrieval, INKAN_EVENT_NEXT));
  if (inkan_retrieval_get_state (f->retrieval) == INKAN_STATE_FOLDER)
    inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_SAVED);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_ISSUED);
  f->page = NULL;
  fixture_show (f, INKAN_TYPE_ISSUED_PAGE);
  assert_told (f);
}

/* Page 8 */

static void
await_examined (Fixture *f)
{
  AWAIT (inkan_page_get_complete (f->page));
}

static void
test_folder (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  g_autofree char *saved = NULL;
  InkanPage *page;

  fixture_go_folder (f, PASSWORD);
  page = fixture_show (f, INKAN_TYPE_FOLDER_PAGE);
  g_assert_cmpstr (inkan_page_get_title (page), ==, "Where to save");
  g_assert_cmpstr (inkan_page_get_primary_label (page), ==, "Save Here");
  assert_name (find_visible (GTK_WIDGET (page), ADW_TYPE_ACTION_ROW, "Folder"), "Folder");
  assert_name (gtk_editable_get_delegate (GTK_EDITABLE (find_entry (f, "File name"))), "File name");
  g_assert_nonnull (find_button (f, "Choose Folder…"));
  g_assert_true (says (f, f->folder));
  await_examined (f);
  g_assert_null (find_visible (GTK_WIDGET (page), ADW_TYPE_ACTION_ROW, "Save here all the same"));

  inkan_page_primary (page);
  fixture_await_state (f, INKAN_STATE_SAVED);
  saved = g_build_filename (f->folder, "hanako.p12", NULL);
  g_assert_true (g_file_test (saved, G_FILE_TEST_IS_REGULAR));
}

static void
test_folder_names (void)
{
  g_autofree char *endless = g_strnfill (10000, 'a');
  const struct {
    const char *typed;
    const char *name; /* NULL: cannot be saved */
    const char *hint;
  } cases[] = {
    { "mine.p12", "mine.p12", NULL },
    { "mine", "mine.p12", "saved as “mine.p12”" },
    { "  mine.pfx\u3000", "mine.pfx", NULL },
    { "mine\u202e.p12", "mine.p12", NULL },
    { "私の証明書🔏", "私の証明書🔏.p12", "saved as" },
    { "", NULL, "Type a name" },
    { "   ", NULL, "Type a name" },
    { "../mine.p12", NULL, "cannot" },
    { "a/b.p12", NULL, "cannot" },
    { ".hidden.p12", NULL, "cannot" },
    { endless, NULL, "too long" },
  };
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  GtkWidget *entry;

  fixture_go_folder (f, PASSWORD);
  fixture_show (f, INKAN_TYPE_FOLDER_PAGE);
  await_examined (f);
  entry = find_entry (f, "File name");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      type_text (entry, cases[i].typed);
      g_assert_cmpint (inkan_page_get_complete (f->page), ==, cases[i].name != NULL);
      /* The entry is left as it was typed. */
      if (strlen (cases[i].typed) < 1000)
        g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, cases[i].typed);
      if (cases[i].name != NULL)
        g_assert_cmpstr (inkan_retrieval_get_file_name (f->retrieval), ==, cases[i].name);
      if (cases[i].hint != NULL)
        g_assert_true (says (f, cases[i].hint));
    }
}

static void
make_file (Fixture    *f,
           const char *name)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "somebody else's", -1, NULL));
}

/* A taken name: another is proposed, and seen before it is used. */
static void
test_folder_name_taken (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  g_autofree char *old = NULL;
  g_autofree char *old_text = NULL;

  fixture_go_folder (f, PASSWORD);
  make_file (f, "hanako.p12");
  make_file (f, "mine.p12");
  fixture_show (f, INKAN_TYPE_FOLDER_PAGE);
  await_examined (f);
  g_assert_cmpstr (inkan_retrieval_get_file_name (f->retrieval), ==, "hanako (2).p12");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_entry (f, "File name"))), ==, "hanako (2).p12");
  g_assert_true (says (f, "A file named “hanako.p12” is there already"));

  type_text (find_entry (f, "File name"), "mine.p12");
  g_assert_false (says (f, "is there already"));
  inkan_page_primary (f->page);
  g_assert_cmpint (inkan_retrieval_get_state (f->retrieval), ==, INKAN_STATE_FOLDER);
  g_assert_true (says (f, "A file named “mine.p12” is there already"));
  g_assert_true (inkan_page_get_complete (f->page));
  inkan_page_primary (f->page);
  fixture_await_state (f, INKAN_STATE_SAVED);

  old = g_build_filename (f->folder, "mine.p12", NULL);
  g_assert_true (g_file_get_contents (old, &old_text, NULL, NULL));
  g_assert_cmpstr (old_text, ==, "somebody else's");
}

/* A folder of this name is one that web servers publish. */
static void
set_published_folder (Fixture    *f,
                      const char *name)
{
  g_autofree char *path = g_build_filename (f->folder, name, "public_html", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  inkan_retrieval_set_folder (f->retrieval, folder);
}

static void
test_folder_risky (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  GtkWidget *tick;

  fixture_go_folder (f, PASSWORD);
  set_published_folder (f, "one");
  fixture_show (f, INKAN_TYPE_FOLDER_PAGE);
  AWAIT (says (f, "This folder may be published on the web"));
  g_assert_false (inkan_page_get_complete (f->page));
  tick = find_visible (GTK_WIDGET (f->page), GTK_TYPE_CHECK_BUTTON, NULL);
  assert_name (tick, "Save here all the same");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), TRUE);
  AWAIT (inkan_page_get_complete (f->page));

  /* The same folder looked at again is the same question, another is another. */
  inkan_page_shown (f->page);
  AWAIT (inkan_page_get_complete (f->page));
  set_published_folder (f, "two");
  g_assert_false (inkan_page_get_complete (f->page));
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (tick)));
}

static void
test_folder_missing (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  g_autofree char *path = NULL;
  g_autoptr (GFile) gone = NULL;

  fixture_go_folder (f, PASSWORD);
  path = g_build_filename (f->folder, "gone", NULL);
  gone = g_file_new_for_path (path);
  inkan_retrieval_set_folder (f->retrieval, gone);
  fixture_show (f, INKAN_TYPE_FOLDER_PAGE);
  AWAIT (says (f, "This folder is not there"));
  g_assert_false (inkan_page_get_complete (f->page));
  g_assert_null (find_visible (GTK_WIDGET (f->page), GTK_TYPE_CHECK_BUTTON, NULL));

  /* The medium is put back: nothing to press. */
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  await_examined (f);
  g_assert_false (says (f, "This folder is not there"));
}

/* Page 9 */

static void
test_saved (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  g_autofree char *path = NULL;
  InkanPage *page;

  fixture_go_folder (f, PASSWORD);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_SAVED);
  page = fixture_show (f, INKAN_TYPE_SAVED_PAGE);
  path = g_build_filename (f->folder, "hanako.p12", NULL);
  g_assert_cmpstr (inkan_page_get_title (page), ==, "Saved");
  g_assert_cmpstr (inkan_page_get_primary_label (page), ==, "Close");
  g_assert_true (says (f, path));
  g_assert_nonnull (find_button (f, "Open Folder"));
}

/* Page 10 */

static void
test_issued (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  InkanPage *page;
  GtkWidget *seal;

  fixture_go_issued (f, PASSWORD);
  page = fixture_show (f, INKAN_TYPE_ISSUED_PAGE);
  g_assert_cmpstr (inkan_page_get_title (page), ==, "Your certificate has been issued");
  g_assert_cmpstr (inkan_page_get_primary_label (page), ==, "Next");
  g_assert_true (says (f, "On the disk, complete to the last byte"));
  g_assert_true (says (f, "Opens with its password"));
  g_assert_true (says (f, "Private key and certificate belong together"));
  g_assert_true (says (f, "Valid today"));
  g_assert_true (says (f, "Signed by its issuer"));
  g_assert_null (find_entry (f, "File password"));
  seal = find_visible (GTK_WIDGET (page), INKAN_TYPE_SEAL, NULL);
  g_assert_nonnull (seal);
  g_assert_true (inkan_seal_get_stamped (INKAN_SEAL (seal)));

  /* No keyring in this session: said why, not just greyed out. */
  assert_name (find_visible (GTK_WIDGET (page), GTK_TYPE_CHECK_BUTTON, NULL), "Remember the password in the keyring");
  g_assert_false (gtk_widget_is_sensitive (find_visible (GTK_WIDGET (page), GTK_TYPE_CHECK_BUTTON, NULL)));
  g_assert_true (says (f, "No keyring can be used on this computer"));
}

/* Shown while the proof is under way, as in the window: its end is what stays. */
static void
test_issued_proving (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);

  fixture_go_folder (f, PASSWORD);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_SAVED);
  fixture_show (f, INKAN_TYPE_ISSUED_PAGE);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  g_assert_cmpint (inkan_retrieval_get_state (f->retrieval), ==, INKAN_STATE_PROVING);
  g_assert_true (says (f, "Reading the saved file back"));
  g_assert_null (find_visible (GTK_WIDGET (f->page), INKAN_TYPE_SEAL, NULL));
  fixture_await_state (f, INKAN_STATE_ISSUED);
  g_assert_nonnull (find_visible (GTK_WIDGET (f->page), INKAN_TYPE_SEAL, NULL));
  g_assert_true (says (f, "all is well with it"));
  g_assert_false (says (f, "yet"));
}

static void
test_issued_password (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  GtkWidget *entry;

  fixture_go_issued (f, PASSWORD);
  fixture_show (f, INKAN_TYPE_ISSUED_PAGE);
  entry = find_entry (f, "File password");
  g_assert_nonnull (entry);
  g_assert_true (ADW_IS_PASSWORD_ENTRY_ROW (entry));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (f->window), entry));
  g_assert_null (find_visible (GTK_WIDGET (f->page), INKAN_TYPE_SEAL, NULL));
  g_assert_true (says (f, "Not opened yet"));
  g_assert_false (gtk_widget_is_sensitive (find_button (f, "Check")));

  type_text (entry, "wrong");
  click (find_button (f, "Check"));
  AWAIT (!inkan_retrieval_get_busy (f->retrieval));
  AWAIT (says (f, "This password does not open the file"));
  g_assert_false (says (f, "Technical details"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "wrong");

  type_text (entry, PASSWORD);
  g_assert_false (says (f, "This password does not open the file"));
  click (find_button (f, "Check"));
  AWAIT (find_visible (GTK_WIDGET (f->page), INKAN_TYPE_SEAL, NULL) != NULL);
  g_assert_null (find_entry (f, "File password"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  g_assert_true (says (f, "Opens with its password"));
}

static void
test_issued_damaged (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  g_autofree char *path = NULL;

  fixture_go_folder (f, PASSWORD);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_SAVED);
  path = g_build_filename (f->folder, "hanako.p12", NULL);
  g_assert_true (g_file_set_contents (path, "cut short", -1, NULL));
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_ISSUED);

  fixture_show (f, INKAN_TYPE_ISSUED_PAGE);
  g_assert_true (says (f, "What is on the disk is not what was received"));
  g_assert_null (find_visible (GTK_WIDGET (f->page), INKAN_TYPE_SEAL, NULL));
  g_assert_null (find_entry (f, "File password"));
}

/* With animations the stamp comes down; without them it is there at once. */
static void
test_seal (gconstpointer animated)
{
  gboolean animations = GPOINTER_TO_INT (animated);
  GtkWidget *seal = g_object_new (INKAN_TYPE_SEAL, NULL);
  GtkWidget *window = adw_window_new ();

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", animations, NULL);
  adw_window_set_content (ADW_WINDOW (window), seal);
  gtk_window_present (GTK_WINDOW (window));
  AWAIT (gtk_widget_get_mapped (seal));
  assert_name (seal, "Seal");
  g_assert_false (inkan_seal_get_stamped (INKAN_SEAL (seal)));
  inkan_seal_set_stamped (INKAN_SEAL (seal), TRUE);
  g_assert_cmpint (inkan_seal_is_moving (INKAN_SEAL (seal)), ==, animations);
  AWAIT (!inkan_seal_is_moving (INKAN_SEAL (seal)));
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

/* The closing pages */

static void
test_care (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  InkanPage *page;
  GtkWidget *check;

  fixture_go_issued (f, PASSWORD);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_CARE);
  page = fixture_show (f, INKAN_TYPE_CARE_PAGE);
  g_assert_cmpstr (inkan_page_get_title (page), ==, "Important — please read");
  g_assert_cmpstr (inkan_page_get_primary_label (page), ==, "Next");
  g_assert_false (inkan_page_get_complete (page));
  g_assert_nonnull (find_button (f, "Apply for reissue…"));
  check = find_visible (GTK_WIDGET (page), GTK_TYPE_CHECK_BUTTON, NULL);
  assert_name (check, "I have read this");

  inkan_page_primary (page);
  g_assert_cmpint (inkan_retrieval_get_state (f->retrieval), ==, INKAN_STATE_CARE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_assert_true (inkan_page_get_complete (page));
  inkan_page_primary (page);
  fixture_await_state (f, INKAN_STATE_USE);
}

static void
test_use (void)
{
  g_autoptr (Fixture) f = fixture_new (KNOWN);
  g_autofree char *path = NULL;
  InkanPage *page;

  fixture_go_issued (f, PASSWORD);
  page = fixture_show (f, INKAN_TYPE_USE_PAGE);
  path = g_build_filename (f->folder, "hanako.p12", NULL);
  g_assert_cmpstr (inkan_page_get_title (page), ==, "Use the certificate");
  g_assert_cmpstr (inkan_page_get_primary_label (page), ==, "Done");
  g_assert_nonnull (find_button (f, "Installation guide…"));
  g_assert_nonnull (find_button (f, "Get Another Certificate"));
  g_assert_true (says (f, path));
}

int
main (int   argc,
      char *argv[])
{
  g_assert_true (inkan_wiping_begin ()); /* as the program does */
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/ui/file-page", test_file);
  g_test_add_func ("/ui/file-page/locked", test_file_locked);
  g_test_add_func ("/ui/file-page/password", test_file_password);
  g_test_add_func ("/ui/file-page/password-unchecked", test_file_password_unchecked);
  g_test_add_func ("/ui/file-page/told-password", test_told);
  g_test_add_func ("/ui/folder-page", test_folder);
  g_test_add_func ("/ui/folder-page/names", test_folder_names);
  g_test_add_func ("/ui/folder-page/name-taken", test_folder_name_taken);
  g_test_add_func ("/ui/folder-page/risky", test_folder_risky);
  g_test_add_func ("/ui/folder-page/missing", test_folder_missing);
  g_test_add_func ("/ui/saved-page", test_saved);
  g_test_add_func ("/ui/issued-page", test_issued);
  g_test_add_func ("/ui/issued-page/proving", test_issued_proving);
  g_test_add_func ("/ui/issued-page/password", test_issued_password);
  g_test_add_func ("/ui/issued-page/damaged", test_issued_damaged);
  g_test_add_data_func ("/ui/seal/animated", GINT_TO_POINTER (TRUE), test_seal);
  g_test_add_data_func ("/ui/seal/still", GINT_TO_POINTER (FALSE), test_seal);
  g_test_add_func ("/ui/care-page", test_care);
  g_test_add_func ("/ui/use-page", test_use);

  return g_test_run ();
}
