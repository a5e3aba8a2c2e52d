/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps 3 to 6: the pages that show what the portal says and does. */
#include "fixture.h"

#include <string.h>

#include "ui/pages/agreement-page.h"
#include "ui/pages/choice-page.h"
#include "ui/pages/download-page.h"
#include "ui/pages/notice-page.h"
#include "ui/parts/waiting-view.h"
#include "wording/quantity-text.h"

/* Page 3 */

static void
activate (Fixture    *f,
          const char *name)
{
  GtkWidget *row = find_visible (GTK_WIDGET (f->page), ADW_TYPE_ACTION_ROW, name);
  GtkWidget *list = gtk_widget_get_parent (row);

  g_signal_emit_by_name (list, "row-activated", row);
}

static void
test_choice (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  InkanPage *page;

  fixture_go_choice (f);
  page = fixture_show (f, INKAN_TYPE_CHOICE_PAGE);
  g_assert_cmpstr (inkan_page_get_title (page), ==, "Choose the certificate");
  g_assert_cmpstr (inkan_page_get_primary_label (page), ==, "Next");
  g_assert_false (inkan_page_get_complete (page));
  assert_name (find_visible (GTK_WIDGET (page), ADW_TYPE_ACTION_ROW, "Signing"), "Signing");
  g_assert_null (find_button (f, "Check my entries"));

  activate (f, "Mail");
  scripted_portal_await (f->portal, "review");
  g_assert_cmpstr (inkan_offer_get_name (inkan_retrieval_get_offer (f->retrieval)), ==, "Mail");
  g_assert_cmpuint (scripted_portal_count (f->portal, "review"), ==, 1);
  scripted_portal_answer_agreement (f->portal);
  fixture_await_state (f, INKAN_STATE_AGREEMENT);
}

static void
test_choice_retrieved (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_go_choice (f);
  fixture_show (f, INKAN_TYPE_CHOICE_PAGE);
  activate (f, "Old");
  g_assert_cmpint (inkan_retrieval_get_state (f->retrieval), ==, INKAN_STATE_CHOICE);
  g_assert_cmpuint (scripted_portal_count (f->portal, "review"), ==, 0);
  g_assert_false (inkan_page_get_complete (f->page));
  g_assert_true (says (f, "This certificate has been fetched already"));
  g_assert_nonnull (find_button (f, "Apply for reissue…"));

  activate (f, "Signing");
  g_assert_false (says (f, "This certificate has been fetched already"));
  scripted_portal_await (f->portal, "review");
  scripted_portal_answer_error (f->portal, INKAN_PORTAL_ERROR_UNREACHABLE, FALSE);
  fixture_await_state (f, INKAN_STATE_CHOICE);
  g_assert_true (inkan_page_get_complete (f->page));
}

static void
test_choice_empty (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_go_identity (f);
  inkan_retrieval_set_field (f->retrieval, "email", "hanako@example.com");
  inkan_retrieval_set_field (f->retrieval, "password", "himitsu");
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  scripted_portal_await (f->portal, "identify");
  scripted_portal_answer_error (f->portal, INKAN_PORTAL_ERROR_NOTHING_OFFERED, FALSE);
  fixture_await_state (f, INKAN_STATE_CHOICE);

  fixture_show (f, INKAN_TYPE_CHOICE_PAGE);
  g_assert_false (inkan_page_get_complete (f->page));
  g_assert_true (says (f, "One of your entries is not right"));
  g_assert_true (says (f, "The certificate has been fetched already"));
  g_assert_nonnull (find_button (f, "Apply for reissue…"));
  /* The page says it itself; the general error would say it again. */
  g_assert_false (says (f, "Technical details"));
  g_assert_true (gtk_window_get_focus (f->window) == find_button (f, "Check my entries"));
  click (find_button (f, "Check my entries"));
  fixture_await_state (f, INKAN_STATE_IDENTITY);
  g_assert_cmpstr (inkan_retrieval_get_field (f->retrieval, "email"), ==, "hanako@example.com");
}

/* Page 4 */

static void
test_agreement (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  InkanPage *page;
  GtkWidget *terms;

  fixture_go_agreement (f);
  page = fixture_show (f, INKAN_TYPE_AGREEMENT_PAGE);
  g_assert_cmpstr (inkan_page_get_title (page), ==, "Check and agree");
  g_assert_cmpstr (inkan_page_get_primary_label (page), ==, "I Agree to the Terms");
  g_assert_true (inkan_page_get_complete (page));
  g_assert_true (says (f, "Service"));
  g_assert_true (says (f, "Signing"));
  g_assert_true (says (f, "Press the button and wait."));
  g_assert_nonnull (find_button (f, "Save terms…"));
  terms = find_visible (GTK_WIDGET (page), GTK_TYPE_TEXT_VIEW, NULL);
  g_assert_nonnull (terms);
  assert_name (terms, "Terms");
  g_assert_false (gtk_text_view_get_editable (GTK_TEXT_VIEW (terms)));
}

/* Ten presses, one agreement; then the wait, without anything to press. */
static void
test_agreement_once (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_go_agreement (f);
  fixture_show (f, INKAN_TYPE_AGREEMENT_PAGE);
  for (int i = 0; i < 10; i++)
    inkan_page_primary (f->page);
  scripted_portal_await (f->portal, "issue");
  for (int i = 0; i < 10; i++)
    inkan_page_primary (f->page);
  g_assert_cmpuint (scripted_portal_count (f->portal, "issue"), ==, 1);

  g_assert_null (inkan_page_get_primary_label (f->page));
  g_assert_false (inkan_page_get_complete (f->page));
  g_assert_null (find_visible (GTK_WIDGET (f->page), GTK_TYPE_BUTTON, "Save terms…"));
  g_assert_true (says (f, "Usually 1 to 3 minutes"));
  g_assert_true (says (f, "Please wait; there is nothing to press"));
  g_assert_true (says (f, "0:0"));
  /* The clock goes on by itself. */
  AWAIT (says (f, "0:01") || says (f, "0:02"));

  scripted_portal_answer_error (f->portal, INKAN_PORTAL_ERROR_REISSUE_NEEDED, TRUE);
  fixture_await_state (f, INKAN_STATE_REISSUE);
  g_assert_null (inkan_page_get_primary_label (f->page));
  g_assert_true (says (f, "The certificate must be reissued"));
  g_assert_nonnull (find_button (f, "Apply for reissue…"));
  g_assert_true (says (f, "Technical details"));
}

/* Up to the agreement of a portal that wants a password of the person's choice. */
static void
go_choosing (Fixture *f)
{
  g_autoptr (InkanOffer) offer = NULL;

  fixture_go_choice (f);
  offer = g_list_model_get_item (inkan_retrieval_get_offers (f->retrieval), 0);
  inkan_retrieval_set_offer (f->retrieval, offer);
  inkan_retrieval_go (f->retrieval, INKAN_EVENT_NEXT);
  scripted_portal_await (f->portal, "review");
  scripted_portal_answer_agreement_choosing (f->portal);
  fixture_await_state (f, INKAN_STATE_AGREEMENT);
}

static void
test_agreement_password (void)
{
  static const struct {
    const char *first;
    const char *second;
    const char *hint; /* NULL: none */
    gboolean    complete;
  } cases[] = {
    { "", "", NULL, FALSE },
    { "long enough", "", NULL, FALSE },
    { "long enough", "long", NULL, FALSE }, /* still being typed */
    { "long enough", "long enougf", "The two are not the same", FALSE },
    { "long enough", "long enough", NULL, TRUE },
    { "long enough", "long enough and more", "The two are not the same", FALSE },
    { "short", "short", "at least 8 characters", FALSE },
    { "aaaaaaaaaa", "aaaaaaaaaa", "all the same character", FALSE },
    { "with\177 delete", "with\177 delete", "cannot be seen", FALSE },
    { "合言葉は山と川です", "合言葉は山と川です", "Some programs do not open a file", TRUE },
    { "blank behind ", "blank behind ", "it belongs to the password", TRUE },
  };
  g_autoptr (Fixture) f = fixture_new ("[Delivery]\nPassphrase=chosen\n");
  GtkWidget *first, *second;
  SecretValue *chosen;

  go_choosing (f);
  fixture_show (f, INKAN_TYPE_AGREEMENT_PAGE);
  first = find_entry (f, "File password");
  second = find_entry (f, "Repeat file password");
  g_assert_true (ADW_IS_PASSWORD_ENTRY_ROW (first) && ADW_IS_PASSWORD_ENTRY_ROW (second));
  assert_name (gtk_editable_get_delegate (GTK_EDITABLE (first)), "File password");
  assert_name (gtk_editable_get_delegate (GTK_EDITABLE (second)), "Repeat file password");
  g_assert_true (says (f, "nobody can recover it"));
  g_assert_false (inkan_page_get_complete (f->page));

  /* Too short is no mistake yet while it is being typed. */
  gtk_widget_grab_focus (first);
  type_text (first, "short");
  g_assert_false (gtk_widget_has_css_class (first, "error"));
  gtk_widget_grab_focus (second);
  AWAIT (gtk_widget_has_css_class (first, "error"));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (first))),
                                    GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      type_text (second, cases[i].second);
      type_text (first, cases[i].first);
      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (inkan_page_get_complete (f->page), ==, cases[i].complete);
      g_assert_cmpint (inkan_retrieval_can (f->retrieval, INKAN_EVENT_NEXT), ==, cases[i].complete);
      if (cases[i].hint != NULL)
        g_assert_true (says (f, cases[i].hint));
    }

  type_text (first, "long enough");
  type_text (second, "long enough");
  inkan_page_primary (f->page);
  scripted_portal_await (f->portal, "issue");
  chosen = inkan_agreement_get_passphrase (inkan_retrieval_get_agreement (f->retrieval));
  g_assert_cmpstr (secret_value_get_text (chosen), ==, "long enough");
  /* Once it is sent, it stays what it is. */
  type_text (first, "something else");
  chosen = inkan_agreement_get_passphrase (inkan_retrieval_get_agreement (f->retrieval));
  g_assert_cmpstr (secret_value_get_text (chosen), ==, "long enough");
  scripted_portal_answer_error (f->portal, INKAN_PORTAL_ERROR_REISSUE_NEEDED, TRUE);
  fixture_await_state (f, INKAN_STATE_REISSUE);
}

/* Read for so long that the portal is asked again first: what is no longer the same
 * has to be agreed to anew; what is the same goes out, once. */
static void
test_agreement_renewed (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_go_agreement (f);
  fixture_show (f, INKAN_TYPE_AGREEMENT_PAGE);
  g_object_set (f->retrieval, "review-lifetime", 0, NULL);
  inkan_page_primary (f->page);
  fixture_await_state (f, INKAN_STATE_RENEWING);
  scripted_portal_await (f->portal, "review");
  g_assert_true (says (f, "Your agreement has not been sent yet"));
  g_assert_false (inkan_page_get_complete (f->page));
  scripted_portal_answer_other_agreement (f->portal);
  fixture_await_state (f, INKAN_STATE_AGREEMENT);
  g_assert_true (says (f, "Please read this page again"));
  g_assert_cmpuint (scripted_portal_count (f->portal, "issue"), ==, 0);

  g_assert_true (inkan_page_get_complete (f->page));
  inkan_page_primary (f->page);
  scripted_portal_await (f->portal, "review");
  scripted_portal_answer_other_agreement (f->portal);
  scripted_portal_await (f->portal, "issue");
  g_assert_true (says (f, "Your agreement has been sent"));
  g_assert_cmpuint (scripted_portal_count (f->portal, "issue"), ==, 1);
  scripted_portal_answer_error (f->portal, INKAN_PORTAL_ERROR_REISSUE_NEEDED, TRUE);
  fixture_await_state (f, INKAN_STATE_REISSUE);
}

static void
test_agreement_unknown (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_go_agreement (f);
  fixture_show (f, INKAN_TYPE_AGREEMENT_PAGE);
  inkan_page_primary (f->page);
  scripted_portal_await (f->portal, "issue");
  scripted_portal_answer_error (f->portal, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE);
  fixture_await_state (f, INKAN_STATE_RESOLVING);
  g_assert_null (inkan_page_get_primary_label (f->page));
  g_assert_true (says (f, "Asking the portal what came of your agreement"));
  scripted_portal_await (f->portal, "identify");
  scripted_portal_answer_error (f->portal, INKAN_PORTAL_ERROR_UNREACHABLE, FALSE);
  fixture_await_state (f, INKAN_STATE_UNKNOWN);

  g_assert_cmpstr (inkan_page_get_primary_label (f->page), ==, "Ask Again");
  g_assert_true (inkan_page_get_complete (f->page));
  g_assert_true (says (f, "It is not known whether the certificate was issued"));
  g_assert_null (find_button (f, "Apply for reissue…"));

  inkan_page_primary (f->page);
  scripted_portal_await (f->portal, "identify");
  g_assert_cmpuint (scripted_portal_count (f->portal, "issue"), ==, 1);
  scripted_portal_answer_list (f->portal, FALSE);
  fixture_await_state (f, INKAN_STATE_CHOICE);

  /* Back on page 3: lost, but free to be agreed to again. */
  f->page = NULL;
  fixture_show (f, INKAN_TYPE_CHOICE_PAGE);
  g_assert_true (says (f, "The answer to your agreement was lost"));
  g_assert_true (says (f, "still offers the certificate"));
}

/* Something came, but no certificate: what it was stands where it is chosen anew. */
static void
test_something_else (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);

  fixture_go_agreement (f);
  fixture_show (f, INKAN_TYPE_AGREEMENT_PAGE);
  inkan_page_primary (f->page);
  scripted_portal_await (f->portal, "issue");
  scripted_portal_answer_error (f->portal, INKAN_PORTAL_ERROR_NOT_A_CERTIFICATE, TRUE);
  scripted_portal_await (f->portal, "identify");
  g_assert_true (says (f, "No certificate has come"));
  scripted_portal_answer_list (f->portal, FALSE);
  fixture_await_state (f, INKAN_STATE_CHOICE);
  f->page = NULL;
  fixture_show (f, INKAN_TYPE_CHOICE_PAGE);
  g_assert_true (says (f, "What arrived is not a certificate"));
  g_assert_true (says (f, "still offers the certificate"));
  g_assert_false (says (f, "The answer to your agreement was lost"));
}

static void
test_waiting_format (void)
{
  const struct {
    gint64 seconds;
    const char *text;
  } cases[] = { { -3, "0:00" }, { 0, "0:00" }, { 42, "0:42" }, { 60, "1:00" }, { 185, "3:05" }, { 3661, "61:01" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = inkan_format_elapsed (cases[i].seconds * G_USEC_PER_SEC);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
on_spoken (GtkWidget  *view,
           const char *text,
           GPtrArray  *spoken)
{
  g_ptr_array_add (spoken, g_strdup (text));
}

/* Said at the start and each minute; not again because the page is shown again. */
static void
test_waiting_spoken (void)
{
  g_autoptr (GPtrArray) spoken = g_ptr_array_new_with_free_func (g_free);
  GtkWidget *view = g_object_new (INKAN_TYPE_WAITING_VIEW, NULL);
  GtkWidget *window = adw_window_new ();
  gint64 now = g_get_monotonic_time ();

  g_signal_connect (view, "spoken", G_CALLBACK (on_spoken), spoken);
  adw_window_set_content (ADW_WINDOW (window), view);
  gtk_window_present (GTK_WINDOW (window));
  AWAIT (gtk_widget_get_mapped (view));

  inkan_waiting_view_set (INKAN_WAITING_VIEW (view), now, FALSE);
  inkan_waiting_view_set (INKAN_WAITING_VIEW (view), now, FALSE);
  g_assert_cmpuint (spoken->len, ==, 1);
  inkan_waiting_view_set (INKAN_WAITING_VIEW (view), now - 125 * G_USEC_PER_SEC, FALSE);
  g_assert_cmpuint (spoken->len, ==, 2);
  g_assert_cmpstr (spoken->pdata[1], ==, "Still waiting, 2 minutes so far.");
  inkan_waiting_view_set (INKAN_WAITING_VIEW (view), now - 125 * G_USEC_PER_SEC, TRUE);
  g_assert_cmpuint (spoken->len, ==, 3);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Page 5 */

static void
test_notice (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  g_autoptr (GBytes) bytes = make_certificate ("himitsu");
  InkanPage *page;

  scripted_portal_set_clock_offset (f->portal, 7 * G_TIME_SPAN_MINUTE + 10 * G_TIME_SPAN_SECOND);
  fixture_go_issuing (f);
  scripted_portal_answer_file (f->portal, bytes, "hanako.p12");
  fixture_await_state (f, INKAN_STATE_NOTICE);
  page = fixture_show (f, INKAN_TYPE_NOTICE_PAGE);
  g_assert_cmpstr (inkan_page_get_title (page), ==, "Before you go on");
  g_assert_cmpstr (inkan_page_get_primary_label (page), ==, "OK");
  g_assert_true (inkan_page_get_complete (page));
  g_assert_true (says (f, "The clock of this computer is wrong"));
  g_assert_true (says (f, "It is 7 minutes slow."));
  g_assert_true (says (f, "No password keyring is available"));
  inkan_page_primary (page);
  fixture_await_state (f, INKAN_STATE_FILE);
  /* While the page slides away it does not turn empty. */
  g_assert_true (says (f, "The clock of this computer is wrong"));
}

/* Page 6 */

static void
test_download (void)
{
  g_autoptr (Fixture) f = fixture_new (NULL);
  InkanPage *page;
  GtkWidget *bar;

  fixture_go_issuing (f);
  scripted_portal_progress (f->portal, 1500, 6000);
  AWAIT (inkan_retrieval_get_step (f->retrieval) != INKAN_STEP_AGREEMENT);
  page = fixture_show (f, INKAN_TYPE_DOWNLOAD_PAGE);
  g_assert_cmpstr (inkan_page_get_title (page), ==, "Receiving the file");
  g_assert_null (inkan_page_get_primary_label (page));
  bar = find_visible (GTK_WIDGET (page), GTK_TYPE_PROGRESS_BAR, NULL);
  g_assert_cmpstr (gtk_progress_bar_get_text (GTK_PROGRESS_BAR (bar)), ==, "1.5\u00a0kB of 6.0\u00a0kB");
  g_assert_cmpfloat_with_epsilon (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), 0.25, 0.001);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, "1.5\u00a0kB of 6.0\u00a0kB");

  scripted_portal_progress (f->portal, 3000, 6000);
  g_assert_cmpfloat_with_epsilon (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), 0.5, 0.001);
  scripted_portal_progress (f->portal, 4000, 0);
  g_assert_cmpstr (gtk_progress_bar_get_text (GTK_PROGRESS_BAR (bar)), ==, "4.0\u00a0kB so far");
  scripted_portal_answer_error (f->portal, INKAN_PORTAL_ERROR_OUTCOME_UNKNOWN, TRUE);
  scripted_portal_await (f->portal, "identify");
  scripted_portal_answer_error (f->portal, INKAN_PORTAL_ERROR_UNREACHABLE, FALSE);
  fixture_await_state (f, INKAN_STATE_UNKNOWN);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/ui/choice-page", test_choice);
  g_test_add_func ("/ui/choice-page/retrieved", test_choice_retrieved);
  g_test_add_func ("/ui/choice-page/empty", test_choice_empty);
  g_test_add_func ("/ui/agreement-page", test_agreement);
  g_test_add_func ("/ui/agreement-page/once", test_agreement_once);
  g_test_add_func ("/ui/agreement-page/password", test_agreement_password);
  g_test_add_func ("/ui/agreement-page/unknown", test_agreement_unknown);
  g_test_add_func ("/ui/agreement-page/renewed", test_agreement_renewed);
  g_test_add_func ("/ui/agreement-page/something-else", test_something_else);
  g_test_add_func ("/ui/waiting-view/format", test_waiting_format);
  g_test_add_func ("/ui/waiting-view/spoken", test_waiting_spoken);
  g_test_add_func ("/ui/notice-page", test_notice);
  g_test_add_func ("/ui/download-page", test_download);

  return g_test_run ();
}
