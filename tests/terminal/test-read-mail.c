/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inkan --read-mail, as a script calls it: no display, no bus. */
#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#define NEW "Qm4Xw82LtRz7Kc1VbN9d"

/* In a locale that has no Japanese: what is printed is UTF-8 all the same. */
static int
run (const char  *mail,
     const char  *portal,
     const char  *input,
     char       **output)
{
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GSubprocess) process = NULL;
  g_autofree char *program = g_build_filename (g_getenv ("INKAN_BUILD_ROOT"), "src", "inkan", NULL);
  g_autofree char *option = portal != NULL ? g_strconcat ("--portal=", portal, NULL) : NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) in = g_bytes_new (input != NULL ? input : "", input != NULL ? strlen (input) : 0);
  g_autoptr(GBytes) out = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                        | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C", TRUE);
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, program, "--read-mail", mail, option, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (process, in, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  *output = g_bytes_get_size (out) > 0 ? g_strndup (g_bytes_get_data (out, NULL), g_bytes_get_size (out)) : g_strdup ("");
  return g_subprocess_get_exit_status (process);
}

/* The first value of @key, "" for none */
static char *
first (const char *output,
       const char *key)
{
  g_auto(GStrv) lines = g_strsplit (output, "\n", -1);
  g_autofree char *start = g_strconcat (key, "=", NULL);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], start))
      return g_strdup (lines[i] + strlen (start));
  return g_strdup ("");
}

static void
expect_first (const char *output,
              const char *key,
              const char *want)
{
  g_autofree char *got = first (output, key);

  if (!g_str_equal (got, want)) {
    g_test_message ("%s is “%s”, should be “%s”, in:\n%s", key, got, want, output);
    g_test_fail ();
  }
}

static void
expect_line (const char *output,
             const char *line,
             gboolean    there)
{
  g_auto(GStrv) lines = g_strsplit (output, "\n", -1);
  gboolean found = FALSE;

  for (gsize i = 0; lines[i] != NULL; i++)
    found |= g_str_has_prefix (lines[i], line);
  if (found != there) {
    g_test_message ("%s “%s”, in:\n%s", there ? "missing" : "there is", line, output);
    g_test_fail ();
  }
}

/* Nothing but the documented keys, one a line */
static void
check_form (const char *output)
{
  static const char *const keys[] = { "code", "link", "address", "subject", "from", "date", "warning", NULL };
  g_auto(GStrv) lines = g_strsplit (output, "\n", -1);

  g_assert_true (g_utf8_validate (output, -1, NULL));
  for (gsize i = 0; lines[i] != NULL && (*lines[i] != '\0' || lines[i + 1] != NULL); i++) {
    g_autofree char *key = g_strndup (lines[i], strcspn (lines[i], "="));

    g_assert_true (g_strv_contains (keys, key));
    for (const char *p = lines[i]; *p != '\0'; p = g_utf8_next_char (p))
      g_assert_false (g_unichar_iscntrl (g_utf8_get_char (p)));
  }
}

/* Every message that tests/core/mail knows of */
static void
test_fixtures (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("INKAN_SOURCE_ROOT"), "tests", "fixtures", "mail", NULL);
  g_autofree char *manifest = g_build_filename (folder, "manifest.tsv", NULL);
  g_autofree char *table = NULL;
  g_auto(GStrv) rows = NULL;

  g_assert_true (g_file_get_contents (manifest, &table, NULL, NULL));
  rows = g_strsplit (table, "\n", -1);
  for (gsize i = 1; rows[i] != NULL && *rows[i] != '\0'; i++) {
    g_auto(GStrv) column = g_strsplit (rows[i], "\t", -1);
    g_autofree char *path = g_strdup_printf ("%s/%s.eml", folder, column[0]);
    g_autofree char *output = NULL;
    int status = run (path, NULL, NULL, &output);

    g_test_message ("%s", column[0]);
    g_assert_cmpint (status, ==, *column[1] != '\0' ? 0 : 2);
    check_form (output);
    expect_first (output, "code", column[1]);
    expect_first (output, "link", column[2]);
    expect_first (output, "subject", column[3]);
    expect_first (output, "from", column[4]);
  }
}

static char *
make_portal (const char *folder,
             const char *more)
{
  char *path = g_build_filename (folder, "test.portal", NULL);
  g_autofree char *text = g_strconcat ("[Portal]\nId=test\nName=Test\nOrigin=https://two.inkan.example\nStart=/\n",
                                       more, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* With a portal's definition: its code pattern, its links, who is a stranger to it */
static void
test_portal (void)
{
  static const char token[] = "From: \"ca@inkan.example\" <x@elsewhere.example>\nTo: me@mail.example\nSubject: hello\n"
                              "Authentication-Results: mx.mail.example; dmarc=fail header.from=elsewhere.example\n\n"
                              "Go to https://two.inkan.example/x?token=aB3dE5gH&email=a%40b.example\n";
  static const char stranger[] = "From: ca@inkan.example\nSubject: hello\nDate: Fri, 20 Nov 2026 10:15:00 -0330\n\n"
                                 "Certificate code: " NEW "\nhttp://two.inkan.example.evil.example/\n";
  static const char number[] = "From: ca@inkan.example\nSubject: hello\n\nKennung 4711-0815 bitte bereithalten\n";
  g_autofree char *folder = g_dir_make_tmp ("inkan-read-mail-XXXXXX", NULL);
  g_autofree char *portal = make_portal (folder, "[Mail]\nSenderDomain=inkan.example\n");
  g_autofree char *output = NULL;

  g_assert_cmpint (run ("-", NULL, token, &output), ==, 2);
  expect_first (output, "code", "");
  expect_line (output, "warning=sender-stranger", FALSE);
  g_clear_pointer (&output, g_free);
  g_assert_cmpint (run ("-", portal, token, &output), ==, 0);
  check_form (output);
  expect_first (output, "code", "aB3dE5gH");
  expect_line (output, "address=me@mail.example", TRUE);
  expect_line (output, "address=a@b.example", TRUE);
  expect_line (output, "warning=link-", FALSE);
  expect_line (output, "warning=sender-stranger: ", TRUE);
  expect_line (output, "warning=sender-name: ", TRUE);
  expect_line (output, "warning=authentication: ", TRUE);
  g_clear_pointer (&output, g_free);

  g_assert_cmpint (run ("-", portal, stranger, &output), ==, 0);
  expect_first (output, "code", NEW);
  expect_first (output, "date", "2026-11-20T10:15:00-03:30");
  expect_line (output, "warning=link-stranger: ", TRUE);
  expect_line (output, "warning=link-not-encrypted: ", TRUE);
  expect_line (output, "warning=sender-", FALSE);
  g_clear_pointer (&output, g_free);
  g_free (portal);

  portal = make_portal (folder, "[Mail]\nCode=Kennung ([0-9-]+)\n");
  g_assert_cmpint (run ("-", NULL, number, &output), ==, 2);
  g_clear_pointer (&output, g_free);
  g_assert_cmpint (run ("-", portal, number, &output), ==, 0);
  expect_first (output, "code", "4711-0815");
  g_unlink (portal);
  g_rmdir (folder);
}

/* Whatever a message holds: no value makes a line of its own. */
static void
test_smuggling (void)
{
  static const char mail[] = "From: =?utf-8?Q?x=0Acode=3Devil?= <a@b.example>\n"
                             "To: \"x\r\n code=evil\" <=?utf-8?Q?c=0Acode=3Devil?=@d.example>\n"
                             "Subject: =?utf-8?Q?a=0D=0Acode=3Devil=E2=80=A8code=3Devil=C2=85code=3Devil?=\n"
                             "Authentication-Results: mx; dkim=fail\x0B" "code=evil\n\n"
                             "Certificate code: " NEW "\n<https://two.inkan.example/?a=\ncode=evil>\n"
                             "https://two.inkan.example/\rcode=evil\n";
  g_autofree char *output = NULL;
  g_auto(GStrv) lines = NULL;
  guint codes = 0;

  g_assert_cmpint (run ("-", NULL, mail, &output), ==, 0);
  check_form (output);
  lines = g_strsplit (output, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    codes += g_str_has_prefix (lines[i], "code=");
  g_assert_cmpuint (codes, ==, 1);
  expect_first (output, "code", NEW);
}

static void
test_several (void)
{
  static const char mail[] = "From: me@mail.example\nSubject: x\n\nCertificate code: " NEW "\n\n"
                             "> Certificate code: aB3dE5gH7jK9mN1pQ3sT\n> Access PIN: 48211\n";
  g_autofree char *output = NULL;

  g_assert_cmpint (run ("-", NULL, mail, &output), ==, 0);
  expect_first (output, "code", NEW);
  expect_line (output, "code=aB3dE5gH7jK9mN1pQ3sT", TRUE);
  expect_line (output, "code=48211", FALSE);
  expect_line (output, "warning=several-codes: ", TRUE);
}

static void
test_failures (void)
{
  g_autofree char *folder = g_dir_make_tmp ("inkan-read-mail-XXXXXX", NULL);
  g_autofree char *portal = make_portal (folder, "[Mail]\nCode=(\n");
  static const char mail[] = "From: a@b.example\n\nCertificate code: " NEW "\n";
  const char *const files[] = { "/nonexistent.eml", folder, portal };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *output = NULL;

    g_assert_cmpint (run (files[i], NULL, NULL, &output), ==, 1);
    g_assert_cmpstr (output, ==, "");
  }
  for (gsize i = 0; i < 3; i++) {
    static const char *const inputs[] = { "", "hello\n", "\n\n\x89PNG\n" };
    g_autofree char *output = NULL;

    g_assert_cmpint (run ("-", NULL, inputs[i], &output), ==, 1);
    g_assert_cmpstr (output, ==, "");
  }
  /* a definition with a mistake, and none at all */
  for (gsize i = 0; i < 2; i++) {
    g_autofree char *output = NULL;

    g_assert_cmpint (run ("-", i == 0 ? portal : "/nonexistent.portal", mail, &output), ==, 1);
    g_assert_cmpstr (output, ==, "");
  }
  g_unlink (portal);
  g_rmdir (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/read-mail/fixtures", test_fixtures);
  g_test_add_func ("/read-mail/portal", test_portal);
  g_test_add_func ("/read-mail/smuggling", test_smuggling);
  g_test_add_func ("/read-mail/several", test_several);
  g_test_add_func ("/read-mail/failures", test_failures);
  return g_test_run ();
}
