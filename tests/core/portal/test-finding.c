/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/portal/finding.h"

#include "core/portal/words.h"

#include <glib/gstdio.h>
#include <string.h>

/* What a person would find in pages as they really are. */

static InkanWebPage *
make_page (const char *html)
{
  g_autoptr (GUri) uri = g_uri_parse ("https://portal.example/dir/page", G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (html, strlen (html));
  g_autoptr (GError) error = NULL;
  InkanWebPage *page = inkan_web_page_new (bytes, "text/html; charset=utf-8", uri, &error);

  g_assert_no_error (error);
  return page;
}

static InkanPortalDefinition *
make_definition (const char *fields,
                 const char *groups)
{
  g_autofree char *directory = g_dir_make_tmp ("inkan-finding-XXXXXX", NULL);
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
  const char *groups;   /* (nullable) */
  const char *html;
  const char *controls; /* (nullable) their names, by field, then the button's caption; NULL: none found */
} Identity;

static const Identity identities[] = {
  { "types", "email;password;code", NULL,
    "<form><input type=email name=x1><input type=password name=x2><input type=text name=x3><button>Send</button></form>",
    "x1;x2;x3;Send" },
  { "labels around", "email;password;code", NULL,
    "<form><label>Certificate code <input name=a></label><label>E-mail address <input name=b></label>"
    "<label>Application password <input name=c type=password></label><input type=submit value=OK></form>", "b;c;a;OK" },
  { "labels by id", "email;password;code", NULL,
    "<form><label for=i1>証明書コード</label><label for=i2>電子メールアドレス</label><label for=i3>申請パスワード</label>"
    "<input id=i3 name=p type=password><input id=i1 name=q><input id=i2 name=r><button>送信</button></form>", "r;p;q;送信" },
  { "old table", "email;password;code", NULL,
    "<form method=POST><TABLE border=1><TR><TD>電子メールアドレス：<TD><INPUT type=text name=f01></TR>"
    "<TR><TD>申請パスワード：<TD><INPUT type=password name=f02></TR><TR><TD>証明書コード：<br><font size=-1>(20桁)</font>"
    "<TD><INPUT type=password name=f03></TR></TABLE><INPUT type=reset value=クリア><INPUT type=submit value='　送　信　'></form>",
    "f01;f02;f03;　送　信　" },
  { "full-width words", "email;pin", NULL,
    "<form>Ｅ－ｍａｉｌ <input name=a> ＰＩＮ <input name=b type=password> <button>次へ</button></form>", "a;b;次へ" },
  { "half-width kana", "password;code", NULL,
    "<form>ｺｰﾄﾞ <input name=a> ﾊﾟｽﾜｰﾄﾞ <input name=b type=password><button>x</button></form>", "b;a;x" },
  { "names", "user;code", NULL,
    "<form action=/search><input name=q><button>Search</button></form>"
    "<form><input name=textfieldusername><input type=password name=enrolcode><input type=submit name=s value=OK></form>",
    "textfieldusername;enrolcode;OK" },
  { "autocomplete", "email;password;code", NULL,
    "<form><input name=a autocomplete=one-time-code><input name=b autocomplete='section-x email'>"
    "<input name=c type=password autocomplete=current-password><button>Go</button></form>", "b;c;a;Go" },
  { "placeholders", "email;pin", NULL,
    "<form><div><input name=a placeholder='Access PIN' type=password></div><div><input name=b placeholder='Mail'></div>"
    "<button>Next</button></form>", "b;a;Next" },
  { "a PIN alone", "pin", NULL, "<form><p>認証情報パスワードを入力してください<p><input name=k type=password><input type=submit value=次へ></form>",
    "k;次へ" },
  { "login beside it", "email;password;code", NULL,
    "<form id=login>ID <input name=id> Password <input type=password name=pw><button>Login</button></form>"
    "<form id=get>Mail <input name=m> Password <input type=password name=p> Code <input name=c><button>Send</button></form>",
    "m;p;c;Send" },
  { "several buttons", "email;password;code", NULL,
    "<form><button>戻る</button><input name=mail><input name=pass type=password><input name=code>"
    "<button>言語 / Language</button><button>送信</button></form>", "mail;pass;code;送信" },
  { "own label", "branch;password", "[Field branch]\nLabel=支店番号\n",
    "<form>口座番号 <input name=a> 支店番号 <input name=b> パスワード <input type=password name=c><button>OK</button></form>",
    "b;c;OK" },
  { "XPath", "email;code", "[Field code]\nControl=//input[@name='z']\n",
    "<form><input name=code><input name=mail><input name=z type=hidden><button>OK</button></form>", "mail;z;OK" },
  { "disabled and hidden", "email;password", NULL,
    "<form><input name=mail disabled><input name=mail2 style='display:none'><input name=mail3><input type=password name=p>"
    "<button disabled>Send</button><button>OK</button></form>", "mail3;p;OK" },
  { "no button", "email;password", NULL, "<form><input name=mail><input type=password name=p></form>", "mail;p;" },
  { "a field short", "email;password;code", NULL,
    "<form><input name=mail><input type=password name=p><button>Send</button></form>", NULL },
  { "no form", "email;password", NULL, "<input name=mail><input type=password name=p>", NULL },
};

static void
test_identity (gconstpointer data)
{
  const Identity *one = data;
  g_autoptr (InkanPortalDefinition) definition = NULL;
  g_autoptr (InkanWebPage) page = NULL;
  g_autoptr (InkanIdentityForm) found = NULL;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *missing = NULL;
  gsize n_fields;

  definition = make_definition (one->fields, one->groups);
  page = make_page (one->html);
  found = inkan_find_identity_form (page, definition, &missing);
  if (one->controls == NULL)
    {
      g_assert_null (found);
      g_assert_nonnull (missing);
      return;
    }

  g_assert_cmpstr (missing, ==, NULL);
  g_assert_nonnull (found);
  inkan_portal_definition_get_fields (definition, &n_fields);
  for (gsize i = 0; i < n_fields; i++)
    g_string_append_printf (names, "%s;", inkan_node_attribute (found->controls[i], "name"));
  if (found->submit != NULL)
    {
      g_autofree char *caption = inkan_find_caption (found->submit);

      g_string_append (names, caption);
    }
  g_assert_cmpstr (names->str, ==, one->controls);
}

typedef struct {
  const char *label;
  const char *html;
  const char *rows; /* texts of the rows' links and buttons, "-" for none */
} List;

static const List lists[] = {
  { "table", "<ul><li><a href=/>Home</a><li><a href=/help>Help</a><li><a href=/faq>FAQ</a></ul>"
    "<table><tr><th>Service<th>State</tr><tr><td><a href=/1>Class 2</a><td>ready</tr>"
    "<tr><td>Class 1<td>取得済み</tr></table>", "Class 2|-" },
  { "layout table", "<table><tr><td><a href=/>Home</a><td><table><tr><td><a href=/1>A</a></tr><tr><td><a href=/2>B</a></tr>"
    "</table></tr></table>", "A|B" },
  { "buttons", "<form><table><tr><td>A<td><button name=id value=1>取得</button></tr><tr><td>B<td><button name=id value=2>取得</button>"
    "</tr></table></form>", "取得|取得" },
  { "list", "<nav><ul><li><a href=/>Home</a><li><a href=/x>X</a></ul></nav><ol><li><a href=/1>A</a></ol>", "A" },
  { "menu in a table", "<table><tr><td>■<td><a href=/>Start</a><td><a href=/env>Help</a></table>"
    "<table><tr><th>Name<th>State<tr><td><a href=/1>A</a><td>ready<tr><td>B<td>fetched</table>", "A|-" },
  { "anchors lead nowhere", "<table><tr><td><a href='#top'>Top</a></table>", "" },
  { "nothing", "<p>Nothing", "" },
};

static void
test_lists (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (InkanWebPage) page = make_page (lists[i].html);
      g_autoptr (GPtrArray) rows = inkan_find_offer_rows (page);
      g_autoptr (GString) texts = g_string_new (NULL);

      for (guint j = 0; j < rows->len; j++)
        {
          xmlNodePtr control = inkan_find_row_control (page, g_ptr_array_index (rows, j));
          g_autofree char *caption = control != NULL ? inkan_find_caption (control) : g_strdup ("-");

          g_string_append_printf (texts, "%s%s", j > 0 ? "|" : "", caption);
        }
      g_test_message ("%s", lists[i].label);
      g_assert_cmpstr (texts->str, ==, lists[i].rows);
    }
}

typedef struct {
  const char *html;
  const char *button; /* (nullable) */
} Agree;

static const Agree agrees[] = {
  { "<form><button>利用規約に同意しない</button><button>利用規約に同意する</button></form>", "利用規約に同意する" },
  { "<form><button>I do not agree</button><input type=submit value='I Agree to the Terms'></form>", "I Agree to the Terms" },
  { "<form><button>I don’t agree</button><button>Accept</button></form>", "Accept" },
  { "<form><input type=image alt=同意する src=x.gif></form>", "同意する" },
  { "<form><button><img src=x alt='I accept'></button></form>", "I accept" },
  { "<form action=/search><button>Search</button></form><form><button>同意する</button></form>", "同意する" },
  { "<form><button>戻る</button><button>発行</button></form>", "発行" },
  { "<form><button>発行</button></form><form><button>更新</button></form>", NULL },
  { "<form><button>発行</button></form><form><button>印刷</button></form>", "発行" },
  { "<form><button>Go</button></form><form><label><input type=checkbox name=a> I accept the terms</label><button>Request</button></form>",
    "Request" },
  { "<form><label><input type=checkbox name=a> I accept</label><button>One</button><button>Two</button></form>", NULL },
  { "<form><button>同意しません</button></form>", NULL },
  { "<form><button>Decline</button><button>Back</button></form>", NULL },
  { "<button>I agree</button>", NULL },
};

static void
test_agree (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (agrees); i++)
    {
      g_autoptr (InkanWebPage) page = make_page (agrees[i].html);
      xmlNodePtr button = NULL;
      g_autoptr (InkanForm) form = inkan_find_agreement (page, &button);
      g_autofree char *caption = form != NULL ? inkan_find_caption (button) : NULL;

      g_test_message ("%s", agrees[i].html);
      g_assert_cmpstr (caption, ==, agrees[i].button);
    }
}

typedef struct {
  const char *html;
  const char *text;
} Text;

static const Text texts[] = {
  { "<p>One  two\n three</p><p>Four</p>", "One two three\n\nFour" },
  { "<ul><li>a<li>b</ul>c<br>d<br><br><br>e", "a\nb\nc\nd\n\ne" },
  { "<table><tr><td>a<td>b</tr><tr><td>c</tr></table>", "a b\nc" },
  { "<script>x</script><style>y</style><template>z</template><p hidden>h</p><p style='display:none'>n</p>seen", "seen" },
  { "<pre>a\n  b</pre>", "a\n  b" },
  { "<textarea>a\n&lt;b&gt; <i></textarea>", "a\n<b> <i>" },
  { "a\xE2\x80\xAE" "b\x07" "c&#128;&amp;&nbsp;d", "abc€&\xC2\xA0" "d" },
  { "<noscript>without scripts</noscript>", "without scripts" },
  { "a<b>b</b><span> c</span>", "ab c" },
};

static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (InkanWebPage) page = make_page (texts[i].html);
      g_autofree char *text = inkan_node_text (inkan_web_page_get_root (page), TRUE);

      g_test_message ("%s", texts[i].html);
      g_assert_cmpstr (text, ==, texts[i].text);
    }
}

/* Any bytes make a page, and nothing about it breaks. */
static void
test_noise (void)
{
  static const char * const pieces[] = {
    "<form>", "</form>", "<input name=a>", "<table>", "<tr>", "<td>", "</table>", "<select name=s>", "<option>", "</select>",
    "<textarea name=t>", "</textarea>", "<div>", "</div>", "<button>", "</button>", "<!--", "-->", "<script>", "</script>",
    "<a href=x>", "同意する", "パスワード", "\xff\x80", "&#x;", "&#0;", "<", ">", "\"", "'", "=", " form=f", "<meta charset=", "\x1b$B",
    "<base href='", "<template>", "<label for=a>", "<fieldset disabled>", "<legend>",
  };
  g_autoptr (InkanPortalDefinition) definition = make_definition ("email;password;code", NULL);
  g_autoptr (GUri) uri = g_uri_parse ("https://portal.example/", G_URI_FLAGS_ENCODED, NULL);

  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr (GString) html = g_string_new (NULL);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (InkanWebPage) page = NULL;
      g_autoptr (InkanIdentityForm) found = NULL;
      g_autoptr (InkanForm) form = NULL;
      g_autoptr (GPtrArray) rows = NULL;
      g_autofree char *text = NULL;
      xmlNodePtr button;
      int n = g_test_rand_int_range (0, 60);

      for (int j = 0; j < n; j++)
        g_string_append (html, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      bytes = g_bytes_new (html->str, html->len);
      page = inkan_web_page_new (bytes, NULL, uri, NULL);
      if (page == NULL)
        continue;
      found = inkan_find_identity_form (page, definition, NULL);
      form = inkan_find_agreement (page, &button);
      if (form != NULL)
        {
          g_autoptr (InkanRequest) request = NULL;

          inkan_tick_agreement (form);
          request = inkan_form_submit (form, button, NULL);
        }
      rows = inkan_find_offer_rows (page);
      text = inkan_node_text (inkan_web_page_get_root (page), TRUE);
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (identities); i++)
    {
      g_autofree char *path = g_strconcat ("/finding/identity/", identities[i].label, NULL);

      g_test_add_data_func (path, &identities[i], test_identity);
    }
  g_test_add_func ("/finding/lists", test_lists);
  g_test_add_func ("/finding/agree", test_agree);
  g_test_add_func ("/finding/texts", test_texts);
  g_test_add_func ("/finding/noise", test_noise);
  return g_test_run ();
}
