/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Step 1: the message as the desktop hands it over, and what is said about it. */
#include "fixture.h"

#include <string.h>

#include "ui/message-source.h"
#include "ui/pages/mail-page.h"

#define HEADER "From: Certificates <ca@portal.example>\nSubject: Your certificate\n" \
               "Date: Tue, 24 Nov 2026 09:30:00 +0900\nMIME-Version: 1.0\n"
#define MESSAGE HEADER "Content-Type: text/plain; charset=utf-8\n\nCertificate code: " CODE "\nhttps://portal.example/get\n"
#define HTML "<p>Your certificate is ready.</p><p>Certificate <b>code</b>: " CODE "</p>" \
             "<p><a href=\"https://portal.example/get?email=hanako%40example.com\">Fetch it</a></p>"
#define OFFER "Use the code from the clipboard"

static GdkClipboard *
get_clipboard (void)
{
  return gdk_display_get_clipboard (gdk_display_get_default ());
}

/* What a mail program puts on the clipboard: the same in several kinds. */
static void
copy (const char *mime_type,
      const char *content,
      ...)
{
  g_autoptr (GPtrArray) providers = g_ptr_array_new ();
  GdkContentProvider *all;
  va_list more;

  va_start (more, content);
  for (; mime_type != NULL; mime_type = va_arg (more, const char *), content = mime_type != NULL ? va_arg (more, const char *) : NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));

      g_ptr_array_add (providers, gdk_content_provider_new_for_bytes (mime_type, bytes));
    }
  va_end (more);
  all = gdk_content_provider_new_union ((GdkContentProvider **) providers->pdata, providers->len);
  gdk_clipboard_set_content (get_clipboard (), all);
  g_object_unref (all);
}

static GtkWidget *
find_offer (Fixture *f)
{
  return find_visible (GTK_WIDGET (f->page), ADW_TYPE_ACTION_ROW, OFFER);
}

static void
assert_taken (Fixture *f)
{
  g_assert_nonnull (inkan_retrieval_get_message (f->retrieval));
  g_assert_cmpstr (inkan_retrieval_get_field (f->retrieval, "code"), ==, CODE);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_entry (f, "Certificate code"))), ==, CODE);
  g_assert_true (inkan_page_get_complete (f->page));
}

/* Copied out of a message that is open: HTML with its links, and the same as text. */
static void
test_clipboard_html (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  copy ("text/html", HTML, "text/plain", "Your certificate is ready.\n\nCertificate code: " CODE "\n\nFetch it\n", NULL);
  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  AWAIT (find_offer (f) != NULL);
  g_assert_null (inkan_retrieval_get_message (f->retrieval));
  adw_action_row_activate (ADW_ACTION_ROW (find_offer (f)));
  assert_taken (f);
  g_assert_null (find_offer (f));
  /* The link leads to the portal, and carries the address. */
  g_assert_cmpstr (inkan_retrieval_get_field (f->retrieval, "email"), ==, "hanako@example.com");
  g_assert_true (says (f, "Taken from the e-mail: E-mail address, Certificate code."));
}

/* A portal that asks for no code has nothing to type into on page 1, nor a sentence that says so. */
static void
test_no_code (void)
{
  g_autoptr (Fixture) f = fixture_new ("[Identity]\nFields=user;password\n");

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  g_assert_true (inkan_page_get_complete (f->page));
  g_assert_true (says (f, "asks for no code"));
  g_assert_false (says (f, "Type the certificate code"));
}

/* HTML alone, without a word of plain text. */
static void
test_clipboard_html_only (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  copy ("text/html", HTML, NULL);
  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  AWAIT (find_offer (f) != NULL);
  adw_action_row_activate (ADW_ACTION_ROW (find_offer (f)));
  assert_taken (f);
}

static void
test_clipboard_whole (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  copy ("message/rfc822", MESSAGE, "text/plain", "message", NULL);
  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  AWAIT (find_offer (f) != NULL);
  adw_action_row_activate (ADW_ACTION_ROW (find_offer (f)));
  assert_taken (f);
  g_assert_true (says (f, "ca@portal.example"));
}

/* HTML of something else is not offered, and not read a second time. While the
 * page reads the clipboard it holds on to itself. */
static void
test_clipboard_html_without_code (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  guint n_holders;

  gdk_clipboard_set_content (get_clipboard (), NULL);
  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  n_holders = G_OBJECT (f->page)->ref_count;
  copy ("text/html", "<p>See you <b>tomorrow</b></p><p>Order 20261124-000042</p>", "text/plain",
        "See you tomorrow\nOrder 20261124-000042\n", NULL);
  inkan_page_shown (f->page);
  g_assert_cmpuint (G_OBJECT (f->page)->ref_count, >, n_holders);
  AWAIT (G_OBJECT (f->page)->ref_count == n_holders);
  g_assert_null (find_offer (f));

  copy ("text/html", HTML, NULL);
  inkan_page_shown (f->page);
  g_assert_cmpuint (G_OBJECT (f->page)->ref_count, ==, n_holders);
  g_assert_null (find_offer (f));
}

/* Asked for with Ctrl+V in the entry. */
static void
test_paste_html (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  GtkWidget *entry;

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  entry = find_entry (f, "Certificate code");
  copy ("text/html", HTML, "text/plain", "Certificate code:\n" CODE "\n", NULL);
  gtk_widget_activate_action (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (entry))), "clipboard.paste", NULL);
  AWAIT (inkan_retrieval_get_message (f->retrieval) != NULL);
  assert_taken (f);
}

/* Drag and drop */

static GtkDropTarget *
find_target (Fixture *f)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (f->page));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller);
    }
  g_assert_not_reached ();
}

static gboolean
drop (Fixture      *f,
      const GValue *value)
{
  gboolean taken = FALSE;

  g_signal_emit_by_name (find_target (f), "drop", value, 10.0, 10.0, &taken);
  return taken;
}

static void
test_drop_kinds (void)
{
  static const char * const mime_types[] = { "message/rfc822", "text/uri-list", "text/html", "text/plain" };
  g_autoptr (Fixture) f = fixture_new (NULL);
  GdkContentFormats *formats;

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  formats = gdk_content_formats_ref (gtk_drop_target_get_formats (find_target (f)));
  formats = gdk_content_formats_union_deserialize_mime_types (formats);
  for (gsize i = 0; i < G_N_ELEMENTS (mime_types); i++)
    g_assert_true (gdk_content_formats_contain_mime_type (formats, mime_types[i]));
  gdk_content_formats_unref (formats);
}

static void
test_drop_whole (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  g_auto (GValue) value = G_VALUE_INIT;

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  g_value_init (&value, INKAN_TYPE_WHOLE_MESSAGE);
  g_value_take_boxed (&value, g_bytes_new_static (MESSAGE, strlen (MESSAGE)));
  g_assert_true (drop (f, &value));
  assert_taken (f);
}

static void
test_drop_file (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  g_autofree char *path = g_build_filename (f->folder, "dropped.eml", NULL);
  g_auto (GValue) value = G_VALUE_INIT;
  GSList *files = NULL;

  g_assert_true (g_file_set_contents (path, MESSAGE, -1, NULL));
  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  files = g_slist_prepend (files, g_file_new_for_path (path));
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, files);
  g_assert_true (drop (f, &value));
  AWAIT (inkan_retrieval_get_message (f->retrieval) != NULL);
  assert_taken (f);
}

/* `text/uri-list` and `text/html`, as they come from another program: through GTK's own reading of them. */
static void
read_dropped (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Fixture *f = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  g_assert_no_error (error);
  g_assert_true (drop (f, value));
}

static void
drop_copied (Fixture *f,
             GType    type)
{
  gdk_clipboard_read_value_async (get_clipboard (), type, G_PRIORITY_DEFAULT, NULL, read_dropped, f);
  AWAIT (inkan_retrieval_get_message (f->retrieval) != NULL);
}

static void
test_drop_uri_list (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  g_autofree char *path = g_build_filename (f->folder, "a message.eml", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *list = g_strconcat ("# dragged\r\n", uri, "\r\n", NULL);

  g_assert_true (g_file_set_contents (path, MESSAGE, -1, NULL));
  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  copy ("text/uri-list", list, NULL);
  drop_copied (f, GDK_TYPE_FILE_LIST);
  assert_taken (f);
}

static void
test_drop_html (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  copy ("text/html", HTML, NULL);
  drop_copied (f, INKAN_TYPE_HTML_TEXT);
  assert_taken (f);
}

/* A link drawn out of the message: nothing is fetched, what it carries is taken. */
static void
test_drop_link (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  copy ("text/uri-list", "https://portal.example/get?token=" CODE "&email=hanako%40example.com\r\n", NULL);
  drop_copied (f, GDK_TYPE_FILE_LIST);
  assert_taken (f);
  g_assert_cmpstr (inkan_retrieval_get_field (f->retrieval, "email"), ==, "hanako@example.com");
}

static void
test_drop_text (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  g_auto (GValue) value = G_VALUE_INIT;

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, CODE);
  g_assert_true (drop (f, &value));
  g_assert_cmpstr (inkan_retrieval_get_field (f->retrieval, "code"), ==, CODE);
  /* A code alone is no message, and nothing is said about one. */
  g_assert_null (inkan_retrieval_get_message (f->retrieval));
}

/* What is no message is not taken, and said to be none. */
static void
test_drop_other (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  g_auto (GValue) value = G_VALUE_INIT;

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  g_value_init (&value, INKAN_TYPE_WHOLE_MESSAGE);
  g_value_take_boxed (&value, g_bytes_new_static ("\001\002\003", 3));
  g_assert_false (drop (f, &value));
  g_assert_true (says (f, "This file is not an e-mail"));
  g_assert_null (inkan_retrieval_get_message (f->retrieval));
}

/* What is said about the message */

static void
take (Fixture    *f,
      const char *text)
{
  inkan_mail_page_take_text (INKAN_MAIL_PAGE (f->page), text);
}

/* A link that carries the entries fills them, if it leads to the portal. */
static void
test_link_fills (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  take (f, HEADER "Content-Type: text/plain\n\nGo to https://portal.example/get?email=hanako%40example.com&token=" CODE "\n");
  assert_taken (f);
  g_assert_cmpstr (inkan_retrieval_get_field (f->retrieval, "email"), ==, "hanako@example.com");
  g_assert_true (says (f, "Taken from the e-mail: E-mail address, Certificate code."));
  g_assert_false (says (f, "not one of your portal"));
}

static void
test_link_of_stranger (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  take (f, HEADER "Content-Type: text/html; charset=utf-8\n\n<p>Certificate code: " CODE "</p>"
           "<a href=\"https://evil.test/get?email=eve%40evil.test\">https://portal.example/get</a>\n");
  assert_taken (f);
  g_assert_null (inkan_retrieval_get_field (f->retrieval, "email"));
  g_assert_true (says (f, "The link in this e-mail is not one of your portal"));
  g_assert_true (says (f, "The link is not what it looks like"));
  g_assert_true (says (f, "evil.test (not one of your portal)"));
}

/* Claims, and said to be no more. */
static void
test_claims (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_show (f, INKAN_TYPE_MAIL_PAGE);
  take (f, "Authentication-Results: mx.example.com; spf=pass smtp.mailfrom=portal.example; dkim=fail header.d=portal.example\n"
           MESSAGE);
  assert_taken (f);
  g_assert_true (says (f, "Claims to be from"));
  g_assert_true (says (f, "spf: pass (portal.example)"));
  g_assert_true (says (f, "dkim: fail (portal.example)"));
  g_assert_true (says (f, "So says mx.example.com, if the line is not the sender's own"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/ui/message/clipboard/html", test_clipboard_html);
  g_test_add_func ("/ui/message/clipboard/html-only", test_clipboard_html_only);
  g_test_add_func ("/ui/message/clipboard/whole", test_clipboard_whole);
  g_test_add_func ("/ui/message/clipboard/html-without-code", test_clipboard_html_without_code);
  g_test_add_func ("/ui/message/paste/html", test_paste_html);
  g_test_add_func ("/ui/message/drop/kinds", test_drop_kinds);
  g_test_add_func ("/ui/message/drop/whole", test_drop_whole);
  g_test_add_func ("/ui/message/drop/file", test_drop_file);
  g_test_add_func ("/ui/message/drop/uri-list", test_drop_uri_list);
  g_test_add_func ("/ui/message/drop/html", test_drop_html);
  g_test_add_func ("/ui/message/drop/link", test_drop_link);
  g_test_add_func ("/ui/message/drop/text", test_drop_text);
  g_test_add_func ("/ui/message/drop/other", test_drop_other);
  g_test_add_func ("/ui/message/link/fills", test_link_fills);
  g_test_add_func ("/ui/message/link/stranger", test_link_of_stranger);
  g_test_add_func ("/ui/message/claims", test_claims);
  g_test_add_func ("/ui/message/no-code", test_no_code);

  return g_test_run ();
}
