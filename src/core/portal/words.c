/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include <string.h>

/* All of them folded: see inkan_word_fold(). */
static const char * const submit[] = {
  "送信", "次へ", "進む", "ログイン", "認証", "確認", "検索", "実行", "ok", "submit", "send", "next", "continue",
  "login", "logon", "signin", "proceed", "go", NULL,
};
static const char * const back[] = {
  "戻る", "もどる", "キャンセル", "中止", "クリア", "リセット", "取消", "閉じる", "ログアウト", "back", "cancel",
  "clear", "reset", "close", "logout", "signout", "forgot", "言語", "language", NULL,
};
static const char * const agree[] = {
  "同意", "承諾", "承認する", "iagree", "agree", "accept", "iconsent", NULL,
};
static const char * const disagree[] = {
  "同意しない", "同意しません", "同意できない", "承諾しない", "拒否", "disagree", "donotagree", "don'tagree",
  "notaccept", "decline", "reject", "refuse", NULL,
};
static const char * const download[] = {
  "ダウンロード", "証明書を取得", "証明書取得", "download", ".p12", ".pfx", NULL,
};
static const char * const retrieved[] = {
  "取得済", "発行済", "ダウンロード済", "取得完了", "alreadyretrieved", "alreadyissued", "alreadydownloaded",
  "alreadyfetched", "retrieved", "downloaded", "fetched", "issued", "collected", NULL,
};
static const char * const not_ready[] = {
  "準備中", "未発行", "処理中", "審査中", "作成中", "申請中", "notready", "notyet", "pending", "preparing",
  "inprogress", "beingprocessed", "processing", NULL,
};
static const char * const terms[] = {
  "利用規約", "規約", "約款", "termsofuse", "termsofservice", "termsandconditions", "terms", "subscriberagreement",
  NULL,
};

static const char * const * const words[] = {
  [INKAN_WORD_SUBMIT] = submit,       [INKAN_WORD_BACK] = back,           [INKAN_WORD_AGREE] = agree,
  [INKAN_WORD_DISAGREE] = disagree,   [INKAN_WORD_DOWNLOAD] = download,   [INKAN_WORD_RETRIEVED] = retrieved,
  [INKAN_WORD_NOT_READY] = not_ready, [INKAN_WORD_TERMS] = terms,
};

/* What a person reads before a field … */
static const char * const email_labels[] = { "メール", "mail", "アドレス", NULL };
static const char * const password_labels[] = { "パスワード", "password", "passphrase", "合言葉", NULL };
static const char * const code_labels[] = { "コード", "code", "登録番号", "受付番号", "証明書番号", "トークン", "token", NULL };
static const char * const pin_labels[] = { "pin", "暗証番号", "認証番号", "認証情報パスワード", NULL };
static const char * const user_labels[] = { "利用者id", "ユーザ", "username", "userid", "ログインid", "login", "アカウント", "account", "id", NULL };
static const char * const no_labels[] = { NULL };

/* … and what a program calls it. */
static const char * const email_names[] = { "mail", "addr", NULL };
static const char * const password_names[] = { "pass", "pwd", "pw", NULL };
static const char * const code_names[] = { "code", "token", "enrol", "certcd", "cd", NULL };
static const char * const pin_names[] = { "pin", NULL };
static const char * const user_names[] = { "user", "login", "account", "uid", NULL };

static const char * const * const labels[] = {
  [INKAN_FIELD_EMAIL] = email_labels, [INKAN_FIELD_PASSWORD] = password_labels, [INKAN_FIELD_CODE] = code_labels,
  [INKAN_FIELD_PIN] = pin_labels,     [INKAN_FIELD_USER] = user_labels,         [INKAN_FIELD_TEXT] = no_labels,
};
static const char * const * const names[] = {
  [INKAN_FIELD_EMAIL] = email_names, [INKAN_FIELD_PASSWORD] = password_names, [INKAN_FIELD_CODE] = code_names,
  [INKAN_FIELD_PIN] = pin_names,     [INKAN_FIELD_USER] = user_names,         [INKAN_FIELD_TEXT] = no_labels,
};

char *
inkan_word_fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  g_autofree char *folded = g_utf8_casefold (normal != NULL ? normal : "", -1);
  GString *bare = g_string_new (NULL);

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == 0x2019)
        c = '\'';
      if (!g_unichar_isspace (c))
        g_string_append_unichar (bare, c);
    }
  return g_string_free (bare, FALSE);
}

static gboolean
holds_any (const char         *folded,
           const char * const *list)
{
  for (gsize i = 0; list[i] != NULL; i++)
    {
      if (strstr (folded, list[i]) != NULL)
        return TRUE;
    }
  return FALSE;
}

gboolean
inkan_word_is_in (InkanWord   word,
                  const char *text)
{
  g_autofree char *folded = text != NULL ? inkan_word_fold (text) : NULL;

  return folded != NULL && holds_any (folded, words[word]);
}

gboolean
inkan_word_names_field (InkanFieldKind  kind,
                        const char     *text,
                        gboolean        technical)
{
  g_autofree char *folded = text != NULL ? inkan_word_fold (text) : NULL;

  return folded != NULL && holds_any (folded, technical ? names[kind] : labels[kind]);
}
