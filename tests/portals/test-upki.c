/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A PIN, three pages, and a button that may be pressed once. */
#include "visit.h"

static void
identify (Visit *self)
{
  visit_type_key (self, "pin", "Pin");
  visit_go_to (self, INKAN_STATE_AGREEMENT);
}

/* The only one, by itself. */
static void
choose (Visit *self)
{
  g_autoptr (InkanOffer) offer = g_list_model_get_item (inkan_retrieval_get_offers (self->retrieval), 0);

  g_assert_cmpuint (g_list_model_get_n_items (inkan_retrieval_get_offers (self->retrieval)), ==, 1);
  inkan_retrieval_set_offer (self->retrieval, offer);
}

static void
test_good (void)
{
  g_autoptr (Visit) self = visit_new ("upki", NULL);
  g_autofree char *name = NULL;
  GPtrArray *details;
  InkanDetail *detail;

  /* The message brings no PIN, and is no hindrance. */
  visit_take_mail (self);
  g_assert_null (inkan_retrieval_get_field (self->retrieval, "pin"));
  visit_go_to (self, INKAN_STATE_IDENTITY);
  identify (self);
  details = inkan_agreement_get_details (inkan_retrieval_get_agreement (self->retrieval));
  g_assert_cmpuint (details->len, ==, 4);
  detail = g_ptr_array_index (details, 0);
  g_assert_cmpstr (detail->name, ==, "氏名");
  g_assert_cmpstr (detail->value, ==, "印鑑 花子");

  name = visit_get_certificate (self, NULL);
  g_assert_true (g_str_has_prefix (name, "upki-"));
  g_assert_true (g_str_has_suffix (name, ".p12"));
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);
}

static void
test_wrong_pin (void)
{
  g_autoptr (Visit) self = visit_new ("upki", NULL);

  visit_type (self, "pin", "0123456789");
  visit_go_to (self, INKAN_STATE_IDENTITY);
  visit_go_and_expect (self, INKAN_STATE_IDENTITY, INKAN_PORTAL_ERROR_IDENTITY);
  g_assert_cmpuint (portal_program_count (self->program, "refused"), ==, 1);
  visit_type_key (self, "pin", "Pin");
  visit_go_and_expect (self, INKAN_STATE_AGREEMENT, -1);
  g_assert_cmpuint (visit_count_agreements (self), ==, 0);
}

/* What the portal's help warns of: the button is sent again before the
 * certificate is there, here from another window. Both lose. */
static void
test_sent_twice (void)
{
  static const char *const arguments[] = { "--fault", "second-press", NULL };
  g_autoptr (Visit) self = visit_new ("upki", arguments);
  g_autoptr (InkanRetrieval) second = inkan_retrieval_new (inkan_retrieval_get_definition (self->retrieval));
  InkanRetrieval *first = self->retrieval;

  identify (self);
  self->retrieval = second;
  identify (self);
  self->retrieval = first;

  inkan_retrieval_go (first, INKAN_EVENT_NEXT);
  inkan_retrieval_go (second, INKAN_EVENT_NEXT);
  while (inkan_retrieval_get_busy (first) || inkan_retrieval_get_busy (second))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (visit_count_agreements (self), ==, 2);
  g_assert_cmpuint (portal_program_count (self->program, "issued"), ==, 0);
  g_assert_cmpint (inkan_retrieval_get_state (first), ==, INKAN_STATE_REISSUE);
  g_assert_error (inkan_retrieval_get_error (first), INKAN_PORTAL_ERROR, INKAN_PORTAL_ERROR_REISSUE_NEEDED);
  g_assert_cmpint (inkan_retrieval_get_state (second), ==, INKAN_STATE_REISSUE);
}

/* Pressed as often as one likes, it is sent once. */
static void
test_pressed_ten_times (void)
{
  g_autoptr (Visit) self = visit_new ("upki", NULL);
  g_autofree char *name = NULL;

  identify (self);
  for (guint i = 0; i < 10; i++)
    inkan_retrieval_go (self->retrieval, INKAN_EVENT_NEXT);
  name = visit_get_certificate (self, NULL);
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);
}

/* The session was over when the button was sent: the first page comes back, and
 * its portal says of that that issuing has failed. */
static void
test_session_lost (void)
{
  static const char *const arguments[] = { "--fault", "session-lost", NULL };
  g_autoptr (Visit) self = visit_new ("upki", arguments);

  identify (self);
  visit_go_and_expect (self, INKAN_STATE_REISSUE, INKAN_PORTAL_ERROR_REISSUE_NEEDED);
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);
}

/* Issued, but the file did not come: the PIN opens the third page again. */
static void
test_broken_download (void)
{
  static const char *const arguments[] = { "--fault", "broken-download", NULL };
  g_autoptr (Visit) self = visit_new ("upki", arguments);
  g_autofree char *name = NULL;

  identify (self);
  visit_go_and_expect (self, INKAN_STATE_CHOICE, -1);
  g_assert_cmpint (inkan_retrieval_get_notices (self->retrieval) & INKAN_NOTICE_ATTEMPT_FREE, !=, 0);
  choose (self);
  visit_go_and_expect (self, INKAN_STATE_AGREEMENT, -1);
  name = visit_get_certificate (self, NULL);
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);
  g_assert_cmpuint (portal_program_count (self->program, "issued"), ==, 1);
}

static void
add (void)
{
  g_test_add_func ("/portals/upki/good", test_good);
  g_test_add_func ("/portals/upki/wrong-pin", test_wrong_pin);
  g_test_add_func ("/portals/upki/sent-twice", test_sent_twice);
  g_test_add_func ("/portals/upki/pressed-ten-times", test_pressed_ten_times);
  g_test_add_func ("/portals/upki/session-lost", test_session_lost);
  g_test_add_func ("/portals/upki/broken-download", test_broken_download);
}

int
main (int argc, char **argv)
{
  return visit_main (argc, argv, add);
}
