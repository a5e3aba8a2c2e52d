/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "definition.h"

/* What does not depend on where the portal listens. Ids and attributes are those of pages.c. */
static const char body[] =
  "[Mail]\n"
  "Subject=証明書取得に関するご案内\n"
  "Code=証明書コード[:：]\\\\s*([0-9A-Za-z]{20})\n"
  "SenderDomain=inkan.example\n"
  "\n"
  "[Identity]\n"
  "Fields=email;password;code;\n"
  "Form=//form[@id='identity']\n"
  "Submit=//button[@id='send']\n"
  "Refused=//*[@id='refused']\n"
  "Locked=//*[@id='locked']\n"
  "AlreadyRetrieved=//*[@id='already-retrieved']\n"
  "NotReady=//*[@id='not-ready']\n"
  "Maintenance=//*[@id='maintenance']\n"
  "\n"
  "[Field email]\n"
  "Kind=email\n"
  "Label=E-mail address\n"
  "Label[ja]=電子メールアドレス\n"
  "Control=//input[@id='email']\n"
  "\n"
  "[Field password]\n"
  "Kind=password\n"
  "Label=Application password\n"
  "Label[ja]=申請パスワード\n"
  "Control=//input[@id='password']\n"
  "Hidden=true\n"
  "\n"
  "[Field code]\n"
  "Kind=code\n"
  "Label=Certificate code\n"
  "Label[ja]=証明書コード\n"
  "Control=//input[@id='code']\n"
  "Pattern=[0-9A-Za-z]{20}\n"
  "\n"
  "[Offers]\n"
  "Rows=//table[@id='certificates']//tr[td]\n"
  "Name=td[@class='service']\n"
  "State=td[@class='state']\n"
  "Link=td[@class='service']/a\n"
  "Retrieved=self::*[@data-state='fetched' or @data-state='spoilt']\n"
  "NotReady=self::*[@data-state='issuing']\n"
  "Empty=//*[@id='empty']\n"
  "\n"
  "[Agreement]\n"
  "Details=//table[@id='details']//tr\n"
  "DetailName=th\n"
  "DetailValue=td\n"
  "Procedure=//*[@id='procedure']\n"
  "Terms=//*[@id='terms']\n"
  "Form=//form[@id='agreement']\n"
  "Button=//button[@id='agree']\n"
  "AlreadyRetrieved=//*[@id='already-retrieved']\n"
  "NotReady=//*[@id='not-ready']\n"
  "Maintenance=//*[@id='maintenance']\n"
  "SessionOver=//*[@id='session-over']\n"
  "\n"
  "[Delivery]\n"
  "Kind=answer\n"
  "ReissueNeeded=//*[@id='reissue-needed']\n"
  "Passphrase=field:password\n"
  "\n"
  "[Links]\n"
  "Reissue=/service/reissue\n"
  "Installation=/help/installation\n"
  "Help=/help\n";

gboolean
practice_definition_write (const char *path, const char *origin, const char *trust_anchor, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *head = NULL, *text = NULL;

  g_key_file_set_string (file, "Portal", "Id", "practice");
  g_key_file_set_string (file, "Portal", "Name", "Practice portal");
  g_key_file_set_locale_string (file, "Portal", "Name", "ja", "練習用ポータル");
  g_key_file_set_string (file, "Portal", "Origin", origin);
  g_key_file_set_string (file, "Portal", "Start", "/service/download");
  g_key_file_set_string (file, "Portal", "TrustAnchor", trust_anchor);
  g_key_file_set_integer (file, "Portal", "IssueTimeout", 600);
  g_key_file_set_boolean (file, "Portal", "Practice", TRUE);
  head = g_key_file_to_data (file, NULL, NULL);
  text = g_strconcat (head, "\n", body, NULL);
  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}
