/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A portal that only a browser can use is called by its name. */
#include "visit.h"

static void
test_named (const char *const *arguments, InkanState state)
{
  g_autoptr (Visit) self = visit_new ("script-only", arguments);

  visit_type_key (self, "email", "Address");
  visit_type_key (self, "password", "Password");
  visit_type_key (self, "code", "Code");
  visit_go_to (self, INKAN_STATE_IDENTITY);
  visit_go_and_expect (self, state, INKAN_PORTAL_ERROR_NEEDS_SCRIPT);
  g_assert_cmpuint (visit_count_agreements (self), ==, 0);
  g_assert_cmpuint (portal_program_count (self->program, ".js"), ==, 0);
}

static void
test_start (void)
{
  test_named (NULL, INKAN_STATE_IDENTITY);
}

static void
test_late (void)
{
  static const char *const arguments[] = { "--fault", "late", NULL };

  test_named (arguments, INKAN_STATE_CHOICE);
}

static void
add (void)
{
  g_test_add_func ("/portals/script-only/start", test_start);
  g_test_add_func ("/portals/script-only/late", test_late);
}

int
main (int argc, char **argv)
{
  return visit_main (argc, argv, add);
}
