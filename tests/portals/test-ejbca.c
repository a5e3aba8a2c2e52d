/* SPDX-License-Identifier: GPL-3.0-or-later */
/* EJBCA's two faces, each with what is odd about it. */
#include "visit.h"

#include <string.h>

static void
identify (Visit *self)
{
  visit_type_key (self, "user", "User");
  visit_type_key (self, "code", "Code");
  visit_go_to (self, INKAN_STATE_AGREEMENT);
}

static void
test_public_web (void)
{
  g_autoptr (Visit) self = visit_new ("ejbca-public-web", NULL);
  g_autofree char *name = NULL;
  g_autofree char *code = portal_program_get (self->program, "Code");
  InkanFurtherChoice *choice;

  visit_take_mail (self);
  g_assert_cmpstr (inkan_retrieval_get_field (self->retrieval, "code"), ==, code);
  visit_type_key (self, "user", "User");
  visit_go_to (self, INKAN_STATE_AGREEMENT);
  choice = g_ptr_array_index (inkan_agreement_get_choices (inkan_retrieval_get_agreement (self->retrieval)), 0);
  g_assert_cmpstr (choice->name, ==, "tokenKeySpec");
  g_assert_cmpstr (choice->label, ==, "Key specification");
  g_assert_cmpuint (g_strv_length (choice->values), ==, 3);
  inkan_agreement_choose (inkan_retrieval_get_agreement (self->retrieval), "tokenKeySpec", 2);

  visit_go_to (self, INKAN_STATE_NOTICE);
  /* The old encryption of the file. */
  g_assert_cmpint (inkan_retrieval_get_notices (self->retrieval) & INKAN_NOTICE_WEAK_FILE, !=, 0);
  g_assert_cmpstr (inkan_certificate_get_key_type (inkan_retrieval_get_certificate (self->retrieval)), ==, "EC P-256");
  name = visit_get_certificate (self, NULL);
  g_assert_cmpstr (name, ==, "tyamada.p12");
  /* The warning came after the download, and both were there. */
  g_assert_false (inkan_retrieval_was_skipped (self->retrieval, INKAN_STEP_NOTICE));
  g_assert_false (inkan_retrieval_was_skipped (self->retrieval, INKAN_STEP_DOWNLOAD));
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);
}

/* One kind of key only: it goes with the form as a hidden field. */
static void
test_public_web_one_key (void)
{
  static const char *const arguments[] = { "--fault", "one-key", NULL };
  g_autoptr (Visit) self = visit_new ("ejbca-public-web", arguments);
  g_autofree char *name = NULL;

  identify (self);
  g_assert_cmpuint (inkan_agreement_get_choices (inkan_retrieval_get_agreement (self->retrieval))->len, ==, 0);
  name = visit_get_certificate (self, NULL);
  g_assert_cmpstr (name, ==, "tyamada.p12");
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);
}

/* Judged before, or after the agreement: the person reads the same, on the same page. */
static void
test_public_web_wrong (void)
{
  g_autoptr (Visit) self = visit_new ("ejbca-public-web", NULL);
  g_autofree char *name = NULL;

  visit_type (self, "user", "tyamata");
  visit_type_key (self, "code", "Code");
  visit_go_to (self, INKAN_STATE_IDENTITY);
  visit_go_and_expect (self, INKAN_STATE_IDENTITY, INKAN_PORTAL_ERROR_IDENTITY);
  g_assert_cmpuint (visit_count_agreements (self), ==, 0);

  visit_type_key (self, "user", "User");
  visit_type (self, "code", "k7&\"Wn+<2X");
  visit_go_and_expect (self, INKAN_STATE_AGREEMENT, -1);
  visit_go_and_expect (self, INKAN_STATE_IDENTITY, INKAN_PORTAL_ERROR_IDENTITY);
  g_assert_false (inkan_retrieval_get_sent (self->retrieval));
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);
  g_assert_cmpuint (portal_program_count (self->program, "issued"), ==, 0);

  visit_type_key (self, "code", "Code");
  visit_go_and_expect (self, INKAN_STATE_AGREEMENT, -1);
  name = visit_get_certificate (self, NULL);
  g_assert_cmpuint (visit_count_agreements (self), ==, 2);
  g_assert_cmpuint (portal_program_count (self->program, "issued"), ==, 1);
}

static void
test_public_web_fetched (void)
{
  static const char *const arguments[] = { "--fault", "fetched", NULL };
  g_autoptr (Visit) self = visit_new ("ejbca-public-web", arguments);

  identify (self);
  visit_go_and_expect (self, INKAN_STATE_IDENTITY, INKAN_PORTAL_ERROR_ALREADY_RETRIEVED);
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);
  g_assert_cmpuint (portal_program_count (self->program, "issued"), ==, 0);
}

static void
test_ra_web (void)
{
  g_autoptr (Visit) self = visit_new ("ejbca-ra-web", NULL);
  g_autofree char *name = NULL;
  g_autofree char *user = portal_program_get (self->program, "User");
  g_autofree char *code = portal_program_get (self->program, "Code");
  InkanAgreement *agreement;
  InkanFurtherChoice *choice;
  InkanDetail *detail;

  /* The message has nothing but a link, and the link has all. */
  visit_take_mail (self);
  g_assert_cmpstr (inkan_retrieval_get_field (self->retrieval, "user"), ==, user);
  g_assert_cmpstr (inkan_retrieval_get_field (self->retrieval, "code"), ==, code);
  visit_go_to (self, INKAN_STATE_AGREEMENT);
  agreement = inkan_retrieval_get_agreement (self->retrieval);
  detail = g_ptr_array_index (inkan_agreement_get_details (agreement), 0);
  g_assert_cmpstr (detail->name, ==, "Username");
  g_assert_cmpstr (detail->value, ==, "hsuzuki");
  choice = g_ptr_array_index (inkan_agreement_get_choices (agreement), 0);
  g_assert_cmpstr (choice->name, ==, "enrollWithUsernameForm:selectAlgorithmOneMenu");
  g_assert_cmpuint (choice->selected, ==, 1);
  inkan_agreement_choose (agreement, choice->name, 0);

  name = visit_get_certificate (self, NULL);
  g_assert_cmpstr (name, ==, "Hanako Suzuki (Sales).p12");
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);
  g_assert_cmpuint (portal_program_count (self->program, "another format"), ==, 0);
}

/* The session is in the first form's action, and the cookie comes with it. */
static void
test_ra_web_session (void)
{
  g_autoptr (Visit) self = visit_new ("ejbca-ra-web", NULL);

  identify (self);
  g_assert_cmpuint (portal_program_count (self->program, "POST /ejbca/ra/enrollwithusername.xhtml;jsessionid="), ==, 1);
}

/* It does not say what was wrong: the guide's two causes. */
static void
test_ra_web_wrong (void)
{
  g_autoptr (Visit) self = visit_new ("ejbca-ra-web", NULL);
  g_autofree char *name = NULL;

  visit_type_key (self, "user", "User");
  visit_type (self, "code", "Qz7+vB=9/kX");
  visit_go_to (self, INKAN_STATE_IDENTITY);
  visit_go_and_expect (self, INKAN_STATE_CHOICE, INKAN_PORTAL_ERROR_NOTHING_OFFERED);
  inkan_retrieval_go (self->retrieval, INKAN_EVENT_CHECK_ENTRIES);

  visit_type_key (self, "code", "Code");
  visit_go_and_expect (self, INKAN_STATE_AGREEMENT, -1);
  name = visit_get_certificate (self, NULL);
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);

  visit_again (self);
  visit_type_key (self, "user", "User");
  visit_type_key (self, "code", "Code");
  visit_go_to (self, INKAN_STATE_IDENTITY);
  visit_go_and_expect (self, INKAN_STATE_CHOICE, INKAN_PORTAL_ERROR_NOTHING_OFFERED);
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);
}

/* The page had expired when its button was pressed: the wizard looks by itself
 * whether the certificate is still there, and leaves the decision to the person. */
static void
test_ra_web_expired (void)
{
  static const char *const arguments[] = { "--fault", "view-expired", NULL };
  g_autoptr (Visit) self = visit_new ("ejbca-ra-web", arguments);
  g_autoptr (InkanOffer) offer = NULL;
  g_autofree char *name = NULL;

  identify (self);
  visit_go_and_expect (self, INKAN_STATE_CHOICE, -1);
  g_assert_cmpint (inkan_retrieval_get_notices (self->retrieval) & INKAN_NOTICE_ATTEMPT_FREE, !=, 0);
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);

  offer = g_list_model_get_item (inkan_retrieval_get_offers (self->retrieval), 0);
  inkan_retrieval_set_offer (self->retrieval, offer);
  visit_go_and_expect (self, INKAN_STATE_AGREEMENT, -1);
  name = visit_get_certificate (self, NULL);
  g_assert_cmpuint (visit_count_agreements (self), ==, 2);
  g_assert_cmpuint (portal_program_count (self->program, "issued"), ==, 1);
}

static void
add (void)
{
  g_test_add_func ("/portals/ejbca-public-web/good", test_public_web);
  g_test_add_func ("/portals/ejbca-public-web/one-key", test_public_web_one_key);
  g_test_add_func ("/portals/ejbca-public-web/wrong", test_public_web_wrong);
  g_test_add_func ("/portals/ejbca-public-web/fetched", test_public_web_fetched);
  g_test_add_func ("/portals/ejbca-ra-web/good", test_ra_web);
  g_test_add_func ("/portals/ejbca-ra-web/session", test_ra_web_session);
  g_test_add_func ("/portals/ejbca-ra-web/wrong", test_ra_web_wrong);
  g_test_add_func ("/portals/ejbca-ra-web/expired", test_ra_web_expired);
}

int
main (int argc, char **argv)
{
  return visit_main (argc, argv, add);
}
