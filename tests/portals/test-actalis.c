/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The passphrase stands in a page, once. */
#include "visit.h"

static void
identify (Visit *self)
{
  g_autofree char *code = portal_program_get (self->program, "Code");

  visit_take_mail (self);
  g_assert_cmpstr (inkan_retrieval_get_field (self->retrieval, "code"), ==, code);
  visit_type_key (self, "email", "Address");
  visit_go_to (self, INKAN_STATE_AGREEMENT);
}

static void
assert_told (Visit *self)
{
  g_autofree char *passphrase = portal_program_get (self->program, "Passphrase");
  SecretValue *told = inkan_retrieval_get_told_passphrase (self->retrieval);

  g_assert_nonnull (told);
  g_assert_cmpstr (secret_value_get_text (told), ==, passphrase);
}

static void
test_good (void)
{
  g_autoptr (Visit) self = visit_new ("actalis", NULL);
  g_autofree char *name = NULL;
  InkanAgreement *agreement;

  identify (self);
  agreement = inkan_retrieval_get_agreement (self->retrieval);
  g_assert_cmpuint (inkan_agreement_get_details (agreement)->len, ==, 3);
  g_assert_nonnull (g_strstr_len (inkan_agreement_get_terms (agreement), -1, "secret & asks for revocation"));
  g_assert_null (inkan_retrieval_get_told_passphrase (self->retrieval));

  name = visit_get_certificate (self, NULL);
  g_assert_cmpstr (name, ==, "PFX_mario.rossi+posta@mail.example.pfx");
  /* Until the very end. */
  assert_told (self);
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);
  g_assert_cmpuint (portal_program_count (self->program, "passphrase told"), ==, 1);
  g_assert_cmpuint (portal_program_count (self->program, "GET /portal/mail/outcome"), ==, 1);
  /* That is for the person to decide, not for the wizard. */
  g_assert_cmpuint (portal_program_count (self->program, "advertising"), ==, 0);
}

static void
test_wrong_code (void)
{
  g_autoptr (Visit) self = visit_new ("actalis", NULL);

  visit_type (self, "code", "00000000000000000000");
  visit_type_key (self, "email", "Address");
  visit_go_to (self, INKAN_STATE_IDENTITY);
  visit_go_and_expect (self, INKAN_STATE_IDENTITY, INKAN_PORTAL_ERROR_IDENTITY);
  visit_take_mail (self);
  visit_go_and_expect (self, INKAN_STATE_AGREEMENT, -1);
  g_assert_cmpuint (visit_count_agreements (self), ==, 0);
}

/* The page told it, then the file did not come at once: it is asked for again,
 * the page is not. */
static void
test_broken_download (void)
{
  static const char *const arguments[] = { "--fault", "broken-download", NULL };
  g_autoptr (Visit) self = visit_new ("actalis", arguments);
  g_autofree char *name = NULL;

  identify (self);
  visit_go_and_expect (self, INKAN_STATE_FILE, -1);
  assert_told (self);
  name = visit_get_certificate (self, NULL);
  g_assert_cmpuint (visit_count_agreements (self), ==, 1);
  g_assert_cmpuint (portal_program_count (self->program, "passphrase told"), ==, 1);
  g_assert_cmpuint (portal_program_count (self->program, "GET /portal/mail/pfx"), ==, 2);
}

static void
add (void)
{
  g_test_add_func ("/portals/actalis/good", test_good);
  g_test_add_func ("/portals/actalis/wrong-code", test_wrong_code);
  g_test_add_func ("/portals/actalis/broken-download", test_broken_download);
}

int
main (int argc, char **argv)
{
  return visit_main (argc, argv, add);
}
