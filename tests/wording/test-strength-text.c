/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strength-text.h"

static void
test_levels (void)
{
  g_autoptr(GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);

  for (InkanStrength strength = 0; strength <= INKAN_STRENGTH_STRONG; strength++)
    g_assert_true (g_hash_table_add (texts, (char *) inkan_strength_text (strength)));
}

/* Each flaw has a hint of its own; what is good, or not there yet, has none. */
static void
test_hints (void)
{
  static const char * const weak[] = { "password", "aaaaaaaaaa", "abcdefgh", "qwertyuiop[]", "19850423", "x7#Kp2" };
  static const char * const fine[] = { "", "correct horse battery staple", "kz73-xw4d-ejhp-62ta-mcfu" };
  g_autoptr(GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (weak); i++)
    g_assert_true (g_hash_table_add (texts, (char *) inkan_strength_hint_text (weak[i])));
  g_assert_false (g_hash_table_contains (texts, ""));
  for (gsize i = 0; i < G_N_ELEMENTS (fine); i++)
    g_assert_null (inkan_strength_hint_text (fine[i]));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/strength-text/levels", test_levels);
  g_test_add_func ("/strength-text/hints", test_hints);
  return g_test_run ();
}
