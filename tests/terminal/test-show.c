/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inkan --show: no display, no bus, no home folder. */
#include "showing.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "../core/certificate/fixtures.h"

/* Files */

static char *
put_fixture (Showing    *fixture,
             const char *name)
{
  g_autoptr(GBytes) bytes = fixtures_read (name);

  return showing_put (fixture, name, bytes);
}

/* As the fixture @name, but with @to where @from was. */
static char *
put_changed (Showing    *fixture,
             const char *name,
             const char *from,
             const char *to,
             gsize       length)
{
  g_autoptr(GBytes) bytes = fixtures_read (name);
  g_autoptr(GBytes) changed = fixtures_replace (bytes, from, to, length);

  return showing_put (fixture, name, changed);
}

static char *
put_text (Showing    *fixture,
          const char *name,
          const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

  return showing_put (fixture, name, bytes);
}

/* Somebody's key with somebody else's certificate. */
static char *
put_mismatch (Showing *fixture)
{
  Builder builder;
  g_autoptr(GBytes) bytes = NULL;

  builder_init (&builder);
  builder_add_certificate (&builder, "ec");
  builder_add_key (&builder, "stranger", NULL);
  builder_close (&builder, NULL);
  bytes = builder_finish (&builder, "secret");
  return showing_put (fixture, "mismatch.p12", bytes);
}

/* Tests */

static void
test_shown (Showing       *fixture,
            gconstpointer  data)
{
  g_autofree char *path = put_fixture (fixture, "rsa");
  g_autofree char *fingerprint = fixtures_ask ("rsa", "-fingerprint");
  static const char *const lines[] = {
    "[Good] Complete and unchanged\n", "[Good] Opens with its password\n",
    "[Good] Private key and certificate belong together\n", "[Good] Valid today\n", "[Good] Signed by its issuer\n",
    "印鑑 花子", "hanako@second.example", "Inkan Intermediate", "RSA", "2048", "C0:FF:EE:10",
  };

  g_assert_cmpint (showing_run (fixture, path, "secret"), ==, 0);
  g_assert_cmpstr (fixture->complaints, ==, "");
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    showing_expect (fixture->output, lines[i]);
  /* However long, a fact is one line where nobody reads along. */
  showing_expect (fixture->output, fingerprint);
  g_assert_null (strstr (fixture->output, "[Problem]"));
  g_assert_null (strstr (fixture->output, "[Pending]"));
}

static void
expect_status (Showing    *fixture,
               const char *path,
               int         wanted,
               const char *complaint)
{
  int status = showing_run (fixture, path, "secret");

  g_test_message ("%s: %d", path, status);
  g_assert_cmpint (status, ==, wanted);
  if (complaint == NULL)
    g_assert_cmpstr (fixture->complaints, ==, "");
  else
    showing_expect (fixture->complaints, complaint);
  g_assert_null (strstr (fixture->output, "secret"));
  g_assert_null (strstr (fixture->complaints, "secret"));
}

/* Each of those in inkan(1) */
static void
test_statuses (Showing       *fixture,
               gconstpointer  data)
{
  static const char *const good[] = { "rsa", "ec", "p384", "ed25519", "short", "legacy", "triple-des", "camellia", "plain", "no-mac", "few", "expired", "future", "sha1" };
  g_autoptr(GBytes) whole = fixtures_read ("ec");
  g_autoptr(GBytes) half = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);
  g_autofree char *wrong = put_fixture (fixture, "unicode");
  g_autofree char *damaged = showing_put (fixture, "half.p12", half);
  /* aes-256-cbc → a number that nobody has given out */
  g_autofree char *unsupported = put_changed (fixture, "no-mac", "\x60\x86\x48\x01\x65\x03\x04\x01\x2a", "\x60\x86\x48\x01\x65\x03\x04\x01\x7f", 9);
  g_autofree char *expensive = put_changed (fixture, "costly", "\x02\x03\x01\x00\x01", "\x02\x03\x40\x00\x00", 5);
  g_autofree char *no_key = put_fixture (fixture, "no-key");
  g_autofree char *no_certificate = put_fixture (fixture, "no-certificate");
  g_autofree char *mismatch = put_mismatch (fixture);
  g_autofree char *markup = put_text (fixture, "page.p12", "<!DOCTYPE html>\n<html><title>Sign in</title></html>\n");

  expect_status (fixture, wrong, 2, "This password does not open the file");
  showing_expect (fixture->output, "[Pending] Not opened yet");
  expect_status (fixture, damaged, 3, "The certificate file is damaged");
  showing_expect (fixture->output, "[Problem] Not complete, or changed");
  expect_status (fixture, unsupported, 4, "It needs the algorithm “2.16.840.1.101.3.4.1.127”.");
  expect_status (fixture, expensive, 5, "The file would take far too long to open");
  expect_status (fixture, no_key, 6, "The private key is missing");
  showing_expect (fixture->output, "[Good] Opens with its password");
  showing_expect (fixture->output, "[Problem] The private key is missing");
  expect_status (fixture, mismatch, 7, "Key and certificate do not belong together");
  expect_status (fixture, markup, 8, "This one is a web page.");
  g_assert_cmpstr (fixture->output, ==, "");
  expect_status (fixture, no_certificate, 9, "The certificate is missing");
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autofree char *path = put_fixture (fixture, good[i]);

    expect_status (fixture, path, 0, NULL);
  }
}

/* Names that their makers meant for the terminal */
static void
test_orders (Showing       *fixture,
             gconstpointer  data)
{
  Builder builder;
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *path = NULL;

  builder_init (&builder);
  builder_add_certificate (&builder, "ec");
  builder_mark (&builder, "a\033[2Jb\007c\u202ed", "1");
  builder_add_key (&builder, "ec", NULL);
  builder_mark (&builder, NULL, "1");
  builder_close (&builder, "secret");
  bytes = builder_finish (&builder, "secret");
  path = showing_put (fixture, "x\033]0;title\007\n\u202e.p12", bytes);
  g_assert_cmpint (showing_run (fixture, path, "secret"), ==, 0);
  showing_expect_harmless (fixture->output);
  showing_expect (fixture->output, "title");
  g_assert_cmpint (showing_run (fixture, path, "wrong"), ==, 2);
  showing_expect_harmless (fixture->complaints);
  showing_expect (fixture->complaints, "title");
}

/* What is wrong with a certificate that is no longer good is said, and no failure. */
static void
test_weaknesses (Showing       *fixture,
                 gconstpointer  data)
{
  g_autofree char *expired = put_fixture (fixture, "expired");
  g_autofree char *no_mac = put_fixture (fixture, "no-mac");
  g_autofree char *old = put_fixture (fixture, "legacy");

  g_assert_cmpint (showing_run (fixture, expired, "secret"), ==, 0);
  showing_expect (fixture->output, "[Problem] Not valid today");
  showing_expect (fixture->output, "[Warning] The certificate is not valid any more");
  g_assert_cmpint (showing_run (fixture, no_mac, "secret"), ==, 0);
  showing_expect (fixture->output, "[Pending] Nothing in the file shows whether it is unchanged");
  g_assert_cmpint (showing_run (fixture, old, "secret"), ==, 0);
  showing_expect (fixture->output, "[Warning] The file is hardly protected");
  g_assert_cmpint (showing_run (fixture, old, "wrong"), ==, 2);
  showing_expect (fixture->output, "[Warning] The file is hardly protected");
}

/* What belongs to the program beside this part of it is not there. */
static void
test_incomplete (Showing       *fixture,
                 gconstpointer  data)
{
  g_autofree char *copy = g_build_filename (fixture->folder, "inkan", NULL);
  g_autofree char *mark = g_build_filename (fixture->folder, "..", "config.h", NULL);
  g_autoptr(GFile) from = g_file_new_for_path (fixture->program);
  g_autoptr(GFile) to = g_file_new_for_path (copy);
  const char *arguments[] = { "--version", NULL };

  g_assert_true (g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, NULL));
  g_assert_true (g_file_set_contents (mark, "", 0, NULL));
  g_free (fixture->program);
  fixture->program = g_steal_pointer (&copy);
  g_assert_cmpint (showing_run_alone (fixture, arguments), ==, 1);
  showing_expect (fixture->complaints, "inkan-wizard cannot be started (No such file or directory)");
  showing_expect (fixture->complaints, "Install the program anew.");
}

/* Files that are none, and command lines that make no sense */
static void
test_unusable (Showing       *fixture,
               gconstpointer  data)
{
  g_autofree char *path = put_fixture (fixture, "rsa");
  g_autofree char *missing = g_build_filename (fixture->folder, "missing.p12", NULL);
  g_autofree char *zeros = g_malloc0 (2 * 1024 * 1024);
  g_autoptr(GBytes) large = g_bytes_new (zeros, 2 * 1024 * 1024);
  g_autofree char *too_large = showing_put (fixture, "large.p12", large);
  const struct {
    const char *arguments[6];
    const char *complaint;
  } rows[] = {
    { { "--show", missing }, "The file is not there" },
    { { "--show", fixture->folder }, "This is a folder" },
    { { "--show", too_large }, "The file is too large for a certificate" },
    { { "--show", "/dev/zero" }, "The file is too large for a certificate" },
    { { "--show" }, "inkan: " },
    { { "--show", path, "another" }, "“another” is one word too many" },
    { { "--show", path, "--practice" }, "--practice" },
    { { "--show", path, "--passphrase-fd", "17" }, "--passphrase-fd: 17 cannot be read" },
    { { "--show", path, "--passphrase-fd", "-5" }, "--passphrase-fd: -5 is no file descriptor" },
    { { "--show", path, "--passphrase-fd", "three" }, "three" },
    { { "--show", "-", "--passphrase-fd", "0" }, "both come from standard input" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_assert_cmpint (showing_run_alone (fixture, rows[i].arguments), ==, 1);
    showing_expect (fixture->complaints, rows[i].complaint);
    g_assert_cmpstr (fixture->output, ==, "");
  }
  g_assert_cmpint (showing_run_with (fixture, path, zeros, 65000), ==, 2);
}

/* All of it is the passphrase: what some editor or shell put at its end, too. */
static void
test_passphrases (Showing       *fixture,
                  gconstpointer  data)
{
  static const char unicode[] = "パスフレーズ 😀é ";
  g_autofree char *path = put_fixture (fixture, "rsa");
  g_autofree char *empty = put_fixture (fixture, "empty");
  g_autofree char *blank = put_fixture (fixture, "unicode");
  g_autofree char *long_one = g_strnfill (70000, 'x');

  g_assert_cmpint (showing_run_with (fixture, path, "secret", 6), ==, 0);
  g_assert_cmpint (showing_run_with (fixture, path, "secret\n", 7), ==, 2);
  g_assert_cmpint (showing_run_with (fixture, path, "secret\r\n", 8), ==, 2);
  g_assert_cmpint (showing_run_with (fixture, path, "secret\0", 7), ==, 2);
  g_assert_cmpint (showing_run_with (fixture, path, "secret\0x", 8), ==, 2);
  g_assert_cmpint (showing_run_with (fixture, path, "", 0), ==, 2);
  g_assert_cmpint (showing_run_with (fixture, path, "\xff\xfe", 2), ==, 2);
  g_assert_cmpint (showing_run_with (fixture, empty, "", 0), ==, 0);
  g_assert_cmpint (showing_run_with (fixture, empty, "\n", 1), ==, 2);
  g_assert_cmpint (showing_run_with (fixture, blank, unicode, strlen (unicode)), ==, 0);
  g_assert_cmpint (showing_run_with (fixture, blank, unicode, strlen (unicode) - 1), ==, 2);
  /* From a file that is a pipe as well, and with more than fits into one. */
  {
    const char *command[] = { "sh", "-c", "printf %s \"$2\" | \"$0\" --show /dev/fd/4 --passphrase-fd 0 4<\"$1\"", fixture->program, path, "secret", NULL };
    g_autoptr(GSubprocessLauncher) launcher = showing_make_launcher ();

    g_assert_cmpint (showing_finish (fixture, launcher, command), ==, 0);
    command[5] = long_one;
    g_assert_cmpint (showing_finish (fixture, launcher, command), ==, 1);
    showing_expect (fixture->complaints, "--passphrase-fd: 0 brings more than any password has");
  }
}

/* Without a terminal and a descriptor: a file that has no password opens. */
static void
test_nobody_there (Showing       *fixture,
                   gconstpointer  data)
{
  g_autofree char *path = put_fixture (fixture, "rsa");
  g_autofree char *empty = put_fixture (fixture, "empty");
  const char *locked[] = { "--show", path, NULL };
  const char *open_one[] = { "--show", empty, NULL };

  g_assert_cmpint (showing_run_alone (fixture, open_one), ==, 0);
  g_assert_cmpint (showing_run_alone (fixture, locked), ==, 2);
  showing_expect (fixture->complaints, "no terminal to ask for it on");
  showing_expect (fixture->complaints, "--passphrase-fd");
  showing_expect (fixture->output, "[Pending] Not opened yet");
}

static int
listen_at (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

  g_assert_cmpuint (g_strlcpy (address.sun_path, path, sizeof address.sun_path), <, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (fd, 5), ==, 0);
  return fd;
}

static gboolean
was_called (int fd)
{
  int caller = accept (fd, NULL, NULL);

  if (caller < 0)
    g_assert_cmpint (errno, ==, EAGAIN);
  else
    close (caller);
  return caller >= 0;
}

/* There are a bus and a display, and nobody calls there. */
static void
test_calls_nobody (Showing       *fixture,
                   gconstpointer  data)
{
  g_autofree char *path = put_fixture (fixture, "legacy");
  g_autofree char *bus_path = g_build_filename (fixture->folder, "bus", NULL);
  g_autofree char *display_path = g_build_filename (fixture->folder, "display", NULL);
  g_autofree char *address = g_strconcat ("unix:path=", bus_path, NULL);
  const char *caller[] = { "gdbus", "call", "--session", "--timeout", "1", "--dest", "org.example", "--object-path", "/", "--method", "a.b", NULL };
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr(GSubprocess) process = NULL;
  int bus = listen_at (bus_path);
  int display = listen_at (display_path);

  scene_set_variable (fixture->scene, "DBUS_SESSION_BUS_ADDRESS", address);
  scene_set_variable (fixture->scene, "WAYLAND_DISPLAY", display_path);
  scene_set_variable (fixture->scene, "GIO_USE_VFS", NULL);
  g_assert_cmpint (showing_run (fixture, path, "secret"), ==, 0);
  g_assert_cmpint (showing_run (fixture, path, "wrong"), ==, 2);
  g_assert_false (was_called (bus));
  g_assert_false (was_called (display));

  /* Whoever does call is noticed. */
  g_subprocess_launcher_set_environ (launcher, scene_get_environment (fixture->scene));
  process = g_subprocess_launcher_spawnv (launcher, caller, NULL);
  g_assert_nonnull (process);
  while (!was_called (bus))
    g_thread_yield ();
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  close (bus);
  close (display);
}

/* Words that stay as they are in any language */
static gboolean
is_name (const char *word,
         gsize       length)
{
  static const char *const names[] = { "Inkan", "inkan", "Intermediate", "Root", "RSA", "SHA", "EC", "Ed", "p", "P", "pfx", "MAC", "PKCS", "AES", "DES", "RC", "OpenSSL", "CN", "O", "C", "JP" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == length && strncmp (names[i], word, length) == 0)
      return TRUE;
  return FALSE;
}

/* Of a fact the name only: its value is the certificate's. */
static void
check_no_english (const char *line)
{
  const char *end = g_str_has_prefix (line, "  ") && strstr (line, ": ") != NULL ? strstr (line, ": ") : line + strlen (line);

  for (const char *p = line; p < end; p++) {
    gsize length = 0;

    while (p + length < end && g_ascii_isalpha (p[length]))
      length++;
    if (length > 1 && !is_name (p, length)) {
      g_test_message ("“%.*s” in: %s", (int) length, p, line);
      g_test_fail ();
    }
    p += length;
  }
}

static void
check_japanese (Showing    *fixture,
                const char *name,
                const char *passphrase,
                int         status)
{
  g_autofree char *path = put_fixture (fixture, name);
  g_auto(GStrv) lines = NULL;
  char *details;

  g_assert_cmpint (showing_run (fixture, path, passphrase), ==, status);
  lines = g_strsplit (fixture->output, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    check_no_english (lines[i]);
  g_clear_pointer (&lines, g_strfreev);
  /* The path is the person's, and what is technical stays so. */
  details = strstr (fixture->complaints, "技術的な詳細");
  if (details != NULL)
    *details = '\0';
  lines = g_strsplit (fixture->complaints, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    check_no_english (g_str_has_prefix (lines[i], "inkan: ") ? strrchr (lines[i], ':') : lines[i]);
}

static void
test_japanese (Showing       *fixture,
               gconstpointer  data)
{
  scene_set_japanese (fixture->scene);
  check_japanese (fixture, "rsa", "secret", 0);
  showing_expect (fixture->output, "[問題なし] パスワードで開けます\n");
  check_japanese (fixture, "legacy", "secret", 0);
  check_japanese (fixture, "expired", "secret", 0);
  check_japanese (fixture, "short", "secret", 0);
  check_japanese (fixture, "no-mac", "secret", 0);
  check_japanese (fixture, "rsa", "wrong", 2);
  showing_expect (fixture->complaints, "パスワード");
  check_japanese (fixture, "no-key", "secret", 6);
  check_japanese (fixture, "no-certificate", "secret", 9);
}

/* A locale that has no more than ASCII */
static void
test_ascii (Showing       *fixture,
            gconstpointer  data)
{
  g_autofree char *path = put_fixture (fixture, "rsa");
  g_autofree char *text = put_text (fixture, "text.p12", "hello\n");

  scene_set_variable (fixture->scene, "LANG", "C");
  g_assert_cmpint (showing_run (fixture, path, "secret"), ==, 0);
  g_assert_true (g_str_is_ascii (fixture->output));
  showing_expect (fixture->output, "hanako@inkan.example");
  g_assert_cmpint (showing_run (fixture, text, "secret"), ==, 8);
  g_assert_true (g_str_is_ascii (fixture->complaints));
  showing_expect (fixture->complaints, "its name ends in \".p12\" or \".pfx\".");
}

/* Japanese in an encoding that has it */
static void
test_other_encoding (Showing       *fixture,
                     gconstpointer  data)
{
  g_autofree char *text = put_text (fixture, "text.p12", "hello\n");
  g_autofree char *complaints = NULL;

  scene_set_japanese (fixture->scene);
  scene_set_variable (fixture->scene, "CHARSET", "EUC-JP"); /* as if the locale were that */
  g_assert_cmpint (showing_run (fixture, text, "secret"), ==, 8);
  g_assert_false (g_utf8_validate (fixture->complaints, -1, NULL));
  complaints = g_convert (fixture->complaints, -1, "UTF-8", "EUC-JP", NULL, NULL, NULL);
  g_assert_nonnull (complaints);
  showing_expect (complaints, "証明書ファイル");
  g_assert_null (strchr (complaints, '?'));
}

/* In a terminal */

static Tty *
show_in_terminal (Showing    *fixture,
                  const char *path)
{
  const char *command[] = { fixture->program, "--show", path, NULL };

  return tty_new_for (fixture->scene, 60, 0, command);
}

static void
type_unseen (Tty        *tty,
             const char *passphrase)
{
  g_autofree char *line = g_strconcat (passphrase, "\n", NULL);

  tty_expect (tty, "File password: ");
  g_assert_false (tty_get_echo (tty));
  tty_type (tty, line);
}

static void
test_asked (Showing       *fixture,
            gconstpointer  data)
{
  g_autofree char *path = put_fixture (fixture, "rsa");
  g_autofree char *empty = put_fixture (fixture, "empty");
  g_autoptr(Tty) first = show_in_terminal (fixture, path);
  g_autoptr(Tty) second = NULL;
  g_autoptr(Tty) third = NULL;

  type_unseen (first, "not it");
  tty_expect (first, "This password does not open the file\n");
  type_unseen (first, "secret");
  tty_expect (first, "[Good] Signed by its issuer");
  g_assert_cmpint (tty_wait (first), ==, 0);
  g_assert_null (strstr (tty_get_output (first), "secret"));
  g_assert_null (strstr (tty_get_output (first), "not it"));

  second = show_in_terminal (fixture, path);
  for (int i = 0; i < 3; i++)
    type_unseen (second, "not it");
  g_assert_cmpint (tty_wait (second), ==, 2);

  /* Nothing is asked that need not be. */
  third = show_in_terminal (fixture, empty);
  g_assert_cmpint (tty_wait (third), ==, 0);
  g_assert_null (strstr (tty_get_output (third), "File password"));
}

static void
test_interrupted (Showing       *fixture,
                  gconstpointer  data)
{
  g_autofree char *path = put_fixture (fixture, "rsa");
  /* The shell outlives it, and looks at the terminal that it leaves behind. */
  const char *command[] = { "/bin/sh", "-c", "trap : INT TERM; \"$0\" --show \"$1\"; echo \"ended $?\"; stty -a", fixture->program, path, NULL };
  g_autoptr(Tty) alone = show_in_terminal (fixture, path);
  g_autoptr(Tty) terminated = show_in_terminal (fixture, path);
  g_autoptr(Tty) in_shell = tty_new_for (fixture->scene, 80, 0, command);

  tty_expect (alone, "File password: ");
  tty_interrupt (alone);
  g_assert_cmpint (tty_wait_for_signal (alone), ==, SIGINT);
  tty_expect (terminated, "File password: ");
  tty_signal (terminated, SIGTERM);
  g_assert_cmpint (tty_wait_for_signal (terminated), ==, SIGTERM);
  tty_expect (in_shell, "File password: ");
  g_assert_false (tty_get_echo (in_shell));
  tty_interrupt (in_shell);
  tty_expect (in_shell, "ended 130");
  tty_expect (in_shell, " echo ");
  g_assert_cmpint (tty_wait (in_shell), ==, 0);
}

/* Where the output or the file is redirected, the question still is seen. */
static void
test_redirected (Showing       *fixture,
                 gconstpointer  data)
{
  g_autofree char *path = put_fixture (fixture, "rsa");
  g_autofree char *result = g_build_filename (fixture->folder, "result", NULL);
  g_autofree char *text = NULL;
  const char *command[] = { "/bin/sh", "-c", "\"$0\" --show - <\"$1\" >\"$2\"", fixture->program, path, result, NULL };
  g_autoptr(Tty) tty = tty_new_for (fixture->scene, 60, 0, command);

  type_unseen (tty, "secret");
  g_assert_cmpint (tty_wait (tty), ==, 0);
  g_assert_true (g_file_get_contents (result, &text, NULL, NULL));
  showing_expect (text, "[Good] Signed by its issuer");
  g_assert_null (strstr (text, "File password: "));
  g_assert_null (strstr (tty_get_output (tty), "[Good]"));
}

/* A descriptor that is the terminal would show what is typed. */
static void
test_terminal_as_descriptor (Showing       *fixture,
                             gconstpointer  data)
{
  g_autofree char *path = put_fixture (fixture, "rsa");
  const char *command[] = { fixture->program, "--show", path, "--passphrase-fd", "0", NULL };
  g_autoptr(Tty) tty = tty_new_for (fixture->scene, 80, 0, command);

  tty_expect (tty, "--passphrase-fd: 0 is a terminal");
  g_assert_cmpint (tty_wait (tty), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  static const struct {
    const char *name;
    void     (* test) (Showing *, gconstpointer);
  } tests[] = {
    { "shown", test_shown }, { "statuses", test_statuses }, { "orders", test_orders }, { "weaknesses", test_weaknesses }, { "incomplete", test_incomplete }, { "unusable", test_unusable },
    { "passphrases", test_passphrases }, { "nobody-there", test_nobody_there }, { "calls-nobody", test_calls_nobody },
    { "japanese", test_japanese }, { "ascii", test_ascii }, { "other-encoding", test_other_encoding }, { "asked", test_asked }, { "interrupted", test_interrupted },
    { "redirected", test_redirected }, { "terminal-as-descriptor", test_terminal_as_descriptor },
  };
  int result;

  g_test_init (&argc, &argv, NULL);
  fixtures_make ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/show/", tests[i].name, NULL);

    g_test_add (path, Showing, NULL, showing_set_up, tests[i].test, showing_tear_down);
  }
  result = g_test_run ();
  fixtures_remove ();
  return result;
}
