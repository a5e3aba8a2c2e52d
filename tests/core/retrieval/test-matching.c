/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which portal a message is about. */
#include "core/retrieval/matching.h"

#include <string.h>

#include <glib/gstdio.h>

static InkanPortalDefinition *
make_portal (const char *folder,
             const char *id,
             const char *host,
             const char *mail_keys)
{
  g_autofree char *path = g_strdup_printf ("%s/%s.portal", folder, id);
  g_autofree char *text = g_strdup_printf ("[Portal]\nId=%s\nName=%s\nOrigin=https://%s\nStart=/\n\n[Mail]\n%s\n",
                                           id, id, host, mail_keys);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GError) error = NULL;
  InkanPortalDefinition *portal;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  portal = inkan_portal_definition_load (file, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  return portal;
}

static GListModel *
make_portals (void)
{
  g_autofree char *folder = g_dir_make_tmp ("inkan-matching-XXXXXX", NULL);
  GListStore *portals = g_list_store_new (INKAN_TYPE_PORTAL_DEFINITION);
  g_autoptr(InkanPortalDefinition) first = make_portal (folder, "first", "first.example", "SenderDomain=ca.example");
  g_autoptr(InkanPortalDefinition) second = make_portal (folder, "second", "second.example:8443",
                                                         "Subject=about your certificate");
  g_autoptr(InkanPortalDefinition) third = make_portal (folder, "third", "third.example",
                                                        "Subject=certificate\nSenderDomain=third.example");

  g_list_store_append (portals, first);
  g_list_store_append (portals, second);
  g_list_store_append (portals, third);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  return G_LIST_MODEL (portals);
}

static void
expect (const char *sender,
        const char *subject,
        const char *body,
        const char *id)
{
  g_autofree char *text = g_strdup_printf ("From: %s\r\nTo: you@example.org\r\nSubject: %s\r\n"
                                           "Date: Tue, 03 Feb 2026 10:00:00 +0900\r\n\r\n%s\r\n",
                                           sender, subject, body);
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  g_autoptr(InkanMessage) message = inkan_message_new_from_bytes (bytes, NULL, &error);
  g_autoptr(GListModel) portals = make_portals ();
  g_autoptr(InkanPortalDefinition) found = NULL;

  g_assert_no_error (error);
  found = inkan_matching_find_portal (message, portals);
  g_assert_cmpstr (found != NULL ? inkan_portal_definition_get_id (found) : NULL, ==, id);
}

#define BODY "Certificate code: 999888Ki3pCEdGtVeHXM\r\n"

static void
test_link (void)
{
  expect ("x@elsewhere.example", "hello", BODY "https://first.example/get", "first");
  expect ("x@elsewhere.example", "hello", BODY "https://second.example:8443/get?code=1", "second");
}

static void
test_other_port_or_host (void)
{
  expect ("x@elsewhere.example", "hello", BODY "https://second.example/get", NULL);
  expect ("x@elsewhere.example", "hello", BODY "https://first.example.evil.example/get", NULL);
}

static void
test_sender (void)
{
  expect ("The CA <noreply@ca.example>", "hello", BODY, "first");
  expect ("The CA <noreply@mail.CA.example>", "hello", BODY, "first");
  expect ("The CA <noreply@notca.example>", "hello", BODY, NULL);
  expect ("\"ca.example\" <noreply@elsewhere.example>", "hello", BODY, NULL);
  expect ("<noreply@elsewhere.example> (noreply <noreply@ca.example>)", "hello", BODY, NULL);
}

/* What is shown of a long name is cut off: what is compared is not. */
static void
test_long_sender (void)
{
  g_autofree char *filler = g_strnfill (400, 'x');
  g_autofree char *sender = g_strdup_printf ("\"noreply@ca.example %s\" <noreply@elsewhere.example>", filler);

  expect (sender, "hello", BODY, NULL);
}

static void
test_subject (void)
{
  expect ("x@elsewhere.example", "Your certificate", BODY, "third");
}

/* Two fit: the person has to say. */
static void
test_ambiguous (void)
{
  expect ("x@elsewhere.example", "All about your certificate", BODY, NULL);
  expect ("x@ca.example", "Your certificate", BODY, NULL);
}

/* Where the link leads counts more than what the message says of itself. */
static void
test_link_first (void)
{
  expect ("x@ca.example", "All about your certificate", BODY "https://third.example/", "third");
}

static void
test_nothing (void)
{
  expect ("x@elsewhere.example", "hello", BODY, NULL);
}

static void
expect_value (InkanPortalDefinition *portal,
              const char            *body,
              const char            *field,
              const char            *want)
{
  g_autoptr(InkanMessage) message = inkan_message_new_from_text (body, NULL, NULL);
  g_autoptr(SecretValue) value = NULL;

  g_assert_nonnull (message);
  value = inkan_matching_get_value (message, portal, field);
  g_assert_cmpstr (value != NULL ? secret_value_get_text (value) : NULL, ==, want);
}

/* Links of the portal fill its fields, by name and by kind. */
static void
test_values (void)
{
  g_autofree char *folder = g_dir_make_tmp ("inkan-matching-XXXXXX", NULL);
  g_autoptr(InkanPortalDefinition) portal = NULL;
  g_autoptr(InkanPortalDefinition) pin_only = NULL;

  portal = make_portal (folder, "values", "ra.example",
                        "[Identity]\nFields=user;code;email;branch;\n"
                        "[Field user]\nKind=user\n[Field branch]\nKind=text\n");
  pin_only = make_portal (folder, "pin", "ra.example", "[Identity]\nFields=pin;\n");
  g_assert_cmpint (g_rmdir (folder), ==, 0);

#define LINK "https://ra.example/enrol?username=my.name%40x&enrollmentcode=foo123&Branch=12&mail=a%2Bb@c.example"
  expect_value (portal, LINK, "user", "my.name@x");
  expect_value (portal, LINK, "code", "foo123");
  expect_value (portal, LINK, "branch", "12");
  expect_value (portal, LINK, "email", "a+b@c.example");
  expect_value (portal, "https://ra.example/?token=aB3dE5gH", "code", "aB3dE5gH");
  expect_value (portal, "https://ra.example/?token=aB3dE5gH", "user", NULL);
  /* the words of the message come first */
  expect_value (portal, BODY "https://ra.example/?token=aB3dE5gH", "code", "999888Ki3pCEdGtVeHXM");
  /* the portal's link among others */
  expect_value (portal, BODY "https://b.example/download?user=evil\n\nhttps://ra.example/?user=me", "user", "me");
  /* a stranger fills nothing */
  expect_value (portal, BODY "https://ra.example.evil.example/?username=evil", "user", NULL);
  expect_value (portal, BODY "https://ra.example:444/?username=evil", "user", NULL);
  expect_value (portal, BODY "https://ra.example@evil.example/?username=evil", "user", NULL);
  expect_value (portal, "https://evil.example/?token=aB3dE5gH", "code", NULL);
  expect_value (pin_only, "アクセスPIN: 8f3kQ2zW", "pin", "8f3kQ2zW");
  expect_value (pin_only, "https://ra.example/#/get?access_pin=4821", "pin", "4821");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/matching/link", test_link);
  g_test_add_func ("/matching/other-port-or-host", test_other_port_or_host);
  g_test_add_func ("/matching/sender", test_sender);
  g_test_add_func ("/matching/long-sender", test_long_sender);
  g_test_add_func ("/matching/subject", test_subject);
  g_test_add_func ("/matching/ambiguous", test_ambiguous);
  g_test_add_func ("/matching/link-first", test_link_first);
  g_test_add_func ("/matching/nothing", test_nothing);
  g_test_add_func ("/matching/values", test_values);
  return g_test_run ();
}
