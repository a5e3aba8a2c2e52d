/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a message claims to be from, and what Authentication-Results claims of it */
#include "core/mail/message.h"

#include <string.h>

static char *
describe (GPtrArray *claims)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < claims->len; i++)
    {
      const InkanMailClaim *claim = g_ptr_array_index (claims, i);

      g_string_append_printf (text, "%s%s %s=%s %s", i > 0 ? "; " : "", claim->server, claim->method,
                              claim->result, claim->about != NULL ? claim->about : "-");
    }
  return g_string_free (text, FALSE);
}

static void
test_claims (void)
{
  static const char *const cases[][2] = {
    { "mx.example; spf=pass smtp.mailfrom=ca@ca.example",
      "mx.example spf=pass ca@ca.example" },
    { "mx.example 1; none", "" },
    { "mx.example;\r\n\tdkim=pass (2048-bit key; unprotected) header.d=ca.example header.i=@ca.example header.b=\"x;y\";\r\n"
      "\tspf=softfail (a(b)c) smtp.mailfrom=x@y.example; DMARC=Fail (p=reject) header.from=ca.example",
      "mx.example dkim=pass ca.example; mx.example spf=softfail x@y.example; mx.example dmarc=fail ca.example" },
    { "(comment) \"mx.example\" ; auth/1=pass (cram-md5) smtp.auth=me@x.example reason=\"a \\\" b\"",
      "mx.example auth=pass me@x.example" },
    { "spf=pass smtp.mailfrom=ca@ca.example", "" },
    { "mx.example; dkim=pass\x01\xE2\x80\xAE header.d=a\x1B[1m", "mx.example dkim=pass a[1m" },
    { "mx.example; =pass; dkim; dkim=; ;;; spf = none ", "mx.example spf=none -" },
    { "mx.example; dkim=pass header.d=(x", "mx.example dkim=pass -" },
    { "mx.example; )dkim=pass", "" },
    { "mx.example; dkim=\"pass", "mx.example dkim=pass -" },
    { "", "" }, { ";", "" }, { "(((", "" }, { "\"", "" }, { "mx.example", "" }, { "\\", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) claims = inkan_authentication_read_claims (cases[i][0]);
      g_autofree char *got = describe (claims);

      g_test_message ("%s", cases[i][0]);
      g_assert_cmpstr (got, ==, cases[i][1]);
    }
}

/* Servers write theirs above what was there: only the topmost is taken. */
static void
test_topmost (void)
{
  static const char mail[] = "Authentication-Results: mx.example; spf=fail smtp.mailfrom=evil.example\n"
                             "Received: from x\n"
                             "Authentication-Results: mx.example; spf=pass smtp.mailfrom=ca.example\n"
                             "From: ca@ca.example\n\nhello\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (mail, strlen (mail));
  g_autoptr (InkanMessage) message = inkan_message_new_from_bytes (bytes, NULL, NULL);
  g_autofree char *got = describe (inkan_message_get_claims (message));

  g_assert_cmpstr (got, ==, "mx.example spf=fail evil.example");
}

static void
test_many (void)
{
  g_autoptr (GString) value = g_string_new ("mx.example");
  g_autoptr (GPtrArray) claims = NULL;

  while (value->len < 1000000)
    g_string_append (value, "; dkim=pass ((((");
  claims = inkan_authentication_read_claims (value->str);
  g_assert_cmpuint (claims->len, ==, 1);
}

static void
test_sender (void)
{
  static const char *const cases[][3] = {
    { "ca@ca.example", "ca@ca.example", "ca@ca.example" },
    { "CA <ca@ca.example>", "CA <ca@ca.example>", "ca@ca.example" },
    { "\"ca@ca.example\" <x@evil.example>", "ca@ca.example <x@evil.example>", "x@evil.example" },
    { "\"<ca@ca.example>\" <x@evil.example>", "<ca@ca.example> <x@evil.example>", "x@evil.example" },
    { "<x@evil.example> (was <ca@ca.example>)", "x@evil.example", "x@evil.example" },
    { "=?utf-8?Q?CA_=3Cca=40ca.example=3E?= <x@evil.example>", "CA <ca@ca.example> <x@evil.example>", "x@evil.example" },
    { "a\001b <x\xE2\x80\xAE@evil.example>", "ab <x@evil.example>", "x@evil.example" },
    { "<", "<", "<" }, { ">", ">", ">" }, { "", NULL, NULL }, { "<>", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *mail = g_strdup_printf ("From: %s\nSubject: x\n\nhello\n", cases[i][0]);
      g_autoptr (GBytes) bytes = g_bytes_new (mail, strlen (mail));
      g_autoptr (InkanMessage) message = inkan_message_new_from_bytes (bytes, NULL, NULL);

      g_test_message ("%s", cases[i][0]);
      g_assert_cmpstr (inkan_message_get_sender (message), ==, cases[i][1]);
      g_assert_cmpstr (inkan_message_get_sender_address (message), ==, cases[i][2]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail/authentication/claims", test_claims);
  g_test_add_func ("/mail/authentication/topmost", test_topmost);
  g_test_add_func ("/mail/authentication/many", test_many);
  g_test_add_func ("/mail/authentication/sender", test_sender);
  return g_test_run ();
}
