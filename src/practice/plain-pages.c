/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages.h"

#define SAY(english, japanese) practice_say (reader, english, japanese)

/* Pages without a form: those that say one thing, and the help. */
typedef struct {
  const char *id; /* (nullable) */
  const char *title[2];
  const char *text[2];
  gboolean    leads_to_reissue;
} Plain;

static const Plain plain_pages[] = {
  [PRACTICE_PAGE_ALREADY_RETRIEVED] = {
    "already-retrieved", { "Fetched already", "取得済みの電子証明書" },
    { "This certificate has been fetched before. A certificate can be fetched once; if the file is lost, apply for a"
      " reissue.",
      "この電子証明書はすでに取得されています。取得できるのは一度だけです。ファイルを失ったときは、"
      "再発行を申請してください。" }, TRUE },
  [PRACTICE_PAGE_NOT_READY] = {
    "not-ready", { "Being issued", "発行処理中" },
    { "This certificate is being issued. Please wait for the answer in the other window.",
      "この電子証明書は発行処理中です。先に開いた画面の応答をお待ちください。" }, FALSE },
  [PRACTICE_PAGE_REISSUE_NEEDED] = {
    "reissue-needed", { "Issuing failed", "発行に失敗しました" },
    { "The certificate could not be issued, because the button was pressed again while issuing was under way or the"
      " portal was stopped. Please apply for a reissue.",
      "電子証明書を発行できませんでした。処理中にボタンがもう一度押されたか、ポータルが停止しました。"
      "再発行を申請してください。" }, TRUE },
  [PRACTICE_PAGE_MAINTENANCE] = {
    "maintenance", { "Maintenance", "メンテナンス中" },
    { "The service is closed for maintenance. Please come back later.",
      "ただいまメンテナンスのため、サービスを停止しています。しばらくしてからご利用ください。" }, FALSE },
  [PRACTICE_PAGE_NOT_FOUND] = {
    "not-found", { "No such page", "ページが見つかりません" },
    { "There is no page at this address.", "このアドレスにはページがありません。" }, FALSE },
  [PRACTICE_PAGE_BAD_REQUEST] = {
    "bad-request", { "Not understood", "処理できません" },
    { "The portal did not understand this request. Please start again at the first page.",
      "この要求は処理できませんでした。最初のページからやり直してください。" }, FALSE },
  [PRACTICE_PAGE_BROKEN] = {
    NULL, { "Error", "エラー" },
    { "An error has occurred (0x80).", "エラーが発生しました (0x80)。" }, FALSE },
};

char *
practice_pages_plain (const PracticeReader *reader, PracticePlainPage which)
{
  const Plain *plain = &plain_pages[which];
  GString *page = practice_page_begin (reader, SAY (plain->title[0], plain->title[1]));

  if (plain->id != NULL)
    practice_page_notice (page, plain->id, SAY (plain->text[0], plain->text[1]));
  else
    practice_page_paragraph (page, SAY (plain->text[0], plain->text[1]));
  if (plain->leads_to_reissue)
    practice_page_add (page, "<p><a href=\"/service/reissue\">%s</a></p>\n",
                       SAY ("Apply for a reissue", "再発行を申請する"));
  return practice_page_end (page, reader);
}

char *
practice_pages_help (const PracticeReader *reader)
{
  GString *page = practice_page_begin (reader, SAY ("Help", "ヘルプ"));

  practice_page_add (page, "<ul>\n<li><a href=\"/help/environment\">%s</a></li>\n"
                     "<li><a href=\"/help/installation\">%s</a></li>\n<li><a href=\"/service/reissue\">%s</a></li>\n"
                     "<li><a href=\"/ca/root.pem\">%s</a></li>\n<li><a href=\"/ca/personal.crl\">%s</a></li>\n</ul>\n",
                     SAY ("What it can be used with", "利用できる環境"),
                     SAY ("Install the certificate", "電子証明書のインストール / アプリケーション設定"),
                     SAY ("Reissue, when a file is lost or issuing failed", "再発行（ファイルの紛失、発行の失敗）"),
                     SAY ("Root certificate of the practice authority", "練習用認証局のルート証明書"),
                     SAY ("Revoked certificates", "失効した電子証明書の一覧"));
  practice_page_add (page, "<h2>%s</h2>\n", SAY ("The list is empty", "一覧が表示されない"));
  practice_page_paragraph (page, SAY ("Check the three entries: only the code of the newest message counts, and it"
                                      " works once. A certificate that was fetched needs a reissue.",
                                      "3 つの入力内容を確かめてください。有効なのは最新のメールの証明書コードだけで、"
                                      "使えるのは一度だけです。取得済みの場合は再発行が必要です。"));
  return practice_page_end (page, reader);
}

char *
practice_pages_installation (const PracticeReader *reader)
{
  GString *page = practice_page_begin (reader, SAY ("Install the certificate",
                                                    "電子証明書のインストール / アプリケーション設定"));

  practice_page_paragraph (page, SAY ("A certificate works in a program once the program has imported its file. Your"
                                      " application password is asked for then.",
                                      "電子証明書は、使いたいアプリケーションにファイルを取り込むと使えるように"
                                      "なります。取り込むときに申請パスワードを入力します。"));
  practice_page_add (page, "<dl>\n<dt>Firefox</dt>\n<dd>%s</dd>\n<dt>Thunderbird</dt>\n<dd>%s</dd>\n"
                     "<dt>Evolution</dt>\n<dd>%s</dd>\n</dl>\n",
                     SAY ("Settings, Privacy & Security, View Certificates, Your Certificates, Import",
                          "設定、プライバシーとセキュリティ、証明書を表示、あなたの証明書、読み込む"),
                     SAY ("Account Settings, End-to-End Encryption, Manage S/MIME Certificates, Import",
                          "アカウント設定、エンドツーエンド暗号化、S/MIME 証明書を管理、読み込む"),
                     SAY ("Preferences, Certificates, Your Certificates, Import", "設定、証明書、個人証明書、"
                          "インポート"));
  practice_page_paragraph (page, SAY ("Remove a practice certificate again when you have finished practising.",
                                      "練習が終わったら、練習用の電子証明書は削除してください。"));
  return practice_page_end (page, reader);
}

char *
practice_pages_environment (const PracticeReader *reader)
{
  GString *page = practice_page_begin (reader, SAY ("What it can be used with", "利用できる環境"));

  practice_page_paragraph (page, SAY ("Any browser of today, with cookies; scripts are not needed. It need not be the"
                                      " computer that was used to apply, but it must be this one: the practice portal"
                                      " answers to nobody else.",
                                      "現在のブラウザーであればどれでも使えます。クッキーは必要ですが、スクリプトは"
                                      "不要です。申請時と別のパソコンでもかまいませんが、練習用ポータルは"
                                      "このコンピューターからしか利用できません。"));
  practice_page_paragraph (page, SAY ("The browser warns about this site until it trusts the root certificate of the"
                                      " practice authority. Better not: use a separate profile for practice.",
                                      "練習用認証局のルート証明書を信頼するまで、ブラウザーは警告を表示します。"
                                      "信頼する場合は、練習専用のプロファイルを使ってください。"));
  return practice_page_end (page, reader);
}
