/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that people bring along: the description of a portal, which is asked
 * about, replaced, removed; and a certificate file of their own. */
#include "journey.h"

#include <glib/gstdio.h>
#include <string.h>

#define PORTAL(name, host, more) \
  "[Portal]\nId=example-ca\nName=" name "\nOrigin=https://" host "\nStart=/\n" more

static char *
write_file (Journey    *self,
            const char *name,
            const char *contents)
{
  char *path = session_get_path (self->session, name);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
expect (Journey    *self,
        const char *part)
{
  robot_thing_free (robot_wait_for_part (self->robot, part));
}

static guint
count_kept (Journey    *self,
            const char *suffix)
{
  g_autofree char *folder = session_get_path (self->session, "home/.local/share/inkan/portals");
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint count = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, suffix))
      count++;
  return count;
}

/* An authority of our own, and its fingerprint as an IT department would tell it. */
static char *
make_anchor (Journey     *self,
             const char  *name,
             char       **fingerprint)
{
  char *path = session_get_path (self->session, name);
  g_autofree char *folder = g_path_get_dirname (path);
  const char *make[] = {
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
    "-subj", "/CN=Authority", "-keyout", "/dev/null", "-out", path, NULL,
  };
  const char *ask[] = { "openssl", "x509", "-in", path, "-noout", "-fingerprint", "-sha256", NULL };
  g_autofree char *asked = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_free (session_run (self->session, make));
  asked = session_run (self->session, ask);
  *fingerprint = g_strchomp (g_strdup (strchr (asked, '=') + 1));
  return path;
}

/* Opened: asked about, with name, hosts, anchor and the place where it will be
 * kept. The same again: nothing to ask. Another one of the same id: what differs. */
static void
test_portal_file (void)
{
  g_autoptr(Journey) self = journey_new_bare (SESSION_DEFAULT);
  g_autofree char *first_print = NULL, *second_print = NULL;
  g_autofree char *first_anchor = make_anchor (self, "first/ca.pem", &first_print);
  g_autofree char *first = write_file (self, "first/a.portal", PORTAL ("Example CA", "portal.example",
                                                                       "Hosts=files.example\nTrustAnchor=ca.pem\n"));
  g_autofree char *same = write_file (self, "first/b.portal", PORTAL ("Example CA", "portal.example",
                                                                      "Hosts=files.example\nTrustAnchor=ca.pem\n"));
  g_autofree char *second = write_file (self, "second/a.portal", PORTAL ("Example CA, renewed", "evil.example",
                                                                         "TrustAnchor=ca.pem\n"));
  const char *arguments[] = { first, NULL };

  g_free (make_anchor (self, "second/ca.pem", &second_print));
  journey_open_with (self, arguments);
  robot_thing_free (robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "Add this portal?"));
  expect (self, "Example CA");
  expect (self, "portal.example, files.example");
  expect (self, first_print);
  expect (self, "~/.local/share/inkan/portals/example-ca.portal");
  robot_check_names (self->robot);
  robot_press (self->robot, "Cancel");
  journey_at (self, "Get your certificate");
  g_assert_cmpuint (count_kept (self, ""), ==, 0);

  journey_start_again (self, first);
  robot_press (self->robot, "Add");
  journey_at (self, "The e-mail you received");
  g_assert_cmpuint (count_kept (self, ".portal"), ==, 1);
  g_assert_cmpuint (count_kept (self, ".pem"), ==, 1);
  robot_press (self->robot, "Back");
  journey_at (self, "Get your certificate");
  robot_wait_gone (self->robot, ATSPI_ROLE_HEADING, "The e-mail you received");

  /* The same again: there is nothing to ask. */
  journey_start_again (self, same);
  journey_at (self, "The e-mail you received");

  /* The anchor was named by its place beside the file, and was kept with it. */
  g_assert_cmpint (g_unlink (first_anchor), ==, 0);

  journey_start_again (self, second);
  robot_thing_free (robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "Replace this portal?"));
  expect (self, "Until now: Example CA\nFrom now on: Example CA, renewed");
  expect (self, "Until now: portal.example, files.example\nFrom now on: evil.example");
  expect (self, first_print);
  expect (self, second_print);
  robot_check_names (self->robot);
  robot_press (self->robot, "Cancel");
  robot_wait_gone (self->robot, ATSPI_ROLE_LABEL, "Replace this portal?");
  expect (self, "portal.example");

  journey_start_again (self, second);
  robot_press (self->robot, "Replace");
  journey_at (self, "The e-mail you received");
  expect (self, "evil.example");
  g_assert_cmpuint (count_kept (self, ".portal"), ==, 1);
  g_assert_cmpuint (count_kept (self, ".pem"), ==, 1);
}

/* Removed with the keyboard alone, brought back, and removed for good. */
static void
test_remove (void)
{
  g_autoptr(Journey) self = journey_new_bare (SESSION_DEFAULT);
  g_autofree char *own = write_file (self, "home/.local/share/inkan/portals/example-ca.portal",
                                     PORTAL ("Example CA", "portal.example", ""));
  g_autofree char *data_dirs = NULL;
  g_autofree char *system_folder = session_get_path (self->session, "system");

  g_free (write_file (self, "system/inkan/portals/other.portal",
                      "[Portal]\nId=other\nName=Everybody's CA\nOrigin=https://o.example\nStart=/\n"));
  data_dirs = g_strdup_printf ("%s:%s", system_folder, g_getenv ("XDG_DATA_DIRS") != NULL ? g_getenv ("XDG_DATA_DIRS")
                                                                                          : "/usr/local/share:/usr/share");
  session_set_variable (self->session, "XDG_DATA_DIRS", data_dirs);
  journey_open_with (self, NULL);
  journey_at (self, "Get your certificate");
  expect (self, "Everybody's CA");
  g_assert_false (robot_can_press (self->robot, "Remove “Everybody's CA”…"));

  robot_focus (self->robot, ATSPI_ROLE_PUSH_BUTTON, "Remove “Example CA”…");
  robot_key (self->robot, "Return");
  robot_thing_free (robot_wait_for (self->robot, ATSPI_ROLE_LABEL, "Remove “Example CA” from the list?"));
  expect (self, "~/.local/share/inkan/portals/example-ca.portal");
  robot_check_names (self->robot);
  robot_key (self->robot, "Escape");
  robot_wait_gone (self->robot, ATSPI_ROLE_LABEL, "Remove “Example CA” from the list?");
  g_assert_true (g_file_test (own, G_FILE_TEST_EXISTS));

  robot_press (self->robot, "Remove “Example CA”…");
  robot_press (self->robot, "Remove");
  expect (self, "“Example CA” was removed from the list.");
  g_assert_false (g_file_test (own, G_FILE_TEST_EXISTS));
  robot_wait_gone (self->robot, ATSPI_ROLE_RADIO_BUTTON, "Example CA");
  journey_at (self, "Get your certificate");

  /* The focus is on it already. */
  robot_focus (self->robot, ATSPI_ROLE_PUSH_BUTTON, "Undo");
  robot_key (self->robot, "Return");
  robot_wait_gone (self->robot, ATSPI_ROLE_PUSH_BUTTON, "Undo");
  robot_thing_free (robot_wait_for (self->robot, ATSPI_ROLE_RADIO_BUTTON, "Example CA"));
  g_assert_true (g_file_test (own, G_FILE_TEST_EXISTS));

  robot_press (self->robot, "Remove “Example CA”…");
  robot_press (self->robot, "Remove");
  expect (self, "“Example CA” was removed from the list.");
  journey_open_with (self, NULL);
  journey_at (self, "Get your certificate");
  expect (self, "Everybody's CA");
  g_assert_false (g_file_test (own, G_FILE_TEST_EXISTS));
}

static char *
make_certificate (Journey    *self,
                  const char *name)
{
  char *path = session_get_path (self->session, name);
  g_autofree char *pem = session_get_path (self->session, "own.pem");
  const char *make[] = {
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
    "-subj", "/CN=Hanako Inkan", "-keyout", pem, "-out", pem, NULL,
  };
  /* No real password, and so no harm in the arguments. */
  const char *export[] = { "openssl", "pkcs12", "-export", "-in", pem, "-passout", "pass:practice", "-out", path, NULL };
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_free (session_run (self->session, make));
  g_free (session_run (self->session, export));
  g_unlink (pem);
  return path;
}

static void
finish_own_file (Journey *self)
{
  robot_thing_free (robot_wait_for_raw (self->robot, ATSPI_ROLE_LIST_ITEM, "Step 4: Check and agree, not needed"));
  robot_thing_free (robot_wait_for_raw (self->robot, ATSPI_ROLE_LIST_ITEM, "Step 7: Look at the file, current step"));
  journey_save (self);
  journey_at (self, "Your certificate has been issued");
  robot_type (self->robot, "File password", "practice");
  robot_press (self->robot, "Check");
  journey_finish (self);
}

static void
assert_saved (Journey    *self,
              const char *original)
{
  g_autofree char *saved = journey_get_saved (self);
  g_autofree char *contents = NULL, *saved_contents = NULL;
  gsize length, saved_length;

  g_assert_true (g_file_get_contents (original, &contents, &length, NULL));
  g_assert_true (g_file_get_contents (saved, &saved_contents, &saved_length, NULL));
  g_assert_cmpmem (saved_contents, saved_length, contents, length);
}

/* The whole way with a file that the person has already, from the row on the
 * welcome page; browsers put it into the folder for downloads, so the dialog starts there. */
static void
test_own_file (void)
{
  g_autoptr(Journey) self = journey_new_bare (SESSION_DEFAULT);
  g_autofree char *file = make_certificate (self, "home/Downloads/mine.p12");

  g_free (write_file (self, "home/.config/user-dirs.dirs", "XDG_DOWNLOAD_DIR=\"$HOME/Downloads\"\n"));
  journey_open_with (self, NULL);
  journey_at (self, "Get your certificate");
  robot_focus (self->robot, ATSPI_ROLE_LIST_ITEM, "I already have the file");
  robot_key (self->robot, "Return");
  robot_open_first_file (self->robot, "Open Certificate File");
  finish_own_file (self);
  assert_saved (self, file);
}

/* Given on the command line of a second start, interrupted, continued. */
static void
test_own_file_interrupted (void)
{
  g_autoptr(Journey) self = journey_new_bare (SESSION_DEFAULT);
  g_autofree char *file = make_certificate (self, "Mine.PFX");

  journey_open_with (self, NULL);
  journey_at (self, "Get your certificate");
  journey_start_again (self, file);
  journey_at (self, "Your certificate has arrived");
  robot_kill (self->robot);

  journey_open_with (self, NULL);
  journey_at (self, "Get your certificate");
  expect (self, "You had opened a certificate file");
  robot_press (self->robot, "Discard…");
  expect (self, "The file itself is left alone");
  robot_press (self->robot, "Keep");
  robot_wait_gone (self->robot, ATSPI_ROLE_LABEL, "Discard what was interrupted?");
  robot_press (self->robot, "Continue");
  finish_own_file (self);
}

/* A portal whose page is an empty frame for its scripts, in this process: one
 * answer to everything. */

static const char script_page[] =
  "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n"
  "<!DOCTYPE html><html><head><title>Portal</title><script src=\"/app.js\"></script></head>"
  "<body><noscript>You need to enable JavaScript to run this app.</noscript><div id=\"root\"></div></body></html>";

static gboolean
on_visit (GSocketService    *service,
          GSocketConnection *connection,
          GObject           *source,
          gpointer           user_data)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr(GDataInputStream) lines = g_data_input_stream_new (input);
  gboolean blank = FALSE;

  /* All of the request is taken first: otherwise the connection is reset. */
  while (!blank)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

      blank = line == NULL || *g_strchomp (line) == '\0';
    }
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), script_page,
                             strlen (script_page), NULL, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

static GSocketService *
serve_scripts (guint16 *port)
{
  GSocketService *service = g_socket_service_new ();
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr(GSocketAddress) effective = NULL;
  g_autoptr(GError) error = NULL;

  g_socket_listener_add_address (G_SOCKET_LISTENER (service), address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                 NULL, &effective, &error);
  g_assert_no_error (error);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  g_signal_connect (service, "incoming", G_CALLBACK (on_visit), NULL);
  g_socket_service_start (service);
  return service;
}

/* The browser of this desktop writes down what it is asked to open. */
static char *
install_browser (Journey *self)
{
  char *opened = session_get_path (self->session, "opened");
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\nprintf '%%s' \"$1\" >'%s.part' && mv '%s.part' '%s'\n", opened,
                                             opened, opened);
  g_autofree char *program = write_file (self, "browser", script);
  g_autofree char *entry = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Browser\nExec=%s %%u\n"
                                            "MimeType=x-scheme-handler/http;\n", program);

  g_free (write_file (self, "home/.local/share/applications/browser.desktop", entry));
  g_free (write_file (self, "home/.config/mimeapps.list",
                      "[Default Applications]\nx-scheme-handler/http=browser.desktop\n"));
  g_assert_cmpint (g_chmod (program, 0700), ==, 0);
  return opened;
}

/* The portal needs JavaScript: said so, opened in the browser, and on with the
 * file that the browser got. */
static void
test_needs_script (void)
{
  g_autoptr(Journey) self = journey_new_bare (SESSION_DEFAULT);
  guint16 port;
  GSocketService *service = serve_scripts (&port);
  g_autofree char *text = g_strdup_printf ("[Portal]\nId=scripts\nName=Script portal\nOrigin=http://127.0.0.1:%u\n"
                                           "Start=/start\n[Identity]\nFields=code\n", port);
  g_autofree char *definition = write_file (self, "scripts.portal", text);
  g_autofree char *file = make_certificate (self, "home/Downloads/mine.p12");
  g_autofree char *opened = install_browser (self);
  g_autofree char *address = NULL, *expected = NULL;
  const char *arguments[] = { "--portal", definition, NULL };
  gint64 deadline = g_get_monotonic_time () + session_patience ();

  g_free (write_file (self, "home/.config/user-dirs.dirs", "XDG_DOWNLOAD_DIR=\"$HOME/Downloads\"\n"));
  journey_open_with (self, arguments);
  journey_at (self, "The e-mail you received");
  robot_type (self->robot, "Certificate code", "999888Ki3pCEdGtVeHXM");
  robot_press (self->robot, "Next");
  journey_at (self, "Identity check");
  robot_press (self->robot, "Send");
  journey_expect_error (self, "Identity check", "The portal needs a web browser");

  robot_press (self->robot, "Open in the Browser");
  while (!g_file_get_contents (opened, &address, NULL, NULL))
    if (!robot_pass (self->robot, deadline))
      robot_fail (self->robot, "no browser was opened");
  expected = g_strdup_printf ("http://127.0.0.1:%u/start", port);
  g_assert_cmpstr (address, ==, expected);

  robot_press (self->robot, "I already have the file");
  robot_open_first_file (self->robot, "Open Certificate File");
  finish_own_file (self);
  assert_saved (self, file);
  g_object_unref (service);
}

/* Something else that is called so: what it is instead. */
static void
test_other_file (void)
{
  g_autoptr(Journey) self = journey_new_bare (SESSION_DEFAULT);
  g_autofree char *page = write_file (self, "page.p12", "<!DOCTYPE html><title>Sign in</title>");
  const char *arguments[] = { page, NULL };

  journey_open_with (self, arguments);
  journey_expect_error (self, "Get your certificate", "This is not a certificate file");
  expect (self, "This one is a web page.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  session_test_add ("/journey/ways-in/portal-file", test_portal_file);
  session_test_add ("/journey/ways-in/remove", test_remove);
  session_test_add ("/journey/ways-in/own-file", test_own_file);
  session_test_add ("/journey/ways-in/own-file-interrupted", test_own_file_interrupted);
  session_test_add ("/journey/ways-in/needs-script", test_needs_script);
  session_test_add ("/journey/ways-in/other-file", test_other_file);
  return g_test_run ();
}
