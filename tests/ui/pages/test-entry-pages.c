/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps 1 and 2: the pages where a person types. */
#include "fixture.h"

#include <string.h>

#include "ui/pages/identity-page.h"
#include "ui/pages/mail-page.h"
#include "ui/parts/field-entry.h"

#define MESSAGE(headers, body) headers "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" body
#define FROM_PORTAL "From: Certificates <ca@portal.example>\nSubject: Your certificate\n" \
                    "Date: Tue, 24 Nov 2026 09:30:00 +0900\n"
#define BODY "Certificate code: " CODE "\nhttps://portal.example/get\n"

static const char too_long[] = "This is far too long";

/* What can be typed into any entry. */
static char *
make_long (void)
{
  return g_strnfill (10000, 'a');
}

/* Page 1 */

static void
test_mail (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  InkanPage *page = fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  GtkWidget *entry = find_entry (f, "Certificate code");

  g_assert_cmpstr (inkan_page_get_title (page), ==, "The e-mail you received");
  g_assert_cmpstr (inkan_page_get_primary_label (page), ==, "Next");
  g_assert_false (inkan_page_get_complete (page));
  assert_name (gtk_editable_get_delegate (GTK_EDITABLE (entry)), "Certificate code");
  g_assert_nonnull (find_button (f, "Open e-mail…"));

  type_text (entry, CODE);
  g_assert_true (inkan_page_get_complete (page));
  g_assert_cmpstr (inkan_retrieval_get_field (f->retrieval, "code"), ==, CODE);
  inkan_page_primary (page);
  fixture_await_state (f, INKAN_STATE_IDENTITY);
}

static void
test_mail_inputs (void)
{
  g_autofree char *endless = make_long ();
  const struct {
    const char *typed;
    const char *code; /* NULL: cannot go on */
    const char *hint; /* NULL: none */
  } cases[] = {
    { "", NULL, NULL },
    { "   ", NULL, NULL },
    { endless, NULL, too_long },
    { " " CODE "\u3000", CODE, NULL },
    { "999888 Ki3pCE dGtVeHXM", CODE, NULL },
    { "\xef\xbc\x99\xef\xbc\x99\xef\xbc\x99" "888Ki3pCEdGtVeHXM", CODE, NULL },
    { "証明書コード:" CODE, CODE, NULL },
    { "\u202e" CODE, CODE, NULL },
    { "\x01" CODE "\x7f", CODE, NULL },
    { "🔏", NULL, "Nothing in this can be used" },
    { "certificate", "certificate", "usually made of letters and digits" },
  };
  g_autoptr (Fixture) f = fixture_new (NULL);
  InkanPage *page = fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  GtkWidget *entry = find_entry (f, "Certificate code");
  GtkWidget *field = gtk_widget_get_ancestor (entry, INKAN_TYPE_FIELD_ENTRY);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *hint;

      type_text (entry, cases[i].typed);
      hint = inkan_field_entry_get_hint (INKAN_FIELD_ENTRY (field));
      g_test_message ("case %" G_GSIZE_FORMAT ": hint “%s”", i, hint);
      g_assert_cmpint (inkan_page_get_complete (page), ==, cases[i].code != NULL);
      if (cases[i].code != NULL)
        g_assert_cmpstr (inkan_retrieval_get_field (f->retrieval, "code"), ==, cases[i].code);
      if (cases[i].hint != NULL)
        g_assert_nonnull (strstr (hint, cases[i].hint));
      else
        g_assert_cmpstr (hint, ==, "");
    }
}

/* While the focus is in the entry its text stays as typed; after that it is the code alone. */
static void
test_mail_normalises_late (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  GtkWidget *entry;

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  entry = find_entry (f, "Certificate code");
  type_text (entry, "証明書コード: " CODE);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "証明書コード: " CODE);
  gtk_widget_grab_focus (find_button (f, "Open e-mail…"));
  AWAIT (strcmp (gtk_editable_get_text (GTK_EDITABLE (entry)), CODE) == 0);
}

static void
write_and_open (Fixture    *f,
                const char *text)
{
  g_autofree char *path = g_build_filename (f->folder, "message.eml", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  inkan_mail_page_open_file (INKAN_MAIL_PAGE (f->page), file);
}

static void
test_mail_message (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  write_and_open (f, MESSAGE (FROM_PORTAL, BODY));
  AWAIT (inkan_retrieval_get_message (f->retrieval) != NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_entry (f, "Certificate code"))), ==, CODE);
  g_assert_true (inkan_page_get_complete (f->page));
  g_assert_true (says (f, "Your certificate"));
  g_assert_true (says (f, "ca@portal.example"));
  g_assert_true (says (f, "portal.example"));
  g_assert_false (says (f, "not one of your portal"));
  g_assert_false (says (f, "not the usual one"));
}

static void
test_mail_of_others (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  write_and_open (f, MESSAGE ("From: ca@portal.example.evil.test\nSubject: <b>Your</b> certificate\n",
                              "Certificate code: " CODE "\nhttps://portal.example.evil.test/get\n"));
  AWAIT (inkan_retrieval_get_message (f->retrieval) != NULL);
  g_assert_true (says (f, "The link in this e-mail is not one of your portal"));
  g_assert_true (says (f, "portal.example.evil.test"));
  g_assert_true (says (f, "The sender is not the usual one"));
  g_assert_true (says (f, "<b>Your</b> certificate"));
  /* A warning, no obstacle. */
  g_assert_true (inkan_page_get_complete (f->page));
}

static void
test_mail_without_code (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  type_text (find_entry (f, "Certificate code"), CODE);
  write_and_open (f, MESSAGE (FROM_PORTAL, "See you tomorrow.\n"));
  AWAIT (find_visible (GTK_WIDGET (f->page), GTK_TYPE_BUTTON, "Copy details") != NULL
         || says (f, "Technical details"));
  g_assert_null (inkan_retrieval_get_message (f->retrieval));
  /* Nothing that was there is lost. */
  g_assert_cmpstr (inkan_retrieval_get_field (f->retrieval, "code"), ==, CODE);
}

/* What mail programs let a person copy: the words without the header. */
static void
test_mail_pasted (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  inkan_mail_page_take_text (INKAN_MAIL_PAGE (f->page), "ようこそ\n証明書コード: " CODE "\n手順は次のとおりです。\n");
  g_assert_cmpstr (inkan_retrieval_get_field (f->retrieval, "code"), ==, CODE);

  inkan_mail_page_take_text (INKAN_MAIL_PAGE (f->page), MESSAGE (FROM_PORTAL, "Certificate code: AAAA1111BBBB2222CCCC\n"));
  g_assert_cmpstr (inkan_retrieval_get_field (f->retrieval, "code"), ==, "AAAA1111BBBB2222CCCC");
  g_assert_true (says (f, "Your certificate"));
}

static void
test_mail_paste_in_entry (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  GdkClipboard *clipboard;
  GtkWidget *entry;

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  entry = find_entry (f, "Certificate code");
  clipboard = gtk_widget_get_clipboard (entry);
  gdk_clipboard_set_text (clipboard, MESSAGE (FROM_PORTAL, BODY));
  gtk_widget_activate_action (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (entry))), "clipboard.paste", NULL);
  AWAIT (inkan_retrieval_get_message (f->retrieval) != NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, CODE);

  /* A code alone goes where the cursor is. */
  type_text (entry, "");
  gdk_clipboard_set_text (clipboard, "AAAA1111BBBB2222CCCC");
  gtk_widget_activate_action (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (entry))), "clipboard.paste", NULL);
  AWAIT (*gtk_editable_get_text (GTK_EDITABLE (entry)) != '\0');
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "AAAA1111BBBB2222CCCC");
}

static void
set_clipboard (const char *text)
{
  gdk_clipboard_set_text (gdk_display_get_clipboard (gdk_display_get_default ()), text);
}

static void
test_mail_clipboard (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  GtkWidget *row;

  set_clipboard (" " CODE "\n");
  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  AWAIT (find_visible (GTK_WIDGET (f->page), ADW_TYPE_ACTION_ROW, "Use the code from the clipboard") != NULL);
  g_assert_false (inkan_page_get_complete (f->page));
  row = find_visible (GTK_WIDGET (f->page), ADW_TYPE_ACTION_ROW, "Use the code from the clipboard");
  adw_action_row_activate (ADW_ACTION_ROW (row));
  g_assert_cmpstr (inkan_retrieval_get_field (f->retrieval, "code"), ==, CODE);
  g_assert_null (find_visible (GTK_WIDGET (f->page), ADW_TYPE_ACTION_ROW, "Use the code from the clipboard"));
}

/* One look, when the page is shown first; and only a code is offered. */
static void
test_mail_clipboard_once (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  set_clipboard ("Let us have lunch");
  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  set_clipboard (CODE);
  inkan_page_shown (f->page);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (find_visible (GTK_WIDGET (f->page), ADW_TYPE_ACTION_ROW, "Use the code from the clipboard"));
}

/* Page 2 */

static void
test_identity (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  InkanPage *page;
  GtkWidget *password;

  fixture_go_identity (f);
  page = fixture_show (f, INKAN_TYPE_IDENTITY_PAGE);
  g_assert_cmpstr (inkan_page_get_title (page), ==, "Identity check");
  g_assert_cmpstr (inkan_page_get_primary_label (page), ==, "Send");
  g_assert_false (inkan_page_get_complete (page));

  password = find_entry (f, "Application password");
  g_assert_true (ADW_IS_PASSWORD_ENTRY_ROW (password));
  assert_name (gtk_editable_get_delegate (GTK_EDITABLE (password)), "Application password");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_entry (f, "Certificate code"))), ==, CODE);

  type_text (find_entry (f, "E-mail address"), "hanako@example.com");
  g_assert_false (inkan_page_get_complete (page));
  type_text (password, "himitsu");
  g_assert_true (inkan_page_get_complete (page));
  g_assert_cmpuint (scripted_portal_count (f->portal, "identify"), ==, 0);

  inkan_page_primary (page);
  inkan_page_primary (page);
  scripted_portal_await (f->portal, "identify");
  g_assert_cmpuint (scripted_portal_count (f->portal, "identify"), ==, 1);
  g_assert_false (gtk_widget_is_sensitive (password));
  scripted_portal_answer_error (f->portal, INKAN_PORTAL_ERROR_IDENTITY, FALSE);
  fixture_await_state (f, INKAN_STATE_IDENTITY);

  /* Refused: said in the page, everything kept, the focus where the mistake is likeliest. */
  g_assert_true (says (f, "Technical details"));
  g_assert_true (gtk_widget_is_sensitive (password));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (password)), ==, "himitsu");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (f->window), password));
}

static void
test_identity_inputs (void)
{
  g_autofree char *endless = make_long ();
  const struct {
    const char *title;
    const char *typed;
    const char *value;
    gboolean    valid;
    const char *hint;
  } cases[] = {
    { "E-mail address", "", NULL, FALSE, NULL },
    { "E-mail address", "hanako", "hanako", FALSE, "looks like name@example.com" },
    { "E-mail address", "  hanako@example.com ", "hanako@example.com", TRUE, NULL },
    { "E-mail address", "ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｃｏｍ", "hanako@example.com", TRUE, NULL },
    { "E-mail address", "\u202ehanako@example.com\u2069", "hanako@example.com", TRUE, NULL },
    { "E-mail address", endless, NULL, FALSE, too_long },
    { "Application password", "", NULL, FALSE, NULL },
    { "Application password", "pa ss", "pa ss", TRUE, NULL },
    { "Application password", "🔏é", "🔏é", TRUE, NULL },
    { "Application password", " himitsu\t", "himitsu", TRUE, "left out" },
    { "Application password", "himitsu\u202e", "himitsu", TRUE, "left out" },
    { "Application password", "ｈｉｍｉｔｓｕ", "ｈｉｍｉｔｓｕ", TRUE, "full-width" },
    { "Application password", endless, NULL, FALSE, too_long },
  };
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_go_identity (f);
  fixture_show (f, INKAN_TYPE_IDENTITY_PAGE);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *entry = find_entry (f, cases[i].title);
      InkanFieldEntry *field = INKAN_FIELD_ENTRY (gtk_widget_get_ancestor (entry, INKAN_TYPE_FIELD_ENTRY));
      const char *name = inkan_field_entry_get_field (field)->name;

      type_text (entry, cases[i].typed);
      g_test_message ("case %" G_GSIZE_FORMAT ": hint “%s”", i, inkan_field_entry_get_hint (field));
      g_assert_cmpint (inkan_field_entry_get_valid (field), ==, cases[i].valid);
      if (cases[i].value != NULL)
        g_assert_cmpstr (inkan_retrieval_get_field (f->retrieval, name), ==, cases[i].value);
      if (cases[i].hint != NULL)
        g_assert_nonnull (strstr (inkan_field_entry_get_hint (field), cases[i].hint));
      else
        g_assert_cmpstr (inkan_field_entry_get_hint (field), ==, "");
    }
}

/* Neutral while it is being typed, a mistake once the focus has left. */
static void
test_identity_patience (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  GtkWidget *address, *password;

  fixture_go_identity (f);
  fixture_show (f, INKAN_TYPE_IDENTITY_PAGE);
  address = find_entry (f, "E-mail address");
  password = find_entry (f, "Application password");
  gtk_widget_grab_focus (address);
  type_text (address, "hanako");
  g_assert_false (gtk_widget_has_css_class (address, "error"));
  gtk_widget_grab_focus (password);
  AWAIT (gtk_widget_has_css_class (address, "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (address))),
                                    GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  type_text (address, "hanako@example.com");
  g_assert_false (gtk_widget_has_css_class (address, "error"));
}

static void
test_identity_other_fields (void)
{
  g_autoptr (Fixture) f = fixture_new ("[Identity]\nFields=user;pin\n[Field user]\nKind=user\nLabel=Staff <b>number</b>\n"
                                       "[Field pin]\nKind=pin\nHidden=true\nPattern=[0-9]{4}\n");
  GtkWidget *pin;

  inkan_retrieval_set_field (f->retrieval, "pin", "1234");
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  fixture_await_state (f, INKAN_STATE_IDENTITY);
  fixture_show (f, INKAN_TYPE_IDENTITY_PAGE);
  type_text (find_entry (f, "Staff <b>number</b>"), "007");
  pin = find_entry (f, "Access PIN");
  g_assert_true (ADW_IS_PASSWORD_ENTRY_ROW (pin));
  g_assert_true (inkan_page_get_complete (f->page));
  type_text (pin, "12345");
  g_assert_false (inkan_page_get_complete (f->page));
  g_assert_true (says (f, "the form that the portal asks for"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/ui/mail-page", test_mail);
  g_test_add_func ("/ui/mail-page/inputs", test_mail_inputs);
  g_test_add_func ("/ui/mail-page/normalises-late", test_mail_normalises_late);
  g_test_add_func ("/ui/mail-page/message", test_mail_message);
  g_test_add_func ("/ui/mail-page/message-of-others", test_mail_of_others);
  g_test_add_func ("/ui/mail-page/message-without-code", test_mail_without_code);
  g_test_add_func ("/ui/mail-page/pasted", test_mail_pasted);
  g_test_add_func ("/ui/mail-page/paste-in-entry", test_mail_paste_in_entry);
  g_test_add_func ("/ui/mail-page/clipboard", test_mail_clipboard);
  g_test_add_func ("/ui/mail-page/clipboard-once", test_mail_clipboard_once);
  g_test_add_func ("/ui/identity-page", test_identity);
  g_test_add_func ("/ui/identity-page/inputs", test_identity_inputs);
  g_test_add_func ("/ui/identity-page/patience", test_identity_patience);
  g_test_add_func ("/ui/identity-page/other-fields", test_identity_other_fields);

  return g_test_run ();
}
