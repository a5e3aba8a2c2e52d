/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/portal/definition.h"

#include <glib/gstdio.h>
#include <string.h>

#include "authority.h"

/* What a definition's author is told beyond mistakes. */

static char *directory;

#define PORTAL "[Portal]\nId=a\nName=A\nOrigin=https://a.example\nStart=/\n"

static InkanPortalDefinition *
load (const char  *text,
      GError     **error)
{
  g_autofree char *path = g_build_filename (directory, "test.portal", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return inkan_portal_definition_load (file, error);
}

/* Each is a good definition with one thing in it that will not work. */
typedef struct {
  const char *label;
  const char *text;    /* behind the good [Portal] */
  const char *warning; /* what it must begin with, after the file's name */
} Warning;

static const Warning warnings[] = {
  { "key twice", "Start=/b\n", "[Portal] Start: stands there more than once; only the last counts (line 6)" },
  { "own host", "Hosts=A.example;\n", "[Portal] Hosts: “a.example” is the host of Origin" },
  { "impatient", "IssueTimeout=10\n", "[Portal] IssueTimeout: 10 seconds" },
  { "unknown language", "Name[jp]=B\n", "[Portal] Name[jp]: has no effect: there is no language “jp”; Japanese" },
  { "made-up language", "Name[qq]=B\n", "[Portal] Name[qq]: has no effect: there is no language “qq”" },
  { "language with a hyphen", "Name[ja-JP]=B\n", "[Portal] Name[ja-JP]: has no effect: a language with a country" },
  { "language as a word", "Name[japanese]=B\n", "[Portal] Name[japanese]: has no effect" },
  { "everything", "[Mail]\nSubject=.*\n", "[Mail] Subject: fits every text" },
  { "empty alternative", "[Mail]\nSubject=Certificate|\n", "[Mail] Subject: fits every text" },
  { "perhaps nothing", "[Mail]\nCode=[0-9]*x?\n", "[Mail] Code: fits every text" },
  { "behind the end", "[Mail]\nCode=a$b\n", "[Mail] Code: matches nothing" },
  { "before the beginning", "[Mail]\nCode=Code: ^[0-9]+\n", "[Mail] Code: matches nothing" },
  { "no character", "[Mail]\nCode=[^\\\\s\\\\S]\n", "[Mail] Code: matches nothing" },
  { "what cannot follow", "[Mail]\nCode=(?!a)a\n", "[Mail] Code: matches nothing" },
  { "value that nothing fits", "[Field code]\nPattern=[0-9]{4}$x\n", "[Field code] Pattern: matches nothing" },
  { "any value", "[Field code]\nPattern=.*\n", "[Field code] Pattern: fits every text" },
  { "domain with an address", "[Mail]\nSenderDomain=info@a.example\n", "[Mail] SenderDomain: is no domain" },
  { "domain of one word", "[Mail]\nSenderDomain=example\n", "[Mail] SenderDomain: no message" },
  { "capital element", "[Identity]\nForm=//FORM\n", "[Identity] Form: can never select anything: elements and attributes" },
  { "capital attribute", "[Identity]\nForm=//form[@ID='x']\n", "[Identity] Form: can never select anything: elements and attr" },
  { "browser's tbody", "[Offers]\nRows=//table/tbody/tr\n", "[Offers] Rows: “tbody” is in a page only when" },
  { "text for a node", "[Identity]\nSubmit=string(//button)\n", "[Identity] Submit: can never select anything: its value" },
  { "number for a node", "[Agreement]\nButton=count(//button)\n", "[Agreement] Button: can never select anything: its value" },
  { "attribute for a node", "[Field code]\nControl=//input/@name\n", "[Field code] Control: can never select anything of use" },
  { "top of the page", "[Agreement]\nForm=form[@id='x']\n", "[Agreement] Form: can never select anything: it looks for “form”" },
  { "page from a row", "[Offers]\nName=//td[1]\n", "[Offers] Name: begins at the page, not at the row" },
  { "refuses every page", "[Identity]\nRefused=//body\n", "[Identity] Refused: holds for every page" },
  { "refuses by a constant", "[Identity]\nLocked=true()\n", "[Identity] Locked: holds for every page" },
  { "field without a label", "[Identity]\nFields=email;nick;\n", "[Field nick] Label: is missing" },
  { "password shown", "[Field password]\nHidden=false\n", "[Field password] Hidden: false shows a password" },
  { "control over HTTP", "[Identity]\nMethod=http\nFields=user;password\n[Field user]\nControl=//input\n",
    "[Field user] Control: has no effect" },
  { "link that is not followed", "[Delivery]\nLink=//a\n", "[Delivery] Link: has an effect with Kind=link or Kind=poll only" },
  { "form that is not sent", "[Delivery]\nKind=link\nForm=//form\n", "[Delivery] Form: has an effect with Kind=form" },
  { "wait that is none", "[Delivery]\nWaiting=//p[@id='w']\n", "[Delivery] Waiting: has an effect with Kind=poll only" },
  { "form before link", "[Delivery]\nKind=poll\nForm=//form\nLink=//a\n", "[Delivery] Link: has no effect: Form comes first" },
  { "passphrase not read", "[Delivery]\nPassphraseText=//p\n", "[Delivery] PassphraseText: has an effect with" },
  { "terms twice", "[Agreement]\nTerms=//p\nTermsLink=//a\n", "[Agreement] TermsLink: is used only when" },
  { "link to this computer", "[Links]\nHelp=http://localhost/\n", "[Links] Help: http" },
};

static void
test_warning (gconstpointer data)
{
  const Warning *one = data;
  g_autofree char *text = g_strconcat (PORTAL, one->text, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (InkanPortalDefinition) definition = load (text, &error);
  g_autoptr (GPtrArray) found = NULL;
  const char *message;

  g_assert_no_error (error);
  found = inkan_portal_definition_check (definition);
  for (guint i = 0; i < found->len; i++)
    g_test_message ("%s", (const char *) g_ptr_array_index (found, i));
  g_assert_cmpuint (found->len, ==, 1);
  message = g_ptr_array_index (found, 0);
  g_assert_true (g_str_has_prefix (message, directory));
  message = strstr (message, "test.portal: ");
  g_assert_nonnull (message);
  message += strlen ("test.portal: ");
  if (!g_str_has_prefix (message, one->warning))
    g_assert_cmpstr (message, ==, one->warning);
}

/* What is as it should be gets no warning. */
static const char * const good[] = {
  "",
  "Name[ja]=B\nName[pt_BR]=C\nName[sr@latin]=D\nName[nan]=E\nHosts=b.example;\nIssueTimeout=60\n",
  "[Mail]\nSubject=^Your certificate|証明書\nCode=証明書コード[:：]\\\\s*([0-9A-Za-z]{20})\nSenderDomain=a.example\n",
  "[Mail]\nCode=\\\\b[A-Z]{4}(?:-[A-Z]{4}){3}\\\\b\n[Field code]\nPattern=(?=.*[0-9])[0-9A-Z]{8,20}\n",
  "[Mail]\nCode=(?<=Code: )[0-9]+$\n[Field code]\nPattern=\\\\p{Lu}+\\\\x{3042}\n",
  "[Identity]\nForm=//form[.//input[@name='CODE']]\nSubmit=//form//*[self::button or self::input[@type='submit']]\n"
  "Refused=//p[contains(., 'WRONG')]\nMaintenance=count(//form) = 0\nNotReady=not(//form)\n",
  "[Offers]\nRows=//table[@id='list']//tr[td]\nName=td[1]\nState=./td[2]\nLink=.//a\nRetrieved=contains(td[2], 'Fetched')\n"
  "NotReady=//p[@id='all']\nEmpty=//p[@class='empty']\n",
  "[Agreement]\nDetails=//dl/dt\nDetailName=.\nDetailValue=following-sibling::dd[1]\nForm=/html/body/form\nTerms=//*[@id='terms']\n"
  "Button=id('agree')\n[Delivery]\nKind=poll\nWaiting=//p[@id='w']\nPassphrase=page\nPassphraseText=//b\n",
  "[Identity]\nMethod=http\nFields=user;password\n",
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *text = g_strconcat (PORTAL, good[i], NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (InkanPortalDefinition) definition = load (text, &error);
      g_autoptr (GPtrArray) found = NULL;

      g_assert_no_error (error);
      found = inkan_portal_definition_check (definition);
      if (found->len > 0)
        g_assert_cmpstr (g_ptr_array_index (found, 0), ==, NULL);
    }
}

/* Every mistake has its line, and what follows from one has none. */
static void
test_all_mistakes (void)
{
  static const char * const lines[] = {
    "[Mail] Code: ", "[Identity] Form: ", "[Nope]: ", "[Portal] Id: ", "[Portal] Start: is missing", "[Portal] Origin: http",
    "[Portal] TrustAnchor: ", "[Field nick] Kind: ", "[Field other]: describes", "[Delivery] Passphrase: there is no field",
  };
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) found = NULL;

  g_assert_null (load ("[Portal]\nId=B d\nName=A\nOrigin=http://a.example\nTrustAnchor=none.pem\n[Mail]\nCode=(\n"
                       "[Identity]\nForm=//form[\nFields=email;nick;\n[Field nick]\nKind=foo\n[Field other]\nKind=pin\n"
                       "[Nope]\nx=y\n[Delivery]\nPassphrase=field:pin\n[Links]\nHelp=/help\n", &error));
  g_assert_error (error, INKAN_DEFINITION_ERROR, INKAN_DEFINITION_ERROR_INVALID);
  g_test_message ("%s", error->message);
  found = g_strsplit (error->message, "\n", -1);
  g_assert_cmpuint (g_strv_length (found), ==, G_N_ELEMENTS (lines));
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *wanted = g_strconcat ("test.portal: ", lines[i], NULL);

      g_assert_nonnull (strstr (error->message, wanted));
    }
}

static void
test_anchor (void)
{
  g_autoptr (Authority) authority = authority_new ();
  g_autofree char *pem = authority_to_pem (authority);
  g_autoptr (GTlsCertificate) certificate = authority_issue (authority, "DNS:a.example", -30, -1);
  g_autofree char *expired = NULL;
  g_autofree char *path = g_build_filename (directory, "anchor.pem", NULL);
  const char *texts[] = { pem, NULL };

  g_object_get (certificate, "certificate-pem", &expired, NULL);
  texts[1] = expired;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (InkanPortalDefinition) definition = NULL;
      g_autoptr (GPtrArray) found = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      definition = load (PORTAL "TrustAnchor=anchor.pem\n", &error);
      g_assert_no_error (error);
      found = inkan_portal_definition_check (definition);
      g_assert_cmpuint (found->len, ==, i);
      if (i > 0)
        g_assert_nonnull (strstr (g_ptr_array_index (found, 0), "[Portal] TrustAnchor: a certificate in it has expired on"));
    }
  g_unlink (path);
}

/* The same portal again is another version of it; another portal is not. */
static void
test_installed (void)
{
  g_autofree char *folder = g_build_filename (directory, "data", "inkan", "portals", NULL);
  g_autofree char *path = g_build_filename (folder, "a.portal", NULL);

  g_mkdir_with_parents (folder, 0700);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (InkanPortalDefinition) definition = NULL;
      g_autoptr (GPtrArray) found = NULL;

      g_assert_true (g_file_set_contents (path, i == 0 ? PORTAL : "[Portal]\nId=a\nName=B\nOrigin=https://b.example\nStart=/\n",
                                          -1, NULL));
      definition = load (PORTAL, NULL);
      found = inkan_portal_definition_check (definition);
      g_assert_cmpuint (found->len, ==, i);
      if (i > 0)
        g_assert_nonnull (strstr (g_ptr_array_index (found, 0), "“a” is the id of another portal already: https://b.example"));
    }
  g_unlink (path);
}

static void
remove_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) entries = g_file_enumerate_children (file, "standard::name",
                                                                   G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child;

  while (entries != NULL && g_file_enumerator_iterate (entries, NULL, &child, NULL, NULL) && child != NULL)
    remove_tree (child);
  g_file_delete (file, NULL, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *data = NULL;
  g_autoptr (GFile) root = NULL;
  int status;

  directory = g_dir_make_tmp ("inkan-check-XXXXXX", NULL);
  root = g_file_new_for_path (directory);
  data = g_build_filename (directory, "data", NULL);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_setenv ("XDG_DATA_DIRS", data, TRUE);
  g_setenv ("LANGUAGE", "C", TRUE);
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (warnings); i++)
    {
      g_autofree char *path = g_strconcat ("/definition-check/warning/", warnings[i].label, NULL);

      g_test_add_data_func (path, &warnings[i], test_warning);
    }
  g_test_add_func ("/definition-check/good", test_good);
  g_test_add_func ("/definition-check/all-mistakes", test_all_mistakes);
  g_test_add_func ("/definition-check/anchor", test_anchor);
  g_test_add_func ("/definition-check/installed", test_installed);
  status = g_test_run ();

  remove_tree (root);
  g_free (directory);
  return status;
}
