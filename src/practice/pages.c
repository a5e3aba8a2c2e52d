/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages.h"

#include "portal.h"

#define SAY(english, japanese) practice_say (reader, english, japanese)
#define SERVICE_NAME(service) SAY (service, practice_service_in_japanese (service))

#define TITLE "Fetching a personal certificate - "
#define TITLE_JA "個人用電子証明書の取得 - "

static void
add_form_notice (GString *page, const PracticeReader *reader, PracticeNotice notice)
{
  switch (notice) {
  case PRACTICE_NOTICE_REFUSED:
    practice_page_notice (page, "refused", SAY ("What you entered does not fit. Please check every entry: five wrong"
                                                " attempts close this page for ten minutes.",
                                                "入力内容に誤りがあります。もう一度確認してください。"
                                                "5 回続けて誤ると 10 分間ご利用になれません。"));
    break;
  case PRACTICE_NOTICE_LOCKED:
    practice_page_notice (page, "locked", SAY ("Too many wrong attempts. Please try again in ten minutes.",
                                               "入力の誤りが続いたため、この電子メールアドレスは一時的に"
                                               "ご利用になれません。10 分ほどたってからやり直してください。"));
    break;
  case PRACTICE_NOTICE_SESSION_OVER:
    practice_page_notice (page, "session-over", SAY ("Your session has ended. Please identify yourself again.",
                                                     "接続の有効期間が終わりました。もう一度、利用者確認を"
                                                     "行ってください。"));
    break;
  case PRACTICE_NOTICE_NOTHING_TO_REISSUE:
    practice_page_notice (page, "nothing-to-reissue",
                          SAY ("There is nothing to reissue for that service just now.",
                               "選択したサービスには、いま再発行できる電子証明書がありません。"));
    break;
  case PRACTICE_NOTICE_NONE:
  default:
    break;
  }
}

static void
add_hidden_token (GString *page, const char *token)
{
  practice_page_add (page, "<input type=\"hidden\" name=\"token\" value=\"%s\">\n", token);
}

static void
add_address_and_password (GString *page, const PracticeReader *reader, const char *address)
{
  practice_page_add (page, "<label for=\"email\">%s</label>\n<input id=\"email\" name=\"email\" type=\"email\""
                     " autocomplete=\"email\" required maxlength=\"254\" value=\"%s\">\n",
                     SAY ("E-mail address", "電子メールアドレス"), address != NULL ? address : "");
  practice_page_add (page, "<label for=\"password\">%s</label>\n<input id=\"password\" name=\"password\""
                     " type=\"password\" autocomplete=\"current-password\" required maxlength=\"256\">\n",
                     SAY ("Application password", "申請パスワード"));
}

char *
practice_pages_retrieval (const PracticeReader *reader, const char *token, const char *address, PracticeNotice notice)
{
  GString *page = practice_page_begin (reader, SAY (TITLE "Identity check", TITLE_JA "利用者確認"));

  add_form_notice (page, reader, notice);
  practice_page_paragraph (page, SAY ("Enter what you chose when you applied, and the code of the newest message"
                                      " that we have sent you.",
                                      "申請時に登録した内容と、最新の案内メールにある証明書コードを入力し、"
                                      "「送信」を押してください。"));
  g_string_append (page, "<form id=\"identity\" method=\"post\" action=\"/service/identify\">\n");
  add_hidden_token (page, token);
  add_address_and_password (page, reader, address);
  practice_page_add (page, "<label for=\"code\">%s</label>\n<input id=\"code\" name=\"code\" type=\"text\""
                     " autocomplete=\"off\" spellcheck=\"false\" required maxlength=\"64\">\n",
                     SAY ("Certificate code", "証明書コード"));
  practice_page_add (page, "<button id=\"send\" type=\"submit\" name=\"send\" value=\"1\">%s</button>\n</form>\n",
                     SAY ("Send", "送信"));
  return practice_page_end (page, reader);
}

static const char *
state_name (PracticeState state)
{
  static const char * const names[] = { "ready", "issuing", "fetched", "spoilt", "revoked" };

  return names[state];
}

static const char *
state_text (const PracticeReader *reader, PracticeState state)
{
  switch (state) {
  case PRACTICE_READY:
    return SAY ("Ready", "取得できます");
  case PRACTICE_ISSUING:
    return SAY ("Being issued", "発行処理中");
  case PRACTICE_FETCHED:
    return SAY ("Fetched", "取得済み");
  case PRACTICE_SPOILT:
    return SAY ("Reissue needed", "再発行が必要");
  case PRACTICE_REVOKED:
  default:
    return SAY ("Revoked", "失効");
  }
}

static void
add_list (GString *page, const PracticeReader *reader, GPtrArray *certificates)
{
  practice_page_paragraph (page, SAY ("Choose the service whose certificate you want to fetch.",
                                      "取得する電子証明書のサービス名称を選んでください。"));
  practice_page_add (page, "<table id=\"certificates\">\n<thead>\n<tr><th scope=\"col\">%s</th>"
                     "<th scope=\"col\">%s</th><th scope=\"col\">%s</th></tr>\n</thead>\n<tbody>\n",
                     SAY ("Service name", "サービス名称"), SAY ("Key", "鍵の種類"), SAY ("State", "状態"));
  for (guint i = 0; i < certificates->len; i++) {
    const PracticeCertificate *certificate = g_ptr_array_index (certificates, i);

    practice_page_add (page, "<tr data-state=\"%s\"><td class=\"service\">", state_name (certificate->state));
    if (certificate->state == PRACTICE_READY)
      practice_page_add (page, "<a href=\"/service/certificate/%" G_GINT64_FORMAT "\">%s</a>", certificate->id,
                         SERVICE_NAME (certificate->service));
    else
      practice_page_add (page, "%s", SERVICE_NAME (certificate->service));
    practice_page_add (page, "</td><td>%s</td><td class=\"state\">%s</td></tr>\n", certificate->key,
                       state_text (reader, certificate->state));
  }
  g_string_append (page, "</tbody>\n</table>\n");
}

char *
practice_pages_list (const PracticeReader *reader, GPtrArray *certificates)
{
  GString *page = practice_page_begin (reader, SAY (TITLE "Choice", TITLE_JA "電子証明書の選択"));

  if (certificates != NULL) {
    add_list (page, reader, certificates);
  } else {
    practice_page_add (page, "<div id=\"empty\" class=\"notice\" role=\"alert\">\n<p>%s</p>\n<ul>\n<li>%s</li>\n"
                       "<li>%s</li>\n</ul>\n</div>\n",
                       SAY ("There is no certificate to choose from. Either:",
                            "選択できる電子証明書がありません。次のどちらかが考えられます。"),
                       SAY ("an entry was wrong, for example the code of an older message", "入力内容のいずれかが違う"
                            "（以前のメールの証明書コードなど）"),
                       SAY ("the certificate has been fetched before", "電子証明書をすでに取得した"));
    practice_page_add (page, "<p><a href=\"/service/download\">%s</a> | <a href=\"/service/reissue\">%s</a></p>\n",
                       SAY ("Enter again", "入力をやり直す"), SAY ("Apply for a reissue", "再発行を申請する"));
  }
  return practice_page_end (page, reader);
}

static void
add_detail (GString *page, const char *name, const char *value)
{
  practice_page_add (page, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>\n", name, value);
}

static void
add_procedure (GString *page, const PracticeReader *reader)
{
  practice_page_add (page, "<h2>%s</h2>\n<div id=\"procedure\">\n", SAY ("How to fetch it", "取得の手順"));
  practice_page_paragraph (page, SAY ("1. Read the terms below and agree to them.",
                                      "① 下の利用規約を読み、同意のボタンを押します。"));
  practice_page_paragraph (page, SAY ("2. Wait. The answer can take one to three minutes; press the button only once.",
                                      "② お待ちください。応答まで 1～3 分かかることがあります。ボタンを"
                                      "二度押すと発行に失敗します。"));
  practice_page_paragraph (page, SAY ("3. Save the file (.p12) and keep it safe. Your application password opens it.",
                                      "③ ファイル（拡張子 .p12）を保存し、大切に保管します。開くときは"
                                      "申請パスワードを使います。"));
  g_string_append (page, "</div>\n");
}

static void
add_terms (GString *page, const PracticeReader *reader)
{
  practice_page_add (page, "<h2 id=\"terms-title\">%s</h2>\n<div id=\"terms\" class=\"terms\" role=\"region\""
                     " tabindex=\"0\" aria-labelledby=\"terms-title\">\n", SAY ("Terms of use", "利用規約"));
  practice_page_paragraph (page, SAY ("Article 1. This certificate is for practice. It proves nothing about anybody,"
                                      " and no one should rely on it.",
                                      "第１条　この電子証明書は練習のためのものです。誰の身元も証明せず、"
                                      "これを信頼してはなりません。"));
  practice_page_paragraph (page, SAY ("Article 2. The key in the file is yours alone. Do not hand the file or its"
                                      " password to others, and do not leave it in a place that others can read.",
                                      "第２条　ファイルに含まれる鍵は利用者本人だけのものです。ファイルや"
                                      "パスワードを他人に渡したり、他人が読める場所に置いたりしないでください。"));
  practice_page_paragraph (page, SAY ("Article 3. When you lose the file, apply for a reissue without delay. The old"
                                      " certificate is revoked then.",
                                      "第３条　ファイルを紛失したときは、速やかに再発行を申請してください。"
                                      "その時点で元の電子証明書は失効します。"));
  practice_page_paragraph (page, SAY ("Article 4. A certificate code is good for one certificate. What is left is"
                                      " fetched with the code of the next message.",
                                      "第４条　証明書コードで取得できる電子証明書は 1 件です。残りは、次に届く"
                                      "メールの証明書コードで取得してください。"));
  practice_page_paragraph (page, SAY ("Article 5. The practice portal keeps what it needs for the practice on this"
                                      " computer, and sends nothing anywhere.",
                                      "第５条　練習用ポータルは、練習に必要な情報をこのコンピューターの中だけに"
                                      "保存し、外部には送信しません。"));
  practice_page_paragraph (page, SAY ("Article 6. There is no fee, no warranty, and no end: when every certificate has"
                                      " been fetched, new ones are prepared at the next start.",
                                      "第６条　料金も保証もありません。すべて取得し終えると、次に起動したときに"
                                      "新しい電子証明書が用意されます。"));
  g_string_append (page, "</div>\n");
}

char *
practice_pages_review (const PracticeReader *reader, const char *token, const PracticeCertificate *certificate,
                       const char *name)
{
  GString *page = practice_page_begin (reader, SAY (TITLE "Check and agree", TITLE_JA "内容の確認と利用規約への同意"));

  practice_page_add (page, "<table id=\"details\">\n<tbody>\n");
  add_detail (page, SAY ("Service name", "サービス名称"), SERVICE_NAME (certificate->service));
  add_detail (page, SAY ("Name", "氏名"), name);
  add_detail (page, SAY ("E-mail address", "電子メールアドレス"), certificate->address);
  add_detail (page, SAY ("Key", "鍵の種類"), certificate->key);
  add_detail (page, SAY ("Valid for", "有効期間"), SAY ("one year from its issue", "発行日から 1 年間"));
  add_detail (page, SAY ("Issued by", "発行者"), "Inkan Practice Personal CA");
  g_string_append (page, "</tbody>\n</table>\n");
  add_procedure (page, reader);
  add_terms (page, reader);
  practice_page_add (page, "<form id=\"agreement\" method=\"post\" action=\"/service/certificate/%" G_GINT64_FORMAT
                     "/agree\">\n", certificate->id);
  add_hidden_token (page, token);
  practice_page_add (page, "<button id=\"agree\" type=\"submit\" name=\"agree\" value=\"yes\">%s</button>\n</form>\n",
                     SAY ("I agree to the terms", "利用規約に同意する"));
  practice_page_add (page, "<p>%s <a id=\"go-on\" href=\"/service/issued\">%s</a></p>\n",
                     SAY ("When the file has been saved, go on:", "ファイルを保存したら、次へ進んでください："),
                     SAY ("Issue of the certificate", "電子証明書の発行"));
  return practice_page_end (page, reader);
}

char *
practice_pages_issued (const PracticeReader *reader, const PracticeCertificate *certificate)
{
  GString *page = practice_page_begin (reader, SAY (TITLE "Issue of the certificate", TITLE_JA "電子証明書の発行"));

  practice_page_add (page, "<p id=\"issued\">%s</p>\n<table>\n<tbody>\n",
                     SAY ("Your certificate has been issued. Make sure that its file is there.",
                          "電子証明書を発行しました。保存したファイルがあることを確かめてください。"));
  add_detail (page, SAY ("Service name", "サービス名称"), SERVICE_NAME (certificate->service));
  add_detail (page, SAY ("Serial number", "シリアル番号"), certificate->serial != NULL ? certificate->serial : "-");
  practice_page_add (page, "</tbody>\n</table>\n<p><a href=\"/help/installation\">%s</a></p>\n",
                     SAY ("Install the certificate", "電子証明書のインストール / アプリケーション設定"));
  return practice_page_end (page, reader);
}

char *
practice_pages_reissue (const PracticeReader *reader, const char *token, const char *address, GPtrArray *services,
                        PracticeNotice notice)
{
  GString *page = practice_page_begin (reader, SAY ("Reissue of a certificate", "電子証明書の再発行"));

  add_form_notice (page, reader, notice);
  practice_page_paragraph (page, SAY ("The old certificate is revoked at once, and a message with a new code is sent"
                                      " to you.",
                                      "元の電子証明書はただちに失効し、新しい証明書コードをメールでお送りします。"));
  g_string_append (page, "<form id=\"reissue\" method=\"post\" action=\"/service/reissue\">\n");
  add_hidden_token (page, token);
  add_address_and_password (page, reader, address);
  practice_page_add (page, "<label for=\"service\">%s</label>\n<select id=\"service\" name=\"service\">\n"
                     "<option value=\"\" selected>%s</option>\n",
                     SAY ("Certificate to reissue", "再発行する電子証明書"),
                     SAY ("The last one that I tried to fetch", "最後に取得しようとしたもの"));
  for (guint i = 0; i < services->len; i++) {
    const char *service = g_ptr_array_index (services, i);

    practice_page_add (page, "<option value=\"%s\">%s</option>\n", service, SERVICE_NAME (service));
  }
  practice_page_add (page, "</select>\n<button id=\"apply\" type=\"submit\">%s</button>\n</form>\n",
                     SAY ("Apply for a reissue", "再発行を申請する"));
  return practice_page_end (page, reader);
}

char *
practice_pages_reissued (const PracticeReader *reader, const char *service)
{
  GString *page = practice_page_begin (reader, SAY ("Reissue of a certificate", "電子証明書の再発行"));

  practice_page_add (page, "<p id=\"reissued\">%s</p>\n<table>\n<tbody>\n",
                     SAY ("Your application has been accepted. A message with a new code is on its way.",
                          "再発行の申請を受け付けました。新しい証明書コードをメールでお送りします。"));
  add_detail (page, SAY ("Service name", "サービス名称"), SERVICE_NAME (service));
  practice_page_add (page, "</tbody>\n</table>\n<p><a href=\"/service/download\">%s</a></p>\n",
                     SAY ("Fetch the certificate", "電子証明書を取得する"));
  return practice_page_end (page, reader);
}
