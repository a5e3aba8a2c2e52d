/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words.h"

#include <string.h>

/* All of them folded: see inkan_word_fold(). */
static const char * const submit[] = {
  "送信", "次へ", "進む", "ログイン", "認証", "確認", "検索", "実行", "ok", "submit", "send", "next", "continue",
  "login", "logon", "signin", "proceed", "go", NULL,
};
static const char * const back[] = {
  "戻る", "もどる", "キャンセル", "中止", "クリア", "リセット", "取消", "閉じる", "ログアウト", "忘れ", "再発行",
  "再送", "新規登録", "お問い合わせ", "問合せ", "ヘルプ", "印刷", "言語", "日本語", "トップ", "back", "cancel", "clear",
  "reset", "close", "logout", "logoff", "signout", "forgot", "forgotten", "lost", "resend", "reissue", "register",
  "signup", "subscribe", "help", "faq", "home", "top", "contact", "print", "language", "english", "return", "previous",
  NULL,
};
static const char * const agree[] = {
  "同意", "承諾", "承認する", "iagree", "agree", "accept", "iconsent", NULL,
};
static const char * const disagree[] = {
  "同意しない", "同意しません", "同意できない", "承諾しない", "拒否", "disagree", "donotagree", "don'tagree",
  "notaccept", "don'taccept", "decline", "reject", "refuse", NULL,
};
static const char * const download[] = {
  "ダウンロード", "証明書を取得", "証明書取得", "download", ".p12", ".pfx", NULL,
};
static const char * const retrieved[] = {
  "取得済", "発行済", "ダウンロード済", "取得完了", "alreadyretrieved", "alreadyissued", "alreadydownloaded",
  "alreadyfetched", "retrieved", "downloaded", "fetched", "issued", "collected", NULL,
};
static const char * const not_ready[] = {
  "準備中", "未発行", "処理中", "審査中", "作成中", "申請中", "notready", "notyet", "notissued", "unissued", "pending",
  "preparing", "inprogress", "beingprocessed", "processing", NULL,
};
static const char * const terms[] = {
  "利用規約", "規約", "約款", "利用条件", "termsofuse", "termsofservice", "termsandconditions", "terms",
  "subscriberagreement", "useragreement", "licenseagreement", NULL,
};
static const char * const again[] = {
  "確認用", "(確認", "再入力", "もう一度", "再度", "confirm", "confirmation", "again", "repeat", "retype", "reenter",
  "re-enter", "verify", NULL,
};
static const char * const trap[] = {
  "入力しない", "空のまま", "空欄のまま", "記入しない", "leaveblank", "leaveempty", "leavethisblank", "leavethisempty",
  "leavethisfieldblank", "leavethisfieldempty", "donotfill", "don'tfill", "notfillthis", NULL,
};
static const char * const advertising[] = {
  "広告", "宣伝", "メールマガジン", "メルマガ", "案内メール", "お知らせメール", "キャンペーン", "アンケート", "advertising",
  "marketing", "newsletter", "commercial", "promotion", "promotional", "survey", NULL,
};
static const char * const other_business[] = {
  "サイト内検索", "検索", "メールマガジン", "メルマガ", "購読", "言語", "お問い合わせ", "問合せ", "アンケート", "新規登録", "search",
  "newsletter", "subscribe", "language", "feedback", "contact", "survey", "signup", "register", NULL,
};
static const char * const unsaying[] = {
  "必須", "任意", "半角", "全角", "半角英数", "半角英数字", "半角数字", "required", "optional", "mandatory", NULL,
};
static const char * const manual[] = {
  "手順", "方法", "マニュアル", "説明", "ガイド", "手引", "規約", "ルート証明書", "中間証明書", "失効", "guide", "manual",
  "instructions", "instruction", "howto", "help", "terms", "rootcertificate", "cacertificate", "crl", NULL,
};

static const char * const script[] = { "javascript", "スクリプト", "ecmascript", NULL };

static const char * const * const words[] = {
  [INKAN_WORD_SUBMIT] = submit,       [INKAN_WORD_BACK] = back,           [INKAN_WORD_AGREE] = agree,
  [INKAN_WORD_DISAGREE] = disagree,   [INKAN_WORD_DOWNLOAD] = download,   [INKAN_WORD_RETRIEVED] = retrieved,
  [INKAN_WORD_NOT_READY] = not_ready, [INKAN_WORD_TERMS] = terms,         [INKAN_WORD_AGAIN] = again,
  [INKAN_WORD_TRAP] = trap,           [INKAN_WORD_MANUAL] = manual,       [INKAN_WORD_OTHER_BUSINESS] = other_business,
  [INKAN_WORD_ADVERTISING] = advertising,
  [INKAN_WORD_SCRIPT] = script,
};

/* What a person reads before a field … */
static const char * const email_labels[] = {
  "メール", "電子メール", "メールアドレス", "アドレス", "mail", "email", "mailaddress", "emailaddress", NULL,
};
static const char * const password_labels[] = { "パスワード", "password", "passphrase", "合言葉", "暗証", NULL };
static const char * const code_labels[] = {
  "コード", "code", "登録番号", "受付番号", "照会番号", "証明書番号", "取得番号", "申請番号", "発行番号", "引換番号",
  "アクセスキー", "トークン", "token", "accesskey", "enrollmentkey", "voucher", "certificatenumber", NULL,
};
static const char * const pin_labels[] = {
  "pin", "pincode", "accesspin", "pinnumber", "暗証番号", "認証番号", "認証情報パスワード", "アクセスpin", NULL,
};
static const char * const user_labels[] = {
  "利用者id", "利用者番号", "利用者名", "ユーザ", "ユーザー", "ユーザ名", "ユーザー名", "ユーザid", "ユーザーid", "会員番号",
  "職員番号", "社員番号", "学籍番号", "ログインid", "ログイン名", "アカウント", "username", "userid", "user", "login",
  "loginname", "loginid", "account", "accountname", "employeenumber", "studentnumber", "membernumber", "id", NULL,
};
static const char * const no_labels[] = { NULL };

/* … and what a program calls it. */
static const char * const email_names[] = { "mail", "addr", NULL };
static const char * const password_names[] = { "pass", "pwd", "pw", "passwd", "password", NULL };
static const char * const code_names[] = { "code", "token", "enrol", "enrollmentcode", "certcd", "cd", "otp", NULL };
static const char * const pin_names[] = { "pin", "pincode", NULL };
static const char * const user_names[] = { "user", "username", "userid", "login", "account", "uid", "id", NULL };

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

/* A text as it is compared, and where in it words begin. */
typedef struct {
  GString *text;
  GByteArray *starts; /* for each byte: whether something that is no letter came before */
} Folded;

static void
folded_clear (Folded *folded)
{
  g_string_free (folded->text, TRUE);
  g_byte_array_unref (folded->starts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Folded, folded_clear)

/* @technical: words also begin at capitals, as in "userPin" */
static Folded
fold (const char *text,
      gboolean    technical)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  Folded folded = { g_string_new (NULL), g_byte_array_new () };
  gunichar before = ' ';

  for (const char *at = normal != NULL ? normal : ""; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      guint8 begins = before >= 0x80 || !g_ascii_isalpha ((char) before) ||
                      (technical && before >= 'a' && c >= 'A' && c <= 'Z');
      g_autofree char *one = NULL;

      before = c;
      if (g_unichar_isspace (c))
        continue;
      one = g_utf8_casefold (at, g_utf8_next_char (at) - at);
      for (gsize i = 0; one[i] != '\0'; i++)
        {
          guint8 start = i == 0 ? begins : FALSE;

          g_byte_array_append (folded.starts, &start, 1);
        }
      g_string_append (folded.text, c == 0x2019 ? "'" : one);
      if (c == 0x2019)
        g_byte_array_set_size (folded.starts, folded.text->len);
    }
  return folded;
}

static gboolean
begins_at (const Folded *folded,
           gsize         at)
{
  return at >= folded->text->len || folded->starts->data[at] || !g_ascii_isalpha (folded->text->str[at]);
}

/* Whether what was found is a word of its own; its plural counts. Japanese has
 * no blanks between words. */
static gboolean
is_whole (const Folded *folded,
          const char   *word,
          gsize         at)
{
  gsize end = at + strlen (word);

  if (g_ascii_isalpha (word[0]) && !folded->starts->data[at])
    return FALSE;
  return !g_ascii_isalpha (word[strlen (word) - 1]) || begins_at (folded, end) ||
         (folded->text->str[end] == 's' && begins_at (folded, end + 1));
}

/* Short words of a program's name stand at one of its ends: "pin" in "userPin",
 * not in "shipping". */
static gboolean
is_in_name (const Folded *folded,
            const char   *word,
            gsize         at)
{
  return strlen (word) > 3 || folded->starts->data[at] || begins_at (folded, at + strlen (word));
}

/* How far the last of the words reaches; 0: none is there. @length: of that word */
static gsize
last_end (const Folded       *folded,
          const char * const *list,
          gboolean            technical,
          gsize              *length)
{
  gsize last = 0;

  *length = 0;
  for (gsize i = 0; list[i] != NULL; i++)
    {
      const char *found = folded->text->str;

      while ((found = strstr (found, list[i])) != NULL)
        {
          gsize at = found++ - folded->text->str;
          gsize end = at + strlen (list[i]);

          if (!(technical ? is_in_name (folded, list[i], at) : is_whole (folded, list[i], at)) ||
              end < last || (end == last && strlen (list[i]) < *length))
            continue;
          last = end;
          *length = strlen (list[i]);
        }
    }
  return last;
}

gboolean
inkan_word_is_in (InkanWord   word,
                  const char *text)
{
  g_auto (Folded) folded = fold (text != NULL ? text : "", FALSE);
  gsize length;

  return last_end (&folded, words[word], FALSE, &length) > 0;
}

/* "Code from the e-mail" is a code, and so is 「メール記載のコード（半角）」: without
 * what stands in parentheses and what only says where it comes from. */
static char *
head_of_label (const char *text)
{
  static const char * const rests[] = {
    " from ", " in ", " of ", " for ", " sent ", " that ", " which ", " you ", " we ", " by ", " as ", " with ",
  };
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  g_autoptr (GString) head = g_string_new (NULL);
  guint depth = 0;

  for (const char *at = normal != NULL ? normal : ""; *at != '\0'; at++)
    {
      if (*at == '(')
        depth++;
      else if (*at == ')' && depth > 0)
        depth--;
      else if (depth == 0)
        g_string_append_c (head, *at);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (rests); i++)
    {
      const char *rest = strcasestr (head->str, rests[i]);

      if (rest != NULL)
        g_string_truncate (head, rest - head->str);
    }
  return g_string_free (g_steal_pointer (&head), FALSE);
}

/* The kind of field that @text names is the one that it ends with. */
static InkanFieldFit
weigh (InkanFieldKind             kind,
       const Folded              *folded,
       const char * const *const *lists,
       gboolean                   technical)
{
  gsize length;
  gsize own = last_end (folded, lists[kind], technical, &length);

  if (own == 0)
    return INKAN_FIELD_FIT_NONE;
  for (InkanFieldKind other = INKAN_FIELD_EMAIL; other < INKAN_FIELD_TEXT; other++)
    {
      gsize other_length;
      gsize end = other != kind ? last_end (folded, lists[other], technical, &other_length) : 0;

      if (end > own || (end == own && other_length > length))
        return INKAN_FIELD_FIT_MENTIONED;
    }
  return INKAN_FIELD_FIT_NAMED;
}

InkanFieldFit
inkan_word_weigh_label (InkanFieldKind  kind,
                        const char     *label)
{
  g_autofree char *head = label != NULL ? head_of_label (label) : g_strdup ("");
  g_auto (Folded) folded = fold (head, FALSE);

  return weigh (kind, &folded, labels, FALSE);
}

InkanFieldFit
inkan_word_weigh_name (InkanFieldKind  kind,
                       const char     *name)
{
  g_auto (Folded) folded = fold (name != NULL ? name : "", TRUE);

  return weigh (kind, &folded, names, TRUE);
}

gboolean
inkan_word_says_nothing (const char *text)
{
  g_autofree char *folded = inkan_word_fold (text);
  g_autoptr (GString) letters = g_string_new (NULL);

  if (folded[0] == '(')
    return TRUE;
  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (g_unichar_isalnum (g_utf8_get_char (at)))
        g_string_append_unichar (letters, g_utf8_get_char (at));
    }
  return g_utf8_strlen (letters->str, -1) < 2 || g_strv_contains (unsaying, letters->str);
}
