/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A portal that asks by HTTP who it is, and lets the person choose the passphrase
 * of the file. */
#include "visit.h"

#include <string.h>

static void
identify (Visit *self)
{
  visit_type_key (self, "user", "User");
  visit_type_key (self, "password", "Password");
  visit_go_to (self, INKAN_STATE_AGREEMENT);
}

static void
choose (Visit *self, const char *passphrase)
{
  SecretValue *value = secret_value_new (passphrase, -1, "text/plain");
  InkanAgreement *agreement = inkan_retrieval_get_agreement (self->retrieval);

  g_assert_true (inkan_agreement_get_chooses_passphrase (agreement));
  inkan_agreement_set_passphrase (agreement, value);
  secret_value_unref (value);
}

/* "example.uni.20261126212400.p12" */
static void
check_name (const char *name)
{
  g_assert_true (g_regex_match_simple ("^example\\.uni\\.[0-9]{14}\\.p12$", name, 0, 0));
}

static void
test_good (void)
{
  g_autoptr (Visit) self = visit_new ("letswifi", NULL);
  g_autofree char *name = NULL;

  identify (self);
  choose (self, "Chosen by me 選 &=%");
  name = visit_get_certificate (self, NULL);
  check_name (name);
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);
  /* Asked once; what follows carries name and password from the start. */
  g_assert_cmpuint (portal_program_count (self->program, "unauthorised"), ==, 1);
}

static void
test_wrong (void)
{
  g_autoptr (Visit) self = visit_new ("letswifi", NULL);

  visit_type_key (self, "user", "User");
  visit_type (self, "password", "pä:ss word");
  visit_go_to (self, INKAN_STATE_IDENTITY);
  visit_go_and_expect (self, INKAN_STATE_IDENTITY, INKAN_PORTAL_ERROR_IDENTITY);
  /* Once without, once with what was typed, and not a third time. */
  g_assert_cmpuint (portal_program_count (self->program, "unauthorised"), ==, 2);

  visit_type_key (self, "password", "Password");
  visit_go_and_expect (self, INKAN_STATE_AGREEMENT, -1);
  g_assert_cmpuint (visit_count_agreements (self), ==, 0);
}

/* A file without a length that breaks off is no file. */
static void
test_broken_off (void)
{
  static const char *const arguments[] = { "--fault", "close", NULL };
  g_autoptr (Visit) self = visit_new ("letswifi", arguments);
  g_autoptr (InkanOffer) offer = NULL;
  g_autofree char *name = NULL;

  identify (self);
  choose (self, "first");
  visit_go_and_expect (self, INKAN_STATE_CHOICE, -1);
  g_assert_cmpint (inkan_retrieval_get_notices (self->retrieval) & INKAN_NOTICE_ATTEMPT_FREE, !=, 0);

  offer = g_list_model_get_item (inkan_retrieval_get_offers (self->retrieval), 0);
  inkan_retrieval_set_offer (self->retrieval, offer);
  visit_go_and_expect (self, INKAN_STATE_AGREEMENT, -1);
  choose (self, "second");
  name = visit_get_certificate (self, NULL);
  check_name (name);
  g_assert_cmpuint (visit_count_agreements (self), ==, 2);
}

/* Pressing another button would fetch a profile of another kind. */
static void
test_no_button (void)
{
  static const char *const arguments[] = { "--fault", "device", NULL };
  g_autoptr (Visit) self = visit_new ("letswifi", arguments);

  visit_type_key (self, "user", "User");
  visit_type_key (self, "password", "Password");
  visit_go_to (self, INKAN_STATE_IDENTITY);
  visit_go_and_expect (self, INKAN_STATE_CHOICE, INKAN_PORTAL_ERROR_UNEXPECTED_PAGE);
  g_assert_cmpuint (visit_count_agreements (self), ==, 0);
}

static void
add (void)
{
  g_test_add_func ("/portals/letswifi/good", test_good);
  g_test_add_func ("/portals/letswifi/wrong", test_wrong);
  g_test_add_func ("/portals/letswifi/broken-off", test_broken_off);
  g_test_add_func ("/portals/letswifi/no-button", test_no_button);
}

int
main (int argc, char **argv)
{
  return visit_main (argc, argv, add);
}
