/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/certificate/strength.h"

#include <string.h>

static void
test_levels (void)
{
  static const struct {
    const char *passphrase;
    InkanStrength most;
    InkanStrength least;
    InkanStrengthFlaw flaw;
  } cases[] = {
    { "", INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_FLAW_NONE },
    { "password", INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_FLAW_WORD },
    { "P@ssw0rd", INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_FLAW_WORD },
    { "aaaaaaaaaaaaaaaa", INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_FLAW_REPEAT },
    { "あああああああああ", INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_FLAW_REPEAT },
    { "abcdefghijkl", INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_FLAW_SEQUENCE },
    { "qwertyuiop[]", INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_FLAW_KEYBOARD },
    { "19850423", INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_FLAW_DATE },
    { "tanaka1985", INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_FLAW_WORD },
    /* Six characters of another script are no better than six letters. */
    { "パスフレーズ", INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_TOO_WEAK, INKAN_STRENGTH_FLAW_NONE },
    { "雨の日は傘を持たずに歩く", INKAN_STRENGTH_FAIR, INKAN_STRENGTH_FAIR, INKAN_STRENGTH_FLAW_NONE },
    { "雨の日は傘を持たずに歩く青いかえる", INKAN_STRENGTH_GOOD, INKAN_STRENGTH_GOOD, INKAN_STRENGTH_FLAW_NONE },
    { "x7#Kp2!q", INKAN_STRENGTH_FAIR, INKAN_STRENGTH_FAIR, INKAN_STRENGTH_FLAW_NONE },
    { "correct horse battery staple", INKAN_STRENGTH_GOOD, INKAN_STRENGTH_GOOD, INKAN_STRENGTH_FLAW_WORD },
    { "kz73-xw4d-ejhp-62ta-mcfu", INKAN_STRENGTH_STRONG, INKAN_STRENGTH_STRONG, INKAN_STRENGTH_FLAW_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    int score = inkan_strength_measure (cases[i].passphrase);

    g_test_message ("%s: %d", cases[i].passphrase, score);
    g_assert_cmpint (inkan_strength_from_score (score), <=, cases[i].most);
    g_assert_cmpint (inkan_strength_from_score (score), >=, cases[i].least);
    g_assert_cmpint (inkan_strength_find_flaw (cases[i].passphrase), ==, cases[i].flaw);
  }
  g_assert_cmpint (inkan_strength_from_score (0), ==, INKAN_STRENGTH_TOO_WEAK);
  g_assert_cmpint (inkan_strength_from_score (100), ==, INKAN_STRENGTH_STRONG);
}

/* Whatever is pasted: no crash, and nothing that a key press would be felt by. The
 * limit is generous, because sanitizers are slow; without, the longest takes 6 ms. */
static void
test_long (void)
{
  static const char *const units[] = { "a", "ab", "password", "19850423", "qwerty", "a1", "あ", "\xff", "\xe3\x81",
                                       "P@ssw0rd 1985 qwertz" };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    gint64 start;

    while (text->len < 1000)
      g_string_append (text, units[i]);
    start = g_get_monotonic_time ();
    g_assert_cmpint (inkan_strength_measure (text->str), <=, 100);
    inkan_strength_find_flaw (text->str);
    g_test_message ("%s: %" G_GINT64_FORMAT " µs", units[i], g_get_monotonic_time () - start);
    g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_USEC_PER_SEC);
  }
}

static void
test_generate (void)
{
  static const char alphabet[] = "acdefhjkmptuwx23456789";
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint counts[128] = { 0 };
  const guint n = 2000;
  double expected = 20.0 * n / (sizeof alphabet - 1), chi = 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (SecretValue) value = inkan_passphrase_generate ();
    const char *text = secret_value_get_text (value);

    g_assert_cmpuint (strlen (text), ==, 24);
    for (guint j = 0; j < 24; j++) {
      if (j % 5 == 4) {
        g_assert_cmpint (text[j], ==, '-');
        continue;
      }
      g_assert_nonnull (strchr (alphabet, text[j]));
      counts[(guint8) text[j]]++;
    }
    g_assert_true (g_hash_table_add (seen, g_strdup (text)));
    if (i < 20)
      g_assert_cmpint (inkan_strength_from_score (inkan_strength_measure (text)), ==, INKAN_STRENGTH_STRONG);
  }
  /* 21 degrees of freedom: above 70 once in five million runs. An octet taken modulo
   * 22 would give about 160. */
  for (const char *p = alphabet; *p != '\0'; p++)
    chi += (counts[(guint8) *p] - expected) * (counts[(guint8) *p] - expected) / expected;
  g_test_message ("chi squared %.1f", chi);
  g_assert_cmpfloat (chi, <, 70);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strength/levels", test_levels);
  g_test_add_func ("/strength/long", test_long);
  g_test_add_func ("/strength/generate", test_generate);
  return g_test_run ();
}
