/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/keeping/saving.h"

#include <glib/gstdio.h>

#include <string.h>
#include <unistd.h>

static void
test_make_safe (void)
{
  static const struct {
    const char *suggested;
    const char *name;
  } names[] = {
    { NULL, "certificate.p12" },
    { "", "certificate.p12" },
    { "   ", "certificate.p12" },
    { "...", "certificate.p12" },
    { ".p12", "certificate.p12" },
    { ".pfx", "certificate.p12" },
    { "/", "certificate.p12" },
    { "hanako.p12", "hanako.p12" },
    { "hanako.P12", "hanako.p12" },
    { "hanako.pfx", "hanako.pfx" },
    { "hanako.PFX", "hanako.pfx" },
    { "hanako", "hanako.p12" },
    { "hanako.", "hanako.p12" },
    { "hanako.yamada.2026", "hanako.yamada.2026.p12" },
    { "hanako.p12.exe", "hanako.p12.exe.p12" },
    { "Hanako Yamada (hanako@inkan.example).p12", "Hanako Yamada (hanako@inkan.example).p12" },
    { "印鑑 花子.p12", "印鑑 花子.p12" },
    { "か\xe3\x82\x99.p12", "が.p12" }, /* composed */
    { "../../etc/passwd", "passwd.p12" },
    { "/etc/cron.d/x.p12", "x.p12" },
    { "C:\\Users\\hanako\\cert.p12", "cert.p12" },
    { "..\\..\\x.p12", "x.p12" },
    { ".bashrc", "bashrc.p12" },
    { "..hidden.p12", "hidden.p12" },
    { "a\r\nSet-Cookie: b.p12", "a Set-Cookie_ b.p12" },
    { "a\tb\x01\x7f.p12", "a b.p12" },
    { "a\xe2\x80\xae" "21p.exe", "a21p.exe.p12" },            /* U+202E */
    { "a\xe2\x81\xa6" "b\xe2\x81\xa9\xe2\x80\x8f.p12", "ab.p12" }, /* U+2066, U+2069, U+200F */
    { "a\xef\xbb\xbf\xe2\x80\xa8" "b.p12", "a b.p12" },       /* U+FEFF, U+2028: a blank */
    { "a:b*c?d\"e<f>g|h.p12", "a_b_c_d_e_f_g_h.p12" },
    { "caf\xe9.p12", "caf_.p12" }, /* not UTF-8 */
    { "CON.p12", "_CON.p12" },
    { "con", "_con.p12" },
    { "Com1.pfx", "_Com1.pfx" },
    { "LPT\xc2\xb9.p12", "_LPT\xc2\xb9.p12" },
    { "COM10.p12", "COM10.p12" },
    { "console.p12", "console.p12" },
    { "nul.foo.p12", "_nul.foo.p12" },
    { " a  b .p12", "a b.p12" },
    { "-rf.p12", "-rf.p12" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *name = inkan_file_name_make_safe (names[i].suggested);
    g_autofree char *again = inkan_file_name_make_safe (name);
    g_autoptr (GError) error = NULL;

    g_assert_cmpstr (name, ==, names[i].name);
    g_assert_cmpstr (again, ==, name);
    inkan_file_name_check (name, &error);
    g_assert_no_error (error);
  }
}

static void
test_long_names (void)
{
  static const char *const units[] = { "a", "é", "印", "😀", "e\xcc\x81", "." };

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autoptr (GString) text = g_string_new ("x");
    g_autofree char *name = NULL;

    while (text->len < 10000)
      g_string_append (text, units[i]);
    g_string_append (text, "y.pfx");
    name = inkan_file_name_make_safe (text->str);
    g_assert_true (g_utf8_validate (name, -1, NULL));
    g_assert_cmpuint (strlen (name), <=, 255);
    g_assert_cmpuint (strlen (name), >, strcmp (units[i], ".") == 0 ? 4 : 245);
    g_assert_true (g_str_has_suffix (name, ".pfx"));
    g_assert_true (inkan_file_name_check (name, NULL));
  }
}

static void
test_check (void)
{
  static const char *const bad[] = {
    "",       ".p12",    "..",      ".hidden.p12", "a/b.p12",         "a\nb.p12", "a\xe2\x80\xae.p12", "caf\xe9.p12",
    "a\\.p12", "NUL.p12", "a.txt",   "a",           " a.p12",          "a.p12 ",   "a:b.p12",
  };
  g_autofree char *filler = g_strnfill (252, 'a');
  g_autofree char *too_long = g_strconcat (filler, ".p12", NULL);

  for (gsize i = 0; i <= G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (inkan_file_name_check (i < G_N_ELEMENTS (bad) ? bad[i] : too_long, &error));
    g_assert_error (error, INKAN_KEEPING_ERROR, INKAN_KEEPING_ERROR_BAD_NAME);
  }
  g_assert_true (inkan_file_name_check (too_long + 1, NULL));
  g_assert_true (inkan_file_name_check ("花子 (2).P12", NULL));
}

static void
test_make_free (void)
{
  g_autofree char *path = g_dir_make_tmp ("inkan-names-XXXXXX", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  static const char *const names[] = { "a.p12", "a (2).p12", "a (3).p12" };
  g_autofree char *filler = g_strnfill (251, 'a');
  g_autofree char *longest = g_strconcat (filler, ".p12", NULL);
  g_autofree char *longest_path = g_build_filename (path, longest, NULL);
  g_autofree char *second = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *name = inkan_file_name_make_free (folder, "a.p12");
    g_autofree char *file = g_build_filename (path, name, NULL);

    g_assert_cmpstr (name, ==, names[i]);
    /* A link to nowhere takes the name as well. */
    g_assert_no_errno (i == 1 ? symlink ("/nonexistent", file) : g_mkdir (file, 0700));
  }
  g_assert_no_errno (g_mkdir (longest_path, 0700));
  second = inkan_file_name_make_free (folder, longest);
  g_assert_cmpuint (strlen (second), ==, 255);
  g_assert_true (g_str_has_suffix (second, "aa (2).p12"));

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *file = g_build_filename (path, names[i], NULL);

    g_assert_no_errno (g_remove (file));
  }
  g_assert_no_errno (g_remove (longest_path));
  g_assert_no_errno (g_rmdir (path));
}

static void
test_add_note (void)
{
  g_autofree char *filler = g_strnfill (300, 'a');
  g_autofree char *longest = inkan_file_name_make_safe (filler);
  g_autofree char *plain = inkan_file_name_add_note ("花子.PFX", "for older programs");
  g_autofree char *noted = inkan_file_name_add_note (longest, "for older programs");
  g_autofree char *first = inkan_file_name_number (noted, 1);
  g_autofree char *second = inkan_file_name_number (noted, 2);

  g_assert_cmpstr (plain, ==, "花子 (for older programs).PFX");
  g_assert_true (g_str_has_suffix (noted, "aa (for older programs).p12"));
  g_assert_true (inkan_file_name_check (noted, NULL));
  g_assert_cmpstr (first, ==, noted);
  g_assert_cmpstr (second, !=, noted);
  g_assert_true (g_str_has_suffix (second, " (2).p12"));
  g_assert_true (inkan_file_name_check (second, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keeping/file-name/make-safe", test_make_safe);
  g_test_add_func ("/keeping/file-name/long-names", test_long_names);
  g_test_add_func ("/keeping/file-name/check", test_check);
  g_test_add_func ("/keeping/file-name/make-free", test_make_free);
  g_test_add_func ("/keeping/file-name/add-note", test_add_note);
  return g_test_run ();
}
