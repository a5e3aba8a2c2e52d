/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/portal/finding.h"

#include "core/portal/explanation.h"

#include <glib/gstdio.h>
#include <string.h>

/* Retrieval pages as they are found on the web, small: what a person would fill
 * in, and what they would press. */

static gboolean occurred[INKAN_N_REASONS];

static InkanPortalDefinition *
make_definition (const char *fields,
                 const char *groups)
{
  g_autofree char *directory = g_dir_make_tmp ("inkan-pages-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "a.portal", NULL);
  g_autofree char *text =
    g_strdup_printf ("[Portal]\nId=a\nName=A\nOrigin=https://portal.example\nStart=/\n[Identity]\nFields=%s\n%s", fields,
                     groups != NULL ? groups : "");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  InkanPortalDefinition *definition;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  definition = inkan_portal_definition_load (file, &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (directory);
  return definition;
}

typedef struct {
  const char *label;
  const char *fields;
  const char *html;
  const char *result; /* names of the controls by field, then the button's caption */
} Page;

#define HIDDEN_INPUTS "<input type=hidden name=csrf value=x><input type=hidden name=email value=old>"

static const Page pages[] = {
  /* where the words stand */
  { "text before, one line", "email;password", "<form>E-mail: <input name=a> Password: <input name=b type=password> <button>Login</button></form>",
    "a;b;Login" },
  { "lines", "email;code", "<form>E-mail address<br><input name=a><br>Certificate code<br><input name=b><br><button>Next</button></form>", "a;b;Next" },
  { "text behind", "email;code", "<form><input name=a> E-mail address<br><input name=b> Certificate code<br><input type=submit></form>", "a;b;" },
  { "behind, with a hint", "email;code", "<form>Your e-mail address<br><input name=a> (as in your application)<br>Code<br><input name=b> 例：ABCD1234<br>"
    "<button>OK</button></form>", "a;b;OK" },
  { "paragraphs", "email;code;password", "<form><p>電子メールアドレス</p><p><input name=a></p><p>証明書コード</p><p><input name=b></p><p>申請パスワード</p>"
    "<p><input name=c type=password></p><p><input type=submit value=送信する></p></form>", "a;b;c;送信する" },
  { "div and div", "email;pin", "<form><div class=row><div class=l>Access PIN</div><div class=r><input name=a></div></div>"
    "<div class=row><div class=l>E-mail</div><div class=r><input name=b></div></div><button>Go</button></form>", "b;a;Go" },
  { "table", "email;password;code", "<form><table><tr><td>メールアドレス：</td><td><input name=a></td></tr><tr><td>パスワード：</td>"
    "<td><input name=b type=password></td></tr><tr><td>証明書コード：</td><td><input name=c></td></tr></table><input type=submit value=確認></form>",
    "a;b;c;確認" },
  { "table with notes", "code;email", "<form><table><tr><th>コード<td>必須<td>半角英数 <input name=a> 例) AB12<tr><th>メール<td>必須<td>半角英数 <input name=b>"
    "</table><button>送信</button></form>", "a;b;送信" },
  { "headings of columns", "user;pin", "<form><table><tr><th>利用者番号<th>暗証番号<tr><td><input name=a><td><input name=b type=password></table>"
    "<button>次へ進む</button></form>", "a;b;次へ進む" },
  { "thead and tbody", "pin;user", "<form><table><thead><tr><th>User ID<th>PIN</thead><tbody><tr><td><input name=a><td><input name=b></tbody></table>"
    "<button>Next &gt;&gt;</button></form>", "b;a;Next >>" },
  { "nested tables, font tags", "email;code", "<TABLE><TR><TD><FORM METHOD=POST><TABLE><TR><TD ALIGN=right><FONT SIZE=-1><B>Ｅメール</B></FONT>"
    "<TD><INPUT NAME=F1><TR><TD ALIGN=right><FONT SIZE=-1>証明書コ－ド</FONT><TD><INPUT NAME=F2></TABLE><INPUT TYPE=submit VALUE='　次　へ　'></FORM></TABLE>",
    "F1;F2;　次　へ　" },
  { "dl", "email;code", "<form><dl><dt>Code</dt><dd><input name=a></dd><dt>E-mail</dt><dd><input name=b></dd></dl><button>Submit</button></form>", "b;a;Submit" },
  { "label for", "pin;code", "<form><label for=x>Enrollment code</label><label for=y>PIN</label><input id=y name=a><input id=x name=b><button>OK</button></form>",
    "a;b;OK" },
  { "label around, behind", "email;code", "<form><label><input name=a> Access code</label><label><input name=b> E-mail</label><button>OK</button></form>", "b;a;OK" },
  { "labelled by two", "pin;email", "<form><span id=s1>Your</span><span id=s2>e-mail</span><input name=a aria-labelledby='s1 s2'><input name=b aria-label=PIN>"
    "<button>OK</button></form>", "b;a;OK" },
  { "placeholders under one heading", "email;code", "<form><h2>Log in to fetch your certificate</h2><input name=a placeholder='Mail address'>"
    "<input name=b placeholder='Activation code'><button>Fetch</button></form>", "a;b;Fetch" },
  { "titles", "email;code", "<form><input name=a title='Certificate code'><input name=b title='Mail'><button>OK</button></form>", "b;a;OK" },
  { "full-width colon and blanks", "user;password", "<form>利用者ＩＤ　：　<input name=a>　パスワード　：　<input name=b type=password><button>ログイン</button></form>",
    "a;b;ログイン" },
  { "legend for each", "email;code", "<form><fieldset><legend>E-mail</legend><input name=a></fieldset><fieldset><legend>Code</legend><input name=b></fieldset>"
    "<button>OK</button></form>", "a;b;OK" },
  { "star and required", "email;code", "<form><p><label>E-mail <span>*</span></label> <span>(required)</span><br><input name=a><p><label>Code <span>*</span></label>"
    "<span>(required)</span><br><input name=b><p><button>OK</button></form>", "a;b;OK" },
  /* what the words mean */
  { "code sent by mail", "email;code", "<form>Code from the e-mail <input name=a> E-mail you applied with <input name=b><button>OK</button></form>", "b;a;OK" },
  { "code of the mail, Japanese", "code;email", "<form>メールに記載の証明書コード <input name=a><br>メールアドレス（コードを受信したもの） <input name=b><br><button>次へ</button></form>",
    "a;b;次へ" },
  { "PIN called password", "pin", "<form>認証情報パスワード <input type=password name=a><button>次へ</button></form>", "a;次へ" },
  { "password and PIN", "password;pin", "<form>PIN <input type=password name=a> Application password <input type=password name=b><button>OK</button></form>", "b;a;OK" },
  { "two passwords, names only", "pin;password", "<form><input type=password name=userPin><input type=password name=loginPasswd><button>OK</button></form>",
    "userPin;loginPasswd;OK" },
  { "shipping is no PIN", "pin;code", "<form><input name=shipping_code><input name=access_pin><button>OK</button></form>", "access_pin;shipping_code;OK" },
  { "provide is no id", "user;code", "<form>Provide the code <input name=a> Your name or number <input name=b> <button>OK</button></form>", "b;a;OK" },
  { "receipt number", "code;pin", "<form><table><tr><td>暗証番号<td><input type=password name=a><tr><td>受付番号<td><input name=b></table><button>取得</button></form>",
    "b;a;取得" },
  { "autocomplete alone", "email;code;password", "<form><input name=a autocomplete=one-time-code><input name=b autocomplete=current-password type=password>"
    "<input name=c autocomplete='section-1 email'><button>OK</button></form>", "c;a;b;OK" },
  { "types alone", "email;password;code", "<form><input type=text name=a><input type=email name=b><input type=password name=c><button>OK</button></form>", "b;c;a;OK" },
  { "telephone beside it", "code;email", "<form>TEL <input type=tel name=a> Code <input name=b> Mail <input name=c><button>OK</button></form>", "b;c;OK" },
  { "ids alone", "user;pin", "<form><input id=txtUserId name=f1><input id=txtPin name=f2><button>OK</button></form>", "f1;f2;OK" },
  { "JSF", "user;code", "<form id=enroll><input type=hidden name=javax.faces.ViewState value=v><input name=enroll:user><input name=enroll:enrollmentcode type=password>"
    "<input type=submit name=enroll:j_idt7 value=Check></form>", "enroll:user;enroll:enrollmentcode;Check" },
  { "password that is shown", "password;code", "<form>Code <input name=a> Password <input name=b><button>OK</button></form>", "b;a;OK" },
  { "id of the field", "branch;code", "<form>Number <input id=branch name=a> Number <input id=code name=b><button>OK</button></form>", "a;b;OK" },
  { "two codes", "code", "<form>Code <input name=a> Code of your voucher <input name=code><button>OK</button></form>", "code;OK" },
  { "one box for two", "email;user", "<form>User name <input name=a autocomplete=email> Your number <input name=b><button>OK</button></form>", "a;b;OK" },
  /* what is not to be filled in */
  { "trap by style", "email;code", "<form>E-mail <input name=email style='DISPLAY : none'> Mail <input name=a> Code <input name=b><button>OK</button></form>", "a;b;OK" },
  { "trap off the screen", "email;code", "<form><div style='position:absolute; left: -9999px'>E-mail <input name=email></div>Mail <input name=a> Code <input name=b>"
    "<button>OK</button></form>", "a;b;OK" },
  { "trap by words", "code;user", "<form>Leave this field blank: <input name=user> Login name <input name=a> Code <input name=b><button>OK</button></form>", "b;a;OK" },
  { "trap by words, Japanese", "email", "<form>メール <input name=a><br>入力しないでください（メール） <input name=b><br><button>送信</button></form>", "a;送信" },
  { "hidden of the same name", "email;code", "<form>" HIDDEN_INPUTS "Mail <input name=m> Code <input name=c><button>OK</button></form>", "m;c;OK" },
  { "disabled and read only beside", "email;code", "<form>E-mail <input name=a disabled>E-mail <input name=b> Code <input name=c><button>OK</button></form>", "b;c;OK" },
  { "choices beside", "code;email", "<form>Code <select name=kind><option>A</select> Code <input name=a> <textarea name=email></textarea>Mail <input name=b>"
    "<input type=checkbox name=code> Remember the code<button>OK</button></form>", "a;b;OK" },
  /* which form */
  { "search box first", "code", "<form role=search><input name=q><button>Go</button></form><form>Number of the certificate <input name=n><button>Get</button></form>", "n;Get" },
  { "search box only by its type", "code", "<form><input type=search name=q><button>Go</button></form><form><input name=n><button>Get</button></form>", "n;Get" },
  { "newsletter", "email", "<form action=/newsletter/subscribe><input type=email name=email><button>Subscribe</button></form>"
    "<form>E-mail <input name=m><button>Continue</button></form>", "m;Continue" },
  { "language first", "pin", "<form><select name=lang><option>日本語<option>English</select><button>Change</button></form><form>PIN <input name=p><button>OK</button></form>",
    "p;OK" },
  { "registration beside it", "email;password", "<form><h2>新規登録</h2>メール <input name=m1 type=email> パスワード <input name=p1 type=password><button>新規登録</button></form>"
    "<form>メール <input name=m2 type=email> パスワード <input name=p2 type=password><button>ログイン</button></form>", "m2;p2;ログイン" },
  { "the one with all fields", "user;code;pin", "<form>User ID <input name=u1> PIN <input name=p1><button>A</button></form>"
    "<form>User ID <input name=u2> PIN <input name=p2> Code <input name=c2><button>B</button></form>", "u2;c2;p2;B" },
  { "form closed too early", "email;code", "<table><form><tr><td>Mail<td><input name=a></form><tr><td>Code<td><input name=b></table><form>Mail <input name=c> Code <input name=d>"
    "<button>OK</button></form>", "c;d;OK" },
  /* which button */
  { "clear before send", "code", "<form>Code <input name=a><input type=submit name=clear value=クリア><input type=reset value=リセット><input type=submit value=送信></form>",
    "a;送信" },
  { "back, help, send", "code", "<form>Code <input name=a><button>Back</button><button name=h>Help</button><button>Send the code</button></form>", "a;Send the code" },
  { "forgotten password", "password", "<form>パスワード <input type=password name=a><button>パスワードを忘れた方</button><button>認証する</button></form>", "a;認証する" },
  { "picture", "code", "<form>Code <input name=a><input type=image src=/img/btn_back.gif><input type=image src='/img/btn_next.gif?1'></form>", "a;btn next" },
  { "picture in a button", "code", "<form>Code <input name=a><button><img src=x.png alt=戻る></button><button><img src=y.png alt=次へ></button></form>", "a;次へ" },
  { "said by its name only", "code", "<form>Code <input name=a><button name=cancel></button><button name=submit></button></form>", "a;" },
  { "button outside", "code", "<form id=f>Code <input name=a></form><button form=f>Next</button>", "a;Next" },
  { "English in the header", "code", "<form>Code <input name=a><button>English</button><button>取得</button></form>", "a;取得" },
};

static void
gather (InkanExplanation *explanation)
{
  for (guint i = 0; i < INKAN_N_REASONS; i++)
    occurred[i] |= inkan_explanation_holds (explanation, (InkanReason) i);
}

static InkanWebPage *
make_page (const char       *html,
           InkanExplanation *explanation)
{
  g_autoptr (GUri) uri = g_uri_parse ("https://portal.example/dir/page", G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  g_autoptr (GError) error = NULL;
  InkanWebPage *page = inkan_web_page_new (bytes, "text/html; charset=utf-8", uri, &error);

  g_assert_no_error (error);
  inkan_web_page_set_explanation (page, explanation);
  return page;
}

/* (transfer full) (nullable) */
static char *
result_of (const char *fields,
           const char *groups,
           const char *html)
{
  g_autoptr (InkanExplanation) explanation = inkan_explanation_new ();
  g_autoptr (InkanPortalDefinition) definition = make_definition (fields, groups);
  g_autoptr (InkanWebPage) page = make_page (html, explanation);
  g_autoptr (InkanIdentityForm) found = inkan_find_identity_form (page, definition, NULL);
  g_autoptr (GString) result = g_string_new (NULL);

  gather (explanation);
  if (found == NULL)
    return NULL;
  for (gsize i = 0; i < found->n_fields; i++)
    {
      g_string_append_printf (result, "%s", inkan_node_attribute (found->controls[i], "name"));
      for (guint j = 0; j < found->pieces[i]->len; j++)
        g_string_append_printf (result, "+%s", inkan_node_attribute (g_ptr_array_index (found->pieces[i], j), "name"));
      for (guint j = 0; j < found->repeats[i]->len; j++)
        g_string_append_printf (result, "=%s", inkan_node_attribute (g_ptr_array_index (found->repeats[i], j), "name"));
      g_string_append_c (result, ';');
    }
  if (found->submit != NULL)
    {
      g_autofree char *caption = inkan_find_caption (found->submit);

      g_string_append (result, caption);
    }
  return g_string_free (g_steal_pointer (&result), FALSE);
}

static void
test_page (gconstpointer data)
{
  const Page *one = data;
  g_autofree char *result = result_of (one->fields, NULL, one->html);

  g_assert_cmpstr (result, ==, one->result);
}

/* A value in several boxes, or twice: what is found, and what is sent for it. */
static const struct {
  const char *html;
  const char *fields;
  const char *value; /* of the first field */
  const char *result;
  const char *body;
} typed[] = {
  { "<form method=post>Code <input name=a maxlength=4>-<input name=b maxlength=4>-<input name=c maxlength=4><button>OK</button></form>", "code",
    "ABCD1234WXYZ", "a+b+c;OK", "a=ABCD&b=1234&c=WXYZ" },
  { "<form method=post>Code <input name=a maxlength=4>-<input name=b maxlength=4><button>OK</button></form>", "code", "ABCD-1234", "a+b;OK", "a=ABCD&b=1234" },
  { "<form method=post>Code <input name=a maxlength=4> PIN <input name=b maxlength=4><button>OK</button></form>", "code", "ABCD", "a;OK", "a=ABCD&b=" },
  { "<form method=post>メール <input name=a>＠<input name=b><button>次へ</button></form>", "email", "a.b@example.org", "a+b;次へ", "a=a.b&b=example.org" },
  { "<form method=post>E-mail <input name=a type=email><br>E-mail (again) <input name=b type=email><button>OK</button></form>", "email", "a@b.example",
    "a=b;OK", "a=a%40b.example&b=a%40b.example" },
  { "<form method=post>メールアドレス <input name=a><br>メールアドレス（確認用） <input name=b><button>次へ</button></form>", "email", "a@b.example",
    "a=b;次へ", "a=a%40b.example&b=a%40b.example" },
};

static void
test_typed (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autofree char *result = result_of (typed[i].fields, NULL, typed[i].html);
      g_autoptr (InkanPortalDefinition) definition = make_definition (typed[i].fields, NULL);
      g_autoptr (InkanWebPage) page = make_page (typed[i].html, NULL);
      g_autoptr (InkanIdentityForm) found = inkan_find_identity_form (page, definition, NULL);
      g_autoptr (InkanRequest) request = NULL;
      g_autofree char *body = NULL;

      g_test_message ("%s", typed[i].html);
      g_assert_cmpstr (result, ==, typed[i].result);
      inkan_identity_form_type (found, 0, typed[i].value);
      request = inkan_form_submit (found->form, found->submit, NULL);
      body = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
      g_assert_cmpstr (body, ==, typed[i].body);
    }
}

/* Which fields there are, where no definition says it. */
static const struct {
  const char *html;
  const char *fields;
} guesses[] = {
  { "<form>E-mail <input name=a> Password <input type=password name=b> Code <input name=c></form>", "email;password;code" },
  { "<form>PIN <input name=a></form>", "pin" },
  { "<form role=search><input name=q></form><form>User ID <input name=a> <input type=password name=b></form>", "user;password" },
  { "<form>Code <input name=a maxlength=4>-<input name=b maxlength=4><br>Branch <input name=x><br>Desk <input name=y></form>", "code;text;text2" },
  { "<form>E-mail <input name=a><br>E-mail again <input name=b></form>", "email" },
  { "<form><button>OK</button></form>", NULL },
};

static void
test_guesses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (guesses); i++)
    {
      g_autoptr (InkanWebPage) page = make_page (guesses[i].html, NULL);
      g_autofree char *fields = inkan_find_fields (page);

      g_assert_cmpstr (fields, ==, guesses[i].fields);
    }
}

/* Pages and definitions in which something is not as it should be. */
static void
test_not_found (void)
{
  static const struct {
    const char *fields;
    const char *groups;
    const char *html;
    gboolean found;
  } cases[] = {
    { "email;code", NULL, "<form>E-mail <input name=a></form>", FALSE },
    { "code", "Form=//form[@id='x']\n", "<form>Code <input name=a></form>", FALSE },
    { "code", "Form=//form[@id='x']\nSubmit=//button[@id='y']\n", "<form id=x>Code <input name=a><button>OK</button></form><form></form>", FALSE },
    { "code", "Form=//form[@id='x']\nSubmit=//button\n", "<form id=x>Code <input name=a><button>OK</button></form>", TRUE },
    { "code;pin", "[Field code]\nControl=//input[@name='z']\n", "<form>PIN <input name=a></form>", FALSE },
    { "code;pin", "[Field code]\nControl=//input[@name='z']\nLabel=Number\n[Field pin]\nLabel=Second number\n",
      "<form>PIN <input name=z> Second number <input name=y><input name=w></form>", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *result = result_of (cases[i].fields, cases[i].groups, cases[i].html);

      g_test_message ("%s", cases[i].html);
      g_assert_cmpint (result != NULL, ==, cases[i].found);
    }
}

/* Lists, agreements, terms and files: what of a page is taken. */
typedef struct {
  const char *html;
  const char *taken; /* captions of rows' controls | agree button | terms | file, each by its text */
} Answer;

static const Answer answers[] = {
  { "<table><tr><td><a href=/1>A</a><td>ready<tr><td><a href=/2>B</a><td>ready</table>", "A,B|||" },
  { "<ul><li><a href=/news>News</a><li><a href=/about>About us</a></ul><table><tr><td><a href=/1>A</a></table>", "A|||" },
  { "<ul><li><a href=/>Home</a><li><a href=/help>Help</a></ul><p>No certificate", "|||" },
  { "<div class=card><h3>A</h3><a href=/1>Fetch</a></div><div class=card><h3>B</h3><a href=/2>Fetch</a></div>", "Fetch,Fetch|||" },
  { "<form><table><tr><td><input type=radio name=c value=1><td>A<tr><td><input type=radio name=c value=2><td>B</table><button>Next</button></form>", ",|Next||" },
  { "<form><p><input type=checkbox name=ok> 利用規約に同意します</p><button>Cancel</button><button>発行する</button></form>", "|発行する||" },
  { "<form><button>I do not agree</button><button>I agree</button><button>I accept too</button></form>", "|I agree||" },
  { "<form><label for=n>I disagree</label><input type=radio id=n name=r><button style='display:none'>I agree</button><button>Get it</button></form>", "|Get it||" },
  { "<form action=/search><button>Go</button></form><form><button>Weiter</button></form>", "|Weiter||" },
  { "<form><button>A</button><button>B</button></form>", "|||" },
  { "<h2>利用規約</h2><div style='height:9em; overflow:auto'>第1条</div>", "||第1条|" },
  { "<textarea readonly>Terms text</textarea>", "||Terms text|" },
  { "<div id=kiyaku>Articles</div>", "||Articles|" },
  { "<a href=/terms>Terms of use</a>", "||Terms of use|" },
  { "<a href=/guide.pdf>ダウンロードの手順</a><a href=/get?id=1>証明書をダウンロード</a>", "|||証明書をダウンロード" },
  { "<a href=/ca.pdf download>Manual</a><a href=/x.p12>here</a>", "|||here" },
  { "<a href=/root.crt>Download the root certificate</a><a href=/f>Download</a>", "|||Download" },
};

static void
test_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (InkanExplanation) explanation = inkan_explanation_new ();
      g_autoptr (InkanWebPage) page = make_page (answers[i].html, explanation);
      g_autoptr (GPtrArray) rows = inkan_find_offer_rows (page);
      g_autoptr (InkanForm) form = NULL;
      g_autoptr (GString) taken = g_string_new (NULL);
      xmlNodePtr button = NULL;
      xmlNodePtr terms = inkan_find_terms (page);
      xmlNodePtr file = inkan_find_file_link (page);
      g_autofree char *caption = NULL;
      g_autofree char *terms_text = terms != NULL ? inkan_node_text (terms, FALSE) : g_strdup ("");
      g_autofree char *file_text = file != NULL ? inkan_find_caption (file) : g_strdup ("");

      for (guint j = 0; j < rows->len; j++)
        {
          xmlNodePtr control = inkan_find_row_control (page, g_ptr_array_index (rows, j));
          g_autofree char *words = control != NULL && !inkan_node_is (control, "input") ? inkan_find_caption (control) : g_strdup ("");

          g_string_append_printf (taken, "%s%s", j > 0 ? "," : "", words);
        }
      form = inkan_find_agreement (page, &button);
      caption = form != NULL ? inkan_find_caption (button) : g_strdup ("");
      if (form != NULL)
        inkan_tick_agreement (form);
      g_string_append_printf (taken, "|%s|%s|%s", caption, terms_text, file_text);
      gather (explanation);
      g_test_message ("%s", answers[i].html);
      g_assert_cmpstr (taken->str, ==, answers[i].taken);
    }
}

/* Each reason that this code can give was given above. Those of later steps have
 * their test in test-explaining. */
static void
test_reasons (void)
{
  static const InkanReason later[] = {
    INKAN_REASON_HTTP, INKAN_REASON_SENT_TO_PORTAL, INKAN_REASON_SENT_ELSEWHERE, INKAN_REASON_SENT_NOWHERE,
    INKAN_REASON_ENTRY_TYPED, INKAN_REASON_ENTRY_HIDDEN, INKAN_REASON_ENTRY_PROPOSED, INKAN_REASON_ENTRY_BUTTON,
    INKAN_REASON_HOLDS, INKAN_REASON_HOLDS_NOT, INKAN_REASON_LEADS_ON, INKAN_REASON_LOOKS_ALIKE,
    INKAN_REASON_NO_LIST_DEFINED, INKAN_REASON_STATE_WORD, INKAN_REASON_STATE_MARK, INKAN_REASON_NOTHING_TO_PRESS,
    INKAN_REASON_CAN_BE_PRESSED, INKAN_REASON_PAIRS, INKAN_REASON_DROP_DOWN, INKAN_REASON_ONE_WAY,
    INKAN_REASON_ASKS_AGAIN, INKAN_REASON_REFRESHES, INKAN_REASON_SHOWS_PASSPHRASE, INKAN_REASON_UNREADABLE,
  };

  for (guint i = 0; i < INKAN_N_REASONS; i++)
    {
      gboolean here = TRUE;

      for (gsize j = 0; j < G_N_ELEMENTS (later); j++)
        here = here && later[j] != i;
      if (here && !occurred[i])
        {
          g_test_message ("reason %u never occurred", i);
          g_test_fail ();
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autofree char *path = g_strconcat ("/finding-pages/", pages[i].label, NULL);

      g_test_add_data_func (path, &pages[i], test_page);
    }
  g_test_add_func ("/finding-pages/typed", test_typed);
  g_test_add_func ("/finding-pages/guesses", test_guesses);
  g_test_add_func ("/finding-pages/not-found", test_not_found);
  g_test_add_func ("/finding-pages/answers", test_answers);
  g_test_add_func ("/finding-pages/reasons", test_reasons);
  return g_test_run ();
}
