/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Links of a message, what they carry and where they lead. */
#include "core/mail/message.h"

#include <string.h>

#define CODE "Certificate code: Qm4Xw82LtRz7Kc1VbN9d\n"

static void
expect_value (const char     *uri,
              InkanLinkValue  kind,
              const char     *want)
{
  InkanMailLink link = { (char *) uri, NULL, NULL };
  g_autoptr (SecretValue) value = inkan_mail_link_get_value (&link, kind);

  g_test_message ("%s", uri);
  g_assert_cmpstr (value != NULL ? secret_value_get_text (value) : NULL, ==, want);
}

static void
test_values (void)
{
  static const char two[] = "https://ra.example/ejbca/enrol?username=a%20b&enrollmentcode=foo%2F1+2";

  expect_value ("https://ra.example/get?token=aB3d", INKAN_LINK_VALUE_CODE, "aB3d");
  expect_value (two, INKAN_LINK_VALUE_USER, "a b");
  expect_value (two, INKAN_LINK_VALUE_CODE, "foo/1+2");
  expect_value (two, INKAN_LINK_VALUE_PIN, NULL);
  expect_value ("https://ra.example/?email=a+b@c.example", INKAN_LINK_VALUE_EMAIL, "a+b@c.example");
  expect_value ("https://ra.example/?E-Mail=%e3%81%82", INKAN_LINK_VALUE_EMAIL, "あ");
  expect_value ("https://ra.example/?x=1;pin=4821", INKAN_LINK_VALUE_PIN, "4821");
  expect_value ("https://ra.example/?x=1&amp;pin=4821", INKAN_LINK_VALUE_PIN, "4821");
  expect_value ("https://ra.example/?form:j_password=s#pin=1", INKAN_LINK_VALUE_PASSWORD, "s");
  expect_value ("https://ra.example/?form:j_password=s#pin=1", INKAN_LINK_VALUE_PIN, "1");
  expect_value ("https://ra.example/#token=abc", INKAN_LINK_VALUE_CODE, "abc");
  expect_value ("https://ra.example/#/enrol?token=abc&uid=7", INKAN_LINK_VALUE_CODE, "abc");
  expect_value ("https://ra.example/#/enrol?token=abc&uid=7", INKAN_LINK_VALUE_USER, "7");
  /* the first that holds something */
  expect_value ("https://ra.example/?token=&code=abc", INKAN_LINK_VALUE_CODE, "abc");
  /* nothing, or nothing that an entry could hold */
  expect_value ("https://ra.example/", INKAN_LINK_VALUE_CODE, NULL);
  expect_value ("https://ra.example/?", INKAN_LINK_VALUE_CODE, NULL);
  expect_value ("https://ra.example/?token", INKAN_LINK_VALUE_CODE, NULL);
  expect_value ("https://ra.example/?=&&=;;#", INKAN_LINK_VALUE_CODE, NULL);
  expect_value ("https://ra.example/?token=%00", INKAN_LINK_VALUE_CODE, NULL);
  expect_value ("https://ra.example/?token=a%0Ab", INKAN_LINK_VALUE_CODE, NULL);
  expect_value ("https://ra.example/?token=%FF", INKAN_LINK_VALUE_CODE, NULL);
  expect_value ("https://ra.example/?token=%zz", INKAN_LINK_VALUE_CODE, NULL);
  expect_value ("https://ra.example/?token=%E2%80%AEx", INKAN_LINK_VALUE_CODE, NULL);
  expect_value ("https://ra.example/?tokens=a&xtoken=b", INKAN_LINK_VALUE_CODE, NULL);
}

static void
test_parameter (void)
{
  InkanMailLink link = { (char *) "https://ra.example/?Branch-Code=12&x=3", NULL, NULL };
  g_autoptr (SecretValue) branch = inkan_mail_link_get_parameter (&link, "branch_code");

  g_assert_nonnull (branch);
  g_assert_cmpstr (secret_value_get_text (branch), ==, "12");
  g_assert_null (inkan_mail_link_get_parameter (&link, "branch"));
  g_assert_null (inkan_mail_link_get_parameter (&link, ""));
  g_assert_null (inkan_mail_link_get_parameter (&link, "-"));
}

static InkanMessage *
read_html (const char *html)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (html, strlen (html));
  InkanMessage *message = inkan_message_new_from_html (bytes, NULL, NULL);

  g_assert_nonnull (message);
  return message;
}

static void
expect_shown (const char *anchor,
              const char *host,
              const char *shown)
{
  g_autofree char *html = g_strdup_printf ("<p>" CODE "</p><p>%s</p>", anchor);
  g_autoptr (InkanMessage) message = read_html (html);

  g_test_message ("%s", anchor);
  g_assert_cmpstr (inkan_message_get_link_host (message), ==, host);
  g_assert_cmpstr (inkan_message_get_link_shown_host (message), ==, shown);
}

/* A link whose text names another host than the one it leads to */
static void
test_shown_host (void)
{
  static const struct {
    const char *anchor, *host, *shown;
  } cases[] = {
    { "<a href='https://two.example/a'>here</a>", "two.example", NULL },
    { "<a href='https://two.example/a'>https://two.example/</a>", "two.example", NULL },
    { "<a href='https://two.example/a'>www.two.example</a>", "two.example", NULL },
    { "<a href='https://two.example/a'>Version 1.2 of the page.</a>", "two.example", NULL },
    { "<a href='https://two.example/a'>page.html, v1.2</a>", "two.example", NULL },
    { "<a href='https://evil.example/a'>https://two.example/</a>", "evil.example", "two.example" },
    { "<a href='https://evil.example:444'>Get it: <b>https://two</b>.example/x?y</a>", "evil.example:444", "two.example" },
    { "<a href='https://evil.example/'><img src=x>TWO.example/download</a>", "evil.example", "two.example" },
    { "<a href='https://evil.example/'>two&#8203;.example</a>", "evil.example", "two.example" },
    { "<a href='https://evil.example/'>ｔｗｏ．ｅｘａｍｐｌｅ</a>", "evil.example", "two.example" },
    { "<a href='https://two.example.evil.example/'>two.example</a>", "two.example.evil.example", "two.example" },
    { "<a href='https://two.example@evil.example/'>two.example</a>", "evil.example", "two.example" },
    { "<a href='https://tw\xD0\xBE.example/'>https://two.example/</a>", "xn--tw-gmc.example", "two.example" },
    { "https://tw\xD0\xBE.example/", "xn--tw-gmc.example", NULL },
    { "<a href='https://two.example/'><a href='https://evil.example/'>two.example</a></a>", "two.example", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    expect_shown (cases[i].anchor, cases[i].host, cases[i].shown);
}

static void
test_all_links (void)
{
  g_autoptr (InkanMessage) message = NULL;
  GPtrArray *links;

  message = inkan_message_new_from_text ("https://two.example/help\n" CODE
                                         "Download: https://two.example/download\n"
                                         "<https://two.example/download>, ftp://two.example/\n"
                                         "https://two.example;.evil.example/download\n", NULL, NULL);
  links = inkan_message_get_links (message);
  g_assert_cmpuint (links->len, ==, 2);
  g_assert_cmpstr (((InkanMailLink *) links->pdata[0])->uri, ==, "https://two.example/download");
  g_assert_cmpstr (((InkanMailLink *) links->pdata[1])->uri, ==, "https://two.example/help");
  g_assert_cmpstr (inkan_message_get_link (message), ==, "https://two.example/download");
}

/* One that only a link carries, under a name that others use too */
static void
test_token_only (void)
{
  g_autoptr (InkanMessage) message = NULL;
  g_autoptr (GError) error = NULL;

  message = inkan_message_new_from_text ("https://ra.example/enrol?token=aB3dE5gH", NULL, &error);
  g_assert_no_error (error);
  g_assert_null (inkan_message_get_code (message));
  g_assert_cmpstr (inkan_message_get_link_host (message), ==, "ra.example");
  g_assert_null (inkan_message_new_from_text ("https://ra.example/enrol?page=aB3dE5gH", NULL, &error));
  g_assert_error (error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_NO_CODE);
}

static void
expect_from_clipboard (const char *bytes,
                       gsize       length,
                       const char *link)
{
  g_autoptr (GBytes) data = g_bytes_new (bytes, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (InkanMessage) message = inkan_message_new_from_html (data, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (secret_value_get_text (inkan_message_get_code (message)), ==, "Qm4Xw82LtRz7Kc1VbN9d");
  g_assert_cmpstr (inkan_message_get_link (message), ==, link);
  g_assert_null (inkan_message_get_subject (message));
  g_assert_null (inkan_message_get_sender_address (message));
}

static void
test_clipboard_html (void)
{
  static const char page[] = "<table><tr><td>証明書コード</td><td>Qm4Xw82LtRz7Kc1VbN9d</td></tr></table>"
                             "<a href=\"https://two.example/?a=1&amp;b=2\">取得</a>";
  static const char link[] = "https://two.example/?a=1&b=2";
  g_autofree char *windows = g_strconcat ("Version:0.9\r\nStartHTML:0000000105\r\nEndHTML:-1\r\n"
                                          "StartFragment:0000000141\r\nEndFragment:0000000377\r\n"
                                          "SourceURL:https://webmail.example/get?x=1\r\n<html><body>\r\n"
                                          "<!--StartFragment-->", page, "<!--EndFragment--></body></html>", NULL);
  g_autofree char *browser = g_strconcat ("<meta http-equiv='content-type' content='text/html; charset=utf-8'>",
                                          page, NULL);
  g_autofree char *wrong = g_strconcat ("<meta charset=Shift_JIS>", page, NULL);
  gsize length;
  g_autofree char *wide = g_convert (page, -1, "UTF-16LE", "UTF-8", NULL, &length, NULL);
  g_autofree char *marked = g_malloc (length + 2);
  g_autofree char *jis = NULL;

  expect_from_clipboard (page, sizeof page - 1, link);
  expect_from_clipboard (page, sizeof page, link);
  expect_from_clipboard (windows, strlen (windows), link);
  expect_from_clipboard (browser, strlen (browser), link);
  expect_from_clipboard (wrong, strlen (wrong), link);
  expect_from_clipboard (wide, length, link);
  memcpy (marked, "\xFF\xFE", 2);
  memcpy (marked + 2, wide, length);
  expect_from_clipboard (marked, length + 2, link);
  jis = g_convert (page, -1, "SHIFT_JIS", "UTF-8", NULL, &length, NULL);
  expect_from_clipboard (jis, length, link);
}

static void
test_clipboard_no_code (void)
{
  static const char *const pages[] = { "", "<", "Version:0.9\r\nStartHTML:7", "<p>03-1234-5678</p>", "\xFF\xFE" };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (pages[i], strlen (pages[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (inkan_message_new_from_html (bytes, NULL, &error));
      g_assert_error (error, INKAN_MAIL_ERROR, INKAN_MAIL_ERROR_NO_CODE);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail/link/values", test_values);
  g_test_add_func ("/mail/link/parameter", test_parameter);
  g_test_add_func ("/mail/link/shown-host", test_shown_host);
  g_test_add_func ("/mail/link/all", test_all_links);
  g_test_add_func ("/mail/link/token-only", test_token_only);
  g_test_add_func ("/mail/link/clipboard-html", test_clipboard_html);
  g_test_add_func ("/mail/link/clipboard-no-code", test_clipboard_no_code);
  return g_test_run ();
}
