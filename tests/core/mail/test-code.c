/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mail/message.h"

#include <string.h>

static void
test_normalise (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { "   \t\u3000", "" },
    { "999888Ki3pCEdGtVeHXM", "999888Ki3pCEdGtVeHXM" },
    { "  999888 Ki3p CEdG\ttVeHXM\n", "999888Ki3pCEdGtVeHXM" },
    { "９９９８８８Ｋｉ３ｐＣＥｄＧｔＶｅＨＸＭ", "999888Ki3pCEdGtVeHXM" },
    { "証明書コード: 999888Ki3pCEdGtVeHXM", "999888Ki3pCEdGtVeHXM" },
    { "　証明書コード　：　999888Ki3p CEdGtVeHXM　", "999888Ki3pCEdGtVeHXM" },
    { "証 明 書 コ ー ド 999888Ki3pCEdGtVeHXM", "999888Ki3pCEdGtVeHXM" },
    { "証明書ｺｰﾄﾞ:999888Ki3pCEdGtVeHXM", "999888Ki3pCEdGtVeHXM" },
    { "■証明書コード(Certificate Code)：【999888Ki3pCEdGtVeHXM】", "999888Ki3pCEdGtVeHXM" },
    { "Certificate code = \"999888Ki3pCEdGtVeHXM\"", "999888Ki3pCEdGtVeHXM" },
    { "Your code: foo123", "foo123" },
    { "コード:foo123", "foo123" },
    { "│ 999888Ki3pCEdGtVeHXM │", "999888Ki3pCEdGtVeHXM" },
    { "| 999888Ki3pCEdGtVeHXM |", "999888Ki3pCEdGtVeHXM" },
    { "┌──┐\n│証明書コード：AB12cd34EF56│\n└──┘", "AB12cd34EF56" },
    { "> 999888Ki3pCEdGtVeHXM", "999888Ki3pCEdGtVeHXM" },
    { "「999888Ki3pCEdGtVeHXM」", "999888Ki3pCEdGtVeHXM" },
    { "<999888Ki3pCEdGtVeHXM>", "999888Ki3pCEdGtVeHXM" },
    { "999888Ki3pCEdGtVeHXM。", "999888Ki3pCEdGtVeHXM" },
    { "999888Ki3pCEdGtVeHXM,", "999888Ki3pCEdGtVeHXM" },
    { "証明書コード: 999888Ki3pCEdGtVeHXM（有効期限30日）", "999888Ki3pCEdGtVeHXM" },
    { "999\0018\u202E88\u200BKi3p😀CE\u2067dG", "999888Ki3pCEdG" },
    { "ABCD‐1234－EFGH", "ABCD-1234-EFGH" },
    { "٣٤٥٦७८", "345678" },
    { "日本 語", "日本語" },
    /* a PIN may hold any of these */
    { "p@s#s:w=o!r.d", "p@s#s:w=o!r.d" },
    { "a|b", "a|b" },
    { "\xFF" "abc123", "abc123" },
    { "😀🔑", "" },
    /* pasted lines: the newest by its label */
    { "証明書コード: AB12cd34EF56\n取得ページ: https://two.inkan.example/\n", "AB12cd34EF56" },
    { "以前の証明書コード: OLD1cd34EF56\n証明書コード: AB12cd34EF56\n", "AB12cd34EF56" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char *code = inkan_code_normalise (cases[i][0]);
      char *again = inkan_code_normalise (code);

      if (g_strcmp0 (code, cases[i][1]) != 0)
        g_error ("“%s”: got “%s”, want “%s”", cases[i][0], code, cases[i][1]);
      g_assert_cmpstr (again, ==, code);
      secret_password_free (code);
      secret_password_free (again);
    }
}

static void
test_normalise_long (void)
{
  g_autofree char *letters = g_strnfill (10000, 'x');
  g_autofree char *wide = g_strdup_printf ("証明書コード：%s", letters);
  char *code = inkan_code_normalise (wide);

  g_assert_cmpstr (code, ==, letters);
  g_assert_false (inkan_code_is_plausible (code));
  secret_password_free (code);
}

static void
test_plausible (void)
{
  static const char *const good[] = {
    "999888Ki3pCEdGtVeHXM", "AB12-CD34-EF56", "a1b2c3", "123456789012", "12345678901234567890",
    "QmXwLtRzKcVbNd", "dGVzdDEyMw==", "8f3kQ2zW", "550e8400-e29b-41d4-a716-446655440000",
  };
  static const char *const bad[] = {
    "", "a", "12345", "1234567", "password", "Certificate", "CONFIDENTIAL", "Class2", "SHA256", "Windows10",
    "UTF-8", "ISO-2022-JP", "X.509", "PKCS#12", "COVID-19", "03-1234-5678", "0312345678",
    "09012345678", "+81312345678", "+81-3-1234-5678", "2026-11-20", "2026/11/20", "20261120",
    "20-Nov-2026", "192.168.10.1", "10:15:00", "https://inkan.example/a1", "www.inkan.example1",
    "ca2026@inkan.example", "certificate.p12", "my2file.pdf", "src/core/mail2", "two words1",
    "日本語コード12", "code1\u202E23", "JavaScript", "(a1b2c3)", "a1b2c3\n", "xxxxxxxx1234",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    if (!inkan_code_is_plausible (good[i]))
      g_error ("“%s” is no code?", good[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    if (inkan_code_is_plausible (bad[i]))
      g_error ("“%s” is a code?", bad[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail/code/normalise", test_normalise);
  g_test_add_func ("/mail/code/normalise-long", test_normalise_long);
  g_test_add_func ("/mail/code/plausible", test_plausible);
  return g_test_run ();
}
