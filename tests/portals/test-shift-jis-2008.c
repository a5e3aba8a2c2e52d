/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames, tables, capitals and Shift_JIS, with a definition that says next to
 * nothing of it. */
#include "visit.h"

#include <string.h>

static void
fill_in (Visit *self)
{
  g_autofree char *code = portal_program_get (self->program, "Code");

  visit_take_mail (self);
  g_assert_cmpstr (inkan_retrieval_get_field (self->retrieval, "code"), ==, code);
  visit_type_key (self, "email", "Address");
  visit_type_key (self, "password", "Password");
}

static InkanOffer *
get_offer (Visit *self, guint index)
{
  g_autoptr (InkanOffer) offer = g_list_model_get_item (inkan_retrieval_get_offers (self->retrieval), index);

  /* The list keeps it. */
  return offer;
}

static void
choose (Visit *self)
{
  g_autofree char *service = portal_program_get (self->program, "Service");
  InkanOffer *offer = get_offer (self, 1);

  g_assert_cmpuint (g_list_model_get_n_items (inkan_retrieval_get_offers (self->retrieval)), ==, 3);
  g_assert_cmpstr (inkan_offer_get_name (offer), ==, service);
  inkan_retrieval_set_offer (self->retrieval, offer);
}

static void
assert_as_a_browser (Visit *self)
{
  g_assert_cmpuint (portal_program_count (self->program, "not as a browser"), ==, 0);
  g_assert_cmpuint (portal_program_count (self->program, "lost"), ==, 0);
}

static void
test_good (void)
{
  g_autoptr (Visit) self = visit_new ("shift-jis-2008", NULL);
  g_autofree char *name = NULL;
  InkanAgreement *agreement;
  InkanDetail *detail;

  fill_in (self);
  visit_go_to (self, INKAN_STATE_CHOICE);
  choose (self);
  g_assert_cmpint (inkan_offer_get_state (get_offer (self, 0)), ==, INKAN_OFFER_RETRIEVED);
  g_assert_cmpint (inkan_offer_get_state (get_offer (self, 1)), ==, INKAN_OFFER_READY);
  g_assert_cmpint (inkan_offer_get_state (get_offer (self, 2)), ==, INKAN_OFFER_NOT_READY);

  visit_go_to (self, INKAN_STATE_AGREEMENT);
  agreement = inkan_retrieval_get_agreement (self->retrieval);
  g_assert_cmpuint (inkan_agreement_get_details (agreement)->len, ==, 4);
  detail = g_ptr_array_index (inkan_agreement_get_details (agreement), 1);
  g_assert_cmpstr (detail->name, ==, "氏名");
  g_assert_cmpstr (detail->value, ==, "髙﨑　花子");
  g_assert_nonnull (strstr (inkan_agreement_get_terms (agreement), "秘密鍵のﾌｧｲﾙ"));
  g_assert_nonnull (strstr (inkan_agreement_get_terms (agreement), "～すみやかに～再発行を申請してください。①"));

  visit_go_to (self, INKAN_STATE_NOTICE);
  /* The old encryption of the file. */
  g_assert_cmpint (inkan_retrieval_get_notices (self->retrieval) & INKAN_NOTICE_WEAK_FILE, !=, 0);
  name = visit_get_certificate (self, NULL);
  /* That of the type: the one beside it does not reach us whole. */
  g_assert_cmpstr (name, ==, "shomeisho.p12");
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);
  assert_as_a_browser (self);
}

static void
test_wrong_password (void)
{
  g_autoptr (Visit) self = visit_new ("shift-jis-2008", NULL);

  fill_in (self);
  visit_type (self, "password", "もれなく①");
  visit_go_to (self, INKAN_STATE_IDENTITY);
  visit_go_and_expect (self, INKAN_STATE_IDENTITY, INKAN_PORTAL_ERROR_IDENTITY);
  g_assert_cmpuint (portal_program_count (self->program, "refused"), ==, 1);
  visit_type_key (self, "password", "Password");
  visit_go_and_expect (self, INKAN_STATE_CHOICE, -1);
  assert_as_a_browser (self);
}

/* The session ends while the person reads the list: identified again, the same
 * certificate, and nothing asked. */
static void
test_session_lost (void)
{
  static const char *const arguments[] = { "--fault", "session-lost", NULL };
  g_autoptr (Visit) self = visit_new ("shift-jis-2008", arguments);
  g_autofree char *name = NULL;

  fill_in (self);
  visit_go_to (self, INKAN_STATE_CHOICE);
  choose (self);
  visit_go_and_expect (self, INKAN_STATE_AGREEMENT, -1);
  g_assert_cmpuint (portal_program_count (self->program, "POST /cgi-bin/cert/ninsho.cgi"), ==, 2);
  g_assert_cmpuint (portal_program_count (self->program, "GET /cgi-bin/cert/shosai.cgi"), ==, 2);
  name = visit_get_certificate (self, NULL);
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);
  assert_as_a_browser (self);
}

/* Once it is issued, the code opens nothing any more. */
static void
test_code_used (void)
{
  g_autoptr (Visit) self = visit_new ("shift-jis-2008", NULL);
  g_autofree char *name = NULL;

  fill_in (self);
  visit_go_to (self, INKAN_STATE_CHOICE);
  choose (self);
  name = visit_get_certificate (self, NULL);
  visit_again (self);
  fill_in (self);
  visit_go_to (self, INKAN_STATE_IDENTITY);
  visit_go_and_expect (self, INKAN_STATE_IDENTITY, INKAN_PORTAL_ERROR_IDENTITY);
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);
}

static void
add (void)
{
  g_test_add_func ("/portals/shift-jis-2008/good", test_good);
  g_test_add_func ("/portals/shift-jis-2008/wrong-password", test_wrong_password);
  g_test_add_func ("/portals/shift-jis-2008/session-lost", test_session_lost);
  g_test_add_func ("/portals/shift-jis-2008/code-used", test_code_used);
}

int
main (int argc, char **argv)
{
  return visit_main (argc, argv, add);
}
