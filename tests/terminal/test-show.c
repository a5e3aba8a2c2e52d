/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inkan --show: no display, no bus, no home folder. */
#include "scene.h"

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

typedef struct {
  Scene *scene;
  char  *folder;
  char  *program;
  char  *output; /* of the last run */
  char  *complaints;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->scene = scene_new_bare ();
  fixture->folder = scene_get_path (fixture->scene, "Desktop");
  fixture->program = g_build_filename (g_getenv ("INKAN_BUILD_ROOT"), "src", "inkan", NULL);
  scene_set_variable (fixture->scene, "HOME", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  scene_free (fixture->scene);
  g_free (fixture->folder);
  g_free (fixture->program);
  g_free (fixture->output);
  g_free (fixture->complaints);
}

/* Files */

static char *
put (Fixture    *fixture,
     const char *name,
     GBytes     *bytes)
{
  char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL));
  return path;
}

static char *
put_fixture (Fixture    *fixture,
             const char *name)
{
  g_autoptr(GBytes) bytes = fixtures_read (name);

  return put (fixture, name, bytes);
}

/* As the fixture @name, but with @to where @from was. */
static char *
put_changed (Fixture    *fixture,
             const char *name,
             const char *from,
             const char *to,
             gsize       length)
{
  g_autoptr(GBytes) bytes = fixtures_read (name);
  g_autoptr(GBytes) changed = fixtures_replace (bytes, from, to, length);

  return put (fixture, name, changed);
}

static char *
put_text (Fixture    *fixture,
          const char *name,
          const char *text)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));

  return put (fixture, name, bytes);
}

/* Somebody's key with somebody else's certificate. */
static char *
put_mismatch (Fixture *fixture)
{
  Builder builder;
  g_autoptr(GBytes) bytes = NULL;

  builder_init (&builder);
  builder_add_certificate (&builder, "ec");
  builder_add_key (&builder, "stranger", NULL);
  builder_close (&builder, NULL);
  bytes = builder_finish (&builder, "secret");
  return put (fixture, "mismatch.p12", bytes);
}

/* Running it */

/* The descriptor of a pipe with @length bytes of @text to come. */
static int
make_pipe (const char *text,
           gsize       length)
{
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  g_assert_cmpint (write (ends[1], text, length), ==, (gssize) length);
  g_assert_cmpint (close (ends[1]), ==, 0);
  return ends[0];
}

static char *
to_text (GBytes *bytes)
{
  return g_bytes_get_size (bytes) > 0 ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : g_strdup ("");
}

static int
finish (Fixture             *fixture,
        GSubprocessLauncher *launcher,
        const char *const   *command)
{
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) output = NULL;
  g_autoptr(GBytes) complaints = NULL;

  g_subprocess_launcher_set_environ (launcher, scene_get_environment (fixture->scene));
  process = g_subprocess_launcher_spawnv (launcher, command, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, &output, &complaints, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  g_free (fixture->output);
  g_free (fixture->complaints);
  fixture->output = to_text (output);
  fixture->complaints = to_text (complaints);
  return g_subprocess_get_exit_status (process);
}

static GSubprocessLauncher *
make_launcher (void)
{
  return g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
}

/* With @length bytes of @passphrase on descriptor 3. */
static int
show_with (Fixture    *fixture,
           const char *path,
           const char *passphrase,
           gsize       length)
{
  g_autoptr(GSubprocessLauncher) launcher = make_launcher ();
  const char *command[] = { fixture->program, "--show", path, "--passphrase-fd", "3", NULL };

  g_subprocess_launcher_take_fd (launcher, make_pipe (passphrase, length), 3);
  return finish (fixture, launcher, command);
}

static int
show (Fixture    *fixture,
      const char *path,
      const char *passphrase)
{
  return show_with (fixture, path, passphrase, strlen (passphrase));
}

/* With any arguments, and no terminal anywhere. */
static int
run (Fixture           *fixture,
     const char *const *arguments)
{
  g_autoptr(GSubprocessLauncher) launcher = make_launcher ();
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) command = NULL;

  g_strv_builder_add_many (builder, "setsid", "--wait", fixture->program, NULL);
  g_strv_builder_addv (builder, (const char **) arguments);
  command = g_strv_builder_end (builder);
  return finish (fixture, launcher, (const char *const *) command);
}

static void
expect (const char *text,
        const char *part)
{
  if (strstr (text, part) == NULL) {
    g_test_message ("missing “%s”, in:\n%s", part, text);
    g_test_fail ();
  }
}

/* Tests */

static void
test_shown (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *path = put_fixture (fixture, "rsa");
  g_autofree char *fingerprint = fixtures_ask ("rsa", "-fingerprint");
  static const char *const lines[] = {
    "[Good] Complete and unchanged\n", "[Good] Opens with its password\n",
    "[Good] Private key and certificate belong together\n", "[Good] Valid today\n", "[Good] Signed by its issuer\n",
    "印鑑 花子", "hanako@second.example", "Inkan Intermediate", "RSA", "2048", "C0:FF:EE:10",
  };

  g_assert_cmpint (show (fixture, path, "secret"), ==, 0);
  g_assert_cmpstr (fixture->complaints, ==, "");
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    expect (fixture->output, lines[i]);
  /* However long, a fact is one line where nobody reads along. */
  expect (fixture->output, fingerprint);
  g_assert_null (strstr (fixture->output, "[Problem]"));
  g_assert_null (strstr (fixture->output, "[Pending]"));
}

static void
expect_status (Fixture    *fixture,
               const char *path,
               int         wanted,
               const char *complaint)
{
  int status = show (fixture, path, "secret");

  g_test_message ("%s: %d", path, status);
  g_assert_cmpint (status, ==, wanted);
  if (complaint == NULL)
    g_assert_cmpstr (fixture->complaints, ==, "");
  else
    expect (fixture->complaints, complaint);
  g_assert_null (strstr (fixture->output, "secret"));
  g_assert_null (strstr (fixture->complaints, "secret"));
}

/* Each of those in inkan(1) */
static void
test_statuses (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const good[] = { "rsa", "ec", "p384", "ed25519", "short", "legacy", "triple-des", "camellia", "plain", "no-mac", "few", "expired", "future", "sha1" };
  g_autoptr(GBytes) whole = fixtures_read ("ec");
  g_autoptr(GBytes) half = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);
  g_autofree char *wrong = put_fixture (fixture, "unicode");
  g_autofree char *damaged = put (fixture, "half.p12", half);
  /* aes-256-cbc → a number that nobody has given out */
  g_autofree char *unsupported = put_changed (fixture, "no-mac", "\x60\x86\x48\x01\x65\x03\x04\x01\x2a", "\x60\x86\x48\x01\x65\x03\x04\x01\x7f", 9);
  g_autofree char *expensive = put_changed (fixture, "costly", "\x02\x03\x01\x00\x01", "\x02\x03\x40\x00\x00", 5);
  g_autofree char *no_key = put_fixture (fixture, "no-key");
  g_autofree char *no_certificate = put_fixture (fixture, "no-certificate");
  g_autofree char *mismatch = put_mismatch (fixture);
  g_autofree char *markup = put_text (fixture, "page.p12", "<!DOCTYPE html>\n<html><title>Sign in</title></html>\n");

  expect_status (fixture, wrong, 2, "This password does not open the file");
  expect (fixture->output, "[Pending] Not opened yet");
  expect_status (fixture, damaged, 3, "The certificate file is damaged");
  expect (fixture->output, "[Problem] Not complete, or changed");
  expect_status (fixture, unsupported, 4, "It needs the algorithm “2.16.840.1.101.3.4.1.127”.");
  expect_status (fixture, expensive, 5, "The file would take far too long to open");
  expect_status (fixture, no_key, 6, "The private key is missing");
  expect (fixture->output, "[Good] Opens with its password");
  expect (fixture->output, "[Problem] The private key is missing");
  expect_status (fixture, mismatch, 7, "Key and certificate do not belong together");
  expect_status (fixture, markup, 8, "This one is a web page.");
  g_assert_cmpstr (fixture->output, ==, "");
  expect_status (fixture, no_certificate, 9, "The certificate is missing");
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autofree char *path = put_fixture (fixture, good[i]);

    expect_status (fixture, path, 0, NULL);
  }
}

/* What inkan(1) has for what the library says of @bytes */
static int
find_status (GBytes     *bytes,
             const char *passphrase)
{
  static const int statuses[] = {
    [INKAN_CERTIFICATE_ERROR_NOT_PKCS12] = 8,     [INKAN_CERTIFICATE_ERROR_DAMAGED] = 3,
    [INKAN_CERTIFICATE_ERROR_WRONG_PASSPHRASE] = 2, [INKAN_CERTIFICATE_ERROR_UNSUPPORTED] = 4,
    [INKAN_CERTIFICATE_ERROR_TOO_EXPENSIVE] = 5,  [INKAN_CERTIFICATE_ERROR_NO_KEY] = 6,
    [INKAN_CERTIFICATE_ERROR_NO_CERTIFICATE] = 9, [INKAN_CERTIFICATE_ERROR_MISMATCH] = 7,
    [INKAN_CERTIFICATE_ERROR_TOO_LARGE] = 1,
  };
  g_autoptr(SecretValue) value = fixtures_secret (passphrase);
  g_autoptr(GError) error = NULL;
  g_autoptr(InkanCertificate) certificate = inkan_certificate_open (bytes, value, NULL, &error);

  return certificate != NULL ? 0 : statuses[error->code];
}

/* Real files: all that something is wrong with, and some of the others. That
 * they come out as their manifest says is for tests/core/certificate. */
static void
test_corpus (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *folder = g_build_filename (g_getenv ("INKAN_SOURCE_ROOT"), "..", "shared", "corpus", "p12", NULL);
  g_autofree char *manifest = g_build_filename (folder, "manifest.tsv", NULL);
  g_autofree char *table = NULL;
  g_auto(GStrv) rows = NULL;

  if (!g_file_get_contents (manifest, &table, NULL, NULL)) {
    g_test_skip ("no corpus");
    return;
  }
  rows = g_strsplit (table, "\n", -1);
  for (gsize i = 1; rows[i] != NULL && *rows[i] != '\0'; i++) {
    g_auto(GStrv) columns = g_strsplit (rows[i], "\t", -1);
    const char *passphrase = g_str_equal (columns[1], "\\N") ? "" : columns[1];
    g_autofree char *path = g_build_filename (folder, columns[0], NULL);
    g_autoptr(GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
    g_autoptr(GBytes) bytes = g_mapped_file_get_bytes (file);
    int wanted = find_status (bytes, passphrase);

    if (wanted == 0 && i % 8 != 0)
      continue;
    g_test_message ("%s: %d", columns[0], wanted);
    g_assert_cmpint (show (fixture, path, passphrase), ==, wanted);
    g_assert_true ((*fixture->complaints == '\0') == (wanted == 0));
    g_assert_true (g_utf8_validate (fixture->output, -1, NULL));
  }
}

/* What is wrong with a certificate that is no longer good is said, and no failure. */
static void
test_weaknesses (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *expired = put_fixture (fixture, "expired");
  g_autofree char *no_mac = put_fixture (fixture, "no-mac");
  g_autofree char *old = put_fixture (fixture, "legacy");

  g_assert_cmpint (show (fixture, expired, "secret"), ==, 0);
  expect (fixture->output, "[Problem] Not valid today");
  expect (fixture->output, "[Warning] The certificate is not valid any more");
  g_assert_cmpint (show (fixture, no_mac, "secret"), ==, 0);
  expect (fixture->output, "[Pending] Nothing in the file shows whether it is unchanged");
  g_assert_cmpint (show (fixture, old, "secret"), ==, 0);
  expect (fixture->output, "[Warning] ");
}

/* Files that are none, and command lines that make no sense */
static void
test_unusable (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *path = put_fixture (fixture, "rsa");
  g_autofree char *missing = g_build_filename (fixture->folder, "missing.p12", NULL);
  g_autofree char *zeros = g_malloc0 (2 * 1024 * 1024);
  g_autoptr(GBytes) large = g_bytes_new (zeros, 2 * 1024 * 1024);
  g_autofree char *too_large = put (fixture, "large.p12", large);
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
    g_assert_cmpint (run (fixture, rows[i].arguments), ==, 1);
    expect (fixture->complaints, rows[i].complaint);
    g_assert_cmpstr (fixture->output, ==, "");
  }
  g_assert_cmpint (show_with (fixture, path, zeros, 65000), ==, 2);
}

/* All of it is the passphrase: what some editor or shell put at its end, too. */
static void
test_passphrases (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char unicode[] = "パスフレーズ 😀é ";
  g_autofree char *path = put_fixture (fixture, "rsa");
  g_autofree char *empty = put_fixture (fixture, "empty");
  g_autofree char *blank = put_fixture (fixture, "unicode");
  g_autofree char *long_one = g_strnfill (70000, 'x');

  g_assert_cmpint (show_with (fixture, path, "secret", 6), ==, 0);
  g_assert_cmpint (show_with (fixture, path, "secret\n", 7), ==, 2);
  g_assert_cmpint (show_with (fixture, path, "secret\r\n", 8), ==, 2);
  g_assert_cmpint (show_with (fixture, path, "secret\0", 7), ==, 2);
  g_assert_cmpint (show_with (fixture, path, "secret\0x", 8), ==, 2);
  g_assert_cmpint (show_with (fixture, path, "", 0), ==, 2);
  g_assert_cmpint (show_with (fixture, path, "\xff\xfe", 2), ==, 2);
  g_assert_cmpint (show_with (fixture, empty, "", 0), ==, 0);
  g_assert_cmpint (show_with (fixture, empty, "\n", 1), ==, 2);
  g_assert_cmpint (show_with (fixture, blank, unicode, strlen (unicode)), ==, 0);
  g_assert_cmpint (show_with (fixture, blank, unicode, strlen (unicode) - 1), ==, 2);
  /* From a file that is a pipe as well, and with more than fits into one. */
  {
    const char *command[] = { "sh", "-c", "printf %s \"$2\" | \"$0\" --show /dev/fd/4 --passphrase-fd 0 4<\"$1\"", fixture->program, path, "secret", NULL };
    g_autoptr(GSubprocessLauncher) launcher = make_launcher ();

    g_assert_cmpint (finish (fixture, launcher, command), ==, 0);
    command[5] = long_one;
    g_assert_cmpint (finish (fixture, launcher, command), ==, 1);
    expect (fixture->complaints, "--passphrase-fd: 0 brings more than any password has");
  }
}

/* Without a terminal and a descriptor: a file that has no password opens. */
static void
test_nobody_there (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *path = put_fixture (fixture, "rsa");
  g_autofree char *empty = put_fixture (fixture, "empty");
  const char *locked[] = { "--show", path, NULL };
  const char *open_one[] = { "--show", empty, NULL };

  g_assert_cmpint (run (fixture, open_one), ==, 0);
  g_assert_cmpint (run (fixture, locked), ==, 2);
  expect (fixture->complaints, "no terminal to ask for it on");
  expect (fixture->complaints, "--passphrase-fd");
  expect (fixture->output, "[Pending] Not opened yet");
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
test_calls_nobody (Fixture       *fixture,
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
  g_assert_cmpint (show (fixture, path, "secret"), ==, 0);
  g_assert_cmpint (show (fixture, path, "wrong"), ==, 2);
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
check_japanese (Fixture    *fixture,
                const char *name,
                const char *passphrase,
                int         status)
{
  g_autofree char *path = put_fixture (fixture, name);
  g_auto(GStrv) lines = NULL;
  char *details;

  g_assert_cmpint (show (fixture, path, passphrase), ==, status);
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
test_japanese (Fixture       *fixture,
               gconstpointer  data)
{
  scene_set_japanese (fixture->scene);
  check_japanese (fixture, "rsa", "secret", 0);
  expect (fixture->output, "[問題なし] パスワードで開けます\n");
  check_japanese (fixture, "legacy", "secret", 0);
  check_japanese (fixture, "expired", "secret", 0);
  check_japanese (fixture, "short", "secret", 0);
  check_japanese (fixture, "no-mac", "secret", 0);
  check_japanese (fixture, "rsa", "wrong", 2);
  expect (fixture->complaints, "パスワード");
  check_japanese (fixture, "no-key", "secret", 6);
  check_japanese (fixture, "no-certificate", "secret", 9);
}

/* A locale that has no more than ASCII */
static void
test_ascii (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *path = put_fixture (fixture, "rsa");
  g_autofree char *text = put_text (fixture, "text.p12", "hello\n");

  scene_set_variable (fixture->scene, "LANG", "C");
  g_assert_cmpint (show (fixture, path, "secret"), ==, 0);
  g_assert_true (g_str_is_ascii (fixture->output));
  expect (fixture->output, "hanako@inkan.example");
  g_assert_cmpint (show (fixture, text, "secret"), ==, 8);
  g_assert_true (g_str_is_ascii (fixture->complaints));
  expect (fixture->complaints, "its name ends in \".p12\" or \".pfx\".");
}

/* Japanese in an encoding that has it */
static void
test_other_encoding (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *text = put_text (fixture, "text.p12", "hello\n");
  g_autofree char *complaints = NULL;

  scene_set_japanese (fixture->scene);
  scene_set_variable (fixture->scene, "CHARSET", "EUC-JP"); /* as if the locale were that */
  g_assert_cmpint (show (fixture, text, "secret"), ==, 8);
  g_assert_false (g_utf8_validate (fixture->complaints, -1, NULL));
  complaints = g_convert (fixture->complaints, -1, "UTF-8", "EUC-JP", NULL, NULL, NULL);
  g_assert_nonnull (complaints);
  expect (complaints, "証明書ファイル");
  g_assert_null (strchr (complaints, '?'));
}

/* In a terminal */

static Tty *
show_in_terminal (Fixture    *fixture,
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
test_asked (Fixture       *fixture,
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
test_interrupted (Fixture       *fixture,
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
test_redirected (Fixture       *fixture,
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
  expect (text, "[Good] Signed by its issuer");
  g_assert_null (strstr (text, "File password: "));
  g_assert_null (strstr (tty_get_output (tty), "[Good]"));
}

/* A descriptor that is the terminal would show what is typed. */
static void
test_terminal_as_descriptor (Fixture       *fixture,
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
    void     (* test) (Fixture *, gconstpointer);
  } tests[] = {
    { "shown", test_shown }, { "statuses", test_statuses }, { "corpus", test_corpus }, { "weaknesses", test_weaknesses }, { "unusable", test_unusable },
    { "passphrases", test_passphrases }, { "nobody-there", test_nobody_there }, { "calls-nobody", test_calls_nobody },
    { "japanese", test_japanese }, { "ascii", test_ascii }, { "other-encoding", test_other_encoding }, { "asked", test_asked }, { "interrupted", test_interrupted },
    { "redirected", test_redirected }, { "terminal-as-descriptor", test_terminal_as_descriptor },
  };
  int result;

  g_test_init (&argc, &argv, NULL);
  fixtures_make ();
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *path = g_strconcat ("/show/", tests[i].name, NULL);

    g_test_add (path, Fixture, NULL, set_up, tests[i].test, tear_down);
  }
  result = g_test_run ();
  fixtures_remove ();
  return result;
}
